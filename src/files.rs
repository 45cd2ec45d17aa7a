//! The files that were read, for going back to them: statements are shown, and problems placed, from
//! the file itself.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use crate::packed::{self, Packing};
use crate::read::events;
use crate::read::objects::Keys;
use crate::read::record::Columns;
use crate::read::rows::MappedRows;

/// A place in a file, with enough of its line to show it.
///
/// ```
/// use standoff::{Data, read};
/// let table = "document,source,relation,target\nminutes,Oldbridge,acuses,Marsh End\n";
/// let report = read([Data::bytes("town.csv", table)]).unwrap_err();
/// let place = report.problems[0].place.as_ref().unwrap();
/// assert_eq!((place.line, place.column), (2, 19));
/// assert_eq!(&place.excerpt[place.words.clone()], "acuses");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: u64,
    /// The column, from 1, in Unicode code points.
    pub column: u64,
    /// The part of the line that holds the words at fault; cut to a window where the line is long.
    pub excerpt: String,
    /// Where in `excerpt` the words at fault stand, in bytes.
    pub words: std::ops::Range<usize>,
}

/// A stretch of a file, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct At {
    /// Which file, counted from 0 in the order of reading.
    pub file: u32,
    /// How many bytes stand before it.
    pub start: u64,
    /// How many bytes it has.
    pub len: u32,
}

impl At {
    pub fn new(file: u32, start: u64, len: usize) -> Self {
        At { file, start, len: u32::try_from(len).unwrap_or(u32::MAX) }
    }
}

/// How the statements of a file are written, which is what it takes to read one of them again.
#[derive(Debug, Clone)]
pub(crate) enum Records {
    /// A JSON object each.
    Json,
    /// A JSON object each, that was made of what stands in a database or an annotation.
    Made,
    /// A row each, with the columns of the header.
    Rows {
        /// What stands between two cells.
        delimiter: u8,
        /// Which column holds which key of a statement.
        columns: Arc<Columns>,
        /// What labels mean, where columns have names of others.
        mapped: Option<Arc<MappedRows>>,
    },
    /// A JSON object each, with keys of others.
    Objects(Arc<Keys>),
    /// A line each, of event data.
    Events(Arc<dyn events::Reader>),
    /// A tie or some each, of a prepared file: the place of a statement is that of one of its ties.
    #[cfg(feature = "parquet")]
    Prepared(Arc<crate::prepared::Prepared>),
}

impl Records {
    /// Whether they stand in lines of text.
    pub fn text(&self) -> bool {
        match self {
            Records::Json | Records::Rows { .. } | Records::Objects(_) | Records::Events(_) => true,
            Records::Made => false,
            #[cfg(feature = "parquet")]
            Records::Prepared(_) => false,
        }
    }
}

#[derive(Debug)]
enum Content {
    /// Read from a pipe: it is here or nowhere.
    Held(Vec<u8>),
    /// To be read again when needed, unpacked where it is packed.
    OnDisk { path: PathBuf, len: u64, modified: Option<SystemTime>, packing: Option<Packing> },
}

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Input {
    /// The name under which messages speak of it.
    pub name: String,
    /// Which of the DATA arguments it belongs to.
    pub data: u32,
    /// How its statements are written.
    pub records: Records,
    content: Content,
}

impl Input {
    pub fn held(name: String, data: u32, bytes: Vec<u8>) -> Self {
        Input { name, data, records: Records::Json, content: Content::Held(bytes) }
    }

    pub fn on_disk(name: String, data: u32, path: PathBuf, file: &File) -> io::Result<Self> {
        let meta = file.metadata()?;
        let content = Content::OnDisk { path, len: meta.len(), modified: meta.modified().ok(), packing: None };
        Ok(Input { name, data, records: Records::Json, content })
    }

    /// The same for what is packed in the file.
    pub fn packed(mut self, how: Packing) -> Self {
        if let Content::OnDisk { packing, .. } = &mut self.content {
            *packing = Some(how);
        }
        self
    }

    /// The folder that it lies in; `None` for standard input.
    pub fn folder(&self) -> Option<&Path> {
        match &self.content {
            Content::Held(_) => None,
            Content::OnDisk { path, .. } => Some(match path.parent() {
                Some(parent) if !parent.as_os_str().is_empty() => parent,
                _ => Path::new("."),
            }),
        }
    }

    /// What the file holds that lies beside it under the same name with another ending, in the same archive where
    /// it is in one; nothing where there is none.
    pub fn beside(&self, ending: &str) -> Option<io::Result<Vec<u8>>> {
        /// The most that is taken.
        const MOST: u64 = 1 << 30;
        let Content::OnDisk { path, packing, .. } = &self.content else { return None };
        let whole = |from: &mut dyn Read| {
            let mut bytes = Vec::new();
            from.take(MOST).read_to_end(&mut bytes).map(|_| bytes)
        };
        if let Some(Packing::Member { .. }) = packing {
            let member = Path::new(self.name.strip_prefix(&format!("{}/", path.display()))?).with_extension(ending);
            let members = File::open(path).and_then(packed::members).ok()?;
            let (_, packing) = members.into_iter().find(|(name, _)| Path::new(name) == member)?;
            return Some(packed::open_path(path, packing).and_then(|mut from| whole(&mut from)));
        }
        let bare = if packing.is_some() { path.with_extension("") } else { path.clone() };
        let file = File::open(bare.with_extension(ending)).ok()?;
        Some(whole(&mut &file))
    }

    /// What it holds, from the beginning.
    pub fn open(&self) -> io::Result<Opened<'_>> {
        match &self.content {
            Content::Held(bytes) => Ok(Opened::Held(io::Cursor::new(bytes))),
            Content::OnDisk { path, len, modified, packing } => {
                let file = File::open(path)?;
                let meta = file.metadata()?;
                if meta.len() != *len || meta.modified().ok() != *modified {
                    return Err(io::Error::other("the file changed while it was in use"));
                }
                match packing {
                    None => Ok(Opened::File(file)),
                    Some(packing) => Ok(Opened::Packed(Unpacking::new(path, *packing)?)),
                }
            }
        }
    }
}

/// A file that is read again.
pub(crate) enum Opened<'a> {
    Held(io::Cursor<&'a Vec<u8>>),
    File(File),
    Packed(Unpacking<'a>),
}

/// Something packed that is read on and on; to go back it begins anew.
pub(crate) struct Unpacking<'a> {
    path: &'a Path,
    packing: Packing,
    inside: Box<dyn Read + Send>,
    at: u64,
}

impl<'a> Unpacking<'a> {
    fn new(path: &'a Path, packing: Packing) -> io::Result<Self> {
        Ok(Unpacking { path, packing, inside: packed::open_path(path, packing)?, at: 0 })
    }

    fn seek(&mut self, to: u64) -> io::Result<u64> {
        if to < self.at {
            *self = Unpacking::new(self.path, self.packing)?;
        }
        let skip = to - self.at;
        let skipped = io::copy(&mut (&mut self.inside).take(skip), &mut io::sink())?;
        self.at += skipped;
        Ok(self.at)
    }
}

impl Opened<'_> {
    fn seek(&mut self, to: u64) -> io::Result<u64> {
        match self {
            Opened::Held(cursor) => cursor.seek(SeekFrom::Start(to)),
            Opened::File(file) => file.seek(SeekFrom::Start(to)),
            Opened::Packed(packed) => packed.seek(to),
        }
    }
}

impl Read for Opened<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Opened::Held(cursor) => cursor.read(buffer),
            Opened::File(file) => file.read(buffer),
            Opened::Packed(packed) => {
                let got = packed.inside.read(buffer)?;
                packed.at += got as u64;
                Ok(got)
            }
        }
    }
}

/// All files that were read, in the order of reading.
#[derive(Debug, Default)]
pub(crate) struct Files {
    list: Vec<Input>,
}

/// How much of a long line stands on either side of the words at fault, in bytes.
const WINDOW: u64 = 60;

impl Files {
    pub fn push(&mut self, input: Input) -> u32 {
        self.list.push(input);
        (self.list.len() - 1) as u32
    }

    pub fn iter(&self) -> impl Iterator<Item = &Input> {
        self.list.iter()
    }

    pub fn input(&self, file: u32) -> &Input {
        &self.list[file as usize]
    }

    pub fn input_mut(&mut self, file: u32) -> &mut Input {
        &mut self.list[file as usize]
    }

    /// The bytes of each stretch, in the order asked for.
    pub fn read(&self, stretches: &[At]) -> Result<Vec<Vec<u8>>, (String, io::Error)> {
        let mut open: Option<(u32, Opened<'_>)> = None;
        let mut found = Vec::with_capacity(stretches.len());
        for at in stretches {
            let input = self.input(at.file);
            let named = |error| (input.name.clone(), error);
            if open.as_ref().is_none_or(|(file, _)| *file != at.file) {
                open = Some((at.file, input.open().map_err(named)?));
            }
            let (_, opened) = open.as_mut().expect("it was opened in the line above");
            let mut bytes = vec![0; at.len as usize];
            opened.seek(at.start).and_then(|_| opened.read_exact(&mut bytes)).map_err(named)?;
            found.push(bytes);
        }
        Ok(found)
    }

    /// The place of each stretch, in the order asked for: one pass over each file.
    pub fn places(&self, stretches: &[At]) -> Vec<Place> {
        let mut order: Vec<usize> = (0..stretches.len()).collect();
        order.sort_by_key(|&i| (stretches[i].file, stretches[i].start));
        let mut places: Vec<Option<Place>> = vec![None; stretches.len()];
        let mut walk: Option<(u32, Walk<'_>)> = None;
        for i in order {
            let at = stretches[i];
            let input = self.input(at.file);
            if !input.records.text() {
                // A prepared file, a database and what was made of annotations have no lines that anybody could look up.
                places[i] =
                    Some(Place { file: input.name.clone(), line: 1, column: 1, excerpt: String::new(), words: 0..0 });
                continue;
            }
            if walk.as_ref().is_none_or(|(file, _)| *file != at.file) {
                walk = Some((at.file, Walk::new(input.open().ok())));
            }
            let (_, walk) = walk.as_mut().expect("it was set in the line above");
            walk.forward(at.start);
            let (excerpt, words) = walk.excerpt(at);
            places[i] = Some(Place { file: input.name.clone(), line: walk.line, column: walk.column, excerpt, words });
        }
        places.into_iter().map(|place| place.expect("the order holds every index")).collect()
    }
}

/// Counts lines and columns through a file. A file that can no longer be read has one empty line.
struct Walk<'a> {
    file: Option<Opened<'a>>,
    offset: u64,
    line: u64,
    column: u64,
    line_start: u64,
}

impl<'a> Walk<'a> {
    fn new(file: Option<Opened<'a>>) -> Self {
        Walk { file, offset: 0, line: 1, column: 1, line_start: 0 }
    }

    fn forward(&mut self, to: u64) {
        let Some(file) = &mut self.file else { return };
        if file.seek(self.offset).is_err() {
            return;
        }
        let mut buffer = vec![0; 1 << 16];
        while self.offset < to {
            let want = buffer.len().min((to - self.offset) as usize);
            let Ok(got @ 1..) = file.read(&mut buffer[..want]) else { break };
            let mut chunk = &buffer[..got];
            if self.offset == 0 && chunk.starts_with("\u{feff}".as_bytes()) {
                self.column = 0;
            }
            while let Some(end) = memchr::memchr(b'\n', chunk) {
                self.offset += end as u64 + 1;
                self.line += 1;
                self.column = 1;
                self.line_start = self.offset;
                chunk = &chunk[end + 1..];
            }
            // Every byte but the continuation bytes of UTF-8 begins a code point.
            self.column += chunk.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() as u64;
            self.offset += chunk.len() as u64;
        }
    }

    fn excerpt(&mut self, at: At) -> (String, std::ops::Range<usize>) {
        let start = at.start.saturating_sub(WINDOW).max(self.line_start);
        let len = (at.start - start) + u64::from(at.len).min(2 * WINDOW) + WINDOW;
        let mut bytes = Vec::new();
        if let Some(file) = &mut self.file {
            let read = file.seek(start).and_then(|_| file.take(len).read_to_end(&mut bytes));
            if read.is_err() {
                bytes.clear();
            }
        }
        let before = ((at.start - start) as usize).min(bytes.len());
        let ends = |c: &u8| *c == b'\n' || *c == b'\r';
        let line_end = bytes[before..].iter().position(ends).map_or(bytes.len(), |end| before + end);
        let words_end = (before + at.len as usize).min(line_end).max(before);
        // Bytes of a cut character at either edge are left out.
        let first = bytes[..before].iter().position(|byte| byte & 0xC0 != 0x80).unwrap_or(before);
        let cut = |part: &[u8]| String::from_utf8_lossy(part).into_owned();
        let mut text = cut(&bytes[first..before]).trim_start_matches('\u{feff}').to_owned();
        if start > self.line_start {
            text.insert(0, '…');
        }
        let words_start = text.len();
        text.push_str(&cut(&bytes[before..words_end]));
        let words_end_in_text = text.len();
        let rest = &bytes[words_end..line_end];
        let whole = match std::str::from_utf8(rest) {
            Err(error) if error.error_len().is_none() => error.valid_up_to(),
            _ => rest.len(),
        };
        text.push_str(&cut(&rest[..whole]));
        if line_end == bytes.len() && bytes.len() as u64 == len {
            text.push('…');
        }
        (text, words_start..words_end_in_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, words: &str) -> Place {
        let mut files = Files::default();
        let file = files.push(Input::held("f".into(), 0, text.into()));
        let start = text.find(words).unwrap();
        files.places(&[At::new(file, start as u64, words.len())]).remove(0)
    }

    #[test]
    fn a_place_counts_lines_and_code_points() {
        let place = place("one\r\nzwei äöü drei\nx", "drei");
        assert_eq!((place.line, place.column), (2, 10));
        assert_eq!(place.excerpt, "zwei äöü drei");
        assert_eq!(&place.excerpt[place.words], "drei");
    }

    #[test]
    fn a_byte_order_mark_is_no_column() {
        assert_eq!(place("\u{feff}here", "here").column, 1);
    }

    #[test]
    fn a_long_line_is_cut_round_the_words() {
        let text = format!("{}HERE{}", "é".repeat(5000), "ö".repeat(5000));
        let place = place(&text, "HERE");
        assert_eq!(place.column, 5001);
        assert!(place.excerpt.len() < 200, "{}", place.excerpt);
        assert_eq!(&place.excerpt[place.words.clone()], "HERE");
        assert!(place.excerpt.starts_with("…é") && place.excerpt.ends_with("ö…"), "{}", place.excerpt);
    }

    #[test]
    fn words_over_several_lines_end_with_the_first() {
        let place = place("a {b\nc} d", "{b\nc}");
        assert_eq!(&place.excerpt[place.words], "{b");
    }
}
