//! Ties as compressed sparse rows: made, turned round, and merged.

use std::cmp::Ordering;
use std::ops::Range;

use super::Weight;
use super::threads::{cut, each, threads};

/// For each actor, by number, those that it is tied to, ascending, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Where the row of an actor begins; one more at the end.
    starts: Vec<u32>,
    ends: Vec<u32>,
    weights: Vec<Weight>,
}

/// How many ties make a piece that is worth a thread's while.
const PIECE: usize = 1 << 14;

/// The most pieces: enough that two threads end together, few enough that sums over them cost nothing.
const PIECES: usize = 64;

impl Rows {
    /// Gathers ties (from, to, weight), in any order, among so many actors; those of the same two ends are summed.
    ///
    /// ```
    /// # use standoff::network::{Rows, Weight};
    /// let once = Weight { positive: 1, ..Weight::default() };
    /// let rows = Rows::new(3, vec![(2, 1, once), (2, 0, once), (2, 1, once)]);
    /// assert_eq!(rows.ends(2), [0, 1]);
    /// assert_eq!(rows.weights(2)[1].positive, 2);
    /// ```
    ///
    /// # Panics
    /// Where an end is no number below `actors`.
    #[allow(clippy::needless_pass_by_value, reason = "ties are made to become rows")]
    pub fn new(actors: usize, ties: Vec<(u32, u32, Weight)>) -> Rows {
        Rows::gather(actors, || ties.iter().copied())
    }

    /// The same of ties that can be walked several times over, by several threads at once.
    pub(super) fn gather<I: Iterator<Item = (u32, u32, Weight)>>(actors: usize, ties: impl Fn() -> I + Sync) -> Rows {
        let mut starts = vec![0u32; actors + 1];
        ties().for_each(|(from, to, _)| {
            assert!((to as usize) < actors, "a tie ends at nobody");
            starts[from as usize + 1] += 1;
        });
        sum_up(&mut starts);
        let count = starts[actors] as usize;
        let (mut ends, mut weights) = (vec![0u32; count], vec![Weight::default(); count]);
        // Every thread walks all ties and takes those of its own rows.
        let ranges = pieces(&starts, threads(), count / threads() + 1);
        let of_ties: Vec<Range<u32>> = ranges.iter().map(|range| span(&starts, range)).collect();
        let jobs = ranges.iter().zip(cut(&mut ends, &of_ties)).zip(cut(&mut weights, &of_ties));
        let lens = each(jobs.collect(), |((range, ends), weights)| {
            let first = starts[range.start as usize];
            let bounds = &starts[range.start as usize..=range.end as usize];
            let mut next: Vec<u32> = bounds.iter().map(|start| start - first).collect();
            ties().for_each(|(from, to, weight)| {
                if range.contains(&from) {
                    let place = &mut next[(from - range.start) as usize];
                    ends[*place as usize] = to;
                    weights[*place as usize] = weight;
                    *place += 1;
                }
            });
            let mut room = Vec::new();
            let rows = bounds.windows(2).map(|bound| (bound[0] - first) as usize..(bound[1] - first) as usize);
            rows.map(|row| in_order(&mut ends[row.clone()], &mut weights[row], &mut room)).collect::<Vec<u32>>()
        });
        close_up(&mut starts, &lens.concat(), &mut ends, &mut weights);
        Rows { starts, ends, weights }
    }

    /// Takes ties that come by their first end and then by their second; those of the same two are summed.
    pub(super) fn in_order(actors: usize, ties: impl Iterator<Item = (u32, u32, Weight)>) -> Rows {
        let mut rows = Rows { starts: vec![0; actors + 1], ends: Vec::new(), weights: Vec::new() };
        let mut last = None;
        for (from, to, weight) in ties {
            if last == Some((from, to)) {
                let sum = rows.weights.last_mut().expect("the last tie has a weight");
                *sum = sum.sum(weight);
                continue;
            }
            debug_assert!(last < Some((from, to)));
            last = Some((from, to));
            rows.starts[from as usize + 1] += 1;
            rows.ends.push(to);
            rows.weights.push(weight);
        }
        sum_up(&mut rows.starts);
        rows
    }

    /// How many actors there are.
    pub fn actors(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many ties there are.
    pub fn ties(&self) -> usize {
        self.ends.len()
    }

    /// How many ties an actor has.
    pub fn degree(&self, actor: u32) -> u32 {
        self.starts[actor as usize + 1] - self.starts[actor as usize]
    }

    /// Those that an actor is tied to, ascending.
    pub fn ends(&self, actor: u32) -> &[u32] {
        &self.ends[self.range(actor)]
    }

    /// The weights of the same ties, in the same order.
    pub fn weights(&self, actor: u32) -> &[Weight] {
        &self.weights[self.range(actor)]
    }

    /// The ties of an actor: the other end and the weight.
    pub fn row(&self, actor: u32) -> impl Iterator<Item = (u32, Weight)> {
        self.ends(actor).iter().copied().zip(self.weights(actor).iter().copied())
    }

    /// All other ends, row by row, and where the row of each actor begins among them.
    pub(super) fn flat(&self) -> (&[u32], &[u32]) {
        (&self.starts, &self.ends)
    }

    /// The weights of all ties, row by row.
    pub(super) fn all_weights(&self) -> &[Weight] {
        &self.weights
    }

    /// The actors in pieces of about as much work each: always the same ones, however many threads there are,
    /// so that sums over them do not depend on that.
    pub(super) fn pieces(&self) -> Vec<Range<u32>> {
        pieces(&self.starts, PIECES, PIECE)
    }

    fn range(&self, actor: u32) -> Range<usize> {
        self.starts[actor as usize] as usize..self.starts[actor as usize + 1] as usize
    }

    /// The same ties seen from their other ends.
    pub(super) fn turned(&self) -> Rows {
        let numbers = 0..self.actors() as u32;
        Rows::gather(self.actors(), || {
            numbers.clone().flat_map(|from| self.row(from).map(move |(to, weight)| (to, from, weight)))
        })
    }

    /// From each actor to whoever it is tied to in either direction, given the same ties turned round; ties of an
    /// actor with itself are left out.
    pub(super) fn merged(&self, turned: &Rows) -> Rows {
        let ranges = self.pieces();
        let parts = each(ranges, |range| {
            let (mut lens, mut ends, mut weights) = (Vec::with_capacity(range.len()), Vec::new(), Vec::new());
            for actor in range {
                let before = ends.len();
                merge(self, turned, actor, |other, weight| {
                    ends.push(other);
                    weights.push(weight);
                });
                lens.push((ends.len() - before) as u32);
            }
            (lens, ends, weights)
        });
        let count = parts.iter().map(|(_, ends, _)| ends.len()).sum();
        let mut rows = Rows {
            starts: Vec::with_capacity(self.starts.len()),
            ends: Vec::with_capacity(count),
            weights: Vec::with_capacity(count),
        };
        rows.starts.push(0);
        for (lens, ends, weights) in parts {
            rows.starts.extend(lens);
            rows.ends.extend(ends);
            rows.weights.extend(weights);
        }
        sum_up(&mut rows.starts);
        rows
    }
}

/// Hands on whom an actor is tied to in either direction, ascending, with the sum of both; not itself.
pub(super) fn merge(out: &Rows, into: &Rows, actor: u32, mut each: impl FnMut(u32, Weight)) {
    let (to, from) = (out.ends(actor), into.ends(actor));
    let (to_weights, from_weights) = (out.weights(actor), into.weights(actor));
    let (mut i, mut j) = (0, 0);
    loop {
        let (other, weight) = match (to.get(i), from.get(j)) {
            (None, None) => return,
            (Some(&a), None) => (a, to_weights[i]),
            (None, Some(&b)) => (b, from_weights[j]),
            (Some(&a), Some(&b)) => match a.cmp(&b) {
                Ordering::Less => (a, to_weights[i]),
                Ordering::Greater => (b, from_weights[j]),
                Ordering::Equal => (a, to_weights[i].sum(from_weights[j])),
            },
        };
        i += usize::from(to.get(i) == Some(&other));
        j += usize::from(from.get(j) == Some(&other));
        if other != actor {
            each(other, weight);
        }
    }
}

/// Makes of how many there are in each row where each row begins.
pub(super) fn sum_up(starts: &mut [u32]) {
    let mut sum = 0u32;
    for start in starts {
        sum = sum.checked_add(*start).expect("statements are fewer than 2^31, and ties are no more");
        *start = sum;
    }
}

fn span(starts: &[u32], range: &Range<u32>) -> Range<u32> {
    starts[range.start as usize]..starts[range.end as usize]
}

/// Cuts rows into at most so many pieces of about as many ties and actors, none with fewer than the least.
pub(super) fn pieces(starts: &[u32], most: usize, least: usize) -> Vec<Range<u32>> {
    let actors = starts.len() - 1;
    let work = |actor: usize| starts[actor] as usize + actor;
    let piece = (work(actors) / most + 1).max(least);
    let mut ranges = Vec::new();
    let mut start = 0;
    while start < actors {
        let goal = work(start) + piece;
        // At least one row, however long it is.
        let (mut end, mut behind) = (start + 1, actors);
        while end < behind {
            let middle = end + (behind - end) / 2;
            if work(middle) < goal { end = middle + 1 } else { behind = middle }
        }
        ranges.push(start as u32..end as u32);
        start = end;
    }
    ranges
}

/// Sorts a row and sums what has the same end; says how many ties are left, which then stand in front.
fn in_order(ends: &mut [u32], weights: &mut [Weight], room: &mut Vec<(u32, Weight)>) -> u32 {
    if ends.is_sorted_by(|a, b| a < b) {
        return ends.len() as u32;
    }
    room.clear();
    room.extend(ends.iter().copied().zip(weights.iter().copied()));
    // Often these are a few stretches in order, which the stable sort finds.
    room.sort_by_key(|&(end, _)| end);
    room.dedup_by(|next, kept| {
        let same = next.0 == kept.0;
        if same {
            kept.1 = kept.1.sum(next.1);
        }
        same
    });
    for (index, &(end, weight)) in room.iter().enumerate() {
        (ends[index], weights[index]) = (end, weight);
    }
    room.len() as u32
}

/// Moves rows together, of which only so many ties each are left.
fn close_up(starts: &mut [u32], lens: &[u32], ends: &mut Vec<u32>, weights: &mut Vec<Weight>) {
    let mut end = 0;
    for (row, &len) in lens.iter().enumerate() {
        let (start, len) = (starts[row] as usize, len as usize);
        if start != end {
            ends.copy_within(start..start + len, end);
            weights.copy_within(start..start + len, end);
        }
        starts[row] = end as u32;
        end += len;
    }
    if let Some(last) = starts.last_mut() {
        *last = end as u32;
    }
    ends.truncate(end);
    weights.truncate(end);
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::network::tests::{ties, weight};

    #[test]
    fn ties_of_the_same_ends_are_one() {
        let rows = Rows::new(3, vec![(2, 0, weight(1)), (0, 1, weight(2)), (2, 0, weight(3)), (2, 2, weight(1))]);
        assert_eq!(rows.ends(0), [1]);
        assert_eq!(rows.ends(1), [] as [u32; 0]);
        assert_eq!(rows.row(2).collect::<Vec<_>>(), [(0, weight(4)), (2, weight(1))]);
        assert_eq!(rows.turned().row(0).collect::<Vec<_>>(), [(2, weight(4))]);
        assert_eq!(rows.merged(&rows.turned()).row(0).collect::<Vec<_>>(), [(1, weight(2)), (2, weight(4))]);
    }

    #[test]
    fn rows_of_nobody_are_empty() {
        let rows = Rows::new(0, Vec::new());
        assert_eq!((rows.actors(), rows.ties(), rows.pieces().len()), (0, 0, 0));
        assert_eq!(rows.merged(&rows.turned()), rows);
    }

    proptest! {
        #[test]
        fn rows_are_what_a_map_says((actors, ties) in ties(30, 200)) {
            let (mut to, mut both) = (BTreeMap::<(u32, u32), Weight>::new(), BTreeMap::<(u32, u32), Weight>::new());
            for &(a, b, weight) in &ties {
                let sum = |sums: &mut BTreeMap<(u32, u32), Weight>, pair| {
                    let sum = sums.entry(pair).or_default();
                    *sum = sum.sum(weight);
                };
                sum(&mut to, (a, b));
                if a != b {
                    sum(&mut both, (a, b));
                    sum(&mut both, (b, a));
                }
            }
            let all = |rows: &Rows| -> BTreeMap<(u32, u32), Weight> {
                let row = |from| rows.row(from).map(move |(end, weight)| ((from, end), weight));
                (0..actors as u32).flat_map(row).collect()
            };
            let rows = Rows::new(actors, ties);
            prop_assert!((0..actors as u32).all(|actor| rows.ends(actor).is_sorted_by(|a, b| a < b)));
            prop_assert_eq!(all(&rows), to.clone());
            let turned = rows.turned();
            prop_assert_eq!(all(&turned), to.iter().map(|(&(a, b), &weight)| ((b, a), weight)).collect());
            prop_assert_eq!(all(&rows.merged(&turned)), both);
            let sorted = to.into_iter().map(|((a, b), weight)| (a, b, weight));
            prop_assert_eq!(Rows::in_order(actors, sorted), rows);
        }

        #[test]
        fn pieces_are_all_actors((actors, ties) in ties(50, 200), most in 1..9usize, least in 0..40usize) {
            let rows = Rows::new(actors, ties);
            let pieces = pieces(&rows.starts, most, least);
            prop_assert!(pieces.len() <= most);
            let all: Vec<u32> = pieces.into_iter().flatten().collect();
            prop_assert_eq!(all, (0..actors as u32).collect::<Vec<_>>());
        }
    }
}
