//! Answers: rows with what they bind and the statements behind them.

use super::evidence::statements;
use super::matches::matches;
use super::table::Table;
use super::{How, Question, VariableIx};
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Statement};
use crate::date::Date;
use crate::graph::{EdgeIx, Filter, Graph, LeftOut, Tie};
use crate::statement::{RelationIx, StatementIx};

/// A row of an answer: what the question's variables are bound to, and how much stands behind it.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::Filter, read};
/// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let question = Question::parse("who accuses whom", &data).unwrap();
/// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let row = &answer.rows()[0];
/// assert_eq!((row.count, row.documents), (2, 0));
/// assert_eq!(row.dates, Some(("1902-03-04".parse().unwrap(), "1902-03-05".parse().unwrap())));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What is bound, variable by variable, and behind it the edge of each table.
    pub(super) cells: Box<[u32]>,
    /// How many statements are behind it.
    pub count: usize,
    /// In how many documents.
    pub documents: usize,
    /// The first and the last of their dates; none where all are undated.
    pub dates: Option<(Date, Date)>,
}

/// What a row binds a variable to.
///
/// ```
/// # use standoff::{Data, Question, ask::{Binding, ask}, graph::Filter, read};
/// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let question = Question::parse("abbey ?how whom", &data).unwrap();
/// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let bindings: Vec<_> = answer.bindings(&answer.rows()[0]).collect();
/// assert_eq!(bindings[0], Binding::Relation(data.find_relation("accuses").unwrap()));
/// assert_eq!(bindings[1], Binding::Actor(data.find_actor("Marsh End").unwrap()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// An actor.
    Actor(ActorIx),
    /// A relation.
    Relation(RelationIx),
}

/// A statement behind a row, with those of its ties that the row is about.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::Filter, read};
/// let town = r#"[{"source": "Oldbridge", "relation": "accuses", "target": ["Marsh End", "Abbey"]}]"#;
/// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
/// let question = Question::parse("who accuses abbey", &data).unwrap();
/// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let found = &answer.statements(&answer.rows()[0])[0];
/// let actor = |name| data.find_actor(name).unwrap();
/// assert_eq!(found.ties, [(actor("Oldbridge"), actor("Abbey"))]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowStatement {
    /// Which.
    pub statement: StatementIx,
    /// Which clause of the question found it, counted from 0.
    pub clause: usize,
    /// Its actors as they were annotated, source and target.
    pub ties: Vec<(ActorIx, ActorIx)>,
}

/// The answer to a question: rows, each with its statements, and the graph that they are together.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::Filter, read};
/// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let question = Question::parse("who accuses Marsh End", &data).unwrap();
/// let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let ids: Vec<_> = answer.statement_ixs(&answer.rows()[1]).map(|ix| data.statement(ix).id()).collect();
/// assert_eq!(ids, ["town.csv#1"]);
/// ```
#[derive(Debug)]
pub struct Answer<'d> {
    dataset: &'d Dataset,
    question: Question,
    filter: Filter,
    asked: Vec<VariableIx>,
    tables: Vec<Table>,
    rows: Vec<Row>,
    left_out: LeftOut,
}

impl<'d> Answer<'d> {
    pub(super) fn new(
        dataset: &'d Dataset,
        question: Question,
        filter: Filter,
        asked: Vec<VariableIx>,
        tables: Vec<Table>,
        rows: Vec<Row>,
        left_out: LeftOut,
    ) -> Self {
        Answer { dataset, question, filter, asked, tables, rows, left_out }
    }

    /// The data that were asked.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let question = Question::parse("who accuses whom", &data).unwrap();
    /// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// assert_eq!(answer.dataset().actors(), data.actors());
    /// ```
    pub fn dataset(&self) -> &'d Dataset {
        self.dataset
    }

    /// What was asked.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let question = Question::parse("who accuses whom", &data).unwrap();
    /// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// assert_eq!(answer.question(), &question);
    /// ```
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The rows, each binding once: most statements first, then by name.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let question = Question::parse("who accuses whom", &data).unwrap();
    /// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// let counts: Vec<_> = answer.rows().iter().map(|row| row.count).collect();
    /// assert_eq!(counts, [2, 1]);
    /// ```
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Puts the rows of each relation together, in the order of the relations, newest first: the order
    /// of a dossier. Does nothing where the question asks for no relation.
    pub(crate) fn group_by_relation(&mut self) {
        let is_relation = |variable: &VariableIx| self.question.variables[variable.0].relation;
        let Some(column) = self.asked.iter().position(is_relation) else { return };
        let last = |row: &Row| row.dates.map(|(_, last)| (last.last_day(), last.first_day()));
        self.rows.sort_by_key(|row| (row.cells[column], std::cmp::Reverse(last(row))));
    }

    /// How many statements were left out for want of a date, or because they say that it was not so.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// let town = "source,relation,target,negated\nAbbey,accuses,Marsh End,true\n";
    /// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let question = Question::parse("who accuses whom", &data).unwrap();
    /// let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// assert_eq!((answer.rows().len(), answer.left_out().negated), (0, 1));
    /// ```
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// The names of what a row binds, without question marks, in the order of the question.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let question = Question::parse("?x accuses whom", &data).unwrap();
    /// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// assert_eq!(answer.variables().collect::<Vec<_>>(), ["x", "whom"]);
    /// ```
    pub fn variables(&self) -> impl ExactSizeIterator<Item = &str> {
        self.asked.iter().map(|variable| self.question.variables[variable.0].name.as_str())
    }

    /// What a row binds, in the order of [`variables`](Answer::variables).
    ///
    /// ```
    /// # use standoff::{Data, Question, ask::{Binding, ask}, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let question = Question::parse("who accuses Marsh End", &data).unwrap();
    /// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// let abbey = data.find_actor("abbey").unwrap();
    /// assert_eq!(answer.bindings(&answer.rows()[0]).collect::<Vec<_>>(), [Binding::Actor(abbey)]);
    /// ```
    pub fn bindings<'a>(&'a self, row: &'a Row) -> impl ExactSizeIterator<Item = Binding> + 'a {
        self.asked.iter().zip(&row.cells).map(|(variable, &value)| match self.question.variables[variable.0].relation {
            true => Binding::Relation(RelationIx(value)),
            false => Binding::Actor(ActorIx(value)),
        })
    }

    /// Whether the question leaves a relation open, or allows several: then it is worth a column.
    pub(crate) fn relation_differs(&self) -> bool {
        let clauses = &self.question.clauses;
        clauses.len() > 1
            || clauses.iter().any(|clause| match &clause.relation {
                How::OneOf(relations) => relations.len() > 1,
                How::Variable(_) => true,
            })
    }

    /// The statements behind a row, newest first, undated last; a statement that several clauses
    /// found comes once, with the first of them.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let question = Question::parse("who accuses whom", &data).unwrap();
    /// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// let newest = &answer.statements(&answer.rows()[0])[0];
    /// assert_eq!(data.statement(newest.statement).date(), "1902-03-05".parse().ok());
    /// ```
    pub fn statements(&self, row: &Row) -> Vec<RowStatement> {
        let bindings = &row.cells[..self.asked.len()];
        let mut list: Vec<(StatementIx, usize)> = self
            .found(row)
            .into_iter()
            .enumerate()
            .flat_map(|(clause, statements)| statements.into_iter().map(move |statement| (statement, clause)))
            .collect();
        list.sort_unstable();
        list.dedup_by_key(|(statement, _)| *statement);
        list.sort_by_cached_key(|(statement, _)| NewestFirst::of(self.dataset.statement(*statement)));
        list.into_iter()
            .map(|(statement, clause)| {
                let ties = self.ties(statement, clause, bindings);
                RowStatement { statement, clause, ties: ties.into_iter().map(|(tie, _)| tie).collect() }
            })
            .collect()
    }

    /// The statements behind a row, clause by clause, so that one may come twice.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let question = Question::parse("who accuses whom", &data).unwrap();
    /// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// let ids: Vec<_> = answer.statement_ixs(&answer.rows()[0]).map(|ix| data.statement(ix).id()).collect();
    /// assert_eq!(ids, ["town.csv#2", "town.csv#3"]);
    /// ```
    pub fn statement_ixs(&self, row: &Row) -> impl Iterator<Item = StatementIx> + use<'_> {
        let edge = row.cells[self.asked.len()];
        let (one, several) = match &self.tables[..] {
            [table] => (table.graph.edge(EdgeIx(edge)).statements(), Vec::new()),
            _ => (&[][..], self.found(row)),
        };
        one.iter().copied().chain(several.into_iter().flatten())
    }

    fn found(&self, row: &Row) -> Vec<Vec<StatementIx>> {
        let (bindings, edges) = row.cells.split_at(self.asked.len());
        let edges: Vec<EdgeIx> = edges.iter().copied().map(EdgeIx).collect();
        let mut bound = vec![None; self.question.variables.len()];
        for (variable, &value) in self.asked.iter().zip(bindings) {
            bound[variable.0] = Some(value);
        }
        statements(&self.tables, &edges, &self.question, self.dataset, &self.filter, &bound)
    }

    /// The graph that the rows are together: the ties that they are about, and no others.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let question = Question::parse("abbey accuses whom", &data).unwrap();
    /// # let answer = ask(&data, &question, &Filter::default(), None).unwrap();
    /// let graph = answer.graph();
    /// assert_eq!(graph.edges().map(|edge| edge.count()).collect::<Vec<_>>(), [2]);
    /// ```
    pub fn graph(&self) -> Graph {
        let mut ties = Vec::new();
        for row in &self.rows {
            let bindings = &row.cells[..self.asked.len()];
            for (clause, statements) in self.found(row).into_iter().enumerate() {
                let found = statements.into_iter().flat_map(|statement| self.ties(statement, clause, bindings));
                ties.extend(found.map(|(_, tie)| tie));
            }
        }
        Graph::new(ties)
    }

    /// The ties of a statement that a row is about: as annotated, and as whose they count.
    fn ties(&self, ix: StatementIx, number: usize, bindings: &[u32]) -> Vec<((ActorIx, ActorIx), Tie)> {
        let statement = self.dataset.statement(ix);
        let clause = &self.question.clauses[number];
        let day = statement.day();
        let bound = |variable: Option<VariableIx>, actor: ActorIx| match variable {
            Some(variable) => {
                let place = self.asked.iter().position(|asked| *asked == variable);
                place.is_none_or(|place| bindings[place] == actor.0)
            }
            None => true,
        };
        let counts = |actor: ActorIx| self.filter.counts_as(self.dataset, actor, day);
        let mut ties = Vec::new();
        for party in 0..clause.targets.len() {
            let found: Vec<Tie> = matches(&self.filter, clause, party, statement).collect();
            for source in statement.sources() {
                for target in statement.targets() {
                    let tie = Tie {
                        source: counts(source),
                        target: counts(target),
                        relation: statement.relation(),
                        statement: ix,
                    };
                    let here = bound(clause.source.variable, tie.source)
                        && bound(clause.targets[party].variable, tie.target)
                        && found.contains(&tie);
                    if here && !ties.iter().any(|(ends, _)| *ends == (source, target)) {
                        ties.push(((source, target), tie));
                    }
                }
            }
        }
        ties
    }
}

/// The order in which statements are listed: of one date as they came in.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NewestFirst(std::cmp::Reverse<Option<(crate::Day, crate::Day)>>, (u32, u32, StatementIx));

impl NewestFirst {
    pub(crate) fn of(statement: Statement<'_>) -> Self {
        NewestFirst(std::cmp::Reverse(statement.date().map(Date::sort_key)), statement.order())
    }
}
