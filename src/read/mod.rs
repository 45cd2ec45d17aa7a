//! Reading: files and folders in, what they hold out, with names as they are written.
//!
//! [`Format::all`] is the one list of formats, and [`schema()`] describes the data file to other
//! programs.

mod actors;
mod ahead;
pub(crate) mod annotations;
mod bits;
pub(crate) mod blocks;
pub(crate) mod bulk;
mod coded;
mod data_file;
#[cfg(feature = "sqlite")]
mod dna;
pub(crate) mod draft;
pub(crate) mod events;
mod fields;
mod folder;
mod format;
pub(crate) mod json;
pub(crate) mod keys;
mod labels;
mod lines;
mod mapped;
pub(crate) mod objects;
#[cfg(feature = "parquet")]
mod prepared;
mod reader;
pub(crate) mod record;
pub(crate) mod rows;
pub(crate) mod scan;
mod schema;
mod sieve;
mod text;
pub(crate) mod want;

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::files::{At, Records};
use crate::problem::{Finding, Problems};
pub use crate::progress::Progress;
use crate::statement::Details;
pub use annotations::Tool;
use blocks::Blocks;
use bulk::How;
use draft::Draft;
use events::Row;
pub use events::Shape;
pub use fields::Fields;
use fields::LABELS;
pub use format::Format;
use json::{Json, list, shortened};
use reader::Reader;
use record::Record;
pub use schema::schema;
use want::Want;

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

/// How to read. The default reads everything, and finds the format of each file by itself.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format of every file, whatever it is called and looks like.
    pub from: Option<Format>,
    /// Takes the first row of event data that is not of the shape of its file for an error; otherwise
    /// such rows are counted.
    pub strict: bool,
    /// Counts both rows of what ICEWS stores from both sides, such as a visit; otherwise one.
    pub keep_mirrored: bool,
    /// Counts statements of the same day, sources, relation and targets once, with all their documents.
    pub one_a_day: bool,
    /// Says nothing of warnings but how many they are, where there are no errors.
    pub only_errors: bool,
    /// Which fields of other people's data are source, target and so on.
    pub fields: Fields,
    /// How many threads look through big files; as many as the machine has cores, where it is missing.
    pub threads: Option<NonZero<usize>>,
    /// How far it is, for whoever watches.
    pub progress: Arc<Progress>,
    /// What is asked for: the rest may be passed over, and is not looked to for what an actor is called.
    pub(crate) want: Want,
    /// Passes nothing over, whatever is asked for.
    pub(crate) everything: bool,
    /// From what size on a file of our own statements is read only for what is wanted.
    pub(crate) big: Option<u64>,
    /// In pieces of what size big files are read.
    pub(crate) block: Option<usize>,
}

/// From what size on a file is big.
const BIG: u64 = 64 << 20;

impl Options {
    fn how(&self) -> How {
        let mut blocks = Blocks::default();
        blocks.threads = self.threads.map_or(blocks.threads, NonZero::get);
        blocks.block = self.block.unwrap_or(blocks.block);
        How { blocks, strict: self.strict, keep_mirrored: self.keep_mirrored }
    }
}

/// Reads everything that is wanted into one draft, names and all as they are written.
pub(crate) fn gather(data: impl IntoIterator<Item = Data>, options: &Options) -> Draft {
    let data: Vec<Data> = data.into_iter().collect();
    let tables = || data.iter().any(|data| matches!(data, Data::Path(path) if may_be_tables(path)));
    let mut want = match options.everything || options.want.all() || tables() {
        true => Want::default(),
        false => options.want.clone(),
    };
    loop {
        let draft = read_all(&data, &want, options, Draft::default());
        match want.beside(&draft) {
            Some(more) => want = more,
            None => return draft,
        }
    }
}

/// Reads what stands in a prepared file beside its rows.
#[cfg(feature = "parquet")]
pub(crate) fn tables(text: &str) -> Draft {
    let mut draft = Draft::default();
    // The statements are elsewhere.
    draft.partial = true;
    let file = draft.file(crate::files::Input::held("tables".to_owned(), 0, text.as_bytes().to_vec()));
    data_file::read(Json { file, offset: 0, text }, None, &mut draft);
    draft
}

/// Whether tables of actors or relations may lie there, to judge by its name. A table of statements may have them,
/// too, and is then read again; most that are called so are event data, of which a question wants little.
fn may_be_tables(path: &Path) -> bool {
    path.is_dir() || matches!(Format::of_path(path), Some(Format::Json | Format::Annotations(_) | Format::Dna))
}

/// Reads all of it, with the statements into a sink.
#[cfg(feature = "parquet")]
pub(crate) fn gather_into(data: &[Data], options: &Options, sink: Option<crate::import::Sink>) -> Draft {
    let mut draft = Draft::default();
    draft.sink = sink;
    read_all(data, &Want::default(), options, draft)
}

/// Whether statements of these data can go on one by one as they are read: there are no tables that come
/// with them, nothing is compared with what came before, and nothing is added to it.
#[cfg(feature = "parquet")]
pub(crate) fn streams(data: &[Data], options: &Options) -> bool {
    let streams = |format: Format| match format {
        // They may have tables with them.
        Format::Json | Format::Csv | Format::Tsv | Format::Annotations(_) | Format::Dna => false,
        Format::JsonLines => true,
        Format::Events(shape) => !shape.refers(),
    };
    // What cannot be opened is said when it is read.
    let each = |data: &Data| match data {
        Data::Path(path) => {
            let every = |found: &Vec<Option<Format>>| found.iter().all(|format| format.is_some_and(streams));
            path.is_file() && reader::formats(path).as_ref().map_or(true, every)
        }
        Data::Bytes { .. } => false,
    };
    let from = options.from.is_none_or(streams);
    !options.one_a_day && from && data.iter().all(each)
}

fn read_all(data: &[Data], want: &Want, options: &Options, draft: Draft) -> Draft {
    let mut reader = Reader::new(options, want, draft);
    for (data, number) in data.iter().zip(0..) {
        reader.data(data, number);
    }
    let mut draft = reader.end();
    std::mem::take(&mut draft.annotated).end(&mut draft);
    // Where there are rows, it is said what became of them.
    draft.bulk.any |= draft.bulk.tally.rows > 0;
    labels::check(&options.fields, &draft.relations, &mut draft.findings);
    // Where something else is wrong, nobody knows what the fields would have been good for.
    if draft.findings.errors == 0 {
        mapping(&options.fields, &mut draft);
    }
    draft
}

/// Says what of a mapping has no effect, and that nothing that was read could be mapped.
fn mapping(fields: &Fields, draft: &mut Draft) {
    for (field, said) in fields.all().filter(|(field, _)| !draft.mapped.contains(field)) {
        let mut of_field = draft.unmapped.iter().filter(|(unmapped, _)| *unmapped == field).peekable();
        if of_field.peek().is_some() {
            of_field.for_each(|(_, finding)| draft.findings.push(finding.clone()));
            continue;
        }
        let finding = Finding::error(None, format!("{said} has no effect here"));
        let known = || list(draft.mapped.iter().copied().filter(|field| *field != LABELS));
        draft.findings.push(match (field, draft.mapped.is_empty()) {
            (LABELS, _) => finding.hint("no label of an annotation was read"),
            (_, true) => finding.hint("it is for tables, annotations and databases of others"),
            (_, false) => finding.hint(format!("of these data can be named: {}", known())),
        });
    }
    let tally = &draft.bulk.tally;
    let nothing = tally.statements() == 0 && draft.statements.len() == 0;
    if tally.labels && tally.unknown_codes > 0 && nothing {
        let labels = tally.most_unknown();
        let first = labels.first().map_or("", |(label, _)| *label);
        let shown: Vec<String> =
            labels.iter().take(20).map(|(label, count)| format!("`{}` {count}×", shortened(label))).collect();
        let more = if labels.len() > 20 { " …" } else { "" };
        let finding = Finding::error(None, "no label means a relation, so that nothing could be read");
        let hint = format!(
            "there are {}{more}; name what they mean, as in --map-relation {}",
            shown.join(", "),
            quoted(&format!("{}=accuses", shortened(first)))
        );
        draft.findings.push(finding.hint(hint));
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_=./:,+@".contains(c);
    match word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("'{}'", word.replace('\'', r"'\''")),
    }
}

/// What stands behind a byte order mark at the beginning of a file, and where it begins.
pub(crate) fn without_mark<'t>(file: u32, offset: u64, bytes: &'t [u8], findings: &mut Problems) -> (u64, &'t [u8]) {
    const MARK: &[u8] = "\u{feff}".as_bytes();
    match bytes.strip_prefix(MARK) {
        Some(rest) if offset == 0 => {
            let at = At::new(file, 0, MARK.len());
            findings.push(
                Finding::warning(at, "the file begins with a byte order mark")
                    .hint("it is read without; save it as UTF-8 without the mark"),
            );
            (MARK.len() as u64, rest)
        }
        _ => (offset, bytes),
    }
}

pub(crate) fn not_utf8(file: u32, offset: u64, bytes: &[u8], error: std::str::Utf8Error) -> Finding {
    let start = error.valid_up_to();
    let at = At::new(file, offset + start as u64, error.error_len().unwrap_or(bytes.len() - start));
    Finding::error(at, format!("the byte 0x{:02X} is not UTF-8", bytes[start]))
        .hint("save the file as UTF-8; Windows-1252 and Latin-1 write é as 0xE9")
}

/// Reads one statement again, of which the file's bytes are given.
pub(crate) fn again<'t>(at: At, bytes: &'t [u8], records: &Records, findings: &mut Problems) -> Option<Record<'t>> {
    if let Records::Events(reader) = records {
        return match reader.row(bytes) {
            Row::Event(event) => Some(event.record(at)),
            _ => None,
        };
    }
    let text = std::str::from_utf8(bytes).ok()?;
    match records {
        Records::Json | Records::Made => Record::of_json(Json { file: at.file, offset: at.start, text }, findings),
        Records::Rows { delimiter, columns, mapped } => {
            rows::again(at, text, *delimiter, columns, mapped.as_deref(), findings)
        }
        Records::Objects(keys) => objects::again(Json { file: at.file, offset: at.start, text }, keys, findings),
        Records::Events(_) => unreachable!("they are read as bytes above"),
        // Nothing is said against the rows of a prepared file: it was checked when it was made.
        #[cfg(feature = "parquet")]
        Records::Prepared(_) => None,
    }
}

/// What is shown of a statement, of which the file's bytes are given.
pub(crate) fn details(at: At, bytes: &[u8], records: &Records) -> Option<Details> {
    again(at, bytes, records, &mut Problems::default()).map(Record::details)
}
