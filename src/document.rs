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
    /// What else is known; nothing of most, and event data have millions.
    about: Option<Box<About>>,
}

/// What is known of a document beside its id. Every [`Document`] can be used as one.
///
/// ```
/// # use standoff::{Data, document::About, read};
/// # let town = "document,source,relation,target\nminutes,Oldbridge,aids,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// assert_eq!(*data.documents()[0], About::default());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
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

static NOTHING: About =
    About { title: None, publisher: None, date: None, url: None, language: None, text: None, sha256: None };

impl Document {
    pub(crate) fn new(id: impl Into<String>, about: About) -> Self {
        Document { id: id.into(), about: (about != NOTHING).then(|| Box::new(about)) }
    }

    /// Whether nothing but the id is known.
    #[cfg(feature = "parquet")]
    pub(crate) fn is_bare(&self) -> bool {
        self.about.is_none()
    }
}

impl std::ops::Deref for Document {
    type Target = About;

    fn deref(&self) -> &About {
        self.about.as_deref().unwrap_or(&NOTHING)
    }
}
