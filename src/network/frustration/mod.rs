//! Frustration: how far a signed graph is from camps that support within and oppose between.
//!
//! A graph is balanced when its actors fall into two camps with support within and hostility between (Cartwright and
//! Harary, "Structural balance: a generalization of Heider's theory", Psychological Review 63, 1956), and clusterable
//! when they fall so into any number of them (Davis, "Clustering and structural balance in graphs", Human Relations
//! 20, 1967). Where it is not, the least that would have to go or to turn its sign is its line index of balance
//! (Harary, "On the measurement of structural balance", Behavioral Science 4, 1959), also called frustration index
//! (Aref and Wilson, "Balance and frustration in signed networks", Journal of Complex Networks 7, 2019), and for more
//! camps the criterion of Doreian and Mrvar ("A partitioning approach to structural balance", Social Networks 18,
//! 1996) with both kinds of error weighing the same. To find it is hard (NP), so that the search has a budget, and
//! the result says what is proven.

mod assign;
mod bound;
mod climb;
mod pieces;
mod search;

use super::communities::by_size;
use super::{Rows, Weight};
use pieces::{Graph, Piece, blocks, cost, joined};

/// What the index counts.
///
/// ```
/// # use standoff::network::frustration::{Counting, Options};
/// assert_eq!(Options::default().counting, Counting::Statements);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Counting {
    /// Every statement: where two actors say good and bad of each other, the fewer of the two go in any division.
    #[default]
    Statements,
    /// Every pair of actors once, with the sign of most of its statements; pairs with as many of one sign as of the
    /// other have none and do not count.
    Ties,
}

/// How to divide actors.
///
/// ```
/// # use standoff::network::frustration::Options;
/// let two = Options { camps: Some(2), ..Options::default() };
/// assert!(two.budget > 0);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Into how many camps at most: 2 for balance; any number, where it is missing.
    pub camps: Option<u32>,
    /// What counts.
    pub counting: Counting,
    /// How many ties the search may look at before it gives up on proof: a measure of time that is the same
    /// everywhere, some hundred million of them a second or two.
    pub budget: u64,
}

impl Default for Options {
    fn default() -> Self {
        Options { camps: None, counting: Counting::default(), budget: 300_000_000 }
    }
}

/// A division of actors into camps, and its index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frustration {
    /// The camp of each actor, numbered from 0: the largest first, of equal ones the one with the smallest actor.
    pub of: Vec<u32>,
    /// How many camps there are.
    pub count: u32,
    /// What is negative within the camps and positive between them.
    pub index: u64,
    /// The part of that which is there in every division, since two actors are tied by both signs.
    pub mixed: u64,
    /// What every division costs at least, as far as is proven.
    pub at_least: u64,
}

impl Frustration {
    /// Whether no division is better.
    pub fn exact(&self) -> bool {
        self.index == self.at_least
    }
}

/// The largest block that is searched to the end, and the largest that is for more than two camps but not for any
/// number.
const LARGE: usize = 1000;
const LARGE_FOR_SOME: usize = 40;

/// The division with the least index that is found, for actors whose ties go both ways
/// ([`Network::both_ways`](super::Network::both_ways)); ties of an actor with itself do not count. The same rows and
/// options give the same division.
///
/// The graph falls into blocks that can be divided each for itself. In each, whoever has one tie that outweighs all
/// others is joined to its other end; for the rest, branch and bound decides tie by tie, and packs cycles with one
/// wrong tie each to know what must be wrong yet. Actors without a tie that counts stand in the first camp of two,
/// and alone where any number is allowed. Where that costs nothing, any number of camps is made smaller: those that
/// oppose the same others and not each other are one.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, frustration::{Options, frustration}}, read};
/// let town = "source,relation,target\nMill,accuses,Abbey\nAbbey,accuses,Inn\nInn,accuses,Mill\n";
/// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let rows = Network::of(&data, &graph).both_ways();
/// let two = frustration(&rows, &Options { camps: Some(2), ..Options::default() });
/// assert_eq!((two.index, two.exact()), (1, true));
/// let any = frustration(&rows, &Options::default());
/// assert_eq!((any.index, any.count), (0, 3));
/// ```
pub fn frustration(rows: &Rows, options: &Options) -> Frustration {
    let (graph, mixed) = signed(rows, options.counting);
    let mut budget = options.budget;
    let mut at_least = mixed;
    let mut joint = Joint { of: vec![None; graph.len()], next: 0, camps: options.camps };
    for piece in parts(&graph, options.camps) {
        let (of, least) = divide(&piece.graph, options.camps, &mut budget);
        at_least += least.unsigned_abs();
        joint.add(&piece.nodes, &of);
    }
    let mut of = joint.all();
    match options.camps {
        None => fewer(&graph, &mut of),
        Some(2) => alike(&graph, &mut of),
        Some(_) => {}
    }
    let index = mixed + cost(&graph, &of).unsigned_abs();
    let (of, count) = by_size(&of);
    Frustration { of, count, index, mixed, at_least }
}

/// The ties by their net weight, and what goes whatever their ends.
fn signed(rows: &Rows, counting: Counting) -> (Graph, u64) {
    let mut twice = 0;
    let mut tie = |actor: u32, (other, weight): (u32, Weight)| {
        let net = weight.net();
        let net = match counting {
            Counting::Statements => net,
            Counting::Ties => net.signum(),
        };
        if counting == Counting::Statements && actor != other {
            twice += u64::from(weight.positive.min(weight.negative));
        }
        (actor != other && net != 0).then_some((other, net))
    };
    let numbers = 0..rows.actors() as u32;
    let graph = numbers.map(|actor| rows.row(actor).filter_map(|end| tie(actor, end)).collect()).collect();
    (graph, twice / 2)
}

/// The parts that can be divided each for itself.
fn parts(graph: &Graph, camps: Option<u32>) -> Vec<Piece> {
    if camps.is_some() {
        return blocks(graph);
    }
    // Nobody gains by being in a camp with those whom no chain of support leads to.
    let whole = joined(graph, |_, _, tie| tie);
    let inside = |(node, row): (usize, &Vec<(u32, i64)>)| {
        row.iter().copied().filter(|&(end, _)| whole[end as usize] == whole[node]).collect()
    };
    blocks(&graph.iter().enumerate().map(inside).collect())
}

/// A division of a block, and what every one costs at least.
fn divide(graph: &Graph, camps: Option<u32>, budget: &mut u64) -> (Vec<u32>, i64) {
    if camps == Some(1) {
        let of = vec![0; graph.len()];
        let cost = cost(graph, &of);
        return (of, cost);
    }
    if let [_, row] = &graph[..] {
        let apart = row.iter().any(|&(_, tie)| tie < 0);
        return (vec![0, u32::from(apart)], 0);
    }
    let (of, cost, work) = climb::best(graph, camps);
    *budget = budget.saturating_sub(work);
    if cost == 0 {
        return (of, 0);
    }
    let two = camps == Some(2);
    let known = match camps {
        None | Some(2) => (of.clone(), cost),
        Some(_) => {
            // More camps cost less: what any number costs is what so many do at least.
            let (of, cost, work) = climb::best(graph, None);
            *budget = budget.saturating_sub(work);
            (of, cost)
        }
    };
    if graph.len() > LARGE {
        return (of, search::at_least(graph, two, &known.0, budget));
    }
    let found = search::least(graph, two, known, budget);
    let Some(most) = camps.filter(|_| !two) else { return (found.of, found.at_least) };
    if found.of.iter().all(|&camp| camp < most) {
        return (found.of, found.at_least);
    }
    let found = search::Found { of, cost, at_least: found.at_least };
    if found.cost == found.at_least || graph.len() > LARGE_FOR_SOME {
        return (found.of, found.at_least);
    }
    let found = assign::least(graph, most, found, budget);
    (found.of, found.at_least)
}

/// The divisions of blocks, put together where they share a node.
struct Joint {
    of: Vec<Option<u32>>,
    next: u32,
    camps: Option<u32>,
}

impl Joint {
    /// Adds a block of which at most one node is in a camp yet.
    fn add(&mut self, nodes: &[u32], of: &[u32]) {
        let shared = nodes.iter().zip(of).find_map(|(&node, &camp)| Some((self.of[node as usize]?, camp)));
        let count = of.iter().max().map_or(0, |&most| most + 1);
        for (&node, &camp) in nodes.iter().zip(of) {
            let camp = match (shared, self.camps) {
                (Some((known, here)), _) if camp == here => known,
                // Of so many camps two change their names.
                (Some((known, here)), Some(_)) if camp == known => here,
                (_, Some(_)) => camp,
                (_, None) => self.next + camp,
            };
            self.of[node as usize] = Some(camp);
        }
        self.next += count;
    }

    fn all(self) -> Vec<u32> {
        let mut next = self.next;
        let alone = |of: Option<u32>| match (of, self.camps) {
            (Some(camp), _) => camp,
            (None, Some(_)) => 0,
            (None, None) => {
                next += 1;
                next - 1
            }
        };
        self.of.into_iter().map(alone).collect()
    }
}

/// Makes one camp of two that oppose the same others and have no tie that is negative between them, the pair with the
/// most such opposition first. It costs nothing.
fn fewer(graph: &Graph, of: &mut [u32]) {
    // Row by row, camps instead of actors; what is positive between is never as much as what is negative.
    loop {
        let (numbered, count) = by_size(of);
        let mut between: Vec<(u32, u32, i64)> = Vec::new();
        for (row, &camp) in graph.iter().zip(&numbered) {
            let ties = row.iter().map(|&(end, tie)| (camp, numbered[end as usize], tie));
            between.extend(ties.filter(|&(a, b, _)| a != b));
        }
        between.sort_unstable_by_key(|&(a, b, _)| (a, b));
        let mut camps: Graph = vec![Vec::new(); count as usize];
        for same in between.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            camps[same[0].0 as usize].push((same[0].1, same.iter().map(|tie| tie.2).sum()));
        }
        let mut pairs: Vec<(u32, u32, i64)> = Vec::new();
        for row in &camps {
            let foes: Vec<(u32, i64)> = row.iter().copied().filter(|&(_, tie)| tie < 0).collect();
            for (at, &(a, of_a)) in foes.iter().enumerate().filter(|_| foes.len() <= MANY) {
                let both = foes[at + 1..].iter().map(|&(b, of_b)| (a, b, of_a.max(of_b)));
                pairs
                    .extend(both.filter(|&(a, b, _)| camps[a as usize].binary_search_by_key(&b, |end| end.0).is_err()));
            }
        }
        pairs.sort_unstable_by_key(|&(a, b, _)| (a, b));
        let shared = pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
        let shared = shared.map(|same| (same.iter().map(|pair| pair.2).sum::<i64>(), same[0].0, same[0].1));
        let mut shared: Vec<(i64, u32, u32)> = shared.collect();
        shared.sort_unstable();
        // Each camp joins one other in a round, since then it has other ties.
        let mut into: Vec<u32> = (0..count).collect();
        let mut taken = vec![false; count as usize];
        for (_, a, b) in shared {
            if !taken[a as usize] && !taken[b as usize] {
                (taken[a as usize], taken[b as usize]) = (true, true);
                into[b as usize] = a;
            }
        }
        of.iter_mut().zip(&numbered).for_each(|(of, &camp)| *of = into[camp as usize]);
        if !taken.contains(&true) {
            return;
        }
    }
}

/// Of whom more than so many camps are opponents, these are not compared pair by pair.
const MANY: usize = 1000;

/// Turns each component of two camps round so that the larger camp, or that of the smallest actor, is the first.
fn alike(graph: &Graph, of: &mut [u32]) {
    let whole = joined(graph, |_, _, tie| tie.abs());
    let mut first = vec![0_i64; graph.len()];
    whole.iter().zip(&*of).for_each(|(&root, &camp)| first[root as usize] += if camp == 0 { 1 } else { -1 });
    let turns: Vec<bool> = (0..)
        .zip(&first)
        .map(|(root, &first)| first < 0 || first == 0 && of.get(root).is_some_and(|&of| of == 1))
        .collect();
    of.iter_mut().zip(&whole).filter(|(_, root)| turns[**root as usize]).for_each(|(of, _)| *of = 1 - *of);
}

#[cfg(test)]
mod tests;
