//! Documents: the texts that were read.

use crate::date::Date;

/// Which document of a [`Dataset`](crate::Dataset), counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentIx(pub(crate) u32);

/// A text that was read. Only its id is certain to be there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Document {
    /// The name by which statements refer to it.
    pub id: String,
    /// What it is called.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// Where it can be read.
    pub url: Option<String>,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
    /// The file with its text, below the folder of texts; never absolute and never outside it.
    pub text: Option<String>,
    /// The SHA-256 of that file, 64 lower-case hexadecimal digits: which text the spans were made on.
    pub sha256: Option<String>,
}
