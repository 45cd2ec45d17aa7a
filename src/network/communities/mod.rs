//! Communities: actors who stand together, by signed modularity.
//!
//! Modularity asks how much more weight lies inside of communities than chance would put there (Newman and Girvan,
//! "Finding and evaluating community structure in networks", Physical Review E 69, 026113, 2004). Where ties have
//! signs, Gómez, Jensen and Arenas ("Analysis of community structure in networks of correlated data", Physical
//! Review E 80, 016114, 2009) let support and hostility each have a chance of its own:
//!
//! Q = 1 / (W⁺ + W⁻) · Σ over pairs in one community of (w⁺ − w⁻ − s⁺s⁺/W⁺ + s⁻s⁻/W⁻)
//!
//! with s an actor's sum of ties and W the sum over all actors. Support inside and hostility between count for it,
//! hostility inside and support between against it; without negative ties it is Newman's. Finding the best is hard
//! (NP), so [`Method`] has two that climb.

mod level;
mod moves;

use std::cmp::Reverse;

use super::Rows;
use crate::random::Random;
use level::Level;
use moves::Moves;

/// How communities are looked for.
///
/// ```
/// # use standoff::network::communities::{Method, Options};
/// assert_eq!(Options::default().method, Method::Leiden);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// Moves actors one by one and then whole communities: Blondel, Guillaume, Lambiotte and Lefebvre, "Fast
    /// unfolding of communities in large networks", J. Stat. Mech. P10008, 2008. Each is moved again only when a
    /// neighbour has moved.
    Louvain,
    /// The same, but communities are taken apart again before they are moved as one: Traag, Waltman and van Eck,
    /// "From Louvain to Leiden: guaranteeing well-connected communities", Scientific Reports 9, 5233, 2019. A
    /// subset joins where it gains most, without chance.
    #[default]
    Leiden,
}

/// How to look for communities.
///
/// ```
/// # use standoff::network::communities::Options;
/// let finer = Options { resolution: 1.5, ..Options::default() };
/// assert!(!finer.neutral);
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Which way.
    pub method: Method,
    /// Whether neutral statements count as support; they do not count otherwise.
    pub neutral: bool,
    /// How much chance weighs (γ of Reichardt and Bornholdt, Physical Review E 74, 016110, 2006): more than 1 makes
    /// more and smaller communities, less makes fewer.
    pub resolution: f64,
}

impl Default for Options {
    fn default() -> Self {
        Options { method: Method::default(), neutral: false, resolution: 1.0 }
    }
}

/// Which community each actor is in.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of each actor, numbered from 0: the largest first, of equal ones the one with the smallest
    /// actor. Who has no tie that counts is alone.
    pub of: Vec<u32>,
    /// How many there are.
    pub count: u32,
    /// The modularity of this division, from −1 to 1; 0 where no tie counts.
    pub modularity: f64,
}

/// In a graph of at most so many entries several orders are tried, since it takes no time.
const SMALL: usize = 20_000;
/// So many orders.
const STARTS: u64 = 10;
/// How often Leiden begins again from what it found.
const AGAIN: usize = 2;

/// Communities of actors whose ties go both ways ([`Network::both_ways`](super::Network::both_ways)), ties of an
/// actor with itself not counted. The same rows give the same communities; work grows about as the number of ties.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, communities::{Options, communities}}, read};
/// let town = "source,relation,target\nMill,aids,Ferry\nAbbey,aids,Inn\nMill,accuses,Abbey\nInn,accuses,Ferry\n";
/// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let found = communities(&Network::of(&data, &graph).both_ways(), &Options::default());
/// assert_eq!((found.of, found.count), (vec![0, 0, 1, 1], 2));
/// assert_eq!(found.modularity, 0.5);
/// ```
pub fn communities(rows: &Rows, options: &Options) -> Communities {
    let level = Level::of(rows, options.neutral);
    let sums = level.sums();
    let total = sums[0] + sums[1];
    if total == 0.0 {
        return Communities { of: (0..rows.actors() as u32).collect(), count: rows.actors() as u32, modularity: 0.0 };
    }
    let chance = sums.map(|sum| if sum > 0.0 { options.resolution / sum } else { 0.0 });
    let starts = if level.entries() <= SMALL { STARTS } else { 1 };
    let mut best: Option<(f64, Vec<u32>)> = None;
    for start in 0..starts {
        let mut order: Vec<u32> = (0..level.len() as u32).collect();
        if start > 0 {
            Random::new(start).shuffle(&mut order);
        }
        let of = climbed(&level, chance, options.method, order);
        let quality = level.quality(&of, chance) / total;
        if best.as_ref().is_none_or(|(known, _)| quality > known + 1e-12) {
            best = Some((quality, of));
        }
    }
    let (modularity, of) = best.expect("there is at least one start");
    let (of, count) = by_size(&of);
    Communities { of, count, modularity }
}

/// The modularity of a division of the actors into communities, numbered from 0; 0 where no tie counts.
///
/// ```
/// # use standoff::network::{Rows, Weight, communities::{Options, modularity}};
/// let weight = Weight { positive: 1, ..Weight::default() };
/// let pairs = Rows::new(4, [(0, 1), (1, 0), (2, 3), (3, 2)].map(|(a, b)| (a, b, weight)).into());
/// assert_eq!(modularity(&pairs, &[0, 0, 1, 1], &Options::default()), 0.5);
/// assert_eq!(modularity(&pairs, &[0, 0, 0, 0], &Options::default()), 0.0);
/// ```
pub fn modularity(rows: &Rows, of: &[u32], options: &Options) -> f64 {
    let level = Level::of(rows, options.neutral);
    let sums = level.sums();
    let chance = sums.map(|sum| if sum > 0.0 { options.resolution / sum } else { 0.0 });
    if sums == [0.0, 0.0] { 0.0 } else { level.quality(of, chance) / (sums[0] + sums[1]) }
}

/// Climbs from everybody alone, level by level.
fn climbed(level: &Level, chance: [f64; 2], method: Method, order: Vec<u32>) -> Vec<u32> {
    let alone = (0..level.len() as u32).collect();
    let mut of = once(level, chance, method, alone, order);
    if method == Method::Leiden {
        for _ in 1..AGAIN {
            let next = once(level, chance, method, of.clone(), (0..level.len() as u32).collect());
            if next == of {
                break;
            }
            of = next;
        }
    }
    of
}

/// One way up: from a division to one where hardly any actor, and no community as a whole, gains by moving.
fn once(actors: &Level, chance: [f64; 2], method: Method, of: Vec<u32>, order: Vec<u32>) -> Vec<u32> {
    let (mut of, mut order) = (of, order);
    // What of the level each actor belongs to.
    let mut part_of: Vec<u32> = (0..actors.len() as u32).collect();
    let mut merged: Option<Level> = None;
    loop {
        let level = merged.as_ref().unwrap_or(actors);
        let mut moves = Moves::new(level, chance, of);
        moves.settle(order);
        let (found, count) = moves.numbered();
        // What moves as one on the next level, and in which community it begins.
        let (parts, parts_count) = match method {
            Method::Louvain => (found.clone(), count),
            Method::Leiden if count == level.len() => (found.clone(), count),
            Method::Leiden => moves.refined(),
        };
        if parts_count == level.len() {
            return part_of.iter().map(|&part| found[part as usize]).collect();
        }
        of = (0..parts_count as u32).collect();
        if method == Method::Leiden {
            parts.iter().zip(&found).for_each(|(&part, &camp)| of[part as usize] = camp);
        }
        let next = level.merged(&parts, parts_count);
        part_of.iter_mut().for_each(|part| *part = parts[*part as usize]);
        order = (0..parts_count as u32).collect();
        merged = Some(next);
    }
}

/// Numbers by size, then by the smallest actor; also how many there are.
pub(crate) fn by_size(of: &[u32]) -> (Vec<u32>, u32) {
    let most = of.iter().max().map_or(0, |&most| most as usize + 1);
    let (mut size, mut first) = (vec![0_u32; most], vec![u32::MAX; most]);
    for (actor, &camp) in (0..).zip(of) {
        size[camp as usize] += 1;
        first[camp as usize] = first[camp as usize].min(actor);
    }
    let mut order: Vec<u32> = (0..most as u32).filter(|&camp| size[camp as usize] > 0).collect();
    order.sort_unstable_by_key(|&camp| (Reverse(size[camp as usize]), first[camp as usize]));
    let mut number = vec![0; most];
    (0..).zip(&order).for_each(|(at, &camp)| number[camp as usize] = at);
    (of.iter().map(|&camp| number[camp as usize]).collect(), order.len() as u32)
}

#[cfg(test)]
mod tests;
