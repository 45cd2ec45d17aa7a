//! The graph as Graphviz DOT, through the structures of graphviz-rust, which prints ids and labels
//! as they are: escaping them is done here.

pub(super) mod weighted;

use std::io::{self, Write};

use graphviz_rust::dot_structures::{
    Attribute, Edge, EdgeTy, Graph as Dot, GraphAttributes, Id, Node, NodeId, Stmt, Vertex,
};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use hashbrown::HashMap;

use super::Options;
use crate::actor::{Actor, ActorIx, Kind};
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::draw::picture::Dash;
use crate::draw::text::is_hidden;
use crate::draw::told;
use crate::graph::{Graph, dates, documents};
use crate::relation::Sign;

/// The text beside and inside the picture, readable on white and on the grey of a node.
const INK: &str = "#111827";

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let subject = Subject { dataset, graph, question: options.question };
    let actors = subject.actors();
    let numbers: HashMap<ActorIx, usize> = actors.iter().copied().zip(0..).collect();

    let mut stmts = head(&subject);
    for (number, &actor) in actors.iter().enumerate() {
        let attributes = node_attributes(dataset.actor(actor));
        stmts.push(Stmt::Node(Node { id: node_id(number), attributes }));
    }
    let told = told(dataset, graph.edges().map(crate::graph::Edge::statements))?;
    let mut edges: Vec<_> = graph.edges().zip(told).collect();
    edges.sort_by_key(|(edge, _)| (numbers[&edge.source()], numbers[&edge.target()], edge.relation()));
    for (edge, told) in edges {
        let relation = dataset.relation(edge.relation());
        let count = edge.count();
        let times = if count > 1 { format!(" {count}") } else { String::new() };
        let dashed = Dash::of(edge.statements().iter().map(|&ix| dataset.statement(ix).certainty()));
        let attributes = vec![
            attribute("label", quoted(&format!("{} {}{times}", relation.sign.glyph(), relation.id))),
            attribute("color", quoted(relation.sign.colour())),
            attribute("fontcolor", quoted(relation.sign.colour())),
            attribute("penwidth", plain(&format!("{:.2}", 1.2 * (count as f64).sqrt()))),
            attribute("style", plain(dash(dashed))),
            attribute("tooltip", quoted(&told)),
        ];
        let end = |actor| Vertex::N(node_id(numbers[&actor]));
        let ty = EdgeTy::Pair(end(edge.source()), end(edge.target()));
        stmts.push(Stmt::Edge(Edge { ty, attributes }));
    }
    stmts.push(Stmt::Node(Node { id: NodeId(plain("legend"), None), attributes: legend() }));
    let dot = Dot::DiGraph { id: plain("standoff"), strict: false, stmts };
    let mut context = PrinterContext::default();
    writeln!(out, "{}", dot.print(&mut context))
}

fn head(subject: &Subject<'_>) -> Vec<Stmt> {
    let mut title = subject.dataset.title().unwrap_or("standoff").to_owned();
    if !subject.question.is_empty() {
        title = format!("{title}: {}", subject.question);
    }
    let statements = subject.statements();
    let documents = documents(subject.dataset, &statements).len();
    let as_of = dates(subject.dataset, &statements).map(|(_, last)| format!(", as of {}", last.last_day()));
    defaults(&format!("{title}\n{} statements in {documents} documents{}", statements.len(), as_of.unwrap_or_default()))
}

/// What an actor looks like.
fn node_attributes(actor: &Actor) -> Vec<Attribute> {
    let shape = match actor.kind {
        Kind::State => "box",
        Kind::Person => "ellipse",
        Kind::Organization => "box3d",
        Kind::Group => "octagon",
        Kind::Event => "diamond",
        Kind::Concept => "note",
        Kind::Unspecified => "plain",
    };
    vec![
        attribute("label", quoted(&wrapped(&actor.name))),
        attribute("shape", plain(shape)),
        attribute("tooltip", quoted(&format!("{} ({})", actor.id, actor.kind))),
    ]
}

/// What holds for all, below that title.
fn defaults(title: &str) -> Vec<Stmt> {
    let graph = vec![
        attribute("label", quoted(title)),
        attribute("labelloc", plain("t")),
        attribute("fontname", quoted("Helvetica")),
        attribute("fontcolor", quoted(INK)),
        attribute("overlap", plain("false")),
        attribute("splines", plain("true")),
        attribute("nodesep", plain("0.5")),
        attribute("ranksep", plain("0.9")),
    ];
    let node = vec![
        attribute("fontname", quoted("Helvetica")),
        attribute("fontcolor", quoted(INK)),
        attribute("style", plain("filled")),
        attribute("fillcolor", quoted("#F3F4F6")),
        attribute("color", quoted("#9CA3AF")),
    ];
    let edge = vec![attribute("fontname", quoted("Helvetica")), attribute("fontsize", plain("10"))];
    vec![
        Stmt::GAttribute(GraphAttributes::Graph(graph)),
        Stmt::GAttribute(GraphAttributes::Node(node)),
        Stmt::GAttribute(GraphAttributes::Edge(edge)),
    ]
}

fn dash(dash: Dash) -> &'static str {
    match dash {
        Dash::Solid => "solid",
        Dash::Dashed => "dashed",
        Dash::Dotted => "dotted",
    }
}

fn legend() -> Vec<Attribute> {
    let mut rows = String::new();
    for (sign, words) in Sign::ALL.into_iter().zip(["against", "for", "neither"]) {
        let (colour, glyph) = (sign.colour(), sign.glyph());
        rows.push_str(&format!("<tr><td align=\"left\"><font color=\"{colour}\">{glyph} {words}</font></td></tr>"));
    }
    let rest = [
        "width: √ of the statements, number beside the verb",
        "solid: the actor’s own words",
        "dashed: as the document reports",
        "dotted: as somebody alleges",
    ];
    for words in rest {
        rows.push_str(&format!("<tr><td align=\"left\">{words}</td></tr>"));
    }
    let table = format!("<<table border=\"0\" cellspacing=\"0\">{rows}</table>>");
    vec![
        attribute("label", Id::Html(table)),
        attribute("shape", plain("note")),
        attribute("fontsize", plain("10")),
        attribute("fillcolor", quoted("#FFFFFF")),
        attribute("tooltip", quoted("legend")),
    ]
}

fn attribute(name: &str, value: Id) -> Attribute {
    Attribute(plain(name), value)
}

fn plain(word: &str) -> Id {
    Id::Plain(word.to_owned())
}

fn node_id(number: usize) -> NodeId {
    NodeId(plain(&format!("n{number}")), None)
}

/// Text as a DOT string that shows just itself. In labels and tooltips a backslash begins an escape
/// (`\N` is the node's name), so it is doubled; what no drawing can show becomes U+FFFD.
fn quoted(text: &str) -> Id {
    let mut string = String::with_capacity(text.len() + 2);
    string.push('"');
    for c in text.chars() {
        match c {
            '\\' => string.push_str("\\\\"),
            '"' => string.push_str("\\\""),
            '\n' => string.push_str("\\n"),
            '\r' => {}
            '\t' => string.push(' '),
            // Graphviz reads &name; in labels as a character.
            '&' => string.push_str("&amp;"),
            c if is_hidden(c) => string.push('\u{fffd}'),
            c => string.push(c),
        }
    }
    string.push('"');
    Id::Escaped(string)
}

/// A name in lines of some twenty characters.
fn wrapped(name: &str) -> String {
    let mut lines: Vec<String> = vec![String::new()];
    for word in name.split_whitespace() {
        let line = lines.last_mut().expect("there is a first line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + word.chars().count() < 20 {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn string(text: &str) -> String {
        match quoted(text) {
            Id::Escaped(string) => string,
            id => panic!("{id:?}"),
        }
    }

    #[test]
    fn a_label_shows_just_itself() {
        assert_eq!(string(r#"say "\N" \"#), r#""say \"\\N\" \\""#);
        assert_eq!(string("a\u{202e}b"), "\"a\u{fffd}b\"");
        assert_eq!(string("a\nb\0<b>&lt;"), "\"a\\nb\u{fffd}<b>&amp;lt;\"");
    }

    #[test]
    fn long_names_wrap_at_spaces() {
        assert_eq!(
            wrapped("Organization for Security and Co-operation"),
            "Organization for\nSecurity and\nCo-operation"
        );
        assert_eq!(wrapped(""), "");
    }
}
