//! What goes in comes out, whatever it is, in however many runs; and what is no prepared file, or a
//! damaged one, is an error.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

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
    prepared_in(lines, Sizes { run_bytes, ..Sizes::default() })
}

fn prepared_in(lines: &[&str], sizes: Sizes) -> Vec<u8> {
    prepared_with(lines, sizes, [0, 1 << 20])
}

/// The same where the collectors have room for so many bytes of gists that repeat.
fn prepared_with(lines: &[&str], sizes: Sizes, room: [usize; 2]) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let mut import = Import::new(folder.path(), sizes, AsWritten);
    import.file("town.jsonl");
    let mut collectors = room.map(|room| Collector::new(Arc::new(AtomicUsize::new(room))));
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
    r#"{"source":["Éloi","Avon","Éloi"],"relation":"mediates","target":["x\ny","Bexley"],"document":["d2","d1","d2"],"code":"045"}"#,
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
    assert_eq!(file.tables().unwrap(), "{\"title\": \"The ferry\"}");
    let expected = r#"
0 s1 "Avon" accuses "Bexley" Some("2020-10-02") Some("d1") Some(Stated) false 1 Details { gist: Some("a"), quote: None, span: Some((1, 5)), code: Some("112") }
1 town.jsonl#2 "Avon" mediates "Bexley" None Some("d2") ["d1"] None false 4 ["Éloi", "Avon"] ["x\ny", "Bexley"] Details { gist: None, quote: None, span: None, code: Some("045") }
1 town.jsonl#2 "Avon" mediates "x\ny" None Some("d2") ["d1"] None false 4 ["Éloi", "Avon"] ["x\ny", "Bexley"] Details { gist: None, quote: None, span: None, code: Some("045") }
1 town.jsonl#2 "Éloi" mediates "Bexley" None Some("d2") ["d1"] None false 4 ["Éloi", "Avon"] ["x\ny", "Bexley"] Details { gist: None, quote: None, span: None, code: Some("045") }
1 town.jsonl#2 "Éloi" mediates "x\ny" None Some("d2") ["d1"] None false 4 ["Éloi", "Avon"] ["x\ny", "Bexley"] Details { gist: None, quote: None, span: None, code: Some("045") }
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

/// Enough statements for several row groups of several pages, found by the file and by looking at each.
#[test]
fn what_is_found_is_what_there_is() {
    const RELATIONS: [&str; 3] = ["accuses", "aids", "meets"];
    struct Said {
        relation: usize,
        source: usize,
        target: usize,
        year: Option<usize>,
    }
    let mut state = 1u64;
    let mut draw = |bound: usize| {
        // Knuth's MMIX generator: its high bits are random enough here.
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % bound
    };
    let said: Vec<Said> = (0..30_000)
        .map(|_| Said {
            relation: draw(3),
            source: draw(40).min(draw(40)),
            target: 40 + draw(40),
            year: (draw(20) > 0).then_some(2000 + draw(20)),
        })
        .collect();
    let text: Vec<String> = said
        .iter()
        .enumerate()
        .map(|(number, said)| {
            let date = said.year.map_or(String::new(), |year| format!(r#""date":"{year}","#));
            let gist = if number % 3 == 0 { format!(r#","gist":"gist \"{number}\"""#) } else { String::new() };
            format!(
                r#"{{"id":"s{number}","document":"d{}",{date}"source":"Town {}","relation":"{}","target":"Town {}"{gist}}}"#,
                number / 5,
                said.source,
                RELATIONS[said.relation],
                said.target,
            )
        })
        .collect();
    let lines: Vec<&str> = text.iter().map(String::as_str).collect();
    let bytes = prepared_in(&lines, Sizes { run_bytes: 200_000, group_rows: 12_000 });
    let file = open(&bytes).unwrap();
    let year = |year: usize| Some(year.to_string().parse::<Date>().unwrap().first_day());
    for (relation, actor, years) in [
        (None, None, None),
        (Some(1), None, None),
        (None, Some(3), None),
        (None, Some(77), None),
        (Some(2), Some(39), Some((2005, 2010))),
        (None, Some(50), Some((2019, 2019))),
        (Some(0), None, Some((2003, 2004))),
    ] {
        let want = Want {
            relations: relation.map(|relation: usize| vec![RELATIONS[relation].to_owned()]),
            actors: actor.map(|actor: usize| vec![format!("town {actor}")]),
            since: years.and_then(|(since, _)| year(since)),
            until: years.and_then(|(_, until)| year(until)),
            ..Want::default()
        };
        let expected: Vec<u64> = (0u64..)
            .zip(&said)
            .filter(|(_, said)| {
                relation.is_none_or(|relation| said.relation == relation)
                    && actor.is_none_or(|actor| said.source == actor || said.target == actor)
                    && years.is_none_or(|(since, until)| said.year.is_none_or(|year| (since..=until).contains(&year)))
            })
            .map(|(row, _)| row)
            .collect();
        let mut found: Vec<u64> = Vec::new();
        let mut places = Vec::new();
        file.scan(&want, &mut |batch| {
            found.extend(&batch.rows);
            places.extend(batch.places.iter().zip(&batch.rows).map(|(&place, &row)| (place, row)));
            for index in (0..batch.rows.len()).step_by(97) {
                let said = &said[batch.rows[index] as usize];
                let relation = file.relations().nth(batch.relations[index] as usize);
                assert_eq!(relation, Some(RELATIONS[said.relation]));
                assert_eq!(file.actor(batch.sources[index])?, format!("Town {}", said.source));
                assert_eq!(file.actor(batch.targets[index])?, format!("Town {}", said.target));
                let document = batch.document_ids.get(batch.documents[index]);
                assert_eq!(document, format!("d{}", batch.rows[index] / 5));
            }
            Ok(())
        })
        .unwrap();
        assert!(places.is_sorted());
        found.sort_unstable();
        assert_eq!(found, expected);
        let shown: Vec<(u64, u64)> = places.into_iter().rev().step_by(501).collect();
        let places: Vec<u64> = shown.iter().map(|(place, _)| *place).collect();
        for ((_, row), shown) in shown.iter().zip(file.shown(&places).unwrap()) {
            assert_eq!(shown.id, format!("s{row}"));
            assert_eq!(shown.details.gist, (row % 3 == 0).then(|| format!("gist \"{row}\"")));
        }
    }
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
fn gists_that_repeat_make_the_same_bytes() {
    let text: Vec<String> = (0..3000)
        .map(|number| {
            // Some gists repeat, some do not, and some are missing.
            let gist = match number % 4 {
                0 => format!(r#","gist":"gist {number}""#),
                1 => String::new(),
                _ => format!(r#","gist":"\"gist\" {}""#, number % 7),
            };
            format!(r#"{{"source":"a{}","relation":"aids","target":"b"{gist}}}"#, number % 5)
        })
        .collect();
    let lines: Vec<&str> = text.iter().map(String::as_str).collect();
    let none = prepared_with(&lines, Sizes::default(), [0, 0]);
    for room in [[0, 1 << 20], [1 << 20, 1 << 20], [200, 1000]] {
        assert!(prepared_with(&lines, Sizes::default(), room) == none, "{room:?}");
    }
    let found = found(&open(&none).unwrap(), &Want::default()).unwrap();
    assert!(found[2].contains(r#"gist: Some("\"gist\" 2")"#), "{}", found[2]);
}

#[test]
fn what_is_no_prepared_file_is_an_error() {
    let said = |bytes: &[u8]| open(bytes).unwrap_err().to_string();
    assert_eq!(said(b""), "this is no Parquet file, or its end is missing");
    assert_eq!(said(b"PAR1 and more PAR1"), "the file is damaged: its footer is longer than the file");
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

/// Reads all of it in several ways, and takes any error for an answer.
fn read_or_refuse(bytes: &[u8]) {
    if let Ok(file) = open(bytes) {
        let _ = found(&file, &Want::default());
        let actors = Some(vec!["avon".into(), "town 3".into()]);
        let day = "2015".parse::<Date>().unwrap().first_day();
        let _ = found(&file, &Want { actors, since: Some(day), ..Want::default() });
        let _ = found(&file, &Want { relations: Some(vec!["accuses".into()]), ..Want::default() });
        let _ = (file.tables(), file.shown(&[0, 7, 1 << 40]));
    }
}

#[test]
fn a_damaged_file_is_read_or_refused() {
    let whole = prepared(&lines(), usize::MAX);
    for at in 0..whole.len() {
        let mut damaged = whole.clone();
        damaged[at] ^= 1 << (at % 8);
        read_or_refuse(&damaged);
    }
}

/// The bytes where the index stands, and where its checksum does.
fn index_of(file: &[u8]) -> (std::ops::Range<usize>, std::ops::Range<usize>) {
    let key = b"standoff.index";
    let at = file.windows(key.len()).rposition(|part| part == key).unwrap() + key.len();
    // Behind the key a byte says that a string follows, and one how long it is.
    let value = at + 2..at + 2 + usize::from(file[at + 1]);
    let said = std::str::from_utf8(&file[value.clone()]).unwrap();
    let words: Vec<&str> = said.split(' ').collect();
    let (start, len): (usize, usize) = (words[0].parse().unwrap(), words[1].parse().unwrap());
    (start..start + len, value.end - 16..value.end)
}

#[test]
fn an_index_that_lies_is_read_or_refused() {
    let whole = prepared(&lines(), usize::MAX);
    let (index, sum) = index_of(&whole);
    let said = |file: Vec<u8>| open(&file).unwrap_err().to_string();
    let mut damaged = whole.clone();
    damaged[index.start] ^= 1;
    assert_eq!(said(damaged), "the file is damaged: its index is not what was written");
    for at in index.clone() {
        for byte in [0, 1, 0x7f, 0x80, 0xff, whole[at] ^ 1, whole[at].wrapping_add(1)] {
            let mut damaged = whole.clone();
            damaged[at] = byte;
            let told = format!("{:016x}", super::index::checksum(&damaged[index.clone()]));
            damaged[sum.clone()].copy_from_slice(told.as_bytes());
            read_or_refuse(&damaged);
        }
    }
}

#[test]
fn a_footer_that_claims_gigabytes_takes_none() {
    let mut whole = prepared(&lines(), usize::MAX);
    let len = whole.len();
    whole[len - 8..len - 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(open(&whole).unwrap_err().to_string(), "the file is damaged: its footer is longer than the file");
}

#[test]
fn statements_that_are_wrong_make_no_file() {
    let mut import = Import::new(Path::new("."), Sizes::default(), AsWritten);
    import.file("town.jsonl");
    let mut collector = Collector::default();
    let text = b"{\"source\":\"a\",\"relation\":\"aids\",\"target\":\"b\"}\n{\"source\":\"a\"}\nno\n\n\xff\n";
    collector.lines(0, text, 0);
    import.add(0, collector.take()).unwrap();
    // Two keys are missing, a line is no JSON, and one is no text.
    assert_eq!(import.findings.errors, 4);
    let error = import.finish("{}", Vec::new()).unwrap_err();
    assert_eq!(error.to_string(), "statements that are wrong make no prepared file");
}

/// A writer that says when it has been given so many bytes, and then never ends.
#[cfg(unix)]
struct Stuck(std::fs::File, usize);

#[cfg(unix)]
impl Write for Stuck {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write_all(bytes)?;
        self.1 = self.1.saturating_sub(bytes.len());
        if self.1 == 0 {
            writeln!(std::io::stdout(), "half").unwrap();
            loop {
                std::thread::park();
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// An import that stops in its middle, for the test below, which kills it there.
#[cfg(unix)]
#[test]
#[ignore = "it never ends; another test runs it"]
fn half_an_import() {
    let Ok(folder) = std::env::var("STANDOFF_TEST_HALF") else { return };
    let folder = Path::new(&folder);
    let mut import = Import::new(folder, Sizes { run_bytes: 1, ..Sizes::default() }, AsWritten);
    import.file("town.jsonl");
    for number in 0..100 {
        let text = format!("{{\"source\":\"a{number}\",\"relation\":\"aids\",\"target\":\"b\"}}");
        let mut collector = Collector::default();
        collector.line(Json { file: 0, offset: 0, text: &text });
        import.add(number, collector.take()).unwrap();
    }
    let beside = tempfile::Builder::new().prefix(".standoff-").tempfile_in(folder).unwrap();
    let out = Stuck(beside.as_file().try_clone().unwrap(), 1000);
    drop(import.finish("{}", out));
    beside.persist(folder.join("events.parquet")).unwrap();
}

#[cfg(unix)]
#[test]
fn a_killed_import_leaves_no_half_file() {
    use std::io::{BufRead, BufReader};
    use std::process::{Command, Stdio};

    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("events.parquet"), "what was there before").unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "prepared::tests::half_an_import", "--ignored", "--nocapture"])
        .env("STANDOFF_TEST_HALF", folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line == "half"));
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(std::fs::read(folder.path().join("events.parquet")).unwrap(), b"what was there before");
    // What was written stays beside under its own name; of the runs that were set aside nothing does.
    let left: Vec<String> =
        folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(left.iter().all(|name| name == "events.parquet" || name.starts_with(".standoff-")), "{left:?}");
}
