//! Camps: groups that support within and oppose between.

use std::fmt;
use std::str::FromStr;

use super::named::{named, note};
use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::{Edge, Graph, Tie, statements};
use crate::network::communities::{self, communities};
use crate::network::frustration::{self, Counting, frustration};
use crate::network::{Network, Rows};
use crate::relation::Sign;

/// What makes a division into camps a good one; parses from and prints as its [`name`](Method::name).
///
/// ```
/// use standoff::analyze::camps::Method;
/// assert_eq!("balance".parse(), Ok(Method::Balance));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Method {
    /// More support within and hostility between than by chance: signed [modularity](communities()).
    #[default]
    Modularity,
    /// The fewest statements against it: the [line index of balance](frustration()).
    Balance,
}

impl Method {
    /// Every method, each once.
    pub const ALL: [Method; 2] = [Method::Modularity, Method::Balance];

    /// Its name, for `--method`.
    ///
    /// ```
    /// use standoff::analyze::camps::Method;
    /// assert_eq!(Method::ALL.map(Method::name), ["modularity", "balance"]);
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Method::Modularity => "modularity",
            Method::Balance => "balance",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Method {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Method::ALL.into_iter().find(|method| method.name() == text).ok_or(())
    }
}

/// How to find camps.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// What makes a good division.
    pub method: Method,
    /// By balance, how many camps there are at most; any number, where it is missing.
    pub camps: Option<u32>,
    /// By modularity, how much chance weighs: more makes more and smaller camps.
    pub resolution: f64,
    /// By balance, whether a pair of actors counts once, instead of each statement.
    pub pairs: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { method: Method::default(), camps: None, resolution: 1.0, pairs: false }
    }
}

/// How far the camps are from what was looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Quality {
    /// The signed modularity of the camps.
    Modularity(f64),
    /// The line index of balance.
    Index {
        /// What is negative within camps and positive between them: statements, or pairs of actors.
        index: u64,
        /// The part of it that no division avoids, since two actors speak for and against each other.
        mixed: u64,
        /// What it is at least in any division, as far as is proven: the index, where this one is the best.
        at_least: u64,
    },
}

/// Signed ties, by whether they are for or against.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signed {
    /// Ties with a positive relation.
    pub support: Vec<Tie>,
    /// Ties with a negative relation.
    pub opposition: Vec<Tie>,
}

/// Actors who stand together.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Camp {
    /// Who is in it, by name.
    pub actors: Vec<ActorIx>,
    /// The signed ties among them.
    pub within: Signed,
    /// The signed ties between them and other camps, either way.
    pub outside: Signed,
}

/// The signed ties between two camps, either way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Between {
    /// The number of a camp.
    pub camp: usize,
    /// The number of another, larger.
    pub other: usize,
    /// What they say of each other.
    pub ties: Signed,
}

/// Camps, and what does not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Camps {
    /// The camps, the largest first, of equal ones the one with the actor that the files name first.
    pub camps: Vec<Camp>,
    /// The pairs of camps with ties between them, by number.
    pub between: Vec<Between>,
    /// The ties that break the pattern: negative within a camp, positive between two.
    pub against: Vec<Tie>,
    /// The actors without a signed tie to anybody else, by name: they are in no camp.
    pub apart: Vec<ActorIx>,
    /// How good the division is.
    pub quality: Quality,
    /// How many statements do not count, since the source or the target is `unspecified`.
    pub unnamed: usize,
    /// The number of the camp of each actor in one, by actor.
    of: Vec<(ActorIx, usize)>,
}

/// Finds the camps of the actors of a graph. Directions do not matter, neither do neutral statements, those towards
/// oneself, nor what nobody in particular says or hears (`unspecified`). The same graph gives the same camps; of two camps in parts of the graph without a tie between them, nothing
/// says which belong together.
///
/// ```
/// # use standoff::{Data, analyze::camps::{Options, camps}, graph::{Filter, Graph}, read};
/// let town = "source,relation,target\nMill,aids,Ferry\nAbbey,aids,Inn\nMill,accuses,Abbey\nInn,aids,Ferry\nInn,accuses,Mill\n";
/// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let found = camps(&data, &graph, &Options::default());
/// let names = found.camps[0].actors.iter().map(|&actor| data.actor(actor).name.as_str());
/// assert_eq!(names.collect::<Vec<_>>(), ["Ferry", "Mill"]);
/// let against: Vec<_> = found.against.iter().map(|tie| data.statement(tie.statement).id()).collect();
/// assert_eq!(against, ["town.csv#4"]);
/// ```
pub fn camps(dataset: &Dataset, graph: &Graph, options: &Options) -> Camps {
    let named = named(dataset, graph);
    let graph = named.graph();
    let network = Network::of(dataset, graph);
    let rows = network.both_ways();
    let (division, quality) = divided(&rows, options);
    // Camps keep their order without those who are in none.
    let mut number = vec![usize::MAX; division.len()];
    let mut camps: Vec<Camp> = Vec::new();
    let (mut of, mut apart) = (Vec::new(), Vec::new());
    let signed = |actor: u32| rows.weights(actor).iter().any(|weight| weight.positive + weight.negative > 0);
    let mut members: Vec<(u32, u32)> = division.iter().copied().zip(0..).collect();
    members.sort_unstable();
    for (camp, actor) in members {
        let ix = network.actor(actor);
        if !signed(actor) {
            apart.push(ix);
            continue;
        }
        let number = &mut number[camp as usize];
        if *number == usize::MAX {
            *number = camps.len();
            camps.push(Camp::default());
        }
        camps[*number].actors.push(ix);
        of.push((ix, *number));
    }
    of.sort_unstable();
    let mut found =
        Camps { camps, between: Vec::new(), against: Vec::new(), apart, quality, unnamed: named.left_out, of };
    found.sort_out(dataset, graph);
    let by_name = |actors: &mut Vec<ActorIx>| actors.sort_by_key(|&actor| (&dataset.actor(actor).name, actor));
    found.camps.iter_mut().for_each(|camp| by_name(&mut camp.actors));
    by_name(&mut found.apart);
    found
}

/// A camp for each actor by number, and how good that is.
fn divided(rows: &Rows, options: &Options) -> (Vec<u32>, Quality) {
    match options.method {
        Method::Modularity => {
            let options = communities::Options { resolution: options.resolution, ..communities::Options::default() };
            let found = communities(rows, &options);
            (found.of, Quality::Modularity(found.modularity))
        }
        Method::Balance => {
            let counting = if options.pairs { Counting::Ties } else { Counting::Statements };
            let options = frustration::Options { camps: options.camps, counting, ..frustration::Options::default() };
            let found = frustration(rows, &options);
            let quality = Quality::Index { index: found.index, mixed: found.mixed, at_least: found.at_least };
            (found.of, quality)
        }
    }
}

impl Signed {
    fn of(&mut self, sign: Sign) -> Option<&mut Vec<Tie>> {
        match sign {
            Sign::Positive => Some(&mut self.support),
            Sign::Negative => Some(&mut self.opposition),
            Sign::Neutral => None,
        }
    }

    /// How many statements are for, and how many against.
    fn counts(&self) -> [Cell; 2] {
        [&self.support, &self.opposition].map(|ties| Cell::Count(count(ties)))
    }

    fn all(&self) -> impl Iterator<Item = Tie> {
        self.support.iter().chain(&self.opposition).copied()
    }
}

fn count(ties: &[Tie]) -> u64 {
    statements(ties).len() as u64
}

impl Camps {
    /// The number of the camp of an actor; `None` where it is in none.
    ///
    /// ```
    /// # use standoff::{Data, analyze::camps::{Options, camps}, graph::{Filter, Graph}, read};
    /// # let (data, _) = read([Data::bytes("town.csv", "source,relation,target\nMill,aids,Ferry\nMill,meets,Inn\n")]).unwrap();
    /// # let (graph, _) = Graph::of(&data, &Filter::default());
    /// let found = camps(&data, &graph, &Options::default());
    /// let camp = |name| found.camp_of(data.find_actor(name).unwrap());
    /// assert_eq!((camp("Ferry"), camp("Inn")), (Some(0), None));
    /// ```
    pub fn camp_of(&self, actor: ActorIx) -> Option<usize> {
        let at = self.of.binary_search_by_key(&actor, |&(actor, _)| actor).ok()?;
        Some(self.of[at].1)
    }

    /// Sorts the signed ties of the graph by what they say of the camps.
    fn sort_out(&mut self, dataset: &Dataset, graph: &Graph) {
        let mut between: Vec<(usize, usize, Sign, Tie)> = Vec::new();
        for edge in graph.edges().filter(|edge| edge.source() != edge.target()) {
            let sign = dataset.relation(edge.relation()).sign;
            let (Some(a), Some(b)) = (self.camp_of(edge.source()), self.camp_of(edge.target())) else { continue };
            if sign == Sign::Neutral {
                continue;
            }
            if (a == b) == (sign == Sign::Negative) {
                self.against.extend(edge.ties());
            }
            for tie in edge.ties() {
                if a == b {
                    self.camps[a].within.of(sign).into_iter().for_each(|ties| ties.push(tie));
                } else {
                    for camp in [a, b] {
                        self.camps[camp].outside.of(sign).into_iter().for_each(|ties| ties.push(tie));
                    }
                    between.push((a.min(b), a.max(b), sign, tie));
                }
            }
        }
        between.sort_unstable();
        for same in between.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
            let mut ties = Signed::default();
            for &(_, _, sign, tie) in same {
                ties.of(sign).into_iter().for_each(|ties| ties.push(tie));
            }
            self.between.push(Between { camp: same[0].0, other: same[0].1, ties });
        }
    }

    /// The camps as rows, the statements against them, what they say of each other, and who is in none.
    pub fn findings(&self, graph: &Graph, top: Option<usize>) -> Findings {
        let number = |camp: usize| Cell::Count(camp as u64 + 1);
        let camps = self.camps.iter().enumerate().map(|(at, camp)| {
            let [support, opposition] = camp.within.counts();
            let [support_outside, opposition_outside] = camp.outside.counts();
            let actors = Cell::Actors(camp.actors.clone());
            let cells = [number(at), actors, support, opposition, support_outside, opposition_outside];
            Row::new(cells, camp.within.all().chain(camp.outside.all()).collect())
        });
        let columns = ["camp", "actors", "for_within", "against_within", "for_outside", "against_outside"];
        let camps = Section::new("camps", &columns, camps.collect()).top(top);
        let between = self.between.iter().map(|between| {
            let [support, opposition] = between.ties.counts();
            Row::new([number(between.camp), number(between.other), support, opposition], between.ties.all().collect())
        });
        let between = Section::new("between", &["camp", "other", "for", "against"], between.collect()).top(top);
        let apart = self.apart.iter().map(|&actor| {
            let ties = graph.from(actor).chain(graph.to(actor)).flat_map(Edge::ties);
            Row::new([Cell::Actor(actor)], ties.collect())
        });
        let apart = Section::new("apart", &["actor"], apart.collect()).top(top);
        let against = Section::of_statements("against", self.against.clone());
        let mut facts = self.facts();
        let within = self.camps.iter().flat_map(|camp| camp.within.all());
        let drawn: Vec<Tie> = within.chain(self.between.iter().flat_map(|between| between.ties.all())).collect();
        facts.push(("signed_statements", Cell::Count(count(&drawn))));
        facts.push(("statements_against", Cell::Count(count(&self.against))));
        let sections = vec![camps, against, between, apart];
        Findings { facts, sections, drawn: Some(drawn), notes: self.notes(), ..Findings::new("Who stands with whom") }
    }

    fn facts(&self) -> Vec<(&'static str, Cell)> {
        match self.quality {
            Quality::Modularity(modularity) => {
                vec![("method", Cell::Text("modularity".into())), ("modularity", Cell::Number(modularity))]
            }
            Quality::Index { index, mixed, at_least } => vec![
                ("method", Cell::Text("balance".into())),
                ("index", Cell::Count(index)),
                ("index_is_at_least", Cell::Count(at_least)),
                ("exact", Cell::Truth(index == at_least)),
                ("mixed", Cell::Count(mixed)),
            ],
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes: Vec<String> = note(self.unnamed).into_iter().collect();
        if let Quality::Index { index, at_least, .. } = self.quality
            && at_least < index
        {
            notes.push(format!(
                "the best division that was found has {index} against it; any has {at_least} at least, and whether one \
                 has fewer than this is open"
            ));
        }
        notes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Data;
    use crate::dataset::read;
    use crate::graph::Filter;
    use crate::network::tribes;

    fn of(text: &str) -> (Dataset, Graph) {
        let (data, _) = read([Data::bytes("town.csv", format!("source,relation,target\n{text}"))]).unwrap();
        let (graph, _) = Graph::of(&data, &Filter::default());
        (data, graph)
    }

    #[test]
    fn the_highland_tribes_are_three_camps_with_two_ties_against() {
        let row = |(a, b, allied): (u32, u32, bool)| {
            let relation = if allied { "supports" } else { "attacks" };
            format!("{},{relation},{}\n", tribes::TRIBES[a as usize], tribes::TRIBES[b as usize])
        };
        let (data, graph) = of(&tribes::ties().map(row).collect::<String>());
        for method in Method::ALL {
            let found = camps(&data, &graph, &Options { method, ..Options::default() });
            let names = |camp: &Camp| -> Vec<&str> {
                camp.actors.iter().map(|&actor| data.actor(actor).name.as_str()).collect()
            };
            let known = tribes::CAMPS.map(|camp| {
                let mut names: Vec<&str> = camp.iter().map(|&tribe| tribes::TRIBES[tribe as usize]).collect();
                names.sort_unstable();
                names
            });
            assert_eq!(found.camps.iter().map(names).collect::<Vec<_>>(), known);
            // Masilakidzuha is allied with two of another camp.
            let against: Vec<&str> = found.against.iter().map(|tie| data.actor(tie.source).name.as_str()).collect();
            assert_eq!(against, ["Nagamidzuha", "Masilakidzuha"]);
        }
        let two = Options { method: Method::Balance, camps: Some(2), ..Options::default() };
        let found = camps(&data, &graph, &two);
        assert_eq!(found.quality, Quality::Index { index: 7, mixed: 0, at_least: 7 });
        assert_eq!(found.against.len(), 7);
    }

    #[test]
    fn every_signed_tie_is_sorted_once() {
        let (data, graph) = of(
            "unspecified,accuses,A\nB,denies,unspecified\nA,aids,B\nB,aids,A\nA,accuses,B\nC,aids,D\nA,accuses,C\nD,accuses,B\nB,aids,D\n\
                                A,meets,C\nE,meets,A\nA,accuses,A\nF,accuses,F\n",
        );
        let found = camps(&data, &graph, &Options { method: Method::Balance, ..Options::default() });
        let names = |actors: &[ActorIx]| actors.iter().map(|&actor| data.actor(actor).name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&found.camps[0].actors), ["A", "B"]);
        assert_eq!(names(&found.apart), ["E", "F"]);
        assert_eq!((found.camps[0].within.support.len(), found.camps[0].within.opposition.len()), (2, 1));
        assert_eq!((found.between[0].ties.support.len(), found.between[0].ties.opposition.len()), (1, 2));
        assert_eq!(found.quality, Quality::Index { index: 2, mixed: 2, at_least: 2 });
        assert_eq!((found.against.len(), found.unnamed), (2, 2));
    }
}
