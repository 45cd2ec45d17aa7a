//! Event data whose header names the columns: apart by tabs, where a quote is a character like any other unless
//! the header itself stands in quotes, or by commas, where quotes hold a cell together (RFC 4180). Columns are
//! found by name, so that exports with another order, or with only some of them, are read, too.

use std::borrow::Cow;

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::{Said, without_mark};

/// How a table is written, as its header shows it.
#[derive(Debug)]
pub(super) struct Table {
    header: Box<[u8]>,
    delimiter: u8,
    /// Whether quotes hold a cell together.
    quotes: bool,
    /// The names of the columns, as they are compared.
    names: Vec<String>,
    /// The columns that all rows may lack, and in a row that does nothing stands for them.
    spare: Vec<usize>,
}

/// What R, Python and SQL write where there is nothing.
const NOTHING: [&str; 6] = ["", "NULL", "NA", "None", "NaN", "nan"];

impl Table {
    /// The table that begins with the line.
    pub fn of_header(line: &[u8]) -> Table {
        let delimiter = if line.contains(&b'\t') { b'\t' } else { b',' };
        let header = without_mark(line);
        let quotes = delimiter == b',' || header.starts_with(b"\"");
        let mut table = Table { header: header.into(), delimiter, quotes, names: Vec::new(), spare: Vec::new() };
        if let Ok(cells) = table.split(header) {
            table.names = cells.iter().map(|cell| compared(&String::from_utf8_lossy(cell))).collect();
        }
        table
    }

    /// Says that rows may lack these columns, all of them together.
    pub fn may_lack(mut self, names: &[&str]) -> Table {
        self.spare = names.iter().filter_map(|name| self.column(name)).collect();
        self.spare.sort_unstable();
        self
    }

    /// Where the column of a name stands: `Event Date` is also `event_date` and `Event.Date`.
    pub fn column(&self, name: &str) -> Option<usize> {
        let name = compared(name);
        self.names.iter().position(|other| *other == name)
    }

    /// Where a column stands that no row can do without.
    ///
    /// # Errors
    /// That the header lacks it.
    pub fn needed(&self, name: &str) -> Result<usize, String> {
        self.column(name).ok_or_else(|| format!("the header has no column `{name}`"))
    }

    /// The cells of a row; none where the line is the header again, or blank.
    ///
    /// # Errors
    /// Why it is no row.
    pub fn cells<'t>(&self, line: &'t [u8]) -> Result<Option<Cells<'t>>, Said> {
        if line.trim_ascii().is_empty() || without_mark(line) == &*self.header {
            return Ok(None);
        }
        let mut cells = self.split(line)?;
        let (has, wants) = (cells.len(), self.names.len());
        if has + self.spare.len() == wants {
            for &column in &self.spare {
                cells.insert(column, Cow::Borrowed(b""));
            }
        }
        // Spreadsheets and scripts leave empty cells behind the last.
        let surplus_is_empty = cells.iter().skip(wants).all(|cell| cell.is_empty());
        if cells.len() < wants || !surplus_is_empty {
            return Err(format!("the row has {has} columns, the header {wants}").into());
        }
        Ok(Some(Cells(cells)))
    }

    fn split<'t>(&self, line: &'t [u8]) -> Result<Vec<Cow<'t, [u8]>>, Said> {
        if self.quotes && line.contains(&b'"') {
            return quoted(line, self.delimiter);
        }
        Ok(line.split(|&byte| byte == self.delimiter).map(Cow::Borrowed).collect())
    }
}

/// The cells of a line with quotes in it.
fn quoted(line: &[u8], delimiter: u8) -> Result<Vec<Cow<'_, [u8]>>, Said> {
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut cells = Vec::new();
    // A cell is never longer than it is written.
    let mut room = vec![0; line.len()];
    let (mut at, mut begin, mut filled) = (0, 0, 0);
    loop {
        let (result, read, written) = reader.read_field(&line[at..], &mut room[filled..]);
        at += read;
        filled += written;
        match result {
            // The line is at its end, which an empty input says.
            ReadFieldResult::InputEmpty => {}
            ReadFieldResult::Field { record_end } => {
                cells.push(Cow::Owned(room[..filled].to_vec()));
                if record_end {
                    let open = is_open(&line[begin..at]);
                    // A carriage return in the middle of a line would end the row, too.
                    return if open || at < line.len() { Err(BROKEN.into()) } else { Ok(cells) };
                }
                (begin, filled) = (at, 0);
            }
            ReadFieldResult::OutputFull | ReadFieldResult::End => return Err(BROKEN.into()),
        }
    }
}

const BROKEN: &str =
    "a quote opens in the line and does not close; a row is one line here, so no cell holds a line break";

/// Whether a cell, as it is written, begins with a quote that nothing closes.
fn is_open(cell: &[u8]) -> bool {
    let Some(mut rest) = cell.strip_prefix(b"\"") else { return false };
    while let Some(quote) = memchr::memchr(b'"', rest) {
        rest = &rest[quote + 1..];
        match rest.strip_prefix(b"\"") {
            // Two quotes stand for one in the cell.
            Some(behind) => rest = behind,
            None => return false,
        }
    }
    true
}

/// A column's name without case, spaces and punctuation.
fn compared(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The cells of a row, at least as many as the header has.
#[derive(Debug)]
pub(super) struct Cells<'t>(Vec<Cow<'t, [u8]>>);

impl<'t> Cells<'t> {
    /// What stands in a cell; none where nothing does, or one of the words for that.
    ///
    /// # Errors
    /// That the cell is no text: not UTF-8, or a zero byte in it.
    pub fn text(&self, column: usize) -> Result<Option<Cow<'t, str>>, Said> {
        let text = match &self.0[column] {
            Cow::Borrowed(bytes) => Cow::Borrowed(super::cell(bytes)?),
            Cow::Owned(bytes) => Cow::Owned(super::cell(bytes)?.to_owned()),
        };
        Ok((!NOTHING.contains(&&*text)).then_some(text))
    }

    /// The same of a cell that the row can do without: what is malformed there is nothing.
    pub fn extra(&self, column: Option<usize>) -> Option<Cow<'t, str>> {
        self.text(column?).ok()?
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(table: &Table, line: &str) -> Result<Option<Vec<Option<String>>>, Said> {
        let Some(cells) = table.cells(line.as_bytes())? else { return Ok(None) };
        let text = |column| Ok(cells.text(column)?.map(Cow::into_owned));
        (0..table.names.len()).map(text).collect::<Result<_, Said>>().map(Some)
    }

    fn said(row: Result<Option<Vec<Option<String>>>, Said>) -> String {
        row.unwrap_err().into_owned()
    }

    #[test]
    fn columns_are_found_by_any_spelling_of_their_name() {
        for header in ["Event Date\tx", "\u{feff}event_date,y", "\"Event.Date\",y", "EVENT DATE\t"] {
            assert_eq!(Table::of_header(header.as_bytes()).column("Event Date"), Some(0), "{header}");
        }
        let table = Table::of_header(b"a\tb");
        assert_eq!(table.needed("c").unwrap_err(), "the header has no column `c`");
    }

    #[test]
    fn quotes_hold_together_between_commas_only() {
        let some = |cells: &[&str]| cells.iter().map(|&cell| Some(cell.to_owned())).collect::<Vec<_>>();
        let comma = Table::of_header(b"a,b,c");
        assert_eq!(cells(&comma, "x,\"y, \"\"z\"\"\",w").unwrap().unwrap(), some(&["x", "y, \"z\"", "w"]));
        assert_eq!(cells(&comma, "x,y\"y,w").unwrap().unwrap(), some(&["x", "y\"y", "w"]));
        assert_eq!(said(cells(&comma, "x,y,\"w")), BROKEN);
        assert_eq!(said(cells(&comma, "x,\"y,w")), BROKEN);
        assert_eq!(said(cells(&comma, "x,\"y\"\r,w")), BROKEN);
        assert_eq!(said(cells(&comma, "still y\",w")), "the row has 2 columns, the header 3");
        let tab = Table::of_header(b"a\tb\tc");
        assert_eq!(cells(&tab, "\"x\ty\"\t\"\"w").unwrap().unwrap(), some(&["\"x", "y\"", "\"\"w"]));
        let quoted = Table::of_header(b"\"a\"\t\"b\"");
        assert_eq!(cells(&quoted, "\"x, y\"\t\"z\tw\"").unwrap().unwrap(), some(&["x, y", "z\tw"]));
    }

    #[test]
    fn rows_have_as_many_columns_as_the_header() {
        let table = Table::of_header(b"\xef\xbb\xbfa\tb\tc");
        assert_eq!(cells(&table, "x\tNA\t NULL ").unwrap().unwrap(), [Some("x".to_owned()), None, None]);
        assert_eq!(cells(&table, "x\t\tz\t\t").unwrap().unwrap().len(), 3);
        assert_eq!(said(cells(&table, "x\ty\tz\tw")), "the row has 4 columns, the header 3");
        assert_eq!(said(cells(&table, "x")), "the row has 1 columns, the header 3");
        for line in ["a\tb\tc", "\u{feff}a\tb\tc", "", "  "] {
            assert_eq!(cells(&table, line), Ok(None), "{line:?}");
        }
    }

    #[test]
    fn columns_that_rows_may_lack_are_empty_there() {
        let table = Table::of_header(b"a\textra\tb\tmore").may_lack(&["more", "extra", "another"]);
        let some = |cells: [&str; 4]| cells.map(|cell| (!cell.is_empty()).then(|| cell.to_owned())).to_vec();
        assert_eq!(cells(&table, "x\ty").unwrap().unwrap(), some(["x", "", "y", ""]));
        assert_eq!(cells(&table, "x\t1\ty\t2").unwrap().unwrap(), some(["x", "1", "y", "2"]));
        assert_eq!(said(cells(&table, "x\ty\tz")), "the row has 3 columns, the header 4");
    }

    #[test]
    fn what_is_no_text_is_said_where_it_is_needed() {
        let table = Table::of_header(b"a\tb");
        let cells = table.cells(b"\xff\tx\0y").unwrap().unwrap();
        for column in [0, 1] {
            assert!(cells.text(column).is_err());
            assert_eq!(cells.extra(Some(column)), None);
        }
        assert_eq!(cells.extra(None), None);
    }
}
