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
mod format;
pub(crate) mod json;
pub(crate) mod keys;
mod labels;
mod lines;
mod mapped;
pub(crate) mod objects;
#[cfg(feature = "parquet")]
mod prepared;
pub(crate) mod record;
pub(crate) mod rows;
pub(crate) mod scan;
mod schema;
mod sieve;
mod text;
pub(crate) mod want;

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use crate::files::{At, Input, Records};
use crate::names::nearest;
use crate::packed::{self, Archive, Packing};
use crate::problem::{Finding, Problems};
use crate::progress::Counted;
pub use crate::progress::Progress;
use crate::statement::Details;
use ahead::Ahead;
use annotations::Annotation;
pub use annotations::Tool;
use blocks::{Blocks, Source};
use bulk::How;
use data_file::Table;
use draft::Draft;
use events::Row;
pub use events::Shape;
pub use fields::Fields;
use fields::LABELS;
pub use format::Format;
use json::{Json, list, shortened};
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
    let file = draft.file(Input::held("tables".to_owned(), 0, text.as_bytes().to_vec()));
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
            path.is_file() && formats(path).as_ref().map_or(true, every)
        }
        Data::Bytes { .. } => false,
    };
    let from = options.from.is_none_or(streams);
    !options.one_a_day && from && data.iter().all(each)
}

/// The formats of what a file holds, of an archive each of its members'; `None` is a prepared file.
fn formats(path: &Path) -> io::Result<Vec<Option<Format>>> {
    let mut file = File::open(path)?;
    let mut beginning = Vec::new();
    (&file).take(BEGINNING).read_to_end(&mut beginning)?;
    file.rewind()?;
    let of = |name: &Path, packing: Packing| -> io::Result<Option<Format>> {
        let mut beginning = Vec::new();
        packed::open_path(path, packing)?.take(BEGINNING).read_to_end(&mut beginning)?;
        Ok(Some(Format::of_file(name, &beginning)))
    };
    match Archive::of(&beginning) {
        Some(Archive::Gzip) => Ok(vec![of(path, Packing::Gzip)?]),
        Some(Archive::Zip) => {
            packed::members(file)?.into_iter().map(|(name, packing)| of(Path::new(&name), packing)).collect()
        }
        None if beginning.starts_with(PARQUET) => Ok(vec![None]),
        None => Ok(vec![Some(Format::of_file(path, &beginning))]),
    }
}

/// How much of a file tells what it is.
const BEGINNING: u64 = 64 << 10;

/// How Parquet begins.
const PARQUET: &[u8] = b"PAR1";

fn read_all(data: &[Data], want: &Want, options: &Options, draft: Draft) -> Draft {
    let mut reader = Reader { options, want, draft, seen: HashSet::new(), later: Vec::new() };
    for (data, number) in data.iter().zip(0..) {
        reader.data(data, number);
    }
    // What refers to the events of other files comes behind them all.
    for file in std::mem::take(&mut reader.later) {
        let name = file.input.name.clone();
        if let Err(error) = reader.events(file) {
            reader.finding(Finding::error(None, format!("{name}: {error}")));
        }
    }
    let mut draft = reader.draft;
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

struct Reader<'o> {
    options: &'o Options,
    /// What is wanted of these data.
    want: &'o Want,
    draft: Draft,
    seen: HashSet<PathBuf>,
    later: Vec<EventFile>,
}

/// A file of event data that is about to be read.
struct EventFile {
    input: Input,
    source: Source,
    reader: Arc<dyn events::Reader>,
}

/// A file that is open.
struct Opened<'p> {
    path: &'p Path,
    /// What it is called in messages, and by what its format is told: the member of an archive has the
    /// archive in front.
    name: String,
    packing: Option<Packing>,
    file: File,
    number: u32,
}

impl Reader<'_> {
    fn finding(&mut self, finding: Finding) {
        self.draft.findings.push(finding);
    }

    fn data(&mut self, data: &Data, number: u32) {
        match data {
            Data::Path(path) if path.is_dir() => self.folder(path, number),
            Data::Path(path) => self.file(path, None, number),
            Data::Bytes { name, bytes } => {
                if let Err(error) = self.bytes(name, bytes.clone(), number) {
                    self.finding(Finding::error(None, format!("{name}: {error}")));
                }
            }
        }
    }

    fn bytes(&mut self, name: &str, mut bytes: Vec<u8>, number: u32) -> io::Result<()> {
        if bytes.is_empty() {
            return Err(io::Error::other("there is nothing in it"));
        }
        match Archive::of(&bytes) {
            Some(Archive::Gzip) => {
                bytes = whole(packed::gzip(&bytes[..]), Some(bytes.len() as u64))?;
                if bytes.is_empty() {
                    return Err(io::Error::other("there is nothing in it"));
                }
            }
            Some(Archive::Zip) => return Err(io::Error::other("a zip archive is read from a file only")),
            None => {}
        }
        if let Some(why) = no_text(&bytes) {
            return Err(io::Error::other(why));
        }
        let format = self.options.from.unwrap_or_else(|| Format::of_text(&bytes));
        if format == Format::Dna {
            return self.database(name, bytes, number);
        }
        let held = Input::held(name.to_owned(), number, bytes.clone());
        if let Format::Events(shape) = format {
            let reader = shape.reader(&bytes, None).map_err(io::Error::other)?;
            let source = Source::Stream(Box::new(io::Cursor::new(bytes)));
            return self.events_now_or_later(shape, EventFile { input: held, source, reader });
        }
        let file = self.draft.file(held);
        self.content(file, &bytes, format, None);
        Ok(())
    }

    /// Reads what a folder holds: `dataset.json`, and for each table `NAME.json`, for statements
    /// also `.jsonl`, `.csv` and `.tsv`; `NAME-anything.json` too, and all of it packed with gzip.
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
            // What is packed is called for what is in it: `statements.jsonl.gz`.
            let bare = name.strip_suffix(".gz").unwrap_or(name);
            let stem = Path::new(bare).file_stem().and_then(|stem| stem.to_str());
            let (Some(format), Some(stem)) = (Format::of_path(path), stem) else { continue };
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
        // Tables of actors and the like may stand beside statements that come from elsewhere.
        let no_statements = found.iter().all(|(table, _)| !matches!(table, None | Some(Table::Statements)));
        if no_statements {
            // Event data, annotations and databases are not named for what they hold, but look like it.
            let others = |format: &Option<Format>| {
                matches!(format, None | Some(Format::Events(_) | Format::Annotations(_) | Format::Dna))
            };
            let known: HashSet<&String> = found.iter().map(|(_, name)| *name).collect();
            let mut more = Vec::new();
            for name in names.iter().filter(|name| !known.contains(name)) {
                let path = folder.join(name);
                if path.is_file() && formats(&path).is_ok_and(|formats| formats.iter().any(others)) {
                    more.push((None, name));
                }
            }
            found.extend(more);
        }
        if found.is_empty() {
            let said = format!("{}: the folder holds no data", folder.display());
            let tables = list(Table::ALL.iter().map(|table| table.name()));
            let hint = format!(
                "files are named for what they hold: {tables}, each .json, and statements also .jsonl, .csv or .tsv; \
                 event data and annotations may be called anything"
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
        let mut file = File::open(path)?;
        let name = path.display().to_string();
        if !file.metadata()?.is_file() {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            return self.bytes(&name, bytes, number);
        }
        let mut magic = Vec::new();
        (&file).take(4).read_to_end(&mut magic)?;
        file.rewind()?;
        match Archive::of(&magic) {
            Some(Archive::Zip) => {
                let members = packed::members(file)?;
                let annotated: HashSet<PathBuf> = members
                    .iter()
                    .map(|(name, _)| Path::new(name))
                    .filter(|name| name.extension().is_some_and(|ending| ending == "ann"))
                    .map(|name| name.with_extension("txt"))
                    .collect();
                for (member, packing) in members {
                    // The text and the settings of brat's annotations are read with these, or not at all.
                    let settings = !annotated.is_empty() && member.ends_with(".conf");
                    if settings || annotated.contains(Path::new(&member)) {
                        continue;
                    }
                    let name = format!("{name}/{member}");
                    let opened = Opened { path, name, packing: Some(packing), file: File::open(path)?, number };
                    let name = opened.name.clone();
                    if let Err(error) = self.opened(opened, table) {
                        self.finding(Finding::error(None, format!("{name}: {error}")));
                    }
                }
                Ok(())
            }
            packed => {
                let packing = packed.map(|_| Packing::Gzip);
                self.opened(Opened { path, name, packing, file, number }, table)
            }
        }
    }

    fn opened(&mut self, opened: Opened<'_>, table: Option<Table>) -> io::Result<()> {
        let Opened { path, name, packing, file, number } = opened;
        let input = Input::on_disk(name, number, path.to_owned(), &file)?;
        let len = file.metadata()?.len();
        let mut beginning = Vec::new();
        let input = match packing {
            None => {
                (&file).take(BEGINNING).read_to_end(&mut beginning)?;
                input
            }
            Some(packing) => {
                packed::open_path(path, packing)?.take(BEGINNING).read_to_end(&mut beginning)?;
                input.packed(packing)
            }
        };
        if beginning.is_empty() {
            return Err(io::Error::other("the file is empty"));
        }
        if beginning.starts_with(PARQUET) {
            return self.prepared(file, input);
        }
        if let Some(why) = no_text(&beginning) {
            return Err(io::Error::other(why));
        }
        let format = self.options.from.unwrap_or_else(|| Format::of_file(Path::new(&input.name), &beginning));
        let mut file = file;
        file.rewind()?;
        let progress = &self.options.progress;
        let source = match packing {
            None => Source::File { file, len },
            Some(packing) => Source::Stream(packed::open(file, packing, progress)?),
        };
        let packed = packing.map(|packing| packing.len(len));
        progress.total.fetch_add(packed.unwrap_or(len), Ordering::Relaxed);
        match format {
            Format::Events(shape) => {
                let reader = shape.reader(&beginning, Some(path)).map_err(io::Error::other)?;
                self.events_now_or_later(shape, EventFile { input, source, reader })
            }
            #[cfg(feature = "parquet")]
            Format::JsonLines if self.draft.sink.is_some() && self.options.fields.is_empty() => {
                let name = input.name.clone();
                let file = self.draft.files.push(input);
                let (how, done) = (self.options.how(), &self.options.progress.done);
                let sink = self.draft.sink.as_mut().expect("it is there");
                sink.flush()?;
                sink.import.json_lines(file, &name, source, how.blocks, done)
            }
            Format::JsonLines => {
                let progress = &self.options.progress;
                if !self.options.fields.is_empty() {
                    let from = Ahead::new(Counted::of(source, progress));
                    let file = self.draft.file(input);
                    return objects::read(file, from, &self.options.fields, &mut self.draft);
                }
                let big = len >= self.options.big.unwrap_or(BIG) && !self.want.all();
                let file = self.draft.file(input);
                let (want, how) = (self.want, self.options.how());
                match big {
                    true => lines::read_wanted(file, source, want, &how, &self.options.progress.done, &mut self.draft),
                    false => lines::read(file, Ahead::new(Counted::of(source, progress)), &mut self.draft),
                }
            }
            Format::Dna => {
                let bytes = whole(Counted::of(source, progress), packed)?;
                self.database(&input.name, bytes, number)
            }
            _ => {
                let bytes = whole(Counted::of(source, progress), packed)?;
                let file = self.draft.file(input);
                self.content(file, &bytes, format, table);
                Ok(())
            }
        }
    }

    #[cfg(feature = "parquet")]
    fn prepared(&mut self, file: File, mut input: Input) -> io::Result<()> {
        let prepared = Arc::new(crate::prepared::Prepared::of(file)?);
        input.records = Records::Prepared(Arc::clone(&prepared));
        let file = self.draft.file(input);
        prepared::read(file, &prepared, self.want, &mut self.draft)
    }

    #[cfg(not(feature = "parquet"))]
    fn prepared(&mut self, _: File, _: Input) -> io::Result<()> {
        Err(io::Error::other("this standoff was built without Parquet: cargo build --release --features parquet"))
    }

    #[cfg(feature = "sqlite")]
    fn database(&mut self, name: &str, bytes: Vec<u8>, number: u32) -> io::Result<()> {
        dna::read(name, number, bytes, &self.options.fields, &mut self.draft)
    }

    #[cfg(not(feature = "sqlite"))]
    fn database(&mut self, _: &str, _: Vec<u8>, _: u32) -> io::Result<()> {
        Err(io::Error::other("this standoff was built without SQLite: cargo build --release --features sqlite"))
    }

    fn events_now_or_later(&mut self, shape: Shape, file: EventFile) -> io::Result<()> {
        if shape.refers() {
            self.later.push(file);
            return Ok(());
        }
        self.events(file)
    }

    fn events(&mut self, file: EventFile) -> io::Result<()> {
        let EventFile { mut input, source, reader } = file;
        input.records = Records::Events(Arc::clone(&reader));
        let file = self.draft.file(input);
        let (want, how) = (self.want, self.options.how());
        self.draft.bulk.any = true;
        bulk::read(file, source, &*reader, want, &how, &self.options.progress.done, &mut self.draft)
    }

    fn content(&mut self, file: u32, bytes: &[u8], format: Format, table: Option<Table>) {
        if format == Format::JsonLines {
            let read = match self.options.fields.is_empty() {
                true => lines::read(file, bytes, &mut self.draft),
                false => objects::read(file, bytes, &self.options.fields, &mut self.draft),
            };
            if let Err(error) = read {
                let said = format!("{}: {error}", self.draft.files.input(file).name);
                self.finding(Finding::error(None, said));
            }
            return;
        }
        let (offset, bytes) = without_mark(file, 0, bytes, &mut self.draft.findings);
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return self.finding(not_utf8(file, offset, bytes, error)),
        };
        match format {
            Format::Json => data_file::read(Json { file, offset, text }, table, &mut self.draft),
            Format::Csv => rows::read(file, offset, text, b',', &self.options.fields, &mut self.draft),
            Format::Tsv => rows::read(file, offset, text, b'\t', &self.options.fields, &mut self.draft),
            Format::Annotations(tool) => {
                let beside = match tool {
                    Tool::Brat => self.draft.files.input(file).beside("txt"),
                    _ => None,
                };
                let beside = match beside {
                    None => None,
                    Some(Ok(text)) => match String::from_utf8(text) {
                        Ok(text) => Some(text),
                        Err(_) => {
                            let name = &self.draft.files.input(file).name;
                            let said = format!("{name}: the text beside it is not UTF-8");
                            return self.finding(Finding::error(None, said).hint("save it as UTF-8"));
                        }
                    },
                    Some(Err(error)) => {
                        let said = format!("{}: the text beside it: {error}", self.draft.files.input(file).name);
                        return self.finding(Finding::error(None, said));
                    }
                };
                let annotation = Annotation { json: Json { file, offset, text }, beside };
                annotations::read(tool, &annotation, &self.options.fields, &mut self.draft);
            }
            Format::JsonLines | Format::Events(_) | Format::Dna => unreachable!("they are read elsewhere"),
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
fn no_text(beginning: &[u8]) -> Option<&'static str> {
    if Archive::of(beginning).is_some() {
        return Some("what is packed in it is packed itself; unpack it once");
    }
    match beginning {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => Some("the file is UTF-16; save it as UTF-8"),
        // Text in UTF-16 need not say so; text in UTF-8 does not begin with a zero.
        [0, _, ..] | [_, 0, ..] => Some("the file is UTF-16, or no text at all; save it as UTF-8"),
        _ => None,
    }
}

/// All of what has to be in memory as a whole, if it can be; of what is packed, in how many bytes.
fn whole(from: impl Read, packed: Option<u64>) -> io::Result<Vec<u8>> {
    /// The most that is taken.
    const MOST: u64 = 4 << 30;
    /// Text is packed into a tenth, tables that repeat themselves into a fiftieth: more is a bomb, but for what is
    /// small.
    const TIMES: u64 = 200;
    const SMALL: u64 = 16 << 20;
    let most = packed.map_or(MOST, |packed| MOST.min(SMALL.max(packed.saturating_mul(TIMES))));
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 <= most {
        return Ok(bytes);
    }
    Err(io::Error::other(match most {
        MOST => "the file has more than 4 GiB; write its statements as JSON Lines".to_owned(),
        _ => format!("it unpacks to more than {TIMES} times its size, as no data do; unpack it first if they are"),
    }))
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
