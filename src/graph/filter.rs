//! Filters: which statements and ties count, and as whose they count.

use std::str::FromStr;

use super::{Edge, Graph, Tie};
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Statement};
use crate::date::Day;
use crate::document::DocumentIx;
use crate::relation::Sign;
use crate::statement::{Certainty, RelationIx, StatementIx};

/// Whom an open end takes on; parses from its [`name`](By::name).
///
/// ```
/// # use standoff::{Data, graph::{By, Filter, Graph}, read};
/// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
/// let filter = Filter { by: By::Principal, ..Filter::default() };
/// let actors = Graph::of(&data, &filter).0.actors();
/// assert!(actors.contains(&data.find_actor("oldbridge").unwrap()));
/// assert!(!actors.contains(&data.find_actor("oldbridge-mayor").unwrap()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum By {
    /// The actor as it was annotated.
    #[default]
    Actor,
    /// The actor for whom it acts on that date.
    Principal,
}

impl By {
    /// The word on the command line.
    ///
    /// ```
    /// use standoff::graph::By;
    /// assert_eq!(By::Principal.name(), "principal");
    /// assert_eq!("principal".parse(), Ok(By::Principal));
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            By::Actor => "actor",
            By::Principal => "principal",
        }
    }
}

impl FromStr for By {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [By::Actor, By::Principal].into_iter().find(|by| by.name() == text).ok_or(())
    }
}

/// Which statements and ties count. An empty list keeps everything; different lists all have to be
/// passed. The default keeps all.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let filter = Filter { relations: vec![data.find_relation("accuses").unwrap()], ..Filter::default() };
/// let (graph, _) = Graph::of(&data, &filter);
/// assert_eq!(graph.edges().map(|edge| edge.count()).collect::<Vec<_>>(), [2]);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// The first day. With a bound on the date, what may lie in the range is kept and the undated is
    /// not.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
    /// One of these relations.
    pub relations: Vec<RelationIx>,
    /// A relation of one of these signs.
    pub signs: Vec<Sign>,
    /// An end that is one of these actors or acts for it.
    pub actors: Vec<ActorIx>,
    /// Ties at whose ends all of these stand, each at one of its own, themselves or by who acts for
    /// them: at most two.
    pub about: Vec<ActorIx>,
    /// One of these documents says so; all documents, and none, where it is missing.
    pub documents: Option<Vec<DocumentIx>>,
    /// One of these certainties.
    pub certainties: Vec<Certainty>,
    /// Rows and edges of at least so many statements.
    pub min_statements: usize,
    /// Rows and edges of at least so many documents.
    pub min_documents: usize,
    /// As whose a tie counts.
    pub by: By,
}

/// How many statements were left out of an answer or a graph for a reason that has to be said.
///
/// ```
/// # use standoff::{Data, Date, graph::{Filter, Graph}, read};
/// # let (data, _) = read([Data::Path("tests/corpus".into())]).unwrap();
/// let since = "1902-03-01".parse::<Date>().unwrap().first_day();
/// let (_, left_out) = Graph::of(&data, &Filter { since: Some(since), ..Filter::default() });
/// assert_eq!((left_out.undated, left_out.negated), (2, 1));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Statements that would have counted, but have no date where a date was asked for.
    pub undated: usize,
    /// Statements that say that something was not done.
    pub negated: usize,
}

/// What a filter says of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// It counts.
    Kept,
    /// It would count, but has no date where a date is asked for.
    Undated,
    /// It does not count.
    Out,
}

impl Filter {
    /// The statements that this filter leaves of the data, ascending: those behind the graph that it made, and
    /// those that it was not so, which are no edges.
    ///
    /// ```
    /// # use standoff::{Data, graph::{Filter, Graph}, read};
    /// let town = "source,relation,target,negated\nAbbey,aids,Oldbridge,no\nAbbey,aids,Marsh End,yes\n";
    /// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let filter = Filter::default();
    /// let (graph, _) = Graph::of(&data, &filter);
    /// assert_eq!((graph.edges().len(), filter.statements(&data, &graph).len()), (1, 2));
    /// ```
    pub fn statements(&self, dataset: &Dataset, graph: &Graph) -> Vec<StatementIx> {
        let negated = dataset.statements().filter(|statement| statement.negated());
        let negated = negated.filter(|statement| matches!(self.verdict(*statement), Verdict::Kept));
        let edges = graph.edges().flat_map(Edge::statements).copied();
        super::distinct(edges.chain(negated.map(|statement| statement.ix())))
    }

    /// Whether a statement passes.
    pub(crate) fn verdict(&self, statement: Statement<'_>) -> Verdict {
        let dataset = statement.dataset;
        let certain = |certainty: Certainty| self.certainties.contains(&certainty);
        let documents = |kept: &Vec<DocumentIx>| statement.documents().any(|document| kept.contains(&document));
        let ends = || statement.sources().chain(statement.targets());
        let passes = (self.relations.is_empty() || self.relations.contains(&statement.relation()))
            && (self.signs.is_empty() || self.signs.contains(&dataset.relation(statement.relation()).sign))
            && self.documents.as_ref().is_none_or(documents)
            && (self.certainties.is_empty() || statement.certainty().is_some_and(certain))
            && (self.actors.is_empty() || ends().any(|actor| self.touches(dataset, actor, statement.day())));
        match statement.date() {
            _ if !passes => Verdict::Out,
            Some(date) if date.may_lie_in(self.since, self.until) => Verdict::Kept,
            Some(_) => Verdict::Out,
            None if self.since.is_some() || self.until.is_some() => Verdict::Undated,
            None => Verdict::Kept,
        }
    }

    fn touches(&self, dataset: &Dataset, actor: ActorIx, day: Option<Day>) -> bool {
        dataset.chain(actor, day).any(|link| self.actors.contains(&link))
    }

    /// Whether one of two ends is an actor asked for, or acts for it on that day.
    pub(crate) fn touches_either(&self, dataset: &Dataset, source: ActorIx, target: ActorIx, day: Option<Day>) -> bool {
        let is = |actor: ActorIx, end: ActorIx| dataset.chain(end, day).any(|link| link == actor);
        let about = match self.about[..] {
            [] => true,
            [actor] => is(actor, source) || is(actor, target),
            [a, b, ..] => is(a, source) && is(b, target) || is(b, source) && is(a, target),
        };
        about && (self.actors.is_empty() || self.touches(dataset, source, day) || self.touches(dataset, target, day))
    }

    /// The ties of a statement that pass, as whose they count.
    pub(crate) fn ties<'d>(&self, statement: Statement<'d>) -> impl Iterator<Item = Tie> + use<'d, '_> {
        let dataset = statement.dataset;
        let day = statement.day();
        let relation = statement.relation();
        statement
            .sources()
            .flat_map(move |source| statement.targets().map(move |target| (source, target)))
            .filter(move |&(source, target)| self.touches_either(dataset, source, target, day))
            .map(move |(source, target)| Tie {
                source: self.counts_as(dataset, source, day),
                target: self.counts_as(dataset, target, day),
                relation,
                statement: statement.ix(),
            })
    }

    /// As whom an actor counts on a day.
    pub(crate) fn counts_as(&self, dataset: &Dataset, actor: ActorIx, day: Option<Day>) -> ActorIx {
        match self.by {
            By::Actor => actor,
            By::Principal => dataset.principal(actor, day),
        }
    }

    /// Whether a row or edge of so many statements and documents is kept.
    pub(crate) fn keeps(&self, statements: usize, documents: usize) -> bool {
        statements >= self.min_statements && documents >= self.min_documents
    }
}
