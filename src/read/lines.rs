//! JSON Lines: a statement a line, read in a stream.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::atomic::AtomicU64;

use hashbrown::HashMap;

use super::blocks::{LONGEST, Source, too_long};
use super::bulk::How;
use super::draft::Draft;
use super::json::Json;
use super::record::Record;
use super::sieve::Sieve;
use super::want::Want;
use super::{not_utf8, without_mark};
use crate::names::fold;
use crate::statement::NO_ID;

/// Reads every line of the file into the draft.
pub(crate) fn read(file: u32, from: impl BufRead, draft: &mut Draft) -> io::Result<()> {
    each(file, from, draft, |json, number, draft| {
        if let Some(record) = Record::of_json(json, &mut draft.findings) {
            draft.push(&record, number);
        }
    })
}

/// Gives every line that holds something, with its number.
pub(super) fn each(
    file: u32,
    mut from: impl BufRead,
    draft: &mut Draft,
    mut take: impl FnMut(Json<'_>, u32, &mut Draft),
) -> io::Result<()> {
    let mut line = Vec::new();
    let mut offset = 0;
    let mut number = 0;
    loop {
        line.clear();
        let got = (&mut from).take(LONGEST as u64 + 1).read_until(b'\n', &mut line)?;
        if got == 0 {
            return Ok(());
        }
        if got > LONGEST {
            return Err(too_long());
        }
        number += u32::from(!blank(offset, &line));
        if let Some(json) = text(file, offset, &line, draft) {
            take(json, number, draft);
        }
        offset += got as u64;
    }
}

/// Whether a line, which begins there, holds no statement.
fn blank(offset: u64, line: &[u8]) -> bool {
    let mark = if offset == 0 { "\u{feff}".as_bytes() } else { b"" };
    line.strip_prefix(mark).unwrap_or(line).trim_ascii().is_empty()
}

/// The text of a line that begins there, unless it is blank or none, which is a finding.
fn text<'l>(file: u32, offset: u64, line: &'l [u8], draft: &mut Draft) -> Option<Json<'l>> {
    let (start, bytes) = without_mark(file, offset, line, &mut draft.findings);
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim_ascii().is_empty() => None,
        Ok(text) => Some(Json { file, offset: start, text }),
        Err(error) => {
            draft.findings.push(not_utf8(file, start, bytes, error));
            None
        }
    }
}

/// Takes in a line that begins there, unless it is not wanted.
fn take_wanted(file: u32, offset: u64, line: &[u8], wanted: &Wanted<'_>, draft: &mut Draft) {
    let record = text(file, offset, line, draft).and_then(|json| Record::of_json(json, &mut draft.findings));
    match record {
        Some(record) if wanted.takes(&record) => draft.push(&record, 0),
        Some(_) => draft.passed_over += 1,
        None => {}
    }
}

/// What is wanted of statements, as it is compared with one.
struct Wanted<'w> {
    want: &'w Want,
    /// For each relation whether it is wanted.
    relations: Option<HashMap<String, bool>>,
}

impl<'w> Wanted<'w> {
    fn new(want: &'w Want, known: &[String]) -> Self {
        let relations = |wanted: &Vec<String>| known.iter().map(|id| (fold(id), wanted.contains(id))).collect();
        Wanted { want, relations: want.relations.as_ref().map(relations) }
    }

    /// Whether a statement is wanted; one whose relation is not known is, so that it is said.
    fn takes(&self, record: &Record<'_>) -> bool {
        let relation = |known: &HashMap<String, bool>| {
            let is = |relation: &str| known.get(relation).or_else(|| known.get(&fold(relation))).copied();
            record.relation.as_ref().and_then(|relation| is(&relation.value)).unwrap_or(true)
        };
        let mut ends = record.sources.iter().chain(&record.targets);
        self.want.date(record.date)
            && self.relations.as_ref().is_none_or(relation)
            && self.want.actors.as_ref().is_none_or(|actors| ends.any(|name| actors.contains(&fold(&name.value))))
    }
}

/// Reads the lines of a big file that are wanted into the draft, and no others. Of most of those it is
/// known only that they would not be, if they are right.
pub(crate) fn read_wanted(
    file: u32,
    mut source: Source,
    want: &Want,
    how: &How,
    done: &AtomicU64,
    draft: &mut Draft,
) -> io::Result<()> {
    let sample = source.sample()?;
    let own = draft.relations.iter().map(|(relation, _)| relation.id.clone());
    let known: Vec<String> = crate::relation::built_in().into_iter().map(|relation| relation.id).chain(own).collect();
    let sieve = Sieve::new(want, &known, &sample);
    let wanted = Wanted::new(want, &known);
    let first = draft.statements.len();
    draft.partial = true;
    how.blocks.run(
        source,
        done,
        |block, at| (sieve.sift(block), at),
        |(sifted, at)| {
            let mut start = 0;
            for &(from, end) in &sifted.kept {
                take_wanted(file, at + from as u64, &sifted.text[start..end], &wanted, draft);
                start = end;
            }
            draft.passed_over += sifted.lines - sifted.kept.len() as u64;
            true
        },
    )?;
    if draft.statements.id[first..].contains(&NO_ID) {
        number(file, first, draft)?;
    }
    Ok(())
}

/// Counts which statement of the file each one is, from `first` on. Only a statement without an id
/// needs to know: it is called by it.
fn number(file: u32, first: usize, draft: &mut Draft) -> io::Result<()> {
    let Draft { statements, files, .. } = draft;
    let mut from = BufReader::with_capacity(1 << 18, files.input(file).open()?);
    let mut line = Vec::new();
    let (mut offset, mut count) = (0, 0);
    for row in first..statements.len() {
        while offset <= statements.at[row].start {
            line.clear();
            let got = from.read_until(b'\n', &mut line)?;
            if got == 0 {
                return Err(io::Error::other("the file became shorter while it was read"));
            }
            count += u32::from(!blank(offset, &line));
            offset += got as u64;
        }
        statements.number[row] = count;
    }
    Ok(())
}
