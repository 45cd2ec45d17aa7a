//! doccano's JSON Lines of sequence labelling with relations (github.com/doccano/doccano, `data_export`): a text,
//! `entities` with offsets in code points, `relations` between their ids. Its own sample breaks a record into lines.

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
    each(json, draft, |record, number, at, draft| {
        // The text is called so here, and `data` in older exports.
        let text = ["text", "data"].into_iter().find_map(|key| record.get(key)?.as_str());
        let lists = ["entities", "relations"].map(|key| record.get(key).unwrap_or(&Value::Null));
        if lists.iter().any(|list| !list.is_array() && !list.is_null()) || record.get("entities").is_none() {
            return malformed(at, "a record of doccano has lists of `entities` and `relations`", draft);
        }
        let (id, named) = context.document(record, number);
        let about = context.about(record, draft);
        let mut marked = Marked { id, named, about, text: text.map(str::to_owned), ..Marked::default() };
        let offsets = text.map(Text::new);
        let mut by_id: HashMap<String, usize> = HashMap::new();
        for entity in lists[0].as_array().into_iter().flatten() {
            let offset = |key: &str| entity.get(key).and_then(Value::as_i64);
            let place = offset("start_offset").zip(offset("end_offset"));
            let label = entity.get("label").and_then(Value::as_str).unwrap_or_default();
            let mention = marked.mention(offsets.as_ref(), None, place, Unit::Point, label, draft);
            match entity.get("id").and_then(word) {
                Some(id) if !by_id.contains_key(&id) => drop(by_id.insert(id, mention)),
                _ => draft.bulk.tally.lose("entities without an id of their own", 1),
            }
        }
        let (source, target) = (context.field("source", "from_id"), context.field("target", "to_id"));
        for relation in lists[1].as_array().into_iter().flatten() {
            links += 1;
            let end = |key: &str| Some(*by_id.get(&relation.get(key).and_then(word)?)?);
            marked.links.push(Link {
                number: links,
                label: relation.get(context.label("type")).and_then(word).unwrap_or_default(),
                sources: end(source).into_iter().collect(),
                targets: end(target).into_iter().collect(),
                ..Link::default()
            });
        }
        for key in ["cats", "label", "Comments", "comments"] {
            let said = record.get(key).and_then(Value::as_array).map_or(0, Vec::len);
            draft.bulk.tally.lose(format!("`{key}` of texts"), said as u64);
        }
        context.add(marked, draft);
    });
}
