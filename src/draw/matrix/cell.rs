//! A cell: all that one actor says about another.

use std::io;

use super::scale::Scale;
use crate::actor::ActorIx;
use crate::draw::Subject;
use crate::draw::frame::{Entry, SAMPLE};
use crate::draw::picture::{
    Anchor, Dash, Group, Mark, Of, Paint, Part, Point, Rect, Shape, Stroke, Text, Tone, rect_path,
};
use crate::draw::text;
use crate::graph::EdgeIx;
use crate::relation::Sign;

/// Between the letters of a cell and its border.
const INSET: f64 = 3.0;
/// How high the strip is that says of which signs a cell consists.
const STRIP: f64 = 3.0;

/// The edges from one actor to another.
pub(super) struct Cell {
    pub source: ActorIx,
    pub target: ActorIx,
    /// How many statements there are of each sign, in the order of [`Sign::ALL`].
    pub signs: [usize; 3],
    edges: Vec<EdgeIx>,
    dash: Dash,
    tip: String,
}

impl Cell {
    /// Every pair of actors that has edges, by source and target.
    ///
    /// # Errors
    /// What reading the statements again fails with.
    pub fn all(subject: &Subject<'_>) -> io::Result<Vec<Cell>> {
        let mut cells: Vec<Cell> = Vec::new();
        for (edge, tip) in subject.graph.edges().zip(subject.tips()?) {
            let (source, target) = (edge.source(), edge.target());
            let dash = Dash::of(edge.statements().iter().map(|&ix| subject.dataset.statement(ix).certainty()));
            let sign = subject.dataset.relation(edge.relation()).sign;
            let (mut signs, edges) = ([0; 3], vec![edge.ix()]);
            signs[sign as usize] = edge.count();
            match cells.last_mut().filter(|cell| (cell.source, cell.target) == (source, target)) {
                Some(cell) => {
                    (0..3).for_each(|at| cell.signs[at] += signs[at]);
                    cell.edges.extend(edges);
                    cell.dash = cell.dash.min(dash);
                    cell.tip.push_str("\n\n");
                    cell.tip.push_str(&tip);
                }
                None => cells.push(Cell { source, target, signs, edges, dash, tip }),
            }
        }
        Ok(cells)
    }

    /// How many statements are in it.
    pub fn count(&self) -> usize {
        self.signs.iter().sum()
    }

    fn tone(&self) -> Tone {
        let signs = Sign::ALL.into_iter().filter(|&sign| self.signs[sign as usize] > 0);
        Tone::of(signs).expect("an edge has a statement, and that a sign")
    }

    /// The glyphs of its signs and the count; `±` stands for both of those.
    pub fn label(&self) -> String {
        let glyphs = match self.signs.map(|many| many > 0) {
            [true, true, _] => Tone::Mixed.glyph().to_string(),
            some => Sign::ALL.into_iter().zip(some).filter(|(_, some)| *some).map(|(sign, _)| sign.glyph()).collect(),
        };
        format!("{glyphs}{}", short(self.count()))
    }

    fn signs_differ(&self) -> bool {
        self.signs.iter().filter(|&&many| many > 0).count() > 1
    }

    /// The counts of its signs, where they differ.
    fn parts(&self) -> Option<String> {
        let part = |&sign: &Sign| format!("{}{}", sign.glyph(), short(self.signs[sign as usize]));
        let some = Sign::ALL.iter().filter(|&&sign| self.signs[sign as usize] > 0);
        self.signs_differ().then(|| some.map(part).collect::<Vec<_>>().join(" "))
    }

    /// Draws it in a square, with type of that size.
    pub fn draw(&self, square: Rect, size: f64, scale: Scale) -> Mark {
        let tone = self.tone();
        let middle = square.middle();
        let mut marks = vec![Mark::Shape(background(square, tone, scale.tint(self.count())))];
        if self.signs_differ() {
            marks.extend(strip(self.signs, square));
        }
        marks.extend(border(square, tone, self.dash).map(Mark::Shape));
        let label = |words: String, base: f64, size: f64| Text {
            anchor: Anchor::Middle,
            ..Text::new(words, Point::new(middle.x, base), size)
        };
        let mut count = Text { part: Part::Count, ..label(self.label(), middle.y + size * 0.36, size) };
        let small = (size - 2.0).max(10.0);
        // A border takes room, too.
        let inset = if self.dash == Dash::Solid { INSET } else { 2.0 * INSET + 1.0 };
        let high = (size + small) * (text::ASCENT + text::DESCENT);
        let room = |words: &String| {
            high <= square.height - inset + INSET && text::width(words, small, false) <= square.width - inset
        };
        if let Some(parts) = self.parts().filter(room) {
            let top = middle.y - high / 2.0;
            count.at.y = top + text::ASCENT * size;
            marks.push(Mark::Text(label(parts, top + high - text::DESCENT * small, small)));
        }
        marks.push(Mark::Text(count));
        Mark::Group(Group { of: Of::Edges(self.edges.clone()), name: self.tip.clone(), marks })
    }
}

/// A number that fits into a cell: the thousands of what has more than three digits.
pub(super) fn short(many: usize) -> String {
    match many {
        0..1_000 => many.to_string(),
        1_000..1_000_000 => format!("{}k", many / 1_000),
        _ => format!("{}M", many / 1_000_000),
    }
}

/// What part each sign has, along the lower border.
fn strip(signs: [usize; 3], square: Rect) -> impl Iterator<Item = Mark> {
    let inner = square.grown(-0.5);
    let all = signs.iter().sum::<usize>() as f64;
    let mut x = inner.x;
    Sign::ALL.into_iter().filter(move |&sign| signs[sign as usize] > 0).map(move |sign| {
        let wide = inner.width * signs[sign as usize] as f64 / all;
        x += wide;
        let rect = Rect::new(x - wide, inner.bottom() - STRIP, wide, STRIP);
        Mark::Shape(Shape::rect(rect, Paint::Tone(Tone::Sign(sign))))
    })
}

fn background(square: Rect, tone: Tone, tint: u8) -> Shape {
    Shape::rect(square.grown(-0.5), Paint::Tint(tone, tint)).part(Part::Body)
}

/// Broken, and only where nobody has said it themselves.
fn border(square: Rect, tone: Tone, dash: Dash) -> Option<Shape> {
    let stroke = Stroke { paint: Paint::Tone(tone), width: 1.25, dash };
    let path = rect_path(square.grown(-1.75));
    (dash != Dash::Solid).then_some(Shape { path, fill: None, stroke: Some(stroke), part: Part::Line })
}

/// What the cells that are there need explained.
pub(super) fn legend(cells: &[Cell], scale: Scale) -> Vec<Entry> {
    let sample = Rect::around(SAMPLE.middle(), 20.0, SAMPLE.height);
    let mut legend = Vec::new();
    let tones: Vec<Tone> = Tone::ALL.into_iter().filter(|&tone| cells.iter().any(|cell| cell.tone() == tone)).collect();
    for &tone in &tones {
        let at = sample.middle().moved(0.0, 11.0 * 0.36);
        let glyph = Text { anchor: Anchor::Middle, ..Text::new(tone.glyph(), at, 11.0) };
        let words = match tone {
            Tone::Sign(Sign::Negative) => "negative",
            Tone::Sign(Sign::Positive) => "positive",
            Tone::Sign(Sign::Neutral) => "neutral",
            Tone::Mixed => "negative and positive",
        };
        let sample = vec![Mark::Shape(background(sample, tone, 3)), Mark::Text(glyph)];
        legend.push(Entry { sample, words: words.to_owned() });
    }
    if cells.iter().any(Cell::signs_differ) {
        let paper = Shape {
            path: rect_path(sample),
            fill: None,
            stroke: Some(Stroke::solid(Paint::Rule, 1.0)),
            part: Part::Other,
        };
        let sample = std::iter::once(Mark::Shape(paper)).chain(strip([3, 2, 1], sample)).collect();
        legend.push(Entry { sample, words: "how much of each sign, where there are several".to_owned() });
    }
    for (dash, words) in [(Dash::Dashed, "only as a document reports"), (Dash::Dotted, "only as somebody alleges")] {
        if cells.iter().any(|cell| cell.dash == dash) {
            let sample = border(sample.grown(1.0), Tone::Sign(Sign::Neutral), dash).map(Mark::Shape);
            legend.push(Entry { sample: sample.into_iter().collect(), words: words.to_owned() });
        }
    }
    if let Some(&tone) = tones.first() {
        for (tint, words) in scale.steps() {
            let sample = vec![Mark::Shape(background(sample, tone, tint))];
            let what = if words == "1" { "1 statement".to_owned() } else { words };
            legend.push(Entry { sample, words: what });
        }
    }
    legend
}
