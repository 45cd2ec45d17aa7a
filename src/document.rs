//! Documents: the texts that were read.

use hashbrown::HashMap;

use crate::date::Date;
use crate::files::At;
use crate::read::draft::Interner;

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
/// let minutes = data.documents().next().unwrap();
/// assert_eq!(minutes.publisher.as_deref(), Some("Valley Post"));
/// assert_eq!(minutes.date, "1902-03-04".parse().ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document<'d> {
    /// The name by which statements refer to it.
    pub id: &'d str,
    about: &'d About,
}

/// What is known of a document beside its id. Every [`Document`] can be used as one.
///
/// ```
/// # use standoff::{Data, document::About, read};
/// # let town = "document,source,relation,target\nminutes,Oldbridge,aids,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// assert_eq!(*data.documents().next().unwrap(), About::default());
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct About {
    /// What it is called.
    pub title: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
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
    /// The text itself, where it came with the data.
    pub content: Option<String>,
    /// The SHA-256 of the text in UTF-8, 64 lower-case hexadecimal digits: which text the spans were made on.
    pub sha256: Option<String>,
}

static NOTHING: About = About {
    title: None,
    author: None,
    publisher: None,
    date: None,
    url: None,
    language: None,
    text: None,
    content: None,
    sha256: None,
};

impl std::ops::Deref for Document<'_> {
    type Target = About;

    fn deref(&self) -> &About {
        self.about
    }
}

/// All documents: most are an id and nothing else, and event data have millions.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    pub ids: Interner,
    /// What is known of those of which more is known, and where that stands.
    entries: HashMap<u32, (About, At)>,
}

impl Documents {
    pub fn of(ids: Interner) -> Self {
        Documents { ids, entries: HashMap::new() }
    }

    /// Adds one that is in a table.
    pub fn insert(&mut self, id: &str, about: About, at: At) {
        let number = self.ids.intern(id);
        self.entries.insert(number, (about, at));
    }

    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn get(&self, ix: DocumentIx) -> Document<'_> {
        Document { id: self.ids.get(ix.0), about: self.entries.get(&ix.0).map_or(&NOTHING, |(about, _)| about) }
    }

    /// Where it is in a table.
    pub fn at(&self, ix: DocumentIx) -> Option<At> {
        self.entries.get(&ix.0).map(|(_, at)| *at)
    }
}
