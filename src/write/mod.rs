//! Writing: answers as rows and as a graph.
//!
//! [`Format::ALL`] is the one list of formats; each has a file of its own here, and writes to
//! whatever it is given.

mod csv;
mod dot;
mod json;
mod jsonl;
mod markdown;
mod node_link;
pub(crate) mod receipts;
mod values;

#[cfg(feature = "parquet")]
pub(crate) use values::tables;

use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use crate::ask::Answer;
use crate::dataset::Dataset;
use crate::graph::Graph;
use receipts::Receipts;

/// The formats that answers are written in, all in UTF-8; parses from and prints as its
/// [`name`](Format::name).
///
/// ```
/// use standoff::write::Format;
/// assert_eq!("md".parse(), Ok(Format::Markdown));
/// assert_eq!("pdf".parse::<Format>(), Err(()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The rows as one JSON object.
    Json,
    /// A row a line.
    JsonLines,
    /// A statement of a row a line (RFC 4180), for spreadsheets.
    Csv,
    /// A table in Markdown.
    Markdown,
    /// The graph as the node-link JSON of networkx 3.4 and later, a directed multigraph.
    NodeLink,
    /// The graph as Graphviz DOT.
    Dot,
}

impl Format {
    /// Every format, each once: those of rows, then those of graphs.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// assert_eq!(Format::ALL.map(Format::name), ["json", "jsonl", "csv", "md", "graph", "dot"]);
    /// ```
    pub const ALL: [Format; 6] =
        [Format::Json, Format::JsonLines, Format::Csv, Format::Markdown, Format::NodeLink, Format::Dot];

    /// Its name, for `--to`.
    ///
    /// ```
    /// assert_eq!(standoff::write::Format::NodeLink.name(), "graph");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::JsonLines => "jsonl",
            Format::Csv => "csv",
            Format::Markdown => "md",
            Format::NodeLink => "graph",
            Format::Dot => "dot",
        }
    }

    /// The endings of its files, in lower case and without the first dot, the usual one first.
    ///
    /// ```
    /// assert_eq!(standoff::write::Format::Dot.endings(), ["dot", "gv"]);
    /// ```
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Format::Json => &["json"],
            Format::JsonLines => &["jsonl", "ndjson"],
            Format::Csv => &["csv"],
            Format::Markdown => &["md", "markdown"],
            Format::NodeLink => &["graph.json"],
            Format::Dot => &["dot", "gv"],
        }
    }

    /// Its media type, as registered with IANA where it is.
    ///
    /// ```
    /// assert_eq!(standoff::write::Format::Dot.media_type(), "text/vnd.graphviz");
    /// ```
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json | Format::NodeLink => "application/json",
            Format::JsonLines => "application/jsonl",
            Format::Csv => "text/csv",
            Format::Markdown => "text/markdown",
            Format::Dot => "text/vnd.graphviz",
        }
    }

    /// Whether it is the graph that it holds, and not the rows.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// let graphs: Vec<_> = Format::ALL.into_iter().filter(|format| format.is_graph()).collect();
    /// assert_eq!(graphs, [Format::NodeLink, Format::Dot]);
    /// ```
    pub fn is_graph(self) -> bool {
        matches!(self, Format::NodeLink | Format::Dot)
    }

    /// The format of a file by its ending, in either case, the longest that fits; `None` for any other.
    ///
    /// ```
    /// use standoff::write::Format;
    /// assert_eq!(Format::of_path("a.graph.json".as_ref()), Some(Format::NodeLink));
    /// assert_eq!(Format::of_path("a.json".as_ref()), Some(Format::Json));
    /// ```
    pub fn of_path(path: &Path) -> Option<Format> {
        let name = path.file_name()?.to_str()?.to_lowercase();
        let fits = |ending: &&str| name.strip_suffix(*ending).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'));
        let by_length = |format: &Format| format.endings().iter().copied().filter(fits).map(str::len).max();
        Format::ALL.into_iter().filter(|format| by_length(format).is_some()).max_by_key(by_length)
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Format::ALL.into_iter().find(|format| format.name() == text).ok_or(())
    }
}

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
        Format::NodeLink | Format::Dot => graph(out, answer.dataset(), &answer.graph(), format, options),
    }
}

/// Writes a graph in one of the formats that hold one. The same graph is the same bytes.
///
/// # Errors
/// Whatever `out` fails with, what reading the statements again does, and, as
/// [`InvalidInput`](io::ErrorKind::InvalidInput), a format that holds rows.
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
    match format {
        Format::NodeLink => node_link::write(out, dataset, graph, options),
        Format::Dot => dot::write(out, dataset, graph, options),
        rows => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("{rows} holds rows, not a graph"))),
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
