//! `standoff networks`: who stands with whom by what they say of the same, as Discourse Network Analyzer has it.

use super::args::NetworksArgs;
use super::load::Source;
use super::output::Target;
use super::{Failure, Found, analysis};
use crate::analyze::networks::{Measure, Mode, Options, Side, network};
use crate::graph::{Filter, Graph};
use crate::write::Format;

/// How many rows are made for a table on a terminal: it shows no more.
const ROWS: usize = 1000;

pub(super) fn run(args: &NetworksArgs) -> Result<Found, Failure> {
    let options = Options {
        mode: args.mode,
        of: args.of,
        measure: args.measure.unwrap_or(match args.mode {
            Mode::One => Measure::Congruence,
            Mode::Two => Measure::Subtract,
        }),
        normalise: args.normalise,
        duplicates: args.duplicates,
        agree_on: args.agree_on,
        compatible: args.dna_compat,
    };
    if args.mode == Mode::Two && args.of == Side::Targets {
        return Err(Failure::other("--of has no effect with --mode two: targets are its columns"));
    }
    let target = Target::of(&args.shared.output)?;
    let format = target.format();
    let table = matches!(format, Some(Format::Csv | Format::Markdown));
    if args.list && !table {
        return Err(Failure::other("--list has no effect here: it is for csv and md"));
    }
    // The ties of a matrix are in no row of it.
    let top = match format {
        None => Some(args.shared.rows.top.unwrap_or(ROWS)),
        Some(_) if table && !args.list => Some(0),
        Some(_) => args.shared.rows.top,
    };
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, filter| {
        let Filter { since, until, by, documents, .. } = filter.clone();
        let within = Filter { since, until, by, documents, ..Filter::default() };
        let isolates = args.isolates.then(|| Graph::of(dataset, &within).0);
        let network = network(dataset, graph, isolates.as_ref(), &options)
            .map_err(|misfit| Failure::other(misfit.to_string()))?;
        let mut findings = network.findings(dataset, top);
        if args.list {
            findings.matrix = None;
        }
        if format.is_some_and(|format| format.is_picture() || format == Format::Html) {
            findings
                .notes
                .push("pictures show the statements behind the weights, which are in the other formats".to_owned());
        }
        Ok(findings)
    })
}
