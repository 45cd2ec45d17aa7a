//! Reading a prepared file: what a question is about, and nothing else.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;

use hashbrown::HashMap;
use parquet::file::metadata::ParquetMetaDataReader;

use super::bits::{broken, unpacked};
use super::column::{Columns, Rows, Strings};
use super::group::{CERTAINTIES, reverse_width};
use super::index::{Directory, GroupAt, Head, Postings, Stretch, checksum, name_hash};
use super::layout::{Column, INDEX_KEY, VERSION, VERSION_KEY};
use super::tie::NO_DATE;
use crate::date::Date;
use crate::names::fold;
use crate::read::want::Want;
use crate::statement::{Details, Flags};

/// Ties that were found, in the order of the file, as columns.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    /// The place of each tie in the file, for [`Prepared::shown`].
    pub places: Vec<u64>,
    /// Which statement of the input each belongs to: the ties of one have the same.
    pub rows: Vec<u64>,
    /// Which of the relations, actors and dates of the file.
    pub relations: Vec<u32>,
    pub sources: Vec<u32>,
    pub targets: Vec<u32>,
    /// [`Batch::NONE`] where there is none.
    pub dates: Vec<u32>,
    /// The first document, among those of the batch, where the same may stand twice; [`Batch::NONE`]
    /// where there is none.
    pub documents: Vec<u32>,
    pub flags: Vec<Flags>,
    /// How many ties the statement has.
    pub ties: Vec<u32>,
    /// The documents that the batch has numbers of.
    pub document_ids: Strings,
    /// What only few ties have, with the index of the tie in the batch: further documents, the id of
    /// what is answered, and of a statement with several ties all sources and all targets in its order.
    pub other_documents: Vec<(u32, Vec<String>)>,
    pub answers: Vec<(u32, String)>,
    pub all_sources: Vec<(u32, Vec<String>)>,
    pub all_targets: Vec<(u32, Vec<String>)>,
}

impl Batch {
    /// Stands for a date or a document that is missing.
    pub const NONE: u32 = NO_DATE;
}

/// What of a statement is needed only where it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    pub id: String,
    pub details: Details,
}

/// A file that may be read at any place.
#[derive(Debug)]
pub(super) struct Source {
    file: File,
    len: u64,
}

impl Source {
    /// Reads a stretch; what does not lie in the file takes no memory.
    pub fn read(&self, stretch: Stretch) -> io::Result<Vec<u8>> {
        let end = stretch.start.checked_add(stretch.len);
        if end.is_none_or(|end| end > self.len) {
            return Err(broken("a part lies behind its end"));
        }
        let mut bytes = vec![0; stretch.len as usize];
        self.read_at(&mut bytes, stretch.start)?;
        Ok(bytes)
    }

    #[cfg(unix)]
    fn read_at(&self, bytes: &mut [u8], start: u64) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, bytes, start)
    }

    #[cfg(windows)]
    fn read_at(&self, mut bytes: &mut [u8], mut start: u64) -> io::Result<()> {
        while !bytes.is_empty() {
            match std::os::windows::fs::FileExt::seek_read(&self.file, bytes, start)? {
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                read => (bytes, start) = (&mut bytes[read..], start + read as u64),
            }
        }
        Ok(())
    }
}

/// A prepared file, opened.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(super) source: Source,
    pub(super) head: Head,
    dates: Vec<Date>,
    /// The ids of the ties that were shown last, by their places: who shows some asks for their ids, too, one by one.
    shown: Mutex<HashMap<u64, String>>,
}

/// What is read of the ties that are found, and of those that are shown.
const SCANNED: [Column; 12] = [
    Column::Date,
    Column::Source,
    Column::Target,
    Column::Row,
    Column::Ties,
    Column::Certainty,
    Column::Negated,
    Column::Document,
    Column::Answers,
    Column::OtherDocuments,
    Column::Sources,
    Column::Targets,
];
const SHOWN: [Column; 6] =
    [Column::Statement, Column::Code, Column::Gist, Column::Quote, Column::SpanStart, Column::SpanEnd];

/// The most rows of a batch.
const PIECE: usize = 1 << 16;

/// The beginning and the end of every Parquet file.
const MAGIC: &[u8; 4] = b"PAR1";

impl Prepared {
    /// Takes a file that is open, and reads its index.
    ///
    /// # Errors
    /// A file that is no Parquet, or not one that was made by an import, or damaged.
    pub fn of(file: File) -> io::Result<Self> {
        let len = file.metadata()?.len();
        let source = Source { file, len };
        let foreign = |what: String| io::Error::new(io::ErrorKind::InvalidData, what);
        if len < 12 || source.read(Stretch { start: len - 4, len: 4 })? != MAGIC {
            return Err(foreign("this is no Parquet file, or its end is missing".into()));
        }
        let tail = source.read(Stretch { start: len - 8, len: 4 })?;
        let footer = u64::from(u32::from_le_bytes(tail.try_into().expect("four bytes were read")));
        let start = (len - 8).checked_sub(footer).ok_or_else(|| broken("its footer is longer than the file"))?;
        let footer = source.read(Stretch { start, len: footer })?;
        let metadata = ParquetMetaDataReader::decode_metadata(&footer).map_err(|error| broken(&error.to_string()))?;
        let said = |key: &str| {
            let all = metadata.file_metadata().key_value_metadata();
            all.and_then(|all| all.iter().find(|entry| entry.key == key)?.value.clone())
        };
        match said(VERSION_KEY).as_deref() {
            None => {
                return Err(foreign(format!(
                    "the Parquet file was not made by `standoff import`: its metadata lack `{VERSION_KEY}`"
                )));
            }
            Some(VERSION) => {}
            Some(other) => return Err(foreign(format!("the file is of another version ({other}): import it again"))),
        }
        let index = said(INDEX_KEY).ok_or_else(|| foreign(format!("the metadata lack `{INDEX_KEY}`")))?;
        let mut words = index.split(' ');
        let number = |word: Option<&str>, radix| word.and_then(|word| u64::from_str_radix(word, radix).ok());
        let at = number(words.next(), 10).zip(number(words.next(), 10)).zip(number(words.next(), 16));
        let ((start, len), sum) = at.ok_or_else(|| broken("it does not say where its index is"))?;
        let bytes = source.read(Stretch { start, len })?;
        if checksum(&bytes) != sum {
            return Err(broken("its index is not what was written"));
        }
        let head = Head::read(&bytes, source.len)?;
        let date = |text: &String| text.parse().map_err(|_| broken("a date is none"));
        let dates = head.dates.iter().map(date).collect::<io::Result<Vec<Date>>>()?;
        Ok(Prepared { source, head, dates, shown: Mutex::default() })
    }

    /// The relations that occur, which [`Batch::relations`] are numbers of.
    pub fn relations(&self) -> impl ExactSizeIterator<Item = &str> {
        self.head.relations.iter().map(|(name, _)| name.as_str())
    }

    /// The dates that occur.
    pub fn dates(&self) -> &[Date] {
        &self.dates
    }

    /// What is not in the rows, as a data file.
    pub fn tables(&self) -> io::Result<String> {
        String::from_utf8(self.source.read(self.head.tables)?).map_err(|_| broken("its tables are not UTF-8"))
    }

    /// The names of all actors as they are written, by their numbers.
    pub fn actors(&self) -> io::Result<Strings> {
        let names = self.source.read(self.head.actors.names)?;
        let ends = self.source.read(self.head.actors.ends)?;
        let mut strings = Strings::default();
        let mut start = 0;
        for end in ends.chunks_exact(8) {
            let end = u64::from_le_bytes(end.try_into().expect("chunks of eight bytes")) as usize;
            let name = names.get(start..end).ok_or_else(|| broken("a name is nowhere"))?;
            strings.push(name)?;
            start = end;
        }
        Ok(strings)
    }

    /// The name of an actor.
    pub fn actor(&self, number: u32) -> io::Result<String> {
        let name = self.source.read(self.entry(self.head.actors.ends, self.head.actors.names, number)?)?;
        String::from_utf8(name).map_err(|_| broken("a name is not UTF-8"))
    }

    /// The actors whose names fold to that one; mostly there is one.
    pub fn find_actors(&self, folded: &str) -> io::Result<Vec<u32>> {
        let hash = name_hash(folded);
        let entry = |index: u64| -> io::Result<(u32, u32)> {
            let bytes = self.source.read(Stretch { start: self.head.actors.hashes.start + index * 8, len: 8 })?;
            let entry = u64::from_le_bytes(bytes.try_into().expect("eight bytes were read"));
            Ok((entry as u32, (entry >> 32) as u32))
        };
        let (mut from, mut to) = (0, self.head.actors.count);
        while from < to {
            let middle = from + (to - from) / 2;
            if entry(middle)?.0 < hash { from = middle + 1 } else { to = middle }
        }
        let mut found = Vec::new();
        for index in from..self.head.actors.count {
            let (other, number) = entry(index)?;
            if other != hash {
                break;
            }
            if u64::from(number) < self.head.actors.count && fold(&self.actor(number)?) == folded {
                found.push(number);
            }
        }
        Ok(found)
    }

    /// Where what belongs to an actor stands, given where it ends for each.
    fn entry(&self, ends: Stretch, of: Stretch, number: u32) -> io::Result<Stretch> {
        let end = |number: u64| -> io::Result<u64> {
            let bytes = self.source.read(Stretch { start: ends.start + number * 8, len: 8 })?;
            Ok(u64::from_le_bytes(bytes.try_into().expect("eight bytes were read")))
        };
        let number = u64::from(number);
        let start = if number == 0 { 0 } else { end(number - 1)? };
        let end = end(number)?;
        if start > end || end > of.len {
            return Err(broken("what belongs to an actor is nowhere"));
        }
        Ok(Stretch { start: of.start + start, len: end - start })
    }

    /// Hands on what is wanted, batch by batch in the order of the file. A tie is wanted for its actors
    /// where its source or its target folds to one of the names; who acts for whom is not looked at.
    /// More may come than is wanted: undated ties do always, since they are to be counted.
    pub fn scan(&self, want: &Want, take: &mut dyn FnMut(Batch) -> io::Result<()>) -> io::Result<()> {
        let jobs = self.jobs(want)?;
        let dates = (want.since.is_some() || want.until.is_some())
            .then(|| self.dates.iter().map(|date| date.may_lie_in(want.since, want.until)).collect::<Vec<bool>>());
        let dates = dates.as_deref();
        let workers = thread::available_parallelism().map_or(1, usize::from).min(jobs.len());
        if workers < 2 {
            return jobs.iter().try_for_each(|(group, rows)| take(self.batch(*group, rows.clone(), dates)?));
        }
        let next = AtomicUsize::new(0);
        thread::scope(|scope| {
            let (done, results) = channel();
            for _ in 0..workers {
                let (done, next, jobs) = (done.clone(), &next, &jobs);
                scope.spawn(move || {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some((group, rows)) = jobs.get(number) else { return };
                        let batch = self.batch(*group, rows.clone(), dates);
                        if done.send((number, batch)).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(done);
            let mut ready = HashMap::new();
            for wanted in 0..jobs.len() {
                let batch = loop {
                    if let Some(batch) = ready.remove(&wanted) {
                        break batch;
                    }
                    let (number, batch) = results.recv().map_err(|_| io::Error::other("a thread ended early"))?;
                    ready.insert(number, batch);
                };
                take(batch?)?;
            }
            Ok(())
        })
    }

    /// The row groups that a question touches, and their rows.
    fn jobs(&self, want: &Want) -> io::Result<Vec<(usize, Rows)>> {
        let all = || std::iter::once(0..self.head.ties).collect();
        let relations: Vec<Range<u64>> = match &want.relations {
            None => all(),
            Some(ids) => {
                let wanted = |name: &str| ids.iter().any(|id| id == name);
                let indexes = (0..self.head.relations.len()).filter(|&index| wanted(&self.head.relations[index].0));
                indexes.map(|index| self.head.of_relation(index)).collect()
            }
        };
        let mut sources: Vec<Range<u64>> = if want.actors.is_none() { all() } else { Vec::new() };
        let mut targets: Vec<Vec<(u32, u32)>> = vec![Vec::new(); self.head.groups.len()];
        for name in want.actors.iter().flatten() {
            for actor in self.find_actors(name)? {
                let at = self.entry(self.head.actors.posting_ends, self.head.actors.postings, actor)?;
                let postings = Postings::read(&self.source.read(at)?, &self.head)?;
                sources.extend(postings.sources.iter().map(|&(first, rows)| first..first + u64::from(rows)));
                for (group, start, rows) in postings.targets {
                    targets[group as usize].push((start, rows));
                }
            }
        }
        sources.sort_unstable_by_key(|range| range.start);
        let mut jobs = Vec::new();
        for (number, group) in self.head.groups.iter().enumerate() {
            let whole = group.first..group.first + u64::from(group.rows);
            let inside = |ranges: &[Range<u64>]| -> Rows {
                let cut = |range: &Range<u64>| {
                    let (start, end) = (range.start.max(whole.start), range.end.min(whole.end));
                    (start < end).then(|| (start - whole.start) as u32..(end - whole.start) as u32)
                };
                let first = ranges.partition_point(|range| range.end <= whole.start);
                let reach = ranges[first..].iter().take_while(|range| range.start < whole.end);
                Rows::of(reach.filter_map(cut).collect())
            };
            let of_relations = inside(&relations);
            if of_relations.is_empty() {
                continue;
            }
            let mut rows = inside(&sources);
            for &(start, count) in &targets[number] {
                rows = rows.union(&self.of_target(group, start, count)?);
            }
            // In pieces, so that the threads get equal shares.
            jobs.extend(rows.both(&of_relations).pieces(PIECE).map(|rows| (number, rows)));
        }
        Ok(jobs)
    }

    /// The rows of a target, given where they stand among those by target.
    fn of_target(&self, group: &GroupAt, start: u32, count: u32) -> io::Result<Rows> {
        let width = reverse_width(group.rows as usize);
        let (first, last) = (u64::from(start) * u64::from(width), u64::from(start + count) * u64::from(width));
        let (from, to) = (first / 8, last.div_ceil(8));
        if to > group.reverse.len {
            return Err(broken("the rows of a target are nowhere"));
        }
        let bytes = self.source.read(Stretch { start: group.reverse.start + from, len: to - from })?;
        let shift = (first % 8) as usize;
        let rows = (0..count as usize).map(|index| unpacked_from(&bytes, shift, width, index));
        let rows: Vec<Range<u32>> = rows.map(|row| row as u32..row as u32 + 1).collect();
        let fit = rows.is_sorted_by(|a, b| a.end <= b.start) && rows.last().is_none_or(|row| row.end <= group.rows);
        if fit { Ok(Rows::of(rows)) } else { Err(broken("the rows of a target are not in order")) }
    }

    /// Those columns of a row group.
    pub(super) fn columns(&self, number: usize, columns: &[Column]) -> io::Result<Columns<'_>> {
        let group = &self.head.groups[number];
        let directory = self.source.read(group.directory)?;
        let directory = Directory::read(&directory, group.rows, columns, &self.head, self.source.len)?;
        Ok(Columns { source: &self.source, directory })
    }

    /// Reads the ties of a row group.
    fn batch(&self, number: usize, mut rows: Rows, dates: Option<&[bool]>) -> io::Result<Batch> {
        let first = self.head.groups[number].first;
        let columns = self.columns(number, &SCANNED)?;
        let of_code = &columns.directory.dates;
        let mut found = columns.codes(Column::Date, &rows, of_code.len())?;
        if let Some(dates) = dates {
            let wanted: Vec<bool> = of_code.iter().map(|&date| dates[date as usize]).collect();
            let keep: Vec<bool> =
                found.iter().map(|&code| wanted.get(code as usize).copied().unwrap_or(true)).collect();
            rows = rows.keep(&keep);
            let mut keep = keep.into_iter();
            found.retain(|_| keep.next().unwrap_or(false));
        }
        let named = |codes: Vec<u32>, names: &[u32]| -> Vec<u32> {
            codes.into_iter().map(|code| names.get(code as usize).copied().unwrap_or(Batch::NONE)).collect()
        };
        let mut batch = Batch { dates: named(found, of_code), ..Batch::default() };
        batch.places = rows.iter().map(|row| first + u64::from(row)).collect();
        batch.relations = self.relations_of(&batch.places);
        let (sources, targets) = (&columns.directory.sources, &columns.directory.targets);
        batch.sources = named(columns.codes(Column::Source, &rows, sources.len())?, sources);
        batch.targets = named(columns.codes(Column::Target, &rows, targets.len())?, targets);
        batch.rows = columns.numbers(Column::Row, &rows)?.into_iter().map(|row| row.unwrap_or(0) as u64).collect();
        batch.ties = columns.counts(&rows)?;
        let certainties = columns.certainties(&rows)?;
        let negated = columns.flags(Column::Negated, &rows)?;
        let certainty = |code: u32| CERTAINTIES.get(code as usize).copied();
        let flags = certainties.into_iter().zip(negated);
        batch.flags = flags.map(|(code, negated)| Flags::new(certainty(code), negated)).collect();
        (batch.documents, batch.document_ids) = columns.numbered(Column::Document, &rows)?;
        batch.answers = columns.few_texts(Column::Answers, &rows)?;
        batch.other_documents = columns.lists(Column::OtherDocuments, &rows)?;
        batch.all_sources = columns.lists(Column::Sources, &rows)?;
        batch.all_targets = columns.lists(Column::Targets, &rows)?;
        Ok(batch)
    }

    /// The relations of ties, which are sorted by them.
    fn relations_of(&self, places: &[u64]) -> Vec<u32> {
        let mut relations = Vec::with_capacity(places.len());
        let mut rest = places;
        while let Some(&first) = rest.first() {
            let index = self.head.relations.partition_point(|(_, start)| *start <= first).saturating_sub(1);
            let end = self.head.of_relation(index).end;
            let (here, behind) = rest.split_at(rest.partition_point(|&place| place < end).max(1));
            relations.resize(relations.len() + here.len(), index as u32);
            rest = behind;
        }
        relations
    }

    /// What is shown of the ties at these places, in the order asked for.
    pub fn shown(&self, places: &[u64]) -> io::Result<Vec<Shown>> {
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_unstable_by_key(|&index| places[index]);
        let mut shown = vec![Shown::default(); places.len()];
        let mut rest = order.as_slice();
        while let Some(&first) = rest.first() {
            let number = self.head.groups.partition_point(|group| group.first <= places[first]).saturating_sub(1);
            let group = self.head.groups.get(number).ok_or_else(|| broken("there is no such statement"))?;
            let end = group.first + u64::from(group.rows);
            if places[first] >= end {
                return Err(broken("there is no such statement"));
            }
            let (here, behind) = rest.split_at(rest.partition_point(|&index| places[index] < end));
            rest = behind;
            let row = |index: usize| (places[index] - group.first) as u32;
            let mut ranges: Vec<Range<u32>> = here.iter().map(|&index| row(index)..row(index) + 1).collect();
            ranges.dedup();
            let rows = Rows::of(ranges);
            let columns = self.columns(number, &SHOWN)?;
            let mut of_row: HashMap<u32, Shown> = rows.iter().map(|row| (row, Shown::default())).collect();
            let texts = |column| columns.texts(column, &rows);
            let (ids, codes) = (texts(Column::Statement)?, texts(Column::Code)?);
            let (gists, quotes) = (texts(Column::Gist)?, texts(Column::Quote)?);
            let starts = columns.numbers(Column::SpanStart, &rows)?;
            let ends = columns.numbers(Column::SpanEnd, &rows)?;
            let all = rows.iter().zip(ids).zip(codes).zip(gists).zip(quotes).zip(starts).zip(ends);
            for ((((((row, id), code), gist), quote), start), end) in all {
                let span = start.zip(end).map(|(start, end)| (start as u64, end as u64));
                let details = Details { gist, quote, span, code };
                of_row.insert(row, Shown { id: id.unwrap_or_default(), details });
            }
            for &index in here {
                shown[index] = of_row.get(&row(index)).cloned().unwrap_or_default();
            }
        }
        // One by itself does not take the place of many.
        if places.len() > 1 {
            *self.last_shown() = places.iter().copied().zip(shown.iter().map(|shown| shown.id.clone())).collect();
        }
        Ok(shown)
    }

    /// The id of the statement of the tie at that place.
    pub fn id(&self, place: u64) -> io::Result<String> {
        if let Some(id) = self.last_shown().get(&place) {
            return Ok(id.clone());
        }
        self.shown(&[place]).map(|mut shown| shown.remove(0).id)
    }

    fn last_shown(&self) -> MutexGuard<'_, HashMap<u64, String>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A number among packed ones that begin some bits behind the first byte.
fn unpacked_from(bytes: &[u8], shift: usize, width: u32, index: usize) -> u64 {
    let bit = shift + index * width as usize;
    let (from, inside) = (bytes.get(bit / 8..).unwrap_or_default(), bit % 8);
    // Read with the bits that stand before it in its first byte, which then are dropped.
    unpacked(from, width + inside as u32, 0) >> inside
}
