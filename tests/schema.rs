//! The JSON Schema in data/ is the one that the reader's keys make, and agrees with the reader.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::Path;

use serde_json::{Value, json};
use standoff::{Data, read};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_schema_is_up_to_date() {
    let path = root().join("data/standoff.schema.json");
    let now = standoff::read::schema();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&path).unwrap(), now, "UPDATE=1 cargo test --test schema writes it");
}

fn validator() -> jsonschema::Validator {
    let schema: Value = serde_json::from_str(&standoff::read::schema()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// The sample data as the one file that its folder stands for.
fn sample() -> Value {
    let file = |name: &str| std::fs::read_to_string(root().join("data").join(name)).unwrap();
    let mut whole: Value = serde_json::from_str(&file("dataset.json")).unwrap();
    for name in ["documents", "actors", "relations"] {
        whole[name] = serde_json::from_str(&file(&format!("{name}.json"))).unwrap();
    }
    whole["statements"] =
        file("statements.jsonl").lines().map(|line| serde_json::from_str::<Value>(line).unwrap()).collect();
    whole
}

#[test]
fn the_sample_data_follow_the_schema() {
    let sample = sample();
    let errors: Vec<String> = validator().iter_errors(&sample).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:?}");
}

#[test]
fn one_file_and_its_folder_are_the_same_data() {
    let (folder, _) = read(vec![Data::Path(root().join("data"))]).unwrap();
    let bytes = serde_json::to_vec(&sample()).unwrap();
    let (file, _) = read(vec![Data::Bytes { name: "one".into(), bytes }]).unwrap();
    assert_eq!(folder.statements().len(), file.statements().len());
    let ids =
        |data: &standoff::Dataset| data.statements().map(|statement| statement.id().into_owned()).collect::<Vec<_>>();
    assert_eq!(ids(&folder), ids(&file));
    assert_eq!(folder.actors(), file.actors());
}

#[test]
fn the_files_of_a_folder_may_be_packed() {
    let packed = tempfile::tempdir().unwrap();
    for entry in root().join("data").read_dir().unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{}.gz", path.file_name().unwrap().to_str().unwrap());
        let file = std::fs::File::create(packed.path().join(name)).unwrap();
        let mut out = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
        out.write_all(&std::fs::read(path).unwrap()).unwrap();
        out.finish().unwrap();
    }
    let of = |folder: &Path| {
        let (data, warnings) = read([Data::Path(folder.to_owned())]).unwrap();
        assert_eq!(warnings.warnings, 0);
        data.statements().map(|statement| statement.id().into_owned()).collect::<Vec<_>>()
    };
    assert_eq!(of(packed.path()), of(&root().join("data")));
}

/// What breaks the form of a value breaks it for both; each case changes one value of good data.
#[test]
fn schema_and_reader_agree() {
    let good = json!({
        "title": "t",
        "documents": [{"id": "d", "date": "2020-10", "sha256": "0".repeat(64), "text": "d.txt"}],
        "actors": [{"id": "a", "name": "A", "kind": "state", "aliases": ["x"], "acts_for": [{"actor": "b", "from": "2020"}]}, {"id": "b"}],
        "relations": [{"id": "r", "sign": "-", "verbs": ["nags"]}],
        "statements": [{"id": "s", "document": "d", "date": "2020-01-02/2020-02", "source": ["a"], "relation": "r",
            "target": "b", "span": [1, 2], "certainty": "stated", "negated": false, "gist": ""}],
    });
    let cases: [(&str, Value, bool); 30] = [
        ("/title", json!("other"), true),
        ("/title", json!(null), true),
        ("/title", json!(1), false),
        ("/documents", json!({}), false),
        ("/documents/0/id", json!(""), false),
        ("/documents/0/date", json!("yesterday"), false),
        ("/documents/0/date", json!(null), true),
        ("/documents/0/sha256", json!("abc"), false),
        ("/documents/0/text", json!("/etc/passwd"), false),
        ("/actors/0/kind", json!("planet"), false),
        ("/actors/0/kind", json!(null), true),
        ("/actors/0/name", json!(" "), false),
        ("/actors/0/aliases", json!("x"), false),
        ("/actors/0/aliases/0", json!(""), false),
        ("/actors/0/acts_for", json!("b"), true),
        ("/actors/0/acts_for", json!(["b"]), true),
        ("/actors/0/acts_for", json!([{"from": "2020"}]), false),
        ("/relations/0/sign", json!("?"), false),
        ("/relations/0/sign", json!("0"), true),
        ("/statements/0/source", json!([]), false),
        ("/statements/0/source", json!(null), false),
        ("/statements/0/source", json!("a"), true),
        ("/statements/0/target", json!([""]), false),
        ("/statements/0/date", json!("2020-1-2"), false),
        ("/statements/0/span", json!([1]), false),
        ("/statements/0/span", json!([-1, 2]), false),
        ("/statements/0/certainty", json!("sure"), false),
        ("/statements/0/negated", json!("no"), false),
        ("/statements/0/gist", json!("words"), true),
        ("/statements/0", json!({"source": "a", "relation": "r", "target": "b", "colour": "red"}), false),
    ];
    let validator = validator();
    for (place, value, valid) in cases {
        let mut data = good.clone();
        *data.pointer_mut(place).unwrap() = value.clone();
        assert_eq!(validator.is_valid(&data), valid, "schema: {place} = {value}");
        let bytes = serde_json::to_vec(&data).unwrap();
        let reads = read(vec![Data::Bytes { name: "case".into(), bytes }]).is_ok();
        assert_eq!(reads, valid, "reader: {place} = {value}");
    }
}
