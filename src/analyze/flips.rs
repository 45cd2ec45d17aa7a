//! Ties whose sign turned: from against to for, or from for to against.

use super::pairs::{Pair, pairs};
use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::{Date, Day};
use crate::graph::{Graph, Tie};
use crate::relation::Sign;
use crate::words::many;

/// A turn: two statements of opposite sign from one actor about another, with none of either sign that is known to
/// lie between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flip {
    /// Who turned.
    pub source: ActorIx,
    /// Towards whom.
    pub target: ActorIx,
    /// The last before the turn.
    pub before: Tie,
    /// The first after it, surely later: the last day of the one before is over by then.
    pub after: Tie,
}

/// The turns, and how much could not be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Flips {
    /// By the date of the turn, newest first, then by name.
    pub flips: Vec<Flip>,
    /// Statements for or against that have no date, between actors who also have others of the opposite sign.
    pub undated: usize,
    /// Places where for and against follow one another, but the dates do not say which came first.
    pub unordered: usize,
}

/// Finds the turns of each source towards each target. Neutral statements neither turn nor stand between.
///
/// ```
/// # use standoff::{Data, analyze::flips::flips, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target,date\nAbbey,aids,Oldbridge,1902-03\nAbbey,accuses,Oldbridge,1902-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let found = flips(&data, &graph);
/// assert_eq!(data.statement(found.flips[0].after.statement).id(), "town.csv#2");
/// ```
pub fn flips(dataset: &Dataset, graph: &Graph) -> Flips {
    let mut found = Flips::default();
    for pair in pairs(graph).filter(|pair| pair.source != pair.target) {
        turns(dataset, &pair, &mut found);
    }
    let day = |flip: &Flip| dataset.statement(flip.after.statement).date().map(Date::sort_key);
    let name = |actor: ActorIx| (&dataset.actor(actor).name, actor);
    found.flips.sort_by(|a, b| {
        let names = |flip: &Flip| (name(flip.source), name(flip.target), flip.before, flip.after);
        day(b).cmp(&day(a)).then_with(|| names(a).cmp(&names(b)))
    });
    found
}

fn turns(dataset: &Dataset, pair: &Pair<'_>, found: &mut Flips) {
    let signed = [Sign::Negative, Sign::Positive].map(|sign| (sign, pair.of_sign(dataset, sign)));
    if signed.iter().any(|(_, ties)| ties.is_empty()) {
        return;
    }
    let mut dated: Vec<((Day, Day), Sign, Tie)> = Vec::new();
    for (sign, ties) in signed {
        for tie in ties {
            match dataset.statement(tie.statement).date() {
                Some(date) => dated.push((date.sort_key(), sign, tie)),
                None => found.undated += 1,
            }
        }
    }
    dated.sort_by_key(|&(key, sign, tie)| (key, sign == Sign::Positive, tie));
    for step in dated.windows(2) {
        let [((_, over), sign, before), ((begins, _), next, after)] = [step[0], step[1]];
        if sign == next {
            continue;
        }
        if over < begins {
            found.flips.push(Flip { source: pair.source, target: pair.target, before, after });
        } else {
            found.unordered += 1;
        }
    }
}

impl Flips {
    /// The turns as rows.
    pub fn findings(&self, dataset: &Dataset, top: Option<usize>) -> Findings {
        let sign = |tie: Tie| Cell::Sign(dataset.relation(tie.relation).sign);
        let rows = self.flips.iter().map(|flip| {
            let cells = [
                Cell::Actor(flip.source),
                Cell::Actor(flip.target),
                sign(flip.before),
                sign(flip.after),
                Cell::Statement(flip.before.statement),
                Cell::Statement(flip.after.statement),
            ];
            Row::new(cells, vec![flip.before, flip.after])
        });
        let columns = ["source", "target", "from", "to", "before", "after"];
        let section = Section::new("flips", &columns, rows.collect()).top(top);
        let mut notes = Vec::new();
        if self.undated > 0 {
            notes.push(format!(
                "{} for or against without a date could not be ordered",
                many(self.undated, "statement")
            ));
        }
        if self.unordered > 0 {
            notes.push(format!(
                "{} where the dates of for and against do not say which came first",
                many(self.unordered, "place")
            ));
        }
        Findings { sections: vec![section], notes, ..Findings::new("Who turned") }
    }
}
