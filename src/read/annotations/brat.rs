//! brat's standoff (brat.nlplab.org/standoff.html): an `.ann` file with the text in a `.txt` beside it. Marks `T`,
//! relations `R`, events `E`, attributes `A` and `M`, equivalences `*`, normalizations `N` and notes `#`, a line each;
//! offsets are code points.

use std::collections::{BTreeMap, BTreeSet};

use hashbrown::HashMap;

use super::marked::{Link, Marked, Mention, malformed, plain};
use super::roles::{OfLabel, Part, Roles};
use super::{Annotation, Context};
use crate::files::At;
use crate::names::fold;
use crate::read::draft::Draft;
use crate::read::json::shortened;
use crate::read::text::{Text, Unit};
use crate::statement::Certainty;

/// A relation or an event.
struct Said<'t> {
    id: &'t str,
    label: &'t str,
    /// The mark of the word that says it, which an event has.
    trigger: Option<&'t str>,
    arguments: Vec<(&'t str, &'t str)>,
}

/// What is said of a relation or an event beside it.
#[derive(Default)]
struct Beside {
    notes: Vec<String>,
    negated: bool,
    certainty: Option<Certainty>,
}

/// All lines of a file, by what they are.
#[derive(Default)]
struct Lines<'t> {
    marked: Marked,
    by_id: HashMap<&'t str, usize>,
    said: Vec<Said<'t>>,
    /// Ids of marks of the same.
    same: Vec<Vec<&'t str>>,
    /// Name, what it is of, and its value.
    attributes: Vec<(&'t str, &'t str, &'t str)>,
    normalizations: Vec<(&'t str, &'t str)>,
    notes: Vec<(&'t str, &'t str, &'t str)>,
    ids: BTreeSet<&'t str>,
}

pub(super) fn read(annotation: &Annotation<'_>, context: &Context<'_>, draft: &mut Draft) {
    let text = annotation.beside.as_deref();
    let offsets = text.map(Text::new);
    if text.is_none() {
        draft.bulk.tally.lose("texts that are not beside their annotations: nothing is compared with them", 1);
    }
    let mut lines = Lines::default();
    let mut start = 0;
    for line in annotation.json.text.split_inclusive('\n') {
        let at = At::new(annotation.json.file, annotation.json.offset + start as u64, line.trim_end().len());
        start += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if !line.trim().is_empty()
            && let Err(said) = lines.take(line, offsets.as_ref(), draft)
        {
            malformed(at, said, draft);
        }
    }
    lines.end(annotation, context, draft);
}

impl<'t> Lines<'t> {
    fn take(&mut self, line: &'t str, text: Option<&Text<'_>>, draft: &mut Draft) -> Result<(), &'static str> {
        let (id, rest) = line.split_once('\t').ok_or("a line has an id and a tab before all else")?;
        let (body, words) = rest.split_once('\t').map_or((rest, None), |(body, words)| (body, Some(words)));
        let mut parts = body.split(' ').filter(|part| !part.is_empty());
        let label = parts.next().unwrap_or_default();
        if label.is_empty() {
            return Err("there is no label behind the id");
        }
        if id != "*" && !self.ids.insert(id) {
            return Err("the id stands here a second time");
        }
        match id.chars().next() {
            Some('T') => {
                let (_, places) = body.split_once(' ').ok_or("a mark has offsets, as in `T1⇥Person 0 5⇥words`")?;
                let mention =
                    mention(label, places, words, text, draft).ok_or("these are no offsets: 0 5, or 0 5;9 12")?;
                self.by_id.insert(id, self.marked.mentions.len());
                self.marked.mentions.push(mention);
            }
            Some('R' | 'E') => {
                let pair = |part: &'t str| part.split_once(':').ok_or("an argument is written ROLE:ID, as in Arg1:T3");
                let (label, trigger) = match label.split_once(':') {
                    Some((label, trigger)) if id.starts_with('E') => (label, Some(trigger)),
                    _ => (label, None),
                };
                let arguments = parts.map(pair).collect::<Result<_, _>>()?;
                self.said.push(Said { id, label, trigger, arguments });
            }
            Some('*') => self.same.push(parts.collect()),
            Some('A' | 'M') => {
                let of = parts.next().ok_or("an attribute is of something, as in `A1⇥Negated E1`")?;
                self.attributes.push((label, of, parts.next().unwrap_or_default()));
            }
            Some('N') => {
                let of = parts.next().zip(parts.next());
                self.normalizations.push(of.ok_or("a normalization is written `N1⇥Reference T1 Wikidata:Q42`")?);
            }
            Some('#') => {
                let of = parts.next().unwrap_or_default();
                self.notes.push((label, of, words.unwrap_or_default()));
            }
            _ => return Err("no line of brat's begins so"),
        }
        Ok(())
    }

    fn end(mut self, annotation: &Annotation<'_>, context: &Context<'_>, draft: &mut Draft) {
        let beside = self.beside(context, draft);
        for ids in std::mem::take(&mut self.same) {
            let known: Vec<usize> = ids.iter().filter_map(|id| self.by_id.get(id).copied()).collect();
            if known.len() < ids.len() {
                draft
                    .bulk
                    .tally
                    .lose("marks that are the same as others, and are not there", (ids.len() - known.len()) as u64);
            }
            self.marked.same.push(known);
        }
        let document = context.stem.clone();
        let prefix = match draft.annotated.is_new(&format!("document {document}")) {
            true => document.clone(),
            // Another file of that name, in another folder: its statements are called by where they stand.
            false => draft.files.input(annotation.json.file).name.clone(),
        };
        let roles = Roles::of(context.fields);
        let mut labels: HashMap<&str, OfLabel> = HashMap::new();
        let mut other_roles: BTreeMap<String, u64> = BTreeMap::new();
        let events: BTreeSet<&str> = self.said.iter().map(|one| one.id).collect();
        for (said, number) in self.said.iter().zip(1..) {
            let relation = context.fixed.as_deref().or_else(|| context.labels.relation(said.label));
            let known = relation.is_some();
            let of_label = labels.entry(said.label).or_insert_with(|| Roles::of_label(said.label, relation));
            let mut link = Link {
                number,
                id: Some(format!("{prefix}#{}", said.id)),
                label: said.label.to_owned(),
                trigger: said.trigger.and_then(|trigger| self.marked.mentions[*self.by_id.get(trigger)?].span),
                ..Link::default()
            };
            let names: Vec<&str> = said.arguments.iter().map(|(role, _)| *role).collect();
            let trigger = said.trigger.and_then(|trigger| self.by_id.get(trigger));
            self.marked.others.extend(trigger);
            for ((role, argument), part) in said.arguments.iter().zip(roles.parts(&names, of_label)) {
                let end = self.by_id.get(argument);
                self.marked.others.extend(end);
                match (part, end) {
                    (Some(Part::Source), Some(&end)) => link.sources.push(end),
                    (Some(Part::Target), Some(&end)) => link.targets.push(end),
                    (Some(Part::Answers), _) if events.contains(argument) => {
                        link.answers = Some(format!("{prefix}#{argument}"));
                    }
                    (Some(_), None) if known && events.contains(argument) => {
                        draft
                            .bulk
                            .tally
                            .lose("events that take part in others: name the role with --map answers=ROLE", 1);
                    }
                    (Some(_), _) if known => draft.bulk.tally.lose("arguments that are no marks", 1),
                    (None, _) if known => *other_roles.entry(shortened(role).into_owned()).or_default() += 1,
                    _ => {}
                }
            }
            if let Some(beside) = beside.get(said.id) {
                link.gist = (!beside.notes.is_empty()).then(|| beside.notes.join("; "));
                link.negated = beside.negated;
                link.certainty = beside.certainty;
            }
            self.marked.links.push(link);
        }
        for (role, count) in other_roles {
            draft.bulk.tally.lose(
                format!("arguments `{role}`, neither source nor target (--map source={role}, or target={role})"),
                count,
            );
        }
        self.marked.id = document;
        self.marked.text = annotation.beside.clone();
        context.add(self.marked, draft);
    }

    /// What attributes and notes say of relations and events, and normalizations of marks.
    fn beside(&mut self, context: &Context<'_>, draft: &mut Draft) -> HashMap<&'t str, Beside> {
        let said: BTreeSet<&str> = self.said.iter().map(|one| one.id).collect();
        let mut beside: HashMap<&'t str, Beside> = HashMap::new();
        let mut lose = |what: String| draft.bulk.tally.lose(what, 1);
        for &(name, of, value) in &self.attributes {
            let folded = fold(name);
            let named = |field: &str, usual: &[&str]| match context.fields.get(field) {
                Some(wanted) => fold(wanted) == folded,
                None => usual.contains(&folded.as_str()),
            };
            let certainty = match value.to_lowercase().parse::<Certainty>() {
                Ok(certainty) => Some(certainty),
                Err(()) if matches!(folded.as_str(), "speculation" | "speculated" | "uncertain") => {
                    Some(Certainty::Alleged)
                }
                Err(()) => None,
            };
            let certainty =
                certainty.filter(|_| context.fields.get("certainty").is_none_or(|name| fold(name) == folded));
            if !said.contains(of) {
                lose(format!("attributes `{}` of marks", shortened(name)));
            } else if named("negated", &["negation", "negated", "negative"]) {
                beside.entry(of).or_default().negated = !matches!(fold(value).as_str(), "false" | "no" | "0");
            } else if certainty.is_some() {
                // What is called so counts more than what only has such a value.
                let own = &mut beside.entry(of).or_default().certainty;
                if own.is_none() || folded == "certainty" {
                    *own = certainty;
                }
            } else {
                lose(format!("attributes `{}`", shortened(name)));
            }
        }
        let note = context.field("gist", "AnnotatorNotes");
        for &(kind, of, words) in &self.notes {
            match said.contains(of) && fold(kind) == fold(note) {
                true => beside.entry(of).or_default().notes.push(words.trim().to_owned()),
                false if said.contains(of) => lose(format!("notes `{}`", shortened(kind))),
                false => lose("notes that are of no relation and no event".to_owned()),
            }
        }
        for &(of, reference) in &self.normalizations {
            let item = reference.split_once(':').filter(|(base, _)| matches!(fold(base).as_str(), "wikidata" | "wd"));
            let item = item.map(|(_, item)| item).filter(|item| {
                let digits = item.strip_prefix('Q').unwrap_or_default();
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            });
            match (item, self.by_id.get(of)) {
                (Some(item), Some(&mention)) => self.marked.mentions[mention].wikidata = Some(item.to_owned()),
                _ => {
                    let base = reference.split(':').next().unwrap_or_default();
                    lose(format!("normalizations to `{}`", shortened(base)));
                }
            }
        }
        beside
    }
}

/// A mark, which may have several stretches: `0 5;9 12`. Its words tell whether the offsets are right.
fn mention(
    label: &str,
    places: &str,
    words: Option<&str>,
    text: Option<&Text<'_>>,
    draft: &mut Draft,
) -> Option<Mention> {
    let mut stretches = Vec::new();
    for place in places.trim().split(';') {
        let (start, end) = place.trim().split_once(' ')?;
        stretches.push((start.parse::<i64>().ok()?, end.trim().parse::<i64>().ok()?));
    }
    let from = stretches.iter().map(|(start, _)| *start).min()?;
    let to = stretches.iter().map(|(_, end)| *end).max()?;
    let span = match text {
        None => u64::try_from(from).ok().zip(u64::try_from(to).ok()).filter(|(from, to)| from < to),
        Some(text) => {
            let parts = |unit| -> Option<Vec<_>> {
                stretches.iter().map(|&(start, end)| text.passage(start, end, unit)).collect()
            };
            let same = |parts: &Vec<crate::read::text::Passage<'_>>| {
                let found = parts.iter().flat_map(|part| part.words.split_whitespace());
                // Two stretches may part a word.
                words.is_none_or(|words| found.flat_map(str::chars).eq(words.split_whitespace().flat_map(str::chars)))
            };
            let found = [Unit::Point, Unit::Utf16].into_iter().find_map(|unit| parts(unit).filter(same));
            found.and_then(|parts| {
                let start = parts.iter().map(|part| part.span.0).min()?;
                Some((start, parts.iter().map(|part| part.span.1).max()?))
            })
        }
    };
    if span.is_none() {
        draft.bulk.tally.lose("mentions whose words are not at their place in the text: they have no span", 1);
    }
    let words = words.map(plain).unwrap_or_default();
    let words = match (words.is_empty(), text, span) {
        (true, Some(text), Some(span)) => text.words(span).map(plain).unwrap_or_default(),
        _ => words,
    };
    Some(Mention { words, label: label.to_owned(), span, wikidata: None })
}
