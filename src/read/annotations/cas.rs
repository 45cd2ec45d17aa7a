//! UIMA CAS JSON 0.4.0 (github.com/apache/uima-uimaj-io-jsoncas), which INCEpTION writes: feature structures with a
//! `%TYPE`, of which those that refer to two others are relations. Offsets count UTF-16 code units, unless the file
//! says otherwise.

use hashbrown::{HashMap, HashSet};
use serde_json::{Map, Value};

use super::marked::{Link, Marked, UNLINKED, malformed};
use super::records::each;
use super::{Context, word};
use crate::document::About;
use crate::names::fold;
use crate::read::draft::Draft;
use crate::read::json::{Json, shortened};
use crate::read::text::{Text, Unit};

type Structure = Map<String, Value>;

/// Features that refer to the two ends of a relation where nothing else is said.
const ENDS: [(&str, &str); 2] = [("governor", "dependent"), ("source", "target")];

/// The most members of a list that are an end of a relation.
const MOST: usize = 1000;

/// Features that name a relation.
const LABELS: [&str; 4] = ["label", "value", "relation", "relationtype"];

pub(super) fn read(json: Json<'_>, context: &Context<'_>, draft: &mut Draft) {
    let mut links = 0;
    each(json, draft, |cas, number, at, draft| {
        let structures: Vec<(String, &Structure)> = match cas.get("%FEATURE_STRUCTURES") {
            Some(Value::Array(list)) => list
                .iter()
                .filter_map(Value::as_object)
                .map(|one| (one.get("%ID").and_then(word).unwrap_or_default(), one))
                .collect(),
            // Earlier versions have them by their ids.
            Some(Value::Object(by_id)) => {
                by_id.iter().filter_map(|(id, one)| Some((id.clone(), one.as_object()?))).collect()
            }
            _ => return malformed(at, "a CAS has a list of `%FEATURE_STRUCTURES`", draft),
        };
        let encoding = ["%OFFSET_ENCODING", "%HEADER"].into_iter().find_map(|key| cas.get(key)).map(Value::to_string);
        let encoding = encoding.unwrap_or_default().to_lowercase();
        let points = ["utf-32", "utf_32", "unicode", "code point", "code_point"];
        let unit = if points.iter().any(|name| encoding.contains(name)) { Unit::Point } else { Unit::Utf16 };
        let by_id: HashMap<&str, &Structure> =
            structures.iter().rev().map(|(id, structure)| (id.as_str(), *structure)).collect();
        let sofas: Vec<(&str, &Structure)> = structures
            .iter()
            .filter(|(_, one)| one.contains_key("sofaString") || sort(one) == "uima.cas.Sofa")
            .map(|(id, one)| (id.as_str(), *one))
            .collect();
        let meta = structures.iter().map(|(_, one)| *one).find(|one| sort(one).ends_with("DocumentMetaData"));
        // Without a text there are relations all the same.
        let nothing = Structure::new();
        let sofas = if sofas.is_empty() { vec![("", &nothing)] } else { sofas };
        let cas = Cas { structures: &structures, by_id: &by_id, unit, context };
        cas.count(draft);
        for (view, (sofa, structure)) in sofas.iter().enumerate() {
            let said = |key: &str| meta.and_then(|meta| word(meta.get(key)?)).filter(|word| word != "x-unspecified");
            let id = said("documentId").or_else(|| said("documentTitle"));
            let id = id.unwrap_or_else(|| {
                if number == 1 { context.stem.clone() } else { format!("{}#{number}", context.stem) }
            });
            let marked = Marked {
                id: if view == 0 { id } else { format!("{id} ({})", view + 1) },
                about: About {
                    title: said("documentTitle"),
                    url: said("documentUri").filter(|url| url.contains("://") && !url.starts_with("file")),
                    language: said("language"),
                    ..About::default()
                },
                text: structure.get("sofaString").and_then(Value::as_str).map(str::to_owned),
                ..Marked::default()
            };
            let all = sofas.len() == 1;
            cas.view(if all { None } else { Some(sofa) }, view == 0, marked, &mut links, draft);
        }
    });
}

fn sort(structure: &Structure) -> &str {
    structure.get("%TYPE").and_then(Value::as_str).unwrap_or_default()
}

/// The last part of the name of a type: `custom.Person` is a person.
fn short(sort: &str) -> &str {
    sort.rsplit('.').next().unwrap_or(sort)
}

struct Cas<'c> {
    structures: &'c [(String, &'c Structure)],
    by_id: &'c HashMap<&'c str, &'c Structure>,
    unit: Unit,
    context: &'c Context<'c>,
}

impl Cas<'_> {
    /// Takes in the relations of one text, `None` where there is one alone.
    fn view(&self, sofa: Option<&str>, first: bool, mut marked: Marked, links: &mut u32, draft: &mut Draft) {
        let held = marked.text.clone();
        let text = held.as_deref().map(Text::new);
        let mut mentions: HashMap<String, usize> = HashMap::new();
        for (_, structure) in self.structures {
            let Some((sources, targets)) = self.ends(structure) else { continue };
            let own = reference(structure, "sofa").and_then(word);
            match (sofa, own) {
                (None, _) => {}
                (Some(_), None) if first => {}
                (Some(sofa), Some(own)) if own == sofa => {}
                _ => continue,
            }
            if self.context.fields.get("type").is_some_and(|wanted| !is_type(wanted, sort(structure))) {
                draft.bulk.tally.lose(format!("relations of the type `{}`", shortened(sort(structure))), 1);
                continue;
            }
            if self.context.fields.get("type").is_none() && sort(structure).contains(".syntax.") {
                draft.bulk.tally.lose("relations of the syntax, between words", 1);
                continue;
            }
            *links += 1;
            let feature = |field: &str, usual: &str| word_of(structure.get(self.context.field(field, usual))?);
            let certainty = feature("certainty", "certainty").and_then(|word| word.to_lowercase().parse().ok());
            let negated =
                feature("negated", "negated").is_some_and(|word| matches!(fold(&word).as_str(), "true" | "1" | "yes"));
            let mut marks = |ends: Vec<String>, marked: &mut Marked| -> Vec<usize> {
                let mut found = Vec::new();
                for id in ends {
                    let Some(structure) = self.by_id.get(id.as_str()) else { continue };
                    let own = reference(structure, "sofa").and_then(word);
                    if sofa.is_some_and(|sofa| own.is_some_and(|own| own != sofa)) {
                        draft.bulk.tally.lose("marks of another text than their relation, not read", 1);
                        continue;
                    }
                    let mention = match mentions.get(&id) {
                        Some(&mention) => mention,
                        None => self.mention(structure, text.as_ref(), marked, draft),
                    };
                    mentions.insert(id, mention);
                    found.push(mention);
                }
                found
            };
            let link = Link {
                number: *links,
                label: self.label(structure),
                sources: marks(sources, &mut marked),
                targets: marks(targets, &mut marked),
                trigger: text.as_ref().and_then(|text| {
                    let (start, end) = place(structure)?;
                    Some(text.passage(start, end, self.unit)?.span)
                }),
                gist: feature("gist", "gist"),
                negated,
                certainty,
                ..Link::default()
            };
            marked.links.push(link);
        }
        self.context.add(marked, draft);
    }

    /// Counts what is no relation, and no end of one.
    fn count(&self, draft: &mut Draft) {
        let mut known: HashSet<String> = HashSet::new();
        for (id, structure) in self.structures {
            if let Some((sources, targets)) = self.ends(structure) {
                known.extend(sources.into_iter().chain(targets).chain([id.clone()]));
            }
        }
        let marks = |(id, one): &&(String, &Structure)| place(one).is_some() && !known.contains(id);
        let about = |one: &Structure| ["DocumentMetaData", "DocumentAnnotation"].contains(&short(sort(one)));
        let others = self.structures.iter().filter(marks).filter(|(_, one)| !about(one)).count();
        draft.bulk.tally.lose(UNLINKED, others as u64);
    }

    fn mention(&self, structure: &Structure, text: Option<&Text<'_>>, marked: &mut Marked, draft: &mut Draft) -> usize {
        let label = ["value", "label", "kind"].into_iter().find_map(|key| word(structure.get(key)?));
        let label = label.unwrap_or_else(|| short(sort(structure)).to_owned());
        let mention = marked.mention(text, None, place(structure), self.unit, &label, draft);
        let item = structure.get("identifier").and_then(Value::as_str).filter(|item| item.contains("wikidata.org"));
        let item = item.and_then(|item| item.rsplit('/').next()).filter(|item| item.starts_with('Q'));
        marked.mentions[mention].wikidata = item.map(str::to_owned);
        mention
    }

    /// The ids of what a relation refers to; nothing of what is none.
    fn ends(&self, structure: &Structure) -> Option<(Vec<String>, Vec<String>)> {
        let fields = self.context.fields;
        let pair = |(source, target): (&str, &str)| {
            let source = reference(structure, fields.get("source").unwrap_or(source))?;
            let target = reference(structure, fields.get("target").unwrap_or(target))?;
            Some((self.all(source), self.all(target)))
        };
        ENDS.into_iter().find_map(pair)
    }

    /// The ids of a reference: its own, or those of a list that it refers to.
    fn all(&self, reference: &Value) -> Vec<String> {
        let own = match reference {
            Value::Array(several) => several.iter().filter_map(word).collect(),
            one => word(one).into_iter().collect::<Vec<_>>(),
        };
        let elements = |id: &String| match self.by_id.get(id.as_str()).and_then(|one| one.get("%ELEMENTS")) {
            Some(Value::Array(elements)) => elements.iter().take(MOST).filter_map(word).collect(),
            _ => vec![id.clone()],
        };
        own.iter().flat_map(elements).collect()
    }

    /// What a relation is called: by the feature that the user names, or a usual one, or its type.
    fn label(&self, structure: &Structure) -> String {
        let named = match self.context.fields.get("relation").filter(|_| self.context.fixed.is_none()) {
            Some(name) => return structure.get(name).and_then(word_of).unwrap_or_default(),
            None => LABELS.iter().find_map(|usual| {
                let mut features = structure.iter().filter(|(key, _)| fold(key) == *usual);
                features.find_map(|(_, value)| word(value))
            }),
        };
        named.unwrap_or_else(|| short(sort(structure)).to_owned())
    }
}

fn is_type(wanted: &str, sort: &str) -> bool {
    fold(wanted) == fold(sort) || fold(wanted) == fold(short(sort))
}

/// A feature that refers to another structure, in any case and with or without the sign that says so.
fn reference<'v>(structure: &'v Structure, name: &str) -> Option<&'v Value> {
    let name = name.trim_start_matches('@').to_lowercase();
    let is = |key: &str| key.strip_prefix('@').is_some_and(|key| key.to_lowercase() == name);
    structure.iter().find(|(key, _)| is(key)).map(|(_, value)| value).filter(|value| !value.is_null())
}

/// From where to where it goes; newer files mark the features that say so.
fn place(structure: &Structure) -> Option<(i64, i64)> {
    let offset = |key: &str| structure.get(key).or_else(|| structure.get(&format!("^{key}")))?.as_i64();
    offset("begin").zip(offset("end"))
}

fn word_of(value: &Value) -> Option<String> {
    match value {
        Value::Bool(flag) => Some(flag.to_string()),
        value => word(value),
    }
}
