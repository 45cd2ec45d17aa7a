//! Documents: the texts that were read.

use crate::date::Date;

/// Which document of a [`Dataset`](crate::Dataset), in the order of the files; it holds for the data
/// set that gave it.
///
/// ```
/// # use standoff::{Data, read};
/// # let town = "document,source,relation,target\nminutes,Oldbridge,aids,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let minutes = data.find_document("minutes").unwrap();
/// assert_eq!(data.document(minutes).id, "minutes");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocumentIx(pub(crate) u32);

/// A text that was read. Only its id is certain to be there.
///
/// ```
/// # use standoff::{Data, read};
/// let town = r#"{"documents": [{"id": "minutes", "publisher": "Valley Post", "date": "1902-03-04"}],
///   "statements": [{"document": "minutes", "source": "Oldbridge", "relation": "aids", "target": "Marsh End"}]}"#;
/// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
/// assert_eq!(data.documents()[0].publisher.as_deref(), Some("Valley Post"));
/// assert_eq!(data.documents()[0].date, "1902-03-04".parse().ok());
/// ```
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
