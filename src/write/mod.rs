//! Writing: answers as rows and as a graph.
//!
//! [`Format::ALL`] is the one list of formats; each has a file of its own here, and writes to
//! whatever it is given.

mod csv;
mod dot;
pub(crate) mod findings;
mod graphviz;
mod json;
mod jsonl;
mod markdown;
mod markup;
mod node_link;
mod page;
#[cfg(feature = "pdf")]
mod pdf;
mod picture;
#[cfg(feature = "png")]
mod png;
pub(crate) mod receipts;
mod svg;
#[cfg(any(feature = "png", feature = "pdf"))]
mod typeset;
mod values;

pub use findings::findings;
pub use picture::Print;
#[cfg(feature = "parquet")]
pub(crate) use values::tables;

use std::cell::RefCell;
use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use crate::ask::Answer;
use crate::dataset::Dataset;
use crate::draw;
use crate::graph::Graph;
use receipts::Receipts;

/// The formats that answers are written in, all in UTF-8; parses from and prints as its
/// [`name`](Format::name).
///
/// ```
/// use standoff::write::Format;
/// assert_eq!("md".parse(), Ok(Format::Markdown));
/// assert_eq!("doc".parse::<Format>(), Err(()));
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
    /// The graph as a picture in SVG.
    Svg,
    /// The graph as a picture in PNG (feature `png`).
    Png,
    /// The graph as a picture in PDF (feature `pdf`).
    Pdf,
    /// The graph as a page in HTML that needs nothing else: three views, filters, and the statements
    /// behind everything.
    Html,
}

impl Format {
    /// Every format, each once: those of rows, then those of graphs.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// let names = ["json", "jsonl", "csv", "md", "graph", "dot", "svg", "png", "pdf", "html"];
    /// assert_eq!(Format::ALL.map(Format::name), names);
    /// ```
    pub const ALL: [Format; 10] = [
        Format::Json,
        Format::JsonLines,
        Format::Csv,
        Format::Markdown,
        Format::NodeLink,
        Format::Dot,
        Format::Svg,
        Format::Png,
        Format::Pdf,
        Format::Html,
    ];

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
            Format::Svg => "svg",
            Format::Png => "png",
            Format::Pdf => "pdf",
            Format::Html => "html",
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
            Format::Svg => &["svg"],
            Format::Png => &["png"],
            Format::Pdf => &["pdf"],
            Format::Html => &["html", "htm"],
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
            Format::Svg => "image/svg+xml",
            Format::Png => "image/png",
            Format::Pdf => "application/pdf",
            Format::Html => "text/html",
        }
    }

    /// Whether it is the graph that it holds, and not the rows.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// let rows: Vec<_> = Format::ALL.into_iter().filter(|format| !format.is_graph()).collect();
    /// assert_eq!(rows, [Format::Json, Format::JsonLines, Format::Csv, Format::Markdown]);
    /// ```
    pub fn is_graph(self) -> bool {
        self.is_picture() || matches!(self, Format::NodeLink | Format::Dot | Format::Html)
    }

    /// Whether it is one picture, so that all of [`draw::Options`] hold for it.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// let pictures: Vec<_> = Format::ALL.into_iter().filter(|format| format.is_picture()).collect();
    /// assert_eq!(pictures, [Format::Svg, Format::Png, Format::Pdf]);
    /// ```
    pub fn is_picture(self) -> bool {
        matches!(self, Format::Svg | Format::Png | Format::Pdf)
    }

    /// Whether this build can write it: PNG and PDF are features.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// assert!(Format::Svg.is_built());
    /// ```
    pub fn is_built(self) -> bool {
        match self {
            Format::Png => cfg!(feature = "png"),
            Format::Pdf => cfg!(feature = "pdf"),
            _ => true,
        }
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
    /// How pictures are drawn.
    pub draw: draw::Options,
    /// How PNG and PDF are made of them.
    pub print: Print<'a>,
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
        Format::Svg | Format::Png | Format::Pdf => picture::write(out, dataset, graph, format, options),
        Format::Html => page::write(out, dataset, graph, options),
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
