//! An order of actors in which camps form blocks: supporters beside each other, opponents apart.
//!
//! Camps maximize the modularity of Gómez, Jensen and Arenas ("Analysis of community structure in
//! networks of correlated data", Physical Review E 80, 016114, 2009), which rewards support inside a
//! camp and hostility between camps against what chance would give; Traag and Bruggeman ("Community
//! detection in networks with positive and negative links", Physical Review E 80, 036115, 2009) say
//! why signs need it. Those who have the same opponents so come together even where none supports
//! another. It is climbed by moving one actor at a time and then whole camps, as Blondel et al. do
//! ("Fast unfolding of communities in large networks", J. Stat. Mech. P10008, 2008).

use std::cmp::Reverse;

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::Graph;
use crate::relation::Sign;

/// How often everybody is looked at again before it is good enough; a handful is what it takes.
const ROUNDS: usize = 50;
/// What is no gain, but rounding.
const NOTHING: f64 = 1e-9;

/// Actors in an order, camp by camp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Order {
    /// Every actor of the graph, once.
    pub actors: Vec<ActorIx>,
    /// Where a camp begins in `actors`: ascending, the first of them 0, and none where there are no
    /// actors. Whoever is in no camp stands at the end, all together as if they were one.
    pub camps: Vec<usize>,
}

/// The order of the actors of a graph: the camps with most statements first, and so their actors; ties
/// go by id. Directions do not matter, neither do neutral statements nor those towards oneself. Takes
/// time and room for the square of the number of actors.
pub(super) fn in_camps(dataset: &Dataset, graph: &Graph) -> Order {
    let mut actors = graph.actors();
    let mut strength = vec![0; actors.len()];
    let place = |actors: &[ActorIx], actor| actors.binary_search(&actor).expect("an end of an edge is an actor");
    for edge in graph.edges() {
        for end in [edge.source(), edge.target()] {
            strength[place(&actors, end)] += edge.count();
        }
    }
    let mut ranked: Vec<usize> = (0..actors.len()).collect();
    ranked.sort_by_key(|&at| (Reverse(strength[at]), &dataset.actor(actors[at]).id));
    let mut rank = vec![0; actors.len()];
    ranked.iter().enumerate().for_each(|(at, &actor)| rank[actor] = at);

    let mut ties = Vec::new();
    for edge in graph.edges() {
        let (a, b) = (rank[place(&actors, edge.source())], rank[place(&actors, edge.target())]);
        match dataset.relation(edge.relation()).sign {
            _ if a == b => {}
            Sign::Positive => ties.push((a, b, edge.count() as f64)),
            Sign::Negative => ties.push((a, b, -(edge.count() as f64))),
            Sign::Neutral => {}
        }
    }
    let camp_of = camps(actors.len(), &ties);

    // By rank, the strongest first.
    strength = ranked.iter().map(|&at| strength[at]).collect();
    actors = ranked.iter().map(|&at| actors[at]).collect();
    let mut size = vec![0; actors.len()];
    let mut weight = vec![0; actors.len()];
    for (actor, &camp) in camp_of.iter().enumerate() {
        size[camp] += 1;
        weight[camp] += strength[actor];
    }
    let key = |actor: usize| match camp_of[actor] {
        camp if size[camp] > 1 => (false, Reverse(weight[camp]), camp),
        _ => (true, Reverse(0), 0),
    };
    let mut order: Vec<usize> = (0..actors.len()).collect();
    order.sort_by_key(|&actor| (key(actor), actor));
    let begins = |&at: &usize| at == 0 || key(order[at - 1]) != key(order[at]);
    Order { camps: (0..order.len()).filter(begins).collect(), actors: order.iter().map(|&at| actors[at]).collect() }
}

/// The camp of each of so many, named by one of its members. Ties are two ends and a weight, below 0
/// where they are hostile; those of two ends add up.
fn camps(actors: usize, ties: &[(usize, usize, f64)]) -> Vec<usize> {
    let mut gain = modularity(actors, ties);
    let mut camp_of: Vec<usize> = (0..actors).collect();
    loop {
        let members = climbed(&gain);
        let camps = members.iter().max().map_or(0, |camp| camp + 1);
        camp_of.iter_mut().for_each(|camp| *camp = members[*camp]);
        if camps == gain.len() {
            return camp_of;
        }
        let mut merged = vec![vec![0.0; camps]; camps];
        for (a, row) in gain.iter().enumerate() {
            for (b, gain) in row.iter().enumerate() {
                merged[members[a]][members[b]] += gain;
            }
        }
        gain = merged;
    }
}

/// What it adds to have two in the same camp.
fn modularity(actors: usize, ties: &[(usize, usize, f64)]) -> Vec<Vec<f64>> {
    let mut gain = vec![vec![0.0; actors]; actors];
    let (mut support, mut hostility) = (vec![0.0; actors], vec![0.0; actors]);
    for &(a, b, weight) in ties {
        gain[a][b] += weight;
        gain[b][a] += weight;
        let side = if weight > 0.0 { &mut support } else { &mut hostility };
        side[a] += weight.abs();
        side[b] += weight.abs();
    }
    let sums: [f64; 2] = [support.iter().sum(), hostility.iter().sum()];
    let [of_support, of_hostility] = sums.map(|sum: f64| if sum > 0.0 { 1.0 / sum } else { 0.0 });
    for (a, row) in gain.iter_mut().enumerate() {
        for (b, gain) in row.iter_mut().enumerate() {
            *gain -= support[a] * support[b] * of_support - hostility[a] * hostility[b] * of_hostility;
        }
    }
    gain
}

/// Everybody moves to where the gain is largest, until nobody wants to. Camps are numbered from 0 in
/// the order of their first members.
fn climbed(gain: &[Vec<f64>]) -> Vec<usize> {
    let mut camp_of: Vec<usize> = (0..gain.len()).collect();
    let mut with = vec![0.0; gain.len()];
    for _ in 0..ROUNDS {
        let mut moved = false;
        for actor in 0..gain.len() {
            with.fill(0.0);
            for (other, &camp) in camp_of.iter().enumerate().filter(|(other, _)| *other != actor) {
                with[camp] += gain[actor][other];
            }
            let mut best = camp_of[actor];
            for camp in 0..with.len() {
                if with[camp] > with[best] + NOTHING {
                    best = camp;
                }
            }
            moved |= best != camp_of[actor];
            camp_of[actor] = best;
        }
        if !moved {
            break;
        }
    }
    let mut number = vec![None; gain.len()];
    let mut next = 0;
    for camp in &mut camp_of {
        *camp = *number[*camp].get_or_insert_with(|| {
            next += 1;
            next - 1
        });
    }
    camp_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Data;
    use crate::dataset::read;
    use crate::graph::Filter;

    fn blocks(rows: &[&str]) -> Vec<Vec<String>> {
        let table = format!("source,relation,target\n{}\n", rows.join("\n"));
        let (data, _) = read([Data::bytes("t.csv", table)]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        let order = in_camps(&data, &graph);
        assert_eq!(order, in_camps(&data, &graph));
        let ends = order.camps.iter().skip(1).copied().chain([order.actors.len()]);
        let block = |(&from, to): (&usize, usize)| {
            order.actors[from..to].iter().map(|&actor| data.actor(actor).name.clone()).collect()
        };
        order.camps.iter().zip(ends).map(block).collect()
    }

    #[test]
    fn two_camps_are_two_blocks() {
        let mut rows = Vec::new();
        for (one, other) in [("a", "b"), ("b", "a")] {
            for (i, j) in [(1, 2), (2, 3), (3, 1), (3, 4)] {
                rows.push(format!("{one}{i},supports,{one}{j}"));
                rows.push(format!("{one}{i},accuses,{other}{j}"));
            }
        }
        rows.push("a1,accuses,b1".to_owned());
        rows.push("z,meets,a1".to_owned());
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        let found: Vec<Vec<String>> = blocks(&rows)
            .into_iter()
            .map(|mut block| {
                block.sort();
                block
            })
            .collect();
        assert_eq!(found, [vec!["a1", "a2", "a3", "a4"], vec!["b1", "b2", "b3", "b4"], vec!["z"]]);
    }

    #[test]
    fn the_same_opponents_make_a_camp() {
        let rows = ["x,accuses,p", "x,accuses,q", "y,accuses,p", "y,accuses,q", "y,accuses,q"];
        assert_eq!(blocks(&rows), [["q", "p"], ["y", "x"]]);
    }

    #[test]
    fn nobody_is_in_no_camp() {
        assert_eq!(blocks(&["a,accuses,a"]), [["a"]]);
        assert_eq!(blocks(&["a,meets,b", "c,meets,d"]), [["a", "b", "c", "d"]]);
    }
}
