//! The formats that can be written: the one list of what each is called, and what it keeps and loses.

use std::fmt;
use std::path::Path;
use std::str::FromStr;

use super::part::Part;

/// The formats that answers and graphs are written in, text in UTF-8; parses from and prints as its
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
    /// The data file: documents, actors, relations and statements.
    Data,
    /// The data file as one table, a statement a row (RFC 4180), which reads back as the same data.
    Statements,
    /// A prepared file: Parquet with a row for each tie (feature `parquet`).
    Parquet,
    /// The graph as the node-link JSON of networkx 3.4 and later, a directed multigraph.
    NodeLink,
    /// The same with its edges under `links`, as networkx before 3.4 and D3 want them.
    Links,
    /// The graph as JSON Graph Format, version 2.
    Jgf,
    /// The graph as JSON for Cytoscape and Cytoscape.js.
    Cyjs,
    /// The graph as GraphML 1.0.
    GraphMl,
    /// The graph as GEXF 1.3, with the time of each edge.
    Gexf,
    /// The graph as two tables that Gephi imports.
    Gephi,
    /// The graph as tables for `neo4j-admin import`, and a script that merges them into a database.
    Neo4j,
    /// Statements as RDF in Turtle.
    Turtle,
    /// The graph as entities of FollowTheMoney, one a line.
    FollowTheMoney,
    /// The graph as matrices for UCINET, one a relation.
    Dl,
    /// The graph as one matrix of counts, for spreadsheets.
    Matrix,
    /// The graph as Graphviz DOT.
    Dot,
    /// The graph as a Mermaid flowchart.
    Mermaid,
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

/// What a format is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Rows,
    Statements,
    Graph,
    Picture,
}

/// What there is to say of a format.
struct About {
    name: &'static str,
    endings: &'static [&'static str],
    media_type: &'static str,
    holds: Holds,
    keeps: Keeps,
    files: &'static [&'static str],
}

/// What a format holds of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keeps {
    Everything,
    AllBut(&'static [Part]),
    Only(&'static [Part]),
}

use Part::{
    About as Documented, Aliases, Answers, Certainty, Codes, Dates, Documents, Gists, Identifiers, Joint, Kinds,
    Members, Names, Negated, Passages, Principals, Relations, Signs, Statements, Title, Unnamed, Verbs,
};

/// What JSON can hold of a graph: everything that its edges and their ends are.
const GRAPH: Keeps = Keeps::AllBut(&[Negated, Unnamed]);

/// What the attributes of `flat` hold.
const FLAT: Keeps = Keeps::AllBut(&[Passages, Joint, Answers, Negated, Codes, Documented, Title, Verbs, Unnamed]);

/// The same with what there is to say of the data as a whole.
const TITLED: Keeps = Keeps::AllBut(&[Passages, Joint, Answers, Negated, Codes, Documented, Verbs, Unnamed]);

impl Format {
    /// Every format, each once: those of rows, of statements, of graphs, and of pictures.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// let names: Vec<_> = Format::ALL.iter().map(|format| format.name()).collect();
    /// assert_eq!(names[..8], ["json", "jsonl", "csv", "md", "data", "statements", "parquet", "graph"]);
    /// ```
    pub const ALL: [Format; 25] = [
        Format::Json,
        Format::JsonLines,
        Format::Csv,
        Format::Markdown,
        Format::Data,
        Format::Statements,
        Format::Parquet,
        Format::NodeLink,
        Format::Links,
        Format::Jgf,
        Format::Cyjs,
        Format::GraphMl,
        Format::Gexf,
        Format::Gephi,
        Format::Neo4j,
        Format::Turtle,
        Format::FollowTheMoney,
        Format::Dl,
        Format::Matrix,
        Format::Dot,
        Format::Mermaid,
        Format::Svg,
        Format::Png,
        Format::Pdf,
        Format::Html,
    ];

    fn about(self) -> About {
        let about =
            |name, endings, media_type, holds, keeps| About { name, endings, media_type, holds, keeps, files: &[] };
        let rows =
            Keeps::AllBut(&[Signs, Names, Kinds, Aliases, Members, Identifiers, Documented, Title, Verbs, Unnamed]);
        let picture = Keeps::Only(&[Relations, Signs, Dates, Documents, Gists, Certainty, Names, Kinds, Title]);
        match self {
            Format::Json => about("json", &["json"], "application/json", Holds::Rows, rows),
            Format::JsonLines => about("jsonl", &["jsonl", "ndjson"], "application/jsonl", Holds::Rows, rows),
            Format::Csv => about(
                "csv",
                &["csv"],
                "text/csv",
                Holds::Rows,
                Keeps::Only(&[Relations, Statements, Dates, Documents, Gists, Certainty, Joint, Negated, Principals]),
            ),
            Format::Markdown => about(
                "md",
                &["md", "markdown"],
                "text/markdown",
                Holds::Rows,
                Keeps::Only(&[Relations, Dates, Documents, Gists, Certainty, Joint, Negated, Names, Principals]),
            ),
            Format::Data => about("data", &["data.json"], "application/json", Holds::Statements, Keeps::Everything),
            Format::Statements => {
                about("statements", &["statements.csv"], "text/csv", Holds::Statements, Keeps::Everything)
            }
            Format::Parquet => {
                about("parquet", &["parquet"], "application/vnd.apache.parquet", Holds::Statements, Keeps::Everything)
            }
            Format::NodeLink => about("graph", &["graph.json"], "application/json", Holds::Graph, GRAPH),
            Format::Links => about("links", &["links.json"], "application/json", Holds::Graph, GRAPH),
            Format::Jgf => about("jgf", &["jgf.json", "jgf"], "application/vnd.jgf+json", Holds::Graph, GRAPH),
            Format::Cyjs => about("cyjs", &["cyjs"], "application/json", Holds::Graph, GRAPH),
            Format::GraphMl => about("graphml", &["graphml"], "application/xml", Holds::Graph, TITLED),
            Format::Gexf => about("gexf", &["gexf"], "application/gexf+xml", Holds::Graph, TITLED),
            Format::Gephi => About {
                files: &["nodes.csv", "edges.csv"],
                ..about("gephi", &["gephi.d"], "text/csv", Holds::Graph, FLAT)
            },
            Format::Neo4j => About {
                files: &["actors.csv", "ties.csv", "merge.cypher"],
                ..about("neo4j", &["neo4j.d"], "text/csv", Holds::Graph, FLAT)
            },
            Format::Turtle => about("turtle", &["ttl"], "text/turtle", Holds::Graph, GRAPH),
            Format::FollowTheMoney => about(
                "ftm",
                &["ftm.json", "ftm"],
                "application/json+ftm",
                Holds::Graph,
                Keeps::AllBut(&[Passages, Answers, Negated, Codes, Title, Verbs, Unnamed]),
            ),
            Format::Dl => about("dl", &["dl"], "text/plain", Holds::Graph, Keeps::Only(&[Relations, Names])),
            Format::Matrix => about("matrix", &["matrix.csv"], "text/csv", Holds::Graph, Keeps::Only(&[Names])),
            Format::Dot => about("dot", &["dot", "gv"], "text/vnd.graphviz", Holds::Graph, picture),
            Format::Mermaid => about(
                "mermaid",
                &["mmd", "mermaid"],
                "text/vnd.mermaid",
                Holds::Graph,
                Keeps::Only(&[Relations, Signs, Names]),
            ),
            Format::Svg => about("svg", &["svg"], "image/svg+xml", Holds::Picture, picture),
            Format::Png => about("png", &["png"], "image/png", Holds::Picture, picture),
            Format::Pdf => about("pdf", &["pdf"], "application/pdf", Holds::Picture, picture),
            Format::Html => about(
                "html",
                &["html", "htm"],
                "text/html",
                Holds::Graph,
                Keeps::AllBut(&[Passages, Negated, Codes, Members, Identifiers, Verbs, Unnamed]),
            ),
        }
    }

    /// Its name, for `--to`.
    ///
    /// ```
    /// assert_eq!(standoff::write::Format::NodeLink.name(), "graph");
    /// ```
    pub fn name(self) -> &'static str {
        self.about().name
    }

    /// The endings of its files, in lower case and without the first dot, the usual one first.
    ///
    /// ```
    /// assert_eq!(standoff::write::Format::Dot.endings(), ["dot", "gv"]);
    /// ```
    pub fn endings(self) -> &'static [&'static str] {
        self.about().endings
    }

    /// Its media type, as registered with IANA or as its specification says, where one of them does.
    ///
    /// ```
    /// assert_eq!(standoff::write::Format::Dot.media_type(), "text/vnd.graphviz");
    /// ```
    pub fn media_type(self) -> &'static str {
        self.about().media_type
    }

    /// What of the data it holds. What is written of it depends on the options, too: with no receipts there
    /// are no gists.
    ///
    /// ```
    /// use standoff::write::{Format, Part};
    /// assert!(Format::GraphMl.keeps().any(|part| part == Part::Certainty));
    /// ```
    pub fn keeps(self) -> impl Iterator<Item = Part> {
        let keeps = self.about().keeps;
        Part::ALL.into_iter().filter(move |part| keeps.part(*part))
    }

    /// What of the data it does not hold.
    ///
    /// ```
    /// use standoff::write::Format;
    /// assert_eq!(Format::Data.loses().count(), 0);
    /// ```
    pub fn loses(self) -> impl Iterator<Item = Part> {
        let keeps = self.about().keeps;
        Part::ALL.into_iter().filter(move |part| !keeps.part(*part))
    }

    /// The same in the shorter way to say it.
    pub(crate) fn keeps_in_short(self) -> Keeps {
        self.about().keeps
    }

    /// The files in its folder, where it is several; none where it is one file.
    ///
    /// ```
    /// use standoff::write::Format;
    /// assert_eq!(Format::Gephi.files(), ["nodes.csv", "edges.csv"]);
    /// assert!(Format::Gexf.files().is_empty());
    /// ```
    pub fn files(self) -> &'static [&'static str] {
        self.about().files
    }

    /// Whether it is the graph that it holds, and not rows or statements.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// let others: Vec<_> = Format::ALL.into_iter().filter(|format| !format.is_graph()).map(Format::name).collect();
    /// assert_eq!(others, ["json", "jsonl", "csv", "md", "data", "statements", "parquet"]);
    /// ```
    pub fn is_graph(self) -> bool {
        matches!(self.about().holds, Holds::Graph | Holds::Picture)
    }

    /// Whether it is data that read back: statements, with all that is known of their actors and documents.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// let data: Vec<_> = Format::ALL.into_iter().filter(|format| format.is_data()).collect();
    /// assert_eq!(data, [Format::Data, Format::Statements, Format::Parquet]);
    /// ```
    pub fn is_data(self) -> bool {
        self.about().holds == Holds::Statements
    }

    /// Whether it is one picture, so that all of [`draw::Options`](crate::draw::Options) hold for it.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// let pictures: Vec<_> = Format::ALL.into_iter().filter(|format| format.is_picture()).collect();
    /// assert_eq!(pictures, [Format::Svg, Format::Png, Format::Pdf]);
    /// ```
    pub fn is_picture(self) -> bool {
        self.about().holds == Holds::Picture
    }

    /// Whether this build can write it: Parquet, PNG and PDF are features.
    ///
    /// ```
    /// # use standoff::write::Format;
    /// assert!(Format::Svg.is_built());
    /// ```
    pub fn is_built(self) -> bool {
        let built = [
            (Format::Parquet, cfg!(feature = "parquet")),
            (Format::Png, cfg!(feature = "png")),
            (Format::Pdf, cfg!(feature = "pdf")),
        ];
        built.into_iter().all(|(format, built)| built || format != self)
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

impl Keeps {
    fn part(self, part: Part) -> bool {
        match self {
            Keeps::Everything => true,
            Keeps::AllBut(lost) => !lost.contains(&part),
            Keeps::Only(kept) => kept.contains(&part),
        }
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
