//! Annotations that the tools themselves publish, which are not part of the project: what is read of them is what a
//! count of their lines and records says.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use standoff::read::{Fields, Options};
use standoff::{Data, Dataset, Statement, read_with};

/// The folder of real annotations, where it is.
fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/annotation");
    shared.exists().then_some(shared)
}

fn open(path: &Path, map: &[&str], labels: &[&str]) -> Dataset {
    let mut fields = Fields::default();
    map.iter().for_each(|said| fields.set(said).unwrap());
    labels.iter().for_each(|said| fields.set_relation(said).unwrap());
    let mut options = Options::default();
    options.fields = fields;
    let (data, _) = read_with([Data::Path(path.to_owned())], &options).unwrap();
    let (report, texts) = data.check_texts(None);
    assert_eq!((report.errors, texts), (0, data.documents().len()));
    let all: Vec<_> = data.statements().map(|statement| statement.ix()).collect();
    // Nothing that the tools wrote themselves is out of its place.
    assert!(data.details(&all).unwrap().iter().all(|details| details.span.is_some() && details.quote.is_some()));
    data
}

/// How many statements have which source, relation and target.
fn counts(data: &Dataset) -> BTreeMap<(String, String, String), usize> {
    let mut counts = BTreeMap::new();
    let name = |actor| data.actor(actor).name.clone();
    let key = |one: Statement<'_>| {
        let relation = data.relation(one.relation()).id.clone();
        (name(one.sources().next().unwrap()), relation, name(one.targets().next().unwrap()))
    };
    data.statements().for_each(|one| *counts.entry(key(one)).or_default() += 1);
    counts
}

fn wanted(rows: &[(&str, &str, &str, usize)]) -> BTreeMap<(String, String, String), usize> {
    let row = |&(source, relation, target, count): &(&str, &str, &str, usize)| {
        ((source.to_owned(), relation.to_owned(), target.to_owned()), count)
    };
    rows.iter().map(row).collect()
}

#[test]
fn tutorials_of_brat() {
    let Some(shared) = shared() else { return };
    let labels = ["Merge-org=cooperates", "Family=supports", "Located=meets"];
    let data = open(&shared.join("brat"), &["source=Org-Arg", "target=Org-Arg2"], &labels);
    // 3 relations, 14 mergers and 8 reports, of which nobody says what they are.
    let tally = data.tally();
    assert_eq!((tally.rows, tally.statements(), tally.without_target, tally.unknown_codes), (25, 16, 1, 8));
    assert_eq!(
        counts(&data),
        wanted(&[
            ("YouTube", "cooperates", "Google", 7),
            ("Google", "cooperates", "YouTube", 2),
            ("YouTube", "cooperates", "DoubleClick", 2),
            ("Orville Wright", "supports", "Wilbur Wright", 2),
            ("Terry Pratchett", "meets", "England", 1),
            ("Amazon", "cooperates", "Apple", 1),
            ("WikiNews", "cooperates", "Google", 1),
        ])
    );
    // Ten that are named, and whoever is not.
    assert_eq!((data.actors().len(), data.documents().len()), (11, 5));
    let noted = data.find_statement("110-note_annotation#R1").unwrap();
    let gist = data.details(&[noted]).unwrap().remove(0).gist.unwrap();
    assert_eq!(gist, "Should this be marked? It's not explicitly stated.");
}

#[test]
fn reports_of_reports_in_brat() {
    let Some(shared) = shared() else { return };
    let map = ["source=Org-Arg", "target=Org-Arg2", "answers=Event-Arg"];
    let labels = ["Report=states", "Merge-org=cooperates"];
    let data = open(&shared.join("brat/090-event_structures.ann"), &map, &labels);
    // Four reports have a reporter, and events for what is reported: no target, which is counted.
    assert_eq!((data.statements().len(), data.tally().rows, data.tally().without_target), (2, 6, 4));
}

#[test]
fn sample_of_doccano() {
    let Some(shared) = shared() else { return };
    let data = open(&shared.join("doccano/example.jsonl"), &[], &["foundedBy=aids"]);
    let people = [("Google", "aids", "Larry Page", 1), ("Google", "aids", "Sergey Brin", 1)];
    assert_eq!(counts(&data), wanted(&people));
    assert_eq!(data.tally().codes, BTreeMap::from([("foundedAt".to_owned(), 1)]));
    assert_eq!(data.actor(data.find_actor("Larry Page").unwrap()).kind, standoff::Kind::Person);
}

#[test]
fn sample_of_prodigy() {
    let Some(shared) = shared() else { return };
    let path = shared.join("prodigy/rel_sample.jsonl");
    let data = open(&path, &[], &["Pos-Reg=supports", "Neg-Reg=rejects"]);
    assert_eq!(
        counts(&data),
        wanted(&[
            ("Smad", "supports", "Id1", 2),
            ("BMP-6", "supports", "Id1", 1),
            ("Noggin", "rejects", "BMP-6", 1),
            ("BMP-2", "supports", "STAT3", 1),
        ])
    );
    let unknown = [("Binds", 6), ("Reg", 3), ("No-rel", 2)].map(|(label, count)| (label.to_owned(), count));
    assert_eq!(data.tally().codes, BTreeMap::from(unknown));
    // With one relation for all, every one is read, between seventeen that are named.
    let data = open(&path, &["relation=meets"], &[]);
    assert_eq!((data.statements().len(), data.actors().len()), (16, 18));
}
