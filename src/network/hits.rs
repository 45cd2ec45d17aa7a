//! Hubs and authorities.

use super::threads::each;
use super::{Network, Rows};

/// How much each actor is a hub and an authority, by number; the sum of each is 1.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, hits}, read};
/// # let town = "source,relation,target\nAbbey,accuses,Oldbridge\nMarsh End,accuses,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let network = Network::of(&data, &Graph::of(&data, &Filter::default()).0);
/// let hits = hits(&network);
/// let number = |name| network.number(data.find_actor(name).unwrap()).unwrap() as usize;
/// assert_eq!((hits.hubs[number("Abbey")], hits.authorities[number("Oldbridge")]), (0.5, 1.0));
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Hits {
    /// Who speaks about authorities.
    pub hubs: Vec<f64>,
    /// Who is spoken about by hubs.
    pub authorities: Vec<f64>,
}

/// Hubs and authorities (Kleinberg, Journal of the ACM 1999) of ties that weigh as many as their statements,
/// whatever the sign: who speaks about authorities is a hub, and an authority is spoken about by hubs.
///
/// The authorities are the first right singular vector of the matrix of ties and the hubs what it makes of them,
/// each in shares of 1, as NetworkX has it. Where several are first, as where a network falls into equal parts, it
/// is the one nearest to that of all actors alike.
pub fn hits(network: &Network) -> Hits {
    let (out, into) = (network.out(), network.back());
    let to = |vector: &[f64]| product(out, vector);
    let back = |vector: &[f64]| product(into, vector);
    let mut authorities = super::lanczos::first(network.len(), |vector| back(&to(vector)));
    let mut hubs = to(&authorities);
    for vector in [&mut authorities, &mut hubs] {
        let sum: f64 = vector.iter().sum();
        vector.iter_mut().for_each(|value| *value /= if sum > 0.0 { sum } else { 1.0 });
    }
    Hits { hubs, authorities }
}

/// For each actor the sum over its ties of their weights times what stands at their other ends.
fn product(rows: &Rows, vector: &[f64]) -> Vec<f64> {
    let of = |(end, weight): (u32, super::Weight)| weight.count() as f64 * vector[end as usize];
    each(rows.pieces(), |range| range.map(|actor| rows.row(actor).map(of).sum()).collect::<Vec<f64>>()).concat()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::tests::ties;

    proptest! {
        #[test]
        fn hubs_and_authorities_make_each_other((actors, ties) in ties(20, 60)) {
            let network = &Network::of_ties(actors, ties);
            let found = hits(network);
            let spoken = network.out().ties() > 0;
            for (made_of, made, rows) in
                [(&found.authorities, &found.hubs, network.out()), (&found.hubs, &found.authorities, network.back())]
            {
                let mut expected = product(rows, made_of);
                let sum: f64 = expected.iter().sum();
                expected.iter_mut().for_each(|value| *value /= if sum > 0.0 { sum } else { 1.0 });
                for (value, expected) in made.iter().zip(&expected).filter(|_| spoken) {
                    prop_assert!((value - expected).abs() < 1e-7, "{value} instead of {expected}");
                }
            }
        }
    }
}
