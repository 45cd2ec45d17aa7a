//! JSON with places: serde_json reads the text one level at a time, and every value is a slice of it.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::keys::{Key, Shape};
use super::scan;
use crate::date::Date;
use crate::files::At;
use crate::names::nearest;
use crate::problem::{Finding, Problems};

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Spanned<T> {
    pub value: T,
    pub at: At,
}

impl<T> Spanned<T> {
    pub fn map<U>(self, map: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: map(self.value), at: self.at }
    }
}

/// JSON text and where it begins in its file.
#[derive(Clone, Copy)]
pub(crate) struct Json<'t> {
    pub file: u32,
    pub offset: u64,
    pub text: &'t str,
}

/// The most keys that an object may have.
pub(crate) const KEYS: usize = 13;

/// An object: for each of its keys the value, if there is one.
pub(crate) struct Object<'t> {
    json: Json<'t>,
    keys: &'static [Key],
    values: [Option<&'t str>; KEYS],
    pub at: At,
}

impl<'t> Json<'t> {
    /// Where a slice of the text stands in the file.
    pub fn at(&self, part: &str) -> At {
        let before = part.as_ptr() as usize - self.text.as_ptr() as usize;
        At::new(self.file, self.offset + before as u64, part.len())
    }

    /// The whole text as one value; a text that is no JSON is a finding at the place where it ceases
    /// to be.
    ///
    /// serde_json skips nested values without recursion, so that no depth overflows the stack.
    pub fn value(&self, findings: &mut Problems) -> Option<&'t str> {
        match serde_json::from_str::<&RawValue>(self.text) {
            Ok(value) => Some(value.get()),
            Err(error) => {
                findings.push(self.syntax(&error));
                None
            }
        }
    }

    /// What is wrong with a text that is no JSON, and where. serde_json tells the place where it
    /// could not read on; what a person has to mend may stand before it.
    fn syntax(&self, error: &serde_json::Error) -> Finding {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or(&said);
        let mut line_start = 0;
        for _ in 1..error.line() {
            line_start += self.text[line_start..].find('\n').map_or(0, |end| end + 1);
        }
        let mut start = (line_start + error.column().saturating_sub(1)).min(self.text.len());
        while !self.text.is_char_boundary(start) {
            start -= 1;
        }
        let (before, rest) = self.text.split_at(start);
        let next = rest.chars().next();
        let here = |message: &str| {
            Finding::error(self.at(&rest[..next.map_or(0, char::len_utf8)]), format!("this is not JSON: {message}"))
        };
        if self.text.trim_ascii().is_empty() {
            return here("there is nothing but blanks");
        }
        let written = before.trim_ascii_end();
        if matches!(next, Some(']' | '}')) && written.ends_with(',') {
            let comma = self.at(&written[written.len() - 1..]);
            return Finding::error(comma, "this is not JSON: a comma too many")
                .hint("nothing stands between this comma and the closing bracket: take it away");
        }
        if let Some(what) = said.strip_prefix("EOF while parsing ") {
            // What ends too early has nothing wrong where it ends.
            let end = self.text.trim_ascii_end().len();
            return Finding::error(self.at(&self.text[end..end]), format!("this is not JSON: {what} is not closed"))
                .hint("the text ends here; in JSON Lines a statement stands in one line");
        }
        if said.starts_with("control character") {
            // A string holds no quote that is not escaped, so that the last such one opens it.
            let escaped = |quote: usize| (quote - before[..quote].trim_end_matches('\\').len()) % 2 == 1;
            let mut quotes = before.rmatch_indices('"').map(|(quote, _)| quote);
            let quote = quotes.find(|&quote| !escaped(quote)).unwrap_or(start);
            let line = self.text[quote..].lines().next().unwrap_or_default();
            return Finding::error(self.at(line), "this is not JSON: a string holds a line break, a tab or the like")
                .hint("is its quote not closed? inside a string these are written \\n and \\t");
        }
        let word = before.trim_end_matches(char::is_alphanumeric).len();
        let word_end = start + rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len());
        match said {
            "expected value" | "expected ident" if word < word_end => {
                let word = &self.text[word..word_end];
                Finding::error(self.at(word), format!("this is not JSON: `{}` is no value", shortened(word)))
                    .hint("strings stand in double quotes; true, false and null are written so, without capitals")
            }
            "expected value" => here("a value is missing here"),
            "key must be a string" if next == Some('/') => here("it has no comments").hint("take the comment away"),
            "key must be a string" => here("a key is missing here").hint("keys stand in double quotes"),
            "trailing characters" => here("something stands behind the value")
                .hint("one value a file, or, where the file is named .jsonl, one statement a line"),
            "invalid escape" => {
                here("no character is escaped so").hint("a backslash itself is written \\\\, a quote \\\"")
            }
            "invalid number" => here("a number is not written so").hint("as in 0, 12 or -1.5, without a leading zero"),
            _ if said.starts_with("expected `,`") => {
                here(said).hint("a comma is missing before it, or a bracket is not closed")
            }
            _ => here(said),
        }
    }

    /// The members of an array. Anything else is a finding, and no members.
    pub fn array(&self, raw: &'t str, name: &str, findings: &mut Problems) -> Vec<&'t str> {
        if !raw.starts_with('[') {
            findings.push(self.wrong(raw, &format!("`{name}`"), "a list"));
            return Vec::new();
        }
        struct Members;
        impl<'t> Visitor<'t> for Members {
            type Value = Vec<&'t str>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: SeqAccess<'t>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = seq.next_element::<&RawValue>()? {
                    members.push(member.get());
                }
                Ok(members)
            }
        }
        let mut deserializer = serde_json::Deserializer::from_str(raw);
        deserializer.deserialize_seq(Members).expect("the whole text was found to be JSON, and this part of it a list")
    }

    /// The members of an object whose keys are known. Anything else is a finding, and so is every
    /// unknown key, repeated key and missing one that is required.
    pub fn object(
        &self,
        raw: &'t str,
        name: &str,
        keys: &'static [Key],
        findings: &mut Problems,
    ) -> Option<Object<'t>> {
        if !raw.starts_with('{') {
            findings.push(self.wrong(raw, name, "an object"));
            return None;
        }
        match self.members(raw, keys, findings) {
            Ok(object) => Some(object),
            Err(error) => {
                let said = error.to_string();
                let said = said.split(" at line ").next().unwrap_or(&said);
                findings.push(Finding::error(self.at(raw), format!("a key cannot be read: {said}")));
                None
            }
        }
    }

    /// The whole text as one object: the same as its value as an object, in one pass.
    pub fn whole_object(&self, name: &str, keys: &'static [Key], findings: &mut Problems) -> Option<Object<'t>> {
        let text = self.text.trim_ascii();
        if let Some(values) = scan::members(text, keys) {
            return Some(Object { json: *self, keys, values, at: self.at(text) });
        }
        if text.starts_with('{') {
            // A text that is no JSON is read again below, to say what is wrong with it.
            let mut found = Problems::default();
            if let Ok(object) = self.members(text, keys, &mut found) {
                findings.append(found);
                return Some(object);
            }
        }
        let value = self.value(findings)?;
        self.object(value, name, keys, findings)
    }

    fn members(
        &self,
        text: &'t str,
        keys: &'static [Key],
        findings: &mut Problems,
    ) -> Result<Object<'t>, serde_json::Error> {
        let mut object = Object { json: *self, keys, values: [None; KEYS], at: self.at(text) };
        let mut deserializer = serde_json::Deserializer::from_str(text);
        Members { object: &mut object, findings }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        for (key, value) in keys.iter().zip(&object.values) {
            if key.required && value.is_none() {
                findings.push(Finding::error(object.at, format!("the key `{}` is missing", key.name)).hint(key.about));
            }
        }
        Ok(object)
    }

    /// Where the whole text stands.
    pub fn place(&self) -> At {
        self.at(self.text.trim_ascii())
    }

    /// The keys and values of an object, whatever they are; anything else is a finding.
    pub fn entries(&self, raw: &'t str, findings: &mut Problems) -> Option<Vec<(Cow<'t, str>, &'t str)>> {
        struct Entries;
        impl<'t> Visitor<'t> for Entries {
            type Value = Vec<(Cow<'t, str>, &'t str)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut entries = Vec::new();
                while let Some(KeyText(name)) = map.next_key()? {
                    entries.push((name, map.next_value::<&RawValue>()?.get()));
                }
                Ok(entries)
            }
        }
        if !raw.starts_with('{') {
            findings.push(self.wrong(raw, "a line", "an object"));
            return None;
        }
        let entries = serde_json::Deserializer::from_str(raw).deserialize_map(Entries);
        if entries.is_err() {
            findings.push(Finding::error(self.at(raw), "a key cannot be read: an escape stands for no character"));
        }
        entries.ok()
    }

    /// An object of which these values were picked.
    pub fn picked(&self, keys: &'static [Key], values: [Option<&'t str>; KEYS]) -> Object<'t> {
        Object { json: *self, keys, values, at: self.place() }
    }

    /// The text of a string, a number, or true or false; nothing for what is none of these.
    pub fn scalar(&self, raw: &'t str) -> Option<Spanned<Cow<'t, str>>> {
        match raw.as_bytes().first()? {
            b'{' | b'[' | b'n' => None,
            b'"' => self.string(raw, "", &mut Problems::default()),
            _ => Some(Spanned { value: Cow::Borrowed(raw), at: self.at(raw) }),
        }
    }

    fn wrong(&self, raw: &str, what: &str, wanted: &str) -> Finding {
        let found = match raw.as_bytes()[0] {
            b'{' => "an object",
            b'[' => "a list",
            b'"' => "a string",
            b't' | b'f' => "true or false",
            b'n' => "null",
            _ => "a number",
        };
        Finding::error(self.at(raw), format!("{what} should be {wanted}, not {found}"))
    }

    /// A string, which is copied only where it holds an escape.
    pub fn string(&self, raw: &'t str, name: &str, findings: &mut Problems) -> Option<Spanned<Cow<'t, str>>> {
        let text = raw;
        let Some(inside) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) else {
            findings.push(self.wrong(raw, &format!("`{name}`"), "a string"));
            return None;
        };
        let at = self.at(if inside.is_empty() { text } else { inside });
        if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
            return Some(Spanned { value: Cow::Borrowed(inside), at });
        }
        match serde_json::from_str::<String>(text) {
            Ok(value) => Some(Spanned { value: Cow::Owned(value), at }),
            Err(_) => {
                findings.push(
                    Finding::error(at, format!("`{name}` has an escape that stands for no character"))
                        .hint("half of a surrogate pair; write the character itself"),
                );
                None
            }
        }
    }
}

struct Members<'a, 't> {
    object: &'a mut Object<'t>,
    findings: &'a mut Problems,
}

impl<'t> DeserializeSeed<'t> for Members<'_, 't> {
    type Value = ();

    fn deserialize<D: Deserializer<'t>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'t> Visitor<'t> for Members<'_, 't> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'t>>(self, mut map: A) -> Result<(), A::Error> {
        let Members { object, findings } = self;
        // A null is a missing key, but the second of two keys is one too many even behind a null.
        let mut seen = 0u32;
        while let Some(KeyText(name)) = map.next_key()? {
            let value = map.next_value::<&RawValue>()?.get();
            let at = match &name {
                Cow::Borrowed(name) => object.json.at(if name.is_empty() { value } else { name }),
                Cow::Owned(_) => object.json.at(value),
            };
            match object.keys.iter().position(|key| key.name == name) {
                Some(index) if seen & 1 << index != 0 => {
                    findings.push(Finding::error(at, format!("the key `{name}` stands here twice")));
                }
                Some(index) => {
                    seen |= 1 << index;
                    if value != "null" || object.keys[index].required {
                        object.values[index] = Some(value);
                    }
                }
                None => findings.push(unknown_key("key", &name, at, object.keys)),
            }
        }
        Ok(())
    }
}

/// The finding for a key or column that the format does not have.
pub(crate) fn unknown_key(what: &str, name: &str, at: At, keys: &[Key]) -> Finding {
    let finding = Finding::error(at, format!("unknown {what} `{}`", shortened(name)));
    let word = name.to_lowercase();
    // `alias` is farther from `aliases` than a slip of the fingers, and yet is what was meant.
    let begins = |key: &&str| word.len() > 2 && (key.starts_with(&word) || word.starts_with(key));
    let near = nearest(&word, keys.iter().map(|key| key.name));
    match near.or_else(|| keys.iter().map(|key| key.name).find(begins)) {
        Some(key) => finding.did_you_mean(Some(key)),
        None => finding.hint(format!("known are {}", list(keys.iter().map(|key| key.name)))),
    }
}

/// Words as a list in a sentence.
pub(crate) fn list<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// Somebody's text for use in a message: its first 60 characters.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// A key, borrowed where it holds no escape.
struct KeyText<'t>(Cow<'t, str>);

impl<'t> Deserialize<'t> for KeyText<'t> {
    fn deserialize<D: Deserializer<'t>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'t> Visitor<'t> for Text {
            type Value = KeyText<'t>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_borrowed_str<E>(self, text: &'t str) -> Result<KeyText<'t>, E> {
                Ok(KeyText(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<KeyText<'t>, E> {
                Ok(KeyText(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

impl<'t> Object<'t> {
    fn index(&self, name: &str) -> usize {
        self.keys.iter().position(|key| key.name == name).expect("the caller asks for keys of the table it gave")
    }

    /// A string; one that must not be empty is a finding where it is.
    pub fn text(&self, index: usize, findings: &mut Problems) -> Option<Spanned<Cow<'t, str>>> {
        let key = &self.keys[index];
        let text = self.json.string(self.values[index]?, key.name, findings)?;
        filled(text, key, findings)
    }

    /// A string by the name of its key, owned.
    pub fn string(&self, name: &str, findings: &mut Problems) -> Option<String> {
        self.text(self.index(name), findings).map(|text| text.value.into_owned())
    }

    /// A string by the name of its key, with its place.
    pub fn spanned(&self, name: &str, findings: &mut Problems) -> Option<Spanned<String>> {
        self.text(self.index(name), findings).map(|text| text.map(Cow::into_owned))
    }

    /// A date by the name of its key.
    pub fn date(&self, name: &str, findings: &mut Problems) -> Option<Date> {
        let text = self.text(self.index(name), findings)?;
        date(&text, findings)
    }

    /// One of the words that the key allows, as what it stands for.
    pub fn word<T: std::str::FromStr>(&self, name: &str, findings: &mut Problems) -> Option<T> {
        let index = self.index(name);
        let text = self.text(index, findings)?;
        word(&text, &self.keys[index], findings)
    }

    /// One string or several, none of them empty.
    pub fn names(&self, index: usize, findings: &mut Problems) -> Vec<Spanned<Cow<'t, str>>> {
        let key = &self.keys[index];
        let Some(raw) = self.values[index] else { return Vec::new() };
        if key.shape == Shape::Names && !raw.starts_with('[') {
            return self.text(index, findings).into_iter().collect();
        }
        let members = self.json.array(raw, key.name, findings);
        if members.is_empty() && key.required && raw.starts_with('[') {
            findings.push(Finding::error(self.json.at(raw), format!("`{}` is empty", key.name)));
        }
        let mut names = Vec::with_capacity(members.len());
        for member in members {
            let name = self.json.string(member, key.name, findings);
            names.extend(name.and_then(|name| filled(name, key, findings)));
        }
        names
    }

    /// Strings by the name of their key, owned, with their places.
    pub fn list(&self, name: &str, findings: &mut Problems) -> Vec<Spanned<String>> {
        self.names(self.index(name), findings).into_iter().map(|name| name.map(Cow::into_owned)).collect()
    }

    /// The raw value by the name of its key.
    pub fn member(&self, name: &str) -> Option<&'t str> {
        self.values[self.index(name)]
    }

    /// Start and end of a span, in order.
    pub fn span(&self, index: usize, findings: &mut Problems) -> Option<Spanned<(u64, u64)>> {
        let raw = self.values[index]?;
        let name = self.keys[index].name;
        let at = self.json.at(raw);
        match serde_json::from_str::<(u64, u64)>(raw) {
            Ok(span) => in_order(Spanned { value: span, at }, findings),
            Err(_) => {
                findings.push(
                    Finding::error(at, format!("`{name}` should be a start and an end"))
                        .hint("write [412, 655]: code points from 0, the end not included"),
                );
                None
            }
        }
    }

    /// True or false.
    pub fn flag(&self, index: usize, findings: &mut Problems) -> bool {
        let Some(raw) = self.values[index] else { return false };
        match raw {
            "true" => true,
            "false" => false,
            _ => {
                findings.push(self.json.wrong(raw, &format!("`{}`", self.keys[index].name), "true or false"));
                false
            }
        }
    }
}

/// The text unless it is empty and must not be.
pub(crate) fn filled<'t>(
    text: Spanned<Cow<'t, str>>,
    key: &Key,
    findings: &mut Problems,
) -> Option<Spanned<Cow<'t, str>>> {
    let may_be_empty = matches!(key.shape, Shape::Words);
    if !may_be_empty && text.value.trim_start().is_empty() {
        findings.push(Finding::error(text.at, format!("`{}` is empty", key.name)).hint("leave it out or fill it in"));
        return None;
    }
    Some(text)
}

/// A date; what is none is a finding.
pub(crate) fn date(text: &Spanned<Cow<'_, str>>, findings: &mut Problems) -> Option<Date> {
    match text.value.parse() {
        Ok(date) => Some(date),
        Err(error) => {
            let error: crate::date::DateError = error;
            findings.push(Finding::error(text.at, error.to_string()).hint(error.hint()));
            None
        }
    }
}

/// One of the words that a key allows.
pub(crate) fn word<T: std::str::FromStr>(
    text: &Spanned<Cow<'_, str>>,
    key: &Key,
    findings: &mut Problems,
) -> Option<T> {
    if let Ok(value) = text.value.parse() {
        return Some(value);
    }
    let finding = Finding::error(text.at, format!("`{}` is no {}", shortened(&text.value), key.name));
    let words = match key.shape {
        Shape::OneOf(words) => words,
        _ => &[],
    };
    findings.push(match nearest(&text.value.to_lowercase(), words.iter().copied()) {
        Some(near) => finding.did_you_mean(Some(near)),
        None => finding.hint(format!("it is one of {}", list(words.iter().copied()))),
    });
    None
}

/// A span whose end lies behind its start.
pub(crate) fn in_order(span: Spanned<(u64, u64)>, findings: &mut Problems) -> Option<Spanned<(u64, u64)>> {
    let (start, end) = span.value;
    if start < end {
        return Some(span);
    }
    let why = if start == end { "holds nothing" } else { "ends before it begins" };
    findings.push(
        Finding::error(span.at, format!("the span {why}")).hint("the end is not included: [0, 5] is five code points"),
    );
    None
}
