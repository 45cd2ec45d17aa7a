//! Event data into the draft: threads look for the lines that are wanted, and what they find is taken
//! in the order of the file.

use std::borrow::Cow;
use std::io;
use std::sync::atomic::AtomicU64;

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use super::blocks::{Blocks, Source};
use super::draft::Draft;
use super::events::{Found, Party, Reader, Row, SHOWN, every_line};
use super::want::Want;
use crate::files::At;
use crate::problem::Finding;
use crate::tally::Tally;

/// What event data say beside their statements.
#[derive(Debug, Default)]
pub(crate) struct Bulk {
    /// Whether there are any.
    pub any: bool,
    pub tally: Tally,
    /// Where the first malformed rows stand.
    pub malformed: Vec<(At, String)>,
    /// What the rows say of an actor, by the number of its name among the draft's.
    pub parties: HashMap<u32, Told>,
    /// Which of the draft's actors are found, and need no entry.
    pub actors: Vec<bool>,
    /// Which of the draft's documents are found, and need no entry.
    pub documents: Vec<bool>,
    /// Further documents of a statement, by its row.
    pub further: Vec<(u32, u32)>,
    /// The first row of what is stored from both sides.
    mirrors: HashMap<u64, ()>,
    /// Which statement a number of the draft's ids belongs to.
    rows: HashMap<u32, u32>,
}

/// What rows say of an actor, and how many do.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Whether its id is a code, which tells its name and its principal.
    pub coded: bool,
    pub names: HashMap<String, u64>,
    pub acts_for: HashMap<String, u64>,
}

/// How event data are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct How {
    pub blocks: Blocks,
    /// The first malformed row is an error.
    pub strict: bool,
    /// Rows that ICEWS stores from both sides stay two.
    pub keep_mirrored: bool,
}

/// Reads event data into the draft.
pub(super) fn read(
    file: u32,
    source: Source,
    reader: &dyn Reader,
    want: &Want,
    how: &How,
    done: &AtomicU64,
    draft: &mut Draft,
) -> io::Result<()> {
    // Whoever wants no row malformed wants every one looked at.
    let scan = if how.strict { every_line(reader, want) } else { reader.scanner(want) };
    let work = |lines: &[u8], at: u64| {
        let mut found = Found::default();
        scan(lines, &mut found);
        (found, at)
    };
    let mut rows = 0;
    how.blocks.run(source, done, work, |(found, at)| {
        let more = found.tally.rows;
        let go_on = take(file, &found, at, rows, reader, how, draft);
        rows += more;
        go_on
    })
}

/// Takes in what was found in the block that begins at `start`, behind `before` other rows. Whether to
/// go on.
fn take(file: u32, found: &Found, start: u64, before: u64, reader: &dyn Reader, how: &How, draft: &mut Draft) -> bool {
    draft.bulk.tally.add(&found.tally);
    for (from, to, said) in &found.malformed {
        if !malformed(At::new(file, start + *from as u64, to - from), said, how, draft) {
            return false;
        }
    }
    for (party, &count) in &found.parties {
        told(draft, party, reader.coded(), count);
    }
    let mut line_start = 0;
    for (&(from, number), &end) in found.kept.iter().zip(&found.ends) {
        let line = &found.lines[line_start..end];
        line_start = end;
        let at = At::new(file, start + from as u64, line.len());
        match reader.row(line) {
            Row::Event(event) => {
                if let Some(mirror) = event.mirror.filter(|_| !how.keep_mirrored)
                    && draft.bulk.mirrors.insert(mirror, ()).is_some()
                {
                    draft.bulk.tally.repeats += 1;
                    continue;
                }
                if event.id.as_ref().is_some_and(|id| repeats(draft, id)) {
                    draft.bulk.tally.repeats += 1;
                    continue;
                }
                for party in event.sources.iter().chain(&event.targets) {
                    let name = draft.strings.actors.intern(&party.id);
                    if reader.coded() {
                        draft.bulk.parties.entry(name).or_default().coded = true;
                    }
                    let at = name as usize;
                    if draft.bulk.actors.len() <= at {
                        draft.bulk.actors.resize(at + 1, false);
                    }
                    draft.bulk.actors[at] = true;
                }
                let known = draft.strings.documents.len();
                let record = event.record(at);
                draft.push(&record, u32::try_from(before + number).unwrap_or(u32::MAX));
                draft.bulk.documents.resize(known, false);
                draft.bulk.documents.resize(draft.strings.documents.len(), true);
            }
            Row::Mention { of, document } => match draft.ids.find(&of).and_then(|id| draft.bulk.rows.get(&id)) {
                Some(&row) => {
                    let known = draft.strings.documents.len();
                    let document = draft.strings.documents.intern(&document);
                    draft.bulk.documents.resize(known, false);
                    draft.bulk.documents.resize(draft.strings.documents.len(), true);
                    draft.bulk.further.push((row, document));
                    draft.bulk.tally.mentions += 1;
                }
                None => draft.bulk.tally.mentions_of_others += 1,
            },
            // A line may be kept for its code alone.
            Row::Malformed(said) => {
                draft.bulk.tally.malformed += 1;
                if !malformed(at, &said, how, draft) {
                    return false;
                }
            }
            Row::NoSource => draft.bulk.tally.without_source += 1,
            Row::NoTarget => draft.bulk.tally.without_target += 1,
            Row::UnknownCode(code) => draft.bulk.tally.unknown(&code),
            Row::Blank => {}
        }
    }
    true
}

/// Whether a row of that id came before: the same row in two files, or the same file twice, says nothing
/// twice. From now on it has come.
fn repeats(draft: &mut Draft, id: &str) -> bool {
    #[cfg(feature = "parquet")]
    if let Some(sink) = &mut draft.sink {
        return !sink.is_new(id);
    }
    let (id, row) = (draft.ids.intern(id), draft.statements.len() as u32);
    match draft.bulk.rows.entry(id) {
        Entry::Occupied(_) => true,
        Entry::Vacant(entry) => {
            entry.insert(row);
            false
        }
    }
}

/// Notes a malformed row. Whether to go on.
fn malformed(at: At, said: &str, how: &How, draft: &mut Draft) -> bool {
    if how.strict {
        draft.findings.push(Finding::error(at, said).hint("without --strict such rows are counted"));
        return false;
    }
    if draft.bulk.malformed.len() < SHOWN {
        draft.bulk.malformed.push((at, said.to_owned()));
    }
    true
}

fn told(draft: &mut Draft, party: &Party<'_>, coded: bool, count: u64) {
    let name = draft.strings.actors.intern(&party.id);
    let told = draft.bulk.parties.entry(name).or_default();
    told.coded |= coded;
    let mut add = |list: fn(&mut Told) -> &mut HashMap<String, u64>, text: &Option<Cow<'_, str>>| {
        if let Some(text) = text {
            *list(told).entry_ref(text.as_ref()).or_default() += count;
        }
    };
    add(|told| &mut told.names, &party.name);
    add(|told| &mut told.acts_for, &party.acts_for);
}
