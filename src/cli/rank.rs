//! `standoff rank`: who leads.

use super::args::RankArgs;
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::rank::{Options, rank};

pub(super) fn run(args: &RankArgs) -> Result<Found, Failure> {
    let options = Options { measure: args.measure, count: args.count };
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        Ok(rank(dataset, graph, &options).findings(graph, args.shared.rows.top))
    })
}
