//! The codes of event data: CAMEO and PLOVER for what was done, CAMEO's three-letter groups for who did it.
//!
//! Each is looked up in a table that is made once; a lookup allocates nothing.

mod events;

pub use events::{Event, cameo, events, icews_text, mirror, plover};
