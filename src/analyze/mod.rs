//! What the graph says: who leads, who stands with whom, what changed.
//!
//! Each analysis is a function with a result of its own type, whose docs have the definition and where it comes
//! from. Every figure of a result knows the ties that it was counted from, and so the statements behind it; as
//! [`Findings`] a result is rows for people and for other programs.

pub mod agreement;
pub mod balance;
pub mod brokers;
pub mod camps;
pub mod contradictions;
pub mod corroboration;
pub mod diff;
mod findings;
pub mod flips;
mod matrix;
pub mod mutual;
mod named;
pub mod networks;
mod pairs;
pub mod path;
pub mod rank;
pub mod timeline;

pub(crate) use findings::Behind;
pub use findings::{Cell, Findings, Row, Section};
pub use matrix::Matrix;
