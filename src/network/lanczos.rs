//! The first eigenvector of a symmetric matrix that is only known by what it makes of vectors.

/// How many vectors are held.
const STEPS: usize = 24;

/// How often it begins anew with what was found: some four thousand products, after which two eigenvalues are as
/// good as one.
const ROUNDS: usize = 160;

/// How much of a product may point elsewhere.
const PRECISION: f64 = 1e-13;

/// The eigenvector of the largest eigenvalue, of length 1, of a symmetric matrix without negative entries or
/// eigenvalues; where several vectors have that eigenvalue, the one nearest to the vector of ones. All zeros where
/// the matrix is zero.
///
/// Lanczos's method (1950) with full orthogonalization, begun anew with its result until that is exact.
pub(super) fn first(len: usize, product: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let mut found = vec![1.0; len];
    shorten(&mut found);
    for _ in 0..ROUNDS {
        let mut basis: Vec<Vec<f64>> = vec![found];
        let (mut along, mut aside) = (Vec::new(), Vec::new());
        loop {
            let last = basis.last().expect("it begins with one");
            let mut next = product(last);
            along.push(dot(&next, last));
            // Twice is enough (Kahan, in Parlett 1980).
            for _ in 0..2 {
                for vector in &basis {
                    let part = dot(&next, vector);
                    next.iter_mut().zip(vector).for_each(|(next, value)| *next -= part * value);
                }
            }
            let rest = shorten(&mut next);
            aside.push(rest);
            if basis.len() == STEPS.min(len) || rest <= PRECISION * along[0] {
                break;
            }
            basis.push(next);
        }
        let (largest, parts) = largest(&along, &aside);
        found = vec![0.0; len];
        for (vector, part) in basis.iter().zip(&parts) {
            found.iter_mut().zip(vector).for_each(|(found, value)| *found += part * value);
        }
        shorten(&mut found);
        let error = aside[parts.len() - 1] * parts[parts.len() - 1].abs();
        if error <= PRECISION * largest {
            break;
        }
    }
    // No entry is negative but by rounding.
    found.iter_mut().for_each(|value| *value = value.max(0.0));
    found
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Gives a vector the length 1, and says which it had.
fn shorten(vector: &mut [f64]) -> f64 {
    let len = dot(vector, vector).sqrt();
    if len > 0.0 {
        vector.iter_mut().for_each(|value| *value /= len);
    }
    len
}

/// The largest eigenvalue of a small symmetric matrix with that diagonal and, beside it, those entries, and its
/// eigenvector with a first entry that is not negative.
///
/// Jacobi's method (1846): entries beside the diagonal are turned away one after the other.
fn largest(diagonal: &[f64], beside: &[f64]) -> (f64, Vec<f64>) {
    let size = diagonal.len();
    let mut matrix = vec![vec![0.0; size]; size];
    let mut vectors = matrix.clone();
    for i in 0..size {
        matrix[i][i] = diagonal[i];
        vectors[i][i] = 1.0;
        if i + 1 < size {
            (matrix[i][i + 1], matrix[i + 1][i]) = (beside[i], beside[i]);
        }
    }
    // A sweep squares what is left, and ten take any matrix below what can be told from zero.
    for _ in 0..30 {
        let mut left = 0.0;
        for p in 0..size {
            for q in p + 1..size {
                let entry = matrix[p][q];
                left += entry * entry;
                if entry == 0.0 {
                    continue;
                }
                let turn = (matrix[q][q] - matrix[p][p]) / (2.0 * entry);
                let tan = turn.signum() / (turn.abs() + (turn * turn + 1.0).sqrt());
                let cos = 1.0 / (tan * tan + 1.0).sqrt();
                let sin = tan * cos;
                for row in &mut matrix {
                    (row[p], row[q]) = (cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]);
                }
                let (above, below) = matrix.split_at_mut(q);
                for (a, b) in above[p].iter_mut().zip(&mut below[0]) {
                    (*a, *b) = (cos * *a - sin * *b, sin * *a + cos * *b);
                }
                for row in &mut vectors {
                    (row[p], row[q]) = (cos * row[p] - sin * row[q], sin * row[p] + cos * row[q]);
                }
            }
        }
        if left == 0.0 {
            break;
        }
    }
    let best = (0..size).max_by(|&a, &b| matrix[a][a].total_cmp(&matrix[b][b])).expect("there is one at least");
    let sign = if vectors[0][best] < 0.0 { -1.0 } else { 1.0 };
    (matrix[best][best], vectors.iter().map(|row| sign * row[best]).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn it_is_what_repeated_products_come_to(entries in prop::collection::vec(prop::collection::vec(0..3u8, 12), 12)) {
            // A matrix times its own, turned, has no negative eigenvalue.
            let entry = |i: usize, j: usize| (0..12).map(|k| f64::from(entries[k][i] * entries[k][j])).sum::<f64>();
            let matrix: Vec<Vec<f64>> = (0..12).map(|i| (0..12).map(|j| entry(i, j)).collect()).collect();
            let product = |vector: &[f64]| -> Vec<f64> { matrix.iter().map(|row| dot(row, vector)).collect() };
            let found = first(12, product);
            let mut expected = vec![1.0; 12];
            for _ in 0..3000 {
                expected = product(&expected);
                shorten(&mut expected);
            }
            for (found, expected) in found.iter().zip(&expected) {
                prop_assert!((found - expected).abs() < 1e-9, "{found} {expected}");
            }
        }
    }

    #[test]
    fn of_equals_it_is_the_one_in_the_middle() {
        let twice = |vector: &[f64]| vector.iter().map(|value| 2.0 * value).collect::<Vec<_>>();
        assert!(first(4, twice).iter().all(|value| (value - 0.5).abs() < 1e-12));
        assert_eq!(first(3, |vector| vec![0.0; vector.len()]), vec![1.0 / 3f64.sqrt(); 3]);
        assert_eq!(first(0, |vector| vector.to_vec()), Vec::<f64>::new());
    }
}
