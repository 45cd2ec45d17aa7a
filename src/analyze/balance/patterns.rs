//! Transitive triples and cycles, by their signs.

use super::Pattern;
use super::signs::{common, nets};
use crate::dataset::Dataset;
use crate::graph::{Edge, Graph, Tie};
use crate::network::Network;
use crate::relation::Sign;

/// Counts transitive triples and cycles by their signs.
pub(super) fn patterns(dataset: &Dataset, graph: &Graph, network: &Network) -> Vec<Pattern> {
    let (out, _) = nets(network.out());
    let (into, _) = nets(network.back());
    let mut counts = [0_u64; 12];
    let mut marks: Vec<Vec<u16>> = out.iter().map(|row| vec![0; row.len()]).collect();
    let place = |from: u32, to: u32| {
        let at = out[from as usize].binary_search_by_key(&to, |&(end, _)| end);
        (from as usize, at.expect("the rows into are those out, turned"))
    };
    for (a, row) in (0..).zip(&out) {
        for (at, &(b, ab)) in row.iter().enumerate() {
            for (_, at_a, at_b) in common(row, &out[b as usize]) {
                let signs = [ab, out[b as usize][at_b].1, row[at_a].1].map(|net| usize::from(net < 0));
                let pattern = signs[0] * 4 + signs[1] * 2 + signs[2];
                counts[pattern] += 1;
                for (row, at) in [(a as usize, at), (b as usize, at_b), (a as usize, at_a)] {
                    marks[row][at] |= 1 << pattern;
                }
            }
            for (c, at_a, at_b) in common(&into[a as usize], &out[b as usize]) {
                // Each cycle is met at each of its ties.
                if a < b && a < c {
                    let nets = [ab, out[b as usize][at_b].1, into[a as usize][at_a].1];
                    let pattern = 8 + nets.iter().filter(|&&net| net < 0).count();
                    counts[pattern] += 1;
                    for (row, at) in [(a as usize, at), (b as usize, at_b), place(c, a)] {
                        marks[row][at] |= 1 << pattern;
                    }
                }
            }
        }
    }
    let mut ties: [Vec<Tie>; 12] = Default::default();
    for (a, (row, marks)) in (0..).zip(out.iter().zip(&marks)) {
        for (&(b, _), &mark) in row.iter().zip(marks).filter(|(_, mark)| **mark > 0) {
            let edges = graph.between(network.actor(a), network.actor(b));
            let signed = edges.filter(|edge| dataset.relation(edge.relation()).sign != Sign::Neutral);
            let between: Vec<Tie> = signed.flat_map(Edge::ties).collect();
            (0..12).filter(|pattern| mark & 1 << pattern > 0).for_each(|pattern| ties[pattern].extend(&between));
        }
    }
    let pattern = |(at, (count, ties)): (usize, (u64, Vec<Tie>))| {
        let positive = match at.checked_sub(8) {
            None => [at & 4 == 0, at & 2 == 0, at & 1 == 0],
            Some(negative) => [negative < 3, negative < 2, negative < 1],
        };
        Pattern { positive, cycle: at >= 8, count, ties }
    };
    counts.into_iter().zip(ties).enumerate().map(pattern).collect()
}
