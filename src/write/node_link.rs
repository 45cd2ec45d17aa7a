//! The graph as node-link JSON, the way networkx 3.4 and later read it:
//! `networkx.node_link_graph(json.load(file), edges="edges")`.
//!
//! It is a directed multigraph; the key of an edge is its relation, which is unique between a source
//! and a target.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Options;
use super::receipts::read;
use super::values;
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::graph::{Graph, dates};

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let subject = Subject { dataset, graph, question: options.question };
    let all = subject.statements();
    let mut documents = crate::graph::documents(dataset, &all);
    documents.sort_by_key(|&ix| dataset.document(ix).id);
    let head = json!({
        "title": dataset.title(),
        "description": dataset.description(),
        "license": dataset.license(),
        "as_of": dates(dataset, &all).map(|(_, last)| last.last_day().to_string()),
        "documents": documents.iter().map(|&ix| values::document(dataset.document(ix))).collect::<Vec<_>>(),
    });
    writeln!(out, "{{\n  \"directed\": true,\n  \"multigraph\": true,")?;
    writeln!(out, "  \"graph\": {},", indented(&head, 1)?)?;
    let nodes = subject.actors();
    list(out, "nodes", nodes.len(), |number| Ok(Value::Object(values::actor(dataset, dataset.actor(nodes[number])))))?;
    out.write_all(b",\n")?;
    let mut edges: Vec<_> = graph.edges().collect();
    edges.sort_by_cached_key(|edge| {
        let id = |actor| dataset.actor(actor).id.clone();
        (id(edge.source()), id(edge.target()), dataset.relation(edge.relation()).id.clone())
    });
    list(out, "edges", edges.len(), |number| {
        let edge = edges[number];
        let relation = dataset.relation(edge.relation());
        let dates = dates(dataset, edge.statements());
        let mut newest = edge.statements().to_vec();
        newest.sort_by_cached_key(|&ix| crate::ask::NewestFirst::of(dataset.statement(ix)));
        newest.truncate(options.receipts.unwrap_or(usize::MAX));
        let details = read(dataset, &newest, options)?;
        let statements = newest.iter().zip(&details);
        let statements = statements.map(|(&ix, (details, passage))| values::statement(dataset, ix, details, passage));
        Ok(json!({
            "source": dataset.actor(edge.source()).id,
            "target": dataset.actor(edge.target()).id,
            "key": relation.id,
            "relation": relation.id,
            "sign": relation.sign.name(),
            "count": edge.count(),
            "documents": edge.documents(dataset).len(),
            "first": dates.map(|(first, _)| first),
            "last": dates.map(|(_, last)| last),
            "statements": statements.collect::<Vec<_>>(),
        }))
    })?;
    out.write_all(b"\n}\n")
}

/// A list member by member, so that a large graph is never one value in memory.
fn list(out: &mut dyn Write, name: &str, count: usize, member: impl Fn(usize) -> io::Result<Value>) -> io::Result<()> {
    write!(out, "  \"{name}\": [")?;
    for number in 0..count {
        let separator = if number > 0 { "," } else { "" };
        write!(out, "{separator}\n    {}", indented(&member(number)?, 2)?)?;
    }
    out.write_all(if count > 0 { b"\n  ]" } else { b"]" })
}

pub(super) fn indented(value: &Value, depth: usize) -> io::Result<String> {
    Ok(serde_json::to_string_pretty(value)?.replace('\n', &format!("\n{}", "  ".repeat(depth))))
}
