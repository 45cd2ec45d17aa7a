//! Statements: who says or does what towards whom, held as columns of small integers.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use hashbrown::HashMap;

use crate::date::Date;
use crate::files::At;

/// Which statement of a [`Dataset`](crate::Dataset), in the order of the files; it holds for the data
/// set that gave it.
///
/// ```
/// # use standoff::{Data, read};
/// # let table = "id,source,relation,target\ns1,Oldbridge,aids,Marsh End\ns2,Marsh End,aids,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", table)]).unwrap();
/// let (first, second) = (data.find_statement("s1").unwrap(), data.find_statement("s2").unwrap());
/// assert!(first < second);
/// assert_eq!(data.statement(second).id(), "s2");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct StatementIx(pub(crate) u32);

/// Which relation of a [`Dataset`](crate::Dataset), the built-in ones first; it holds for the data set
/// that gave it.
///
/// ```
/// # use standoff::{Data, read};
/// # let (data, _) = read([Data::bytes("town.csv", "source,relation,target\nOldbridge,aids,Marsh End\n")]).unwrap();
/// let aids = data.find_relation("helped").unwrap();
/// assert_eq!(data.relation(aids).id, "aids");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RelationIx(pub(crate) u32);

/// On whose word a statement stands; parses from and prints as its [`name`](Certainty::name).
///
/// ```
/// use standoff::Certainty;
/// assert_eq!("alleged".parse(), Ok(Certainty::Alleged));
/// assert_eq!("rumoured".parse::<Certainty>(), Err(()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Certainty {
    /// The document gives the actor's own words.
    Stated,
    /// The document says so itself.
    Reported,
    /// The document doubts it, or names nobody.
    Alleged,
}

impl Certainty {
    /// Every certainty, the firmest first.
    ///
    /// ```
    /// # use standoff::Certainty;
    /// assert_eq!(Certainty::ALL.map(Certainty::name), ["stated", "reported", "alleged"]);
    /// ```
    pub const ALL: [Certainty; 3] = [Certainty::Stated, Certainty::Reported, Certainty::Alleged];

    /// The word in data files and exports.
    ///
    /// ```
    /// assert_eq!(standoff::Certainty::Stated.name(), "stated");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Certainty::Stated => "stated",
            Certainty::Reported => "reported",
            Certainty::Alleged => "alleged",
        }
    }
}

impl fmt::Display for Certainty {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Certainty {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Certainty::ALL.into_iter().find(|certainty| certainty.name() == text).ok_or(())
    }
}

/// What of a statement is not needed for counting, read from its file when it is shown
/// ([`Dataset::details`](crate::Dataset::details)).
///
/// ```
/// # use standoff::{Data, read};
/// let town = r#"[{"source": "Oldbridge", "relation": "accuses", "target": "Marsh End",
///                 "gist": "cutting the ferry rope", "span": [26, 111]}]"#;
/// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
/// let details = &data.details(&[data.find_statement("town.json#1").unwrap()]).unwrap()[0];
/// assert_eq!(details.gist.as_deref(), Some("cutting the ferry rope"));
/// assert_eq!((details.span, &details.quote), (Some((26, 111)), &None));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Details {
    /// What was said, in a few words of the annotator's.
    pub gist: Option<String>,
    /// The words of the document, where its licence allows.
    pub quote: Option<String>,
    /// Where the passage stands in the first of its documents: start and end in Unicode code points
    /// from 0, the end not included (the text position selector of the W3C Web Annotation Data
    /// Model). A byte order mark is not counted.
    pub span: Option<(u64, u64)>,
    /// The code that it had where it comes from: CAMEO's `112` or PLOVER's `ACCUSE`.
    pub code: Option<String>,
}

impl Details {
    /// What was said, for people: the gist, or else the first of the words of the document in quotation marks;
    /// empty where there are neither.
    ///
    /// ```
    /// let mut details = standoff::Details { quote: Some("cutting the rope".into()), ..Default::default() };
    /// assert_eq!(details.said(), "“cutting the rope”");
    /// details.gist = Some("the rope".into());
    /// assert_eq!(details.said(), "the rope");
    /// ```
    pub fn said(&self) -> Cow<'_, str> {
        /// So many characters of a quote tell what it is about.
        const FIRST: usize = 160;
        match (&self.gist, &self.quote) {
            (Some(gist), _) => Cow::Borrowed(gist),
            (None, Some(quote)) => {
                let words: Vec<&str> = quote.split_whitespace().collect();
                let words = words.join(" ");
                Cow::Owned(match words.char_indices().nth(FIRST) {
                    Some((end, _)) => format!("“{}…”", words[..end].trim_end()),
                    None => format!("“{words}”"),
                })
            }
            (None, None) => Cow::Borrowed(""),
        }
    }
}

/// A column of lists of integers, most of which have one member.
#[derive(Debug, Clone, Default)]
pub(crate) struct Lists {
    /// The one member, or [`MANY`] and an index into `many`.
    heads: Vec<u32>,
    many: Vec<Box<[u32]>>,
}

const MANY: u32 = 1 << 31;

impl Lists {
    pub fn push(&mut self, list: &[u32]) {
        match list {
            &[one] if one < MANY => self.heads.push(one),
            _ => {
                self.heads.push(MANY | self.many.len() as u32);
                self.many.push(list.into());
            }
        }
    }

    pub fn get(&self, row: usize) -> &[u32] {
        let head = &self.heads[row];
        match head & MANY {
            0 => std::slice::from_ref(head),
            _ => &self.many[(head & !MANY) as usize],
        }
    }

    /// Replaces a list.
    pub fn set(&mut self, row: usize, list: &[u32]) {
        let mut room = Lists::default();
        std::mem::swap(&mut room.many, &mut self.many);
        room.push(list);
        self.many = room.many;
        self.heads[row] = room.heads[0];
    }

    /// Replaces every member.
    pub fn map(&mut self, mut replace: impl FnMut(u32) -> u32) {
        for head in &mut self.heads {
            if *head & MANY == 0 {
                *head = replace(*head);
            }
        }
        for list in &mut self.many {
            for member in list {
                *member = replace(*member);
            }
        }
    }

    fn keep(&mut self, keep: &[bool]) {
        let mut kept = keep.iter();
        self.heads.retain(|_| *kept.next().expect("there is a mark for every row"));
    }
}

/// The statements as columns: row `i` of each belongs to statement `i`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Statements {
    pub at: Vec<At>,
    /// Its id among `ids`, or [`NO_ID`].
    pub id: Vec<u32>,
    /// The row's number among the statements of its file, from 1.
    pub number: Vec<u32>,
    pub documents: Lists,
    pub sources: Lists,
    pub targets: Lists,
    pub relation: Vec<u32>,
    pub date: Vec<Option<Date>>,
    pub flags: Vec<Flags>,
    /// Which statement a statement answers.
    pub answers: HashMap<u32, u32>,
    /// The number of the id that a statement answers, where that is none of these.
    pub answers_others: HashMap<u32, u32>,
}

pub(crate) const NO_ID: u32 = u32::MAX;

/// Certainty, negation and whether there is a code, in a byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flags(u8);

impl Flags {
    pub fn new(certainty: Option<Certainty>, negated: bool) -> Self {
        let certainty = certainty.map_or(0, |certainty| certainty as u8 + 1);
        Flags(certainty | u8::from(negated) << 2)
    }

    pub fn certainty(self) -> Option<Certainty> {
        match self.0 & 3 {
            0 => None,
            n => Some(Certainty::ALL[usize::from(n) - 1]),
        }
    }

    pub fn negated(self) -> bool {
        self.0 & 4 != 0
    }

    /// Notes that it has the code of an event: nobody wrote it by hand.
    pub fn coded(self, coded: bool) -> Self {
        Flags(self.0 | u8::from(coded) << 3)
    }

    pub fn is_coded(self) -> bool {
        self.0 & 8 != 0
    }

    /// Certainty and negation, for [`of_byte`](Flags::of_byte).
    #[cfg(feature = "parquet")]
    pub fn byte(self) -> u8 {
        self.0 & 7
    }

    /// What [`byte`](Flags::byte) gave; bits that mean nothing are dropped.
    #[cfg(feature = "parquet")]
    pub fn of_byte(byte: u8) -> Self {
        Flags(byte & 7)
    }
}

impl Statements {
    pub fn len(&self) -> usize {
        self.relation.len()
    }

    /// Drops the rows that are not marked to be kept.
    pub fn keep(&mut self, keep: &[bool]) {
        fn retain<T>(column: &mut Vec<T>, keep: &[bool]) {
            let mut kept = keep.iter();
            column.retain(|_| *kept.next().expect("there is a mark for every row"));
        }
        // What is dropped is still what was answered.
        let answered = |(&row, &to): (&u32, &u32)| (!keep[to as usize]).then(|| (row, self.id[to as usize]));
        self.answers_others.extend(self.answers.iter().filter_map(answered));
        retain(&mut self.at, keep);
        retain(&mut self.id, keep);
        retain(&mut self.number, keep);
        retain(&mut self.relation, keep);
        retain(&mut self.date, keep);
        retain(&mut self.flags, keep);
        self.documents.keep(keep);
        self.sources.keep(keep);
        self.targets.keep(keep);
        let mut moved = vec![None; keep.len()];
        for (to, from) in keep.iter().enumerate().filter(|(_, kept)| **kept).map(|(from, _)| from).enumerate() {
            moved[from] = Some(to as u32);
        }
        let place = |row: u32| moved[row as usize];
        self.answers = self.answers.iter().filter_map(|(&row, &to)| Some((place(row)?, place(to)?))).collect();
        self.answers_others = self.answers_others.iter().filter_map(|(&row, &id)| Some((place(row)?, id))).collect();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_none_one_and_many() {
        let mut lists = Lists::default();
        for list in [&[][..], &[7], &[1, 2, 3], &[0]] {
            lists.push(list);
        }
        lists.map(|n| n + 1);
        assert_eq!([lists.get(0), lists.get(1), lists.get(2), lists.get(3)], [&[][..], &[8], &[2, 3, 4], &[1]]);
    }

    #[test]
    fn flags_hold_what_was_put_in() {
        for certainty in [None, Some(Certainty::Stated), Some(Certainty::Reported), Some(Certainty::Alleged)] {
            for negated in [false, true] {
                let flags = Flags::new(certainty, negated);
                assert_eq!((flags.certainty(), flags.negated()), (certainty, negated));
            }
        }
        assert_eq!(size_of::<Option<Date>>(), 8);
    }
}
