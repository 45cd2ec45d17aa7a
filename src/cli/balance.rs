//! `standoff balance`: how the signs of three fit together.

use super::args::BalanceArgs;
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::balance::{Options, balance};

pub(super) fn run(args: &BalanceArgs) -> Result<Found, Failure> {
    if args.cumulative && args.step.is_none() {
        return Err(Failure::other("--cumulative needs --step: day, week, month or year"));
    }
    let top = args.shared.rows.top;
    let listed = top.unwrap_or(Options::default().listed);
    let options = Options { step: args.step, cumulative: args.cumulative, listed };
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        Ok(balance(dataset, graph, &options).findings(dataset, graph, top))
    })
}
