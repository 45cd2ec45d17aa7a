//! An arrow: a badge with the glyph at its source, and a head at its target.

use super::arcs::{Arc, Began};
use crate::draw::picture::{Anchor, Mark, Paint, Part, Point, Rect, Shape, Step, Stroke, Text, Tone, rect_path};
use crate::draw::text;
use crate::relation::Sign;

/// The type of glyphs and counts.
const SIZE: f64 = 11.0;
/// Of the badge at the source.
pub(super) const RADIUS: f64 = 5.5;
/// From the middle of an arrow to that of the next.
const APART: f64 = 15.0;
/// How much more the badge of who began takes.
const RING: f64 = 5.0;
/// How much more a loop takes.
const LOOP: f64 = 16.0;
/// How far above its lane a loop reaches, with its count.
const LOOP_HEIGHT: f64 = 30.0;

/// How wide an arrow is, with all that belongs to it.
pub(super) fn width(arc: &Arc) -> f64 {
    let label = label(arc).map_or(0.0, |label| text::width(&label, SIZE, true) + 4.0);
    let ring = if arc.began == Began::No { 0.0 } else { RING };
    label.max(APART + ring + if arc.source == arc.target { LOOP } else { 0.0 })
}

/// How many, where there are several.
fn label(arc: &Arc) -> Option<String> {
    let many = arc.statements.len();
    (many > 1).then(|| many.to_string())
}

/// How wide the line of so many statements is.
fn thickness(many: usize) -> f64 {
    (1.5 * (many as f64).sqrt()).min(6.0)
}

/// From one lane to another.
pub(super) fn straight(arc: &Arc, from: Point, to: Point) -> Vec<Mark> {
    let tone = Tone::Sign(arc.sign);
    let width = thickness(arc.statements.len());
    let down = if to.y > from.y { 1.0 } else { -1.0 };
    let (long, broad) = (6.5 + 0.75 * width, 4.0 + 0.75 * width);
    let base = to.moved(0.0, -down * long);
    let line = Shape::line(from, base.moved(0.0, down), Stroke { paint: Paint::Tone(tone), width, dash: arc.dash });
    let head = head(tone, [to, base.moved(-broad, 0.0), base.moved(broad, 0.0)]);
    let mut marks = vec![body(arc, from, to), Mark::Shape(line.part(Part::Line)), Mark::Shape(head)];
    marks.extend(badge(arc.sign, arc.began, from));
    marks.extend(count(arc, from.moved(0.0, down * (RADIUS + 10.0))));
    marks
}

/// A loop above the lane.
pub(super) fn looped(arc: &Arc, at: Point) -> Vec<Mark> {
    let tone = Tone::Sign(arc.sign);
    let width = thickness(arc.statements.len());
    let (from, tip) = (at.moved(-7.0, 0.0), at.moved(8.0, 0.0));
    let base = tip.moved(0.0, -7.0 - width);
    let path = vec![Step::Move(from), Step::Curve(from.moved(0.0, -20.0), tip.moved(0.0, -24.0), base)];
    let stroke = Some(Stroke { paint: Paint::Tone(tone), width, dash: arc.dash });
    let line = Shape { path, fill: None, stroke, part: Part::Line };
    let broad = 4.0 + 0.75 * width;
    let head = head(tone, [tip, base.moved(-broad, 0.0), base.moved(broad, 0.0)]);
    let mut marks = vec![body(arc, at, at.moved(0.0, -LOOP_HEIGHT)), Mark::Shape(line), Mark::Shape(head)];
    marks.extend(badge(arc.sign, arc.began, from));
    marks.extend(count(arc, at.moved(0.0, -22.0)));
    marks
}

/// The area between three corners.
pub(super) fn head(tone: Tone, [tip, left, right]: [Point; 3]) -> Shape {
    let path = vec![Step::Move(tip), Step::Line(left), Step::Line(right), Step::Close];
    Shape { path, fill: Some(Paint::Tone(tone)), stroke: None, part: Part::Head }
}

/// What can be pointed at, though nothing is seen of it.
fn body(arc: &Arc, from: Point, to: Point) -> Mark {
    let wide = width(arc) - 1.0;
    let path = rect_path(Rect::new(from.x - wide / 2.0, from.y.min(to.y), wide, (from.y - to.y).abs()));
    Mark::Shape(Shape { path, fill: None, stroke: None, part: Part::Body })
}

/// How many, where there are several, around a middle.
fn count(arc: &Arc, middle: Point) -> Option<Mark> {
    let words = label(arc)?;
    Some(Mark::Text(Text {
        anchor: Anchor::Middle,
        bold: true,
        paint: Paint::Words(Tone::Sign(arc.sign)),
        halo: true,
        part: Part::Count,
        ..Text::new(words, middle.moved(0.0, SIZE * 0.36), SIZE)
    }))
}

/// Where an arrow begins: a circle with the glyph, and around it another where it is the first
/// negative one between two; a disc with `1`, where both are negative towards each other.
pub(super) fn badge(sign: Sign, began: Began, at: Point) -> Vec<Mark> {
    let tone = Tone::Sign(sign);
    let ring = |radius: f64, width: f64| Shape {
        stroke: Some(Stroke::solid(Paint::Tone(tone), width)),
        ..circle(at, radius, Paint::Paper)
    };
    let inside = |words: String, paint: Paint| {
        Mark::Text(Text { anchor: Anchor::Middle, bold: true, paint, ..Text::new(words, at.moved(0.0, 3.9), SIZE) })
    };
    let glyph = inside(sign.glyph().to_string(), Paint::Words(tone));
    match began {
        Began::No => vec![Mark::Shape(ring(RADIUS, 1.25)), glyph],
        Began::Alone => vec![Mark::Shape(ring(RADIUS + 3.0, 1.25)), Mark::Shape(ring(RADIUS, 1.25)), glyph],
        Began::Quarrel => {
            vec![Mark::Shape(circle(at, RADIUS + 3.5, Paint::Tone(tone))), inside("1".to_owned(), Paint::Paper)]
        }
    }
}

fn circle(middle: Point, radius: f64, fill: Paint) -> Shape {
    // How far the control points of a quarter of a circle lie from its ends.
    let pull = radius * 0.5523;
    let at = |x: f64, y: f64| middle.moved(x, y);
    let path = vec![
        Step::Move(at(radius, 0.0)),
        Step::Curve(at(radius, pull), at(pull, radius), at(0.0, radius)),
        Step::Curve(at(-pull, radius), at(-radius, pull), at(-radius, 0.0)),
        Step::Curve(at(-radius, -pull), at(-pull, -radius), at(0.0, -radius)),
        Step::Curve(at(pull, -radius), at(radius, -pull), at(radius, 0.0)),
        Step::Close,
    ];
    Shape { path, fill: Some(fill), stroke: None, part: Part::Other }
}
