//! Actors as boxes: how large they are, and which outline says what kind they are of.

use crate::actor::{ActorIx, Kind};
use crate::draw::Subject;
use crate::draw::picture::{Anchor, Dash, Group, Mark, Of, Paint, Part, Point, Rect, Shape, Step, Stroke, Text};
use crate::draw::text;

/// The smallest and the largest type of a name.
const TYPE: (f64, f64) = (12.0, 18.0);
/// The room for a line of a name, in sizes of its type, and for a word that is wider.
const ROOM: (f64, f64) = (9.5, 15.0);
/// Between a name and the border, beside and above.
const INSET: (f64, f64) = (9.0, 6.0);
/// How much border each line that begins or ends there wishes to have.
const BERTH: f64 = 8.0;
/// What a circle's quarter is as a Bézier curve: how far the control points are, in radii.
const ROUND: f64 = 0.552_284_75;
/// How far from its left side the bar of a concept stands.
const BAR: f64 = 5.0;

/// An actor in the picture.
pub(super) struct Node {
    pub actor: ActorIx,
    pub kind: Kind,
    lines: Vec<String>,
    size: f64,
    pub width: f64,
    pub height: f64,
    /// What is said of it where it is pointed at.
    tip: String,
}

/// Where a node ends.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outline {
    kind: Kind,
    pub rect: Rect,
}

impl Node {
    /// With so many statements, of at most `most` that any has, and so many ends of lines.
    pub fn new(subject: &Subject<'_>, actor: ActorIx, statements: usize, most: usize, ends: usize) -> Node {
        let about = subject.dataset.actor(actor);
        let share = (statements as f64 / most.max(1) as f64).sqrt();
        let size = (2.0 * (TYPE.0 + (TYPE.1 - TYPE.0) * share)).round() / 2.0;
        let name = text::clean(&about.name);
        let words = name.split_whitespace().map(|word| text::width(word, size, false));
        let room = words.fold(ROOM.0 * size, f64::max).min(ROOM.1 * size);
        let lines = text::wrap(&name, size, false, room);
        let wide = lines.iter().map(|line| text::width(line, size, false)).fold(0.0, f64::max);
        let high = size * text::LINE * lines.len() as f64;
        let (mut beside, mut above) = INSET;
        // Slanting sides need more room beside the name.
        beside += match about.kind {
            Kind::Event => high * 0.3,
            Kind::Person => high * 0.2,
            Kind::Organization => 3.0,
            Kind::Concept => BAR,
            _ => 0.0,
        };
        let short = BERTH * ends as f64 - 2.0 * (wide + 2.0 * beside + high + 2.0 * above);
        if short > 0.0 {
            beside += (short / 10.0).min(32.0);
            above += (short / 8.0).min(24.0);
        }
        let many = |number: usize| if number == 1 { "1 statement".to_owned() } else { format!("{number} statements") };
        Node {
            actor,
            kind: about.kind,
            tip: format!("{} ({}): {}", about.name, about.kind, many(statements)),
            width: (wide + 2.0 * beside).max(36.0),
            height: high + 2.0 * above,
            lines,
            size,
        }
    }

    pub fn outline(&self, middle: Point) -> Outline {
        Outline { kind: self.kind, rect: Rect::around(middle, self.width, self.height) }
    }

    pub fn draw(&self, middle: Point) -> Mark {
        let outline = self.outline(middle);
        let mut marks: Vec<Mark> = outline.shapes().into_iter().map(Mark::Shape).collect();
        let more = self.size * text::LINE * (self.lines.len() as f64 - 1.0);
        let at = middle.moved(0.0, self.size * 0.36 - more / 2.0);
        let name = Text {
            anchor: Anchor::Middle,
            lines: self.lines.clone(),
            part: Part::Name,
            ..Text::new("", at, self.size)
        };
        marks.push(Mark::Text(name));
        Mark::Group(Group { of: Of::Actor(self.actor), name: self.tip.clone(), marks })
    }
}

impl Outline {
    pub fn new(kind: Kind, rect: Rect) -> Outline {
        Outline { kind, rect }
    }

    /// How far its corners are cut or rounded: along the upper side, and along the left one.
    fn corner(&self) -> (f64, f64) {
        let half = self.rect.height / 2.0;
        match self.kind {
            Kind::State | Kind::Organization | Kind::Concept | Kind::Unspecified => (3.0, 3.0),
            Kind::Person => (half.min(20.0), half.min(20.0)),
            Kind::Group => ((half * 0.55).min(9.0), (half * 0.55).min(9.0)),
            Kind::Event => ((half * 0.5).min(14.0), half),
        }
    }

    /// Whether a place lies within it.
    pub fn holds(&self, point: Point) -> bool {
        let (width, height) = (self.rect.width / 2.0, self.rect.height / 2.0);
        let middle = self.rect.middle();
        let (x, y) = ((point.x - middle.x).abs(), (point.y - middle.y).abs());
        if x > width || y > height {
            return false;
        }
        // How far into the corner, from where it begins (0) to the corner itself (1).
        let corner = self.corner();
        let (into_x, into_y) = ((x - width) / corner.0 + 1.0, (y - height) / corner.1 + 1.0);
        if into_x <= 0.0 || into_y <= 0.0 {
            return true;
        }
        match self.kind {
            Kind::Group | Kind::Event => into_x + into_y <= 1.0,
            _ => into_x * into_x + into_y * into_y <= 1.0,
        }
    }

    /// A place within it, as near as a tenth of the way from its middle to that one.
    pub fn inside(&self, point: Point) -> Point {
        let middle = self.rect.middle();
        let towards = |tenths: i32| {
            let part = f64::from(tenths) / 10.0;
            middle.moved(part * (point.x - middle.x), part * (point.y - middle.y))
        };
        (0..=10).rev().map(towards).find(|&place| self.holds(place)).unwrap_or(middle)
    }

    /// The area with its border, and what else belongs to the kind.
    pub fn shapes(&self) -> Vec<Shape> {
        let border = |dash: Dash| Some(Stroke { paint: Paint::Border, width: 1.25, dash });
        let area = Shape { path: self.path(), fill: Some(Paint::Node), stroke: border(Dash::Solid), part: Part::Body };
        match self.kind {
            Kind::Unspecified => vec![Shape { stroke: border(Dash::Dashed), ..area }],
            Kind::Organization => {
                let inner = Outline { rect: self.rect.grown(-3.0), ..*self };
                let stroke = Some(Stroke::solid(Paint::Border, 0.75));
                vec![area, Shape { path: inner.path(), fill: None, stroke, part: Part::Other }]
            }
            Kind::Concept => {
                let at = self.rect.x + BAR;
                let bar = Shape::line(
                    Point::new(at, self.rect.y),
                    Point::new(at, self.rect.bottom()),
                    Stroke::solid(Paint::Border, 1.25),
                );
                vec![area, bar]
            }
            _ => vec![area],
        }
    }

    fn path(&self) -> Vec<Step> {
        let (x, y) = self.corner();
        let Rect { x: left, y: top, .. } = self.rect;
        let (right, bottom) = (self.rect.right(), self.rect.bottom());
        let point = Point::new;
        // Each corner: where it begins, the corner itself, and where it ends, clockwise.
        let corners = [
            [point(left, top + y), point(left, top), point(left + x, top)],
            [point(right - x, top), point(right, top), point(right, top + y)],
            [point(right, bottom - y), point(right, bottom), point(right - x, bottom)],
            [point(left + x, bottom), point(left, bottom), point(left, bottom - y)],
        ];
        let towards = |from: Point, to: Point| from.moved(ROUND * (to.x - from.x), ROUND * (to.y - from.y));
        let mut path = Vec::new();
        for [from, corner, to] in corners {
            path.push(if path.is_empty() { Step::Move(from) } else { Step::Line(from) });
            path.push(match self.kind {
                Kind::Group | Kind::Event => Step::Line(to),
                _ => Step::Curve(towards(from, corner), towards(to, corner), to),
            });
        }
        path.push(Step::Close);
        path
    }
}
