//! Tables: CSV and TSV as spreadsheets write them, with the keys of a statement as columns.

use std::borrow::Cow;
use std::ops::Range;

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::draft::Draft;
use super::json::{Spanned, list, unknown_key};
use super::keys::STATEMENT;
use super::record::Record;
use crate::files::{At, Records};
use crate::problem::{Finding, Problems};

/// Reads a table into the draft: the first row is the header.
///
/// Between two cells stands `delimiter`; where the header holds none, but a comma, a tab, or the
/// semicolon that European spreadsheets write, it is that.
pub(crate) fn read(file: u32, offset: u64, text: &str, mut delimiter: u8, draft: &mut Draft) {
    let first_line = text.lines().next().unwrap_or_default().as_bytes();
    if !first_line.contains(&delimiter)
        && let Some(other) = [b';', b',', b'\t'].into_iter().find(|other| first_line.contains(other))
    {
        delimiter = other;
    }
    let mut rows = Rows::new(text, delimiter);
    let Some(header) = rows.next() else { return };
    if let Some(quote) = header.unclosed {
        return draft.findings.push(unclosed(At::new(file, offset + quote as u64, 1)));
    }
    let Some(columns) = columns(&header.spanned(file, offset), &mut draft.findings) else { return };
    draft.files.input_mut(file).records = Records::Rows { delimiter, columns: columns.clone() };
    for (row, number) in rows.zip(1..) {
        let at = At::new(file, offset + row.range.start as u64, row.range.len());
        if let Some(quote) = row.unclosed {
            draft.findings.push(unclosed(At::new(file, offset + quote as u64, 1)));
            continue;
        }
        if row.cells.len() != columns.len() {
            let (has, wants) = (row.cells.len(), columns.len());
            let finding = Finding::error(at, format!("the row has {has} cells, the header {wants}"));
            draft
                .findings
                .push(finding.hint("a cell that holds a delimiter, a quote or a line break stands in double quotes"));
            continue;
        }
        let record = Record::of_row(at, row.spanned(file, offset), &columns, &mut draft.findings);
        draft.push(&record, number);
    }
}

fn unclosed(at: At) -> Finding {
    Finding::error(at, "the quote that opens here is not closed")
        .hint("all that stands behind it was taken for one cell")
}

/// Reads a row again, given its text.
pub(crate) fn again<'t>(
    at: At,
    text: &'t str,
    delimiter: u8,
    columns: &[Option<usize>],
    findings: &mut Problems,
) -> Option<Record<'t>> {
    let row = Rows::new(text, delimiter).next()?;
    Some(Record::of_row(at, row.spanned(at.file, at.start), columns, findings))
}

/// Which key each column is; none where the first row is no header, so that nothing can be said of the
/// rows below.
fn columns(header: &[Spanned<Cow<'_, str>>], findings: &mut Problems) -> Option<Vec<Option<usize>>> {
    /// Event data have at least so many columns where they have no header.
    const BULK: usize = 16;
    let name = |cell: &Spanned<Cow<'_, str>>| cell.value.trim().to_lowercase();
    let key = |name: &str| STATEMENT.iter().position(|key| key.name == name);
    // A first row without any of the columns is no header: nothing is said against its cells.
    let is_header = header.iter().any(|cell| key(&name(cell)).is_some());
    let mut columns: Vec<Option<usize>> = Vec::with_capacity(header.len());
    for cell in header.iter().filter(|_| is_header) {
        let name = name(cell);
        let key = key(&name);
        if key.is_none() {
            findings.push(unknown_key("column", cell.value.trim(), cell.at, STATEMENT));
        } else if columns.contains(&key) {
            findings.push(Finding::error(cell.at, format!("the column `{name}` stands here twice")));
        }
        columns.push(key);
    }
    columns.resize(header.len(), None);
    let at = match (header.first(), header.last()) {
        (Some(first), Some(last)) => {
            let end = last.at.start + u64::from(last.at.len);
            Some(At::new(first.at.file, first.at.start, (end - first.at.start) as usize))
        }
        _ => None,
    };
    let missing: Vec<&str> = STATEMENT
        .iter()
        .enumerate()
        .filter(|(index, key)| key.required && !columns.contains(&Some(*index)))
        .map(|(_, key)| key.name)
        .collect();
    if !missing.is_empty() {
        let said = match is_header {
            true => format!("the header lacks {}", list(missing.into_iter())),
            false => "the first row should be a header, and names no column of a statement".to_owned(),
        };
        let hint = match !is_header && header.len() >= BULK {
            true => "event data whose first row is broken are read with --from".to_owned(),
            false => format!("columns are {}", list(STATEMENT.iter().map(|key| key.name))),
        };
        findings.push(Finding::error(at, said).hint(hint));
    }
    is_header.then_some(columns)
}

/// A row: where it stands in the text, and its cells without their quotes.
struct Row<'t> {
    range: Range<usize>,
    cells: Vec<(Cow<'t, str>, Range<usize>)>,
    /// Where the quote stands that is still open at the end of the text.
    unclosed: Option<usize>,
}

impl<'t> Row<'t> {
    fn spanned(self, file: u32, offset: u64) -> Vec<Spanned<Cow<'t, str>>> {
        self.cells
            .into_iter()
            .map(|(value, range)| Spanned { value, at: At::new(file, offset + range.start as u64, range.len()) })
            .collect()
    }
}

/// The rows of a table, without those that are blank.
struct Rows<'t> {
    text: &'t str,
    reader: csv_core::Reader,
    offset: usize,
    room: Vec<u8>,
}

impl<'t> Rows<'t> {
    fn new(text: &'t str, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new().delimiter(delimiter).build();
        Rows { text, reader, offset: 0, room: vec![0; 1 << 12] }
    }

    /// The next cell, whether it ends its row; `None` at the end of the text.
    fn cell(&mut self) -> Option<(Cow<'t, str>, Range<usize>, bool)> {
        let start = self.offset;
        let mut filled = 0;
        loop {
            let rest = &self.text.as_bytes()[self.offset..];
            let (result, read, written) = self.reader.read_field(rest, &mut self.room[filled..]);
            self.offset += read;
            filled += written;
            match result {
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::OutputFull => self.room.resize(self.room.len() * 2, 0),
                ReadFieldResult::Field { record_end } => {
                    let written = self.text[start..self.offset].trim_end_matches(['\r', '\n']);
                    let blank = written.len() - written.trim_start_matches(['\r', '\n']).len();
                    let raw = &written[blank..];
                    let raw = if record_end { raw } else { &raw[..raw.len().saturating_sub(1)] };
                    let range = start + blank..start + blank + raw.len();
                    let value = match std::str::from_utf8(&self.room[..filled]) {
                        Ok(value) if value == raw => Cow::Borrowed(raw),
                        Ok(value) => Cow::Owned(value.to_owned()),
                        Err(_) => unreachable!("cells are cut from text at ASCII bytes"),
                    };
                    return Some((value, range, record_end));
                }
                ReadFieldResult::End => return None,
            }
        }
    }
}

impl<'t> Iterator for Rows<'t> {
    type Item = Row<'t>;

    fn next(&mut self) -> Option<Row<'t>> {
        loop {
            let mut cells = Vec::new();
            loop {
                let (value, range, last) = self.cell()?;
                cells.push((value, range));
                if last {
                    break;
                }
            }
            let (first, last) = (&cells[0].1, &cells[cells.len() - 1].1);
            let range = first.start..last.end;
            if cells.iter().any(|(value, _)| !value.trim().is_empty()) {
                // Only the last cell of the text can be open.
                let open = self.offset == self.text.len() && is_open(&self.text[last.clone()]);
                let unclosed = open.then_some(last.start);
                return Some(Row { range, cells, unclosed });
            }
        }
    }
}

/// Whether a cell, as it is written, begins with a quote that nothing closes.
fn is_open(cell: &str) -> bool {
    let Some(mut rest) = cell.strip_prefix('"') else { return false };
    while let Some(quote) = rest.find('"') {
        rest = &rest[quote + 1..];
        match rest.strip_prefix('"') {
            // Two quotes stand for one in the cell.
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &str) -> Vec<Vec<(String, &str)>> {
        let cells =
            |row: Row<'_>| row.cells.into_iter().map(|(value, range)| (value.into_owned(), &text[range])).collect();
        Rows::new(text, b',').map(cells).collect()
    }

    #[test]
    fn cells_know_their_place() {
        let read = rows("a,\"b,\"\"c\"\"\"\r\n\r\n,é,\n\"x\ny\",z");
        assert_eq!(read[0], [("a".into(), "a"), ("b,\"c\"".into(), "\"b,\"\"c\"\"\"")]);
        assert_eq!(read[1], [(String::new(), ""), ("é".into(), "é"), (String::new(), "")]);
        assert_eq!(read[2], [("x\ny".into(), "\"x\ny\""), ("z".into(), "z")]);
        assert_eq!(read.len(), 3);
    }

    #[test]
    fn an_open_quote_is_found_at_the_end_of_the_text() {
        let unclosed = |text: &str| Rows::new(text, b',').map(|row| row.unclosed).collect::<Vec<_>>();
        assert_eq!(unclosed("a,\"b\nc,d\n"), [Some(2)]);
        assert_eq!(unclosed("a,\"b\"\"\n"), [Some(2)]);
        assert_eq!(unclosed("a,\"b\"\"\"\nc,\"d\"e\"\n"), [None, None]);
        assert_eq!(unclosed("a,b\"\nc,\""), [None, Some(7)]);
    }

    #[test]
    fn rows_end_wherever_the_text_does() {
        assert!(rows("").is_empty());
        assert!(rows("\n\n\r\n").is_empty());
        assert_eq!(rows("a,\"b").len(), 1);
        assert_eq!(rows("a,b\n").len(), 1);
        assert_eq!(rows(&"x".repeat(100_000))[0][0].1.len(), 100_000);
    }
}
