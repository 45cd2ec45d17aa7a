//! Good divisions, by moving one node at a time.

use super::pieces::{Graph, cost};
use crate::random::Random;

/// Up to so many nodes whole sequences of moves are tried, which takes the square of their number.
const SMALL: usize = 700;
/// How often it is begun again.
const STARTS: usize = 12;
/// The same in a large graph.
const FEW_STARTS: usize = 3;

/// Moves nodes between at most so many camps, or any number of them; of a node it counts what ties it to each camp.
pub(super) struct Climb<'g> {
    graph: &'g Graph,
    most: Option<u32>,
    of: Vec<u32>,
    size: Vec<u32>,
    /// Every camp without members; the last has none, some before it may.
    empty: Vec<u32>,
    toward: Vec<i64>,
    touched: Vec<u32>,
    /// How many ties were looked at.
    pub work: u64,
}

/// The best division that is found from several starts, and what it costs; also how many ties were looked at.
pub(super) fn best(graph: &Graph, most: Option<u32>) -> (Vec<u32>, i64, u64) {
    let mut random = Random::new(graph.len() as u64);
    let nodes = graph.len();
    let mut climb = Climb::new(graph, most, vec![0; nodes]);
    climb.settle();
    climb.chains();
    let mut best = (climb.of.clone(), cost(graph, &climb.of));
    let starts = if nodes <= SMALL { STARTS.min(nodes) } else { FEW_STARTS };
    for start in 1..starts {
        if best.1 == 0 {
            break;
        }
        // By turns from anywhere, and from the best with a part of it shaken.
        let shaken = if start % 2 == 1 { nodes } else { nodes / 4 + 1 };
        let camps = most.map_or(nodes, |most| most as usize);
        let mut of = best.0.clone();
        for _ in 0..shaken {
            of[random.below(nodes)] = random.below(camps) as u32;
        }
        climb.begin(of);
        climb.settle();
        climb.chains();
        let found = cost(graph, &climb.of);
        if found < best.1 {
            best = (climb.of.clone(), found);
        }
    }
    (best.0, best.1, climb.work)
}

impl<'g> Climb<'g> {
    pub fn new(graph: &'g Graph, most: Option<u32>, of: Vec<u32>) -> Self {
        let camps = most.map_or(graph.len(), |most| most as usize);
        let mut climb = Climb {
            graph,
            most,
            of: Vec::new(),
            size: vec![0; camps],
            empty: Vec::new(),
            toward: vec![0; camps],
            touched: Vec::new(),
            work: 0,
        };
        climb.begin(of);
        climb
    }

    fn begin(&mut self, of: Vec<u32>) {
        self.size.fill(0);
        of.iter().for_each(|&camp| self.size[camp as usize] += 1);
        self.empty.clear();
        self.empty.extend((0..self.size.len() as u32).rev().filter(|&camp| self.size[camp as usize] == 0));
        self.of = of;
    }

    pub fn division(self) -> Vec<u32> {
        self.of
    }

    /// Moves each node to where it costs least, until none gains; every move makes the whole cost less, so that it
    /// ends.
    pub fn settle(&mut self) {
        let mut waiting = vec![true; self.graph.len()];
        let mut round: Vec<u32> = (0..self.graph.len() as u32).collect();
        let mut next = Vec::new();
        while !round.is_empty() {
            for node in round.drain(..) {
                waiting[node as usize] = false;
                let (camp, gain) = self.best_move(node);
                if gain <= 0 {
                    continue;
                }
                self.put(node, camp);
                for &(end, _) in &self.graph[node as usize] {
                    if !waiting[end as usize] {
                        waiting[end as usize] = true;
                        next.push(end);
                    }
                }
            }
            next.sort_unstable();
            std::mem::swap(&mut round, &mut next);
        }
    }

    /// Moves every node once, the best move first even where it costs, and keeps the moves up to where it was best;
    /// again, until that helps no more (Kernighan and Lin, "An efficient heuristic procedure for partitioning
    /// graphs", Bell System Technical Journal 49, 1970).
    fn chains(&mut self) {
        let nodes = self.graph.len();
        if nodes > SMALL {
            return;
        }
        loop {
            let before = self.of.clone();
            let mut moves: Vec<Option<(u32, i64)>> = (0..nodes as u32).map(|node| Some(self.best_move(node))).collect();
            let mut done = Vec::new();
            let (mut sum, mut most, mut kept) = (0, 0, 0);
            for _ in 0..nodes {
                let open = (0..nodes).filter_map(|node| moves[node].map(|(_, gain)| (gain, std::cmp::Reverse(node))));
                let Some((_, std::cmp::Reverse(node))) = open.max() else { break };
                // Another may have taken the empty camp meanwhile.
                let (camp, gain) = self.best_move(node as u32);
                moves[node] = None;
                self.put(node as u32, camp);
                done.push((node as u32, camp));
                sum += gain;
                if sum > most {
                    (most, kept) = (sum, done.len());
                }
                for &(end, _) in &self.graph[node] {
                    if moves[end as usize].is_some() {
                        moves[end as usize] = Some(self.best_move(end));
                    }
                }
            }
            self.begin(before);
            done[..kept].iter().for_each(|&(node, camp)| self.put(node, camp));
            if most == 0 {
                return;
            }
        }
    }

    fn put(&mut self, node: u32, camp: u32) {
        let of = &mut self.of[node as usize];
        self.size[*of as usize] -= 1;
        if self.size[*of as usize] == 0 {
            self.empty.push(*of);
        }
        self.size[camp as usize] += 1;
        while self.empty.pop_if(|empty| self.size[*empty as usize] > 0).is_some() {}
        *of = camp;
    }

    /// The camp, other than its own, where a node costs least, and how much less that is.
    fn best_move(&mut self, node: u32) -> (u32, i64) {
        let own = self.of[node as usize];
        let row = &self.graph[node as usize];
        self.work += row.len() as u64 + 1;
        for &(end, weight) in row {
            let camp = self.of[end as usize];
            if self.toward[camp as usize] == 0 {
                self.touched.push(camp);
            }
            self.toward[camp as usize] += weight;
        }
        let stay = self.toward[own as usize];
        let others = self.touched.iter().copied().filter(|&camp| camp != own);
        let best = others.map(|camp| (self.toward[camp as usize], std::cmp::Reverse(camp))).max();
        // A camp in which it knows nobody.
        let strange = || match self.most {
            Some(most) => (0..most).find(|&camp| camp != own && self.toward[camp as usize] == 0),
            None if self.size[own as usize] == 1 => None,
            None => self.empty.last().copied(),
        };
        let best = match best {
            Some((toward, std::cmp::Reverse(camp))) if toward >= 0 => (camp, toward - stay),
            best => match (strange(), best) {
                (Some(camp), _) => (camp, -stay),
                (None, Some((toward, std::cmp::Reverse(camp)))) => (camp, toward - stay),
                (None, None) => (own, 0),
            },
        };
        self.touched.drain(..).for_each(|camp| self.toward[camp as usize] = 0);
        best
    }
}
