//! Joining the clauses of a question.
//!
//! Each clause finds a graph (see [`Table`]); a row of the answer takes one edge from each so that
//! shared variables agree. First every variable's actors are narrowed, clause by clause, to those
//! that occur wherever it stands (arc consistency; Yannakakis, VLDB 1981: on a question without a
//! cycle nothing is then tried in vain). Then the clauses are walked one after the other, the next
//! always being one that shares a variable with those before, if there is one, and the smallest of
//! these: so a chain over a million edges follows neighbours and never forms a cross product.

use std::cmp::Reverse;
use std::fmt;

use super::answer::{Answer, Row};
use super::evidence::statements;
use super::matches::together;
use super::table::{Table, Tables, asked};
use super::{Clause, End, Question, VariableIx};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::Date;
use crate::graph::{Edge, EdgeIx, Filter, dates, documents};
use crate::statement::StatementIx;

/// The most rows that an answer may have.
const MOST_ROWS: usize = 5_000_000;

/// The most edges that are tried for an answer, a minute's work: a cross product of clauses that share
/// nothing soon has more.
const MOST_TRIED: u64 = 2_000_000_000;

/// A question asks for more than can be answered.
///
/// ```
/// use standoff::ask::TooMuch;
/// assert_eq!(TooMuch::Rows.to_string(), "the answer has more than 5000000 rows");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TooMuch {
    /// More than 5,000,000 rows, which is more than anybody reads.
    Rows,
    /// More than 2,000,000,000 combinations of edges to try.
    Tries,
}

impl fmt::Display for TooMuch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TooMuch::Rows => write!(f, "the answer has more than {MOST_ROWS} rows"),
            TooMuch::Tries => write!(f, "the question has more than {MOST_TRIED} combinations to try"),
        }
    }
}

impl std::error::Error for TooMuch {}

/// Answers a question. With `top`, only so many rows, those with the most statements; the rows are
/// always in that order, and by name where the numbers are the same.
///
/// # Errors
/// [`TooMuch`]: too many rows, where `top` does not bound them, or too many combinations of clauses
/// that share no name.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::Filter, read};
/// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let question = Question::parse("who accuses Marsh End", &data).unwrap();
/// let answer = ask(&data, &question, &Filter::default(), None).unwrap();
/// let counts: Vec<_> = answer.rows().iter().map(|row| row.count).collect();
/// assert_eq!(counts, [2, 1]);
/// let top = ask(&data, &question, &Filter::default(), Some(1)).unwrap();
/// assert_eq!(top.rows(), &answer.rows()[..1]);
/// ```
pub fn ask<'d>(
    dataset: &'d Dataset,
    question: &Question,
    filter: &Filter,
    top: Option<usize>,
) -> Result<Answer<'d>, TooMuch> {
    let mut tables = Tables::new(dataset, filter);
    let then = |number: usize| question.clauses.get(number).is_some_and(|clause| clause.then.is_some());
    let clauses = question.clauses.iter().enumerate();
    let found: Vec<Table> = clauses
        .flat_map(|(number, clause)| tables.of_clause(clause, number, then(number) || then(number + 1)))
        .collect();
    let without = question.without.iter().enumerate();
    let without: Vec<Vec<Table>> = without.map(|(number, clause)| tables.of_clause(clause, number, false)).collect();
    let left_out = tables.left_out();

    let domains = narrowed(question, dataset, &found);
    let order = order(question, &found, &domains);
    let mut join = Join {
        dataset,
        question,
        filter,
        asked: asked(question),
        tables: &found,
        without: &without,
        domains,
        alone: alone(question),
        bound: vec![None; question.variables.len()],
        edges: vec![EdgeIx(0); found.len()],
        rows: Vec::new(),
        top,
        enough: filter.min_statements,
        overflow: None,
        tried: 0,
        most: Vec::new(),
    };
    // The most statements that the tables from each depth on can add.
    let mut most = vec![0; order.len() + 1];
    for depth in (0..order.len()).rev() {
        let table = &found[order[depth]];
        let counts = table.graph.edges().filter(|edge| alive(table, *edge, &join.domains)).map(Edge::count);
        most[depth] = most[depth + 1] + counts.max().unwrap_or(0);
    }
    join.most = most;
    join.walk(&order, 0, 0);
    if let Some(too_much) = join.overflow {
        return Err(too_much);
    }
    let (mut rows, asked) = (join.rows, join.asked);
    sort(&mut rows, dataset, question, &asked);
    rows.truncate(top.unwrap_or(usize::MAX));
    Ok(Answer::new(dataset, question.clone(), filter.clone(), asked, found, rows, left_out))
}

fn alone(question: &Question) -> Vec<bool> {
    let mut times = vec![0; question.variables.len()];
    question
        .clauses
        .iter()
        .chain(&question.without)
        .flat_map(Clause::variables)
        .for_each(|variable| times[variable.0] += 1);
    question.variables.iter().zip(times).map(|(variable, times)| variable.open && times == 1).collect()
}

/// For each variable the actors that it may take on; `None` for one that stands for a relation.
type Domains = Vec<Option<Vec<bool>>>;

fn narrowed(question: &Question, dataset: &Dataset, tables: &[Table]) -> Domains {
    let actors = dataset.actors().len();
    let mut domains: Domains =
        question.variables.iter().map(|variable| (!variable.relation).then(|| vec![true; actors])).collect();
    if tables.len() == 1 {
        return domains;
    }
    // Each round narrows or is the last; a few rounds do nearly all there is to do.
    for _ in 0..tables.len().min(6) {
        let mut changed = false;
        for table in tables {
            let mut seen = [vec![false; actors], vec![false; actors]];
            for edge in table.graph.edges().filter(|edge| alive(table, *edge, &domains)) {
                seen[0][edge.source().0 as usize] = true;
                seen[1][edge.target().0 as usize] = true;
            }
            for (variable, seen) in [table.source, table.target].into_iter().zip(seen) {
                if let Some(domain) = variable.and_then(|variable| domains[variable.0].as_mut())
                    && *domain != seen
                {
                    *domain = seen;
                    changed = true;
                }
            }
        }
        if !changed {
            break;
        }
    }
    domains
}

fn alive(table: &Table, edge: Edge<'_>, domains: &Domains) -> bool {
    let may = |variable: Option<VariableIx>, actor: ActorIx| match variable {
        Some(variable) => domains[variable.0].as_ref().is_none_or(|domain| domain[actor.0 as usize]),
        None => true,
    };
    may(table.source, edge.source()) && may(table.target, edge.target())
}

/// The order in which the tables are walked.
fn order(question: &Question, tables: &[Table], domains: &Domains) -> Vec<usize> {
    let sizes: Vec<usize> =
        tables.iter().map(|table| table.graph.edges().filter(|edge| alive(table, *edge, domains)).count()).collect();
    let mut bound = vec![false; question.variables.len()];
    let mut left: Vec<usize> = (0..tables.len()).collect();
    let mut order = Vec::with_capacity(tables.len());
    while !left.is_empty() {
        let cost = |&&table: &&usize| {
            let (mut free, mut shared) = (0, 0);
            for variable in tables[table].variables() {
                *(if bound[variable.0] { &mut shared } else { &mut free }) += 1;
            }
            // One that only checks, then one that leads on, then the smallest; ties as they stand.
            (free > 0, shared == 0, sizes[table], table)
        };
        let next = *left.iter().min_by_key(cost).expect("there is one left");
        tables[next].variables().for_each(|variable| bound[variable.0] = true);
        left.retain(|&table| table != next);
        order.push(next);
    }
    order
}

struct Join<'a> {
    dataset: &'a Dataset,
    question: &'a Question,
    filter: &'a Filter,
    asked: Vec<VariableIx>,
    tables: &'a [Table],
    without: &'a [Vec<Table>],
    domains: Domains,
    /// Which variables are open ends that stand nowhere else in the question.
    alone: Vec<bool>,
    bound: Vec<Option<u32>>,
    edges: Vec<EdgeIx>,
    rows: Vec<Row>,
    top: Option<usize>,
    /// How many statements a row needs to be among those that are kept.
    enough: usize,
    overflow: Option<TooMuch>,
    /// How many edges were tried so far.
    tried: u64,
    /// How many statements the tables of the order from there on have at most, in one edge of each.
    most: Vec<usize>,
}

impl<'a> Join<'a> {
    /// Walks the tables in that order; the depth is the number of clauses, which is bounded. What
    /// cannot get statements enough with those it has, `so_far`, is not followed: so the largest rows
    /// of a cross product are found without forming it.
    fn walk(&mut self, order: &[usize], depth: usize, so_far: usize) {
        let Some(&number) = order.get(depth) else { return self.row() };
        let table = &self.tables[number];
        let before = self.bound.clone();
        for edge in candidates(table, &self.bound) {
            self.tried += 1;
            if self.tried > MOST_TRIED {
                self.overflow = Some(TooMuch::Tries);
            }
            if self.overflow.is_some() {
                return;
            }
            let count = so_far + edge.count();
            if count + self.most[depth + 1] < self.enough {
                continue;
            }
            if alive(table, edge, &self.domains) && bind(table, edge, &mut self.bound) && self.parties_differ(table) {
                self.edges[number] = edge.ix();
                self.walk(order, depth + 1, count);
            }
            self.bound.copy_from_slice(&before);
        }
    }

    /// The parties between whom somebody mediates are not the same; where both are left open, as
    /// `between whom and whom`, each pair comes once.
    fn parties_differ(&self, table: &Table) -> bool {
        let Some(here) = table.target else { return true };
        let targets = &self.question.clauses[table.clause].targets;
        // What asks for one of the two somewhere else, or for whom it stands, tells them apart.
        let alone = |end: &End| end.names.is_empty() && end.variable.is_some_and(|variable| self.alone[variable.0]);
        let mut others = targets.iter().enumerate();
        others.all(|(party, end)| {
            let Some(other) = end.variable.filter(|_| party != table.party) else { return true };
            match (self.bound[here.0], self.bound[other.0]) {
                (Some(now), Some(then)) if alone(&targets[table.party]) && alone(end) => {
                    now != then && (now < then) == (table.party < party)
                }
                (now, then) => now != then,
            }
        })
    }

    fn row(&mut self) {
        let mut found = Vec::new();
        let all: &[StatementIx] = match self.tables {
            // The most common question by far, where nothing can fall.
            [table] => table.graph.edge(self.edges[0]).statements(),
            tables => {
                let each = statements(tables, &self.edges, self.question, self.dataset, self.filter, &self.bound);
                if each.iter().any(Vec::is_empty) {
                    return;
                }
                found.extend(each.concat());
                found.sort_unstable();
                found.dedup();
                &found
            }
        };
        if self.without.iter().zip(&self.question.without).any(|(tables, clause)| self.holds(tables, clause)) {
            return;
        }
        let documents = documents(self.dataset, all).len();
        if !self.filter.keeps(all.len(), documents) {
            return;
        }
        let bindings =
            self.asked.iter().map(|variable| self.bound[variable.0].expect("every clause binds its variables"));
        let cells = bindings.chain(self.edges.iter().map(|edge| edge.0)).collect();
        let dates: Option<(Date, Date)> = dates(self.dataset, all);
        self.rows.push(Row { cells, count: all.len(), documents, dates });
        match self.top {
            Some(top) if self.rows.len() >= top.saturating_mul(2).saturating_add(1000) => {
                sort(&mut self.rows, self.dataset, self.question, &self.asked);
                self.rows.truncate(top);
                self.enough = self.rows.last().map_or(usize::MAX, |row| row.count);
            }
            None if self.rows.len() > MOST_ROWS => self.overflow = Some(TooMuch::Rows),
            _ => {}
        }
    }

    /// Whether a clause that must not hold does, for what is bound; its other ends are anyone.
    fn holds(&self, tables: &[Table], clause: &Clause) -> bool {
        let mut common: Option<Vec<StatementIx>> = None;
        for table in tables {
            let fits = |edge: &Edge<'_>| bind(table, *edge, &mut self.bound.clone());
            let edges = candidates(table, &self.bound).filter(fits);
            let mut here: Vec<StatementIx> = edges.flat_map(|edge| edge.statements().iter().copied()).collect();
            here.sort_unstable();
            here.dedup();
            if let Some(common) = common {
                here.retain(|statement| common.binary_search(statement).is_ok());
            }
            common = Some(here);
        }
        let together = |ix: StatementIx| {
            together(self.filter, clause, self.dataset.statement(ix), |variable| self.bound[variable.0])
        };
        common.is_some_and(|statements| statements.into_iter().any(together))
    }
}

/// The edges of a table that agree with what is bound at their ends.
fn candidates<'t>(table: &'t Table, bound: &[Option<u32>]) -> Box<dyn Iterator<Item = Edge<'t>> + 't> {
    match (table.source_of(bound), table.target_of(bound)) {
        (Some(source), Some(target)) => Box::new(table.graph.between(source, target)),
        (Some(source), None) => Box::new(table.graph.from(source)),
        (None, Some(target)) => Box::new(table.graph.to(target)),
        (None, None) => Box::new(table.graph.edges()),
    }
}

/// Binds the variables of a table to an edge; whether they agree with what was bound before.
fn bind(table: &Table, edge: Edge<'_>, bound: &mut [Option<u32>]) -> bool {
    let values =
        [(table.source, edge.source().0), (table.relation, edge.relation().0), (table.target, edge.target().0)];
    values.into_iter().all(|(variable, value)| match variable {
        Some(variable) => *bound[variable.0].get_or_insert(value) == value,
        None => true,
    })
}

/// Most statements first, ties by the names that are bound.
fn sort(rows: &mut [Row], dataset: &Dataset, question: &Question, asked: &[VariableIx]) {
    // Names are compared once for each actor, not once for each row.
    let actors = ranks(dataset.actors(), |actor| (&actor.name, &actor.id));
    let relations = ranks(dataset.relations(), |relation| &relation.id);
    let place = |variable: VariableIx, value: u32| match question.variables[variable.0].relation {
        true => relations[value as usize],
        false => actors[value as usize],
    };
    let places = |row: &Row, from: usize| {
        asked.iter().zip(&row.cells).skip(from).map(|(&variable, &value)| place(variable, value)).collect::<Vec<_>>()
    };
    // The first four places fit in one number: rows are many, and a look at each is a look far away.
    let first = |row: &Row| {
        let four = (0..4).map(|n| asked.get(n).map_or(0, |&variable| place(variable, row.cells[n])));
        four.fold(0u128, |key, place| key << 32 | u128::from(place))
    };
    match asked.len() {
        ..=4 => rows.sort_by_cached_key(|row| (Reverse(row.count), first(row))),
        _ => rows.sort_by_cached_key(|row| (Reverse(row.count), first(row), places(row, 4))),
    }
}

/// For each of some things its place in the order of their keys.
fn ranks<'a, T, K: Ord>(things: &'a [T], key: impl Fn(&'a T) -> K) -> Vec<u32> {
    let mut order: Vec<usize> = (0..things.len()).collect();
    order.sort_by_key(|&ix| key(&things[ix]));
    let mut ranks = vec![0; things.len()];
    for (rank, ix) in (0..).zip(order) {
        ranks[ix] = rank;
    }
    ranks
}
