//! The data set: closed and validated. Every name in it resolves, so that nothing later can fail
//! on one.

pub(crate) mod close;
mod tables;
mod texts;

use std::io;
use std::path::Path;


use crate::actor::{Actor, ActorIx};
use crate::date::{Date, Day};
use crate::document::{Document, DocumentIx};
use crate::files::{At, Files};
use crate::names::Names;
use crate::problem::Report;
use crate::relation::Relation;
use crate::statement::{Certainty, Details, NO_ID, RelationIx, StatementIx, Statements};

/// Documents, actors, relations and statements that fit together.
#[derive(Debug)]
pub struct Dataset {
    title: Option<String>,
    description: Option<String>,
    license: Option<String>,
    documents: Vec<Document>,
    actors: Vec<Actor>,
    relations: Vec<Relation>,
    names: Names,
    statements: Statements,
    ids: crate::read::draft::Interner,
    /// Which statement an id belongs to, by the number of the id.
    by_id: Vec<u32>,
    files: Files,
    /// Where the id of a document stands that has an entry: the folder of that file is where a text
    /// is looked for.
    document_ats: Vec<Option<At>>,
}

/// What an id belongs to that only an answer names, or a statement that was not kept.
pub(crate) const NO_STATEMENT: u32 = u32::MAX;

/// A statement, borrowed from its data set.
#[derive(Clone, Copy)]
pub struct Statement<'d> {
    pub(crate) dataset: &'d Dataset,
    ix: StatementIx,
}

impl std::fmt::Debug for Statement<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Statement({})", self.id())
    }
}

/// A passage of a document, or why there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// The words at the span.
    Found(String),
    /// The statement points nowhere, or its document has no text.
    None,
    /// The file is not there, or not the one that the spans were made on.
    Missing(String),
}

impl Dataset {
    /// What the data set is called.
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// What it holds and how it was made.
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The licence of its annotations.
    pub fn license(&self) -> Option<&str> {
        self.license.as_deref()
    }

    /// The documents, in the order of the files.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The actors, in the order of the files; the built-in `unspecified` is always among them.
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The relations, the built-in ones first.
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// Every statement, in the order of the files.
    pub fn statements(&self) -> impl ExactSizeIterator<Item = Statement<'_>> {
        (0..self.statements.len() as u32).map(|ix| self.statement(StatementIx(ix)))
    }

    /// One statement.
    pub fn statement(&self, ix: StatementIx) -> Statement<'_> {
        Statement { dataset: self, ix }
    }

    /// One actor.
    pub fn actor(&self, ix: ActorIx) -> &Actor {
        &self.actors[ix.0 as usize]
    }

    /// One document.
    pub fn document(&self, ix: DocumentIx) -> &Document {
        &self.documents[ix.0 as usize]
    }

    /// One relation.
    pub fn relation(&self, ix: RelationIx) -> &Relation {
        &self.relations[ix.0 as usize]
    }

    /// Every actor's number.
    pub fn actor_ixs(&self) -> impl Iterator<Item = ActorIx> {
        (0..self.actors.len() as u32).map(ActorIx)
    }

    /// Every relation's number.
    pub fn relation_ixs(&self) -> impl Iterator<Item = RelationIx> {
        (0..self.relations.len() as u32).map(RelationIx)
    }

    /// Every document's number.
    pub fn document_ixs(&self) -> impl Iterator<Item = DocumentIx> {
        (0..self.documents.len() as u32).map(DocumentIx)
    }

    /// The known name nearest to one that is not known, folded.
    pub fn nearest_name(&self, name: &str) -> Option<&str> {
        self.names.nearest(name)
    }

    /// The actor of that id, name or alias, compared without case, diacritics or punctuation.
    pub fn find_actor(&self, name: &str) -> Option<ActorIx> {
        self.names.find(name).map(ActorIx)
    }

    /// The document of that id.
    pub fn find_document(&self, id: &str) -> Option<DocumentIx> {
        self.documents.iter().position(|document| document.id == id).map(|ix| DocumentIx(ix as u32))
    }

    /// The relation of that id, or of which that is a verb form.
    pub fn find_relation(&self, name: &str) -> Option<RelationIx> {
        let phrase = crate::names::fold(name);
        let by_id = self.relations.iter().position(|relation| relation.id == name);
        let by_form = || {
            let is = |relation: &Relation| relation.forms.iter().any(|(_, form)| crate::names::fold(form) == phrase);
            self.relations.iter().position(is)
        };
        by_id.or_else(by_form).map(|ix| RelationIx(ix as u32))
    }

    /// The statement of that id.
    pub fn find_statement(&self, id: &str) -> Option<StatementIx> {
        let given = self.ids.find(id).map(|n| self.by_id[n as usize]).filter(|&row| row != NO_STATEMENT);
        let by_place = || self.statements().position(|statement| statement.id() == id).map(|ix| ix as u32);
        given.or_else(by_place).map(StatementIx)
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// The actor and those for whom it acts on that day, one after the other.
    ///
    /// Without a day, an entry with dates counts only where the actor never acts for anybody else.
    pub fn chain(&self, actor: ActorIx, day: Option<Day>) -> impl Iterator<Item = ActorIx> {
        // The chain ends: acts_for has no cycle in a closed data set.
        std::iter::successors(Some(actor), move |&actor| self.acts_for(actor, day))
    }

    fn acts_for(&self, actor: ActorIx, day: Option<Day>) -> Option<ActorIx> {
        let entries = &self.actor(actor).acts_for;
        match day {
            Some(day) => entries.iter().find(|entry| entry.holds_on(day)).map(|entry| entry.actor),
            None => {
                let first = entries.first()?.actor;
                entries.iter().all(|entry| entry.actor == first).then_some(first)
            }
        }
    }

    /// The principal of an actor on a day: where its `acts_for` chain ends.
    pub fn principal(&self, actor: ActorIx, day: Option<Day>) -> ActorIx {
        self.chain(actor, day).last().expect("a chain begins with the actor itself")
    }

    /// Gist, quote and span of each of the statements, read from their files.
    ///
    /// # Errors
    /// A file that cannot be read any more, or that changed since.
    pub fn details(&self, statements: &[StatementIx]) -> io::Result<Vec<Details>> {
        let at: Vec<At> = statements.iter().map(|ix| self.statements.at[ix.0 as usize]).collect();
        let mut order: Vec<usize> = (0..at.len()).collect();
        order.sort_by_key(|&i| at[i]);
        let sorted: Vec<At> = order.iter().map(|&i| at[i]).collect();
        let failed = |name: &str, error: &dyn std::fmt::Display| io::Error::other(format!("{name}: {error}"));
        let bytes = self.files.read(&sorted).map_err(|(name, error)| failed(&name, &error))?;
        let mut details = vec![Details::default(); at.len()];
        for (i, bytes) in order.into_iter().zip(bytes) {
            let input = self.files.input(at[i].file);
            details[i] = crate::read::details(at[i], &bytes, &input.records)
                .ok_or_else(|| failed(&input.name, &"the file changed while it was in use"))?;
        }
        Ok(details)
    }

    /// Checks every span, quote and SHA-256 against the texts, which lie below `folder`, or where
    /// that is missing beside the data file, as far as they are there.
    ///
    /// What comes back is what is wrong, and how many documents' texts were at hand.
    pub fn check_texts(&self, folder: Option<&Path>) -> (Report, usize) {
        texts::check(self, folder)
    }

    /// The passage that a span points at, for each of the statements.
    pub fn passages(&self, statements: &[(StatementIx, Option<(u64, u64)>)], folder: &Path) -> Vec<Passage> {
        texts::passages(self, statements, folder)
    }
}

impl<'d> Statement<'d> {
    fn row(self) -> usize {
        self.ix.0 as usize
    }

    fn columns(self) -> &'d Statements {
        &self.dataset.statements
    }

    /// Its number.
    pub fn ix(self) -> StatementIx {
        self.ix
    }

    /// Its id: as given, or from its place, `events.jsonl#17` for the 17th statement of a file.
    pub fn id(self) -> std::borrow::Cow<'d, str> {
        match self.columns().id[self.row()] {
            NO_ID => {
                let file = self.columns().at[self.row()].file;
                format!("{}#{}", self.dataset.files.input(file).name, self.columns().number[self.row()]).into()
            }
            n => self.dataset.ids.get(n).into(),
        }
    }

    /// The documents that say so; there may be none.
    pub fn documents(self) -> impl ExactSizeIterator<Item = DocumentIx> + 'd {
        self.columns().documents.get(self.row()).iter().copied().map(DocumentIx)
    }

    /// Who acts; at least one.
    pub fn sources(self) -> impl ExactSizeIterator<Item = ActorIx> + 'd {
        self.columns().sources.get(self.row()).iter().copied().map(ActorIx)
    }

    /// Towards whom; at least one, and for `mediates` at least two.
    pub fn targets(self) -> impl ExactSizeIterator<Item = ActorIx> + 'd {
        self.columns().targets.get(self.row()).iter().copied().map(ActorIx)
    }

    /// Its relation.
    pub fn relation(self) -> RelationIx {
        RelationIx(self.columns().relation[self.row()])
    }

    /// When it was made.
    pub fn date(self) -> Option<Date> {
        self.columns().date[self.row()]
    }

    /// On whose word it stands.
    pub fn certainty(self) -> Option<Certainty> {
        self.columns().flags[self.row()].certainty()
    }

    /// Whether it says that something was not done.
    pub fn negated(self) -> bool {
        self.columns().flags[self.row()].negated()
    }

    /// The statement that it answers.
    pub fn answers(self) -> Option<Statement<'d>> {
        let answered = *self.columns().answers.get(&self.ix.0)?;
        Some(self.dataset.statement(StatementIx(answered)))
    }

    /// The day on which to ask for whom its actors acted: its first day, or where it is undated its
    /// first document's.
    pub fn day(self) -> Option<Day> {
        let document_date = || self.documents().find_map(|document| self.dataset.document(document).date);
        self.date().or_else(document_date).map(Date::first_day)
    }
}
