//! One HTML file that needs nothing else: the three views with one selection, filters, and behind
//! everything the statements, which stand once, in a table that is read without a script, too.
//!
//! `page.html` is the frame, with a slot `{{name}}` for whatever is put in here; style and script are
//! files of their own. The policy in its head allows just these two, by their hashes.

mod facts;
mod table;

use std::fmt::Write as _;
use std::io::{self, Read as _, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use flate2::Compression;
use flate2::read::DeflateEncoder;
use sha2::{Digest, Sha256};

use super::markup::Escaped;
use super::svg::{self, Ink, Number};
use super::{Options, receipts};
use crate::ask::NewestFirst;
use crate::dataset::Dataset;
use crate::draw::picture::{Entry, Picture, Rect, SAMPLE};
use crate::draw::{self, Subject, Theme, View, text};
use crate::graph::Graph;

const FRAME: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
/// Runs before anything is shown: says that there is a script, and which colours were asked for.
const FIRST: &str = include_str!("script/first.js");
/// Runs at the end; one file after the other, in one scope of its own.
const SCRIPT: &str = concat!(
    "(() => {\n\"use strict\";\n",
    include_str!("script/fold.js"),
    include_str!("script/facts.js"),
    include_str!("script/seen.js"),
    include_str!("script/link.js"),
    include_str!("script/csv.js"),
    include_str!("script/dom.js"),
    include_str!("script/bands.js"),
    include_str!("script/counts.js"),
    include_str!("script/view.js"),
    include_str!("script/save.js"),
    include_str!("script/search.js"),
    include_str!("script/filters.js"),
    include_str!("script/dates.js"),
    include_str!("script/panel.js"),
    include_str!("script/page.js"),
    "})();\n",
);

/// Above so many edges a page begins with its matrix; `view.js` shows no larger network as a whole.
const MANY: usize = 1_500;
/// Above so many bytes of markup in all, the views are packed.
const ROOM: usize = 1_000_000;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    if let Some(engine) = options.draw.engine {
        let words = format!("a page draws its network itself, without --engine {engine}");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    let subject = Subject { dataset, graph, question: options.question };
    let views = views(&subject, &options.draw)?;
    let mut statements = subject.statements();
    statements.sort_by_cached_key(|&ix| NewestFirst::of(dataset.statement(ix)));
    let details = receipts::read(dataset, &statements, options)?;
    let shown = |view: View| views.iter().any(|(other, drawn)| *other == view && drawn.is_ok());
    let usual = if graph.edges().len() > MANY { View::Matrix } else { View::of(graph.actors().len()) };
    let usual = if shown(usual) { usual } else { View::Network };
    let view = options.draw.view.unwrap_or(usual);
    let packed = views.iter().flat_map(|(_, drawn)| drawn).map(|drawn| drawn.marks.len()).sum::<usize>() > ROOM;
    let style = style();

    let page = filled(FRAME, |page, slot| {
        let words = |page: &mut String, words: &str| put(page, Escaped(&text::clean(words)));
        match slot {
            "theme" if options.draw.theme == Theme::Dark => page.push_str(" data-theme=\"dark\""),
            "theme" => {}
            "policy" => page.push_str(&policy(&[FIRST, SCRIPT], &style)),
            "title" => words(page, subject.title()),
            "summary" => words(page, &subject.summary()),
            "about" => about(page, dataset),
            "style" => page.push_str(&style),
            "first" => page.push_str(FIRST),
            "views" => views.iter().for_each(|(view, drawn)| section(page, *view, drawn, packed)),
            "count" => put(page, statements.len()),
            "table" => table::write(page, dataset, &statements, &details),
            "facts" => {
                page.push_str(&in_script(&facts::of(&subject, &statements, view, options.draw.theme).to_string()));
            }
            "script" => page.push_str(SCRIPT),
            slot => unreachable!("page.html has no slot {slot}"),
        }
    });
    out.write_all(page.as_bytes())
}

/// A view, with its marks as markup.
struct Drawn {
    picture: Picture,
    marks: String,
}

/// The three views, each drawn or with the reason why it cannot be.
type Views = Vec<(View, Result<Drawn, String>)>;

fn views(subject: &Subject<'_>, options: &draw::Options) -> io::Result<Views> {
    let mut views = Vec::new();
    let mut refused = None;
    for view in View::ALL {
        let drawn = match draw::picture(subject, &draw::Options { view: Some(view), whole: true, ..*options }) {
            Ok(picture) => {
                let mut marks = String::from("<g class=\"content\">\n");
                svg::marks(&mut marks, &picture.content, Ink::Classes);
                marks.push_str("</g>\n<g class=\"frame\">\n");
                svg::marks(&mut marks, &picture.frame, Ink::Classes);
                marks.push_str("</g>\n");
                Ok(Drawn { picture, marks })
            }
            Err(error) if error.kind() == io::ErrorKind::InvalidInput => {
                let why = error.to_string();
                refused = Some(error);
                Err(why)
            }
            Err(error) => return Err(error),
        };
        views.push((view, drawn));
    }
    match refused {
        Some(error) if views.iter().all(|(_, drawn)| drawn.is_err()) => Err(error),
        _ => Ok(views),
    }
}

/// A view as a section of the page.
fn section(page: &mut String, view: View, drawn: &Result<Drawn, String>, packed: bool) {
    let heading = match view {
        View::Matrix => "Matrix",
        View::Network => "Network",
        View::Timeline => "Timeline",
    };
    put(page, format_args!("<section class=\"view\" id=\"{view}\"><h2>{heading}</h2>\n"));
    match drawn {
        Err(why) => put(page, format_args!("<p class=\"instead\">{}</p>\n", Escaped(&text::clean(why)))),
        Ok(Drawn { picture, marks }) => {
            let Rect { x, y, width, height } = picture.content_box;
            let [x, y, width, height] = [x, y, width, height].map(Number);
            put(
                page,
                format_args!(
                    "<div class=\"stage\"><svg viewBox=\"{x} {y} {width} {height}\" width=\"{width}\" height=\"{height}\" \
                     data-canvas=\"{} {}\" role=\"img\" aria-label=\"{heading}: {}\" font-family=\"{}\">\n",
                    Number(picture.width),
                    Number(picture.height),
                    Escaped(&picture.description),
                    Escaped(text::FAMILY),
                ),
            );
            if !packed {
                page.push_str(marks);
            }
            page.push_str("</svg></div>\n");
            if packed {
                put(page, format_args!("<script type=\"text/plain\" class=\"packed\">{}</script>\n", pack(marks)));
            }
            legend(page, &picture.legend);
        }
    }
    page.push_str("</section>\n");
}

fn legend(page: &mut String, legend: &[Entry]) {
    if legend.is_empty() {
        return;
    }
    page.push_str("<ul class=\"legend\">");
    for Entry { sample, words } in legend {
        page.push_str("<li>");
        if !sample.is_empty() {
            let (width, height) = (Number(SAMPLE.width), Number(SAMPLE.height));
            put(page, format_args!("<svg width=\"{width}\" height=\"{height}\" aria-hidden=\"true\">"));
            svg::marks(page, sample, Ink::Classes);
            page.push_str("</svg>");
        }
        put(page, format_args!("<span>{}</span></li>", Escaped(&text::clean(words))));
    }
    page.push_str("</ul>\n");
}

/// Deflate (RFC 1951) in base64: markup becomes a sixth of what it was.
fn pack(markup: &str) -> String {
    let mut packed = Vec::new();
    DeflateEncoder::new(markup.as_bytes(), Compression::best())
        .read_to_end(&mut packed)
        .expect("nothing fails between two pieces of memory");
    BASE64.encode(packed)
}

/// What the data set says of itself.
fn about(page: &mut String, dataset: &Dataset) {
    let title = dataset.title().map(str::to_owned);
    let license = dataset.license().map(|license| format!("Licence of the annotations: {license}"));
    for words in [title, dataset.description().map(str::to_owned), license].into_iter().flatten() {
        put(page, format_args!("<p dir=\"auto\">{}</p>\n", Escaped(&text::clean(&words))));
    }
}

/// What the browser may load and run: this style, these scripts, and pictures that the page has made itself.
fn policy(scripts: &[&str], style: &str) -> String {
    let hash = |text: &str| format!("'sha256-{}'", BASE64.encode(Sha256::digest(text)));
    let scripts: Vec<String> = scripts.iter().map(|script| hash(script)).collect();
    format!(
        "default-src 'none'; script-src {}; style-src {}; img-src data: blob:; base-uri 'none'; form-action 'none'",
        scripts.join(" "),
        hash(style)
    )
}

/// The style of the page, with the colours of both themes; paper is light.
fn style() -> String {
    let mut css = String::new();
    let mut colours = |selector: &str, theme: Theme| {
        put(&mut css, format_args!("{selector}{{"));
        for paint in svg::paints() {
            put(&mut css, format_args!("--{}:{};", svg::name(paint), theme.colour(paint)));
        }
        css.push('}');
    };
    colours(":root", Theme::Light);
    colours("@media screen and (prefers-color-scheme:dark){:root:not([data-theme=light])", Theme::Dark);
    colours("}@media screen{:root[data-theme=dark]", Theme::Dark);
    css.push_str("}\n");
    for paint in svg::paints() {
        let name = svg::name(paint);
        put(&mut css, format_args!(".f-{name}{{fill:var(--{name})}}.s-{name}{{stroke:var(--{name})}}"));
    }
    css.push('\n');
    css.push_str(STYLE);
    css
}

/// JSON that ends no script element, whatever stands in it.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c")
}

/// A frame with its slots filled.
fn filled(frame: &str, mut fill: impl FnMut(&mut String, &str)) -> String {
    let mut page = String::new();
    let mut rest = frame;
    while let Some((before, after)) = rest.split_once("{{") {
        page.push_str(before);
        let (slot, after) = after.split_once("}}").expect("every slot of page.html is closed");
        fill(&mut page, slot);
        rest = after;
    }
    page.push_str(rest);
    page
}

fn put(page: &mut String, what: impl std::fmt::Display) {
    write!(page, "{what}").expect("a string takes whatever is written");
}
