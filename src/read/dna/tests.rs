//! Databases made here, whole and broken.

use rusqlite::{Connection, MAIN_DB};

use crate::read::{Data, Fields, Options};
use crate::{Dataset, Kind, Report, read_with};

/// The tables of version 3 that matter, and a statement type.
const THREE: &str = include_str!("../../../tests/dna/three.sql");

/// What is coded: on the ferry and the tolls, in two documents, of which the first has letters beyond the BMP.
const TOWN: &str = include_str!("../../../tests/dna/quarrel.sql");

fn database(statements: &[&str]) -> Vec<u8> {
    let mut connection = Connection::open_in_memory().unwrap();
    for statement in statements {
        connection.execute_batch(statement).unwrap();
    }
    connection.serialize(MAIN_DB).unwrap().to_vec()
}

fn open(bytes: Vec<u8>, said: &[&str]) -> Result<Dataset, Report> {
    let mut fields = Fields::default();
    for said in said {
        match said.strip_prefix("label ") {
            Some(label) => fields.set_relation(label).unwrap(),
            None => fields.set(said).unwrap(),
        }
    }
    let options = Options { fields, ..Options::default() };
    read_with([Data::bytes("town.dna", bytes)], &options).map(|(data, _)| data)
}

fn town(said: &[&str]) -> Dataset {
    open(database(&[THREE, TOWN]), said).unwrap()
}

fn problems(bytes: Vec<u8>, said: &[&str]) -> Vec<String> {
    let report = open(bytes, said).unwrap_err();
    report.problems.iter().map(|problem| problem.message.clone()).collect()
}

/// `source relation target date`, of each statement.
fn said(data: &Dataset) -> Vec<String> {
    let name = |actor| data.actor(actor).name.clone();
    let line = |statement: crate::Statement<'_>| {
        let (source, target) = (statement.sources().next().unwrap(), statement.targets().next().unwrap());
        let date = statement.date().map_or("undated".to_owned(), |date| date.to_string());
        let not = if statement.negated() { "not " } else { "" };
        format!("{} {not}{} {} {date}", name(source), data.relation(statement.relation()).id, name(target))
    };
    data.statements().map(line).collect()
}

#[test]
fn concepts_are_what_people_are_for_and_against() {
    let data = town(&[]);
    let wanted = [
        "Miller supports tolls 1902-03-07",
        "Prior rejects tolls 1902-03-07",
        "Prior rejects tolls 1902-03-10",
        "Abbey supports Abbey (concept) 1902-03-10",
        "Miller supports tolls undated",
    ];
    assert_eq!(said(&data), wanted);
    assert_eq!(data.find_statement("town.dna#11"), data.statements().nth(1).map(|statement| statement.ix()));
    let kind = |name: &str| data.actor(data.find_actor(name).unwrap()).kind;
    assert_eq!(["Prior", "Abbey", "Abbey (concept)"].map(kind), [Kind::Person, Kind::Organization, Kind::Concept]);
    // The Prior speaks for the Abbey on one day and for the Guild on another; the Miller for the Mill at all times.
    let prior = data.actor(data.find_actor("Prior").unwrap());
    let terms: Vec<_> = prior
        .acts_for
        .iter()
        .map(|term| (data.actor(term.actor).name.as_str(), term.from.map(|date| date.to_string())))
        .collect();
    assert_eq!(terms, [("Abbey", Some("1902-03-07".to_owned())), ("Guild", Some("1902-03-10".to_owned()))]);
    let miller = data.actor(data.find_actor("Miller").unwrap());
    assert_eq!((miller.acts_for.len(), miller.acts_for[0].from), (1, None));
    let tally = data.tally();
    assert_eq!((tally.rows, tally.statements(), tally.without_source), (6, 5, 1));
    let lost: Vec<(&str, u64)> = tally.lost.iter().map(|(what, count)| (what.as_str(), *count)).collect();
    let wanted = [
        ("coders, of whom it is not kept who coded what", 2),
        ("documents whose notes are not kept", 1),
        ("documents whose section is not kept", 1),
        ("names that others have, too, told apart as `NAME (VARIABLE)`", 1),
        ("statements of other types, which are not read", 1),
        ("statements whose document is not there: they have no date", 1),
        ("statements whose passage is not in the text of their document", 1),
    ];
    assert_eq!(lost, wanted);
}

#[test]
fn evidence_is_kept_in_code_points() {
    let data = town(&[]);
    let all: Vec<_> = data.statements().map(|statement| statement.ix()).collect();
    let details = data.details(&all).unwrap();
    // `😀` is two code units of Java's and one code point.
    assert_eq!((details[0].span, details[0].quote.as_deref()), (Some((6, 23)), Some("Mill wants tolls.")));
    assert_eq!((details[1].span, details[1].quote.as_deref()), (Some((24, 39)), Some("Abbey does not.")));
    assert_eq!((details[3].span, &details[3].quote), (None, &None));
    let ids: Vec<_> = data.documents().map(|document| document.id.to_owned()).collect();
    assert_eq!(ids, ["Quarrel (1)", "Quarrel (2)"]);
    let first = data.documents().next().unwrap();
    let about = (first.author.as_deref(), first.publisher.as_deref(), first.url.as_deref());
    assert_eq!(about, (Some("A. Clerk"), Some("Valley Post"), Some("https://example.org/1")));
    assert_eq!(
        first.sha256.as_deref(),
        Some(crate::dataset::sha256("On 😀: Mill wants tolls. Abbey does not.".as_bytes())).as_deref()
    );
}

#[test]
fn version_two_has_milliseconds_and_texts_in_place() {
    let two = THREE
        .replace("Entity INTEGER NOT NULL,", "Value TEXT,")
        .replace("3.0.11", "2.0 beta 25")
        .replace("CREATE TABLE ENTITIES", "CREATE TABLE OTHERS");
    let town = "
        INSERT INTO DOCUMENTS VALUES (1, 'Quarrel', 'Tolls!', 1, '', '', '', '', '', -2140300800001);
        INSERT INTO STATEMENTS VALUES (1, 1, 1, 0, 6, 1);
        INSERT INTO DATASHORTTEXT(StatementId, VariableId, Value) VALUES (1, 1, 'Prior'), (1, 2, 'Abbey'), (1, 3, 'tolls');
        INSERT INTO DATABOOLEAN(StatementId, VariableId, Value) VALUES (1, 4, 0);";
    // A millisecond before the seventh of March is the sixth.
    assert_eq!(said(&open(database(&[&two, town]), &[]).unwrap()), ["Prior rejects tolls 1902-03-06"]);
}

#[test]
fn the_user_says_which_variable_is_what() {
    assert_eq!(
        said(&town(&["source=organization"]))[..2],
        ["Mill supports tolls 1902-03-07", "Abbey rejects tolls 1902-03-07"]
    );
    let scale = town(&["qualifier=strength"]);
    let wanted =
        ["Miller supports tolls 1902-03-07", "Prior rejects tolls 1902-03-07", "Prior states tolls 1902-03-10"];
    assert_eq!(said(&scale), wanted);
    // Two have no strength.
    assert_eq!((scale.tally().unknown_codes, scale.tally().codes.get("")), (2, Some(&2)));
    let verbs = town(&["relation=verb", "label blames=accuses"]);
    let wanted = ["Miller accuses tolls 1902-03-07", "Prior aids tolls 1902-03-07", "Miller accuses tolls undated"];
    assert_eq!(said(&verbs), wanted);
    assert_eq!(verbs.tally().codes.get("hums"), Some(&2));
    let negated = town(&["relation=verb", "qualifier=agreement", "label blames=accuses", "label hums=states"]);
    assert_eq!(said(&negated)[1], "Prior not aids tolls 1902-03-07");
    let fixed = town(&["relation=states"]);
    assert!(said(&fixed).iter().all(|line| line.contains(" states ")), "{:?}", said(&fixed));
}

#[test]
fn a_wrong_mapping_lists_what_there_is() {
    let report =
        open(database(&[THREE, TOWN]), &["source=organisation", "target=note", "label x=accusses"]).unwrap_err();
    let messages: Vec<_> = report.problems.iter().map(|problem| problem.message.as_str()).collect();
    let unknown = "--map-relation x=accusses: unknown relation `accusses`";
    let wanted = ["town.dna: no statement type has all of the variables that are asked for", unknown];
    assert_eq!(messages, wanted);
    let there = "there are `DNA Statement` with `person` (short text), `organization` (short text), `concept` (short text), \
                 `agreement` (boolean), `verb` (short text), `strength` (integer); `Annotation` with `note` (long text)";
    assert_eq!(report.problems[0].hint.as_deref(), Some(there));
    let known =
        ["type=dna statement", "source=organisation", "target=agreement", "qualifier=verbs", "label x=accusses"];
    let wanted = [
        "town.dna: `DNA Statement` has no variable `organisation` for the source",
        "town.dna: `agreement` is boolean: it cannot be the target",
        "town.dna: `DNA Statement` has no variable `verbs` for the qualifier",
        "--map-relation x=accusses: unknown relation `accusses`",
    ];
    assert_eq!(problems(database(&[THREE, TOWN]), &known), wanted);
    let report = open(database(&[THREE, TOWN]), &known).unwrap_err();
    assert!(
        report.problems[0]
            .hint
            .as_deref()
            .unwrap()
            .starts_with("did you mean `organization`? there are `DNA Statement`")
    );
    assert_eq!(problems(database(&[THREE, TOWN]), &["type=Story"]), ["town.dna: there is no statement type `Story`"]);
    let usual = problems(database(&[THREE, TOWN]), &["type=Annotation"]);
    assert_eq!(usual.len(), 3, "{usual:?}");
}

#[test]
fn what_is_missing_is_said_all_at_once() {
    let broken = "DROP TABLE STATEMENTS; DROP TABLE ENTITIES; ALTER TABLE DOCUMENTS DROP COLUMN Author;";
    let wanted = [
        "town.dna: `DOCUMENTS` has no column `Author`",
        "town.dna: there is no table `STATEMENTS`",
        "town.dna: there is no table `ENTITIES`",
    ];
    assert_eq!(problems(database(&[THREE, TOWN, broken]), &[]), wanted);
    let other = problems(database(&["CREATE TABLE SETTINGS(a); CREATE TABLE songs(name)"]), &[]);
    assert_eq!(other, ["town.dna: this is a SQLite database, but none of Discourse Network Analyzer"]);
    let version = |set: &str| problems(database(&[THREE, TOWN, set]), &[]);
    let read = "databases of Discourse Network Analyzer 2 and 3 are read";
    assert_eq!(version("UPDATE SETTINGS SET Value = '4.1'"), [format!("town.dna: it is of version 4.1; {read}")]);
    assert_eq!(version("DELETE FROM SETTINGS"), [format!("town.dna: it does not say of which version it is; {read}")]);
    // A view could take any time: it is no table.
    let view = "DROP TABLE STATEMENTS; CREATE VIEW STATEMENTS AS WITH RECURSIVE n(ID) AS (SELECT 1 UNION ALL SELECT ID + 1 FROM n)
        SELECT ID, 1 AS StatementTypeId, 1 AS DocumentId, 0 AS Start, 1 AS Stop, 1 AS Coder FROM n";
    assert_eq!(problems(database(&[THREE, TOWN, view]), &[]), ["town.dna: there is no table `STATEMENTS`"]);
}

#[test]
fn what_is_no_database_is_said_to_be_none() {
    let options = Options { from: Some(crate::read::Format::Dna), ..Options::default() };
    let said = |bytes: &[u8]| {
        let report = read_with([Data::bytes("town.dna", bytes)], &options).unwrap_err();
        report.problems[0].message.clone()
    };
    assert!(said(b"source,relation,target\n").contains("no SQLite database"));
    assert!(said(b"<?xml version=\"1.0\"?><discourse/>").contains("XML"));
    // --map names variables of a database, and there is none.
    let mut fields = Fields::default();
    fields.set("type=DNA Statement").unwrap();
    let options = Options { fields, ..Options::default() };
    let report = read_with([Data::bytes("town.csv", "source,relation,target\nA,aids,B\n")], &options).unwrap_err();
    assert!(report.problems[0].message.starts_with("--map type=DNA Statement has no effect here"));
}

/// A database has the texts of its documents with it, on which spans and quotes were made.
#[test]
fn texts_come_with_the_database() {
    let data = town(&[]);
    let (report, texts) = data.check_texts(None);
    assert_eq!((report.errors, report.warnings, texts), (0, 0, 2), "{:?}", report.problems);
    let first = data.statements().next().unwrap().ix();
    let passages = data.passages(&[(first, Some((6, 10)))], "nowhere".as_ref());
    assert_eq!(passages, [crate::Passage::Found("Mill".to_owned())]);
}

#[cfg(feature = "parquet")]
#[test]
fn a_prepared_file_of_it_is_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("town.parquet");
    let data = vec![Data::bytes("town.dna", database(&[THREE, TOWN]))];
    let file = std::fs::File::create(&path).unwrap();
    crate::import::import(data, &Options::default(), folder.path(), file).unwrap();
    let (read, _) = crate::read([Data::Path(path)]).unwrap();
    let town = town(&[]);
    let mut lines = [said(&read), said(&town)];
    lines.iter_mut().for_each(|lines| lines.sort_unstable());
    assert_eq!(lines[0], lines[1]);
    assert_eq!(read.actors(), town.actors());
    assert!(read.documents().eq(town.documents()));
}

/// Whatever is cut off or overwritten, there is an answer or an error, and no panic.
#[test]
fn damaged_databases_are_errors() {
    let whole = database(&[THREE, TOWN]);
    for length in (0..whole.len()).step_by(509) {
        let error = open(whole[..length].to_vec(), &[]);
        assert!(error.is_err(), "{length} of {}", whole.len());
    }
    let mut seed = 11_u64;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize
    };
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=random() % 8 {
            let at = 16 + random() % (bytes.len() - 16);
            bytes[at] = random() as u8;
        }
        let _ = open(bytes, &[]);
    }
}

#[test]
fn cells_of_any_type_are_read() {
    let odd = "
        UPDATE DOCUMENTS SET Date = 'soon' WHERE ID = 1;
        UPDATE DOCUMENTS SET Date = 9223372036854775807, Text = x'ff00fe', Title = NULL WHERE ID = 2;
        UPDATE STATEMENTS SET Start = -9223372036854775808, Stop = 9223372036854775807 WHERE ID = 10;
        UPDATE STATEMENTS SET Start = 'x', Stop = 1.5 WHERE ID = 11;
        INSERT INTO STATEMENTS VALUES (-7, 1, 1, 0, 2, 1);
        INSERT INTO DATASHORTTEXT(StatementId, VariableId, Entity) VALUES (-7, 1, 7), (-7, 3, 6);
        INSERT INTO DATABOOLEAN(StatementId, VariableId, Value) VALUES (-7, 4, 3);
        UPDATE ENTITIES SET Value = x'41ff' WHERE ID = 4;";
    let strict = THREE.replace("Title TEXT NOT NULL", "Title TEXT");
    let data = open(database(&[&strict, TOWN, odd]), &[]).unwrap();
    assert_eq!(data.statements().len(), 5);
    assert_eq!(data.tally().codes.get("3"), Some(&1));
    assert_eq!(data.tally().lost.get("documents without a date"), Some(&2));
    assert!(data.find_actor("A\u{fffd}").is_some());
    assert!(data.find_document("document 2").is_some());
}

/// A file that was made with a log beside it says so in its header, which has no log where it is read.
#[test]
fn the_header_may_speak_of_a_log() {
    let mut bytes = database(&[THREE, TOWN]);
    bytes[18] = 2;
    bytes[19] = 2;
    assert_eq!(open(bytes, &[]).unwrap().statements().len(), 5);
}
