//! How far apart nodes wish to be: the shortest path between them.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// Neighbours and the lengths of the ways to them, by node.
pub(super) type Ways = Vec<Vec<(usize, f64)>>;

/// The length of the shortest way from a node to each (Dijkstra 1959); infinite to those that cannot be reached.
/// Lengths are not negative.
pub(super) fn from(start: usize, ways: &Ways) -> Vec<f64> {
    let mut lengths = vec![f64::INFINITY; ways.len()];
    lengths[start] = 0.0;
    let mut next = BinaryHeap::from([Reached { length: 0.0, node: start }]);
    while let Some(Reached { length, node }) = next.pop() {
        if length > lengths[node] {
            continue;
        }
        for &(neighbour, step) in &ways[node] {
            let length = length + step;
            if length < lengths[neighbour] {
                lengths[neighbour] = length;
                next.push(Reached { length, node: neighbour });
            }
        }
    }
    lengths
}

/// The nodes of each connected part, ascending; the largest part first, then by first node.
pub(super) fn parts(ways: &Ways) -> Vec<Vec<usize>> {
    let mut seen = vec![false; ways.len()];
    let mut parts = Vec::new();
    for first in 0..ways.len() {
        if seen[first] {
            continue;
        }
        seen[first] = true;
        let mut part = vec![first];
        let mut at = 0;
        while at < part.len() {
            for &(neighbour, _) in &ways[part[at]] {
                if !seen[neighbour] {
                    seen[neighbour] = true;
                    part.push(neighbour);
                }
            }
            at += 1;
        }
        part.sort_unstable();
        parts.push(part);
    }
    parts.sort_by_key(|part| std::cmp::Reverse(part.len()));
    parts
}

struct Reached {
    length: f64,
    node: usize,
}

impl Ord for Reached {
    /// The nearest is the greatest, since the heap gives that first.
    fn cmp(&self, other: &Self) -> Ordering {
        other.length.total_cmp(&self.length).then(other.node.cmp(&self.node))
    }
}

impl PartialOrd for Reached {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Reached {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Reached {}
