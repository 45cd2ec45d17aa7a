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

/// A row of an answer.
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// An actor.
    Actor(ActorIx),
    /// A relation.
    Relation(RelationIx),
}

/// A statement behind a row, with those of its ties that the row is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowStatement {
    /// Which.
    pub statement: StatementIx,
    /// Which clause of the question found it.
    pub clause: usize,
    /// Its actors as they were annotated, source and target.
    pub ties: Vec<(ActorIx, ActorIx)>,
}

/// The answer to a question.
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
    pub fn dataset(&self) -> &'d Dataset {
        self.dataset
    }

    /// What was asked.
    pub fn question(&self) -> &Question {
        &self.question
    }

    /// The rows: most statements first, ties by name.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// Puts the rows of each relation together, in the order of the relations, newest first: the order
    /// of a dossier. Does nothing where the question asks for no relation.
    pub fn group_by_relation(&mut self) {
        let is_relation = |variable: &VariableIx| self.question.variables[variable.0].relation;
        let Some(column) = self.asked.iter().position(is_relation) else { return };
        let last = |row: &Row| row.dates.map(|(_, last)| (last.last_day(), last.first_day()));
        self.rows.sort_by_key(|row| (row.cells[column], std::cmp::Reverse(last(row))));
    }

    /// What was left out.
    pub fn left_out(&self) -> LeftOut {
        self.left_out
    }

    /// The names of what a row binds, in the order of the question.
    pub fn variables(&self) -> impl ExactSizeIterator<Item = &str> {
        self.asked.iter().map(|variable| self.question.variables[variable.0].name.as_str())
    }

    /// What a row binds, in the same order.
    pub fn bindings<'a>(&'a self, row: &'a Row) -> impl ExactSizeIterator<Item = Binding> + 'a {
        self.asked.iter().zip(&row.cells).map(|(variable, &value)| match self.question.variables[variable.0].relation {
            true => Binding::Relation(RelationIx(value)),
            false => Binding::Actor(ActorIx(value)),
        })
    }

    /// Whether the question leaves a relation open, or allows several: then it is worth a column.
    pub fn relation_differs(&self) -> bool {
        let clauses = &self.question.clauses;
        clauses.len() > 1
            || clauses.iter().any(|clause| match &clause.relation {
                How::OneOf(relations) => relations.len() > 1,
                How::Variable(_) => true,
            })
    }

    /// The statements behind a row, newest first, undated last; a statement that several clauses
    /// found comes once, with the first of them.
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

    /// The graph that the rows are together.
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

/// The order in which statements are listed.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NewestFirst(std::cmp::Reverse<Option<(crate::Day, crate::Day)>>, StatementIx);

impl NewestFirst {
    pub(crate) fn of(statement: Statement<'_>) -> Self {
        NewestFirst(std::cmp::Reverse(statement.date().map(Date::sort_key)), statement.ix())
    }
}
