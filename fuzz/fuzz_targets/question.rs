//! Any text as a question: parsing it never fails but with a report, and what parses has canonical
//! words that mean the same, and an answer.
//!
//! `cargo fuzz run question fuzz/corpus/question fuzz/seeds/question -- -dict=fuzz/question.dict`

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use standoff::graph::Filter;
use standoff::{Data, Dataset, Question, ask, read};

const DATA: &str = r#"{
  "actors": [
    {"id": "france", "name": "France", "aliases": ["Paris"]},
    {"id": "turkey", "name": "Türkiye"},
    {"id": "armenia"},
    {"id": "azerbaijan"},
    {"id": "ö \"quoted\" \\ (1)", "name": "or"},
    {"id": "emmanuel-macron", "acts_for": [{"actor": "france", "from": "2017-05-14"}]}
  ],
  "relations": [
    {"id": "concern", "sign": "-", "verbs": ["worries about", "is concerned about"]},
    {"id": "says (a \"thing\")", "sign": "0", "verbs": ["says of"]}
  ],
  "statements": [
    {"id": "1", "date": "2020-10-01", "source": "emmanuel-macron", "relation": "accuses", "target": "turkey"},
    {"id": "2", "date": "2020-10-03", "source": "turkey", "relation": "denies", "target": ["france", "armenia"], "answers": "1"},
    {"id": "3", "date": "2020-10", "source": ["france", "emmanuel-macron"], "relation": "mediates", "target": ["armenia", "azerbaijan"]},
    {"id": "4", "source": "armenia", "relation": "accuses", "target": "azerbaijan"},
    {"id": "5", "date": "2020", "source": "azerbaijan", "relation": "accuses", "target": "armenia", "negated": true},
    {"id": "6", "date": "2020-11-10", "source": "or", "relation": "concern", "target": "or"}
  ]
}"#;

static DATASET: LazyLock<Dataset> = LazyLock::new(|| {
    let (dataset, _) = read(vec![Data::Bytes { name: "-".to_owned(), bytes: DATA.into() }]).unwrap();
    dataset
});

fuzz_target!(|text: &str| {
    let dataset = &*DATASET;
    let question = match Question::parse(text, dataset) {
        Ok(question) => question,
        Err(report) => {
            assert!(report.errors > 0);
            for place in report.problems.iter().filter_map(|problem| problem.place.as_ref()) {
                assert!(place.excerpt.get(place.words.clone()).is_some(), "{place:?}");
            }
            return;
        }
    };
    let canonical = question.display(dataset).to_string();
    // A question may be too long once its names are ids.
    if canonical.len() <= 10_000 {
        let again = Question::parse(&canonical, dataset);
        assert_eq!(again.as_ref(), Ok(&question), "{canonical}");
    }
    let filter = Filter::default();
    if let Ok(answer) = ask(dataset, &question, &filter, Some(10)) {
        for row in answer.rows() {
            assert!(row.count > 0 && answer.statements(row).len() == row.count);
        }
    }
});
