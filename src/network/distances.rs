//! Distances: over how many ties an actor reaches the others.

use super::{Network, Rows};

/// The distance of those who are not reached.
pub const UNREACHED: u32 = u32::MAX;

/// How many ties the shortest chain from one actor to each other has, by number, each tie from source to target;
/// [`UNREACHED`] where there is none.
///
/// A breadth-first search, which looks back from those not reached yet wherever that is less work (Beamer, Asanović
/// and Patterson, SC 2012).
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, UNREACHED, distances}, read};
/// # let town = "source,relation,target\nAbbey,aids,Oldbridge\nOldbridge,aids,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let network = Network::of(&data, &Graph::of(&data, &Filter::default()).0);
/// let number = |name| network.number(data.find_actor(name).unwrap()).unwrap();
/// let from_abbey = distances(&network, number("Abbey"));
/// assert_eq!(from_abbey[number("Marsh End") as usize], 2);
/// assert_eq!(distances(&network, number("Marsh End"))[number("Abbey") as usize], UNREACHED);
/// ```
///
/// # Panics
/// Where the network has no actor of that number.
pub fn distances(network: &Network, from: u32) -> Vec<u32> {
    search(network.out(), network.back(), from)
}

/// How many times as many ties may be looked at from the other side, and how small a part of the actors is walked
/// forward again: as in the paper.
const ALPHA: usize = 14;
const BETA: usize = 24;

/// The distances along rows, given the same ties turned round.
pub(super) fn search(rows: &Rows, turned: &Rows, from: u32) -> Vec<u32> {
    let actors = rows.actors();
    let mut distance = vec![UNREACHED; actors];
    distance[from as usize] = 0;
    let mut reached = vec![from];
    let mut unseen = rows.ties();
    let mut marks = Vec::new();
    let (mut here, mut backward) = (0, false);
    while !reached.is_empty() {
        let ahead: usize = reached.iter().map(|&actor| rows.degree(actor) as usize).sum();
        unseen = unseen.saturating_sub(ahead);
        backward = if backward { reached.len() > actors / BETA } else { ahead > unseen / ALPHA };
        let mut next = Vec::new();
        if backward {
            marks.clear();
            marks.resize(actors.div_ceil(64), 0u64);
            for &actor in &reached {
                marks[actor as usize / 64] |= 1 << (actor % 64);
            }
            let marked = |&other: &u32| marks[other as usize / 64] >> (other % 64) & 1 == 1;
            for (distance, actor) in distance.iter_mut().zip(0..).filter(|(distance, _)| **distance == UNREACHED) {
                if turned.ends(actor).iter().any(marked) {
                    *distance = here + 1;
                    next.push(actor);
                }
            }
        } else {
            for &actor in &reached {
                for &other in rows.ends(actor) {
                    if distance[other as usize] == UNREACHED {
                        distance[other as usize] = here + 1;
                        next.push(other);
                    }
                }
            }
        }
        here += 1;
        reached = next;
    }
    distance
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::tests::ties;

    proptest! {
        #[test]
        fn distances_are_the_shortest((actors, ties) in ties(40, 120)) {
            let network = Network::of_ties(actors, ties.clone());
            for from in 0..actors as u32 {
                // Bellman and Ford: no tie leads further than by one.
                let mut shortest = vec![UNREACHED; actors];
                shortest[from as usize] = 0;
                for _ in 0..actors {
                    for &(a, b, _) in &ties {
                        shortest[b as usize] = shortest[b as usize].min(shortest[a as usize].saturating_add(1));
                    }
                }
                prop_assert_eq!(distances(&network, from), shortest);
            }
        }
    }
}
