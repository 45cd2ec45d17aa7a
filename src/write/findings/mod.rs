//! What an analysis found, as rows and as a graph.

mod csv;
mod json;
mod markdown;
mod matrix;

use std::io::{self, Write};

use super::receipts::{Receipt, document_ids, read};
use super::{Format, Options, graph, picture};
use crate::actor::ActorIx;
use crate::analyze::{Behind, Cell, Findings, Row};
use crate::ask::NewestFirst;
use crate::dataset::{Dataset, Statement};
use crate::draw::Subject;
use crate::draw::chart::chart;
use crate::graph::Tie;
use crate::statement::StatementIx;
use crate::words::number;

/// How many rows are read from the files at once.
const CHUNK: usize = 500;

/// What stands behind the cells of each row.
const BEHIND: [&str; 4] = ["count", "documents", "first", "last"];

/// Writes what an analysis found: its rows, or the graph that they are of. The same findings are the same bytes.
///
/// CSV and JSON Lines hold the first section, and those that have the same columns. Where several datasets are
/// compared, the sections say of which they are; graphs are of the last.
/// Where there is a matrix, CSV and Markdown hold that, and graphs its weights.
///
/// # Errors
/// Whatever `out` fails with, and what reading the statements again does.
///
/// ```
/// # use standoff::{Data, analyze::rank, graph::{Filter, Graph}, read, write::{self, Format, Options}};
/// # let town = "source,relation,target\nAbbey,aids,Oldbridge\nAbbey,aids,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let (graph, _) = Graph::of(&data, &Filter::default());
/// let findings = rank::rank(&data, &graph, &rank::Options::default()).findings(&data, &graph, Some(1));
/// let mut out = Vec::new();
/// write::findings(&mut out, &[&data], &findings, Format::Csv, Options { receipts: Some(0), ..Options::default() }).unwrap();
/// assert!(String::from_utf8(out).unwrap().starts_with("row,rank,actor,"));
/// ```
pub fn findings(
    out: &mut dyn Write,
    datasets: &[&Dataset],
    findings: &Findings,
    format: Format,
    options: Options<'_>,
) -> io::Result<()> {
    if let (Some(weights), [dataset]) = (&findings.matrix, datasets) {
        match format {
            Format::Csv => return matrix::csv(out, dataset, weights),
            Format::NodeLink => return matrix::node_link(out, dataset, findings, weights, options),
            Format::Dot => return matrix::dot(out, dataset, findings, weights),
            _ => {}
        }
    }
    match format {
        Format::Json => json::write(out, datasets, findings, options),
        Format::JsonLines => json::write_lines(out, datasets, findings, options),
        Format::Csv => csv::write(out, datasets, findings, options),
        Format::Markdown => markdown::write(out, datasets, findings, options),
        graph_format => {
            let options = Options { question: &findings.title, ..options };
            let drawn = findings.graph();
            let dataset = *datasets.last().ok_or(io::ErrorKind::InvalidInput)?;
            match &findings.chart {
                Some((unit, columns))
                    if format.is_picture() && options.draw.view.is_none() && options.draw.engine.is_none() =>
                {
                    let subject = Subject { dataset, graph: &drawn, question: &findings.title };
                    picture::print(out, &chart(&subject, *unit, columns)?, format, options)
                }
                _ => graph(out, dataset, &drawn, graph_format, options),
            }
        }
    }
}

/// A row with the statements that it lists.
#[derive(Debug)]
pub(crate) struct Listed<'a> {
    /// The row.
    pub row: &'a Row,
    /// How much is behind it.
    pub behind: Behind,
    /// The newest of its statements.
    pub statements: Vec<Receipt>,
    /// The statements that stand in its cells, in the order of the cells.
    pub named: Vec<Receipt>,
}

/// The rows with what they list, a few hundred at a time.
pub(crate) fn listed<'a>(
    dataset: &'a Dataset,
    rows: &'a [Row],
    options: Options<'a>,
) -> impl Iterator<Item = io::Result<Listed<'a>>> {
    rows.chunks(CHUNK).flat_map(move |rows| match list(dataset, rows, options) {
        Ok(listed) => listed.into_iter().map(Ok).collect::<Vec<_>>(),
        Err(error) => vec![Err(error)],
    })
}

fn list<'a>(dataset: &Dataset, rows: &'a [Row], options: Options<'_>) -> io::Result<Vec<Listed<'a>>> {
    let most = options.receipts.unwrap_or(usize::MAX);
    let mut wanted: Vec<StatementIx> = Vec::new();
    let mut listed: Vec<(&Row, Behind, usize, usize)> = Vec::with_capacity(rows.len());
    for row in rows {
        let mut statements = row.statements();
        let behind = Behind::of(dataset, &statements);
        if most > 0 {
            statements.sort_by_cached_key(|&ix| NewestFirst::of(dataset.statement(ix)));
        }
        statements.truncate(most);
        let before = wanted.len();
        wanted.extend(&statements);
        wanted.extend(row.cells.iter().filter_map(|cell| match cell {
            Cell::Statement(ix) => Some(*ix),
            _ => None,
        }));
        listed.push((row, behind, statements.len(), wanted.len() - before - statements.len()));
    }
    let mut read = wanted.iter().zip(read(dataset, &wanted, options)?);
    let mut receipts = |ties: &[Tie], count: usize| -> Vec<Receipt> {
        let receipt = |(&statement, (details, passage))| {
            let ties = annotated(dataset.statement(statement), dataset, ties);
            Receipt { statement, ties, details, passage }
        };
        read.by_ref().take(count).map(receipt).collect()
    };
    let listed = listed.into_iter().map(|(row, behind, statements, named)| {
        // A row may have very many ties, each of which is looked for by its statement.
        let mut ties = if statements + named > 0 { row.ties.clone() } else { Vec::new() };
        ties.sort_unstable_by_key(|tie| tie.statement);
        let (statements, named) = (receipts(&ties, statements), receipts(&ties, named));
        Listed { row, behind, statements, named }
    });
    Ok(listed.collect())
}

/// The ties of a statement as they were annotated, where they are among those of a row, which may count as others'
/// and are sorted by statement.
fn annotated(statement: Statement<'_>, dataset: &Dataset, ties: &[Tie]) -> Vec<(ActorIx, ActorIx)> {
    let ties = &ties[ties.partition_point(|tie| tie.statement < statement.ix())..];
    let of_row: Vec<&Tie> = ties.iter().take_while(|tie| tie.statement == statement.ix()).collect();
    let is =
        |counted: ActorIx, actor: ActorIx| counted == actor || dataset.principal(actor, statement.day()) == counted;
    let pairs = statement.sources().flat_map(|source| statement.targets().map(move |target| (source, target)));
    pairs
        .filter(|&(source, target)| of_row.iter().any(|tie| is(tie.source, source) && is(tie.target, target)))
        .collect()
}

/// A cell in words, actors by what `actor` says of them; nothing for a statement, which stands elsewhere.
pub(crate) fn words(dataset: &Dataset, cell: &Cell, actor: impl Fn(ActorIx) -> String, between: &str) -> String {
    match cell {
        Cell::Nothing | Cell::Statement(_) => String::new(),
        Cell::Actor(ix) => actor(*ix),
        Cell::Actors(actors) => actors.iter().map(|&ix| actor(ix)).collect::<Vec<_>>().join(between),
        Cell::Relation(ix) => dataset.relation(*ix).id.clone(),
        Cell::Sign(sign) => sign.glyph().to_string(),
        Cell::Date(date) => date.to_string(),
        Cell::Count(count) => count.to_string(),
        Cell::Net(net) => net.to_string(),
        Cell::Number(value) => number(*value),
        Cell::Truth(truth) => if *truth { "yes" } else { "no" }.to_owned(),
        Cell::Text(text) => text.clone(),
        Cell::Texts(texts) => texts.join(between),
    }
}

/// A statement in a cell: when, what, and where it stands.
pub(crate) fn said(dataset: &Dataset, ix: StatementIx, gist: &str) -> String {
    let statement = dataset.statement(ix);
    let date = statement.date().map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let (relation, documents) = (&dataset.relation(statement.relation()).id, document_ids(statement, dataset));
    let not = if statement.negated() { "not " } else { "" };
    format!("{date} {not}{relation}: {gist} [{documents}]")
}
