//! Betweenness: who stands on the shortest chains of others.

use super::Network;
use super::by_degree::ByDegree;
use super::threads::{each_with, threads};

/// From whom the chains are counted.
///
/// ```
/// # use standoff::network::Sources;
/// assert_eq!(Sources::Sampled(3).of(5), [0, 2, 4]);
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
    let mut seed = 0u64;
    // SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
    let mut below = |bound: u64| {
        seed = seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = seed;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((u128::from(z ^ (z >> 31)) * u128::from(bound)) >> 64) as u32
    };
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

/// In how many parts the sources are summed at most, whatever the number of threads.
const PARTS: usize = 32;

/// How many sources make a part worth its while, since every part has room for all actors.
const LEAST: usize = 4;

fn on_threads(network: &Network, sources: &[u32], threads: usize) -> Vec<f64> {
    let (out, into) = (network.out(), network.into());
    let actors = network.len();
    let degrees: Vec<u32> = (0..actors as u32).map(|actor| into.degree(actor)).collect();
    let order = ByDegree::new(&degrees);
    let (starts, ends) = order.rows(|actor, ends| {
        ends.extend(out.ends(actor).iter().map(|&end| order.place[end as usize]));
    });
    let part = sources.len().div_ceil(PARTS).max(LEAST);
    let parts: Vec<&[u32]> = sources.chunks(part).collect();
    let (sums, _) = each_with(
        threads,
        parts,
        || Walk::new(&starts, &ends),
        |walk, sources| {
            let mut sums = vec![0.0; actors];
            sources.iter().for_each(|&source| walk.from(order.place[source as usize], &mut sums));
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

/// What is known of an actor on the walk from a source: how far it is, and how many shortest chains lead there.
/// On the way back the second becomes what each of these chains hands back to the one before.
#[derive(Clone, Copy)]
struct Seen {
    chains: f64,
    distance: u32,
}

const UNSEEN: Seen = Seen { chains: 0.0, distance: u32::MAX };

/// Room to walk from one source after the other.
struct Walk<'n> {
    starts: &'n [u32],
    ends: &'n [u32],
    seen: Vec<Seen>,
    /// Whoever is reached, the nearest first.
    reached: Vec<u32>,
}

impl<'n> Walk<'n> {
    fn new(starts: &'n [u32], ends: &'n [u32]) -> Self {
        Walk { starts, ends, seen: vec![UNSEEN; starts.len() - 1], reached: Vec::new() }
    }

    fn row(&self, actor: u32) -> &'n [u32] {
        &self.ends[self.starts[actor as usize] as usize..self.starts[actor as usize + 1] as usize]
    }

    /// Adds to each actor what it is worth between this source and all others.
    fn from(&mut self, source: u32, sums: &mut [f64]) {
        self.seen[source as usize] = Seen { chains: 1.0, distance: 0 };
        self.reached.push(source);
        let mut at = 0;
        while let Some(&here) = self.reached.get(at) {
            let Seen { chains, distance } = self.seen[here as usize];
            for &end in self.row(here) {
                let seen = &mut self.seen[end as usize];
                if seen.distance == u32::MAX {
                    *seen = Seen { chains, distance: distance + 1 };
                    self.reached.push(end);
                } else if seen.distance == distance + 1 {
                    seen.chains += chains;
                }
            }
            at += 1;
        }
        let farthest = self.reached.last().map_or(0, |&last| self.seen[last as usize].distance);
        for &here in self.reached.iter().skip(1).rev() {
            let Seen { chains, distance } = self.seen[here as usize];
            let mut handed = 0.0;
            if distance < farthest {
                for &end in self.row(here) {
                    let seen = self.seen[end as usize];
                    handed += if seen.distance == distance + 1 { seen.chains } else { 0.0 };
                }
            }
            let worth = chains * handed;
            sums[here as usize] += worth;
            self.seen[here as usize].chains = (1.0 + worth) / chains;
        }
        self.reached.drain(..).for_each(|actor| self.seen[actor as usize] = UNSEEN);
    }
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
                    let before = network.into().ends(to as u32).iter().map(|&before| before as usize);
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
