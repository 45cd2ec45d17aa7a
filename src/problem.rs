//! What is wrong with the files that were read: every problem with its place, its words and a hint.

pub use crate::files::Place;
use crate::files::{At, Files};

/// How bad a problem is; errors sort before warnings.
///
/// ```
/// use standoff::{Data, Severity, read};
/// let town = r#"[{"source": "Oldbridge", "relation": "aids", "target": "Marsh End"}]"#;
/// let (_, report) = read([Data::bytes("town.json", town)]).unwrap();
/// assert_eq!(report.problems[0].severity, Severity::Warning);
/// assert_eq!(report.problems[0].message, "the statement has no document");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The data cannot be used as they are.
    Error,
    /// The data can be used; somebody should look.
    Warning,
}

impl Severity {
    /// The word in front of the message.
    ///
    /// ```
    /// assert_eq!(standoff::Severity::Warning.name(), "warning");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        }
    }
}

/// One thing that is wrong: what, where, and what to do about it.
///
/// ```
/// use standoff::{Data, read};
/// let table = "document,source,relation,target\nminutes,Oldbridge,acuses,Marsh End\n";
/// let report = read([Data::bytes("town.csv", table)]).unwrap_err();
/// assert_eq!(report.problems[0].message, "unknown relation `acuses`");
/// assert_eq!(report.problems[0].hint.as_deref(), Some("did you mean `accuses`?"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in one line.
    pub message: String,
    /// What to do about it.
    pub hint: Option<String>,
    /// Where, unless it is nowhere in particular (an empty folder).
    pub place: Option<Place>,
    /// The other places that it takes to be wrong: the first of two same ids.
    pub also: Vec<Place>,
}

/// Everything that is wrong with what was read, in the order of the files and of the places in them.
///
/// ```
/// use standoff::{Data, read};
/// let table = "document,source,relation,target\nminutes,Oldbridge,acuses,Marsh End\nminutes,Oldbridge,aids,\n";
/// let report = read([Data::bytes("town.csv", table)]).unwrap_err();
/// let lines: Vec<_> = report.problems.iter().map(|problem| problem.place.as_ref().unwrap().line).collect();
/// assert_eq!((report.errors, lines), (2, vec![2, 3]));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The problems; at most [`Report::KEPT`] errors and as many warnings, the first ones found.
    pub problems: Vec<Problem>,
    /// How many errors there are, those not kept included.
    pub errors: u64,
    /// How many warnings there are, those not kept included.
    pub warnings: u64,
}

impl Report {
    /// How many problems of each severity are kept; the rest are counted.
    ///
    /// ```
    /// use standoff::{Data, Report, read};
    /// let table = "document,source,relation,target\n".to_owned() + &"minutes,Oldbridge,acuses,Marsh End\n".repeat(1500);
    /// let report = read([Data::bytes("town.csv", table)]).unwrap_err();
    /// assert_eq!((report.problems.len(), report.errors), (Report::KEPT, 1500));
    /// ```
    pub const KEPT: usize = 1000;

    /// How many problems were counted but not kept.
    ///
    /// ```
    /// use standoff::{Data, read};
    /// let table = "document,source,relation,target\n".to_owned() + &"minutes,Oldbridge,acuses,Marsh End\n".repeat(1500);
    /// let report = read([Data::bytes("town.csv", table)]).unwrap_err();
    /// assert_eq!(report.not_kept(), 500);
    /// ```
    pub fn not_kept(&self) -> u64 {
        self.errors + self.warnings - self.problems.len() as u64
    }

    /// A report of a single error that has no place in a file.
    pub(crate) fn error(message: impl Into<String>, hint: Option<String>) -> Self {
        let problem =
            Problem { severity: Severity::Error, message: message.into(), hint, place: None, also: Vec::new() };
        Report { problems: vec![problem], errors: 1, warnings: 0 }
    }

    /// Adds what another report says, behind what this one does.
    pub(crate) fn extend(&mut self, other: Report) {
        self.problems.extend(other.problems);
        self.errors += other.errors;
        self.warnings += other.warnings;
    }
}

/// A problem whose place is not yet worked out.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub severity: Severity,
    pub message: String,
    pub hint: Option<String>,
    pub at: Option<At>,
    pub also: Vec<At>,
}

impl Finding {
    pub fn error(at: impl Into<Option<At>>, message: impl Into<String>) -> Self {
        Finding { severity: Severity::Error, message: message.into(), hint: None, at: at.into(), also: Vec::new() }
    }

    pub fn warning(at: impl Into<Option<At>>, message: impl Into<String>) -> Self {
        Finding { severity: Severity::Warning, ..Finding::error(at, message) }
    }

    pub fn hint(self, hint: impl Into<String>) -> Self {
        Finding { hint: Some(hint.into()), ..self }
    }

    /// A hint that names the nearest known word, where there is one.
    pub fn did_you_mean(self, nearest: Option<&str>) -> Self {
        match nearest {
            Some(word) => self.hint(format!("did you mean `{word}`?")),
            None => self,
        }
    }

    pub fn also(mut self, at: At) -> Self {
        self.also.push(at);
        self
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    list: Vec<Finding>,
    kept: [usize; 2],
    pub errors: u64,
    pub warnings: u64,
}

impl Problems {
    pub fn push(&mut self, finding: Finding) {
        let kept = match finding.severity {
            Severity::Error => {
                self.errors += 1;
                &mut self.kept[0]
            }
            Severity::Warning => {
                self.warnings += 1;
                &mut self.kept[1]
            }
        };
        if *kept < Report::KEPT {
            *kept += 1;
            self.list.push(finding);
        }
    }

    /// Counts a problem, and works it out only where it is still kept: a million statements may lack
    /// the same thing.
    pub fn push_with(&mut self, severity: Severity, finding: impl FnOnce() -> Finding) {
        let (kept, count) = match severity {
            Severity::Error => (self.kept[0], &mut self.errors),
            Severity::Warning => (self.kept[1], &mut self.warnings),
        };
        if kept < Report::KEPT {
            self.push(finding());
        } else {
            *count += 1;
        }
    }

    /// Adds what was found elsewhere.
    pub fn append(&mut self, other: Problems) {
        // What it counted without keeping is counted here; what it kept is counted as it is pushed.
        self.errors += other.errors - other.kept[0] as u64;
        self.warnings += other.warnings - other.kept[1] as u64;
        other.list.into_iter().for_each(|finding| self.push(finding));
    }

    /// Puts them all in one place.
    pub fn place(&mut self, at: At) {
        for finding in &mut self.list {
            finding.at = Some(at);
            finding.also.clear();
        }
    }

    /// Forgets what is no error, but for how much it is, so that no place has to be worked out for it.
    pub fn forget_warnings(&mut self) {
        self.list.retain(|finding| finding.severity == Severity::Error);
        self.kept[1] = 0;
    }

    /// Works out every place and puts the problems in order.
    pub fn report(mut self, files: &Files) -> Report {
        // Stable, so that problems at one place stay in the order in which they were found.
        self.list.sort_by_key(|finding| finding.at.map(|at| (at.file, at.start)));
        let wanted: Vec<At> =
            self.list.iter().flat_map(|finding| finding.at.iter().chain(&finding.also)).copied().collect();
        let mut places = files.places(&wanted).into_iter();
        let mut place = || places.next().expect("there is a place for each that was asked for");
        let problems = self
            .list
            .into_iter()
            .map(|finding| Problem {
                severity: finding.severity,
                message: finding.message,
                hint: finding.hint,
                place: finding.at.map(|_| place()),
                also: finding.also.iter().map(|_| place()).collect(),
            })
            .collect();
        Report { problems, errors: self.errors, warnings: self.warnings }
    }
}
