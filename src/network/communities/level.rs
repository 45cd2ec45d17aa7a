//! A graph of actors, or of whole communities as one, in flat arrays.

use super::super::{Rows, Weight};

/// Who is tied to whom, with support less hostility as the weight. Ties within are left out, since they move along.
/// All weights are whole numbers, so that their sums are exact in any order.
pub(super) struct Level {
    starts: Vec<usize>,
    ends: Vec<u32>,
    weights: Vec<f64>,
    /// The sums of support and of hostility of each, ties within included.
    pub strengths: Vec<[f64; 2]>,
    /// Support less hostility within, both ways.
    within: Vec<f64>,
}

impl Level {
    /// The graph of all actors.
    pub fn of(rows: &Rows, neutral: bool) -> Level {
        let sides = |weight: Weight| {
            let positive = u64::from(weight.positive) + if neutral { u64::from(weight.neutral) } else { 0 };
            [positive as f64, f64::from(weight.negative)]
        };
        let mut level = Level::with_room(rows.actors(), rows.ties());
        for actor in 0..rows.actors() as u32 {
            let mut strength = [0.0; 2];
            for (other, weight) in rows.row(actor).filter(|&(other, _)| other != actor) {
                let [positive, negative] = sides(weight);
                if positive + negative > 0.0 {
                    strength[0] += positive;
                    strength[1] += negative;
                    level.ends.push(other);
                    level.weights.push(positive - negative);
                }
            }
            level.close(strength, 0.0);
        }
        level
    }

    fn with_room(len: usize, entries: usize) -> Level {
        let mut starts = Vec::with_capacity(len + 1);
        starts.push(0);
        Level {
            starts,
            ends: Vec::with_capacity(entries),
            weights: Vec::with_capacity(entries),
            strengths: Vec::with_capacity(len),
            within: Vec::with_capacity(len),
        }
    }

    /// Ends the row that was filled.
    fn close(&mut self, strength: [f64; 2], within: f64) {
        self.starts.push(self.ends.len());
        self.strengths.push(strength);
        self.within.push(within);
    }

    pub fn len(&self) -> usize {
        self.strengths.len()
    }

    pub fn entries(&self) -> usize {
        self.ends.len()
    }

    /// All support and all hostility, both ways.
    pub fn sums(&self) -> [f64; 2] {
        self.strengths.iter().fold([0.0; 2], |sums, of| [sums[0] + of[0], sums[1] + of[1]])
    }

    /// The other ends and the weights of a node's ties.
    pub fn entries_of(&self, node: u32) -> (&[u32], &[f64]) {
        let range = self.starts[node as usize]..self.starts[node as usize + 1];
        (&self.ends[range.clone()], &self.weights[range])
    }

    pub fn row(&self, node: u32) -> impl Iterator<Item = (u32, f64)> {
        let (ends, weights) = self.entries_of(node);
        ends.iter().copied().zip(weights.iter().copied())
    }

    /// The graph in which nodes of one part are one node; the parts are numbered from 0.
    pub fn merged(&self, parts: &[u32], count: usize) -> Level {
        let mut starts = vec![0_u32; count + 1];
        parts.iter().for_each(|&part| starts[part as usize + 1] += 1);
        for part in 0..count {
            starts[part + 1] += starts[part];
        }
        let mut members = vec![0_u32; parts.len()];
        let mut next = starts.clone();
        for (node, &part) in (0..).zip(parts) {
            members[next[part as usize] as usize] = node;
            next[part as usize] += 1;
        }
        let mut level = Level::with_room(count, 0);
        // The place in the row of each part that is in it.
        let mut place = vec![usize::MAX; count];
        for part in 0..count {
            let (mut strength, mut within) = ([0.0; 2], 0.0);
            let begin = level.ends.len();
            for &node in &members[starts[part] as usize..starts[part + 1] as usize] {
                let of = self.strengths[node as usize];
                strength = [strength[0] + of[0], strength[1] + of[1]];
                within += self.within[node as usize];
                for (end, weight) in self.row(node) {
                    let end = parts[end as usize];
                    let at = place[end as usize];
                    if end as usize == part {
                        within += weight;
                    } else if at == usize::MAX {
                        place[end as usize] = level.ends.len();
                        level.ends.push(end);
                        level.weights.push(weight);
                    } else {
                        level.weights[at] += weight;
                    }
                }
            }
            level.ends[begin..].iter().for_each(|&end| place[end as usize] = usize::MAX);
            level.close(strength, within);
        }
        level
    }

    /// What a division is better than chance, times the sum of all ties.
    pub fn quality(&self, of: &[u32], chance: [f64; 2]) -> f64 {
        let count = of.iter().max().map_or(0, |&most| most as usize + 1);
        let mut strengths = vec![[0.0; 2]; count];
        let mut inside = 0.0;
        for node in 0..self.len() as u32 {
            let camp = of[node as usize];
            let sum = &mut strengths[camp as usize];
            let strength = self.strengths[node as usize];
            *sum = [sum[0] + strength[0], sum[1] + strength[1]];
            inside += self.within[node as usize];
            inside +=
                self.row(node).filter(|&(end, _)| of[end as usize] == camp).map(|(_, weight)| weight).sum::<f64>();
        }
        let expected =
            |[positive, negative]: [f64; 2]| positive * positive * chance[0] - negative * negative * chance[1];
        inside - strengths.into_iter().map(expected).sum::<f64>()
    }
}
