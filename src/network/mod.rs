//! The graph as a network of weighted ties between numbered actors: what measures walk.
//!
//! A [`Graph`] knows an edge for each relation and the statements behind it; measures only need to know who is
//! tied to whom, how often, and with which sign. [`Network`] holds just that as compressed sparse rows, by source
//! and by target, so that ten million ties fit and a walk over them takes some ten milliseconds. Its actors are
//! numbered from 0 without gaps, ascending by [`ActorIx`].

use std::sync::OnceLock;

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::Graph;
use crate::relation::Sign;

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

/// For each actor, by number, those that it is tied to, ascending, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Where the row of an actor begins; one more at the end.
    starts: Vec<u32>,
    ends: Vec<u32>,
    weights: Vec<Weight>,
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

impl Rows {
    /// Gathers ties (from, to, weight), in any order, among so many actors; those of the same two ends are summed.
    pub fn new(actors: usize, mut ties: Vec<(u32, u32, Weight)>) -> Rows {
        ties.sort_unstable_by_key(|&(from, to, _)| (from, to));
        ties.dedup_by(|next, kept| {
            let same = (next.0, next.1) == (kept.0, kept.1);
            if same {
                kept.2 = kept.2.sum(next.2);
            }
            same
        });
        let mut starts = vec![0; actors + 1];
        for &(from, ..) in &ties {
            starts[from as usize + 1] += 1;
        }
        for at in 0..actors {
            starts[at + 1] += starts[at];
        }
        Rows {
            starts,
            ends: ties.iter().map(|&(_, to, _)| to).collect(),
            weights: ties.iter().map(|&(.., weight)| weight).collect(),
        }
    }

    /// How many actors there are.
    pub fn actors(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many ties there are.
    pub fn ties(&self) -> usize {
        self.ends.len()
    }

    /// Those that an actor is tied to, ascending.
    pub fn ends(&self, actor: u32) -> &[u32] {
        &self.ends[self.range(actor)]
    }

    /// The weights of the same ties, in the same order.
    pub fn weights(&self, actor: u32) -> &[Weight] {
        &self.weights[self.range(actor)]
    }

    /// The ties of an actor: the other end and the weight.
    pub fn row(&self, actor: u32) -> impl Iterator<Item = (u32, Weight)> {
        self.ends(actor).iter().copied().zip(self.weights(actor).iter().copied())
    }

    fn range(&self, actor: u32) -> std::ops::Range<usize> {
        self.starts[actor as usize] as usize..self.starts[actor as usize + 1] as usize
    }

    fn turned(&self) -> Rows {
        let numbers = 0..self.actors() as u32;
        let ties = numbers.flat_map(|from| self.row(from).map(move |(to, weight)| (to, from, weight)));
        Rows::new(self.actors(), ties.collect())
    }
}

impl Network {
    /// The network of a graph: edges of all relations between a source and a target are one tie.
    pub fn of(dataset: &Dataset, graph: &Graph) -> Network {
        let actors = graph.actors();
        let number = |actor: ActorIx| actors.binary_search(&actor).expect("they are the ends of all edges") as u32;
        let ties = graph.edges().map(|edge| {
            let mut weight = Weight::default();
            let statements = u32::try_from(edge.count()).unwrap_or(u32::MAX);
            weight.add(dataset.relation(edge.relation()).sign, statements);
            (number(edge.source()), number(edge.target()), weight)
        });
        let out = Rows::new(actors.len(), ties.collect());
        Network { actors, out, into: OnceLock::new() }
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
    pub fn into(&self) -> &Rows {
        self.into.get_or_init(|| self.out.turned())
    }

    /// From each actor to whoever it is tied to in either direction, with the sums of both; ties of an actor with
    /// itself are left out.
    pub fn both_ways(&self) -> Rows {
        let numbers = 0..self.len() as u32;
        let ties = numbers.flat_map(|from| {
            let others = self.out.row(from).filter(move |&(to, _)| to != from);
            others.flat_map(move |(to, weight)| [(from, to, weight), (to, from, weight)])
        });
        Rows::new(self.len(), ties.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weight(negative: u32) -> Weight {
        Weight { negative, ..Weight::default() }
    }

    #[test]
    fn ties_of_the_same_ends_are_one() {
        let rows = Rows::new(3, vec![(2, 0, weight(1)), (0, 1, weight(2)), (2, 0, weight(3)), (2, 2, weight(1))]);
        assert_eq!(rows.ends(0), [1]);
        assert_eq!(rows.ends(1), [] as [u32; 0]);
        assert_eq!(rows.row(2).collect::<Vec<_>>(), [(0, weight(4)), (2, weight(1))]);
        assert_eq!(rows.turned().row(0).collect::<Vec<_>>(), [(2, weight(4))]);
    }
}
