//! Label Studio's JSON export (labelstud.io/guide/task_format): tasks with `data` and `annotations`, whose `result` has
//! regions, and relations between their ids with a direction. What a task has of older versions is called `completions`.

use std::collections::BTreeSet;

use hashbrown::HashMap;
use serde_json::Value;

use super::marked::{Link, Marked, malformed};
use super::records::each;
use super::{Context, word};
use crate::read::draft::Draft;
use crate::read::json::Json;
use crate::read::text::{Text, Unit};

pub(super) fn read(json: Json<'_>, context: &Context<'_>, draft: &mut Draft) {
    let mut links = 0;
    each(json, draft, |task, number, at, draft| {
        let annotations = match task.get("annotations").or_else(|| task.get("completions")) {
            Some(Value::Array(annotations)) => &annotations[..],
            None | Some(Value::Null) => &[],
            Some(_) => return malformed(at, "`annotations` should be a list", draft),
        };
        let predictions = task.get("predictions").and_then(Value::as_array).map_or(0, Vec::len);
        draft.bulk.tally.lose("predictions, which nobody made by hand", predictions as u64);
        let (kept, cancelled): (Vec<&Value>, Vec<&Value>) =
            annotations.iter().partition(|one| one.get("was_cancelled").and_then(Value::as_bool) != Some(true));
        draft.bulk.tally.lose("annotations that were cancelled", cancelled.len() as u64);
        if kept.len() > 1 {
            draft
                .bulk
                .tally
                .lose("annotations beside others of the same task, all of them read", kept.len() as u64 - 1);
        }
        let results = |one: &&Value| one.get("result").and_then(Value::as_array).cloned().unwrap_or_default();
        let all: Vec<Vec<Value>> = kept.iter().map(results).collect();
        let text = text(task, all.iter().flatten());
        for result in all {
            let (id, named) = context.document(task, number);
            let about = context.about(task, draft);
            let mut marked = Marked { id, named, about, text: text.clone(), ..Marked::default() };
            regions(&result, text.as_deref(), context, &mut links, &mut marked, draft);
            context.add(marked, draft);
        }
    });
}

/// The text of a task: of what stands in its data, that which holds the words of a region where the region says.
fn text<'r>(task: &Value, mut results: impl Iterator<Item = &'r Value>) -> Option<String> {
    let data = task.get("data")?.as_object()?;
    let mut texts: Vec<(&String, &str)> = data.iter().filter_map(|(key, value)| Some((key, value.as_str()?))).collect();
    // What is called so is it, where nothing tells.
    texts.sort_by_key(|(key, text)| (*key != "text", std::cmp::Reverse(text.len())));
    let held: Vec<Text<'_>> = texts.iter().map(|(_, text)| Text::new(text)).collect();
    let found = results.find_map(|region| {
        let (words, (start, end)) = (words(region)?, place(region)?);
        held.iter().position(|text| text.passage_of(words, start, end).is_some())
    });
    let ix = found.or_else(|| texts.first().filter(|(key, _)| *key == "text").map(|_| 0))?;
    Some(texts[ix].1.to_owned())
}

fn words(region: &Value) -> Option<&str> {
    region.get("value")?.get("text")?.as_str()
}

/// From where to where a region goes: in a page of HTML its offsets are counted in an element, and those of the whole
/// text stand beside them.
fn place(region: &Value) -> Option<(i64, i64)> {
    let value = region.get("value")?;
    let global = value.get("globalOffsets").unwrap_or(value);
    global.get("start")?.as_i64().zip(global.get("end")?.as_i64())
}

fn regions(
    result: &[Value],
    text: Option<&str>,
    context: &Context<'_>,
    links: &mut u32,
    marked: &mut Marked,
    draft: &mut Draft,
) {
    let offsets = text.map(Text::new);
    let mut by_id: HashMap<String, usize> = HashMap::new();
    let mut others: BTreeSet<String> = BTreeSet::new();
    let sort = |one: &Value| one.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
    for region in result.iter().filter(|one| sort(one) != "relation") {
        let Some(id) = region.get("id").and_then(word) else { continue };
        let value = region.get("value").unwrap_or(&Value::Null);
        let labels = value.get("labels").or_else(|| value.get(sort(region)));
        let label = labels.and_then(|labels| labels.get(0)).and_then(Value::as_str).unwrap_or_default();
        if words(region).is_none() && place(region).is_none() {
            // A choice, a rating, a note: it may stand beside a region of the same id.
            others.insert(sort(region));
            continue;
        }
        if by_id.contains_key(&id) {
            continue;
        }
        let mention = marked.mention(offsets.as_ref(), words(region), place(region), Unit::Point, label, draft);
        by_id.insert(id, mention);
    }
    for other in others {
        draft.bulk.tally.lose(format!("results of the type `{}`", crate::read::json::shortened(&other)), 1);
    }
    let (from, to) = (context.field("source", "from_id"), context.field("target", "to_id"));
    for relation in result.iter().filter(|one| sort(one) == "relation") {
        let end = |key: &str| Some(*by_id.get(&relation.get(key).and_then(word)?)?);
        let (from, to) = (end(from), end(to));
        let both = match relation.get("direction").and_then(Value::as_str).unwrap_or("right") {
            "left" => vec![(to, from)],
            "bi" => vec![(from, to), (to, from)],
            _ => vec![(from, to)],
        };
        let mut labels: Vec<String> =
            relation.get("labels").and_then(Value::as_array).into_iter().flatten().filter_map(word).collect();
        if labels.is_empty() {
            labels.push(String::new());
        }
        for label in &labels {
            for (source, target) in &both {
                *links += 1;
                marked.links.push(Link {
                    number: *links,
                    label: label.clone(),
                    sources: source.iter().copied().collect(),
                    targets: target.iter().copied().collect(),
                    ..Link::default()
                });
            }
        }
    }
}
