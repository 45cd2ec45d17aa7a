//! Lines between nodes, as cubic Bézier curves.

use crate::draw::picture::{Point, Step};

/// How finely a curve is searched for where it crosses something; then bisected.
const SEARCHED: usize = 64;

/// A cubic Bézier curve: its ends, and between them two control points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Curve(pub [Point; 4]);

impl Curve {
    /// Between two places, bent off the straight line by so much in its first and in its second half: to the right, seen from
    /// the first to the second.
    pub fn bent(from: Point, to: Point, first: f64, second: f64) -> Curve {
        let (x, y) = (to.x - from.x, to.y - from.y);
        let long = (x * x + y * y).sqrt().max(1e-9);
        let right = Point::new(-y / long, x / long);
        // The middle of such a curve is 3/4 of its control points' way off.
        let control =
            |part: f64, off: f64| from.moved(x * part + right.x * off / 0.75, y * part + right.y * off / 0.75);
        Curve([from, control(0.3, first), control(0.7, second), to])
    }

    pub fn point(&self, t: f64) -> Point {
        let Curve([a, b, c, d]) = *self;
        let s = 1.0 - t;
        let [i, j, k, l] = [s * s * s, 3.0 * s * s * t, 3.0 * s * t * t, t * t * t];
        Point::new(i * a.x + j * b.x + k * c.x + l * d.x, i * a.y + j * b.y + k * c.y + l * d.y)
    }

    /// Where it leads, there: a unit vector, none of whose parts is quite 0.
    pub fn direction(&self, t: f64) -> (f64, f64) {
        let (before, after) = (self.point((t - 0.01).max(0.0)), self.point((t + 0.01).min(1.0)));
        let (x, y) = (after.x - before.x, after.y - before.y);
        let long = (x * x + y * y).sqrt().max(1e-9);
        let some = |part: f64| if part.abs() < 1e-3 { 1e-3 } else { part };
        (some(x / long), some(y / long))
    }

    pub fn reversed(&self) -> Curve {
        let Curve([a, b, c, d]) = *self;
        Curve([d, c, b, a])
    }

    /// The part of it between two places along it (de Casteljau).
    pub fn part(&self, from: f64, to: f64) -> Curve {
        let (_, rest) = self.split(from);
        let along = if from < 1.0 { (to - from) / (1.0 - from) } else { 1.0 };
        rest.split(along.clamp(0.0, 1.0)).0
    }

    fn split(&self, t: f64) -> (Curve, Curve) {
        let mix = |a: Point, b: Point| Point::new(a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
        let Curve([a, b, c, d]) = *self;
        let (ab, bc, cd) = (mix(a, b), mix(b, c), mix(c, d));
        let (abc, bcd) = (mix(ab, bc), mix(bc, cd));
        let middle = mix(abc, bcd);
        (Curve([a, ab, abc, middle]), Curve([middle, bcd, cd, d]))
    }

    /// So many places along it, both ends among them.
    pub fn points(&self, many: usize) -> impl Iterator<Item = Point> + '_ {
        (0..many).map(move |at| self.point(at as f64 / (many - 1) as f64))
    }

    /// The first place after `from` where it is no longer as it is there; `None` if it stays so to the end.
    pub fn first(&self, from: f64, stays: impl Fn(Point) -> bool) -> Option<f64> {
        let step = |at: usize| from + (1.0 - from) * at as f64 / SEARCHED as f64;
        let end = (1..=SEARCHED).find(|&at| !stays(self.point(step(at))))?;
        let (mut low, mut high) = (step(end - 1), step(end));
        for _ in 0..26 {
            let middle = (low + high) / 2.0;
            *(if stays(self.point(middle)) { &mut low } else { &mut high }) = middle;
        }
        Some(high)
    }

    /// As a piece of a path.
    pub fn steps(&self) -> [Step; 2] {
        let Curve([a, b, c, d]) = *self;
        [Step::Move(a), Step::Curve(b, c, d)]
    }

    /// How long it is, as its chords.
    pub fn length(&self) -> f64 {
        let points: Vec<Point> = self.points(25).collect();
        points.windows(2).map(|pair| pair[0].distance(pair[1])).sum()
    }
}
