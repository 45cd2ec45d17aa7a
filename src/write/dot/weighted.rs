//! A graph of weights as DOT.

use std::io::{self, Write};

use graphviz_rust::dot_structures::{Edge, EdgeTy, Graph as Dot, Node, Stmt, Vertex};
use graphviz_rust::printer::{DotPrinter, PrinterContext};
use hashbrown::HashMap;

use super::{attribute, defaults, node_attributes, node_id, plain, quoted};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::relation::Sign;
use crate::statement::StatementIx;
use crate::words::number;

/// The widest line.
const WIDEST: f64 = 8.0;

/// Two actors, the weight between them, and the statements behind it.
type Weighted = ((ActorIx, ActorIx, f64), Vec<StatementIx>);

pub(in crate::write) fn write(
    out: &mut dyn Write,
    dataset: &Dataset,
    title: &str,
    nodes: &[ActorIx],
    edges: &[Weighted],
    undirected: bool,
) -> io::Result<()> {
    let title = dataset.title().map_or_else(|| title.to_owned(), |of| format!("{of}: {title}"));
    let mut stmts = defaults(&title);
    let numbers: HashMap<ActorIx, usize> = nodes.iter().copied().zip(0..).collect();
    for (number, &actor) in nodes.iter().enumerate() {
        let attributes = node_attributes(dataset.actor(actor));
        stmts.push(Stmt::Node(Node { id: node_id(number), attributes }));
    }
    let most = edges.iter().map(|((_, _, weight), _)| weight.abs()).fold(0.0, f64::max);
    for ((a, b, weight), statements) in edges {
        let sign = if *weight < 0.0 { Sign::Negative } else { Sign::Positive };
        let words = format!("{}: {} statements", number(*weight), statements.len());
        let attributes = vec![
            attribute("label", quoted(&number(*weight))),
            attribute("weight", plain(&format!("{:.0}", (100.0 * weight.abs() / most).ceil()))),
            attribute("penwidth", plain(&format!("{:.2}", WIDEST * (weight.abs() / most).sqrt()))),
            attribute("color", quoted(sign.colour())),
            attribute("fontcolor", quoted(sign.colour())),
            attribute("tooltip", quoted(&words)),
        ];
        let end = |actor| Vertex::N(node_id(numbers[&actor]));
        stmts.push(Stmt::Edge(Edge { ty: EdgeTy::Pair(end(*a), end(*b)), attributes }));
    }
    let id = plain("standoff");
    let dot = match undirected {
        true => Dot::Graph { id, strict: false, stmts },
        false => Dot::DiGraph { id, strict: false, stmts },
    };
    let mut context = PrinterContext::default();
    writeln!(out, "{}", dot.print(&mut context))
}
