//! The edges of a graph with what is said of each, in the order that every format has them.

use std::io;

use super::Options;
use super::receipts::read;
use crate::actor::Actor;
use crate::ask::NewestFirst;
use crate::dataset::{Dataset, Passage};
use crate::date::Date;
use crate::document::DocumentIx;
use crate::graph::{Edge, Graph, dates};
use crate::relation::Relation;
use crate::statement::{Details, StatementIx};

/// How many edges are read from the files at once.
const CHUNK: usize = 500;

/// An edge, and what it is made of.
pub(super) struct Told<'a> {
    pub edge: Edge<'a>,
    pub source: &'a Actor,
    pub target: &'a Actor,
    pub relation: &'a Relation,
    /// In which documents its statements stand, by id.
    pub documents: Vec<DocumentIx>,
    /// The first and the last date; `None` where all statements are undated.
    pub dates: Option<(Date, Date)>,
    /// The newest of its statements, as many as are wanted.
    pub statements: Vec<Said>,
}

/// A statement, and what is read of it.
pub(super) struct Said {
    pub ix: StatementIx,
    pub details: Details,
    pub passage: Passage,
}

/// Every edge, by the ids of source, target and relation; the statements of some are read at a time.
pub(super) fn told<'a>(
    dataset: &'a Dataset,
    graph: &'a Graph,
    options: Options<'a>,
) -> impl Iterator<Item = io::Result<Told<'a>>> {
    let mut edges: Vec<Edge<'a>> = graph.edges().collect();
    edges.sort_by(|a, b| {
        let key = |edge: &Edge<'a>| {
            let id = |actor| dataset.actor(actor).id.as_str();
            (id(edge.source()), id(edge.target()), dataset.relation(edge.relation()).id.as_str())
        };
        key(a).cmp(&key(b))
    });
    let mut start = 0;
    std::iter::from_fn(move || {
        let some = &edges[start..edges.len().min(start + CHUNK)];
        start += some.len();
        (!some.is_empty()).then(|| match list(dataset, some, options) {
            Ok(told) => told.into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        })
    })
    .flatten()
}

/// The newest statements of an edge, newest first.
pub(super) fn newest(dataset: &Dataset, edge: Edge<'_>, most: usize) -> Vec<StatementIx> {
    let mut newest = edge.statements().to_vec();
    newest.sort_by_cached_key(|&ix| NewestFirst::of(dataset.statement(ix)));
    newest.truncate(most);
    newest
}

fn list<'a>(dataset: &'a Dataset, edges: &[Edge<'a>], options: Options<'_>) -> io::Result<Vec<Told<'a>>> {
    let most = options.receipts.unwrap_or(usize::MAX);
    let newest: Vec<Vec<StatementIx>> = edges.iter().map(|&edge| newest(dataset, edge, most)).collect();
    let all: Vec<StatementIx> = newest.iter().flatten().copied().collect();
    let mut details = read(dataset, &all, options)?.into_iter();
    let told = edges.iter().zip(newest).map(|(&edge, newest)| {
        let said = newest.into_iter().map(|ix| {
            let (details, passage) = details.next().expect("each was asked for");
            Said { ix, details, passage }
        });
        let statements = said.collect();
        let mut documents = edge.documents(dataset);
        documents.sort_by_key(|&ix| dataset.document(ix).id);
        Told {
            edge,
            source: dataset.actor(edge.source()),
            target: dataset.actor(edge.target()),
            relation: dataset.relation(edge.relation()),
            documents,
            dates: dates(dataset, edge.statements()),
            statements,
        }
    });
    Ok(told.collect())
}
