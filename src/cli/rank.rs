//! `standoff rank`: who leads.

use std::num::NonZero;

use super::args::RankArgs;
use super::load::Source;
use super::{Failure, Found, analysis};
use crate::analyze::rank::{Count, Measure, Options, rank};
#[cfg(feature = "parquet")]
use {
    super::output::Target,
    crate::actor::ActorIx,
    crate::analyze::rank::{Ranking, Score, places, scores},
    crate::graph::{Filter, Graph},
    crate::names::fold,
    crate::network::Loaded,
    crate::read::{Data, want::Want},
    crate::write::Format,
    std::io,
};

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
    #[cfg(feature = "parquet")]
    if let Some(found) = of_prepared(args, &source, &options)? {
        return Ok(found);
    }
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        Ok(rank(dataset, graph, &options).findings(dataset, graph, args.shared.rows.top))
    })
}

/// The first actors of a prepared file by a measure of the whole network: that is read without its statements, and
/// then the statements of these actors alone. Nothing where that is not what was asked for.
#[cfg(feature = "parquet")]
fn of_prepared(args: &RankArgs, source: &Source, options: &Options) -> Result<Option<Found>, Failure> {
    /// So many have statements that are soon read.
    const FEW: usize = 100;
    let measures = [Measure::PageRank, Measure::Betweenness, Measure::Hubs, Measure::Authorities];
    let target = Target::of(&args.shared.output)?;
    args.shared.draw.options(target.format())?;
    let rows = !target.format().is_some_and(Format::is_graph);
    let [Data::Path(path)] = &source.data[..] else { return Ok(None) };
    let prepared = path.extension().is_some_and(|ending| ending == "parquet") && path.is_file();
    let top = args.shared.rows.top.filter(|&top| top <= FEW);
    let (Some(top), true, true) = (top, rows && prepared, measures.contains(&args.measure)) else { return Ok(None) };
    if !args.shared.filter.is_empty() || source.options.one_a_day {
        return Ok(None);
    }
    // What is wrong with a file is said by reading it in the ordinary way.
    let Ok(Some(loaded)) = Loaded::of(path) else { return Ok(None) };
    let network = &loaded.network;
    let scores = scores(network, options);
    let mut keys: Vec<f64> = scores.iter().map(|&score| Score::Number(score).value()).collect();
    let values = keys.clone();
    let last = top.min(keys.len()).saturating_sub(1);
    let Some(&mut least) = (!keys.is_empty()).then(|| keys.select_nth_unstable_by(last, |a, b| b.total_cmp(a)).1)
    else {
        return Ok(None);
    };
    // All that share the last place compete for it by name.
    let first: Vec<u32> = (0..network.len() as u32).filter(|&number| values[number as usize] >= least).collect();
    if first.len() > 10 * FEW {
        return Ok(None);
    }
    let names = first.iter().map(|&number| loaded.name(network.actor(number)));
    let names: Vec<String> = names.collect::<io::Result<_>>()?;
    let scored = first.iter().zip(0..).map(|(&number, at)| (ActorIx(at), Score::Number(scores[number as usize])));
    let mut places = places(scored.collect(), |actor| &names[actor.0 as usize]);
    places.truncate(top);
    let want = Want {
        actors: Some(places.iter().map(|place| fold(&names[place.actor.0 as usize])).collect()),
        ..Want::default()
    };
    let (dataset, actors) = source.wanted(want, |dataset| {
        let found = places.iter().map(|place| dataset.find_actor(&names[place.actor.0 as usize]));
        found.collect::<Option<Vec<ActorIx>>>().ok_or_else(|| Failure::other("an actor of the file has no statement"))
    })?;
    places.iter_mut().zip(actors).for_each(|(place, actor)| place.actor = actor);
    let (graph, _) = Graph::of(&dataset, &Filter::default());
    let mut findings = Ranking { options: *options, places }.findings(&dataset, &graph, None);
    findings.sections[0].total = network.len();
    findings.left_out = loaded.left_out;
    analysis::put(&args.shared, &target, &[&dataset], &findings).map(Some)
}
