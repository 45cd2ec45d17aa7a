//! Balance: how the signs of three actors' ties fit together.

mod patterns;
mod signs;
mod windows;

use std::cmp::Reverse;

use super::named::{named, note};
use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::{Day, Unit};
use crate::graph::{Graph, Tie};
use crate::network::Network;
use crate::words::many;
use patterns::patterns;
use signs::{Signs, signed};
use windows::windows;

/// How many triads are kept where nothing is said of it.
const LISTED: usize = 1000;

/// What is asked of the triads of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The unit of the windows in which they are counted too, where that is wished.
    pub step: Option<Unit>,
    /// Whether a window holds everything up to its last day.
    pub cumulative: bool,
    /// How many triads are listed.
    pub listed: usize,
}

impl Default for Options {
    fn default() -> Self {
        Options { step: None, cumulative: false, listed: LISTED }
    }
}

/// How many of the three ties of a triad are negative.
///
/// ```
/// use standoff::analyze::balance::Class;
/// assert!(Class::OnePositive.balanced() && !Class::OneNegative.balanced());
/// assert!(Class::AllNegative.weakly_balanced() && !Class::AllNegative.balanced());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// `+++`: the friend of my friend is my friend.
    AllPositive,
    /// `++−`: two friends of mine are enemies.
    OneNegative,
    /// `+−−`: the enemy of my friend is my enemy.
    OnePositive,
    /// `−−−`: everybody is everybody's enemy.
    AllNegative,
}

impl Class {
    /// Every class, by the number of negative ties.
    pub const ALL: [Class; 4] = [Class::AllPositive, Class::OneNegative, Class::OnePositive, Class::AllNegative];

    /// Its signs.
    ///
    /// ```
    /// use standoff::analyze::balance::Class;
    /// assert_eq!(Class::ALL.map(Class::name), ["+++", "++−", "+−−", "−−−"]);
    /// ```
    pub fn name(self) -> &'static str {
        ["+++", "++−", "+−−", "−−−"][self as usize]
    }

    /// Whether the product of the signs is positive (Cartwright & Harary 1956).
    pub fn balanced(self) -> bool {
        matches!(self, Class::AllPositive | Class::OnePositive)
    }

    /// Whether there is not just one negative tie, so that the three fit into camps, however many (Davis 1967).
    pub fn weakly_balanced(self) -> bool {
        self != Class::OneNegative
    }
}

/// How many triads there are of each [`Class`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Census {
    /// By the number of negative ties.
    pub counts: [u64; 4],
}

impl Census {
    /// How many triads there are.
    pub fn triads(self) -> u64 {
        self.counts.iter().sum()
    }

    /// The share of balanced triads; `None` without triads.
    ///
    /// ```
    /// use standoff::analyze::balance::Census;
    /// let census = Census { counts: [3, 1, 2, 2] };
    /// assert_eq!((census.balanced(), census.weakly_balanced()), (Some(0.625), Some(0.875)));
    /// ```
    pub fn balanced(self) -> Option<f64> {
        self.share(Class::balanced)
    }

    /// The share of weakly balanced triads; `None` without triads.
    pub fn weakly_balanced(self) -> Option<f64> {
        self.share(Class::weakly_balanced)
    }

    fn share(self, counts: fn(Class) -> bool) -> Option<f64> {
        let of: u64 =
            Class::ALL.into_iter().filter(|&class| counts(class)).map(|class| self.counts[class as usize]).sum();
        (self.triads() > 0).then(|| of as f64 / self.triads() as f64)
    }
}

/// Three actors who are tied to each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triad {
    /// Who, by name.
    pub actors: [ActorIx; 3],
    /// What the signs of their ties are.
    pub class: Class,
    /// The signed ties between them, either way.
    pub ties: Vec<Tie>,
}

/// Three ties that follow each other, by their signs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Their signs, positive where true: for transitive ones of A→B, B→C and A→C, for cycles the positive first.
    pub positive: [bool; 3],
    /// Whether it is a cycle A→B→C→A.
    pub cycle: bool,
    /// How often it occurs.
    pub count: u64,
    /// The ties that take part in one.
    pub ties: Vec<Tie>,
}

impl Pattern {
    /// Whether the product of the signs is positive.
    pub fn balanced(&self) -> bool {
        self.positive.iter().filter(|&&positive| !positive).count() % 2 == 0
    }

    fn name(&self) -> String {
        self.positive.map(|positive| if positive { '+' } else { '−' }).iter().collect()
    }
}

/// The triads of a stretch of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// The first day of the unit.
    pub begins: Day,
    /// Its triads.
    pub census: Census,
    /// The signed ties that are dated in it, or up to it.
    pub ties: Vec<Tie>,
}

/// How balanced a graph is.
#[derive(Debug, Clone, PartialEq)]
pub struct Balance {
    /// All triads.
    pub census: Census,
    /// The signed ties that take part in a triad of each class.
    pub ties: [Vec<Tie>; 4],
    /// The triads that each actor is in, those in most unbalanced ones first, then by name.
    pub actors: Vec<(ActorIx, Census)>,
    /// Transitive triples and cycles, by their signs.
    pub patterns: Vec<Pattern>,
    /// By time, where that was asked for; only windows with signed ties.
    pub windows: Vec<Window>,
    /// The unit of the windows.
    pub step: Option<Unit>,
    /// Some triads: those that are not balanced first, the strongest first: those whose weakest tie has the most
    /// statements more of one sign than of the other.
    pub triads: Vec<Triad>,
    /// How many pairs of actors have as many statements for as against, and so no sign.
    pub unsigned_pairs: usize,
    /// How many statements do not count, since the source or the target is `unspecified`.
    pub unnamed: usize,
    /// How many signed ties are in no window: without a date, or with one that is coarser.
    pub undated: usize,
    /// Who is tied to whom, with signs.
    network: Signs,
}

/// Counts the triads of a graph: sets of three actors all of whom have a signed tie to each other. The sign of a pair is
/// that of most of its statements, either way; who says as much for as against has none. Neutral statements, ties to
/// oneself, and what nobody in particular says or hears (`unspecified`) do not count.
///
/// A triad is balanced where the product of its signs is positive (Heider 1946; Cartwright and Harary, "Structural
/// balance: a generalization of Heider's theory", Psychological Review 63, 1956) and weakly so unless it has just one
/// negative tie (Davis, "Clustering and structural balance in graphs", Human Relations 20, 1967). With directions, the
/// sign of a tie is that of most statements of its source about its target; each transitive triple (A→B, B→C, A→C) has
/// one of eight patterns of signs and each cycle one of four, balanced where the product is positive (semicycles;
/// Harary, Norman and Cartwright, "Structural models", 1965).
///
/// ```
/// # use standoff::{Data, analyze::balance::{Class, Options, balance}, graph::{Filter, Graph}, read};
/// let town = "source,relation,target\nMill,aids,Ferry\nFerry,accuses,Abbey\nMill,condemns,Abbey\nMill,aids,Inn\nInn,aids,Abbey\n";
/// let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let found = balance(&data, &graph, &Options::default());
/// assert_eq!(found.census.counts, [0, 1, 1, 0]);
/// assert_eq!(found.census.balanced(), Some(0.5));
/// assert_eq!((found.triads[0].class, found.triads[0].ties.len()), (Class::OneNegative, 3));
/// ```
pub fn balance(dataset: &Dataset, graph: &Graph, options: &Options) -> Balance {
    let named = named(dataset, graph);
    let graph = named.graph();
    let network = Network::of(dataset, graph);
    let (signs, unsigned_pairs) = Signs::of(&network);
    let mut census = Census::default();
    let mut of_actor = vec![Census::default(); signs.actors.len()];
    // In which classes a pair takes part, beside its entry in the row of its smaller end.
    let mut classes: Vec<Vec<u8>> = signs.rows.iter().map(|row| vec![0; row.len()]).collect();
    let mut listed: Vec<(bool, Reverse<u64>, [u32; 3], Class)> = Vec::new();
    signs.triads(|actors, places, nets| {
        let class = Class::ALL[nets.iter().filter(|&&net| net < 0).count()];
        census.counts[class as usize] += 1;
        actors.iter().for_each(|&actor| of_actor[actor as usize].counts[class as usize] += 1);
        places.iter().for_each(|&(row, at)| classes[row as usize][at] |= 1 << class as u8);
        let weakest = nets.iter().map(|net| net.unsigned_abs()).min().unwrap_or(0);
        listed.push((class.balanced(), Reverse(weakest), actors, class));
        // Room for as many again, so that sorting is rare.
        if listed.len() >= (2 * options.listed).max(LISTED) {
            listed.sort_unstable();
            listed.truncate(options.listed);
        }
    });
    listed.sort_unstable();
    listed.truncate(options.listed);
    let name = |actor: ActorIx| (&dataset.actor(actor).name, actor);
    let triad = |&(_, _, actors, class): &(bool, Reverse<u64>, [u32; 3], Class)| {
        let mut actors = actors.map(|actor| signs.actors[actor as usize]);
        let [a, b, c] = actors;
        let ties = [(a, b), (b, c), (a, c)].map(|(a, b)| signed(dataset, graph, a, b)).concat();
        actors.sort_by_key(|&actor| name(actor));
        Triad { actors, class, ties }
    };
    let triads = listed.iter().map(triad).collect();
    let mut ties: [Vec<Tie>; 4] = Default::default();
    for (actor, (row, classes)) in signs.rows.iter().zip(&classes).enumerate() {
        for (&(other, _), &of) in row.iter().zip(classes).filter(|(_, of)| **of > 0) {
            let between = signed(dataset, graph, signs.actors[actor], signs.actors[other as usize]);
            (0..4).filter(|class| of & 1 << class > 0).for_each(|class| ties[class].extend(&between));
        }
    }
    let in_triads = |(_, census): &(ActorIx, Census)| census.triads() > 0;
    let mut actors: Vec<(ActorIx, Census)> = signs.actors.iter().copied().zip(of_actor).filter(in_triads).collect();
    let unbalanced = |census: &Census| census.counts[1] + census.counts[3];
    actors.sort_by_key(|(actor, census)| (Reverse(unbalanced(census)), Reverse(census.triads()), name(*actor)));
    let patterns = patterns(dataset, graph, &network);
    let (windows, undated) =
        options.step.map_or((Vec::new(), 0), |step| windows(dataset, graph, step, options.cumulative));
    let (step, unnamed) = (options.step, named.left_out);
    Balance { census, ties, actors, patterns, windows, step, triads, unsigned_pairs, unnamed, undated, network: signs }
}

/// The figures of a census: each class, how many triads, and what share of them is balanced.
fn figures(census: Census) -> impl Iterator<Item = Cell> {
    let share = |share: Option<f64>| share.map_or(Cell::Nothing, Cell::Number);
    let counts = census.counts.into_iter().chain([census.triads()]).map(Cell::Count);
    counts.chain([share(census.balanced()), share(census.weakly_balanced())])
}

/// The names of [`figures`].
const FIGURES: [&str; 7] = ["+++", "++−", "+−−", "−−−", "triads", "balanced", "weakly_balanced"];

impl Balance {
    /// The census, by time where that was asked for, by actor, with directions, and triad by triad.
    pub fn findings(&self, dataset: &Dataset, graph: &Graph, top: Option<usize>) -> Findings {
        let share =
            |count: u64, all: u64| if all > 0 { Cell::Number(count as f64 / all as f64) } else { Cell::Nothing };
        let all = self.census.triads();
        let classes = Class::ALL.into_iter().map(|class| {
            let count = self.census.counts[class as usize];
            let cells = [
                Cell::Text(class.name().to_owned()),
                Cell::Count(count),
                share(count, all),
                Cell::Truth(class.balanced()),
                Cell::Truth(class.weakly_balanced()),
            ];
            Row::new(cells, self.ties[class as usize].clone())
        });
        let columns = ["signs", "triads", "share", "balanced", "weakly_balanced"];
        let mut sections = vec![Section::new("census", &columns, classes.filter(|_| all > 0).collect())];
        if let Some(step) = self.step {
            let windows = self.windows.iter().map(|window| {
                let cells = [Cell::Text(window.begins.unit_name(step))].into_iter().chain(figures(window.census));
                Row::new(cells.collect::<Vec<_>>(), window.ties.clone())
            });
            let columns = [&["period"][..], &FIGURES].concat();
            sections.push(Section::new("windows", &columns, windows.collect()).top(top));
        }
        let actors = self.actors.iter().take(top.unwrap_or(usize::MAX)).map(|&(actor, census)| {
            let cells = [Cell::Actor(actor)].into_iter().chain(figures(census));
            Row::new(cells.collect::<Vec<_>>(), self.network.ties_of(dataset, graph, actor))
        });
        let actors = Section::new("actors", &[&["actor"][..], &FIGURES].concat(), actors.collect());
        sections.push(Section { total: self.actors.len(), ..actors });
        let patterns = self.patterns.iter().filter(|pattern| pattern.count > 0).map(|pattern| {
            let form = if pattern.cycle { "A→B→C→A" } else { "A→B→C, A→C" };
            let cells = [
                Cell::Text(form.to_owned()),
                Cell::Text(pattern.name()),
                Cell::Count(pattern.count),
                Cell::Truth(pattern.balanced()),
            ];
            Row::new(cells, pattern.ties.clone())
        });
        sections.push(Section::new("directed", &["form", "signs", "triples", "balanced"], patterns.collect()));
        let triads = self.triads.iter().map(|triad| {
            let cells = [Cell::Actors(triad.actors.to_vec()), Cell::Text(triad.class.name().to_owned())];
            let truths = [triad.class.balanced(), triad.class.weakly_balanced()].map(Cell::Truth);
            Row::new(cells.into_iter().chain(truths).collect::<Vec<_>>(), triad.ties.clone())
        });
        let columns = ["actors", "signs", "balanced", "weakly_balanced"];
        let triads = Section::new("triads", &columns, triads.collect());
        sections.push(Section { total: usize::try_from(all).unwrap_or(usize::MAX), ..triads }.top(top));
        let number = |share: Option<f64>| share.map_or(Cell::Nothing, Cell::Number);
        let facts = vec![
            ("triads", Cell::Count(all)),
            ("balanced", number(self.census.balanced())),
            ("weakly_balanced", number(self.census.weakly_balanced())),
            ("pairs_without_sign", Cell::Count(self.unsigned_pairs as u64)),
        ];
        let mut notes: Vec<String> = note(self.unnamed).into_iter().collect();
        if self.undated > 0 {
            let what = many(self.undated, "signed tie");
            notes.push(format!("{what} in no window: their dates are coarser than that, or they have none"));
        }
        Findings { facts, sections, notes, ..Findings::new("How the signs fit together") }
    }
}

#[cfg(test)]
mod tests;
