//! Distances on paper that are near the wished ones.

use crate::draw::picture::Point;
use crate::random::Random;

/// Two nodes and how far apart their centres wish to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wish {
    pub ends: [u32; 2],
    pub length: f64,
}

/// Every iteration's step is this part of the one before.
const COOLING: f64 = 0.68;

/// The last steps move a pair by this part of what is wrong with it.
const LAST_STEP: f64 = 0.1;

/// Positions that make the stress small, Σ (|a−b| − length)² / length²: stochastic gradient descent with pairs in random order
/// and steps that become smaller (Zheng, Pawar and Goodman, "Graph Drawing by Stochastic Gradient Descent", IEEE
/// TVCG 25(9), 2018). Their steps fall by a root of the ratio of the lengths; these fall by a fixed factor, so that
/// only such arithmetic is used as gives the same bits on every machine.
pub(super) fn descend(points: &mut [Point], wishes: &mut [Wish], random: &mut Random) {
    let lengths = || wishes.iter().map(|wish| wish.length);
    let longest = lengths().fold(0.0, f64::max);
    let shortest = lengths().fold(f64::INFINITY, f64::min);
    let mut step = longest * longest;
    let last = LAST_STEP * shortest * shortest;
    while step > last {
        random.shuffle(wishes);
        for wish in &*wishes {
            let share = (step / (wish.length * wish.length)).min(1.0);
            mend(points, wish, share, random);
        }
        step *= COOLING;
    }
}

/// Moves both ends by half of that share of what their distance is wrong by.
fn mend(points: &mut [Point], wish: &Wish, share: f64, random: &mut Random) {
    let [a, b] = wish.ends.map(|end| end as usize);
    let (mut x, mut y) = (points[b].x - points[a].x, points[b].y - points[a].y);
    while x.abs() + y.abs() < 1e-6 {
        // Two on one place have no direction to go apart in.
        (x, y) = (random.around_zero(), random.around_zero());
    }
    let far = (x * x + y * y).sqrt();
    let by = share * (far - wish.length) / (2.0 * far);
    points[a].x += x * by;
    points[a].y += y * by;
    points[b].x -= x * by;
    points[b].y -= y * by;
}

#[cfg(test)]
pub(super) fn stress(points: &[Point], wishes: &[Wish]) -> f64 {
    let wrong = |wish: &Wish| {
        let [a, b] = wish.ends.map(|end| points[end as usize]);
        let wrong = (a.distance(b) - wish.length) / wish.length;
        wrong * wrong
    };
    wishes.iter().map(wrong).sum()
}
