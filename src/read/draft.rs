//! What was read so far, with names that are not yet resolved.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::json::Spanned;
use super::record::Record;
use crate::actor::Kind;
use crate::date::Date;
use crate::document::Document;
use crate::files::{At, Files};
use crate::problem::{Finding, Findings};
use crate::relation::Relation;
use crate::statement::{Flags, NO_ID, Statements};

/// Strings, each held once and known by its number in the order of their coming.
#[derive(Debug, Default)]
pub(crate) struct Interner {
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    text: String,
    ends: Vec<usize>,
}

impl Interner {
    /// The number of a string, a new one for a string that was not seen.
    pub fn intern(&mut self, string: &str) -> u32 {
        let Interner { table, hasher, text, ends } = self;
        let get = |n: u32| string_of(text, ends, n);
        let hash = hasher.hash_one(string);
        if let Some(&n) = table.find(hash, |&n| get(n) == string) {
            return n;
        }
        let n = ends.len() as u32;
        text.push_str(string);
        ends.push(text.len());
        table.insert_unique(hash, n, |&n| hasher.hash_one(string_of(text, ends, n)));
        n
    }

    /// The number of a string, if it was seen.
    pub fn find(&self, string: &str) -> Option<u32> {
        let hash = self.hasher.hash_one(string);
        self.table.find(hash, |&n| self.get(n) == string).copied()
    }

    /// The string of a number that [`intern`](Self::intern) gave.
    pub fn get(&self, n: u32) -> &str {
        string_of(&self.text, &self.ends, n)
    }

    /// How many different strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

fn string_of<'a>(text: &'a str, ends: &[usize], n: u32) -> &'a str {
    let n = n as usize;
    let start = if n == 0 { 0 } else { ends[n - 1] };
    &text[start..ends[n]]
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

#[derive(Debug)]
pub(crate) struct DraftActsFor {
    pub actor: Spanned<String>,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// All that the files hold, before it is closed into a [`Dataset`](crate::Dataset).
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub files: Files,
    pub findings: Findings,
    pub title: Option<String>,
    pub description: Option<String>,
    pub license: Option<String>,
    /// Whether any file has a table of documents, even an empty one: then the table is complete.
    pub has_documents: bool,
    pub has_actors: bool,
    pub documents: Vec<(Document, At)>,
    pub actors: Vec<DraftActor>,
    pub relations: Vec<(Relation, At)>,
    /// Sources, targets, documents and relations are numbers of `names`, ids are numbers of `ids`.
    pub statements: Statements,
    pub names: Interner,
    pub ids: Interner,
    /// The ids of statements that could not be kept, so that nothing is said against those that
    /// answer them.
    pub broken_ids: Vec<u32>,
    /// Which id a statement answers.
    pub answers: Vec<(u32, u32)>,
    room: Vec<u32>,
}

impl Draft {
    /// Takes a statement in, or counts it among the broken where something that it needs is missing.
    pub fn push(&mut self, record: &Record<'_>, number: u32) {
        let id = record.id.as_ref().map(|id| self.ids.intern(&id.value));
        let (Some(relation), false, false) = (&record.relation, record.sources.is_empty(), record.targets.is_empty())
        else {
            self.broken_ids.extend(id);
            return;
        };
        let row = self.statements.len() as u32;
        if row == u32::MAX >> 1 {
            self.findings.push(Finding::error(record.at, "there are more than 2,147,483,647 statements"));
            return;
        }
        let Draft { statements, names, room, .. } = self;
        let mut list = |texts: &[Spanned<std::borrow::Cow<'_, str>>], column: &mut crate::statement::Lists| {
            room.clear();
            for text in texts {
                let name = names.intern(&text.value);
                if !room.contains(&name) {
                    room.push(name);
                }
            }
            column.push(room);
        };
        list(&record.documents, &mut statements.documents);
        list(&record.sources, &mut statements.sources);
        list(&record.targets, &mut statements.targets);
        statements.relation.push(names.intern(&relation.value));
        statements.at.push(record.at);
        statements.id.push(id.unwrap_or(NO_ID));
        statements.number.push(number);
        statements.date.push(record.date);
        statements.flags.push(Flags::new(record.certainty, record.negated));
        if let Some(answers) = &record.answers {
            let answered = self.ids.intern(&answers.value);
            self.answers.push((row, answered));
        }
    }
}
