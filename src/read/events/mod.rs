//! Event data: a statement a line, coded by machine, in the shapes of those who publish it.
//!
//! A line says who does what to whom on which day; names found become actors, and what cannot be a
//! statement is counted ([`Tally`]). One file a shape; a shape says what a line is ([`Row`]), and
//! everything else is done here once.

mod gdelt;
mod icews;
mod mentions;
mod phoenix;
mod polecat;
mod quads;
mod table;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

use hashbrown::{Equivalent, HashMap};

use super::json::Spanned;
use super::record::Record;
use super::want::Want;
use crate::codes;
use crate::date::Date;
use crate::files::At;
use crate::tally::Tally;

/// The shapes of event data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// GDELT events, 1.0 and 2.0: 57, 58 or 61 columns apart by tabs, which may be mixed.
    Gdelt,
    /// ICEWS: a header and the columns that it names, apart by tabs or commas.
    Icews,
    /// POLECAT: a header and the columns that it names, apart by tabs or commas.
    Polecat,
    /// Phoenix: 26 columns apart by tabs.
    Phoenix,
    /// GDELT mentions: 16 columns apart by tabs.
    Mentions,
    /// A temporal knowledge graph made of ICEWS: quads of numbers, whose names stand in `entity2id.txt` and
    /// `relation2id.txt` beside them.
    Quads,
}

impl Shape {
    /// Every shape, each once.
    pub const ALL: [Shape; 6] =
        [Shape::Gdelt, Shape::Icews, Shape::Polecat, Shape::Phoenix, Shape::Mentions, Shape::Quads];

    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Shape::Gdelt => "gdelt",
            Shape::Icews => "icews",
            Shape::Polecat => "polecat",
            Shape::Phoenix => "phoenix",
            Shape::Mentions => "mentions",
            Shape::Quads => "quads",
        }
    }

    /// Whether its rows refer to those of other files.
    pub(crate) fn refers(self) -> bool {
        self == Shape::Mentions
    }

    /// The shape that a file has, to judge by its first lines.
    pub(crate) fn of_text(beginning: &[u8]) -> Option<Shape> {
        let beginning = without_mark(beginning);
        let line = first_line(beginning);
        if gdelt::is_row(line) {
            Some(Shape::Gdelt)
        } else if icews::Icews::of_header(line).is_ok() {
            Some(Shape::Icews)
        } else if polecat::Polecat::of_header(line).is_ok() {
            Some(Shape::Polecat)
        } else if phoenix::is_row(line) {
            Some(Shape::Phoenix)
        } else if mentions::is_row(line) {
            Some(Shape::Mentions)
        } else if quads::begin(beginning) {
            Some(Shape::Quads)
        } else {
            None
        }
    }

    /// What reads a file of this shape, which begins so and lies there.
    ///
    /// # Errors
    /// Why it cannot be read: a header without the columns that are needed, another file that is missing.
    pub(crate) fn reader(self, beginning: &[u8], path: Option<&Path>) -> Result<Arc<dyn Reader>, String> {
        let header = first_line(beginning);
        Ok(match self {
            Shape::Gdelt => Arc::new(gdelt::Gdelt),
            Shape::Icews => Arc::new(icews::Icews::of_header(header)?),
            Shape::Polecat => Arc::new(polecat::Polecat::of_header(header)?),
            Shape::Phoenix => Arc::new(phoenix::Phoenix),
            Shape::Mentions => Arc::new(mentions::Mentions),
            Shape::Quads => Arc::new(quads::Quads::beside(path, None)?),
        })
    }
}

/// What stands behind a byte order mark.
fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text)
}

/// The first line of a text that is not blank, without its break.
fn first_line(text: &[u8]) -> &[u8] {
    let text = &text[text.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count()..];
    let line = memchr::memchr(b'\n', text).map_or(text, |end| &text[..end]);
    line.strip_suffix(b"\r").unwrap_or(line)
}

/// What a line is.
#[derive(Debug)]
pub(crate) enum Row<'t> {
    /// A statement.
    Event(Event<'t>),
    /// Nobody acts.
    NoSource,
    /// Nobody is acted on.
    NoTarget,
    /// What is done is in no code book.
    UnknownCode(Cow<'t, str>),
    /// A further document of an event that stands in another file.
    Mention {
        /// The id of the statement, as the reader of the events gives it.
        of: Cow<'t, str>,
        document: Cow<'t, str>,
    },
    /// Something else than a row, and why.
    Malformed(Cow<'static, str>),
    /// The header, or nothing.
    Blank,
}

/// A row of event data that says something.
#[derive(Debug)]
pub(crate) struct Event<'t> {
    /// What tells it from all others, also those of other publishers.
    pub id: Option<Cow<'t, str>>,
    pub documents: Vec<Cow<'t, str>>,
    pub date: Option<Date>,
    pub sources: Vec<Party<'t>>,
    pub targets: Vec<Party<'t>>,
    pub code: &'static codes::Event,
    /// What it says in words, where that is more than its code.
    pub gist: Option<Cow<'t, str>>,
    /// What it has in common with the row that says the same the other way round; `None` where there
    /// is none.
    pub mirror: Option<u64>,
}

/// Somebody as a row names them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Party<'t> {
    /// Who: a code or a name.
    pub id: Cow<'t, str>,
    /// By what other name.
    pub name: Option<Cow<'t, str>>,
    /// For whom they act, where the row says so.
    pub acts_for: Option<Cow<'t, str>>,
}

impl<'t> Party<'t> {
    pub fn named(id: impl Into<Cow<'t, str>>) -> Self {
        Party { id: id.into(), name: None, acts_for: None }
    }
}

impl<'t> Event<'t> {
    /// The statement that it is.
    pub fn record(self, at: At) -> Record<'t> {
        let spanned = |value: Cow<'t, str>| Spanned { value, at };
        let names = |parties: Vec<Party<'t>>| parties.into_iter().map(|party| spanned(party.id)).collect();
        Record {
            at,
            id: self.id.map(spanned),
            documents: self.documents.into_iter().map(spanned).collect(),
            date: self.date,
            sources: names(self.sources),
            relation: Some(spanned(Cow::Borrowed(self.code.relation))),
            targets: names(self.targets),
            gist: Some(spanned(self.gist.unwrap_or(Cow::Borrowed(self.code.label)))),
            quote: None,
            span: None,
            certainty: None,
            answers: None,
            negated: false,
            code: Some(spanned(Cow::Borrowed(self.code.code))),
        }
    }

    /// Whether it may be asked for. For whom an actor acts is known only when everything is read: of its
    /// rows some may say so, and others something else, and whom it acts for may act for another.
    fn wanted(&self, want: &Want) -> bool {
        want.relation(self.code.relation) && want.date(self.date)
    }
}

/// A shape: what its lines say.
pub(crate) trait Reader: Send + Sync + std::fmt::Debug {
    /// What a line is, of which the line break is gone.
    fn row<'t>(&self, line: &'t [u8]) -> Row<'t>;

    /// Whether its actors are CAMEO codes, whose names and principals are known without reading.
    fn coded(&self) -> bool {
        false
    }

    /// What finds the lines that are wanted in a block, and counts all others. A shape may know a
    /// faster way than [`every_line`].
    fn scanner<'r>(&'r self, want: &'r Want) -> Scanner<'r>;
}

/// What looks through blocks of lines.
pub(crate) type Scanner<'r> = Box<dyn Fn(&[u8], &mut Found) + Sync + 'r>;

/// A look at every line.
pub(crate) fn every_line<'r>(reader: &'r dyn Reader, want: &'r Want) -> Scanner<'r> {
    Box::new(move |lines, found| scan_lines(reader, lines, want, found))
}

/// Looks at every line.
fn scan_lines(reader: &dyn Reader, lines: &[u8], want: &Want, found: &mut Found) {
    let mut start = 0;
    while start < lines.len() {
        let end = memchr::memchr(b'\n', &lines[start..]).map_or(lines.len(), |at| start + at);
        let carriage = usize::from(lines[start..end].ends_with(b"\r"));
        if end - carriage > start {
            found.tally.rows += 1;
            found.line(reader, lines, start, end - carriage, want);
        }
        start = end + 1;
    }
}

/// What was found in a block of lines.
#[derive(Default)]
pub(crate) struct Found {
    pub tally: Tally,
    /// Where each wanted line begins in the block, and which row of the block it is.
    pub kept: Vec<(usize, u64)>,
    /// The wanted lines, one behind the other.
    pub lines: Vec<u8>,
    pub ends: Vec<usize>,
    /// Where the first lines stand that are no rows, and what they are instead.
    pub malformed: Vec<(usize, usize, Cow<'static, str>)>,
    /// What the rows say of those whom they name, how often.
    pub parties: HashMap<Party<'static>, u64>,
}

/// A party that is looked for, whatever it borrows from.
struct Same<'a, 't>(&'a Party<'t>);

impl Hash for Same<'_, '_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl Equivalent<Party<'static>> for Same<'_, '_> {
    fn equivalent(&self, key: &Party<'static>) -> bool {
        self.0 == key
    }
}

/// How many malformed rows are shown.
pub(crate) const SHOWN: usize = 10;

impl Found {
    fn malformed(&mut self, start: usize, end: usize, said: impl FnOnce() -> Cow<'static, str>) {
        self.tally.malformed += 1;
        if self.malformed.len() < SHOWN {
            self.malformed.push((start, end, said()));
        }
    }

    /// Counts a line, and keeps it where it is wanted.
    fn line(&mut self, reader: &dyn Reader, lines: &[u8], start: usize, end: usize, want: &Want) {
        let line = &lines[start..end];
        match reader.row(line) {
            Row::Event(event) => {
                if !want.codes_only || !reader.coded() {
                    for party in event.sources.iter().chain(&event.targets) {
                        self.party(party);
                    }
                }
                if event.wanted(want) {
                    self.keep(start, line);
                } else {
                    self.tally.passed_over += 1;
                }
            }
            Row::Mention { .. } => self.keep(start, line),
            Row::NoSource => self.tally.without_source += 1,
            Row::NoTarget => self.tally.without_target += 1,
            Row::UnknownCode(code) => self.tally.unknown(&code),
            Row::Malformed(said) => self.malformed(start, end, || said),
            Row::Blank => self.tally.rows = self.tally.rows.saturating_sub(1),
        }
    }

    /// Keeps a line for whoever takes the block in.
    fn keep(&mut self, start: usize, line: &[u8]) {
        self.kept.push((start, self.tally.rows));
        self.lines.extend_from_slice(line);
        self.ends.push(self.lines.len());
    }

    fn party(&mut self, party: &Party<'_>) {
        if let Some(count) = self.parties.get_mut(&Same(party)) {
            *count += 1;
            return;
        }
        let owned = |text: &Cow<'_, str>| Cow::Owned(text.clone().into_owned());
        let party = Party {
            id: owned(&party.id),
            name: party.name.as_ref().map(owned),
            acts_for: party.acts_for.as_ref().map(owned),
        };
        self.parties.insert(party, 1);
    }
}

/// Why a line is no row.
type Said = Cow<'static, str>;

/// A cell as text, without the blanks around it, or that the row cannot be read.
fn cell(bytes: &[u8]) -> Result<&str, Said> {
    if bytes.contains(&0) {
        return Err("a zero byte stands in the row".into());
    }
    std::str::from_utf8(bytes).map(str::trim).map_err(|_| "the row is not UTF-8".into())
}

/// What a text means that stands for a code, in ICEWS and in what is made of it.
fn event_of_text(text: &str) -> Option<&'static codes::Event> {
    // Not by `codes::cameo`: to it the root 14 is 014 without its zero.
    let code = codes::icews_text(text)?;
    codes::events().find(|event| event.code == code)
}

/// A day as ISO 8601 has it, or the first ten characters of a time, or eight digits.
fn iso_day(text: &str) -> Option<Date> {
    if text.len() == 8 {
        return day(text.as_bytes());
    }
    let (date, time) = text.split_at_checked(10)?;
    let date: Date = date.parse().ok()?;
    (date.is_day() && (time.is_empty() || time.starts_with(['T', ' ']))).then_some(date)
}

/// A day written as eight digits.
fn day(cell: &[u8]) -> Option<Date> {
    let digits: &[u8; 8] = cell.try_into().ok()?;
    let number = |digits: &[u8]| {
        digits
            .iter()
            .try_fold(0, |number: u16, digit| digit.is_ascii_digit().then(|| number * 10 + u16::from(digit - b'0')))
    };
    Date::of_day(number(&digits[..4])?, number(&digits[4..6])? as u8, number(&digits[6..])? as u8)
}

/// What names two rows that say the same from either side: the same value for both, in every run and on every
/// machine. `told` is where the event is told, and when.
fn mirrored(told: &[&str], source: &str, target: &str, code: &str) -> Option<u64> {
    let other = codes::mirror(code)?;
    // Of the two rows it is taken from the one with the smaller code: who visits whom is not the same the other way
    // round, even on one day. Where both have one code, nothing says who is the source, and the names decide.
    let (source, target, code) = match code.cmp(other).then(source.cmp(target)) {
        Ordering::Greater => (target, source, other),
        _ => (source, target, code),
    };
    let parts = told.iter().copied().chain([source, target, code]);
    // FNV-1a with 64 bits; a tab stands in no cell, so it keeps the parts apart.
    let bytes = parts.flat_map(|part| part.bytes().chain([b'\t']));
    Some(bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;

    impl<'t> Row<'t> {
        /// The event that it is.
        #[track_caller]
        pub fn into_event(self) -> Event<'t> {
            match self {
                Row::Event(event) => event,
                other => panic!("{other:?}"),
            }
        }
    }

    /// The files of a folder of real data, which stands beside the project where it is had.
    pub fn shared(folder: &str) -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(folder);
        let files = folder.read_dir().into_iter().flatten().map(|file| file.unwrap().path());
        let mut files: Vec<PathBuf> = files.collect();
        files.sort();
        files
    }

    /// What was found in some files.
    #[derive(Default)]
    pub struct Sums {
        pub files: u64,
        pub rows: u64,
        pub events: u64,
        pub mentions: u64,
        pub without_source: u64,
        pub without_target: u64,
        pub unknown: Vec<String>,
        pub malformed: Vec<String>,
    }

    impl Sums {
        /// Reads a file, which should be seen to be of this shape.
        pub fn add(&mut self, path: &Path, shape: Shape, mut each: impl FnMut(Event<'_>)) {
            let text = std::fs::read(path).unwrap();
            assert_eq!(Shape::of_text(&text), Some(shape), "{}", path.display());
            let reader = shape.reader(&text, Some(path)).unwrap();
            self.files += 1;
            let before = self.rows;
            for line in text.split_inclusive(|&byte| byte == b'\n') {
                self.rows += 1;
                let line = line.strip_suffix(b"\n").unwrap_or(line);
                match reader.row(line.strip_suffix(b"\r").unwrap_or(line)) {
                    Row::Event(event) => {
                        self.events += 1;
                        each(event);
                    }
                    Row::Mention { .. } => self.mentions += 1,
                    Row::NoSource => self.without_source += 1,
                    Row::NoTarget => self.without_target += 1,
                    Row::UnknownCode(code) => self.unknown.push(code.into_owned()),
                    Row::Malformed(said) => self.malformed.push(said.into_owned()),
                    Row::Blank => self.rows -= 1,
                }
            }
            let mut found = Found::default();
            reader.scanner(&Want::default())(&text, &mut found);
            assert_eq!(found.tally.rows, self.rows - before);
        }
    }

    #[test]
    fn no_other_table_is_taken_for_event_data() {
        let shape = |text: &str| Shape::of_text(text.as_bytes());
        for text in [
            "",
            "\n",
            "source,relation,target,date\nOldbridge,aids,Marsh End,1902-03-04\n",
            "id\tdocument\tdate\tsource\trelation\ttarget\tgist\n",
            "Event Date,Source,Target,Event Type\n",
            "Event Date\tEvent Type\tActor1\tActor2\n",
            "Actor Name,Recipient Name,Date,Relation\n",
            "Source Name\tTarget Name\tCAMEO Code\n",
            "{\"source\": \"Oldbridge\"}\n",
            "a b c d\n",
            "1902 03 04\n",
            "1;2;3;4\n",
        ] {
            assert_eq!(shape(text), None, "{text}");
        }
        let columns = |count: usize| vec!["17"; count].join("\t");
        for count in [1, 3, 16, 20, 26, 40, 57, 58, 61, 300] {
            assert_eq!(shape(&columns(count)), None, "{count}");
        }
        assert_eq!(shape(&columns(5)), Some(Shape::Quads));
        let mentions = format!("\u{feff}17\t{0}\t{0}{1}\r\n", "19020304120000", "\t1".repeat(13));
        assert_eq!(shape(&mentions), Some(Shape::Mentions));
        let gdelt = format!("17\t19020304{}\n", "\t1".repeat(55));
        assert_eq!(shape(&gdelt), Some(Shape::Gdelt));
    }

    #[test]
    fn days_by_their_digits() {
        let text = |text: &str| iso_day(text).map(|day| day.to_string());
        assert_eq!(text("1902-03-04 12:00").as_deref(), Some("1902-03-04"));
        for wrong in ["", "1902", "1902-03-4", "1902-03-04x", "é902-03-04", "19020304 ", "１９０２"] {
            assert_eq!(text(wrong), None, "{wrong}");
        }
    }

    /// A reader of each shape.
    static READERS: LazyLock<Vec<Arc<dyn Reader>>> = LazyLock::new(|| {
        let folder = tempfile::TempDir::new().unwrap();
        let path = folder.path().join("train.txt");
        let files = [
            ("entity2id.txt", "Oldbridge\t0\nMarsh_(End)\t1\n"),
            ("relation2id.txt", "Consult\t0\nWave\t1\n"),
            ("stat.txt", "7128 230"),
            ("train.txt", "0 0 1 1\n"),
        ];
        files.iter().for_each(|(name, text)| std::fs::write(folder.path().join(name), text).unwrap());
        let icews =
            "Event ID\tEvent Date\tSource Name\tSource Country\tTarget Name\tCAMEO Code\tStory ID\tSentence Number";
        let polecat = "Event ID,Event Date,Event Type,Event Mode,Contexts,Actor Name,Actor Country,Recipient Name";
        let headers = [
            (Shape::Gdelt, ""),
            (Shape::Icews, icews),
            (Shape::Polecat, polecat),
            (Shape::Phoenix, ""),
            (Shape::Mentions, ""),
            (Shape::Quads, ""),
        ];
        headers.map(|(shape, header)| shape.reader(header.as_bytes(), Some(&path)).unwrap()).into()
    });

    /// Reads a text as everything that it may be.
    fn read(text: &[u8]) {
        if let Some(shape) = Shape::of_text(text) {
            let _ = shape.reader(text, None);
        }
        let _ = icews::Icews::of_header(text);
        let _ = polecat::Polecat::of_header(text);
        for reader in READERS.iter() {
            let mut found = Found::default();
            reader.scanner(&Want::default())(text, &mut found);
            for line in text.split(|&byte| byte == b'\n') {
                let Row::Event(event) = reader.row(line) else { continue };
                assert!(!event.sources.is_empty() && !event.targets.is_empty());
                for party in event.sources.iter().chain(&event.targets) {
                    assert!(!party.id.trim().is_empty() && party.acts_for.as_ref() != Some(&party.id));
                }
            }
        }
    }

    proptest! {
        #[test]
        fn no_bytes_bring_a_reader_down(text in prop::collection::vec(any::<u8>(), 0..300)) {
            read(&text);
        }

        #[test]
        fn no_cells_bring_a_reader_down(
            cells in prop::collection::vec(
                prop_oneof![
                    "\\PC{0,6}",
                    "[\"; ,()_\u{0}\r]{0,5}",
                    "(19020304|1902-03-04|0|1|042|040|AID|None|NA|Watch \\(Old\\)|Old; Ada|x_y)",
                ],
                1..70,
            ),
            tabs in any::<bool>(),
        ) {
            let delimiter = if tabs { "\t" } else { "," };
            read(cells.join(delimiter).as_bytes());
            // As many cells as each shape has.
            for columns in [4, 8, 16, 26, 57, 61] {
                let cells: Vec<&str> = cells.iter().cycle().take(columns).map(String::as_str).collect();
                read(cells.join(delimiter).as_bytes());
            }
        }
    }
}
