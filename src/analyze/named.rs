//! The graph without those whom no document names.

use crate::actor::UNSPECIFIED;
use crate::dataset::Dataset;
use crate::graph::{Edge, Graph, distinct};
use crate::words::many;

/// A graph in which everybody is somebody.
pub(super) struct Named<'g> {
    graph: &'g Graph,
    without: Option<Graph>,
    /// How many statements it leaves out.
    pub left_out: usize,
}

/// Leaves out ties with the built-in actor `unspecified`: it stands for different people, who are of no camp together
/// and carry nothing from one to another.
pub(super) fn named<'g>(dataset: &Dataset, graph: &'g Graph) -> Named<'g> {
    let nobody = dataset.find_actor(UNSPECIFIED);
    let touches = |edge: &Edge<'_>| [Some(edge.source()), Some(edge.target())].contains(&nobody);
    let left_out = distinct(graph.edges().filter(touches).flat_map(Edge::statements).copied()).len();
    let ties = || graph.edges().filter(|edge| !touches(edge)).flat_map(Edge::ties).collect();
    Named { graph, without: (left_out > 0).then(|| Graph::new(ties())), left_out }
}

impl Named<'_> {
    pub fn graph(&self) -> &Graph {
        self.without.as_ref().unwrap_or(self.graph)
    }
}

/// Says that so many statements were left out.
pub(super) fn note(left_out: usize) -> Option<String> {
    (left_out > 0)
        .then(|| format!("{} with `{UNSPECIFIED}` left out: nobody in particular", many(left_out, "statement")))
}
