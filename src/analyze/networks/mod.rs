//! Networks as Discourse Network Analyzer makes them: who stands with whom by what they say of the same.
//!
//! A two-mode network has an actor in each row, a concept or any other target in each column, and in the cells how
//! often the one speaks of the other. A one-mode network ties two actors where they speak of the same target: at the
//! same level of agreement (congruence) or not (conflict). Both may be normalised, since whoever speaks much is tied to
//! everybody. The measures are those of Philip Leifeld, Discourse Network Analysis: Policy Debates as Dynamic Networks,
//! in: The Oxford Handbook of Political Networks, 2018; Leifeld, Gruber and Bossner, Discourse Network Analyzer Manual.
//! Where the manual leaves open what is counted, the program decides (its class `Exporter`).
//!
//! With `a[j][k]` for how often actor `a` speaks of target `j` at level `k`, and `t(a)` for the sum of all of them:
//!
//! | one-mode | |
//! |---|---|
//! | ignore | Σj (Σk a\[j\]\[k\]) · (Σk b\[j\]\[k\]) |
//! | congruence | Σj Σk a\[j\]\[k\] · b\[j\]\[k\] |
//! | conflict | Σj Σk Σl a\[j\]\[k\] · b\[j\]\[l\] over levels that contradict each other: for and against, or different relations |
//! | subtract | congruence − conflict |
//! | average | divided by (t(a) + t(b)) / 2 |
//! | jaccard | divided by the sum of all a\[j\]\[k\] where b\[j\]\[k\] is 0, of all b\[j\]\[k\] where a\[j\]\[k\] is 0, and of all a\[j\]\[k\] · b\[j\]\[k\] |
//! | cosine | divided by t(a) · t(b) |
//!
//! | two-mode | |
//! |---|---|
//! | ignore | Σk a\[j\]\[k\] |
//! | subtract | positive less negative |
//! | combine | Σ of 2^(K − 1 − k) over the levels k of 0 to K − 1 at which a\[j\]\[k\] is not 0 |
//! | activity | divided by t(a) |
//! | prominence | divided by the sum of all a\[j\]\[k\] over actors |
//!
//! What is neutral agrees with what is neutral and contradicts nothing. [`Options::compatible`] follows the program where
//! it differs from this: a neutral level is then halfway between for and against, so that it counts half in congruence
//! and half in conflict; relations as levels are categories, so that what only one of two actors says of a target
//! contradicts the other; and the same week or month of two years is one.

mod counted;
mod findings;
mod one_mode;
mod options;
#[cfg(test)]
mod tests;
mod two_mode;

pub use counted::Level;
pub use options::{AgreeOn, Duplicates, Measure, Misfit, Mode, Normalise, Options, Side};

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::graph::{Graph, Tie};
use counted::Counted;

/// A network of weights, and the statements behind each.
#[derive(Debug)]
pub struct DiscourseNetwork {
    /// How it was made.
    pub options: Options,
    /// A weight that is not 0 between a row and a column, by their numbers and in their order; of one-mode networks,
    /// which are the same in both directions, only those with the lower row.
    pub cells: Vec<Weighted>,
    columns: Vec<ActorIx>,
    counted: Counted,
}

/// A cell whose weight is not 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Weighted {
    /// The number of its row.
    pub row: u32,
    /// The number of its column.
    pub column: u32,
    /// How strong the tie is.
    pub weight: f64,
}

/// Makes a network of the ties of a graph.
///
/// Rows and columns are those who speak in it and what is spoken of, by name; `isolates` is a graph with more ties,
/// whose actors have rows and columns, too.
///
/// # Errors
/// Choices that do not go together, and what would be too large.
///
/// ```
/// # use standoff::{Data, analyze::networks::{Normalise, Options, network}, graph::{Filter, Graph}, read};
/// let town = "source,relation,target\nAbbey,supports,tolls\nGuild,supports,tolls\nGuild,rejects,fair\nAbbey,rejects,fair\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let options = Options { normalise: Normalise::Average, ..Options::default() };
/// let network = network(&data, &graph, None, &options).unwrap();
/// let [abbey, guild] = network.rows()[..] else { panic!() };
/// assert_eq!(network.weight(0, 1), 1.0);
/// assert_eq!(network.ties(0, 1).len(), 4);
/// # assert!(data.actor(abbey).name < data.actor(guild).name);
/// ```
pub fn network(
    dataset: &Dataset,
    graph: &Graph,
    isolates: Option<&Graph>,
    options: &Options,
) -> Result<DiscourseNetwork, Misfit> {
    options.check()?;
    let counted = Counted::of(dataset, graph, isolates, options);
    let (cells, columns) = match options.mode {
        Mode::One => (one_mode::cells(&counted, options)?, counted.rows.clone()),
        Mode::Two => (two_mode::cells(&counted, options)?, counted.columns.clone()),
    };
    Ok(DiscourseNetwork { options: *options, cells, columns, counted })
}

impl DiscourseNetwork {
    /// The actors of the rows, by name.
    pub fn rows(&self) -> &[ActorIx] {
        &self.counted.rows
    }

    /// The actors of the columns, by name; in a one-mode network those of the rows.
    pub fn columns(&self) -> &[ActorIx] {
        &self.columns
    }

    /// The weight between a row and a column, by their numbers.
    pub fn weight(&self, row: u32, column: u32) -> f64 {
        let key = self.key(row, column);
        let found = self.cells.binary_search_by_key(&key, |cell| (cell.row, cell.column));
        found.map_or(0.0, |at| self.cells[at].weight)
    }

    /// A row of the matrix.
    pub fn row(&self, row: u32) -> Vec<f64> {
        (0..self.columns.len() as u32).map(|column| self.weight(row, column)).collect()
    }

    fn key(&self, row: u32, column: u32) -> (u32, u32) {
        match self.options.mode {
            Mode::One => (row.min(column), row.max(column)),
            Mode::Two => (row, column),
        }
    }

    /// How many statements count, once for each of their sources and targets.
    pub fn statements(&self) -> usize {
        self.counted.ties.len()
    }

    /// How many say again what another one says, and do not count.
    pub fn repeats(&self) -> usize {
        self.counted.repeats
    }

    /// How many count each time, since it is not known in which document or when they were made.
    pub fn untold(&self) -> usize {
        self.counted.untold
    }

    /// The levels of agreement; the first of them has the highest number where they are combined.
    pub fn levels(&self) -> &[Level] {
        &self.counted.levels
    }

    /// The levels that a combined weight stands for.
    pub fn combined(&self, weight: f64) -> Vec<Level> {
        let levels = self.levels();
        let has = |at: usize| weight as u64 >> (levels.len() - 1 - at) & 1 == 1;
        levels.iter().enumerate().filter(|(at, _)| has(*at)).map(|(_, level)| *level).collect()
    }

    /// The ties behind a cell: of a one-mode network those of both actors towards the targets that make the weight.
    pub fn ties(&self, row: u32, column: u32) -> Vec<Tie> {
        let mut ties = match self.options.mode {
            Mode::One => one_mode::ties(&self.counted, &self.options, row, column),
            Mode::Two => two_mode::ties(&self.counted, row, column),
        };
        ties.sort_unstable();
        ties
    }
}
