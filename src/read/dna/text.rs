//! Texts with the offsets that Java gives them.

/// A text whose passages are told by UTF-16 code units, as Java counts.
pub(super) struct Text<'t> {
    text: &'t str,
    /// For each code point its first code unit and its first byte, and the ends of both behind the last.
    starts: Vec<(u64, usize)>,
}

/// A passage: where it stands in code points, and its words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Passage<'t> {
    pub span: (u64, u64),
    pub words: &'t str,
}

impl<'t> Text<'t> {
    /// A byte order mark is a code unit of Java's, and no code point of ours.
    pub fn new(text: &'t str) -> Self {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut units = u64::from(bare.len() < text.len());
        let text = bare;
        let mut starts = Vec::with_capacity(text.len() + 1);
        for (byte, c) in text.char_indices() {
            starts.push((units, byte));
            units += c.len_utf16() as u64;
        }
        starts.push((units, text.len()));
        Text { text, starts }
    }

    /// What stands from one code unit to another; `None` where that is nothing, or ends behind the text. An end
    /// within a code point takes the whole of it in.
    pub fn passage(&self, start: i64, end: i64) -> Option<Passage<'t>> {
        let (start, end) = (u64::try_from(start).ok()?, u64::try_from(end).ok()?);
        let length = self.starts.last().map_or(0, |(units, _)| *units);
        if start >= end || end > length {
            return None;
        }
        let first = self.starts.partition_point(|(units, _)| *units <= start).saturating_sub(1);
        let last = self.starts.partition_point(|(units, _)| *units < end);
        if first >= last {
            return None;
        }
        let words = &self.text[self.starts[first].1..self.starts[last].1];
        Some(Passage { span: (first as u64, last as u64), words })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_units_become_code_points() {
        let text = Text::new("a𝒜é😀z");
        let passage = |start, end| text.passage(start, end).map(|passage| (passage.span, passage.words));
        assert_eq!(passage(0, 1), Some(((0, 1), "a")));
        assert_eq!(passage(1, 3), Some(((1, 2), "𝒜")));
        assert_eq!(passage(3, 7), Some(((2, 5), "é😀z")));
        // Half of a pair is the whole of it.
        assert_eq!(passage(2, 5), Some(((1, 4), "𝒜é😀")));
        assert_eq!(passage(4, 5), Some(((3, 4), "😀")));
    }

    #[test]
    fn a_byte_order_mark_is_not_counted() {
        let text = Text::new("\u{feff}abc");
        assert_eq!(text.passage(1, 3), Some(Passage { span: (0, 2), words: "ab" }));
        assert_eq!(text.passage(0, 4), Some(Passage { span: (0, 3), words: "abc" }));
        assert_eq!(text.passage(0, 1), None);
    }

    #[test]
    fn what_is_no_passage_is_none() {
        let text = Text::new("abc");
        for (start, end) in [(0, 4), (3, 4), (2, 2), (2, 1), (-1, 2), (0, i64::MAX), (i64::MIN, -1)] {
            assert_eq!(text.passage(start, end), None, "{start} {end}");
        }
        assert_eq!(Text::new("").passage(0, 1), None);
    }
}
