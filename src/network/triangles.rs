//! Triangles, and whether their signs are in balance.

use super::Network;
use super::by_degree::ByDegree;
use super::rows::{merge, pieces};
use super::threads::{each, each_with, threads};

/// How many triangles there are, in all and of each actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triangles {
    /// In all.
    pub all: u64,
    /// Of each actor, by number.
    pub of: Vec<u64>,
}

/// Triangles counted by the signs of their ties.
///
/// ```
/// # use standoff::network::Census;
/// let census = Census { three_positive: 4, one_negative: 1, two_negative: 3, three_negative: 2, unsigned: 5 };
/// assert_eq!((census.balanced(), census.unbalanced(), census.triangles()), (7, 3, 15));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Census {
    /// `+++`, balanced: friends of friends are friends.
    pub three_positive: u64,
    /// `++−`, unbalanced: two enemies with a common friend.
    pub one_negative: u64,
    /// `+−−`, balanced: two friends with a common enemy.
    pub two_negative: u64,
    /// `−−−`, unbalanced, though not in the weaker sense of Davis (Human Relations 1967).
    pub three_negative: u64,
    /// With a tie that has no sign: as many statements for as against, or only neutral ones.
    pub unsigned: u64,
}

impl Census {
    /// Those the product of whose signs is positive.
    pub fn balanced(&self) -> u64 {
        self.three_positive + self.two_negative
    }

    /// Those the product of whose signs is negative.
    pub fn unbalanced(&self) -> u64 {
        self.one_negative + self.three_negative
    }

    /// All, with and without signs.
    pub fn triangles(&self) -> u64 {
        self.balanced() + self.unbalanced() + self.unsigned
    }

    fn of([three_positive, one_negative, two_negative, three_negative, unsigned]: [u64; 5]) -> Self {
        Census { three_positive, one_negative, two_negative, three_negative, unsigned }
    }
}

/// The census of signed triads: of all triangles, and of those of each actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triads {
    /// Of all triangles.
    pub all: Census,
    /// Of the triangles of each actor, by number.
    pub of: Vec<Census>,
}

/// Counts the triangles: three actors each of whom has a tie with both others, in whatever direction. That is the
/// simple graph without directions, and without ties of an actor with itself.
///
/// Each triangle is found once, at the least busy of its actors (the forward algorithm, Schank and Wagner, WEA
/// 2005; Latapy, Theoretical Computer Science 2008).
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, triangles}, read};
/// # let town = "source,relation,target\nAbbey,aids,Oldbridge\nOldbridge,aids,Marsh End\nAbbey,accuses,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let network = Network::of(&data, &Graph::of(&data, &Filter::default()).0);
/// assert_eq!(triangles(&network).all, 1);
/// assert_eq!(triangles(&network).of, [1, 1, 1]);
/// ```
pub fn triangles(network: &Network) -> Triangles {
    let (all, of) = Forward::new(network).walk::<1>();
    Triangles { all: all[0], of: of.into_iter().map(|[count]| count).collect() }
}

/// Counts the triangles by the signs of their ties, as structural balance does (Cartwright and Harary,
/// Psychological Review 1956): the sign of a tie is that of all statements between the two, in both directions,
/// positive ones less negative ones.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, triads}, read};
/// # let town = "source,relation,target\nAbbey,aids,Oldbridge\nOldbridge,aids,Marsh End\nAbbey,accuses,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let network = Network::of(&data, &Graph::of(&data, &Filter::default()).0);
/// let triads = triads(&network);
/// assert_eq!((triads.all.one_negative, triads.all.unbalanced()), (1, 1));
/// assert_eq!(triads.of[0], triads.all);
/// ```
pub fn triads(network: &Network) -> Triads {
    let (all, of) = Forward::new(network).walk::<5>();
    Triads { all: Census::of(all), of: of.into_iter().map(Census::of).collect() }
}

/// Codes of signs whose sum over a triangle is how many are negative, or more than three where one is missing.
const POSITIVE: u8 = 0;
const NEGATIVE: u8 = 1;
const UNSIGNED: u8 = 4;

/// Each tie from its less busy end to the busier one, under numbers by degree.
struct Forward {
    order: ByDegree,
    starts: Vec<u32>,
    ends: Vec<u32>,
    signs: Vec<u8>,
}

impl Forward {
    fn new(network: &Network) -> Self {
        let (out, into) = (network.out(), network.back());
        let degree = |actor| {
            let mut degree = 0;
            merge(out, into, actor, |_, _| degree += 1);
            degree
        };
        let degrees = each(out.pieces(), |range| range.map(degree).collect::<Vec<u32>>()).concat();
        let order = ByDegree::new(&degrees);
        let (starts, ties) = order.rows(|actor, ties: &mut Vec<(u32, u8)>| {
            let place = order.place[actor as usize];
            merge(out, into, actor, |other, weight| {
                let busier = order.place[other as usize];
                if busier < place {
                    let sign = match weight.net() {
                        0 => UNSIGNED,
                        net if net < 0 => NEGATIVE,
                        _ => POSITIVE,
                    };
                    ties.push((busier, sign));
                }
            });
        });
        let (ends, signs) = ties.into_iter().unzip();
        Forward { order, starts, ends, signs }
    }

    /// Counts triangles by the sum of their codes, of all and of each actor; those of the last class and beyond
    /// together.
    fn walk<const CLASSES: usize>(&self) -> ([u64; CLASSES], Vec<[u64; CLASSES]>) {
        let actors = self.order.actor.len();
        let room = || (vec![0u8; actors], vec![[0u64; CLASSES]; actors]);
        let jobs = pieces(&self.starts, 256, 1 << 10);
        let (_, rooms) = each_with(threads(), jobs, room, |(marks, counts), range| {
            for here in range {
                self.at::<CLASSES>(here, marks, counts);
            }
        });
        let mut all = [0; CLASSES];
        let mut of = vec![[0; CLASSES]; actors];
        for (_, counts) in rooms {
            for (&actor, counts) in self.order.actor.iter().zip(counts) {
                for (class, count) in counts.into_iter().enumerate() {
                    of[actor as usize][class] += count;
                    all[class] += count;
                }
            }
        }
        // Each was counted at three actors.
        (all.map(|count| count / 3), of)
    }

    fn row(&self, here: u32) -> impl Iterator<Item = (u32, u8)> {
        let range = self.starts[here as usize] as usize..self.starts[here as usize + 1] as usize;
        self.ends[range.clone()].iter().copied().zip(self.signs[range].iter().copied())
    }

    /// Counts the triangles whose least busy actor this is.
    fn at<const CLASSES: usize>(&self, here: u32, marks: &mut [u8], counts: &mut [[u64; CLASSES]]) {
        self.row(here).for_each(|(end, sign)| marks[end as usize] = sign + 1);
        let mut at_here = [0; CLASSES];
        for (second, sign) in self.row(here) {
            let mut at_second = [0; CLASSES];
            for (third, other) in self.row(second) {
                let mark = marks[third as usize];
                if mark != 0 {
                    let class = usize::from(sign + other + mark - 1).min(CLASSES - 1);
                    at_second[class] += 1;
                    counts[third as usize][class] += 1;
                }
            }
            for class in 0..CLASSES {
                counts[second as usize][class] += at_second[class];
                at_here[class] += at_second[class];
            }
        }
        for class in 0..CLASSES {
            counts[here as usize][class] += at_here[class];
        }
        self.row(here).for_each(|(end, _)| marks[end as usize] = 0);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::tests::ties;

    proptest! {
        #[test]
        fn triads_are_all_threes((actors, ties) in ties(20, 150)) {
            let network = Network::of_ties(actors, ties);
            let both = network.both_ways();
            let net = |a: usize, b: usize| {
                both.row(a as u32).find(|(end, _)| *end as usize == b).map(|(_, weight)| weight.net().signum())
            };
            let (mut all, mut of) = ([0u64; 5], vec![[0u64; 5]; actors]);
            for a in 0..actors {
                for b in a + 1..actors {
                    for c in b + 1..actors {
                        let (Some(x), Some(y), Some(z)) = (net(a, b), net(b, c), net(c, a)) else { continue };
                        let class = if x * y * z == 0 { 4 } else { [x, y, z].iter().filter(|&&net| net < 0).count() };
                        all[class] += 1;
                        for actor in [a, b, c] {
                            of[actor][class] += 1;
                        }
                    }
                }
            }
            let found = triads(&network);
            prop_assert_eq!(found.all, Census::of(all));
            prop_assert_eq!(&found.of, &of.iter().map(|&counts| Census::of(counts)).collect::<Vec<_>>());
            let plain = triangles(&network);
            prop_assert_eq!(plain.all, found.all.triangles());
            prop_assert_eq!(plain.of, found.of.iter().map(Census::triangles).collect::<Vec<_>>());
        }
    }
}
