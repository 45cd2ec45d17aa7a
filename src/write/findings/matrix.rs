//! Weights as a matrix, in the formats of tables, and as a graph of weighted edges.

use std::io::{self, Write};

use serde_json::{Value, json};

use crate::actor::ActorIx;
use crate::analyze::{Cell, Findings, Matrix, Row};
use crate::dataset::Dataset;
use crate::write::Options;
use crate::write::csv::{io_error, text};
use crate::write::dot::weighted;
use crate::write::markdown;
use crate::write::node_link::indented;
use crate::write::values;

fn ids(dataset: &Dataset, actors: &[ActorIx]) -> Vec<String> {
    actors.iter().map(|&actor| dataset.actor(actor).id.clone()).collect()
}

/// A header of the columns, and a line for each row that begins with its actor.
pub(super) fn csv(out: &mut dyn Write, dataset: &Dataset, matrix: &Matrix) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let header = std::iter::once(String::new()).chain(ids(dataset, &matrix.columns));
    csv.write_record(header.map(|id| text(&id).into_owned())).map_err(io_error)?;
    for (&actor, weights) in matrix.rows.iter().zip(matrix.dense()) {
        let first = text(&dataset.actor(actor).id).into_owned();
        // A number that is less than none is a number, and no formula.
        let line = std::iter::once(first).chain(weights.into_iter().map(|weight| weight.to_string()));
        csv.write_record(line).map_err(io_error)?;
    }
    csv.flush()
}

/// The same as one member of an object.
pub(super) fn json(out: &mut dyn Write, dataset: &Dataset, matrix: &Matrix) -> io::Result<()> {
    write!(out, ",\n  \"matrix\": {{\n    \"rows\": {},", json!(ids(dataset, &matrix.rows)))?;
    write!(out, "\n    \"columns\": {},\n    \"weights\": [", json!(ids(dataset, &matrix.columns)))?;
    for (number, weights) in matrix.dense().enumerate() {
        write!(out, "{}\n      {}", if number > 0 { "," } else { "" }, json!(weights))?;
    }
    out.write_all(if matrix.rows.is_empty() { b"]\n  }" } else { b"\n    ]\n  }" })
}

pub(super) fn markdown(out: &mut dyn Write, dataset: &Dataset, matrix: &Matrix) -> io::Result<()> {
    let name = |actor: ActorIx| markdown::text(&dataset.actor(actor).name);
    markdown::head(out, std::iter::once(String::new()).chain(matrix.columns.iter().map(|&actor| name(actor))))?;
    for (&actor, weights) in matrix.rows.iter().zip(matrix.dense()) {
        let cells: Vec<String> = weights.into_iter().map(super::number).collect();
        writeln!(out, "| {} | {} |", name(actor), cells.join(" | "))?;
    }
    Ok(())
}

/// An edge of a weighted graph: the row of a section whose first cells are two actors and a weight.
fn edge(row: &Row) -> Option<(ActorIx, ActorIx, f64)> {
    match row.cells[..] {
        [Cell::Actor(a), Cell::Actor(b), Cell::Number(weight), ..] => Some((a, b, weight)),
        _ => None,
    }
}

/// The actors of rows and columns, each once, by id.
fn nodes(dataset: &Dataset, matrix: &Matrix) -> Vec<ActorIx> {
    let mut nodes: Vec<ActorIx> = matrix.rows.iter().chain(&matrix.columns).copied().collect();
    nodes.sort_unstable();
    nodes.dedup();
    nodes.sort_by(|a, b| dataset.actor(*a).id.cmp(&dataset.actor(*b).id));
    nodes
}

/// Node-link JSON with an edge for each weight, as networkx reads it; the statements behind an edge are named by
/// their ids.
pub(super) fn node_link(
    out: &mut dyn Write,
    dataset: &Dataset,
    findings: &Findings,
    matrix: &Matrix,
    options: Options<'_>,
) -> io::Result<()> {
    writeln!(out, "{{\n  \"directed\": {},\n  \"multigraph\": false,", !matrix.symmetric)?;
    writeln!(out, "  \"graph\": {{\"title\": {}}},\n  \"nodes\": [", json!(findings.title))?;
    for (number, actor) in nodes(dataset, matrix).into_iter().enumerate() {
        let node = Value::Object(values::actor(dataset, dataset.actor(actor)));
        write!(out, "{}    {}", if number > 0 { ",\n" } else { "" }, indented(&node, 2)?)?;
    }
    write!(out, "\n  ],\n  \"edges\": [")?;
    let rows = findings.sections.first().map_or(&[][..], |section| &section.rows);
    for (number, (row, (a, b, weight))) in rows.iter().filter_map(|row| Some((row, edge(row)?))).enumerate() {
        let statements = row.statements();
        let listed = statements.iter().take(options.receipts.unwrap_or(usize::MAX));
        let edge = json!({
            "source": dataset.actor(a).id,
            "target": dataset.actor(b).id,
            "weight": weight,
            "count": statements.len(),
            "statements": listed.map(|&ix| dataset.statement(ix).id()).collect::<Vec<_>>(),
        });
        write!(out, "{}\n    {}", if number > 0 { "," } else { "" }, indented(&edge, 2)?)?;
    }
    out.write_all(b"\n  ]\n}\n")
}

/// Graphviz DOT with an edge for each weight, as wide as it is strong; what is less than none has the colour of what is
/// against.
pub(super) fn dot(out: &mut dyn Write, dataset: &Dataset, findings: &Findings, matrix: &Matrix) -> io::Result<()> {
    let rows = findings.sections.first().map_or(&[][..], |section| &section.rows);
    let edges: Vec<_> = rows.iter().filter_map(|row| Some((edge(row)?, row.statements()))).collect();
    weighted::write(out, dataset, &findings.title, &nodes(dataset, matrix), &edges, matrix.symmetric)
}
