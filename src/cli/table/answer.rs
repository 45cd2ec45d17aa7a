//! Answers as tables.

use std::io::{self, Write};

use comfy_table::{Cell, Table};

use super::statements::{self, Group};
use super::{NARROW, ROWS, Terminal, cell, date_cell, many, new, print};
use crate::ask::{Answer, Binding};
use crate::dataset::Dataset;
use crate::write::Options;
use crate::write::receipts::{Listed, Receipts};

/// Writes the rows: with receipts a line for each statement, without them a line for each row.
pub fn write(out: &mut dyn Write, answer: &Answer<'_>, options: Options<'_>, terminal: Terminal) -> io::Result<()> {
    let shown = &answer.rows()[..answer.rows().len().min(ROWS)];
    let listed = Receipts::new(answer, options).list(shown)?;
    let dataset = answer.dataset();
    let groups: Vec<Group<'_>> =
        listed.iter().map(|listed| Group { receipts: &listed.statements, count: listed.row.count }).collect();
    match options.receipts {
        Some(0) => print(out, &counts(answer, &listed, terminal))?,
        _ if terminal.width < NARROW => statements::paragraphs(out, dataset, &groups)?,
        _ => {
            // A row of several clauses is told from the next by its number.
            let numbered = answer.question().clauses.len() > 1;
            print(out, &statements::table(dataset, &groups, answer.relation_differs(), numbered, terminal))?;
        }
    }
    if options.texts.is_some() {
        statements::passages(out, dataset, &groups)?;
    }
    statements::documents(out, dataset, &groups)
}

/// How much is behind the rows, in one line.
pub fn summary(answer: &Answer<'_>) -> String {
    let rows = answer.rows().len();
    let mut statements: Vec<_> = answer.rows().iter().flat_map(|row| answer.statement_ixs(row)).collect();
    statements.sort_unstable();
    statements.dedup();
    let documents = crate::graph::documents(answer.dataset(), &statements).len();
    let mut summary =
        format!("{}, {} in {}", many(rows, "row"), many(statements.len(), "statement"), many(documents, "document"));
    if rows > ROWS {
        summary.push_str(&format!("; the table shows the first {ROWS}: --top N shows fewer, --to csv all"));
    }
    summary
}

fn counts(answer: &Answer<'_>, listed: &[Listed<'_>], terminal: Terminal) -> Table {
    let dataset = answer.dataset();
    let mut header: Vec<&str> = answer.variables().collect();
    header.extend(["statements", "documents", "first", "last"]);
    let mut table = new(&header, terminal);
    for listed in listed {
        let mut cells: Vec<Cell> =
            listed.bindings.iter().map(|binding| cell(binding_name(dataset, *binding))).collect();
        cells.push(Cell::new(listed.row.count.to_string()));
        cells.push(Cell::new(listed.row.documents.to_string()));
        cells.push(date_cell(listed.row.dates.map(|dates| dates.0)));
        cells.push(date_cell(listed.row.dates.map(|dates| dates.1)));
        table.add_row(cells);
    }
    table
}

/// The name of what a variable is bound to.
pub fn binding_name(dataset: &Dataset, binding: Binding) -> &str {
    match binding {
        Binding::Actor(actor) => &dataset.actor(actor).name,
        Binding::Relation(relation) => &dataset.relation(relation).id,
    }
}
