//! The graph as node-link JSON, the way networkx 3.4 and later read it:
//! `networkx.node_link_graph(json.load(file), edges="edges")`; older ones, and D3, want `links`.
//!
//! It is a directed multigraph; the key of an edge is its relation, which is unique between a source
//! and a target.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::Options;
use super::edges::{Told, told};
use super::tables::{own_relations, relation};
use super::values;
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::graph::{Graph, dates};

pub(super) fn write(
    out: &mut dyn Write,
    dataset: &Dataset,
    graph: &Graph,
    edges: &str,
    options: Options<'_>,
) -> io::Result<()> {
    let subject = Subject { dataset, graph, question: options.question };
    writeln!(out, "{{\n  \"directed\": true,\n  \"multigraph\": true,")?;
    writeln!(out, "  \"graph\": {},", indented(&about(&subject), 1)?)?;
    let nodes = subject.actors();
    let node = |&actor| Ok(Value::Object(values::actor(dataset, dataset.actor(actor))));
    list(out, 1, "nodes", nodes.iter().map(node))?;
    out.write_all(b",\n")?;
    list(out, 1, edges, told(dataset, graph, options).map(|told| Ok(edge(dataset, &told?))))?;
    out.write_all(b"\n}\n")
}

/// What there is to say of the graph as a whole.
pub(super) fn about(subject: &Subject<'_>) -> Value {
    let dataset = subject.dataset;
    let all = subject.statements();
    let mut documents = crate::graph::documents(dataset, &all);
    documents.sort_by_key(|&ix| dataset.document(ix).id);
    let relations = own_relations(dataset, &all);
    json!({
        "title": dataset.title(),
        "description": dataset.description(),
        "license": dataset.license(),
        "as_of": dates(dataset, &all).map(|(_, last)| last.last_day().to_string()),
        "documents": documents.iter().map(|&ix| values::document(dataset.document(ix))).collect::<Vec<_>>(),
        "relations": relations.into_iter().map(relation).collect::<Vec<_>>(),
    })
}

/// An edge as an object, with the statements that it lists.
pub(super) fn edge(dataset: &Dataset, told: &Told<'_>) -> Value {
    let statements = told.statements.iter();
    let statements = statements.map(|said| values::statement(dataset, said.ix, &said.details, &said.passage));
    json!({
        "source": told.source.id,
        "target": told.target.id,
        "key": told.relation.id,
        "relation": told.relation.id,
        "sign": told.relation.sign.name(),
        "count": told.edge.count(),
        "documents": told.documents.len(),
        "first": told.dates.map(|(first, _)| first),
        "last": told.dates.map(|(_, last)| last),
        "statements": statements.collect::<Vec<_>>(),
    })
}

/// A list member by member, so that a large graph is never one value in memory.
pub(super) fn list(
    out: &mut dyn Write,
    depth: usize,
    name: &str,
    members: impl Iterator<Item = io::Result<Value>>,
) -> io::Result<()> {
    let indent = "  ".repeat(depth);
    write!(out, "{indent}\"{name}\": [")?;
    let mut none = true;
    for member in members {
        let separator = if none { "" } else { "," };
        write!(out, "{separator}\n{indent}  {}", indented(&member?, depth + 1)?)?;
        none = false;
    }
    if !none {
        write!(out, "\n{indent}")?;
    }
    out.write_all(b"]")
}

pub(super) fn indented(value: &Value, depth: usize) -> io::Result<String> {
    Ok(serde_json::to_string_pretty(value)?.replace('\n', &format!("\n{}", "  ".repeat(depth))))
}
