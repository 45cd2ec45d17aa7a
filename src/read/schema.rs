//! The JSON Schema of the data file, made from the keys that the reader knows.

use serde_json::{Map, Value, json};

use super::keys::{DATASET, Key, Shape};

/// EDTF level 0 without times: as far as a pattern can say it.
const DATE: &str = r"^\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?$";

/// The schema (JSON Schema 2020-12) of a data file, as text that ends with a line break; what the
/// reader takes follows it.
///
/// What a schema cannot say is left to [`read()`](crate::read()) and
/// [`check_texts`](crate::Dataset::check_texts): whether names resolve, dates exist and spans lie in
/// their texts.
///
/// ```
/// let schema: serde_json::Value = serde_json::from_str(&standoff::read::schema()).unwrap();
/// assert_eq!(schema["properties"]["statements"]["items"]["required"][0], "source");
/// ```
pub fn schema() -> String {
    let mut schema = object(DATASET);
    let head = schema.as_object_mut().expect("an object's schema is an object");
    let mut whole = Map::new();
    whole.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
    whole.insert("title".into(), json!("standoff data file"));
    whole.insert(
        "description".into(),
        json!("Annotated statements: who accuses, supports or mediates between whom, and where it stands."),
    );
    whole.append(head);
    let text = serde_json::to_string_pretty(&whole).expect("a map of strings and values is JSON");
    text + "\n"
}

fn object(keys: &[Key]) -> Value {
    let properties: Map<String, Value> = keys.iter().map(|key| (key.name.to_owned(), property(key))).collect();
    let required: Vec<&str> = keys.iter().filter(|key| key.required).map(|key| key.name).collect();
    json!({"type": "object", "additionalProperties": false, "required": required, "properties": properties})
}

fn property(key: &Key) -> Value {
    let text = || json!({"type": "string", "pattern": r"\S"});
    let mut value = match key.shape {
        Shape::Text => text(),
        Shape::Words => json!({"type": "string"}),
        Shape::List => json!({"type": "array", "items": text()}),
        Shape::Names if key.required => json!({"anyOf": [text(), {"type": "array", "items": text(), "minItems": 1}]}),
        Shape::Names => json!({"anyOf": [text(), {"type": "array", "items": text()}]}),
        Shape::Date => json!({"type": "string", "pattern": DATE}),
        Shape::Span => {
            json!({"type": "array", "items": {"type": "integer", "minimum": 0}, "minItems": 2, "maxItems": 2})
        }
        Shape::Flag => json!({"type": "boolean"}),
        Shape::OneOf(words) => json!({"enum": words}),
        Shape::Sha256 => json!({"type": "string", "pattern": "^[0-9A-Fa-f]{64}$"}),
        Shape::Path => json!({"type": "string", "pattern": r"^[^/\\:][^:]*$"}),
        Shape::ActsFor(keys) => {
            json!({"anyOf": [text(), {"type": "array", "items": {"anyOf": [text(), object(keys)]}}]})
        }
        Shape::Records(keys) => json!({"type": "array", "items": object(keys)}),
    };
    if !key.required {
        // A null is read as a missing key: that is how tables without a value are exported.
        value = match value {
            Value::Object(map) if map.contains_key("enum") => {
                let mut words = map["enum"].as_array().cloned().unwrap_or_default();
                words.push(Value::Null);
                json!({"enum": words})
            }
            Value::Object(mut map) if map.contains_key("type") => {
                let only = map["type"].take();
                map["type"] = json!([only, "null"]);
                Value::Object(map)
            }
            Value::Object(mut map) => {
                if let Some(choices) = map.get_mut("anyOf").and_then(Value::as_array_mut) {
                    choices.push(json!({"type": "null"}));
                }
                Value::Object(map)
            }
            other => other,
        };
    }
    value["description"] = json!(key.about);
    value
}
