//! Annotations of other tools: texts in which actors are marked, with relations between the marks.
//!
//! Each tool has a file that says where its format is defined. What is in all of them alike is here: which labels
//! are of which kind of actor, what is known of a document, and how `--map` names what differs.

mod brat;
mod cas;
mod detect;
mod doccano;
mod label_studio;
mod marked;
mod prodigy;
mod records;
mod roles;
#[cfg(test)]
mod tests;
mod web;

use serde_json::Value;

pub(crate) use self::marked::Annotated;
use super::draft::Draft;
use super::fields::{Fields, LABELS};
use super::json::Json;
use super::labels::Labels;
use super::mapped::day;
use crate::actor::Kind;
use crate::date::Date;
use crate::document::About;
use crate::names::{fold, nearest};
use crate::problem::Finding;

/// The tools whose annotations are read.
///
/// ```
/// use standoff::read::{Format, Tool};
/// let task = br#"[{"id": 1, "data": {"text": "Oldbridge blames Marsh End."}, "annotations": [{"result": []}]}]"#;
/// assert_eq!(Format::of_text(task), Format::Annotations(Tool::LabelStudio));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tool {
    /// Label Studio's JSON: tasks with annotations.
    LabelStudio,
    /// doccano's JSON Lines with entities and relations.
    Doccano,
    /// brat's standoff, `.ann` with its `.txt` beside it.
    Brat,
    /// Prodigy's JSON Lines of its relations interface.
    Prodigy,
    /// UIMA CAS JSON 0.4.0, which INCEpTION writes.
    Cas,
    /// W3C Web Annotations in JSON-LD.
    Web,
}

impl Tool {
    /// Every tool, each once.
    ///
    /// ```
    /// # use standoff::read::Tool;
    /// let names = Tool::ALL.map(Tool::name);
    /// assert_eq!(names, ["labelstudio", "doccano", "brat", "prodigy", "cas", "webannotation"]);
    /// ```
    pub const ALL: [Tool; 6] = [Tool::LabelStudio, Tool::Doccano, Tool::Brat, Tool::Prodigy, Tool::Cas, Tool::Web];

    /// Its name on the command line.
    ///
    /// ```
    /// assert_eq!(standoff::read::Tool::Cas.name(), "cas");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Tool::LabelStudio => "labelstudio",
            Tool::Doccano => "doccano",
            Tool::Brat => "brat",
            Tool::Prodigy => "prodigy",
            Tool::Cas => "cas",
            Tool::Web => "webannotation",
        }
    }

    /// The endings that are its own.
    pub(super) fn endings(self) -> &'static [&'static str] {
        match self {
            Tool::Brat => &["ann"],
            Tool::Web => &["jsonld"],
            _ => &[],
        }
    }

    /// The tool whose annotations begin so.
    pub(super) fn of_text(beginning: &[u8]) -> Option<Tool> {
        detect::tool(beginning)
    }

    /// What of its annotations `--map` can name.
    fn fields(self) -> &'static [&'static str] {
        match self {
            Tool::LabelStudio => &["source", "target", "relation", "document", "date"],
            Tool::Doccano | Tool::Prodigy => &["source", "target", "relation", "document", "date"],
            Tool::Brat => &["source", "target", "relation", "answers", "gist", "negated", "certainty"],
            Tool::Cas => &["type", "source", "target", "relation", "gist", "negated", "certainty"],
            Tool::Web => &["relation"],
        }
    }
}

/// A text in which somebody annotated, as a file holds it.
pub(super) struct Annotation<'t> {
    pub json: Json<'t>,
    /// The text that stands in a file beside it (brat).
    pub beside: Option<String>,
}

/// Reads annotations of a tool into the draft.
pub(super) fn read(tool: Tool, annotation: &Annotation<'_>, fields: &Fields, draft: &mut Draft) {
    let json = annotation.json;
    draft.mapped.extend(tool.fields());
    draft.mapped.insert(LABELS);
    draft.bulk.tally.labels = true;
    let input = draft.files.input(json.file);
    let (name, data) = (input.name.clone(), input.data);
    draft.annotated.file(&name, data);
    let context = Context::of(tool, &name, fields, draft);
    // Where nothing but one relation for all can be named, what is none is a mistake.
    if let (Tool::LabelStudio | Tool::Web, Some(said), None) = (tool, fields.get("relation"), &context.fixed) {
        let finding = Finding::error(None, format!("--map relation={said}: no relation is called so"));
        let known = crate::relation::built_in();
        let near = nearest(&fold(said), known.iter().map(|relation| relation.id.as_str()));
        return draft.findings.push(finding.did_you_mean(near));
    }
    match tool {
        Tool::LabelStudio => label_studio::read(json, &context, draft),
        Tool::Doccano => doccano::read(json, &context, draft),
        Tool::Brat => brat::read(annotation, &context, draft),
        Tool::Prodigy => prodigy::read(json, &context, draft),
        Tool::Cas => cas::read(json, &context, draft),
        Tool::Web => web::read(json, &context, draft),
    }
}

/// What a reader is told.
struct Context<'f> {
    fields: &'f Fields,
    labels: Labels,
    /// The relation of all, where what the user names for it is one.
    fixed: Option<String>,
    /// What the file is called, without its folder and its endings.
    stem: String,
}

impl<'f> Context<'f> {
    fn of(tool: Tool, name: &str, fields: &'f Fields, draft: &Draft) -> Self {
        let labels = Labels::of(fields, &draft.relations);
        let fixed = fields.get("relation").and_then(|name| labels.form(name)).map(str::to_owned);
        let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let endings = [".gz", ".json", ".jsonl", ".ndjson", ".txt", ".ann"].into_iter();
        let endings = endings.chain(tool.endings().iter().copied());
        let stem = endings.fold(last, |stem, ending| match stem.strip_suffix(ending) {
            Some(bare) if !bare.trim_end_matches('.').is_empty() => bare.trim_end_matches('.'),
            _ => stem,
        });
        Context { fields, labels, fixed, stem: stem.to_owned() }
    }

    /// Takes in a text with its marks and links.
    fn add(&self, marked: marked::Marked, draft: &mut Draft) {
        let mut annotated = std::mem::take(&mut draft.annotated);
        annotated.add(marked, &self.labels, self.fixed.as_deref(), draft);
        draft.annotated = annotated;
    }

    /// What a field is called here: by the user, or else as usual.
    fn field<'a>(&'a self, field: &str, usual: &'a str) -> &'a str {
        self.fields.get(field).unwrap_or(usual)
    }

    /// Where the label of a relation stands.
    fn label<'a>(&'a self, usual: &'a str) -> &'a str {
        match self.fixed {
            Some(_) => usual,
            None => self.field("relation", usual),
        }
    }

    /// What the document of a record is called, and whether the data say so: what the user names, or a usual key;
    /// else by file and id.
    fn document(&self, record: &Value, number: u32) -> (String, bool) {
        let named = match self.fields.get("document") {
            Some(path) => at(record, path).and_then(word),
            None => ["document", "document_id", "doc_id", "filename", "file_name"]
                .into_iter()
                .find_map(|key| places(record).find_map(|place| word(place.get(key)?))),
        };
        match named {
            Some(named) => (named, true),
            None => {
                let id = record.get("id").and_then(word).unwrap_or_else(|| number.to_string());
                (format!("{}#{id}", self.stem), false)
            }
        }
    }

    /// What a record says of its document.
    fn about(&self, record: &Value, draft: &mut Draft) -> About {
        let said = |key: &str| places(record).find_map(|place| word(place.get(key)?));
        let date = match self.fields.get("date") {
            Some(path) => at(record, path).and_then(word),
            None => said("date"),
        };
        About {
            title: said("title"),
            author: said("author"),
            publisher: said("publisher"),
            date: date.and_then(|date| dated(&date, draft)),
            url: said("url").filter(|url| url.contains("://")),
            language: said("language"),
            ..About::default()
        }
    }
}

/// A date; what is none is counted.
fn dated(text: &str, draft: &mut Draft) -> Option<Date> {
    let date = day(text).unwrap_or(text.trim()).parse().ok();
    if date.is_none() {
        draft.bulk.tally.lose("documents whose date is not written as 1902-03-07 is", 1);
    }
    date
}

/// Where a record may say something of its document.
fn places(record: &Value) -> impl Iterator<Item = &Value> {
    ["meta", "metadata", "data"].into_iter().filter_map(|key| record.get(key)).chain([record])
}

/// The value at a path: a key, or keys with points between them that lead into objects, also from where a record says
/// something of its document.
fn at<'v>(record: &'v Value, path: &str) -> Option<&'v Value> {
    let into = |value: &'v Value| path.split('.').try_fold(value, |value, key| value.get(key));
    let direct = |value: &'v Value| value.get(path).or_else(|| into(value));
    direct(record).or_else(|| places(record).find_map(direct))
}

/// The text of a string that is not blank, or of a number.
fn word(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// What sort of actor a label of entities means. A place is a state only where it has the name of one: what tools
/// call a geopolitical entity may be a town.
fn kind(label: &str, words: &str) -> Kind {
    match fold(label).as_str() {
        "per" | "pers" | "person" | "people" | "politician" => Kind::Person,
        "org" | "organization" | "organisation" | "company" | "ngo" | "party" | "government" | "institution" => {
            Kind::Organization
        }
        "country" | "nation" | "state" => Kind::State,
        "gpe" | "loc" | "location" | "place" if crate::codes::country(words).is_some() => Kind::State,
        "group" | "norp" => Kind::Group,
        "event" => Kind::Event,
        "concept" | "issue" | "policy" | "claim" => Kind::Concept,
        _ => Kind::Unspecified,
    }
}
