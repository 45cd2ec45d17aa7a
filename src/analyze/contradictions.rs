//! Who says both, and who denies what was said.

use super::pairs::{Pair, pairs};
use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::Day;
use crate::graph::{Graph, Tie};
use crate::relation::Sign;
use crate::words::many;

/// An actor that is both for and against another within a window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Both {
    /// Who.
    pub source: ActorIx,
    /// Towards whom.
    pub target: ActorIx,
    /// Statements of the two signs that are closest to each other: for, and against.
    pub closest: (Tie, Tie),
    /// How many days may lie between the two at most, as far as their dates say; 0 on the same day.
    pub days: u32,
    /// All ties of a sign of which one of the other sign lies within the window.
    pub ties: Vec<Tie>,
}

/// A statement and the denial that answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Denial {
    /// What was said.
    pub claim: Tie,
    /// Who denies it, and towards whom.
    pub denial: Tie,
}

/// What contradicts what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contradictions {
    /// Who is for and against the same actor, closest first, then by name.
    pub both: Vec<Both>,
    /// Statements and their denials, by the denier's name.
    pub denials: Vec<Denial>,
    /// Statements for or against without a date, of actors that also say the opposite: no window holds them.
    pub undated: usize,
    /// Denials that do not say which statement they answer.
    pub unanswered: usize,
}

/// Finds who is for and against another within so many days, and which statements are denied: a `denies` that answers
/// another statement, whatever the filters keep of that.
///
/// ```
/// # use standoff::{Data, analyze::contradictions::contradictions, graph::{Filter, Graph}, read};
/// # let town = "id,source,relation,target,date,answers\na,Abbey,aids,Oldbridge,1902-03-01,\nb,Abbey,accuses,Oldbridge,1902-03-08,\nc,Oldbridge,denies,Abbey,1902-03-09,b\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let found = contradictions(&data, &graph, 30);
/// assert_eq!(found.both[0].days, 7);
/// assert_eq!(data.statement(found.denials[0].claim.statement).id(), "b");
/// ```
pub fn contradictions(dataset: &Dataset, graph: &Graph, window: u32) -> Contradictions {
    let mut found = Contradictions::default();
    for pair in pairs(graph).filter(|pair| pair.source != pair.target) {
        both(dataset, &pair, window, &mut found);
    }
    let name = |actor: ActorIx| (&dataset.actor(actor).name, actor);
    found.both.sort_by(|a, b| {
        let key = |both: &Both| (both.days, name(both.source), name(both.target));
        key(a).cmp(&key(b))
    });
    for edge in graph.edges().filter(|edge| dataset.relation(edge.relation()).id == "denies") {
        for denial in edge.ties() {
            match dataset.statement(denial.statement).answers() {
                Some(claim) => {
                    let claims = claim.sources().flat_map(|source| claim.targets().map(move |target| (source, target)));
                    found.denials.extend(claims.map(|(source, target)| {
                        let claim = Tie { source, target, relation: claim.relation(), statement: claim.ix() };
                        Denial { claim, denial }
                    }));
                }
                None => found.unanswered += 1,
            }
        }
    }
    found.denials.sort_by(|a, b| {
        let key = |one: &Denial| (name(one.denial.source), one.denial.statement, one.claim.statement, one.claim);
        key(a).cmp(&key(b))
    });
    // A joint claim of several is one statement that is denied once by each denier.
    found.denials.dedup_by_key(|one| (one.denial.source, one.denial.statement, one.claim.statement));
    found
}

fn both(dataset: &Dataset, pair: &Pair<'_>, window: u32, found: &mut Contradictions) {
    let [against, for_] = [Sign::Negative, Sign::Positive].map(|sign| pair.of_sign(dataset, sign));
    if against.is_empty() || for_.is_empty() {
        return;
    }
    // Busy pairs have thousands of statements on few days, so days are compared and not statements.
    let mut by_day = |ties: Vec<Tie>| -> Vec<((Day, Day), Vec<Tie>)> {
        let mut dated = Vec::new();
        for tie in ties {
            match dataset.statement(tie.statement).date() {
                Some(date) => dated.push((date.sort_key(), tie)),
                None => found.undated += 1,
            }
        }
        dated.sort_unstable();
        let days = dated.chunk_by(|a, b| a.0 == b.0);
        days.map(|day| (day[0].0, day.iter().map(|&(_, tie)| tie).collect())).collect()
    };
    let [against, for_] = [against, for_].map(&mut by_day);
    let mut closest: Option<(u32, Tie, Tie)> = None;
    let mut within: Vec<Tie> = Vec::new();
    let mut opposed = vec![false; against.len()];
    for (one, ties) in &for_ {
        // Days that begin further apart than the window lie further apart.
        let begins = |day: &(Day, Day)| day.0.number() - one.0.number();
        let from = against.partition_point(|(day, _)| begins(day) < -(window as i32));
        let near = against[from..].iter().take_while(|(day, _)| begins(day) <= window as i32);
        let mut any = false;
        for (at, (other, opposite)) in (from..).zip(near) {
            let days = apart(*one, *other);
            if days > window {
                continue;
            }
            (any, opposed[at]) = (true, true);
            if closest.is_none_or(|(least, ..)| days < least) {
                closest = Some((days, ties[0], opposite[0]));
            }
        }
        within.extend(ties.iter().filter(|_| any));
    }
    within.extend(against.iter().zip(opposed).filter(|(_, opposed)| *opposed).flat_map(|((_, ties), _)| ties));
    within.sort_unstable();
    if let Some((days, tie, opposite)) = closest {
        let closest = (tie, opposite);
        found.both.push(Both { source: pair.source, target: pair.target, closest, days, ties: within });
    }
}

/// How many days two dates may lie apart at most.
fn apart((first, last): (Day, Day), (other_first, other_last): (Day, Day)) -> u32 {
    let between = |from: Day, to: Day| to.number().saturating_sub(from.number());
    between(first, other_last).max(between(other_first, last)).unsigned_abs()
}

impl Contradictions {
    /// Both kinds as rows.
    pub fn findings(&self, top: Option<usize>) -> Findings {
        let both = self.both.iter().map(|both| {
            let (for_, against) = both.closest;
            let cells = [
                Cell::Actor(both.source),
                Cell::Actor(both.target),
                Cell::Count(both.days.into()),
                Cell::Statement(for_.statement),
                Cell::Statement(against.statement),
            ];
            Row::new(cells, both.ties.clone())
        });
        let denials = self.denials.iter().map(|one| {
            let cells = [
                Cell::Actor(one.claim.source),
                Cell::Statement(one.claim.statement),
                Cell::Actor(one.denial.source),
                Cell::Statement(one.denial.statement),
            ];
            Row::new(cells, vec![one.claim, one.denial])
        });
        let sections = vec![
            Section::new("both", &["source", "target", "days", "for", "against"], both.collect()).top(top),
            Section::new("denials", &["claimant", "claim", "denier", "denial"], denials.collect()).top(top),
        ];
        let mut notes = Vec::new();
        if self.undated > 0 {
            notes.push(format!("{} without a date in no window", many(self.undated, "statement")));
        }
        if self.unanswered > 0 {
            notes.push(format!("{} that does not say what it answers", many(self.unanswered, "denial")));
        }
        Findings { sections, notes, ..Findings::new("Who contradicts") }
    }
}
