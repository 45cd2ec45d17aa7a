//! Which way a drawing lies.

use crate::draw::picture::Point;

/// Turns the points about their middle so that they spread most from left to right (their principal axis), and
/// mirrors them so that the first is not right of the middle and not below it.
pub(super) fn lay_flat(points: &mut [Point]) {
    let count = points.len() as f64;
    let middle = Point {
        x: points.iter().map(|p| p.x).sum::<f64>() / count,
        y: points.iter().map(|p| p.y).sum::<f64>() / count,
    };
    for point in &mut *points {
        point.x -= middle.x;
        point.y -= middle.y;
    }
    let sum = |product: fn(&Point) -> f64| points.iter().map(product).sum::<f64>();
    let (xx, yy, xy) = (sum(|p| p.x * p.x), sum(|p| p.y * p.y), sum(|p| p.x * p.y));
    // The greater eigenvalue of [xx xy; xy yy], and its vector in the one of two forms that is not near zero.
    let half = (xx - yy) / 2.0;
    let greater = (xx + yy) / 2.0 + (half * half + xy * xy).sqrt();
    let (x, y) = if half > 0.0 { (greater - yy, xy) } else { (xy, greater - xx) };
    let long = (x * x + y * y).sqrt();
    let (cos, sin) = if long > 1e-9 { (x / long, y / long) } else { (1.0, 0.0) };
    for point in &mut *points {
        *point = Point { x: cos * point.x + sin * point.y, y: cos * point.y - sin * point.x };
    }
    let Some(&first) = points.first() else { return };
    for point in points {
        point.x *= if first.x > 0.0 { -1.0 } else { 1.0 };
        point.y *= if first.y > 0.0 { -1.0 } else { 1.0 };
    }
}
