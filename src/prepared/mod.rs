//! Prepared files: statements as Parquet, one row a tie, sorted so that one relation or one actor
//! touches few pages. Any program that reads Parquet reads the rows; behind them stands an index of
//! our own, which makes questions fast.

mod bits;
mod chunk;
mod collect;
mod column;
mod group;
mod import;
mod index;
mod layout;
mod pairs;
mod pattern;
mod read;
mod sort;
mod tie;
mod write;

pub(crate) use collect::Collector;
pub(crate) use column::Strings;
pub(crate) use import::{Import, Resolve, Sizes};
pub(crate) use read::{Batch, Prepared};

#[cfg(test)]
mod tests;
