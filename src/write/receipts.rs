//! Receipts: the rows of an answer with the statements that they list, read from their files as they
//! are needed.

use std::io;

use super::Options;
use crate::actor::ActorIx;
use crate::ask::{Answer, Binding, Row, RowStatement};
use crate::dataset::{Dataset, Passage, Statement};
use crate::statement::{Details, StatementIx};

/// How many rows are read from the files at once.
const CHUNK: usize = 500;

/// An answer, and how much of it to list.
#[derive(Debug, Clone, Copy)]
pub struct Receipts<'a> {
    /// The answer.
    pub answer: &'a Answer<'a>,
    /// How much to list.
    pub options: Options<'a>,
}

/// A row with the statements that it lists.
#[derive(Debug)]
pub struct Listed<'a> {
    /// The row.
    pub row: &'a Row,
    /// What it binds.
    pub bindings: Vec<Binding>,
    /// The newest of its statements.
    pub statements: Vec<Receipt>,
}

/// A statement as it is shown.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Which.
    pub statement: StatementIx,
    /// Its ties that the row is about, as annotated.
    pub ties: Vec<(ActorIx, ActorIx)>,
    /// Gist, quote and span.
    pub details: Details,
    /// The passage, where texts were given.
    pub passage: Passage,
}

impl<'a> Receipts<'a> {
    /// An answer with those options.
    pub fn new(answer: &'a Answer<'a>, options: Options<'a>) -> Self {
        Receipts { answer, options }
    }

    /// The rows, a few hundred at a time.
    pub fn rows(self) -> impl Iterator<Item = io::Result<Listed<'a>>> {
        self.answer.rows().chunks(CHUNK).flat_map(move |rows| match self.list(rows) {
            Ok(listed) => listed.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        })
    }

    /// Some rows with what they list.
    ///
    /// # Errors
    /// What reading the statements again fails with.
    pub fn list(self, rows: &'a [Row]) -> io::Result<Vec<Listed<'a>>> {
        let most = self.options.receipts.unwrap_or(usize::MAX);
        let listed: Vec<Vec<RowStatement>> = rows
            .iter()
            .map(|row| {
                let mut statements = if most > 0 { self.answer.statements(row) } else { Vec::new() };
                statements.truncate(most);
                statements
            })
            .collect();
        let wanted: Vec<StatementIx> = listed.iter().flatten().map(|listed| listed.statement).collect();
        let mut read = read(self.answer.dataset(), &wanted, self.options)?.into_iter();
        let mut receipts = |statements: Vec<RowStatement>| -> Vec<Receipt> {
            let receipt = |listed: RowStatement| {
                let (details, passage) = read.next().expect("each was asked for");
                Receipt { statement: listed.statement, ties: listed.ties, details, passage }
            };
            statements.into_iter().map(receipt).collect()
        };
        let answer = self.answer;
        Ok(rows
            .iter()
            .zip(listed)
            .map(|(row, statements)| Listed {
                row,
                bindings: answer.bindings(row).collect(),
                statements: receipts(statements),
            })
            .collect())
    }
}

/// The details of statements, and their passages where texts were given.
pub(super) fn read(
    dataset: &Dataset,
    statements: &[StatementIx],
    options: Options<'_>,
) -> io::Result<Vec<(Details, Passage)>> {
    let details = dataset.details(statements)?;
    let passages = match options.texts {
        Some(folder) => {
            let spans: Vec<_> = statements.iter().zip(&details).map(|(&ix, details)| (ix, details.span)).collect();
            dataset.passages(&spans, folder)
        }
        None => vec![Passage::None; statements.len()],
    };
    Ok(details.into_iter().zip(passages).collect())
}

/// An actor for people: its name, and in front of it whom it acts for on the day of the statement,
/// `France (Emmanuel Macron)`, where the name does not say so itself.
pub fn actor_name(statement: Statement<'_>, dataset: &Dataset, actor: ActorIx) -> String {
    let principal = dataset.principal(actor, statement.day());
    let name = &dataset.actor(actor).name;
    let acts_for = &dataset.actor(principal).name;
    // `Police (Turkey)` and `Turkey (police)` say it already.
    let said = name.ends_with(&format!("({acts_for})")) || name.starts_with(&format!("{acts_for} ("));
    match principal == actor || said {
        true => name.clone(),
        false => format!("{acts_for} ({name})"),
    }
}

/// The ids of a statement's documents, apart by commas.
pub fn document_ids(statement: Statement<'_>, dataset: &Dataset) -> String {
    let ids: Vec<&str> = statement.documents().map(|ix| dataset.document(ix).id).collect();
    ids.join(", ")
}
