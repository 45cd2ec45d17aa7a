//! What the verbs of analysis share: reading, writing, and what is said beside it.

use std::cell::RefCell;

use super::args::SharedArgs;
use super::ask::{say, say_left_out};
use super::export::EVERYTHING;
use super::load::{Source, say_tally};
use super::output::Target;
use super::table::{self, Terminal};
use super::{Failure, Found, note};
use crate::analyze::{Findings, Section};
use crate::dataset::Dataset;
use crate::graph::{Filter, Graph};
use crate::write::{Format, Options, findings as write_findings};

/// How many statements a row lists in JSON, where nothing is said of it.
const LISTED: usize = 5;

/// Reads the data, makes the graph that the filters leave, and writes what is found in it.
pub(super) fn of_graph(
    source: &Source,
    args: &SharedArgs,
    analyze: impl FnOnce(&Dataset, &Graph, &Filter) -> Result<Findings, Failure>,
) -> Result<Found, Failure> {
    of_data(source, args, |dataset, filter| {
        let (graph, left_out) = Graph::of(dataset, filter);
        let findings = analyze(dataset, &graph, filter)?;
        Ok(Findings { left_out, ..findings })
    })
}

/// Reads the data and writes what is found in what the filters leave.
pub(super) fn of_data(
    source: &Source,
    args: &SharedArgs,
    analyze: impl FnOnce(&Dataset, &Filter) -> Result<Findings, Failure>,
) -> Result<Found, Failure> {
    let target = Target::of(&args.output)?;
    // What cannot be drawn is said before anything is read.
    args.draw.options(target.format())?;
    let (dataset, filter, _) = source.asked(&args.filter, EVERYTHING, target.shown(), None)?;
    let findings = analyze(&dataset, &filter)?;
    put(args, &target, &[&dataset], &findings)
}

/// Writes what was found in one dataset, or in several that were compared.
pub(super) fn put(
    args: &SharedArgs,
    target: &Target,
    datasets: &[&Dataset],
    findings: &Findings,
) -> Result<Found, Failure> {
    let draw = args.draw.options(target.format())?;
    let notes = RefCell::default();
    // Beside a figure stand few statements or none, but a graph is its statements.
    let receipts = match target.format() {
        Some(Format::Json | Format::JsonLines) => Some(LISTED),
        Some(format) if format.is_graph() => None,
        _ => Some(0),
    };
    let receipts = args.rows.receipts.map_or(receipts, |receipts| receipts.0);
    let options = Options {
        receipts,
        texts: args.rows.texts.as_deref(),
        draw,
        print: args.draw.print(),
        notes: Some(&notes),
        ..Options::default()
    };
    let table =
        |out: &mut dyn std::io::Write| table::write_findings(out, datasets, findings, options, Terminal::stdout());
    target.put(options, table, |out, format, options| write_findings(out, datasets, findings, format, options))?;
    say(&notes);
    findings.notes.iter().for_each(|words| note(words));
    if let Some(format @ (Format::Csv | Format::JsonLines)) = target.format() {
        let (alike, _) = findings.alike();
        let of = |section: &&Section| !section.rows.is_empty() && !alike.iter().any(|one| one.name == section.name);
        let others: Vec<&str> = findings.sections.iter().filter(of).map(|section| section.name).collect();
        if !others.is_empty() {
            note(&format!("{format} has no room for {}: json and md have", others.join(", ")));
        }
    }
    say_left_out(findings.left_out);
    let mut said: Vec<&Dataset> = Vec::new();
    for &dataset in datasets {
        // One that is compared with itself was read once.
        if !said.iter().any(|one| std::ptr::eq(*one, dataset)) {
            say_tally(dataset);
            said.push(dataset);
        }
    }
    if findings.is_empty() {
        note("nothing found");
        return Ok(Found::Nothing);
    }
    Ok(Found::Something)
}
