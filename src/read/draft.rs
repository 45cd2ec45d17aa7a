//! What was read so far, with names that are not yet resolved.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::annotations::Annotated;
use super::bulk::Bulk;
use super::json::Spanned;
use super::record::Record;
use crate::actor::Kind;
use crate::date::Date;
use crate::document::About;
use crate::files::{At, Files, Input};
use crate::problem::{Finding, Problems};
use crate::relation::Relation;
use crate::statement::{Flags, Lists, NO_ID, Statements};

/// Strings, each held once and known by its number in the order of their coming.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    /// The number of a string and half of its hash, so that neither growing nor most of the wrong
    /// entries take a look at the strings, which lie all over the memory.
    table: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
    text: String,
    ends: Vec<usize>,
}

impl Interner {
    /// The number of a string, a new one for a string that was not seen.
    pub fn intern(&mut self, string: &str) -> u32 {
        let half = self.half_hash(string);
        if let Some(n) = self.find_hashed(string, half) {
            return n;
        }
        let n = self.ends.len() as u32;
        self.text.push_str(string);
        self.ends.push(self.text.len());
        self.table.insert_unique(spread(half), (n, half), |&(_, half)| spread(half));
        n
    }

    /// The number of a string, if it was seen.
    pub fn find(&self, string: &str) -> Option<u32> {
        self.find_hashed(string, self.half_hash(string))
    }

    fn half_hash(&self, string: &str) -> u32 {
        (self.hasher.hash_one(string) >> 32) as u32
    }

    fn find_hashed(&self, string: &str, half: u32) -> Option<u32> {
        let same = |&(n, other): &(u32, u32)| other == half && self.get(n) == string;
        self.table.find(spread(half), same).map(|&(n, _)| n)
    }

    /// The string of a number that [`intern`](Self::intern) gave.
    pub fn get(&self, n: u32) -> &str {
        let n = n as usize;
        let start = if n == 0 { 0 } else { self.ends[n - 1] };
        &self.text[start..self.ends[n]]
    }

    /// How many different strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

/// A hash as long as the table wants it, from the half that is kept: Fibonacci hashing.
fn spread(half: u32) -> u64 {
    u64::from(half).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[derive(Debug)]
pub(crate) struct DraftActor {
    pub id: Spanned<String>,
    pub name: Option<Spanned<String>>,
    pub kind: Kind,
    pub aliases: Vec<Spanned<String>>,
    pub role: Option<String>,
    pub acts_for: Vec<DraftActsFor>,
    pub members: Vec<Spanned<String>>,
    pub iso3166: Option<String>,
    pub wikidata: Option<String>,
}

impl DraftActor {
    /// Puts all of it in one place.
    pub fn place(&mut self, at: At) {
        let texts = [&mut self.id].into_iter().chain(&mut self.name).chain(&mut self.aliases).chain(&mut self.members);
        texts.chain(self.acts_for.iter_mut().map(|entry| &mut entry.actor)).for_each(|text| text.at = at);
    }
}

#[derive(Debug)]
pub(crate) struct DraftActsFor {
    pub actor: Spanned<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// The names in the columns of the statements.
#[derive(Debug, Default)]
pub(crate) struct Strings {
    pub actors: Interner,
    pub documents: Interner,
    pub relations: Interner,
}

/// All that the files hold, before it is closed into a [`Dataset`](crate::Dataset).
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub files: Files,
    pub findings: Problems,
    pub title: Option<String>,
    pub description: Option<String>,
    pub license: Option<String>,
    /// Whether any file has a table of documents, even an empty one: then the table is complete.
    pub has_documents: bool,
    pub has_actors: bool,
    pub documents: Vec<(String, About, At)>,
    pub actors: Vec<DraftActor>,
    pub relations: Vec<(Relation, At)>,
    pub statements: Statements,
    /// What the statements have numbers of. Each column has its own: a few actors and relations stay
    /// where they are found fast, however many documents and ids there are.
    pub strings: Strings,
    pub ids: Interner,
    /// The ids of statements that could not be kept, so that nothing is said against those that
    /// answer them.
    pub broken_ids: Vec<u32>,
    /// Which id a statement answers.
    pub answers: Vec<(u32, u32)>,
    /// Whether statements were passed over that nobody asked for.
    pub partial: bool,
    /// How many lines those were, of files with our own keys.
    pub passed_over: u64,
    /// What event data say beside their statements.
    pub bulk: Bulk,
    /// What was annotated with other tools.
    pub annotated: Annotated,
    /// Which of the fields that a user can name some reader knew what to do with.
    pub mapped: BTreeSet<&'static str>,
    /// What is to be said of a field that no reader knew what to do with: it is not in tables with our own columns.
    pub unmapped: Vec<(&'static str, Finding)>,
    room: Vec<u32>,
    /// Where statements go instead of the columns.
    #[cfg(feature = "parquet")]
    pub sink: Option<crate::import::Sink>,
}

impl Draft {
    /// Begins with a file.
    pub fn file(&mut self, input: Input) -> u32 {
        #[cfg(feature = "parquet")]
        if let Some(sink) = &mut self.sink {
            sink.file(&input.name);
        }
        self.files.push(input)
    }

    /// Takes a statement in, or counts it among the broken where something that it needs is missing.
    pub fn push(&mut self, record: &Record<'_>, number: u32) {
        let id = record.id.as_ref().map(|id| self.ids.intern(&id.value));
        let (Some(relation), false, false) = (&record.relation, record.sources.is_empty(), record.targets.is_empty())
        else {
            self.broken_ids.extend(id);
            return;
        };
        #[cfg(feature = "parquet")]
        if let Some(sink) = &mut self.sink {
            if sink.failed.is_none() {
                sink.failed = sink.push(record).err();
            }
            return;
        }
        let row = self.statements.len() as u32;
        if row == u32::MAX >> 1 {
            self.findings.push(Finding::error(record.at, "there are more than 2,147,483,647 statements"));
            return;
        }
        let Draft { statements, strings, room, .. } = self;
        let mut list = |names: &mut Interner, texts: &[Spanned<Cow<'_, str>>], column: &mut Lists| {
            room.clear();
            for text in texts {
                let name = names.intern(&text.value);
                if !room.contains(&name) {
                    room.push(name);
                }
            }
            column.push(room);
        };
        list(&mut strings.documents, &record.documents, &mut statements.documents);
        list(&mut strings.actors, &record.sources, &mut statements.sources);
        list(&mut strings.actors, &record.targets, &mut statements.targets);
        statements.relation.push(strings.relations.intern(&relation.value));
        statements.at.push(record.at);
        statements.id.push(id.unwrap_or(NO_ID));
        statements.number.push(number);
        statements.date.push(record.date);
        statements.flags.push(Flags::new(record.certainty, record.negated).coded(record.code.is_some()));
        if let Some(answers) = &record.answers {
            let answered = self.ids.intern(&answers.value);
            self.answers.push((row, answered));
        }
    }
}
