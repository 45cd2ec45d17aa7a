//! The least that any division costs, by branch and bound.

use super::bound::Packing;
use super::climb::Climb;
use super::pieces::{Graph, cost, joined};

/// The weight of two who must not be in one camp: so much that no sum of others outweighs it, so little that a
/// thousand of it are no overflow.
const APART: i64 = -(1 << 50);
/// How many ties one packing may look at.
const PACKING: u64 = 3_000_000;

/// A division, what it costs, and what every division costs at least.
pub(super) struct Found {
    pub of: Vec<u32>,
    pub cost: i64,
    pub at_least: i64,
}

/// A graph some of whose nodes were joined to others, since they are in the same camp or in opposite ones.
#[derive(Clone)]
struct State {
    rows: Graph,
    /// What was joined to what, in that order, and whether in the same camp; to itself, where it stays alone.
    joins: Vec<(u32, u32, bool)>,
    /// What the joins have cost.
    paid: i64,
    at_least: i64,
    /// A division of what is left.
    of: Vec<u32>,
    two: bool,
}

/// Searches on from a known division and its cost, for two camps or for any number of them. So many ties may be looked
/// at; what is left of that comes back.
pub(super) fn least(graph: &Graph, two: bool, known: (Vec<u32>, i64), budget: &mut u64) -> Found {
    let mut best = Found { of: known.0.clone(), cost: known.1, at_least: 0 };
    let mut open = vec![State { rows: graph.clone(), joins: Vec::new(), paid: 0, at_least: 0, of: known.0, two }];
    while let Some(mut state) = open.pop() {
        if state.at_least >= best.cost {
            continue;
        }
        if *budget == 0 {
            open.push(state);
            break;
        }
        let mut work = state.reduce() + state.settle();
        let now = state.paid + cost(&state.rows, &state.of);
        if now < best.cost {
            (best.of, best.cost) = (state.expanded(), now);
        }
        let mut packing = Packing::of(&state.rows, |a, b, tie| state.relative(a, b, tie), PACKING.min(*budget));
        state.at_least = state.at_least.max(state.paid + packing.cost());
        // Where no unmet tie is joined by support, the division costs what was packed, and there is no better one.
        if state.at_least < best.cost
            && let Some(tie) = state.branching(&mut packing)
        {
            open.extend(state.branches(tie));
        }
        work += packing.paths.work;
        *budget = budget.saturating_sub(work);
    }
    best.at_least = open.iter().map(|state| state.at_least).fold(best.cost, i64::min);
    best
}

/// What every division costs at least, as far as one packing of cycles tells.
pub(super) fn at_least(graph: &Graph, two: bool, of: &[u32], budget: &mut u64) -> i64 {
    let wrong = |a: u32, b: u32| two && of[a as usize] != of[b as usize];
    let packing = Packing::of(graph, |a, b, tie| if wrong(a, b) { -tie } else { tie }, *budget);
    *budget = budget.saturating_sub(packing.paths.work);
    packing.cost()
}

/// What two weights are as one, and what it costs that they are.
fn sum(a: i64, b: i64) -> (i64, i64) {
    match (a.min(b), a.max(b)) {
        (APART, other) => (APART, other.max(0)),
        (less, more) if less < 0 && more > 0 => (less + more, more.min(-less)),
        (less, more) => (less + more, 0),
    }
}

impl State {
    /// As what a tie counts: for two camps, whether the division has it right.
    fn relative(&self, a: u32, b: u32, tie: i64) -> i64 {
        if self.two && self.of[a as usize] != self.of[b as usize] { -tie } else { tie }
    }

    /// Joins whoever has a tie that outweighs all others it has, as in some best division that tie is right. How many
    /// ties were looked at.
    fn reduce(&mut self) -> u64 {
        let mut work = 0;
        let mut waiting: Vec<u32> = (0..self.rows.len() as u32).rev().collect();
        while let Some(node) = waiting.pop() {
            let row = &self.rows[node as usize];
            work += row.len() as u64 + 1;
            let all: i64 = row.iter().map(|&(_, tie)| tie.abs()).sum();
            let counts = |&&(_, tie): &&(u32, i64)| self.two || tie > 0;
            let heaviest = row.iter().filter(counts).max_by_key(|&&(end, tie)| (tie.abs(), std::cmp::Reverse(end)));
            match heaviest {
                Some(&(end, tie)) if 2 * tie.abs() >= all => {
                    waiting.extend(row.iter().map(|&(end, _)| end));
                    work += row.len() as u64;
                    self.join(node, end, tie > 0);
                }
                // Nobody is for it: alone it costs nothing.
                None if !row.is_empty() => {
                    waiting.extend(row.iter().map(|&(end, _)| end));
                    for (end, _) in std::mem::take(&mut self.rows[node as usize]) {
                        self.set(end, node, 0);
                    }
                    self.joins.push((node, node, true));
                }
                _ => {}
            }
        }
        work
    }

    /// Sets one direction of a tie.
    fn set(&mut self, from: u32, to: u32, tie: i64) {
        let row = &mut self.rows[from as usize];
        match (row.binary_search_by_key(&to, |&(end, _)| end), tie) {
            (Ok(at), 0) => drop(row.remove(at)),
            (Ok(at), tie) => row[at].1 = tie,
            (Err(_), 0) => {}
            (Err(at), tie) => row.insert(at, (to, tie)),
        }
    }

    /// Joins a node to another, into the same camp or the opposite one.
    fn join(&mut self, node: u32, to: u32, same: bool) {
        self.joins.push((node, to, same));
        for (end, tie) in std::mem::take(&mut self.rows[node as usize]) {
            self.set(end, node, 0);
            let tie = if same { tie } else { -tie };
            if end == to {
                self.paid += (-tie).max(0);
                continue;
            }
            let row = &self.rows[to as usize];
            let known = row.binary_search_by_key(&end, |&(end, _)| end).map_or(0, |at| row[at].1);
            let (tie, paid) = sum(known, tie);
            self.paid += paid;
            self.set(to, end, tie);
            self.set(end, to, tie);
        }
    }

    /// Makes the division of what is left a good one. How many ties were looked at.
    fn settle(&mut self) -> u64 {
        let most = self.two.then_some(2);
        let mut climb = Climb::new(&self.rows, most, std::mem::take(&mut self.of));
        climb.settle();
        let mut work = climb.work;
        self.of = climb.division();
        loop {
            work += self.rows.iter().map(|row| row.len() as u64 + 1).sum::<u64>();
            let whole = joined(&self.rows, |a, b, tie| self.relative(a, b, tie));
            if !self.two {
                // As good as it gets where nobody who is apart is joined by support.
                if cost(&self.rows, &whole) < cost(&self.rows, &self.of) {
                    self.of = whole;
                }
                return work;
            }
            // What is tied by nothing but what is wrong is right on the other side.
            let wrong = (0..).zip(&self.rows).find_map(|(node, row)| {
                row.iter().find(|&&(end, _)| whole[end as usize] != whole[node as usize]).map(|_| whole[node as usize])
            });
            let Some(wrong) = wrong else { return work };
            let turned = self.of.iter_mut().zip(&whole).filter(|(_, whole)| **whole == wrong);
            turned.for_each(|(of, _)| *of = 1 - *of);
        }
    }

    /// The division of all nodes.
    fn expanded(&self) -> Vec<u32> {
        let mut of = self.of.clone();
        for &(node, to, same) in self.joins.iter().rev() {
            of[node as usize] = match same {
                true if node == to => of.len() as u32 + node,
                true => of[to as usize],
                false => 1 - of[to as usize],
            };
        }
        if self.two {
            return of;
        }
        let mut known: Vec<u32> = of.clone();
        known.sort_unstable();
        known.dedup();
        of.iter().map(|camp| known.partition_point(|known| known < camp) as u32).collect()
    }

    /// A tie on a shortest path that no packed cycle pays for: one of those that touch most others.
    fn branching(&self, packing: &mut Packing) -> Option<(u32, u32, i64)> {
        let degree = |node: u32| self.rows[node as usize].len();
        let passes = |node: u32, place: usize| {
            let (end, tie) = self.rows[node as usize][place];
            self.relative(node, end, tie) > 0
        };
        let unmet: Vec<_> = packing.unmet().collect();
        let nodes = self.rows.len();
        let path = unmet.into_iter().find_map(|ends| packing.paths.shortest(&self.rows, ends, nodes, passes))?;
        let ties = path.into_iter().map(|(node, place)| {
            let (end, tie) = self.rows[node as usize][place];
            (node, end, tie)
        });
        ties.max_by_key(|&(a, b, tie)| (degree(a) + degree(b), tie.abs(), std::cmp::Reverse((a, b))))
    }

    /// The two ways to decide on a tie, the one to be looked at first last.
    fn branches(self, (a, b, tie): (u32, u32, i64)) -> [State; 2] {
        let (a, b) = if self.rows[a as usize].len() > self.rows[b as usize].len() { (b, a) } else { (a, b) };
        let mut wrong = self.clone();
        if self.two {
            wrong.join(a, b, tie < 0);
        } else {
            wrong.paid += tie;
            wrong.set(a, b, APART);
            wrong.set(b, a, APART);
        }
        let mut right = self;
        right.join(a, b, tie > 0);
        [wrong, right]
    }
}
