//! From actors to what they speak of.

use super::counted::{Counted, Entry, Level};
use super::{Measure, Misfit, Normalise, Options, Weighted};
use crate::graph::Tie;

pub(super) fn cells(counted: &Counted, options: &Options) -> Result<Vec<Weighted>, Misfit> {
    // Codes up to 2^52 are whole numbers in a double.
    if options.measure == Measure::Combine && counted.levels.len() > 52 {
        return Err(Misfit::Levels(counted.levels.len()));
    }
    // In Discourse Network Analyzer a category is no scale, and there is nothing to take away.
    let categories = options.compatible && matches!(counted.levels.first(), Some(Level::Relation(_)));
    let net = |level: &(u32, f64, usize)| if categories { level.1 } else { counted.values[level.0 as usize] * level.1 };
    let mut activity = vec![0.0; counted.rows.len()];
    let mut prominence = vec![0.0; counted.columns.len()];
    for entry in &counted.entries {
        activity[entry.row as usize] += entry.sum();
        prominence[entry.column as usize] += entry.sum();
    }
    let weight = |entry: &Entry| {
        let weight: f64 = match options.measure {
            Measure::Subtract => entry.levels.iter().map(net).sum(),
            Measure::Combine => {
                let code = |level: &(u32, f64, usize)| (1_u64 << (counted.levels.len() - 1 - level.0 as usize)) as f64;
                entry.levels.iter().map(code).sum()
            }
            Measure::Ignore | Measure::Congruence | Measure::Conflict => entry.sum(),
        };
        match options.normalise {
            Normalise::Activity => weight / activity[entry.row as usize],
            Normalise::Prominence => weight / prominence[entry.column as usize],
            Normalise::No | Normalise::Average | Normalise::Jaccard | Normalise::Cosine => weight,
        }
    };
    let cells =
        counted.entries.iter().map(|entry| Weighted { row: entry.row, column: entry.column, weight: weight(entry) });
    Ok(cells.filter(|cell| cell.weight != 0.0).collect())
}

pub(super) fn ties(counted: &Counted, row: u32, column: u32) -> Vec<Tie> {
    let found = counted.entries.binary_search_by_key(&(row, column), |entry| (entry.row, entry.column));
    let entry = found.ok().map(|at| &counted.entries[at]);
    entry.into_iter().flat_map(|entry| &entry.levels).flat_map(|level| counted.ties(level)).copied().collect()
}
