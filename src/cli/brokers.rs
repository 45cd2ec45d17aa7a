//! `standoff brokers`: who stands between whom.

use super::args::{BrokersArgs, GroupsBy};
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::brokers::{Groups, brokers};
use crate::analyze::camps::{Options, camps};

pub(super) fn run(args: &BrokersArgs) -> Result<Found, Failure> {
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, filter| {
        let camps = camps(dataset, graph, &Options::default());
        let groups = match args.groups {
            GroupsBy::Camp => Groups::Camps(&camps),
            GroupsBy::Principal => Groups::Principals,
        };
        Ok(brokers(dataset, graph, filter.by, groups).findings(dataset, groups, args.shared.rows.top))
    })
}
