//! What a clause finds: a graph in which an end that is not asked for is one and the same.

use std::rc::Rc;

use super::matches::matches;
use super::{Clause, End, How, Question, VariableIx};
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Statement};
use crate::graph::{Filter, Graph, LeftOut, Tie, Verdict};
use crate::statement::{RelationIx, StatementIx};

/// Stands at an end, or for a relation, that no variable takes on: so edges that differ only there
/// become one, and a join has nothing to tell apart.
const NOBODY: ActorIx = ActorIx(0);
const NO_RELATION: RelationIx = RelationIx(0);

/// What one source, relation and target of a clause find.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub graph: Rc<Graph>,
    pub source: Option<VariableIx>,
    pub relation: Option<VariableIx>,
    pub target: Option<VariableIx>,
    /// Which clause it comes from: the parties of one `between` have a table each.
    pub clause: usize,
    /// Which of the clause's targets.
    pub party: usize,
}

impl Table {
    /// The actor at the source of an edge as a join sees it: bound, or the one that stands for all.
    pub fn source_of(&self, bound: &[Option<u32>]) -> Option<ActorIx> {
        end(self.source, bound)
    }

    pub fn target_of(&self, bound: &[Option<u32>]) -> Option<ActorIx> {
        end(self.target, bound)
    }

    pub fn variables(&self) -> impl Iterator<Item = VariableIx> {
        [self.source, self.relation, self.target].into_iter().flatten()
    }
}

fn end(variable: Option<VariableIx>, bound: &[Option<u32>]) -> Option<ActorIx> {
    match variable {
        Some(variable) => bound[variable.0].map(ActorIx),
        None => Some(NOBODY),
    }
}

/// Makes the tables of clauses; clauses that find the same share a graph.
pub(super) struct Tables<'a> {
    pub dataset: &'a Dataset,
    pub filter: &'a Filter,
    made: Vec<(Pattern, Rc<Graph>)>,
    /// Statements that match a clause but for the date, or but for being negated.
    undated: Vec<StatementIx>,
    negated: Vec<StatementIx>,
}

/// What the graph of a table depends on: not which variable, but whether there is one.
#[derive(PartialEq)]
struct Pattern {
    clause: Clause,
    party: usize,
    dated: bool,
    same: bool,
}

impl<'a> Tables<'a> {
    pub fn new(dataset: &'a Dataset, filter: &'a Filter) -> Self {
        Tables { dataset, filter, made: Vec::new(), undated: Vec::new(), negated: Vec::new() }
    }

    /// The tables of a clause, one for each of its targets.
    /// With `dated`, statements without a date do not count: they have no place in an order.
    pub fn of_clause(&mut self, clause: &Clause, number: usize, dated: bool) -> Vec<Table> {
        let parties = 0..clause.targets.len();
        parties.map(|party| self.of_party(clause, number, party, dated)).collect()
    }

    fn of_party(&mut self, clause: &Clause, number: usize, party: usize, dated: bool) -> Table {
        let target = clause.targets[party].variable;
        let source = clause.source.variable;
        let relation = match clause.relation {
            How::Variable(variable) => Some(variable),
            How::OneOf(_) => None,
        };
        let pattern = Pattern { clause: anonymous(clause), party, dated, same: source.is_some() && source == target };
        let graph = match self.made.iter().find(|(made, _)| *made == pattern) {
            Some((_, graph)) => Rc::clone(graph),
            None => {
                let graph = Rc::new(self.graph(&pattern));
                self.made.push((pattern, Rc::clone(&graph)));
                graph
            }
        };
        Table { graph, source, relation, target, clause: number, party }
    }

    fn graph(&mut self, pattern: &Pattern) -> Graph {
        let Pattern { clause, party, dated, same } = pattern;
        let asked = |variable: Option<VariableIx>, actor: ActorIx| if variable.is_some() { actor } else { NOBODY };
        let mut ties = Vec::new();
        for statement in self.dataset.statements() {
            if !relates(clause, statement) {
                continue;
            }
            let verdict = self.filter.verdict(statement);
            if verdict == Verdict::Out {
                continue;
            }
            let mut matched = matches(self.filter, clause, *party, statement)
                .filter(|tie| !same || tie.source == tie.target)
                .peekable();
            if matched.peek().is_none() {
                continue;
            }
            if verdict == Verdict::Undated || *dated && statement.date().is_none() {
                self.undated.push(statement.ix());
            } else if statement.negated() != clause.negated {
                // Asked whether somebody did, what did not happen is counted apart.
                if statement.negated() {
                    self.negated.push(statement.ix());
                }
            } else {
                ties.extend(matched.map(|tie| Tie {
                    source: asked(clause.source.variable, tie.source),
                    target: asked(clause.targets[*party].variable, tie.target),
                    relation: if matches!(clause.relation, How::Variable(_)) { tie.relation } else { NO_RELATION },
                    statement: tie.statement,
                }));
            }
        }
        Graph::new(ties)
    }

    pub fn left_out(self) -> LeftOut {
        let distinct = |mut list: Vec<StatementIx>| {
            list.sort_unstable();
            list.dedup();
            list.len()
        };
        LeftOut { undated: distinct(self.undated), negated: distinct(self.negated) }
    }
}

/// A clause without the names of its variables and its place in the question.
fn anonymous(clause: &Clause) -> Clause {
    let plain = |end: &End| End { variable: end.variable.map(|_| VariableIx(0)), names: end.names.clone() };
    Clause {
        source: plain(&clause.source),
        relation: match &clause.relation {
            How::Variable(_) => How::Variable(VariableIx(0)),
            how => how.clone(),
        },
        targets: clause.targets.iter().map(plain).collect(),
        negated: clause.negated,
        then: None,
    }
}

fn relates(clause: &Clause, statement: Statement<'_>) -> bool {
    match &clause.relation {
        How::Variable(_) => true,
        How::OneOf(relations) => relations.contains(&statement.relation()),
    }
}

/// The variables that a question's answer takes on: those of what has to hold.
pub(super) fn asked(question: &Question) -> Vec<VariableIx> {
    let mut asked: Vec<VariableIx> = question
        .clauses
        .iter()
        .flat_map(|clause| {
            let relation = match clause.relation {
                How::Variable(variable) => Some(variable),
                How::OneOf(_) => None,
            };
            let ends = std::iter::once(&clause.source).chain(&clause.targets);
            ends.filter_map(|end| end.variable).chain(relation).collect::<Vec<_>>()
        })
        .collect();
    asked.sort_unstable();
    asked.dedup();
    asked
}
