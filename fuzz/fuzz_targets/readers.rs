//! Any bytes as any format: the first byte names the format, the second says how labels and fields are
//! mapped. Whatever reads can be written as data, and reads back as the same.
//!
//! `cargo fuzz run readers fuzz/corpus/readers fuzz/seeds/readers`

#![no_main]

use libfuzzer_sys::fuzz_target;
use standoff::read::{Fields, Format as From, Options};
use standoff::write::{self, Format};
use standoff::{Data, Dataset, Report, read_with};

/// Every problem has a place whose words stand inside its excerpt.
fn sound(report: &Report) {
    let places = report.problems.iter().flat_map(|problem| problem.place.iter().chain(&problem.also));
    for place in places {
        assert!(place.excerpt.get(place.words.clone()).is_some(), "{place:?}");
        assert!(place.line > 0 && place.column > 0, "{place:?}");
    }
}

fn written(dataset: &Dataset, format: Format) -> Vec<u8> {
    let all: Vec<_> = dataset.statements().map(|statement| statement.ix()).collect();
    let mut out = Vec::new();
    write::data(&mut out, dataset, &all, format).unwrap();
    out
}

fn again(name: &str, bytes: &[u8], from: From) -> Dataset {
    let mut options = Options::default();
    options.from = Some(from);
    match read_with([Data::bytes(name, bytes)], &options) {
        Ok((dataset, _)) => dataset,
        Err(report) => panic!("{:?}\n{}", report.problems, String::from_utf8_lossy(bytes)),
    }
}

fuzz_target!(|bytes: &[u8]| {
    let [format, mapped, bytes @ ..] = bytes else { return };
    let formats: Vec<From> = From::all().collect();
    let from = formats[usize::from(*format) % formats.len()];
    let mut fields = Fields::default();
    for (bit, said) in ["source=a", "target=b", "relation=accuses", "gist=meta.c", "date=d"].iter().enumerate() {
        if mapped & 1 << bit != 0 {
            fields.set(said).unwrap();
        }
    }
    if mapped & 32 != 0 {
        fields.set_relation("x=supports").unwrap();
    }
    let mut options = Options::default();
    options.from = Some(from);
    options.fields = fields;
    let dataset = match read_with([Data::bytes("-", bytes)], &options) {
        Ok((dataset, report)) => {
            sound(&report);
            dataset
        }
        Err(report) => {
            assert!(report.errors > 0);
            return sound(&report);
        }
    };
    sound(&dataset.check_texts(None).0);
    sound(&dataset.check_coding());
    let file = written(&dataset, Format::Data);
    if dataset.statements().len() == 0 {
        return;
    }
    assert_eq!(written(&again("data", &file, From::Json), Format::Data), file);
    let table = written(&dataset, Format::Statements);
    assert_eq!(
        String::from_utf8_lossy(&written(&again("table", &table, From::Csv), Format::Data)),
        String::from_utf8_lossy(&file)
    );
});
