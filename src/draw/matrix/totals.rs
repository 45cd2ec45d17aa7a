//! How much each row and each column holds, split by sign.

use super::cell::{Cell, short};
use super::{GAP, Grid, Side};
use crate::actor::ActorIx;
use crate::draw::picture::{Anchor, Group, Mark, Of, Paint, Part, Point, Rect, Shape, Text, Tone};
use crate::draw::text;
use crate::graph::{Edge, EdgeIx};
use crate::relation::Sign;

/// How long the longest bar is.
const BAR: f64 = 64.0;
/// How thick all are, in sizes of the type.
const THICK: f64 = 0.7;

/// The statements of an actor by sign, in the order of [`Sign::ALL`].
type Signs = [usize; 3];

/// The totals of both sides.
pub(super) struct Totals {
    rows: Vec<Signs>,
    columns: Vec<Signs>,
}

impl Totals {
    pub fn of(grid: &Grid<'_>, cells: &[Cell]) -> Totals {
        let sum = |side: &Side, end: fn(&Cell) -> ActorIx| {
            let total = |&actor: &ActorIx| {
                let of = cells.iter().filter(|cell| end(cell) == actor);
                of.fold([0; 3], |sum: Signs, cell| std::array::from_fn(|at| sum[at] + cell.signs[at]))
            };
            side.actors.iter().map(total).collect()
        };
        Totals { rows: sum(&grid.rows, |cell| cell.source), columns: sum(&grid.columns, |cell| cell.target) }
    }

    /// Number and bar of each, and the room they take.
    pub fn draw(&self, grid: &Grid<'_>) -> (Vec<Mark>, Rect) {
        let (width, height) = grid.size();
        let (cell, size) = (grid.sizes.cell, grid.sizes.count);
        let number = |signs: &Signs| signs.iter().sum::<usize>();
        let all = self.rows.iter().chain(&self.columns);
        let most = all.clone().map(number).max().unwrap_or(1) as f64;
        let wide = all.map(|signs| text::width(&number(signs).to_string(), size, true)).fold(0.0, f64::max);
        let mut marks = Vec::new();
        let mut group =
            |(actor, edges): (ActorIx, Vec<EdgeIx>), signs: &Signs, does: &str, label: Text, bars: Vec<Mark>| {
                let name = &grid.subject.dataset.actor(actor).name;
                let parts: Vec<String> = Sign::ALL
                    .iter()
                    .filter(|&&sign| signs[sign as usize] > 0)
                    .map(|&sign| format!("{}{}", sign.glyph(), signs[sign as usize]))
                    .collect();
                let label = Text { part: Part::Count, paint: Paint::Quiet, ..label };
                let mut marks_of = bars;
                marks_of.push(Mark::Text(label));
                let name = format!("{name} {does}: {} ({})", number(signs), parts.join(" "));
                marks.push(Mark::Group(Group { of: Of::Edges(edges), name, marks: marks_of }));
            };
        let thick = size * THICK;
        for (row, (&actor, signs)) in grid.rows.actors.iter().zip(&self.rows).enumerate() {
            let middle = (row as f64 + 0.5) * cell;
            let at = Point::new(width + GAP + wide, middle + size * 0.36);
            let label = Text { anchor: Anchor::End, ..Text::new(number(signs).to_string(), at, size) };
            let mut x = at.x + 6.0;
            let bars = lengths(signs, most).map(|(tone, long)| {
                x += long;
                Mark::Shape(Shape::rect(Rect::new(x - long, middle - thick / 2.0, long, thick), Paint::Tone(tone)))
            });
            let bars = bars.collect();
            let edges = grid.subject.graph.from(actor).map(Edge::ix).collect();
            group((actor, edges), signs, "speaks", label, bars);
        }
        for (column, (&actor, signs)) in grid.columns.actors.iter().zip(&self.columns).enumerate() {
            let middle = (column as f64 + 0.5) * cell;
            let at = Point::new(middle, height + GAP + size);
            let words = Some(number(signs).to_string());
            let words = words.filter(|words| text::width(words, size, false) < cell - 2.0);
            let words = words.unwrap_or_else(|| short(number(signs)));
            let label = Text { anchor: Anchor::Middle, ..Text::new(words, at, size) };
            let mut y = at.y + 6.0;
            let bars = lengths(signs, most).map(|(tone, long)| {
                y += long;
                Mark::Shape(Shape::rect(Rect::new(middle - thick / 2.0, y - long, thick, long), Paint::Tone(tone)))
            });
            let bars = bars.collect();
            let edges = grid.subject.graph.to(actor).map(Edge::ix).collect();
            group((actor, edges), signs, "is spoken about", label, bars);
        }
        let size = size.max(11.0);
        let at = Point::new(-GAP, height + GAP + size);
        let sum = self.rows.iter().map(number).sum::<usize>();
        let words = format!("{sum} in all");
        let label = Text { anchor: Anchor::End, paint: Paint::Quiet, ..Text::new(words, at, size) };
        let bounds = Rect::new(0.0, 0.0, width + GAP + wide + 6.0 + BAR, height + GAP + size + 6.0 + BAR);
        let bounds = bounds.union(&label.bounds());
        marks.push(Mark::Text(label));
        (marks, bounds)
    }
}

/// The bars of one total, one after another.
fn lengths(signs: &Signs, most: f64) -> impl Iterator<Item = (Tone, f64)> {
    let signs = *signs;
    let some = Sign::ALL.into_iter().filter(move |&sign| signs[sign as usize] > 0);
    some.map(move |sign| (Tone::Sign(sign), BAR * signs[sign as usize] as f64 / most))
}
