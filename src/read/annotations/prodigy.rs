//! Prodigy's JSON Lines of its relations interface (prodi.gy/docs/api-interfaces#relations): a text, its `tokens`, and
//! `relations` whose `head` and `child` are numbers of tokens, with `head_span` and `child_span` where spans are joined.
//! Offsets are code points.

use hashbrown::HashMap;
use serde_json::Value;

use super::marked::{Link, Marked, UNLINKED, malformed};
use super::records::each;
use super::{Context, word};
use crate::read::draft::Draft;
use crate::read::json::Json;
use crate::read::text::{Text, Unit};

pub(super) fn read(json: Json<'_>, context: &Context<'_>, draft: &mut Draft) {
    let mut links = 0;
    each(json, draft, |record, number, at, draft| {
        let relations = match record.get("relations") {
            None | Some(Value::Null) => &[],
            Some(Value::Array(relations)) => &relations[..],
            Some(_) => return malformed(at, "`relations` should be a list", draft),
        };
        let answer = record.get("answer").and_then(Value::as_str).unwrap_or("accept");
        if answer != "accept" {
            links += relations.len() as u32;
            return draft
                .bulk
                .tally
                .lose(format!("records whose answer is `{}`", crate::read::json::shortened(answer)), 1);
        }
        let text = record.get("text").and_then(Value::as_str);
        let (id, named) = context.document(record, number);
        let about = context.about(record, draft);
        let mut marked = Marked { id, named, about, text: text.map(str::to_owned), ..Marked::default() };
        let offsets = text.map(Text::new);
        let list = |key: &str| record.get(key).and_then(Value::as_array).into_iter().flatten();
        // A token is known by its number, and a span of several by that of any of them.
        let mut place: HashMap<i64, (i64, i64, &str)> = HashMap::new();
        let offset = |value: &Value, key: &str| value.get(key).and_then(Value::as_i64);
        let stretch = |value: &Value| offset(value, "start").zip(offset(value, "end"));
        for token in list("tokens") {
            if let (Some(id), Some((start, end))) = (offset(token, "id"), stretch(token)) {
                place.entry(id).or_insert((start, end, ""));
            }
        }
        let label = |value: &'_ Value| value.get("label").and_then(Value::as_str).unwrap_or_default().to_owned();
        let mut labels: HashMap<(i64, i64), String> = HashMap::new();
        for span in list("spans") {
            if let Some((start, end)) = stretch(span) {
                labels.entry((start, end)).or_insert_with(|| label(span));
            }
        }
        let mut mentions: HashMap<(i64, i64), usize> = HashMap::new();
        for relation in relations {
            links += 1;
            let mut end = |key: &str| {
                let span = relation.get(format!("{key}_span")).unwrap_or(&Value::Null);
                let token = || place.get(&offset(relation, key)?).map(|&(start, end, _)| (start, end));
                let (start, end) = stretch(span).or_else(token)?;
                let known = mentions.get(&(start, end)).copied();
                Some(known.unwrap_or_else(|| {
                    let own = label(span);
                    let label =
                        if own.is_empty() { labels.get(&(start, end)).cloned().unwrap_or_default() } else { own };
                    let mention =
                        marked.mention(offsets.as_ref(), None, Some((start, end)), Unit::Point, &label, draft);
                    mentions.insert((start, end), mention);
                    mention
                }))
            };
            let sources = end(context.field("source", "head")).into_iter().collect();
            let targets = end(context.field("target", "child")).into_iter().collect();
            let label = relation.get(context.label("label")).and_then(word).unwrap_or_default();
            marked.links.push(Link { number: links, label, sources, targets, ..Link::default() });
        }
        let unlinked = labels.keys().filter(|place| !mentions.contains_key(*place)).count();
        draft.bulk.tally.lose(UNLINKED, unlinked as u64);
        context.add(marked, draft);
    });
}
