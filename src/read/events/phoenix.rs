//! Phoenix (Open Event Data Alliance, Phoenix Event Data Set Documentation): 26 columns apart by tabs, without
//! header or quoting, of which several hold lists with semicolons.
//!
//! 1 id, 2 date, 3–5 year, month and day, 6–9 the source as a CAMEO actor code and its parts, 10–13 the target, 14
//! event code, 15 root, 16 class, 17 Goldstein score, 18 issues, 19–23 the place, 24 sentences, 25 URLs, 26 the
//! names of those who published there.

use std::borrow::Cow;

use super::{Event, Party, Reader, Row, Said, Scanner, cell, day, every_line, without_mark};
use crate::codes;
use crate::read::want::Want;

const ID: usize = 0;
const DAY: usize = 1;
/// Of the day: the year, the month and the day of the month.
const PARTS: [usize; 3] = [2, 3, 4];
const SOURCE: usize = 5;
const TARGET: usize = 9;
const CODE: usize = 13;
const URLS: usize = 24;
const COLUMNS: usize = 26;

/// The reader of events.
#[derive(Debug)]
pub(super) struct Phoenix;

/// Whether a line is a row of events.
pub(super) fn is_row(line: &[u8]) -> bool {
    let cells: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
    cells.len() == COLUMNS && day(cells[DAY]).is_some() && PARTS.map(|part| cells[part]).concat() == cells[DAY]
}

fn read(line: &[u8]) -> Result<Row<'_>, Said> {
    let cells: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
    if cells.len() != COLUMNS {
        return Err(format!("the row has {} columns; Phoenix has 26", cells.len()).into());
    }
    let Some(source) = actor(cell(cells[SOURCE])?) else { return Ok(Row::NoSource) };
    let Some(target) = actor(cell(cells[TARGET])?) else { return Ok(Row::NoTarget) };
    let text = cell(cells[CODE])?;
    let Some(code) = codes::cameo(text) else { return Ok(Row::UnknownCode(Cow::Borrowed(text))) };
    let Some(date) = day(cells[DAY]) else {
        return Ok(Row::Malformed("the second column is no day, such as 20160328".into()));
    };
    let id = cell(cells[ID])?;
    Ok(Row::Event(Event {
        id: (!id.is_empty()).then(|| format!("phoenix:{id}").into()),
        documents: urls(cell(cells[URLS])?).into_iter().map(Cow::Borrowed).collect(),
        date: Some(date),
        sources: vec![Party::named(source)],
        targets: vec![Party::named(target)],
        code,
        gist: None,
        mirror: None,
    }))
}

/// The code of an actor, if there is one.
fn actor(cell: &str) -> Option<&str> {
    // Behind some codes stands for which days the dictionary of actors has them: `GBRGOV >201005011`.
    let code = cell.split_ascii_whitespace().next()?;
    (code != "---").then_some(code)
}

/// The URLs of a list, each once. What does not begin like one belongs to the one before, as a URL may hold a
/// semicolon.
fn urls(list: &str) -> Vec<&str> {
    let mut urls = Vec::new();
    let mut start = 0;
    let ends =
        memchr::memchr_iter(b';', list.as_bytes()).filter(|&end| list[end + 1..].trim_start().starts_with("http"));
    for end in ends.chain([list.len()]) {
        let url = list[start..end].trim_matches(|c: char| c == ';' || c.is_whitespace());
        if !url.is_empty() && !urls.contains(&url) {
            urls.push(url);
        }
        start = end + 1;
    }
    urls
}

impl Reader for Phoenix {
    fn row<'t>(&self, line: &'t [u8]) -> Row<'t> {
        let line = without_mark(line);
        if line.is_empty() {
            return Row::Blank;
        }
        read(line).unwrap_or_else(Row::Malformed)
    }

    fn coded(&self) -> bool {
        true
    }

    fn scanner<'r>(&'r self, want: &'r Want) -> Scanner<'r> {
        every_line(self, want)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::super::tests::{Sums, shared};
    use super::*;

    /// A row in which only some columns, counted from zero, are set.
    fn line(cells: &[(usize, &str)]) -> String {
        let default = |column| match column {
            ID => "17_v0.1.0",
            DAY => "19020304",
            2 => "1902",
            3 => "03",
            4 => "04",
            SOURCE => "OLDGOV",
            TARGET => "MSH",
            CODE => "112",
            URLS => "http://gazette.example/1;http://gazette.example/2",
            _ => "",
        };
        let cell = |column| cells.iter().find(|(other, _)| *other == column).map_or(default(column), |(_, cell)| cell);
        (0..COLUMNS).map(cell).collect::<Vec<_>>().join("\t")
    }

    #[test]
    fn a_row_is_an_event() {
        let line = line(&[]);
        let row = Phoenix.row(line.as_bytes());
        let Row::Event(event) = row else { panic!("{row:?}") };
        assert_eq!(
            (event.id.as_deref(), event.date.unwrap().to_string().as_str()),
            (Some("phoenix:17_v0.1.0"), "1902-03-04")
        );
        assert_eq!((&*event.sources[0].id, &*event.targets[0].id, event.code.code), ("OLDGOV", "MSH", "112"));
        assert_eq!(event.documents, ["http://gazette.example/1", "http://gazette.example/2"]);
        assert!(is_row(line.as_bytes()));
        assert!(matches!(Phoenix.row(b""), Row::Blank));
    }

    #[test]
    fn only_a_day_with_its_parts_is_seen_as_a_row() {
        for cells in [(DAY, "19020305"), (DAY, ""), (3, "3"), (4, "04\t"), (DAY, "19021304"), (2, "")] {
            assert!(!is_row(line(&[cells]).as_bytes()), "{cells:?}");
        }
    }

    #[test]
    fn lists_of_urls() {
        assert_eq!(urls(""), [""; 0]);
        assert_eq!(urls(" ; "), [""; 0]);
        assert_eq!(urls("http://a;http://b;http://a;"), ["http://a", "http://b"]);
        assert_eq!(urls("http://a;id=1; https://b"), ["http://a;id=1", "https://b"]);
        assert_eq!(urls("http://a;http://a"), ["http://a"]);
        assert_eq!(urls("gazette 12"), ["gazette 12"]);
    }

    #[test]
    fn what_is_missing_or_unknown_is_said() {
        let row = |cell: (usize, &str)| match Phoenix.row(line(&[cell]).as_bytes()) {
            Row::Event(event) => format!("{} {}", event.sources[0].id, event.code.code),
            Row::NoSource => "no source".to_owned(),
            Row::NoTarget => "no target".to_owned(),
            Row::UnknownCode(code) => format!("unknown {code:?}"),
            Row::Malformed(said) => said.into_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(row((SOURCE, "OLDGOV >201005011")), "OLDGOV 112");
        assert_eq!(row((CODE, "0110")), "OLDGOV 011");
        for nothing in ["", " ", "---"] {
            assert_eq!([row((SOURCE, nothing)), row((TARGET, nothing))], ["no source", "no target"]);
        }
        assert_eq!([row((CODE, " ")), row((CODE, "---"))], ["unknown \"\"", "unknown \"---\""]);
        assert_eq!(row((DAY, "19020230")), "the second column is no day, such as 20160328");
        assert_eq!(row((TARGET, "M\0")), "a zero byte stands in the row");
        assert_eq!(row((TARGET, "a\tb")), "the row has 27 columns; Phoenix has 26");
        for (columns, has) in [(3, "3"), (300, "300")] {
            let Row::Malformed(said) = Phoenix.row(&vec![b'\t'; columns - 1]) else { panic!() };
            assert_eq!(said, format!("the row has {has} columns; Phoenix has 26"));
        }
    }

    #[test]
    fn only_what_is_needed_must_be_text() {
        for column in 0..COLUMNS {
            let mut line = line(&[(column, "?")]).into_bytes();
            line.iter_mut().filter(|byte| **byte == b'?').for_each(|byte| *byte = 0xff);
            let needed = [ID, DAY, SOURCE, TARGET, CODE, URLS].contains(&column);
            assert_eq!(matches!(Phoenix.row(&line), Row::Malformed(_)), needed, "{column}");
        }
    }

    #[test]
    fn real_files_are_read_whole() {
        let mut sums = Sums::default();
        for path in shared("phoenix") {
            let mut documents = 0;
            sums.add(&path, Shape::Phoenix, |event| documents += event.documents.len());
            assert_eq!((sums.rows, sums.events, sums.unknown.len(), documents), (2365, 2363, 2, 3716));
            assert_eq!((sums.without_source, sums.without_target, sums.malformed.len()), (0, 0, 0));
        }
    }
}
