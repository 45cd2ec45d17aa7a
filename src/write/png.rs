//! A picture as PNG, rendered by resvg.

use std::collections::BTreeSet;
use std::io::{self, Write};

use png::{BitDepth, ColorType, Encoder, EncodingError, PixelDimensions, SrgbRenderingIntent, Unit};
use resvg::tiny_skia::{Pixmap, Transform};

use super::Print;
use super::typeset::typeset;
use crate::draw::{Picture, Theme};

/// More is a mistake, or made for no screen and no press: 10,000 pixels square.
const MOST_PIXELS: f64 = 100e6;
/// CSS pixels in a metre.
const PER_METRE: f64 = 96.0 / 0.0254;

/// Writes a picture, with [`Print::scale`] pixels for each CSS pixel. What comes back are the characters
/// that no font has.
///
/// # Errors
/// Whatever `out` fails with, fonts that cannot be read, and, as
/// [`InvalidInput`](io::ErrorKind::InvalidInput), more than 100 million pixels.
pub(super) fn write(
    out: &mut dyn Write,
    picture: &Picture,
    theme: Theme,
    print: Print<'_>,
) -> io::Result<BTreeSet<char>> {
    let (width, height) = size(picture, print.scale)?;
    let typeset = typeset(picture, theme, print)?;
    let mut pixmap = Pixmap::new(width, height).ok_or_else(|| io::Error::from(io::ErrorKind::OutOfMemory))?;
    let scale = print.scale as f32;
    resvg::render(&typeset.tree, Transform::from_scale(scale, scale), &mut pixmap.as_mut());

    let mut encoder = Encoder::new(out, width, height);
    encoder.set_color(ColorType::Rgb);
    encoder.set_depth(BitDepth::Eight);
    encoder.set_source_srgb(SrgbRenderingIntent::Perceptual);
    let per_metre = (PER_METRE * print.scale).round() as u32;
    encoder.set_pixel_dims(Some(PixelDimensions { xppu: per_metre, yppu: per_metre, unit: Unit::Meter }));
    for (keyword, words) in [("Title", &picture.title), ("Description", &picture.description)] {
        encoder.add_itxt_chunk(keyword.to_owned(), words.clone()).map_err(failed)?;
    }
    let mut writer = encoder.write_header().map_err(failed)?;
    // The paper covers everything, so that no pixel lets anything through.
    let opaque: Vec<u8> = pixmap.data().chunks_exact(4).flat_map(|pixel| &pixel[..3]).copied().collect();
    writer.write_image_data(&opaque).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(typeset.missing)
}

/// In pixels.
fn size(picture: &Picture, scale: f64) -> io::Result<(u32, u32)> {
    let [width, height] = [picture.width, picture.height].map(|length| (length * scale).ceil().max(1.0));
    if width * height > MOST_PIXELS {
        let most = (scale * (MOST_PIXELS / (width * height)).sqrt() * 100.0).floor() / 100.0;
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!(
                "{width} by {height} pixels are more than the {} million that a PNG may have; --scale {most} is \
                 possible, and SVG and PDF have no such limit",
                MOST_PIXELS / 1e6
            ),
        ));
    }
    Ok((width as u32, height as u32))
}

fn failed(error: EncodingError) -> io::Error {
    match error {
        EncodingError::IoError(error) => error,
        error => io::Error::other(error),
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::draw::picture::{Anchor, Mark, Point, Rect, Text};

    /// A name in each script that ships.
    const NAMES: [&str; 8] = [
        "Recep Tayyip Erdoğan",
        "Հայաստան",
        "საქართველო",
        "Россия",
        "Ελλάδα",
        "ישראל",
        "وزارة الخارجية",
        "− + ○ ± √ …",
    ];

    fn picture(names: &[&str], bold: bool) -> Picture {
        let text = |(row, name): (usize, &&str)| {
            let at = Point::new(200.0, 30.0 + 40.0 * row as f64);
            Mark::Text(Text { bold, anchor: Anchor::Middle, halo: true, ..Text::new(*name, at, 16.0) })
        };
        Picture {
            width: 400.0,
            height: 40.0 * (names.len() + 1) as f64,
            title: "Names".to_owned(),
            description: "A name in each script".to_owned(),
            legend: Vec::new(),
            frame: Vec::new(),
            content: names.iter().enumerate().map(text).collect(),
            content_box: Rect::new(0.0, 0.0, 400.0, 40.0),
        }
    }

    struct Pixels {
        rgb: Vec<u8>,
        width: usize,
    }

    fn pixels(picture: &Picture, theme: Theme, print: Print<'_>) -> (Pixels, BTreeSet<char>) {
        let mut bytes = Vec::new();
        let missing = write(&mut bytes, picture, theme, print).unwrap();
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
        let width = reader.next_frame(&mut rgb).unwrap().width as usize;
        (Pixels { rgb, width }, missing)
    }

    impl Pixels {
        /// Whether a column of pixels has anything but paper, between two heights.
        fn inked(&self, x: usize, from: usize, to: usize) -> bool {
            (from..to).any(|y| self.rgb[3 * (y * self.width + x)..][..3] != self.rgb[..3])
        }

        /// The first and last column with ink.
        fn reach(&self, bounds: Rect, scale: f64) -> Option<(f64, f64)> {
            let [from, to] = [bounds.y, bounds.bottom()].map(|y| (y * scale) as usize);
            let columns = || (0..self.width).filter(|&x| self.inked(x, from, to));
            Some((columns().min()? as f64 / scale, columns().max()? as f64 / scale))
        }
    }

    #[test]
    fn every_script_leaves_ink_as_wide_as_it_was_measured() {
        for (bold, theme) in [(false, Theme::Light), (true, Theme::Dark)] {
            let picture = picture(&NAMES, bold);
            let (pixels, missing) = pixels(&picture, theme, Print::default());
            assert!(missing.is_empty(), "{missing:?}");
            for text in picture.content.iter().flat_map(Mark::texts) {
                let (left, right) = pixels.reach(text.bounds(), 2.0).expect("ink");
                let (drawn, measured) = (right - left, text.width());
                // Letters that join are narrower than they are alone, and no glyph fills its advance.
                assert!((0.6..1.03).contains(&(drawn / measured)), "{:?}: {drawn} of {measured}", text.lines);
            }
        }
    }

    #[test]
    fn scripts_beside_each_other_are_all_drawn() {
        for name in ["Beirut بيروت لا ירושלים Երևան", "Société الاتحاد", "ישראל محمد", "לא (اللا) [x] لا"]
        {
            for turn in [0.0, -90.0] {
                let mut picture = picture(&[name], true);
                picture.content.iter_mut().for_each(|mark| {
                    let Mark::Text(text) = mark else { panic!("a text") };
                    (text.turn, text.at) = (turn, Point::new(200.0, 30.0));
                });
                let (pixels, missing) = pixels(&picture, Theme::Light, Print::default());
                assert!(missing.is_empty(), "{missing:?}");
                let (left, right) = pixels.reach(Rect::new(0.0, 0.0, 400.0, 80.0), 2.0).expect("ink");
                let measured = picture.content[0].texts()[0].width();
                let drawn = right - left;
                let fits = if turn == 0.0 { 0.6..1.03 } else { 0.0..0.5 };
                assert!(fits.contains(&(drawn / measured)), "{name}: {drawn} of {measured}");
            }
        }
    }

    #[test]
    fn what_no_font_has_is_a_box_and_is_said() {
        let (pixels, missing) = pixels(&picture(&["\u{5317}\u{4eac}"], false), Theme::Light, Print::default());
        assert_eq!(missing, BTreeSet::from(['\u{5317}', '\u{4eac}']));
        assert!(pixels.reach(Rect::new(0.0, 12.0, 400.0, 24.0), 2.0).is_some());
    }

    #[test]
    fn a_font_that_is_none_is_an_error() {
        let fonts = [PathBuf::from("Cargo.toml")];
        let error =
            write(&mut Vec::new(), &picture(&NAMES, false), Theme::Light, Print { fonts: &fonts, ..Print::default() });
        assert!(error.unwrap_err().to_string().contains("Cargo.toml: this is no font"));
    }

    #[test]
    fn too_many_pixels_are_an_error_that_says_how_many_there_may_be() {
        let picture = Picture { width: 20_000.0, height: 10_000.0, ..picture(&NAMES, false) };
        let error = write(&mut Vec::new(), &picture, Theme::Light, Print::default()).unwrap_err();
        assert!(error.to_string().contains("--scale 0.7 "), "{error}");
        assert!(size(&picture, 0.7).is_ok());
    }

    #[test]
    fn the_same_twice_is_the_same_bytes() {
        let bytes = || {
            let mut bytes = Vec::new();
            write(&mut bytes, &picture(&NAMES, false), Theme::Print, Print::default()).unwrap();
            bytes
        };
        assert_eq!(bytes(), bytes());
    }
}
