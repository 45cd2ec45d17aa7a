//! `standoff brokers`: who stands between whom.

use super::args::{BrokersArgs, GroupsBy};
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::brokers::{Groups, brokers};
use crate::analyze::camps::{Options, camps};

pub(super) fn run(args: &BrokersArgs) -> Result<Found, Failure> {
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, filter| {
        let camps = match args.groups {
            GroupsBy::Camp => Some(camps(dataset, graph, &Options::default())),
            GroupsBy::Principal => None,
        };
        let groups = camps.as_ref().map_or(Groups::Principals, Groups::Camps);
        Ok(brokers(dataset, graph, filter.by, groups).findings(dataset, groups, args.shared.rows.top))
    })
}
