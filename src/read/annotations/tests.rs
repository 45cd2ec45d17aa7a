//! Annotations, whole and broken: what is read of them agrees with their texts, and what is not is counted.

use std::path::{Path, PathBuf};

use super::Tool;
use crate::read::{Data, Fields, Format, Options};
use crate::{Dataset, Kind, Report, read_with};

/// Options with what `--map` and, behind `label`, `--map-relation` say.
fn options(said: &[&str]) -> Options {
    let mut fields = Fields::default();
    for said in said {
        match said.strip_prefix("label ") {
            Some(label) => fields.set_relation(label).unwrap(),
            None => fields.set(said).unwrap(),
        }
    }
    Options { fields, ..Options::default() }
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/annotations").join(name)
}

fn open(name: &str, said: &[&str]) -> Dataset {
    read_with([Data::Path(sample(name))], &options(said)).unwrap().0
}

fn lines(data: &Dataset) -> Vec<String> {
    let names = |actors: &mut dyn Iterator<Item = crate::ActorIx>| {
        actors.map(|actor| data.actor(actor).name.clone()).collect::<Vec<_>>().join(" + ")
    };
    let line = |statement: crate::Statement<'_>| {
        let not = if statement.negated() { "not " } else { "" };
        let relation = &data.relation(statement.relation()).id;
        format!("{} {not}{relation} {}", names(&mut statement.sources()), names(&mut statement.targets()))
    };
    data.statements().map(line).collect()
}

fn details(data: &Dataset) -> Vec<crate::Details> {
    let all: Vec<_> = data.statements().map(|statement| statement.ix()).collect();
    data.details(&all).unwrap()
}

/// That every row is accounted for, and every span is what its quote says.
fn sound(data: &Dataset) {
    let tally = data.tally();
    assert_eq!(data.statements().len() as u64, tally.statements(), "{tally:?}");
    let (report, _) = data.check_texts(None);
    assert_eq!(report.errors, 0, "{:?}", report.problems);
}

const BRAT: [&str; 4] =
    ["label Accusation=accuses", "label Denial=denies", "answers=Answered", "label Represents=aids"];

#[test]
fn events_of_brat_have_sources_targets_and_answers() {
    let data = open("brat/valley.ann", &BRAT);
    let wanted = [
        "Prior of the Abbey accuses Guild",
        "Mill Lane + ferrymen Oldbridge not supports Guild",
        "Guild denies ",
        "Marsh End accuses Abbey + Oldbridge",
        "Prior of the Abbey aids Abbey",
    ];
    // Who denies names no target here: it answers.
    let wanted: Vec<_> = wanted.into_iter().filter(|line| !line.ends_with(' ')).collect();
    assert_eq!(lines(&data), wanted);
    assert_eq!((data.tally().rows, data.tally().without_target), (5, 1));
    let kinds = |name: &str| data.actor(data.find_actor(name).unwrap()).kind;
    assert_eq!(
        ["Prior of the Abbey", "Guild", "ferrymen Oldbridge", "Marsh End"].map(kinds),
        [Kind::Person, Kind::Organization, Kind::Group, Kind::Unspecified]
    );
    let guild = data.actor(data.find_actor("it").unwrap());
    assert_eq!((guild.name.as_str(), guild.aliases.as_slice()), ("Guild", &["it".to_owned()][..]));
    assert_eq!(data.actor(data.find_actor("Abbey").unwrap()).wikidata.as_deref(), Some("Q160742"));
    let first = &details(&data)[0];
    assert_eq!(first.gist.as_deref(), Some("taking the toll twice"));
    assert_eq!(first.quote.as_deref(), Some("Prior of the Abbey accused the Guild"));
    let by_id = data.statement(data.find_statement("valley#E4").unwrap());
    assert_eq!(by_id.certainty(), Some(crate::Certainty::Alleged));
    let lost: Vec<(&str, u64)> = data.tally().lost.iter().map(|(what, count)| (what.as_str(), *count)).collect();
    assert_eq!(
        lost,
        [
            ("arguments `Place`, neither source nor target (--map source=Place, or target=Place)", 1),
            ("attributes `Confidence`", 1),
            ("notes that are of no relation and no event", 1),
        ]
    );
    sound(&data);
}

#[test]
fn an_event_can_answer_another() {
    let data = open("brat/valley.ann", &[&BRAT[..], &["target=Answered2"]].concat());
    assert_eq!(data.statements().len(), 4, "{:?}", data.tally());
    // With a target of its own, the denial is a statement that answers the accusation.
    let text = "Guild denies that the Abbey blames Mill\n";
    let annotations = "T1\tOrg 0 5\tGuild\nT2\tDenial 6 12\tdenies\nT3\tOrg 22 27\tAbbey\nT4\tOrg 35 39\tMill\n\
        E1\tdenies:T2 Denier:T1 Denied:T3 Answered:E2\nE2\tblames Blamer:T3 Blamed:T4\n";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.txt"), text).unwrap();
    std::fs::write(folder.path().join("a.ann"), annotations).unwrap();
    let (data, _) = read_with([Data::Path(folder.path().join("a.ann"))], &options(&["answers=Answered"])).unwrap();
    let denial = data.statement(data.find_statement("a#E1").unwrap());
    assert_eq!(denial.answers().map(|answered| answered.id().into_owned()).as_deref(), Some("a#E2"));
    let (data, _) = read_with([Data::Path(folder.path().to_owned())], &Options::default()).unwrap();
    assert_eq!(data.statements().len(), 2);
    sound(&data);
}

#[test]
fn answers_to_nothing_and_in_circles_are_counted() {
    let text = "T1\tOrg 0 5\tGuild\nT2\tOrg 6 11\tAbbey\nE1\tdenies:T1 Denier:T1 Denied:T2 To:E2\n\
        E2\tdenies:T1 Denier:T2 Denied:T1 To:E1\nE3\tdenies:T1 Denier:T2 Denied:T1 To:E3\n\
        E4\tdenies:T1 Denier:T2 Denied:T1 To:E5\nE5\thums:T1 Denier:T2 To:E9\n";
    let options = Options { from: Some(Format::Annotations(Tool::Brat)), ..options(&["answers=To"]) };
    let (data, _) = read_with([Data::bytes("a", text)], &options).unwrap();
    let answers: Vec<_> = data.statements().map(|one| one.answers().map(|one| one.id().into_owned())).collect();
    assert_eq!(answers, [None, Some("a#E1".to_owned()), None, None]);
    assert_eq!(data.tally().lost.get("answers to what is no statement, or to themselves"), Some(&3));
    sound(&data);
}

#[test]
fn a_folder_and_an_archive_of_brat_are_one_data() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Guild aids Abbey.\n";
    let marks = "T1\tOrg 0 5\tGuild\nT2\tOrg 11 16\tAbbey\nR1\taids Arg1:T1 Arg2:T2\n";
    let file = std::fs::File::create(folder.path().join("all.zip")).unwrap();
    let mut archive = zip::ZipWriter::new(file);
    let mut write = |name: &str, text: &str| {
        std::fs::create_dir_all(folder.path().join(name).parent().unwrap()).unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut archive, text.as_bytes()).unwrap();
    };
    for name in ["notes/a", "notes/b"] {
        write(&format!("{name}.txt"), text);
        write(&format!("{name}.ann"), &marks.replace("Guild", if name == "notes/b" { "guild" } else { "Guild" }));
    }
    write("notes/annotation.conf", "[entities]\nOrg\n");
    archive.finish().unwrap();
    for path in ["notes", "all.zip"] {
        let (data, _) = read_with([Data::Path(folder.path().join(path))], &Options::default()).unwrap();
        assert_eq!((data.statements().len(), data.documents().len(), data.actors().len()), (2, 2, 3), "{path}");
        assert_eq!(data.check_texts(None).1, 2, "{path}");
        sound(&data);
    }
}

#[test]
fn tasks_of_label_studio_have_directions_and_annotators() {
    let data = open("label-studio.json", &[]);
    let wanted = [
        "Prior of the Abbey accuses Guild",
        "Marsh End accuses Guild",
        "Guild meets Abbey",
        "Abbey meets Guild",
        "Guild denies Prior of the Abbey",
    ];
    assert_eq!(lines(&data), wanted);
    let tally = data.tally();
    assert_eq!((tally.rows, tally.without_target, tally.unknown_codes), (7, 1, 1));
    let lost: Vec<u64> = tally.lost.values().copied().collect();
    assert_eq!(lost, [1, 1, 1, 1, 1], "{:?}", tally.lost);
    // Offsets are JavaScript's, and the bridge in the first line is two code units.
    assert_eq!(details(&data)[0].quote.as_deref(), Some("Prior of the Abbey accused the Guild"));
    assert_eq!(details(&data)[1].span, None);
    let document = data.documents().next().unwrap();
    let about = (document.title.as_deref(), document.publisher.as_deref(), document.date.map(|date| date.to_string()));
    assert_eq!(about, (Some("The toll"), Some("Valley Post"), Some("1902-03-08".to_owned())));
    assert!(data.statements().all(|statement| statement.date() == document.date));
    sound(&data);
}

#[test]
fn records_of_doccano_may_stand_in_many_lines() {
    let data = open("doccano.jsonl", &[]);
    let wanted = ["Prior of the Abbey accuses Guild", "Marsh End accuses Guild", "Marsh End aids Oldbridge"];
    assert_eq!(lines(&data), wanted);
    assert_eq!(data.statements().next().unwrap().id(), format!("{}#1", sample("doccano.jsonl").display()));
    // Arrows that were drawn the other way are turned round.
    let turned = open("doccano.jsonl", &["source=to_id", "target=from_id", "label owes=aids", "document=title"]);
    assert_eq!(lines(&turned)[0], "Guild accuses Prior of the Abbey");
    assert_eq!(turned.documents().next().unwrap().id, "The toll");
    sound(&data);
    sound(&turned);
}

#[test]
fn sentences_of_prodigy_are_parts_of_a_document() {
    let data = open("prodigy.jsonl", &[]);
    // In the second the head is a token, `Guild`, and nothing joins it with others.
    assert_eq!(lines(&data), ["Oldbridge condemns Marsh End", "Guild supports Oldbridge"]);
    assert_eq!(data.documents().map(|document| document.id).collect::<Vec<_>>(), ["minutes"]);
    assert_eq!(details(&data)[0].span, None);
    assert_eq!(details(&data)[0].quote.as_deref(), Some("Oldbridge condemns Marsh End"));
    sound(&data);
}

#[test]
fn structures_that_refer_to_two_others_are_relations() {
    let data = open("cas.json", &[]);
    let wanted =
        ["Prior of the Abbey accuses Guild", "Marsh End not accuses Oldbridge", "Guild denies Prior of the Abbey"];
    assert_eq!(lines(&data), wanted);
    assert_eq!(details(&data)[0].quote.as_deref(), Some("Prior of the Abbey accused the Guild"));
    assert_eq!(data.actor(data.find_actor("Guild").unwrap()).wikidata.as_deref(), Some("Q42"));
    let one = open("cas.json", &["type=Denies", "source=Dependent", "target=@governor"]);
    assert_eq!(lines(&one), ["Prior of the Abbey denies Guild"]);
    sound(&data);
    sound(&one);
}

#[test]
fn web_annotations_link_by_id() {
    let data = open("web.jsonld", &[]);
    assert_eq!(lines(&data), ["Prior of the Abbey accuses Guild", "Marsh End accuses Guild"]);
    assert!(data.find_statement("https://example.org/notes#r1").is_some());
    assert!(data.statements().all(|statement| statement.date().is_none()));
    let document = data.documents().next().unwrap();
    assert_eq!((document.id, document.url.as_deref()), ("https://example.org/toll", Some("https://example.org/toll")));
    sound(&data);
}

/// Actors and documents of a data file are those of the annotations, too.
#[test]
fn each_tag_of_a_link_is_a_statement() {
    let mark = |id: &str, words: &str| {
        format!(
            r##"{{"id":"#{id}","type":"Annotation","target":{{"source":"https://example.org/toll",
                "selector":{{"type":"TextQuoteSelector","exact":"{words}"}}}}}}"##
        )
    };
    let link = r##"{"id":"#r","type":"Annotation","motivation":"linking","target":[{"id":"#a"},{"id":"#b"}],
        "body":[{"purpose":"tagging","value":"accuses"},{"purpose":"tagging","value":"denies"}]}"##;
    let text = format!("[{},{},{link}]", mark("a", "Guild"), mark("b", "Abbey"));
    let data = read_as(Some(Tool::Web), text).unwrap();
    assert_eq!(lines(&data).len(), 2);
}

#[test]
fn offsets_of_one_text_count_the_same() {
    let text = "\u{1f600}\u{1f600}\u{1f600} Mo Mo accuses Abbey.";
    let mark = |id: &str, words: &str, start: u32, end: u32| {
        format!(
            r#"{{"id":"{id}","type":"labels","value":{{"start":{start},"end":{end},"text":"{words}","labels":["PER"]}}}}"#
        )
    };
    let task = format!(
        r#"[{{"id":1,"data":{{"text":"{text}"}},"annotations":[{{"result":[{},{},{},
            {{"type":"relation","from_id":"b","to_id":"c","direction":"right","labels":["accuses"]}}]}}]}}]"#,
        mark("a", "Mo", 7, 9),
        mark("b", "Mo", 10, 12),
        mark("c", "Abbey", 21, 26)
    );
    let data = read_as(Some(Tool::LabelStudio), task).unwrap();
    assert_eq!(details(&data)[0].span, Some((7, 23)));
    assert_eq!(details(&data)[0].quote.as_deref(), Some("Mo accuses Abbey"));
}

#[test]
fn tables_beside_annotations_hold() {
    let table = r#"{"documents": [{"id": "doccano#3", "publisher": "Valley Post", "date": "1902-03-09"}, {"id": "doccano#4"}],
        "actors": [{"id": "guild", "name": "The Guild", "kind": "group", "aliases": ["Guild"]}],
        "relations": [{"id": "owes", "sign": "-"}], "statements": []}"#;
    let data = [Data::bytes("town.json", table), Data::Path(sample("doccano.jsonl"))];
    let (data, _) = read_with(data, &Options::default()).unwrap();
    let guild = data.actor(data.find_actor("Guild").unwrap());
    assert_eq!((guild.id.as_str(), guild.kind), ("guild", Kind::Group));
    assert_eq!(data.documents().next().unwrap().publisher.as_deref(), Some("Valley Post"));
    assert_eq!(lines(&data)[2], "The Guild owes Marsh End");
}

#[test]
fn a_mediation_is_between_all_that_one_mention_is_linked_to() {
    let text = r#"{"text": "Abbot Guild Mill Abbey", "entities": [
        {"id": 1, "start_offset": 0, "end_offset": 5, "label": "PER"}, {"id": 2, "start_offset": 6, "end_offset": 11, "label": "ORG"},
        {"id": 3, "start_offset": 12, "end_offset": 16, "label": "ORG"}, {"id": 4, "start_offset": 17, "end_offset": 22, "label": "ORG"}],
        "relations": [{"from_id": 1, "to_id": 2, "type": "mediates"}, {"from_id": 4, "to_id": 3, "type": "mediates"},
        {"from_id": 1, "to_id": 3, "type": "Mediated"}]}"#;
    let data = read_as(None, text).unwrap();
    assert_eq!(lines(&data), ["Abbot mediates Guild + Mill"]);
    assert_eq!((data.tally().rows, data.tally().repeats, data.tally().without_target), (3, 1, 1));
    assert_eq!(details(&data)[0].quote.as_deref(), Some("Abbot Guild Mill"));
    sound(&data);
}

#[test]
fn a_folder_may_hold_tables_and_annotations() {
    let folder = tempfile::tempdir().unwrap();
    let table = r#"[{"id": "guild", "name": "The Guild", "aliases": ["Guild"]}]"#;
    std::fs::write(folder.path().join("actors.json"), table).unwrap();
    std::fs::copy(sample("doccano.jsonl"), folder.path().join("january.jsonl")).unwrap();
    let (data, _) = read_with([Data::Path(folder.path().to_owned())], &Options::default()).unwrap();
    assert_eq!(lines(&data)[0], "Prior of the Abbey accuses The Guild");
}

#[test]
fn what_cannot_be_mapped_lists_the_labels() {
    let failed = |name: &str, said: &[&str]| {
        let report: Report = read_with([Data::Path(sample(name))], &options(said)).unwrap_err();
        let problem = report.problems.into_iter().next().unwrap();
        (problem.message, problem.hint.unwrap_or_default())
    };
    let text = r#"{"text": "A B", "entities": [{"id": 1, "start_offset": 0, "end_offset": 1, "label": "PER"}],
        "relations": [{"from_id": 1, "to_id": 1, "type": "it's odd"}]}"#;
    let report = read_with([Data::bytes("a", text)], &Options::default()).unwrap_err();
    assert_eq!(report.problems[0].message, "no label means a relation, so that nothing could be read");
    let hint = "there are `it's odd` 1×; name what they mean, as in --map-relation 'it'\\''s odd=accuses'";
    assert_eq!(report.problems[0].hint.as_deref(), Some(hint));
    assert_eq!(failed("web.jsonld", &["source=body"]).0, "--map source=body has no effect here");
    assert_eq!(failed("label-studio.json", &["relation=acuses"]).1, "did you mean `accuses`?");
    assert!(failed("doccano.jsonl", &["label owes=ows"]).0.contains("unknown relation `ows`"));
}

/// A small file of each tool, in which every kind of thing stands.
const SMALL: [(Tool, &str); 6] = [
    (
        Tool::LabelStudio,
        r#"[{"id": 1, "data": {"text": "é Mill aids Abbey"}, "annotations": [{"result": [
{"id": "a", "type": "labels", "value": {"start": 2, "end": 6, "text": "Mill", "labels": ["ORG"]}},
{"id": "b", "type": "labels", "value": {"start": 12, "end": 17, "text": "Abbey", "labels": ["ORG"]}},
{"from_id": "a", "to_id": "b", "type": "relation", "direction": "bi", "labels": ["aids"]}]}]}]"#,
    ),
    (
        Tool::Doccano,
        r#"{"text": "é Mill aids Abbey", "date": "1902", "entities": [{"id": 0, "start_offset": 2, "end_offset": 6, "label": "ORG"},
{"id": 1, "start_offset": 12, "end_offset": 17, "label": "ORG"}], "relations": [{"from_id": 0, "to_id": 1, "type": "aids"}]}
{"text": "x", "entities": [], "relations": []}"#,
    ),
    (
        Tool::Brat,
        "T1\tOrg 2 6\tMill\nT2\tOrg 12 15;15 17\tAbbey\nR1\taids Arg1:T1 Arg2:T2\nE1\taids:T1 Aider:T2 Aided:T1\nA1\tNegated E1\n*\tSame T1 T2\nN1\tReference T1 Wikidata:Q1\tMill\n#1\tAnnotatorNotes R1\tso\n",
    ),
    (
        Tool::Prodigy,
        r#"{"text": "é Mill aids Abbey", "meta": {"document": "d"}, "tokens": [{"id": 0, "start": 2, "end": 6}, {"id": 1, "start": 12, "end": 17}], "spans": [], "relations": [{"head": 0, "child": 1, "label": "aids", "child_span": {"start": 12, "end": 17, "label": "ORG"}}], "answer": "accept"}"#,
    ),
    (
        Tool::Cas,
        r#"{"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%ID": 1, "%TYPE": "uima.cas.Sofa", "sofaString": "😀 Mill aids Abbey"},
{"%ID": 2, "%TYPE": "a.NE", "@sofa": 1, "begin": 3, "end": 7}, {"%ID": 3, "%TYPE": "a.NE", "@sofa": 1, "begin": 13, "end": 18},
{"%ID": 4, "%TYPE": "a.Relation", "@sofa": 1, "@source": 2, "@target": 3, "label": "aids"}], "%VIEWS": {}}"#,
    ),
    (
        Tool::Web,
        r##"[{"id": "#a", "motivation": "tagging", "target": {"source": "d", "selector": {"exact": "Mill", "refinedBy": {"start": 2, "end": 6}}}},
{"id": "#b", "target": {"source": "d", "selector": [{"exact": "Abbey"}]}},
{"motivation": ["linking"], "body": {"purpose": "tagging", "value": "aids"}, "target": ["#a", "#b"]}]"##,
    ),
];

fn read_as(tool: Option<Tool>, bytes: impl Into<Vec<u8>>) -> Result<Dataset, Report> {
    let options = Options { from: tool.map(Format::Annotations), ..Options::default() };
    read_with([Data::bytes("a", bytes)], &options).map(|(data, _)| data)
}

fn sound_or_said(read: Result<Dataset, Report>) {
    match read {
        Ok(data) => sound(&data),
        Err(report) => assert!(report.errors > 0),
    }
}

#[test]
fn small_files_are_read_whole() {
    for (tool, text) in SMALL {
        assert_eq!(Format::of_text(text.as_bytes()), Format::Annotations(tool));
        let data = read_as(None, text).unwrap();
        assert!(
            lines(&data).contains(&"Mill aids Abbey".to_owned()) || tool == Tool::Brat,
            "{tool:?} {:?}",
            lines(&data)
        );
        sound(&data);
    }
}

#[test]
fn files_that_end_anywhere_are_read_or_said_to_be_broken() {
    for (tool, text) in SMALL {
        for length in 0..text.len() {
            sound_or_said(read_as(Some(tool), &text.as_bytes()[..length]));
        }
    }
}

#[test]
fn overwritten_files_are_read_or_said_to_be_broken() {
    let mut seed = 7_u64;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    // Signs that mean something to a reader do more harm than any others.
    let signs = b"0123456789-\"{}[]:,\t\n TREA*#\\";
    for (tool, text) in SMALL {
        for _ in 0..300 {
            let mut bytes = text.as_bytes().to_vec();
            for _ in 0..=random() % 6 {
                let at = random() % bytes.len();
                bytes[at] = signs[random() % signs.len()];
            }
            sound_or_said(read_as(Some(tool), bytes));
        }
    }
}

#[test]
fn wrong_encodings_are_said() {
    for (tool, text) in SMALL {
        let latin: Vec<u8> = text.chars().map(|c| u8::try_from(c as u32).unwrap_or(0xe9)).collect();
        if latin != text.as_bytes() {
            let report = read_as(Some(tool), latin).unwrap_err();
            assert!(report.problems[0].message.contains("is not UTF-8"), "{:?}", report.problems[0]);
        }
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(read_as(Some(tool), utf16).unwrap_err().problems[0].message.contains("UTF-16"));
        let marked = read_as(None, format!("\u{feff}{text}")).unwrap();
        assert!(marked.statements().len() > 0, "{tool:?}");
        sound(&marked);
    }
}

#[test]
fn ids_that_point_nowhere_or_at_themselves_are_counted() {
    let turned: [(Tool, &str, &str); 9] = [
        (Tool::LabelStudio, r#""to_id": "b""#, r#""to_id": "zz""#),
        (Tool::LabelStudio, r#""id": "b""#, r#""id": "a""#),
        (Tool::Doccano, r#""to_id": 1"#, r#""to_id": null"#),
        (Tool::Doccano, r#""entities": [{"#, r#""entities": [{}, null, 7, {"#),
        (Tool::Brat, "Arg2:T2", "Arg2:R1"),
        (Tool::Brat, "Aider:T2", "Aider:E1"),
        (Tool::Prodigy, r#""head": 0"#, r#""head": 9223372036854775807"#),
        (Tool::Cas, r#""@target": 3"#, r#""@target": 4"#),
        (Tool::Web, r##"["#a", "#b"]"##, r##"["#c", {"id": {}}]"##),
    ];
    for (tool, from, to) in turned {
        let text = SMALL.iter().find(|(of, _)| *of == tool).unwrap().1;
        assert!(text.contains(from), "{from}");
        let data = read_as(Some(tool), text.replace(from, to)).unwrap();
        sound(&data);
        assert!(data.tally().rows > 0, "{from}");
    }
}

#[test]
fn offsets_that_are_none_are_counted() {
    let turned = [
        (Tool::LabelStudio, r#""start": 2, "end": 6"#, [(2, 600), (6, 2), (-4, 6), (i64::MIN, i64::MAX)]),
        (Tool::Doccano, r#""start_offset": 2, "end_offset": 6"#, [(2, 600), (6, 2), (-4, 6), (i64::MIN, i64::MAX)]),
        (Tool::Prodigy, r#""start": 2, "end": 6"#, [(2, 600), (6, 2), (-4, 6), (i64::MIN, i64::MAX)]),
        (Tool::Cas, r#""begin": 3, "end": 7"#, [(3, 600), (7, 3), (-4, 6), (i64::MIN, i64::MAX)]),
    ];
    for (tool, from, offsets) in turned {
        let text = SMALL.iter().find(|(of, _)| *of == tool).unwrap().1;
        for (start, end) in offsets {
            let keys: Vec<&str> = from.split('"').filter(|part| part.contains(|c: char| c.is_alphabetic())).collect();
            let to = format!("\"{}\": {start}, \"{}\": {end}", keys[0], keys[1]);
            let data = read_as(Some(tool), text.replace(from, &to)).unwrap();
            sound(&data);
            let what = "mentions whose words are not at their place in the text: they have no span";
            assert_eq!(data.tally().lost.get(what), Some(&1), "{tool:?} {start} {end}");
        }
    }
}

#[test]
fn marks_of_brat_stand_in_the_text_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.ann");
    let read = |text: &[u8], places: &str| {
        std::fs::write(folder.path().join("a.txt"), text).unwrap();
        std::fs::write(&path, SMALL[2].1.replace("12 15;15 17", places)).unwrap();
        read_with([Data::Path(path.clone())], &Options::default()).map(|(data, _)| data)
    };
    let text = "é Mill aids Abbey";
    let lost = |data: &Dataset| {
        let what = "mentions whose words are not at their place in the text: they have no span";
        data.tally().lost.get(what).copied().unwrap_or_default()
    };
    for (places, wanted) in [
        ("12 15;15 17", 0),
        ("15 17;12 15", 1),
        ("12 17", 0),
        ("12 170", 1),
        ("17 12", 1),
        ("-12 17", 1),
        ("12 17;17 99999999999", 1),
    ] {
        let data = read(text.as_bytes(), places).unwrap();
        assert_eq!(lost(&data), wanted, "{places}");
        sound(&data);
    }
    let data = read(text.as_bytes(), "12 x").unwrap();
    assert_eq!((data.tally().malformed, data.tally().malformed_at[0].0.line), (1, 2));
    sound(&data);
    // The text may be of another day, or of another encoding, or have a byte order mark that brat counts.
    sound(&read(b"", "12 17").unwrap());
    assert!(read(b"\xe9 Mill aids Abbey", "12 17").unwrap_err().problems[0].message.contains("is not UTF-8"));
    let marked = read("\u{feff}éMill aids Abbey".as_bytes(), "12 17").unwrap();
    assert_eq!((lost(&marked), details(&marked)[0].span), (0, Some((1, 16))));
    sound(&marked);
}

#[test]
fn missing_keys_are_counted_or_said() {
    for tool in Tool::ALL {
        for text in [
            "{}",
            "[{}]",
            "[[]]",
            "[1, \"a\", null]",
            "{\"annotations\": 1}",
            "{\"entities\": {}}",
            "{\"relations\": 7}",
        ] {
            sound_or_said(read_as(Some(tool), text));
        }
    }
    let data = read_as(Some(Tool::Doccano), format!("[1, {}]", SMALL[1].1.rsplit_once('\n').unwrap().0)).unwrap();
    assert_eq!((data.tally().malformed, data.statements().len()), (1, 1));
    let (place, _) = &data.tally().malformed_at[0];
    assert_eq!((place.line, place.column), (1, 2));
}

#[test]
fn a_syntax_error_has_its_place_and_what_stands_behind_is_read() {
    let text = format!("{}\n{{\"text\": oops}}\n{{\"text\": \"b\", \"entities\": [], }}\n", SMALL[3].1);
    let report = read_as(Some(Tool::Prodigy), text).unwrap_err();
    let places: Vec<_> =
        report.problems.iter().map(|problem| problem.place.as_ref().map(|place| (place.line, place.column))).collect();
    assert_eq!(places, [Some((2, 10)), Some((3, 29))], "{:?}", report.problems);
    assert!(report.problems.iter().all(|problem| problem.hint.is_some()));
}

#[test]
fn long_lines_and_deep_nesting_bring_no_reader_down() {
    for tool in Tool::ALL {
        let long = format!("{{\"text\": \"{}\", \"entities\": []}}", "a".repeat(10 << 20));
        sound_or_said(read_as(Some(tool), long));
        let deep = 100_000;
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"annotations\":[", "]}")] {
            sound_or_said(read_as(Some(tool), open.repeat(deep)));
            sound_or_said(read_as(Some(tool), format!("{}1{}", open.repeat(deep), close.repeat(deep))));
            let inside = format!("{{\"text\": \"a\", \"entities\": {}1{}}}", open.repeat(deep), close.repeat(deep));
            sound_or_said(read_as(Some(tool), inside));
        }
        // Lines each of which is open to the end.
        sound_or_said(read_as(Some(tool), "{\"a\":\n".repeat(5_000)));
    }
}
