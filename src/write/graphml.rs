//! The graph as GraphML 1.0 (Brandes, Eiglsperger, Herman, Himsolt and Marshall, GD 2001; graphml.graphdrawing.org).
//!
//! The schema wants name tokens as ids. An actor's id is one as a rule; where it is not, the node has a
//! number, and in both cases its `actor` is the id. There are no defaults, since some readers pass over
//! them: every value is written, an empty one too. What there is of dates and lists is text.

use std::fmt::Display;
use std::io::{self, Write};

use super::edges::told;
use super::flat::{self, Attribute, Kind};
use super::ids::Ids;
use super::xml::{Xml, is_token};
use super::{Format, Options};
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::graph::Graph;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let xml = Xml::default();
    let subject = Subject { dataset, graph, question: options.question };
    let actors = subject.actors();
    let ids = Ids::new(actors.iter().map(|&actor| (actor, dataset.actor(actor).id.as_str())), is_token, |number, _| {
        format!("n{number}")
    });
    let about = [("title", dataset.title()), ("description", dataset.description()), ("license", dataset.license())];
    let about: Vec<_> = about.into_iter().filter_map(|(name, text)| Some((name, text?))).collect();

    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(
        out,
        "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">"
    )?;
    for (name, _) in &about {
        key(out, "graph", Attribute { name, kind: Kind::Text })?;
    }
    key(out, "node", Attribute { name: "actor", kind: Kind::Text })?;
    for attribute in flat::ACTOR {
        key(out, "node", attribute)?;
    }
    for attribute in flat::EDGE {
        key(out, "edge", attribute)?;
    }
    writeln!(out, "  <graph id=\"standoff\" edgedefault=\"directed\">")?;
    for (name, text) in about {
        data(out, 4, "graph", name, xml.text(text))?;
    }
    for &actor in &actors {
        writeln!(out, "    <node id=\"{}\">", xml.text(ids.of(actor)))?;
        let actor = dataset.actor(actor);
        data(out, 6, "node", "actor", xml.text(&actor.id))?;
        for (attribute, value) in flat::ACTOR.iter().zip(flat::actor(dataset, actor)) {
            data(out, 6, "node", attribute.name, xml.text(&value))?;
        }
        writeln!(out, "    </node>")?;
    }
    for (number, told) in told(dataset, graph, options).enumerate() {
        let told = told?;
        let (source, target) = (ids.of(told.edge.source()), ids.of(told.edge.target()));
        writeln!(out, "    <edge id=\"e{number}\" source=\"{}\" target=\"{}\">", xml.text(source), xml.text(target))?;
        for (attribute, value) in flat::EDGE.iter().zip(flat::edge(dataset, &told)) {
            data(out, 6, "edge", attribute.name, xml.text(&value))?;
        }
        writeln!(out, "    </edge>")?;
    }
    writeln!(out, "  </graph>\n</graphml>")?;
    xml.say(Format::GraphMl, options);
    Ok(())
}

/// The declaration of an attribute.
fn key(out: &mut dyn Write, of: &str, Attribute { name, kind }: Attribute) -> io::Result<()> {
    let kind = match kind {
        Kind::Count => "int",
        Kind::Text | Kind::Date => "string",
    };
    writeln!(out, "  <key id=\"{of}-{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")
}

fn data(out: &mut dyn Write, indent: usize, of: &str, name: &str, value: impl Display) -> io::Result<()> {
    writeln!(out, "{:indent$}<data key=\"{of}-{name}\">{value}</data>", "")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::graph::Filter;
    use crate::{Data, read};

    #[test]
    fn ids_are_tokens_and_every_value_is_there() {
        let (data, _) = read([Data::Path("tests/nasty/everything.json".into())]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let mut out = Vec::new();
        write(&mut out, &data, &graph, Options::default()).unwrap();
        let text = String::from_utf8(out).unwrap();
        let document = roxmltree::Document::parse(&text).unwrap();
        let named = |name| document.descendants().filter(move |node| node.has_tag_name(name));
        let ids = |name| named(name).map(|node| node.attribute("id").unwrap()).collect::<HashSet<_>>();
        let nodes = ids("node");
        assert_eq!((nodes.len(), ids("edge").len()), (graph.actors().len(), graph.edges().len()));
        assert!(nodes.iter().all(|id| is_token(id)) && nodes.contains("oldbridge"));
        let keys = ids("key");
        assert_eq!(keys.len(), named("key").count());
        assert!(named("data").all(|data| keys.contains(data.attribute("key").unwrap())));
        let values = |name| named(name).map(|node| node.children().filter(|child| child.is_element()).count());
        assert!(values("node").all(|count| count == flat::ACTOR.len() + 1));
        assert!(values("edge").all(|count| count == flat::EDGE.len()));
    }
}
