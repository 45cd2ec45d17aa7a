//! Who does to each other what the graph is of: accusations that are returned, aid that goes both ways.

use super::pairs::{Pair, pairs, words};
use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::{Edge, Graph, Tie};

/// Two actors each of whom has an edge to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mutual {
    /// The one whose name comes first.
    pub actor: ActorIx,
    /// The other.
    pub other: ActorIx,
    /// The ties from the first to the other.
    pub there: Vec<Tie>,
    /// The ties from the other to the first.
    pub back: Vec<Tie>,
}

/// The pairs of actors between whom edges go both ways (reciprocated dyads; Wasserman & Faust 1994, ch. 13), those
/// with the most ties in the direction that has fewer first, then by name. Edges to oneself are not mutual.
///
/// ```
/// # use standoff::{Data, analyze::mutual::mutual, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Abbey\nAbbey,accuses,Oldbridge\nAbbey,aids,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let [pair] = &mutual(&data, &graph)[..] else { panic!() };
/// assert_eq!((data.actor(pair.actor).name.as_str(), pair.there.len()), ("Abbey", 1));
/// ```
pub fn mutual(dataset: &Dataset, graph: &Graph) -> Vec<Mutual> {
    let name = |actor: ActorIx| (&dataset.actor(actor).name, actor);
    let mut found: Vec<Mutual> = pairs(graph)
        .filter(|pair| name(pair.source) < name(pair.target))
        .filter_map(|pair: Pair<'_>| {
            let back: Vec<Tie> = graph.between(pair.target, pair.source).flat_map(Edge::ties).collect();
            let there = pair.ties().collect();
            (!back.is_empty()).then_some(Mutual { actor: pair.source, other: pair.target, there, back })
        })
        .collect();
    let weight = |pair: &Mutual| (pair.there.len().min(pair.back.len()), pair.there.len() + pair.back.len());
    found.sort_by(|a, b| {
        weight(b).cmp(&weight(a)).then_with(|| (name(a.actor), name(a.other)).cmp(&(name(b.actor), name(b.other))))
    });
    found
}

/// The pairs as rows.
pub fn findings(dataset: &Dataset, graph: &Graph, pairs: &[Mutual], top: Option<usize>) -> Findings {
    let said = |source, target| {
        let edges: Vec<Edge<'_>> = graph.between(source, target).collect();
        Cell::Text(words(dataset, &edges))
    };
    let rows = pairs.iter().map(|pair| {
        let cells = [
            Cell::Actor(pair.actor),
            said(pair.actor, pair.other),
            Cell::Actor(pair.other),
            said(pair.other, pair.actor),
        ];
        Row::new(cells, pair.there.iter().chain(&pair.back).copied().collect())
    });
    let section = Section::new("pairs", &["actor", "towards_other", "other", "towards_actor"], rows.collect());
    Findings { sections: vec![section.top(top)], ..Findings::new("Who answers in kind") }
}
