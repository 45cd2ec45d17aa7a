//! `standoff camps`: who stands with whom.

use super::args::CampsArgs;
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::camps::{Method, Options, camps};

pub(super) fn run(args: &CampsArgs) -> Result<Found, Failure> {
    let of_balance = [("camps", args.camps.is_some()), ("pairs", args.pairs)];
    let given = of_balance.into_iter().find(|(_, given)| *given).map(|(name, _)| name);
    let method = args.method.unwrap_or(if given.is_some() { Method::Balance } else { Method::Modularity });
    let useless = match method {
        Method::Modularity => given,
        Method::Balance => args.resolution.map(|_| "resolution"),
    };
    if let Some(name) = useless {
        return Err(Failure::other(format!("--{name} has no effect with --method {method}")));
    }
    let options = Options {
        method,
        camps: args.camps.map(std::num::NonZero::get),
        resolution: args.resolution.unwrap_or(Options::default().resolution),
        pairs: args.pairs,
    };
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        Ok(camps(dataset, graph, &options).findings(graph, args.shared.rows.top))
    })
}
