//! Importing: other people's data, and our own, into a prepared file.

use std::hash::Hasher;
use std::io::{self, Write};
use std::path::Path;

use hashbrown::{HashMap, HashSet};

use crate::dataset::{Dataset, read_into, read_with};
use crate::files::At;
use crate::names::{fold, nearest};
use crate::prepared::{Collector, Import, Resolve, Sizes};
use crate::problem::{Finding, Report};
use crate::read::json::Spanned;
use crate::read::record::Record;
use crate::read::{Data, Options};
use crate::statement::StatementIx;
use crate::tally::Tally;
use crate::write::{Tables, answers_one_of};

/// What was imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// How many statements.
    pub statements: u64,
    /// How many ties they have: the rows of the file.
    pub ties: u64,
    /// What of event data was read, and what of it is no statement.
    pub tally: Tally,
}

/// Why nothing was imported.
#[derive(Debug)]
pub enum ImportError {
    /// Something is wrong with the data.
    Problems(Report),
    /// Something is wrong with reading or writing.
    Io(io::Error),
}

impl From<Report> for ImportError {
    fn from(report: Report) -> Self {
        ImportError::Problems(report)
    }
}

impl From<io::Error> for ImportError {
    fn from(error: io::Error) -> Self {
        ImportError::Io(error)
    }
}

/// Writes a prepared file of everything in the data: Parquet with a row for each tie, sorted by relation,
/// source and target, which reads again as the same data.
///
/// Files of statements and of event data stream through: what outgrows memory is sorted in runs, which
/// lie in `folder` meanwhile and have no names there where the system allows it. A data file with tables,
/// a folder and a prepared file are held in memory as a whole, and so is what `one_a_day` has to
/// compare and what GDELT mentions add to.
///
/// # Errors
/// Everything that is wrong with the data; or what reading or writing fails with.
pub fn import<W: Write + Send>(
    data: Vec<Data>,
    options: &Options,
    folder: &Path,
    out: W,
) -> Result<(Imported, W), ImportError> {
    if crate::read::streams(&data, options) {
        return streamed(data, options, folder, out);
    }
    let options = Options { only_errors: true, ..options.clone() };
    let (dataset, _) = read_with(data, &options)?;
    let all: Vec<StatementIx> = dataset.statements().map(|statement| statement.ix()).collect();
    prepare(&dataset, &all, folder, out)
}

/// Writes a prepared file of some statements of what was read as a whole, with what belongs to them.
pub(crate) fn prepare<W: Write + Send>(
    dataset: &Dataset,
    statements: &[StatementIx],
    folder: &Path,
    out: W,
) -> Result<(Imported, W), ImportError> {
    /// How many statements are read again at once.
    const SOME: usize = 10_000;
    let mut sink = Sink::new(folder, KnownNames::of(dataset.relations()));
    for some in statements.chunks(SOME) {
        for (&ix, details) in some.iter().zip(dataset.details(some)?) {
            let statement = dataset.statement(ix);
            let at = At::new(0, 0, 0);
            let text = |value: String| Spanned { value: value.into(), at };
            let names = |actors: &mut dyn Iterator<Item = crate::ActorIx>| {
                actors.map(|actor| text(dataset.actor(actor).id.clone())).collect::<Vec<_>>()
            };
            let record = Record {
                at,
                id: Some(text(statement.id().into_owned())),
                documents: statement.documents().map(|ix| text(dataset.document(ix).id.to_owned())).collect(),
                date: statement.date(),
                sources: names(&mut statement.sources()),
                relation: Some(text(dataset.relation(statement.relation()).id.clone())),
                targets: names(&mut statement.targets()),
                gist: details.gist.map(text),
                quote: details.quote.map(text),
                span: details.span.map(|value| Spanned { value, at }),
                certainty: statement.certainty(),
                answers: statement
                    .answered_id()
                    .filter(|_| answers_one_of(statement, statements))
                    .map(|answered| text(answered.into_owned())),
                negated: statement.negated(),
                code: details.code.map(text),
            };
            sink.push(&record)?;
        }
    }
    sink.end(&tables(dataset, statements), dataset.tally().clone(), out)
}

/// Imports what streams through.
fn streamed<W: Write + Send>(
    data: Vec<Data>,
    options: &Options,
    folder: &Path,
    out: W,
) -> Result<(Imported, W), ImportError> {
    let sink = Sink::new(folder, KnownNames::of(&crate::relation::built_in()));
    let (dataset, sink) = read_into(data, options, sink)?;
    sink.end(&tables(&dataset, &[]), dataset.tally().clone(), out)
}

/// What stands beside the rows: what is more than the rows say.
fn tables(dataset: &Dataset, statements: &[StatementIx]) -> String {
    Tables::of(dataset, statements).spare().value().to_string()
}

/// Where statements go one by one.
pub(crate) struct Sink {
    pub import: Import<KnownNames>,
    collector: Collector,
    waiting: usize,
    /// What failed while nobody could be told.
    pub failed: Option<io::Error>,
    /// The sums of the ids of what came, so that nothing comes twice.
    seen: HashSet<u128>,
}

impl std::fmt::Debug for Sink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Sink").field("waiting", &self.waiting).field("failed", &self.failed).finish_non_exhaustive()
    }
}

impl Sink {
    fn new(folder: &Path, names: KnownNames) -> Self {
        let mut import = Import::new(folder, Sizes::default(), names);
        let mut collector = Collector::default();
        // The first number is that of this collector.
        let failed = import.add(0, collector.take()).err();
        Sink { import, collector, waiting: 0, failed, seen: HashSet::new() }
    }

    /// What follows is of that file.
    pub fn file(&mut self, name: &str) {
        if let Err(error) = self.flush() {
            self.failed.get_or_insert(error);
        }
        self.import.file(name);
    }

    /// Takes a statement in.
    pub fn push(&mut self, record: &Record<'_>) -> io::Result<()> {
        /// How many statements go on together.
        const TOGETHER: usize = 4096;
        self.collector.record(record);
        self.waiting += 1;
        if self.waiting >= TOGETHER { self.flush() } else { Ok(()) }
    }

    /// Whether nothing of that id has come before. Only a sum of the id is kept, of 128 bits: that two ids
    /// of a thousand million have the same is less likely than a broken disk.
    pub fn is_new(&mut self, id: &str) -> bool {
        let half = |salt: u8| {
            let mut hasher = std::hash::DefaultHasher::new();
            hasher.write_u8(salt);
            hasher.write(id.as_bytes());
            u128::from(hasher.finish())
        };
        self.seen.insert(half(0) << 64 | half(1))
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.waiting = 0;
        self.import.add(0, self.collector.take())
    }

    fn end<W: Write + Send>(mut self, tables: &str, tally: Tally, out: W) -> Result<(Imported, W), ImportError> {
        self.flush()?;
        if let Some(error) = self.failed {
            return Err(error.into());
        }
        if self.import.findings.errors > 0 {
            // They were said where the files are known; a statement can only be too large by now.
            let error = Report::error("a statement is too large for a prepared file", None);
            return Err(error.into());
        }
        if self.import.statements() == 0 {
            return Err(Report::error("there are no statements in the data", None).into());
        }
        let (imported, out) = self.import.finish(tables, out)?;
        Ok((Imported { statements: imported.statements, ties: imported.ties, tally }, out))
    }
}

/// The names that need no table: built-in relations, and every actor.
#[derive(Debug)]
pub(crate) struct KnownNames {
    relations: HashMap<String, String>,
}

impl KnownNames {
    fn of(relations: &[crate::Relation]) -> Self {
        let ids = relations.iter().map(|relation| (fold(&relation.id), relation.id.clone()));
        KnownNames { relations: ids.collect() }
    }
}

impl Resolve for KnownNames {
    fn relation(&mut self, name: &str, at: At) -> Result<String, Finding> {
        let folded = fold(name);
        self.relations.get(&folded).cloned().ok_or_else(|| {
            let near = nearest(&folded, self.relations.keys().map(String::as_str));
            let said = format!("unknown relation `{}`", crate::read::json::shortened(name));
            Finding::error(at, said).did_you_mean(near)
        })
    }

    fn actor(&mut self, _: &str, _: At) -> Result<(), Finding> {
        Ok(())
    }
}
