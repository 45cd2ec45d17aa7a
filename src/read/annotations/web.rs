//! W3C Web Annotations in JSON-LD (w3.org/TR/annotation-model): annotations whose target is a stretch of a text are
//! marks; those that link have two marks as their targets, and a body that tags says how. Positions are code points.

use hashbrown::{HashMap, HashSet};
use serde_json::Value;

use super::marked::{Link, Marked, Mention, UNLINKED, malformed, plain};
use super::records::each;
use super::{Context, word};
use crate::document::About;
use crate::read::draft::Draft;
use crate::read::json::Json;

/// A mark: in which text, and what.
struct Mark {
    document: String,
    words: String,
    span: Option<(u64, u64)>,
    label: String,
}

/// How deep a selector may be refined by others.
const REFINED: usize = 8;

pub(super) fn read(json: Json<'_>, context: &Context<'_>, draft: &mut Draft) {
    let mut all: Vec<Value> = Vec::new();
    each(json, draft, |record, _, at, draft| {
        let items = [record.get("items"), record.get("first").and_then(|page| page.get("items"))];
        match items.into_iter().flatten().next() {
            Some(Value::Array(items)) => all.extend(items.iter().cloned()),
            Some(_) => malformed(at, "`items` should be a list of annotations", draft),
            None if record.get("target").is_some() => all.push(record.clone()),
            None if record.get("first").is_some() => {
                draft.bulk.tally.lose("pages of annotations that are elsewhere", 1);
            }
            None => malformed(at, "an annotation has a `target`", draft),
        }
    });
    let mut marks: Vec<Mark> = Vec::new();
    let mut by_id: HashMap<String, usize> = HashMap::new();
    let mut links: Vec<(&Value, Vec<&str>)> = Vec::new();
    let mut others = 0;
    for annotation in &all {
        let targets: Vec<&Value> = many(annotation.get("target")).collect();
        let ids: Vec<&str> = targets.iter().filter_map(|target| id_of(target)).collect();
        let linking = many(annotation.get("motivation")).any(|why| why.as_str() == Some("linking"));
        if linking || targets.len() > 1 && ids.len() == targets.len() {
            links.push((annotation, ids));
            continue;
        }
        let Some(mark) = targets.iter().find_map(|target| mark(target, annotation)) else {
            others += 1;
            continue;
        };
        if let Some(id) = annotation.get("id").or_else(|| annotation.get("@id")).and_then(Value::as_str) {
            by_id.entry(id.to_owned()).or_insert(marks.len());
        }
        marks.push(mark);
    }
    draft.bulk.tally.lose("annotations that mark no stretch of a text and link nothing", others);
    // What is called `#a1` here may be called by the whole address there.
    let mut by_fragment: HashMap<&str, Option<usize>> = HashMap::new();
    for (id, &mark) in &by_id {
        let Some((_, fragment)) = id.rsplit_once('#') else { continue };
        let of = by_fragment.entry(fragment).or_insert(Some(mark));
        if *of != Some(mark) {
            *of = None;
        }
    }
    let find = |id: &&str| {
        let by_fragment = || by_fragment.get(id.rsplit_once('#')?.1).copied().flatten();
        by_id.get(*id).copied().or_else(by_fragment)
    };
    let mut linked: HashSet<usize> = HashSet::new();
    let mut documents: Vec<Marked> = Vec::new();
    let mut by_document: HashMap<String, usize> = HashMap::new();
    let mut numbers = 1..;
    for (annotation, ids) in links {
        let ends: Vec<Option<usize>> = ids.iter().map(find).collect();
        linked.extend(ends.iter().flatten());
        let document =
            ends.iter().flatten().next().map_or(context.stem.as_str(), |&mark| marks[mark].document.as_str());
        let ix = *by_document.entry(document.to_owned()).or_insert_with(|| {
            documents.push(about(document));
            documents.len() - 1
        });
        let marked = &mut documents[ix];
        let mut mention = |mark: usize| {
            let Mark { document: of, words, span, label } = &marks[mark];
            if of != document {
                draft.bulk.tally.lose("links between two documents, of which the first is kept", 1);
            }
            let span = span.filter(|_| of == document);
            marked.mentions.push(Mention { words: words.clone(), label: label.clone(), span, wikidata: None });
            marked.mentions.len() - 1
        };
        let mut ends = ends.into_iter();
        let sources: Vec<usize> = ends.next().flatten().map(&mut mention).into_iter().collect();
        let targets: Vec<usize> = ends.flatten().map(mention).collect();
        let id = annotation.get("id").or_else(|| annotation.get("@id")).and_then(word);
        let mut labels = tags(annotation, &["tagging", "classifying", "linking", "describing"]);
        if labels.is_empty() {
            labels.push(String::new());
        }
        // Each tag is a statement of its own; the first has the id of the annotation.
        for (label, number) in labels.into_iter().zip(&mut numbers) {
            marked.links.push(Link {
                number,
                id: id.clone().filter(|id| draft.annotated.is_new(id)),
                label,
                sources: sources.clone(),
                targets: targets.clone(),
                gist: tag(annotation, &["commenting"]),
                ..Link::default()
            });
        }
    }
    draft.bulk.tally.lose(UNLINKED, (marks.len() - linked.len()) as u64);
    for marked in documents {
        context.add(marked, draft);
    }
}

fn about(document: &str) -> Marked {
    let url = document.contains("://").then(|| document.to_owned());
    Marked { id: document.to_owned(), about: About { url, ..About::default() }, ..Marked::default() }
}

/// One value, or those of a list.
fn many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (list, one) = match value {
        Some(Value::Array(list)) => (&list[..], None),
        one => (&[][..], one),
    };
    list.iter().chain(one)
}

/// The id of a target that is called by it alone.
fn id_of(target: &Value) -> Option<&str> {
    match target {
        Value::String(id) => Some(id),
        target if target.get("selector").is_none() => target.get("id").or_else(|| target.get("source"))?.as_str(),
        _ => None,
    }
}

/// The stretch of a text that a target is.
fn mark(target: &Value, annotation: &Value) -> Option<Mark> {
    let source = target.get("source")?;
    let document = source.as_str().or_else(|| source.get("id")?.as_str())?.to_owned();
    let (mut words, mut span) = (None, None);
    for selector in many(target.get("selector")) {
        let refined = std::iter::successors(Some(selector), |one| one.get("refinedBy"));
        for one in refined.take(REFINED) {
            words = words.or_else(|| one.get("exact")?.as_str());
            let offset = |key: &str| one.get(key)?.as_u64();
            span = span.or_else(|| offset("start").zip(offset("end")).filter(|(start, end)| start < end));
        }
    }
    let label = tag(annotation, &["classifying", "tagging", "identifying"]).unwrap_or_default();
    (words.is_some() || span.is_some()).then(|| Mark { document, words: plain(words.unwrap_or_default()), span, label })
}

/// The text of a body with one of these purposes.
fn tag(annotation: &Value, purposes: &[&str]) -> Option<String> {
    tags(annotation, purposes).into_iter().next()
}

/// The texts of the bodies with one of these purposes, the first of them that there is; a body without a purpose has
/// the first.
fn tags(annotation: &Value, purposes: &[&str]) -> Vec<String> {
    let bodies = || many(annotation.get("body"));
    let said = |body: &Value| match body {
        Value::String(_) => word(body),
        body => ["value", "label"].into_iter().find_map(|key| word(body.get(key)?)),
    };
    let with = |purpose: &&str| {
        let is = |body: &&Value| match body.get("purpose").and_then(Value::as_str) {
            Some(given) => given == *purpose,
            None => *purpose == "tagging",
        };
        Some(bodies().filter(is).filter_map(said).collect::<Vec<_>>()).filter(|found| !found.is_empty())
    };
    let plain = || purposes.contains(&"tagging").then(|| annotation.get("bodyValue").and_then(word)).flatten();
    purposes.iter().find_map(with).unwrap_or_else(|| plain().into_iter().collect())
}
