//! A picture as SVG 1.1: real text, plain attributes that every program reads, and a tooltip on
//! everything that stands for something.

use std::fmt::{self, Display, Formatter, Write as _};
use std::io::{self, Write};

use super::markup::Escaped;
use crate::draw::picture::{
    Anchor, Group, HALO, Mark, Of, Paint, Part, Picture, Point, Shape, Step, TINTS, Text, Tone,
};
use crate::draw::{Theme, text};

/// Where the colours come from.
#[derive(Clone, Copy)]
pub(super) enum Ink<'a> {
    /// The file says them itself, and which font a line is in where somebody knows that already.
    Theme(Theme, Option<Family<'a>>),
    /// A style sheet says them for classes, `f-` and `s-` before the [`name`] of a paint; groups say in
    /// `data-` attributes what they stand for, and a script has the words for it.
    Classes,
}

/// What knows the family of a line, bold or not.
pub(super) type Family<'a> = &'a dyn Fn(&str, bool) -> String;

/// Writes a whole file.
pub(super) fn write(out: &mut dyn Write, picture: &Picture, theme: Theme) -> io::Result<()> {
    out.write_all(file(picture, theme, None).as_bytes())
}

/// A whole file.
pub(super) fn file(picture: &Picture, theme: Theme, family: Option<Family<'_>>) -> String {
    let (width, height) = (Number(picture.width), Number(picture.height));
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
         role=\"img\" font-family=\"{}\">\n<title>{}</title>\n<desc>{}</desc>\n\
         <rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>\n",
        Escaped(text::FAMILY),
        Escaped(&picture.title),
        Escaped(&picture.description),
        theme.colour(Paint::Paper),
    );
    let ink = Ink::Theme(theme, family);
    marks(&mut svg, &picture.content, ink);
    marks(&mut svg, &picture.frame, ink);
    svg.push_str("</svg>\n");
    svg
}

/// Writes marks, those in front last.
pub(super) fn marks(svg: &mut String, marks: &[Mark], ink: Ink<'_>) {
    for mark in marks {
        match mark {
            Mark::Group(group) => self::group(svg, group, ink),
            Mark::Shape(shape) => self::shape(svg, shape, ink),
            Mark::Text(text) => self::text(svg, text, ink),
        }
    }
}

fn group(svg: &mut String, group: &Group, ink: Ink<'_>) {
    match ink {
        Ink::Theme(..) => put(svg, format_args!("<g><title>{}</title>", Escaped(&group.name))),
        Ink::Classes => {
            let list = |numbers: &mut dyn Iterator<Item = u32>| {
                numbers.map(|number| number.to_string()).collect::<Vec<_>>().join(" ")
            };
            let of = match &group.of {
                Of::Actor(actor) => format!("class=\"actor\" data-actor=\"{}\"", actor.0),
                Of::Edges(edges) => {
                    format!("class=\"edge\" data-edges=\"{}\"", list(&mut edges.iter().map(|edge| edge.0)))
                }
                Of::Statements(edge, statements) => format!(
                    "class=\"edge\" data-edges=\"{}\" data-statements=\"{}\"",
                    edge.0,
                    list(&mut statements.iter().map(|ix| ix.0))
                ),
            };
            put(svg, format_args!("<g {of}>"));
        }
    }
    marks(svg, &group.marks, ink);
    svg.push_str("</g>\n");
}

/// Where a path runs. With `from_here` each step is said from where the last one ended, so that what
/// has the same shape is the same text and packs well.
fn path(svg: &mut String, path: &[Step], from_here: bool) {
    let hundredth = |length: f64| (length * 100.0).round() / 100.0;
    // Where the steps before have led, in the numbers that are written: nothing adds up.
    let mut here = Point::new(0.0, 0.0);
    for step in path {
        let from = |to: Point| match from_here {
            true => (Number(hundredth(to.x) - here.x), Number(hundredth(to.y) - here.y)),
            false => (Number(to.x), Number(to.y)),
        };
        let [line, curve] = if from_here { ["l", "c"] } else { ["L", "C"] };
        match *step {
            Step::Move(to) => put(svg, format_args!("M{} {}", Number(to.x), Number(to.y))),
            Step::Line(to) => {
                let (x, y) = from(to);
                put(svg, format_args!("{line}{x} {y}"));
            }
            Step::Curve(a, b, to) => {
                let ((ax, ay), (bx, by), (x, y)) = (from(a), from(b), from(to));
                put(svg, format_args!("{curve}{ax} {ay} {bx} {by} {x} {y}"));
            }
            Step::Close => svg.push('Z'),
        }
        if let Step::Move(to) | Step::Line(to) | Step::Curve(_, _, to) = *step {
            here = Point::new(hundredth(to.x), hundredth(to.y));
        }
    }
}

fn shape(svg: &mut String, shape: &Shape, ink: Ink<'_>) {
    svg.push_str("<path d=\"");
    path(svg, &shape.path, matches!(ink, Ink::Classes));
    svg.push('"');
    match ink {
        Ink::Theme(theme, _) => {
            let fill = shape.fill.map_or("none".to_owned(), |paint| theme.colour(paint));
            put(svg, format_args!(" fill=\"{fill}\""));
            if let Some(stroke) = shape.stroke {
                put(svg, format_args!(" stroke=\"{}\"", theme.colour(stroke.paint)));
            }
        }
        Ink::Classes => {
            let mut classes = vec![shape.fill.map_or("f-none".to_owned(), |paint| format!("f-{}", name(paint)))];
            classes.extend(shape.stroke.map(|stroke| format!("s-{}", name(stroke.paint))));
            classes.extend(part(shape.part).map(str::to_owned));
            put(svg, format_args!(" class=\"{}\"", classes.join(" ")));
        }
    }
    if let Some(stroke) = shape.stroke {
        put(svg, format_args!(" stroke-width=\"{}\"", Number(stroke.width)));
        if let Some([piece, gap]) = stroke.pieces() {
            put(svg, format_args!(" stroke-dasharray=\"{} {}\"", Number(piece), Number(gap)));
            if piece == 0.0 {
                svg.push_str(" stroke-linecap=\"round\"");
            }
        }
    }
    svg.push_str("/>\n");
}

fn text(svg: &mut String, text: &Text, ink: Ink<'_>) {
    let (x, y) = (Number(text.at.x), Number(text.at.y));
    put(svg, format_args!("<text x=\"{x}\" y=\"{y}\" font-size=\"{}\"", Number(text.size)));
    match text.anchor {
        Anchor::Start => {}
        Anchor::Middle => svg.push_str(" text-anchor=\"middle\""),
        Anchor::End => svg.push_str(" text-anchor=\"end\""),
    }
    if text.bold {
        svg.push_str(" font-weight=\"700\"");
    }
    if text.turn != 0.0 {
        put(svg, format_args!(" transform=\"rotate({} {x} {y})\"", Number(text.turn)));
    }
    match ink {
        Ink::Theme(theme, _) => {
            put(svg, format_args!(" fill=\"{}\"", theme.colour(text.paint)));
            if text.halo {
                let paper = theme.colour(Paint::Paper);
                put(svg, format_args!(" stroke=\"{paper}\" stroke-width=\"{}\"", Number(2.0 * HALO)));
            }
        }
        Ink::Classes => {
            let mut classes = vec![format!("f-{}", name(text.paint))];
            if text.halo {
                classes.push("s-paper".to_owned());
            }
            classes.extend(part(text.part).map(str::to_owned));
            put(svg, format_args!(" class=\"{}\"", classes.join(" ")));
            if text.halo {
                put(svg, format_args!(" stroke-width=\"{}\"", Number(2.0 * HALO)));
            }
        }
    }
    if text.halo {
        svg.push_str(" stroke-linejoin=\"round\" paint-order=\"stroke\"");
    }
    svg.push('>');
    match &text.lines[..] {
        [line] => words(svg, line, text.bold, ink),
        lines => {
            for (number, line) in lines.iter().enumerate() {
                let down = text.size * text::LINE * f64::from(u8::from(number > 0));
                // Between lines stands a space for whoever copies or searches them, at the side where it
                // moves no letter.
                let first = number == 0;
                let last = number + 1 == lines.len();
                let before = if !first && text.anchor == Anchor::End { " " } else { "" };
                let behind = if !last && text.anchor != Anchor::End { " " } else { "" };
                put(svg, format_args!("<tspan x=\"{x}\" dy=\"{}\">{before}", Number(down)));
                words(svg, line, text.bold, ink);
                put(svg, format_args!("{behind}</tspan>"));
            }
        }
    }
    svg.push_str("</text>\n");
}

fn words(svg: &mut String, line: &str, bold: bool, ink: Ink<'_>) {
    match ink {
        Ink::Theme(_, Some(family)) => {
            let family = family(line, bold);
            put(svg, format_args!("<tspan font-family=\"{}\">{}</tspan>", Escaped(&family), Escaped(line)));
        }
        _ => put(svg, format_args!("{}", Escaped(line))),
    }
}

/// Every paint, each once.
pub(super) fn paints() -> Vec<Paint> {
    let mut paints = vec![Paint::Ink, Paint::Quiet, Paint::Rule, Paint::Paper, Paint::Node, Paint::Border];
    for tone in Tone::ALL {
        paints.extend([Paint::Tone(tone), Paint::Words(tone)]);
        paints.extend((1..=TINTS).map(|step| Paint::Tint(tone, step)));
    }
    paints
}

/// The name of a paint in class names.
pub(super) fn name(paint: Paint) -> String {
    match paint {
        Paint::Ink => "ink".to_owned(),
        Paint::Quiet => "quiet".to_owned(),
        Paint::Rule => "rule".to_owned(),
        Paint::Paper => "paper".to_owned(),
        Paint::Node => "node".to_owned(),
        Paint::Border => "border".to_owned(),
        Paint::Tone(tone) => tone.name().to_owned(),
        Paint::Words(tone) => format!("{}-words", tone.name()),
        Paint::Tint(tone, step) => format!("{}-{step}", tone.name()),
    }
}

fn part(part: Part) -> Option<&'static str> {
    match part {
        Part::Other => None,
        Part::Body => Some("body"),
        Part::Line => Some("line"),
        Part::Head => Some("head"),
        Part::Count => Some("count"),
        Part::Name => Some("name"),
    }
}

fn put(svg: &mut String, arguments: fmt::Arguments<'_>) {
    svg.write_fmt(arguments).expect("a string takes whatever is written");
}

/// A length, to the hundredth.
pub(super) struct Number(pub f64);

impl Display for Number {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let hundredths = (self.0 * 100.0).round() as i64;
        let (sign, hundredths) = (if hundredths < 0 { "-" } else { "" }, hundredths.unsigned_abs());
        let (whole, rest) = (hundredths / 100, hundredths % 100);
        match rest {
            0 => write!(f, "{sign}{whole}"),
            rest if rest % 10 == 0 => write!(f, "{sign}{whole}.{}", rest / 10),
            rest => write!(f, "{sign}{whole}.{rest:02}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_can_be_said_step_by_step() {
        let steps = [
            Step::Move(Point::new(10.004, 20.0)),
            Step::Line(Point::new(15.004, 18.0)),
            Step::Curve(Point::new(15.0, 17.0), Point::new(16.0, 17.0), Point::new(16.0, 18.333)),
            Step::Close,
            Step::Move(Point::new(1.0, 1.0)),
            Step::Line(Point::new(1.0, 0.0)),
        ];
        let written = |from_here: bool| {
            let mut svg = String::new();
            path(&mut svg, &steps, from_here);
            svg
        };
        assert_eq!(written(false), "M10 20L15 18C15 17 16 17 16 18.33ZM1 1L1 0");
        assert_eq!(written(true), "M10 20l5 -2c0 -1 1 -1 1 0.33ZM1 1l0 -1");
    }

    #[test]
    fn numbers_are_short() {
        let written = [0.0, -0.001, 1.5, -2.255, 1e6, 0.05, -0.5].map(|number| Number(number).to_string());
        assert_eq!(written, ["0", "0", "1.5", "-2.26", "1000000", "0.05", "-0.5"]);
    }
}
