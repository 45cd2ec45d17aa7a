//! What a reader may pass over because nobody asks for it.

use crate::date::{Date, Day};

/// What a question can want of bulk data. A statement that it does not want cannot change the answer;
/// one that it wants need not belong to it, which is looked at later and with care.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Want {
    /// The ids of relations; all, where it is missing.
    pub relations: Option<Vec<String>>,
    /// The first day.
    pub since: Option<Day>,
    /// The last day.
    pub until: Option<Day>,
    /// Names as they are compared ([`fold`](crate::names::fold)): one of them is an actor of the
    /// statement, or one for whom such an actor acts; all statements, where it is missing.
    pub actors: Option<Vec<String>>,
    /// Whether the other names of actors that have a code are not needed, because the question has no
    /// names, or only such as are known without reading.
    pub codes_only: bool,
    /// Only pairs of a source and a target matter that have so many others at most with more statements;
    /// nothing else is asked than who, whom, of which relations and when.
    pub top_pairs: Option<usize>,
}

impl Want {
    /// Whether everything is wanted.
    pub fn all(&self) -> bool {
        *self == Want::default()
    }

    pub fn relation(&self, id: &str) -> bool {
        self.relations.as_ref().is_none_or(|wanted| wanted.iter().any(|wanted| wanted == id))
    }

    /// Whether a date is asked for at all.
    #[cfg(feature = "parquet")]
    pub fn dated(&self) -> bool {
        self.since.is_some() || self.until.is_some()
    }

    /// Whether a date may lie in the range. The undated is counted where it is left out, so it is
    /// wanted.
    pub fn date(&self, date: Option<Date>) -> bool {
        date.is_none_or(|date| date.may_lie_in(self.since, self.until))
    }
}
