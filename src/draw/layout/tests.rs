use super::stress::{Wish, stress};
use super::*;
use crate::random::Random;

const WISHES: Wishes = Wishes { signed: false, aspect: 1.5, margin: 20.0 };

fn pair(a: usize, b: usize) -> Pair {
    Pair { ends: [a, b], gap: 80.0, lanes: 1.0, sign: 0.0 }
}

fn complete(nodes: std::ops::Range<usize>) -> Vec<Pair> {
    nodes.clone().flat_map(|a| (a + 1..nodes.end).map(move |b| pair(a, b))).collect()
}

/// Graphs of many shapes, by name: how many nodes, and the pairs.
fn shapes() -> Vec<(&'static str, usize, Vec<Pair>)> {
    let mut random = Random::new(7);
    let mut tree = Vec::new();
    for node in 1..30 {
        tree.push(pair(random.below(node), node));
    }
    let grid: Vec<Pair> = (0..16)
        .flat_map(|at| [(at % 4 < 3).then(|| pair(at, at + 1)), (at < 12).then(|| pair(at, at + 4))])
        .flatten()
        .collect();
    let two: Vec<Pair> = complete(0..6).into_iter().chain(complete(6..12)).chain([pair(0, 6)]).collect();
    let apart: Vec<Pair> = (0..40).filter(|at| at % 4 > 0).map(|at| pair(at - 1, at)).collect();
    let many: Vec<Pair> = (0..170).map(|_| pair(random.below(100), random.below(100))).collect();
    vec![
        ("nothing", 0, vec![]),
        ("one", 1, vec![]),
        ("itself", 2, vec![pair(1, 1)]),
        ("no edges", 23, vec![]),
        ("two", 2, vec![pair(0, 1)]),
        ("twice", 2, vec![pair(0, 1), pair(1, 0)]),
        ("star", 21, (1..21).map(|leaf| pair(0, leaf)).collect()),
        ("path", 16, (1..16).map(|at| pair(at - 1, at)).collect()),
        ("ring", 14, (0..14).map(|at| pair(at, (at + 1) % 14)).collect()),
        ("grid", 16, grid),
        ("clique", 9, complete(0..9)),
        ("two cliques", 12, two),
        ("tree", 30, tree),
        ("apart", 45, apart),
        ("many", 100, many),
    ]
}

/// Boxes of all sorts, a few of them very wide.
fn boxes(count: usize) -> Vec<Size> {
    let mut random = Random::new(3);
    let wide = |random: &mut Random| if random.below(9) == 0 { 400.0 } else { 120.0 };
    (0..count)
        .map(|_| Size {
            width: 40.0 + wide(&mut random) * random.around_zero().abs(),
            height: 20.0 + 40.0 * random.around_zero().abs(),
        })
        .collect()
}

#[test]
fn no_two_boxes_are_nearer_than_the_margin() {
    for (number, (name, count, pairs)) in shapes().into_iter().enumerate() {
        let sizes = boxes(count);
        let points = lay_out(&sizes, &pairs, Wishes { signed: number % 2 == 0, ..WISHES });
        assert_eq!(points.len(), count);
        for a in 0..count {
            let (x, y) = (points[a].x - sizes[a].width / 2.0, points[a].y - sizes[a].height / 2.0);
            assert!(x.is_finite() && y.is_finite() && x > -1e-6 && y > -1e-6, "{name}");
            for b in 0..a {
                let x = (points[a].x - points[b].x).abs() - (sizes[a].width + sizes[b].width) / 2.0;
                let y = (points[a].y - points[b].y).abs() - (sizes[a].height + sizes[b].height) / 2.0;
                assert!(x.max(y) > WISHES.margin - 0.01, "{name}: {a} and {b} are {x} and {y} apart");
            }
        }
    }
}

#[test]
fn the_same_comes_out_twice() {
    for (name, count, pairs) in shapes().into_iter().step_by(3) {
        let sizes = boxes(count);
        assert_eq!(lay_out(&sizes, &pairs, WISHES), lay_out(&sizes, &pairs, WISHES), "{name}");
    }
}

#[test]
fn a_path_has_no_stress() {
    let mut wishes: Vec<Wish> = (0..10u32)
        .flat_map(|a| (a + 1..10).map(move |b| Wish { ends: [a, b], length: 100.0 * f64::from(b - a) }))
        .collect();
    let mut random = Random::new(1);
    let mut points: Vec<Point> = (0..10).map(|_| Point { x: random.around_zero(), y: random.around_zero() }).collect();
    stress::descend(&mut points, &mut wishes, &mut random);
    assert!(stress(&points, &wishes) < 0.01, "{}", stress(&points, &wishes));
}

#[test]
fn a_path_comes_out_nearly_straight() {
    let sizes = vec![Size { width: 60.0, height: 24.0 }; 10];
    let points = lay_out(&sizes, &(1..10).map(|at| pair(at - 1, at)).collect::<Vec<_>>(), WISHES);
    let span = |of: fn(&Point) -> f64| {
        let (low, high) =
            points.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)));
        high - low
    };
    assert!(span(|p| p.x) > 15.0 * span(|p| p.y), "{points:?}");
}

#[test]
fn friends_are_nearer_than_enemies() {
    let within = |start: usize| complete(start..start + 5).into_iter().map(|pair| Pair { sign: 1.0, ..pair });
    let between = (0..5).flat_map(|a| (5..10).map(move |b| Pair { sign: -1.0, ..pair(a, b) }));
    let pairs: Vec<Pair> = within(0).chain(within(5)).chain(between).collect();
    let sizes = vec![Size { width: 60.0, height: 24.0 }; 10];
    let means = |signed: bool| {
        let points = lay_out(&sizes, &pairs, Wishes { signed, ..WISHES });
        [1.0, -1.0].map(|sign| {
            let of = pairs.iter().filter(|pair| pair.sign == sign);
            let far: Vec<f64> = of.map(|pair| points[pair.ends[0]].distance(points[pair.ends[1]])).collect();
            far.iter().sum::<f64>() / far.len() as f64
        })
    };
    let [friends, enemies] = means(true);
    assert!(friends < 0.6 * enemies, "{friends} {enemies}");
    let [friends, enemies] = means(false);
    assert!(friends > 0.7 * enemies, "unsigned they should be the same");
}
