//! Networks against sums by hand and by brute force, and against those of others.

use super::*;
use crate::graph::{By, Filter};
use crate::read;
use crate::read::Data;

fn town(table: &str) -> Dataset {
    read([Data::bytes("town.csv", table)]).unwrap().0
}

fn made(data: &Dataset, options: Options) -> DiscourseNetwork {
    network(data, &Graph::of(data, &Filter::default()).0, None, &options).unwrap()
}

fn names(data: &Dataset, actors: &[ActorIx]) -> Vec<String> {
    actors.iter().map(|&actor| data.actor(actor).name.clone()).collect()
}

fn dense(network: &DiscourseNetwork) -> Vec<Vec<f64>> {
    (0..network.rows().len() as u32).map(|row| network.row(row)).collect()
}

/// Abbey is for tolls three times and against them once, and twice against the fair; Guild is for tolls twice, and
/// once for the fair; Mill is against the fair.
const QUARREL: &str = "document,date,source,relation,target
a,1902-03-03,Abbey,supports,tolls
a,1902-03-03,Abbey,supports,tolls
b,1902-03-05,Abbey,supports,tolls
b,1902-03-05,Abbey,rejects,tolls
c,1903-03-04,Abbey,rejects,fair
d,1903-03-09,Abbey,rejects,fair
a,1902-03-03,Guild,supports,tolls
c,1903-03-04,Guild,supports,tolls
c,1903-03-04,Guild,supports,fair
d,1903-03-09,Mill,rejects,fair
";

#[test]
fn one_mode_by_hand() {
    let data = town(QUARREL);
    let one = |measure, normalise| dense(&made(&data, Options { measure, normalise, ..Options::default() }));
    let pairs = |matrix: Vec<Vec<f64>>| [matrix[0][1], matrix[0][2], matrix[1][2]];
    assert_eq!(names(&data, made(&data, Options::default()).rows()), ["Abbey", "Guild", "Mill"]);
    // Abbey and Guild: tolls 4 · 2, fair 2 · 1; Abbey and Mill: fair 2 · 1; Guild and Mill: fair 1 · 1.
    assert_eq!(pairs(one(Measure::Ignore, Normalise::No)), [10.0, 2.0, 1.0]);
    // For tolls 3 · 2; against the fair 2 · 1.
    assert_eq!(pairs(one(Measure::Congruence, Normalise::No)), [6.0, 2.0, 0.0]);
    // Against and for tolls 1 · 2, against and for the fair 2 · 1.
    assert_eq!(pairs(one(Measure::Conflict, Normalise::No)), [4.0, 0.0, 1.0]);
    assert_eq!(pairs(one(Measure::Subtract, Normalise::No)), [2.0, 2.0, -1.0]);
    // Abbey says 6 things, Guild 3 and Mill 1.
    assert_eq!(pairs(one(Measure::Congruence, Normalise::Average)), [6.0 / 4.5, 2.0 / 3.5, 0.0]);
    assert_eq!(pairs(one(Measure::Congruence, Normalise::Cosine)), [6.0 / 18.0, 2.0 / 6.0, 0.0]);
    // Abbey and Guild alone: 1 and 2 of Abbey, 1 of Guild; both 3 · 2. Abbey and Mill: 4 of Abbey alone, both 2 · 1.
    assert_eq!(pairs(one(Measure::Congruence, Normalise::Jaccard)), [6.0 / 10.0, 2.0 / 6.0, 0.0]);
    // Nobody is tied to themselves, and both directions are the same.
    let matrix = one(Measure::Subtract, Normalise::Jaccard);
    for (row, line) in matrix.iter().enumerate() {
        assert_eq!(line[row], 0.0);
        assert!(line.iter().zip(&matrix).all(|(weight, other)| *weight == other[row]));
    }
}

#[test]
fn two_mode_by_hand() {
    let data = town(QUARREL);
    let two =
        |measure, normalise| dense(&made(&data, Options { mode: Mode::Two, measure, normalise, ..Options::default() }));
    let options = Options { mode: Mode::Two, measure: Measure::Ignore, ..Options::default() };
    assert_eq!(names(&data, made(&data, options).columns()), ["fair", "tolls"]);
    assert_eq!(two(Measure::Ignore, Normalise::No), [[2.0, 4.0], [1.0, 2.0], [1.0, 0.0]]);
    assert_eq!(two(Measure::Subtract, Normalise::No), [[-2.0, 2.0], [1.0, 2.0], [-1.0, 0.0]]);
    assert_eq!(two(Measure::Combine, Normalise::No), [[2.0, 3.0], [1.0, 1.0], [2.0, 0.0]]);
    let activity = [[-2.0 / 6.0, 2.0 / 6.0], [1.0 / 3.0, 2.0 / 3.0], [-1.0, 0.0]];
    assert_eq!(two(Measure::Subtract, Normalise::Activity), activity);
    let prominence = [[2.0 / 4.0, 4.0 / 6.0], [1.0 / 4.0, 2.0 / 6.0], [1.0 / 4.0, 0.0]];
    assert_eq!(two(Measure::Ignore, Normalise::Prominence), prominence);
}

#[test]
fn targets_are_tied_by_who_speaks_of_them() {
    let data = town(QUARREL);
    let network = made(&data, Options { of: Side::Targets, ..Options::default() });
    assert_eq!(names(&data, network.rows()), ["fair", "tolls"]);
    // Abbey is twice against the fair and once against tolls, Guild once for it and twice for them.
    assert_eq!(network.weight(0, 1), 2.0 * 1.0 + 1.0 * 2.0);
}

#[test]
fn a_statement_counts_once_within_what_is_asked() {
    let data = town(QUARREL);
    let counted = |duplicates, compatible| {
        let options =
            Options { mode: Mode::Two, measure: Measure::Subtract, duplicates, compatible, ..Options::default() };
        let network = made(&data, options);
        (network.statements(), network.repeats())
    };
    assert_eq!(counted(Duplicates::Include, false), (10, 0));
    // The second of Abbey's in document a.
    assert_eq!(counted(Duplicates::Document, false), (9, 1));
    // Those of the third and the fifth of March are of one week; those on the fair are of two weeks.
    assert_eq!(counted(Duplicates::Week, false), (8, 2));
    assert_eq!(counted(Duplicates::Month, false), (7, 3));
    assert_eq!(counted(Duplicates::Year, false), (7, 3));
    assert_eq!(counted(Duplicates::AcrossRange, false), (6, 4));
}

/// Weeks and months of different years are not the same, unless that is asked for: 1902-03-03 and 1903-03-04 both lie
/// in the tenth week and the third month of their years.
#[test]
fn the_year_of_a_week_or_month_counts() {
    let data = town(QUARREL);
    let guild = |duplicates, compatible| {
        let options =
            Options { mode: Mode::Two, measure: Measure::Subtract, duplicates, compatible, ..Options::default() };
        made(&data, options).weight(1, 1)
    };
    for duplicates in [Duplicates::Week, Duplicates::Month] {
        assert_eq!((guild(duplicates, false), guild(duplicates, true)), (2.0, 1.0), "{duplicates}");
    }
    assert_eq!((guild(Duplicates::Year, false), guild(Duplicates::Year, true)), (2.0, 2.0));
}

#[test]
fn what_is_not_dated_to_the_week_counts_each_time() {
    let data = town(
        "document,date,source,relation,target
a,1902-03,Abbey,supports,tolls
a,1902-03,Abbey,supports,tolls
a,1902-02-24/1902-03-02,Abbey,supports,tolls
a,1902-02-25,Abbey,supports,tolls
,,Abbey,supports,tolls
,,Abbey,supports,tolls
",
    );
    let counted = |duplicates| {
        let network =
            made(&data, Options { mode: Mode::Two, measure: Measure::Ignore, duplicates, ..Options::default() });
        (network.statements(), network.repeats(), network.untold())
    };
    // An interval within one week is in it; a month is in no week, but it is a month.
    assert_eq!(counted(Duplicates::Week), (5, 1, 4));
    assert_eq!(counted(Duplicates::Month), (5, 1, 3));
    assert_eq!(counted(Duplicates::Document), (3, 3, 2));
    assert_eq!(counted(Duplicates::AcrossRange), (1, 5, 0));
}

#[test]
fn what_is_neutral_contradicts_nothing() {
    let data = town("source,relation,target\nAbbey,supports,tolls\nGuild,states,tolls\nMill,rejects,tolls\n");
    let pairs = |measure, agree_on, compatible| {
        let matrix = dense(&made(&data, Options { measure, agree_on, compatible, ..Options::default() }));
        [matrix[0][1], matrix[0][2], matrix[1][2]]
    };
    assert_eq!(pairs(Measure::Congruence, AgreeOn::Sign, false), [0.0; 3]);
    assert_eq!(pairs(Measure::Conflict, AgreeOn::Sign, false), [0.0, 1.0, 0.0]);
    assert_eq!(pairs(Measure::Ignore, AgreeOn::Sign, false), [1.0; 3]);
    assert_eq!(pairs(Measure::Conflict, AgreeOn::Relation, false), [1.0; 3]);
    // On a scale from −1 to 1 it is halfway.
    assert_eq!(pairs(Measure::Congruence, AgreeOn::Sign, true), [0.5, 0.0, 0.5]);
    assert_eq!(pairs(Measure::Conflict, AgreeOn::Sign, true), [0.5, 1.0, 0.5]);
    let network = made(&data, Options { mode: Mode::Two, measure: Measure::Combine, ..Options::default() });
    assert_eq!(dense(&network), [[1.0], [2.0], [4.0]]);
    assert_eq!(network.combined(5.0), [Level::Sign(crate::Sign::Negative), Level::Sign(crate::Sign::Positive)]);
}

#[test]
fn a_cell_knows_the_statements_that_make_it() {
    let data = town(QUARREL);
    let ids = |measure, row, column| {
        let network = made(&data, Options { measure, ..Options::default() });
        let ties = network.ties(row, column);
        ties.iter().map(|tie| data.statement(tie.statement).id().replace("town.csv#", "")).collect::<Vec<_>>()
    };
    // Of Abbey and Guild: three and two for tolls.
    assert_eq!(ids(Measure::Congruence, 0, 1), ["1", "2", "3", "7", "8"]);
    assert_eq!(ids(Measure::Conflict, 1, 0), ["4", "5", "6", "7", "8", "9"]);
    assert_eq!(ids(Measure::Ignore, 1, 2), ["9", "10"]);
    assert_eq!(ids(Measure::Congruence, 1, 2), [""; 0]);
}

#[test]
fn relations_as_categories_follow_discourse_network_analyzer_where_asked() {
    let table = "source,relation,target\nAbbey,accuses,fair\nAbbey,aids,tolls\nAbbey,aids,tolls\nGuild,condemns,fair\nGuild,aids,tolls\nMill,aids,mud\n";
    let data = town(table);
    let pairs = |measure, compatible| {
        let options = Options { measure, compatible, agree_on: AgreeOn::Relation, ..Options::default() };
        let matrix = dense(&made(&data, options));
        [matrix[0][1], matrix[0][2], matrix[1][2]]
    };
    assert_eq!(pairs(Measure::Congruence, false), [2.0, 0.0, 0.0]);
    assert_eq!(pairs(Measure::Conflict, false), [1.0, 0.0, 0.0]);
    assert_eq!(pairs(Measure::Congruence, true), [2.0, 0.0, 0.0]);
    // What only one of the two says: one each on the fair; and all of it where they share nothing.
    assert_eq!(pairs(Measure::Conflict, true), [2.0, 4.0, 3.0]);
    assert_eq!(pairs(Measure::Subtract, true), [0.0, -4.0, -3.0]);
}

#[test]
fn isolates_have_rows_of_nothing() {
    let data = town(QUARREL);
    let supports = Filter { relations: vec![data.find_relation("supports").unwrap()], ..Filter::default() };
    let (graph, all) = (Graph::of(&data, &supports).0, Graph::of(&data, &Filter::default()).0);
    let rows = |isolates| names(&data, network(&data, &graph, isolates, &Options::default()).unwrap().rows());
    assert_eq!(rows(None), ["Abbey", "Guild"]);
    assert_eq!(rows(Some(&all)), ["Abbey", "Guild", "Mill"]);
}

#[test]
fn what_does_not_go_together_is_said() {
    let data = town(QUARREL);
    let graph = Graph::of(&data, &Filter::default()).0;
    let misfit = |options| network(&data, &graph, None, &options).unwrap_err();
    let two = Options { mode: Mode::Two, ..Options::default() };
    assert_eq!(misfit(two), Misfit::Measure(Measure::Congruence, Mode::Two));
    let average = Options { measure: Measure::Ignore, normalise: Normalise::Average, ..two };
    assert_eq!(misfit(average), Misfit::Normalise(Normalise::Average, Mode::Two));
    let codes = Options { measure: Measure::Combine, normalise: Normalise::Activity, ..two };
    assert_eq!(misfit(codes), Misfit::Codes);
    let said = misfit(two).to_string();
    assert_eq!(said, "congruence is for the other mode: a two-mode network has ignore, subtract, combine");
}

/// The sums of the module's table, written down without any of its thrift.
#[test]
fn one_mode_by_brute_force() {
    let mut seed = 7_u64;
    let mut random = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for _ in 0..30 {
        let mut table = "source,relation,target\n".to_owned();
        let mut counts = [[[0.0_f64; 2]; 5]; 6];
        for _ in 0..random(60) + 6 {
            let (who, what, how) = (random(6) as usize, random(5) as usize, random(2) as usize);
            counts[who][what][how] += 1.0;
            table.push_str(&format!("a{who},{},c{what}\n", ["rejects", "supports"][how]));
        }
        let data = town(&table);
        for measure in [Measure::Ignore, Measure::Congruence, Measure::Conflict, Measure::Subtract] {
            for normalise in [Normalise::No, Normalise::Average, Normalise::Jaccard, Normalise::Cosine] {
                let network = made(&data, Options { measure, normalise, ..Options::default() });
                let number = |row: usize| -> usize { data.actor(network.rows()[row]).name[1..].parse().unwrap() };
                for (row, line) in dense(&network).into_iter().enumerate() {
                    for (column, weight) in line.into_iter().enumerate().filter(|(column, _)| *column != row) {
                        let (a, b) = (counts[number(row)], counts[number(column)]);
                        let mut sum = [0.0; 2];
                        let (mut alone, mut both, mut said) = (0.0, 0.0, [0.0; 2]);
                        for j in 0..5 {
                            for k in 0..2 {
                                said[0] += a[j][k];
                                said[1] += b[j][k];
                                alone += if b[j][k] == 0.0 { a[j][k] } else { 0.0 };
                                alone += if a[j][k] == 0.0 { b[j][k] } else { 0.0 };
                                both += a[j][k] * b[j][k];
                                for l in 0..2 {
                                    sum[usize::from(k != l)] += a[j][k] * b[j][l];
                                }
                            }
                        }
                        let whole = match measure {
                            Measure::Congruence => sum[0],
                            Measure::Conflict => sum[1],
                            Measure::Subtract => sum[0] - sum[1],
                            _ => sum[0] + sum[1],
                        };
                        let divisor = match normalise {
                            Normalise::Average => (said[0] + said[1]) / 2.0,
                            Normalise::Jaccard => alone + both,
                            Normalise::Cosine => said[0] * said[1],
                            _ => 1.0,
                        };
                        assert_eq!(weight, whole / divisor, "{measure} {normalise} {table}");
                    }
                }
            }
        }
    }
}

/// The debates of the House of Commons on Iraq, 2002 and 2003, which come with Discourse Network Analyzer, and 69
/// networks of them that were made by others' reading of its rules. Tried where the data lie beside the project.
#[cfg(feature = "sqlite")]
#[test]
fn the_iraq_debates_are_as_published() {
    use crate::read::{Fields, Options as Reading};
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let (file, golden) = ("data/dna/dna_example_UKIraqWar2003.dna", "data/dna/dna_golden.json");
    let Ok(golden) = std::fs::read_to_string(folder.join(golden)) else { return };
    let golden: serde_json::Value = serde_json::from_str(&golden).unwrap();
    let golden = golden["iraq_v2"].as_object().unwrap();
    assert_eq!(golden.len(), 69);
    // Organizations as sources, and people who count as whom they speak for: the networks are the same.
    for (source, by) in [("organization", By::Actor), ("person", By::Principal)] {
        let mut fields = Fields::default();
        fields.set(&format!("source={source}")).unwrap();
        let reading = Reading { fields, ..Reading::default() };
        let (data, _) = crate::read_with([Data::Path(folder.join(file))], &reading).unwrap();
        let (graph, _) = Graph::of(&data, &Filter { by, ..Filter::default() });
        for (key, wanted) in golden {
            let [mode, "organization", duplicates, measure, normalise] = key.split('|').collect::<Vec<_>>()[..] else {
                panic!("{key}")
            };
            let options = Options {
                mode: mode.strip_suffix("mode").unwrap().parse().unwrap(),
                measure: measure.parse().unwrap(),
                normalise: normalise.parse().unwrap(),
                duplicates: duplicates.parse().unwrap(),
                ..Options::default()
            };
            let network = network(&data, &graph, None, &options).unwrap();
            let list = |name: &str| -> Vec<String> {
                wanted[name].as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
            };
            let (rows, columns) = match options.mode {
                Mode::One => ("labels", "labels"),
                Mode::Two => ("rows", "cols"),
            };
            assert_eq!(names(&data, network.rows()), list(rows), "{key}");
            assert_eq!(names(&data, network.columns()), list(columns), "{key}");
            assert_eq!(network.statements() as u64, wanted["statements"].as_u64().unwrap(), "{key}");
            for (row, line) in wanted["matrix"].as_array().unwrap().iter().enumerate() {
                for (column, cell) in line.as_array().unwrap().iter().enumerate() {
                    let (ours, theirs) = (network.weight(row as u32, column as u32), cell.as_f64().unwrap());
                    assert!((ours - theirs).abs() < 1e-9, "{key} {row} {column}: {ours}, not {theirs}");
                }
            }
        }
    }
}
