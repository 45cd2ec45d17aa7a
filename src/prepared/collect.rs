//! Statements on their way into a prepared file, as parts: what a stretch of the input holds, with
//! names as small integers. Several threads collect at once, each with its own numbers.

use std::borrow::Cow;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use hashbrown::{DefaultHashBuilder, HashMap, HashSet, HashTable};

use super::pattern::{Patterns, same};
use super::tie::{ANSWERS, CODE, DOCUMENT, GIST, NO_DATE, NO_GIST, QUOTE, STATEMENT, Texts, Tie};
use crate::date::Date;
use crate::files::At;
use crate::problem::{Finding, Problems};
use crate::read::json::{Json, Spanned};
use crate::read::keys::statement as key;
use crate::read::record::Record;
use crate::read::{not_utf8, without_mark};
use crate::statement::{Certainty, Flags};

/// The most strings that the ties of one statement may hold together: every one lists all of its
/// sources and targets, so that a statement of a thousand of each would fill a disk.
const MOST_LISTED: usize = 1 << 22;

/// The most bytes of text that a statement may have.
const MOST_TEXT: usize = 64 << 20;

/// What a stretch of the input holds, in the numbers of the collector that made it.
#[derive(Debug, Default)]
pub(crate) struct Part {
    /// Names that the collector has not told before, in the order of their numbers, and where they
    /// came first.
    pub(super) actors: Vec<(String, At)>,
    pub(super) relations: Vec<(String, At)>,
    pub(super) dates: Vec<Date>,
    pub(super) gists: Vec<String>,
    /// The ties, the rows counted from the beginning of the part.
    pub(super) ties: Vec<Tie>,
    pub(super) texts: Vec<u8>,
    /// How many statements there are, and how many places for one, the broken included.
    pub(super) statements: u64,
    pub(super) numbers: u64,
    /// What is wrong with them.
    pub findings: Problems,
}

/// Collects statements into parts. Each of its parts goes to the same
/// [`Import`](super::Import) under the same number, in the order in which they were made.
#[derive(Debug, Default)]
pub(crate) struct Collector {
    actors: Seen,
    relations: Seen,
    dates: HashMap<String, u32>,
    gists: Repeats,
    patterns: Patterns,
    part: Part,
}

impl Collector {
    /// A collector that holds gists which repeat once, as long as the room for all of them lasts.
    pub fn new(room: Arc<AtomicUsize>) -> Self {
        Collector { gists: Repeats { room: Some(room), ..Repeats::default() }, ..Collector::default() }
    }

    /// What was collected since the last time.
    pub fn take(&mut self) -> Part {
        let like = |part: &Part| Part {
            ties: Vec::with_capacity(part.ties.len() + part.ties.len() / 16),
            texts: Vec::with_capacity(part.texts.len() + part.texts.len() / 16),
            ..Part::default()
        };
        let next = like(&self.part);
        std::mem::replace(&mut self.part, next)
    }

    /// Takes in the lines of a block of JSON Lines, which begins there.
    pub fn lines(&mut self, file: u32, block: &[u8], at: u64) {
        // Where a whole block is text, so is every line of it: a line feed is never part of a letter.
        let text = std::str::from_utf8(block);
        let mut start = 0;
        let ends = memchr::memchr_iter(b'\n', block).map(|end| end + 1);
        let last = (!block.ends_with(b"\n")).then_some(block.len());
        for end in ends.chain(last) {
            let here = at + start as u64;
            let json = match &text {
                Ok(text) if here > 0 => Ok(Json { file, offset: here, text: &text[start..end] }),
                _ => {
                    let findings = &mut self.part.findings;
                    let (offset, bytes) = without_mark(file, here, &block[start..end], findings);
                    let text = std::str::from_utf8(bytes);
                    text.map(|text| Json { file, offset, text }).map_err(|error| not_utf8(file, offset, bytes, error))
                }
            };
            match json {
                Ok(json) if json.text.trim_ascii().is_empty() => {}
                Ok(json) => self.line(json),
                Err(finding) => {
                    self.part.numbers += 1;
                    self.part.findings.push(finding);
                }
            }
            start = end;
        }
    }

    /// Takes in a line of JSON Lines that is not blank.
    pub fn line(&mut self, json: Json<'_>) {
        if self.plain_line(json).is_none() {
            let mut findings = std::mem::take(&mut self.part.findings);
            let record = Record::of_json(json, &mut findings);
            self.part.findings = findings;
            match record {
                Some(record) => self.record(&record),
                None => self.part.numbers += 1,
            }
        }
    }

    /// Takes in a line that is as nearly all are: an id, a document, a source and a target at most,
    /// nothing escaped and nothing wrong. `None` leaves it, whatever it is, to the careful reader.
    fn plain_line(&mut self, json: Json<'_>) -> Option<()> {
        let text = json.text.trim_ascii();
        let (values, escaped) = self.patterns.members(text)?;
        if escaped & !(1 << key::GIST | 1 << key::QUOTE) != 0 {
            return None;
        }
        let unescaped = |index: usize| match values[index].filter(|_| escaped & 1 << index != 0) {
            Some(raw) => serde_json::from_str::<String>(raw).map(Some).ok(),
            None => Some(None),
        };
        let (gist, quote) = (unescaped(key::GIST)?, unescaped(key::QUOTE)?);
        if quote.as_ref().is_some_and(|quote| quote.trim_start().is_empty()) {
            return None;
        }
        let string = |index: usize| match values[index] {
            None => Some(None),
            Some(raw) => {
                let inside = raw.strip_prefix('"')?.strip_suffix('"')?;
                let filled = inside.as_bytes().first().is_some_and(|&byte| byte > b' ' && byte < 0x80);
                (filled || index == key::GIST || !inside.trim_start().is_empty()).then_some(Some(inside))
            }
        };
        let date = match string(key::DATE)? {
            Some(date) => self.date_of(date)?,
            None => NO_DATE,
        };
        let certainty = match string(key::CERTAINTY)? {
            Some(word) => Some(word.parse::<Certainty>().ok()?),
            None => None,
        };
        let negated = match values[key::NEGATED] {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return None,
        };
        let span = match values[key::SPAN] {
            Some(raw) => Some(span(raw)?),
            None => None,
        };
        let id = string(key::ID)?;
        let mut texts = Texts {
            texts: [
                id,
                string(key::DOCUMENT)?,
                string(key::CODE)?,
                gist.as_deref().or(string(key::GIST)?).filter(|gist| !gist.is_empty()),
                quote.as_deref().or(string(key::QUOTE)?),
                string(key::ANSWERS)?,
            ],
            span,
            lists: Default::default(),
            number: id.is_none().then_some(self.part.numbers + 1),
        };
        if text.len() > MOST_TEXT {
            return None;
        }
        let (source, relation, target) = (string(key::SOURCE)??, string(key::RELATION)??, string(key::TARGET)??);
        // Only now, when nothing can fail any more, is anything counted.
        let part = &mut self.part;
        let before = text.as_ptr() as usize - json.text.as_ptr() as usize;
        let at = At::new(json.file, json.offset + before as u64, text.len());
        let repeated = texts.texts[GIST].and_then(|gist| self.gists.number(gist, &mut part.gists));
        if repeated.is_some() {
            texts.texts[GIST] = None;
        }
        let start = part.texts.len();
        texts.put(&mut part.texts);
        part.ties.push(Tie {
            gist: repeated.unwrap_or(NO_GIST),
            relation: number(&mut self.relations, relation, at, &mut part.relations),
            source: number(&mut self.actors, source, at, &mut part.actors),
            target: number(&mut self.actors, target, at, &mut part.actors),
            date,
            flags: Flags::new(certainty, negated),
            ties: 1,
            row: part.statements,
            start: start as u32,
            len: (part.texts.len() - start) as u32,
            part: 0,
        });
        part.statements += 1;
        part.numbers += 1;
        Some(())
    }

    fn date_of(&mut self, text: &str) -> Option<u32> {
        if let Some(&date) = self.dates.get(text) {
            return Some(date);
        }
        let date = text.parse::<Date>().ok()?;
        let number = self.dates.len() as u32;
        self.dates.insert(text.to_owned(), number);
        self.part.dates.push(date);
        Some(number)
    }

    /// Takes in a statement, unless something that it needs is missing, which was said.
    pub fn record(&mut self, record: &Record<'_>) {
        self.part.numbers += 1;
        let Some(relation) = &record.relation else { return };
        let (source_names, target_names) = (different(&record.sources), different(&record.targets));
        let mut numbers = |names: &[&str]| -> Vec<u32> {
            let number = |name: &&str| number(&mut self.actors, name, record.at, &mut self.part.actors);
            names.iter().map(number).collect()
        };
        let (sources, targets) = (numbers(&source_names), numbers(&target_names));
        self.statement(record, relation, (&sources, &source_names), (&targets, &target_names));
    }

    fn statement(
        &mut self,
        record: &Record<'_>,
        relation: &Spanned<Cow<'_, str>>,
        (sources, source_names): (&[u32], &[&str]),
        (targets, target_names): (&[u32], &[&str]),
    ) {
        let text = |text: &Option<Spanned<Cow<'_, str>>>| text.as_ref().map(|text| text.value.len());
        let documents = different(&record.documents);
        let ties = sources.len() * targets.len();
        let listed = ties.saturating_mul(sources.len() + targets.len() + documents.len());
        let (source_names, target_names) = if ties > 1 { (source_names, target_names) } else { (&[][..], &[][..]) };
        let mut texts = Texts {
            lists: [documents.get(1..).unwrap_or_default().to_vec(), source_names.to_vec(), target_names.to_vec()],
            span: record.span.as_ref().map(|span| span.value),
            number: record.id.is_none().then_some(self.part.numbers),
            ..Texts::default()
        };
        let fields = [
            (STATEMENT, &record.id),
            (CODE, &record.code),
            (GIST, &record.gist),
            (QUOTE, &record.quote),
            (ANSWERS, &record.answers),
        ];
        let bytes: usize = fields.iter().filter_map(|(_, field)| text(field)).sum::<usize>()
            + texts.lists.iter().flatten().chain(&documents).map(|text| text.len()).sum::<usize>();
        let wrong = if listed > MOST_LISTED {
            Some("the statement has too many sources and targets for a prepared file")
        } else if bytes > MOST_TEXT || bytes.saturating_mul(ties) > MOST_TEXT * 4 {
            Some("the statement is too long for a prepared file")
        } else if texts.span.is_some_and(|(_, end)| i64::try_from(end).is_err()) {
            Some("the span ends behind any text")
        } else {
            None
        };
        if let Some(wrong) = wrong {
            return self.part.findings.push(Finding::error(record.at, wrong));
        }
        for (index, field) in fields {
            texts.texts[index] = field.as_ref().map(|text| text.value.as_ref());
        }
        texts.texts[GIST] = texts.texts[GIST].filter(|gist| !gist.is_empty());
        texts.texts[DOCUMENT] = documents.first().copied();
        let date = record.date.map_or(NO_DATE, |date| {
            let next = self.dates.len() as u32;
            *self.dates.entry(date.to_string()).or_insert_with(|| {
                self.part.dates.push(date);
                next
            })
        });
        let relation = number(&mut self.relations, &relation.value, record.at, &mut self.part.relations);
        for &source in sources {
            for &target in targets {
                let start = self.part.texts.len();
                texts.put(&mut self.part.texts);
                self.part.ties.push(Tie {
                    gist: NO_GIST,
                    relation,
                    source,
                    target,
                    date,
                    flags: Flags::new(record.certainty, record.negated),
                    ties: ties as u32,
                    row: self.part.statements,
                    start: start as u32,
                    len: (self.part.texts.len() - start) as u32,
                    part: 0,
                });
            }
        }
        self.part.statements += u64::from(ties > 0);
    }
}

/// Names and their numbers. Every line asks for two, mostly among tens of thousands: an entry tells
/// where its name stands, so that only the two have to be fetched.
#[derive(Debug, Default)]
struct Seen {
    entries: HashTable<Entry>,
    hasher: DefaultHashBuilder,
    text: String,
}

#[derive(Debug)]
struct Entry {
    hash: u64,
    start: usize,
    len: u32,
    number: u32,
}

impl Seen {
    /// The number of a name that came before.
    fn find(&self, name: &str) -> Option<u32> {
        self.find_hashed(name, self.hasher.hash_one(name))
    }

    fn find_hashed(&self, name: &str, hash: u64) -> Option<u32> {
        let same = |entry: &Entry| {
            let text = self.text.as_bytes().get(entry.start..entry.start + entry.len as usize);
            entry.hash == hash && text.is_some_and(|text| same(text, name.as_bytes()))
        };
        self.entries.find(hash, same).map(|entry| entry.number)
    }

    /// The number of a name; whether it is new.
    fn number(&mut self, name: &str) -> (u32, bool) {
        let hash = self.hasher.hash_one(name);
        if let Some(number) = self.find_hashed(name, hash) {
            return (number, false);
        }
        let (number, start) = (self.entries.len() as u32, self.text.len());
        self.text.push_str(name);
        let entry = Entry { hash, start, len: name.len() as u32, number };
        self.entries.insert_unique(hash, entry, |entry| entry.hash);
        (number, true)
    }
}

/// Gists that repeat, as those do that a program wrote.
#[derive(Debug, Default)]
struct Repeats {
    seen: Seen,
    /// How many bytes of them may still be held, by all collectors together.
    room: Option<Arc<AtomicUsize>>,
    known: usize,
    new: usize,
}

impl Repeats {
    /// After how many different gists it is seen whether they repeat at all.
    const ENOUGH: usize = 1 << 12;

    /// The number of a gist, which is told where it is new. Where gists do not repeat, or there are too
    /// many, there is none.
    fn number(&mut self, gist: &str, told: &mut Vec<String>) -> Option<u32> {
        let room = self.room.as_ref()?;
        if let Some(number) = self.seen.find(gist) {
            self.known += 1;
            return Some(number);
        }
        self.new += 1;
        let take = |left: usize| left.checked_sub(gist.len() + size_of::<Entry>());
        if room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, take).is_err()
            || self.new > Self::ENOUGH && self.new > self.known
        {
            if self.new > self.known {
                self.room = None;
            }
            return None;
        }
        told.push(gist.to_owned());
        Some(self.seen.number(gist).0)
    }
}

/// The number of a name, which is told where it is new.
fn number(names: &mut Seen, name: &str, at: At, told: &mut Vec<(String, At)>) -> u32 {
    let (number, new) = names.number(name);
    if new {
        told.push((name.to_owned(), at));
    }
    number
}

/// The texts without those that stand there a second time.
fn different<'t>(texts: &'t [Spanned<Cow<'_, str>>]) -> Vec<&'t str> {
    if let [text] = texts {
        return vec![&text.value];
    }
    let mut seen = HashSet::with_capacity(texts.len());
    texts.iter().map(|text| text.value.as_ref()).filter(|text| seen.insert(*text)).collect()
}

/// A span whose end lies behind its start.
fn span(raw: &str) -> Option<(u64, u64)> {
    let (start, end) = raw.strip_prefix('[')?.strip_suffix(']')?.split_once(',')?;
    let (start, end): (u64, u64) = (start.trim_ascii().parse().ok()?, end.trim_ascii().parse().ok()?);
    (start < end && i64::try_from(end).is_ok()).then_some((start, end))
}
