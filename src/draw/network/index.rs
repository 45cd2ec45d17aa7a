//! What lies near a place, without asking everything.

use crate::draw::picture::{Point, Rect};

/// How many cells there are at most in each direction.
const MOST: usize = 256;

/// Things by where they are: a grid of cells, each with the numbers of what touches it.
pub(super) struct Index {
    bounds: Rect,
    cell: f64,
    columns: usize,
    rows: usize,
    cells: Vec<Vec<u32>>,
}

impl Index {
    /// For what lies within bounds; what lies outside belongs to the outermost cells.
    pub fn new(bounds: Rect) -> Index {
        let cell = (bounds.width.max(bounds.height) / MOST as f64).max(40.0);
        let count = |long: f64| (long / cell).ceil().max(1.0) as usize;
        let (columns, rows) = (count(bounds.width), count(bounds.height));
        Index { bounds, cell, columns, rows, cells: vec![Vec::new(); columns * rows] }
    }

    pub fn insert(&mut self, rect: Rect, number: usize) {
        for cell in self.cells_of(rect) {
            self.cells[cell].push(number as u32);
        }
    }

    pub fn remove(&mut self, rect: Rect, number: usize) {
        for cell in self.cells_of(rect) {
            self.cells[cell].retain(|&other| other != number as u32);
        }
    }

    /// All that may touch a rectangle; one thing can come several times.
    pub fn near(&self, rect: Rect) -> impl Iterator<Item = usize> + '_ {
        self.cells_of(rect).flat_map(|cell| self.cells[cell].iter().map(|&number| number as usize))
    }

    /// All that may touch a place, each once.
    pub fn at(&self, point: Point) -> impl Iterator<Item = usize> + '_ {
        let cell = self.row(point.y) * self.columns + self.column(point.x);
        self.cells[cell].iter().map(|&number| number as usize)
    }

    fn cells_of(&self, rect: Rect) -> impl Iterator<Item = usize> + use<> {
        let columns = self.column(rect.x)..=self.column(rect.right());
        let rows = self.row(rect.y)..=self.row(rect.bottom());
        let width = self.columns;
        rows.flat_map(move |row| columns.clone().map(move |column| row * width + column))
    }

    fn column(&self, x: f64) -> usize {
        // Negative numbers become 0.
        (((x - self.bounds.x) / self.cell) as usize).min(self.columns - 1)
    }

    fn row(&self, y: f64) -> usize {
        (((y - self.bounds.y) / self.cell) as usize).min(self.rows - 1)
    }
}
