use super::*;
use crate::Data;
use crate::dataset::read;
use crate::graph::Filter;
use crate::network::{Network, triads, tribes};
use crate::random::Random;

fn of(rows: &str) -> (Dataset, Graph) {
    let (data, _) = read([Data::bytes("town.csv", format!("source,relation,target,date\n{rows}"))]).unwrap();
    let (graph, _) = Graph::of(&data, &Filter::default());
    (data, graph)
}

/// The highland tribes have 68 triads of which 59 are balanced (`balance_score` of signnet 1.0, Schoch 2020, on the same
/// table).
#[test]
fn the_highland_tribes_are_as_balanced_as_known() {
    let row = |(a, b, allied): (u32, u32, bool)| {
        let relation = if allied { "supports" } else { "attacks" };
        format!("{},{relation},{},\n", tribes::TRIBES[a as usize], tribes::TRIBES[b as usize])
    };
    let (data, graph) = of(&tribes::ties().map(row).collect::<String>());
    let found = balance(&data, &graph, &Options::default());
    assert_eq!(found.census.counts, [19, 2, 40, 7]);
    assert_eq!(found.triads.len(), 68);
    assert!(found.triads[..9].iter().all(|triad| !triad.class.balanced() && triad.ties.len() == 3));
    let three: u64 = found.actors.iter().map(|(_, census)| census.triads()).sum();
    assert_eq!(three, 3 * 68);
}

#[test]
fn random_graphs_are_counted_as_by_hand() {
    for seed in 0..20 {
        let mut random = Random::new(seed);
        let actors = 7;
        let mut net = vec![vec![0_i64; actors]; actors];
        let mut rows = String::new();
        for _ in 0..40 {
            let (a, b) = (random.below(actors), random.below(actors));
            let (relation, sign) = [("aids", 1), ("accuses", -1), ("meets", 0)][random.below(3)];
            rows += &format!("n{a},{relation},n{b},\n");
            net[a][b] += sign;
        }
        let (data, graph) = of(&rows);
        let found = balance(&data, &graph, &Options::default());
        let mut census = [0; 4];
        let mut directed = [0; 12];
        let triples = (0..actors * actors * actors).map(|at| (at % actors, at / actors % actors, at / actors / actors));
        for (a, b, c) in triples.filter(|&(a, b, c)| a != b && b != c && a != c) {
            let both = |a: usize, b: usize| net[a][b] + net[b][a];
            let signs = [both(a, b), both(b, c), both(a, c)];
            if a < b && b < c && !signs.contains(&0) {
                census[signs.iter().filter(|&&sign| sign < 0).count()] += 1;
            }
            let transitive = [net[a][b], net[b][c], net[a][c]];
            if !transitive.contains(&0) {
                directed[transitive.iter().fold(0, |at, &sign| 2 * at + usize::from(sign < 0))] += 1;
            }
            let cycle = [net[a][b], net[b][c], net[c][a]];
            if a < b && a < c && !cycle.contains(&0) {
                directed[8 + cycle.iter().filter(|&&sign| sign < 0).count()] += 1;
            }
        }
        assert_eq!(found.census.counts, census);
        let fast = triads(&Network::of(&data, &graph)).all;
        let fast = [fast.three_positive, fast.one_negative, fast.two_negative, fast.three_negative];
        assert_eq!(found.census.counts, fast);
        assert_eq!(found.patterns.iter().map(|pattern| pattern.count).collect::<Vec<_>>(), directed);
        for pattern in &found.patterns {
            assert_eq!(pattern.count > 0, !pattern.ties.is_empty());
        }
        let row = |actor: ActorIx| found.network.ties_of(&data, &graph, actor).len();
        assert!(found.actors.iter().all(|&(actor, _)| row(actor) >= 3));
    }
}

#[test]
fn what_has_no_sign_is_left_out_and_counted() {
    let (data, graph) = of("a,aids,b,\nb,accuses,a,\nb,aids,c,\na,aids,c,\nc,meets,d,\nc,aids,c,\n");
    let found = balance(&data, &graph, &Options::default());
    assert_eq!((found.census.triads(), found.unsigned_pairs), (0, 1));
    // With directions, each side speaks for itself.
    let counts: Vec<(String, u64)> = found.patterns.iter().map(|pattern| (pattern.name(), pattern.count)).collect();
    assert_eq!(counts[0], ("+++".to_owned(), 1));
    assert_eq!(counts[4], ("−++".to_owned(), 1));
}

#[test]
fn windows_hold_what_is_dated_in_them() {
    let (data, graph) = of("a,aids,b,1902-01-05\nb,aids,c,1902-01\na,accuses,c,1902-02-01\na,aids,c,1902-04-01\n\
                            a,aids,c,1902-04-02\nb,aids,a,1902\nb,aids,a,\n");
    let counted = |cumulative| {
        let options = Options { step: Some(Unit::Months), cumulative, ..Options::default() };
        let found = balance(&data, &graph, &options);
        assert_eq!(found.undated, 2);
        found.windows.iter().map(|window| (window.begins.to_string(), window.census.counts)).collect::<Vec<_>>()
    };
    let months = ["1902-01-01", "1902-02-01", "1902-04-01"].map(str::to_owned);
    assert_eq!(counted(false), months.clone().map(|month| (month, [0; 4])));
    let census = [[0; 4], [0, 1, 0, 0], [1, 0, 0, 0]];
    assert_eq!(counted(true), months.into_iter().zip(census).collect::<Vec<_>>());
}

#[test]
fn only_so_many_triads_are_listed() {
    let all: String = (0..12).flat_map(|a| (0..a).map(move |b| format!("n{a},accuses,n{b},\n"))).collect();
    let (data, graph) = of(&(all + "n1,aids,n2,\nn1,aids,n2,\nn0,accuses,n3,\n"));
    let found = balance(&data, &graph, &Options { listed: 2, ..Options::default() });
    assert_eq!((found.census.triads(), found.triads.len()), (220, 2));
    assert_eq!(found.findings(&data, &graph, None).sections.last().unwrap().total, 220);
}
