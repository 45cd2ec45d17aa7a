//! `standoff check`: everything that is wrong, all at once.

use std::io::Write;

use super::args::CheckArgs;
use super::load::{Source, say_tally};
use super::output::stdout;
use super::table::many;
use super::{Failure, Found, problems};
use crate::dataset::Dataset;
use crate::problem::Report;

pub(super) fn run(args: &CheckArgs) -> Result<Found, Failure> {
    if args.relations && args.data.data.is_empty() && !std::path::Path::new("data").exists() {
        stdout(|out| relations(out, &Dataset::nothing()))?;
        return Ok(Found::Something);
    }
    let (dataset, mut report) = match Source::of(&args.data.data, &args.data.reading)?.check() {
        Ok(loaded) => loaded,
        Err(Failure::Problems(report)) => {
            let counts = counts(&report);
            stdout(|out| writeln!(out, "{counts}"))?;
            return Err(Failure::Problems(report));
        }
        Err(failure) => return Err(failure),
    };
    if args.relations {
        stdout(|out| relations(out, &dataset))?;
        return Ok(Found::Something);
    }
    let (texts, at_hand) = dataset.check_texts(args.texts.as_deref());
    report.extend(texts);
    report.extend(dataset.check_coding());
    let spans = match at_hand {
        0 => "no text at hand: spans and quotes are not checked".to_owned(),
        _ => format!("{} at hand: spans and quotes checked", many(at_hand, "text")),
    };
    let summary = format!(
        "{}, {}, {}; {spans}\n{}",
        many(dataset.documents().len(), "document"),
        many(dataset.actors().len(), "actor"),
        many(dataset.statements().len(), "statement"),
        counts(&report)
    );
    stdout(|out| writeln!(out, "{summary}"))?;
    if report.errors > 0 {
        return Err(Failure::Problems(report));
    }
    say_tally(&dataset);
    problems::write(&mut anstream::stderr().lock(), &report)?;
    Ok(Found::Something)
}

fn counts(report: &Report) -> String {
    let (errors, warnings) = (report.errors as usize, report.warnings as usize);
    match (errors, warnings) {
        (0, 0) => "no errors, no warnings".to_owned(),
        (0, _) => format!("no errors, {}", many(warnings, "warning")),
        _ => format!("{}, {}", many(errors, "error"), many(warnings, "warning")),
    }
}

fn relations(out: &mut dyn Write, dataset: &Dataset) -> std::io::Result<()> {
    for relation in dataset.relations() {
        let mut verbs: Vec<&str> = relation.forms.iter().map(|(_, form)| form.as_str()).collect();
        verbs.sort_unstable();
        verbs.dedup();
        writeln!(out, "{} {:<13} {}", relation.sign, relation.id, verbs.join(", "))?;
    }
    Ok(())
}
