//! Betweenness: who stands on the shortest chains of others.

use super::Network;
use super::by_degree::ByDegree;
use super::threads::{each_with, threads};
use crate::random::Random;

/// From whom the chains are counted.
///
/// ```
/// # use standoff::network::Sources;
/// let three = Sources::Sampled(3).of(5);
/// assert!(three.len() == 3 && three.is_sorted());
/// assert_eq!(Sources::All.of(2), [0, 1]);
/// assert_eq!(Sources::Sampled(64).of(1_000_000).len(), 64);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sources {
    /// From every actor.
    All,
    /// From so many, which are drawn once for all: the same of the same number of actors.
    Sampled(u32),
}

impl Sources {
    /// Who they are among so many actors, ascending.
    pub fn of(self, actors: u32) -> Vec<u32> {
        match self {
            Sources::Sampled(count) if count < actors => drawn(actors, count),
            _ => (0..actors).collect(),
        }
    }
}

/// Draws some numbers out of those below a bound, all sets alike: Floyd's method (Bentley, CACM 1987).
fn drawn(bound: u32, count: u32) -> Vec<u32> {
    let mut random = Random::new(0);
    let mut below = |bound: u64| ((u128::from(random.next()) * u128::from(bound)) >> 64) as u32;
    let mut chosen = std::collections::BTreeSet::new();
    for last in bound - count..bound {
        let one = below(u64::from(last) + 1);
        if !chosen.insert(one) {
            chosen.insert(last);
        }
    }
    chosen.into_iter().collect()
}

/// On how many shortest chains between two others each actor stands, by number: summed over all ordered pairs,
/// each pair counting as 1, in equal shares to all of its shortest chains. A chain follows ties from source to
/// target, each of which is as long as any other. It is not divided by the number of pairs.
///
/// From every actor (Brandes, Journal of Mathematical Sociology 2001), or from a sample and scaled up to what all
/// would give on average (Brandes and Pich, International Journal of Bifurcation and Chaos 2007).
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, Sources, betweenness}, read};
/// # let town = "source,relation,target\nAbbey,aids,Oldbridge\nOldbridge,aids,Marsh End\nMill,aids,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let network = Network::of(&data, &Graph::of(&data, &Filter::default()).0);
/// let between = betweenness(&network, Sources::All);
/// let oldbridge = network.number(data.find_actor("oldbridge").unwrap()).unwrap();
/// assert_eq!(between[oldbridge as usize], 2.0);
/// assert_eq!(between.iter().sum::<f64>(), 2.0);
/// ```
pub fn betweenness(network: &Network, sources: Sources) -> Vec<f64> {
    on_threads(network, &sources.of(network.len() as u32), threads())
}

/// In how many parts the sources are summed at most, whatever the number of threads: every part has a number for
/// each actor.
const PARTS: usize = 16;

fn on_threads(network: &Network, sources: &[u32], threads: usize) -> Vec<f64> {
    let (out, into) = (network.out(), network.back());
    let actors = network.len();
    let degrees: Vec<u32> = (0..actors as u32).map(|actor| into.degree(actor)).collect();
    let order = ByDegree::new(&degrees);
    let (starts, ends) = order.rows(|actor, ends| {
        ends.extend(out.ends(actor).iter().map(|&end| order.place[end as usize]));
    });
    let places: Vec<u32> = sources.iter().map(|&source| order.place[source as usize]).collect();
    let part = places.len().div_ceil(PARTS).next_multiple_of(LANES).max(LANES);
    let (sums, _) = each_with(
        threads,
        places.chunks(part).collect(),
        || Walk::new(&starts, &ends),
        |walk, sources| {
            let mut sums = vec![0.0; actors];
            sources.chunks(LANES).for_each(|sources| walk.from(sources, &mut sums));
            sums
        },
    );
    let mut between = vec![0.0; actors];
    for sums in sums {
        sums.iter().zip(&order.actor).for_each(|(sum, &actor)| between[actor as usize] += sum);
    }
    // From all it is the sum itself, to the last bit.
    if sources.len() < actors {
        let scale = actors as f64 / sources.len() as f64;
        between.iter_mut().for_each(|sum| *sum *= scale);
    }
    between
}

/// From how many sources one walk goes at once. Most actors are at the same few distances from all of them, so that
/// their ties are looked at a few times for all sources together (as in Then et al., VLDB 2014).
const LANES: usize = 8;

/// A number for each source of a walk.
type Lanes = [f64; LANES];

/// A bit for each source of a walk.
type Mask = u8;

const ZERO: Lanes = [0.0; LANES];

/// Whoever is as far from some of the sources: who, and from which.
type Level = Vec<(u32, Mask)>;

/// Room to walk from some sources after others.
struct Walk<'n> {
    starts: &'n [u32],
    ends: &'n [u32],
    /// Which sources have come to an actor so far; not those that come to it in this step.
    seen: Vec<Mask>,
    /// Forward, which sources come to it in this step; on the way back, which are as far as the last step was.
    here: Vec<Mask>,
    /// What comes together in this step of those; zero for others.
    gathered: Vec<Lanes>,
    /// How many shortest chains lead to an actor from each source; on the way back what each of these chains hands
    /// back to the one before.
    chains: Vec<Lanes>,
    /// Room for a part of a row.
    room: Vec<u32>,
}

impl<'n> Walk<'n> {
    fn new(starts: &'n [u32], ends: &'n [u32]) -> Self {
        let actors = starts.len() - 1;
        let masks = || vec![0; actors];
        let lanes = || vec![ZERO; actors];
        let longest = starts.windows(2).map(|row| row[1] - row[0]).max().unwrap_or(0);
        let room = vec![0; longest as usize + 1];
        Walk { starts, ends, seen: masks(), here: masks(), gathered: lanes(), chains: lanes(), room }
    }

    fn row(&self, actor: u32) -> &'n [u32] {
        &self.ends[self.starts[actor as usize] as usize..self.starts[actor as usize + 1] as usize]
    }

    /// Adds to each actor what it is worth between these sources and all others.
    fn from(&mut self, sources: &[u32], sums: &mut [f64]) {
        let mut level = Level::new();
        for (lane, &source) in sources.iter().enumerate() {
            self.seen[source as usize] |= 1 << lane;
            self.chains[source as usize][lane] = 1.0;
            level.push((source, 1 << lane));
        }
        let mut levels = Vec::new();
        while !level.is_empty() {
            let next = self.step(&level);
            levels.push(std::mem::replace(&mut level, next));
        }
        // The sources themselves are between nobody.
        let mut farther = Level::new();
        while levels.len() > 1 {
            let level = levels.pop().expect("there is more than one");
            self.back(&level, &farther, sums);
            farther = level;
        }
        self.leave(&farther);
        farther.iter().for_each(|&(actor, _)| self.seen[actor as usize] = 0);
        levels.concat().iter().for_each(|&(actor, _)| self.seen[actor as usize] = 0);
    }

    /// Goes one tie on.
    fn step(&mut self, level: &Level) -> Level {
        let mut reached = Level::new();
        for &(actor, from) in level {
            let chains = only(from, &self.chains[actor as usize]);
            let row = self.row(actor);
            for &end in chosen(row, &mut self.room, |end| from & !self.seen[end]) {
                let here = &mut self.here[end as usize];
                if *here == 0 {
                    reached.push((end, 0));
                }
                *here |= from;
                add(&mut self.gathered[end as usize], &chains);
            }
        }
        for (actor, from) in &mut reached {
            let actor = *actor as usize;
            *from = self.here[actor] & !self.seen[actor];
            self.seen[actor] |= *from;
            self.here[actor] = 0;
            let gathered = std::mem::replace(&mut self.gathered[actor], ZERO);
            let chains = &mut self.chains[actor];
            for lane in 0..LANES {
                chains[lane] = if *from >> lane & 1 == 1 { gathered[lane] } else { chains[lane] };
            }
        }
        reached
    }

    /// Goes one tie back, from those who are farther to those of a level.
    fn back(&mut self, level: &Level, farther: &Level, sums: &mut [f64]) {
        for &(actor, from) in level {
            let mut handed = ZERO;
            if !farther.is_empty() {
                let row = self.row(actor);
                for &end in chosen(row, &mut self.room, |end| from & self.here[end]) {
                    add(&mut handed, &self.gathered[end as usize]);
                }
            }
            let chains = &mut self.chains[actor as usize];
            let mut worth = ZERO;
            for lane in 0..LANES {
                let there = from >> lane & 1 == 1;
                worth[lane] = if there { chains[lane] * handed[lane] } else { 0.0 };
                chains[lane] = if there { (1.0 + worth[lane]) / chains[lane] } else { chains[lane] };
            }
            sums[actor as usize] += worth.iter().sum::<f64>();
        }
        self.leave(farther);
        farther.iter().for_each(|&(actor, _)| self.seen[actor as usize] = 0);
        for &(actor, from) in level {
            self.here[actor as usize] = from;
            self.gathered[actor as usize] = only(from, &self.chains[actor as usize]);
        }
    }

    fn leave(&mut self, level: &Level) {
        for &(actor, _) in level {
            self.here[actor as usize] = 0;
            self.gathered[actor as usize] = ZERO;
        }
    }
}

/// Those ends of a row for which there is some source, written into the room. That is not known before and not to
/// be guessed, so that it is faster not to branch on it.
fn chosen<'r>(row: &[u32], room: &'r mut [u32], sources: impl Fn(usize) -> Mask) -> &'r [u32] {
    let mut count = 0;
    for &end in row {
        room[count] = end;
        count += usize::from(sources(end as usize) != 0);
    }
    &room[..count]
}

/// The numbers of some of the sources; zero for the others.
fn only(sources: Mask, of: &Lanes) -> Lanes {
    let mut only = ZERO;
    for lane in 0..LANES {
        only[lane] = if sources >> lane & 1 == 1 { of[lane] } else { 0.0 };
    }
    only
}

fn add(sums: &mut Lanes, more: &Lanes) {
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::tests::{ties, weight};
    use crate::network::{UNREACHED, distances};

    #[test]
    fn who_stands_in_the_middle_of_a_chain_is_between_all_before_and_after() {
        let chain = Network::of_ties(5, (0..4).map(|from| (from, from + 1, weight(1))).collect());
        assert_eq!(betweenness(&chain, Sources::All), [0.0, 3.0, 4.0, 3.0, 0.0]);
        assert_eq!(betweenness(&Network::of_ties(0, Vec::new()), Sources::Sampled(3)), Vec::<f64>::new());
    }

    proptest! {
        #[test]
        fn it_is_the_share_of_chains_through_each((actors, ties) in ties(20, 60)) {
            let network = &Network::of_ties(actors, ties);
            let far: Vec<Vec<u32>> = (0..actors as u32).map(|from| distances(network, from)).collect();
            // How many shortest chains lead from one to another: those to all that lie a step before it.
            let mut chains = vec![vec![0.0; actors]; actors];
            for from in 0..actors {
                let mut by_distance: Vec<usize> = (0..actors).filter(|&to| far[from][to] != UNREACHED).collect();
                by_distance.sort_by_key(|&to| far[from][to]);
                chains[from][from] = 1.0;
                for &to in &by_distance[1..] {
                    let before = network.back().ends(to as u32).iter().map(|&before| before as usize);
                    let before = before.filter(|&before| far[from][before] != UNREACHED && far[from][before] + 1 == far[from][to]);
                    chains[from][to] = before.map(|before| chains[from][before]).sum();
                }
            }
            let between = betweenness(network, Sources::All);
            for v in 0..actors {
                let mut expected = 0.0;
                for s in (0..actors).filter(|&s| s != v) {
                    for t in (0..actors).filter(|&t| t != v && t != s && far[s][t] != UNREACHED) {
                        if far[s][v] != UNREACHED && far[v][t] != UNREACHED && far[s][v] + far[v][t] == far[s][t] {
                            expected += chains[s][v] * chains[v][t] / chains[s][t];
                        }
                    }
                }
                prop_assert!((between[v] - expected).abs() < 1e-9, "{} instead of {expected}", between[v]);
            }
        }

        #[test]
        fn a_sample_is_the_same_on_any_number_of_threads((actors, ties) in ties(60, 300), count in 1..60u32) {
            let network = &Network::of_ties(actors, ties);
            let sources = Sources::Sampled(count).of(actors as u32);
            prop_assert_eq!(sources.len(), (count as usize).min(actors));
            prop_assert!(sources.is_sorted_by(|a, b| a < b) && sources.iter().all(|&source| source < actors as u32));
            let one = on_threads(network, &sources, 1);
            prop_assert_eq!(&one, &on_threads(network, &sources, 3));
            prop_assert_eq!(one, betweenness(network, Sources::Sampled(count)));
        }
    }
}
