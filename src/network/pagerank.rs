//! PageRank: who is spoken about by those who are spoken about.

use super::Network;
use super::krylov::fixed_point;
use super::threads::{cut, each};

/// How much of its rank an actor hands on.
pub const DAMPING: f64 = 0.85;

/// What one more iteration may still change, in sum over all actors: little enough for nine digits of the rank of each.
pub const TOLERANCE: f64 = 1e-12;

/// The PageRank of each actor, by number; the sum of all is 1.
///
/// An actor hands [`DAMPING`] of its rank on to its targets, in proportion to the statements about each, whatever
/// their sign, and to all actors alike where it has no target; the rest comes to all alike (Page, Brin, Motwani and
/// Winograd, Stanford 1999). Ranks are found by iteration, until one more would change all of them together by less
/// than [`TOLERANCE`].
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, pagerank}, read};
/// # let town = "source,relation,target\nAbbey,aids,Oldbridge\nMarsh End,aids,Oldbridge\nOldbridge,aids,Abbey\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let network = Network::of(&data, &Graph::of(&data, &Filter::default()).0);
/// let ranks = pagerank(&network);
/// let rank = |name| ranks[network.number(data.find_actor(name).unwrap()).unwrap() as usize];
/// assert!(rank("Oldbridge") > rank("Abbey") && rank("Abbey") > rank("Marsh End"));
/// assert!((rank("Marsh End") - 0.15 / 3.0).abs() < 1e-9);
/// ```
pub fn pagerank(network: &Network) -> Vec<f64> {
    let actors = network.len();
    if actors == 0 {
        return Vec::new();
    }
    let (out, into) = (network.out(), network.back());
    // What a statement about somebody is worth, 0 for those who make none.
    let share = |actor: u32| match out.weights(actor).iter().map(|weight| weight.count()).sum::<u64>() {
        0 => 0.0,
        statements => 1.0 / statements as f64,
    };
    let shares = each(out.pieces(), |range| range.map(share).collect::<Vec<f64>>()).concat();
    let counts: Vec<u32> = into.all_weights().iter().map(|weight| weight.count().min(u32::MAX.into()) as u32).collect();
    let (starts, sources) = into.flat();
    let pieces = into.pieces();
    let silent: Vec<u32> = (0..actors as u32).filter(|&actor| shares[actor as usize] == 0.0).collect();
    let apply = |ranks: &[f64]| -> Vec<f64> {
        let kept: f64 = silent.iter().map(|&actor| ranks[actor as usize]).sum();
        let for_all = DAMPING * kept / actors as f64;
        let mut gifts = vec![0.0; actors];
        each(pieces.iter().zip(cut(&mut gifts, &pieces)).collect(), |(range, gifts)| {
            let range = range.start as usize..range.end as usize;
            let given = ranks[range.clone()].iter().zip(&shares[range]);
            gifts.iter_mut().zip(given).for_each(|(gift, (rank, share))| *gift = rank * share);
        });
        let mut next = vec![0.0; actors];
        each(pieces.iter().zip(cut(&mut next, &pieces)).collect(), |(range, next)| {
            let bounds = &starts[range.start as usize..=range.end as usize];
            for (next, row) in next.iter_mut().zip(bounds.windows(2)) {
                let row = row[0] as usize..row[1] as usize;
                let given = sources[row.clone()].iter().zip(&counts[row]);
                let given: f64 = given.map(|(&source, &count)| gifts[source as usize] * f64::from(count)).sum();
                *next = DAMPING * given + for_all;
            }
        });
        next
    };
    let equal = vec![1.0 / actors as f64; actors];
    let mut ranks = fixed_point(&pieces, equal, (1.0 - DAMPING) / actors as f64, (DAMPING, TOLERANCE), apply);
    let all: f64 = ranks.iter().sum();
    ranks.iter_mut().for_each(|rank| *rank /= all);
    ranks
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::tests::{ties, weight};

    #[test]
    fn known_ranks_are_found() {
        let circle = Network::of_ties(4, (0..4).map(|from| (from, (from + 1) % 4, weight(7))).collect());
        assert_eq!(pagerank(&circle), [0.25; 4]);
        // The star of 1 + n points, whose middle has (1 + n × 0.85) / (1 + n) × 1 / (1 + 0.85) where all points
        // speak of it and it of all points.
        let star =
            pagerank(&Network::of_ties(5, (1..5).flat_map(|n| [(0, n, weight(1)), (n, 0, weight(1))]).collect()));
        assert!((star[0] - (1.0 + 4.0 * DAMPING) / 5.0 / (1.0 + DAMPING)).abs() < 1e-9);
        assert_eq!(pagerank(&Network::of_ties(0, Vec::new())), Vec::<f64>::new());
    }

    proptest! {
        #[test]
        fn ranks_solve_their_equations((actors, ties) in ties(20, 60)) {
            let network = Network::of_ties(actors, ties);
            let ranks = pagerank(&network);
            prop_assert!((ranks.iter().sum::<f64>() - 1.0).abs() < 1e-9);
            let mut expected = vec![(1.0 - DAMPING) / actors as f64; actors];
            for from in 0..actors as u32 {
                let statements: u64 = network.out().weights(from).iter().map(|weight| weight.count()).sum();
                for (to, expected) in expected.iter_mut().enumerate() {
                    let share = match network.out().row(from).find(|(end, _)| *end as usize == to) {
                        Some((_, weight)) => weight.count() as f64 / statements as f64,
                        None if statements == 0 => 1.0 / actors as f64,
                        None => 0.0,
                    };
                    *expected += DAMPING * ranks[from as usize] * share;
                }
            }
            for (rank, expected) in ranks.iter().zip(&expected) {
                prop_assert!((rank - expected).abs() < 1e-9, "{rank} instead of {expected}");
            }
        }
    }
}
