//! The formats that can be read, and how one is told from the others.

use std::path::Path;
use std::str::FromStr;

use super::annotations::Tool;
use super::events::Shape;

/// How a SQLite database begins.
pub(crate) const SQLITE: &[u8] = b"SQLite format 3\0";

/// The formats that statements are read from; text is UTF-8, and a byte order mark is skipped.
///
/// ```
/// use standoff::read::Format;
/// assert_eq!(Format::of_path("march.NDJSON".as_ref()), Some(Format::JsonLines));
/// assert_eq!(Format::of_text(b"source,relation,target\n"), Format::Csv);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// The data file: one object, or one of its lists.
    Json,
    /// A statement a line, each a JSON object.
    JsonLines,
    /// A statement a row below a header that names the columns, apart by commas (RFC 4180).
    Csv,
    /// The same, apart by tabs.
    Tsv,
    /// Event data of that shape.
    Events(Shape),
    /// Annotations of that tool.
    Annotations(Tool),
    /// A database of Discourse Network Analyzer, version 2 or 3 (feature `sqlite`).
    Dna,
}

impl Format {
    /// Every format, each once.
    ///
    /// ```
    /// use standoff::read::Format;
    /// let names: Vec<_> = Format::all().map(Format::name).collect();
    /// assert_eq!(names[..5], ["json", "jsonl", "csv", "tsv", "gdelt"]);
    /// ```
    pub fn all() -> impl Iterator<Item = Format> {
        let own = [Format::Json, Format::JsonLines, Format::Csv, Format::Tsv];
        let others = Shape::ALL.into_iter().map(Format::Events).chain(Tool::ALL.into_iter().map(Format::Annotations));
        own.into_iter().chain(others).chain([Format::Dna])
    }

    /// Its name on the command line; it parses from it.
    ///
    /// ```
    /// use standoff::read::Format;
    /// assert!(Format::all().all(|format| format.name().parse() == Ok(format)));
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "json",
            Format::JsonLines => "jsonl",
            Format::Csv => "csv",
            Format::Tsv => "tsv",
            Format::Events(shape) => shape.name(),
            Format::Annotations(tool) => tool.name(),
            Format::Dna => "dna",
        }
    }

    /// The endings of its files, in lower case and without a dot, the usual one first; no two formats
    /// share one. Event data and most annotations have none of their own: they are told by what they hold.
    ///
    /// ```
    /// assert_eq!(standoff::read::Format::Tsv.endings(), ["tsv", "tab"]);
    /// ```
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Format::Json => &["json"],
            Format::JsonLines => &["jsonl", "ndjson"],
            Format::Csv => &["csv"],
            Format::Tsv => &["tsv", "tab"],
            Format::Events(_) => &[],
            Format::Annotations(tool) => tool.endings(),
            Format::Dna => &["dna"],
        }
    }

    /// Its media type, as registered with IANA where it is.
    ///
    /// ```
    /// assert_eq!(standoff::read::Format::Csv.media_type(), "text/csv");
    /// ```
    pub fn media_type(self) -> &'static str {
        match self {
            Format::Json | Format::Annotations(Tool::LabelStudio | Tool::Cas) => "application/json",
            Format::JsonLines | Format::Annotations(Tool::Doccano | Tool::Prodigy) => "application/jsonl",
            Format::Csv => "text/csv",
            Format::Tsv | Format::Events(_) => "text/tab-separated-values",
            Format::Annotations(Tool::Brat) => "text/plain",
            Format::Annotations(Tool::Web) => "application/ld+json",
            Format::Dna => "application/vnd.sqlite3",
        }
    }

    /// What becomes a statement, and what of the rest is kept.
    ///
    /// ```
    /// assert!(standoff::read::Format::Dna.keeps().contains("passages"));
    /// ```
    pub fn keeps(self) -> &'static str {
        match self {
            Format::Json => "everything: documents, actors, relations and statements",
            Format::JsonLines => "statements; with --map any objects",
            Format::Csv | Format::Tsv => {
                "statements, and all the rest in the column `about`; with --map any table with a row a statement"
            }
            Format::Events(Shape::Mentions) => "the documents in which GDELT's events stand",
            Format::Events(Shape::Quads) => "source, relation, target and day, by the files of names beside them",
            Format::Events(_) => "each event with date, actors, principals, code and document",
            Format::Annotations(Tool::Brat) => {
                "relations and events with their texts, `*` as aliases, Wikidata items, attributes of certainty and \
                 negation, notes as gists"
            }
            Format::Annotations(_) => {
                "relations between marks with the texts that they are in, and what is said of these"
            }
            Format::Dna => "statements towards concepts, persons with their organizations, passages and texts",
        }
    }

    /// What is not kept; notes say how often it is there.
    ///
    /// ```
    /// assert_eq!(standoff::read::Format::Json.loses(), "");
    /// ```
    pub fn loses(self) -> &'static str {
        match self {
            Format::Json => "",
            Format::JsonLines | Format::Csv | Format::Tsv => "with --map, what nothing is mapped to",
            Format::Events(Shape::Mentions) => "tones, confidence, offsets",
            Format::Events(Shape::Quads) => "",
            Format::Events(_) => "places, scores and counts",
            Format::Annotations(Tool::LabelStudio) => "predictions, cancelled annotations, other results",
            Format::Annotations(Tool::Doccano) => "marks in no relation, categories",
            Format::Annotations(Tool::Brat) => "marks in no relation, other attributes, notes and normalizations",
            Format::Annotations(Tool::Prodigy) => "records that were not accepted, tokens",
            Format::Annotations(Tool::Cas) => "layers that are no relations, syntax",
            Format::Annotations(Tool::Web) => "annotations that link nothing, selectors but of text",
            Format::Dna => "coders, attributes, links, regular expressions",
        }
    }

    /// The format of a file by its ending, in either case, behind which `.gz` may stand; `None` for any
    /// other ending.
    ///
    /// ```
    /// use standoff::read::Format;
    /// assert_eq!(Format::of_path("council/minutes.TSV".as_ref()), Some(Format::Tsv));
    /// assert_eq!(Format::of_path("council/minutes.tsv.gz".as_ref()), Some(Format::Tsv));
    /// assert_eq!(Format::of_path("minutes.pdf".as_ref()), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        if ending == "gz" {
            let inside = path.with_extension("");
            return if inside == path { None } else { Format::of_path(&inside) };
        }
        Format::all().find(|format| format.endings().contains(&ending.as_str()))
    }

    /// The format of a file that begins so: event data and annotations are told by what they hold, whatever
    /// they are called, all others by their ending, and where that says nothing by what they look like.
    pub(crate) fn of_file(path: &Path, beginning: &[u8]) -> Format {
        if beginning.starts_with(SQLITE) {
            return Format::Dna;
        }
        let by_path = Format::of_path(path);
        // What is called a table is no annotation, whatever its first cell is.
        if !matches!(by_path, Some(Format::Csv | Format::Tsv | Format::Dna | Format::Annotations(_)))
            && let Some(tool) = Tool::of_text(beginning)
        {
            return Format::Annotations(tool);
        }
        if !matches!(by_path, Some(Format::Json | Format::JsonLines | Format::Dna | Format::Annotations(_)))
            && let Some(shape) = Shape::of_text(first(beginning))
        {
            return Format::Events(shape);
        }
        by_path.unwrap_or_else(|| Format::of_text(beginning))
    }

    /// The format that a text looks like: JSON Lines begins with an object in one line and another
    /// behind it, JSON with a bracket, and a table with anything else (TSV where its first line has a
    /// tab).
    ///
    /// ```
    /// use standoff::read::Format;
    /// assert_eq!(Format::of_text(b"[{\"source\": \"Oldbridge\"}]"), Format::Json);
    /// assert_eq!(Format::of_text(b"{\"id\": \"s1\"}\n{\"id\": \"s2\"}\n"), Format::JsonLines);
    /// assert_eq!(Format::of_text(b"source\trelation\ttarget\n"), Format::Tsv);
    /// ```
    pub fn of_text(text: &[u8]) -> Format {
        if text.starts_with(SQLITE) {
            return Format::Dna;
        }
        if let Some(shape) = Shape::of_text(first(text)) {
            return Format::Events(shape);
        }
        if let Some(tool) = Tool::of_text(text) {
            return Format::Annotations(tool);
        }
        let text = text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).trim_ascii_start();
        let mut lines = text.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii).filter(|line| !line.is_empty());
        let first = lines.next().unwrap_or_default();
        match first.first() {
            Some(b'{') if first.ends_with(b"}") && lines.next().is_none_or(|next| next.starts_with(b"{")) => {
                let has = |key: &[u8]| memchr::memmem::find(first, key).is_some();
                if has(b"\"statements\"") { Format::Json } else { Format::JsonLines }
            }
            Some(b'{' | b'[') => Format::Json,
            _ if memchr::memchr(b'\t', first).is_some() => Format::Tsv,
            _ => Format::Csv,
        }
    }
}

/// What tells event data; a text that is annotated may stand before what tells that it is.
fn first(beginning: &[u8]) -> &[u8] {
    &beginning[..beginning.len().min(64 << 10)]
}

impl FromStr for Format {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Format::all().find(|format| format.name() == text).ok_or(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_format_is_seen_from_the_content() {
        let format = |text: &str| Format::of_text(text.as_bytes());
        assert_eq!(format("{\"source\":1}\n{\"source\":2}\n"), Format::JsonLines);
        assert_eq!(format("{\"source\":1}"), Format::JsonLines);
        assert_eq!(format("{\"statements\":[]}"), Format::Json);
        assert_eq!(format("{\n \"statements\": []}"), Format::Json);
        assert_eq!(format("\u{feff} [\n"), Format::Json);
        assert_eq!(format("source\trelation\ttarget\n"), Format::Tsv);
        assert_eq!(format("source,relation,target"), Format::Csv);
    }
}
