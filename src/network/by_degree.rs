//! Actors numbered anew, the busiest first: what is looked up most then lies together.

use super::rows::sum_up;
use super::threads::each;

/// New numbers, by degree from the highest on and among equals by the old numbers.
pub(super) struct ByDegree {
    /// The old number of each new one.
    pub actor: Vec<u32>,
    /// The new number of each old one.
    pub place: Vec<u32>,
}

impl ByDegree {
    pub fn new(degrees: &[u32]) -> Self {
        let highest = degrees.iter().copied().max().unwrap_or(0) as usize;
        // Where those of each degree begin, the highest first: counted, not compared.
        let mut starts = vec![0u32; highest + 2];
        degrees.iter().for_each(|&degree| starts[highest - degree as usize + 1] += 1);
        sum_up(&mut starts);
        let mut actor = vec![0; degrees.len()];
        let place = degrees
            .iter()
            .zip(0..)
            .map(|(&degree, number)| {
                let next = &mut starts[highest - degree as usize];
                actor[*next as usize] = number;
                *next += 1;
                *next - 1
            })
            .collect();
        ByDegree { actor, place }
    }

    /// Rows under the new numbers, each of which is what is pushed for the actor of that old number; each thing
    /// pushed is an end and whatever belongs to it.
    pub fn rows<T: Send>(&self, row: impl Fn(u32, &mut Vec<T>) + Sync) -> (Vec<u32>, Vec<T>) {
        let chunk = self.actor.len().div_ceil(64).max(1 << 10);
        let parts = each(self.actor.chunks(chunk).collect(), |actors| {
            let mut found = Vec::new();
            let mut lens = Vec::with_capacity(actors.len());
            for &actor in actors {
                let before = found.len();
                row(actor, &mut found);
                lens.push((found.len() - before) as u32);
            }
            (lens, found)
        });
        let mut starts = Vec::with_capacity(self.actor.len() + 1);
        let mut all = Vec::with_capacity(parts.iter().map(|(_, found)| found.len()).sum());
        starts.push(0);
        for (lens, found) in parts {
            starts.extend(lens);
            all.extend(found);
        }
        sum_up(&mut starts);
        (starts, all)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_busiest_come_first() {
        let order = ByDegree::new(&[1, 3, 0, 3, 2]);
        assert_eq!(order.actor, [1, 3, 4, 0, 2]);
        assert_eq!(order.place, [3, 0, 4, 1, 2]);
        let (starts, ends) = order.rows(|actor, ends| ends.extend(std::iter::repeat_n(actor, actor as usize)));
        assert_eq!((starts, ends), (vec![0, 1, 4, 8, 8, 10], vec![1, 3, 3, 3, 4, 4, 4, 4, 2, 2]));
        assert!(ByDegree::new(&[]).actor.is_empty());
    }
}
