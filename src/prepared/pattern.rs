//! Lines like the one before: files that a program wrote have the same keys in the same order, so that
//! all of a line but its values is known beforehand.

use crate::read::json::KEYS;
use crate::read::keys::STATEMENT;
use crate::read::scan::{members, plain};

/// The raw value of each key.
type Values<'t> = [Option<&'t str>; KEYS];

/// The keys whose values hold a backslash, a bit each: such a text is not what it is written as, and
/// may be none.
pub(super) type Escaped = u32;

/// How many kinds of lines are known at once.
const KINDS: usize = 4;

/// The kinds of lines that came last.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    /// The one that was of use last comes first.
    known: Vec<Pattern>,
}

impl Patterns {
    /// The same as [`members`] of the keys of a statement, and faster where the line is of a known
    /// kind; then strings may be escaped, too.
    pub fn members<'t>(&mut self, text: &'t str) -> Option<(Values<'t>, Escaped)> {
        for index in 0..self.known.len() {
            if let Some(values) = self.known[index].values(text) {
                self.known[..=index].rotate_right(1);
                return Some(values);
            }
        }
        let values = members(text, STATEMENT)?;
        if let Some(pattern) = Pattern::of(text, &values) {
            self.known.truncate(KINDS - 1);
            self.known.insert(0, pattern);
        }
        Some((values, 0))
    }
}

/// What stands in a line beside its values.
#[derive(Debug)]
struct Pattern {
    fields: Vec<Field>,
    tail: Box<[u8]>,
}

#[derive(Debug)]
struct Field {
    /// What stands before the value, up to the quote or bracket that opens it.
    before: Box<[u8]>,
    key: usize,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Text,
    Numbers,
    True,
    False,
}

impl Pattern {
    /// The kind of a line, unless it has values of another shape.
    fn of(text: &str, values: &Values<'_>) -> Option<Self> {
        let place = |value: &str| value.as_ptr() as usize - text.as_ptr() as usize;
        let mut there: Vec<(usize, usize, &str)> = values
            .iter()
            .enumerate()
            .filter_map(|(key, value)| value.map(|value| (place(value), key, value)))
            .collect();
        there.sort_unstable();
        let mut fields = Vec::with_capacity(there.len());
        let mut end = 0;
        for (start, key, value) in there {
            let (shape, open) = match value.as_bytes() {
                [b'"', ..] => (Shape::Text, 1),
                [b'[', b'0'..=b'9', ..] => (Shape::Numbers, 1),
                b"true" => (Shape::True, 4),
                b"false" => (Shape::False, 5),
                _ => return None,
            };
            fields.push(Field { before: text.as_bytes()[end..start + open].into(), key, shape });
            end = start + value.len();
        }
        Some(Pattern { fields, tail: text.as_bytes()[end..].into() })
    }

    /// The values of a line of this kind.
    fn values<'t>(&self, text: &'t str) -> Option<(Values<'t>, Escaped)> {
        let mut values = [None; KEYS];
        let mut escaped = 0;
        let bytes = text.as_bytes();
        let mut at = 0;
        for field in &self.fields {
            let open = at + field.before.len();
            if !same(bytes.get(at..open)?, &field.before) {
                return None;
            }
            let rest = &bytes[open..];
            let (start, end) = match field.shape {
                Shape::Text => {
                    let mut len = plain(rest)?;
                    // Whatever a backslash is followed by does not end the string.
                    while rest[len] == b'\\' {
                        escaped |= 1 << field.key;
                        let behind = len + 2;
                        len = behind + plain(rest.get(behind..)?)?;
                    }
                    if rest[len] != b'"' {
                        return None;
                    }
                    (open - 1, open + len + 1)
                }
                Shape::Numbers => (open - 1, open + numbers(rest)?),
                Shape::True => (open - 4, open),
                Shape::False => (open - 5, open),
            };
            // Quotes, brackets and letters of ASCII stand at both ends, so that nothing is cut in two.
            values[field.key] = Some(&text[start..end]);
            at = end;
        }
        (bytes[at..] == *self.tail).then_some((values, escaped))
    }
}

/// Whether two short texts are the same; quicker than a call.
#[inline]
pub(super) fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let word = |bytes: &[u8; 8]| u64::from_ne_bytes(*bytes);
    let ((words, rest), (others, _)) = (a.as_chunks::<8>(), b.as_chunks::<8>());
    match (a.last_chunk(), b.last_chunk()) {
        // The last eight bytes overlap with those before.
        (Some(end), Some(other)) => {
            words.iter().zip(others).all(|(a, b)| word(a) == word(b)) && word(end) == word(other)
        }
        _ => rest == b,
    }
}

/// How many bytes whole numbers, apart by commas, and the bracket behind them take.
fn numbers(bytes: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        if digits == 0 || digits > 1 && bytes[at] == b'0' {
            return None;
        }
        at += digits + 1;
        match bytes.get(at - 1)? {
            b',' => {}
            b']' => return Some(at),
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever line came before, a line is read as without.
        #[test]
        fn patterns_change_nothing(lines in prop::collection::vec(line(), 1..8)) {
            let mut patterns = Patterns::default();
            for line in &lines {
                let plain = members(line, STATEMENT);
                match patterns.members(line) {
                    Some((values, 0)) => prop_assert_eq!(Some(values), plain),
                    Some((values, escaped)) => {
                        prop_assert_eq!(plain, None);
                        // Where the strings are right, so is the whole.
                        let right = |value: &&str| serde_json::from_str::<serde_json::Value>(value).is_ok();
                        if values.iter().flatten().all(right) {
                            let read: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
                            prop_assert_eq!(read.len(), values.iter().flatten().count());
                            for (index, value) in values.iter().enumerate().filter(|(_, value)| value.is_some()) {
                                let value: serde_json::Value = serde_json::from_str(value.unwrap()).unwrap();
                                prop_assert_eq!(read.get(STATEMENT[index].name), Some(&value));
                            }
                            prop_assert_ne!(escaped, 0);
                        }
                    }
                    None => prop_assert_eq!(plain, None),
                }
            }
        }

        #[test]
        fn short_texts_are_compared(a in "[ab]{0,20}", b in "[ab]{0,20}") {
            prop_assert_eq!(same(a.as_bytes(), b.as_bytes()), a == b);
            prop_assert!(same(a.as_bytes(), a.as_bytes()));
        }
    }

    fn line() -> impl Strategy<Value = String> {
        let value = || {
            prop::sample::select(vec![
                "\"a\"",
                "\"\"",
                "\"é \"",
                "\"\\n\"",
                "\"x\\\"y\\\\\"",
                "\"\\x\"",
                "[1,22]",
                "[0,1]",
                "[01,2]",
                "[3]",
                "[ 4]",
                "[5 ]",
                "true",
                "false",
                "truex",
                "[\"a\",\"b\"]",
                "null",
                "1",
                "\"\u{1}\"",
            ])
        };
        let source = prop::sample::select(vec!["a", "b\\\"", "ccccccccccc", "é", ""]);
        let tail = prop::sample::select(vec!["}", "}", "}", " }", "} ", "}}", ""]);
        (source, value(), value(), any::<bool>(), tail).prop_map(|(source, gist, span, swapped, tail)| {
            let (a, b) = if swapped { ("span", "gist") } else { ("gist", "span") };
            format!("{{\"source\":\"{source}\",\"relation\":\"r\",\"{a}\":{gist},\"target\":\"t\",\"{b}\":{span}{tail}")
        })
    }
}
