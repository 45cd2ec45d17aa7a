//! What was found in Markdown: the facts as a list, a table for each section.

use std::io::{self, Write};

use super::{listed, words};
use crate::analyze::{Cell, Findings, Section};
use crate::dataset::Dataset;
use crate::write::Options;
use crate::write::markdown::{Line, head, statements_head, text};

pub(super) fn write(
    out: &mut dyn Write,
    datasets: &[&Dataset],
    findings: &Findings,
    options: Options<'_>,
) -> io::Result<()> {
    let name = |ix| datasets[0].actor(ix).name.clone();
    for (fact, cell) in &findings.facts {
        writeln!(out, "- {}: {}", fact.replace('_', " "), text(&words(datasets[0], cell, name, ", ")))?;
    }
    let mut apart = !findings.facts.is_empty();
    if let Some(weights) = &findings.matrix {
        if apart {
            writeln!(out)?;
        }
        return super::matrix::markdown(out, datasets[0], weights);
    }
    for section in findings.sections.iter().filter(|section| !section.rows.is_empty()) {
        if apart {
            writeln!(out)?;
        }
        apart = true;
        if findings.sections.len() > 1 {
            writeln!(out, "### {}\n", section.heading())?;
        }
        table(out, datasets[section.side], section, options)?;
    }
    Ok(())
}

fn table(out: &mut dyn Write, dataset: &Dataset, section: &Section, options: Options<'_>) -> io::Result<()> {
    let options = if section.bare { Options { receipts: Some(1), ..options } } else { options };
    let lists = options.receipts != Some(0);
    if !section.bare {
        let columns = section.columns.iter().map(|column| column.replace('_', " "));
        let behind = ["statements", "documents", "first", "last"].map(str::to_owned);
        head(out, ["#".to_owned()].into_iter().filter(|_| lists).chain(columns).chain(behind))?;
        for (number, listed) in (1..).zip(listed(dataset, &section.rows, Options { receipts: Some(0), ..options })) {
            let listed = listed?;
            if lists {
                write!(out, "| {number} ")?;
            }
            let mut named = listed.named.iter();
            for cell in &listed.row.cells {
                let said = match cell {
                    Cell::Statement(ix) => {
                        let gist = named.next().map(|receipt| receipt.details.said().into_owned()).unwrap_or_default();
                        super::said(dataset, *ix, &gist)
                    }
                    cell => words(dataset, cell, |ix| dataset.actor(ix).name.clone(), ", "),
                };
                write!(out, "| {} ", text(&said))?;
            }
            let date = |date: Option<crate::Date>| date.map(|date| date.to_string()).unwrap_or_default();
            let (first, last) = (listed.behind.dates.map(|dates| dates.0), listed.behind.dates.map(|dates| dates.1));
            let (count, documents) = (listed.behind.count, listed.behind.documents);
            writeln!(out, "| {count} | {documents} | {} | {} |", date(first), date(last))?;
        }
    }
    if lists && !section.rows.is_empty() {
        if !section.bare {
            writeln!(out)?;
        }
        statements_head(out, options)?;
        for (number, listed) in (1..).zip(listed(dataset, &section.rows, options)) {
            let listed = listed?;
            Line { number, receipts: &listed.statements, count: listed.behind.count }.write(out, dataset, options)?;
        }
    }
    Ok(())
}
