//! Which statements count, and how often an actor speaks of a target at which level.

use std::hash::Hash;

use hashbrown::HashSet;

use super::{AgreeOn, Duplicates, Measure, Mode, Options, Side};
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Statement};
use crate::date::{Date, Day};
use crate::document::DocumentIx;
use crate::graph::{Graph, Tie};
use crate::relation::Sign;
use crate::statement::RelationIx;

/// A level of agreement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// A sign.
    Sign(Sign),
    /// A relation.
    Relation(RelationIx),
}

/// How often the actor of a row speaks of that of a column, at each level.
#[derive(Debug)]
pub(super) struct Entry {
    pub row: u32,
    pub column: u32,
    /// The level, how often, and where its ties begin.
    pub levels: Vec<(u32, f64, usize)>,
}

impl Entry {
    pub fn sum(&self) -> f64 {
        self.levels.iter().map(|(_, count, _)| count).sum()
    }
}

/// What counts.
#[derive(Debug)]
pub(super) struct Counted {
    pub rows: Vec<ActorIx>,
    pub columns: Vec<ActorIx>,
    pub levels: Vec<Level>,
    /// For each level −1, 0 or 1, as its sign is.
    pub values: Vec<f64>,
    /// By row and column.
    pub entries: Vec<Entry>,
    /// The ties of the entries, in their order.
    pub ties: Vec<Tie>,
    /// How many ties say again what another one says.
    pub repeats: usize,
    /// How many ties have no place in time, or no document, by which they could be told to repeat.
    pub untold: usize,
}

/// Within what a statement repeats another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Within {
    All,
    Document(DocumentIx),
    Day(Day),
    Number(i16, i8),
}

impl Within {
    /// `None` where that is not known.
    fn of(statement: Statement<'_>, dataset: &Dataset, options: &Options) -> Option<Within> {
        let part: fn(Day, bool) -> Within = match options.duplicates {
            Duplicates::Include => return None,
            Duplicates::AcrossRange => return Some(Within::All),
            Duplicates::Document => return statement.documents().next().map(Within::Document),
            Duplicates::Week => |day, compatible| match compatible {
                true => Within::Number(0, day.iso_week()),
                false => Within::Day(day.monday()),
            },
            Duplicates::Month => |day, compatible| {
                let (year, month, _) = day.parts();
                Within::Number(if compatible { 0 } else { year }, month)
            },
            Duplicates::Year => |day, _| Within::Number(day.parts().0, 0),
        };
        let of_document = || statement.documents().find_map(|ix| dataset.document(ix).date);
        let date: Date = statement.date().or_else(of_document)?;
        let (first, last) = (part(date.first_day(), options.compatible), part(date.last_day(), options.compatible));
        // A date that is known to the month lies in no week that anybody knows. By its number alone, a week of one
        // year is that of another.
        let alike = part(date.first_day(), false) == part(date.last_day(), false);
        (first == last && alike).then_some(first)
    }
}

impl Counted {
    pub fn of(dataset: &Dataset, graph: &Graph, isolates: Option<&Graph>, options: &Options) -> Counted {
        let mut ties: Vec<Tie> = graph.edges().flat_map(|edge| edge.ties()).collect();
        ties.sort_by_cached_key(|tie| {
            let statement = dataset.statement(tie.statement);
            let key = statement.date().map(Date::sort_key);
            (key.is_none(), key, statement.order(), *tie)
        });
        let levels = levels(dataset, &ties, options);
        let level = |tie: &Tie| {
            let sign = dataset.relation(tie.relation).sign;
            let is = |level: &Level| match level {
                Level::Sign(one) => *one == sign,
                Level::Relation(one) => *one == tie.relation,
            };
            levels.iter().position(is).unwrap_or(0) as u32
        };
        let all = ties.len();
        let mut untold = 0;
        let mut seen = HashSet::new();
        let by_level = options.measure != Measure::Ignore;
        let mut counted: Vec<(ActorIx, ActorIx, u32, Tie)> = Vec::with_capacity(all);
        for tie in ties {
            let level = level(&tie);
            let within = Within::of(dataset.statement(tie.statement), dataset, options);
            let new = match within {
                Some(within) => seen.insert((tie.source, tie.target, if by_level { level } else { 0 }, within)),
                None => {
                    untold += usize::from(options.duplicates != Duplicates::Include);
                    true
                }
            };
            if new {
                let (row, column) = match (options.mode, options.of) {
                    (Mode::One, Side::Targets) => (tie.target, tie.source),
                    _ => (tie.source, tie.target),
                };
                counted.push((row, column, level, tie));
            }
        }
        let isolated: Vec<Tie> =
            isolates.into_iter().flat_map(|graph| graph.edges().flat_map(|edge| edge.ties())).collect();
        let turned = options.mode == Mode::One && options.of == Side::Targets;
        let more = isolated.iter().map(|tie| if turned { (tie.target, tie.source) } else { (tie.source, tie.target) });
        let (more_rows, more_columns): (Vec<_>, Vec<_>) = more.unzip();
        let rows = by_name(dataset, counted.iter().map(|one| one.0).chain(more_rows));
        let columns = by_name(dataset, counted.iter().map(|one| one.1).chain(more_columns));
        let (row_of, column_of) = (numbers(&rows), numbers(&columns));
        let repeats = all - counted.len();
        let mut sorted: Vec<(u32, u32, u32, Tie)> = counted
            .into_iter()
            .map(|(row, column, level, tie)| (row_of[&row], column_of[&column], level, tie))
            .collect();
        sorted.sort_unstable();
        let mut entries: Vec<Entry> = Vec::new();
        for (at, &(row, column, level, _)) in sorted.iter().enumerate() {
            if entries.last().is_none_or(|last| (last.row, last.column) != (row, column)) {
                entries.push(Entry { row, column, levels: Vec::new() });
            }
            let Some(entry) = entries.last_mut() else { continue };
            match entry.levels.last_mut().filter(|(last, ..)| *last == level) {
                Some((_, count, _)) => *count += 1.0,
                None => entry.levels.push((level, 1.0, at)),
            }
        }
        let ties = sorted.into_iter().map(|(.., tie)| tie).collect();
        let value = |level: &Level| {
            let sign = match level {
                Level::Sign(sign) => *sign,
                Level::Relation(relation) => dataset.relation(*relation).sign,
            };
            match sign {
                Sign::Negative => -1.0,
                Sign::Neutral => 0.0,
                Sign::Positive => 1.0,
            }
        };
        let values = levels.iter().map(value).collect();
        Counted { rows, columns, levels, values, entries, ties, repeats, untold }
    }

    /// The ties of an entry at one of its levels.
    pub fn ties(&self, &(_, count, first): &(u32, f64, usize)) -> &[Tie] {
        &self.ties[first..first + count as usize]
    }

    /// Where the entries of each row begin, and one more.
    pub fn starts(&self) -> Vec<usize> {
        let mut starts = vec![0; self.rows.len() + 1];
        for entry in &self.entries {
            starts[entry.row as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        starts
    }
}

/// The levels, in the order in which codes are made of them: against, neither, for; or relations by their ids.
fn levels(dataset: &Dataset, ties: &[Tie], options: &Options) -> Vec<Level> {
    match options.agree_on {
        AgreeOn::Sign => {
            let neutral = ties.iter().any(|tie| dataset.relation(tie.relation).sign == Sign::Neutral);
            let signs = [Sign::Negative, Sign::Neutral, Sign::Positive].into_iter();
            signs.filter(|sign| neutral || *sign != Sign::Neutral).map(Level::Sign).collect()
        }
        AgreeOn::Relation => {
            let mut relations: Vec<RelationIx> = ties.iter().map(|tie| tie.relation).collect();
            relations.sort_unstable();
            relations.dedup();
            relations.sort_by(|a, b| dataset.relation(*a).id.cmp(&dataset.relation(*b).id));
            relations.into_iter().map(Level::Relation).collect()
        }
    }
}

/// Actors, each once, by name.
fn by_name(dataset: &Dataset, actors: impl Iterator<Item = ActorIx>) -> Vec<ActorIx> {
    let mut actors: Vec<ActorIx> = actors.collect();
    actors.sort_unstable();
    actors.dedup();
    actors.sort_by(|a, b| dataset.actor(*a).name.cmp(&dataset.actor(*b).name).then(a.cmp(b)));
    actors
}

fn numbers<T: Eq + Hash + Copy>(all: &[T]) -> hashbrown::HashMap<T, u32> {
    all.iter().copied().zip(0..).collect()
}
