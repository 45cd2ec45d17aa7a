//! What goes in comes out, whatever it is, in however many runs; and what is no prepared file, or a
//! damaged one, is an error.

use std::io::Write;
use std::path::Path;

use super::*;
use crate::Date;
use crate::files::At;
use crate::problem::Finding;
use crate::read::json::Json;
use crate::read::want::Want;

/// Takes names as they are.
struct AsWritten;

impl Resolve for AsWritten {
    fn relation(&mut self, name: &str, _: At) -> Result<String, Finding> {
        Ok(name.to_owned())
    }

    fn actor(&mut self, _: &str, _: At) -> Result<(), Finding> {
        Ok(())
    }
}

/// The lines as the bytes of a prepared file, in runs of so many bytes, as two collectors take turns.
fn prepared(lines: &[&str], run_bytes: usize) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut import = Import::new(folder.path(), run_bytes, AsWritten);
    import.file("town.jsonl");
    let mut collectors = [Collector::default(), Collector::default()];
    for (number, lines) in lines.chunks(3).enumerate() {
        let collector = &mut collectors[number % 2];
        lines.iter().for_each(|text| collector.line(Json { file: 0, offset: 0, text }));
        let part = collector.take();
        import.add(number % 2, part).unwrap();
    }
    assert_eq!(import.findings.errors, 0);
    import.finish("{\"title\": \"The ferry\"}", Vec::new()).unwrap().1
}

fn open(bytes: &[u8]) -> std::io::Result<Prepared> {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    Prepared::of(file)
}

/// A tie in words, with the statement's gist.
fn found(file: &Prepared, want: &Want) -> std::io::Result<Vec<String>> {
    let actors = file.actors()?;
    let relations: Vec<&str> = file.relations().collect();
    let mut found = Vec::new();
    file.scan(want, &mut |batch| {
        let shown = file.shown(&batch.places)?;
        for (index, shown) in shown.into_iter().enumerate() {
            let list = |lists: &[(u32, Vec<String>)]| {
                let here = lists.iter().find(|(at, _)| *at as usize == index);
                here.map_or(String::new(), |(_, list)| format!(" {list:?}"))
            };
            let answers = batch.answers.iter().find(|(at, _)| *at as usize == index);
            let date = file.dates().get(batch.dates[index] as usize).map(Date::to_string);
            let document =
                (batch.documents[index] != Batch::NONE).then(|| batch.document_ids.get(batch.documents[index]));
            found.push((
                batch.rows[index],
                format!(
                    "{} {} {:?} {} {:?} {:?} {:?}{} {:?} {} {}{}{}{} {:?}",
                    batch.rows[index],
                    shown.id,
                    actors.get(batch.sources[index]),
                    relations[batch.relations[index] as usize],
                    actors.get(batch.targets[index]),
                    date,
                    document,
                    list(&batch.other_documents),
                    batch.flags[index].certainty(),
                    batch.flags[index].negated(),
                    batch.ties[index],
                    list(&batch.all_sources),
                    list(&batch.all_targets),
                    answers.map_or(String::new(), |(_, id)| format!(" answers {id}")),
                    shown.details,
                ),
            ));
        }
        Ok(())
    })?;
    found.sort();
    Ok(found.into_iter().map(|(_, text)| text).collect())
}

const LINES: [&str; 8] = [
    r#"{"id":"s1","document":"d1","date":"2020-10-02","source":"Avon","relation":"accuses","target":"Bexley","gist":"a","span":[1,5],"certainty":"stated","code":"112"}"#,
    r#"{"source":["Éloi","Avon","Éloi"],"relation":"mediates","target":["x\ny","Bexley"],"document":["d2","d1","d2"]}"#,
    r#"{"source":"Avon","relation":"lectures","target":"\"quoted\" ŞUŞA","gist":"","quote":"„so“","negated":true}"#,
    r#"{"id":"","relation":"aids","source":"a","target":"b"}"#,
    r#"{"id":"s 4","date":"2020-09-27/2020-11","source":"avon","relation":"accuses","target":"Bexley","answers":"s1"}"#,
    r#"{"date":"2020","source":"Bexley","relation":"accuses","target":"Avon","certainty":"alleged"}"#,
    r#"{"date":"0000-01","source":"Bexley","relation":"accuses","target":"Bexley","span":[0, 9007199254740993]}"#,
    r#"{"source":"Avon","relation":"accuses","target":"Bexley"}"#,
];

fn lines() -> Vec<&'static str> {
    LINES.into_iter().filter(|line| !line.contains("\"id\":\"\"")).collect()
}

#[test]
fn what_goes_in_comes_out() {
    let file = open(&prepared(&lines(), usize::MAX)).unwrap();
    assert_eq!((file.statements(), file.ties()), (7, 10));
    assert_eq!(file.tables().unwrap(), "{\"title\": \"The ferry\"}");
    let expected = r#"
0 s1 "Avon" accuses "Bexley" Some("2020-10-02") Some("d1") Some(Stated) false 1 Details { gist: Some("a"), quote: None, span: Some((1, 5)), code: Some("112") }
1 town.jsonl#2 "Avon" mediates "Bexley" None Some("d2") ["d1"] None false 4 ["Éloi", "Avon"] ["x\ny", "Bexley"] Details { gist: None, quote: None, span: None, code: None }
1 town.jsonl#2 "Avon" mediates "x\ny" None Some("d2") ["d1"] None false 4 ["Éloi", "Avon"] ["x\ny", "Bexley"] Details { gist: None, quote: None, span: None, code: None }
1 town.jsonl#2 "Éloi" mediates "Bexley" None Some("d2") ["d1"] None false 4 ["Éloi", "Avon"] ["x\ny", "Bexley"] Details { gist: None, quote: None, span: None, code: None }
1 town.jsonl#2 "Éloi" mediates "x\ny" None Some("d2") ["d1"] None false 4 ["Éloi", "Avon"] ["x\ny", "Bexley"] Details { gist: None, quote: None, span: None, code: None }
2 town.jsonl#3 "Avon" lectures "\"quoted\" ŞUŞA" None None None true 1 Details { gist: None, quote: Some("„so“"), span: None, code: None }
3 s 4 "avon" accuses "Bexley" Some("2020-09-27/2020-11") None None false 1 answers s1 Details { gist: None, quote: None, span: None, code: None }
4 town.jsonl#5 "Bexley" accuses "Avon" Some("2020") None Some(Alleged) false 1 Details { gist: None, quote: None, span: None, code: None }
5 town.jsonl#6 "Bexley" accuses "Bexley" Some("0000-01") None None false 1 Details { gist: None, quote: None, span: Some((0, 9007199254740993)), code: None }
6 town.jsonl#7 "Avon" accuses "Bexley" None None None false 1 Details { gist: None, quote: None, span: None, code: None }"#;
    assert_eq!(found(&file, &Want::default()).unwrap().join("\n"), expected.trim());
}

#[test]
fn what_is_wanted_comes_and_the_undated_with_it() {
    let file = open(&prepared(&lines(), usize::MAX)).unwrap();
    let rows = |want: Want| -> Vec<String> {
        let found = found(&file, &want).unwrap();
        found.iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    let names = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    let day = |text: &str| Some(text.parse::<Date>().unwrap().first_day());
    assert_eq!(
        rows(Want { relations: names(&["lectures", "mediates"]), ..Want::default() }),
        ["1", "1", "1", "1", "2"]
    );
    assert_eq!(rows(Want { relations: names(&["nobody"]), ..Want::default() }), [""; 0]);
    assert_eq!(rows(Want { actors: names(&["eloi"]), ..Want::default() }), ["1", "1"]);
    assert_eq!(
        rows(Want { actors: names(&["bexley", "x y"]), ..Want::default() }),
        ["0", "1", "1", "1", "1", "3", "4", "5", "6"]
    );
    assert_eq!(
        rows(Want { actors: names(&["avon"]), relations: names(&["accuses"]), ..Want::default() }),
        ["0", "3", "4", "6"]
    );
    assert_eq!(rows(Want { actors: names(&["nobody"]), ..Want::default() }), [""; 0]);
    let accuses = Want { relations: names(&["accuses"]), ..Want::default() };
    assert_eq!(rows(Want { since: day("2020-10-03"), ..accuses.clone() }), ["3", "4", "6"]);
    assert_eq!(rows(Want { until: day("2020-01-01"), ..accuses.clone() }), ["4", "5", "6"]);
    assert_eq!(rows(Want { since: day("2021"), until: day("2022"), ..accuses }), ["6"]);
}

#[test]
fn many_runs_make_the_same_bytes_as_one() {
    let mut text = Vec::new();
    for number in 0..2000 {
        let (a, b) = (number * 7 % 31, number * 13 % 17);
        text.push(format!(
            r#"{{"id":"s{number}","document":"d{}","date":"20{:02}","source":"Town {a}","relation":"{}","target":["Town {b}","Town {}"],"gist":"gist {number}"}}"#,
            number / 3,
            10 + number % 9,
            ["accuses", "aids", "meets"][number % 3],
            b + 1,
        ));
    }
    let lines: Vec<&str> = text.iter().map(String::as_str).collect();
    let one = prepared(&lines, usize::MAX);
    for run_bytes in [1, 1000, 40_000] {
        assert!(prepared(&lines, run_bytes) == one, "{run_bytes}");
    }
    assert_eq!(found(&open(&one).unwrap(), &Want::default()).unwrap().len(), 4000);
}

#[test]
fn what_is_no_prepared_file_is_an_error() {
    let said = |bytes: &[u8]| open(bytes).unwrap_err().to_string();
    assert_eq!(said(b""), "this is no Parquet file, or its end is missing");
    assert_eq!(said(b"PAR1 and more PAR1"), "the file is damaged: its footer is longer than the file");
    assert!(Prepared::open(Path::new("tests/none.parquet")).is_err());
    let whole = prepared(&lines(), usize::MAX);
    let foreign = String::from_utf8_lossy(&whole).into_owned();
    assert!(foreign.contains("standoff.version"));
    let mut other = whole.clone();
    let at = whole.windows(16).rposition(|part| part == b"standoff.version").unwrap();
    other[at..at + 16].copy_from_slice(b"standoff.wersion");
    assert_eq!(
        said(&other),
        "the Parquet file was not made by `standoff import`: its metadata lack `standoff.version`"
    );
    for len in 0..whole.len() {
        assert!(open(&whole[..len]).is_err(), "{len}");
    }
}

#[test]
fn a_damaged_file_is_read_or_refused() {
    let whole = prepared(&lines(), usize::MAX);
    for at in 0..whole.len() {
        for bit in [0, 3, 7] {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << bit;
            if let Ok(file) = open(&damaged) {
                let _ = found(&file, &Want::default());
                let _ = found(&file, &Want { actors: Some(vec!["avon".into()]), ..Want::default() });
            }
        }
    }
}
