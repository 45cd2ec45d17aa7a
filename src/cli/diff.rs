//! `standoff diff`: what changed, or what two annotators agree on.

use std::path::PathBuf;

use super::args::DiffArgs;
use super::export::EVERYTHING;
use super::load::Source;
use super::output::Target;
use super::{Failure, Found, analysis};
use crate::analyze::Findings;
use crate::analyze::agreement::compare;
use crate::analyze::diff::{Side, diff};
use crate::date::Date;
use crate::graph::{Filter, Graph};
use crate::words::many;

pub(super) fn run(args: &DiffArgs) -> Result<Found, Failure> {
    let target = Target::of(&args.shared.output)?;
    args.shared.draw.options(target.format())?;
    match (&args.at[..], &args.data.data[..]) {
        ([first, second], _) => at_dates(args, &target, *first, *second),
        ([], [first, second]) => of_files(args, &target, first, second),
        ([], _) => Err(Failure::other("diff takes two files or folders, or one with --at DATE twice")),
        _ => Err(Failure::other("--at is given twice: before and after")),
    }
}

/// What may have been said at one date, and at another.
fn at_dates(args: &DiffArgs, target: &Target, first: Date, second: Date) -> Result<Found, Failure> {
    if args.shared.filter.since.is_some() || args.shared.filter.until.is_some() {
        return Err(Failure::other("--at says which dates are compared: no --since and no --until"));
    }
    let source = Source::of(&args.data.data, &args.data.reading)?;
    let (dataset, filter, _) = source.asked(&args.shared.filter, EVERYTHING, target.shown(), None)?;
    let graph = |date: Date| {
        let at = Filter { since: Some(date.first_day()), until: Some(date.last_day()), ..filter.clone() };
        Graph::of(&dataset, &at)
    };
    let ((one, left_out), (other, _)) = (graph(first), graph(second));
    let sides = [&one, &other].map(|graph| Side { dataset: &dataset, graph });
    let findings = found(args, sides);
    analysis::put(&args.shared, target, &[&dataset, &dataset], &Findings { left_out, ..findings })
}

fn of_files(args: &DiffArgs, target: &Target, first: &PathBuf, second: &PathBuf) -> Result<Found, Failure> {
    let read = |path: &PathBuf| -> Result<_, Failure> {
        let source = Source::of(std::slice::from_ref(path), &args.data.reading)?;
        let (dataset, filter, _) = source.asked(&args.shared.filter, EVERYTHING, target.shown(), None)?;
        let (graph, left_out) = Graph::of(&dataset, &filter);
        Ok((dataset, graph, left_out))
    };
    let (one, other) = (read(first)?, read(second)?);
    let sides = [&one, &other].map(|(dataset, graph, _)| Side { dataset, graph });
    let mut findings = found(args, sides);
    findings.left_out = one.2;
    findings.left_out.undated += other.2.undated;
    findings.left_out.negated += other.2.negated;
    analysis::put(&args.shared, target, &[&one.0, &other.0], &findings)
}

fn found(args: &DiffArgs, [first, second]: [Side<'_>; 2]) -> Findings {
    let top = args.shared.rows.top;
    if !args.agreement {
        return diff(first, second).findings(top);
    }
    let compared = compare(first, second);
    let mut findings = compared.findings(top);
    if compared.documents == 0 {
        findings.notes.push(format!(
            "the two have no document in common: {} and {}, by id",
            many(first.dataset.documents().len(), "document"),
            many(second.dataset.documents().len(), "document")
        ));
    }
    findings
}
