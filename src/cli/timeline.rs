//! `standoff timeline`: how much was said when.

use super::args::TimelineArgs;
use super::load::Source;
use super::show::{find, split};
use super::{Failure, Found, analysis};
use crate::analyze::Findings;
use crate::analyze::timeline::{Options, timeline};
use crate::graph::{Filter, Graph};

pub(super) fn run(args: &TimelineArgs) -> Result<Found, Failure> {
    let (names, data) = split(&args.words, 0);
    if names.len() > 2 {
        return Err(Failure::other(
            "timeline takes two actors at most; what else stands there must be a file or a folder",
        ));
    }
    let source = Source::of(&data, &args.reading)?;
    let options = Options { step: args.step, window: args.window.get(), by_relation: args.by_relation };
    analysis::of_data(&source, &args.shared, |dataset, filter| {
        let about = find(dataset, &names)?;
        let filter = Filter { about: about.clone(), ..filter.clone() };
        let (graph, left_out) = Graph::of(dataset, &filter);
        let timeline = timeline(dataset, &graph, &options).map_err(Failure::other)?;
        Ok(Findings { left_out, ..timeline.findings(dataset, &about, args.shared.rows.top) })
    })
}
