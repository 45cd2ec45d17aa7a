//! Temporal knowledge graphs: a row is source, relation, target and time, all of them numbers apart by tabs or
//! spaces; a fifth means nothing (RE-Net, doi:10.48550/arXiv.1904.05530, and the many that took over its files).
//!
//! What the numbers of actors and relations mean stands in `entity2id.txt` and `relation2id.txt` beside the file.
//! What those of time mean stands nowhere: the data sets made of ICEWS are told by how many actors and relations
//! they have, and their first day is known. The time of that day, and whether days or hours are counted, differ
//! from release to release and are seen in `train.txt`. Of visits and meetings both sides stand in it, as in ICEWS.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::num::NonZeroU32;
use std::path::Path;

use hashbrown::HashMap;

use super::{Event, Party, Reader, Row, Said, Scanner, event_of_text, every_line, icews, mirrored, without_mark};
use crate::codes;
use crate::date::{Date, Day, Span, Unit};
use crate::read::want::Want;

/// What a number in the column of time means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Clock {
    /// A day.
    pub day: Day,
    /// The time when it begins. No event lies before it.
    pub time: u64,
    /// How many steps of the time make a day: 1 where it counts days, 24 for hours, 1440 for minutes.
    pub steps: NonZeroU32,
}

/// The steps of a time that counts hours.
const HOURS: NonZeroU32 = NonZeroU32::MIN.saturating_add(23);

/// A data set that is told by how much it holds.
struct Known {
    name: &'static str,
    entities: usize,
    relations: usize,
    /// Its first day: year, month, day.
    first: (u16, u8, u8),
    /// The time of that day, where days are counted, in the release that most others are made of.
    begins: u64,
}

const KNOWN: [Known; 4] = [
    Known { name: "ICEWS14", entities: 7128, relations: 230, first: (2014, 1, 1), begins: 1 },
    Known { name: "ICEWS14 of RE-Net", entities: 12498, relations: 260, first: (2014, 1, 1), begins: 0 },
    Known { name: "ICEWS05-15", entities: 10488, relations: 251, first: (2005, 1, 1), begins: 0 },
    Known { name: "ICEWS18", entities: 23033, relations: 256, first: (2018, 1, 1), begins: 0 },
];

/// The reader of quads whose numbers mean this.
#[derive(Debug)]
pub(crate) struct Quads {
    actors: HashMap<u64, Option<Party<'static>>>,
    relations: HashMap<u64, (String, Option<&'static codes::Event>)>,
    clock: Clock,
}

/// How many lines are looked at to know quads by.
const LOOKED_AT: usize = 50;

/// Whether a file that begins so holds quads: nothing but rows of four or five numbers.
pub(super) fn begin(text: &[u8]) -> bool {
    // The last line may be cut off, if there is another.
    let whole = memchr::memrchr(b'\n', text).map_or(text, |end| &text[..end]);
    let mut lines =
        whole.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty()).peekable();
    let signed = |cell: &[u8]| number(cell.strip_prefix(b"-").unwrap_or(cell)).is_some();
    lines.peek().is_some()
        && lines.take(LOOKED_AT).all(|line| {
            let cells: Vec<&[u8]> = cells(line).take(6).collect();
            matches!(cells.len(), 4 | 5)
                && cells.iter().enumerate().all(|(column, cell)| number(cell).is_some() || column == 4 && signed(cell))
        })
}

fn cells(line: &[u8]) -> impl Iterator<Item = &[u8]> {
    // Some releases pad their numbers with spaces, and have tabs behind these.
    line.split(u8::is_ascii_whitespace).filter(|cell| !cell.is_empty())
}

fn number(cell: &[u8]) -> Option<u64> {
    if !cell.iter().all(u8::is_ascii_digit) {
        return None;
    }
    std::str::from_utf8(cell).ok()?.parse().ok()
}

impl Reader for Quads {
    fn row<'t>(&self, line: &'t [u8]) -> Row<'t> {
        self.read(line).unwrap_or_else(Row::Malformed)
    }

    fn scanner<'r>(&'r self, want: &'r Want) -> Scanner<'r> {
        every_line(self, want)
    }
}

impl Quads {
    /// The reader of the quads in a file, or of all in its folder. The clock, where it is given, is believed.
    ///
    /// # Errors
    /// What is missing beside the file, or that nobody knows what its times mean.
    pub fn beside(path: Option<&Path>, clock: Option<Clock>) -> Result<Self, String> {
        let path = path.ok_or(
            "these are quads of numbers, whose names stand in entity2id.txt and relation2id.txt beside the file; \
             read it from its folder",
        )?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let entities = names(&folder.join("entity2id.txt"))?;
        let relations = names(&folder.join("relation2id.txt"))?;
        let clock = match clock {
            Some(clock) => clock,
            None => found_clock(path, folder, entities.len(), relations.len())?,
        };
        let relation = |name: String| {
            let event = event_of_text(&name).or_else(|| codes::cameo(&name));
            (name, event)
        };
        Ok(Quads {
            actors: entities.into_iter().map(|(number, name)| (number, actor(&name))).collect(),
            relations: relations.into_iter().map(|(number, name)| (number, relation(name))).collect(),
            clock,
        })
    }

    fn read<'t>(&self, line: &'t [u8]) -> Result<Row<'t>, Said> {
        let cells: Vec<&[u8]> = cells(without_mark(line)).collect();
        if cells.is_empty() {
            return Ok(Row::Blank);
        }
        if !matches!(cells.len(), 4 | 5) {
            let said = format!("the row has {} columns; quads have source, relation, target and time", cells.len());
            return Err(said.into());
        }
        let number = |column: usize| {
            let shown = || String::from_utf8_lossy(&cells[column][..cells[column].len().min(20)]).into_owned();
            number(cells[column]).ok_or_else(|| Said::from(format!("`{}` is no number", shown())))
        };
        let actor = |number: u64| {
            let unknown = || Said::from(format!("entity2id.txt has no number {number}"));
            self.actors.get(&number).ok_or_else(unknown)
        };
        let (source, relation, target, time) = (number(0)?, number(1)?, number(2)?, number(3)?);
        let Some(source) = actor(source)? else { return Ok(Row::NoSource) };
        let Some(target) = actor(target)? else { return Ok(Row::NoTarget) };
        let Some((name, code)) = self.relations.get(&relation) else {
            return Err(format!("relation2id.txt has no number {relation}").into());
        };
        let Some(code) = *code else { return Ok(Row::UnknownCode(name.clone().into())) };
        let Some(date) = self.clock.date(time) else {
            return Err(Said::from(format!(
                "the time {time} is before the first of train.txt, or beyond the calendar"
            )));
        };
        Ok(Row::Event(Event {
            id: None,
            documents: Vec::new(),
            date: Some(date),
            mirror: mirrored(&[&date.to_string()], &source.id, &target.id, code.code),
            sources: vec![source.clone()],
            targets: vec![target.clone()],
            code,
            gist: None,
        }))
    }
}

impl Clock {
    /// The day on which a time lies; none before the beginning, or beyond the year 9999.
    fn date(self, time: u64) -> Option<Date> {
        let steps = time.checked_sub(self.time)?;
        let count = u32::try_from(steps / u64::from(self.steps.get())).ok()?;
        Some(Date::of(self.day.plus(Span { count, unit: Unit::Days })?))
    }
}

/// An actor by its name, in which underscores are spaces; none where there is no name.
fn actor(name: &str) -> Option<Party<'static>> {
    let name = name.trim();
    let acts_for = icews::principal(name).map(|principal| principal.to_owned().into());
    (!name.is_empty()).then(|| Party { acts_for, ..Party::named(name.to_owned()) })
}

/// The names in a file of numbers: a name and its number a line.
fn names(path: &Path) -> Result<HashMap<u64, String>, String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => format!("{shown} is missing, which says what the numbers of the quads mean"),
        io::ErrorKind::InvalidData => format!("{shown} is not UTF-8"),
        _ => format!("{shown}: {error}"),
    })?;
    let mut names = HashMap::new();
    for (line, at) in text.lines().zip(1..) {
        let line = line.trim_start_matches('\u{feff}');
        // Some files begin with how many there are.
        let count = at == 1 && number(line.trim().as_bytes()).is_some();
        if line.trim().is_empty() || count {
            continue;
        }
        let (name, number) = entry(line).ok_or_else(|| format!("{shown}:{at}: this is no name with its number"))?;
        names.insert(number, name.replace('_', " "));
    }
    Ok(names)
}

/// A name and the number behind it, which may have more columns behind itself; where no tab stands between them,
/// it is the last word.
fn entry(line: &str) -> Option<(&str, u64)> {
    let (name, written) = match line.split_once('\t') {
        Some((name, rest)) => (name, rest.split('\t').next()?),
        None => line.trim_end().rsplit_once(' ')?,
    };
    Some((name, number(written.trim().as_bytes())?))
}

fn found_clock(path: &Path, folder: &Path, entities: usize, relations: usize) -> Result<Clock, String> {
    let is =
        |known: &Known, entities: usize, relations: usize| known.entities == entities && known.relations == relations;
    let stated = fs::read_to_string(folder.join("stat.txt")).ok().and_then(|text| {
        let mut numbers = text.split_ascii_whitespace().map(|number| number.parse().ok());
        Some((numbers.next()??, numbers.next()??))
    });
    let known = KNOWN.iter().find(|known| is(known, entities, relations)).or_else(|| {
        let (entities, relations) = stated?;
        KNOWN.iter().find(|known| is(known, entities, relations))
    });
    let Some(known) = known else {
        let sets: Vec<String> = KNOWN.iter().map(|k| format!("{} ({}, {})", k.name, k.entities, k.relations)).collect();
        return Err(format!(
            "the quads are of {entities} actors and {relations} relations, and so of no data set that is known ({}); \
             say on which day their time is zero",
            sets.join(", ")
        ));
    };
    let times = |path: &Path| Times::of(path).map_err(|error| format!("{}: {error}", path.display()));
    let train = folder.join("train.txt");
    let (time, steps) = if train.is_file() {
        let times = times(&train)?;
        (times.first, times.steps())
    } else {
        let steps = times(path)?.steps();
        (if steps == HOURS { 0 } else { known.begins }, steps)
    };
    let (year, month, day) = known.first;
    let first = Date::of_day(year, month, day).expect("the first days are of the calendar");
    Ok(Clock { day: first.first_day(), time, steps })
}

/// What the times of a file have in common.
struct Times {
    first: u64,
    last: u64,
    /// Whether each is a multiple of 24.
    whole_days: bool,
}

impl Times {
    fn of(path: &Path) -> io::Result<Times> {
        let mut times = Times { first: u64::MAX, last: 0, whole_days: true };
        let mut lines = BufReader::with_capacity(1 << 16, File::open(path)?);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            if let Some(time) = cells(&line).nth(3).and_then(number) {
                times.first = times.first.min(time);
                times.last = times.last.max(time);
                times.whole_days &= time.is_multiple_of(24);
            }
            line.clear();
        }
        times.first = times.first.min(times.last);
        Ok(times)
    }

    fn steps(&self) -> NonZeroU32 {
        // Nobody has events on every 24th day only.
        if self.whole_days && self.last > 0 { HOURS } else { NonZeroU32::MIN }
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::super::Shape;
    use super::super::tests::{Sums, shared};
    use super::*;

    const ENTITIES: &str = "Police_(Oldbridge)\t0\r\nMarsh_End\t1\r\n\t2\r\n";
    const RELATIONS: &str = "Make a visit\t0\nHost_a_visit\t1\tx\n020 2\nWave\t3\nPROTEST\t4\n";

    fn folder(files: &[(&str, &str)]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for (name, text) in [("entity2id.txt", ENTITIES), ("relation2id.txt", RELATIONS)].iter().chain(files) {
            fs::write(folder.path().join(name), text).unwrap();
        }
        folder
    }

    fn clock(day: &str, time: u64, steps: u32) -> Clock {
        let day = day.parse::<Date>().unwrap().first_day();
        Clock { day, time, steps: NonZeroU32::new(steps).unwrap() }
    }

    fn quads(clock: Clock) -> Quads {
        Quads::beside(Some(&folder(&[]).path().join("test.txt")), Some(clock)).unwrap()
    }

    #[test]
    fn a_row_is_an_event() {
        let quads = quads(clock("1902-03-04", 0, 1));
        for line in ["0\t0\t1\t31", "0 0 1 31", "0   \t0  \t1\t31\t-1", " 0 0 1 31 x"] {
            let event = quads.row(line.as_bytes()).into_event();
            assert_eq!(
                event.sources,
                [Party { acts_for: Some("Oldbridge".into()), ..Party::named("Police (Oldbridge)") }]
            );
            assert_eq!((&*event.targets, event.code.code), (&[Party::named("Marsh End")][..], "042"));
            assert_eq!(event.date.unwrap().to_string(), "1902-04-04");
        }
        let code = |line: &str| quads.row(line.as_bytes()).into_event().code.code;
        assert_eq!([code("0 2 1 0"), code("0 4 1 0")], ["020", "14"]);
        let mirror = |line: &str| quads.row(line.as_bytes()).into_event().mirror;
        assert!(mirror("0 0 1 31").is_some());
        assert_eq!(mirror("0 0 1 31"), mirror("1 1 0 31"));
        assert_ne!(mirror("0 0 1 31"), mirror("1 1 0 32"));
        assert_ne!(mirror("0 0 1 31"), mirror("1 0 0 31"));
        assert_eq!(mirror("0 2 1 31"), None);
    }

    #[test]
    fn what_is_no_event_says_why() {
        let quads = quads(clock("9999-12-31", 24, 24));
        let said = |line: &str| match quads.row(line.as_bytes()) {
            Row::Malformed(said) => said.into_owned(),
            Row::Event(event) => event.date.unwrap().to_string(),
            Row::UnknownCode(code) => format!("unknown {code}"),
            row => format!("{row:?}"),
        };
        assert_eq!([said(""), said(" \t")], ["Blank", "Blank"]);
        assert_eq!([said("2 0 1 24"), said("0 0 2 24")], ["NoSource", "NoTarget"]);
        assert_eq!(said("0 3 1 24"), "unknown Wave");
        assert_eq!(said("0 0 1"), "the row has 3 columns; quads have source, relation, target and time");
        assert_eq!(said(&"0 ".repeat(300)), "the row has 300 columns; quads have source, relation, target and time");
        assert_eq!(said("0 0 1 47"), "9999-12-31");
        for time in ["0", "23", "48", "18446744073709551615"] {
            let why = format!("the time {time} is before the first of train.txt, or beyond the calendar");
            assert_eq!(said(&format!("0 0 1 {time}")), why);
        }
        assert_eq!(said("0 0 1 18446744073709551616"), "`18446744073709551616` is no number");
        assert_eq!(said("0 x\0 1 24"), "`x\0` is no number");
        assert_eq!([said("7 0 1 24"), said("0 0 7 24")], ["entity2id.txt has no number 7"; 2]);
        assert_eq!(said("0 7 1 24"), "relation2id.txt has no number 7");
        assert!(matches!(quads.row(b"0 0 \xff 24"), Row::Malformed(_)));
        assert!(matches!(quads.row(b"0 0 1 24 \xff"), Row::Event(_)));
    }

    #[test]
    fn the_clock_is_found_by_the_size_and_the_first_time() {
        let count = |count: usize| (0..count).map(|number| format!("a\t{number}\n")).collect::<String>();
        let found = |entities, relations, files: &[(&str, &str)]| {
            let (entities, relations) = (count(entities), count(relations));
            let files = [&[("entity2id.txt", &*entities), ("relation2id.txt", &*relations)], files].concat();
            let folder = folder(&files);
            Quads::beside(Some(&folder.path().join("test.txt")), None).map(|quads| quads.clock)
        };
        let days = ("train.txt", "0 0 1 1\n0 0 1 2\n");
        let hours = ("train.txt", "x\n0 0 1 48\n0 0 1 24\n");
        assert_eq!(found(7128, 230, &[days]), Ok(clock("2014-01-01", 1, 1)));
        assert_eq!(found(7128, 230, &[hours]), Ok(clock("2014-01-01", 24, 24)));
        assert_eq!(found(23033, 256, &[hours]), Ok(clock("2018-01-01", 24, 24)));
        assert_eq!(found(7128, 230, &[("test.txt", "0 0 1 335")]), Ok(clock("2014-01-01", 1, 1)));
        assert_eq!(found(23033, 256, &[("test.txt", "0 0 1 6480")]), Ok(clock("2018-01-01", 0, 24)));
        assert_eq!(found(2, 1, &[("stat.txt", "10488\t251\t0"), ("train.txt", "")]), Ok(clock("2005-01-01", 0, 1)));
        let error = found(2, 1, &[("stat.txt", "2 x"), days]).unwrap_err();
        assert!(error.starts_with("the quads are of 2 actors and 1 relations, and so of no data set"), "{error}");
        assert!(error.ends_with("ICEWS18 (23033, 256)); say on which day their time is zero"), "{error}");
        assert!(found(7128, 230, &[]).is_err());
    }

    #[test]
    fn what_lacks_beside_the_file_is_said() {
        let error = |files: &[(&str, &str)], gone: &str| {
            let folder = folder(files);
            if !gone.is_empty() {
                fs::remove_file(folder.path().join(gone)).unwrap();
            }
            let error =
                Quads::beside(Some(&folder.path().join("test.txt")), Some(clock("1902-03-04", 0, 1))).unwrap_err();
            error.replace(&folder.path().join("").display().to_string(), "")
        };
        for gone in ["entity2id.txt", "relation2id.txt"] {
            let why = format!("{gone} is missing, which says what the numbers of the quads mean");
            assert_eq!(error(&[], gone), why);
        }
        let entities = |text| error(&[("entity2id.txt", text)], "");
        assert_eq!(entities("3\na b 0\nc\n"), "entity2id.txt:3: this is no name with its number");
        assert_eq!(entities("a\tb\n"), "entity2id.txt:1: this is no name with its number");
        assert!(Quads::beside(None, None).unwrap_err().contains("entity2id.txt and relation2id.txt"));
        let folder = folder(&[]);
        fs::write(folder.path().join("entity2id.txt"), b"\xff\t0\n").unwrap();
        let error = Quads::beside(Some(&folder.path().join("test.txt")), None).unwrap_err();
        assert!(error.ends_with("entity2id.txt is not UTF-8"), "{error}");
    }

    #[test]
    fn only_rows_of_numbers_are_seen_as_quads() {
        for text in ["1 2 3 4", "1\t2\t3\t4\t-1\n", "1 \t2 \t3\t4\t0\n5 6 7 8\n9 1", "\n1 2 3 4\r\n"] {
            assert!(begin(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "\n\n",
            "1 2 3\n",
            "1 2 3 4 5 6\n",
            "1,2,3,4\n",
            "1 2 3 4\nx\n",
            "-1 2 3 4\n",
            "1 2 3 -4\n",
            "s r o t\n1 2 3 4\n",
        ] {
            assert!(!begin(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn real_files_are_read_whole() {
        let mut sums = Sums::default();
        let mut mirrors = HashMap::<u64, u32>::new();
        let (mut acting, mut days) = (0, Vec::new());
        for path in shared("quads-icews14") {
            if !["train.txt", "valid.txt", "test.txt"].iter().any(|name| path.ends_with(name)) {
                continue;
            }
            sums.add(&path, Shape::Quads, |event| {
                if let Some(mirror) = event.mirror {
                    *mirrors.entry(mirror).or_default() += 1;
                }
                acting += event.sources.iter().chain(&event.targets).filter(|party| party.acts_for.is_some()).count();
                days.push(event.date.unwrap().first_day());
            });
        }
        if sums.files == 0 {
            return;
        }
        assert_eq!((sums.files, sums.rows, sums.events), (3, 90_730, 90_730));
        let of = |rows: u32| mirrors.values().filter(|&&count| count == rows).count();
        assert_eq!((mirrors.len(), of(2), of(1), acting), (11_738, 11_694, 44, 79_285));
        let span = (days.iter().min().unwrap().to_string(), days.iter().max().unwrap().to_string());
        assert_eq!(span, ("2014-01-01".to_owned(), "2014-12-31".to_owned()));
    }
}
