//! Edges as lines: how wide, how broken, where they are seen, and their arrowheads.

use std::io;

use hashbrown::HashMap;

use super::curve::Curve;
use super::index::Index;
use super::label::{Place, Words};
use super::node::Outline;
use crate::actor::ActorIx;
use crate::draw::Subject;
use crate::draw::picture::{Anchor, Dash, Group, Mark, Of, Paint, Part, Point, Rect, Shape, Step, Stroke, Text, Tone};
use crate::draw::text;
use crate::graph::EdgeIx;
use crate::relation::Sign;

/// The type of labels.
pub(super) const TYPE: f64 = 11.0;
/// How wide the line of one statement is, and the widest line.
const WIDTH: (f64, f64) = (1.3, 7.0);
/// How much wider dots are, to be seen as well.
const DOTS: f64 = 0.4;
/// Where a line stops beside words.
const GAP: f64 = 1.5;

/// An edge in the picture.
pub(super) struct Line {
    edge: EdgeIx,
    /// Which nodes: source and target.
    pub ends: [usize; 2],
    pub sign: Sign,
    pub dash: Dash,
    pub width: f64,
    pub count: usize,
    /// What its label says: all of it, or less.
    pub words: Vec<Words>,
    tip: String,
}

/// What is seen of a line between its nodes.
pub(super) struct Seen {
    /// To where the arrowhead begins.
    pub curve: Curve,
    /// The arrowhead, its tip first.
    pub head: [Point; 3],
}

impl Line {
    /// Every edge of a graph, in its order.
    ///
    /// # Errors
    /// What reading the statements again fails with.
    pub fn all(subject: &Subject<'_>, numbers: &HashMap<ActorIx, usize>) -> io::Result<Vec<Line>> {
        let most = subject.graph.edges().map(|edge| edge.count()).max().unwrap_or(1);
        let lines = subject.graph.edges().zip(subject.tips()?).map(|(edge, tip)| {
            let relation = subject.dataset.relation(edge.relation());
            let dash = Dash::of(edge.statements().iter().map(|&ix| subject.dataset.statement(ix).certainty()));
            let (count, glyph) = (edge.count(), relation.sign.glyph());
            let times = if count > 1 { format!(" {count}") } else { String::new() };
            let full = format!("{glyph} {}{times}", text::clean(&relation.id).replace('-', " "));
            Line {
                edge: edge.ix(),
                ends: [numbers[&edge.source()], numbers[&edge.target()]],
                sign: relation.sign,
                dash,
                width: width(count, most) + if dash == Dash::Dotted { DOTS } else { 0.0 },
                count,
                words: [full, format!("{glyph} {count}")].map(words).into(),
                tip,
            }
        });
        Ok(lines.collect())
    }

    /// What is seen of its curve between two outlines, in which it begins and ends.
    pub fn seen(&self, curve: &Curve, source: &Outline, target: &Outline) -> Seen {
        let back = curve.reversed();
        // A curve that stays within is drawn from its middle, rather than not at all.
        let start = curve.first(0.0, |point| source.holds(point)).unwrap_or(0.5);
        let end = 1.0 - back.first(0.0, |point| target.holds(point)).unwrap_or(0.5);
        let tip = curve.point(end);
        let whole = curve.part(start.min(end), end);
        let long = (6.5 + 1.6 * self.width).min(0.6 * whole.length());
        let foot = whole.reversed().first(0.0, |point| point.distance(tip) < long).map_or(0.0, |back| 1.0 - back);
        let base = whole.point(foot);
        let far = base.distance(tip).max(1e-9);
        let half = 0.42 * long;
        let (x, y) = ((tip.y - base.y) / far * half, (base.x - tip.x) / far * half);
        // The line reaches a little into the head, so that no gap is seen.
        let curve = whole.part(0.0, (foot + 0.15 * (1.0 - foot)).min(1.0));
        Seen { curve, head: [tip, base.moved(x, y), base.moved(-x, -y)] }
    }

    /// The line, interrupted where words stand, with its own.
    pub fn draw(&self, seen: &Seen, label: Option<&Place>, taken: &Taken) -> Mark {
        let tone = Tone::Sign(self.sign);
        let stroke = Stroke { paint: Paint::Tone(tone), width: self.width, dash: self.dash };
        let path = seen.around(taken);
        let mut marks = vec![
            Mark::Shape(Shape { path, fill: None, stroke: Some(stroke), part: Part::Line }),
            Mark::Shape(head(seen.head, tone)),
        ];
        marks.extend(label.map(|place| Mark::Text(self.text(place))));
        Mark::Group(Group { of: Of::Edges(vec![self.edge]), name: self.tip.clone(), marks })
    }

    /// The label alone, on paper that hides the lines beneath.
    pub fn label(&self, place: &Place) -> Mark {
        let paper = Shape::rect(place.rect.grown(GAP), Paint::Paper);
        let marks = vec![Mark::Shape(paper), Mark::Text(Text { halo: false, ..self.text(place) })];
        Mark::Group(Group { of: Of::Edges(vec![self.edge]), name: self.tip.clone(), marks })
    }

    fn text(&self, place: &Place) -> Text {
        let at = place.rect.middle().moved(0.0, TYPE * (text::ASCENT - text::DESCENT) / 2.0);
        Text {
            anchor: Anchor::Middle,
            paint: Paint::Words(Tone::Sign(self.sign)),
            halo: true,
            part: Part::Count,
            ..Text::new(self.words[place.words].text.clone(), at, TYPE)
        }
    }
}

/// An arrowhead.
pub(super) fn head([tip, left, right]: [Point; 3], tone: Tone) -> Shape {
    let path = vec![Step::Move(tip), Step::Line(left), Step::Line(right), Step::Close];
    Shape { path, fill: Some(Paint::Tone(tone)), stroke: None, part: Part::Head }
}

/// As the square root of the count, unless the largest would be too wide.
fn width(count: usize, most: usize) -> f64 {
    let (least, widest) = WIDTH;
    let root = |count: usize| (count as f64).sqrt();
    let unit = least.min(widest / root(most));
    (unit * root(count)).max(0.8)
}

fn words(text: String) -> Words {
    let label = Text::new(text, Point::new(0.0, 0.0), TYPE);
    let Rect { width, height, .. } = label.bounds();
    Words { text: label.lines.concat(), width: width + 2.0, height }
}

/// Where words stand, and lines do not.
pub(super) struct Taken {
    rects: Vec<Rect>,
    index: Index,
}

impl Taken {
    pub fn new<'a>(labels: impl Iterator<Item = &'a Place>, bounds: Rect) -> Taken {
        let rects: Vec<Rect> = labels.map(|place| place.letters().grown(GAP)).collect();
        let mut index = Index::new(bounds);
        rects.iter().enumerate().for_each(|(number, rect)| index.insert(*rect, number));
        Taken { rects, index }
    }

    fn free(&self, point: Point) -> bool {
        let inside =
            |rect: Rect| point.x > rect.x && point.x < rect.right() && point.y > rect.y && point.y < rect.bottom();
        !self.index.at(point).any(|number| inside(self.rects[number]))
    }
}

impl Seen {
    /// The rectangle around the line and its head.
    pub fn bounds(&self) -> Rect {
        let at = |point: Point| Rect::around(point, 4.0, 4.0);
        self.curve.points(33).map(at).fold(self.head_bounds(), |all, rect| all.union(&rect))
    }

    pub fn head_bounds(&self) -> Rect {
        let at = |point: Point| Rect::new(point.x, point.y, 0.0, 0.0);
        let [tip, left, right] = self.head.map(at);
        tip.union(&left).union(&right)
    }

    /// The line without what lies in any of the rectangles.
    fn around(&self, taken: &Taken) -> Vec<Step> {
        let free = |point: Point| taken.free(point);
        let mut path = Vec::new();
        let mut from = 0.0;
        while from < 1.0 {
            if !free(self.curve.point(from)) {
                let Some(end) = self.curve.first(from, |point| !free(point)) else { break };
                from = end;
            }
            let end = self.curve.first(from, free).unwrap_or(1.0);
            let part = self.curve.part(from, end);
            if part.length() > 1.5 {
                path.extend(part.steps());
            }
            from = if end > from { end } else { from + 0.01 };
        }
        path
    }
}
