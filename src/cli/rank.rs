//! `standoff rank`: who leads.

use super::args::RankArgs;
use super::{Failure, Found, analysis};
use crate::analyze::rank::{Options, rank};

pub(super) fn run(args: &RankArgs) -> Result<Found, Failure> {
    let options = Options { measure: args.measure, count: args.count };
    analysis::of_graph(&args.shared, |dataset, graph, _| {
        Ok(rank(dataset, graph, &options).findings(graph, args.shared.rows.top))
    })
}
