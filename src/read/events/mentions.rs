//! GDELT mentions (The GDELT Event Database, data format codebook V2.0): sixteen columns apart by tabs, without
//! header or quoting; each row is a document that tells of an event of the other file.

use super::{Reader, Row, Said, Scanner, cell, every_line, without_mark};
use crate::read::want::Want;

const EVENT: usize = 0;
const EVENT_TIME: usize = 1;
const MENTION_TIME: usize = 2;
const DOCUMENT: usize = 5;
const COLUMNS: usize = 16;

/// The reader of mentions.
#[derive(Debug)]
pub(super) struct Mentions;

/// Whether a line is a row of mentions.
pub(super) fn is_row(line: &[u8]) -> bool {
    let cells: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
    let digits = |cell: &[u8]| !cell.is_empty() && cell.iter().all(u8::is_ascii_digit);
    let time = |cell: &[u8]| cell.len() == 14 && digits(cell);
    cells.len() == COLUMNS && digits(cells[EVENT]) && time(cells[EVENT_TIME]) && time(cells[MENTION_TIME])
}

fn read(line: &[u8]) -> Result<Row<'_>, Said> {
    let cells: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
    if cells.len() != COLUMNS {
        return Err(format!("the row has {} columns; GDELT mentions have 16", cells.len()).into());
    }
    let (event, document) = (cell(cells[EVENT])?, cell(cells[DOCUMENT])?);
    if event.is_empty() {
        return Err("the first column has no event's number".into());
    }
    if document.is_empty() {
        return Err("the sixth column names no document".into());
    }
    Ok(Row::Mention { of: format!("gdelt:{event}").into(), document: document.into() })
}

impl Reader for Mentions {
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
    use std::collections::HashSet;

    use super::super::Shape;
    use super::super::tests::{Sums, shared};
    use super::*;

    const ROW: &str = "17\t19020304120000\t19020305120000\t1\tgazette.example\thttps://gazette.example/ferry\t1\t-1\t5\t9\t0\t20\t\
        300\t-2.5\t\t";

    #[test]
    fn a_row_is_a_document_of_an_event() {
        let row = Mentions.row(ROW.as_bytes());
        let Row::Mention { of, document } = row else { panic!("{row:?}") };
        assert_eq!((&*of, &*document), ("gdelt:17", "https://gazette.example/ferry"));
        assert!(is_row(ROW.as_bytes()));
        assert!(matches!(Mentions.row(b""), Row::Blank));
    }

    #[test]
    fn what_is_no_mention_says_why() {
        let said = |row: &[u8]| match Mentions.row(row) {
            Row::Malformed(said) => said.into_owned(),
            other => panic!("{other:?}"),
        };
        assert_eq!(said(b"17\tx\ty"), "the row has 3 columns; GDELT mentions have 16");
        assert_eq!(said(&[b'\t'; 299]), "the row has 300 columns; GDELT mentions have 16");
        assert_eq!(said(&[b'\t'; 15]), "the first column has no event's number");
        assert_eq!(
            said(ROW.replace("https://gazette.example/ferry", " ").as_bytes()),
            "the sixth column names no document"
        );
        assert_eq!(said(ROW.replace("ferry", "\0").as_bytes()), "a zero byte stands in the row");
        let with = |place: &str| {
            let at = ROW.find(place).unwrap();
            [&ROW.as_bytes()[..at], b"\xff", &ROW.as_bytes()[at + 1..]].concat()
        };
        assert_eq!(said(&with("17")), "the row is not UTF-8");
        assert_eq!(said(&with("https")), "the row is not UTF-8");
        assert!(matches!(Mentions.row(&with("gazette")), Row::Mention { .. }));
    }

    #[test]
    fn real_files_are_read_whole() {
        let (mut events, mut ids) = (Sums::default(), HashSet::new());
        let (mut mentions, mut told) = (Sums::default(), 0);
        for path in shared("mentions") {
            if path.ends_with("events.tsv") {
                events.add(&path, Shape::Gdelt, |event| assert!(ids.insert(event.id.unwrap().into_owned())));
            } else {
                mentions.add(&path, Shape::Mentions, |_| {});
                let text = std::fs::read(path).unwrap();
                for line in text.split(|&byte| byte == b'\n') {
                    told += usize::from(matches!(Mentions.row(line), Row::Mention { of, .. } if ids.contains(&*of)));
                }
                assert_eq!((mentions.rows, mentions.mentions, ids.len(), told), (100, 100, 67, 34));
            }
        }
    }
}
