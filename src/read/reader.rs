//! From paths and bytes to what they hold: what is packed is opened, the format found, and its reader called.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::ahead::Ahead;
use super::annotations::{self, Annotation, Tool};
use super::blocks::Source;
use super::data_file::{self, Table};
#[cfg(feature = "sqlite")]
use super::dna;
use super::draft::Draft;
use super::events::{self, Shape};
use super::folder::neighbour;
use super::format::Format;
use super::json::Json;
#[cfg(feature = "parquet")]
use super::prepared;
use super::want::Want;
use super::{BIG, Data, Options, bulk, lines, not_utf8, objects, rows, without_mark};
use crate::files::{Input, Records};
use crate::packed::{self, Archive, Packing};
use crate::problem::Finding;
use crate::progress::Counted;

/// The formats of what a file holds, of an archive each of its members'; `None` is a prepared file.
pub(super) fn formats(path: &Path) -> io::Result<Vec<Option<Format>>> {
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
const BEGINNING: u64 = 1 << 20;

const WORKBOOK: &str = "this is a workbook; save its sheet as CSV in UTF-8, which Excel and LibreOffice can";

/// How Parquet begins.
const PARQUET: &[u8] = b"PAR1";

/// Reads one thing after another into a draft.
pub(super) struct Reader<'o> {
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

impl<'o> Reader<'o> {
    pub fn new(options: &'o Options, want: &'o Want, draft: Draft) -> Self {
        Reader { options, want, draft, seen: HashSet::new(), later: Vec::new() }
    }

    /// Ends with what refers to the events of other files, which comes behind them all.
    pub fn end(mut self) -> Draft {
        for file in std::mem::take(&mut self.later) {
            let name = file.input.name.clone();
            if let Err(error) = self.events(file) {
                self.finding(Finding::error(None, format!("{name}: {error}")));
            }
        }
        self.draft
    }

    pub(super) fn lose(&mut self, what: String, count: u64) {
        self.draft.bulk.tally.lose(what, count);
    }

    pub(super) fn finding(&mut self, finding: Finding) {
        self.draft.findings.push(finding);
    }

    /// Reads that, which is of the DATA argument of that number.
    pub fn data(&mut self, data: &Data, number: u32) {
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

    pub(super) fn file(&mut self, path: &Path, table: Option<Table>, number: u32) {
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
                // How Excel and LibreOffice keep a workbook.
                if members.iter().any(|(member, _)| matches!(member.as_str(), "[Content_Types].xml" | "content.xml")) {
                    return Err(io::Error::other(WORKBOOK));
                }
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
        // brat has such a file for each text in which nothing is marked.
        if beginning.is_empty() && Format::of_path(Path::new(&input.name)) == Some(Format::Annotations(Tool::Brat)) {
            self.draft.bulk.tally.lose("files of annotations in which nothing is marked", 1);
            return Ok(());
        }
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

/// Why a file that begins so cannot be read as text.
fn no_text(beginning: &[u8]) -> Option<&'static str> {
    if Archive::of(beginning).is_some() {
        return Some("what is packed in it is packed itself; unpack it once");
    }
    match beginning {
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some(WORKBOOK),
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
