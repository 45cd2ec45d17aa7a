//! Chains from one actor to another: whom it reaches, through whom, and with which signs.

use std::collections::VecDeque;

use super::pairs::words;
use super::{Cell, Findings, Row, Section};
use crate::actor::{ActorIx, UNSPECIFIED};
use crate::dataset::Dataset;
use crate::graph::{Edge, Graph, Tie};
use crate::network::{Network, Rows, Weight};
use crate::relation::Sign;

/// How many chains are looked at before the best of them are chosen.
const MOST: usize = 10_000;

/// Which steps a chain may take.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Steps {
    /// The sign of each step, and so how many there are: `[Negative, Negative]` for the enemy of an enemy. Without
    /// any, chains are as short as they can be and steps have whatever sign.
    pub signs: Vec<Sign>,
    /// Whether edges may be walked against their direction.
    pub either_way: bool,
}

/// A chain of actors, each tied to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// From the first to the last; one more than there are steps.
    pub actors: Vec<ActorIx>,
    /// The ties of each step.
    pub steps: Vec<Vec<Tie>>,
}

/// The chains that were found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chains {
    /// Those whose weakest step has the most statements first, then by names.
    pub chains: Vec<Chain>,
    /// Whether there are more than were looked at.
    pub more: bool,
}

/// Finds the shortest chains from an actor to another, breadth first (Moore 1959), or to everybody, one each; with
/// signs, all chains of just these signs that visit nobody twice. No chain leads through `unspecified`.
///
/// ```
/// # use standoff::{Data, Sign, analyze::path::{Steps, chains}, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target\nAbbey,accuses,Oldbridge\nOldbridge,accuses,Marsh End\nAbbey,aids,Ferry\nFerry,aids,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let actor = |name| data.find_actor(name).unwrap();
/// let steps = Steps { signs: vec![Sign::Negative; 2], ..Steps::default() };
/// let found = chains(&data, &graph, actor("abbey"), Some(actor("marsh end")), &steps);
/// assert_eq!(found.chains.len(), 1);
/// assert_eq!(found.chains[0].actors[1], actor("oldbridge"));
/// ```
pub fn chains(dataset: &Dataset, graph: &Graph, from: ActorIx, to: Option<ActorIx>, steps: &Steps) -> Chains {
    let network = Network::of(dataset, graph);
    let rows = match steps.either_way {
        true => &network.both_ways(),
        false => network.out(),
    };
    let (Some(start), Some(end)) = (network.number(from), to.map_or(Some(None), |to| network.number(to).map(Some)))
    else {
        return Chains::default();
    };
    // Nobody in particular is not one actor: what two say of it does not tie them.
    let nobody = dataset.find_actor(UNSPECIFIED).and_then(|actor| network.number(actor));
    let nobody = nobody.filter(|&nobody| nobody != start);
    let mut walk = Walk { rows, end, nobody, reaches: Vec::new(), found: Vec::new(), more: false };
    match (&steps.signs[..], end) {
        ([], Some(end)) => walk.shortest(start, end),
        ([], None) => walk.everybody(start),
        (signs, end) => {
            walk.reaches = end.map_or_else(Vec::new, |end| reaches(rows, end, signs));
            walk.signed(&mut vec![start], signs);
        }
    }
    let chain = |numbers: &Vec<u32>| {
        let actors: Vec<ActorIx> = numbers.iter().map(|&number| network.actor(number)).collect();
        let ties = |at: usize| {
            let (a, b) = (actors[at], actors[at + 1]);
            let back = graph.between(b, a).filter(|_| steps.either_way && a != b);
            let wanted = |edge: &Edge<'_>| {
                steps.signs.get(at).is_none_or(|&sign| dataset.relation(edge.relation()).sign == sign)
            };
            graph.between(a, b).chain(back).filter(wanted).flat_map(Edge::ties).collect()
        };
        Chain { steps: (0..actors.len() - 1).map(ties).collect(), actors }
    };
    let mut chains: Vec<Chain> = walk.found.iter().map(chain).collect();
    let names = |chain: &Chain| -> Vec<(&str, ActorIx)> {
        chain.actors.iter().map(|&actor| (dataset.actor(actor).name.as_str(), actor)).collect()
    };
    chains.sort_by_cached_key(|chain| {
        let weakest = chain.steps.iter().map(Vec::len).min();
        (chain.steps.len(), std::cmp::Reverse(weakest), names(chain))
    });
    Chains { chains, more: walk.more }
}

struct Walk<'a> {
    rows: &'a Rows,
    end: Option<u32>,
    /// Through whom no chain leads.
    nobody: Option<u32>,
    /// For each number of steps that are left, from whom the end can be reached in just these; empty without an end.
    reaches: Vec<Vec<bool>>,
    found: Vec<Vec<u32>>,
    more: bool,
}

impl<'a> Walk<'a> {
    fn keep(&mut self, chain: Vec<u32>) {
        match self.found.len() < MOST {
            true => self.found.push(chain),
            false => self.more = true,
        }
    }

    /// Where chains go on from an actor.
    fn ends(&self, actor: u32) -> &'a [u32] {
        if self.nobody == Some(actor) { &[] } else { self.rows.ends(actor) }
    }

    /// How far everybody is from the first; `u32::MAX` for whom it does not reach.
    fn distances(&self, start: u32) -> Vec<u32> {
        let mut distances = vec![u32::MAX; self.rows.actors()];
        distances[start as usize] = 0;
        let mut next = VecDeque::from([start]);
        while let Some(actor) = next.pop_front() {
            for &other in self.ends(actor) {
                if distances[other as usize] == u32::MAX {
                    distances[other as usize] = distances[actor as usize] + 1;
                    next.push_back(other);
                }
            }
        }
        distances
    }

    /// All shortest chains, walked forward over those from whom the end can be reached in time.
    fn shortest(&mut self, start: u32, end: u32) {
        if start == end {
            return;
        }
        let distances = self.distances(start);
        let length = distances[end as usize];
        if length == u32::MAX {
            return;
        }
        // Who lies on a shortest chain: found backwards from the end, level by level.
        let mut before: Vec<Vec<u32>> = vec![Vec::new(); self.rows.actors()];
        for actor in (0..self.rows.actors() as u32).filter(|&actor| distances[actor as usize] < length) {
            for &other in self.ends(actor) {
                if distances[other as usize] == distances[actor as usize] + 1 {
                    before[other as usize].push(actor);
                }
            }
        }
        let mut open = vec![vec![end]];
        while let Some(chain) = open.pop() {
            if self.more {
                return;
            }
            let first = *chain.last().expect("a chain has its end");
            if first == start {
                self.keep(chain.into_iter().rev().collect());
                continue;
            }
            open.extend(before[first as usize].iter().rev().map(|&actor| [&chain[..], &[actor]].concat()));
        }
    }

    /// One shortest chain to everybody: through those with the lowest numbers.
    fn everybody(&mut self, start: u32) {
        let mut before = vec![u32::MAX; self.rows.actors()];
        let mut next = VecDeque::from([start]);
        while let Some(actor) = next.pop_front() {
            for &other in self.ends(actor) {
                if other == start || before[other as usize] != u32::MAX {
                    continue;
                }
                before[other as usize] = actor;
                next.push_back(other);
                let mut chain = vec![other];
                while chain.last() != Some(&start) {
                    chain.push(before[*chain.last().expect("it has one") as usize]);
                }
                chain.reverse();
                self.keep(chain);
            }
        }
    }

    /// All chains of these signs, depth first.
    fn signed(&mut self, chain: &mut Vec<u32>, signs: &[Sign]) {
        let last = *chain.last().expect("a chain has its start");
        let Some((&sign, rest)) = signs.split_first() else {
            if self.end.is_none_or(|end| end == last) {
                self.keep(chain.clone());
            }
            return;
        };
        if self.nobody == Some(last) {
            return;
        }
        let rows = self.rows;
        for (other, weight) in rows.row(last) {
            if self.more {
                return;
            }
            let fits = self.reaches.get(rest.len()).is_none_or(|reaches| reaches[other as usize]);
            if fits && has(weight, sign) && !chain.contains(&other) {
                chain.push(other);
                self.signed(chain, rest);
                chain.pop();
            }
        }
    }
}

/// For each number of steps, from none to all of these signs, the actors from whom the last so many lead to the end.
fn reaches(rows: &Rows, end: u32, signs: &[Sign]) -> Vec<Vec<bool>> {
    let mut reached = vec![false; rows.actors()];
    reached[end as usize] = true;
    let mut all = vec![reached];
    for &sign in signs.iter().rev() {
        let next = all.last().expect("there is the one of no steps");
        let leads = |actor: u32| rows.row(actor).any(|(other, weight)| has(weight, sign) && next[other as usize]);
        all.push((0..rows.actors() as u32).map(leads).collect());
    }
    all
}

fn has(weight: Weight, sign: Sign) -> bool {
    match sign {
        Sign::Positive => weight.positive > 0,
        Sign::Negative => weight.negative > 0,
        Sign::Neutral => weight.neutral > 0,
    }
}

impl Chain {
    /// The sign of the whole: the product of the steps', where each has one; a step that is both for and against, or
    /// neither, has none.
    pub fn sign(&self, dataset: &Dataset) -> Option<Sign> {
        let mut product = Sign::Positive;
        for step in &self.steps {
            let mut signs = step.iter().map(|tie| dataset.relation(tie.relation).sign);
            let sign = signs.next().filter(|&first| signs.all(|sign| sign == first))?;
            product = match (product, sign) {
                (_, Sign::Neutral) => return None,
                (a, b) if a == b => Sign::Positive,
                _ => Sign::Negative,
            };
        }
        Some(product)
    }
}

impl Chains {
    /// The chains as rows.
    pub fn findings(&self, dataset: &Dataset, graph: &Graph, top: Option<usize>) -> Findings {
        let name = |actor: ActorIx| dataset.actor(actor).name.as_str();
        let rows = self.chains.iter().take(top.unwrap_or(usize::MAX)).map(|chain| {
            let mut said = Vec::new();
            for (ends, ties) in chain.actors.windows(2).zip(&chain.steps) {
                let relations = |source: ActorIx, target: ActorIx| {
                    let of_step = |edge: &Edge<'_>| {
                        ties.iter()
                            .any(|tie| tie.relation == edge.relation() && (tie.source, tie.target) == (source, target))
                    };
                    let edges: Vec<Edge<'_>> = graph.between(source, target).filter(of_step).collect();
                    (!edges.is_empty()).then(|| format!("{} {} {}", name(source), words(dataset, &edges), name(target)))
                };
                said.extend([relations(ends[0], ends[1]), relations(ends[1], ends[0])].into_iter().flatten());
            }
            let cells = [
                Cell::Count(chain.steps.len() as u64),
                chain.sign(dataset).map_or(Cell::Nothing, Cell::Sign),
                Cell::Actors(chain.actors.clone()),
                Cell::Texts(said),
            ];
            Row::new(cells, chain.steps.concat())
        });
        let section = Section::new("chains", &["steps", "sign", "actors", "said"], rows.collect());
        let section = Section { total: self.chains.len(), ..section };
        let notes = match self.more {
            true => vec![format!("there are more than {MOST} such chains; only so many were looked at")],
            false => Vec::new(),
        };
        Findings { sections: vec![section], notes, ..Findings::new("From one to another") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Filter;
    use crate::{Data, read};

    #[test]
    fn nobody_in_particular_ties_nobody() {
        let town = "source,relation,target\nAbbey,denies,unspecified\nunspecified,accuses,Ferry\n";
        let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let actor = |name| data.find_actor(name).unwrap();
        for signs in [vec![], vec![Sign::Negative; 2]] {
            let steps = Steps { signs, ..Steps::default() };
            let found = chains(&data, &graph, actor("abbey"), Some(actor("ferry")), &steps);
            assert_eq!(found, Chains::default());
        }
        let found = chains(&data, &graph, actor("abbey"), None, &Steps::default());
        assert_eq!(found.chains.len(), 1);
        let from = chains(&data, &graph, actor("unspecified"), Some(actor("ferry")), &Steps::default());
        assert_eq!(from.chains.len(), 1);
    }
}
