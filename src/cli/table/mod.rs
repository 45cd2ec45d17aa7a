//! Tables for people.

mod answer;
mod findings;
mod statements;

pub(super) use crate::words::many;
pub(super) use answer::{summary, write};
pub(super) use findings::write as write_findings;

use std::io::{self, Write};

use anstream::ColorChoice;
use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};

use super::problems::printable;
use crate::date::Date;

/// How many rows a table shows: more is for another format.
const ROWS: usize = 1000;

/// The width below which a table of statements has no room for its columns.
const NARROW: u16 = 80;

/// The terminal that a table is made for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    width: u16,
    colour: bool,
}

impl Terminal {
    /// Standard output: as wide as it is, or as COLUMNS says, or 100; in colour where it is a
    /// terminal and NO_COLOR is not set.
    pub fn stdout() -> Self {
        let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
        let width = terminal_size::terminal_size().map(|(width, _)| width.0).or_else(columns).unwrap_or(100);
        let colour = anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Terminal { width: width.clamp(40, 200), colour }
    }
}

fn new(header: &[&str], terminal: Terminal) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(terminal.width);
    match terminal.colour {
        true => table.enforce_styling(),
        false => table.force_no_tty(),
    };
    table.set_header(header.iter().map(|name| Cell::new(name.to_uppercase()).add_attribute(Attribute::Dim)));
    table
}

/// How much of a text a cell shows: a table is for people, and to break a word of a million letters
/// into lines takes for ever.
const CELL: usize = 5000;

fn cell(text: &str) -> Cell {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => Cell::new(printable(&text[..end]) + "…"),
        None => Cell::new(printable(text)),
    }
}

/// An interval takes two lines, and is seen to be one.
fn date_cell(date: Option<Date>) -> Cell {
    Cell::new(date.map(|date| date.to_string().replace('/', "/\n")).unwrap_or_default())
}

/// Keeps a column as wide as what stands in it, up to so many characters, so that the words of the
/// gist are what gives way.
fn hold(table: &mut Table, column: usize, most: u16) {
    let content = table.column_max_content_widths().get(column).copied().unwrap_or(0).min(most);
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::Boundaries {
            lower: Width::Fixed(content + 2),
            upper: Width::Fixed(content + 2),
        });
    }
}

/// Keeps a column from being torn to shreds: as wide as what stands in it, or so many characters at least.
fn least(table: &mut Table, column: usize, least: u16) {
    let content = table.column_max_content_widths().get(column).copied().unwrap_or(0).min(least);
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(content + 2)));
    }
}

/// Sets a column's numbers below each other.
fn right(table: &mut Table, column: usize) {
    if let Some(column) = table.column_mut(column) {
        column.set_cell_alignment(CellAlignment::Right);
    }
}

fn print(out: &mut dyn Write, table: &Table) -> io::Result<()> {
    for line in table.lines() {
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}
