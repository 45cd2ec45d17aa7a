//! GDELT events, 1.0 and 2.0 (The GDELT Event Database, data format codebooks V1.03 and V2.0): no
//! header, no quoting, columns apart by tabs. Version 1.0 has 57 columns, from April 2013 a 58th with
//! the URL; 2.0 has 61, of which the first 35 are the same.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use memchr::memmem::Finder;

use super::{Event, Found, Party, Reader, Row, Said, Scanner, cell, day, every_line, without_mark};
use crate::codes;
use crate::date::Day;
use crate::read::bits::{self, WIDTH, masks};
use crate::read::want::Want;

const ID: usize = 0;
const DAY: usize = 1;
const SOURCE: usize = 5;
const SOURCE_NAME: usize = 6;
const TARGET: usize = 15;
const TARGET_NAME: usize = 16;
const CODE: usize = 26;
/// How many columns have to be looked at to know whether a row is wanted.
const LOOKED_AT: usize = CODE + 1;

/// With how many columns a row is whole.
const COLUMNS: [usize; 3] = [57, 58, 61];

/// What is asked of a code, by its digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asked {
    Unknown,
    No,
    Yes,
}

/// The reader of events.
#[derive(Debug)]
pub(super) struct Gdelt;

/// Whether a line in the middle or at the beginning of a file is a row of events.
pub(super) fn is_row(line: &[u8]) -> bool {
    let cells: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
    let digits = |cell: &[u8], len: usize| cell.len() >= len && cell.iter().all(u8::is_ascii_digit);
    COLUMNS.contains(&cells.len()) && digits(cells[ID], 1) && cells[DAY].len() == 8 && digits(cells[DAY], 8)
}

fn malformed(columns: usize) -> Cow<'static, str> {
    Cow::Owned(format!("the row has {columns} columns; GDELT events have 57, 58 or 61"))
}

impl Reader for Gdelt {
    fn row<'t>(&self, line: &'t [u8]) -> Row<'t> {
        let line = without_mark(line);
        if line.is_empty() {
            return Row::Blank;
        }
        let cells: Vec<&[u8]> = line.split(|&byte| byte == b'\t').collect();
        if !COLUMNS.contains(&cells.len()) {
            return Row::Malformed(malformed(cells.len()));
        }
        let party = |code: usize, name: usize| -> Result<Option<Party<'t>>, Said> {
            let code = cell(cells[code])?;
            if code.is_empty() {
                return Ok(None);
            }
            let name = String::from_utf8_lossy(cells[name]);
            Ok(Some(Party { name: (!name.is_empty()).then_some(name), ..Party::named(code) }))
        };
        let read = || -> Result<Row<'t>, Said> {
            let Some(source) = party(SOURCE, SOURCE_NAME)? else { return Ok(Row::NoSource) };
            let Some(target) = party(TARGET, TARGET_NAME)? else { return Ok(Row::NoTarget) };
            let text = cell(cells[CODE])?;
            let Some(code) = codes::cameo(text) else { return Ok(Row::UnknownCode(Cow::Borrowed(text))) };
            let Some(date) = day(cells[DAY]) else {
                return Ok(Row::Malformed("the second column is no day, such as 20201002".into()));
            };
            let url = match cells.len() {
                57 => "",
                columns => cell(cells[columns - 1])?,
            };
            let id = cell(cells[ID])?;
            if id.is_empty() {
                return Ok(Row::Malformed("the first column has no event's number".into()));
            }
            Ok(Row::Event(Event {
                id: Some(format!("gdelt:{id}").into()),
                documents: if url.is_empty() { Vec::new() } else { vec![Cow::Borrowed(url)] },
                date: Some(date),
                sources: vec![source],
                targets: vec![target],
                code,
                gist: None,
                mirror: None,
            }))
        };
        read().unwrap_or_else(Row::Malformed)
    }

    fn coded(&self) -> bool {
        true
    }

    fn scanner<'r>(&'r self, want: &'r Want) -> Scanner<'r> {
        // Names are gathered from every row, which takes a look at all of them.
        if !want.codes_only {
            return every_line(self, want);
        }
        let asked = asked(want);
        let number = |day: Day| day.to_string().replace('-', "").parse::<u32>().unwrap_or(0);
        let days = want.since.map_or(0, number)..=want.until.map_or(u32::MAX, number);
        let needles: Option<Vec<Finder<'static>>> = want.actors.as_ref().map(|names| {
            let letters = names.iter().flat_map(|name| codes::letters_of(name).unwrap_or_default());
            letters.map(|letters| Finder::new(letters.as_bytes()).into_owned()).collect()
        });
        Box::new(move |lines, found| match &needles {
            Some(needles) => self.look_for(needles, lines, want, found),
            None => self.look_through(&asked, &days, lines, want, found),
        })
    }
}

impl Gdelt {
    /// Looks for the rows that hold one of some codes, wherever it is, and counts the others.
    fn look_for(&self, needles: &[Finder<'_>], lines: &[u8], want: &Want, found: &mut Found) {
        let mut at: Vec<usize> = needles.iter().flat_map(|needle| needle.find_iter(lines)).collect();
        at.sort_unstable();
        let mut end = 0;
        let mut looked_at = 0;
        for at in at {
            if at < end {
                continue;
            }
            let start = memchr::memrchr(b'\n', &lines[..at]).map_or(0, |at| at + 1);
            end = memchr::memchr(b'\n', &lines[at..]).map_or(lines.len(), |more| at + more);
            looked_at += 1;
            let carriage = usize::from(lines[start..end].ends_with(b"\r"));
            found.line(self, lines, start, end - carriage, want);
        }
        let rows =
            memchr::memchr_iter(b'\n', lines).count() + usize::from(!lines.is_empty() && !lines.ends_with(b"\n"));
        found.tally.rows += rows as u64;
        found.tally.passed_over += (rows - looked_at) as u64;
    }

    /// Looks at the codes and the day of every row.
    fn look_through(&self, asked: &[Asked], days: &RangeInclusive<u32>, lines: &[u8], want: &Want, found: &mut Found) {
        let mut rows = Rows::new(lines);
        while let Some(row) = rows.next() {
            if row.end == row.start {
                continue;
            }
            found.tally.rows += 1;
            if !COLUMNS.contains(&row.columns) {
                found.malformed(row.start, row.end, || malformed(row.columns));
                continue;
            }
            let cell = |column: usize| rows.cell(row.start, column);
            if cell(SOURCE).is_empty() {
                found.tally.without_source += 1;
            } else if cell(TARGET).is_empty() {
                found.tally.without_target += 1;
            } else {
                match code_index(cell(CODE)).map_or(Asked::Unknown, |index| asked[index]) {
                    Asked::No => found.tally.passed_over += 1,
                    // What is no day is for whoever takes the line in.
                    Asked::Yes if number_of(cell(DAY)).is_some_and(|day| !days.contains(&day)) => {
                        found.tally.passed_over += 1;
                    }
                    Asked::Yes => found.keep(row.start, &lines[row.start..row.end]),
                    Asked::Unknown => found.line(self, lines, row.start, row.end, want),
                }
            }
        }
    }
}

/// Eight digits as a number.
fn number_of(cell: &[u8]) -> Option<u32> {
    let digits: &[u8; 8] = cell.try_into().ok()?;
    digits.iter().try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

/// What is asked of each code of up to four digits.
fn asked(want: &Want) -> Vec<Asked> {
    let mut asked = vec![Asked::Unknown; 11_usize.pow(4)];
    for len in 1..=4 {
        for number in 0..10_u32.pow(len) {
            let text = format!("{number:0len$}", len = len as usize);
            if let (Some(code), Some(index)) = (codes::cameo(&text), code_index(text.as_bytes())) {
                asked[index] = if want.relation(code.relation) { Asked::Yes } else { Asked::No };
            }
        }
    }
    asked
}

/// A number for each code of up to four digits: a digit of it to the base of eleven, none being zero.
fn code_index(code: &[u8]) -> Option<usize> {
    if code.is_empty() || code.len() > 4 {
        return None;
    }
    code.iter().try_fold(0, |index, digit| digit.is_ascii_digit().then(|| index * 11 + usize::from(digit - b'0') + 1))
}

/// A row, from its first byte to behind its last.
#[derive(Clone, Copy)]
struct Bounds {
    start: usize,
    end: usize,
    columns: usize,
}

/// The rows of a text. The ends of the columns that are looked at are kept, all others are counted.
struct Rows<'t> {
    text: &'t [u8],
    /// Where the block that the masks are of begins, and what of them is still to be seen.
    block: usize,
    tabs: u64,
    lines: u64,
    start: usize,
    ends: [u32; LOOKED_AT],
}

impl<'t> Rows<'t> {
    fn new(text: &'t [u8]) -> Self {
        let mut rows = Rows { text, block: 0, tabs: 0, lines: 0, start: 0, ends: [0; LOOKED_AT] };
        rows.look();
        rows
    }

    /// Takes the masks of the block at `self.block`.
    fn look(&mut self) {
        let rest = &self.text[self.block..];
        [self.tabs, self.lines] = match rest.first_chunk::<WIDTH>() {
            Some(block) => masks(block, [b'\t', b'\n']),
            None => bits::blocks(rest).next().map_or([0; 2], |block| masks(&block, [b'\t', b'\n'])),
        };
    }

    fn next(&mut self) -> Option<Bounds> {
        let start = self.start;
        if start >= self.text.len() {
            return None;
        }
        let mut columns = 0;
        loop {
            // What of the row lies in this block.
            let own = match self.lines {
                0 => self.tabs,
                lines => self.tabs & ((1 << lines.trailing_zeros()) - 1),
            };
            let mut left = own;
            while left != 0 && columns < LOOKED_AT {
                self.ends[columns] = (self.block + left.trailing_zeros() as usize - start) as u32;
                columns += 1;
                left &= left - 1;
            }
            columns += left.count_ones() as usize;
            if self.lines != 0 {
                let at = self.lines.trailing_zeros() as usize;
                self.tabs &= !own;
                self.lines &= self.lines - 1;
                self.start = self.block + at + 1;
                return Some(self.bounds(start, self.block + at, columns));
            }
            self.block += WIDTH;
            if self.block >= self.text.len() {
                self.start = self.text.len();
                return Some(self.bounds(start, self.text.len(), columns));
            }
            self.look();
        }
    }

    fn bounds(&mut self, start: usize, end: usize, tabs: usize) -> Bounds {
        if tabs < LOOKED_AT {
            // The row ends in this column: nothing of the row before is left standing.
            self.ends[tabs..].fill((end - start) as u32);
        }
        let carriage = self.text[start..end].ends_with(b"\r");
        Bounds { start, end: end - usize::from(carriage), columns: tabs + 1 }
    }

    /// A cell of the row that was given last, which begins at `start`.
    fn cell(&self, start: usize, column: usize) -> &'t [u8] {
        let from = if column == 0 { 0 } else { self.ends[column - 1] as usize + 1 };
        &self.text[start + from..start + self.ends[column] as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn rows_are_what_splitting_finds(
            cells in prop::collection::vec(prop::collection::vec("[a-z\r]{0,9}", 1..70), 0..9),
            last in any::<bool>(),
        ) {
            let lines: Vec<String> = cells.iter().map(|cells| cells.join("\t")).collect();
            let mut text = lines.join("\n");
            if last && !text.is_empty() {
                text.push('\n');
            }
            let mut rows = Rows::new(text.as_bytes());
            for line in text.split_terminator('\n') {
                let row = rows.next().unwrap();
                prop_assert_eq!(&text[row.start..row.end], line.strip_suffix('\r').unwrap_or(line));
                let cells: Vec<&str> = line.split('\t').collect();
                prop_assert_eq!(row.columns, cells.len());
                for (column, cell) in cells.iter().enumerate().take(LOOKED_AT) {
                    prop_assert_eq!(rows.cell(row.start, column), cell.as_bytes());
                }
            }
            prop_assert!(rows.next().is_none());
        }
    }
}
