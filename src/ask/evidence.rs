//! The evidence of a row: which statements of its edges hold for all of it.

use super::Question;
use super::matches::together;
use super::table::Table;
use crate::dataset::Dataset;
use crate::graph::{EdgeIx, Filter};
use crate::statement::StatementIx;

/// The statements behind a row, clause by clause, ascending: those of a `between` name all its
/// parties, and those of clauses joined by `then` follow each other.
pub(super) fn statements(
    tables: &[Table],
    edges: &[EdgeIx],
    question: &Question,
    dataset: &Dataset,
    filter: &Filter,
    bound: &[Option<u32>],
) -> Vec<Vec<StatementIx>> {
    let mut found: Vec<Option<Vec<StatementIx>>> = vec![None; question.clauses.len()];
    for (table, &edge) in tables.iter().zip(edges) {
        let statements = table.graph.edge(edge).statements();
        match &mut found[table.clause] {
            Some(common) => common.retain(|statement| statements.binary_search(statement).is_ok()),
            slot => *slot = Some(statements.to_vec()),
        }
    }
    let mut found: Vec<Vec<StatementIx>> = found.into_iter().map(Option::unwrap_or_default).collect();
    for (clause, statements) in question.clauses.iter().zip(&mut found).filter(|(clause, _)| clause.targets.len() > 1) {
        statements.retain(|&ix| together(filter, clause, dataset.statement(ix), |variable| bound[variable.0]));
    }
    // What has nothing before it falls, then what has nothing behind it: on a chain that leaves just
    // the statements that belong to a whole one.
    for now in 1..found.len() {
        let (before, after) = found.split_at_mut(now);
        follow(dataset, question, now, &mut after[0], &before[now - 1], true);
    }
    for now in (1..found.len()).rev() {
        let (before, after) = found.split_at_mut(now);
        follow(dataset, question, now, &mut before[now - 1], &after[0], false);
    }
    found
}

/// Keeps those of `kept` that have one in `others` to follow (`later`) or to be followed by.
fn follow(
    dataset: &Dataset,
    question: &Question,
    clause: usize,
    kept: &mut Vec<StatementIx>,
    others: &[StatementIx],
    later: bool,
) {
    let Some(then) = question.clauses[clause].then else { return };
    let date = |ix: StatementIx| dataset.statement(ix).date();
    let fits = |second: StatementIx, first: StatementIx| {
        let (Some(date), Some(earlier)) = (date(second), date(first)) else { return false };
        // One that the other answers came before it, whatever the dates leave open.
        let reversed = dataset.statement(first).answers().is_some_and(|answered| answered.ix() == second);
        second != first
            && !reversed
            && match then.within {
                Some(span) => date.may_follow_within(earlier, span),
                None => date.may_follow(earlier),
            }
    };
    kept.retain(|&ix| others.iter().any(|&other| if later { fits(ix, other) } else { fits(other, ix) }));
}
