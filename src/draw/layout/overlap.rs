//! Boxes that overlap are pushed apart.

use super::Size;
use crate::draw::picture::Point;

/// How often all pairs are pushed before the rest is settled in one sweep.
const ROUNDS: usize = 200;

/// How much of a drawing boxes may cover before they are pushed: pushing alone moves them far in small steps.
const COVERED: f64 = 0.4;

/// What is not seen, and keeps rounding from counting as an overlap.
const NOTHING: f64 = 1e-6;

/// Moves boxes so that no two are nearer than `margin` in x and in y at once. Each pair that is goes apart along the axis on
/// which it is less, half each, round after round, which keeps the shape; what is left after that is moved down.
pub(super) fn separate(points: &mut [Point], sizes: &[Size], margin: f64) {
    make_room(points, sizes, margin);
    for _ in 0..ROUNDS {
        let pairs = overlapping(points, sizes, margin);
        if pairs.is_empty() {
            return;
        }
        for (a, b) in pairs {
            push(points, sizes, margin, a, b);
        }
    }
    settle(points, sizes, margin);
}

/// Moves all apart from (0, 0) if they cover more than so much of the rectangle that they are in.
fn make_room(points: &mut [Point], sizes: &[Size], margin: f64) {
    let spread = |of: fn(&Point) -> f64| {
        let (low, high) =
            points.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
        high - low
    };
    let covered: f64 = sizes.iter().map(|size| (size.width + margin) * (size.height + margin)).sum();
    let (wide, high) = (spread(|point| point.x), spread(|point| point.y));
    let factor = (covered / (COVERED * wide * high).max(1.0)).sqrt();
    // A line of boxes has no area, and needs none.
    if factor > 1.0 && wide.min(high) > 0.2 * wide.max(high) {
        points.iter_mut().for_each(|point| *point = Point::new(point.x * factor, point.y * factor));
    }
}

/// How far two boxes are from being apart, in x and in y; they overlap where both are above 0.
pub(super) fn depth(points: &[Point], sizes: &[Size], margin: f64, a: usize, b: usize) -> (f64, f64) {
    let x = (sizes[a].width + sizes[b].width) / 2.0 + margin - (points[a].x - points[b].x).abs();
    let y = (sizes[a].height + sizes[b].height) / 2.0 + margin - (points[a].y - points[b].y).abs();
    (x - NOTHING, y - NOTHING)
}

fn push(points: &mut [Point], sizes: &[Size], margin: f64, a: usize, b: usize) {
    let (x, y) = depth(points, sizes, margin, a, b);
    if x <= 0.0 || y <= 0.0 {
        return;
    }
    // Half each, and a little, so that it does not take for ever.
    if x < y {
        let by = (0.5 * x + 0.01) * if points[a].x < points[b].x { 1.0 } else { -1.0 };
        points[a].x -= by;
        points[b].x += by;
    } else {
        let by = (0.5 * y + 0.01) * if points[a].y < points[b].y { 1.0 } else { -1.0 };
        points[a].y -= by;
        points[b].y += by;
    }
}

/// The pairs that overlap, found by sweeping from left to right.
fn overlapping(points: &[Point], sizes: &[Size], margin: f64) -> Vec<(usize, usize)> {
    let left = |node: usize| points[node].x - sizes[node].width / 2.0;
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| left(a).total_cmp(&left(b)));
    let mut pairs = Vec::new();
    for (at, &a) in order.iter().enumerate() {
        let end = left(a) + sizes[a].width + margin;
        for &b in order[at + 1..].iter().take_while(|&&b| left(b) < end) {
            let (x, y) = depth(points, sizes, margin, a, b);
            if x > 0.0 && y > 0.0 {
                pairs.push((a, b));
            }
        }
    }
    pairs
}

/// From the top down, each box goes below all above it that it would overlap; so none can be left.
fn settle(points: &mut [Point], sizes: &[Size], margin: f64) {
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|&a, &b| points[a].y.total_cmp(&points[b].y));
    for (at, &node) in order.iter().enumerate() {
        // Going below one may be into the next, so the ones above are taken from the top.
        let mut above = order[..at].to_vec();
        above.sort_by(|&a, &b| points[a].y.total_cmp(&points[b].y));
        loop {
            let before = points[node].y;
            for &other in &above {
                let (x, y) = depth(points, sizes, margin, node, other);
                if x > 0.0 && y > 0.0 {
                    points[node].y = points[other].y + (sizes[node].height + sizes[other].height) / 2.0 + margin;
                }
            }
            if points[node].y == before {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes_on_one_place_come_apart() {
        for count in [2, 3, 40] {
            let sizes = vec![Size { width: 50.0, height: 20.0 }; count];
            let mut pushed = vec![Point { x: 1.0, y: 2.0 }; count];
            let mut settled = pushed.clone();
            separate(&mut pushed, &sizes, 8.0);
            settle(&mut settled, &sizes, 8.0);
            assert_eq!(overlapping(&pushed, &sizes, 8.0), []);
            assert_eq!(overlapping(&settled, &sizes, 8.0), []);
        }
    }
}
