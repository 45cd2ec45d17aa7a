//! A picture with its words set: what PNG and PDF are made of.
//!
//! Each run of letters is given a font that has them, and no other is looked for later: the fonts that
//! ship come first, then those that were named, then, if that is allowed, those of the system. A line of
//! several fonts is taken apart into texts of one font each, since usvg confuses the letters of such
//! lines where they join.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use resvg::usvg::fontdb::{Database, FaceInfo, ID, Source, Style};
use resvg::usvg::{FontFamily, FontResolver, Options, Tree};
use ttf_parser::Face;
use unicode_bidi::{BidiInfo, Level};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use super::{Print, svg};
use crate::draw::picture::{Anchor, Group, Mark, Text};
use crate::draw::{Picture, Theme, fonts, text};

/// What a font is called in the SVG that is only read here: its place among the fonts.
const FAMILY: &str = "font-";

/// A picture that can be rendered, and the characters that no font has: boxes stand in their place.
pub(super) struct Typeset {
    pub tree: Tree,
    pub missing: BTreeSet<char>,
}

/// Sets the words of a picture.
///
/// # Errors
/// What a font that was named cannot be read for.
pub(super) fn typeset(picture: &Picture, theme: Theme, print: Print<'_>) -> io::Result<Typeset> {
    let fonts = Fonts::of(print)?;
    let mut picture = picture.clone();
    for marks in [&mut picture.content, &mut picture.frame] {
        *marks = marks.drain(..).flat_map(|mark| apart(mark, &fonts)).collect();
    }
    let family = |line: &str, bold: bool| format!("{FAMILY}{}", fonts.font_of(line, bold));
    let text = svg::file(&picture, theme, Some(&family));
    let (fonts, missing) = (fonts.list.into_inner(), fonts.missing.into_inner());
    let mut database = Database::new();
    let load = |font: &Font| database.load_font_source(Source::Binary(font.data.clone()));
    let ids: Vec<Option<ID>> = fonts.iter().map(load).map(|faces| faces.first().copied()).collect();
    let resolver = FontResolver {
        select_font: Box::new(move |font, _| {
            let named = font.families().iter().find_map(|family| match family {
                FontFamily::Named(name) => name.strip_prefix(FAMILY)?.parse::<usize>().ok(),
                _ => None,
            });
            ids.get(named.unwrap_or(0)).copied().flatten()
        }),
        select_fallback: Box::new(|_, _, _| None),
    };
    let options = Options { fontdb: Arc::new(database), font_resolver: resolver, ..Options::default() };
    let tree = Tree::from_str(&text, &options).map_err(io::Error::other)?;
    Ok(Typeset { tree, missing })
}

/// Letters that stand beside each other, in one font and direction.
#[derive(Clone, Copy)]
struct Run<'a> {
    font: usize,
    level: Level,
    /// Where in the line they begin.
    start: usize,
    words: &'a str,
}

/// The same mark, its texts of one font each.
fn apart(mark: Mark, fonts: &Fonts) -> Vec<Mark> {
    match mark {
        Mark::Group(group) => {
            let marks = group.marks.into_iter().flat_map(|mark| apart(mark, fonts)).collect();
            vec![Mark::Group(Group { marks, ..group })]
        }
        Mark::Shape(_) => vec![mark],
        Mark::Text(text) => {
            let lines: Vec<Vec<Run<'_>>> = text.lines.iter().map(|line| fonts.runs(line, text.bold)).collect();
            let one = lines.iter().flatten().map(|run| run.font).collect::<BTreeSet<usize>>().len() <= 1;
            if one {
                return vec![Mark::Text(text)];
            }
            let lines = lines.iter().enumerate().flat_map(|(number, runs)| line_of(&text, number, runs));
            lines.map(Mark::Text).collect()
        }
    }
}

/// The runs of a line, each a text where it belongs.
fn line_of(text: &Text, number: usize, runs: &[Run<'_>]) -> Vec<Text> {
    let wide = |words: &str| text::width(words, text.size, text.bold);
    let whole: f64 = runs.iter().map(|run| wide(run.words)).sum();
    let mut x = match text.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -whole / 2.0,
        Anchor::End => -whole,
    };
    let down = text.size * text::LINE * number as f64;
    let (sin, cos) = libm::sincos(text.turn.to_radians());
    let mut texts = Vec::new();
    for run in runs {
        // Space at the ends of a text is dropped by whoever reads it.
        let words = run.words.trim();
        let left = match run.level.is_ltr() {
            true => &run.words[..run.words.len() - run.words.trim_start().len()],
            false => &run.words[run.words.trim_end().len()..],
        };
        let at = x + wide(left);
        x += wide(run.words);
        if !words.is_empty() {
            let at = text.at.moved(at * cos - down * sin, at * sin + down * cos);
            texts.push(Text { at, anchor: Anchor::Start, lines: vec![words.to_owned()], ..text.clone() });
        }
    }
    texts
}

/// A font file.
struct Font {
    data: Arc<dyn AsRef<[u8]> + Send + Sync>,
    /// Whether it is meant for bold words alone, or for others alone.
    bold: Option<bool>,
}

impl Font {
    /// Whether it has a glyph for all of these characters that take room. Glyphs that are pictures of
    /// many colours do not count: nothing draws them.
    fn has(&self, letters: &str) -> bool {
        let Ok(face) = Face::parse((*self.data).as_ref(), 0) else { return false };
        letters.chars().all(|c| match face.glyph_index(c) {
            Some(glyph) => c.is_whitespace() || c.width() == Some(0) || face.glyph_bounding_box(glyph).is_some(),
            None => c.width() == Some(0),
        })
    }
}

/// The fonts, in the order in which they are looked through.
struct Fonts {
    list: RefCell<Vec<Font>>,
    missing: RefCell<BTreeSet<char>>,
    /// Those of the system, where they may be looked for: read when a character needs them.
    system: Option<OnceCell<SystemFonts>>,
}

impl Fonts {
    fn of(print: Print<'_>) -> io::Result<Fonts> {
        let shipped = |bold: bool| move |bytes: &'static [u8]| Font { data: Arc::new(bytes), bold: Some(bold) };
        let mut list: Vec<Font> = fonts::REGULAR.into_iter().map(shipped(false)).collect();
        list.extend(fonts::BOLD.into_iter().map(shipped(true)));
        for path in print.fonts {
            list.push(read(path)?);
        }
        let system = print.system_fonts.then(OnceCell::new);
        Ok(Fonts { list: RefCell::new(list), missing: RefCell::default(), system })
    }

    /// The font of a line that has one: that of its first letters.
    fn font_of(&self, line: &str, bold: bool) -> usize {
        line.graphemes(true).next().map_or(0, |letters| self.font(letters, bold, None))
    }

    /// Takes a line apart into runs of one font and one direction each, from left to right (UAX #9).
    fn runs<'a>(&self, line: &'a str, bold: bool) -> Vec<Run<'a>> {
        let bidi = BidiInfo::new(line, Some(Level::ltr()));
        let mut runs: Vec<Run<'a>> = Vec::new();
        for (start, letters) in line.grapheme_indices(true) {
            let font = self.font(letters, bold, runs.last().map(|run| run.font));
            let level = bidi.levels[start];
            let end = start + letters.len();
            match runs.last_mut().filter(|run| run.font == font && run.level == level) {
                Some(run) => run.words = &line[run.start..end],
                None => runs.push(Run { font, level, start, words: letters }),
            }
        }
        // One font sorts out its directions itself.
        if runs.windows(2).all(|pair| pair[0].font == pair[1].font) {
            let first = runs.first().map(|run| Run { words: line, level: Level::ltr(), ..*run });
            return first.into_iter().collect();
        }
        let levels: Vec<Level> = runs.iter().map(|run| run.level).collect();
        BidiInfo::reorder_visual(&levels).into_iter().map(|at| runs[at]).collect()
    }

    /// The font of a grapheme cluster: the first that has it, as it was measured in. Space stays in the font before
    /// it, so that runs are few.
    fn font(&self, letters: &str, bold: bool, before: Option<usize>) -> usize {
        let list = self.list.borrow();
        if let Some(before) = before
            && letters.chars().all(char::is_whitespace)
            && list[before].has(letters)
        {
            return before;
        }
        let fits = |font: &Font| font.bold.is_none_or(|only| only == bold) && font.has(letters);
        if let Some(font) = list.iter().position(fits) {
            return font;
        }
        drop(list);
        // What no font has is looked for once.
        let known = |c: char| c.width() == Some(0) || self.missing.borrow().contains(&c);
        let found = match letters.chars().all(known) {
            true => None,
            false => self.system.as_ref().and_then(|system| system.get_or_init(SystemFonts::read).with(letters)),
        };
        let mut list = self.list.borrow_mut();
        if let Some(font) = found {
            list.push(font);
            return list.len() - 1;
        }
        self.missing.borrow_mut().extend(letters.chars().filter(|c| c.width() != Some(0)));
        let replacing = |font: &Font| font.bold == Some(bold);
        list.iter().position(replacing).expect("there are shipped fonts of both weights")
    }
}

fn read(path: &Path) -> io::Result<Font> {
    let failed = |why: String| io::Error::new(io::ErrorKind::InvalidInput, format!("{}: {why}", path.display()));
    let bytes = std::fs::read(path).map_err(|error| failed(error.to_string()))?;
    if Face::parse(&bytes, 0).is_err() {
        return Err(failed("this is no font; TrueType and OpenType can be read".to_owned()));
    }
    Ok(Font { data: Arc::new(bytes), bold: None })
}

/// The upright fonts of the system, in an order that does not depend on how folders are read.
struct SystemFonts {
    database: Database,
    faces: Vec<ID>,
}

impl SystemFonts {
    fn read() -> SystemFonts {
        let mut database = Database::new();
        database.load_system_fonts();
        let mut faces: Vec<&FaceInfo> =
            database.faces().filter(|face| face.style == Style::Normal && face.index == 0).collect();
        faces.sort_by_key(|face| (face.monospaced, face.weight.0.abs_diff(400), &face.post_script_name));
        let faces = faces.into_iter().map(|face| face.id).collect();
        SystemFonts { database, faces }
    }

    /// The first that has these characters.
    fn with(&self, letters: &str) -> Option<Font> {
        self.faces.iter().find_map(|&face| {
            self.database.with_face_data(face, |bytes, _| {
                let font = Font { data: Arc::new(bytes.to_vec()), bold: None };
                font.has(letters).then_some(font)
            })?
        })
    }
}
