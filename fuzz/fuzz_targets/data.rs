//! Any bytes as data: reading them never fails but with a report, and what reads can be asked and
//! written.
//!
//! `cargo fuzz run data fuzz/corpus/data fuzz/seeds/data -- -dict=fuzz/data.dict`

#![no_main]

use std::io::sink;
use std::path::Path;

use libfuzzer_sys::fuzz_target;
use standoff::graph::{By, Filter, Graph};
use standoff::write::{self, Format, Options};
use standoff::{Data, Question, Report, ask, read};

/// Every problem has a place whose words stand inside its excerpt.
fn sound(report: &Report) {
    let places = report.problems.iter().flat_map(|problem| problem.place.iter().chain(&problem.also));
    for place in places {
        assert!(place.excerpt.get(place.words.clone()).is_some(), "{place:?}");
        assert!(place.line > 0 && place.column > 0, "{place:?}");
    }
}

/// The options for each file of a format.
fn files(format: Format, options: Options<'static>) -> Vec<Options<'static>> {
    match format.files() {
        [] => vec![options],
        files => files.iter().map(|file| Options { file, ..options }).collect(),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let (dataset, report) = match read(vec![Data::Bytes { name: "-".to_owned(), bytes: bytes.to_vec() }]) {
        Ok(read) => read,
        Err(report) => {
            assert!(report.errors > 0);
            return sound(&report);
        }
    };
    assert_eq!(report.errors, 0);
    sound(&report);
    // No text lies there: what is checked is that missing ones are said.
    sound(&dataset.check_texts(Some(Path::new("/nonexistent"))).0);
    sound(&dataset.check_texts(None).0);
    for by in [By::Actor, By::Principal] {
        let filter = Filter { by, ..Filter::default() };
        let options = Options { question: "who ?how whom", receipts: Some(2), ..Options::default() };
        let (graph, _) = Graph::of(&dataset, &filter);
        for format in Format::ALL.into_iter().filter(|format| format.is_graph() && format.is_built()) {
            for options in files(format, options) {
                write::graph(&mut sink(), &dataset, &graph, format, options).unwrap();
            }
        }
        let question = Question::parse(options.question, &dataset).unwrap();
        let answer = ask(&dataset, &question, &filter, Some(10)).unwrap();
        for format in Format::ALL.into_iter().filter(|format| format.is_built()) {
            for options in files(format, options) {
                write::answer(&mut sink(), &answer, format, options).unwrap();
            }
        }
    }
});
