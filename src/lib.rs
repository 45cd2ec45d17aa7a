//! Annotated statements become a graph that answers "who accused whom", with the statements behind
//! every answer.
//!
//! [`read()`] makes a [`Dataset`] of files, closed and validated; [`Question::parse`] and [`ask()`]
//! answer questions about it; [`graph::Graph`] is the graph itself, and [`mod@write`] writes answers
//! and graphs for other programs. The library never prints, never exits, and touches only the paths
//! that it is given.

pub mod actor;
pub mod analyze;
pub mod ask;
#[doc(hidden)]
pub mod cli;
pub mod codes;
pub mod dataset;
pub mod date;
pub mod document;
pub mod draw;
mod files;
pub mod graph;
#[cfg(feature = "parquet")]
pub mod import;
pub mod names;
pub mod network;
mod packed;
#[cfg(feature = "parquet")]
mod prepared;
pub mod problem;
mod progress;
mod random;
pub mod read;
pub mod relation;
pub mod statement;
pub mod tally;
mod words;
pub mod write;

pub use actor::{Actor, ActorIx, ActsFor, Kind};
pub use ask::{Answer, Question, ask};
pub use dataset::{Dataset, Passage, Statement, read, read_with};
pub use date::{Date, Day};
pub use document::{Document, DocumentIx};
pub use problem::{Place, Problem, Report, Severity};
pub use read::Data;
pub use relation::{Relation, Sign};
pub use statement::{Certainty, Details, RelationIx, StatementIx};
pub use tally::Tally;

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
