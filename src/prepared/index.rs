//! The index of a prepared file, which stands behind its rows: where everything is, so that a
//! question reads only what it is about. Other programs do not know of it, and need not.

use std::io;

use super::bits::{broken, put_varint, take, varint};
use super::chunk::{PageAt, Pages};
use super::group::Found;
use super::layout::Column;
use crate::names::fold;

/// A stretch of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Stretch {
    pub start: u64,
    pub len: u64,
}

impl Stretch {
    fn put(self, out: &mut Vec<u8>) {
        put_varint(self.start, out);
        put_varint(self.len, out);
    }

    fn read(bytes: &mut &[u8]) -> io::Result<Self> {
        Ok(Stretch { start: varint(bytes)?, len: varint(bytes)? })
    }
}

/// The beginning of the index, which is read whenever the file is opened.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Head {
    pub ties: u64,
    pub statements: u64,
    /// The relations in order, and the first of their ties.
    pub relations: Vec<(String, u64)>,
    /// The dates in the order of their texts.
    pub dates: Vec<String>,
    pub actors: Actors,
    pub groups: Vec<GroupAt>,
    /// What is not in the rows, as a data file.
    pub tables: Stretch,
}

/// The actors in the order of their names, which is that of their numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Actors {
    pub count: u64,
    /// Their names, and where each ends.
    pub names: Stretch,
    pub ends: Stretch,
    /// The hash of each folded name with its number, in order.
    pub hashes: Stretch,
    /// Where the ties of each are, and where that ends for each.
    pub postings: Stretch,
    pub posting_ends: Stretch,
}

/// A row group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct GroupAt {
    pub first: u64,
    pub rows: u32,
    /// Its [`Directory`].
    pub directory: Stretch,
    /// Its rows by target, packed.
    pub reverse: Stretch,
}

impl Head {
    pub fn put(&self, out: &mut Vec<u8>) {
        put_varint(self.ties, out);
        put_varint(self.statements, out);
        put_varint(self.relations.len() as u64, out);
        for (name, first) in &self.relations {
            put_string(name, out);
            put_varint(*first, out);
        }
        put_varint(self.dates.len() as u64, out);
        self.dates.iter().for_each(|date| put_string(date, out));
        let Actors { count, names, ends, hashes, postings, posting_ends } = self.actors;
        put_varint(count, out);
        [names, ends, hashes, postings, posting_ends].into_iter().for_each(|stretch| stretch.put(out));
        put_varint(self.groups.len() as u64, out);
        for group in &self.groups {
            put_varint(u64::from(group.rows), out);
            group.directory.put(out);
            group.reverse.put(out);
        }
        self.tables.put(out);
    }

    /// Reads it, and sees that the parts fit together and lie in the file, which has so many bytes.
    pub fn read(mut bytes: &[u8], file: u64) -> io::Result<Self> {
        let bytes = &mut bytes;
        let mut head = Head { ties: varint(bytes)?, statements: varint(bytes)?, ..Head::default() };
        for _ in 0..varint(bytes)? {
            head.relations.push((string(bytes)?, varint(bytes)?));
        }
        for _ in 0..varint(bytes)? {
            head.dates.push(string(bytes)?);
        }
        let count = varint(bytes)?;
        let mut stretch = || Stretch::read(bytes);
        head.actors = Actors {
            count,
            names: stretch()?,
            ends: stretch()?,
            hashes: stretch()?,
            postings: stretch()?,
            posting_ends: stretch()?,
        };
        let mut first = 0u64;
        for _ in 0..varint(bytes)? {
            let rows = number(bytes)?;
            head.groups.push(GroupAt { first, rows, directory: Stretch::read(bytes)?, reverse: Stretch::read(bytes)? });
            first = first.checked_add(u64::from(rows)).ok_or_else(|| broken("there are too many rows"))?;
        }
        head.tables = Stretch::read(bytes)?;
        let firsts = head.relations.iter().map(|(_, first)| *first);
        let Actors { names, ends, hashes, postings, posting_ends, .. } = head.actors;
        let of_groups = head.groups.iter().flat_map(|group| [group.directory, group.reverse]);
        let mut stretches = [names, ends, hashes, postings, posting_ends, head.tables].into_iter().chain(of_groups);
        let fit = bytes.is_empty()
            && first == head.ties
            && u32::try_from(count).is_ok()
            && [ends, hashes, posting_ends].iter().all(|part| part.len == count * 8)
            && stretches.all(|stretch| stretch.start.checked_add(stretch.len).is_some_and(|end| end <= file))
            && firsts.is_sorted_by(|a, b| a < b)
            && head.relations.is_empty() == (head.ties == 0)
            && head.relations.first().map_or(0, |(_, first)| *first) == 0
            && head.relations.last().is_none_or(|(_, first)| *first < head.ties);
        if fit { Ok(head) } else { Err(broken("the index does not fit together")) }
    }

    /// The ties of the relation of that index.
    pub fn of_relation(&self, index: usize) -> std::ops::Range<u64> {
        let end = self.relations.get(index + 1).map_or(self.ties, |(_, first)| *first);
        self.relations[index].1..end
    }
}

/// What it takes to read a row group: what codes stand for, and where the pages are.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Directory {
    pub sources: Vec<u32>,
    pub targets: Vec<u32>,
    pub dates: Vec<u32>,
    /// Of each column, in the order of [`Column::ALL`]; none of those that were not asked for.
    pub pages: Vec<Pages>,
}

impl Directory {
    pub fn put(found: &Found, pages: &[Pages], out: &mut Vec<u8>) {
        for names in [&found.sources, &found.targets, &found.dates] {
            put_varint(names.len() as u64, out);
            let mut before = 0;
            for &name in names {
                put_varint(u64::from(name - before), out);
                before = name;
            }
        }
        let mut column = Vec::new();
        for pages in pages {
            column.clear();
            pages.put(&mut column);
            put_varint(column.len() as u64, out);
            out.extend_from_slice(&column);
        }
    }

    pub fn read(mut bytes: &[u8], rows: u32, columns: &[Column], head: &Head, file: u64) -> io::Result<Self> {
        let bytes = &mut bytes;
        let mut directory = Directory::default();
        let known = [head.actors.count, head.actors.count, head.dates.len() as u64];
        let lists = [&mut directory.sources, &mut directory.targets, &mut directory.dates];
        for (names, known) in lists.into_iter().zip(known) {
            let mut name = 0u64;
            for _ in 0..varint(bytes)? {
                name = name.saturating_add(varint(bytes)?);
                if name >= known {
                    return Err(broken("a code stands for nothing"));
                }
                names.push(name as u32);
            }
        }
        for column in Column::ALL {
            let len = varint(bytes)? as usize;
            let pages = take(bytes, len)?;
            let wanted = columns.contains(&column);
            directory.pages.push(if wanted { Pages::read(pages, rows, file)? } else { Pages::default() });
        }
        Ok(directory)
    }
}

impl Pages {
    fn put(&self, out: &mut Vec<u8>) {
        let mut end = 0;
        put_varint(u64::from(self.dictionary.is_some()), out);
        put_varint(self.data.len() as u64, out);
        for page in self.dictionary.iter().chain(&self.data) {
            // A page begins a few bytes behind the end of the one before, its header between.
            put_varint(page.start - end, out);
            end = page.start + u64::from(page.len);
            for number in [page.len, page.raw, page.rows, page.values, page.there] {
                put_varint(u64::from(number), out);
            }
            put_varint(u64::from(page.codes), out);
        }
    }

    fn read(mut bytes: &[u8], rows: u32, file: u64) -> io::Result<Self> {
        let bytes = &mut bytes;
        let mut end = 0u64;
        let has_dictionary = varint(bytes)? == 1;
        let count = varint(bytes)?;
        let mut page = || -> io::Result<PageAt> {
            let start = end.checked_add(varint(bytes)?).ok_or_else(|| broken("a page is nowhere"))?;
            let (len, raw, rows) = (number(bytes)?, number(bytes)?, number(bytes)?);
            let (values, there) = (number(bytes)?, number(bytes)?);
            end = start.saturating_add(u64::from(len));
            // What is compressed shrinks to a 255th at most.
            if end > file || u64::from(raw) > u64::from(len).saturating_mul(255).saturating_add(64) {
                return Err(broken("a page claims more than it can hold"));
            }
            Ok(PageAt { start, len, raw, rows, values, there, codes: varint(bytes)? == 1 })
        };
        let dictionary = if has_dictionary { Some(page()?) } else { None };
        let data = (0..count).map(|_| page()).collect::<io::Result<Vec<_>>>()?;
        if data.iter().map(|page| u64::from(page.rows)).sum::<u64>() != u64::from(rows) {
            return Err(broken("the pages of a column do not fit its rows"));
        }
        Ok(Pages { dictionary, data })
    }
}

fn put_string(text: &str, out: &mut Vec<u8>) {
    put_varint(text.len() as u64, out);
    out.extend_from_slice(text.as_bytes());
}

pub(super) fn string(bytes: &mut &[u8]) -> io::Result<String> {
    let len = varint(bytes)? as usize;
    let text = take(bytes, len)?;
    Ok(std::str::from_utf8(text).map_err(|_| broken("a text is not UTF-8"))?.to_owned())
}

fn number(bytes: &mut &[u8]) -> io::Result<u32> {
    u32::try_from(varint(bytes)?).map_err(|_| broken("a number is too high"))
}

/// A hash of a name as it is compared: FNV-1a, which any version computes alike.
pub(super) fn name_hash(name: &str) -> u32 {
    let hash = checksum(fold(name).as_bytes());
    (hash ^ hash >> 32) as u32
}

/// FNV-1a of 64 bits.
pub(super) fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, &byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01B3))
}

/// The ties of an actor.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Postings {
    /// Where it is the source: first tie and how many.
    pub sources: Vec<(u64, u32)>,
    /// Where it is the target: row group, where its rows begin among those by target, how many.
    pub targets: Vec<(u32, u32, u32)>,
}

impl Postings {
    pub fn put(sources: &[(u64, u32)], targets: &[(u32, u32, u32)], out: &mut Vec<u8>) {
        put_varint(sources.len() as u64, out);
        let mut before = 0;
        for &(first, rows) in sources {
            put_varint(first - before, out);
            put_varint(u64::from(rows), out);
            before = first;
        }
        put_varint(targets.len() as u64, out);
        let mut before = 0;
        for &(group, start, rows) in targets {
            put_varint(u64::from(group - before), out);
            put_varint(u64::from(start), out);
            put_varint(u64::from(rows), out);
            before = group;
        }
    }

    pub fn read(mut bytes: &[u8], head: &Head) -> io::Result<Self> {
        let bytes = &mut bytes;
        let nowhere = || broken("the ties of an actor are nowhere");
        let mut postings = Postings::default();
        let mut first = 0u64;
        for _ in 0..varint(bytes)? {
            first = first.saturating_add(varint(bytes)?);
            let rows = number(bytes)?;
            if first.saturating_add(u64::from(rows)) > head.ties {
                return Err(nowhere());
            }
            postings.sources.push((first, rows));
        }
        let mut group = 0u64;
        for _ in 0..varint(bytes)? {
            group = group.saturating_add(varint(bytes)?);
            let (start, rows) = (number(bytes)?, number(bytes)?);
            let all = head.groups.get(group as usize).ok_or_else(nowhere)?.rows;
            if u64::from(start) + u64::from(rows) > u64::from(all) {
                return Err(nowhere());
            }
            postings.targets.push((group as u32, start, rows));
        }
        Ok(postings)
    }
}
