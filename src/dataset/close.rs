//! Closing: names become actors, documents and relations, and everything that does not fit is said.

use hashbrown::HashMap;
use petgraph::Directed;
use petgraph::algo::{kosaraju_scc, toposort};
use petgraph::graph::{Graph, NodeIndex};

use super::Dataset;
use crate::actor::{Actor, ActorIx, ActsFor, Kind, UNSPECIFIED};
use crate::document::Document;
use crate::files::{At, Files};
use crate::names::{Names, fold, nearest};
use crate::problem::{Finding, Findings, Report, Severity};
use crate::read::draft::{Draft, DraftActor, Interner, Strings};
use crate::read::json::{Spanned, shortened};
use crate::read::record::Record;
use crate::relation::{Form, Relation, built_in};
use crate::statement::{NO_ID, Statements};

/// The longest `acts_for` chain: a spokesperson of a ministry of a government of a union has four.
const LONGEST_CHAIN: usize = 16;

/// Closes a draft.
///
/// # Errors
/// Everything that was found wrong, now or while reading.
pub(crate) fn close(draft: Draft) -> Result<(Dataset, Report), Report> {
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
        ..
    } = draft;
    if statements.len() == 0 && broken_ids.is_empty() && findings.errors == 0 {
        let finding = Finding::error(None, "there are no statements in the data");
        findings.push(finding.hint("a statement needs a source, a relation and a target"));
    }
    let relations = close_relations(relations, &files, &mut findings);
    let (mut documents, document_ats) = close_documents(documents, &files, &mut findings);
    let (mut actors, mut names) = close_actors(actors, &files, &mut findings);

    let mut close = Close { files: &files, strings: &strings, findings: &mut findings };
    let by_phrase: HashMap<String, u32> =
        relations.iter().zip(0..).map(|(relation, ix)| (fold(&relation.id), ix)).collect();
    let unknown_relation = |name: &str| {
        let folded = fold(name);
        let form = |relation: &&Relation| relation.forms.iter().any(|(_, form)| fold(form) == folded);
        let near = relations.iter().find(form).map(|relation| relation.id.as_str());
        near.or_else(|| nearest(&folded, relations.iter().map(|relation| relation.id.as_str()))).map(str::to_owned)
    };
    close.column(&mut statements, Column::Relation, |name| by_phrase.get(&fold(name)).copied(), unknown_relation);

    let mut document_ats: Vec<Option<At>> = document_ats.into_iter().map(Some).collect();
    let mut by_id: HashMap<String, u32> =
        documents.iter().zip(0..).map(|(document, ix)| (document.id.clone(), ix)).collect();
    if has_documents {
        let near = |name: &str| nearest(name, documents.iter().map(|document| document.id.as_str())).map(str::to_owned);
        close.column(&mut statements, Column::Document, |name| by_id.get(name).copied(), near);
    } else {
        // Data without a table of documents bring their own: every name found is one.
        let found = |name: &str| {
            Some(*by_id.entry(name.to_owned()).or_insert_with(|| {
                documents.push(Document { id: name.to_owned(), ..Document::default() });
                document_ats.push(None);
                documents.len() as u32 - 1
            }))
        };
        close.column(&mut statements, Column::Document, found, |_| None);
    }

    for column in [Column::Source, Column::Target] {
        if has_actors {
            let near = |name: &str| {
                let near = names.nearest(name)?;
                let actor: &Actor = &actors[names.find_folded(near)? as usize];
                let mut written = [&actor.id, &actor.name].into_iter().chain(&actor.aliases);
                written.find(|written| fold(written) == near).cloned()
            };
            close.column(&mut statements, column, |name| names.find(name), near);
        } else {
            let found = |name: &str| {
                Some(names.find(name).unwrap_or_else(|| {
                    let ix = actors.len() as u32;
                    actors.push(Actor::named(name, name));
                    names.insert(name, ix).expect("the name was not found a moment ago");
                    ix
                }))
            };
            close.column(&mut statements, column, found, |_| None);
        }
    }
    close.meaning(&statements, &relations);
    let by_id = close.ids(&mut statements, &ids, &broken_ids, &answers);

    let report = findings.report(&files);
    if report.errors > 0 {
        return Err(report);
    }
    let dataset = Dataset {
        title,
        description,
        license,
        documents,
        actors,
        relations,
        names,
        statements,
        ids,
        by_id,
        files,
        document_ats,
    };
    Ok((dataset, report))
}

/// Whether two places belong to different DATA, where the same thing may stand in both.
fn apart(files: &Files, a: At, b: At) -> bool {
    files.input(a.file).data != files.input(b.file).data
}

fn twice(what: &str, id: &str, at: At, first: At, same_data: bool) -> Finding {
    let id = shortened(id);
    let finding = if same_data {
        Finding::error(at, format!("the {what} `{id}` is here a second time")).hint("an id belongs to one thing only")
    } else {
        Finding::error(at, format!("the {what} `{id}` is not the same in the other data"))
            .hint("what has the same id in several data must have the same content")
    };
    finding.also(first)
}

fn close_relations(own: Vec<(Relation, At)>, files: &Files, findings: &mut Findings) -> Vec<Relation> {
    let mut relations = built_in();
    let mut first: HashMap<String, At> = HashMap::new();
    let mut phrases: HashMap<String, usize> = HashMap::new();
    for (ix, relation) in relations.iter().enumerate() {
        phrases.extend(relation.forms.iter().map(|(_, form)| (fold(form), ix)));
    }
    for (relation, at) in own {
        let same = |known: &Relation| fold(&known.id) == fold(&relation.id);
        if let Some(known) = relations.iter().find(|known| same(known)) {
            match first.get(&known.id) {
                None => findings.push(
                    Finding::error(at, format!("the relation `{}` is built in", known.id))
                        .hint(format!("its sign is {}; choose another id, or leave the entry out", known.sign)),
                ),
                Some(&other) if apart(files, at, other) && *known == relation => {}
                Some(&other) => findings.push(twice("relation", &known.id, at, other, !apart(files, at, other))),
            }
            continue;
        }
        first.insert(relation.id.clone(), at);
        // A verb that means something else does so in all its forms: that of the present, in which
        // verbs are written, is enough.
        let mut said = Vec::new();
        let (present, others): (Vec<_>, Vec<_>) = relation.forms.iter().partition(|(form, _)| *form == Form::Present);
        for (tense, form) in present.into_iter().chain(others) {
            let taken = *phrases.entry(fold(form)).or_insert(relations.len());
            if taken != relations.len() && (*tense == Form::Present || !said.contains(&taken)) {
                said.push(taken);
                let by = &relations[taken].id;
                findings.push(
                    Finding::error(at, format!("`{form}` already means `{by}`"))
                        .hint("give this relation verbs of its own"),
                );
            }
        }
        relations.push(relation);
    }
    relations
}

fn close_documents(own: Vec<(Document, At)>, files: &Files, findings: &mut Findings) -> (Vec<Document>, Vec<At>) {
    let mut documents: Vec<Document> = Vec::with_capacity(own.len());
    let mut ats: Vec<At> = Vec::with_capacity(own.len());
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for (document, at) in own {
        match by_id.get(&document.id) {
            Some(&ix) if apart(files, at, ats[ix]) && documents[ix] == document => {}
            Some(&ix) => findings.push(twice("document", &document.id, at, ats[ix], !apart(files, at, ats[ix]))),
            None => {
                by_id.insert(document.id.clone(), documents.len());
                documents.push(document);
                ats.push(at);
            }
        }
    }
    (documents, ats)
}

fn close_actors(own: Vec<DraftActor>, files: &Files, findings: &mut Findings) -> (Vec<Actor>, Names) {
    let mut drafts: Vec<DraftActor> = Vec::with_capacity(own.len());
    let mut by_id: HashMap<String, usize> = HashMap::new();
    for actor in own {
        let (id, at) = (&actor.id.value, actor.id.at);
        match by_id.get(id) {
            Some(&ix) => {
                let (other, apart) = (&drafts[ix], apart(files, at, drafts[ix].id.at));
                if !(apart && same(other, &actor)) {
                    findings.push(twice("actor", id, at, other.id.at, !apart));
                }
            }
            None => {
                by_id.insert(id.clone(), drafts.len());
                drafts.push(actor);
            }
        }
    }
    let mut names = Names::default();
    // Ids come before names and names before aliases, so that it is always the lesser word that is
    // said to be taken.
    let mut first: HashMap<String, At> = HashMap::new();
    let mut name = |name: &Spanned<String>, ix: usize, what: &str, findings: &mut Findings| match names
        .insert(&name.value, ix as u32)
    {
        Ok(()) => {
            first.entry(fold(&name.value)).or_insert(name.at);
        }
        Err(other) => {
            let (said, by) = (shortened(&name.value), &drafts[other as usize].id.value);
            let finding =
                Finding::error(name.at, format!("the {what} `{said}` already belongs to `{}`", shortened(by)));
            let finding =
                finding.hint("a name belongs to one actor only; case, accents and punctuation do not tell names apart");
            findings.push(match first.get(&fold(&name.value)) {
                Some(&at) => finding.also(at),
                None => finding,
            });
        }
    };
    for (ix, draft) in drafts.iter().enumerate() {
        name(&draft.id, ix, "id", findings);
    }
    for (ix, draft) in drafts.iter().enumerate() {
        draft.name.iter().for_each(|given| name(given, ix, "name", findings));
    }
    for (ix, draft) in drafts.iter().enumerate() {
        draft.aliases.iter().for_each(|alias| name(alias, ix, "alias", findings));
    }
    let resolve = |name: &Spanned<String>, findings: &mut Findings| {
        let found = names.find(&name.value);
        if found.is_none() {
            let finding = Finding::error(name.at, format!("unknown actor `{}`", shortened(&name.value)));
            findings.push(match names.nearest(&name.value) {
                Some(near) => finding.did_you_mean(Some(near)),
                None => finding.hint("add it to the actors of the data, or name one of them"),
            });
        }
        found.map(ActorIx)
    };
    let mut actors: Vec<Actor> = drafts
        .iter()
        .map(|draft| Actor {
            id: draft.id.value.clone(),
            name: draft.name.as_ref().unwrap_or(&draft.id).value.clone(),
            kind: draft.kind,
            aliases: draft.aliases.iter().map(|alias| alias.value.clone()).collect(),
            role: draft.role.clone(),
            acts_for: draft
                .acts_for
                .iter()
                .filter_map(|entry| {
                    let actor = resolve(&entry.actor, findings)?;
                    Some(ActsFor { actor, from: entry.from, to: entry.to })
                })
                .collect(),
            members: draft.members.iter().filter_map(|member| resolve(member, findings)).collect(),
            iso3166: draft.iso3166.clone(),
            wikidata: draft.wikidata.clone(),
        })
        .collect();
    overlaps(&actors, &drafts, findings);
    let acts_for = |actor: &Actor| actor.acts_for.iter().map(|entry| entry.actor).collect();
    let graph = graph_of(&actors, acts_for);
    if cycles(&actors, &drafts, "acts_for", &graph, findings) {
        chains(&actors, &drafts, &graph, findings);
    }
    let graph = graph_of(&actors, |actor: &Actor| actor.members.clone());
    cycles(&actors, &drafts, "members", &graph, findings);
    if names.find(UNSPECIFIED).is_none() {
        names.insert(UNSPECIFIED, actors.len() as u32).expect("the name was not found a moment ago");
        actors.push(Actor { kind: Kind::Unspecified, ..Actor::named(UNSPECIFIED, UNSPECIFIED) });
    }
    (actors, names)
}

fn same(a: &DraftActor, b: &DraftActor) -> bool {
    let values = |list: &[Spanned<String>]| list.iter().map(|item| item.value.clone()).collect::<Vec<_>>();
    let name = |actor: &DraftActor| actor.name.as_ref().map(|name| name.value.clone());
    let acts_for = |actor: &DraftActor| -> Vec<_> {
        actor.acts_for.iter().map(|entry| (entry.actor.value.clone(), entry.from, entry.to)).collect()
    };
    name(a) == name(b)
        && (a.kind, &a.role, &a.iso3166, &a.wikidata) == (b.kind, &b.role, &b.iso3166, &b.wikidata)
        && values(&a.aliases) == values(&b.aliases)
        && values(&a.members) == values(&b.members)
        && acts_for(a) == acts_for(b)
}

/// An actor acts for one at a time: what it says on a day has one principal.
fn overlaps(actors: &[Actor], drafts: &[DraftActor], findings: &mut Findings) {
    for (actor, draft) in actors.iter().zip(drafts) {
        let mut entries: Vec<(usize, &ActsFor)> = actor.acts_for.iter().enumerate().collect();
        // Sorted by their beginning, two that overlap have one between them that overlaps its
        // neighbour, unless an earlier one lasts longer: hence the longest so far.
        entries.sort_by_key(|(_, entry)| entry.from.map(|date| date.first_day()));
        let mut longest: Option<&ActsFor> = None;
        for (i, entry) in entries {
            let overlap = longest.filter(|before| match (before.to, entry.from) {
                (Some(to), Some(from)) => from.first_day() <= to.last_day(),
                _ => true,
            });
            if let Some(before) = overlap {
                let (a, b) = (&actors[before.actor.0 as usize].id, &actors[entry.actor.0 as usize].id);
                let at = draft.acts_for.get(i).map_or(draft.id.at, |entry| entry.actor.at);
                let said = format!("`{}` acts for both `{a}` and `{b}` at the same time", draft.id.value);
                findings.push(Finding::error(at, said).hint("give the entries `from` and `to` that do not overlap"));
            }
            let ends = |entry: &ActsFor| entry.to.map(|date| date.last_day());
            if longest.is_none_or(|before| match (ends(before), ends(entry)) {
                (Some(before), Some(now)) => now > before,
                (before, _) => before.is_some(),
            }) {
                longest = Some(entry);
            }
        }
    }
}

fn graph_of(actors: &[Actor], next: impl Fn(&Actor) -> Vec<ActorIx>) -> Graph<(), (), Directed, u32> {
    let mut graph = Graph::with_capacity(actors.len(), actors.len());
    for _ in actors {
        graph.add_node(());
    }
    for (ix, actor) in actors.iter().enumerate() {
        for other in next(actor) {
            graph.add_edge(NodeIndex::new(ix), NodeIndex::new(other.0 as usize), ());
        }
    }
    graph
}

/// Says each cycle among the actors once; whether there is none.
fn cycles(
    actors: &[Actor],
    drafts: &[DraftActor],
    key: &str,
    graph: &Graph<(), (), Directed, u32>,
    findings: &mut Findings,
) -> bool {
    let mut none = true;
    for component in kosaraju_scc(graph) {
        let start = *component.iter().min().expect("a component has a node");
        if component.len() == 1 && !graph.contains_edge(start, start) {
            continue;
        }
        none = false;
        let mut path = vec![start];
        // Walking inside the component comes back to where it was sooner or later.
        loop {
            let here = path[path.len() - 1];
            let onward: NodeIndex = graph
                .neighbors(here)
                .filter(|node| component.contains(node))
                .min_by_key(|node| (path.iter().position(|seen| seen == node).unwrap_or(usize::MAX), *node))
                .expect("a node of a cycle has a way on inside it");
            path.push(onward);
            if path[..path.len() - 1].contains(&onward) || path.len() > 12 {
                break;
            }
        }
        let names: Vec<_> = path.iter().map(|node| shortened(&actors[node.index()].id)).collect();
        let at = drafts[start.index()].id.at;
        findings.push(Finding::error(at, format!("`{key}` runs in a circle: {}", names.join(" → "))));
    }
    none
}

/// Says where an `acts_for` chain without a cycle is too long, whatever the dates of its entries.
fn chains(actors: &[Actor], drafts: &[DraftActor], graph: &Graph<(), (), Directed, u32>, findings: &mut Findings) {
    let order = toposort(graph, None).expect("there is no cycle");
    let mut steps = vec![0; actors.len()];
    for node in order.into_iter().rev() {
        steps[node.index()] = graph.neighbors(node).map(|next| steps[next.index()] + 1).max().unwrap_or(0);
    }
    for (draft, _) in drafts.iter().zip(&steps).filter(|(_, steps)| **steps > LONGEST_CHAIN) {
        findings.push_with(Severity::Error, || {
            let said =
                format!("the `acts_for` chain of `{}` is longer than {LONGEST_CHAIN}", shortened(&draft.id.value));
            Finding::error(draft.id.at, said)
        });
    }
}

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
    findings: &'a mut Findings,
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

    /// Replaces the names of a column by what they stand for.
    fn column(
        &mut self,
        statements: &mut Statements,
        column: Column,
        mut resolve: impl FnMut(&str) -> Option<u32>,
        near: impl Fn(&str) -> Option<String>,
    ) {
        let mut known: Vec<Option<Option<u32>>> = vec![None; self.strings(column).len()];
        let mut unknown = false;
        let strings = self.strings(column);
        let mut replace = |name: u32| {
            let slot = &mut known[name as usize];
            let found = *slot.get_or_insert_with(|| resolve(strings.get(name)));
            unknown |= found.is_none();
            found.unwrap_or(UNKNOWN)
        };
        let before = match column {
            Column::Document => &mut statements.documents,
            Column::Source => &mut statements.sources,
            Column::Target => &mut statements.targets,
            Column::Relation => {
                let names = statements.relation.clone();
                statements.relation.iter_mut().for_each(|name| *name = replace(*name));
                if unknown {
                    let rows = names.iter().map(std::slice::from_ref);
                    self.unknown(&statements.at, column, rows, &known, near);
                }
                return;
            }
        };
        let names = before.clone();
        before.map(&mut replace);
        if unknown {
            let rows = (0..statements.at.len()).map(|row| names.get(row));
            self.unknown(&statements.at, column, rows, &known, near);
        }
    }

    fn unknown<'n>(
        &mut self,
        at: &[At],
        column: Column,
        rows: impl Iterator<Item = &'n [u32]>,
        known: &[Option<Option<u32>>],
        near: impl Fn(&str) -> Option<String>,
    ) {
        // Looking for the nearest of a million names takes a while: the first few are enough to see
        // what is wrong.
        const HINTS: usize = 40;
        let mut hints: HashMap<u32, Option<String>> = HashMap::new();
        for (names, &at) in rows.zip(at) {
            for &name in names.iter().filter(|&&name| known[name as usize] == Some(None)) {
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
            let (sources, targets) = (statements.sources.get(row), statements.targets.get(row));
            if let Some(relation) = relations.get(statements.relation[row] as usize) {
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
    fn ids(
        &mut self,
        statements: &mut Statements,
        ids: &Interner,
        broken: &[u32],
        answers: &[(u32, u32)],
    ) -> HashMap<u32, u32> {
        let answered: HashMap<u32, u32> = answers.iter().copied().collect();
        let mut by_id: HashMap<u32, u32> = HashMap::new();
        let mut keep = vec![true; statements.len()];
        for row in 0..statements.len() as u32 {
            let id = statements.id[row as usize];
            if id == NO_ID {
                continue;
            }
            let first = *by_id.entry(id).or_insert(row);
            if first == row {
                continue;
            }
            let (a, b) = (statements.at[first as usize], statements.at[row as usize]);
            let apart = apart(self.files, a, b);
            if apart && answered.get(&first) == answered.get(&row) && self.alike(statements, first, row) {
                keep[row as usize] = false;
                continue;
            }
            let place = |at: At| locate(self.files, at, |record| record.id.as_ref().map(|id| id.at)).unwrap_or(at);
            self.findings.push_with(Severity::Error, || twice("statement", ids.get(id), place(b), place(a), !apart));
        }
        for &(row, id) in answers.iter().filter(|(row, _)| keep[*row as usize]) {
            if let Some(&to) = by_id.get(&id) {
                statements.answers.insert(row, to);
            } else if !broken.contains(&id) {
                let finding =
                    self.answer(statements, row, format!("there is no statement `{}`", shortened(ids.get(id))));
                let known = by_id.keys().map(|&id| ids.get(id));
                self.findings.push(finding.did_you_mean(nearest(ids.get(id), known)));
            }
        }
        self.answers(statements, ids);
        if keep.contains(&false) {
            statements.keep(&keep);
            by_id.clear();
            let given = statements.id.iter().zip(0..).filter(|(id, _)| **id != NO_ID);
            by_id.extend(given.map(|(&id, row)| (id, row)));
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
                let finding = self.answer(statements, row, said);
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
                    let finding = self.answer(statements, here, said);
                    self.findings.push(finding);
                }
            }
            cleared.extend(path);
        }
    }

    fn answer(&self, statements: &Statements, row: u32, said: String) -> Finding {
        let at = statements.at[row as usize];
        let words = |record: &Record<'_>| record.answers.as_ref().map(|answers| answers.at);
        Finding::error(locate(self.files, at, words).unwrap_or(at), said)
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

/// The place of some words of a statement, found by reading it again.
fn locate(files: &Files, at: At, words: impl Fn(&Record<'_>) -> Option<At>) -> Option<At> {
    let bytes = files.read(&[at]).ok()?.remove(0);
    let record = crate::read::again(at, &bytes, &files.input(at.file).records, &mut Findings::default())?;
    words(&record)
}
