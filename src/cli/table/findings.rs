//! What an analysis found, as tables.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell as TableCell};

use super::statements::{self, Group};
use super::{NARROW, ROWS, Terminal, cell, date_cell, hold, least, many, new, print, right};
use unicode_width::UnicodeWidthStr;

use crate::analyze::{Cell, Findings, Section};
use crate::cli::problems::printable;
use crate::dataset::Dataset;
use crate::write::Options;
use crate::write::findings::{Listed, listed, said, words};

/// How many texts a cell shows: all of them are in other formats.
const TEXTS: usize = 10;

/// Writes facts and sections; with receipts, the statements of each row below the rows.
pub fn write(
    out: &mut dyn Write,
    datasets: &[&Dataset],
    findings: &Findings,
    options: Options<'_>,
    terminal: Terminal,
) -> io::Result<()> {
    let name = |ix| datasets[0].actor(ix).name.clone();
    for (fact, cell) in &findings.facts {
        let fact = fact.replace('_', " ");
        match cell {
            Cell::Texts(texts) => {
                writeln!(out, "{fact}:")?;
                for text in texts {
                    writeln!(out, "  {}", printable(text))?;
                }
            }
            cell => writeln!(out, "{fact}: {}", printable(&words(datasets[0], cell, name, ", ")))?,
        }
    }
    let mut apart = !findings.facts.is_empty();
    let mut told: Vec<Vec<Listed<'_>>> = datasets.iter().map(|_| Vec::new()).collect();
    for section in findings.sections.iter().filter(|section| !section.rows.is_empty()) {
        if apart {
            writeln!(out)?;
        }
        apart = true;
        if findings.sections.len() > 1 {
            writeln!(out, "{}", section.heading())?;
        }
        let dataset = datasets[section.side];
        let options = if section.bare { Options { receipts: Some(1), ..options } } else { options };
        let shown = &section.rows[..section.rows.len().min(ROWS)];
        let listed: Vec<Listed<'_>> = listed(dataset, shown, options).collect::<io::Result<_>>()?;
        let lists = listed.iter().any(|listed| !listed.statements.is_empty());
        if !section.bare {
            rows(out, dataset, section, &listed, lists, terminal)?;
        }
        let more = section.total - shown.len();
        if more > 0 {
            writeln!(out, " … and {}", many(more, "other row"))?;
        }
        if lists {
            if !section.bare {
                writeln!(out)?;
            }
            let groups: Vec<Group<'_>> = listed.iter().map(group).collect();
            match terminal.width < NARROW {
                true => statements::paragraphs(out, dataset, &groups)?,
                false => print(out, &statements::table(dataset, &groups, true, !section.bare, terminal))?,
            }
            if options.texts.is_some() {
                statements::passages(out, dataset, &groups)?;
            }
        }
        told[section.side].extend(listed);
    }
    for (dataset, listed) in datasets.iter().zip(&told) {
        let groups: Vec<Group<'_>> = listed.iter().map(group).collect();
        statements::documents(out, dataset, &groups)?;
    }
    Ok(())
}

fn group<'a>(listed: &'a Listed<'_>) -> Group<'a> {
    Group { receipts: &listed.statements, count: listed.behind.count }
}

fn rows(
    out: &mut dyn Write,
    dataset: &Dataset,
    section: &Section,
    listed: &[Listed<'_>],
    numbered: bool,
    terminal: Terminal,
) -> io::Result<()> {
    let columns: Vec<String> = section.columns.iter().map(|column| column.replace('_', " ")).collect();
    let before = usize::from(numbered);
    let mut header: Vec<&str> = columns.iter().map(String::as_str).collect();
    if numbered {
        header.insert(0, "#");
    }
    header.extend(["statements", "documents", "first", "last"]);
    let mut table = new(&header, terminal);
    for (number, listed) in (1..).zip(listed) {
        let mut cells = Vec::with_capacity(header.len());
        if numbered {
            cells.push(TableCell::new(number.to_string()));
        }
        let mut named = listed.named.iter();
        for value in &listed.row.cells {
            cells.push(match value {
                Cell::Statement(ix) => {
                    let gist = named.next().map(|receipt| receipt.details.said().into_owned()).unwrap_or_default();
                    cell(&said(dataset, *ix, &gist))
                }
                Cell::Actor(_) | Cell::Actors(_) => {
                    let name = |ix| dataset.actor(ix).name.clone();
                    cell(&words(dataset, value, name, ", ")).add_attribute(Attribute::Bold)
                }
                Cell::Texts(texts) if texts.len() > TEXTS => {
                    cell(&format!("{} and {} more", texts[..TEXTS].join(", "), texts.len() - TEXTS))
                }
                value => cell(&words(dataset, value, |ix| dataset.actor(ix).name.clone(), ", ")),
            });
        }
        cells.push(TableCell::new(listed.behind.count.to_string()));
        cells.push(TableCell::new(listed.behind.documents.to_string()));
        cells.push(date_cell(listed.behind.dates.map(|dates| dates.0)));
        cells.push(date_cell(listed.behind.dates.map(|dates| dates.1)));
        table.add_row(cells);
    }
    // A word is torn apart only where it is very long.
    let longest = |column: usize| {
        let cells = listed.iter().filter_map(|listed| listed.row.cells.get(column));
        let words = cells.flat_map(|value| {
            let text = match value {
                Cell::Statement(ix) => said(dataset, *ix, ""),
                value => words(dataset, value, |ix| dataset.actor(ix).name.clone(), ", "),
            };
            text.split_whitespace().map(UnicodeWidthStr::width).max()
        });
        let heading = section.columns[column].split('_').map(str::len).max();
        words.chain(heading).max().unwrap_or(0).min(22) as u16
    };
    let is_number = |value: &Cell| matches!(value, Cell::Count(_) | Cell::Net(_) | Cell::Number(_));
    for column in 0..section.columns.len() {
        let mut cells = listed.iter().filter_map(|listed| listed.row.cells.get(column));
        if cells.any(is_number) {
            right(&mut table, before + column);
            hold(&mut table, before + column, longest(column));
        } else {
            least(&mut table, before + column, longest(column));
        }
    }
    let behind = before + section.columns.len();
    for column in behind..behind + 2 {
        right(&mut table, column);
    }
    for column in behind..behind + 4 {
        hold(&mut table, column, 11);
    }
    print(out, &table)
}
