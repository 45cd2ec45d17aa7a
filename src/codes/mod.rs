//! The codes of event data: CAMEO and PLOVER for what was done, CAMEO's three-letter groups for who did it.
//!
//! Every table is read once; looking an event up allocates nothing.

mod actors;
mod countries;
mod events;

pub(crate) use actors::letters_of;
pub use actors::{ActorCode, actor};
pub use countries::{Country, countries, country};
pub use events::{Event, cameo, events, icews_text, mirror, plover};

/// The rows of a table, without its comments and its header.
fn rows(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.starts_with('#')).skip(1)
}
