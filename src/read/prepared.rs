//! Prepared files into the draft: only what is wanted is read, and names come as numbers.

use std::io;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use super::data_file;
use super::draft::{Draft, Interner};
use super::json::Json;
use super::want::Want;
use crate::files::At;
use crate::names::fold;
use crate::prepared::{Batch, Prepared};
use crate::statement::NO_ID;

/// Stands for a name that the draft has not been told yet.
const UNTOLD: u32 = u32::MAX;

/// A statement of a batch, by the place at which it came.
struct Found {
    /// Its number among the statements of what was imported.
    row: u64,
    batch: u32,
    index: u32,
}

/// Reads what is wanted of a prepared file into the draft.
pub(super) fn read(file: u32, prepared: &Arc<Prepared>, want: &Want, draft: &mut Draft) -> io::Result<()> {
    let tables = prepared.tables()?;
    let own = draft.actors.len();
    data_file::read(Json { file, offset: 0, text: &tables }, None, draft);
    draft.bulk.any = true;
    draft.partial |= !want.all();
    let mut want = want.clone();
    // Relations of its own may go by verbs that say more than those of a question seem to.
    let built_in: HashSet<String> = crate::relation::built_in().into_iter().map(|relation| relation.id).collect();
    if prepared.relations().any(|relation| !built_in.contains(relation)) {
        want.relations = None;
    }
    if let Some(names) = &mut want.actors {
        *names = everybody(names, &draft.actors[own..]);
    }
    let mut batches: Vec<Batch> = Vec::new();
    prepared.scan(&want, &mut |batch| {
        batches.push(batch);
        Ok(())
    })?;
    push(file, prepared, &batches, draft)
}

/// The names under which statements may name those who are called so, and all who act for them.
fn everybody(names: &[String], actors: &[super::draft::DraftActor]) -> Vec<String> {
    let mut ids: HashMap<String, usize> = HashMap::new();
    for (ix, actor) in actors.iter().enumerate() {
        let called = std::iter::once(&actor.id).chain(&actor.name).chain(&actor.aliases);
        for name in called {
            ids.entry(fold(&name.value)).or_insert(ix);
        }
    }
    let mut of: HashMap<usize, Vec<usize>> = HashMap::new();
    for (ix, actor) in actors.iter().enumerate() {
        for entry in &actor.acts_for {
            if let Some(&principal) = ids.get(&fold(&entry.actor.value)) {
                of.entry(principal).or_default().push(ix);
            }
        }
    }
    let mut all: HashSet<String> = names.iter().cloned().collect();
    let mut seen: HashSet<usize> = HashSet::new();
    let mut next: Vec<usize> = names.iter().filter_map(|name| ids.get(name).copied()).collect();
    while let Some(ix) = next.pop() {
        if seen.insert(ix) {
            let actor = &actors[ix];
            let called = std::iter::once(&actor.id).chain(&actor.name).chain(&actor.aliases);
            all.extend(called.map(|name| fold(&name.value)));
            next.extend(of.get(&ix).into_iter().flatten());
        }
    }
    all.into_iter().collect()
}

/// Takes the ties in as the statements that they are of, in the order in which those were imported.
fn push(file: u32, prepared: &Prepared, batches: &[Batch], draft: &mut Draft) -> io::Result<()> {
    let mut found: Vec<Found> = Vec::with_capacity(batches.iter().map(|batch| batch.rows.len()).sum());
    for (number, batch) in (0..).zip(batches) {
        found.extend((0..).zip(&batch.rows).map(|(index, &row)| Found { row, batch: number, index }));
    }
    found.sort_unstable_by_key(|found| (found.row, found.batch, found.index));
    // Every tie of a statement lists all of its actors: one of them is enough.
    found.dedup_by_key(|found| found.row);

    let names = prepared.actors()?;
    let mut actors = vec![UNTOLD; names.len()];
    let relations: Vec<u32> = prepared.relations().map(|name| draft.strings.relations.intern(name)).collect();
    let known = draft.strings.documents.len();
    let documents: Vec<Vec<u32>> = batches
        .iter()
        .map(|batch| batch.document_ids.iter().map(|id| draft.strings.documents.intern(id)).collect())
        .collect();
    let rare: Vec<Rare<'_>> = batches.iter().map(Rare::of).collect();
    let answers = batches.iter().any(|batch| !batch.answers.is_empty());
    // What is answered is called by its id; otherwise ids are read where they are shown.
    let ids = match answers {
        true => Some(prepared.shown(&found.iter().map(|found| found.place(batches)).collect::<Vec<_>>())?),
        false => None,
    };
    let mut names_of = |numbers: &[u32], strings: &mut Interner| -> Vec<u32> {
        let mut told = |number: u32| {
            let actor = &mut actors[number as usize];
            if *actor == UNTOLD {
                *actor = strings.intern(names.get(number));
            }
            *actor
        };
        numbers.iter().map(|&number| told(number)).collect()
    };
    for (order, found) in found.iter().enumerate() {
        let (batch, rare) = (&batches[found.batch as usize], &rare[found.batch as usize]);
        let index = found.index as usize;
        let Draft { statements, strings, .. } = draft;
        let mut list = |all: &HashMap<u32, &[String]>, one: u32| match all.get(&found.index) {
            Some(all) => all.iter().map(|name| strings.actors.intern(name)).collect(),
            None => names_of(&[one], &mut strings.actors),
        };
        let sources = list(&rare.sources, batch.sources[index]);
        let targets = list(&rare.targets, batch.targets[index]);
        let mut of = Vec::new();
        if batch.documents[index] != Batch::NONE {
            of.push(documents[found.batch as usize][batch.documents[index] as usize]);
        }
        for id in rare.documents.get(&found.index).into_iter().copied().flatten() {
            of.push(strings.documents.intern(id));
        }
        let row = statements.len() as u32;
        statements.at.push(At::new(file, found.place(batches), 0));
        statements.number.push(u32::try_from(found.row + 1).unwrap_or(u32::MAX));
        statements.documents.push(&of);
        statements.sources.push(&sources);
        statements.targets.push(&targets);
        statements.relation.push(relations[batch.relations[index] as usize]);
        statements.date.push(prepared.dates().get(batch.dates[index] as usize).copied());
        statements.flags.push(batch.flags[index]);
        let id = ids.as_ref().map(|ids| draft.ids.intern(&ids[order].id));
        draft.statements.id.push(id.unwrap_or(NO_ID));
        if let Some(answered) = rare.answers.get(&found.index) {
            let answered = draft.ids.intern(answered);
            draft.answers.push((row, answered));
        }
    }
    for actor in actors.into_iter().filter(|actor| *actor != UNTOLD) {
        draft.bulk.parties.entry(actor).or_default();
    }
    draft.bulk.documents.resize(known, false);
    draft.bulk.documents.resize(draft.strings.documents.len(), true);
    Ok(())
}

impl Found {
    fn place(&self, batches: &[Batch]) -> u64 {
        batches[self.batch as usize].places[self.index as usize]
    }
}

/// What only few of the ties of a batch have, by the index of the tie.
struct Rare<'b> {
    documents: HashMap<u32, &'b [String]>,
    sources: HashMap<u32, &'b [String]>,
    targets: HashMap<u32, &'b [String]>,
    answers: HashMap<u32, &'b str>,
}

impl<'b> Rare<'b> {
    fn of(batch: &'b Batch) -> Self {
        let lists = |lists: &'b [(u32, Vec<String>)]| lists.iter().map(|(index, list)| (*index, &list[..])).collect();
        Rare {
            documents: lists(&batch.other_documents),
            sources: lists(&batch.all_sources),
            targets: lists(&batch.all_targets),
            answers: batch.answers.iter().map(|(index, id)| (*index, id.as_str())).collect(),
        }
    }
}
