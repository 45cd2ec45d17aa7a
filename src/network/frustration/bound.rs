//! What a division costs at least: hostile ties that are joined by support cannot all be right.

use super::pieces::Graph;

/// Weights count so many times, so that ties can be shared between cycles in halves and thirds.
const PARTS: i64 = 12;

/// A hostile tie, and how much of its weight no cycle has used.
#[derive(Debug, Clone, Copy)]
struct Demand {
    ends: (u32, u32),
    left: i64,
}

/// Cycles with one negative tie each, packed so that no tie is used for more than its weight: whatever the division,
/// each breaks at a tie.
pub(super) struct Packing {
    /// What is left of each positive tie, beside the rows.
    left: Vec<Vec<i64>>,
    /// The negative ties.
    demands: Vec<Demand>,
    packed: i64,
    pub paths: Paths,
}

/// Looks for paths.
pub(super) struct Paths {
    from: Vec<u32>,
    /// How many ties were looked at.
    pub work: u64,
}

const NOBODY: u32 = u32::MAX;

impl Packing {
    /// Packs the cycles of a graph, short ones first, until none is left or so many ties were looked at. `weight`
    /// says as what the weight of a tie counts.
    pub fn of(graph: &Graph, weight: impl Fn(u32, u32, i64) -> i64, budget: u64) -> Packing {
        let mut demands = Vec::new();
        let mut left: Vec<Vec<i64>> = Vec::with_capacity(graph.len());
        let mut support = 0_i64;
        for (node, row) in (0..).zip(graph) {
            let of = |&(end, tie): &(u32, i64)| weight(node, end, tie);
            left.push(row.iter().map(|tie| of(tie).max(0) * PARTS).collect());
            support += row.iter().map(|tie| of(tie).max(0)).sum::<i64>();
            let hostile = row.iter().filter(|tie| tie.0 > node && of(tie) < 0);
            demands.extend(hostile.map(|tie| Demand { ends: (node, tie.0), left: -of(tie) }));
        }
        // No more than all support leads from one to the other, also where a tie must not be given up.
        demands.iter_mut().for_each(|demand| demand.left = demand.left.min(support) * PARTS);
        let mut packing = Packing { left, demands, packed: 0, paths: Paths::new(graph.len()) };
        packing.pack(graph, budget);
        packing
    }

    /// What every division costs at least.
    pub fn cost(&self) -> i64 {
        (self.packed + PARTS - 1) / PARTS
    }

    /// The ends of the negative ties that were not used up, those with most left first.
    pub fn unmet(&self) -> impl Iterator<Item = (u32, u32)> {
        let mut unmet: Vec<Demand> = self.demands.iter().filter(|demand| demand.left > 0).copied().collect();
        unmet.sort_by_key(|demand| std::cmp::Reverse(demand.left));
        unmet.into_iter().map(|demand| demand.ends)
    }

    fn pack(&mut self, graph: &Graph, budget: u64) {
        let mut longest = 2;
        let mut open: Vec<usize> = (0..self.demands.len()).collect();
        while !open.is_empty() && longest <= graph.len() + longest / 2 {
            // Whoever has a path gets half of what it holds, by turns, so that none takes what others need.
            let mut turn = open.clone();
            while !turn.is_empty() {
                turn.retain(|&at| self.paths.work < budget && self.give(graph, at, longest));
            }
            open.retain(|&at| self.demands[at].left > 0);
            if self.paths.work >= budget {
                return;
            }
            longest += longest.div_ceil(3);
        }
    }

    /// Packs a cycle for a tie, as much of it as is its turn; whether there may be more.
    fn give(&mut self, graph: &Graph, at: usize, longest: usize) -> bool {
        let Demand { ends, left } = self.demands[at];
        let passes = |node: u32, place: usize| self.left[node as usize][place] > 0;
        let Some(path) = self.paths.shortest(graph, ends, longest, passes) else { return false };
        let hold = path.iter().map(|&(node, place)| self.left[node as usize][place]).min().unwrap_or(0).min(left);
        let share = (hold + 1) / 2;
        for (node, place) in path {
            let (end, _) = graph[node as usize][place];
            let back = graph[end as usize].binary_search_by_key(&node, |&(end, _)| end);
            self.left[node as usize][place] -= share;
            self.left[end as usize][back.expect("ties go both ways")] -= share;
        }
        self.packed += share;
        self.demands[at].left -= share;
        self.demands[at].left > 0
    }
}

impl Paths {
    pub fn new(nodes: usize) -> Self {
        Paths { from: vec![NOBODY; nodes], work: 0 }
    }

    /// A shortest path between two nodes, of at most so many ties that pass. Each tie comes as its first node and
    /// its place in the row there.
    pub fn shortest(
        &mut self,
        graph: &Graph,
        (source, target): (u32, u32),
        longest: usize,
        passes: impl Fn(u32, usize) -> bool,
    ) -> Option<Vec<(u32, usize)>> {
        let mut seen = vec![source];
        self.from[source as usize] = source;
        let (mut begin, mut found) = (0, false);
        'search: for _ in 0..longest {
            let end = seen.len();
            for at in begin..end {
                let node = seen[at];
                self.work += graph[node as usize].len() as u64 + 1;
                for (place, &(next, _)) in graph[node as usize].iter().enumerate() {
                    if self.from[next as usize] == NOBODY && passes(node, place) {
                        self.from[next as usize] = node;
                        seen.push(next);
                        if next == target {
                            found = true;
                            break 'search;
                        }
                    }
                }
            }
            if seen.len() == end {
                break;
            }
            begin = end;
        }
        let mut path = Vec::new();
        let mut node = target;
        while found && node != source {
            let from = self.from[node as usize];
            let place = graph[from as usize].binary_search_by_key(&node, |&(end, _)| end);
            path.push((from, place.expect("the path was walked along the rows")));
            node = from;
        }
        seen.into_iter().for_each(|node| self.from[node as usize] = NOBODY);
        found.then_some(path)
    }
}
