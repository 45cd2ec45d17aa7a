//! Small drawings are looked at node by node: fewer crossings, no lines through boxes.

use super::{LANE, Pair, Size};
use crate::draw::picture::Point;
use crate::random::Random;

/// What is wrong, beside a crossing of two single lines, which costs 1: a distance that is twice the wished one, or none; a line
/// that runs through the middle of a box; and lines side by side, for each lane but the first, that run from top to bottom,
/// where labels, being wide, have no room.
const DISTANCE: f64 = 0.4;
const THROUGH: f64 = 3.3;
const STEEP: f64 = 1.0;

/// How much free room a line should have beside a box, in px.
const CLEAR: f64 = 10.0;

/// How often each node tries another place: at most, and so that a large part does not take more than a small one.
const ROUNDS: usize = 300;
const WORK: usize = 4_000_000;

/// How far away the first places are that a node tries, and the last ones, as parts of the drawing's size.
const REACH: (f64, f64) = (0.5, 0.01);

/// How much worse the first moves may make it, as a threshold.
const BEARABLE: f64 = 1.6;

/// A connected part while it is drawn; nodes count from 0 within it.
pub(super) struct Sketch<'a> {
    pub points: Vec<Point>,
    pub sizes: &'a [Size],
    pub pairs: &'a [Pair],
    /// The wished distance of each two nodes, row after row.
    pub lengths: &'a [f64],
    /// The pairs of each node.
    pub touching: &'a [Vec<usize>],
    pub margin: f64,
    /// How much farther than wished all is from left to right.
    pub stretch: f64,
}

/// How often each node of a part tries another place; 0 where that is hopeless.
pub(super) fn rounds(nodes: usize, pairs: usize) -> usize {
    let rounds = WORK / (2 * pairs * (nodes + pairs)).max(1);
    if rounds < 10 { 0 } else { rounds.min(ROUNDS) }
}

impl Sketch<'_> {
    /// What is wrong with the whole drawing; comparable between drawings of the same part.
    pub fn cost(&self) -> f64 {
        let nodes = 0..self.points.len();
        // Both ends of what is wrong count it, a box and the line through it once each.
        let every: f64 = nodes.map(|node| self.cost_of(node)).sum();
        every / 2.0
    }

    /// Moves nodes, one at a time, and never onto one another nor out of the rectangle that the drawing fills: to where
    /// less is wrong with them, and at first also to where not much more is. The criteria are after Davidson and Harel,
    /// "Drawing Graphs Nicely Using Simulated Annealing", ACM Transactions on Graphics 15(4), 1996; the threshold is from
    /// Dueck and Scheuer, "Threshold Accepting", Journal of Computational Physics 90, 1990, and needs no exponential.
    pub fn polish(&mut self, rounds: usize, random: &mut Random) {
        let (low, high) = self.corners();
        let mut order: Vec<usize> = (0..self.points.len()).collect();
        for round in 0..rounds {
            let left = 1.0 - round as f64 / rounds as f64;
            let reach = REACH.0 * left * left + REACH.1;
            let (reach_x, reach_y) = (reach * (high.x - low.x), reach * (high.y - low.y));
            random.shuffle(&mut order);
            for &node in &order {
                let from = self.points[node];
                let most = self.cost_of(node) + BEARABLE * left * left * left;
                let (half_x, half_y) = (self.sizes[node].width / 2.0, self.sizes[node].height / 2.0);
                let to = from.moved(reach_x * random.around_zero(), reach_y * random.around_zero());
                self.points[node] = Point::new(
                    to.x.clamp(low.x + half_x, high.x - half_x),
                    to.y.clamp(low.y + half_y, high.y - half_y),
                );
                if self.overlaps(node) || self.cost_of(node) > most {
                    self.points[node] = from;
                }
            }
        }
    }

    /// The upper left and the lower right corner of all boxes.
    pub fn corners(&self) -> (Point, Point) {
        let mut low = Point { x: f64::INFINITY, y: f64::INFINITY };
        let mut high = Point { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY };
        for (point, size) in self.points.iter().zip(self.sizes) {
            low = Point { x: low.x.min(point.x - size.width / 2.0), y: low.y.min(point.y - size.height / 2.0) };
            high = Point { x: high.x.max(point.x + size.width / 2.0), y: high.y.max(point.y + size.height / 2.0) };
        }
        (low, high)
    }

    fn overlaps(&self, node: usize) -> bool {
        (0..self.points.len()).filter(|&other| other != node).any(|other| {
            let (x, y) = super::overlap::depth(&self.points, self.sizes, self.margin, node, other);
            x > 0.0 && y > 0.0
        })
    }

    fn cost_of(&self, node: usize) -> f64 {
        let at = self.points[node];
        let mut cost = 0.0;
        let lengths = &self.lengths[node * self.points.len()..];
        for (&other, &length) in self.points.iter().zip(lengths) {
            if length > 0.0 {
                let (x, y) = ((other.x - at.x) / self.stretch, other.y - at.y);
                let wrong = ((x * x + y * y).sqrt() - length) / length;
                cost += DISTANCE * wrong * wrong;
            }
        }
        for &line in &self.touching[node] {
            let lanes = self.pairs[line].lanes;
            for (other, pair) in self.pairs.iter().enumerate() {
                if other != line && self.cross(line, other) {
                    cost += (lanes * pair.lanes).sqrt();
                }
            }
            cost += (0..self.points.len()).map(|other| self.through(line, other)).sum::<f64>();
            cost += self.steep(line);
        }
        cost + (0..self.pairs.len()).map(|line| self.through(line, node)).sum::<f64>()
    }

    fn cross(&self, a: usize, b: usize) -> bool {
        let (a, b) = (self.pairs[a].ends, self.pairs[b].ends);
        if a.iter().any(|end| b.contains(end)) {
            return false;
        }
        let [p, q, r, s] = [a[0], a[1], b[0], b[1]].map(|end| self.points[end]);
        side(p, q, r) * side(p, q, s) < 0.0 && side(r, s, p) * side(r, s, q) < 0.0
    }

    fn steep(&self, line: usize) -> f64 {
        let Pair { ends, lanes, .. } = self.pairs[line];
        let [from, to] = ends.map(|end| self.points[end]);
        STEEP * (lanes - 1.0) * (to.y - from.y).abs() / from.distance(to).max(1e-9)
    }

    /// What it costs that a line runs through a box, or too near by.
    fn through(&self, line: usize, node: usize) -> f64 {
        let pair = &self.pairs[line];
        if pair.ends.contains(&node) {
            return 0.0;
        }
        let [from, to] = pair.ends.map(|end| self.points[end]);
        let around = CLEAR + (pair.lanes - 1.0) * LANE / 2.0;
        let half = (self.sizes[node].width / 2.0 + around, self.sizes[node].height / 2.0 + around);
        let at = self.points[node];
        let beside =
            |a: f64, b: f64, at: f64, half: f64| (at - a > half && at - b > half) || (a - at > half && b - at > half);
        if beside(from.x, to.x, at.x, half.0) || beside(from.y, to.y, at.y, half.1) {
            return 0.0;
        }
        let inside = inside(from, to, self.points[node], half);
        if inside > 0.0 { THROUGH * pair.lanes.sqrt() * (0.3 + (inside / (half.0 + half.1)).min(0.7)) } else { 0.0 }
    }
}

/// On which side of the line from `a` to `b` a point lies: the sign of it.
fn side(a: Point, b: Point, point: Point) -> f64 {
    (b.x - a.x) * (point.y - a.y) - (b.y - a.y) * (point.x - a.x)
}

/// How long a line runs inside a box (Liang and Barsky 1984).
fn inside(from: Point, to: Point, middle: Point, half: (f64, f64)) -> f64 {
    let (x, y) = (to.x - from.x, to.y - from.y);
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    for (along, gap, half) in [(x, middle.x - from.x, half.0), (y, middle.y - from.y, half.1)] {
        if along.abs() < 1e-9 {
            if gap.abs() >= half {
                return 0.0;
            }
            continue;
        }
        let (one, other) = ((gap - half) / along, (gap + half) / along);
        enter = enter.max(one.min(other));
        leave = leave.min(one.max(other));
    }
    (leave - enter).max(0.0) * (x * x + y * y).sqrt()
}
