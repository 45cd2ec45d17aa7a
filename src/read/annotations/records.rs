//! Records in JSON: one, a list of them, one a line, or one behind the other however they are broken into lines.

use serde_json::Value;
use serde_json::value::RawValue;

use super::marked::malformed;
use crate::files::At;
use crate::problem::Finding;
use crate::read::draft::Draft;
use crate::read::json::Json;

/// After so many records that are not JSON nothing more is read: each may cost a look at all the rest.
const BROKEN: u32 = 100;

/// Gives each record with its number and its place. Where the text ceases to be JSON, that is a finding, and it goes
/// on with the next line that opens an object; what is no object, or too deep, is counted.
pub(super) fn each(json: Json<'_>, draft: &mut Draft, mut take: impl FnMut(&Value, u32, At, &mut Draft)) {
    let text = json.text;
    let mut number = 0;
    let mut rest = 0;
    let mut broken = 0;
    while let Some(start) = text[rest..].find(|c: char| !c.is_ascii_whitespace()).map(|at| rest + at) {
        let part = Json { offset: json.offset + start as u64, text: &text[start..], ..json };
        let mut values = serde_json::Deserializer::from_str(part.text).into_iter::<&RawValue>();
        match values.next() {
            Some(Ok(value)) if value.get().starts_with('[') => {
                rest = start + values.byte_offset();
                for member in part.array(value.get(), "the list", &mut draft.findings) {
                    number += 1;
                    one(part, member, number, draft, &mut take);
                }
            }
            Some(Ok(value)) => {
                rest = start + values.byte_offset();
                number += 1;
                one(part, value.get(), number, draft, &mut take);
            }
            _ => {
                // The same text is read again for what is wrong with it.
                part.value(&mut draft.findings);
                broken += 1;
                if broken == BROKEN {
                    let finding = Finding::error(At::new(json.file, part.offset, 0), "from here on nothing was read");
                    draft.findings.push(finding.hint(format!("{BROKEN} records before it are not JSON")));
                    return;
                }
                match text[start..].match_indices("\n{").map(|(at, _)| start + at + 1).find(|&at| at > start) {
                    Some(next) => rest = next,
                    None => return,
                }
            }
        }
    }
}

fn one<'t>(
    json: Json<'t>,
    raw: &'t str,
    number: u32,
    draft: &mut Draft,
    take: &mut impl FnMut(&Value, u32, At, &mut Draft),
) {
    let at = json.at(raw);
    match serde_json::from_str::<Value>(raw) {
        Ok(value) if value.is_object() => take(&value, number, at, draft),
        Ok(_) => malformed(at, "this is no record: an object is", draft),
        Err(error) => {
            let said = error.to_string();
            malformed(
                at,
                format!("the record cannot be read: {}", said.split(" at line ").next().unwrap_or(&said)),
                draft,
            );
        }
    }
}
