//! Signed pairs of actors, and the triads among them.

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::{Edge, Graph, Tie};
use crate::network::{Network, Rows, Weight};
use crate::relation::Sign;

/// Signed pairs of actors by number: those with a tie that has a sign.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Signs {
    pub actors: Vec<ActorIx>,
    /// The net weight of each pair, either way, ascending by the other end; none of 0.
    pub rows: Vec<Vec<(u32, i64)>>,
}

/// The signed ties between two actors, either way.
pub(super) fn signed(dataset: &Dataset, graph: &Graph, a: ActorIx, b: ActorIx) -> Vec<Tie> {
    let edges = graph.between(a, b).chain(graph.between(b, a));
    edges.filter(|edge| dataset.relation(edge.relation()).sign != Sign::Neutral).flat_map(Edge::ties).collect()
}

impl Signs {
    /// The signed pairs, and how many pairs have as much for as against.
    pub fn of(network: &Network) -> (Signs, usize) {
        let (rows, without) = nets(&network.both_ways());
        let actors = (0..network.len() as u32).map(|actor| network.actor(actor)).collect();
        (Signs { actors, rows }, without / 2)
    }

    /// Shows every triad: its actors, ascending; where its pairs stand, in the row of their smaller end; and their net
    /// weights.
    pub fn triads(&self, mut show: impl FnMut([u32; 3], [(u32, usize); 3], [i64; 3])) {
        triads(&self.rows, &mut show);
    }

    /// The ties of the triads of an actor.
    pub fn ties_of(&self, dataset: &Dataset, graph: &Graph, actor: ActorIx) -> Vec<Tie> {
        let Ok(number) = self.actors.binary_search(&actor) else { return Vec::new() };
        let row = &self.rows[number];
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for &(other, _) in row {
            for (third, ..) in common(row, &self.rows[other as usize]).filter(|&(third, ..)| third > other) {
                pairs.extend([(number as u32, other), (number as u32, third), (other, third)]);
            }
        }
        pairs.sort_unstable();
        pairs.dedup();
        let ix = |number: u32| self.actors[number as usize];
        pairs.into_iter().flat_map(|(a, b)| signed(dataset, graph, ix(a), ix(b))).collect()
    }
}

/// The net weights of rows without those of 0, and how many there were of these with a sign on both sides.
pub(super) fn nets(rows: &Rows) -> (Vec<Vec<(u32, i64)>>, usize) {
    let mut without = 0;
    let mut net = |actor: u32, (other, weight): (u32, Weight)| {
        let net = weight.net();
        without += usize::from(net == 0 && weight.positive > 0 && actor != other);
        (net != 0 && actor != other).then_some((other, net))
    };
    let numbers = 0..rows.actors() as u32;
    let nets = numbers.map(|actor| rows.row(actor).filter_map(|end| net(actor, end)).collect()).collect();
    (nets, without)
}

/// Shows every triad of rows that go both ways.
pub(super) fn triads(rows: &[Vec<(u32, i64)>], show: &mut impl FnMut([u32; 3], [(u32, usize); 3], [i64; 3])) {
    for (a, row) in (0..).zip(rows) {
        let from = row.partition_point(|&(end, _)| end < a);
        for (at, &(b, ab)) in row.iter().enumerate().skip(from) {
            let further = &rows[b as usize];
            let from = further.partition_point(|&(end, _)| end < b);
            for (c, at_a, at_b) in common(&row[at..], &further[from..]) {
                let places = [(a, at), (a, at + at_a), (b, from + at_b)];
                show([a, b, c], places, [ab, row[at + at_a].1, further[from + at_b].1]);
            }
        }
    }
}

/// The ends that two rows share, and where they stand in each.
pub(super) fn common(one: &[(u32, i64)], other: &[(u32, i64)]) -> impl Iterator<Item = (u32, usize, usize)> {
    let (mut at, mut beside) = (0, 0);
    std::iter::from_fn(move || {
        while let (Some(a), Some(b)) = (one.get(at), other.get(beside)) {
            match a.0.cmp(&b.0) {
                std::cmp::Ordering::Less => at += 1,
                std::cmp::Ordering::Greater => beside += 1,
                std::cmp::Ordering::Equal => {
                    (at, beside) = (at + 1, beside + 1);
                    return Some((a.0, at - 1, beside - 1));
                }
            }
        }
        None
    })
}
