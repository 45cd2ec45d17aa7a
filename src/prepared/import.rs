//! Making a prepared file: parts in, sorted runs on disk where they outgrow memory, one file out.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use hashbrown::HashMap;

use super::collect::{Collector, Part};
use super::group::{Group, Tables, encode};
use super::layout::{GROUP_BYTES, schema};
use super::sort::{Chunk, Merge, Names, Order, Run, Stored};
use super::tie::{NO_DATE, NO_GIST, Tie, place};
use super::write::Writer;
use crate::date::Date;
use crate::files::At;
use crate::problem::{Finding, Problems};
use crate::read::blocks::{Blocks, Source};

/// How much is worked on at a time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sizes {
    /// How many bytes of ties and texts are sorted at a time. Two runs are in memory at once: one grows
    /// while the one before is sorted.
    pub run_bytes: usize,
    /// The most rows of a row group; a quarter of that is enough for one to end with its relation.
    /// Groups and what they are made of are held in memory, several at once.
    pub group_rows: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Sizes { run_bytes: 96 << 20, group_rows: 1 << 18 }
    }
}

/// How many bytes of gists are held that repeat.
const GISTS: usize = 4 << 20;

/// Says what a name stands for, where it came first.
pub(crate) trait Resolve {
    /// The id of the relation, or what is wrong.
    fn relation(&mut self, name: &str, at: At) -> Result<String, Finding>;
    /// Whether there is such an actor, or what is wrong.
    fn actor(&mut self, name: &str, at: At) -> Result<(), Finding>;
}

/// What was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Imported {
    pub statements: u64,
    pub ties: u64,
}

/// What the numbers of a collector are among all.
#[derive(Debug, Default)]
struct Numbers {
    actors: Vec<u32>,
    relations: Vec<u32>,
    dates: Vec<u32>,
    gists: Vec<u32>,
}

/// Takes parts in and makes a file of them.
pub(crate) struct Import<R> {
    resolve: R,
    /// The folder in which runs are set aside: that of the file.
    folder: PathBuf,
    sizes: Sizes,
    names: Names,
    dates: HashMap<Date, u32>,
    order: Order,
    collectors: Vec<Numbers>,
    /// How many bytes of gists that repeat may still be held.
    gists: Arc<AtomicUsize>,
    files: Vec<String>,
    /// How many statements of the file that is read have come before.
    numbers: u64,
    statements: u64,
    ties: u64,
    run: Run,
    runs: Vec<Stored>,
    sorting: Option<JoinHandle<io::Result<Stored>>>,
    /// What is wrong. An import with errors makes no file.
    pub findings: Problems,
}

impl<R: Resolve> Import<R> {
    /// Begins. What outgrows memory is set aside in that folder.
    pub fn new(folder: &Path, sizes: Sizes, resolve: R) -> Self {
        Import {
            resolve,
            folder: folder.to_owned(),
            sizes,
            names: Names::default(),
            dates: HashMap::new(),
            order: Order::default(),
            collectors: Vec::new(),
            gists: Arc::new(AtomicUsize::new(GISTS)),
            files: Vec::new(),
            numbers: 0,
            statements: 0,
            ties: 0,
            run: Run::default(),
            runs: Vec::new(),
            sorting: None,
            findings: Problems::default(),
        }
    }

    /// The parts that follow are of that file.
    pub fn file(&mut self, name: &str) {
        self.files.push(name.to_owned());
        self.numbers = 0;
    }

    /// Takes in a file of JSON Lines, which several threads read. What is wrong with it is found, too.
    pub fn json_lines(
        &mut self,
        file: u32,
        name: &str,
        source: Source,
        blocks: Blocks,
        done: &AtomicU64,
    ) -> io::Result<()> {
        self.file(name);
        // Each thread collects under a number of its own.
        let first = self.collectors.len();
        let next = AtomicUsize::new(first);
        let gists = Arc::clone(&self.gists);
        let begin = || (next.fetch_add(1, Ordering::Relaxed), Collector::new(Arc::clone(&gists)));
        let work = |(number, collector): &mut (usize, Collector), lines: &[u8], at| {
            collector.lines(file, lines, at);
            (*number, collector.take())
        };
        let mut result = Ok(());
        blocks.run_with(source, done, begin, work, |(number, part)| {
            result = self.add(number, part);
            result.is_ok()
        })?;
        // The threads are gone, and their numbers with them.
        self.collectors[first..].fill_with(Numbers::default);
        result
    }

    /// Takes in a part of the collector of that number; parts come in the order of the input.
    pub fn add(&mut self, collector: usize, mut part: Part) -> io::Result<()> {
        self.findings.append(std::mem::take(&mut part.findings));
        if self.collectors.len() <= collector {
            self.collectors.resize_with(collector + 1, Numbers::default);
        }
        let numbers = &mut self.collectors[collector];
        for (name, at) in part.actors {
            let known = self.names.actors.len();
            let number = self.names.actors.intern(&name);
            if self.names.actors.len() > known
                && let Err(finding) = self.resolve.actor(&name, at)
            {
                self.findings.push(finding);
            }
            numbers.actors.push(number);
        }
        for (name, at) in part.relations {
            let id = self.resolve.relation(&name, at).unwrap_or_else(|finding| {
                self.findings.push(finding);
                name
            });
            numbers.relations.push(self.names.relations.intern(&id));
        }
        for date in part.dates {
            let next = self.names.dates.len() as u32;
            let number = *self.dates.entry(date).or_insert(next);
            if number == next {
                self.names.dates.push(date);
            }
            numbers.dates.push(number);
        }
        for gist in part.gists {
            numbers.gists.push(self.names.gists.intern(&gist));
        }
        let before = self.numbers;
        self.numbers += part.numbers;
        if self.findings.errors > 0 {
            // There will be no file; reading on says what else is wrong.
            return Ok(());
        }
        let file = self.files.len().saturating_sub(1) as u32;
        let (first, texts) = (self.statements, self.run.texts.len() as u32);
        for tie in &part.ties {
            place(&mut part.texts[tie.start as usize..][..tie.len as usize], file, before);
        }
        self.run.ties.extend(part.ties.iter().map(|tie| Tie {
            relation: numbers.relations[tie.relation as usize],
            source: numbers.actors[tie.source as usize],
            target: numbers.actors[tie.target as usize],
            date: if tie.date == NO_DATE { NO_DATE } else { numbers.dates[tie.date as usize] },
            gist: if tie.gist == NO_GIST { NO_GIST } else { numbers.gists[tie.gist as usize] },
            row: first + tie.row,
            part: texts,
            ..*tie
        }));
        self.statements += part.statements;
        self.ties += part.ties.len() as u64;
        self.run.bytes += part.texts.len() + part.ties.len() * size_of::<Tie>();
        part.texts.shrink_to_fit();
        self.run.texts.push(part.texts);
        if self.run.bytes >= self.sizes.run_bytes { self.set_aside() } else { Ok(()) }
    }

    /// How many statements were taken in.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    /// Lets the run be sorted while the next one grows.
    fn set_aside(&mut self) -> io::Result<()> {
        self.sorted()?;
        self.order.update(&self.names);
        let (run, order, folder) = (std::mem::take(&mut self.run), self.order.clone(), self.folder.clone());
        self.run.ties.reserve(run.ties.len() + run.ties.len() / 16);
        self.sorting = Some(thread::spawn(move || run.set_aside(&order, &folder)));
        Ok(())
    }

    /// Waits for the run that is being sorted.
    fn sorted(&mut self) -> io::Result<()> {
        if let Some(sorting) = self.sorting.take() {
            let run = sorting.join().map_err(|_| io::Error::other("a thread ended early"))?;
            self.runs.push(run?);
        }
        Ok(())
    }

    /// Writes the file: what was taken in, with the data file of what is not in the rows.
    pub fn finish<W: Write + Send>(mut self, data_file: &str, out: W) -> io::Result<(Imported, W)> {
        self.sorted()?;
        if self.findings.errors > 0 {
            return Err(io::Error::other("statements that are wrong make no prepared file"));
        }
        let tables = Tables::new(self.names, self.order, self.files);
        let mut runs = self.runs;
        runs.push(self.run.keep(&tables.order));
        let mut writer = Writer::new(out)?;
        groups(runs, &tables, self.sizes.group_rows, |group| writer.group(group, &tables))?;
        let out = writer.finish(&tables, self.statements, data_file)?;
        Ok((Imported { statements: self.statements, ties: self.ties }, out))
    }
}

/// Merges the runs into row groups, which several threads encode, and hands them on in order.
fn groups(
    runs: Vec<Stored>,
    tables: &Tables,
    rows: usize,
    mut take: impl FnMut(Group) -> io::Result<()>,
) -> io::Result<()> {
    type Job = (usize, Chunk);
    type Done = (usize, Chunk, parquet::errors::Result<Group>);
    let schema = schema();
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let mut merge = Merge::new(runs, &tables.order)?;
    thread::scope(|scope| {
        let (jobs, waiting): (Sender<Job>, Receiver<Job>) = channel();
        let (done, results): (Sender<Done>, Receiver<Done>) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..workers {
            let (waiting, done, schema) = (Arc::clone(&waiting), done.clone(), Arc::clone(&schema));
            scope.spawn(move || {
                loop {
                    let job = waiting.lock().unwrap_or_else(PoisonError::into_inner).recv();
                    let Ok((number, ties)) = job else { return };
                    let group = encode(&ties, tables, &schema);
                    if done.send((number, ties, group)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut ready: BTreeMap<usize, Group> = BTreeMap::new();
        let (mut sent, mut written) = (0, 0);
        let mut rooms: Vec<Chunk> = Vec::new();
        let mut receive = |rooms: &mut Vec<Chunk>| -> io::Result<()> {
            let ended = |_| io::Error::other("a thread ended early");
            let (number, room, group) = results.recv().map_err(ended)?;
            rooms.push(room);
            ready.insert(number, group.map_err(io::Error::other)?);
            while let Some(group) = ready.remove(&written) {
                take(group)?;
                written += 1;
            }
            Ok(())
        };
        let mut received = 0;
        loop {
            let mut ties = rooms.pop().unwrap_or_default();
            fill(&mut ties, rows, &mut merge)?;
            if ties.ties.is_empty() {
                break;
            }
            // One waits while the others are at work: more would only take memory.
            if sent - received > workers {
                receive(&mut rooms)?;
                received += 1;
            }
            jobs.send((sent, ties)).map_err(|_| io::Error::other("the threads ended early"))?;
            sent += 1;
        }
        drop(jobs);
        while received < sent {
            receive(&mut rooms)?;
            received += 1;
        }
        Ok(())
    })
}

/// Fills the ties of a row group: so many, or up to the end of a relation that leaves it large enough.
fn fill(ties: &mut Chunk, rows: usize, merge: &mut Merge<'_>) -> io::Result<()> {
    ties.ties.clear();
    ties.texts.clear();
    while ties.ties.len() < rows && ties.texts.len() < GROUP_BYTES {
        if ties.ties.len() >= rows / 4
            && let (Some(last), Some(next)) = (ties.ties.last(), merge.peek())
            && last.relation != next.relation
        {
            break;
        }
        if !merge.next(|tie, text| ties.push(*tie, text))? {
            break;
        }
    }
    Ok(())
}
