//! Statements that were made of somebody's codes, on their way into the draft.

use serde_json::{Map, Value};

use super::draft::Draft;
use super::json::Json;
use super::record::Record;
use crate::files::{At, Input, Records};
use crate::problem::Problems;

/// A statement with its number, as the object that it would be in a data file.
pub(super) type Made = (u32, Map<String, Value>);

/// Takes statements into the draft. They are held as JSON, from which they are shown; what comes back is a place in
/// that, for actors and documents that come with them.
pub(super) fn take(name: &str, data: u32, statements: Vec<Made>, draft: &mut Draft) -> At {
    let mut held = String::new();
    let mut stretches = Vec::with_capacity(statements.len());
    for (number, statement) in statements {
        let start = held.len();
        held.push_str(&Value::Object(statement).to_string());
        stretches.push((number, start..held.len()));
        held.push('\n');
    }
    let mut input = Input::held(name.to_owned(), data, held.clone().into_bytes());
    input.records = Records::Made;
    let file = draft.file(input);
    draft.has_actors = true;
    draft.has_documents = true;
    let mut findings = Problems::default();
    for (number, stretch) in stretches {
        let json = Json { file, offset: stretch.start as u64, text: &held[stretch] };
        // It was written a moment ago, with the keys that are known.
        if let Some(record) = Record::of_json(json, &mut findings) {
            draft.push(&record, number);
        }
    }
    draft.findings.append(findings);
    At::new(file, 0, 0)
}
