//! What holds of a matrix and of a timeline of any graph.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::picture::{Group, Mark, Of, Part, Picture, Point, Text};
use super::{Options, Subject, View, picture};
use crate::Data;
use crate::dataset::{Dataset, read};
use crate::date::Date;
use crate::graph::{EdgeIx, Filter, Graph};
use crate::relation::Sign;
use crate::statement::StatementIx;

/// Numbers that look like chance and are the same every time (Marsaglia's xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

/// Statements between so many actors, with names of all sorts; the first actors have most of them.
fn random(seed: u64, actors: usize, statements: usize) -> Dataset {
    let mut chance = Chance(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let name = |actor: usize| match actor % 6 {
        0 => format!("Permanent Representative of the Ferry Towns to Convention {actor}"),
        1 => format!("ضفة النهر القديمة وسكانها {actor}"),
        2 => format!("川の向こう岸の古い町と新しい町の住民の会{actor}"),
        3 => format!("Donaudampfschifffahrtselektrizitätenhauptbetriebswerk{actor}"),
        _ => format!("Mill {actor}"),
    };
    let mut rows = "source,relation,target,date,certainty\n".to_owned();
    for _ in 0..statements {
        let mut actor = || (chance.below(actors) * chance.below(actors)) / actors;
        let (source, target) = (name(actor()), name(actor()));
        let relation = ["accuses", "supports", "meets", "condemns"][chance.below(4)];
        let certainty = ["", "stated", "reported", "alleged"][chance.below(4)];
        let (year, month, day) = (1900 + chance.below(3), 1 + chance.below(12), 1 + chance.below(28));
        let date = match chance.below(10) {
            0 => String::new(),
            1 => format!("{year}"),
            2 => format!("{year}-{month:02}"),
            3 => format!("{year}-{month:02}-{day:02}/{year}-12-31"),
            4 | 5 => format!("{year}-{month:02}-{day:02}"),
            _ => format!("1901-03-{day:02}"),
        };
        writeln!(rows, "{source},{relation},{target},{date},{certainty}").unwrap();
    }
    read([Data::bytes("random.csv", rows)]).unwrap().0
}

fn drawn(dataset: &Dataset, view: View) -> (Graph, Picture) {
    let (graph, _) = Graph::of(dataset, &Filter::default());
    let subject = Subject { dataset, graph: &graph, question: "" };
    let options = Options { view: Some(view), ..Options::default() };
    let drawn = picture(&subject, &options).unwrap();
    assert_eq!(drawn, picture(&subject, &options).unwrap());
    (graph, drawn)
}

fn groups(picture: &Picture) -> impl Iterator<Item = &Group> {
    picture.content.iter().filter_map(|mark| match mark {
        Mark::Group(group) => Some(group),
        _ => None,
    })
}

fn counts(group: &Group) -> Vec<String> {
    let texts = group.marks.iter().flat_map(Mark::texts);
    texts.filter(|text| text.part == Part::Count).map(|text| text.lines.concat()).collect()
}

/// Whether two texts, turned or not, have an area in common: no axis keeps them apart.
fn overlap(one: &Text, other: &Text) -> bool {
    let corners = |text: &Text| -> Vec<Point> {
        let upright = Text { turn: 0.0, ..text.clone() }.bounds();
        let (sin, cos) = libm::sincos(text.turn.to_radians());
        let ends = [(upright.x, upright.y), (upright.right(), upright.y), (upright.right(), upright.bottom())];
        let ends = ends.into_iter().chain([(upright.x, upright.bottom())]);
        let turned = ends.map(|(x, y)| (x - text.at.x, y - text.at.y));
        turned.map(|(x, y)| text.at.moved(x * cos - y * sin, x * sin + y * cos)).collect()
    };
    let (a, b) = (corners(one), corners(other));
    let axes = [one.turn, one.turn + 90.0, other.turn, other.turn + 90.0];
    axes.iter().all(|axis| {
        let (sin, cos) = libm::sincos(axis.to_radians());
        let reach = |corners: &[Point]| {
            let along = corners.iter().map(|corner| corner.x * cos + corner.y * sin);
            (along.clone().fold(f64::MAX, f64::min), along.fold(f64::MIN, f64::max))
        };
        let ((low, high), (other_low, other_high)) = (reach(&a), reach(&b));
        low + 0.01 < other_high && other_low + 0.01 < high
    })
}

fn check_labels(picture: &Picture) {
    let texts: Vec<&Text> = picture.content.iter().chain(&picture.frame).flat_map(Mark::texts).collect();
    for (at, text) in texts.iter().enumerate() {
        let bounds = text.bounds();
        assert!(text.lines.iter().all(|line| !line.is_empty()), "{text:?}");
        assert!(text.size >= 10.0, "{text:?}");
        let inside = bounds.x >= 0.0 && bounds.y >= 0.0;
        assert!(inside && bounds.right() <= picture.width && bounds.bottom() <= picture.height, "{text:?}");
        for other in &texts[at + 1..] {
            let near = bounds.overlaps(&other.bounds());
            assert!(!near || !overlap(text, other), "{:?} lies on {:?}", text.lines, other.lines);
        }
    }
}

/// How many actors and statements, small and large, sparse and dense.
const GRAPHS: [(usize, usize); 8] = [(1, 1), (1, 9), (2, 3), (5, 40), (12, 30), (30, 200), (60, 400), (200, 600)];

#[test]
fn a_matrix_has_each_edge_once_and_adds_up() {
    for (seed, (actors, statements)) in (1..).zip(GRAPHS) {
        let dataset = random(seed, actors, statements);
        let (graph, picture) = drawn(&dataset, View::Matrix);
        check_labels(&picture);
        let mut edges: Vec<EdgeIx> = Vec::new();
        let (mut in_cells, mut in_totals) = (0, 0);
        let number = |words: &str| words.trim_start_matches(['−', '+', '○', '±']).parse::<usize>().unwrap();
        for group in groups(&picture) {
            let [count] = &counts(group)[..] else { continue };
            let cell = group.marks.iter().any(|mark| matches!(mark, Mark::Shape(shape) if shape.part == Part::Body));
            match &group.of {
                Of::Edges(_) if !cell => in_totals += number(count),
                Of::Edges(of) => {
                    let behind: usize = of.iter().map(|&edge| graph.edge(edge).count()).sum();
                    assert_eq!(number(count), behind);
                    in_cells += behind;
                    edges.extend(of);
                }
                Of::Actor(_) | Of::Statements(..) => panic!("cells and totals stand for edges"),
            }
        }
        assert_eq!(edges, graph.edges().map(|edge| edge.ix()).collect::<Vec<_>>());
        assert_eq!(in_totals, 2 * in_cells);
    }
}

#[test]
fn a_timeline_has_each_statement_of_each_edge_once() {
    for (seed, (actors, statements)) in (1..).zip(GRAPHS) {
        let dataset = random(seed, actors, statements);
        let (graph, picture) = drawn(&dataset, View::Timeline);
        check_labels(&picture);
        let mut found: Vec<(EdgeIx, StatementIx)> = Vec::new();
        let (mut dated, mut undated) = (f64::MIN, f64::MAX);
        for group in groups(&picture) {
            let Of::Statements(edge, statements) = &group.of else { continue };
            found.extend(statements.iter().map(|&ix| (*edge, ix)));
            let many = statements.len();
            let expected = if many > 1 { vec![many.to_string()] } else { Vec::new() };
            assert_eq!(counts(group), expected);
            let x = group.marks.iter().flat_map(Mark::texts).next().unwrap().at.x;
            match dataset.statement(statements[0]).date() {
                Some(_) => dated = dated.max(x),
                None => undated = undated.min(x),
            }
        }
        found.sort_unstable();
        let all = graph.edges().flat_map(|edge| edge.statements().iter().map(move |&ix| (edge.ix(), ix)));
        assert_eq!(found, all.collect::<Vec<_>>());
        assert!(dated < undated);
    }
}

#[test]
fn a_timeline_marks_who_began() {
    let dataset = random(7, 12, 120);
    let (graph, picture) = drawn(&dataset, View::Timeline);
    let pair = |edge: EdgeIx| {
        let edge = graph.edge(edge);
        (edge.source().min(edge.target()), edge.source().max(edge.target()))
    };
    let mut first: BTreeMap<_, Date> = BTreeMap::new();
    for edge in graph.edges().filter(|edge| edge.source() != edge.target()) {
        if dataset.relation(edge.relation()).sign == Sign::Negative {
            for date in edge.statements().iter().filter_map(|&ix| dataset.statement(ix).date()) {
                let first = first.entry(pair(edge.ix())).or_insert(date);
                if date.sort_key() < first.sort_key() {
                    *first = date;
                }
            }
        }
    }
    let mut marked: BTreeMap<_, Vec<Date>> = BTreeMap::new();
    for group in groups(&picture).filter(|group| group.name.contains("The first negative statement")) {
        let Of::Statements(edge, statements) = &group.of else { panic!("an arrow stands for statements") };
        let date = statements.iter().filter_map(|&ix| dataset.statement(ix).date()).min_by_key(|date| date.sort_key());
        marked.entry(pair(*edge)).or_default().push(date.unwrap());
    }
    assert!(first.len() > 12);
    assert!(first.keys().eq(marked.keys()));
    for (pair, dates) in marked {
        assert!(dates.len() <= 2 && dates.contains(&first[&pair]), "{pair:?}: {dates:?}, {}", first[&pair]);
    }
}

#[test]
fn more_than_can_be_drawn_is_said() {
    let rows: String = (0..401).map(|actor| format!("Actor {actor},accuses,Actor 0\n")).collect();
    let (dataset, _) = read([Data::bytes("many.csv", format!("source,relation,target\n{rows}"))]).unwrap();
    let (graph, _) = Graph::of(&dataset, &Filter::default());
    let subject = Subject { dataset: &dataset, graph: &graph, question: "" };
    for view in [View::Matrix, View::Timeline] {
        let error = picture(&subject, &Options { view: Some(view), ..Options::default() }).unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::InvalidInput);
        assert!(error.to_string().contains("401") && error.to_string().contains("--top N"), "{error}");
    }
}

#[test]
fn nothing_can_be_drawn() {
    let dataset = random(1, 1, 1);
    let graph = Graph::new(Vec::new());
    for view in [View::Matrix, View::Timeline] {
        let subject = Subject { dataset: &dataset, graph: &graph, question: "who accused whom" };
        let picture = picture(&subject, &Options { view: Some(view), ..Options::default() }).unwrap();
        check_labels(&picture);
    }
}
