//! Closing event data: whoever is found in them becomes an actor, with the names and principals that
//! the rows tell, and what is said again is folded.

use hashbrown::HashMap;

use crate::actor::{Actor, ActorIx, ActsFor, Kind};
use crate::codes;
use crate::names::Names;
use crate::read::bulk::{Bulk, Told};
use crate::read::draft::Interner;
use crate::statement::Statements;

/// Makes actors of those whom event data name and no table lists.
///
/// An id comes before a name, and a name before what else rows call an actor. Where several are called
/// the same, it is the name of the one whose code begins those of all others (`USA` among `USAGOV` and
/// `USAMIL`), or else of the one so called most often.
///
/// Codes come first: a country that other event data call by its name is the one that has the code.
pub(super) fn actors(bulk: &Bulk, strings: &Interner, actors: &mut Vec<Actor>, names: &mut Names) {
    let mut parties: Vec<(&str, &Told)> = bulk.parties.iter().map(|(&name, told)| (strings.get(name), told)).collect();
    parties.sort_unstable_by_key(|(id, told)| (!told.coded, *id));
    let (coded, others) = parties.split_at(parties.partition_point(|(_, told)| told.coded));
    codes(coded, actors, names);
    // In the order in which they came, as all names do that have no table.
    for (name, _) in (0..).zip(&bulk.actors).filter(|(name, found)| **found && !bulk.parties.contains_key(name)) {
        found(strings.get(name), actors, names);
    }
    let mut principals = Vec::new();
    for (id, told) in others {
        let (ix, new) = found(id, actors, names);
        if new {
            principals.extend(most(&told.acts_for).map(|principal| (ix, principal.to_owned())));
        }
    }
    for (ix, principal) in principals {
        let (principal, _) = found(&principal, actors, names);
        acts_for(ix, principal, actors);
    }
    for actor in actors.iter_mut().filter(|actor| actor.kind == Kind::Unspecified && actor.acts_for.is_empty()) {
        if codes::country(&actor.name).is_some() {
            actor.kind = Kind::State;
        }
    }
    aliases(&parties, actors, names);
}

/// The actor of that name, and whether it is new.
fn found(id: &str, actors: &mut Vec<Actor>, names: &mut Names) -> (u32, bool) {
    if let Some(known) = names.find(id) {
        return (known, false);
    }
    let ix = actors.len() as u32;
    actors.push(Actor::named(id, id));
    names.insert(id, ix).expect("the name was not found a moment ago");
    (ix, true)
}

/// Lets one act for another: nobody acts for themselves, nor for those who act for them, in however many
/// steps.
fn acts_for(ix: u32, principal: u32, actors: &mut [Actor]) {
    let next = |&actor: &u32| actors[actor as usize].acts_for.first().map(|acts| acts.actor.0);
    if std::iter::successors(Some(principal), next).all(|link| link != ix) {
        actors[ix as usize].acts_for.push(ActsFor { actor: ActorIx(principal), from: None, to: None });
    }
}

/// Makes actors of codes, which tell their names and for whom they act.
fn codes(parties: &[(&str, &Told)], actors: &mut Vec<Actor>, names: &mut Names) {
    let mut coded = Vec::new();
    let mut principals = Vec::new();
    for (id, _) in parties {
        let code = codes::actor(id);
        // A country that is written with another's letters, `ROU` for Romania, or with those of the state
        // that it was part of, is one actor.
        let place = code.place_itself().filter(|place| place != id);
        let (ix, new) = match place.filter(|_| names.find(id).is_none()) {
            Some(place) => {
                let (ix, new) = found(place, actors, names);
                names.insert(id, ix).expect("the name was not found a moment ago");
                actors[ix as usize].aliases.push((*id).to_owned());
                (ix, new)
            }
            None => found(id, actors, names),
        };
        if new {
            principals.extend(code.principal().map(|principal| (ix, principal)));
            coded.push(ix);
        }
    }
    for (ix, principal) in principals {
        let (principal, new) = found(principal, actors, names);
        if new {
            coded.push(principal);
        }
        acts_for(ix, principal, actors);
    }
    for &ix in &coded {
        let actor = &mut actors[ix as usize];
        let code = codes::actor(&actor.id);
        actor.name = code.name();
        actor.kind = code.kind();
        let name = actor.name.clone();
        // Where a table has another by that name, the code is called by its code.
        if names.insert(&name, ix).is_err() {
            actors[ix as usize].name = actors[ix as usize].id.clone();
        }
    }
    for &ix in &coded {
        let actor = &mut actors[ix as usize];
        if let Some(country) = codes::country(&actor.id).filter(|country| country.code == actor.id) {
            actor.iso3166 = country.iso3166.map(str::to_owned);
            for alias in country.aliases.iter().filter(|alias| names.insert(alias, ix).is_ok()) {
                actor.aliases.push((*alias).to_owned());
            }
        }
    }
}

/// What rows call an actor beside its id.
fn aliases(parties: &[(&str, &Told)], actors: &mut [Actor], names: &mut Names) {
    let mut called: Vec<(&str, &str, u64)> = Vec::new();
    for (id, told) in parties {
        called.extend(told.names.iter().map(|(name, &count)| (name.as_str(), *id, count)));
    }
    called.sort_unstable();
    for same in called.chunk_by(|a, b| a.0 == b.0) {
        let begins_all = |id: &str| same.iter().all(|(_, other, _)| other.starts_with(id));
        let first = same.iter().find(|(_, id, _)| begins_all(id));
        let most = || same.iter().max_by_key(|(_, id, count)| (*count, std::cmp::Reverse(*id)));
        let Some((name, id, _)) = first.or_else(most) else { continue };
        let Some(ix) = names.find(id) else { continue };
        // In other letters it may be what it is called already.
        if names.find(name).is_none() && names.insert(name, ix).is_ok() {
            actors[ix as usize].aliases.push((*name).to_owned());
        }
    }
}

/// What is said most often, the first in the alphabet among equals.
fn most(said: &HashMap<String, u64>) -> Option<&str> {
    said.iter().max_by_key(|(said, count)| (**count, std::cmp::Reverse(*said))).map(|(said, _)| said.as_str())
}

/// Adds further documents to statements: each comes with the row that it belongs to.
pub(super) fn further(statements: &mut Statements, further: &[(u32, u32)]) {
    let mut of_row: HashMap<u32, Vec<u32>> = HashMap::new();
    for &(row, document) in further {
        of_row.entry(row).or_default().push(document);
    }
    for (row, documents) in of_row {
        add(statements, row, documents);
    }
}

fn add(statements: &mut Statements, row: u32, documents: Vec<u32>) {
    let mut list = statements.documents.get(row as usize).to_vec();
    for document in documents {
        if !list.contains(&document) {
            list.push(document);
        }
    }
    statements.documents.set(row as usize, &list);
}

/// What statements of a day have to have in common to be one.
#[derive(PartialEq, Eq, Hash)]
struct OfADay {
    date: crate::Date,
    sources: Vec<u32>,
    relation: u32,
    targets: Vec<u32>,
    negated: bool,
}

/// Folds the statements of one day that have the same sources, relation and targets into the first,
/// which gets the documents of all. Which statements stay.
pub(super) fn fold_days(statements: &mut Statements) -> Vec<bool> {
    let mut first: HashMap<OfADay, u32> = HashMap::new();
    let mut documents: HashMap<u32, Vec<u32>> = HashMap::new();
    let sorted = |list: &[u32]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    let mut stays = |row: u32, statements: &Statements| {
        let at = row as usize;
        let Some(date) = statements.date[at].filter(|date| date.is_day()) else { return true };
        let key = OfADay {
            date,
            sources: sorted(statements.sources.get(at)),
            relation: statements.relation[at],
            targets: sorted(statements.targets.get(at)),
            negated: statements.flags[at].negated(),
        };
        let known = *first.entry(key).or_insert(row);
        if known != row {
            documents.entry(known).or_default().extend(statements.documents.get(at));
        }
        known == row
    };
    let keep = (0..statements.len() as u32).map(|row| stays(row, statements)).collect();
    for (row, documents) in documents {
        add(statements, row, documents);
    }
    keep
}
