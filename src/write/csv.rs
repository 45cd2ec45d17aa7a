//! The rows as CSV (RFC 4180): a line for each statement that a row lists, or for each row where it
//! lists none.

use std::borrow::Cow;
use std::io::{self, Write};

use super::receipts::{Receipt, Receipts, document_ids};
use super::values::binding_id;
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Passage};

pub(super) const STATEMENT: [&str; 11] = [
    "statement",
    "document",
    "date",
    "source",
    "source_principal",
    "relation",
    "target",
    "target_principal",
    "gist",
    "certainty",
    "passage",
];

pub(super) fn write(out: &mut dyn Write, receipts: &Receipts<'_>) -> io::Result<()> {
    let answer = receipts.answer;
    let dataset = answer.dataset();
    let lists = receipts.options.receipts != Some(0);
    let mut csv = csv::Writer::from_writer(out);
    let mut header: Vec<&str> = vec!["row"];
    header.extend(answer.variables());
    header.extend(["count", "documents", "first", "last"]);
    let statement = if receipts.options.texts.is_some() { &STATEMENT[..] } else { &STATEMENT[..10] };
    header.extend(statement.iter().filter(|_| lists));
    csv.write_record(header.iter().map(|name| text(name).into_owned())).map_err(io_error)?;
    for (number, listed) in (1..).zip(receipts.rows()) {
        let listed = listed?;
        let date = |date: Option<crate::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        let mut cells: Vec<String> = vec![number.to_string()];
        cells.extend(listed.bindings.iter().map(|binding| text(binding_id(dataset, *binding)).into_owned()));
        cells.push(listed.row.count.to_string());
        cells.push(listed.row.documents.to_string());
        cells.push(date(listed.row.dates.map(|(first, _)| first)));
        cells.push(date(listed.row.dates.map(|(_, last)| last)));
        if !lists {
            csv.write_record(&cells).map_err(io_error)?;
        }
        for receipt in &listed.statements {
            let line = cells.iter().cloned().chain(statement_cells(dataset, receipt).into_iter().take(statement.len()));
            csv.write_record(line).map_err(io_error)?;
        }
    }
    csv.flush()
}

/// What failed below the CSV writer, with its kind: a closed pipe is told from a full disk by it.
pub(super) fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}

pub(super) fn statement_cells(dataset: &Dataset, receipt: &Receipt) -> [String; 11] {
    let statement = dataset.statement(receipt.statement);
    let ids = |actors: &mut dyn Iterator<Item = ActorIx>| -> String {
        let ids: Vec<&str> = actors.map(|actor| dataset.actor(actor).id.as_str()).collect();
        text(&ids.join("; ")).into_owned()
    };
    let principal = |actor| dataset.principal(actor, statement.day());
    [
        text(&statement.id()).into_owned(),
        text(&document_ids(statement, dataset)).into_owned(),
        statement.date().map(|date| date.to_string()).unwrap_or_default(),
        ids(&mut statement.sources()),
        ids(&mut statement.sources().map(principal)),
        text(&dataset.relation(statement.relation()).id).into_owned(),
        ids(&mut statement.targets()),
        ids(&mut statement.targets().map(principal)),
        text(receipt.details.gist.as_deref().unwrap_or_default()).into_owned(),
        statement.certainty().map(|certainty| certainty.to_string()).unwrap_or_default(),
        match &receipt.passage {
            Passage::Found(words) => text(words).into_owned(),
            Passage::Missing(_) | Passage::None => String::new(),
        },
    ]
}

/// A cell that a spreadsheet takes for text: what it would take for a formula gets an apostrophe in
/// front. NUL, which ends a cell for some, becomes U+FFFD.
pub(super) fn text(cell: &str) -> Cow<'_, str> {
    let cell = match cell.contains('\0') {
        true => Cow::Owned(cell.replace('\0', "\u{fffd}")),
        false => Cow::Borrowed(cell),
    };
    match cell {
        Cow::Borrowed(cell) => protected(cell),
        Cow::Owned(cell) => Cow::Owned(protected(&cell).into_owned()),
    }
}

/// The same for a cell that is read back: an apostrophe in front of what would be a formula, and one more
/// where there are some. Reading takes one away.
pub(super) fn protected(cell: &str) -> Cow<'_, str> {
    match cell.trim_start_matches('\'').starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => Cow::Owned(format!("'{cell}")),
        false => Cow::Borrowed(cell),
    }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn formulas_become_text() {
        assert_eq!(text("=1+1"), "'=1+1");
        assert_eq!(text("@sum"), "'@sum");
        assert_eq!(text("'@sum"), "''@sum");
        assert_eq!(text("'t is"), "'t is");
        assert_eq!(text("a=b"), "a=b");
        assert_eq!(text("a\0b"), "a\u{fffd}b");
    }
}
