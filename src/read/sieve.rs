//! A sieve for the lines of a big file: what a question cannot want falls through before it is parsed.
//!
//! A line that is kept need not be wanted; one that falls through is not, or is no right statement:
//! what names no wanted relation, and none of the wanted actors in any spelling. JSON leaves little
//! room for mistakes here: a quote inside a string has a backslash in front, so that `"relation":` is
//! a key wherever it stands, and a line with a backslash, or with letters beyond ASCII, in which a
//! name may be spelled otherwise, is looked at with care.

use hashbrown::HashSet;
use wide::u8x16;

use super::keys::STATEMENT;
use super::keys::statement::{SOURCE, TARGET};
use super::scan;
use super::want::Want;
use crate::names::fold;

/// What passes only statements that may be wanted.
pub(super) struct Sieve {
    /// The relations as they are usually written, by their first byte, and whether each is wanted.
    relations: Option<ByFirst>,
    key: memchr::memmem::Finder<'static>,
    actors: Option<Actors>,
}

/// What is known of the relations that begin with each byte.
type ByFirst = Vec<Vec<(Vec<u8>, bool)>>;

/// Actors that are looked for.
struct Actors {
    names: HashSet<String>,
    /// A word of each name, one of which stands in every line that is wanted and plain; none where too
    /// many are looked for.
    words: Option<Vec<Word>>,
}

/// What is left of a block of lines.
#[derive(Default)]
pub(super) struct Sifted {
    /// Where each line that is left begins in the block, and where its text ends in `text`.
    pub kept: Vec<(usize, usize)>,
    pub text: Vec<u8>,
    /// How many lines there were.
    pub lines: u64,
}

/// With more names than this a line is looked at once with care, and not once for each.
const WORDS: usize = 8;

impl Sieve {
    /// A sieve for lines like those of the sample: in each name that word is looked for which is the
    /// rarest there.
    pub fn new(want: &Want, known: &[String], sample: &[u8]) -> Self {
        let relations = want.relations.as_ref().map(|wanted| {
            let mut of = vec![Vec::new(); 256];
            for id in known.iter().filter(|id| !id.is_empty()) {
                of[usize::from(id.as_bytes()[0])].push((id.clone().into_bytes(), wanted.contains(id)));
            }
            of
        });
        let actors = want.actors.as_ref().map(|names| {
            let word = |name: &String| {
                let words = name.split(' ').filter(|word| word.is_ascii()).map(Word::new);
                words.min_by_key(|word| (word.count(sample), std::cmp::Reverse(word.0.len())))
            };
            // A name without a plain word stands only in lines that are not plain.
            let words: Vec<Word> = names.iter().filter_map(word).collect();
            Actors { names: names.iter().cloned().collect(), words: (words.len() <= WORDS).then_some(words) }
        });
        Sieve { relations, key: memchr::memmem::Finder::new("\"relation\""), actors }
    }

    pub fn sift(&self, block: &[u8]) -> Sifted {
        let mut sifted = Sifted::default();
        match &self.actors {
            None => lines(block, |start, line| {
                sifted.lines += 1;
                if self.may_relate(line) {
                    sifted.keep(start, line);
                }
            }),
            Some(actors) => actors.candidates(block, |start, line| {
                if self.may_relate(line) && actors.may_name(line) {
                    sifted.keep(start, line);
                }
            }),
        }
        if self.actors.is_some() {
            let unended = !block.is_empty() && !block.ends_with(b"\n");
            sifted.lines = memchr::memchr_iter(b'\n', block).count() as u64 + u64::from(unended);
        }
        sifted
    }

    /// Whether the relation of a line may be a wanted one.
    fn may_relate(&self, line: &[u8]) -> bool {
        let Some(relations) = &self.relations else { return true };
        let mut rest = line;
        while let Some(at) = self.key.find(rest) {
            rest = rest[at + "\"relation\"".len()..].trim_ascii_start();
            // Otherwise it is a value.
            if let Some(value) = rest.strip_prefix(b":") {
                let value = value.trim_ascii_start();
                let Some(value) = value.strip_prefix(b"\"") else { return true };
                let Some(end) = memchr::memchr(b'"', value) else { return true };
                // A word that is not known may be a wanted one in another spelling.
                let Some(&first) = value[..end].first() else { return true };
                let known = relations[usize::from(first)].iter().find(|(id, _)| *id == value[..end]);
                return known.is_none_or(|(_, wanted)| *wanted);
            }
        }
        true
    }
}

impl Sifted {
    fn keep(&mut self, start: usize, line: &[u8]) {
        self.text.extend_from_slice(line);
        self.kept.push((start, self.text.len()));
    }
}

/// Every line with its line feed and its place.
fn lines(block: &[u8], mut each: impl FnMut(usize, &[u8])) {
    let mut start = 0;
    while start < block.len() {
        let end = memchr::memchr(b'\n', &block[start..]).map_or(block.len(), |at| start + at + 1);
        each(start, &block[start..end]);
        start = end;
    }
}

impl Actors {
    /// Each line that may name an actor.
    fn candidates(&self, block: &[u8], mut each: impl FnMut(usize, &[u8])) {
        let Some(words) = &self.words else { return lines(block, each) };
        let mut hits = Vec::new();
        for word in words {
            word.hits(block, &mut hits);
        }
        // Where a name may be written otherwise than it is compared, but for case and punctuation.
        for at in memchr::memchr3_iter(b'\\', b'\'', b'`', block) {
            if block[at] == b'\\' || words.iter().any(|word| word.is_parted(block, at)) {
                hits.push(at);
            }
        }
        if !block.is_ascii() {
            beyond_ascii(block, &mut hits);
        }
        hits.sort_unstable();
        let mut end = 0;
        for hit in hits {
            if hit >= end {
                let start = memchr::memrchr(b'\n', &block[..hit]).map_or(0, |at| at + 1);
                end = memchr::memchr(b'\n', &block[hit..]).map_or(block.len(), |at| hit + at + 1);
                each(start, &block[start..end]);
            }
        }
    }

    /// Whether an end of the statement is one of the actors, as far as can be told without much ado.
    fn may_name(&self, line: &[u8]) -> bool {
        let Ok(text) = std::str::from_utf8(line) else { return true };
        let Some(values) = scan::members(text, STATEMENT) else { return true };
        let named = |value: &str| {
            // A string without escapes, or a list of such.
            value.split('"').skip(1).step_by(2).any(|name| self.names.contains(&fold(name)))
        };
        [SOURCE, TARGET].into_iter().any(|key| values[key].is_some_and(named))
    }
}

/// How many bytes are looked at together.
const LANES: usize = 16;

/// Where letters beyond ASCII begin, or a row of them.
fn beyond_ascii(text: &[u8], hits: &mut Vec<usize>) {
    for (number, bytes) in text.chunks(LANES).enumerate().filter(|(_, bytes)| !bytes.is_ascii()) {
        let begins = |&at: &usize| !bytes[at].is_ascii() && (at == 0 || bytes[at - 1].is_ascii());
        hits.extend((0..bytes.len()).filter(begins).map(|at| number * LANES + at));
    }
}

/// A word of a name, in lower case, that is looked for in any case.
struct Word(Vec<u8>);

impl Word {
    fn new(word: &str) -> Self {
        Word(word.as_bytes().to_vec())
    }

    /// How often it stands in a text.
    fn count(&self, text: &[u8]) -> usize {
        let mut hits = Vec::new();
        self.hits(text, &mut hits);
        hits.len()
    }

    /// Everywhere that it stands in a text.
    fn hits(&self, text: &[u8], hits: &mut Vec<usize>) {
        let (Some(&first), Some(&last)) = (self.0.first(), self.0.last()) else { return };
        let behind = self.0.len() - 1;
        // Its first and its last letter are looked for in sixteen places at once.
        let lower = u8x16::splat(0x20);
        let (first, last) = (u8x16::splat(first | 0x20), u8x16::splat(last | 0x20));
        let (firsts, _) = text.as_chunks::<LANES>();
        let (lasts, _) = text.get(behind..).unwrap_or_default().as_chunks::<LANES>();
        for (number, (a, b)) in firsts.iter().zip(lasts).enumerate() {
            let both = (u8x16::new(*a) | lower).cmp_eq(first) & (u8x16::new(*b) | lower).cmp_eq(last);
            let mut mask = both.move_mask();
            while mask != 0 {
                let at = number * LANES + mask.trailing_zeros() as usize;
                if self.begins(text, at) {
                    hits.push(at);
                }
                mask &= mask - 1;
            }
        }
        let seen = firsts.len().min(lasts.len()) * LANES;
        hits.extend((seen..text.len()).filter(|&at| self.begins(text, at)));
    }

    /// Whether it stands there, and no letter before it or behind.
    fn begins(&self, text: &[u8], at: usize) -> bool {
        let end = at + self.0.len();
        let outer = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        text.get(at..end).is_some_and(|here| here.eq_ignore_ascii_case(&self.0))
            && outer(at.checked_sub(1).and_then(|before| text.get(before)))
            && outer(text.get(end))
    }

    /// Whether an apostrophe stands there that may be inside of it: O'Brien is compared as obrien.
    fn is_parted(&self, text: &[u8], at: usize) -> bool {
        if !b"'`".contains(&text[at]) {
            return false;
        }
        let before = at.checked_sub(1).and_then(|before| text.get(before)).map(u8::to_ascii_lowercase);
        let after = text[at..].iter().find(|byte| !b"'`".contains(byte)).map(u8::to_ascii_lowercase);
        self.0.windows(2).any(|pair| Some(pair[0]) == before && Some(pair[1]) == after)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether every name is written here as it is compared, but for case and punctuation.
    fn plain(text: &[u8]) -> bool {
        text.is_ascii() && memchr::memchr(b'\\', text).is_none()
    }

    fn left(want: &Want, text: &str) -> Vec<String> {
        let known: Vec<String> = crate::relation::built_in().into_iter().map(|relation| relation.id).collect();
        let sifted = Sieve::new(want, &known, text.as_bytes()).sift(text.as_bytes());
        assert_eq!(sifted.lines, text.lines().count() as u64);
        let mut start = 0;
        let mut lines = Vec::new();
        for (from, end) in sifted.kept {
            let line = std::str::from_utf8(&sifted.text[start..end]).unwrap();
            assert_eq!(line, &text[from..from + line.len()]);
            lines.push(line.trim_end().to_owned());
            start = end;
        }
        lines
    }

    #[test]
    fn other_relations_fall_through() {
        let want = Want { relations: Some(vec!["accuses".into()]), ..Want::default() };
        let kept = [
            r#"{"relation":"accuses"}"#,
            r#"{"relation" : "Accuses"}"#,
            r#"{"gist":"relation","relation":"accuses"}"#,
            r#"{"re\u006cation":"states"}"#,
            r#"{"relation":3}"#,
            "x",
        ];
        let falls = [r#"{"relation":"states"}"#, r#"{"gist":"relation", "relation": "calls-for"}"#];
        let text = [&kept[..], &falls[..]].concat().join("\n");
        assert_eq!(left(&want, &text), kept);
    }

    /// Names as people spell them, most of which are the one that is looked for.
    fn name() -> impl Strategy<Value = String> {
        let parts = prop::sample::select(vec![
            "O'Brien", "o`BRIEN", "obrien", "OBrien", "ob'rien", "O''Brien", "brien", "Öbrien",
        ]);
        let gap = prop::sample::select(vec![" ", "-", ", ", ".  ", "'", "/"]);
        let end = prop::sample::select(vec!["17", "171", "17'", "1'7", "\\u0031\\u0037", "１７", ""]);
        (parts, gap, end).prop_map(|(word, gap, number)| format!("{word}{gap}{number}"))
    }

    proptest! {
        #[test]
        fn whoever_is_looked_for_is_found(names in prop::collection::vec((name(), name(), name()), 1..40)) {
            let line = |(source, target, gist): &(String, String, String)| format!(
                r#"{{"source":"{source}","relation":"accuses","target":["Town 3", "{target}"],"gist":"{gist} of it"}}"#);
            let text: Vec<String> = names.iter().map(line).collect();
            let want = Want { actors: Some(vec!["obrien 17".into()]), ..Want::default() };
            let expected: Vec<String> = text.iter().filter(|line| {
                let value: serde_json::Value = serde_json::from_str(line).unwrap();
                let is = |name: &serde_json::Value| fold(name.as_str().unwrap()) == "obrien 17";
                is(&value["source"]) || is(&value["target"][1])
            }).cloned().collect();
            let left = left(&want, &text.join("\n"));
            for line in &expected {
                prop_assert!(left.contains(line), "{line}");
            }
            let plain_and_wrong = |line: &&String| plain(line.as_bytes()) && !expected.contains(line);
            prop_assert_eq!(left.iter().find(plain_and_wrong), None);
        }
    }
}
