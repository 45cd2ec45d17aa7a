//! Who leads: actors by what they say, by what is said of them, or by where they stand in the network.

use std::fmt;
use std::str::FromStr;

use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::{Edge, Graph, Tie, distinct, statements};
use crate::network::{Network, Sources, Weight, betweenness, hits, pagerank};
use crate::statement::StatementIx;

/// What actors are ranked by; parses from and prints as its [`name`](Measure::name).
///
/// ```
/// use standoff::analyze::rank::Measure;
/// assert_eq!("target".parse(), Ok(Measure::Target));
/// assert_eq!("fame".parse::<Measure>(), Err(()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Measure {
    /// How much they do towards others: with accusations alone, who accuses most.
    #[default]
    Source,
    /// How much is done towards them: with accusations alone, who is accused most.
    Target,
    /// Both together.
    Both,
    /// How many different others they are tied to, in either direction (degree).
    Others,
    /// The share of what is said for them in all that is said for or against them, from 0 to 1.
    Support,
    /// [PageRank](pagerank()): a high one is spoken of by those who have a high one themselves.
    PageRank,
    /// [Betweenness](betweenness()): on how many shortest chains between others they lie.
    Betweenness,
    /// [Hubs](hits()): they speak of many authorities.
    Hubs,
    /// [Authorities](hits()): many hubs speak of them.
    Authorities,
}

/// What is counted of the ties of an actor; parses from and prints as its [`name`](Count::name).
///
/// ```
/// use standoff::analyze::rank::Count;
/// assert_eq!(Count::Documents.to_string(), "documents");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Count {
    /// Statements, each once.
    #[default]
    Statements,
    /// Documents, each once: a report repeated ten times in one text counts once.
    Documents,
}

/// How to rank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// By what.
    pub measure: Measure,
    /// What is counted, where the measure counts.
    pub count: Count,
    /// From how many actors betweenness is counted, drawn by lot; from all, where it is missing.
    pub samples: Option<u32>,
}

/// A score: a count or a measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Score {
    /// How many.
    Count(u64),
    /// A measure.
    Number(f64),
    /// There is nothing to measure.
    Nothing,
}

/// An actor with its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// From 1; those of the same score have the same, and the next after them the place that they would have had.
    pub rank: usize,
    /// Who.
    pub actor: ActorIx,
    /// What decides.
    pub score: Score,
}

/// Actors, the highest score first, those of the same score by name.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranking {
    /// How it was made.
    pub options: Options,
    /// Every actor of the graph.
    pub places: Vec<Place>,
}

impl Measure {
    /// Every measure, each once.
    pub const ALL: [Measure; 9] = [
        Measure::Source,
        Measure::Target,
        Measure::Both,
        Measure::Others,
        Measure::Support,
        Measure::PageRank,
        Measure::Betweenness,
        Measure::Hubs,
        Measure::Authorities,
    ];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Source => "source",
            Measure::Target => "target",
            Measure::Both => "both",
            Measure::Others => "others",
            Measure::Support => "support",
            Measure::PageRank => "pagerank",
            Measure::Betweenness => "betweenness",
            Measure::Hubs => "hubs",
            Measure::Authorities => "authorities",
        }
    }

    /// Whether the edge is one of those that the score of this actor is about.
    fn is_about(self, actor: ActorIx, edge: Edge<'_>) -> bool {
        match self {
            Measure::Source | Measure::Hubs => edge.source() == actor,
            Measure::Target | Measure::Support | Measure::PageRank | Measure::Authorities => edge.target() == actor,
            Measure::Both | Measure::Others | Measure::Betweenness => true,
        }
    }

    fn edges<'g>(self, graph: &'g Graph, actor: ActorIx) -> impl Iterator<Item = Edge<'g>> {
        let others = graph.to(actor).filter(move |edge| edge.source() != actor);
        graph.from(actor).chain(others).filter(move |&edge| self.is_about(actor, edge))
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Measure {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Measure::ALL.into_iter().find(|measure| measure.name() == text).ok_or(())
    }
}

impl Count {
    /// Both, each once.
    pub const ALL: [Count; 2] = [Count::Statements, Count::Documents];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Count::Statements => "statements",
            Count::Documents => "documents",
        }
    }
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Count {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Count::ALL.into_iter().find(|count| count.name() == text).ok_or(())
    }
}

impl Score {
    /// What is compared.
    pub(crate) fn value(self) -> f64 {
        match self {
            Score::Count(count) => count as f64,
            // What differs in the last digits alone is the same, summed in another order.
            Score::Number(number) => format!("{number:.10e}").parse().unwrap_or(number),
            Score::Nothing => f64::NEG_INFINITY,
        }
    }
}

/// Ranks the actors of a graph.
///
/// ```
/// # use standoff::{Data, analyze::rank::{Measure, Options, Score, rank}, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nAbbey,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let ranking = rank(&data, &graph, &Options { measure: Measure::Target, ..Options::default() });
/// let first = &ranking.places[0];
/// assert_eq!((data.actor(first.actor).name.as_str(), first.score), ("Marsh End", Score::Count(2)));
/// ```
pub fn rank(dataset: &Dataset, graph: &Graph, options: &Options) -> Ranking {
    let measure = options.measure;
    let walks = !matches!(measure, Measure::Source | Measure::Target | Measure::Both | Measure::Support);
    let network = walks.then(|| Network::of(dataset, graph));
    let of_network = network.as_ref().map_or_else(Vec::new, |network| scores(network, options));
    let number = |actor: ActorIx| network.as_ref().and_then(|network| network.number(actor));
    let statements = |actor: ActorIx| distinct(measure.edges(graph, actor).flat_map(Edge::statements).copied());
    let score = |actor: ActorIx| match measure {
        Measure::Source | Measure::Target | Measure::Both => Score::Count(match options.count {
            Count::Statements => statements(actor).len() as u64,
            Count::Documents => crate::graph::documents(dataset, &statements(actor)).len() as u64,
        }),
        Measure::Others => Score::Count(network.as_ref().map_or(0, |network| others(network, actor))),
        Measure::Support => {
            let weight = signs(dataset, &statements(actor));
            match u64::from(weight.positive) + u64::from(weight.negative) {
                0 => Score::Nothing,
                all => Score::Number(f64::from(weight.positive) / all as f64),
            }
        }
        Measure::PageRank | Measure::Betweenness | Measure::Hubs | Measure::Authorities => {
            Score::Number(number(actor).map_or(0.0, |number| of_network[number as usize]))
        }
    };
    let scored = graph.actors().into_iter().map(|actor| (actor, score(actor))).collect();
    Ranking { options: *options, places: places(scored, |actor| &dataset.actor(actor).name) }
}

/// The scores of the measures of the whole network, by number; none for others.
pub(crate) fn scores(network: &Network, options: &Options) -> Vec<f64> {
    match options.measure {
        Measure::PageRank => pagerank(network),
        Measure::Betweenness => betweenness(network, options.samples.map_or(Sources::All, Sources::Sampled)),
        Measure::Hubs => hits(network).hubs,
        Measure::Authorities => hits(network).authorities,
        Measure::Source | Measure::Target | Measure::Both | Measure::Others | Measure::Support => Vec::new(),
    }
}

/// Puts actors in the order of their scores and names, and numbers them.
pub(crate) fn places<'n>(scored: Vec<(ActorIx, Score)>, name: impl Fn(ActorIx) -> &'n str) -> Vec<Place> {
    let mut keyed: Vec<(f64, ActorIx, Score)> =
        scored.into_iter().map(|(actor, score)| (score.value(), actor, score)).collect();
    keyed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| name(a.1).cmp(name(b.1))).then(a.1.cmp(&b.1)));
    let mut places: Vec<Place> = Vec::with_capacity(keyed.len());
    for (at, &(value, actor, score)) in keyed.iter().enumerate() {
        let same = at > 0 && keyed[at - 1].0 == value;
        let rank = if same { places[at - 1].rank } else { at + 1 };
        places.push(Place { rank, actor, score });
    }
    places
}

fn signs(dataset: &Dataset, statements: &[StatementIx]) -> Weight {
    let mut weight = Weight::default();
    for &statement in statements {
        weight.add(dataset.relation(dataset.statement(statement).relation()).sign, 1);
    }
    weight
}

fn others(network: &Network, actor: ActorIx) -> u64 {
    let Some(number) = network.number(actor) else { return 0 };
    let mut others: Vec<u32> = network.out().ends(number).iter().chain(network.back().ends(number)).copied().collect();
    others.sort_unstable();
    others.dedup();
    others.into_iter().filter(|&other| other != number).count() as u64
}

impl Ranking {
    /// The places as rows, only the first so many of them where that is told.
    pub fn findings(&self, dataset: &Dataset, graph: &Graph, top: Option<usize>) -> Findings {
        let measure = self.options.measure;
        let shown = self.places.len().min(top.unwrap_or(usize::MAX));
        let rows = self.places[..shown].iter().map(|place| {
            let ties: Vec<Tie> = measure.edges(graph, place.actor).flat_map(Edge::ties).collect();
            let weight = signs(dataset, &statements(&ties));
            let cells = [
                Cell::Count(place.rank as u64),
                Cell::Actor(place.actor),
                match place.score {
                    Score::Count(count) => Cell::Count(count),
                    Score::Number(number) => Cell::Number(number),
                    Score::Nothing => Cell::Nothing,
                },
                Cell::Count(weight.negative.into()),
                Cell::Count(weight.positive.into()),
                Cell::Count(weight.neutral.into()),
            ];
            Row::new(cells, ties)
        });
        let columns = ["rank", "actor", "score", "against", "for", "neither"];
        let section = Section { total: self.places.len(), ..Section::new("ranking", &columns, rows.collect()) };
        let mut facts = vec![("measure", Cell::Text(measure.name().to_owned()))];
        if matches!(measure, Measure::Source | Measure::Target | Measure::Both) {
            facts.push(("of", Cell::Text(self.options.count.name().to_owned())));
        }
        Findings { facts, sections: vec![section], ..Findings::new("Who leads") }
    }
}
