//! What was found as one JSON object, or the rows of one table as JSON Lines.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::{Listed, listed};
use crate::analyze::{Cell, Findings, Section};
use crate::dataset::Dataset;
use crate::write::receipts::Receipt;
use crate::write::{Options, values};

/// Title and facts, then each section row by row, so that a million of them are never one value in memory.
pub(super) fn write(
    out: &mut dyn Write,
    datasets: &[&Dataset],
    findings: &Findings,
    options: Options<'_>,
) -> io::Result<()> {
    write!(out, "{{\n  \"title\": {}", json!(findings.title))?;
    for (name, cell) in &findings.facts {
        let value = serde_json::to_string_pretty(&value(datasets[0], cell, &mut [].iter()))?;
        write!(out, ",\n  {}: {}", json!(name), value.replace('\n', "\n  "))?;
    }
    for section in &findings.sections {
        write!(out, ",\n  {}: [", json!(section.name))?;
        let dataset = datasets[section.side];
        let mut any = false;
        for listed in listed(dataset, &section.rows, options) {
            let row = serde_json::to_string_pretty(&row(dataset, section, &listed?))?;
            out.write_all(if any { b",\n    " } else { b"\n    " })?;
            // No string of JSON holds a line break, so this indents structure only.
            out.write_all(row.replace('\n', "\n    ").as_bytes())?;
            any = true;
        }
        out.write_all(if any { b"\n  ]" } else { b"]" })?;
    }
    if let Some(weights) = &findings.matrix {
        super::matrix::json(out, datasets[0], weights)?;
    }
    writeln!(out, ",\n  \"left_out\": {}\n}}", values::left_out(findings.left_out))
}

pub(super) fn write_lines(
    out: &mut dyn Write,
    datasets: &[&Dataset],
    findings: &Findings,
    options: Options<'_>,
) -> io::Result<()> {
    let (alike, several) = findings.alike();
    for section in alike {
        let dataset = datasets[section.side];
        for listed in listed(dataset, &section.rows, options) {
            let mut row = row(dataset, section, &listed?);
            if let (true, Some(object)) = (several, row.as_object_mut()) {
                object.insert("section".into(), json!(section.name));
            }
            serde_json::to_writer(&mut *out, &row)?;
            out.write_all(b"\n")?;
        }
    }
    Ok(())
}

fn row(dataset: &Dataset, section: &Section, listed: &Listed<'_>) -> Value {
    let statement =
        |receipt: &Receipt| values::statement(dataset, receipt.statement, &receipt.details, &receipt.passage);
    if section.bare {
        return listed.statements.first().map(statement).unwrap_or_default();
    }
    let mut object = Map::new();
    let mut named = listed.named.iter();
    for (name, cell) in section.columns.iter().zip(&listed.row.cells) {
        object.insert(name.to_string(), value(dataset, cell, &mut named));
    }
    let behind = listed.behind;
    object.insert("count".into(), json!(behind.count));
    object.insert("documents".into(), json!(behind.documents));
    object.insert("first".into(), json!(behind.dates.map(|(first, _)| first)));
    object.insert("last".into(), json!(behind.dates.map(|(_, last)| last)));
    object.insert("statements".into(), listed.statements.iter().map(statement).collect());
    Value::Object(object)
}

/// A cell; a statement is the next of those that the row names.
fn value<'a>(dataset: &Dataset, cell: &Cell, named: &mut impl Iterator<Item = &'a Receipt>) -> Value {
    let id = |ix| dataset.actor(ix).id.as_str();
    match cell {
        Cell::Nothing => Value::Null,
        Cell::Actor(ix) => json!(id(*ix)),
        Cell::Actors(actors) => actors.iter().map(|&ix| id(ix)).collect(),
        Cell::Relation(ix) => json!(dataset.relation(*ix).id),
        Cell::Sign(sign) => json!(sign.name()),
        Cell::Date(date) => json!(date),
        Cell::Count(count) => json!(count),
        Cell::Net(net) => json!(net),
        Cell::Number(number) => json!(number),
        Cell::Truth(truth) => json!(truth),
        Cell::Text(text) => json!(text),
        Cell::Texts(texts) => json!(texts),
        Cell::Statement(ix) => named.next().map_or_else(
            || json!(dataset.statement(*ix).id()),
            |receipt| values::statement(dataset, receipt.statement, &receipt.details, &receipt.passage),
        ),
    }
}
