//! A connected part: the best of several drawings, as far as there is time.

use super::polish::{self, Sketch};
use super::stress::{self, Wish};
use super::{Pair, Size, Wishes, overlap, paths, turn};
use crate::draw::picture::Point;
use crate::random::Random;

/// How often a small part is drawn from other beginnings, and how many pairs of its nodes are worth that.
const STARTS: usize = 24;
const WORTH: usize = 60_000;

/// How many of these drawings are polished.
const KEPT: usize = 3;

/// How much nearer those are who are not neighbours than the way between them is long: to a power that is less than 1 by
/// this, where there are twice as many lines as in a tree, or more. So a crowded middle gets room, and arms do not stick out.
const NEARER: f64 = 0.15;

/// How much farther apart all is drawn from left to right than from top to bottom, since boxes and labels are wide: the first
/// after which a part is wider than high, by so much.
const STRETCHES: [f64; 5] = [1.3, 1.6, 2.0, 2.5, 3.2];
const WIDER: f64 = 1.15;

/// Draws a part; nodes count from 0 within it, and there is a way from each to each.
pub(super) fn draw(sizes: &[Size], pairs: &[Pair], ways: &paths::Ways, wishes: Wishes) -> Vec<Point> {
    let count = sizes.len();
    let lengths = distances(pairs, ways);
    let mut pulls: Vec<Wish> = Vec::with_capacity(count * (count - 1) / 2);
    for a in 0..count {
        let to = (a + 1..count).map(|b| Wish { ends: [a as u32, b as u32], length: lengths[a * count + b] });
        pulls.extend(to);
    }
    let mut touching = vec![Vec::new(); count];
    for (at, pair) in pairs.iter().enumerate() {
        pair.ends.into_iter().for_each(|end| touching[end].push(at));
    }
    let (lengths, touching, margin) = (&lengths, &touching, wishes.margin);
    let mut drawn = |seed: u64| {
        let mut random = Random::new(seed);
        let size = lengths[1] * (count as f64).sqrt();
        let anywhere = |random: &mut Random| Point::new(size * random.around_zero(), size * random.around_zero());
        let mut points: Vec<Point> = (0..count).map(|_| anywhere(&mut random)).collect();
        stress::descend(&mut points, &mut pulls, &mut random);
        turn::lay_flat(&mut points);
        let stretched = STRETCHES.iter().map(|&stretch| {
            let mut points: Vec<Point> = points.iter().map(|point| Point::new(point.x * stretch, point.y)).collect();
            overlap::separate(&mut points, sizes, margin);
            Sketch { points, sizes, pairs, lengths, touching, margin, stretch }
        });
        let mut last = None;
        for sketch in stretched {
            let (low, high) = sketch.corners();
            let wide = high.x - low.x > WIDER * (high.y - low.y);
            last = Some(sketch);
            if wide {
                break;
            }
        }
        last.expect("there are stretches")
    };
    let rounds = polish::rounds(count, pairs.len());
    let starts = if rounds == 0 { 1 } else { (WORTH / (count * count)).clamp(1, STARTS) };
    let mut sketches: Vec<(f64, u64, Sketch<'_>)> = (0..starts as u64)
        .map(|seed| {
            let sketch = drawn(seed);
            (if starts == 1 { 0.0 } else { sketch.cost() }, seed, sketch)
        })
        .collect();
    sketches.sort_by(|a, b| a.0.total_cmp(&b.0));
    sketches.truncate(KEPT);
    if rounds > 0 {
        for (cost, seed, sketch) in &mut sketches {
            sketch.polish(rounds, &mut Random::new(*seed));
            *cost = sketch.cost();
        }
    }
    let best = sketches.into_iter().min_by(|a, b| a.0.total_cmp(&b.0));
    best.expect("there is a start").2.points
}

/// The wished distance of each two nodes, row after row: along the shortest path, and of a pair as wished even where a
/// detour is shorter, which is how opponents stay apart who share a friend.
fn distances(pairs: &[Pair], ways: &paths::Ways) -> Vec<f64> {
    let count = ways.len();
    let more = (pairs.len() as f64 - count as f64 + 1.0) / count as f64;
    let power = 1.0 - NEARER * more.clamp(0.0, 1.0);
    let unit = ways[0][0].1;
    let mut distances = Vec::with_capacity(count * count);
    for node in 0..count {
        distances.extend(paths::from(node, ways).into_iter().map(|long| unit * libm::pow(long / unit, power)));
        for &(neighbour, length) in &ways[node] {
            distances[node * count + neighbour] = length;
        }
    }
    distances
}
