//! Writing: answers as rows and as a graph.
//!
//! [`Format::ALL`] is the one list of formats, with what each keeps and loses; each has a file of its own
//! here, and writes to whatever it is given.

mod csv;
mod cyjs;
mod data_file;
mod dl;
mod dot;
mod edges;
pub(crate) mod findings;
mod flat;
mod format;
mod ftm;
mod gephi;
mod gexf;
mod graphml;
mod graphviz;
mod ids;
mod jgf;
mod json;
mod jsonl;
mod markdown;
mod markup;
mod matrix;
mod mermaid;
mod neo4j;
mod node_link;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod part;
#[cfg(feature = "pdf")]
mod pdf;
mod picture;
#[cfg(feature = "png")]
mod png;
pub(crate) mod receipts;
mod stated;
mod statements;
mod svg;
mod tables;
mod turtle;
#[cfg(any(feature = "png", feature = "pdf"))]
mod typeset;
mod values;
mod xml;

pub use findings::findings;
pub use format::Format;
pub(crate) use format::Keeps;
pub use part::Part;
pub use picture::Print;
#[cfg(feature = "parquet")]
pub(crate) use tables::Tables;
#[cfg(feature = "parquet")]
pub(crate) use values::answers_one_of;

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::Path;

use crate::ask::Answer;
use crate::dataset::Dataset;
use crate::draw;
use crate::graph::Graph;
use crate::statement::StatementIx;
use receipts::Receipts;

/// What to write beside the rows themselves; the default lists every statement and no passages.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::{Filter, Graph}, read, write::{self, Format, Options}};
/// # let town = "id,source,relation,target,date\ns1,Abbey,aids,Oldbridge,1902-03-04\ns2,Abbey,aids,Oldbridge,1902-03-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let question = Question::parse("who aids oldbridge", &data).unwrap();
/// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let mut out = Vec::new();
/// let options = Options { receipts: Some(1), ..Options::default() };
/// write::answer(&mut out, &answer, Format::Csv, options).unwrap();
/// let lines: Vec<_> = std::str::from_utf8(&out).unwrap().lines().collect();
/// assert_eq!(lines.len(), 2);
/// assert!(lines[1].contains("s2"));
/// ```
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The question in the words of the asker.
    pub question: &'a str,
    /// How many statements a row lists, newest first; all, where it is missing.
    pub receipts: Option<usize>,
    /// Where the texts of the documents lie: then each statement shows its passage.
    pub texts: Option<&'a Path>,
    /// How pictures are drawn.
    pub draw: draw::Options,
    /// How PNG and PDF are made of them.
    pub print: Print<'a>,
    /// Which of its files to write, where the format is [several](Format::files).
    pub file: &'a str,
    /// Where to say what a format could not show.
    pub notes: Option<&'a RefCell<Vec<String>>>,
}

/// Writes an answer: its rows, or the graph that they are together. The same answer is the same bytes.
///
/// # Errors
/// Whatever `out` fails with, and what reading the statements again does.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::{Filter, Graph}, read, write::{self, Format, Options}};
/// # let town = "id,source,relation,target,date\ns1,Abbey,aids,Oldbridge,1902-03-04\ns2,Abbey,aids,Oldbridge,1902-03-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let question = Question::parse("who aids oldbridge", &data).unwrap();
/// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let mut out = Vec::new();
/// let options = Options { receipts: Some(0), ..Options::default() };
/// write::answer(&mut out, &answer, Format::Csv, options).unwrap();
/// assert_eq!(out, b"row,who,count,documents,first,last\n1,Abbey,2,0,1902-03-04,1902-03-05\n");
/// ```
pub fn answer(out: &mut dyn Write, answer: &Answer<'_>, format: Format, options: Options<'_>) -> io::Result<()> {
    let receipts = Receipts::new(answer, options);
    match format {
        Format::Json => json::write(out, &receipts),
        Format::JsonLines => jsonl::write(out, &receipts),
        Format::Csv => csv::write(out, &receipts),
        Format::Markdown => markdown::write(out, &receipts),
        graph_format => graph(out, answer.dataset(), &answer.graph(), graph_format, options),
    }
}

/// Writes a graph in one of the formats that hold one. The same graph is the same bytes.
///
/// # Errors
/// Whatever `out` fails with, what reading the statements again does, and, as
/// [`InvalidInput`](io::ErrorKind::InvalidInput), a format that holds rows, or one of several files of which
/// [`Options::file`] names none.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::{Filter, Graph}, read, write::{self, Format, Options}};
/// # let town = "id,source,relation,target,date\ns1,Abbey,aids,Oldbridge,1902-03-04\ns2,Abbey,aids,Oldbridge,1902-03-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let question = Question::parse("who aids oldbridge", &data).unwrap();
/// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let mut out = Vec::new();
/// write::graph(&mut out, &data, &graph, Format::NodeLink, Options::default()).unwrap();
/// let json: serde_json::Value = serde_json::from_slice(&out).unwrap();
/// assert_eq!(json["edges"][0]["source"], "Abbey");
/// assert_eq!(json["edges"][0]["count"], 2);
/// ```
pub fn graph(
    out: &mut dyn Write,
    dataset: &Dataset,
    graph: &Graph,
    format: Format,
    options: Options<'_>,
) -> io::Result<()> {
    if format.is_data() {
        let statements = statements(graph);
        let lost = unanswered(dataset, &statements);
        if let (Some(notes), 1..) = (options.notes, lost) {
            notes.borrow_mut().push(format!("answers to statements that are not written: {lost}"));
        }
        return data(out, dataset, &statements, format);
    }
    say_losses(dataset, graph, format, options)?;
    match format {
        Format::NodeLink => node_link::write(out, dataset, graph, "edges", options),
        Format::Links => node_link::write(out, dataset, graph, "links", options),
        Format::Jgf => jgf::write(out, dataset, graph, options),
        Format::Cyjs => cyjs::write(out, dataset, graph, options),
        Format::GraphMl => graphml::write(out, dataset, graph, options),
        Format::Gexf => gexf::write(out, dataset, graph, options),
        Format::Gephi => gephi::write(out, dataset, graph, options),
        Format::Neo4j => neo4j::write(out, dataset, graph, options),
        Format::Turtle => turtle::write(out, dataset, graph, options),
        Format::FollowTheMoney => ftm::write(out, dataset, graph, options),
        Format::Dl => dl::write(out, dataset, graph, options),
        Format::Matrix => matrix::write(out, dataset, graph, options),
        Format::Dot => dot::write(out, dataset, graph, options),
        Format::Mermaid => mermaid::write(out, dataset, graph, options),
        Format::Svg | Format::Png | Format::Pdf => picture::write(out, dataset, graph, format, options),
        Format::Html => page::write(out, dataset, graph, options),
        rows => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{rows} holds rows, not a graph"))),
    }
}

/// Says what of the data that format does not hold; of pictures everybody knows that they are no data.
pub(crate) fn say_losses(dataset: &Dataset, graph: &Graph, format: Format, options: Options<'_>) -> io::Result<()> {
    let Some(notes) = options.notes else { return Ok(()) };
    let first = format.files().first().is_none_or(|first| *first == options.file);
    if format.is_picture() || format == Format::Html || !first {
        return Ok(());
    }
    let loses: Vec<Part> = format.loses().collect();
    let lost = part::present(dataset, &statements(graph), &graph.actors(), &loses)?;
    let lost: Vec<&str> = lost.into_iter().map(Part::name).collect();
    if !lost.is_empty() {
        notes.borrow_mut().push(format!("{format} does not hold: {}", lost.join(", ")));
    }
    Ok(())
}

/// The statements behind all edges.
fn statements(graph: &Graph) -> Vec<StatementIx> {
    crate::graph::distinct(graph.edges().flat_map(crate::graph::Edge::statements).copied())
}

/// How many of these statements answer one that is none of them.
pub(crate) fn unanswered(dataset: &Dataset, statements: &[StatementIx]) -> usize {
    let lost = |ix: &&StatementIx| {
        let statement = dataset.statement(**ix);
        statement.answered_id().is_some() && !values::answers_one_of(statement, statements)
    };
    statements.iter().filter(lost).count()
}

/// Writes statements (ascending), as they are annotated, in one of the formats that [hold data](Format::is_data): with
/// all that is known of their actors and documents, or, where these are all statements of the data set, of
/// all actors and documents. What is written reads back as the same data; that one answers another that is not
/// written is left out.
///
/// # Errors
/// Whatever `out` fails with, what reading the statements again does, and, as
/// [`InvalidInput`](io::ErrorKind::InvalidInput), a format that holds no data.
///
/// ```
/// # use standoff::{Data, read, write::{self, Format}};
/// let town = "id,source,relation,target,date\ns1,Abbey,aids,Oldbridge,1902-03-04\n";
/// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let all: Vec<_> = data.statements().map(|statement| statement.ix()).collect();
/// let mut out = Vec::new();
/// write::data(&mut out, &data, &all, Format::Data).unwrap();
/// let (again, _) = read([Data::bytes("town.json", out)]).unwrap();
/// assert_eq!(again.statements().next().unwrap().id(), "s1");
/// ```
pub fn data(out: &mut dyn Write, dataset: &Dataset, statements: &[StatementIx], format: Format) -> io::Result<()> {
    for statement in statements.iter().map(|&ix| dataset.statement(ix)).filter(|statement| statement.is_numbered()) {
        // What stands in another file under the number that it has in this one would be there twice.
        if dataset.find_statement(&statement.id()).is_some_and(|other| other != statement.ix()) {
            let said = format!("two statements would have the id `{}`: give them ids of their own", statement.id());
            return Err(io::Error::new(io::ErrorKind::InvalidData, said));
        }
    }
    match format {
        Format::Data => data_file::write(out, dataset, statements),
        Format::Statements => statements::write(out, dataset, statements),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::write(out, dataset, statements),
        other => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{other} holds no data that read back"))),
    }
}

/// The rows of an answer as one JSON value, the way [`Format::Json`] writes them.
///
/// # Errors
/// What reading the statements again fails with.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::Filter, read, write::{self, Options}};
/// # let (data, _) = read([Data::bytes("town.csv", "source,relation,target\nAbbey,aids,Oldbridge\n")]).unwrap();
/// # let question = Question::parse("who aids oldbridge", &data).unwrap();
/// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let value = write::answer_value(&answer, Options::default()).unwrap();
/// assert_eq!(value["rows"][0]["bindings"]["who"], "Abbey");
/// assert_eq!(value["rows"][0]["statements"][0]["id"], "town.csv#1");
/// ```
pub fn answer_value(answer: &Answer<'_>, options: Options<'_>) -> io::Result<serde_json::Value> {
    let receipts = Receipts::new(answer, options);
    let rows: Vec<_> = receipts.rows().map(|row| Ok(values::row(answer, &row?))).collect::<io::Result<_>>()?;
    Ok(serde_json::json!({
        "question": options.question,
        "rows": rows,
        "left_out": values::left_out(answer.left_out()),
    }))
}

/// An actor as JSON, with the keys of the data file.
pub(crate) fn actor_value(dataset: &Dataset, actor: &crate::Actor) -> serde_json::Value {
    serde_json::Value::Object(values::actor(dataset, actor))
}
