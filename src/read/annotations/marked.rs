//! Texts with what is marked in them and what is said between the marks, whatever the tool: on their way to actors,
//! documents and statements.

use std::collections::BTreeMap;

use hashbrown::{HashMap, HashSet};
use serde_json::{Map, Value, json};

use super::kind;
use crate::actor::Kind;
use crate::date::Date;
use crate::document::About;
use crate::files::At;
use crate::names::fold;
use crate::read::actors::{Actors, Space};
use crate::read::coded::{self, Made};
use crate::read::draft::Draft;
use crate::read::labels::Labels;
use crate::read::text::{Text, Unit};
use crate::statement::Certainty;

/// A text, what is marked in it, and what is said between the marks.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// What the document is called.
    pub id: String,
    /// Whether the data call it so: then several texts of that name are passages of one document.
    pub named: bool,
    pub about: About,
    pub text: Option<String>,
    pub mentions: Vec<Mention>,
    /// Mentions of one and the same.
    pub same: Vec<Vec<usize>>,
    /// Marks that are no mentions of anybody: the words that say what an event is, and who has another part in it.
    pub others: HashSet<usize>,
    pub links: Vec<Link>,
    /// Which mentions have words and offsets of their own.
    pub given: Vec<(usize, String, (i64, i64))>,
}

/// A mention of somebody.
#[derive(Debug, Default)]
pub(super) struct Mention {
    pub words: String,
    pub label: String,
    /// Where it stands, in code points.
    pub span: Option<(u64, u64)>,
    pub wikidata: Option<String>,
}

/// What some say or do to others. Who they are is the number of a mention.
#[derive(Debug, Default)]
pub(super) struct Link {
    /// Its number in the file.
    pub number: u32,
    /// Its own name, where it is no other's.
    pub id: Option<String>,
    pub label: String,
    pub sources: Vec<usize>,
    pub targets: Vec<usize>,
    /// Where the word stands that says it.
    pub trigger: Option<(u64, u64)>,
    pub gist: Option<String>,
    pub negated: bool,
    pub certainty: Option<Certainty>,
    pub answers: Option<String>,
}

/// All annotations so far: mentions of the same words are one actor, in however many files they stand.
#[derive(Debug, Default)]
pub(crate) struct Annotated {
    actors: Actors,
    documents: Vec<Document>,
    by_id: HashMap<String, usize>,
    files: Vec<File>,
    /// What else an actor is called, by its number.
    aliases: Vec<(usize, String)>,
    wikidata: BTreeMap<usize, String>,
    /// The names that are taken.
    ids: HashSet<String>,
}

#[derive(Debug)]
struct Document {
    id: String,
    about: About,
    text: Option<String>,
    /// Whether there are several texts of its name, so that no span holds.
    in_parts: bool,
}

#[derive(Debug)]
struct File {
    name: String,
    data: u32,
    statements: Vec<(Made, usize)>,
}

impl Marked {
    /// Adds a mention that stands at offsets in the text. Words that are given tell whether these are right; what is
    /// not found there is counted.
    pub fn mention(
        &mut self,
        text: Option<&Text<'_>>,
        words: Option<&str>,
        place: Option<(i64, i64)>,
        unit: Unit,
        label: &str,
        draft: &mut Draft,
    ) -> usize {
        let found = match (text, place, words) {
            (Some(text), Some((start, end)), Some(words)) => text.passage_of(words, start, end),
            (Some(text), Some((start, end)), None) => text.passage(start, end, unit),
            _ => None,
        };
        if text.is_some() && found.is_none() {
            let what = match place {
                Some(_) => "mentions whose words are not at their place in the text: they have no span",
                None => "mentions without a place in the text: they have no span",
            };
            draft.bulk.tally.lose(what, 1);
        }
        if let (Some(_), Some(place), Some(words)) = (text, place, words) {
            self.given.push((self.mentions.len(), words.to_owned(), place));
        }
        let words = words.or(found.map(|found| found.words)).unwrap_or_default();
        self.mentions.push(Mention {
            words: plain(words),
            label: label.to_owned(),
            span: found.map(|found| found.span),
            wikidata: None,
        });
        self.mentions.len() - 1
    }
}

/// Words with one blank between two.
pub(super) fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Annotated {
    /// Begins with a file.
    pub fn file(&mut self, name: &str, data: u32) {
        self.files.push(File { name: name.to_owned(), data, statements: Vec::new() });
    }

    /// Whether nobody has the name yet; from now on it is taken.
    pub fn is_new(&mut self, id: &str) -> bool {
        self.ids.insert(id.to_owned())
    }

    /// Takes a text in. `fixed` is the relation of all that is said, where the user names one.
    pub(super) fn add(&mut self, marked: Marked, labels: &Labels, fixed: Option<&str>, draft: &mut Draft) {
        let Marked { id, named, about, text, mut mentions, same, mut others, links, given } = marked;
        others.extend(links.iter().flat_map(|link| link.sources.iter().chain(&link.targets)));
        draft.bulk.tally.lose(UNLINKED, mentions.len().saturating_sub(others.len()) as u64);
        if links.is_empty() {
            return;
        }
        let chief = chiefs(&mentions, &same);
        let mut members: HashMap<usize, Vec<usize>> = HashMap::new();
        for (ix, &chief) in chief.iter().enumerate() {
            members.entry(chief).or_default().push(ix);
        }
        let mut who: HashMap<usize, Option<String>> = HashMap::new();
        let offsets = text.as_deref().map(Text::new);
        if let Some(text) = &offsets {
            one_unit(text, &given, &mut mentions);
        }
        let mut statements = Vec::new();
        let date = about.date;
        let document = self.document(&id, named, about, text.clone(), draft);
        let means = |link: &Link| match fixed {
            Some(fixed) => Some(labels.said(&link.label).unwrap_or(fixed)),
            None => labels.relation(&link.label),
        };
        let (links, joined) = joined(links, |link| means(link) == Some(MEDIATES));
        draft.bulk.tally.rows += joined;
        draft.bulk.tally.repeats += joined;
        draft.bulk.tally.lose("parties of a mediation that are linked one by one, now of one statement", joined);
        for link in links {
            let tally = &mut draft.bulk.tally;
            tally.rows += 1;
            let Some(relation) = means(&link) else {
                tally.unknown(&link.label);
                continue;
            };
            let named = |ends: &[usize]| {
                let is = |end: &&usize| mentions.get(**end).is_some_and(|mention| !mention.words.is_empty());
                ends.iter().filter(is).copied().collect::<Vec<_>>()
            };
            let (sources, targets) = (named(&link.sources), named(&link.targets));
            if sources.is_empty() {
                tally.without_source += 1;
                continue;
            }
            if targets.is_empty() {
                tally.without_target += 1;
                continue;
            }
            let mut names = |ends: &[usize], actors: &mut Annotated| {
                let mut taken: HashSet<String> = HashSet::new();
                let mut ids: Vec<String> = Vec::new();
                for &end in ends {
                    let id = who
                        .entry(chief[end])
                        .or_insert_with(|| actors.actor(&mentions, chief[end], &members[&chief[end]], draft));
                    ids.extend(id.clone().filter(|id| taken.insert(id.clone())));
                }
                ids
            };
            let mut statement = Map::new();
            let (sources_named, targets_named) = (names(&sources, self), names(&targets, self));
            if relation == MEDIATES && targets_named.len() < 2 {
                draft.bulk.tally.without_target += 1;
                draft.bulk.tally.lose("mediations with one party, where it takes two", 1);
                continue;
            }
            let mut put = |key: &str, value: Value| statement.insert(key.to_owned(), value);
            link.id.map(|id| put("id", json!(id)));
            put("document", json!(self.documents[document].id));
            date.map(|date| put("date", json!(date)));
            put("source", one_or_more(sources_named));
            put("relation", json!(relation));
            put("target", one_or_more(targets_named));
            link.gist.filter(|gist| !gist.trim().is_empty()).map(|gist| put("gist", json!(gist)));
            let ends = sources.iter().chain(&targets).map(|&end| mentions[end].span);
            if let Some(span) = stretch(ends.chain(link.trigger.map(Some))) {
                put("span", json!([span.0, span.1]));
                let short = span.1 - span.0 <= QUOTED;
                if let Some(quote) = offsets.as_ref().filter(|_| short).and_then(|text| text.words(span)) {
                    put("quote", json!(quote));
                }
            }
            link.certainty.map(|certainty| put("certainty", json!(certainty.name())));
            link.answers.map(|answers| put("answers", json!(answers)));
            if link.negated {
                put("negated", json!(true));
            }
            statements.push(((link.number, statement), document));
        }
        let lost = answers(&mut statements);
        draft.bulk.tally.lose("answers to what is no statement, or to themselves", lost);
        if let Some(file) = self.files.last_mut() {
            file.statements.extend(statements);
        }
    }

    /// The document of that name and text, a new one where there was none.
    fn document(&mut self, id: &str, named: bool, about: About, text: Option<String>, draft: &mut Draft) -> usize {
        let mut number = 1;
        let mut tried = id.to_owned();
        loop {
            match self.by_id.get(&tried).map(|&ix| (ix, &mut self.documents[ix])) {
                None => break,
                Some((ix, document)) if document.text == text || named => {
                    if document.text != text {
                        // The first is a part, too, as soon as there is a second.
                        let parts = if document.in_parts { 1 } else { 2 };
                        document.in_parts = true;
                        draft.bulk.tally.lose("texts that are parts of one document: their spans are not kept", parts);
                    }
                    document.about = known(std::mem::take(&mut document.about), about);
                    return ix;
                }
                Some(_) => {
                    number += 1;
                    tried = format!("{id} ({number})");
                }
            }
        }
        self.by_id.insert(tried.clone(), self.documents.len());
        self.documents.push(Document { id: tried, about, text, in_parts: false });
        self.documents.len() - 1
    }

    /// Who is mentioned in all of these, of which one gives the name.
    fn actor(&mut self, mentions: &[Mention], chief: usize, members: &[usize], draft: &mut Draft) -> Option<String> {
        let first = &mentions[chief];
        let of = |one: &usize| kind(&mentions[*one].label, &first.words);
        let kind = members.iter().map(of).find(|kind| *kind != Kind::Unspecified).unwrap_or(Kind::Unspecified);
        let actor = self.actors.of(Space { number: 0, name: "", kind }, &first.words)?;
        if !self.actors.is_also(actor, kind) {
            draft.bulk.tally.lose("actors that are labelled as of another kind elsewhere", 1);
        }
        let name = fold(&first.words);
        for &one in members {
            if fold(&mentions[one].words) != name {
                self.aliases.push((actor, mentions[one].words.clone()));
            }
        }
        if let Some(item) = members.iter().find_map(|&one| mentions[one].wikidata.clone()) {
            self.wikidata.entry(actor).or_insert(item);
        }
        Some(self.actors.id(actor).to_owned())
    }

    /// Ends with all that was annotated in the draft.
    pub fn end(self, draft: &mut Draft) {
        let Annotated { mut actors, documents, files, aliases, wikidata, .. } = self;
        let theirs: HashMap<String, Option<Date>> =
            draft.documents.iter().map(|(id, about, _)| (id.clone(), about.date)).collect();
        let mut nowhere = None;
        for File { name, data, statements } in files {
            let statement = |((number, mut statement), document): (Made, usize)| {
                let document: &Document = &documents[document];
                if document.in_parts {
                    statement.shift_remove("span");
                }
                // What a table says of the document, and when it is from, holds.
                let date = document.about.date.or_else(|| theirs.get(&document.id).copied().flatten());
                if let (Some(date), false) = (date, statement.contains_key("date")) {
                    statement.insert("date".to_owned(), json!(date));
                }
                (number, statement)
            };
            let at = coded::take(&name, data, statements.into_iter().map(statement).collect(), draft);
            nowhere.get_or_insert(at);
        }
        let Some(nowhere) = nowhere else { return };
        for Document { id, mut about, text, in_parts } in documents {
            if theirs.contains_key(&id) {
                continue;
            }
            if let Some(text) = text.filter(|_| !in_parts) {
                about.sha256 = Some(crate::dataset::sha256(text.as_bytes()));
                about.content = Some(text);
            }
            draft.documents.push((id, about, nowhere));
        }
        let tally = &mut draft.bulk.tally;
        tally.lose("names that others have but for their signs, told apart as `NAME (2)`", actors.told_apart());
        tally.lose("other spellings of a name, now aliases", actors.spellings());
        tally.lose("aliases that are names of others, not kept", actors.add_aliases(&aliases));
        let (all, _) = actors.end(nowhere);
        let known: HashSet<String> = draft.actors.iter().flat_map(names_of).map(|name| fold(&name)).collect();
        for (ix, mut actor) in all.into_iter().enumerate() {
            actor.wikidata = wikidata.get(&ix).cloned();
            // Whoever stands in a table is who is mentioned.
            if known.contains(&fold(&actor.id.value)) {
                continue;
            }
            actor.aliases.retain(|alias| !known.contains(&fold(&alias.value)));
            draft.actors.push(actor);
        }
    }
}

fn names_of(actor: &crate::read::draft::DraftActor) -> Vec<String> {
    let others = actor.name.iter().chain(&actor.aliases).map(|name| name.value.clone());
    others.chain([actor.id.value.clone()]).collect()
}

/// The longest stretch that is quoted, in code points: the text itself goes with the data, and pages of it with each
/// statement would be more than all the rest.
const QUOTED: u64 = 2000;

/// Offsets of one text count the same: where marks fit in more than one way, all are taken in the one in which most
/// do. A name that comes twice can stand where another mark of it would begin.
fn one_unit(text: &Text<'_>, given: &[(usize, String, (i64, i64))], mentions: &mut [Mention]) {
    let fit = |unit: Unit| -> Vec<(usize, (u64, u64))> {
        let found = given.iter().filter_map(|(mention, words, (start, end))| {
            Some((*mention, text.passage_as(words, *start, *end, unit)?.span))
        });
        found.collect()
    };
    let (points, units) = (fit(Unit::Point), fit(Unit::Utf16));
    for (mention, span) in if units.len() > points.len() { units } else { points } {
        mentions[mention].span = Some(span);
    }
}

/// What is said of marks in no relation.
pub(super) const UNLINKED: &str = "marks in no relation: they are no actors";

/// The relation whose targets are the parties between whom something is done.
const MEDIATES: &str = "mediates";

/// Joins what leads from one and the same mention, or some, to the parties of a mediation one by one: tools that link
/// two cannot say it otherwise. How many were joined to others comes back.
fn joined(links: Vec<Link>, mediates: impl Fn(&Link) -> bool) -> (Vec<Link>, u64) {
    let mut kept: Vec<Link> = Vec::with_capacity(links.len());
    let mut first: HashMap<(Vec<usize>, bool), usize> = HashMap::new();
    let mut joined = 0;
    for link in links {
        // An event has a word of its own for each.
        if link.trigger.is_some() || link.sources.is_empty() || !mediates(&link) {
            kept.push(link);
            continue;
        }
        match first.get(&(link.sources.clone(), link.negated)) {
            Some(&ix) => {
                kept[ix].targets.extend(link.targets);
                joined += 1;
            }
            None => {
                first.insert((link.sources.clone(), link.negated), kept.len());
                kept.push(link);
            }
        }
    }
    (kept, joined)
}

/// Takes away what answers no statement, or in some steps itself; how many did comes back.
fn answers(statements: &mut [(Made, usize)]) -> u64 {
    /// In how many steps a circle is looked for.
    const STEPS: usize = 1000;
    let said = |statement: &Map<String, Value>, key: &str| statement.get(key)?.as_str().map(str::to_owned);
    let mut answered: HashMap<String, Option<String>> = HashMap::new();
    for ((_, statement), _) in statements.iter() {
        if let Some(id) = said(statement, "id") {
            answered.insert(id, said(statement, "answers"));
        }
    }
    let mut lost = 0;
    for ((_, statement), _) in statements {
        let Some(to) = said(statement, "answers") else { continue };
        let id = said(statement, "id").unwrap_or_default();
        let chain = std::iter::successors(Some(&to), |id| answered.get(*id)?.as_ref());
        let round = chain.take(STEPS).any(|one| *one == id);
        if round || !answered.contains_key(&to) {
            statement.shift_remove("answers");
            answered.insert(id, None);
            lost += 1;
        }
    }
    lost
}

/// For each mention the first in the text of those that are the same: those that somebody says are, and in a text
/// where one of these has the same words.
fn chiefs(mentions: &[Mention], same: &[Vec<usize>]) -> Vec<usize> {
    let mut chief: Vec<usize> = (0..mentions.len()).collect();
    let mut by_words: HashMap<String, usize> = HashMap::new();
    for group in same {
        let place = |&&one: &&usize| (mentions[one].span.map_or(u64::MAX, |span| span.0), one);
        // Whoever is in two groups is the one of the first.
        let known = group.iter().find_map(|&one| Some(chief[one]).filter(|&chief| chief != one));
        let Some(first) = known.or_else(|| group.iter().min_by_key(place).copied()) else { continue };
        for &one in group {
            chief[one] = first;
            by_words.entry(fold(&mentions[one].words)).or_insert(first);
        }
    }
    for (ix, mention) in mentions.iter().enumerate() {
        if chief[ix] == ix
            && let Some(&first) = by_words.get(&fold(&mention.words))
        {
            chief[ix] = first;
        }
    }
    chief
}

/// The smallest stretch that holds all; none where the place of one is not known.
fn stretch(mut spans: impl Iterator<Item = Option<(u64, u64)>>) -> Option<(u64, u64)> {
    let first = spans.next()??;
    spans.try_fold(first, |(start, end), span| span.map(|span| (start.min(span.0), end.max(span.1))))
}

fn one_or_more(mut names: Vec<String>) -> Value {
    match names.len() {
        1 => Value::String(names.remove(0)),
        _ => json!(names),
    }
}

/// What is known of a document by either.
fn known(one: About, other: About) -> About {
    About {
        title: one.title.or(other.title),
        author: one.author.or(other.author),
        publisher: one.publisher.or(other.publisher),
        date: one.date.or(other.date),
        url: one.url.or(other.url),
        language: one.language.or(other.language),
        ..one
    }
}

/// Counts what is no annotation, and says where the first stand.
pub(super) fn malformed(at: At, said: impl Into<String>, draft: &mut Draft) {
    let tally = &mut draft.bulk.tally;
    tally.rows += 1;
    tally.malformed += 1;
    if draft.bulk.malformed.len() < crate::read::events::SHOWN {
        draft.bulk.malformed.push((at, said.into()));
    }
}
