//! `standoff rank`: who leads.

use std::num::NonZero;

use super::args::RankArgs;
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::rank::{Count, Measure, Options, rank};

pub(super) fn run(args: &RankArgs) -> Result<Found, Failure> {
    if args.samples.is_some() && args.measure != Measure::Betweenness {
        return Err(Failure::other("--samples has no effect here: it is for --measure betweenness"));
    }
    let counts = matches!(args.measure, Measure::Source | Measure::Target | Measure::Both);
    if args.count != Count::default() && !counts {
        return Err(Failure::other("--count has no effect here: it is for the measures source, target and both"));
    }
    let options = Options { measure: args.measure, count: args.count, samples: args.samples.map(NonZero::get) };
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        Ok(rank(dataset, graph, &options).findings(graph, args.shared.rows.top))
    })
}
