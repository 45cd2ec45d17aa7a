//! What is drawn between lanes: the statements of an edge that stand in one column.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::actor::ActorIx;
use crate::date::{Date, Unit};
use crate::draw::Subject;
use crate::draw::picture::Dash;
use crate::graph::{Edge, EdgeIx};
use crate::relation::Sign;
use crate::statement::StatementIx;

/// When, in whole units: all that has the same place on the axis. Undated is last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum When {
    /// From one unit to another, which may be the same. What takes longest comes first, since its bar
    /// begins where its column does.
    At { from: i32, to: std::cmp::Reverse<i32> },
    /// Nobody knows.
    Undated,
}

impl When {
    pub fn of(date: Option<Date>, unit: Unit) -> When {
        date.map_or(When::Undated, |date| When::At {
            from: date.first_day().unit(unit),
            to: std::cmp::Reverse(date.last_day().unit(unit)),
        })
    }
}

/// Whether with some statements two began to be negative.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Began {
    /// They did not.
    No,
    /// One of them did, and nothing of that sort is drawn of the other.
    Alone,
    /// One of them did, and the other is negative, too.
    Quarrel,
}

/// Statements of one edge in one column.
#[derive(Debug, Clone)]
pub(super) struct Arc {
    pub edge: EdgeIx,
    pub source: ActorIx,
    pub target: ActorIx,
    pub sign: Sign,
    pub dash: Dash,
    pub statements: Vec<StatementIx>,
    /// Whether the first negative statement between the two is one of them.
    pub began: Began,
}

/// All arcs, by the column they stand in; within one by edge.
pub(super) fn columns(subject: &Subject<'_>, unit: Unit) -> BTreeMap<When, Vec<Arc>> {
    let began = began(subject);
    let mut columns: BTreeMap<When, Vec<Arc>> = BTreeMap::new();
    for edge in subject.graph.edges() {
        let sign = subject.dataset.relation(edge.relation()).sign;
        for &ix in edge.statements() {
            let statement = subject.dataset.statement(ix);
            let dash = Dash::of([statement.certainty()]);
            let began = began.get(&(edge.ix(), ix)).copied().unwrap_or(Began::No);
            let column = columns.entry(When::of(statement.date(), unit)).or_default();
            match column.last_mut().filter(|arc| arc.edge == edge.ix()) {
                Some(arc) => {
                    arc.statements.push(ix);
                    arc.dash = arc.dash.min(dash);
                    arc.began = arc.began.max(began);
                }
                None => column.push(Arc {
                    edge: edge.ix(),
                    source: edge.source(),
                    target: edge.target(),
                    sign,
                    dash,
                    statements: vec![ix],
                    began,
                }),
            }
        }
    }
    columns
}

/// With which statements it began: for each two actors the first dated negative one, and the first of
/// the other, too, where the dates do not tell which of the two came first.
fn began(subject: &Subject<'_>) -> HashMap<(EdgeIx, StatementIx), Began> {
    let mut pairs: HashMap<(ActorIx, ActorIx), Vec<Edge<'_>>> = HashMap::new();
    for edge in subject.graph.edges().filter(|edge| edge.source() != edge.target()) {
        if subject.dataset.relation(edge.relation()).sign == Sign::Negative {
            let (one, other) = (edge.source().min(edge.target()), edge.source().max(edge.target()));
            pairs.entry((one, other)).or_default().push(edge);
        }
    }
    let mut all = HashMap::new();
    for ((one, _), edges) in pairs {
        let by_one = edges.iter().filter(|edge| edge.source() == one).count();
        let began = if by_one == 0 || by_one == edges.len() { Began::Alone } else { Began::Quarrel };
        let mut dated = Vec::new();
        for edge in edges {
            let date = |&ix: &StatementIx| Some((subject.dataset.statement(ix).date()?, edge, ix));
            dated.extend(edge.statements().iter().filter_map(date));
        }
        dated.sort_by_key(|&(date, edge, ix)| (date.sort_key(), edge.ix(), ix));
        let Some(first_over) = dated.iter().map(|(date, ..)| date.last_day()).min() else { continue };
        let mut sources: Vec<ActorIx> = Vec::new();
        for (_, edge, ix) in dated.iter().filter(|(date, ..)| date.first_day() <= first_over) {
            if !sources.contains(&edge.source()) {
                sources.push(edge.source());
                all.insert((edge.ix(), *ix), began);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Data;
    use crate::dataset::read;
    use crate::graph::{Filter, Graph};

    #[test]
    fn who_began_is_what_the_dates_say() {
        let rows = "source,relation,target,date\n\
                    a,accuses,b,1901-03\nb,accuses,a,1901-03-05\nb,condemns,a,1901-03-01/1901-03-02\n\
                    c,accuses,d,1901-02-01\nd,accuses,c,1901-01-31\nd,condemns,c,1901-02-02\n\
                    e,accuses,f,1901-01-01\nf,supports,e,1900-01-01\nf,accuses,e,\n\
                    g,accuses,h,1901\ng,accuses,h,1901\ng,accuses,g,1901\n";
        let (dataset, _) = read([Data::bytes("t.csv", rows)]).unwrap();
        let (graph, _) = Graph::of(&dataset, &Filter::default());
        let subject = Subject { dataset: &dataset, graph: &graph, question: "" };
        let mut found: Vec<(String, Began)> = began(&subject)
            .into_iter()
            .map(|((_, ix), began)| (dataset.statement(ix).id().into_owned(), began))
            .collect();
        found.sort();
        let expected = [
            ("t.csv#1", Began::Quarrel),
            ("t.csv#10", Began::Alone),
            ("t.csv#3", Began::Quarrel),
            ("t.csv#5", Began::Quarrel),
            ("t.csv#7", Began::Quarrel),
        ];
        assert_eq!(found, expected.map(|(id, began)| (id.to_owned(), began)));
    }

    #[test]
    fn weeks_begin_on_mondays() {
        let week = |text: &str| text.parse::<Date>().unwrap().first_day().unit(Unit::Weeks);
        assert_eq!(week("1970-01-04") + 1, week("1970-01-05"));
        assert_eq!(week("1969-12-29"), week("1970-01-04"));
        let monday = |text: &str| text.parse::<Date>().unwrap().first_day().monday().to_string();
        assert_eq!(["1970-01-04", "1970-01-05"].map(monday), ["1969-12-29", "1970-01-05"]);
    }
}
