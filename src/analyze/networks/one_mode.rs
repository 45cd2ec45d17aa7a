//! Between actors, by what they say of the same targets.

use super::counted::{Counted, Entry, Level};
use super::{Measure, Misfit, Normalise, Options, Weighted};
use crate::graph::Tie;
use crate::relation::Sign;

/// How many pairs of entries with the same target are gone through at most: some ten seconds.
const PAIRS: u64 = 2_000_000_000;

/// What two actors say of the same targets.
#[derive(Debug, Clone, Copy, Default)]
struct Shared {
    /// At any levels, as often as the one times as often as the other.
    any: f64,
    /// As much of it as the levels are near, and as they are apart.
    near: f64,
    apart: f64,
    /// At the same level, the product, and the sum of both.
    product: f64,
    both: f64,
}

/// How near two levels are, and how far apart, each from 0 to 1.
fn agreement(a: Level, b: Level, options: &Options) -> (f64, f64) {
    match (a, b) {
        _ if a == b => (1.0, 0.0),
        // What is neutral is neither for nor against; on a scale it is halfway.
        (Level::Sign(Sign::Neutral), _) | (_, Level::Sign(Sign::Neutral)) => match options.compatible {
            true => (0.5, 0.5),
            false => (0.0, 0.0),
        },
        _ => (0.0, 1.0),
    }
}

impl Shared {
    fn add(&mut self, a: &Entry, b: &Entry, agreements: &[Vec<(f64, f64)>]) {
        self.any += a.sum() * b.sum();
        for &(k, many, _) in &a.levels {
            for &(l, others, _) in &b.levels {
                let (near, apart) = agreements[k as usize][l as usize];
                self.near += many * others * near;
                self.apart += many * others * apart;
                if k == l {
                    self.product += many * others;
                    self.both += many + others;
                }
            }
        }
    }

    fn weight(&self, sums: (f64, f64), options: &Options, categories: bool) -> f64 {
        // What only one of the two says, of a target and at a level.
        let alone = sums.0 + sums.1 - self.both;
        let weight = match options.measure {
            Measure::Congruence if categories => self.product,
            Measure::Conflict if categories => alone,
            Measure::Subtract if categories => self.product - alone,
            Measure::Congruence => self.near,
            Measure::Conflict => self.apart,
            Measure::Subtract => self.near - self.apart,
            Measure::Ignore | Measure::Combine => self.any,
        };
        let divisor = match options.normalise {
            Normalise::Average => (sums.0 + sums.1) / 2.0,
            Normalise::Jaccard => alone + self.product,
            Normalise::Cosine => sums.0 * sums.1,
            Normalise::No | Normalise::Activity | Normalise::Prominence => 1.0,
        };
        if divisor == 0.0 { 0.0 } else { weight / divisor }
    }
}

/// Whether levels are categories as in Discourse Network Analyzer, in which whoever says nothing contradicts.
fn categories(counted: &Counted, options: &Options) -> bool {
    options.compatible && matches!(counted.levels.first(), Some(Level::Relation(_)))
}

fn everybody(categories: bool, options: &Options) -> bool {
    categories && matches!(options.measure, Measure::Conflict | Measure::Subtract)
}

fn agreements(levels: &[Level], options: &Options) -> Vec<Vec<(f64, f64)>> {
    levels.iter().map(|&a| levels.iter().map(|&b| agreement(a, b, options)).collect()).collect()
}

pub(super) fn cells(counted: &Counted, options: &Options) -> Result<Vec<Weighted>, Misfit> {
    let mut by_column: Vec<Vec<&Entry>> = vec![Vec::new(); counted.columns.len()];
    for entry in &counted.entries {
        by_column[entry.column as usize].push(entry);
    }
    let pairs: u64 = by_column.iter().map(|of| of.len() as u64 * of.len() as u64).sum();
    let rows = counted.rows.len();
    let categories = categories(counted, options);
    let everybody = everybody(categories, options);
    let pairs = if everybody { pairs.saturating_add(rows as u64 * rows as u64) } else { pairs };
    if pairs > PAIRS {
        return Err(Misfit::Pairs(pairs));
    }
    let mut sums = vec![0.0; rows];
    for entry in &counted.entries {
        sums[entry.row as usize] += entry.sum();
    }
    let agreements = agreements(&counted.levels, options);
    let starts = counted.starts();
    let mut shared = vec![Shared::default(); rows];
    let mut met: Vec<u32> = Vec::new();
    let mut seen = vec![false; rows];
    let mut cells = Vec::new();
    for row in 0..rows as u32 {
        for entry in &counted.entries[starts[row as usize]..starts[row as usize + 1]] {
            let others = &by_column[entry.column as usize];
            // They are in the order of the rows: those behind this one are the pairs that are new.
            for other in &others[others.partition_point(|other| other.row <= row)..] {
                let at = other.row as usize;
                if !std::mem::replace(&mut seen[at], true) {
                    met.push(other.row);
                }
                shared[at].add(entry, other, &agreements);
            }
        }
        if everybody {
            met.clear();
            met.extend(row + 1..rows as u32);
        }
        met.sort_unstable();
        for column in met.drain(..) {
            let at = column as usize;
            let weight = shared[at].weight((sums[row as usize], sums[at]), options, categories);
            if weight != 0.0 {
                cells.push(Weighted { row, column, weight });
            }
            shared[at] = Shared::default();
            seen[at] = false;
        }
    }
    Ok(cells)
}

/// The ties of both actors towards the targets that make the weight between them, at the levels that do.
pub(super) fn ties(counted: &Counted, options: &Options, row: u32, column: u32) -> Vec<Tie> {
    let starts = |row: u32| {
        let from = counted.entries.partition_point(|entry| entry.row < row);
        let to = counted.entries.partition_point(|entry| entry.row <= row);
        &counted.entries[from..to]
    };
    let (one, other) = (starts(row), starts(column));
    let categories = categories(counted, options);
    let agreements = agreements(&counted.levels, options);
    let counts = |(near, apart): (f64, f64)| match options.measure {
        Measure::Congruence => near > 0.0,
        Measure::Conflict => apart > 0.0,
        Measure::Subtract => near + apart > 0.0,
        Measure::Ignore | Measure::Combine => true,
    };
    let everybody = everybody(categories, options);
    let mut found = Vec::new();
    for (these, others) in [(one, other), (other, one)] {
        for entry in these {
            let twin = others.binary_search_by_key(&entry.column, |other| other.column).ok().map(|at| &others[at]);
            let levels = twin.map_or(&[][..], |twin| &twin.levels[..]);
            for level in &entry.levels {
                let makes = match everybody {
                    // What both say makes congruence, and what one of them alone says makes conflict.
                    true => options.measure == Measure::Subtract || levels.iter().all(|other| other.0 != level.0),
                    false => levels.iter().any(|other| counts(agreements[level.0 as usize][other.0 as usize])),
                };
                if makes {
                    found.extend_from_slice(counted.ties(level));
                }
            }
        }
    }
    found
}
