//! What can be chosen of a network, and which choices go together.

use std::fmt;
use std::str::FromStr;

/// A closed list of words of the command line.
macro_rules! words {
    ($name:ident, $count:literal, $($variant:ident = $word:literal),+ $(,)?) => {
        impl $name {
            /// Every one, each once.
            pub const ALL: [$name; $count] = [$($name::$variant),+];

            /// The word on the command line.
            pub fn name(self) -> &'static str {
                match self {
                    $($name::$variant => $word),+
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl FromStr for $name {
            type Err = ();

            fn from_str(text: &str) -> Result<Self, ()> {
                $name::ALL.into_iter().find(|one| one.name() == text).ok_or(())
            }
        }
    };
}

/// Between whom there are ties; parses from and prints as its [`name`](Mode::name).
///
/// ```
/// use standoff::analyze::networks::Mode;
/// assert_eq!("two".parse(), Ok(Mode::Two));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Mode {
    /// Between actors of one kind, by what they say of the same targets.
    #[default]
    One,
    /// From actors to what they speak of.
    Two,
}

words!(Mode, 2, One = "one", Two = "two");

/// Of whom a one-mode network is; parses from and prints as its [`name`](Side::name).
///
/// ```
/// use standoff::analyze::networks::Side;
/// assert_eq!(Side::Targets.to_string(), "targets");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Side {
    /// Of those who speak, tied by what they speak of.
    #[default]
    Sources,
    /// Of what is spoken of, tied by who speaks of it.
    Targets,
}

words!(Side, 2, Sources = "sources", Targets = "targets");

/// How levels of agreement make a weight; parses from and prints as its [`name`](Measure::name).
///
/// Below, `a` and `b` are how often two actors speak of a target at some level of agreement.
///
/// ```
/// use standoff::analyze::networks::Measure;
/// assert_eq!("congruence".parse(), Ok(Measure::Congruence));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Measure {
    /// Levels do not matter. One-mode: the sum of `a · b` over shared targets, `a` and `b` of all levels; two-mode:
    /// how often an actor speaks of a target.
    Ignore,
    /// One-mode: the sum of `a · b` over shared targets at the same level.
    #[default]
    Congruence,
    /// One-mode: the sum of `a · b` over shared targets at levels that contradict each other.
    Conflict,
    /// One-mode: congruence less conflict; two-mode: how often for less how often against.
    Subtract,
    /// Two-mode: a number for each set of levels that an actor has towards a target, whatever how often: with
    /// the levels −, + it is 2 for −, 1 for +, and 3 for both.
    Combine,
}

words!(
    Measure,
    5,
    Ignore = "ignore",
    Congruence = "congruence",
    Conflict = "conflict",
    Subtract = "subtract",
    Combine = "combine",
);

/// What weights are divided by; parses from and prints as its [`name`](Normalise::name).
///
/// ```
/// use standoff::analyze::networks::Normalise;
/// assert_eq!("jaccard".parse(), Ok(Normalise::Jaccard));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Normalise {
    /// By nothing.
    #[default]
    No,
    /// One-mode: by the mean of how much the two actors say.
    Average,
    /// One-mode: by the sum of what only one of them says and of `a · b` over what both say, the same being the same
    /// target at the same level.
    Jaccard,
    /// One-mode: by the product of how much each of them says.
    Cosine,
    /// Two-mode: by how much the row says.
    Activity,
    /// Two-mode: by how much is said of the column.
    Prominence,
}

words!(
    Normalise,
    6,
    No = "no",
    Average = "average",
    Jaccard = "jaccard",
    Cosine = "cosine",
    Activity = "activity",
    Prominence = "prominence",
);

/// When statements of the same source, target and level count once; parses from and prints as its
/// [`name`](Duplicates::name).
///
/// ```
/// use standoff::analyze::networks::Duplicates;
/// assert_eq!(Duplicates::default().name(), "include");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Duplicates {
    /// Never.
    #[default]
    Include,
    /// In one document: the first that says so.
    Document,
    /// In one week, from Monday to Sunday, of one year.
    Week,
    /// In one month of one year.
    Month,
    /// In one year.
    Year,
    /// In all.
    AcrossRange,
}

words!(
    Duplicates,
    6,
    Include = "include",
    Document = "document",
    Week = "week",
    Month = "month",
    Year = "year",
    AcrossRange = "acrossrange",
);

/// What the levels of agreement are; parses from and prints as its [`name`](AgreeOn::name).
///
/// ```
/// use standoff::analyze::networks::AgreeOn;
/// assert_eq!("relation".parse(), Ok(AgreeOn::Relation));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum AgreeOn {
    /// Signs: − and + contradict each other, and what is neutral contradicts nothing.
    #[default]
    Sign,
    /// Relations: any two that are not the same contradict each other.
    Relation,
}

words!(AgreeOn, 2, Sign = "sign", Relation = "relation");

/// How to make a network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Between whom.
    pub mode: Mode,
    /// Of whom a one-mode network is.
    pub of: Side,
    /// How levels make a weight.
    pub measure: Measure,
    /// What weights are divided by.
    pub normalise: Normalise,
    /// When statements count once.
    pub duplicates: Duplicates,
    /// What the levels are.
    pub agree_on: AgreeOn,
    /// Follows Discourse Network Analyzer where it differs: weeks and months count as the same in every year, what is
    /// neutral is halfway between for and against, and where relations are the levels, what only one of two actors
    /// says is a conflict.
    pub compatible: bool,
}

/// Why there is no such network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misfit {
    /// The measure is for the other mode.
    Measure(Measure, Mode),
    /// The normalisation is for the other mode.
    Normalise(Normalise, Mode),
    /// What is combined is a code, which cannot be divided.
    Codes,
    /// There are more levels than a code can hold.
    Levels(usize),
    /// More pairs of actors speak of the same than can be gone through.
    Pairs(u64),
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fitting = |words: Vec<&str>, mode: Mode| format!("a {mode}-mode network has {}", words.join(", "));
        match *self {
            Misfit::Measure(measure, mode) => {
                let fit = Measure::ALL.into_iter().filter(|one| one.fits(mode)).map(Measure::name).collect();
                write!(f, "{measure} is for the other mode: {}", fitting(fit, mode))
            }
            Misfit::Normalise(normalise, mode) => {
                let fit = Normalise::ALL.into_iter().filter(|one| one.fits(mode)).map(Normalise::name).collect();
                write!(f, "{normalise} is for the other mode: {}", fitting(fit, mode))
            }
            Misfit::Codes => f.write_str("combine makes codes, which cannot be normalised"),
            Misfit::Levels(levels) => write!(f, "combine has codes for 52 levels at most, and there are {levels}"),
            Misfit::Pairs(pairs) => write!(f, "{pairs} pairs speak of the same: filters leave fewer"),
        }
    }
}

impl std::error::Error for Misfit {}

impl Measure {
    /// Whether a network of that mode can have it.
    ///
    /// ```
    /// use standoff::analyze::networks::{Measure, Mode};
    /// assert!(Measure::Subtract.fits(Mode::One) && Measure::Subtract.fits(Mode::Two));
    /// assert!(!Measure::Combine.fits(Mode::One));
    /// ```
    pub fn fits(self, mode: Mode) -> bool {
        match self {
            Measure::Ignore | Measure::Subtract => true,
            Measure::Congruence | Measure::Conflict => mode == Mode::One,
            Measure::Combine => mode == Mode::Two,
        }
    }
}

impl Normalise {
    /// Whether a network of that mode can have it.
    pub fn fits(self, mode: Mode) -> bool {
        match self {
            Normalise::No => true,
            Normalise::Average | Normalise::Jaccard | Normalise::Cosine => mode == Mode::One,
            Normalise::Activity | Normalise::Prominence => mode == Mode::Two,
        }
    }
}

impl Options {
    pub(super) fn check(&self) -> Result<(), Misfit> {
        if !self.measure.fits(self.mode) {
            return Err(Misfit::Measure(self.measure, self.mode));
        }
        if !self.normalise.fits(self.mode) {
            return Err(Misfit::Normalise(self.normalise, self.mode));
        }
        match (self.measure, self.normalise) {
            (Measure::Combine, Normalise::Activity | Normalise::Prominence) => Err(Misfit::Codes),
            _ => Ok(()),
        }
    }
}
