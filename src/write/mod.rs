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
pub mod receipts;
mod values;

use std::fmt;
use std::io::{self, Write};
use std::path::Path;
use std::str::FromStr;

use crate::ask::Answer;
use crate::dataset::Dataset;
use crate::graph::Graph;
use receipts::Receipts;

/// The formats that answers are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The rows as one JSON object.
    Json,
    /// A row a line.
    JsonLines,
    /// A statement of a row a line, for spreadsheets.
    Csv,
    /// A table in Markdown.
    Markdown,
    /// The graph as networkx's node-link JSON.
    NodeLink,
    /// The graph as Graphviz DOT.
    Dot,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 6] =
        [Format::Json, Format::JsonLines, Format::Csv, Format::Markdown, Format::NodeLink, Format::Dot];

    /// Its name, for `--to`.
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

    /// The endings of its files, the usual one first.
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
    pub fn is_graph(self) -> bool {
        matches!(self, Format::NodeLink | Format::Dot)
    }

    /// The format of a file by its ending; the longest that fits.
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

/// What to write beside the rows themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The question in the words of the asker.
    pub question: &'a str,
    /// How many statements a row lists, newest first; all, where it is missing.
    pub receipts: Option<usize>,
    /// Where the texts of the documents lie: then each statement shows its passage.
    pub texts: Option<&'a Path>,
}

/// Writes an answer.
///
/// # Errors
/// Whatever `out` fails with, and what reading the statements again does.
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

/// Writes a graph in one of the formats that hold one.
///
/// # Errors
/// Whatever `out` fails with, what reading the statements again does, and a format that holds rows.
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
pub fn actor_value(dataset: &Dataset, actor: &crate::Actor) -> serde_json::Value {
    serde_json::Value::Object(values::actor(dataset, actor))
}
