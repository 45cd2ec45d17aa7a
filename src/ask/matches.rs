//! What a clause finds in one statement.

use super::{Clause, End, VariableIx};
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Statement};
use crate::date::Day;
use crate::graph::{Filter, Tie};

/// The ties of a statement that a clause finds for one of its targets, as whose they count; none
/// unless its other targets are found in the same statement, each another one.
pub(super) fn matches<'a>(
    filter: &'a Filter,
    clause: &'a Clause,
    party: usize,
    statement: Statement<'a>,
) -> impl Iterator<Item = Tie> + 'a {
    let dataset = statement.dataset;
    // On what day matters only where somebody acts for somebody.
    let day = if dataset.all_act_for_themselves() { None } else { statement.day() };
    let ends = statement.sources().flat_map(move |source| statement.targets().map(move |target| (source, target)));
    ends.filter(move |&(source, target)| {
        is(dataset, &clause.source, source, day) && is(dataset, &clause.targets[party], target, day)
    })
    .filter(move |&(source, target)| {
        if clause.targets.len() == 1 {
            return filter.touches_either(dataset, source, target, day);
        }
        let here = filter.counts_as(dataset, target, day).0;
        all_are_parties(filter, clause, statement, source, |other, value| other != party || value == here)
    })
    .map(move |(source, target)| Tie {
        source: filter.counts_as(dataset, source, day),
        target: filter.counts_as(dataset, target, day),
        relation: statement.relation(),
        statement: statement.ix(),
    })
}

/// Whether a statement that each of a clause's targets finds holds for all of them together, with
/// what is bound: alone, two of them may have found the same.
pub(super) fn together(
    filter: &Filter,
    clause: &Clause,
    statement: Statement<'_>,
    bound: impl Fn(VariableIx) -> Option<u32>,
) -> bool {
    let variables: Vec<VariableIx> = clause.targets.iter().filter_map(|end| end.variable).collect();
    if variables.iter().enumerate().any(|(i, variable)| variables[..i].contains(variable)) {
        return false;
    }
    if clause.targets.len() == 1 {
        return true;
    }
    let (dataset, day) = (statement.dataset, statement.day());
    statement.sources().any(|source| {
        let acts = filter.counts_as(dataset, source, day).0;
        // Unbound, as it may be behind `but not`, the source is still the same where it is a party too.
        let may_be = |end: &End, value: u32| {
            end.variable.is_none_or(|variable| {
                bound(variable).is_none_or(|bound| bound == value)
                    && (clause.source.variable != Some(variable) || value == acts)
            })
        };
        is(dataset, &clause.source, source, day)
            && may_be(&clause.source, acts)
            && all_are_parties(filter, clause, statement, source, |party, value| may_be(&clause.targets[party], value))
    })
}

/// Whether each end of a `between` finds a target of the statement that is no other's: France and its
/// president are not two parties where only the president is named. Where the filter asks for actors,
/// it is enough that one of the parties is asked for, or the source.
fn all_are_parties(
    filter: &Filter,
    clause: &Clause,
    statement: Statement<'_>,
    source: ActorIx,
    may: impl Fn(usize, u32) -> bool,
) -> bool {
    let (dataset, day) = (statement.dataset, statement.day());
    let mut values: Vec<u32> = statement.targets().map(|target| filter.counts_as(dataset, target, day).0).collect();
    values.sort_unstable();
    values.dedup();
    if clause.targets.len() > values.len() {
        return false;
    }
    let mut fits = vec![vec![false; values.len()]; clause.targets.len()];
    let mut asked_for = fits.clone();
    for target in statement.targets() {
        let value = filter.counts_as(dataset, target, day).0;
        let place = values.binary_search(&value).expect("it is the value of a target");
        for (party, end) in clause.targets.iter().enumerate() {
            let fit = may(party, value) && is(dataset, end, target, day);
            fits[party][place] |= fit;
            asked_for[party][place] |= fit && filter.touches_either(dataset, source, target, day);
        }
    }
    if fits == asked_for {
        return all_sit(&fits);
    }
    (0..fits.len()).any(|party| {
        let only_asked_for = std::mem::take(&mut asked_for[party]);
        let others = std::mem::replace(&mut fits[party], only_asked_for);
        let sit = all_sit(&fits);
        fits[party] = others;
        sit
    })
}

/// Whether there is a place for each, and no place for two. A matching by augmenting paths: trying
/// every order of thirty parties would take for ever.
fn all_sit(fits: &[Vec<bool>]) -> bool {
    let places = fits.first().map_or(0, Vec::len);
    let mut taken: Vec<Option<usize>> = vec![None; places];
    (0..fits.len()).all(|party| seat(party, fits, &mut taken, &mut vec![false; places]))
}

/// Finds a place for a party, moving others to another where that makes room.
fn seat(party: usize, fits: &[Vec<bool>], taken: &mut [Option<usize>], tried: &mut [bool]) -> bool {
    for place in 0..taken.len() {
        if !fits[party][place] || std::mem::replace(&mut tried[place], true) {
            continue;
        }
        if taken[place].is_none_or(|other| seat(other, fits, taken, tried)) {
            taken[place] = Some(party);
            return true;
        }
    }
    false
}

/// Whether an actor is one that the end names, or acts for one on that day.
fn is(dataset: &Dataset, end: &End, actor: ActorIx, day: Option<Day>) -> bool {
    end.names.is_empty()
        || end.names.iter().any(|name| match name.only {
            true => name.actor == actor,
            false => dataset.chain(actor, day).any(|link| link == name.actor),
        })
}
