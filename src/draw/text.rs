//! How much room words take, and how they are broken into lines.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;

use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::fonts;

/// How far letters reach above the baseline, accents included, in sizes of the type.
pub(crate) const ASCENT: f64 = 1.07;
/// How far letters reach below the baseline, in sizes of the type; a few Arabic ones reach 0.42.
pub(crate) const DESCENT: f64 = 0.29;
/// From one line to the next, in sizes of the type.
pub(crate) const LINE: f64 = 1.25;
/// The fonts that are asked for, the first of which is measured. Who draws with it takes no more room
/// than [`width`] says; Arial and Helvetica take 5 % less, at most 1 % more, so that a margin of 4 % is
/// enough for them. Where none of these is installed, sans-serif is often DejaVu Sans or Verdana, 6 to
/// 10 % wider (bold 12 to 17 %): room for that is worth having only where it costs nothing.
pub(crate) const FAMILY: &str = "Noto Sans, Helvetica Neue, Arial, sans-serif";

/// Advances are whole thousandths of the size of the type, so that sums are exact.
const EM: u64 = 1000;

/// How wide a line of text is, in the unit of `size`: the advances of its characters, without kerning
/// or ligatures, after the fonts that ship; of characters that these lack, a guess. Arabic letters
/// count as wide as their widest form, a third more than most words take.
pub(crate) fn width(text: &str, size: f64, bold: bool) -> f64 {
    pixels(Advances::of(bold).text(text), size)
}

/// A text in lines that are no wider than `room` (unless a single character is), as few as possible
/// and about equally wide; at least one. Lines are broken where Unicode allows it (UAX #14), and a
/// word wider than `room` between grapheme clusters (UAX #29). White space becomes single spaces,
/// those at the ends of lines go; nothing else does.
pub(crate) fn wrap(text: &str, size: f64, bold: bool, room: f64) -> Vec<String> {
    let text = collapsed(text);
    let advances = Advances::of(bold);
    let mut limit = (room / size * EM as f64) as u64;
    if pixels(limit, size) > room {
        limit = limit.saturating_sub(1);
    }
    if advances.text(&text) <= limit {
        return vec![text];
    }
    let mut pieces = Vec::new();
    let (mut start, mut split) = (0, false);
    for (end, _) in unicode_linebreak::linebreaks(&text) {
        let piece = advances.piece(&text, start..end);
        match pieces.last_mut() {
            _ if piece.wide > limit => split |= advances.split(&text, piece, limit, &mut pieces),
            Some(Piece { range, wide, space }) if stub(&text, range.end, start) && *wide + piece.wide <= limit => {
                (range.end, *wide, *space) = (piece.range.end, *wide + piece.wide, piece.space);
            }
            _ => pieces.push(piece),
        }
        start = end;
    }
    // Where letters are torn apart anyway, equal lines would tear apart more.
    if !split {
        limit = balanced(&pieces, limit);
    }
    fill(&pieces, limit).into_iter().map(|line| text[line].to_owned()).collect()
}

/// A text that can be shown: white space of every kind but the plain one becomes a space, and what no
/// drawing can show or what would turn the direction of what stands behind it becomes U+FFFD.
pub(crate) fn clean(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if is_hidden(c) => '\u{fffd}',
        c => c,
    };
    text.chars().map(shown).collect()
}

/// Whether a character is none that is seen, but a control: one of them turns the direction of writing, also of what
/// stands behind a text.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Thousandths of the size in the unit of the size.
fn pixels(wide: u64, size: f64) -> f64 {
    wide as f64 * size / EM as f64
}

/// The text with single spaces between its words and none around them. Spaces that join words stay.
fn collapsed(text: &str) -> String {
    let parts = |c: char| c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}');
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split(parts).filter(|word| !word.is_empty()) {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// Whether a break after a hyphen would leave fewer than three letters on either side, as in `Co-operation`.
fn stub(text: &str, end: usize, next: usize) -> bool {
    let (before, after) = (text[..end].strip_suffix('-'), &text[next..]);
    let short = |letters: &mut dyn Iterator<Item = char>| letters.take_while(|c| c.is_alphanumeric()).count() < 3;
    end == next && before.is_some_and(|before| short(&mut before.chars().rev()) || short(&mut after.chars()))
}

/// A piece of a text that stays together, and the space behind it, which goes at the end of a line.
struct Piece {
    /// Where in the text it stands, without the space.
    range: Range<usize>,
    wide: u64,
    space: u64,
}

/// The least limit that does not need more lines than this one.
fn balanced(pieces: &[Piece], limit: u64) -> u64 {
    let lines = fill(pieces, limit).len();
    let (mut low, mut high) = (pieces.iter().map(|piece| piece.wide).max().unwrap_or(0), limit);
    while low < high {
        let middle = low + (high - low) / 2;
        if fill(pieces, middle).len() > lines { low = middle + 1 } else { high = middle }
    }
    high
}

/// Where in the text the lines stand, when as much as goes is put on each.
fn fill(pieces: &[Piece], limit: u64) -> Vec<Range<usize>> {
    let mut lines: Vec<Range<usize>> = Vec::new();
    let (mut wide, mut space) = (0, 0);
    for piece in pieces {
        match lines.last_mut() {
            Some(line) if wide + space + piece.wide <= limit => {
                line.end = piece.range.end;
                wide += space + piece.wide;
            }
            _ => {
                lines.push(piece.range.clone());
                wide = piece.wide;
            }
        }
        space = piece.space;
    }
    lines
}

/// The advances of one weight, found out for 256 characters at a time when one of them is met.
struct Advances {
    faces: Vec<Face<'static>>,
    /// The widest form of each letter that has several.
    joined: BTreeMap<char, u16>,
    pages: [OnceLock<Box<[u16; PAGE]>>; PAGES],
}

const PAGE: usize = 256;
/// Of the Basic Multilingual Plane; the fonts have no character outside.
const PAGES: usize = 0x1_0000 / PAGE;

impl Advances {
    fn of(bold: bool) -> &'static Advances {
        static REGULAR: OnceLock<Advances> = OnceLock::new();
        static BOLD: OnceLock<Advances> = OnceLock::new();
        let (advances, fonts) = if bold { (&BOLD, &fonts::BOLD) } else { (&REGULAR, &fonts::REGULAR) };
        advances.get_or_init(|| {
            let faces: Vec<Face<'static>> = fonts
                .iter()
                .map(|font| Face::parse(font, 0).expect("the fonts that ship are read in the tests"))
                .collect();
            Advances { joined: joined(&faces), faces, pages: [const { OnceLock::new() }; PAGES] }
        })
    }

    fn text(&self, text: &str) -> u64 {
        text.chars().map(|c| u64::from(self.char(c))).sum()
    }

    fn char(&self, c: char) -> u16 {
        let code = c as usize;
        let Some(page) = self.pages.get(code / PAGE) else { return self.look_up(c) };
        let first = (code - code % PAGE) as u32;
        let look_up = |offset| char::from_u32(first + offset as u32).map_or(0, |c| self.look_up(c));
        page.get_or_init(|| Box::new(std::array::from_fn(look_up)))[code % PAGE]
    }

    fn look_up(&self, c: char) -> u16 {
        match UnicodeWidthChar::width(c) {
            // Marks stand on the letter before.
            Some(0) => 0,
            // Pictographs are a little wider than the square of an ideograph in all common fonts.
            Some(2) if c > '\u{1efff}' && c < '\u{20000}' => 1300,
            Some(2) => 1000,
            _ => {
                // Letters of other scripts are mostly narrower.
                let wide = advance(&self.faces, c).unwrap_or(750);
                self.joined.get(&c).map_or(wide, |&form| form.max(wide))
            }
        }
    }

    fn piece(&self, text: &str, range: Range<usize>) -> Piece {
        let words = &text[range.clone()];
        let shown = words.trim_end_matches(' ');
        let space = self.text(&words[shown.len()..]);
        Piece { range: range.start..range.start + shown.len(), wide: self.text(shown), space }
    }

    /// A piece in pieces within the limit, of at least one grapheme cluster each. Whether it became
    /// several.
    fn split(&self, text: &str, piece: Piece, limit: u64, pieces: &mut Vec<Piece>) -> bool {
        let before = pieces.len();
        let mut part = Piece { range: piece.range.start..piece.range.start, wide: 0, space: 0 };
        for cluster in text[piece.range].graphemes(true) {
            let wide = self.text(cluster);
            if !part.range.is_empty() && part.wide + wide > limit {
                let end = part.range.end;
                pieces.push(std::mem::replace(&mut part, Piece { range: end..end, wide: 0, space: 0 }));
            }
            part.range.end += cluster.len();
            part.wide += wide;
        }
        pieces.push(Piece { space: piece.space, ..part });
        pieces.len() > before + 1
    }
}

fn advance(faces: &[Face<'_>], c: char) -> Option<u16> {
    faces.iter().find_map(|face| face.glyph_hor_advance(face.glyph_index(c)?))
}

/// The widest of the forms that each Arabic letter has a character of its own for (the blocks of
/// presentation forms), since letters that join are shaped by their neighbours.
fn joined(faces: &[Face<'_>]) -> BTreeMap<char, u16> {
    let mut widest = BTreeMap::new();
    for form in '\u{fb50}'..='\u{fefc}' {
        let letters: Vec<char> = form.nfkd().nfc().collect();
        if let (&[letter], Some(wide)) = (&letters[..], advance(faces, form)) {
            let before = widest.entry(letter).or_insert(wide);
            *before = wide.max(*before);
        }
    }
    widest
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_font_is_read_and_measures_in_thousandths() {
        for font in fonts::REGULAR.into_iter().chain(fonts::BOLD) {
            assert_eq!(Face::parse(font, 0).expect("a font").units_per_em(), 1000);
        }
    }

    #[test]
    fn every_sign_and_script_that_ships_has_a_glyph() {
        for bold in [false, true] {
            for c in "AÉİşłđЖђΩ−+○±…√→×·–€₾֏աՖაᲐאשبپچ�".chars() {
                let found = |face: &Face<'_>| face.glyph_index(c).is_some();
                assert!(Advances::of(bold).faces.iter().any(found), "{c} {bold}");
            }
        }
    }

    #[test]
    fn widths_are_those_of_the_fonts() {
        // hmtx of Noto Sans: A 639, g 615; bold A 690.
        assert_eq!(width("Ag", 10.0, false), 12.54);
        assert_eq!(width("A", 100.0, true), 69.0);
        assert_eq!(width("e\u{301}", 16.0, false), width("e", 16.0, false));
        assert_eq!(width("中国", 16.0, false), 32.0);
        assert_eq!(width("ＡＢ 한국 かな", 10.0, false), 60.0 + 2.0 * width(" ", 10.0, false));
        assert_eq!(width("", 16.0, true), 0.0);
        // Within a word and alone.
        assert!(width("م", 10.0, false) >= width("\u{fee4}", 10.0, false));
    }

    #[test]
    fn lines_are_balanced() {
        let check = |text: &str, room: f64, lines: &[&str]| assert_eq!(wrap(text, 10.0, false, room), lines);
        check("Ministry of Foreign Affairs of Armenia", 160.0, &["Ministry of Foreign", "Affairs of Armenia"]);
        check("Organization for Co-operation", 120.0, &["Organization for", "Co-operation"]);
        check("Second Nagorno-Karabakh War", 100.0, &["Second Nagorno-", "Karabakh War"]);
        check("Co-operation", 40.0, &["Co-", "operatio", "n"]);
        check("  one \n line\t", 100.0, &["one line"]);
        check("", 100.0, &[""]);
        check("a\u{a0}b c", 15.0, &["a\u{a0}b", "c"]);
    }

    #[test]
    fn words_without_spaces_are_broken() {
        // No line begins with a comma or a full stop.
        assert_eq!(wrap("中华人民，共和国。", 10.0, false, 40.0), ["中华人", "民，共", "和国。"]);
        let lines = wrap("Donaudampfschifffahrt", 10.0, false, 40.0);
        assert!(lines.len() > 2 && lines.concat() == "Donaudampfschifffahrt", "{lines:?}");
        // A letter and its mark, a family: one cluster each.
        assert_eq!(wrap("e\u{301}e\u{301}👨‍👩‍👧", 10.0, false, 1.0), ["e\u{301}", "e\u{301}", "👨‍👩‍👧"]);
    }

    #[test]
    fn what_cannot_be_shown_is_replaced() {
        assert_eq!(clean("a\u{202e}b\u{7}\tc\u{2069}\r\n"), "a\u{fffd}b\u{fffd} c\u{fffd}  ");
    }

    proptest! {
        #[test]
        fn lines_fit_and_nothing_is_lost(
            text in "[a-zÉ -。中ა\u{300}\u{a0}👨\u{200d}\\PC\n]{0,60}",
            size in 1.0..40.0,
            room in 0.0..300.0,
            bold: bool,
        ) {
            let lines = wrap(&text, size, bold, room);
            prop_assert!(!lines.is_empty());
            let letters = |text: &str| collapsed(text).replace(' ', "");
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
            for line in lines {
                prop_assert!(width(&line, size, bold) <= room || line.graphemes(true).count() <= 1, "{:?}", line);
            }
        }
    }
}
