//! A fast way through the objects that nearly all lines are: known keys, each once, with plain strings,
//! lists of strings or of whole numbers, or a literal. Anything else it leaves to serde_json, which
//! agrees with it on what it takes: a test holds the two together.

use super::json::KEYS;
use super::keys::Key;

/// The raw value of each key of an object; `None` for a text that is anything out of the ordinary, be
/// it wrong or right.
pub(crate) fn members<'t>(text: &'t str, keys: &[Key]) -> Option<[Option<&'t str>; KEYS]> {
    let mut values = [None; KEYS];
    let mut scan = Scan { text, bytes: text.as_bytes(), at: 0 };
    scan.byte(b'{')?;
    let mut next = 0;
    loop {
        let quoted = scan.string()?;
        let name = &quoted[1..quoted.len() - 1];
        // Keys mostly come in the order of the table.
        let after = keys.iter().skip(next).position(|key| key.name == name).map(|index| index + next);
        let index = after.or_else(|| keys.iter().take(next).position(|key| key.name == name))?;
        next = index + 1;
        scan.byte(b':')?;
        let value = scan.value()?;
        // A null may be a missing key, and a second one is wrong: that is for the reader to say.
        if value == "null" || values[index].is_some() {
            return None;
        }
        values[index] = Some(value);
        if scan.byte(b',').is_none() {
            break;
        }
    }
    scan.byte(b'}')?;
    scan.space();
    let whole = scan.at == text.len();
    let lacks = keys.iter().zip(&values).any(|(key, value)| key.required && value.is_none());
    (whole && !lacks).then_some(values)
}

struct Scan<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
}

impl<'t> Scan<'t> {
    fn space(&mut self) {
        while matches!(self.bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// That byte, behind space.
    fn byte(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.bytes.get(self.at) == Some(&byte)).then(|| self.at += 1)
    }

    /// A string without escapes, behind space, with its quotes.
    fn string(&mut self) -> Option<&'t str> {
        self.space();
        let start = self.at;
        if self.bytes.get(start) != Some(&b'"') {
            return None;
        }
        let inside = &self.bytes[start + 1..];
        let end = plain(inside)?;
        self.at = start + 1 + end + 1;
        // Both ends are quotes, so that nothing is cut in two.
        (inside[end] == b'"').then(|| &self.text[start..self.at])
    }

    /// A whole number as JSON writes it: no sign, and no zero in front.
    fn number(&mut self) -> Option<()> {
        self.space();
        let digits = self.bytes[self.at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let padded = digits > 1 && self.bytes[self.at] == b'0';
        self.at += digits;
        (digits > 0 && !padded).then_some(())
    }

    fn value(&mut self) -> Option<&'t str> {
        self.space();
        let start = self.at;
        match self.bytes.get(start)? {
            b'"' => return self.string(),
            b'[' => {
                self.at += 1;
                loop {
                    self.space();
                    match self.bytes.get(self.at)? {
                        b'"' => drop(self.string()?),
                        _ => self.number()?,
                    }
                    if self.byte(b',').is_none() {
                        break;
                    }
                }
                self.byte(b']')?;
            }
            _ => {
                let rest = &self.text[start..];
                let literal = ["true", "false", "null"].into_iter().find(|literal| rest.starts_with(literal))?;
                self.at += literal.len();
            }
        }
        Some(&self.text[start..self.at])
    }
}

/// Where the first byte stands that a string has not as it is: a quote, a backslash, a control.
#[inline]
pub(crate) fn plain(bytes: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    // The highest bit of each byte that is less than `n`, which is 128 at most; those behind the first
    // may be wrong (Bit Twiddling Hacks, "Determine if a word has a byte less than n").
    let less = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word & HIGH;
    let equal = |word: u64, byte: u8| less(word ^ (ONES * u64::from(byte)), 1);
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let found = less(word, 0x20) | equal(word, b'"') | equal(word, b'\\');
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let special = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < 0x20;
    rest.iter().position(special).map(|at| words.len() * 8 + at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::keys::STATEMENT;
    use super::*;

    #[test]
    fn ordinary_lines_are_taken() {
        let line = r#" { "source" : "a" ,"relation":"é","target":["b", "c"],"span":[0, 12],"negated":true } "#;
        let values = members(line, STATEMENT).unwrap();
        let present: Vec<&str> = values.into_iter().flatten().collect();
        assert_eq!(present, [r#""a""#, r#""é""#, r#"["b", "c"]"#, "[0, 12]", "true"]);
    }

    #[test]
    fn the_rest_is_left() {
        let lines = [
            "",
            "{}",
            "{",
            r#"{"source":"a","relation":"b"}"#,
            r#"{"source":"a","relation":"b","target":"c",}"#,
            r#"{"source":"a","relation":"b","target":"c"}x"#,
            r#"{"source":"\n","relation":"b","target":"c"}"#,
            r#"{"source":"a","source":"a","relation":"b","target":"c"}"#,
            r#"{"source":null,"relation":"b","target":"c"}"#,
            r#"{"source":"a","relation":"b","target":[]}"#,
            r#"{"source":"a","relation":"b","target":[["c"]]}"#,
            r#"{"source":"a","relation":"b","target":"c","span":[01,2]}"#,
            r#"{"source":"a","relation":"b","target":"c","span":[1.5]}"#,
            r#"{"source":"a","relation":"b","target":"c","colour":"d"}"#,
            "{\"source\":\"\t\",\"relation\":\"b\",\"target\":\"c\"}",
        ];
        for line in lines {
            assert!(members(line, STATEMENT).is_none(), "{line}");
        }
    }

    /// What a line may be made of, most of it right where it stands and some of it not.
    fn line() -> impl Strategy<Value = String> {
        let key = prop::sample::select(vec![
            "source",
            "relation",
            "target",
            "id",
            "span",
            "gist",
            "negated",
            "colour",
            "so\\u0075rce",
        ]);
        let value = prop::sample::select(vec![
            "\"a\"",
            "\"\"",
            "\"é \\n\"",
            "\"\\ud800\"",
            "[\"a\",\"b\"]",
            "[1,2]",
            "[ 3 , 40 ]",
            "[01]",
            "[-1,2]",
            "[]",
            "[[1]]",
            "null",
            "true",
            "false",
            "truex",
            "1",
            "{}",
            "\"\u{1}\"",
            "nul",
        ]);
        let space = prop::sample::select(vec!["", "", " ", "\t", "\r\n"]);
        let member = (space.clone(), key, space.clone(), value, space)
            .prop_map(|(a, key, b, value, c)| format!("{a}\"{key}\"{b}:{value}{c}"));
        let start = Just(r#""source":"a","relation":"b","target":"c""#.to_owned());
        (prop::collection::vec(member, 0..4), start, prop::sample::select(vec!["}", "}", "} ", ",}", "", "}}"]))
            .prop_map(|(members, start, end)| format!("{{{}{end}", [vec![start], members].concat().join(",")))
    }

    proptest! {
        #[test]
        fn the_end_of_a_string_is_found(
            bytes in prop::collection::vec(prop::sample::select(b"a\"\\\x00\x1f\x20\x80\xff!#[]".to_vec()), 0..40),
            before in 0..20usize,
        ) {
            let bytes = [vec![b'x'; before], bytes].concat();
            let special = |&byte: &u8| byte == b'"' || byte == b'\\' || byte < 0x20;
            prop_assert_eq!(plain(&bytes), bytes.iter().position(special));
        }

        #[test]
        fn what_is_taken_is_what_serde_json_reads(line in line()) {
            if let Some(values) = members(&line, STATEMENT) {
                let read: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&line).unwrap();
                for (key, value) in STATEMENT.iter().zip(values) {
                    let value: Option<serde_json::Value> = value.map(|value| serde_json::from_str(value).unwrap());
                    prop_assert_eq!(read.get(key.name), value.as_ref());
                }
                prop_assert!(read.keys().all(|name| STATEMENT.iter().any(|key| key.name == name)));
            }
        }
    }
}
