//! The columns of a row group, read at the rows that are asked for.

use std::io;
use std::ops::Range;

use hashbrown::HashMap;

use super::bits::{Hybrid, broken, delta, take};
use super::chunk::PageAt;
use super::group::CERTAINTIES;
use super::index::{Directory, Stretch};
use super::layout::Column;
use super::read::Source;
use super::tie::fixed;

/// Rows of a row group, as ranges in order that do not touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Rows(Vec<Range<u32>>);

impl Rows {
    /// Rows of ranges in order that do not overlap.
    pub fn of(ranges: Vec<Range<u32>>) -> Self {
        let mut rows = Rows::default();
        ranges.into_iter().for_each(|range| rows.push(range));
        rows
    }

    /// Adds a range that begins where the last one ends, or behind it; or inside it.
    fn push(&mut self, range: Range<u32>) {
        match self.0.last_mut() {
            Some(last) if range.start <= last.end => last.end = last.end.max(range.end),
            _ => self.0.push(range),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.iter().map(|range| range.len()).sum()
    }

    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().cloned().flatten()
    }

    /// The rows of either.
    pub fn union(&self, other: &Rows) -> Rows {
        let mut ranges = [self.0.as_slice(), other.0.as_slice()].concat();
        ranges.sort_by_key(|range| range.start);
        Rows::of(ranges)
    }

    /// The rows of both.
    pub fn both(&self, other: &Rows) -> Rows {
        let mut both = Vec::new();
        let (mut ours, mut theirs) = (self.0.as_slice(), other.0.as_slice());
        while let (Some(a), Some(b)) = (ours.first(), theirs.first()) {
            let (start, end) = (a.start.max(b.start), a.end.min(b.end));
            if start < end {
                both.push(start..end);
            }
            if a.end < b.end { ours = &ours[1..] } else { theirs = &theirs[1..] }
        }
        Rows(both)
    }

    /// The same rows, so many at a time.
    pub fn pieces(self, most: usize) -> impl Iterator<Item = Rows> {
        let mut ranges = self.0.into_iter().peekable();
        std::iter::from_fn(move || {
            let mut piece = Rows::default();
            let mut left = most as u32;
            while left > 0
                && let Some(range) = ranges.peek_mut()
            {
                let taken = left.min(range.end - range.start);
                piece.0.push(range.start..range.start + taken);
                range.start += taken;
                left -= taken;
                if range.start == range.end {
                    ranges.next();
                }
            }
            (!piece.is_empty()).then_some(piece)
        })
    }

    /// The rows that are marked to be kept.
    pub fn keep(&self, keep: &[bool]) -> Rows {
        let mut kept = Rows::default();
        self.iter().zip(keep).filter(|(_, keep)| **keep).for_each(|(row, _)| kept.push(row..row + 1));
        kept
    }
}

/// Strings one behind the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub(super) fn push(&mut self, text: &[u8]) -> io::Result<()> {
        self.text.push_str(utf8(text)?);
        self.ends.push(self.text.len());
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The string of that index; it must be one.
    pub fn get(&self, index: u32) -> &str {
        let index = index as usize;
        let start = if index == 0 { 0 } else { self.ends[index - 1] };
        &self.text[start..self.ends[index]]
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.len() as u32).map(|index| self.get(index))
    }
}

#[inline]
fn utf8(text: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(text).map_err(|_| broken("a text is not UTF-8"))
}

/// A code that stands for no value.
const NONE: u32 = u32::MAX;

/// The columns of a row group.
pub(super) struct Columns<'f> {
    pub source: &'f Source,
    pub directory: Directory,
}

/// A page that holds some of the rows, and which of its rows these are.
struct Wanted<'c> {
    at: &'c PageAt,
    content: &'c [u8],
    rows: Vec<Range<usize>>,
}

/// How many bytes are read at once where pages follow one another.
const READ: u64 = 1 << 20;

impl Columns<'_> {
    /// Reads the pages of a column that hold some of the rows, one after the other.
    fn pages(&self, column: Column, rows: &Rows, mut take: impl FnMut(Wanted<'_>) -> io::Result<()>) -> io::Result<()> {
        let pages = &self.directory.pages[column as usize].data;
        let mut wanted: Vec<(&PageAt, Vec<Range<usize>>)> = Vec::new();
        let mut ranges = rows.0.iter().cloned().peekable();
        let mut first = 0u32;
        for page in pages {
            let end = first.saturating_add(page.rows);
            let mut here = Vec::new();
            while let Some(range) = ranges.peek_mut()
                && range.start < end
            {
                here.push((range.start - first) as usize..(range.end.min(end) - first) as usize);
                if range.end > end {
                    range.start = end;
                    break;
                }
                ranges.next();
            }
            if !here.is_empty() {
                wanted.push((page, here));
            }
            first = end;
        }
        let mut wanted = wanted.into_iter().peekable();
        let (mut read, mut start) = (Vec::new(), 0);
        let mut room = Vec::new();
        while let Some((page, rows)) = wanted.next() {
            let end = page.start + u64::from(page.len);
            if page.start < start || end > start + read.len() as u64 {
                // What follows closely is read with it.
                let mut end = end;
                let mut ahead = wanted.clone();
                while let Some((next, _)) = ahead.next()
                    && next.start >= end
                    && next.start - end < 256
                    && next.start + u64::from(next.len) - page.start <= READ
                {
                    end = next.start + u64::from(next.len);
                }
                read = self.source.read(Stretch { start: page.start, len: end - page.start })?;
                start = page.start;
            }
            let from = (page.start - start) as usize;
            let content = content(column, page, &read[from..from + page.len as usize], &mut room)?;
            take(Wanted { at: page, content, rows })?;
        }
        Ok(())
    }

    fn dictionary(&self, column: Column) -> io::Result<Vec<u8>> {
        match &self.directory.pages[column as usize].dictionary {
            Some(page) => {
                let bytes = self.source.read(Stretch { start: page.start, len: u64::from(page.len) })?;
                let mut room = Vec::new();
                content(column, page, &bytes, &mut room)?;
                Ok(if column.compressed() { room } else { bytes })
            }
            None => Ok(Vec::new()),
        }
    }

    /// The codes of a column that holds nothing else, each below the bound; `u32::MAX` where there is
    /// no value.
    pub fn codes(&self, column: Column, rows: &Rows, bound: usize) -> io::Result<Vec<u32>> {
        let mut found = Vec::with_capacity(rows.len());
        self.pages(column, rows, |page| codes(column, &page, bound as u32, &mut found))?;
        Ok(found)
    }

    /// The numbers of a column.
    pub fn numbers(&self, column: Column, rows: &Rows) -> io::Result<Vec<Option<i64>>> {
        let mut found = Vec::with_capacity(rows.len());
        self.pages(column, rows, |page| {
            if page.at.there == 0 {
                page.rows.iter().for_each(|rows| found.resize(found.len() + rows.len(), None));
                return Ok(());
            }
            let (there, bytes) = Levels::read(column, &page)?;
            let mut numbers = Vec::new();
            delta(bytes, there.count(&page), &mut numbers)?;
            for row in page.rows.iter().cloned().flatten() {
                found.push(there.place(row).map(|place| numbers[place]));
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// How many ties the statement of each row has.
    pub fn counts(&self, rows: &Rows) -> io::Result<Vec<u32>> {
        let dictionary = self.dictionary(Column::Ties)?;
        let counts: Vec<u32> =
            dictionary.chunks_exact(4).map(|n| u32::from_le_bytes(n.try_into().expect("chunks of four"))).collect();
        let codes = self.codes(Column::Ties, rows, counts.len())?;
        codes.into_iter().map(|code| counts.get(code as usize).copied().ok_or_else(missing)).collect()
    }

    /// The certainties, as indexes of [`CERTAINTIES`].
    pub fn certainties(&self, rows: &Rows) -> io::Result<Vec<u32>> {
        let dictionary = self.dictionary(Column::Certainty)?;
        let mut known = Vec::new();
        let mut bytes = &dictionary[..];
        while !bytes.is_empty() {
            let name = text(&mut bytes)?;
            let place = CERTAINTIES.iter().position(|certainty| certainty.name().as_bytes() == name);
            known.push(place.ok_or_else(|| broken("a certainty is none"))? as u32);
        }
        let codes = self.codes(Column::Certainty, rows, known.len())?;
        Ok(codes.into_iter().map(|code| known.get(code as usize).copied().unwrap_or(NONE)).collect())
    }

    /// A column of true and false.
    pub fn flags(&self, column: Column, rows: &Rows) -> io::Result<Vec<bool>> {
        let mut found = Vec::with_capacity(rows.len());
        self.pages(column, rows, |page| {
            for row in page.rows.into_iter().flatten() {
                let byte = page.content.get(row / 8).ok_or_else(missing)?;
                found.push(byte >> (row % 8) & 1 == 1);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The texts of a column as numbers of those that are told, among which some may be told twice;
    /// `u32::MAX` where there is none.
    pub fn numbered(&self, column: Column, rows: &Rows) -> io::Result<(Vec<u32>, Strings)> {
        let mut strings = Strings::default();
        if self.directory.pages[column as usize].dictionary.is_some() {
            let dictionary = self.dictionary(column)?;
            let mut bytes = &dictionary[..];
            while !bytes.is_empty() {
                strings.push(text(&mut bytes)?)?;
            }
            return Ok((self.codes(column, rows, strings.len())?, strings));
        }
        // To find those that are told twice takes longer than to hand them on.
        let mut numbers = Vec::with_capacity(rows.len());
        self.each_text(column, rows, |_, text| {
            numbers.push(if text.is_some() { strings.len() as u32 } else { NONE });
            text.map_or(Ok(()), |text| strings.push(text))
        })?;
        Ok((numbers, strings))
    }

    /// The texts of a column.
    pub fn texts(&self, column: Column, rows: &Rows) -> io::Result<Vec<Option<String>>> {
        let mut found = Vec::with_capacity(rows.len());
        self.each_text(column, rows, |_, text| {
            found.push(text.map(utf8).transpose()?.map(str::to_owned));
            Ok(())
        })?;
        Ok(found)
    }

    /// The texts that there are of a column that is mostly empty, with their places among the rows.
    pub fn few_texts(&self, column: Column, rows: &Rows) -> io::Result<Vec<(u32, String)>> {
        let mut found = Vec::new();
        if self.directory.pages[column as usize].data.iter().all(|page| page.there == 0) {
            return Ok(found);
        }
        self.each_text(column, rows, |index, text| {
            if let Some(text) = text {
                found.push((index, utf8(text)?.to_owned()));
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn each_text(
        &self,
        column: Column,
        rows: &Rows,
        mut each: impl FnMut(u32, Option<&[u8]>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut index = 0;
        let dictionary = self.dictionary(column)?;
        let mut known: Vec<&[u8]> = Vec::new();
        let mut bytes = &dictionary[..];
        while !bytes.is_empty() {
            known.push(text(&mut bytes)?);
        }
        self.pages(column, rows, |page| {
            let mut next = |text| {
                index += 1;
                each(index - 1, text)
            };
            if page.at.there == 0 {
                return page.rows.into_iter().flatten().try_for_each(|_| next(None));
            }
            if page.at.codes {
                let mut found = Vec::new();
                codes(column, &page, known.len() as u32, &mut found)?;
                return found.into_iter().try_for_each(|code| next(known.get(code as usize).copied()));
            }
            let (there, mut bytes) = Levels::read(column, &page)?;
            // Texts stand one behind the other: those before have to be passed over.
            let mut passed = 0;
            for row in page.rows.iter().cloned().flatten() {
                let Some(place) = there.place(row) else {
                    next(None)?;
                    continue;
                };
                while passed < place {
                    text(&mut bytes)?;
                    passed += 1;
                }
                passed += 1;
                next(Some(text(&mut bytes)?))?;
            }
            Ok(())
        })
    }

    /// The lists that there are, with their places among the rows.
    pub fn lists(&self, column: Column, rows: &Rows) -> io::Result<Vec<(u32, Vec<String>)>> {
        let mut found = Vec::new();
        let mut index = 0;
        if self.directory.pages[column as usize].data.iter().all(|page| page.there == 0) {
            return Ok(found);
        }
        self.pages(column, rows, |page| {
            if page.at.there == 0 {
                index += page.rows.iter().map(|rows| rows.len() as u32).sum::<u32>();
                return Ok(());
            }
            let values = page.at.values as usize;
            let mut bytes = page.content;
            let repetition = levels(&mut bytes, 1, values)?;
            let definition = levels(&mut bytes, 2, values)?;
            let mut lists: HashMap<usize, Vec<String>> = HashMap::new();
            let mut row = 0;
            let mut wanted = page.rows.iter().cloned().flatten().peekable();
            for (at, (repeated, defined)) in repetition.into_iter().zip(definition).enumerate() {
                row += usize::from(repeated == 0 && at > 0);
                while wanted.next_if(|&wanted| wanted < row).is_some() {}
                if defined == 2 {
                    let text = text(&mut bytes)?;
                    if wanted.peek() == Some(&row) {
                        lists.entry(row).or_default().push(utf8(text)?.to_owned());
                    }
                }
            }
            for row in page.rows.iter().cloned().flatten() {
                if let Some(list) = lists.remove(&row) {
                    found.push((index, list));
                }
                index += 1;
            }
            Ok(())
        })?;
        Ok(found)
    }
}

/// The content of a page, unpacked into the room where it has to be.
fn content<'b>(column: Column, page: &PageAt, bytes: &'b [u8], room: &'b mut Vec<u8>) -> io::Result<&'b [u8]> {
    if !column.compressed() {
        return Ok(bytes);
    }
    // What was in the room is overwritten, or the page does not unpack.
    room.resize(page.raw as usize, 0);
    match lz4_flex::block::decompress_into(bytes, room) {
        Ok(len) if len == room.len() => Ok(room),
        _ => Err(broken("a page does not unpack")),
    }
}

fn missing() -> io::Error {
    broken("a value is missing")
}

/// Takes a text with its length off the front.
fn text<'b>(bytes: &mut &'b [u8]) -> io::Result<&'b [u8]> {
    let len = u32::from_le_bytes(fixed(bytes)?) as usize;
    take(bytes, len)
}

/// Takes the levels of a page off its front.
fn levels(bytes: &mut &[u8], most: u32, values: usize) -> io::Result<Vec<u32>> {
    let len = u32::from_le_bytes(fixed(bytes)?) as usize;
    let mut hybrid = Hybrid::new(take(bytes, len)?, super::bits::width(u64::from(most)))?;
    let mut levels = Vec::new();
    hybrid.read(values, most + 1, &mut levels)?;
    Ok(levels)
}

/// Which rows of a page have a value.
enum Levels {
    All,
    /// For each row the place of its value among the values of the page.
    Some(Vec<Option<u32>>),
}

impl Levels {
    /// Reads them, where the column has any, and gives what stands behind.
    fn read<'p>(column: Column, page: &Wanted<'p>) -> io::Result<(Self, &'p [u8])> {
        let mut bytes = page.content;
        if column.required() {
            return if page.at.there == page.at.rows { Ok((Levels::All, bytes)) } else { Err(missing()) };
        }
        if page.at.there == page.at.rows {
            let len = u32::from_le_bytes(fixed(&mut bytes)?) as usize;
            take(&mut bytes, len)?;
            return Ok((Levels::All, bytes));
        }
        let levels = levels(&mut bytes, 1, page.at.rows as usize)?;
        let mut place = 0;
        let places: Vec<Option<u32>> = levels
            .into_iter()
            .map(|level| {
                place += level;
                (level == 1).then(|| place - 1)
            })
            .collect();
        if place == page.at.there { Ok((Levels::Some(places), bytes)) } else { Err(missing()) }
    }

    /// How many values there are.
    fn count(&self, page: &Wanted<'_>) -> usize {
        match self {
            Levels::All => page.at.rows as usize,
            Levels::Some(_) => page.at.there as usize,
        }
    }

    /// The place of the value of a row of the page.
    fn place(&self, row: usize) -> Option<usize> {
        match self {
            Levels::All => Some(row),
            Levels::Some(places) => places.get(row).copied().flatten().map(|place| place as usize),
        }
    }
}

/// Appends the codes of a page at the rows that are wanted.
fn codes(column: Column, page: &Wanted<'_>, bound: u32, found: &mut Vec<u32>) -> io::Result<()> {
    if !page.at.codes {
        return Err(broken("a page holds no codes"));
    }
    if page.at.there == 0 {
        page.rows.iter().for_each(|rows| found.resize(found.len() + rows.len(), NONE));
        return Ok(());
    }
    let (there, mut bytes) = Levels::read(column, page)?;
    let [width] = fixed(&mut bytes)?;
    let mut hybrid = Hybrid::new(bytes, u32::from(width))?;
    match &there {
        Levels::All => {
            let mut at = 0;
            for rows in &page.rows {
                hybrid.skip(rows.start - at)?;
                hybrid.read(rows.len(), bound, found)?;
                at = rows.end;
            }
        }
        Levels::Some(_) => {
            let mut all = Vec::new();
            hybrid.read(there.count(page), bound, &mut all)?;
            let rows = page.rows.iter().cloned().flatten();
            found.extend(rows.map(|row| there.place(row).map_or(NONE, |place| all[place])));
        }
    }
    Ok(())
}
