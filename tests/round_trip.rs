//! What is imported reads back as the same data, by whichever way it goes.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};

use standoff::read::Data;
use standoff::write::{self, Format};
use standoff::{Dataset, read};

/// Everything that is read in the tests, and what is there beside the project.
fn everything() -> Vec<PathBuf> {
    let mut all: Vec<PathBuf> = ["data", "tests/corpus", "tests/doubtful/town.json"].map(PathBuf::from).into();
    let shared = ["gdelt1", "gdelt2", "polecat", "phoenix", "dna/dna_example_UKIraqWar2003.dna"];
    all.extend(shared.map(|name| Path::new("../shared/data").join(name)));
    for folder in ["tests/nasty", "tests/events", "tests/dna"] {
        let entries = Path::new(folder).read_dir().into_iter().flatten();
        all.extend(entries.map(|entry| entry.unwrap().path()));
    }
    all.sort();
    let read = |path: &PathBuf| {
        let name = path.to_string_lossy();
        // These say something only of others, or need a feature.
        let beside = name.ends_with("mentions.tsv") || name.ends_with("names.json") || name.ends_with(".sql");
        path.exists() && !beside && (cfg!(feature = "sqlite") || !name.contains("dna"))
    };
    all.into_iter().filter(read).collect()
}

fn written(dataset: &Dataset, format: Format) -> Vec<u8> {
    let all: Vec<_> = dataset.statements().map(|statement| statement.ix()).collect();
    let mut out = Vec::new();
    write::data(&mut out, dataset, &all, format).unwrap();
    out
}

/// The data under that name.
fn again(name: &str, bytes: Vec<u8>) -> Dataset {
    read([Data::bytes(name, bytes)]).unwrap_or_else(|report| panic!("{name}: {:?}", report.problems)).0
}

/// Lines in their own order: a prepared file has an order of its own.
fn sorted(text: &[u8]) -> Vec<String> {
    let mut lines: Vec<String> =
        std::str::from_utf8(text).unwrap().lines().map(|line| line.trim_end_matches(',').to_owned()).collect();
    lines.sort();
    lines
}

#[test]
fn importing_exporting_and_importing_changes_nothing() {
    let all = everything();
    assert!(all.len() > 8, "{all:?}");
    for path in all {
        let Ok((dataset, _)) = read([Data::Path(path.clone())]) else { panic!("{}", path.display()) };
        let first = written(&dataset, Format::Data);
        let dataset = again("data.json", first.clone());
        assert!(written(&dataset, Format::Data) == first, "{}: the data file", path.display());
        let table = written(&dataset, Format::Statements);
        let dataset = again("statements.csv", table.clone());
        assert!(written(&dataset, Format::Data) == first, "{}: the table", path.display());
        assert!(written(&dataset, Format::Statements) == table, "{}: the table", path.display());
    }
}

#[cfg(feature = "parquet")]
#[test]
fn a_prepared_file_holds_the_same() {
    let folder = tempfile::tempdir().unwrap();
    for path in everything() {
        let (dataset, _) = read([Data::Path(path.clone())]).unwrap();
        let first = written(&dataset, Format::Data);
        if dataset.statements().len() == 0 {
            continue;
        }
        let file = folder.path().join("prepared.parquet");
        std::fs::write(&file, written(&dataset, Format::Parquet)).unwrap();
        let (prepared, _) = read([Data::Path(file)]).unwrap();
        assert_eq!(sorted(&written(&prepared, Format::Data)), sorted(&first), "{}", path.display());
    }
}

#[test]
fn what_a_table_cannot_say_by_itself_goes_with_it() {
    let town = r#"{
      "title": "The ferry",
      "actors": [
        {"id": "a;b", "name": " [odd] | name ", "kind": "group"},
        {"id": "=1+1", "aliases": ["'-x", "''@y"]},
        {"id": "mayor", "acts_for": [{"actor": "a;b", "from": "1902"}]}
      ],
      "documents": [{"id": "the; minutes", "content": "line\r\nline"}],
      "relations": [{"id": "frowns-at", "sign": "-", "verbs": ["looks askance at"]}],
      "statements": [
        {"id": "+1", "document": ["the; minutes"], "source": ["a;b", "=1+1"], "relation": "frowns-at", "target": "mayor",
         "gist": "'=quoted\nover two lines", "span": [0, 4], "quote": "line", "certainty": "alleged"},
        {"id": "2", "source": "mayor", "relation": "denies", "target": "a;b", "answers": "+1", "negated": true, "code": "010"}
      ]
    }"#;
    let dataset = again("town.json", town.into());
    let table = String::from_utf8(written(&dataset, Format::Statements)).unwrap();
    // No cell begins as a formula does.
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    for cell in rows.records().flat_map(|row| row.unwrap().iter().map(str::to_owned).collect::<Vec<_>>()) {
        assert!(!cell.starts_with(['=', '+', '-', '@']), "{cell}");
    }
    let back = again("town.csv", table.into());
    assert_eq!(
        String::from_utf8(written(&back, Format::Data)).unwrap(),
        String::from_utf8(written(&dataset, Format::Data)).unwrap()
    );
    let first = back.statement(back.find_statement("+1").unwrap());
    assert_eq!((first.sources().len(), back.details(&[first.ix()]).unwrap()[0].span), (2, Some((0, 4))));
}

#[test]
fn what_is_written_in_part_reads_back() {
    let town = "id,source,relation,target,answers\ns1,Abbey,accuses,Guild,\ns2,Guild,denies,Abbey,s1\n";
    let dataset = again("town.csv", town.into());
    let denial = dataset.find_statement("s2").unwrap();
    for format in [Format::Data, Format::Statements] {
        let mut out = Vec::new();
        write::data(&mut out, &dataset, &[denial], format).unwrap();
        let back = again("part", out);
        assert_eq!(back.statements().len(), 1, "{format}");
        assert!(back.statement(back.find_statement("s2").unwrap()).answers().is_none(), "{format}");
    }
}

#[test]
fn an_id_made_of_a_place_is_nobody_elses() {
    let line = r#"{"source": "Abbey", "relation": "aids", "target": "Guild"}"#;
    let other = r#"[{"id": "a.jsonl#1", "source": "Mill", "relation": "aids", "target": "Guild"}]"#;
    let (dataset, _) = read([Data::bytes("a.jsonl", line), Data::bytes("b.json", other)]).unwrap();
    let all: Vec<_> = dataset.statements().map(|statement| statement.ix()).collect();
    let error = write::data(&mut Vec::new(), &dataset, &all, Format::Data).unwrap_err();
    assert!(error.to_string().contains("`a.jsonl#1`"), "{error}");
}

#[test]
fn blanks_round_names_and_codes_are_kept() {
    let town = r#"{"documents": [{"id": " d "}], "statements": [
        {"document": " d ", "source": " a b ", "relation": "aids", "target": ["c", "d "], "code": " 01\r"}]}"#;
    let dataset = again("town.json", town.into());
    let back = again("town.csv", written(&dataset, Format::Statements));
    assert_eq!(written(&back, Format::Data), written(&dataset, Format::Data));
}
