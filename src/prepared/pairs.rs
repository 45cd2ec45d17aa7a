//! Who is tied to whom by which relation and how often, without the statements: all that a network needs.

use std::io;

use hashbrown::{HashMap, HashSet};

use super::bits::broken;
use super::column::Rows;
use super::layout::Column;
use super::read::Prepared;
use crate::names::fold;
use crate::network::threads::each;

/// Ties of one relation, those of the same source and target that follow one another as one.
#[derive(Debug, Default)]
pub(crate) struct Pairs {
    /// Which of the relations of the file.
    pub relation: u32,
    /// Source and target, by their numbers in the file, and how many statements.
    pub ties: Vec<[u32; 3]>,
}

/// All pairs of a file.
#[derive(Debug, Default)]
pub(crate) struct AllPairs {
    /// Those that stand together, in the order of the file; the end of a stretch and the beginning of the next may
    /// have the same source and target.
    pub pairs: Vec<Pairs>,
    /// How many statements are left out because they are negated.
    pub negated: usize,
}

/// What is read of every row, and of those that are negated.
const READ: [Column; 5] = [Column::Source, Column::Target, Column::Negated, Column::Ties, Column::Row];

impl Prepared {
    /// Folds all ties but the negated ones to pairs.
    pub fn pairs(&self) -> io::Result<AllPairs> {
        let mut all = AllPairs::default();
        let mut several = HashSet::new();
        for found in each((0..self.head.groups.len()).collect(), |group| self.pairs_of(group)) {
            let (pairs, negated, of_several) = found?;
            all.pairs.extend(pairs);
            all.negated += negated;
            several.extend(of_several);
        }
        all.negated += several.len();
        Ok(all)
    }

    /// Those of a row group, how many statements of one tie are negated, and which statements of several.
    #[allow(clippy::type_complexity, reason = "it is taken apart above")]
    fn pairs_of(&self, number: usize) -> io::Result<(Vec<Pairs>, usize, Vec<i64>)> {
        let group = &self.head.groups[number];
        let columns = self.columns(number, &READ)?;
        let rows = Rows::of(std::iter::once(0..group.rows).collect());
        let (sources, targets) = (&columns.directory.sources, &columns.directory.targets);
        let source_codes = columns.codes(Column::Source, &rows, sources.len())?;
        let target_codes = columns.codes(Column::Target, &rows, targets.len())?;
        let negated = columns.flags(Column::Negated, &rows)?;
        let (mut once, mut several) = (0, Vec::new());
        if negated.contains(&true) {
            let rows = rows.keep(&negated);
            for (ties, row) in columns.counts(&rows)?.into_iter().zip(columns.numbers(Column::Row, &rows)?) {
                if ties > 1 { several.extend(row) } else { once += 1 }
            }
        }
        let whole = group.first..group.first + u64::from(group.rows);
        let mut all = Vec::new();
        for relation in 0..self.head.relations.len() {
            let of = self.head.of_relation(relation);
            let (start, end) = (of.start.max(whole.start), of.end.min(whole.end));
            if start >= end {
                continue;
            }
            let here = (start - whole.start) as usize..(end - whole.start) as usize;
            let mut ties: Vec<[u32; 3]> = Vec::with_capacity(here.len());
            let codes = source_codes[here.clone()].iter().zip(&target_codes[here.clone()]);
            let (mut last, mut count) = ((u32::MAX, u32::MAX), 0);
            let mut push = |(source, target): (u32, u32), count| -> io::Result<()> {
                if count > 0 {
                    let ends = sources.get(source as usize).zip(targets.get(target as usize));
                    let (&source, &target) = ends.ok_or_else(|| broken("a code stands for nothing"))?;
                    ties.push([source, target, count]);
                }
                Ok(())
            };
            for ((&source, &target), _) in codes.zip(&negated[here]).filter(|(_, negated)| !**negated) {
                if (source, target) != last {
                    push(last, count)?;
                    (last, count) = ((source, target), 0);
                }
                count += 1;
            }
            push(last, count)?;
            all.push(Pairs { relation: relation as u32, ties });
        }
        Ok((all, once, several))
    }

    /// How many actors the rows name.
    pub fn actor_count(&self) -> u32 {
        self.head.actors.count as u32
    }

    /// Whether no two of the names in the rows fold to the same: otherwise two numbers are one actor.
    pub fn names_differ(&self) -> io::Result<bool> {
        let hashes = self.source.read(self.head.actors.hashes)?;
        let entries: Vec<(u32, u32)> = hashes
            .chunks_exact(8)
            .map(|entry| u64::from_le_bytes(entry.try_into().expect("chunks of eight bytes")))
            .map(|entry| (entry as u32, (entry >> 32) as u32))
            .collect();
        let mut of_hash: HashMap<u32, HashSet<String>> = HashMap::new();
        for pair in entries.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
            let known = of_hash.entry(pair[0].0).or_default();
            if known.is_empty() {
                known.insert(fold(&self.name(pair[0].1)?));
            }
            if !known.insert(fold(&self.name(pair[1].1)?)) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The name of an actor, of whose number nothing is known.
    fn name(&self, number: u32) -> io::Result<String> {
        if number >= self.actor_count() {
            return Err(broken("a name is nowhere"));
        }
        self.actor(number)
    }
}
