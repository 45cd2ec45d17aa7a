//! Which way the lines between two nodes take: the bend of each bundle that runs into least.

use super::curve::Curve;
use super::index::Index;
use super::node::Outline;
use super::{Bundle, Line};
use crate::draw::layout::LANE;
use crate::draw::picture::{Point, Rect};

/// How much room a line wishes beside a box.
const CLEAR: f64 = 7.0;
/// How many places along a curve are looked at.
const LOOKED: usize = 26;
/// The bends that are tried in the first and in the second half of a line: how far off the straight one, as parts of its length.
const BENDS: [f64; 15] = [0.0, 0.04, -0.04, 0.08, -0.08, 0.13, -0.13, 0.19, -0.19, 0.26, -0.26, 0.36, -0.36, 0.5, -0.5];
/// What it costs: each place that is in a box, each crossing, a bend as long as the line, each place that is outside of all boxes'
/// rectangle, and each place that is too near another bundle.
const IN_BOX: f64 = 20.0;
const CROSSING: f64 = 1.5;
const BENT: f64 = 6.0;
const OUTSIDE: f64 = 0.6;
const CROWDED: f64 = 0.4;
/// How many bends are tried in a round: at least for each bundle, and at most for all.
const TRIED: (usize, usize) = (20, 50_000);
/// How many bends of all bundles are compared with all other bundles, at most, in a round: of many bundles, only those of each
/// that are bent least, and of very many none.
const COMPARED: usize = 2_000_000;
/// How often all bundles are looked at again, now that the others lie.
const ROUNDS: usize = 3;

/// A bend: how far off the straight line in the first and in the second half, as parts of its length.
pub(super) type Bend = (f64, f64);

/// The curve of each line, from inside its source to inside its target, and the bend of each bundle. Where bends are given that
/// were found at another size, only what has become better since is changed.
pub(super) fn route(
    outlines: &[Outline],
    bundles: &[Bundle],
    lines: &[Line],
    bounds: Rect,
    before: Option<&[Bend]>,
) -> (Vec<Curve>, Vec<Bend>) {
    let mut boxes = Index::new(bounds);
    for (number, outline) in outlines.iter().enumerate() {
        // A bundle is asked for by its middle line alone.
        boxes.insert(outline.rect.grown(CLEAR + LANE * 4.0), number);
    }
    let mut router = Router { outlines, bundles, boxes, bounds, bends: bends(bundles.len()), ways: Vec::new() };
    let bend = |bundle: usize| before.map_or((0.0, 0.0), |bends| bends[bundle]);
    router.ways = (0..bundles.len()).map(|bundle| router.way(&bundles[bundle], bend(bundle))).collect();
    let rounds = if before.is_some() { 1 } else { ROUNDS };
    // Those that cannot choose much go first.
    let mut order: Vec<usize> = (0..bundles.len()).filter(|&at| bundles[at].ends[0] != bundles[at].ends[1]).collect();
    order.sort_by_key(|&at| std::cmp::Reverse(bundles[at].lanes.len()));
    for _ in 0..rounds {
        for &bundle in &order {
            router.ways[bundle] = router.best(bundle);
        }
    }
    let mut curves = vec![Curve([Point::new(0.0, 0.0); 4]); lines.len()];
    for (bundle, way) in bundles.iter().zip(&router.ways) {
        for (lane, &line) in bundle.lanes.iter().enumerate() {
            let curve = match bundle.ends[0] == bundle.ends[1] {
                true => looped(&outlines[bundle.ends[0]], router.corners(bundle.ends[0]), lane),
                false => router.lane(bundle, way.bend, lane),
            };
            curves[line] = if lines[line].ends[0] == bundle.ends[0] { curve } else { curve.reversed() };
        }
    }
    (curves, router.ways.iter().map(|way| way.bend).collect())
}

/// A bend of a bundle, and where that leads.
struct Way {
    bend: Bend,
    /// Places along the middle of the bundle, with half of its breadth there.
    points: [(Point, f64); LOOKED],
    /// Around all of them.
    bounds: Rect,
}

struct Router<'a> {
    outlines: &'a [Outline],
    bundles: &'a [Bundle],
    boxes: Index,
    bounds: Rect,
    /// What is tried, with what that costs, the least bent first.
    bends: Vec<(f64, Bend)>,
    ways: Vec<Way>,
}

impl Router<'_> {
    /// The ends of a bundle's middle line: towards that part of a box that is nearer to the other.
    fn aims(&self, bundle: &Bundle) -> (Point, Point) {
        let [a, b] = bundle.ends.map(|end| self.outlines[end].rect);
        let aim = |rect: Rect, other: Rect| {
            let (middle, to) = (rect.middle(), other.middle());
            let (core_x, core_y) =
                ((rect.width - rect.height).max(0.0) / 2.0, (rect.height - rect.width).max(0.0) / 2.0);
            let near = |from: f64, to: f64, core: f64| from + 0.75 * (to - from).clamp(-core, core);
            Point::new(near(middle.x, to.x, core_x), near(middle.y, to.y, core_y))
        };
        (aim(a, b), aim(b, a))
    }

    /// One line of a bundle, from its first to its second end.
    fn lane(&self, bundle: &Bundle, bend: Bend, lane: usize) -> Curve {
        let off = LANE * (lane as f64 - (bundle.lanes.len() as f64 - 1.0) / 2.0);
        self.curve(bundle, bend, off)
    }

    fn curve(&self, bundle: &Bundle, bend: Bend, off: f64) -> Curve {
        let (from, to) = self.aims(bundle);
        let long = from.distance(to).max(1e-9);
        let right = Point::new(-(to.y - from.y) / long, (to.x - from.x) / long);
        // Lanes begin side by side, as far as the box allows.
        let aside = |at: Point, end: usize| {
            let rect = self.outlines[end].rect;
            let middle = rect.middle();
            let room =
                (rect.width / 2.0 - 6.0).max(0.0) * right.x.abs() + (rect.height / 2.0 - 6.0).max(0.0) * right.y.abs();
            let by = (0.5 * off).clamp(-room, room);
            let within = |at: f64, middle: f64, half: f64| at.clamp(middle - half, middle + half);
            let x = within(at.x + right.x * by, middle.x, (rect.width / 2.0 - 4.0).max(0.0));
            let y = within(at.y + right.y * by, middle.y, (rect.height / 2.0 - 4.0).max(0.0));
            self.outlines[end].inside(Point::new(x, y))
        };
        let [a, b] = bundle.ends;
        let (first, second) = (bend.0 * long, bend.1 * long);
        Curve::bent(aside(from, a), aside(to, b), first + off * 0.8, second + off * 0.8)
    }

    /// The corners of a node, as factors of its width and height, those that fewer lines leave from first.
    fn corners(&self, node: usize) -> [(f64, f64); 4] {
        let mut corners = [(1.0, -1.0), (-1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)];
        let middle = self.outlines[node].rect.middle();
        let others = |&(right, down): &(f64, f64)| {
            let leaves = |bundle: &&Bundle| {
                let other = bundle.ends.into_iter().find(|&end| end != node);
                let other = other.filter(|_| bundle.ends.contains(&node)).map(|end| self.outlines[end].rect.middle());
                other.is_some_and(|other| (other.x - middle.x) * right > 0.0 && (other.y - middle.y) * down > 0.0)
            };
            self.bundles.iter().filter(leaves).map(|bundle| bundle.lanes.len()).sum::<usize>()
        };
        corners.sort_by_cached_key(others);
        corners
    }

    fn way(&self, bundle: &Bundle, bend: Bend) -> Way {
        let half = LANE * (bundle.lanes.len() as f64 - 1.0) / 2.0;
        let curve = self.curve(bundle, bend, 0.0);
        let points = std::array::from_fn(|at| {
            let t = at as f64 / (LOOKED - 1) as f64;
            (curve.point(t), half * 4.0 * t * (1.0 - t))
        });
        let none = Rect { x: points[0].0.x, y: points[0].0.y, width: 0.0, height: 0.0 };
        let bounds = points
            .iter()
            .fold(none, |bounds, (point, half)| bounds.union(&Rect::around(*point, 2.0 * half, 2.0 * half)));
        Way { bend, points, bounds }
    }

    /// The best way for a bundle, as the others lie.
    fn best(&self, number: usize) -> Way {
        let bundle = &self.bundles[number];
        let mut left = COMPARED / self.bundles.len().pow(2);
        let compared = left > 0;
        let (mut least, mut best) = (f64::INFINITY, None);
        for &(bent, bend) in &self.bends {
            // Whatever else there is makes it worse.
            if bent >= least || (compared && left == 0) {
                break;
            }
            let way = self.way(bundle, bend);
            let mut cost = bent + self.cost_of_places(bundle, &way, least - bent);
            if cost < least && compared {
                cost += self.cost_beside(number, &way);
                left -= 1;
            }
            if cost < least {
                (least, best) = (cost, Some(way));
            }
        }
        best.expect("bends cost something, but not infinitely much")
    }

    /// What is wrong with where a way leads, whatever the other bundles do; if that is too much anyway, not all of it.
    fn cost_of_places(&self, bundle: &Bundle, way: &Way, too_much: f64) -> f64 {
        let mut cost = 0.0;
        for &(point, half) in &way.points {
            let hit = self.boxes.at(point).any(|node| {
                !bundle.ends.contains(&node) && holds(&self.outlines[node].rect.grown(CLEAR + half), point)
            });
            cost += if hit { IN_BOX } else { 0.0 };
            cost += if holds(&self.bounds, point) { 0.0 } else { OUTSIDE };
            if cost >= too_much {
                break;
            }
        }
        cost
    }

    /// How much a way is in the way of the other bundles, as they lie.
    fn cost_beside(&self, number: usize, way: &Way) -> f64 {
        let bundle = &self.bundles[number];
        let mut cost = 0.0;
        for (other, way_of_other) in self.ways.iter().enumerate() {
            let ends = self.bundles[other].ends;
            if other == number
                || ends[0] == ends[1]
                || !way.bounds.grown(10.0).overlaps(&way_of_other.bounds.grown(10.0))
            {
                continue;
            }
            let common = ends.iter().any(|end| bundle.ends.contains(end));
            let lines = (bundle.lanes.len() * self.bundles[other].lanes.len()) as f64;
            cost += CROSSING * lines * crossings(way, way_of_other) as f64;
            cost += CROWDED * crowded(way, way_of_other, common) as f64;
        }
        cost
    }
}

/// The bends that are tried for each of so many bundles, with what they cost, the least bent first.
fn bends(bundles: usize) -> Vec<(f64, Bend)> {
    let pairs = BENDS.iter().flat_map(|&first| BENDS.iter().map(move |&second| (first, second)));
    let cost = |(first, second): Bend| {
        let bent = (first.abs() + second.abs()) / 2.0 + (first - second).abs() / 4.0;
        BENT * bent * (1.0 + 5.0 * bent)
    };
    let mut bends: Vec<(f64, Bend)> = pairs.map(|bend| (cost(bend), bend)).collect();
    bends.sort_by(|a, b| a.0.total_cmp(&b.0));
    bends.truncate((TRIED.1 / bundles.max(1)).max(TRIED.0));
    bends
}

fn holds(rect: &Rect, point: Point) -> bool {
    point.x > rect.x && point.x < rect.right() && point.y > rect.y && point.y < rect.bottom()
}

/// How often the middles of two bundles cross.
fn crossings(a: &Way, b: &Way) -> usize {
    const PIECE: usize = 5;
    let piece = |way: &Way, at: usize| (way.points[at * PIECE].0, way.points[(at + 1) * PIECE].0);
    let pieces = 0..(LOOKED - 1) / PIECE;
    pieces.clone().map(|at| pieces.clone().filter(|&other| cross(piece(a, at), piece(b, other))).count()).sum()
}

fn cross((a, b): (Point, Point), (c, d): (Point, Point)) -> bool {
    let side = |a: Point, b: Point, c: Point| (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
    side(a, b, c) * side(a, b, d) < 0.0 && side(c, d, a) * side(c, d, b) < 0.0
}

/// How many places of a way have no room for a line's own label beside the other; near a node that
/// both have, lines are near by nature.
fn crowded(a: &Way, b: &Way, common: bool) -> usize {
    let skipped = if common { 8 } else { 4 };
    let near = |(point, half): &(Point, f64)| {
        b.points[skipped..LOOKED - skipped].iter().step_by(2).any(|(other, other_half)| {
            let room = half + other_half + 9.0;
            (point.x - other.x).abs() < room && (point.y - other.y).abs() < room
        })
    };
    2 * a.points[skipped..LOOKED - skipped].iter().step_by(2).filter(|place| near(place)).count()
}

/// A loop at a corner of a node: the first four at one each, and each further one outside of those before.
fn looped(outline: &Outline, corners: [(f64, f64); 4], lane: usize) -> Curve {
    let (middle, round) = (outline.rect.middle(), (lane / 4) as f64);
    let (wide, high) = (outline.rect.width / 2.0, outline.rect.height / 2.0);
    let (right, down) = corners[lane % 4];
    let at = |x: f64, y: f64| middle.moved(right * x, down * y);
    let from = (wide - (18.0 + 7.0 * round).min(1.4 * wide), high - 4.0);
    let to = (wide - 4.0, high - (9.0 + 6.0 * round).min(1.4 * high));
    let (up, aside) = (58.0 + 30.0 * round, 62.0 + 32.0 * round);
    let [begin, end] = [from, to].map(|(x, y)| outline.inside(at(x, y)));
    Curve([begin, at(from.0 - 6.0, from.1 + up), at(to.0 + aside, to.1 + 0.45 * up), end])
}
