//! The graph as JSON Graph Format, version 2 (jsongraphformat.info).
//!
//! Nodes are an object by id, and what the schema has no key for stands in `metadata`.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::edges::{Told, told};
use super::node_link::{about, indented, list};
use super::{Options, flat, node_link, values};
use crate::actor::Actor;
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::graph::Graph;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let subject = Subject { dataset, graph, question: options.question };
    writeln!(out, "{{\n  \"graph\": {{\n    \"directed\": true,")?;
    if let Some(title) = dataset.title() {
        writeln!(out, "    \"label\": {},", json!(title))?;
    }
    writeln!(out, "    \"metadata\": {},", indented(&about(&subject), 2)?)?;
    write!(out, "    \"nodes\": {{")?;
    let actors = subject.actors();
    for (number, &actor) in actors.iter().enumerate() {
        let actor = dataset.actor(actor);
        let separator = if number == 0 { "" } else { "," };
        write!(out, "{separator}\n      {}: {}", json!(actor.id), indented(&node(dataset, actor), 3)?)?;
    }
    writeln!(out, "{}}},", if actors.is_empty() { "" } else { "\n    " })?;
    list(out, 2, "edges", told(dataset, graph, options).map(|told| Ok(edge(dataset, &told?))))?;
    out.write_all(b"\n  }\n}\n")
}

fn node(dataset: &Dataset, actor: &Actor) -> Value {
    let mut metadata = values::actor(dataset, actor);
    metadata.shift_remove("id");
    metadata.shift_remove("name");
    json!({"label": actor.name, "metadata": metadata})
}

fn edge(dataset: &Dataset, told: &Told<'_>) -> Value {
    let Value::Object(mut metadata) = node_link::edge(dataset, told) else { unreachable!("an edge is an object") };
    for key in ["source", "target", "key", "relation"] {
        metadata.shift_remove(key);
    }
    metadata.insert("evidence".to_owned(), json!(flat::evidence(dataset, told)));
    json!({
        "source": told.source.id,
        "target": told.target.id,
        "relation": told.relation.id,
        "directed": true,
        "metadata": metadata,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Filter;
    use crate::{Data, read};

    #[test]
    fn a_graph_without_edges_has_the_list_of_them() {
        let (data, _) = read([Data::Path("tests/nasty/no-edges.json".into())]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let mut out = Vec::new();
        write(&mut out, &data, &graph, Options::default()).unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        assert_eq!((&value["graph"]["nodes"], &value["graph"]["edges"]), (&json!({}), &json!([])));
    }
}
