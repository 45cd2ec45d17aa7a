//! Tables: CSV and TSV as spreadsheets write them, with the keys of a statement as columns, and one more that
//! may hold pieces of the data file.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use csv_core::{ReadFieldResult, ReaderBuilder};

use super::data_file;
use super::draft::Draft;
use super::fields::Fields;
use super::json::{Json, Spanned, list, unknown_key};
use super::keys::statement::{COUNT, RELATION, SOURCE, TARGET};
use super::keys::{ABOUT, STATEMENT};
use super::mapped::{self, Mapped};
use super::record::{Columns, Record};
use crate::files::{At, Records};
use crate::problem::{Finding, Problems};

/// What is needed of a table with columns of others beside them.
#[derive(Debug, Clone)]
pub(crate) struct MappedRows {
    mapped: Mapped,
    /// The column that says for or against.
    qualifier: Option<usize>,
}

/// Reads a table into the draft: the first row is the header.
///
/// Between two cells stands `delimiter`; where the header holds none, but a comma, a tab, or the
/// semicolon that European spreadsheets write, it is that.
pub(crate) fn read(file: u32, offset: u64, text: &str, mut delimiter: u8, fields: &Fields, draft: &mut Draft) {
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
    let header = header.spanned(file, offset);
    let there = || header.iter().map(|cell| cell.value.trim()).filter(|name| !name.is_empty());
    let found = |name: &str| there().any(|cell| cell.to_lowercase() == name.trim().to_lowercase());
    let own = fields.is_empty() || mapped::is_own("column", fields, whole(&header), &there(), found, draft);
    let about = header.iter().position(|cell| cell.value.trim().eq_ignore_ascii_case(ABOUT)).filter(|_| own);
    let (columns, mapped) = match own {
        true => (columns(&header, &mut draft.findings), None),
        false => match mapped_columns(&header, fields, draft) {
            Some((columns, mut rows)) => {
                // A column that holds more than yes and no is a scale.
                rows.mapped.scale = rows.qualifier.is_some_and(|column| {
                    let number = |row: Row<'_>| row.cells.get(column)?.0.trim().parse::<i64>().ok();
                    Rows::new(text, delimiter).skip(1).filter_map(number).any(|number| !(0..=1).contains(&number))
                });
                (Some(columns), Some(Arc::new(rows)))
            }
            None => (None, None),
        },
    };
    let Some(columns) = columns else { return };
    draft.files.input_mut(file).records =
        Records::Rows { delimiter, columns: Arc::new(columns.clone()), mapped: mapped.clone() };
    for (row, number) in rows.zip(1..) {
        let at = At::new(file, offset + row.range.start as u64, row.range.len());
        if let Some(quote) = row.unclosed {
            draft.findings.push(unclosed(At::new(file, offset + quote as u64, 1)));
            continue;
        }
        if row.cells.len() != columns.width {
            let (has, wants) = (row.cells.len(), columns.width);
            let finding = Finding::error(at, format!("the row has {has} cells, the header {wants}"));
            draft
                .findings
                .push(finding.hint("a cell that holds a delimiter, a quote or a line break stands in double quotes"));
            continue;
        }
        let cells = row.spanned(file, offset);
        if let Some(piece) = about.map(|column| &cells[column]).filter(|cell| !cell.value.trim().is_empty()) {
            pieces(piece, draft);
            // Where there are no statements, what is known beside them has a row of its own.
            if cells.iter().filter(|cell| !cell.value.trim().is_empty()).count() == 1 {
                continue;
            }
        }
        let record = Record::of_row(at, &cells, &columns, mapped.is_some(), &mut draft.findings);
        match &mapped {
            Some(rows) => mapped::push(&rows.mapped, record, rows.qualifier(&cells), number, draft),
            None => draft.push(&record, number),
        }
    }
}

/// Reads pieces of the data file from a cell. What is wrong with them is wrong with the cell: the quotes in it stand
/// elsewhere in the file.
fn pieces(cell: &Spanned<Cow<'_, str>>, draft: &mut Draft) {
    let before = (draft.documents.len(), draft.actors.len(), draft.relations.len());
    let findings = std::mem::take(&mut draft.findings);
    data_file::piece(Json { file: cell.at.file, offset: cell.at.start, text: &cell.value }, draft);
    let mut found = std::mem::replace(&mut draft.findings, findings);
    found.place(cell.at);
    draft.findings.append(found);
    draft.documents[before.0..].iter_mut().for_each(|(_, _, at)| *at = cell.at);
    draft.actors[before.1..].iter_mut().for_each(|actor| actor.place(cell.at));
    draft.relations[before.2..].iter_mut().for_each(|(_, at)| *at = cell.at);
}

impl MappedRows {
    fn qualifier<'t>(&self, cells: &[Spanned<Cow<'t, str>>]) -> Option<Spanned<Cow<'t, str>>> {
        cells.get(self.qualifier?).cloned()
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
    columns: &Columns,
    mapped: Option<&MappedRows>,
    findings: &mut Problems,
) -> Option<Record<'t>> {
    let cells = Rows::new(text, delimiter).next()?.spanned(at.file, at.start);
    let mut record = Record::of_row(at, &cells, columns, mapped.is_some(), findings);
    if let Some(rows) = mapped {
        // What it means was known when it was read.
        let _ = rows.mapped.apply(&mut record, rows.qualifier(&cells));
    }
    Some(record)
}

/// Which column holds which key, where the user names them; nothing where something is missing.
fn mapped_columns(
    header: &[Spanned<Cow<'_, str>>],
    fields: &Fields,
    draft: &mut Draft,
) -> Option<(Columns, MappedRows)> {
    mapped::begin(draft);
    let before = draft.findings.errors;
    let there = || header.iter().map(|cell| cell.value.trim()).filter(|name| !name.is_empty());
    let at = whole(header);
    let position = |name: &str| {
        let same = |cell: &Spanned<Cow<'_, str>>| cell.value.trim().to_lowercase() == name.trim().to_lowercase();
        header.iter().position(|cell| cell.value.trim() == name.trim()).or_else(|| header.iter().position(same))
    };
    let mut mapped = Mapped::of(fields, &draft.relations);
    let named: Vec<usize> = STATEMENT.iter().filter_map(|key| position(fields.get(key.name)?)).collect();
    let mut columns = Columns { of: [None; COUNT], width: header.len() };
    for (ix, key) in STATEMENT.iter().enumerate() {
        columns.of[ix] = match fields.get(key.name) {
            Some(name) => {
                let found = position(name);
                if found.is_none() && !(ix == RELATION && mapped.fix(name)) {
                    draft.findings.push(mapped::no_field("column", key.name, name, at, &there()));
                }
                found
            }
            // A column that the user gives another meaning has its own no more.
            None => position(key.name).filter(|column| !named.contains(column)),
        };
    }
    if columns.of[RELATION].is_some() {
        mapped.name();
    }
    let qualifier = fields.get("qualifier").and_then(|name| {
        let found = position(name);
        if found.is_none() {
            draft.findings.push(mapped::no_field("column", "qualifier", name, at, &there()));
        }
        found
    });
    let missing = |ix: usize| columns.of[ix].is_none() && fields.get(STATEMENT[ix].name).is_none();
    let unsaid = !mapped.says_relation() && fields.get("qualifier").is_none();
    let lacking: Vec<&str> = [SOURCE, RELATION, TARGET]
        .into_iter()
        .filter(|&ix| missing(ix) && (ix != RELATION || unsaid))
        .map(|ix| STATEMENT[ix].name)
        .collect();
    if let Some(first) = lacking.first() {
        let said = format!("the header lacks {}", list(lacking.iter().copied()));
        let hint = format!("name the column, as in --map {first}=…; there are {}", list(there().take(40)));
        draft.findings.push(Finding::error(at, said).hint(hint));
    }
    if draft.findings.errors > before {
        return None;
    }
    let read = |column: usize| columns.of.contains(&Some(column)) || qualifier == Some(column);
    let unread: Vec<&str> =
        header.iter().enumerate().filter(|(ix, _)| !read(*ix)).map(|(_, cell)| cell.value.trim()).collect();
    if !unread.is_empty() {
        let more = if unread.len() > 20 { " …" } else { "" };
        let what = format!("columns that are not read ({}{more})", list(unread.iter().copied().take(20)));
        draft.bulk.tally.lose(what, unread.len() as u64);
    }
    Some((columns, MappedRows { mapped, qualifier }))
}

/// Where the whole header stands.
fn whole(header: &[Spanned<Cow<'_, str>>]) -> Option<At> {
    let (first, last) = (header.first()?, header.last()?);
    let end = last.at.start + u64::from(last.at.len);
    Some(At::new(first.at.file, first.at.start, (end - first.at.start) as usize))
}

/// Which key each column is; none where the first row is no header, so that nothing can be said of the
/// rows below.
fn columns(header: &[Spanned<Cow<'_, str>>], findings: &mut Problems) -> Option<Columns> {
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
        if key.is_none() && name == ABOUT {
            columns.push(None);
            continue;
        }
        if key.is_none() {
            findings.push(unknown_key("column", cell.value.trim(), cell.at, STATEMENT));
        } else if columns.contains(&key) {
            findings.push(Finding::error(cell.at, format!("the column `{name}` stands here twice")));
        }
        columns.push(key);
    }
    columns.resize(header.len(), None);
    let at = whole(header);
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
            false => format!(
                "columns are {}; --map source=… names one that is called otherwise",
                list(STATEMENT.iter().map(|key| key.name))
            ),
        };
        findings.push(Finding::error(at, said).hint(hint));
    }
    let of = std::array::from_fn(|key| columns.iter().position(|column| *column == Some(key)));
    is_header.then_some(Columns { of, width: header.len() })
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
            .map(|(value, range)| Spanned {
                value: unprotected(value),
                at: At::new(file, offset + range.start as u64, range.len()),
            })
            .collect()
    }
}

/// A cell without the apostrophe that keeps a spreadsheet from taking it for a formula: one before `=`, `+`, `-`,
/// `@`, a tab or a carriage return, in front of which more may stand, is taken away.
fn unprotected(cell: Cow<'_, str>) -> Cow<'_, str> {
    let formula = |c: char| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r');
    if !cell.starts_with('\'') || !cell.trim_start_matches('\'').starts_with(formula) {
        return cell;
    }
    match cell {
        Cow::Borrowed(cell) => Cow::Borrowed(&cell[1..]),
        Cow::Owned(cell) => Cow::Owned(cell[1..].to_owned()),
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
