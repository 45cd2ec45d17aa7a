//! Pictures: drawn here, or by Graphviz where it is asked to.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::PathBuf;

#[cfg(feature = "pdf")]
use super::pdf;
#[cfg(feature = "png")]
use super::png;
use super::{Format, Options, graphviz, svg};
use crate::dataset::Dataset;
use crate::draw::{self, Picture, Subject};
use crate::graph::Graph;

/// How PNG and PDF are made of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Print<'a> {
    /// How many pixels of a PNG a CSS pixel has.
    pub scale: f64,
    /// Further fonts (TrueType or OpenType), for characters that the fonts that ship lack.
    pub fonts: &'a [PathBuf],
    /// Whether fonts of the system may be looked for, for what is still missing: then such pictures differ
    /// from one machine to another.
    pub system_fonts: bool,
}

impl Default for Print<'_> {
    fn default() -> Self {
        Print { scale: 2.0, fonts: &[], system_fonts: false }
    }
}

/// Writes the graph as a picture.
///
/// # Errors
/// Whatever `out` fails with, what reading the statements again does, more than a view can show, and, as
/// [`Unsupported`](io::ErrorKind::Unsupported), a format that is not built in.
pub(super) fn write(
    out: &mut dyn Write,
    dataset: &Dataset,
    graph: &Graph,
    format: Format,
    options: Options<'_>,
) -> io::Result<()> {
    if let Some(engine) = options.draw.engine {
        let format = match format {
            Format::Png => graphviz_rust::cmd::Format::Png,
            Format::Pdf => graphviz_rust::cmd::Format::Pdf,
            _ => graphviz_rust::cmd::Format::Svg,
        };
        return graphviz::write(out, dataset, graph, (engine, format), options);
    }
    let picture = draw::picture(&Subject { dataset, graph, question: options.question }, &options.draw)?;
    print(out, &picture, format, options)
}

/// Writes what has been drawn.
///
/// # Errors
/// As above.
pub(super) fn print(out: &mut dyn Write, picture: &Picture, format: Format, options: Options<'_>) -> io::Result<()> {
    let theme = options.draw.theme;
    match format {
        #[cfg(feature = "png")]
        Format::Png => without_glyph(&png::write(out, picture, theme, options.print)?, options.notes),
        #[cfg(feature = "pdf")]
        Format::Pdf => without_glyph(&pdf::write(out, picture, theme, options.print)?, options.notes),
        Format::Svg => svg::write(out, picture, theme)?,
        format => {
            return Err(io::Error::new(io::ErrorKind::Unsupported, format!("{format} is not built in")));
        }
    }
    Ok(())
}

/// Says which characters no font has.
#[cfg_attr(not(any(feature = "png", feature = "pdf")), expect(dead_code, reason = "SVG leaves fonts to its reader"))]
fn without_glyph(missing: &BTreeSet<char>, notes: Option<&RefCell<Vec<String>>>) {
    /// How many are named.
    const NAMED: usize = 10;
    let Some(notes) = notes.filter(|_| !missing.is_empty()) else { return };
    let named: Vec<String> = missing.iter().take(NAMED).map(|&c| format!("{c} (U+{:04X})", u32::from(c))).collect();
    let more = missing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    notes.borrow_mut().push(format!(
        "no font here has {}{more}: boxes stand in their place; --font FILE adds a font",
        named.join(", ")
    ));
}
