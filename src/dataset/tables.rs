//! Closing the tables of a draft: relations, documents and actors.

use hashbrown::HashMap;
use petgraph::Directed;
use petgraph::algo::{kosaraju_scc, toposort};
use petgraph::graph::{Graph, NodeIndex};

use crate::actor::{Actor, ActorIx, ActsFor, Kind, UNSPECIFIED};
use crate::document::{About, DocumentIx, Documents};
use crate::files::{At, Files};
use crate::names::{Names, fold};
use crate::problem::{Finding, Problems, Severity};
use crate::read::draft::DraftActor;
use crate::read::json::{Spanned, shortened};
use crate::relation::{Form, Relation, built_in};

/// The longest `acts_for` chain: a spokesperson of a ministry of a government of a union has four.
const LONGEST_CHAIN: usize = 16;

/// Whether two places belong to different DATA, where the same thing may stand in both.
pub(super) fn apart(files: &Files, a: At, b: At) -> bool {
    files.input(a.file).data != files.input(b.file).data
}

/// The finding for an id that stands a second time.
pub(super) fn twice(what: &str, id: &str, at: At, first: At, same_data: bool) -> Finding {
    let id = shortened(id);
    let finding = if same_data {
        Finding::error(at, format!("the {what} `{id}` is here a second time")).hint("an id belongs to one thing only")
    } else {
        Finding::error(at, format!("the {what} `{id}` is not the same in the other data"))
            .hint("what has the same id in several data must have the same content")
    };
    finding.also(first)
}

/// The relations, the built-in ones first.
pub(super) fn relations(own: Vec<(Relation, At)>, files: &Files, findings: &mut Problems) -> Vec<Relation> {
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

/// The documents that are in tables.
pub(super) fn documents(own: Vec<(String, About, At)>, files: &Files, findings: &mut Problems) -> Documents {
    let mut documents = Documents::default();
    for (id, about, at) in own {
        let known = documents.ids.find(&id).map(DocumentIx);
        match known.and_then(|ix| Some((ix, documents.at(ix)?))) {
            Some((ix, first)) if apart(files, at, first) && *documents.get(ix) == about => {}
            Some((_, first)) => findings.push(twice("document", &id, at, first, !apart(files, at, first))),
            None => documents.insert(&id, about, at),
        }
    }
    documents
}

/// The actors, the names that they go by, and where they stand.
pub(super) fn actors(own: Vec<DraftActor>, files: &Files, findings: &mut Problems) -> (Vec<Actor>, Names, Vec<At>) {
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
    let mut name = |name: &Spanned<String>, ix: usize, what: &str, findings: &mut Problems| match names
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
    let resolve = |name: &Spanned<String>, findings: &mut Problems| {
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
    let places = drafts.iter().map(|draft| draft.id.at).collect();
    (actors, names, places)
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
fn overlaps(actors: &[Actor], drafts: &[DraftActor], findings: &mut Problems) {
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
    findings: &mut Problems,
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
fn chains(actors: &[Actor], drafts: &[DraftActor], graph: &Graph<(), (), Directed, u32>, findings: &mut Problems) {
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
