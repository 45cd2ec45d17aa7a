//! Parts that are not connected, side by side.

use super::Size;
use crate::draw::picture::Point;

/// How many cells the parts may cover together: more pack more tightly, and take longer.
const CELLS: f64 = 4000.0;

/// The smallest cell, in px.
const CELL: f64 = 12.0;

/// A part as it lies, to be moved as a whole: its boxes with what has to stay free about them.
pub(super) struct Part<'a> {
    pub nodes: &'a [usize],
    /// The lines that belong to it, and how broad they are.
    pub lines: &'a [(Point, Point, f64)],
}

/// A rectangle that is taken, by its corners.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

/// Moves each part so that no two share a cell of a grid, and all together fill a rectangle of about that aspect
/// (width / height): part after part, the first first, goes where that rectangle grows least, and of such places to the one
/// nearest its middle. Drawing parts as sets of cells is from Freivalds, Dogrusoz and Kikusts, "Disconnected Graph
/// Layout and the Polyomino Packing Approach", Graph Drawing 2001.
pub(super) fn pack(points: &mut [Point], sizes: &[Size], parts: &[Part<'_>], margin: f64, aspect: f64) {
    let area = |node: &usize| (sizes[*node].width + margin) * (sizes[*node].height + margin);
    let whole: f64 = parts.iter().flat_map(|part| part.nodes.iter().map(area)).sum();
    let cell = CELL.max((whole / CELLS).sqrt());
    let mut taken = Grid::default();
    for part in parts {
        let cells = cells(points, sizes, part, margin, cell);
        let (x, y) = taken.best_place(&cells, aspect);
        taken.take(&cells, x, y);
        for &node in part.nodes {
            points[node].x += x as f64 * cell;
            points[node].y += y as f64 * cell;
        }
    }
}

/// The cells that a part covers, with an empty one's margin around it.
fn cells(points: &[Point], sizes: &[Size], part: &Part<'_>, margin: f64, cell: f64) -> Vec<(i32, i32)> {
    let mut cells = Vec::new();
    let mut cover = |bounds: Bounds| {
        let to = |at: f64| (at / cell).floor() as i32;
        for y in to(bounds.top)..=to(bounds.bottom) {
            cells.extend((to(bounds.left)..=to(bounds.right)).map(|x| (x, y)));
        }
    };
    for &node in part.nodes {
        let (x, y) = ((sizes[node].width + margin) / 2.0, (sizes[node].height + margin) / 2.0);
        let Point { x: at_x, y: at_y } = points[node];
        cover(Bounds { left: at_x - x, top: at_y - y, right: at_x + x, bottom: at_y + y });
    }
    for &(a, b, broad) in part.lines {
        let long = ((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y)).sqrt();
        let steps = (long / cell).ceil().max(1.0) as usize;
        for step in 0..=steps {
            let t = step as f64 / steps as f64;
            let (x, y, half) = (a.x + t * (b.x - a.x), a.y + t * (b.y - a.y), (broad + margin) / 2.0);
            cover(Bounds { left: x - half, top: y - half, right: x + half, bottom: y + half });
        }
    }
    cells.sort_unstable();
    cells.dedup();
    cells
}

/// The cells that are taken, in a window that grows with them.
#[derive(Default)]
struct Grid {
    left: i32,
    top: i32,
    width: i32,
    height: i32,
    rows: Vec<bool>,
}

impl Grid {
    /// How far to move the cells so that they are free and all together stay near the aspect.
    fn best_place(&self, cells: &[(i32, i32)], aspect: f64) -> (i32, i32) {
        let (left, right) = (least(cells, |c| c.0), -least(cells, |c| -c.0));
        let (top, bottom) = (least(cells, |c| c.1), -least(cells, |c| -c.1));
        if self.rows.is_empty() {
            return (0, 0);
        }
        let mut best = (0, 0);
        let mut least = (f64::INFINITY, f64::INFINITY);
        for y in self.top - bottom - 1..=self.top + self.height - top {
            for x in self.left - right - 1..=self.left + self.width - left {
                let width = (self.left + self.width).max(x + right + 1) - self.left.min(x + left);
                let height = (self.top + self.height).max(y + bottom + 1) - self.top.min(y + top);
                let grown = (f64::from(width) / aspect).max(f64::from(height));
                let off_x = f64::from(2 * x + left + right - 2 * self.left - self.width) / aspect;
                let off_y = f64::from(2 * y + top + bottom - 2 * self.top - self.height);
                // Corners are better than edges, since what is in the middle of an edge juts out of the whole.
                let cost = (grown, off_x * off_x + off_y * off_y);
                if cost < least && self.free(cells, x, y) {
                    least = cost;
                    best = (x, y);
                }
            }
        }
        best
    }

    fn free(&self, cells: &[(i32, i32)], x: i32, y: i32) -> bool {
        cells.iter().all(|&(cx, cy)| {
            let (x, y) = (cx + x - self.left, cy + y - self.top);
            x < 0 || y < 0 || x >= self.width || y >= self.height || !self.rows[(y * self.width + x) as usize]
        })
    }

    fn take(&mut self, cells: &[(i32, i32)], x: i32, y: i32) {
        let mut all: Vec<(i32, i32)> = cells.iter().map(|&(cx, cy)| (cx + x, cy + y)).collect();
        for y in 0..self.height {
            let row = (0..self.width).filter(|&x| self.rows[(y * self.width + x) as usize]);
            all.extend(row.map(|x| (x + self.left, y + self.top)));
        }
        let (left, top) = (least(&all, |c| c.0), least(&all, |c| c.1));
        let (width, height) = (1 - least(&all, |c| -c.0) - left, 1 - least(&all, |c| -c.1) - top);
        let mut rows = vec![false; (width * height) as usize];
        for (x, y) in all {
            rows[((y - top) * width + x - left) as usize] = true;
        }
        *self = Grid { left, top, width, height, rows };
    }
}

fn least(cells: &[(i32, i32)], of: impl Fn(&(i32, i32)) -> i32) -> i32 {
    cells.iter().map(of).min().unwrap_or(0)
}
