//! A tie on its way into the file: what it is sorted by as small integers, and the rest as bytes.

use std::io;

use super::bits::{broken, put_varint, take, varint};
use crate::statement::Flags;

/// Stands for a date that is missing.
pub(super) const NO_DATE: u32 = u32::MAX;

/// Stands for a gist that is missing, or that stands with the other texts.
pub(super) const NO_GIST: u32 = u32::MAX;

/// A source, a relation and a target, by their numbers among the names that were read, with what
/// else is sorted by or is small.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tie {
    pub relation: u32,
    pub source: u32,
    pub target: u32,
    /// Which of the dates, or [`NO_DATE`].
    pub date: u32,
    /// Which of the gists that repeat, or [`NO_GIST`].
    pub gist: u32,
    pub flags: Flags,
    pub ties: u32,
    /// Which statement of the input.
    pub row: u64,
    /// Where its texts stand among those of its run, and how many bytes they have.
    pub start: u32,
    pub len: u32,
    /// Which of the parts of the run its texts stand in.
    pub part: u32,
}

/// The texts of a statement, by their order in [`Texts`].
pub(super) const STATEMENT: usize = 0;
pub(super) const DOCUMENT: usize = 1;
pub(super) const CODE: usize = 2;
pub(super) const GIST: usize = 3;
pub(super) const QUOTE: usize = 4;
pub(super) const ANSWERS: usize = 5;
pub(super) const TEXTS: usize = 6;

const SPAN: u16 = 1 << TEXTS;
const LISTS: u16 = 1 << (TEXTS + 1);
const PLACE: u16 = 1 << (TEXTS + 2);

/// What of a statement is neither a code nor sorted by, as it goes in.
#[derive(Debug, Default)]
pub(super) struct Texts<'t> {
    pub texts: [Option<&'t str>; TEXTS],
    pub span: Option<(u64, u64)>,
    /// Documents beyond the first; all sources and all targets, where they make several ties.
    pub lists: [Vec<&'t str>; 3],
    /// The number of the statement in its file, where it has no id.
    pub number: Option<u64>,
}

/// Where the number of a statement without an id stands in its bytes.
const NUMBER: std::ops::Range<usize> = 6..14;

impl Texts<'_> {
    /// Appends all of it.
    pub fn put(&self, out: &mut Vec<u8>) {
        let texts = self.texts.iter().zip(0..).filter(|(text, _)| text.is_some());
        let mut has = texts.fold(0, |has, (_, bit)| has | 1 << bit);
        let lists = self.lists.iter().any(|list| !list.is_empty());
        for (there, bit) in [(self.span.is_some(), SPAN), (lists, LISTS), (self.number.is_some(), PLACE)] {
            has |= if there { bit } else { 0 };
        }
        out.extend_from_slice(&u16::to_le_bytes(has));
        if let Some(number) = self.number {
            out.extend_from_slice(&[0; 4]);
            out.extend_from_slice(&number.to_le_bytes());
        }
        for text in self.texts.iter().flatten() {
            put_varint(text.len() as u64, out);
        }
        if let Some((start, end)) = self.span {
            put_varint(start, out);
            put_varint(end, out);
        }
        if lists {
            for list in &self.lists {
                put_varint(list.len() as u64, out);
                list.iter().for_each(|text| put_varint(text.len() as u64, out));
            }
        }
        for text in self.texts.iter().flatten().chain(self.lists.iter().flatten()) {
            out.extend_from_slice(text.as_bytes());
        }
    }
}

/// Says in which file a statement without an id stands, and how many statements came before the part
/// that it was read in.
pub(super) fn place(bytes: &mut [u8], file: u32, before: u64) {
    let Some(has) = bytes.first_chunk::<2>() else { return };
    if u16::from_le_bytes(*has) & PLACE == 0 {
        return;
    }
    bytes[2..6].copy_from_slice(&file.to_le_bytes());
    let number = <[u8; 8]>::try_from(&bytes[NUMBER]).expect("eight bytes are eight bytes");
    bytes[NUMBER].copy_from_slice(&(u64::from_le_bytes(number) + before).to_le_bytes());
}

/// What [`Texts`] wrote, with texts as places among the bytes.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Read<'b> {
    pub texts: [Option<&'b [u8]>; TEXTS],
    pub span: Option<(u64, u64)>,
    pub lists: Option<[Vec<&'b [u8]>; 3]>,
    /// File and number of a statement that has no id.
    pub place: Option<(u32, u64)>,
}

impl<'b> Read<'b> {
    /// Reads what [`Texts::put`] appended.
    pub fn new(mut bytes: &'b [u8]) -> io::Result<Self> {
        let bytes = &mut bytes;
        let has = fixed(bytes).map(u16::from_le_bytes)?;
        let mut read = Read::default();
        if has & PLACE != 0 {
            read.place = Some((fixed(bytes).map(u32::from_le_bytes)?, fixed(bytes).map(u64::from_le_bytes)?));
        }
        let mut lens = [0; TEXTS];
        for (bit, len) in lens.iter_mut().enumerate() {
            if has & 1 << bit != 0 {
                *len = varint(bytes)? as usize;
            }
        }
        if has & SPAN != 0 {
            read.span = Some((varint(bytes)?, varint(bytes)?));
        }
        let mut list_lens: [Vec<usize>; 3] = Default::default();
        if has & LISTS != 0 {
            for lens in &mut list_lens {
                let count = varint(bytes)?;
                for _ in 0..count {
                    lens.push(varint(bytes)? as usize);
                }
            }
        }
        for (bit, (text, len)) in read.texts.iter_mut().zip(lens).enumerate() {
            if has & 1 << bit != 0 {
                *text = Some(take(bytes, len)?);
            }
        }
        if has & LISTS != 0 {
            let mut lists: [Vec<&[u8]>; 3] = Default::default();
            for (list, lens) in lists.iter_mut().zip(list_lens) {
                for len in lens {
                    list.push(take(bytes, len)?);
                }
            }
            read.lists = Some(lists);
        }
        Ok(read)
    }
}

/// Takes a few bytes off the front.
pub(super) fn fixed<const N: usize>(bytes: &mut &[u8]) -> io::Result<[u8; N]> {
    let taken = take(bytes, N)?;
    taken.try_into().map_err(|_| broken("a part is cut off"))
}

/// The bytes of a tie in a run that waits on disk, its texts not counted.
pub(super) const WRITTEN: usize = 37;

impl Tie {
    /// Appends all but where its texts stand.
    pub fn put(&self, out: &mut Vec<u8>) {
        for number in [self.relation, self.source, self.target, self.date, self.gist, self.ties, self.len] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&self.row.to_le_bytes());
        out.push(self.flags.byte());
    }

    /// Reads what [`put`](Tie::put) wrote; its texts stand at `start`.
    pub fn read(bytes: &mut &[u8], start: u32) -> io::Result<Self> {
        let mut number = || fixed(bytes).map(u32::from_le_bytes);
        let (relation, source, target, date) = (number()?, number()?, number()?, number()?);
        let (gist, ties, len) = (number()?, number()?, number()?);
        let row = fixed(bytes).map(u64::from_le_bytes)?;
        let [flags] = fixed(bytes)?;
        Ok(Tie { relation, source, target, date, gist, flags: Flags::of_byte(flags), ties, row, start, len, part: 0 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_back() {
        let mut bytes = Vec::new();
        let texts = Texts {
            texts: [None, Some(""), None, Some("über\n"), None, None],
            span: Some((3, 1 << 40)),
            lists: [vec!["d2", ""], vec![], vec!["é"]],
            number: Some(5),
        };
        texts.put(&mut bytes);
        place(&mut bytes, 7, 100);
        let read = Read::new(&bytes).unwrap();
        assert_eq!(read.place, Some((7, 105)));
        assert_eq!(read.texts, [None, Some(&b""[..]), None, Some("über\n".as_bytes()), None, None]);
        assert_eq!(read.span, texts.span);
        assert_eq!(read.lists.unwrap(), [vec![&b"d2"[..], b""], vec![], vec!["é".as_bytes()]]);
        for len in 0..bytes.len() {
            assert!(Read::new(&bytes[..len]).is_err(), "{len}");
        }
    }
}
