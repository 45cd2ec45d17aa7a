//! What changed between two graphs: of two data files, or of one at two dates.

use hashbrown::HashMap;

use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::{Graph, Tie};
use crate::relation::Sign;
use crate::statement::RelationIx;

/// One of the two that are compared.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The data.
    pub dataset: &'a Dataset,
    /// What of them counts.
    pub graph: &'a Graph,
}

/// How an edge changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// Only the second has it.
    Came,
    /// Only the first has it.
    Went,
    /// The second has more statements of it.
    Grew,
    /// The second has fewer statements of it.
    Shrank,
}

/// An edge that is not the same in both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// How.
    pub change: Change,
    /// Its source, relation and target: of the first dataset where it went, else of the second.
    pub ends: (ActorIx, RelationIx, ActorIx),
    /// Its ties in the first.
    pub before: Vec<Tie>,
    /// Its ties in the second.
    pub after: Vec<Tie>,
}

/// A pair of actors whose tie has the opposite sign: more against than for before, more for than against after, or
/// the other way round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turned {
    /// Source and target, of the second dataset.
    pub ends: (ActorIx, ActorIx),
    /// The sign before, and the one after.
    pub signs: (Sign, Sign),
    /// The ties for and against in the first.
    pub before: Vec<Tie>,
    /// Those in the second.
    pub after: Vec<Tie>,
}

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Diff {
    /// Edges, by how they changed, those that changed most first, then by name.
    pub changed: Vec<Changed>,
    /// Pairs whose sign turned, by name.
    pub turned: Vec<Turned>,
    /// How many edges have as many statements in both.
    pub same: usize,
}

/// An actor that both have, or only the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Who {
    Both(ActorIx),
    First(ActorIx),
}

/// Which actors of the first dataset the second has: those of the same id, else of the same name.
pub(super) fn matched(first: &Dataset, second: &Dataset) -> Vec<Who> {
    let known = |ix: ActorIx| {
        let actor = first.actor(ix);
        second.find_actor(&actor.id).or_else(|| second.find_actor(&actor.name))
    };
    first.actor_ixs().map(|ix| known(ix).map_or(Who::First(ix), Who::Both)).collect()
}

type Ties = (Vec<Tie>, Vec<Tie>);

/// Compares the edges of two graphs. Actors are the same where their ids are, or else their names; relations where
/// their ids are.
///
/// ```
/// # use standoff::{Data, analyze::diff::{Change, Side, diff}, graph::{Filter, Graph}, read};
/// # let read = |text: &str| read([Data::bytes("town.csv", text)]).unwrap().0;
/// let before = read("source,relation,target\nAbbey,aids,Oldbridge\n");
/// let after = read("source,relation,target\nAbbey,aids,Oldbridge\nAbbey,aids,Oldbridge\nAbbey,aids,Ferry\n");
/// # let (one, other) = (Graph::of(&before, &Filter::default()).0, Graph::of(&after, &Filter::default()).0);
/// let found = diff(Side { dataset: &before, graph: &one }, Side { dataset: &after, graph: &other });
/// let changes: Vec<_> = found.changed.iter().map(|changed| changed.change).collect();
/// assert_eq!(changes, [Change::Came, Change::Grew]);
/// ```
pub fn diff(first: Side<'_>, second: Side<'_>) -> Diff {
    let who = matched(first.dataset, second.dataset);
    let mut edges: HashMap<(Who, &str, Who), Ties> = HashMap::new();
    let mut pairs: HashMap<(Who, Who), Ties> = HashMap::new();
    for edge in first.graph.edges() {
        let ends = (who[edge.source().0 as usize], who[edge.target().0 as usize]);
        let relation = first.dataset.relation(edge.relation());
        edges.entry((ends.0, &relation.id, ends.1)).or_default().0.extend(edge.ties());
        if relation.sign != Sign::Neutral {
            pairs.entry(ends).or_default().0.extend(edge.ties());
        }
    }
    for edge in second.graph.edges() {
        let ends = (Who::Both(edge.source()), Who::Both(edge.target()));
        let relation = second.dataset.relation(edge.relation());
        edges.entry((ends.0, &relation.id, ends.1)).or_default().1.extend(edge.ties());
        if relation.sign != Sign::Neutral {
            pairs.entry(ends).or_default().1.extend(edge.ties());
        }
    }
    let mut found = Diff::default();
    for (before, after) in edges.into_values() {
        let change = match (before.len(), after.len()) {
            (0, _) => Change::Came,
            (_, 0) => Change::Went,
            (before, after) if before < after => Change::Grew,
            (before, after) if before > after => Change::Shrank,
            _ => {
                found.same += 1;
                continue;
            }
        };
        let tie = after.first().or(before.first()).expect("an edge has ties on one side at least");
        found.changed.push(Changed { change, ends: (tie.source, tie.relation, tie.target), before, after });
    }
    let names = |changed: &Changed| {
        let dataset = if changed.change == Change::Went { first.dataset } else { second.dataset };
        let (source, relation, target) = changed.ends;
        let name = |actor: ActorIx| dataset.actor(actor).name.clone();
        (name(source), dataset.relation(relation).id.clone(), name(target), changed.ends)
    };
    found.changed.sort_by_cached_key(|changed| {
        let by = changed.before.len().abs_diff(changed.after.len());
        (changed.change, std::cmp::Reverse(by), names(changed))
    });
    for ((source, target), (before, after)) in pairs {
        let (Who::Both(source), Who::Both(target)) = (source, target) else { continue };
        let signs = (net(first.dataset, &before), net(second.dataset, &after));
        if let (Some(was), Some(is)) = signs
            && was != is
        {
            found.turned.push(Turned { ends: (source, target), signs: (was, is), before, after });
        }
    }
    found.turned.sort_by_cached_key(|turned| {
        let name = |actor: ActorIx| (second.dataset.actor(actor).name.clone(), actor);
        (name(turned.ends.0), name(turned.ends.1))
    });
    found
}

/// The sign that most of these ties have; none where there are as many of both.
fn net(dataset: &Dataset, ties: &[Tie]) -> Option<Sign> {
    let positive = ties.iter().filter(|tie| dataset.relation(tie.relation).sign == Sign::Positive).count();
    match (2 * positive).cmp(&ties.len()) {
        std::cmp::Ordering::Less => Some(Sign::Negative),
        std::cmp::Ordering::Equal => None,
        std::cmp::Ordering::Greater => Some(Sign::Positive),
    }
}

impl Diff {
    /// The changes as rows: those that went are of the first dataset, all others of the second.
    pub fn findings(&self, top: Option<usize>) -> Findings {
        let columns = ["source", "relation", "target", "before", "after"];
        let of = |name: &'static str, change: Change| {
            let changed = self.changed.iter().filter(|changed| changed.change == change);
            let rows = changed.map(|changed| {
                let (source, relation, target) = changed.ends;
                let cells = [
                    Cell::Actor(source),
                    Cell::Relation(relation),
                    Cell::Actor(target),
                    Cell::Count(changed.before.len() as u64),
                    Cell::Count(changed.after.len() as u64),
                ];
                let of_side = if change == Change::Went { &changed.before } else { &changed.after };
                Row::new(cells, of_side.clone())
            });
            let side = usize::from(change != Change::Went);
            Section { side, ..Section::new(name, &columns, rows.collect()).top(top) }
        };
        let turned = self.turned.iter().map(|turned| {
            let cells = [
                Cell::Actor(turned.ends.0),
                Cell::Actor(turned.ends.1),
                Cell::Sign(turned.signs.0),
                Cell::Sign(turned.signs.1),
            ];
            Row::new(cells, turned.after.clone())
        });
        let turned = Section::new("turned", &["source", "target", "from", "to"], turned.collect()).top(top);
        let sections = vec![
            of("came", Change::Came),
            of("went", Change::Went),
            of("grew", Change::Grew),
            of("shrank", Change::Shrank),
            Section { side: 1, ..turned },
        ];
        let facts = vec![("unchanged", Cell::Count(self.same as u64))];
        Findings { facts, sections, ..Findings::new("What changed") }
    }
}
