//! Closing: names become actors, documents and relations, and everything that does not fit is said.

use hashbrown::HashMap;

use super::{Dataset, NO_STATEMENT, events, tables};
use crate::actor::Actor;
use crate::document::Documents;
use crate::files::{At, Files, Records};
use crate::names::{Names, fold, nearest};
use crate::problem::{Finding, Problems, Report, Severity};
use crate::read::Options;
use crate::read::draft::{Draft, Interner, Strings};
use crate::read::json::{Spanned, shortened};
use crate::read::record::Record;
use crate::read::want::Want;
use crate::relation::Relation;
use crate::statement::{NO_ID, Statements};

/// Closes a draft.
///
/// # Errors
/// Everything that was found wrong, now or while reading.
pub(crate) fn close(draft: Draft, options: &Options) -> Result<(Dataset, Report), Report> {
    let Draft {
        files,
        mut findings,
        title,
        description,
        license,
        has_documents,
        has_actors,
        documents,
        actors,
        relations,
        mut statements,
        strings,
        ids,
        broken_ids,
        answers,
        partial,
        passed_over,
        bulk,
        ..
    } = draft;
    if statements.len() == 0 && broken_ids.is_empty() && findings.errors == 0 && !partial && !bulk.any {
        let finding = Finding::error(None, "there are no statements in the data");
        findings.push(finding.hint("a statement needs a source, a relation and a target"));
    }
    let relations = tables::relations(relations, &files, &mut findings);
    let mut documents = tables::documents(documents, &files, &mut findings);
    let (mut actors, mut names, actor_places) = tables::actors(actors, &files, &mut findings);

    let mut close = Close { files: &files, strings: &strings, findings: &mut findings };
    let by_phrase: HashMap<String, u32> =
        relations.iter().zip(0..).map(|(relation, ix)| (fold(&relation.id), ix)).collect();
    let unknown_relation = |name: &str| {
        let folded = fold(name);
        let form = |relation: &&Relation| relation.forms.iter().any(|(_, form)| fold(form) == folded);
        let near = relations.iter().find(form).map(|relation| relation.id.as_str());
        near.or_else(|| nearest(&folded, relations.iter().map(|relation| relation.id.as_str()))).map(str::to_owned)
    };
    events::further(&mut statements, &bulk.further);
    close.column(&mut statements, Column::Relation, |name| by_phrase.get(&fold(name)).copied(), unknown_relation);

    if has_documents {
        // Event data bring their own documents, whatever table stands beside them.
        for (name, _) in (0..).zip(&bulk.documents).filter(|(_, found)| **found) {
            documents.ids.intern(strings.documents.get(name));
        }
        let near = |name: &str| {
            let known = (0..documents.len() as u32).map(|ix| documents.ids.get(ix));
            nearest(name, known).map(str::to_owned)
        };
        close.column(&mut statements, Column::Document, |name| documents.ids.find(name), near);
    }
    // Data without a table of documents bring their own: every name found is one.
    events::actors(&bulk, &strings.actors, &mut actors, &mut names);
    if !has_actors {
        // Who is spelled in more than one way is called as the first of the statements has it that are asked
        // for: of the others not all may have been read.
        for name in asked_first(&statements, &strings.actors, &relations, &options.want) {
            found(strings.actors.get(name), &mut actors, &mut names);
        }
    }
    let mut resolved: Vec<Option<u32>> = Vec::new();
    for column in [Column::Source, Column::Target] {
        if !resolved.is_empty() && !resolved.contains(&None) {
            // What the sources are called is what the targets are called.
            statements.targets.map(|name| resolved[name as usize].unwrap_or(UNKNOWN));
        } else if has_actors {
            let near = |name: &str| {
                let near = names.nearest(name)?;
                let actor: &Actor = &actors[names.find_folded(near)? as usize];
                let mut written = [&actor.id, &actor.name].into_iter().chain(&actor.aliases);
                written.find(|written| fold(written) == near).cloned()
            };
            resolved = close.column(&mut statements, column, |name| names.find(name), near);
        } else {
            let found = |name: &str| Some(found(name, &mut actors, &mut names));
            resolved = close.column(&mut statements, column, found, |_| None);
        }
    }
    close.meaning(&statements, &relations);
    let mut by_id = close.ids(&mut statements, &ids, &broken_ids, &answers, partial);
    let mut tally = bulk.tally;
    if options.one_a_day {
        let keep = events::fold_days(&mut statements);
        tally.repeats += keep.iter().filter(|keep| !**keep).count() as u64;
        statements.keep(&keep);
        by_id.fill(NO_STATEMENT);
        place_ids(&statements, &mut by_id);
    }
    let places = files.places(&bulk.malformed.iter().map(|(at, _)| *at).collect::<Vec<_>>());
    tally.malformed_at = places.into_iter().zip(bulk.malformed.into_iter().map(|(_, said)| said)).collect();

    if options.only_errors && findings.errors == 0 {
        findings.forget_warnings();
    }
    let report = findings.report(&files);
    if report.errors > 0 {
        return Err(report);
    }
    let dataset = Dataset {
        all_act_for_themselves: actors.iter().all(|actor| actor.acts_for.is_empty()),
        title,
        description,
        license,
        documents: if has_documents { documents } else { Documents::of(strings.documents) },
        actors,
        actor_places,
        relations,
        names,
        statements,
        ids,
        by_id,
        files,
        tally,
        passed_over,
    };
    Ok((dataset, report))
}

/// The actor of that name, a new one where there was none.
fn found(name: &str, actors: &mut Vec<Actor>, names: &mut Names) -> u32 {
    names.find(name).unwrap_or_else(|| {
        let ix = actors.len() as u32;
        actors.push(Actor::named(name, name));
        names.insert(name, ix).expect("the name was not found a moment ago");
        ix
    })
}

/// The names at the ends of the statements that are asked for, each once, in the order of their coming.
fn asked_first(statements: &Statements, names: &Interner, relations: &[Relation], want: &Want) -> Vec<u32> {
    let mut found = Vec::new();
    if want.all() {
        return found;
    }
    let relations: Vec<bool> = relations.iter().map(|relation| want.relation(&relation.id)).collect();
    let is_wanted = |actors: &Vec<String>| -> Vec<bool> {
        (0..names.len() as u32).map(|name| actors.contains(&fold(names.get(name)))).collect()
    };
    let actors = want.actors.as_ref().map(is_wanted);
    let mut seen = vec![false; names.len()];
    for row in 0..statements.len() {
        let ends = || statements.sources.get(row).iter().chain(statements.targets.get(row)).map(|&name| name as usize);
        let wanted = relations.get(statements.relation[row] as usize).is_some_and(|wanted| *wanted)
            && want.date(statements.date[row])
            && actors.as_ref().is_none_or(|actors| ends().any(|name| actors[name]));
        if wanted {
            found.extend(ends().filter(|&name| !std::mem::replace(&mut seen[name], true)).map(|name| name as u32));
        }
    }
    found
}

/// How many hints are looked for: the nearest of a million names takes a while to find, and the first
/// few are enough to see what is wrong.
const HINTS: usize = 40;

/// A column of names that are to be resolved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Document,
    Source,
    Relation,
    Target,
}

impl Column {
    fn thing(self) -> &'static str {
        match self {
            Column::Document => "document",
            Column::Source | Column::Target => "actor",
            Column::Relation => "relation",
        }
    }

    fn words<'a, 't>(self, record: &'a Record<'t>) -> Vec<&'a Spanned<std::borrow::Cow<'t, str>>> {
        match self {
            Column::Document => record.documents.iter().collect(),
            Column::Source => record.sources.iter().collect(),
            Column::Target => record.targets.iter().collect(),
            Column::Relation => record.relation.iter().collect(),
        }
    }
}

/// What closing the statements takes.
struct Close<'a> {
    files: &'a Files,
    strings: &'a Strings,
    findings: &'a mut Problems,
}

/// Stands in for what a name should have become: no actor and no relation has that number, so that
/// nothing more is said about it than that it is not known.
const UNKNOWN: u32 = u32::MAX >> 1;

impl<'a> Close<'a> {
    fn strings(&self, column: Column) -> &'a Interner {
        match column {
            Column::Document => &self.strings.documents,
            Column::Source | Column::Target => &self.strings.actors,
            Column::Relation => &self.strings.relations,
        }
    }

    /// Replaces the names of a column by what they stand for, which comes back by the number of the name.
    fn column(
        &mut self,
        statements: &mut Statements,
        column: Column,
        mut resolve: impl FnMut(&str) -> Option<u32>,
        near: impl Fn(&str) -> Option<String>,
    ) -> Vec<Option<u32>> {
        let strings = self.strings(column);
        let known: Vec<Option<u32>> = (0..strings.len() as u32).map(|name| resolve(strings.get(name))).collect();
        if known.contains(&None) {
            self.unknown(statements, column, &known, near);
        }
        let replace = |name: u32| known[name as usize].unwrap_or(UNKNOWN);
        match column {
            Column::Document => statements.documents.map(replace),
            Column::Source => statements.sources.map(replace),
            Column::Target => statements.targets.map(replace),
            Column::Relation => statements.relation.iter_mut().for_each(|name| *name = replace(*name)),
        }
        known
    }

    /// Says each name of a column that stands for nothing.
    fn unknown(
        &mut self,
        statements: &Statements,
        column: Column,
        known: &[Option<u32>],
        near: impl Fn(&str) -> Option<String>,
    ) {
        let mut hints: HashMap<u32, Option<String>> = HashMap::new();
        for (row, &at) in statements.at.iter().enumerate() {
            let names = match column {
                Column::Document => statements.documents.get(row),
                Column::Source => statements.sources.get(row),
                Column::Target => statements.targets.get(row),
                Column::Relation => std::slice::from_ref(&statements.relation[row]),
            };
            for &name in names.iter().filter(|&&name| known[name as usize].is_none()) {
                let (files, strings) = (self.files, self.strings(column));
                self.findings.push_with(Severity::Error, || {
                    let text = strings.get(name);
                    let words = |record: &Record<'_>| {
                        column.words(record).into_iter().find(|word| word.value == text).map(|word| word.at)
                    };
                    let at = locate(files, at, words).unwrap_or(at);
                    let few = hints.len() < HINTS;
                    let hint = hints.entry(name).or_insert_with(|| if few { near(text) } else { None });
                    let thing = column.thing();
                    let finding = Finding::error(at, format!("unknown {thing} `{}`", shortened(text)));
                    match hint {
                        Some(near) => finding.did_you_mean(Some(near)),
                        None => finding.hint(format!("add it to the {thing}s of the data, or name one of them")),
                    }
                });
            }
        }
    }

    /// What a statement says must make sense once its names are known.
    fn meaning(&mut self, statements: &Statements, relations: &[Relation]) {
        let files = self.files;
        for (row, &at) in statements.at.iter().enumerate() {
            // Nobody wrote a row of event data by hand: it has two ends, may have the same at both, and
            // shows its document where its shape has one.
            if !matches!(files.input(at.file).records, Records::Json | Records::Rows { .. } | Records::Objects(_)) {
                continue;
            }
            let (sources, targets) = (statements.sources.get(row), statements.targets.get(row));
            // What is an event's code has the ends that the event has, wherever it stands by now.
            let coded = statements.flags[row].is_coded();
            if let Some(relation) = relations.get(statements.relation[row] as usize).filter(|_| !coded) {
                let first = targets.first();
                let one = targets.iter().all(|target| Some(target) == first && *target != UNKNOWN);
                if relation.between() && one {
                    self.findings.push_with(Severity::Error, || {
                        let words = |record: &Record<'_>| record.targets.first().map(|word| word.at);
                        let at = locate(files, at, words).unwrap_or(at);
                        Finding::error(at, format!("`{}` takes two parties at least", relation.id))
                            .hint("name both as its target: [\"armenia\", \"azerbaijan\"]")
                    });
                }
                let same = |target: &u32| *target != UNKNOWN && sources.contains(target);
                if let Some(same) = targets.iter().position(same) {
                    self.findings.push_with(Severity::Warning, || {
                        let words = |record: &Record<'_>| record.different_targets().nth(same).map(|word| word.at);
                        let at = locate(files, at, words).unwrap_or(at);
                        let verb = relation.id.replace('-', " ");
                        let said = if relation.between() {
                            format!("an actor {verb} between itself and others")
                        } else {
                            format!("an actor {verb} itself")
                        };
                        Finding::warning(at, said).hint("is one end another actor?")
                    });
                }
            }
            if statements.documents.get(row).is_empty() {
                self.findings.push_with(Severity::Warning, || {
                    Finding::warning(at, "the statement has no document").hint("nobody can check it without")
                });
            }
        }
    }

    /// Gives every id its statement, folds what several data say alike, and follows the answers.
    /// Where the statements are `partial`, one that is answered may have been passed over.
    fn ids(
        &mut self,
        statements: &mut Statements,
        ids: &Interner,
        broken: &[u32],
        answers: &[(u32, u32)],
        partial: bool,
    ) -> Vec<u32> {
        let answered: HashMap<u32, u32> = answers.iter().copied().collect();
        let mut by_id = vec![NO_STATEMENT; ids.len()];
        let mut keep = vec![true; statements.len()];
        for row in 0..statements.len() as u32 {
            let id = statements.id[row as usize];
            if id == NO_ID {
                continue;
            }
            let first = by_id[id as usize];
            if first == NO_STATEMENT {
                by_id[id as usize] = row;
                continue;
            }
            let (a, b) = (statements.at[first as usize], statements.at[row as usize]);
            let apart = tables::apart(self.files, a, b);
            if apart && answered.get(&first) == answered.get(&row) && self.alike(statements, first, row) {
                keep[row as usize] = false;
                continue;
            }
            let place = |at: At| locate(self.files, at, |record| record.id.as_ref().map(|id| id.at)).unwrap_or(at);
            self.findings
                .push_with(Severity::Error, || tables::twice("statement", ids.get(id), place(b), place(a), !apart));
        }
        let broken: hashbrown::HashSet<u32> = broken.iter().copied().collect();
        let mut hints = HINTS;
        for &(row, id) in answers.iter().filter(|(row, _)| keep[*row as usize]) {
            let to = by_id[id as usize];
            if to != NO_STATEMENT {
                statements.answers.insert(row, to);
            } else if partial {
                statements.answers_others.insert(row, id);
            } else if !broken.contains(&id) {
                let (files, at) = (self.files, statements.at[row as usize]);
                self.findings.push_with(Severity::Error, || {
                    let known = (0..ids.len() as u32).filter(|&id| by_id[id as usize] != NO_STATEMENT);
                    let near = if hints > 0 { nearest(ids.get(id), known.map(|id| ids.get(id))) } else { None };
                    hints = hints.saturating_sub(1);
                    let said = format!("there is no statement `{}`", shortened(ids.get(id)));
                    answer(files, at, said).did_you_mean(near)
                });
            }
        }
        self.answers(statements, ids);
        if keep.contains(&false) {
            statements.keep(&keep);
            place_ids(statements, &mut by_id);
        }
        by_id
    }

    /// An answer comes after what it answers, and nothing answers itself, in however many steps.
    fn answers(&mut self, statements: &Statements, ids: &Interner) {
        let mut rows: Vec<u32> = statements.answers.keys().copied().collect();
        rows.sort_unstable();
        let mut cleared = hashbrown::HashSet::new();
        for &row in &rows {
            let to = statements.answers[&row];
            let dates = (statements.date[row as usize], statements.date[to as usize]);
            if let (Some(date), Some(earlier)) = dates
                && !date.may_follow(earlier)
            {
                let said = format!("the answer is dated {date}, before what it answers ({earlier})");
                let finding = answer(self.files, statements.at[row as usize], said);
                self.findings.push(finding.also(statements.at[to as usize]));
            }
            let mut path = hashbrown::HashSet::new();
            let mut here = row;
            while path.insert(here) {
                match statements.answers.get(&here) {
                    Some(&next) if !cleared.contains(&next) => here = next,
                    _ => break,
                }
                if path.contains(&here) {
                    let said = format!("`{}` answers itself", shortened(ids.get(statements.id[here as usize])));
                    let finding = answer(self.files, statements.at[here as usize], said);
                    self.findings.push(finding);
                }
            }
            cleared.extend(path);
        }
    }

    fn alike(&self, statements: &Statements, a: u32, b: u32) -> bool {
        let (i, j) = (a as usize, b as usize);
        let columns = statements.documents.get(i) == statements.documents.get(j)
            && statements.sources.get(i) == statements.sources.get(j)
            && statements.targets.get(i) == statements.targets.get(j)
            && statements.relation[i] == statements.relation[j]
            && statements.date[i] == statements.date[j]
            && statements.flags[i] == statements.flags[j];
        let details = |row: usize| {
            let at = statements.at[row];
            let bytes = self.files.read(&[at]).ok()?.remove(0);
            crate::read::details(at, &bytes, &self.files.input(at.file).records)
        };
        columns && details(i) == details(j)
    }
}

/// Notes which statement each id belongs to.
fn place_ids(statements: &Statements, by_id: &mut [u32]) {
    for (&id, row) in statements.id.iter().zip(0..).filter(|(id, _)| **id != NO_ID) {
        by_id[id as usize] = row;
    }
}

/// What is wrong with what a statement answers.
fn answer(files: &Files, at: At, said: String) -> Finding {
    let words = |record: &Record<'_>| record.answers.as_ref().map(|answers| answers.at);
    Finding::error(locate(files, at, words).unwrap_or(at), said)
}

/// The place of some words of a statement, found by reading it again.
fn locate(files: &Files, at: At, words: impl Fn(&Record<'_>) -> Option<At>) -> Option<At> {
    let bytes = files.read(&[at]).ok()?.remove(0);
    let record = crate::read::again(at, &bytes, &files.input(at.file).records, &mut Problems::default())?;
    words(&record)
}
