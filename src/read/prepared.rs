//! Prepared files into the draft: only what is wanted is read, and names come as numbers.

use std::io;
use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use super::data_file;
use super::draft::Draft;
use super::json::Json;
use super::want::Want;
use crate::files::At;
use crate::names::fold;
use crate::prepared::{Batch, Prepared, Strings};
use crate::statement::{Lists, NO_ID};

/// Stands for a name that the draft has not been told yet.
const UNTOLD: u32 = u32::MAX;

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
    let names = prepared.actors()?;
    let counted = want.top_pairs.filter(|_| each_is_one(&names, &draft.actors[own..]));
    let largest = counted.and_then(|top| Largest::of(top, prepared, &batches, &want));
    push(file, prepared, &names, &batches, largest.as_ref(), draft)
}

/// Whether each of the names in the rows stands for another actor: otherwise two pairs of names may be one
/// pair of actors.
fn each_is_one(names: &Strings, actors: &[super::draft::DraftActor]) -> bool {
    let mut of: HashMap<String, usize> = HashMap::new();
    for (ix, actor) in actors.iter().enumerate() {
        let called = std::iter::once(&actor.id).chain(&actor.name).chain(&actor.aliases);
        of.extend(called.map(|name| (fold(&name.value), ix)));
    }
    let mut folded: HashSet<String> = HashSet::with_capacity(names.len());
    let mut seen: HashSet<usize> = HashSet::new();
    names.iter().map(fold).all(|name| of.get(&name).is_none_or(|&ix| seen.insert(ix)) && folded.insert(name))
}

/// The pairs with the most statements; of all others nothing has to be known.
struct Largest(HashSet<(u32, u32)>);

impl Largest {
    /// The pairs that have at least as many as the one that is the last of the top, with all that have as
    /// many as it; none where that is no small part.
    fn of(top: usize, prepared: &Prepared, batches: &[Batch], want: &Want) -> Option<Self> {
        let relations: Vec<bool> = prepared.relations().map(|relation| want.relation(relation)).collect();
        let dates: Vec<bool> = prepared.dates().iter().map(|&date| want.date(Some(date))).collect();
        let mut counts: Vec<((u32, u32), u32)> = Vec::new();
        for batch in batches {
            for index in 0..batch.rows.len() {
                let date = batch.dates[index];
                let counted = relations[batch.relations[index] as usize]
                    && !batch.flags[index].negated()
                    && if date == Batch::NONE { !want.dated() } else { dates[date as usize] };
                if !counted {
                    continue;
                }
                let pair = (batch.sources[index], batch.targets[index]);
                match counts.last_mut().filter(|(last, _)| *last == pair) {
                    Some((_, count)) => *count += 1,
                    None => counts.push((pair, 1)),
                }
            }
        }
        // The ties of one relation come sorted.
        if !counts.is_sorted_by(|a, b| a.0 < b.0) {
            counts.sort_unstable();
            counts.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                kept.1 += if same { next.1 } else { 0 };
                same
            });
        }
        if counts.len() <= top.saturating_mul(2) {
            return None;
        }
        let mut sizes: Vec<u32> = counts.iter().map(|(_, count)| *count).collect();
        let (_, &mut least, _) = sizes.select_nth_unstable_by(top - 1, |a, b| b.cmp(a));
        Some(Largest(counts.iter().filter(|(_, count)| *count >= least).map(|(pair, _)| *pair).collect()))
    }

    /// Whether a tie has to be known: it belongs to one of the pairs, or it is one that is left out and
    /// counted.
    fn has(&self, batch: &Batch, index: usize) -> bool {
        batch.flags[index].negated()
            || batch.dates[index] == Batch::NONE
            || self.0.contains(&(batch.sources[index], batch.targets[index]))
    }
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

/// Takes the ties in as the statements that they are of, in the order of the file: the number of a
/// statement says in which it was imported.
fn push(
    file: u32,
    prepared: &Prepared,
    names: &Strings,
    batches: &[Batch],
    largest: Option<&Largest>,
    draft: &mut Draft,
) -> io::Result<()> {
    let own = draft.strings.actors.len() as u32;
    let mut actors = vec![UNTOLD; names.len()];
    // Of most or all actors the order of the file is kept, in which the ties are sorted.
    if largest.is_none() && batches.iter().map(|batch| batch.rows.len()).sum::<usize>() > names.len() / 4 {
        actors = names.iter().map(|name| draft.strings.actors.intern(name)).collect();
    }
    let relations: Vec<u32> = prepared.relations().map(|name| draft.strings.relations.intern(name)).collect();
    let known = draft.strings.documents.len();
    let mut several: HashSet<u64> = HashSet::new();
    let mut documents: Vec<u32> = Vec::new();
    // What is answered is called by its id; otherwise ids are read where they are shown.
    let answers = batches.iter().any(|batch| !batch.answers.is_empty());
    for batch in batches {
        let rare = Rare::of(batch);
        documents.clear();
        match largest {
            None => documents.extend(batch.document_ids.iter().map(|id| draft.strings.documents.intern(id))),
            Some(_) => documents.resize(batch.document_ids.len(), UNTOLD),
        }
        let ids = if answers { Some(prepared.shown(&batch.places)?) } else { None };
        for index in 0..batch.rows.len() {
            if largest.is_some_and(|largest| !largest.has(batch, index)) {
                continue;
            }
            // Every tie of a statement lists all of its actors: one of them is enough.
            if batch.ties[index] > 1 && !several.insert(batch.rows[index]) {
                continue;
            }
            let Draft { statements, strings, .. } = draft;
            let mut ends = |of: &HashMap<u32, &[String]>, one: u32, column: &mut Lists| {
                if let Some(all) = of.get(&(index as u32)).filter(|_| batch.ties[index] > 1) {
                    let all: Vec<u32> = all.iter().map(|name| strings.actors.intern(name)).collect();
                    return column.push(&all);
                }
                let actor = &mut actors[one as usize];
                if *actor == UNTOLD {
                    *actor = strings.actors.intern(names.get(one));
                }
                column.push(&[*actor]);
            };
            ends(&rare.sources, batch.sources[index], &mut statements.sources);
            ends(&rare.targets, batch.targets[index], &mut statements.targets);
            let mut of = Vec::new();
            if let Some(first) = documents.get_mut(batch.documents[index] as usize) {
                if *first == UNTOLD {
                    *first = strings.documents.intern(batch.document_ids.get(batch.documents[index]));
                }
                of.push(*first);
            }
            let more = rare.documents.get(&(index as u32)).into_iter().copied().flatten();
            of.extend(more.map(|id| strings.documents.intern(id)));
            statements.documents.push(&of);
            let row = statements.len() as u32;
            statements.at.push(At::new(file, batch.places[index], 0));
            statements.number.push(u32::try_from(batch.rows[index] + 1).unwrap_or(u32::MAX));
            statements.relation.push(relations[batch.relations[index] as usize]);
            statements.date.push(prepared.dates().get(batch.dates[index] as usize).copied());
            statements.flags.push(batch.flags[index]);
            let id = ids.as_ref().map(|ids| draft.ids.intern(&ids[index].id));
            draft.statements.id.push(id.unwrap_or(NO_ID));
            if let Some(answered) = rare.answers.get(&(index as u32)) {
                let answered = draft.ids.intern(answered);
                draft.answers.push((row, answered));
            }
        }
    }
    // Whoever stands in the rows needs no entry in a table.
    draft.bulk.actors.resize(own as usize, false);
    draft.bulk.actors.resize(draft.strings.actors.len(), true);
    draft.bulk.documents.resize(known, false);
    draft.bulk.documents.resize(draft.strings.documents.len(), true);
    Ok(())
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
