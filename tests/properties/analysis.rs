//! What analyses find is what trying everything finds.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::sample::select;
use standoff::analyze::agreement::{Agreement, compare};
use standoff::analyze::contradictions::contradictions;
use standoff::analyze::corroboration::{corroborated, uncorroborated};
use standoff::analyze::diff::{Change, Side, diff};
use standoff::analyze::flips::flips;
use standoff::analyze::mutual::mutual;
use standoff::analyze::path::{Steps, chains};
use standoff::analyze::timeline::{Options, timeline};
use standoff::date::Unit;
use standoff::graph::{Filter, Graph, Tie};
use standoff::{ActorIx, Dataset, Date, Sign};

use super::config;
use super::world::world;

fn ties(graph: &Graph) -> Vec<Tie> {
    graph.edges().flat_map(|edge| edge.ties()).collect()
}

fn sign(dataset: &Dataset, tie: &Tie) -> Sign {
    dataset.relation(tie.relation).sign
}

fn day_of(dataset: &Dataset, tie: &Tie) -> Option<Date> {
    dataset.statement(tie.statement).date()
}

/// The days between the furthest ends of two dates.
fn days_apart(one: Date, other: Date) -> i64 {
    let number = |day: standoff::Day| day.to_string().parse::<jiff::civil::Date>().unwrap();
    let between =
        |from: Date, to: Date| i64::from(number(from.first_day()).until(number(to.last_day())).unwrap().get_days());
    between(one, other).max(between(other, one))
}

fn subsets(actors: &[ActorIx], length: usize) -> Vec<Vec<ActorIx>> {
    let Some(shorter) = length.checked_sub(1) else { return vec![Vec::new()] };
    let shorter = subsets(actors, shorter);
    let longer = shorter.iter().flat_map(|chain| {
        let others = actors.iter().filter(|actor| !chain.contains(actor));
        others.map(|&actor| [&chain[..], &[actor]].concat())
    });
    longer.collect()
}

proptest! {
    #![proptest_config(config(128))]

    #[test]
    fn mutual_pairs_are_tied_both_ways(world in world(25)) {
        let dataset = world.dataset();
        let (graph, _) = Graph::of(&dataset, &Filter::default());
        let all = ties(&graph);
        let has = |source, target| all.iter().any(|tie| (tie.source, tie.target) == (source, target));
        let expected: BTreeSet<[ActorIx; 2]> = all
            .iter()
            .filter(|tie| tie.source != tie.target && has(tie.target, tie.source))
            .map(|tie| [tie.source.min(tie.target), tie.source.max(tie.target)])
            .collect();
        let found = mutual(&dataset, &graph);
        let pairs: BTreeSet<[ActorIx; 2]> =
            found.iter().map(|pair| [pair.actor.min(pair.other), pair.actor.max(pair.other)]).collect();
        prop_assert_eq!(pairs.len(), found.len());
        prop_assert_eq!(pairs, expected);
        for pair in &found {
            let there = all.iter().filter(|tie| (tie.source, tie.target) == (pair.actor, pair.other)).count();
            prop_assert_eq!(pair.there.len(), there);
        }
    }

    #[test]
    fn flips_have_nothing_between(world in world(25)) {
        let dataset = world.dataset();
        let (graph, _) = Graph::of(&dataset, &Filter::default());
        let all = ties(&graph);
        let found = flips(&dataset, &graph);
        for flip in &found.flips {
            prop_assert!(sign(&dataset, &flip.before) != sign(&dataset, &flip.after));
            let over = day_of(&dataset, &flip.before).unwrap().last_day();
            let begins = day_of(&dataset, &flip.after).unwrap().first_day();
            prop_assert!(over < begins);
            let between = all.iter().filter(|tie| {
                let ends = (tie.source, tie.target) == (flip.source, flip.target);
                let date = day_of(&dataset, tie);
                ends && sign(&dataset, tie) != Sign::Neutral
                    && date.is_some_and(|date| date.first_day() > over && date.last_day() < begins)
            });
            prop_assert_eq!(between.count(), 0);
        }
        // Every two that follow one another surely, with nothing signed that could be between, are a flip.
        for before in &all {
            for after in all.iter().filter(|after| (after.source, after.target) == (before.source, before.target)) {
                let (Some(one), Some(other)) = (day_of(&dataset, before), day_of(&dataset, after)) else { continue };
                let signs = [sign(&dataset, before), sign(&dataset, after)];
                let opposite = signs == [Sign::Negative, Sign::Positive] || signs == [Sign::Positive, Sign::Negative];
                if before.source == before.target || !opposite || one.last_day() >= other.first_day() {
                    continue;
                }
                let alone = all.iter().filter(|tie| (tie.source, tie.target) == (before.source, before.target)).all(|tie| {
                    sign(&dataset, tie) == Sign::Neutral
                        || *tie == *before
                        || *tie == *after
                        || day_of(&dataset, tie).is_none_or(|date| {
                            date.sort_key() < one.sort_key() || date.sort_key() > other.sort_key()
                        })
                });
                if alone {
                    let is = found.flips.iter().any(|flip| (flip.before, flip.after) == (*before, *after));
                    prop_assert!(is, "{:?} {:?}", before, after);
                }
            }
        }
    }

    #[test]
    fn contradictions_are_all_pairs_within_the_window(world in world(25), window in select(&[0u32, 1, 30, 400, 40_000][..])) {
        let dataset = world.dataset();
        let (graph, _) = Graph::of(&dataset, &Filter::default());
        let all = ties(&graph);
        let mut expected: BTreeMap<(ActorIx, ActorIx), (i64, BTreeSet<Tie>)> = BTreeMap::new();
        for one in all.iter().filter(|tie| sign(&dataset, tie) == Sign::Positive && tie.source != tie.target) {
            for other in all.iter().filter(|tie| sign(&dataset, tie) == Sign::Negative) {
                let (Some(first), Some(second)) = (day_of(&dataset, one), day_of(&dataset, other)) else { continue };
                let days = days_apart(first, second);
                if (one.source, one.target) == (other.source, other.target) && days <= i64::from(window) {
                    let found = expected.entry((one.source, one.target)).or_insert((days, BTreeSet::new()));
                    found.0 = found.0.min(days);
                    found.1.extend([*one, *other]);
                }
            }
        }
        let found = contradictions(&dataset, &graph, window);
        let is: BTreeMap<(ActorIx, ActorIx), (i64, BTreeSet<Tie>)> = found
            .both
            .iter()
            .map(|both| ((both.source, both.target), (i64::from(both.days), both.ties.iter().copied().collect())))
            .collect();
        prop_assert_eq!(is, expected);
        for denial in &found.denials {
            let answered = dataset.statement(denial.denial.statement).answers().map(|claim| claim.ix());
            prop_assert_eq!(answered, Some(denial.claim.statement));
        }
    }

    #[test]
    fn an_edge_is_corroborated_by_documents(world in world(25)) {
        let dataset = world.dataset();
        let (graph, _) = Graph::of(&dataset, &Filter::default());
        let alone = uncorroborated(&dataset, &graph).len();
        prop_assert_eq!(alone, graph.edges().filter(|edge| edge.documents(&dataset).len() <= 1).count());
        let mut days: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for tie in ties(&graph) {
            let statement = dataset.statement(tie.statement);
            if let Some(date) = statement.date().filter(|date| date.is_day()) {
                let key = (tie.source, tie.relation, tie.target, date.first_day());
                days.entry(key).or_default().extend(statement.documents());
            }
        }
        days.retain(|_, documents| documents.len() > 1);
        let found: BTreeMap<_, BTreeSet<_>> = corroborated(&dataset, &graph)
            .into_iter()
            .map(|claim| {
                let day = claim.date.unwrap().first_day();
                ((claim.source, claim.relation, claim.target, day), claim.documents.into_iter().collect())
            })
            .collect();
        prop_assert_eq!(found, days);
    }

    #[test]
    fn chains_are_as_short_as_can_be_and_all_there(world in world(12), either_way: bool, signs in proptest::collection::vec(select(&Sign::ALL[..]), 0..=3)) {
        let dataset = world.dataset();
        let (graph, _) = Graph::of(&dataset, &Filter::default());
        let actors = graph.actors();
        let nobody = dataset.find_actor("unspecified");
        let tied = |a: ActorIx, b: ActorIx, wanted: Option<Sign>| {
            let there = graph.between(a, b);
            let back = graph.between(b, a).filter(|_| either_way);
            let mut edges = there.chain(back);
            a != b && edges.any(|edge| wanted.is_none_or(|sign| dataset.relation(edge.relation()).sign == sign))
        };
        let holds = |chain: &[ActorIx]| {
            let inside = &chain[1..chain.len() - 1];
            !inside.iter().any(|&actor| Some(actor) == nobody)
                && chain.windows(2).enumerate().all(|(at, ends)| tied(ends[0], ends[1], signs.get(at).copied()))
        };
        let steps = Steps { signs: signs.clone(), either_way };
        for &from in actors.iter().take(3) {
            for &to in actors.iter().take(4).filter(|&&to| to != from) {
                let lengths = if signs.is_empty() { 1..=3 } else { signs.len()..=signs.len() };
                let mut expected: BTreeSet<Vec<ActorIx>> = BTreeSet::new();
                let others: Vec<ActorIx> = actors.iter().copied().filter(|&actor| actor != from && actor != to).collect();
                for length in lengths {
                    let chains = subsets(&others, length - 1).into_iter().map(|inside| [&[from][..], &inside, &[to]].concat());
                    expected.extend(chains.filter(|chain| holds(chain)));
                    if !expected.is_empty() {
                        break;
                    }
                }
                let found = chains(&dataset, &graph, from, Some(to), &steps);
                let is: BTreeSet<Vec<ActorIx>> = found.chains.iter().map(|chain| chain.actors.clone()).collect();
                prop_assert_eq!(is.len(), found.chains.len());
                if expected.is_empty() && signs.is_empty() {
                    prop_assert!(is.iter().all(|chain| chain.len() > 4));
                } else {
                    prop_assert_eq!(is, expected);
                }
            }
        }
    }

    #[test]
    fn every_tie_is_in_a_step_or_elsewhere(world in world(25), unit in select(&Unit::ALL[..]), window in 1u32..4, by_relation: bool) {
        let dataset = world.dataset();
        let (graph, _) = Graph::of(&dataset, &Filter::default());
        let once = timeline(&dataset, &graph, &Options { step: Some(unit), window: 1, by_relation }).unwrap();
        let mut counted: Vec<Tie> = once.windows.iter().flat_map(|window| window.ties.concat()).collect();
        for step in &once.windows {
            for tie in step.ties.concat() {
                let date = day_of(&dataset, &tie).unwrap();
                prop_assert!(date.first_day() >= step.first);
            }
        }
        counted.extend(once.coarse.concat());
        counted.extend(once.undated.concat());
        counted.sort_unstable();
        prop_assert_eq!(counted, ties(&graph));
        let wide = timeline(&dataset, &graph, &Options { step: Some(unit), window, by_relation }).unwrap();
        prop_assert_eq!(wide.windows.len(), once.windows.len());
        for (at, step) in wide.windows.iter().enumerate() {
            let from = at.saturating_sub(window as usize - 1);
            let expected: usize = once.windows[from..=at].iter().map(|step| step.ties.concat().len()).sum();
            prop_assert_eq!(step.ties.concat().len(), expected);
        }
    }

    #[test]
    fn a_diff_turns_one_into_the_other((one, other) in (world(15), world(15))) {
        let (one, other) = (one.dataset(), other.dataset());
        let (first, second) = (Graph::of(&one, &Filter::default()).0, Graph::of(&other, &Filter::default()).0);
        let counts = |dataset: &Dataset, graph: &Graph| -> BTreeMap<(String, String, String), usize> {
            let name = |actor| dataset.actor(actor).id.clone();
            let count = |edge: standoff::graph::Edge<'_>| {
                ((name(edge.source()), dataset.relation(edge.relation()).id.clone(), name(edge.target())), edge.count())
            };
            graph.edges().map(count).collect()
        };
        let (before, after) = (counts(&one, &first), counts(&other, &second));
        let mut turned = before.clone();
        let sides = (Side { dataset: &one, graph: &first }, Side { dataset: &other, graph: &second });
        let found = diff(sides.0, sides.1);
        for changed in &found.changed {
            let dataset = if changed.change == Change::Went { &one } else { &other };
            let (source, relation, target) = changed.ends;
            let name = |actor| dataset.actor(actor).id.clone();
            let key = (name(source), dataset.relation(relation).id.clone(), name(target));
            prop_assert_eq!(turned.remove(&key).unwrap_or(0), changed.before.len());
            if !changed.after.is_empty() {
                turned.insert(key, changed.after.len());
            }
        }
        prop_assert_eq!(turned, after);
        prop_assert_eq!(diff(sides.0, sides.0).changed, vec![]);

        // Two codings: the units and both measures, counted one by one.
        let compared = compare(sides.0, sides.1);
        for agreement in &compared.relations {
            check_measures(agreement)?;
        }
        let same = compare(sides.0, sides.0);
        prop_assert!(same.only_first.is_empty() && same.only_second.is_empty());
        prop_assert!(same.relations.iter().all(|agreement| agreement.percent().is_none_or(|share| share == 1.0)));
    }
}

/// Kappa and alpha from the lists of values, by their definitions.
fn check_measures(agreement: &Agreement) -> Result<(), TestCaseError> {
    let [both, first, second, neither] = agreement.units;
    let mut values = vec![(1, 1); both];
    values.extend(vec![(1, 0); first]);
    values.extend(vec![(0, 1); second]);
    values.extend(vec![(0, 0); neither]);
    let count = values.len() as f64;
    let share = |of: &dyn Fn(&(i32, i32)) -> bool| values.iter().filter(|value| of(value)).count() as f64 / count;
    let agreed = share(&|(a, b)| a == b);
    let chance: f64 = [0, 1].into_iter().map(|value| share(&|(a, _)| *a == value) * share(&|(_, b)| *b == value)).sum();
    match agreement.kappa() {
        Some(kappa) => prop_assert!((kappa - (agreed - chance) / (1.0 - chance)).abs() < 1e-9),
        None => prop_assert!(values.is_empty() || chance > 1.0 - 1e-12),
    }
    // All values in one bag: how often two drawn from it differ.
    let bag: Vec<i32> = values.iter().flat_map(|&(a, b)| [a, b]).collect();
    let (mut differ, mut drawn) = (0.0, 0.0);
    for (at, one) in bag.iter().enumerate() {
        for other in &bag[at + 1..] {
            drawn += 1.0;
            differ += f64::from(one != other);
        }
    }
    match agreement.alpha() {
        Some(alpha) => prop_assert!((alpha - (1.0 - (1.0 - agreed) / (differ / drawn))).abs() < 1e-9),
        None => prop_assert!(differ == 0.0),
    }
    Ok(())
}
