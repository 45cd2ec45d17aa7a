//! The graph as JSON for Cytoscape and Cytoscape.js (the element JSON of js.cytoscape.org, in the frame that
//! Cytoscape exports), which networkx reads with `cytoscape_graph`.
//!
//! networkx takes `value` for a node and `key` for what tells parallel edges apart; Cytoscape has one space of
//! ids for nodes and edges.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::edges::{Told, told};
use super::ids::Ids;
use super::node_link::{about, indented, list};
use super::{Options, flat, node_link, values};
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::graph::Graph;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let subject = Subject { dataset, graph, question: options.question };
    let actors = subject.actors();
    let own = actors.iter().map(|&actor| (actor, dataset.actor(actor).id.as_str()));
    let ids = Ids::new(own, |_| true, |_, id| id.to_owned());
    writeln!(out, "{{\n  \"format_version\": \"1.0\",\n  \"generated_by\": \"standoff\",")?;
    writeln!(out, "  \"target_cytoscapejs_version\": \"~3\",")?;
    let mut data = about(&subject);
    // What Cytoscape calls a network by.
    data["name"] = json!(dataset.title().unwrap_or("standoff"));
    writeln!(out, "  \"data\": {},", indented(&data, 1)?)?;
    writeln!(out, "  \"directed\": true,\n  \"multigraph\": true,\n  \"elements\": {{")?;
    let node = |&actor| {
        let mut data = values::actor(dataset, dataset.actor(actor));
        data.insert("value".to_owned(), data["id"].clone());
        Ok(json!({"data": data}))
    };
    list(out, 2, "nodes", actors.iter().map(node))?;
    out.write_all(b",\n")?;
    let edges = told(dataset, graph, options).enumerate();
    let edges = edges.map(|(number, told)| Ok(edge(dataset, &told?, &ids.free(format!("e{number}")))));
    list(out, 2, "edges", edges)?;
    out.write_all(b"\n  }\n}\n")
}

fn edge(dataset: &Dataset, told: &Told<'_>, id: &str) -> Value {
    let mut data = json!({"id": id});
    let Value::Object(object) = &mut data else { unreachable!("it is one") };
    let Value::Object(edge) = node_link::edge(dataset, told) else { unreachable!("an edge is an object") };
    object.extend(edge);
    object.insert("evidence".to_owned(), json!(flat::evidence(dataset, told)));
    // What Cytoscape calls a relation.
    object.insert("interaction".to_owned(), json!(told.relation.id));
    json!({"data": data})
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::graph::Filter;
    use crate::{Data, read};

    #[test]
    fn nodes_and_edges_share_no_id() {
        let town = "source,relation,target\ne0,aids,e1\ne0,accuses,e1\n";
        let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let mut out = Vec::new();
        write(&mut out, &data, &graph, Options::default()).unwrap();
        let value: Value = serde_json::from_slice(&out).unwrap();
        let elements = ["nodes", "edges"].map(|list| value["elements"][list].as_array().unwrap());
        let ids: HashSet<_> =
            elements.iter().copied().flatten().map(|one| one["data"]["id"].as_str().unwrap()).collect();
        assert_eq!(ids.len(), 4);
        let keys: Vec<_> = elements[1].iter().map(|edge| &edge["data"]["key"]).collect();
        assert_eq!(keys, ["accuses", "aids"]);
    }
}
