//! `standoff mutual`, `flips`, `contradictions`, `corroborated`, `uncorroborated`: what the statements behind ties say.

use super::args::{ContradictionsArgs, DataArgs, PlainArgs, SharedArgs};
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::{Findings, contradictions, corroboration, flips, mutual};
use crate::dataset::Dataset;
use crate::graph::Graph;

fn found(
    data: &DataArgs,
    shared: &SharedArgs,
    analyze: impl FnOnce(&Dataset, &Graph, Option<usize>) -> Findings,
) -> Result<Found, Failure> {
    let source = Source::of(&data.data, &data.reading)?;
    analysis::of_graph(&source, shared, |dataset, graph, _| Ok(analyze(dataset, graph, shared.rows.top)))
}

pub(super) fn mutual(args: &PlainArgs) -> Result<Found, Failure> {
    found(&args.data, &args.shared, |dataset, graph, top| {
        let pairs = mutual::mutual(dataset, graph);
        mutual::findings(dataset, graph, &pairs, top)
    })
}

pub(super) fn flips(args: &PlainArgs) -> Result<Found, Failure> {
    found(&args.data, &args.shared, |dataset, graph, top| flips::flips(dataset, graph).findings(dataset, top))
}

pub(super) fn contradictions(args: &ContradictionsArgs) -> Result<Found, Failure> {
    found(&args.data, &args.shared, |dataset, graph, top| {
        contradictions::contradictions(dataset, graph, args.within).findings(top)
    })
}

pub(super) fn corroborated(args: &PlainArgs) -> Result<Found, Failure> {
    found(&args.data, &args.shared, |dataset, graph, top| {
        let claims = corroboration::corroborated(dataset, graph);
        corroboration::findings(dataset, &claims, "What several documents say", top)
    })
}

pub(super) fn uncorroborated(args: &PlainArgs) -> Result<Found, Failure> {
    found(&args.data, &args.shared, |dataset, graph, top| {
        let claims = corroboration::uncorroborated(dataset, graph);
        corroboration::findings(dataset, &claims, "What one document alone says", top)
    })
}
