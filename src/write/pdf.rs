//! A picture as PDF, by krilla: lines stay lines, and words can be searched and copied.

use std::collections::BTreeSet;
use std::io::{self, Write};

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};

use super::Print;
use super::typeset::typeset;
use crate::draw::{Picture, Theme};

/// Points in a CSS pixel.
const POINTS: f64 = 72.0 / 96.0;
/// The longest side of a page that every reader shows, in points (ISO 32000-1, annex C).
const LONGEST: f64 = 14_400.0;

/// Writes a picture on a page of its size. What comes back are the characters that no font has.
///
/// # Errors
/// Whatever `out` fails with, and fonts that cannot be read.
pub(super) fn write(
    out: &mut dyn Write,
    picture: &Picture,
    theme: Theme,
    print: Print<'_>,
) -> io::Result<BTreeSet<char>> {
    let typeset = typeset(picture, theme, print)?;
    let points = POINTS.min(LONGEST / picture.width.max(picture.height));
    let [width, height] = [picture.width, picture.height].map(|length| (length * points) as f32);
    let size = Size::from_wh(width, height).ok_or_else(|| io::Error::other("a page has no size"))?;
    let mut document = Document::new();
    let title = picture.title.clone();
    document.set_metadata(
        Metadata::new().title(title).description(picture.description.clone()).creator("standoff".to_owned()),
    );
    let mut page = document.start_page_with(PageSettings::new(size));
    let mut surface = page.surface();
    surface.draw_svg(&typeset.tree, size, SvgSettings::default());
    surface.finish();
    page.finish();
    let bytes = document.finish().map_err(|error| io::Error::other(format!("{error:?}")))?;
    out.write_all(&bytes)?;
    Ok(typeset.missing)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::picture::{Mark, Point, Rect, Text};

    fn written(picture: &Picture) -> Vec<u8> {
        let mut bytes = Vec::new();
        write(&mut bytes, picture, Theme::Light, Print::default()).unwrap();
        bytes
    }

    fn picture(width: f64, words: &str) -> Picture {
        Picture {
            width,
            height: 60.0,
            title: "Names".to_owned(),
            description: "One name".to_owned(),
            legend: Vec::new(),
            frame: Vec::new(),
            content: vec![Mark::Text(Text::new(words, Point::new(20.0, 40.0), 16.0))],
            content_box: Rect::new(0.0, 0.0, width, 60.0),
        }
    }

    fn has(bytes: &[u8], words: &str) -> bool {
        memchr::memmem::find(bytes, words.as_bytes()).is_some()
    }

    #[test]
    fn words_are_text_in_a_font_that_is_inside() {
        let bytes = written(&picture(400.0, "Հայաստան"));
        assert!(bytes.starts_with(b"%PDF-"));
        assert!(has(&bytes, "NotoSansArmenian") && has(&bytes, "/ToUnicode") && has(&bytes, "/FontFile"));
        assert!(!has(&bytes, "/CreationDate"));
        assert_eq!(bytes, written(&picture(400.0, "Հայաստան")));
    }

    #[test]
    fn a_page_is_as_large_as_its_picture_and_no_larger_than_readers_show() {
        let box_of = |width: f64| {
            let bytes = written(&picture(width, "a"));
            let at = memchr::memmem::find(&bytes, b"/MediaBox").expect("a page");
            String::from_utf8_lossy(&bytes[at..at + 40]).into_owned()
        };
        let start = |width: f64, wanted: &str| assert!(box_of(width).starts_with(wanted), "{}", box_of(width));
        start(400.0, "/MediaBox[0 0 300 45]");
        start(40_000.0, "/MediaBox[0 0 14400 21.6");
    }
}
