//! The statements of a graph, each once and with its ties: for the formats in which a statement is a
//! thing of its own.

use std::io;

use hashbrown::HashSet;

use super::Options;
use super::edges::newest;
use super::receipts::read;
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Passage};
use crate::graph::{Edge, Graph, Tie};
use crate::statement::{Details, StatementIx};

/// How many statements are read from the files at once.
const CHUNK: usize = 1_000;

/// A statement, what it ties, and what is read of it.
pub(super) struct Stated {
    pub ix: StatementIx,
    /// By source and target.
    pub ties: Vec<Tie>,
    /// Empty where no edge lists it.
    pub details: Details,
    pub passage: Passage,
}

/// Every statement behind an edge, in the order of the files.
pub(super) fn stated<'a>(
    dataset: &'a Dataset,
    graph: &'a Graph,
    options: Options<'a>,
) -> impl Iterator<Item = io::Result<Stated>> {
    let listed: Option<HashSet<StatementIx>> =
        options.receipts.map(|most| graph.edges().flat_map(|edge| newest(dataset, edge, most)).collect());
    let mut ties: Vec<Tie> = graph.edges().flat_map(Edge::ties).collect();
    ties.sort_by_cached_key(|tie| (dataset.statement(tie.statement).order(), tie.source, tie.target));
    let mut start = 0;
    std::iter::from_fn(move || {
        let rest = &ties[start..];
        let some: Vec<&[Tie]> = rest.chunk_by(|a, b| a.statement == b.statement).take(CHUNK).collect();
        start += some.iter().map(|ties| ties.len()).sum::<usize>();
        (!some.is_empty()).then(|| match list(dataset, &some, listed.as_ref(), options) {
            Ok(stated) => stated.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        })
    })
    .flatten()
}

fn list(
    dataset: &Dataset,
    some: &[&[Tie]],
    listed: Option<&HashSet<StatementIx>>,
    options: Options<'_>,
) -> io::Result<Vec<Stated>> {
    let is_listed = |ix: &StatementIx| listed.is_none_or(|listed| listed.contains(ix));
    let wanted: Vec<StatementIx> = some.iter().map(|ties| ties[0].statement).filter(is_listed).collect();
    let mut read = read(dataset, &wanted, options)?.into_iter();
    let stated = some.iter().map(|ties| {
        let ix = ties[0].statement;
        let (details, passage) = match is_listed(&ix) {
            true => read.next().expect("each was asked for"),
            false => (Details::default(), Passage::None),
        };
        Stated { ix, ties: ties.to_vec(), details, passage }
    });
    Ok(stated.collect())
}

/// The ends of all edges, those for whom they act and those who belong to them, by id.
pub(super) fn actors(dataset: &Dataset, graph: &Graph) -> Vec<ActorIx> {
    let all = super::tables::with_those_behind(dataset, graph.actors().into_iter());
    let mut all: Vec<ActorIx> = all.into_iter().collect();
    all.sort_by_key(|&ix| &dataset.actor(ix).id);
    all
}

/// The two ends of a date: each a day, a month or a year; the same twice, where it is no interval.
pub(super) fn ends(date: crate::Date) -> (String, String) {
    let text = date.to_string();
    match text.split_once('/') {
        Some((from, to)) => (from.to_owned(), to.to_owned()),
        None => (text.clone(), text),
    }
}
