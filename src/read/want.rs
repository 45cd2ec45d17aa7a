//! What a reader may pass over because nobody asks for it.

use super::draft::Draft;
use crate::date::{Date, Day};
use crate::files::Records;

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

    /// What is wanted instead of data that turned out to be those of a draft: a name can mean more in
    /// them than was known before. None where that changes nothing.
    pub fn beside(&self, draft: &Draft) -> Option<Want> {
        // What is a name in one file is a code in another, and both are one actor. Prepared files come with
        // tables of their own, and what is wanted of each is known from those.
        let mut sorts = [false; 4];
        for input in draft.files.iter() {
            let sort = match &input.records {
                Records::Json | Records::Made | Records::Rows { .. } | Records::Objects(_) => 0,
                Records::Events(reader) => 1 + usize::from(reader.coded()),
                #[cfg(feature = "parquet")]
                Records::Prepared(_) => 3,
            };
            sorts[sort] = true;
        }
        let prepared = sorts[3];
        let mixed = sorts.into_iter().filter(|sort| *sort).count() > 1;
        // A table gives names and verbs of its own.
        let tables = draft.has_actors || draft.has_documents || !draft.relations.is_empty();
        let wider = match (tables, mixed) {
            (true, false) if prepared => return None,
            (true, _) => Want::default(),
            (false, true) => Want { actors: None, codes_only: false, ..self.clone() },
            (false, false) => return None,
        };
        (wider != *self).then_some(wider)
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
