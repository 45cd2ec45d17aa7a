//! The data set: closed and validated. Every name in it resolves, so that nothing later can fail
//! on one.

mod close;
mod doubts;
mod events;
mod tables;
mod texts;
mod view;

pub(crate) use texts::sum as sha256;
pub use view::Statement;

use std::io;
use std::path::Path;

use crate::actor::{Actor, ActorIx};
use crate::date::Day;
use crate::document::{Document, DocumentIx, Documents};
use crate::files::{At, Files};
use crate::names::Names;
use crate::problem::Report;
use crate::read::{Data, Options};
use crate::relation::Relation;
use crate::statement::{Details, RelationIx, StatementIx, Statements};
use crate::tally::Tally;

/// Documents, actors, relations and statements that fit together: every name in them resolves, every
/// date exists, and nobody acts for itself in a circle.
///
/// [`read()`](crate::read()) is the one way to make one. Its indexes hold for it alone; with those of
/// another data set its methods may panic.
///
/// ```
/// use standoff::{Data, read};
/// let town = r#"[{"source": "Oldbridge", "relation": "accuses", "target": ["Marsh End", "Abbey"]}]"#;
/// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
/// let statement = data.statements().next().unwrap();
/// let targets: Vec<_> = statement.targets().map(|actor| data.actor(actor).name.as_str()).collect();
/// assert_eq!(targets, ["Marsh End", "Abbey"]);
/// ```
#[derive(Debug)]
pub struct Dataset {
    title: Option<String>,
    description: Option<String>,
    license: Option<String>,
    documents: Documents,
    actors: Vec<Actor>,
    /// Where the actors stand that are in a table: the first ones.
    actor_places: Vec<At>,
    relations: Vec<Relation>,
    names: Names,
    statements: Statements,
    ids: crate::read::draft::Interner,
    /// Which statement an id belongs to, by the number of the id.
    by_id: Vec<u32>,
    files: Files,
    tally: Tally,
    passed_over: u64,
    all_act_for_themselves: bool,
}

/// What an id belongs to that only an answer names, or a statement that was not kept.
pub(crate) const NO_STATEMENT: u32 = u32::MAX;

/// A passage of a document, or why there is none ([`Dataset::passages`]).
///
/// ```
/// # use standoff::{Data, Passage, read};
/// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
/// let denial = data.find_statement("f3").unwrap();
/// let passages = |folder: &str| data.passages(&[(denial, Some((162, 182)))], folder.as_ref());
/// assert_eq!(passages("tests/corpus/texts"), [Passage::Found("Marsh End denies it.".into())]);
/// assert!(matches!(passages("nowhere")[0], Passage::Missing(_)));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Passage {
    /// The words at the span.
    Found(String),
    /// The statement points nowhere, or its document has no text.
    None,
    /// Why the passage cannot be shown: the file is not there or not the one that the spans were made
    /// on, or the span ends behind it.
    Missing(String),
}

/// Reads everything and closes it into one data set, in which every name resolves; beside it come
/// the warnings.
///
/// Several data merge: what has the same id and the same content is one. Where none of them lists
/// actors, the names that statements use become actors.
///
/// # Errors
/// Everything that is wrong, in one report, with file, line, column and, where there is one, a hint.
/// The report then holds at least one error, and the warnings too.
///
/// ```
/// use standoff::{Data, read};
/// let town = r#"[{"document": "minutes", "source": "Oldbridge", "relation": "accuses", "target": "Marsh End"}]"#;
/// let (data, warnings) = read([Data::bytes("town.json", town)]).unwrap();
/// assert_eq!((data.statements().len(), warnings.warnings), (1, 0));
///
/// let report = read([Data::bytes("town.json", town.replace("accuses", "acuses"))]).unwrap_err();
/// assert_eq!(report.problems[0].hint.as_deref(), Some("did you mean `accuses`?"));
/// ```
pub fn read(data: impl IntoIterator<Item = Data>) -> Result<(Dataset, Report), Report> {
    read_with(data, &Options::default())
}

/// The same with a say in how it is read.
///
/// # Errors
/// As [`read()`].
///
/// ```
/// use standoff::{Data, read::{Format, Options}, read_with};
/// let town = r#"{"source": "Oldbridge", "relation": "aids", "target": "Marsh End"}"#;
/// let mut options = Options::default();
/// options.from = Some(Format::JsonLines);
/// let (data, _) = read_with([Data::bytes("town.txt", town)], &options).unwrap();
/// assert_eq!(data.statements().len(), 1);
/// ```
pub fn read_with(data: impl IntoIterator<Item = Data>, options: &Options) -> Result<(Dataset, Report), Report> {
    close::close(crate::read::gather(data, options), options)
}

/// Reads everything into the sink; the data set has what is not in the statements.
#[cfg(feature = "parquet")]
#[allow(clippy::needless_pass_by_value, reason = "what is read is taken, as everywhere")]
pub(crate) fn read_into(
    data: Vec<Data>,
    options: &Options,
    sink: crate::import::Sink,
) -> Result<(Dataset, crate::import::Sink), Report> {
    let mut draft = crate::read::gather_into(&data, options, Some(sink));
    let mut sink = draft.sink.take().expect("it was given a moment ago");
    draft.findings.append(std::mem::take(&mut sink.import.findings));
    // The statements are elsewhere.
    draft.partial = true;
    Ok((close::close(draft, options)?.0, sink))
}

impl Dataset {
    /// A data set of nothing but the built-in relations.
    pub(crate) fn nothing() -> Self {
        let mut draft = crate::read::draft::Draft::default();
        draft.partial = true;
        close::close(draft, &Options::default()).expect("nothing is wrong with nothing").0
    }

    /// The data set of what stands in a prepared file beside its rows.
    #[cfg(feature = "parquet")]
    pub(crate) fn of_tables(text: &str) -> Result<Self, Report> {
        Ok(close::close(crate::read::tables(text), &Options::default())?.0)
    }

    /// What the data set is called.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// let town = r#"{"title": "The ferry", "statements": [{"source": "A", "relation": "aids", "target": "B"}]}"#;
    /// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
    /// assert_eq!(data.title(), Some("The ferry"));
    /// ```
    pub fn title(&self) -> Option<&str> {
        self.title.as_deref()
    }

    /// What it holds and how it was made.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// let town = r#"{"description": "Invented.", "statements": [{"source": "A", "relation": "aids", "target": "B"}]}"#;
    /// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
    /// assert_eq!(data.description(), Some("Invented."));
    /// ```
    pub fn description(&self) -> Option<&str> {
        self.description.as_deref()
    }

    /// The licence of its annotations.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// let town = r#"{"license": "CC0-1.0", "statements": [{"source": "A", "relation": "aids", "target": "B"}]}"#;
    /// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
    /// assert_eq!(data.license(), Some("CC0-1.0"));
    /// ```
    pub fn license(&self) -> Option<&str> {
        self.license.as_deref()
    }

    /// The documents, in the order of the files.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let ids: Vec<_> = data.documents().map(|document| document.id).collect();
    /// assert_eq!(ids, ["ferry-1", "ferry-2"]);
    /// ```
    pub fn documents(&self) -> impl ExactSizeIterator<Item = Document<'_>> {
        (0..self.documents.len() as u32).map(|ix| self.documents.get(DocumentIx(ix)))
    }

    /// The actors, in the order of the files; the built-in `unspecified` is always among them.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let ids: Vec<_> = data.actors().iter().map(|actor| actor.id.as_str()).collect();
    /// assert_eq!(ids[0], "oldbridge");
    /// assert!(ids.contains(&"unspecified"));
    /// ```
    pub fn actors(&self) -> &[Actor] {
        &self.actors
    }

    /// The relations, the built-in ones first.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// assert_eq!(data.relations()[..28], standoff::relation::built_in());
    /// ```
    pub fn relations(&self) -> &[Relation] {
        &self.relations
    }

    /// Every statement, in the order of the files.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let negated: Vec<_> = data.statements().filter(|statement| statement.negated()).collect();
    /// assert_eq!(negated.len(), 1);
    /// assert_eq!(negated[0].id(), "f5");
    /// ```
    pub fn statements(&self) -> impl ExactSizeIterator<Item = Statement<'_>> {
        (0..self.statements.len() as u32).map(|ix| self.statement(StatementIx(ix)))
    }

    /// The statement of that index.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let first = data.find_statement("f1").unwrap();
    /// assert_eq!(data.statement(first).id(), "f1");
    /// ```
    pub fn statement(&self, ix: StatementIx) -> Statement<'_> {
        Statement { dataset: self, ix }
    }

    /// The actor of that index.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let abbot = data.find_actor("Abbot of Saint Eloi").unwrap();
    /// assert_eq!(data.actor(abbot).id, "abbot");
    /// ```
    pub fn actor(&self, ix: ActorIx) -> &Actor {
        &self.actors[ix.0 as usize]
    }

    /// The document of that index.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let ferry = data.find_document("ferry-1").unwrap();
    /// assert_eq!(data.document(ferry).title.as_deref(), Some("Quarrel over the ferry"));
    /// ```
    pub fn document(&self, ix: DocumentIx) -> Document<'_> {
        self.documents.get(ix)
    }

    /// The relation of that index.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let blames = data.find_relation("blames").unwrap();
    /// assert_eq!(data.relation(blames).id, "accuses");
    /// ```
    pub fn relation(&self, ix: RelationIx) -> &Relation {
        &self.relations[ix.0 as usize]
    }

    /// The index of every actor, in the order of [`actors`](Dataset::actors).
    ///
    /// ```
    /// # use standoff::{Data, actor::Kind, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let people: Vec<_> = data.actor_ixs().filter(|&ix| data.actor(ix).kind == Kind::Person).collect();
    /// assert_eq!(people, ["oldbridge-mayor", "abbot"].map(|id| data.find_actor(id).unwrap()));
    /// ```
    pub fn actor_ixs(&self) -> impl Iterator<Item = ActorIx> {
        (0..self.actors.len() as u32).map(ActorIx)
    }

    /// The index of every relation, in the order of [`relations`](Dataset::relations).
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// assert_eq!(data.relation_ixs().next(), data.find_relation("accuses"));
    /// assert_eq!(data.relation_ixs().count(), data.relations().len());
    /// ```
    pub fn relation_ixs(&self) -> impl Iterator<Item = RelationIx> {
        (0..self.relations.len() as u32).map(RelationIx)
    }

    /// The index of every document, in the order of [`documents`](Dataset::documents).
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// assert_eq!(data.document_ixs().nth(1), data.find_document("ferry-2"));
    /// ```
    pub fn document_ixs(&self) -> impl Iterator<Item = DocumentIx> {
        (0..self.documents.len() as u32).map(DocumentIx)
    }

    /// The known name of an actor nearest to one that is not known, folded; `None` where none is near
    /// enough to be meant.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// assert_eq!(data.nearest_name("Oldbrigde"), Some("oldbridge"));
    /// assert_eq!(data.nearest_name("Harbour"), None);
    /// ```
    pub fn nearest_name(&self, name: &str) -> Option<&str> {
        self.names.nearest(name)
    }

    /// The actor of that id, name or alias, compared without case, diacritics or punctuation.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// assert_eq!(data.find_actor("ABBEY of saint-eloi"), data.find_actor("abbey"));
    /// assert_eq!(data.find_actor("Oldbrigde"), None);
    /// ```
    pub fn find_actor(&self, name: &str) -> Option<ActorIx> {
        self.names.find(name).map(ActorIx)
    }

    /// The document of that id.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// assert!(data.find_document("ferry-1").is_some());
    /// assert_eq!(data.find_document("Ferry 1"), None);
    /// ```
    pub fn find_document(&self, id: &str) -> Option<DocumentIx> {
        self.documents.ids.find(id).map(DocumentIx)
    }

    /// The relation of that id, or else the one of which that is a verb form, compared as names are.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// assert_eq!(data.find_relation("Denounced"), data.find_relation("condemns"));
    /// assert_eq!(data.find_relation("acuses"), None);
    /// ```
    pub fn find_relation(&self, name: &str) -> Option<RelationIx> {
        let phrase = crate::names::fold(name);
        let by_id = self.relations.iter().position(|relation| relation.id == name);
        let by_form = || {
            let is = |relation: &Relation| relation.forms.iter().any(|(_, form)| crate::names::fold(form) == phrase);
            self.relations.iter().position(is)
        };
        by_id.or_else(by_form).map(|ix| RelationIx(ix as u32))
    }

    /// The statement of that id, given or from its place.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// let town = "source,relation,target\nOldbridge,aids,Marsh End\n";
    /// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// assert_eq!(data.find_statement("town.csv#1"), data.statements().next().map(|statement| statement.ix()));
    /// assert_eq!(data.find_statement("town.csv#2"), None);
    /// ```
    pub fn find_statement(&self, id: &str) -> Option<StatementIx> {
        let given = self.ids.find(id).map(|n| self.by_id[n as usize]).filter(|&row| row != NO_STATEMENT);
        let by_place = || self.statements().position(|statement| statement.id() == id).map(|ix| ix as u32);
        given.or_else(by_place).map(StatementIx)
    }

    /// What was read of event data, and what of it is no statement.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// let row = |code: &str| [&["1", "19020303"], &["x"; 3][..], &["ABY"], &["x"; 9], &["MRS"], &["x"; 10], &[code], &["x"; 31]].concat().join("\t");
    /// let (data, _) = read([Data::bytes("town.CSV", format!("{}\n{}\n", row("112"), row("9999")))]).unwrap();
    /// assert_eq!((data.tally().rows, data.tally().statements(), data.tally().unknown_codes), (2, 1, 1));
    /// ```
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// How many lines of big files were not looked at further, because the question does not want them.
    pub(crate) fn passed_over(&self) -> u64 {
        self.passed_over
    }

    pub(crate) fn names(&self) -> &Names {
        &self.names
    }

    /// The actor and those for whom it acts on that day, one after the other.
    ///
    /// Without a day, an entry with dates counts only where the actor never acts for anybody else.
    ///
    /// ```
    /// # use standoff::{Data, Date, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let mayor = data.find_actor("oldbridge-mayor").unwrap();
    /// let on = |date: &str| date.parse::<Date>().unwrap().first_day();
    /// assert_eq!(data.chain(mayor, Some(on("1902-03-04"))).last(), data.find_actor("oldbridge"));
    /// assert_eq!(data.chain(mayor, Some(on("1905"))).collect::<Vec<_>>(), [mayor]);
    /// ```
    pub fn chain(&self, actor: ActorIx, day: Option<Day>) -> impl Iterator<Item = ActorIx> {
        // The chain ends: acts_for has no cycle in a closed data set.
        std::iter::successors(Some(actor), move |&actor| self.acts_for(actor, day))
    }

    /// Whether nobody acts for anybody else.
    pub(crate) fn all_act_for_themselves(&self) -> bool {
        self.all_act_for_themselves
    }

    fn acts_for(&self, actor: ActorIx, day: Option<Day>) -> Option<ActorIx> {
        if self.all_act_for_themselves {
            return None;
        }
        let entries = &self.actor(actor).acts_for;
        match day {
            Some(day) => entries.iter().find(|entry| entry.holds_on(day)).map(|entry| entry.actor),
            None => {
                let first = entries.first()?.actor;
                entries.iter().all(|entry| entry.actor == first).then_some(first)
            }
        }
    }

    /// The principal of an actor on a day: where its [`chain`](Dataset::chain) ends, which is the actor
    /// itself where it acts for nobody.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let actor = |name| data.find_actor(name).unwrap();
    /// assert_eq!(data.principal(actor("abbot"), None), actor("abbey"));
    /// assert_eq!(data.principal(actor("abbey"), None), actor("abbey"));
    /// ```
    pub fn principal(&self, actor: ActorIx, day: Option<Day>) -> ActorIx {
        self.chain(actor, day).last().expect("a chain begins with the actor itself")
    }

    /// Gist, quote and span of each of the statements, in the same order, read from their files.
    ///
    /// # Errors
    /// A file that cannot be read any more, or that changed since, by its name.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let denial = data.find_statement("f3").unwrap();
    /// let details = data.details(&[denial]).unwrap();
    /// assert_eq!(details[0].gist.as_deref(), Some("cutting the rope"));
    /// assert_eq!(details[0].span, Some((162, 182)));
    /// ```
    pub fn details(&self, statements: &[StatementIx]) -> io::Result<Vec<Details>> {
        let at: Vec<At> = statements.iter().map(|ix| self.statements.at[ix.0 as usize]).collect();
        let mut order: Vec<usize> = (0..at.len()).collect();
        order.sort_by_key(|&i| at[i]);
        let failed = |name: &str, error: &dyn std::fmt::Display| io::Error::other(format!("{name}: {error}"));
        let mut details = vec![Details::default(); at.len()];
        let of_one_file = order.chunk_by(|&i, &j| at[i].file == at[j].file);
        for order in of_one_file {
            let sorted: Vec<At> = order.iter().map(|&i| at[i]).collect();
            let input = self.files.input(sorted[0].file);
            #[cfg(feature = "parquet")]
            if let crate::files::Records::Prepared(prepared) = &input.records {
                let places: Vec<u64> = sorted.iter().map(|at| at.start).collect();
                let shown = prepared.shown(&places).map_err(|error| failed(&input.name, &error))?;
                for (&i, shown) in order.iter().zip(shown) {
                    details[i] = shown.details;
                }
                continue;
            }
            let bytes = self.files.read(&sorted).map_err(|(name, error)| failed(&name, &error))?;
            for (&i, bytes) in order.iter().zip(bytes) {
                details[i] = crate::read::details(at[i], &bytes, &input.records)
                    .ok_or_else(|| failed(&input.name, &"the file changed while it was in use"))?;
            }
        }
        Ok(details)
    }

    /// Checks every span, quote and SHA-256 against the texts, which lie below `folder`, or where
    /// that is missing beside the data file, as far as they are there.
    ///
    /// What comes back is what is wrong, and how many documents' texts were at hand. Without `folder` a
    /// text that is not there is not wrong.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let (report, texts) = data.check_texts(Some("tests/corpus/texts".as_ref()));
    /// assert_eq!((report.errors, texts), (0, 2));
    /// let (report, texts) = data.check_texts(Some("nowhere".as_ref()));
    /// assert_eq!((report.errors, texts), (2, 0));
    /// ```
    pub fn check_texts(&self, folder: Option<&Path>) -> (Report, usize) {
        texts::check(self, folder)
    }

    /// The passage that a span (Unicode code points, the end not included) points at in the first
    /// document of each of the statements, whose text lies below `folder`; what comes back is in the
    /// same order.
    ///
    /// ```
    /// # use standoff::{Data, Passage, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let denial = data.find_statement("f3").unwrap();
    /// let passages = data.passages(&[(denial, Some((162, 182))), (denial, None)], "tests/corpus/texts".as_ref());
    /// assert_eq!(passages, [Passage::Found("Marsh End denies it.".into()), Passage::None]);
    /// ```
    pub fn passages(&self, statements: &[(StatementIx, Option<(u64, u64)>)], folder: &Path) -> Vec<Passage> {
        texts::passages(self, statements, folder)
    }
}
