//! Moving nodes between communities, one at a time.

use super::level::Level;

/// What is no gain, but rounding, as a share of what a node weighs.
const NOTHING: f64 = 1e-9;
/// Up to so many nodes every community is open to everybody.
const WIDE: usize = 1024;
/// Where fewer than one node of so many has moved in a round, the next level goes on sooner than a further round.
const FEW: usize = 200;
/// How many opponents are asked for so many opponents of theirs each, in a larger graph.
const ASKED: usize = 4;

/// A community, and what the node that is looked at has to do with it: together in one line of the cache.
#[derive(Debug, Clone, Copy, Default)]
struct Camp {
    strength: [f64; 2],
    toward: f64,
    size: u32,
    touched: bool,
}

pub(super) struct Moves<'l> {
    level: &'l Level,
    /// How much chance weighs for support and for hostility.
    chance: [f64; 2],
    of: Vec<u32>,
    camps: Vec<Camp>,
    /// Those whose `touched` is set.
    touched: Vec<u32>,
    /// The communities at the other ends of a row.
    theirs: Vec<u32>,
    /// Communities without members, at least while somebody is on the move.
    empty: Vec<u32>,
}

impl<'l> Moves<'l> {
    pub fn new(level: &'l Level, chance: [f64; 2], of: Vec<u32>) -> Self {
        let mut camps = vec![Camp::default(); level.len()];
        for (&camp, strength) in of.iter().zip(&level.strengths) {
            let camp = &mut camps[camp as usize];
            camp.strength = [camp.strength[0] + strength[0], camp.strength[1] + strength[1]];
            camp.size += 1;
        }
        let empty = (0..camps.len() as u32).rev().filter(|&camp| camps[camp as usize].size == 0).collect();
        Moves { level, chance, of, camps, touched: Vec::new(), theirs: Vec::new(), empty }
    }

    /// Moves each node to where it gains most, in that order, and again those whose neighbours left or came, until
    /// nobody, or in a large graph hardly anybody, gains: every move adds to modularity, so that it ends.
    pub fn settle(&mut self, order: Vec<u32>) {
        let mut waiting = vec![true; self.level.len()];
        let (mut round, mut next) = (order, Vec::new());
        while !round.is_empty() {
            let mut moved = 0;
            for node in round.drain(..) {
                waiting[node as usize] = false;
                if !self.visit(node) {
                    continue;
                }
                moved += 1;
                let camp = self.of[node as usize];
                for &other in self.level.entries_of(node).0 {
                    if !waiting[other as usize] && self.of[other as usize] != camp {
                        waiting[other as usize] = true;
                        next.push(other);
                    }
                }
            }
            if moved * FEW < self.level.len() {
                break;
            }
            // Rows that lie one behind the other are read several times as fast.
            next.sort_unstable();
            std::mem::swap(&mut round, &mut next);
        }
    }

    /// What the node gains in a community that it is not in, beside being alone.
    fn gain(&self, strength: [f64; 2], camp: u32) -> f64 {
        let camp = &self.camps[camp as usize];
        camp.toward - strength[0] * camp.strength[0] * self.chance[0] + strength[1] * camp.strength[1] * self.chance[1]
    }

    /// Moves a node to the community where it gains most; whether it moved.
    fn visit(&mut self, node: u32) -> bool {
        let own = self.of[node as usize];
        let strength = self.level.strengths[node as usize];
        self.leave(own, strength);
        self.gather(node);
        let nothing = NOTHING * (strength[0] + strength[1]);
        let mut best = (own, self.gain(strength, own) + nothing);
        let better = |moves: &Self, camp: u32, best: &mut (u32, f64)| {
            let gain = moves.gain(strength, camp);
            if gain > best.1 {
                *best = (camp, gain);
            }
        };
        for &camp in &self.touched {
            better(self, camp, &mut best);
        }
        // Those with the same opponents gain by standing together, though no tie leads from one to the other.
        if strength[1] > 0.0 {
            if self.level.len() <= WIDE {
                let others = 0..self.camps.len() as u32;
                for camp in others.filter(|&camp| self.camps[camp as usize].size > 0) {
                    better(self, camp, &mut best);
                }
            } else if best.1 <= nothing {
                let opponents = |node: u32| self.level.row(node).filter(|&(_, weight)| weight < 0.0).take(ASKED);
                for (theirs, _) in opponents(node).flat_map(|(opponent, _)| opponents(opponent)) {
                    better(self, self.of[theirs as usize], &mut best);
                }
            }
        }
        // Or nobody is worth it.
        if best.1 < 0.0 {
            best.0 = *self.empty.last().expect("a node that has company leaves one of as many communities empty");
        }
        self.forget();
        self.join(best.0, strength);
        self.of[node as usize] = best.0;
        best.0 != own
    }

    /// Sums what ties a node to each community. Nothing in the loops waits for what a branch says or an earlier
    /// entry brings, as most of the time goes into waiting for memory.
    fn gather(&mut self, node: u32) {
        let (ends, weights) = self.level.entries_of(node);
        self.theirs.clear();
        self.theirs.extend(ends.iter().map(|&end| self.of[end as usize]));
        self.touched.resize(ends.len(), 0);
        let mut count = 0;
        for (&camp, weight) in self.theirs.iter().zip(weights) {
            let at = &mut self.camps[camp as usize];
            self.touched[count] = camp;
            count += usize::from(!at.touched);
            at.touched = true;
            at.toward += weight;
        }
        self.touched.truncate(count);
    }

    /// Forgets what was gathered.
    fn forget(&mut self) {
        for camp in self.touched.drain(..) {
            let camp = &mut self.camps[camp as usize];
            (camp.toward, camp.touched) = (0.0, false);
        }
    }

    fn leave(&mut self, camp: u32, strength: [f64; 2]) {
        let at = &mut self.camps[camp as usize];
        at.strength = [at.strength[0] - strength[0], at.strength[1] - strength[1]];
        at.size -= 1;
        if at.size == 0 {
            self.empty.push(camp);
        }
    }

    fn join(&mut self, camp: u32, strength: [f64; 2]) {
        let at = &mut self.camps[camp as usize];
        at.strength = [at.strength[0] + strength[0], at.strength[1] + strength[1]];
        at.size += 1;
        if at.size == 1 {
            // Only the last is ever taken: the node's own, where it was alone there.
            self.empty.pop();
        }
    }

    /// The communities in the order of their first nodes; also how many there are.
    pub fn numbered(&self) -> (Vec<u32>, usize) {
        let mut number = vec![u32::MAX; self.camps.len()];
        let mut next = 0;
        let mut numbered = self.of.clone();
        for camp in &mut numbered {
            let number = &mut number[*camp as usize];
            if *number == u32::MAX {
                *number = next;
                next += 1;
            }
            *camp = *number;
        }
        (numbered, next as usize)
    }

    /// Takes each community apart: everybody begins alone and joins, once, the part of its community where it gains
    /// most, where both are tied to the rest of it better than by chance.
    pub fn refined(&self) -> (Vec<u32>, usize) {
        let alone = (0..self.level.len() as u32).collect();
        let mut parts = Moves::new(self.level, self.chance, alone);
        // What ties a part to the rest of its community.
        let mut bound: Vec<f64> = (0..self.level.len() as u32)
            .map(|node| {
                let camp = self.of[node as usize];
                self.level
                    .row(node)
                    .filter(|&(other, _)| self.of[other as usize] == camp)
                    .map(|(_, weight)| weight)
                    .sum()
            })
            .collect();
        for node in 0..self.level.len() as u32 {
            let camp = self.of[node as usize];
            let strength = self.level.strengths[node as usize];
            let whole = self.camps[camp as usize].strength;
            let well_tied = |part: [f64; 2], bound: f64| {
                let by_chance = |side: usize| part[side] * (whole[side] - part[side]) * self.chance[side];
                bound >= by_chance(0) - by_chance(1)
            };
            if parts.camps[node as usize].size != 1
                || parts.of[node as usize] != node
                || !well_tied(strength, bound[node as usize])
            {
                continue;
            }
            let inside = |part: u32| self.of[part as usize] == camp;
            parts.gather(node);
            let mut best = (node, NOTHING * (strength[0] + strength[1]));
            for &part in parts.touched.iter().filter(|&&part| inside(part)) {
                let gain = parts.gain(strength, part);
                if gain > best.1 && well_tied(parts.camps[part as usize].strength, bound[part as usize]) {
                    best = (part, gain);
                }
            }
            if best.0 != node {
                let toward = parts.camps[best.0 as usize].toward;
                bound[best.0 as usize] += bound[node as usize] - 2.0 * toward;
                parts.camps[node as usize] = Camp::default();
                parts.join(best.0, strength);
                parts.of[node as usize] = best.0;
            }
            parts.forget();
        }
        parts.numbered()
    }
}
