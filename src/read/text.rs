//! Texts with the offsets that others give them: in code points, as Python counts, or in UTF-16 code units, as Java
//! and JavaScript do.

/// A text whose passages are told by offsets.
pub(super) struct Text<'t> {
    text: &'t str,
    /// For each code point its first code unit and its first byte, and the ends of both behind the last.
    starts: Vec<(u64, usize)>,
    /// How many code points a byte order mark is to those who count it.
    mark: u64,
}

/// What offsets count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Unicode code points.
    Point,
    /// UTF-16 code units.
    Utf16,
}

/// A passage: where it stands in code points, and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Passage<'t> {
    pub span: (u64, u64),
    pub words: &'t str,
}

impl<'t> Text<'t> {
    /// A byte order mark is counted by others, and no code point of ours.
    pub fn new(text: &'t str) -> Self {
        let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mark = u64::from(bare.len() < text.len());
        let mut units = mark;
        let text = bare;
        let mut starts = Vec::with_capacity(text.len() + 1);
        for (byte, c) in text.char_indices() {
            starts.push((units, byte));
            units += c.len_utf16() as u64;
        }
        starts.push((units, text.len()));
        Text { text, starts, mark }
    }

    /// What stands from one offset to another.
    pub fn passage(&self, start: i64, end: i64, unit: Unit) -> Option<Passage<'t>> {
        match unit {
            Unit::Utf16 => self.units(start, end),
            Unit::Point => self.points(start, end),
        }
    }

    /// What stands from one offset to another, whichever they count, where it is these words; blanks and line breaks
    /// are not told apart.
    pub fn passage_of(&self, words: &str, start: i64, end: i64) -> Option<Passage<'t>> {
        [Unit::Point, Unit::Utf16].into_iter().find_map(|unit| self.passage_as(words, start, end, unit))
    }

    /// The same, where it is known what they count.
    pub fn passage_as(&self, words: &str, start: i64, end: i64, unit: Unit) -> Option<Passage<'t>> {
        let same = |found: &Passage<'t>| found.words.split_whitespace().eq(words.split_whitespace());
        self.passage(start, end, unit).filter(same)
    }

    /// The words of a span in code points.
    pub fn words(&self, (start, end): (u64, u64)) -> Option<&'t str> {
        let byte = |point: u64| Some(self.starts.get(usize::try_from(point).ok()?)?.1);
        self.text.get(byte(start)?..byte(end)?)
    }

    fn points(&self, start: i64, end: i64) -> Option<Passage<'t>> {
        let point = |offset: i64| Some(u64::try_from(offset).ok()?.saturating_sub(self.mark));
        let span = (point(start)?, point(end)?);
        let words = self.words(span).filter(|_| span.0 < span.1)?;
        Some(Passage { span, words })
    }

    /// What stands from one code unit to another; `None` where that is nothing, or ends behind the text. An end
    /// within a code point takes the whole of it in.
    fn units(&self, start: i64, end: i64) -> Option<Passage<'t>> {
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
        let passage = |start, end| text.units(start, end).map(|passage| (passage.span, passage.words));
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
        assert_eq!(text.units(1, 3), Some(Passage { span: (0, 2), words: "ab" }));
        assert_eq!(text.units(0, 4), Some(Passage { span: (0, 3), words: "abc" }));
        assert_eq!(text.units(0, 1), None);
    }

    #[test]
    fn words_tell_what_is_counted() {
        let text = Text::new("😀 Marsh\nEnd");
        let span = |words, start, end| text.passage_of(words, start, end).map(|passage| passage.span);
        assert_eq!(span("Marsh End", 2, 11), Some((2, 11)));
        assert_eq!(span("Marsh End", 3, 12), Some((2, 11)));
        assert_eq!(span("Marsh End", 4, 13), None);
        let marked = Text::new("\u{feff}abc");
        assert_eq!(marked.passage(1, 3, Unit::Point), Some(Passage { span: (0, 2), words: "ab" }));
    }

    #[test]
    fn what_is_no_passage_is_none() {
        let text = Text::new("abc");
        for (start, end) in [(0, 4), (3, 4), (2, 2), (2, 1), (-1, 2), (0, i64::MAX), (i64::MIN, -1)] {
            assert_eq!(text.units(start, end), None, "{start} {end}");
            assert_eq!(text.points(start, end), None, "{start} {end}");
        }
        assert_eq!(Text::new("").units(0, 1), None);
    }
}
