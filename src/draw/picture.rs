//! The picture: marks on a canvas, which every view is made of and every picture format is written
//! from. Lengths are CSS pixels; y grows downward.

use crate::actor::ActorIx;
use crate::draw::text;
use crate::graph::EdgeIx;
use crate::relation::Sign;
use crate::statement::{Certainty, StatementIx};

/// A place on the canvas.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// An upright rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Its left.
    pub x: f64,
    /// Its top.
    pub y: f64,
    /// How wide.
    pub width: f64,
    /// How high.
    pub height: f64,
}

/// A drawing, whole: a frame that says what it is, and the content that a view has drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// How wide the canvas is.
    pub width: f64,
    /// How high.
    pub height: f64,
    /// What it is called.
    pub title: String,
    /// What there is to see, in a sentence, for those who do not see it.
    pub description: String,
    /// Title, legend, documents and as-of date: all that stands around the content.
    pub frame: Vec<Mark>,
    /// What the legend in the frame says, entry by entry.
    pub legend: Vec<Entry>,
    /// What the view has drawn.
    pub content: Vec<Mark>,
    /// Where on the canvas the content lies; all of it does.
    pub content_box: Rect,
}

/// The room for the sample of a legend's entry.
pub const SAMPLE: Rect = Rect::new(0.0, 0.0, 36.0, 16.0);

/// An entry of the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// What is drawn in [`SAMPLE`]; there may be nothing.
    pub sample: Vec<Mark>,
    /// What it means.
    pub words: String,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub enum Mark {
    /// Marks that stand for one thing.
    Group(Group),
    /// A line or an area.
    Shape(Shape),
    /// Words.
    Text(Text),
}

/// Marks that together stand for an actor, for edges or for statements.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// What they stand for.
    pub of: Of,
    /// What is said of it where it is pointed at, or read aloud: several lines.
    pub name: String,
    /// The marks, those in front last.
    pub marks: Vec<Mark>,
}

/// What marks stand for.
#[derive(Debug, Clone, PartialEq)]
pub enum Of {
    /// An actor.
    Actor(ActorIx),
    /// An edge, or all edges of a cell; of the graph that is drawn.
    Edges(Vec<EdgeIx>),
    /// Statements of one edge.
    Statements(EdgeIx, Vec<StatementIx>),
}

/// A path that is filled, or drawn along, or both.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Where it runs.
    pub path: Vec<Step>,
    /// What it is filled with.
    pub fill: Option<Paint>,
    /// The line along it.
    pub stroke: Option<Stroke>,
    /// What it is to the thing that its group stands for.
    pub part: Part,
}

/// A piece of a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Step {
    /// Begins anew there.
    Move(Point),
    /// A straight line.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
    /// A straight line to where it began.
    Close,
}

/// A line along a path.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Stroke {
    /// Its colour.
    pub paint: Paint,
    /// How wide.
    pub width: f64,
    /// Whether it is broken.
    pub dash: Dash,
}

/// How a line is broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Dash {
    /// Not at all: the actor's own words, or nobody has said.
    Solid,
    /// As the document reports.
    Dashed,
    /// As somebody alleges.
    Dotted,
}

/// What a mark is to the thing that its group stands for, so that the page can change it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Nothing in particular.
    Other,
    /// The area that can be pointed at.
    Body,
    /// The line, whose width says how many statements.
    Line,
    /// The arrowhead.
    Head,
    /// The number of statements.
    Count,
    /// The name.
    Name,
}

/// Words, in one or several lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// On the baseline of the first line: its left end, middle or right end.
    pub at: Point,
    /// Which of these.
    pub anchor: Anchor,
    /// The size of the type.
    pub size: f64,
    /// Whether it is bold.
    pub bold: bool,
    /// Its colour.
    pub paint: Paint,
    /// Whether there is a seam of the background's colour around the letters.
    pub halo: bool,
    /// How far it is turned around `at`, in degrees clockwise.
    pub turn: f64,
    /// The lines, a line and a quarter of the type apart.
    pub lines: Vec<String>,
    /// What it is to the thing that its group stands for.
    pub part: Part,
}

/// How far the seam of a text reaches beyond its letters.
pub(crate) const HALO: f64 = 1.8;

/// Where a text is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// At its left end.
    Start,
    /// In the middle.
    Middle,
    /// At its right end.
    End,
}

/// A colour by what it means; a [`Theme`](super::Theme) says which one that is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Paint {
    /// Words and what matters.
    Ink,
    /// Words that stand back.
    Quiet,
    /// Thin lines that guide the eye.
    Rule,
    /// The background.
    Paper,
    /// An actor.
    Node,
    /// The border of an actor.
    Border,
    /// Lines and areas of a sign.
    Tone(Tone),
    /// Words in the colour of a sign.
    Words(Tone),
    /// The background of a cell, from 1 (faint) to [`TINTS`]; words in [`Paint::Ink`] can be read on all.
    Tint(Tone, u8),
}

/// How many tints of a tone there are.
pub const TINTS: u8 = 5;

/// What statements say together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Tone {
    /// All have this sign, or none.
    Sign(Sign),
    /// Some are for it, some against.
    Mixed,
}

impl Tone {
    /// Every tone, each once.
    pub const ALL: [Tone; 4] =
        [Tone::Sign(Sign::Negative), Tone::Sign(Sign::Positive), Tone::Sign(Sign::Neutral), Tone::Mixed];

    /// The tone of signs that stand together; `None` of none. What is neutral does not take from what is
    /// not.
    pub fn of(signs: impl IntoIterator<Item = Sign>) -> Option<Tone> {
        let signs: Vec<Sign> = signs.into_iter().collect();
        let has = |sign| signs.contains(&sign);
        match (has(Sign::Negative), has(Sign::Positive), has(Sign::Neutral)) {
            (true, true, _) => Some(Tone::Mixed),
            (true, false, _) => Some(Tone::Sign(Sign::Negative)),
            (false, true, _) => Some(Tone::Sign(Sign::Positive)),
            (false, false, neutral) => neutral.then_some(Tone::Sign(Sign::Neutral)),
        }
    }

    /// The glyph beside the colour: that of the sign, or `±`.
    pub fn glyph(self) -> char {
        match self {
            Tone::Sign(sign) => sign.glyph(),
            Tone::Mixed => '±',
        }
    }

    /// In a word, for class names.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Tone::Sign(Sign::Negative) => "negative",
            Tone::Sign(Sign::Positive) => "positive",
            Tone::Sign(Sign::Neutral) => "neutral",
            Tone::Mixed => "mixed",
        }
    }
}

impl Dash {
    /// How statements of these certainties are drawn: the firmest decides.
    pub(crate) fn of(certainties: impl IntoIterator<Item = Option<Certainty>>) -> Dash {
        match certainties.into_iter().flatten().min() {
            None | Some(Certainty::Stated) => Dash::Solid,
            Some(Certainty::Reported) => Dash::Dashed,
            Some(Certainty::Alleged) => Dash::Dotted,
        }
    }
}

impl Point {
    /// That place.
    pub const fn new(x: f64, y: f64) -> Point {
        Point { x, y }
    }

    /// So far away from there.
    pub fn moved(self, dx: f64, dy: f64) -> Point {
        Point { x: self.x + dx, y: self.y + dy }
    }

    /// How far it is to another.
    pub fn distance(self, other: Point) -> f64 {
        let (x, y) = (self.x - other.x, self.y - other.y);
        (x * x + y * y).sqrt()
    }
}

impl Rect {
    /// That rectangle.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect { x, y, width, height }
    }

    /// The rectangle of that size around a middle.
    pub fn around(middle: Point, width: f64, height: f64) -> Rect {
        Rect { x: middle.x - width / 2.0, y: middle.y - height / 2.0, width, height }
    }

    /// Its right side.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// Its lower side.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Its middle.
    pub fn middle(&self) -> Point {
        Point { x: self.x + self.width / 2.0, y: self.y + self.height / 2.0 }
    }

    /// Larger by so much on every side.
    pub fn grown(&self, by: f64) -> Rect {
        Rect { x: self.x - by, y: self.y - by, width: self.width + 2.0 * by, height: self.height + 2.0 * by }
    }

    /// Moved by so much.
    pub fn moved(&self, dx: f64, dy: f64) -> Rect {
        Rect { x: self.x + dx, y: self.y + dy, ..*self }
    }

    /// Whether the two have an area in common.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Whether all of the other lies in it.
    pub fn holds(&self, other: &Rect) -> bool {
        self.x <= other.x && self.y <= other.y && self.right() >= other.right() && self.bottom() >= other.bottom()
    }

    /// The smallest that holds both.
    pub fn union(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        Rect { x, y, width: self.right().max(other.right()) - x, height: self.bottom().max(other.bottom()) - y }
    }
}

impl Shape {
    /// The area of a rectangle.
    pub fn rect(rect: Rect, fill: Paint) -> Shape {
        Shape { path: rect_path(rect), fill: Some(fill), stroke: None, part: Part::Other }
    }

    /// A straight line.
    pub fn line(from: Point, to: Point, stroke: Stroke) -> Shape {
        Shape { path: vec![Step::Move(from), Step::Line(to)], fill: None, stroke: Some(stroke), part: Part::Other }
    }

    /// The same as another part.
    pub fn part(self, part: Part) -> Shape {
        Shape { part, ..self }
    }
}

/// Around a rectangle.
pub fn rect_path(rect: Rect) -> Vec<Step> {
    vec![
        Step::Move(Point::new(rect.x, rect.y)),
        Step::Line(Point::new(rect.right(), rect.y)),
        Step::Line(Point::new(rect.right(), rect.bottom())),
        Step::Line(Point::new(rect.x, rect.bottom())),
        Step::Close,
    ]
}

impl Stroke {
    /// A solid line.
    pub fn solid(paint: Paint, width: f64) -> Stroke {
        Stroke { paint, width, dash: Dash::Solid }
    }

    /// How long its pieces and the gaps between them are, where it is broken. Pieces of no length are
    /// dots: their ends are round.
    pub(crate) fn pieces(&self) -> Option<[f64; 2]> {
        match self.dash {
            Dash::Solid => None,
            Dash::Dashed => Some([4.0 + self.width, 3.0 + self.width]),
            Dash::Dotted => Some([0.0, 2.5 + 1.3 * self.width]),
        }
    }
}

impl Text {
    /// A line of plain text that begins there.
    pub fn new(text: impl Into<String>, at: Point, size: f64) -> Text {
        Text {
            at,
            anchor: Anchor::Start,
            size,
            bold: false,
            paint: Paint::Ink,
            halo: false,
            turn: 0.0,
            lines: vec![text.into()],
            part: Part::Other,
        }
    }

    /// How wide its widest line is.
    pub fn width(&self) -> f64 {
        self.lines.iter().map(|line| text::width(line, self.size, self.bold)).fold(0.0, f64::max)
    }

    /// The upright rectangle around it, turned or not.
    pub fn bounds(&self) -> Rect {
        let width = self.width();
        let height = self.size * (text::ASCENT + text::DESCENT + text::LINE * (self.lines.len() as f64 - 1.0));
        let left = match self.anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => -width / 2.0,
            Anchor::End => -width,
        };
        let top = -text::ASCENT * self.size;
        let (sin, cos) = libm::sincos(self.turn.to_radians());
        let corners = [(left, top), (left + width, top), (left, top + height), (left + width, top + height)];
        let turned = corners.map(|(x, y)| Point::new(x * cos - y * sin, x * sin + y * cos));
        let low = turned.iter().fold((f64::MAX, f64::MAX), |low, point| (low.0.min(point.x), low.1.min(point.y)));
        let high = turned.iter().fold((f64::MIN, f64::MIN), |high, point| (high.0.max(point.x), high.1.max(point.y)));
        Rect::new(self.at.x + low.0, self.at.y + low.1, high.0 - low.0, high.1 - low.1)
    }
}

impl Mark {
    /// The same, elsewhere.
    pub fn move_by(&mut self, dx: f64, dy: f64) {
        match self {
            Mark::Group(group) => group.marks.iter_mut().for_each(|mark| mark.move_by(dx, dy)),
            Mark::Shape(shape) => {
                for step in &mut shape.path {
                    match step {
                        Step::Move(to) | Step::Line(to) => *to = to.moved(dx, dy),
                        Step::Curve(a, b, to) => {
                            [*a, *b, *to] = [a.moved(dx, dy), b.moved(dx, dy), to.moved(dx, dy)];
                        }
                        Step::Close => {}
                    }
                }
            }
            Mark::Text(text) => text.at = text.at.moved(dx, dy),
        }
    }

    /// Every text in it.
    pub fn texts(&self) -> Vec<&Text> {
        match self {
            Mark::Group(group) => group.marks.iter().flat_map(Mark::texts).collect(),
            Mark::Shape(_) => Vec::new(),
            Mark::Text(text) => vec![text],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_text_stands_on_end() {
        let text = Text { turn: -90.0, ..Text::new("Oldbridge", Point::new(100.0, 100.0), 10.0) };
        let bounds = text.bounds();
        assert!(bounds.height > bounds.width);
        assert!((bounds.bottom() - 100.0).abs() < 1e-9 && bounds.x < 100.0);
    }

    #[test]
    fn for_and_against_are_mixed() {
        use Sign::{Negative, Neutral, Positive};
        assert_eq!(Tone::of([Negative, Negative]), Some(Tone::Sign(Negative)));
        assert_eq!(Tone::of([Negative, Positive, Negative]), Some(Tone::Mixed));
        assert_eq!(Tone::of([Neutral, Negative]), Some(Tone::Sign(Negative)));
        assert_eq!(Tone::of([Neutral]), Some(Tone::Sign(Neutral)));
        assert_eq!(Tone::of([]), None);
    }
}
