//! Reading: files and folders in, what they hold out, with names as they are written.
//!
//! [`Format::ALL`] is the one list of formats, and [`schema()`] describes the data file to other
//! programs.

mod ahead;
mod data_file;
pub(crate) mod draft;
pub(crate) mod json;
pub(crate) mod keys;
mod lines;
pub(crate) mod record;
mod rows;
mod scan;
mod schema;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::files::{At, Input, Records};
use crate::names::nearest;
use crate::problem::{Finding, Findings};
use crate::statement::Details;
use ahead::Ahead;
use data_file::Table;
use draft::Draft;
use json::{Json, list};
use record::Record;
pub use schema::schema;

/// The formats that statements are read from, all in UTF-8; a byte order mark is skipped.
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
}

impl Format {
    /// Every format, each once.
    ///
    /// ```
    /// use standoff::read::Format;
    /// let endings: Vec<_> = Format::ALL.iter().flat_map(|format| format.endings()).collect();
    /// assert_eq!(endings, [&"json", &"jsonl", &"ndjson", &"csv", &"tsv", &"tab"]);
    /// ```
    pub const ALL: [Format; 4] = [Format::Json, Format::JsonLines, Format::Csv, Format::Tsv];

    /// The endings of its files, in lower case and without a dot, the usual one first; no two formats
    /// share one.
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
        }
    }

    /// The format of a file by its ending, in either case; `None` for any other ending.
    ///
    /// ```
    /// use standoff::read::Format;
    /// assert_eq!(Format::of_path("council/minutes.TSV".as_ref()), Some(Format::Tsv));
    /// assert_eq!(Format::of_path("minutes.pdf".as_ref()), None);
    /// ```
    pub fn of_path(path: &Path) -> Option<Format> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        Format::ALL.into_iter().find(|format| format.endings().contains(&ending.as_str()))
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

/// What to read: a path, or bytes that are at hand.
///
/// ```
/// use standoff::{Data, read};
/// let table = Data::bytes("march.csv", "source,relation,target\nOldbridge,aids,Marsh End\n");
/// let (data, _) = read([table, Data::Path("tests/corpus".into())]).unwrap();
/// assert_eq!(data.statements().next().unwrap().id(), "march.csv#1");
/// ```
#[derive(Debug, Clone)]
pub enum Data {
    /// A file, whose ending says the format, or a folder with files that are named for what they
    /// hold: `dataset`, `documents`, `actors`, `relations` and `statements` (also `statements-…`).
    Path(PathBuf),
    /// Something that was read already, such as standard input; what it looks like says the format
    /// ([`Format::of_text`]).
    Bytes {
        /// Its name in messages, and in the ids of statements that have none.
        name: String,
        /// What it holds.
        bytes: Vec<u8>,
    },
}

impl Data {
    /// Something that was read already, under the name that messages call it by.
    ///
    /// ```
    /// use standoff::{Data, read};
    /// let report = read([Data::bytes("town.json", "[{}]")]).unwrap_err();
    /// assert_eq!(report.problems[0].place.as_ref().unwrap().file, "town.json");
    /// ```
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Data::Bytes { name: name.into(), bytes: bytes.into() }
    }
}

/// Reads everything into one draft, names and all as they are written.
pub(crate) fn gather(data: impl IntoIterator<Item = Data>) -> Draft {
    let mut reader = Reader::default();
    for (data, number) in data.into_iter().zip(0..) {
        reader.data(data, number);
    }
    reader.draft
}

#[derive(Default)]
struct Reader {
    draft: Draft,
    seen: HashSet<PathBuf>,
}

impl Reader {
    fn finding(&mut self, finding: Finding) {
        self.draft.findings.push(finding);
    }

    fn data(&mut self, data: Data, number: u32) {
        match data {
            Data::Path(path) if path.is_dir() => self.folder(&path, number),
            Data::Path(path) => self.file(&path, None, number),
            Data::Bytes { name, bytes } => {
                if bytes.is_empty() {
                    return self.finding(Finding::error(None, format!("{name}: there is nothing in it")));
                }
                let format = Format::of_text(&bytes);
                let file = self.draft.files.push(Input::held(name, number, bytes.clone()));
                self.content(file, &bytes, format, None);
            }
        }
    }

    /// Reads what a folder holds: `dataset.json`, and for each table `NAME.json`, for statements
    /// also `.jsonl`, `.csv` and `.tsv`; `NAME-anything.json` too.
    fn folder(&mut self, folder: &Path, number: u32) {
        let names = match folder.read_dir().and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>()
        }) {
            Ok(names) => names,
            Err(error) => return self.finding(Finding::error(None, format!("{}: {error}", folder.display()))),
        };
        let mut names: Vec<String> = names.into_iter().filter_map(|name| name.into_string().ok()).collect();
        names.sort();
        let mut found = Vec::new();
        for name in &names {
            let path = Path::new(name);
            let (Some(format), Some(stem)) = (Format::of_path(path), path.file_stem().and_then(|stem| stem.to_str()))
            else {
                continue;
            };
            let is = |table: &str| stem == table || stem.strip_prefix(table).is_some_and(|rest| rest.starts_with('-'));
            let table = Table::ALL.into_iter().find(|table| is(table.name()));
            match table {
                Some(table) if format == Format::Json || table == Table::Statements => found.push((Some(table), name)),
                Some(table) => {
                    let said = format!("{}: the {} are read from JSON only", folder.join(name).display(), table.name());
                    self.finding(Finding::error(None, said));
                }
                None if stem == "dataset" && format == Format::Json => found.push((None, name)),
                None => {
                    let tables = Table::ALL.map(Table::name);
                    if let Some(near) = nearest(stem, tables) {
                        let said = format!("{}: this file is not read", folder.join(name).display());
                        self.finding(Finding::warning(None, said).did_you_mean(Some(near)));
                    }
                }
            }
        }
        if found.is_empty() {
            let said = format!("{}: the folder holds no data", folder.display());
            let tables = list(Table::ALL.iter().map(|table| table.name()));
            let hint = format!(
                "files are named for what they hold: {tables}, each .json, and statements also .jsonl, .csv or .tsv"
            );
            self.finding(Finding::error(None, said).hint(hint));
        }
        for (table, name) in found {
            self.file(&folder.join(name), table, number);
        }
    }

    fn file(&mut self, path: &Path, table: Option<Table>, number: u32) {
        if let Err(error) = self.try_file(path, table, number) {
            let finding = Finding::error(None, format!("{}: {error}", path.display()));
            let lost = error.kind() == io::ErrorKind::NotFound;
            self.finding(match lost.then(|| neighbour(path)).flatten() {
                Some(near) => finding.did_you_mean(Some(&near)),
                None => finding,
            });
        }
    }

    fn try_file(&mut self, path: &Path, table: Option<Table>, number: u32) -> io::Result<()> {
        // The same file twice says nothing twice. A pipe of the shell, `<(…)`, has no name of its own
        // but opens; what is not there at all fails below.
        if let Ok(canonical) = path.canonicalize()
            && !self.seen.insert(canonical)
        {
            return Ok(());
        }
        let file = File::open(path)?;
        let input = Input::on_disk(path.display().to_string(), number, path.to_owned(), &file)?;
        let regular = file.metadata()?.is_file();
        let mut from = BufReader::with_capacity(1 << 18, file);
        let beginning = from.fill_buf()?;
        if beginning.is_empty() {
            return Err(io::Error::other("the file is empty"));
        }
        let format = Format::of_path(path).unwrap_or_else(|| Format::of_text(beginning));
        if let Some(packed) = packed(beginning) {
            return Err(io::Error::other(packed));
        }
        if format == Format::JsonLines && regular {
            let file = self.draft.files.push(input);
            return lines::read(file, Ahead::new(from), &mut self.draft);
        }
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes)?;
        let input = if regular { input } else { Input::held(input.name, number, bytes.clone()) };
        let file = self.draft.files.push(input);
        self.content(file, &bytes, format, table);
        Ok(())
    }

    fn content(&mut self, file: u32, bytes: &[u8], format: Format, table: Option<Table>) {
        if format == Format::JsonLines {
            return lines::read(file, bytes, &mut self.draft).expect("reading from memory does not fail");
        }
        let (offset, bytes) = without_mark(file, 0, bytes, &mut self.draft);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return self.finding(not_utf8(file, offset, bytes, error)),
        };
        match format {
            Format::Json => data_file::read(Json { file, offset, text }, table, &mut self.draft),
            Format::Csv => rows::read(file, offset, text, b',', &mut self.draft),
            Format::Tsv => rows::read(file, offset, text, b'\t', &mut self.draft),
            Format::JsonLines => unreachable!("handled above"),
        }
    }
}

/// The name in the same folder that is nearest to one that does not exist.
fn neighbour(path: &Path) -> Option<String> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wanted = path.file_name()?.to_str()?;
    let names = parent.read_dir().ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    // A link that leads nowhere is not there under its own name.
    let names: Vec<String> = names.filter(|name| name != wanted).collect();
    let near = nearest(wanted, names.iter().map(String::as_str))?;
    Some(parent.join(near).display().to_string().trim_start_matches("./").to_owned())
}

/// Why a file that begins so cannot be read as text.
fn packed(beginning: &[u8]) -> Option<&'static str> {
    match beginning {
        [0x1f, 0x8b, ..] => Some("the file is packed with gzip; unpack it first"),
        [b'P', b'K', 3, 4, ..] => Some("the file is a zip archive; unpack it first"),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("the file is UTF-16; save it as UTF-8"),
        // Text in UTF-16 need not say so; text in UTF-8 does not begin with a zero.
        [0, _, ..] | [_, 0, ..] => Some("the file is UTF-16, or no text at all; save it as UTF-8"),
        _ => None,
    }
}

/// What stands behind a byte order mark at the beginning of a file, and where it begins.
fn without_mark<'t>(file: u32, offset: u64, bytes: &'t [u8], draft: &mut Draft) -> (u64, &'t [u8]) {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    match bytes.strip_prefix(MARK) {
        Some(rest) if offset == 0 => {
            let at = At::new(file, 0, MARK.len());
            draft.findings.push(
                Finding::warning(at, "the file begins with a byte order mark")
                    .hint("it is read without; save it as UTF-8 without the mark"),
            );
            (MARK.len() as u64, rest)
        }
        _ => (offset, bytes),
    }
}

fn not_utf8(file: u32, offset: u64, bytes: &[u8], error: std::str::Utf8Error) -> Finding {
    let start = error.valid_up_to();
    let at = At::new(file, offset + start as u64, error.error_len().unwrap_or(bytes.len() - start));
    Finding::error(at, format!("the byte 0x{:02X} is not UTF-8", bytes[start]))
        .hint("save the file as UTF-8; Windows-1252 and Latin-1 write é as 0xE9")
}

/// Reads one statement again, of which the file's bytes are given.
pub(crate) fn again<'t>(at: At, bytes: &'t [u8], records: &Records, findings: &mut Findings) -> Option<Record<'t>> {
    let text = std::str::from_utf8(bytes).ok()?;
    match records {
        Records::Json => Record::of_json(Json { file: at.file, offset: at.start, text }, findings),
        Records::Rows { delimiter, columns } => rows::again(at, text, *delimiter, columns, findings),
    }
}

/// What is shown of a statement, of which the file's bytes are given.
pub(crate) fn details(at: At, bytes: &[u8], records: &Records) -> Option<Details> {
    again(at, bytes, records, &mut Findings::default()).map(Record::details)
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
