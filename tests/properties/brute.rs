//! The answer to a question by trying everything.

use std::collections::{BTreeMap, BTreeSet};

use standoff::date::{Span, Unit};
use standoff::graph::By;

use crate::question::{Clause, End, How, Question};
use crate::world::{RELATIONS, World};

/// What the filter of a question says, in the numbers of the model.
#[derive(Debug, Clone, Default)]
pub struct Sieve {
    pub since: Option<standoff::Day>,
    pub until: Option<standoff::Day>,
    pub relations: Vec<usize>,
    pub sign: Option<&'static str>,
    pub actors: Vec<usize>,
    pub documents: Option<Vec<usize>>,
    pub certainties: Vec<usize>,
    pub min_statements: usize,
    pub min_documents: usize,
    pub by: By,
}

/// What variables take on: actors, or relations behind `1000`.
pub type Bindings = BTreeMap<&'static str, usize>;
const RELATION: usize = 1000;

impl Sieve {
    fn keeps(&self, world: &World, ix: usize) -> bool {
        let statement = &world.statements[ix];
        let relation = statement.relation;
        (self.relations.is_empty() || self.relations.contains(&relation))
            && self.sign.is_none_or(|sign| RELATIONS[relation].1 == sign)
            && (self.certainties.is_empty() || statement.certainty.is_some_and(|n| self.certainties.contains(&n)))
            && self.documents.as_ref().is_none_or(|kept| statement.documents.iter().any(|n| kept.contains(n)))
            && match statement.date {
                Some(date) => {
                    self.since.is_none_or(|day| date.last_day() >= day)
                        && self.until.is_none_or(|day| date.first_day() <= day)
                }
                None => self.since.is_none() && self.until.is_none(),
            }
    }

    fn touches(&self, world: &World, ix: usize, source: usize, target: usize) -> bool {
        let day = world.day(ix);
        let mut ends = world.chain(source, day);
        ends.extend(world.chain(target, day));
        self.actors.is_empty() || ends.iter().any(|end| self.actors.contains(end))
    }

    fn counts_as(&self, world: &World, ix: usize, actor: usize) -> usize {
        match self.by {
            By::Actor => actor,
            By::Principal => *world.chain(actor, world.day(ix)).last().expect("a chain has a beginning"),
        }
    }
}

fn is(world: &World, ix: usize, end: &End, actor: usize) -> bool {
    let chain = world.chain(actor, world.day(ix));
    end.names.is_empty()
        || end.names.iter().any(|name| if name.only { name.actor == actor } else { chain.contains(&name.actor) })
}

/// Ways to give each party of a clause a target of its own.
fn castings(parties: usize, targets: &[usize]) -> Vec<Vec<usize>> {
    let Some(fewer) = parties.checked_sub(1) else { return vec![Vec::new()] };
    let mut all = Vec::new();
    for casting in castings(fewer, targets) {
        for &target in targets.iter().filter(|target| !casting.contains(target)) {
            all.push([&casting[..], &[target]].concat());
        }
    }
    all
}

/// Whether this is the one order of two parties that are left open and asked for nowhere else.
fn once(clause: &Clause, question: &Question, bindings: &Bindings) -> bool {
    let variables = |clause: &Clause| {
        let ends = [&clause.source].into_iter().chain(&clause.targets);
        ends.filter_map(|end| end.variable).collect::<Vec<_>>()
    };
    let all: Vec<&str> = question.clauses.iter().chain(&question.without).flat_map(variables).collect();
    let alone = |end: &&End| {
        let open =
            |variable: &str| variable.starts_with("who") && all.iter().filter(|other| **other == variable).count() == 1;
        end.names.is_empty() && end.variable.is_some_and(open)
    };
    let parties = clause.targets.iter().filter(alone).filter_map(|end| end.variable);
    parties.map(|variable| bindings[variable]).is_sorted_by(|a, b| a < b)
}

/// Every statement that a clause finds, with what its variables take on there.
fn found(world: &World, sieve: &Sieve, clause: &Clause, question: &Question) -> BTreeSet<(usize, Bindings)> {
    let mut found = BTreeSet::new();
    for (ix, statement) in world.statements.iter().enumerate() {
        let relates = match &clause.how {
            How::Variable(_) => true,
            How::OneOf(relations) => relations.contains(&statement.relation),
        };
        if !relates || statement.negated != clause.negated || !sieve.keeps(world, ix) {
            continue;
        }
        for &source in &statement.sources {
            'casting: for casting in castings(clause.targets.len(), &statement.targets) {
                let mut bindings = Bindings::new();
                if let How::Variable(variable) = clause.how {
                    bindings.insert(variable, RELATION + statement.relation);
                }
                let ends = [(&clause.source, source)].into_iter().chain(clause.targets.iter().zip(casting.clone()));
                for (end, actor) in ends {
                    let value = sieve.counts_as(world, ix, actor);
                    let bound = end.variable.map(|variable| *bindings.entry(variable).or_insert(value));
                    if !is(world, ix, end, actor) || bound.is_some_and(|bound| bound != value) {
                        continue 'casting;
                    }
                }
                // The parties are different ones for whoever reads the answer, too.
                let parties = casting.iter().map(|&target| sieve.counts_as(world, ix, target));
                let different = parties.collect::<BTreeSet<_>>().len() == casting.len();
                let different = different && once(clause, question, &bindings);
                if different && casting.iter().any(|&target| sieve.touches(world, ix, source, target)) {
                    found.insert((ix, bindings));
                }
            }
        }
    }
    found
}

fn follows(world: &World, second: usize, first: usize, within: Option<(u32, usize)>) -> bool {
    let (Some(date), Some(earlier)) = (world.statements[second].date, world.statements[first].date) else {
        return false;
    };
    let limit = within.and_then(|(count, unit)| earlier.last_day().plus(Span { count, unit: Unit::ALL[unit] }));
    second != first
        && world.statements[first].answers != Some(second)
        && date.last_day() >= earlier.first_day()
        && limit.is_none_or(|limit| date.first_day() <= limit)
}

fn agree(a: &Bindings, b: &Bindings) -> bool {
    a.iter().all(|(variable, value)| b.get(variable).is_none_or(|other| other == value))
}

/// Every row: what is bound, and the statements behind it.
pub fn answer(world: &World, question: &Question, sieve: &Sieve) -> BTreeMap<Bindings, BTreeSet<usize>> {
    let mut partial: BTreeSet<(Bindings, Vec<usize>)> = BTreeSet::from([Default::default()]);
    for clause in &question.clauses {
        let found = found(world, sieve, clause, question);
        let mut next = BTreeSet::new();
        for (bindings, statements) in &partial {
            for (ix, here) in &found {
                let in_time = match (&clause.then, statements.last()) {
                    (Some(then), Some(&before)) => follows(world, *ix, before, then.within),
                    _ => true,
                };
                if in_time && agree(bindings, here) {
                    let mut bindings = bindings.clone();
                    bindings.extend(here);
                    next.insert((bindings, [&statements[..], &[*ix]].concat()));
                }
            }
        }
        partial = next;
    }
    let mut rows: BTreeMap<Bindings, BTreeSet<usize>> = BTreeMap::new();
    for (bindings, statements) in partial {
        rows.entry(bindings).or_default().extend(statements);
    }
    for clause in &question.without {
        let found = found(world, sieve, clause, question);
        rows.retain(|bindings, _| !found.iter().any(|(_, here)| agree(here, bindings)));
    }
    rows.retain(|_, statements| {
        statements.len() >= sieve.min_statements && documents(world, statements) >= sieve.min_documents
    });
    rows
}

pub fn documents(world: &World, statements: &BTreeSet<usize>) -> usize {
    let documents = statements.iter().flat_map(|&ix| &world.statements[ix].documents);
    documents.collect::<BTreeSet<_>>().len()
}

pub fn relation(value: usize) -> Option<&'static str> {
    value.checked_sub(RELATION).map(|n| RELATIONS[n].0)
}
