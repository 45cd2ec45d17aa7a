//! Sorting more ties than memory holds: runs of them are sorted and set aside on disk, then merged.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::bits::broken;
use super::tie::{NO_DATE, Tie, WRITTEN, fixed};
use crate::date::Date;
use crate::read::draft::Interner;

/// What the numbers in ties stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub relations: Interner,
    pub actors: Interner,
    pub dates: Vec<Date>,
    pub gists: Interner,
}

/// The places of names in the order of their strings, which is that of their bytes.
#[derive(Debug, Clone, Default)]
pub(super) struct Ranks {
    /// The names in order.
    pub sorted: Vec<u32>,
    /// The place of each name.
    pub rank: Vec<u32>,
}

impl Ranks {
    /// Puts the names in order that have come since the last time.
    fn update(&mut self, names: &Interner) {
        let known = self.sorted.len();
        if known == names.len() {
            return;
        }
        self.sorted.extend(known as u32..names.len() as u32);
        self.sorted.sort_by(|&a, &b| names.get(a).cmp(names.get(b)));
        self.rank.resize(names.len(), 0);
        for (&name, rank) in self.sorted.iter().zip(0..) {
            self.rank[name as usize] = rank;
        }
    }
}

/// By what ties are sorted: the ranks of relation, source and target, then the day.
#[derive(Debug, Clone, Default)]
pub(super) struct Order {
    pub relations: Ranks,
    pub actors: Ranks,
    /// The first day of each date, as a number that sorts as days do.
    days: Vec<u32>,
}

impl Order {
    pub fn update(&mut self, names: &Names) {
        self.relations.update(&names.relations);
        self.actors.update(&names.actors);
        let new = &names.dates[self.days.len()..];
        self.days.extend(new.iter().map(|date| (i64::from(date.first_day().number()) + (1 << 31)) as u32));
    }

    /// Undated ties come last among their like.
    fn key(&self, tie: &Tie) -> u128 {
        let day = if tie.date == NO_DATE { u32::MAX } else { self.days[tie.date as usize] };
        let ranks = [
            self.relations.rank[tie.relation as usize],
            self.actors.rank[tie.source as usize],
            self.actors.rank[tie.target as usize],
        ];
        ranks.into_iter().fold(0, |key, rank| key << 32 | u128::from(rank)) << 32 | u128::from(day)
    }
}

/// Ties in the order of the input.
#[derive(Debug, Default)]
pub(super) struct Run {
    pub ties: Vec<Tie>,
    /// The texts of the ties, in parts.
    pub texts: Vec<Vec<u8>>,
    pub bytes: usize,
}

/// How many bytes of a run are read and written at a time.
const CHUNK: usize = 1 << 18;

impl Run {
    /// The ties in order: their places in the run. What is alike stays in the order of the input.
    fn sorted(&self, order: &Order) -> Vec<u32> {
        let mut keys: Vec<(u128, u32)> = self.ties.iter().zip(0..).map(|(tie, at)| (order.key(tie), at)).collect();
        keys.sort_unstable();
        keys.into_iter().map(|(_, at)| at).collect()
    }

    fn text(&self, tie: &Tie) -> &[u8] {
        let start = tie.start as usize;
        &self.texts[tie.part as usize][start..start + tie.len as usize]
    }

    /// Sorts the run and sets it aside in a file that has no name, so that nothing is left of it
    /// however the process ends.
    pub fn set_aside(self, order: &Order, folder: &Path) -> io::Result<Stored> {
        let sorted = self.sorted(order);
        let mut out = tempfile::tempfile_in(folder)?;
        let mut chunk = Chunk::default();
        let mut ties = Vec::new();
        for at in sorted {
            let tie = &self.ties[at as usize];
            chunk.push(*tie, self.text(tie));
            if chunk.full() {
                chunk.write(&mut ties, &mut out)?;
            }
        }
        if !chunk.ties.is_empty() {
            chunk.write(&mut ties, &mut out)?;
        }
        // An empty one is the end.
        chunk.write(&mut ties, &mut out)?;
        out.seek(SeekFrom::Start(0))?;
        Ok(Stored::Disk(out))
    }

    /// Sorts the run, which stays in memory.
    pub fn keep(self, order: &Order) -> Stored {
        let sorted = self.sorted(order);
        Stored::Memory { run: self, sorted, at: 0 }
    }
}

/// A sorted run, to be read once.
pub(super) enum Stored {
    Disk(File),
    Memory { run: Run, sorted: Vec<u32>, at: usize },
}

/// A few ties and their texts, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Chunk {
    pub ties: Vec<Tie>,
    pub texts: Vec<u8>,
}

impl Chunk {
    pub fn push(&mut self, tie: Tie, text: &[u8]) {
        let start = self.texts.len() as u32;
        self.texts.extend_from_slice(text);
        self.ties.push(Tie { start, len: text.len() as u32, part: 0, ..tie });
    }

    fn full(&self) -> bool {
        self.ties.len() * WRITTEN + self.texts.len() >= CHUNK
    }

    fn clear(&mut self) {
        self.ties.clear();
        self.texts.clear();
    }

    fn write(&mut self, room: &mut Vec<u8>, out: &mut impl Write) -> io::Result<()> {
        room.clear();
        for len in [self.ties.len(), self.texts.len()] {
            room.extend_from_slice(&(len as u32).to_le_bytes());
        }
        self.ties.iter().for_each(|tie| tie.put(room));
        out.write_all(room)?;
        out.write_all(&self.texts)?;
        self.clear();
        Ok(())
    }
}

impl Stored {
    /// Reads the next ties into the chunk; none at the end.
    fn next(&mut self, chunk: &mut Chunk, room: &mut Vec<u8>) -> io::Result<()> {
        chunk.clear();
        match self {
            Stored::Memory { run, sorted, at } => {
                while let Some(&place) = sorted.get(*at)
                    && !chunk.full()
                {
                    let tie = &run.ties[place as usize];
                    chunk.push(*tie, run.text(tie));
                    *at += 1;
                }
            }
            Stored::Disk(from) => {
                let mut head = [0; 8];
                from.read_exact(&mut head)?;
                let mut head = &head[..];
                let count = u32::from_le_bytes(fixed(&mut head)?) as usize;
                let len = u32::from_le_bytes(fixed(&mut head)?) as usize;
                room.resize(count * WRITTEN, 0);
                from.read_exact(room)?;
                let mut bytes = &room[..];
                let mut start = 0;
                for _ in 0..count {
                    let tie = Tie::read(&mut bytes, start)?;
                    start += tie.len;
                    chunk.ties.push(tie);
                }
                chunk.texts.resize(len, 0);
                from.read_exact(&mut chunk.texts)?;
                if start as usize != len {
                    return Err(broken("a run does not fit together"));
                }
            }
        }
        Ok(())
    }
}

/// Sorted runs, read as one.
pub(super) struct Merge<'o> {
    order: &'o Order,
    runs: Vec<Cursor>,
    /// The runs that are not at their end as a heap: the one with the least tie is first.
    heap: Vec<(u128, u64, u32)>,
    room: Vec<u8>,
}

struct Cursor {
    stored: Stored,
    chunk: Chunk,
    at: usize,
}

impl<'o> Merge<'o> {
    pub fn new(runs: Vec<Stored>, order: &'o Order) -> io::Result<Self> {
        let mut room = Vec::new();
        let mut cursors = Vec::with_capacity(runs.len());
        let mut heap = Vec::with_capacity(runs.len());
        for (mut stored, run) in runs.into_iter().zip(0..) {
            let mut chunk = Chunk::default();
            stored.next(&mut chunk, &mut room)?;
            if let Some(first) = chunk.ties.first() {
                heap.push((order.key(first), first.row, run));
            }
            cursors.push(Cursor { stored, chunk, at: 0 });
        }
        // A sorted list is a heap.
        heap.sort_unstable();
        Ok(Merge { order, runs: cursors, heap, room })
    }

    /// The next tie.
    pub fn peek(&self) -> Option<&Tie> {
        let &(_, _, run) = self.heap.first()?;
        let cursor = &self.runs[run as usize];
        cursor.chunk.ties.get(cursor.at)
    }

    /// Hands the next tie and its texts on; false at the end.
    pub fn next(&mut self, take: impl FnOnce(&Tie, &[u8])) -> io::Result<bool> {
        let Some(&(_, _, run)) = self.heap.first() else { return Ok(false) };
        let cursor = &mut self.runs[run as usize];
        let tie = &cursor.chunk.ties[cursor.at];
        let start = tie.start as usize;
        take(tie, &cursor.chunk.texts[start..start + tie.len as usize]);
        cursor.at += 1;
        if cursor.at == cursor.chunk.ties.len() {
            cursor.stored.next(&mut cursor.chunk, &mut self.room)?;
            cursor.at = 0;
        }
        match cursor.chunk.ties.get(cursor.at) {
            Some(tie) => self.heap[0] = (self.order.key(tie), tie.row, run),
            None => drop(self.heap.swap_remove(0)),
        }
        self.sink();
        Ok(true)
    }

    /// Lets the first entry of the heap sink to its place.
    fn sink(&mut self) {
        let heap = &mut self.heap;
        let mut at = 0;
        loop {
            let (left, right) = (2 * at + 1, 2 * at + 2);
            let least = match (heap.get(left), heap.get(right)) {
                (Some(a), Some(b)) if b < a => right,
                (Some(_), _) => left,
                (None, _) => return,
            };
            if heap[at] <= heap[least] {
                return;
            }
            heap.swap(at, least);
            at = least;
        }
    }
}
