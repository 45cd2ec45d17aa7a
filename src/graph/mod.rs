//! The graph: every tie with the same source, relation and target is one edge that knows its
//! statements.
//!
//! Inside lies petgraph's [`Csr`], compressed sparse rows with one entry a pair of actors and the
//! relations between the two behind it, once by source and once by target. Outside, an [`Edge`] is a
//! view that borrows from the graph.

mod filter;

pub(crate) use filter::Verdict;
pub use filter::{By, Filter, LeftOut};

use std::sync::OnceLock;

use petgraph::Directed;
use petgraph::csr::Csr;

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::Date;
use crate::document::DocumentIx;
use crate::statement::{RelationIx, StatementIx};

/// One source towards one target, in one statement: a statement of two sources and three targets is
/// six ties.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let (graph, _) = Graph::of(&data, &Filter::default());
/// let tie = graph.edges().next().unwrap().ties().next().unwrap();
/// assert_eq!(data.actor(tie.source).name, "Oldbridge");
/// assert_eq!(data.statement(tie.statement).id(), "town.csv#1");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Tie {
    /// Who acts.
    pub source: ActorIx,
    /// Towards whom.
    pub target: ActorIx,
    /// How.
    pub relation: RelationIx,
    /// Where it is said.
    pub statement: StatementIx,
}

/// Which edge of a [`Graph`], in the order of source, target and relation; it holds for the graph that
/// gave it.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let (graph, _) = Graph::of(&data, &Filter::default());
/// assert!(graph.edges().map(|edge| edge.ix()).is_sorted());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct EdgeIx(pub(crate) u32);

#[derive(Debug, Clone, Copy)]
struct Row {
    source: ActorIx,
    target: ActorIx,
    relation: RelationIx,
    /// The first of its statements.
    first: u32,
}

/// Edges between actors, each with its statements; a source, a target and a relation have one edge at
/// most.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let counts: Vec<_> = graph.edges().map(|edge| (data.actor(edge.source()).name.as_str(), edge.count())).collect();
/// assert_eq!(counts, [("Oldbridge", 2), ("Marsh End", 1)]);
/// ```
#[derive(Debug)]
pub struct Graph {
    /// Sorted by source, target and relation.
    rows: Vec<Row>,
    /// The statements of all edges, edge by edge, ascending within one.
    statements: Vec<StatementIx>,
    /// For each pair of actors the first of its edges; one more at the end.
    pairs: Vec<u32>,
    /// From a source to its targets; the weight is the number of the pair.
    out: Csr<(), u32, Directed, u32>,
    /// From a target to its sources; made when it is asked for, since many questions never do.
    into: OnceLock<Csr<(), u32, Directed, u32>>,
}

/// An edge, borrowed from its graph: all ties of one source, relation and target.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let (graph, _) = Graph::of(&data, &Filter::default());
/// let edge = graph.edges().next().unwrap();
/// assert_eq!(data.relation(edge.relation()).id, "accuses");
/// assert_eq!(edge.statements().len(), 2);
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Edge<'g> {
    graph: &'g Graph,
    ix: EdgeIx,
}

/// Why rows can be made of pairs.
const SORTED: &str = "the pairs are sorted and each stands there once";

impl Graph {
    /// Gathers ties, in any order, into edges. A tie that comes twice counts once.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let (all, _) = Graph::of(&data, &Filter::default());
    /// let ties = all.from(data.find_actor("Marsh End").unwrap()).flat_map(|edge| edge.ties());
    /// let denials = Graph::new(ties.collect());
    /// assert_eq!(denials.edges().len(), 1);
    /// ```
    pub fn new(mut ties: Vec<Tie>) -> Self {
        ties.sort_unstable();
        ties.dedup();
        // A tie sorts by source, target, relation, statement: the order of its fields.
        let mut rows: Vec<Row> = Vec::new();
        let mut pairs: Vec<u32> = Vec::new();
        let mut out: Vec<(u32, u32, u32)> = Vec::new();
        for (first, tie) in (0..).zip(&ties) {
            let last = rows.last();
            let same_pair = last.is_some_and(|row| (row.source, row.target) == (tie.source, tie.target));
            if same_pair && last.is_some_and(|row| row.relation == tie.relation) {
                continue;
            }
            if !same_pair {
                out.push((tie.source.0, tie.target.0, pairs.len() as u32));
                pairs.push(rows.len() as u32);
            }
            rows.push(Row { source: tie.source, target: tie.target, relation: tie.relation, first });
        }
        pairs.push(rows.len() as u32);
        Graph {
            rows,
            statements: ties.iter().map(|tie| tie.statement).collect(),
            pairs,
            out: Csr::from_sorted_edges(&out).expect(SORTED),
            into: OnceLock::new(),
        }
    }

    /// The graph of everything that passes the filter, and what was left out because it is undated
    /// or negated.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// let town = r#"[{"source": ["Oldbridge", "Abbey"], "relation": "accuses", "target": ["Marsh End", "Flood"]}]"#;
    /// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
    /// let (graph, _) = Graph::of(&data, &Filter::default());
    /// assert_eq!(graph.edges().len(), 4);
    /// ```
    pub fn of(dataset: &Dataset, filter: &Filter) -> (Self, LeftOut) {
        let mut left_out = LeftOut::default();
        let mut ties = Vec::with_capacity(dataset.statements().len());
        for statement in dataset.statements() {
            match filter.verdict(statement) {
                Verdict::Out => {}
                Verdict::Undated => left_out.undated += 1,
                Verdict::Kept if statement.negated() => left_out.negated += 1,
                Verdict::Kept => ties.extend(filter.ties(statement)),
            }
        }
        let graph = Graph::new(ties);
        let keep = |edge: &Edge<'_>| filter.keeps(edge.count(), edge.documents(dataset).len());
        // Every edge has a statement, but a statement need not have a document.
        if filter.min_statements <= 1 && filter.min_documents == 0 {
            return (graph, left_out);
        }
        let ties = graph.edges().filter(keep).flat_map(Edge::ties).collect();
        (Graph::new(ties), left_out)
    }

    /// Every edge, by source, target and relation.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let relations = graph.edges().map(|edge| data.relation(edge.relation()).id.as_str());
    /// assert_eq!(relations.collect::<Vec<_>>(), ["accuses", "denies"]);
    /// ```
    pub fn edges(&self) -> impl ExactSizeIterator<Item = Edge<'_>> {
        self.range(0, self.rows.len() as u32)
    }

    /// The edge of that index.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let last = graph.edges().last().unwrap();
    /// assert_eq!(graph.edge(last.ix()).source(), last.source());
    /// ```
    pub fn edge(&self, ix: EdgeIx) -> Edge<'_> {
        Edge { graph: self, ix }
    }

    /// The edges of a source, by target and relation; none where it is no source of any.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let oldbridge = data.find_actor("Oldbridge").unwrap();
    /// let counts: Vec<_> = graph.from(oldbridge).map(|edge| edge.count()).collect();
    /// assert_eq!(counts, [2]);
    /// ```
    pub fn from(&self, source: ActorIx) -> impl Iterator<Item = Edge<'_>> {
        self.neighbours(&self.out, source)
    }

    /// The edges of a target, by source and relation; none where it is no target of any.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let oldbridge = data.find_actor("Oldbridge").unwrap();
    /// let counts: Vec<_> = graph.to(oldbridge).map(|edge| edge.count()).collect();
    /// assert_eq!(counts, [1]);
    /// ```
    pub fn to(&self, target: ActorIx) -> impl Iterator<Item = Edge<'_>> {
        self.neighbours(self.into.get_or_init(|| self.turned()), target)
    }

    /// The edges from a source to a target, by relation.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let actor = |name| data.find_actor(name).unwrap();
    /// let denial = graph.between(actor("Marsh End"), actor("Oldbridge")).next().unwrap();
    /// assert_eq!(data.relation(denial.relation()).id, "denies");
    /// assert_eq!(graph.between(actor("Oldbridge"), actor("Oldbridge")).count(), 0);
    /// ```
    pub fn between(&self, source: ActorIx, target: ActorIx) -> impl Iterator<Item = Edge<'_>> {
        let pair = self.row(&self.out, source).and_then(|(targets, pairs)| {
            let at = targets.binary_search(&target.0).ok()?;
            Some(pairs[at])
        });
        pair.into_iter().flat_map(|pair| self.pair(pair))
    }

    /// Whoever is an end of an edge, ascending, each once.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// assert_eq!(graph.actors(), ["Oldbridge", "Marsh End"].map(|name| data.find_actor(name).unwrap()));
    /// ```
    pub fn actors(&self) -> Vec<ActorIx> {
        let mut actors: Vec<ActorIx> = self.rows.iter().flat_map(|row| [row.source, row.target]).collect();
        actors.sort_unstable();
        actors.dedup();
        actors
    }

    /// The pairs from their targets.
    fn turned(&self) -> Csr<(), u32, Directed, u32> {
        let pairs = self.pairs.iter().take(self.pairs.len() - 1).map(|&first| self.rows[first as usize]);
        let mut into: Vec<(u32, u32, u32)> =
            pairs.zip(0..).map(|(row, pair)| (row.target.0, row.source.0, pair)).collect();
        into.sort_unstable();
        Csr::from_sorted_edges(&into).expect(SORTED)
    }

    #[cfg(test)]
    fn pair_count(&self) -> usize {
        self.pairs.len() - 1
    }

    fn row<'g>(&'g self, rows: &'g Csr<(), u32, Directed, u32>, actor: ActorIx) -> Option<(&'g [u32], &'g [u32])> {
        // Rows end with the last actor that has an edge.
        let known = (actor.0 as usize) < rows.node_count();
        known.then(|| (rows.neighbors_slice(actor.0), rows.edges_slice(actor.0)))
    }

    fn neighbours<'g>(
        &'g self,
        rows: &'g Csr<(), u32, Directed, u32>,
        actor: ActorIx,
    ) -> impl Iterator<Item = Edge<'g>> {
        let pairs = self.row(rows, actor).map_or(&[][..], |(_, pairs)| pairs);
        pairs.iter().flat_map(|&pair| self.pair(pair))
    }

    fn pair(&self, pair: u32) -> impl Iterator<Item = Edge<'_>> {
        let pair = pair as usize;
        self.range(self.pairs[pair], self.pairs[pair + 1])
    }

    fn range(&self, from: u32, to: u32) -> impl ExactSizeIterator<Item = Edge<'_>> {
        (from..to).map(|ix| self.edge(EdgeIx(ix)))
    }
}

impl<'g> Edge<'g> {
    fn row(self) -> &'g Row {
        &self.graph.rows[self.ix.0 as usize]
    }

    /// Its index.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let edge = graph.edges().next().unwrap();
    /// assert_eq!(graph.edge(edge.ix()).target(), edge.target());
    /// ```
    pub fn ix(self) -> EdgeIx {
        self.ix
    }

    /// Who acts.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// assert_eq!(Some(graph.edges().next().unwrap().source()), data.find_actor("Oldbridge"));
    /// ```
    pub fn source(self) -> ActorIx {
        self.row().source
    }

    /// Towards whom.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// assert_eq!(Some(graph.edges().next().unwrap().target()), data.find_actor("Marsh End"));
    /// ```
    pub fn target(self) -> ActorIx {
        self.row().target
    }

    /// How.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// assert_eq!(Some(graph.edges().next().unwrap().relation()), data.find_relation("accuses"));
    /// ```
    pub fn relation(self) -> RelationIx {
        self.row().relation
    }

    /// The statements behind it, ascending, each once; at least one.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let ids = graph.edges().next().unwrap().statements().iter().map(|&ix| data.statement(ix).id());
    /// assert_eq!(ids.collect::<Vec<_>>(), ["town.csv#1", "town.csv#2"]);
    /// ```
    pub fn statements(self) -> &'g [StatementIx] {
        let rows = &self.graph.rows;
        let next = self.ix.0 as usize + 1;
        let end = rows.get(next).map_or(self.graph.statements.len(), |row| row.first as usize);
        &self.graph.statements[self.row().first as usize..end]
    }

    /// How many statements are behind it.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// assert_eq!(graph.edges().next().unwrap().count(), 2);
    /// ```
    pub fn count(self) -> usize {
        self.statements().len()
    }

    /// The documents behind it, ascending, each once; none where no statement has one.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let actor = |name| data.find_actor(name).unwrap();
    /// let edge = graph.between(actor("oldbridge"), actor("marsh-end")).next().unwrap();
    /// assert_eq!(edge.documents(&data), [data.find_document("ferry-1").unwrap()]);
    /// ```
    pub fn documents(self, dataset: &Dataset) -> Vec<DocumentIx> {
        documents(dataset, self.statements())
    }

    /// Its ties, one for each of its statements, in their order.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let edge = graph.edges().next().unwrap();
    /// let statements: Vec<_> = edge.ties().map(|tie| tie.statement).collect();
    /// assert_eq!(statements, edge.statements());
    /// ```
    pub fn ties(self) -> impl Iterator<Item = Tie> + 'g {
        let Row { source, target, relation, .. } = *self.row();
        self.statements().iter().map(move |&statement| Tie { source, target, relation, statement })
    }
}

/// The documents of some statements, ascending.
pub(crate) fn documents(dataset: &Dataset, statements: &[StatementIx]) -> Vec<DocumentIx> {
    let mut documents: Vec<DocumentIx> = statements.iter().flat_map(|&ix| dataset.statement(ix).documents()).collect();
    documents.sort_unstable();
    documents.dedup();
    documents
}

/// The statements of some ties, ascending, each once.
pub(crate) fn statements<'t>(ties: impl IntoIterator<Item = &'t Tie>) -> Vec<StatementIx> {
    distinct(ties.into_iter().map(|tie| tie.statement))
}

/// Statements, ascending, each once.
pub(crate) fn distinct(statements: impl Iterator<Item = StatementIx>) -> Vec<StatementIx> {
    let mut statements: Vec<StatementIx> = statements.collect();
    statements.sort_unstable();
    statements.dedup();
    statements
}

/// The first and the last date of some statements; none where all are undated.
pub(crate) fn dates(dataset: &Dataset, statements: &[StatementIx]) -> Option<(Date, Date)> {
    let dates = || statements.iter().filter_map(|&ix| dataset.statement(ix).date());
    let first = dates().min_by_key(|date| date.sort_key())?;
    let last = dates().max_by_key(|date| (date.last_day(), date.first_day()))?;
    Some((first, last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tie(source: u32, target: u32, relation: u32, statement: u32) -> Tie {
        Tie {
            source: ActorIx(source),
            target: ActorIx(target),
            relation: RelationIx(relation),
            statement: StatementIx(statement),
        }
    }

    fn ends(edges: impl Iterator<Item = Edge<'static>>) -> Vec<(u32, u32, u32, usize)> {
        edges.map(|edge| (edge.source().0, edge.target().0, edge.relation().0, edge.count())).collect()
    }

    #[test]
    fn ties_gather_into_edges() {
        let ties =
            vec![tie(2, 0, 1, 5), tie(0, 1, 0, 3), tie(0, 1, 0, 1), tie(0, 1, 2, 1), tie(0, 1, 0, 3), tie(1, 1, 0, 4)];
        let graph: &'static Graph = Box::leak(Box::new(Graph::new(ties)));
        assert_eq!(ends(graph.edges()), [(0, 1, 0, 2), (0, 1, 2, 1), (1, 1, 0, 1), (2, 0, 1, 1)]);
        assert_eq!(ends(graph.from(ActorIx(0))), [(0, 1, 0, 2), (0, 1, 2, 1)]);
        assert_eq!(ends(graph.to(ActorIx(1))), [(0, 1, 0, 2), (0, 1, 2, 1), (1, 1, 0, 1)]);
        assert_eq!(ends(graph.between(ActorIx(2), ActorIx(0))), [(2, 0, 1, 1)]);
        assert_eq!(ends(graph.between(ActorIx(0), ActorIx(2))), []);
        assert_eq!(ends(graph.from(ActorIx(99))), []);
        assert_eq!(graph.edges().next().unwrap().statements(), [StatementIx(1), StatementIx(3)]);
        assert_eq!(graph.pair_count(), 3);
    }

    #[test]
    fn a_graph_of_nothing_has_nothing() {
        let graph: &'static Graph = Box::leak(Box::new(Graph::new(Vec::new())));
        assert_eq!(ends(graph.edges()), []);
        assert_eq!(ends(graph.from(ActorIx(0))), []);
        assert!(graph.actors().is_empty());
    }
}
