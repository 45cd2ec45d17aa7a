//! A graph pair by pair: all edges from one actor to another, whatever their relations.

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::{Edge, Graph, Tie};
use crate::relation::Sign;

/// The edges from a source to a target; at least one.
#[derive(Debug)]
pub(super) struct Pair<'g> {
    pub source: ActorIx,
    pub target: ActorIx,
    pub edges: Vec<Edge<'g>>,
}

/// Every pair that has an edge, by source and target.
pub(super) fn pairs(graph: &Graph) -> impl Iterator<Item = Pair<'_>> {
    let mut edges = graph.edges().peekable();
    std::iter::from_fn(move || {
        let first = edges.next()?;
        let (source, target) = (first.source(), first.target());
        let mut all = vec![first];
        while let Some(edge) = edges.next_if(|edge| (edge.source(), edge.target()) == (source, target)) {
            all.push(edge);
        }
        Some(Pair { source, target, edges: all })
    })
}

impl Pair<'_> {
    /// All its ties.
    pub fn ties(&self) -> impl Iterator<Item = Tie> {
        self.edges.iter().flat_map(|edge| edge.ties())
    }

    /// Its ties whose relation has that sign.
    pub fn of_sign(&self, dataset: &Dataset, sign: Sign) -> Vec<Tie> {
        let edges = self.edges.iter().filter(|edge| dataset.relation(edge.relation()).sign == sign);
        edges.flat_map(|edge| edge.ties()).collect()
    }
}

/// The relations of edges with how often each is stated, most often first, ties in that by name.
pub(super) fn words(dataset: &Dataset, edges: &[Edge<'_>]) -> String {
    let mut relations: Vec<(usize, &str)> =
        edges.iter().map(|edge| (edge.count(), dataset.relation(edge.relation()).id.as_str())).collect();
    relations.sort_by_key(|&(count, id)| (std::cmp::Reverse(count), id));
    let word = |(count, id): (usize, &str)| if count == 1 { id.to_owned() } else { format!("{id} {count}") };
    relations.into_iter().map(word).collect::<Vec<_>>().join(", ")
}
