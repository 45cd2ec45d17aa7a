//! What one document says alone, and what several say of the same day.

use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::Date;
use crate::document::DocumentIx;
use crate::graph::{Edge, Graph, Tie, documents};
use crate::statement::{RelationIx, StatementIx};

/// One source, relation and target, and the ties that say so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who acts.
    pub source: ActorIx,
    /// How.
    pub relation: RelationIx,
    /// Towards whom.
    pub target: ActorIx,
    /// The day, where it is of one.
    pub date: Option<Date>,
    /// The documents that say so, ascending, each once.
    pub documents: Vec<DocumentIx>,
    /// The ties.
    pub ties: Vec<Tie>,
}

impl Claim {
    fn of(dataset: &Dataset, edge: Edge<'_>, date: Option<Date>, statements: &[StatementIx]) -> Claim {
        let tie =
            |&statement| Tie { source: edge.source(), target: edge.target(), relation: edge.relation(), statement };
        Claim {
            source: edge.source(),
            relation: edge.relation(),
            target: edge.target(),
            date,
            documents: documents(dataset, statements),
            ties: statements.iter().map(tie).collect(),
        }
    }
}

/// The edges that one document alone attests, or none: those with the most statements first, then by name.
///
/// ```
/// # use standoff::{Data, analyze::corroboration::uncorroborated, graph::{Filter, Graph}, read};
/// # let town = "document,source,relation,target\nd1,Abbey,aids,Oldbridge\nd2,Abbey,aids,Oldbridge\nd2,Abbey,aids,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let [claim] = &uncorroborated(&data, &graph)[..] else { panic!() };
/// assert_eq!(data.actor(claim.target).name, "Marsh End");
/// ```
pub fn uncorroborated(dataset: &Dataset, graph: &Graph) -> Vec<Claim> {
    let claims = graph.edges().map(|edge| Claim::of(dataset, edge, None, edge.statements()));
    let mut claims: Vec<Claim> = claims.filter(|claim| claim.documents.len() <= 1).collect();
    claims.sort_by_cached_key(|claim| (std::cmp::Reverse(claim.ties.len()), names(dataset, claim)));
    claims
}

/// The edges that several documents attest on the same day: dates that are one day and equal. Those in the most
/// documents come first, then by date and name.
///
/// ```
/// # use standoff::{Data, analyze::corroboration::corroborated, graph::{Filter, Graph}, read};
/// # let town = "document,date,source,relation,target\nd1,1902-03-04,Abbey,aids,Oldbridge\nd2,1902-03-04,Abbey,aids,Oldbridge\nd3,1902-03-05,Abbey,aids,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let [claim] = &corroborated(&data, &graph)[..] else { panic!() };
/// assert_eq!(claim.documents.len(), 2);
/// ```
pub fn corroborated(dataset: &Dataset, graph: &Graph) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for edge in graph.edges() {
        let day = |&ix: &StatementIx| Some((dataset.statement(ix).date().filter(|date| date.is_day())?.sort_key(), ix));
        let mut dated: Vec<_> = edge.statements().iter().filter_map(day).collect();
        dated.sort_unstable();
        for day in dated.chunk_by(|a, b| a.0 == b.0) {
            let statements: Vec<StatementIx> = day.iter().map(|&(_, ix)| ix).collect();
            let date = Some(Date::of(day[0].0.0));
            claims.push(Claim::of(dataset, edge, date, &statements));
        }
    }
    claims.retain(|claim| claim.documents.len() > 1);
    claims.sort_by_cached_key(|claim| {
        let day = claim.date.map(Date::sort_key);
        (std::cmp::Reverse(claim.documents.len()), day, names(dataset, claim))
    });
    claims
}

fn names(dataset: &Dataset, claim: &Claim) -> (String, String, String) {
    let name = |actor| dataset.actor(actor).name.clone();
    (name(claim.source), dataset.relation(claim.relation).id.clone(), name(claim.target))
}

/// Claims as rows: with their days and documents, where they have days.
pub fn findings(dataset: &Dataset, claims: &[Claim], title: &str, top: Option<usize>) -> Findings {
    let days = claims.iter().any(|claim| claim.date.is_some());
    let rows = claims.iter().map(|claim| {
        let ids = claim.documents.iter().map(|&ix| dataset.document(ix).id.to_owned());
        let mut cells = vec![Cell::Actor(claim.source), Cell::Relation(claim.relation), Cell::Actor(claim.target)];
        if days {
            cells.push(claim.date.map_or(Cell::Nothing, Cell::Date));
        }
        cells.push(Cell::Texts(ids.collect()));
        Row::new(cells, claim.ties.clone())
    });
    let columns: &[&str] = match days {
        true => &["source", "relation", "target", "date", "said_in"],
        false => &["source", "relation", "target", "said_in"],
    };
    Findings { sections: vec![Section::new("claims", columns, rows.collect()).top(top)], ..Findings::new(title) }
}
