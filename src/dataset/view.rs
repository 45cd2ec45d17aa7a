//! A statement as a view: what its row says, borrowed from the data set.

use super::Dataset;
use crate::actor::ActorIx;
use crate::date::{Date, Day};
use crate::document::DocumentIx;
use crate::statement::{Certainty, NO_ID, RelationIx, StatementIx, Statements};

/// A statement, borrowed from its data set.
///
/// ```
/// # use standoff::{Data, read};
/// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
/// let denial = data.statement(data.find_statement("f3").unwrap());
/// assert_eq!(data.relation(denial.relation()).id, "denies");
/// assert_eq!(denial.answers().unwrap().id(), "f1");
/// ```
#[derive(Clone, Copy)]
pub struct Statement<'d> {
    pub(crate) dataset: &'d Dataset,
    pub(super) ix: StatementIx,
}

impl std::fmt::Debug for Statement<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Statement({})", self.id())
    }
}

impl<'d> Statement<'d> {
    fn row(self) -> usize {
        self.ix.0 as usize
    }

    fn columns(self) -> &'d Statements {
        &self.dataset.statements
    }

    /// Its index.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let first = data.statements().next().unwrap();
    /// assert_eq!(data.statement(first.ix()).id(), first.id());
    /// ```
    pub fn ix(self) -> StatementIx {
        self.ix
    }

    /// Its place in the order of all statements as they came in, which is not that of their indexes where
    /// a prepared file has them in another.
    pub(crate) fn order(self) -> (u32, u32, StatementIx) {
        (self.columns().at[self.row()].file, self.columns().number[self.row()], self.ix)
    }

    /// Its id: as given, or from its place, `events.jsonl#17` for the 17th statement of a file.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// let town = "id,source,relation,target\ns1,Oldbridge,aids,Marsh End\n,Marsh End,aids,Oldbridge\n";
    /// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let ids: Vec<_> = data.statements().map(|statement| statement.id()).collect();
    /// assert_eq!(ids, ["s1", "town.csv#2"]);
    /// ```
    pub fn id(self) -> std::borrow::Cow<'d, str> {
        match self.columns().id[self.row()] {
            NO_ID => {
                let file = self.columns().at[self.row()].file;
                #[cfg(feature = "parquet")]
                if let crate::files::Records::Prepared(prepared) = &self.dataset.files.input(file).records {
                    // The file was read a moment ago; where it no longer can be, the place has to do.
                    if let Ok(id) = prepared.id(self.columns().at[self.row()].start) {
                        return id.into();
                    }
                }
                format!("{}#{}", self.dataset.files.input(file).name, self.columns().number[self.row()]).into()
            }
            n => self.dataset.ids.get(n).into(),
        }
    }

    /// Whether its id was made of its place.
    pub(crate) fn is_numbered(self) -> bool {
        // The ids of a prepared file are in it, and are read where they are shown.
        let file = self.columns().at[self.row()].file;
        self.columns().id[self.row()] == NO_ID && self.dataset.files.input(file).records.text()
    }

    /// The documents that say so; there may be none.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let statement = data.statement(data.find_statement("f1").unwrap());
    /// assert_eq!(statement.documents().next(), data.find_document("ferry-1"));
    /// ```
    pub fn documents(self) -> impl ExactSizeIterator<Item = DocumentIx> + 'd {
        self.columns().documents.get(self.row()).iter().copied().map(DocumentIx)
    }

    /// Who acts; at least one.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let statement = data.statement(data.find_statement("f2").unwrap());
    /// assert_eq!(statement.sources().next(), data.find_actor("Mayor of Oldbridge"));
    /// ```
    pub fn sources(self) -> impl ExactSizeIterator<Item = ActorIx> + 'd {
        self.columns().sources.get(self.row()).iter().copied().map(ActorIx)
    }

    /// Towards whom; at least one, and for `mediates` at least two.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// let town = r#"[{"source": "Abbey", "relation": "mediates", "target": ["Oldbridge", "Marsh End"]}]"#;
    /// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
    /// let targets = data.statements().next().unwrap().targets();
    /// assert_eq!(targets.collect::<Vec<_>>(), ["Oldbridge", "Marsh End"].map(|name| data.find_actor(name).unwrap()));
    /// ```
    pub fn targets(self) -> impl ExactSizeIterator<Item = ActorIx> + 'd {
        self.columns().targets.get(self.row()).iter().copied().map(ActorIx)
    }

    /// Its relation.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let statement = data.statement(data.find_statement("f4").unwrap());
    /// assert_eq!(statement.relation(), data.find_relation("supports").unwrap());
    /// ```
    pub fn relation(self) -> RelationIx {
        RelationIx(self.columns().relation[self.row()])
    }

    /// When it was made; `None` where it is undated.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let date = |id| data.statement(data.find_statement(id).unwrap()).date();
    /// assert_eq!(date("f5"), "1902-03".parse().ok());
    /// assert_eq!(date("f3"), None);
    /// ```
    pub fn date(self) -> Option<Date> {
        self.columns().date[self.row()]
    }

    /// On whose word it stands; `None` where nobody has said.
    ///
    /// ```
    /// # use standoff::{Certainty, Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let statement = data.statement(data.find_statement("f2").unwrap());
    /// assert_eq!(statement.certainty(), Some(Certainty::Stated));
    /// ```
    pub fn certainty(self) -> Option<Certainty> {
        self.columns().flags[self.row()].certainty()
    }

    /// Whether it says that something was not done; then no edge counts it.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// assert!(data.statement(data.find_statement("f5").unwrap()).negated());
    /// assert!(!data.statement(data.find_statement("f1").unwrap()).negated());
    /// ```
    pub fn negated(self) -> bool {
        self.columns().flags[self.row()].negated()
    }

    /// The statement that it answers, of the same data set.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let answered = |id| data.statement(data.find_statement(id).unwrap()).answers();
    /// assert_eq!(answered("f3").unwrap().id(), "f1");
    /// assert!(answered("f1").is_none());
    /// ```
    pub fn answers(self) -> Option<Statement<'d>> {
        let answered = *self.columns().answers.get(&self.ix.0)?;
        Some(self.dataset.statement(StatementIx(answered)))
    }

    /// The id of what it answers, also where that is not in this data set.
    pub(crate) fn answered_id(self) -> Option<std::borrow::Cow<'d, str>> {
        let other = || Some(self.dataset.ids.get(*self.columns().answers_others.get(&self.ix.0)?).into());
        self.answers().map(Statement::id).or_else(other)
    }

    /// The day on which to ask for whom its actors acted: its first day, or where it is undated its
    /// first dated document's.
    ///
    /// ```
    /// # use standoff::{Data, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// let denial = data.statement(data.find_statement("f3").unwrap());
    /// assert_eq!(denial.date(), None);
    /// assert_eq!(denial.day().unwrap().to_string(), "1902-03-04");
    /// ```
    pub fn day(self) -> Option<Day> {
        let document_date = || self.documents().find_map(|document| self.dataset.document(document).date);
        self.date().or_else(document_date).map(Date::first_day)
    }
}
