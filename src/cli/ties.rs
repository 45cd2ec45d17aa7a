//! `standoff mutual`, `flips`, `contradictions`, `corroborated`, `uncorroborated`: what the statements behind ties say.

use super::args::{ContradictionsArgs, PlainArgs};
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::{contradictions, corroboration, flips, mutual};

pub(super) fn mutual(args: &PlainArgs) -> Result<Found, Failure> {
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        let pairs = mutual::mutual(dataset, graph);
        Ok(mutual::findings(dataset, graph, &pairs, args.shared.rows.top))
    })
}

pub(super) fn flips(args: &PlainArgs) -> Result<Found, Failure> {
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        Ok(flips::flips(dataset, graph).findings(dataset, args.shared.rows.top))
    })
}

pub(super) fn contradictions(args: &ContradictionsArgs) -> Result<Found, Failure> {
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        Ok(contradictions::contradictions(dataset, graph, args.within).findings(args.shared.rows.top))
    })
}

pub(super) fn corroborated(args: &PlainArgs) -> Result<Found, Failure> {
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        let claims = corroboration::corroborated(dataset, graph);
        Ok(corroboration::findings(dataset, &claims, "What several documents say", args.shared.rows.top))
    })
}

pub(super) fn uncorroborated(args: &PlainArgs) -> Result<Found, Failure> {
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        let claims = corroboration::uncorroborated(dataset, graph);
        Ok(corroboration::findings(dataset, &claims, "What one document alone says", args.shared.rows.top))
    })
}
