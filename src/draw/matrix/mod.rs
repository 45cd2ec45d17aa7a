//! The matrix: rows speak, columns are spoken about, and a cell holds all that one says about another.

mod cell;
mod scale;
mod totals;

use std::io;

use super::frame::{self, Entry, SAMPLE};
use super::names::{self, Names};
use super::order::{self, Order};
use super::picture::{
    Anchor, Group, Mark, Of, Paint, Part, Picture, Point, Rect, Shape, Step, Stroke, Text, rect_path,
};
use super::{Subject, View, text};
use crate::actor::ActorIx;
use crate::graph::Edge;
use cell::Cell;
use scale::Scale;
use totals::Totals;

/// More cannot be told apart on any paper.
const MOST: usize = 400;
/// More rows than these are made as low as they can be.
const MANY: usize = 24;
/// Between the names and the cells.
const GAP: f64 = 8.0;
/// How far the names of columns are turned.
const TURN: f64 = -55.0;

/// Sizes that go by how many rows or columns there are, whatever is more: how large cells are, and the
/// type in them and of the names.
#[derive(Debug, Clone, Copy)]
struct Sizes {
    cell: f64,
    count: f64,
    name: f64,
}

impl Sizes {
    fn of(actors: usize) -> Sizes {
        let (cell, count, name) = match actors {
            0..=6 => (44.0, 14.0, 14.0),
            7..=12 => (38.0, 13.0, 13.0),
            13..=24 => (32.0, 12.0, 12.0),
            25..=40 => (28.0, 11.0, 12.0),
            41..=80 => (26.0, 10.5, 11.5),
            _ => (24.0, 10.0, 11.0),
        };
        Sizes { cell, count, name }
    }
}

/// Who has a row or a column, and where camps begin.
struct Side {
    actors: Vec<ActorIx>,
    camps: Vec<usize>,
}

impl Side {
    /// Those of all that are among some.
    fn of(order: &Order, mut some: Vec<ActorIx>) -> Side {
        some.sort_unstable();
        some.dedup();
        let has = |actor: &ActorIx| some.binary_search(actor).is_ok();
        let before = |at: usize| order.actors[..at].iter().filter(|&actor| has(actor)).count();
        let actors: Vec<ActorIx> = order.actors.iter().copied().filter(has).collect();
        let mut camps: Vec<usize> = order.camps.iter().map(|&at| before(at)).collect();
        camps.retain(|&at| at > 0 && at < actors.len());
        camps.dedup();
        Side { actors, camps }
    }
}

/// Draws it.
///
/// # Errors
/// What reading the statements again fails with, and, as [`InvalidInput`](io::ErrorKind::InvalidInput),
/// more than 400 actors.
pub(super) fn draw(subject: &Subject<'_>) -> io::Result<Picture> {
    let many = subject.graph.actors().len();
    if many > MOST {
        return Err(super::too_many(View::Matrix, "actors", many, MOST));
    }
    if many == 0 {
        return Ok(frame::framed(subject, Vec::new(), Rect::new(0.0, 0.0, 0.0, 0.0), Vec::new()));
    }
    let order = order::in_camps(subject.dataset, subject.graph);
    let rows = Side::of(&order, subject.graph.edges().map(Edge::source).collect());
    let columns = Side::of(&order, subject.graph.edges().map(Edge::target).collect());
    let cells = Cell::all(subject)?;
    let mut grid = Grid::new(subject, rows, columns, &cells);
    let scale = Scale::of(cells.iter().map(Cell::count).max().unwrap_or(1));
    grid.paper();
    for cell in &cells {
        let square = grid.square(cell);
        grid.marks.push(cell.draw(square, grid.sizes.count, scale));
    }
    grid.camps();
    grid.names();
    grid.totals(&cells);
    let legend = grid.legend(&cells, scale, many);
    Ok(frame::framed(subject, grid.marks, grid.bounds, legend))
}

/// Where things stand: the cells begin at 0, 0.
struct Grid<'a> {
    subject: &'a Subject<'a>,
    rows: Side,
    columns: Side,
    row_names: Names,
    column_names: Names,
    sizes: Sizes,
    marks: Vec<Mark>,
    /// Around all marks.
    bounds: Rect,
}

impl<'a> Grid<'a> {
    fn new(subject: &'a Subject<'a>, rows: Side, columns: Side, cells: &[Cell]) -> Self {
        let mut sizes = Sizes::of(rows.actors.len().max(columns.actors.len()));
        let name = |&actor: &ActorIx| subject.dataset.actor(actor).name.as_str();
        let names = |side: &Side| side.actors.iter().map(name).collect::<Vec<_>>();
        // Turned names are read most easily in one line, and many rows stand closer so.
        let one_line = |names: &[&str]| names::in_one_line(names, sizes.name, 260.0);
        let two_lines = |names: &[&str]| names::fitted(names, sizes.name, 2, 150.0..=300.0);
        let (row_names, column_names) = (names(&rows), names(&columns));
        let many = row_names.len() > MANY;
        let row_names = one_line(&row_names).filter(|_| many).unwrap_or_else(|| two_lines(&row_names));
        let column_names = one_line(&column_names).unwrap_or_else(|| two_lines(&column_names));
        let thick =
            |names: &Names| sizes.name * (text::LINE * (names.most_lines as f64 - 1.0) + text::ASCENT + text::DESCENT);
        let turned = thick(&column_names) / libm::sin(TURN.to_radians()).abs();
        sizes.cell = sizes.cell.max((thick(&row_names) + 1.0).ceil()).max((turned + 1.0).ceil());
        let widest = cells.iter().map(|cell| text::width(&cell.label(), sizes.count, false)).fold(0.0, f64::max);
        sizes.cell = sizes.cell.max((widest + 6.0).ceil());
        Grid {
            subject,
            rows,
            columns,
            row_names,
            column_names,
            sizes,
            marks: Vec::new(),
            bounds: Rect::new(0.0, 0.0, 0.0, 0.0),
        }
    }

    fn size(&self) -> (f64, f64) {
        (self.columns.actors.len() as f64 * self.sizes.cell, self.rows.actors.len() as f64 * self.sizes.cell)
    }

    /// How far the turned names reach from the grid.
    fn reach(&self) -> f64 {
        self.column_names.width + 2.0 * GAP + self.sizes.name * (self.column_names.most_lines as f64 - 1.0)
    }

    fn square(&self, cell: &Cell) -> Rect {
        let place = |side: &Side, actor| {
            side.actors.iter().position(|&other| other == actor).expect("who has a cell has a row and a column")
        };
        self.at(place(&self.rows, cell.source), place(&self.columns, cell.target))
    }

    fn at(&self, row: usize, column: usize) -> Rect {
        let cell = self.sizes.cell;
        Rect::new(column as f64 * cell, row as f64 * cell, cell, cell)
    }

    /// The lines between the cells, and where rows meet themselves.
    fn paper(&mut self) {
        let (width, height) = self.size();
        let cell = self.sizes.cell;
        for (row, actor) in self.rows.actors.iter().enumerate() {
            if let Some(column) = self.columns.actors.iter().position(|other| other == actor) {
                let square = self.at(row, column);
                self.marks.push(Mark::Shape(Shape::rect(square, Paint::Node)));
                let (from, to) = (Point::new(square.x, square.y), Point::new(square.right(), square.bottom()));
                self.marks.push(Mark::Shape(Shape::line(from, to, Stroke::solid(Paint::Rule, 1.0))));
            }
        }
        let mut path = Vec::new();
        for row in 0..=self.rows.actors.len() {
            let y = row as f64 * cell;
            path.extend([Step::Move(Point::new(-self.row_names.width - GAP, y)), Step::Line(Point::new(width, y))]);
        }
        let (sin, cos) = libm::sincos(TURN.to_radians());
        for column in 0..=self.columns.actors.len() {
            let x = column as f64 * cell;
            let reach = self.reach();
            path.extend([
                Step::Move(Point::new(x + cos * reach, sin * reach)),
                Step::Line(Point::new(x, 0.0)),
                Step::Line(Point::new(x, height)),
            ]);
        }
        let stroke = Some(Stroke::solid(Paint::Rule, 0.75));
        self.marks.push(Mark::Shape(Shape { path, fill: None, stroke, part: Part::Other }));
    }

    /// The lines between camps.
    fn camps(&mut self) {
        let (width, height) = self.size();
        let mut path = rect_path(Rect::new(0.0, 0.0, width, height));
        for &row in &self.rows.camps {
            let y = row as f64 * self.sizes.cell;
            path.extend([Step::Move(Point::new(0.0, y)), Step::Line(Point::new(width, y))]);
        }
        for &column in &self.columns.camps {
            let x = column as f64 * self.sizes.cell;
            path.extend([Step::Move(Point::new(x, 0.0)), Step::Line(Point::new(x, height))]);
        }
        let stroke = Some(Stroke::solid(Paint::Border, 1.25));
        self.marks.push(Mark::Shape(Shape { path, fill: None, stroke, part: Part::Other }));
    }

    fn names(&mut self) {
        let Sizes { cell, name: size, .. } = self.sizes;
        for (row, (&actor, lines)) in self.rows.actors.iter().zip(&self.row_names.lines).enumerate() {
            let middle = (row as f64 + 0.5) * cell;
            let down = size * (0.36 - text::LINE * (lines.len() as f64 - 1.0) / 2.0);
            let text = Text {
                lines: lines.clone(),
                anchor: Anchor::End,
                part: Part::Name,
                ..Text::new("", Point::new(-GAP, middle + down), size)
            };
            self.marks.push(self.actor(actor, text));
        }
        let (sin, cos) = libm::sincos(TURN.to_radians());
        for (column, (&actor, lines)) in self.columns.actors.iter().zip(&self.column_names.lines).enumerate() {
            let more = size * text::LINE * (lines.len() as f64 - 1.0);
            // Along the turned lines so far that none enters the grid, and across them back by half of
            // what stands below the first.
            let (along, across) = (GAP + more / 2.0 * cos / -sin, size * 0.36 - more / 2.0);
            let foot = Point::new((column as f64 + 0.5) * cell, 0.0);
            let at = foot.moved(cos * along - sin * across, sin * along + cos * across);
            let text = Text { lines: lines.clone(), turn: TURN, part: Part::Name, ..Text::new("", at, size) };
            self.marks.push(self.actor(actor, text));
        }
        let (width, height) = self.size();
        let reach = self.reach();
        let top = sin * reach - size;
        let left = -self.row_names.width - GAP;
        let right = (width + cos * reach + size).max(width);
        self.bounds = Rect::new(left, top, right - left, height - top);
        self.caption();
    }

    /// Says in the corner which side is which.
    fn caption(&mut self) {
        let size = 11.0;
        let room = self.row_names.width.max(110.0);
        let lines = text::wrap("Rows speak or act, columns are spoken about or acted upon.", size, false, room);
        let more = size * text::LINE * (lines.len() as f64 - 1.0);
        let at = Point::new(-GAP, -GAP - more);
        let text = Text { lines, anchor: Anchor::End, paint: Paint::Quiet, ..Text::new("", at, size) };
        self.bounds = self.bounds.union(&text.bounds());
        self.marks.push(Mark::Text(text));
    }

    fn actor(&self, actor: ActorIx, text: Text) -> Mark {
        let name = self.subject.dataset.actor(actor).name.clone();
        Mark::Group(Group { of: Of::Actor(actor), name, marks: vec![Mark::Text(text)] })
    }

    fn totals(&mut self, cells: &[Cell]) {
        let totals = Totals::of(self, cells);
        let (marks, bounds) = totals.draw(self);
        self.marks.extend(marks);
        self.bounds = self.bounds.union(&bounds);
    }

    fn legend(&self, cells: &[Cell], scale: Scale, many: usize) -> Vec<Entry> {
        let mut legend = cell::legend(cells, scale);
        if !(self.rows.camps.is_empty() && self.columns.camps.is_empty()) {
            let middle = SAMPLE.height / 2.0;
            let (from, to) = (Point::new(0.0, middle), Point::new(SAMPLE.width, middle));
            let line = Shape::line(from, to, Stroke::solid(Paint::Border, 1.25));
            legend.push(Entry {
                sample: vec![Mark::Shape(line)],
                words: "between camps, as computed: who supports each other or has the same opponents".to_owned(),
            });
        }
        let (silent, unaddressed) = (many - self.rows.actors.len(), many - self.columns.actors.len());
        let mut missing = Vec::new();
        if silent > 0 {
            missing.push(format!("No row, since they act towards nobody: {silent} of {many} actors."));
        }
        if unaddressed > 0 {
            missing.push(format!("No column, since nobody acts towards them: {unaddressed} of {many} actors."));
        }
        if !missing.is_empty() {
            legend.push(Entry { sample: Vec::new(), words: missing.join(" ") });
        }
        legend
    }
}
