//! The graph as a network of weighted ties between numbered actors: what measures walk.
//!
//! A [`Graph`] knows an edge for each relation and the statements behind it; measures only need to know who is
//! tied to whom, how often, and with which sign. [`Network`] holds just that as compressed sparse rows, by source
//! and by target, so that ten million ties fit and a walk over them takes some ten milliseconds. Its actors are
//! numbered from 0 without gaps, ascending by [`ActorIx`].

mod betweenness;
mod by_degree;
pub mod communities;
mod components;
mod distances;
pub mod frustration;
mod hits;
mod krylov;
mod lanczos;
mod pagerank;
#[cfg(feature = "parquet")]
mod prepared;
mod rows;
pub(crate) mod threads;
mod triangles;
#[cfg(test)]
pub(crate) mod tribes;

use std::sync::OnceLock;

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::Graph;
use crate::relation::Sign;
pub use betweenness::{Sources, betweenness};
pub use components::{Components, components};
pub use distances::{UNREACHED, distances};
pub use hits::{Hits, hits};
pub use pagerank::{DAMPING, TOLERANCE, pagerank};
#[cfg(feature = "parquet")]
pub use prepared::Loaded;
pub use rows::Rows;
pub use triangles::{Census, Triads, Triangles, triads, triangles};

/// How many statements of each sign stand behind a tie between two actors.
///
/// ```
/// # use standoff::{Sign, network::Weight};
/// let mut weight = Weight::default();
/// weight.add(Sign::Negative, 3);
/// weight.add(Sign::Positive, 1);
/// assert_eq!((weight.count(), weight.net()), (4, -2));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Weight {
    /// Statements with a positive relation.
    pub positive: u32,
    /// Statements with a negative relation.
    pub negative: u32,
    /// Statements with a neutral relation.
    pub neutral: u32,
}

impl Weight {
    /// So many statements of one sign.
    pub fn of(sign: Sign, statements: u32) -> Weight {
        let mut weight = Weight::default();
        weight.add(sign, statements);
        weight
    }

    /// Counts so many more statements of a sign; at most `u32::MAX` are counted.
    pub fn add(&mut self, sign: Sign, statements: u32) {
        let count = match sign {
            Sign::Positive => &mut self.positive,
            Sign::Negative => &mut self.negative,
            Sign::Neutral => &mut self.neutral,
        };
        *count = count.saturating_add(statements);
    }

    /// How many statements there are, of whatever sign.
    pub fn count(self) -> u64 {
        u64::from(self.positive) + u64::from(self.negative) + u64::from(self.neutral)
    }

    /// How many more speak for than against.
    pub fn net(self) -> i64 {
        i64::from(self.positive) - i64::from(self.negative)
    }

    fn sum(self, other: Weight) -> Weight {
        Weight {
            positive: self.positive.saturating_add(other.positive),
            negative: self.negative.saturating_add(other.negative),
            neutral: self.neutral.saturating_add(other.neutral),
        }
    }
}

/// Actors by number, and the ties between them.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::Network, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,condemns,Marsh End\nMarsh End,aids,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let (graph, _) = Graph::of(&data, &Filter::default());
/// let network = Network::of(&data, &graph);
/// let oldbridge = network.number(data.find_actor("oldbridge").unwrap()).unwrap();
/// let [(marsh_end, weight)] = network.out().row(oldbridge).collect::<Vec<_>>()[..] else { panic!() };
/// assert_eq!(data.actor(network.actor(marsh_end)).name, "Marsh End");
/// assert_eq!(weight.negative, 2);
/// ```
#[derive(Debug)]
pub struct Network {
    actors: Vec<ActorIx>,
    out: Rows,
    into: OnceLock<Rows>,
}

impl Network {
    /// The network of a graph: edges of all relations between a source and a target are one tie.
    pub fn of(dataset: &Dataset, graph: &Graph) -> Network {
        const NOBODY: u32 = u32::MAX;
        let known = graph.edges().map(|edge| edge.source().max(edge.target()).0 as usize + 1).max().unwrap_or(0);
        let mut number = vec![NOBODY; known];
        for edge in graph.edges() {
            number[edge.source().0 as usize] = 0;
            number[edge.target().0 as usize] = 0;
        }
        let mut actors = Vec::new();
        for (number, actor) in number.iter_mut().zip(0..).filter(|(number, _)| **number != NOBODY) {
            *number = actors.len() as u32;
            actors.push(ActorIx(actor));
        }
        let ties = graph.edges().map(|edge| {
            let statements = u32::try_from(edge.count()).unwrap_or(u32::MAX);
            let weight = Weight::of(dataset.relation(edge.relation()).sign, statements);
            (number[edge.source().0 as usize], number[edge.target().0 as usize], weight)
        });
        // Edges come by source and target, and numbers are as their actors.
        let out = Rows::in_order(actors.len(), ties);
        Network { actors, out, into: OnceLock::new() }
    }

    /// The network of ties (source, target, weight) between actors that are known by number alone, for who has
    /// no [`Graph`]; the actor of a number then is that of the same index.
    #[cfg(test)]
    pub(crate) fn of_ties(actors: usize, ties: Vec<(u32, u32, Weight)>) -> Network {
        let out = Rows::new(actors, ties);
        Network { actors: (0..actors as u32).map(ActorIx).collect(), out, into: OnceLock::new() }
    }

    /// How many actors there are.
    pub fn len(&self) -> usize {
        self.actors.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.actors.is_empty()
    }

    /// The actor of a number below [`len`](Network::len).
    pub fn actor(&self, number: u32) -> ActorIx {
        self.actors[number as usize]
    }

    /// The number of an actor; `None` where it has no tie.
    pub fn number(&self, actor: ActorIx) -> Option<u32> {
        self.actors.binary_search(&actor).ok().map(|number| number as u32)
    }

    /// From each source to its targets.
    pub fn out(&self) -> &Rows {
        &self.out
    }

    /// From each target to its sources.
    pub fn back(&self) -> &Rows {
        self.into.get_or_init(|| self.out.turned())
    }

    /// From each actor to whoever it is tied to in either direction, with the sums of both; ties of an actor with
    /// itself are left out.
    pub fn both_ways(&self) -> Rows {
        self.out.merged(self.back())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(crate) fn weight(negative: u32) -> Weight {
        Weight { negative, ..Weight::default() }
    }

    /// Some actors and ties between them, any of which may come twice or be of an actor with itself.
    pub(crate) fn ties(actors: usize, most: usize) -> impl Strategy<Value = (usize, Vec<(u32, u32, Weight)>)> {
        (1..=actors).prop_flat_map(move |actors| {
            let weights = prop_oneof![
                Just(Weight { positive: 1, ..Weight::default() }),
                Just(Weight { negative: 2, ..Weight::default() }),
                Just(Weight { positive: 1, negative: 1, neutral: 0 }),
                Just(Weight { neutral: 3, ..Weight::default() }),
            ];
            let number = 0..actors as u32;
            (Just(actors), prop::collection::vec((number.clone(), number, weights), 0..=most))
        })
    }
}
