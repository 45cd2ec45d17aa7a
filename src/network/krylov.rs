//! Fixed points of linear maps that bring everything closer together: found in fewer steps than one by one.

use std::ops::Range;

use super::threads::{cut, each};

/// How many steps are looked back on at once.
const STEPS: usize = 12;

/// Finds `x = apply(x) + constant`, `constant` being added to each number.
///
/// The map is one that shrinks the sum of magnitudes by `shrinks` at least, so that going on step by step arrives.
/// It is solved by GMRES (Saad and Schultz, SIAM Journal on Scientific and Statistical Computing 1986), begun anew after
/// every dozen steps; where these bring no more than as many plain steps would, plain steps go on alone. What comes
/// back would change by less than `tolerance` in all by one more step. Numbers are summed in the pieces, in their order.
pub(super) fn fixed_point(
    pieces: &[Range<u32>],
    mut x: Vec<f64>,
    constant: f64,
    (shrinks, tolerance): (f64, f64),
    apply: impl Fn(&[f64]) -> Vec<f64>,
) -> Vec<f64> {
    let dozen: f64 = std::iter::repeat_n(shrinks, STEPS).product();
    let mut before = f64::INFINITY;
    let mut plain = false;
    loop {
        let mut next = apply(&x);
        let changed = over(pieces, &mut next, |range, next| {
            let mut changed = 0.0;
            for (next, x) in next.iter_mut().zip(&x[range]) {
                *next += constant;
                changed += (*next - x).abs();
            }
            changed
        });
        if changed < tolerance {
            return next;
        }
        plain |= changed > before * dozen;
        before = changed;
        if plain {
            x = next;
            continue;
        }
        over(pieces, &mut next, |range, next| {
            next.iter_mut().zip(&x[range]).for_each(|(next, x)| *next -= x);
            0.0
        });
        // A sum of magnitudes is at most the root of their number times as large as a length.
        let near = tolerance / 2.0 / (x.len() as f64).sqrt();
        let (basis, parts) = corrections(pieces, next, near, &apply);
        over(pieces, &mut x, |range, x| {
            for (vector, part) in basis.iter().zip(&parts) {
                x.iter_mut().zip(&vector[range.clone()]).for_each(|(x, value)| *x += part * value);
            }
            0.0
        });
    }
}

/// Vectors, and how much of each to add, so that the residual becomes as short as they can make it; no more of them
/// once it is shorter than `near`.
fn corrections(
    pieces: &[Range<u32>],
    residual: Vec<f64>,
    near: f64,
    apply: &impl Fn(&[f64]) -> Vec<f64>,
) -> (Vec<Vec<f64>>, Vec<f64>) {
    let length = dots(pieces, &residual, std::slice::from_ref(&residual))[0].sqrt();
    let mut basis = vec![scaled(pieces, residual, 1.0 / length)];
    // The columns of a triangle, made of the projections by rotations, and what these make of the residual.
    let mut triangle: Vec<Vec<f64>> = Vec::new();
    let mut turns: Vec<(f64, f64)> = Vec::new();
    let mut rest = vec![length];
    while triangle.len() < STEPS {
        let last = basis.last().expect("there is a first");
        let mut vector = apply(last);
        over(pieces, &mut vector, |range, vector| {
            vector.iter_mut().zip(&last[range]).for_each(|(value, last)| *value = last - *value);
            0.0
        });
        let mut column = dots(pieces, &vector, &basis);
        let square = over(pieces, &mut vector, |range, vector| {
            for (other, part) in basis.iter().zip(&column) {
                vector.iter_mut().zip(&other[range.clone()]).for_each(|(value, other)| *value -= part * other);
            }
            vector.iter().map(|value| value * value).sum()
        });
        let length = square.sqrt();
        for (at, &(cos, sin)) in turns.iter().enumerate() {
            let (one, other) = (column[at], column[at + 1]);
            (column[at], column[at + 1]) = (cos * one + sin * other, cos * other - sin * one);
        }
        let end = triangle.len();
        let both = (column[end] * column[end] + length * length).sqrt();
        // Nothing is left to be corrected with what is new.
        if both <= 0.0 {
            break;
        }
        let (cos, sin) = (column[end] / both, length / both);
        turns.push((cos, sin));
        column[end] = both;
        triangle.push(column);
        rest.push(-sin * rest[end]);
        rest[end] *= cos;
        if rest[end + 1].abs() < near || length <= 0.0 {
            break;
        }
        basis.push(scaled(pieces, vector, 1.0 / length));
    }
    let mut parts = vec![0.0; triangle.len()];
    for at in (0..parts.len()).rev() {
        let later: f64 = (at + 1..parts.len()).map(|later| triangle[later][at] * parts[later]).sum();
        parts[at] = (rest[at] - later) / triangle[at][at];
    }
    basis.truncate(parts.len());
    (basis, parts)
}

fn scaled(pieces: &[Range<u32>], mut vector: Vec<f64>, factor: f64) -> Vec<f64> {
    over(pieces, &mut vector, |_, vector| {
        vector.iter_mut().for_each(|value| *value *= factor);
        0.0
    });
    vector
}

/// The products of a vector with others.
fn dots(pieces: &[Range<u32>], vector: &[f64], others: &[Vec<f64>]) -> Vec<f64> {
    let of_piece = |range: Range<u32>| -> Vec<f64> {
        let range = range.start as usize..range.end as usize;
        let vector = &vector[range.clone()];
        let dot = |other: &Vec<f64>| other[range.clone()].iter().zip(vector).map(|(a, b)| a * b).sum();
        others.iter().map(dot).collect()
    };
    let parts = each(pieces.to_vec(), of_piece);
    (0..others.len()).map(|at| parts.iter().map(|part| part[at]).sum()).collect()
}

/// Works on a vector piece by piece, and sums what comes of them.
fn over(pieces: &[Range<u32>], vector: &mut [f64], work: impl Fn(Range<usize>, &mut [f64]) -> f64 + Sync) -> f64 {
    let jobs = pieces.iter().zip(cut(vector, pieces)).collect();
    each(jobs, |(range, vector): (&Range<u32>, _)| work(range.start as usize..range.end as usize, vector))
        .into_iter()
        .sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_fixed_point_is_found(cells in proptest::collection::vec(0.0..1.0f64, 225), constant in 0.0..1.0f64, ring: bool) {
            const SIZE: usize = 15;
            let mut columns: Vec<Vec<f64>> = cells.chunks(SIZE).map(<[f64]>::to_vec).collect();
            for (at, column) in columns.iter_mut().enumerate() {
                if ring {
                    // A ring is where looking back brings nothing until all of it has been seen.
                    *column = (0..SIZE).map(|row| f64::from(row == (at + 1) % SIZE)).collect();
                }
                let sum: f64 = column.iter().sum();
                column.iter_mut().for_each(|cell| *cell *= 0.85 / sum.max(1e-9));
            }
            let apply = |x: &[f64]| -> Vec<f64> {
                (0..SIZE).map(|row| columns.iter().zip(x).map(|(column, x)| column[row] * x).sum()).collect()
            };
            let start: Vec<f64> = (0..SIZE).map(|at| at as f64).collect();
            let pieces = [0..4u32, 4..15];
            let found = fixed_point(&pieces, start, constant, (0.85, 1e-12), apply);
            let again = apply(&found);
            let apart: f64 = again.iter().zip(&found).map(|(again, found)| (again + constant - found).abs()).sum();
            prop_assert!(apart < 1e-11, "{apart}");
        }
    }
}
