use super::curve::Curve;
use super::*;
use crate::actor::Kind;
use crate::draw::picture::{Group, Of, Part, Shape, Step, Text};
use crate::draw::{Theme, text};
use crate::graph::{Filter, Graph};
use crate::{Certainty, Data, Dataset, read};

/// Numbers that are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % end as u64) as usize
    }
}

const VERBS: [&str; 7] = ["accuses", "condemns", "supports", "cooperates", "calls-for", "meets", "threatens"];

const NAMES: [&str; 12] = [
    "Abbey",
    "Permanent Representative of the Ferry Towns to the Convention",
    "ضفة النهر القديمة وما وراءها",
    "川の向こう岸の古い町と新しい町の住民の会",
    "ועדת החקירה הממלכתית",
    "O",
    "Donaudampfschifffahrtsgesellschaftskapitänswitwenverein",
    "Marsh End",
    "Old and New Bridge",
    "The \"Weir\" & <Lock>",
    "Ալիևի գրասենյակ",
    "სოფელი",
];

/// So many actors of all kinds and so many statements, few of whom speak most where `hubs`.
fn town(actors: usize, statements: usize, hubs: bool) -> Dataset {
    let mut dice = Dice(actors as u64 * 7 + statements as u64);
    let name = |at: usize| match at / NAMES.len() {
        0 => NAMES[at].to_owned(),
        round => format!("{} {round}", NAMES[at % NAMES.len()]),
    };
    let listed: Vec<serde_json::Value> = (0..actors)
        .map(|at| serde_json::json!({"id": format!("a{at}"), "name": name(at), "kind": Kind::ALL[at % 5].name()}))
        .collect();
    let end = |dice: &mut Dice| match hubs && dice.below(2) == 0 {
        true => dice.below(3.min(actors)),
        false => dice.below(actors),
    };
    let said: Vec<serde_json::Value> = (0..statements)
        .map(|_| {
            serde_json::json!({
                "source": format!("a{}", end(&mut dice)),
                "relation": VERBS[dice.below(VERBS.len())],
                "target": format!("a{}", end(&mut dice)),
                "certainty": Certainty::ALL[dice.below(3)].name(),
            })
        })
        .collect();
    let data = serde_json::json!({"actors": listed, "statements": said});
    read([Data::bytes("town.json", data.to_string())]).unwrap().0
}

fn table(rows: &str) -> Dataset {
    read([Data::bytes("town.csv", format!("source,relation,target\n{rows}"))]).unwrap().0
}

fn picture(dataset: &Dataset) -> Picture {
    let (graph, _) = Graph::of(dataset, &Filter::default());
    let options = Options { view: Some(View::Network), theme: Theme::Light, ..Options::default() };
    draw(&Subject { dataset, graph: &graph, question: "" }, &options).unwrap()
}

/// A path as points, near each other along curves.
fn flat(path: &[Step]) -> Vec<Vec<Point>> {
    let mut lines: Vec<Vec<Point>> = Vec::new();
    for step in path {
        let last = lines.last().and_then(|line| line.last()).copied();
        match (*step, last) {
            (Step::Move(to), _) => lines.push(vec![to]),
            (Step::Line(to), Some(_)) => lines.last_mut().unwrap().push(to),
            (Step::Curve(a, b, to), Some(from)) => {
                lines.last_mut().unwrap().extend(Curve([from, a, b, to]).points(200));
            }
            (Step::Close, Some(_)) => {
                let first = lines.last().unwrap()[0];
                lines.last_mut().unwrap().push(first);
            }
            (_, None) => panic!("a path begins somewhere"),
        }
    }
    lines
}

fn distance(point: Point, line: &[Point]) -> f64 {
    let to = |ends: &[Point]| {
        let (x, y) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
        let along = ((point.x - ends[0].x) * x + (point.y - ends[0].y) * y) / (x * x + y * y).max(1e-12);
        point.distance(ends[0].moved(x * along.clamp(0.0, 1.0), y * along.clamp(0.0, 1.0)))
    };
    line.windows(2).map(to).fold(f64::INFINITY, f64::min)
}

/// What a picture has, by what it stands for.
struct Read<'a> {
    graph: Graph,
    nodes: HashMap<ActorIx, &'a Group>,
    edges: Vec<(crate::graph::EdgeIx, &'a Group)>,
}

impl<'a> Read<'a> {
    fn of(dataset: &Dataset, picture: &'a Picture) -> Read<'a> {
        let (graph, _) = Graph::of(dataset, &Filter::default());
        let (mut nodes, mut edges) = (HashMap::new(), Vec::new());
        for mark in &picture.content {
            let Mark::Group(group) = mark else { panic!("{mark:?} stands for nothing") };
            match &group.of {
                Of::Actor(actor) => assert!(nodes.insert(*actor, group).is_none()),
                Of::Edges(of) => edges.push((of[0], group)),
                Of::Statements(..) => panic!("a line is an edge"),
            }
        }
        assert_eq!((nodes.len(), edges.len()), (graph.actors().len(), graph.edges().len()));
        Read { graph, nodes, edges }
    }
}

fn shapes(group: &Group, part: Part) -> impl Iterator<Item = &Shape> {
    group.marks.iter().filter_map(move |mark| match mark {
        Mark::Shape(shape) if shape.part == part => Some(shape),
        _ => None,
    })
}

fn texts(group: &Group) -> Vec<&Text> {
    group.marks.iter().flat_map(Mark::texts).collect()
}

fn border(group: &Group) -> Vec<Point> {
    flat(&shapes(group, Part::Body).next().unwrap().path).concat()
}

fn around(points: &[Point]) -> Rect {
    let at = |point: &Point| Rect::new(point.x, point.y, 0.0, 0.0);
    points[1..].iter().fold(at(&points[0]), |all, point| all.union(&at(point)))
}

/// Whether a place is well within a rectangle.
fn within(rect: &Rect, point: Point) -> bool {
    point.x > rect.x && point.x < rect.right() && point.y > rect.y && point.y < rect.bottom()
}

fn towns() -> Vec<Dataset> {
    let mut towns: Vec<Dataset> = [(1, 4), (2, 30), (5, 12), (12, 20), (20, 45)]
        .into_iter()
        .flat_map(|(actors, statements)| [town(actors, statements, false), town(actors, statements, true)])
        .collect();
    towns.push(table("Abbey,aids,Oldbridge\n"));
    towns
}

#[test]
fn words_stand_on_nothing_else() {
    for dataset in towns() {
        let picture = picture(&dataset);
        let read = Read::of(&dataset, &picture);
        let canvas = Rect::new(0.0, 0.0, picture.width, picture.height);
        let boxes: Vec<Rect> = read.nodes.values().map(|group| around(&border(group))).collect();
        let labels: Vec<&Text> = read.edges.iter().flat_map(|(_, group)| texts(group)).collect();
        for (at, label) in labels.iter().enumerate() {
            let bounds = label.bounds();
            assert!(canvas.holds(&bounds) && picture.content_box.holds(&bounds), "{label:?}");
            assert!(!boxes.iter().any(|rect| rect.overlaps(&bounds)), "{label:?} on a node");
            assert!(!labels[..at].iter().any(|other| other.bounds().overlaps(&bounds)), "{label:?} on another");
        }
        for (_, group) in &read.edges {
            let line = flat(&shapes(group, Part::Line).next().unwrap().path).concat();
            for label in &labels {
                // The room above and below letters may be touched.
                let bounds = label.bounds();
                let letters = Rect { y: bounds.y + 0.2 * bounds.height, height: 0.6 * bounds.height, ..bounds };
                assert!(!line.iter().any(|&point| within(&letters, point)), "{} in {label:?}", group.name);
            }
        }
        for (at, rect) in boxes.iter().enumerate() {
            assert!(canvas.holds(rect) && !boxes[..at].iter().any(|other| other.overlaps(rect)));
        }
    }
}

#[test]
fn names_stand_in_their_nodes() {
    for dataset in towns() {
        let picture = picture(&dataset);
        for (actor, group) in Read::of(&dataset, &picture).nodes {
            let [name] = texts(group)[..] else { panic!("a node has one name") };
            let kept: String = name.lines.concat().split_whitespace().collect();
            let whole: String = text::clean(&dataset.actor(actor).name).split_whitespace().collect();
            assert_eq!(kept, whole);
            let outline = around(&border(group));
            let width = name.width();
            assert!(outline.width > width && outline.height > name.size * text::LINE * name.lines.len() as f64);
        }
    }
}

#[test]
fn tips_of_arrows_lie_on_borders() {
    for dataset in towns() {
        let picture = picture(&dataset);
        let read = Read::of(&dataset, &picture);
        for (ix, group) in &read.edges {
            let edge = read.graph.edge(*ix);
            let Step::Move(tip) = shapes(group, Part::Head).next().unwrap().path[0] else { panic!("a head has a tip") };
            let to = distance(tip, &border(read.nodes[&edge.target()]));
            assert!(to < 0.5, "{}: {to} px from the border", group.name);
            let line = flat(&shapes(group, Part::Line).next().unwrap().path).concat();
            let from = line.iter().map(|&point| distance(point, &border(read.nodes[&edge.source()])));
            assert!(from.fold(f64::INFINITY, f64::min) < 12.0, "{} begins elsewhere", group.name);
        }
    }
}

#[test]
fn each_edge_has_a_lane() {
    let both = VERBS.map(|verb| format!("Abbey,{verb},Oldbridge\nOldbridge,{verb},Abbey\n")).concat();
    let dataset = table(&both);
    let picture = picture(&dataset);
    let read = Read::of(&dataset, &picture);
    assert_eq!(read.edges.len(), 14);
    let lines: Vec<Vec<Point>> =
        read.edges.iter().map(|(_, group)| flat(&shapes(group, Part::Line).next().unwrap().path).concat()).collect();
    let boxes = read.nodes.values().map(|group| around(&border(group)).middle().x);
    let middle = boxes.sum::<f64>() / 2.0;
    let mut heights: Vec<f64> = lines
        .iter()
        .map(|line| line.iter().min_by(|a, b| (a.x - middle).abs().total_cmp(&(b.x - middle).abs())).unwrap().y)
        .collect();
    heights.sort_by(f64::total_cmp);
    assert!(heights.windows(2).all(|pair| pair[1] - pair[0] > 10.0), "{heights:?}");
    // Who drives on the right meets nobody: to the right is below, to the left above.
    let rightwards = |group: &Group| {
        let [tip, left, _] = shapes(group, Part::Head).next().unwrap().path[..3] else { panic!() };
        let (Step::Move(tip), Step::Line(left)) = (tip, left) else { panic!() };
        tip.x > left.x
    };
    let mean = |right: bool| {
        let of: Vec<f64> = read
            .edges
            .iter()
            .filter(|(_, group)| rightwards(group) == right)
            .map(|(_, group)| around(&flat(&shapes(group, Part::Line).next().unwrap().path).concat()).middle().y)
            .collect();
        assert_eq!(of.len(), 7);
        of.iter().sum::<f64>() / 7.0
    };
    assert!(mean(true) > mean(false) + 50.0);
}

#[test]
fn lines_go_around_boxes() {
    let chain = "A,aids,B\nB,aids,C\nC,aids,D\nA,accuses,D\nA,accuses,C\nB,accuses,D\n";
    let dataset = table(chain);
    let picture = picture(&dataset);
    let read = Read::of(&dataset, &picture);
    for (ix, group) in &read.edges {
        let edge = read.graph.edge(*ix);
        let line = flat(&shapes(group, Part::Line).next().unwrap().path).concat();
        for (actor, node) in &read.nodes {
            let free = [edge.source(), edge.target()].contains(actor);
            let bounds = around(&border(node));
            assert!(free || !line.iter().any(|&point| within(&bounds, point)), "{} runs through a node", group.name);
        }
    }
}

#[test]
fn what_is_not_said_is_counted() {
    // All towards all, and all verbs: there is no room for that.
    let mut rows = String::new();
    for a in 0..9 {
        for b in (0..9).filter(|&b| b != a) {
            VERBS.iter().for_each(|verb| rows.push_str(&format!("Town {a},{verb},Town {b}\n")));
        }
    }
    let dataset = table(&rows);
    let picture = picture(&dataset);
    let read = Read::of(&dataset, &picture);
    let labels: Vec<Vec<&Text>> = read.edges.iter().map(|(_, group)| texts(group)).collect();
    let missing = labels.iter().filter(|texts| texts.is_empty()).count();
    let short = labels.iter().flatten().filter(|text| text.lines[0].ends_with(" 1")).count();
    assert!(missing + short > 0, "this town is too small");
    let words: Vec<String> = picture.frame.iter().flat_map(Mark::texts).map(|text| text.lines.join(" ")).collect();
    for (number, what) in [(short, "how many"), (missing, "nothing")] {
        let said = words.iter().find(|words| words.contains("lines say") && words.contains(what));
        assert_eq!(said.is_some(), number > 0, "{words:?}");
        assert!(said.is_none_or(|words| words.starts_with(&format!("{number} of 504 "))), "{said:?}");
    }
}

#[test]
fn the_same_graph_is_the_same_picture() {
    let dataset = town(14, 30, true);
    assert_eq!(picture(&dataset), picture(&dataset));
}

#[test]
fn signs_pull_and_push_where_that_is_wished() {
    let dataset =
        table("A,aids,B\nB,aids,C\nC,aids,A\nD,aids,E\nE,aids,F\nF,aids,D\nA,accuses,D\nB,accuses,E\nC,accuses,F\n");
    let (graph, _) = Graph::of(&dataset, &Filter::default());
    let subject = Subject { dataset: &dataset, graph: &graph, question: "" };
    let mean = |signed: bool, sign: Sign| {
        let picture = draw(&subject, &Options { signed, ..Options::default() }).unwrap();
        let read = Read::of(&dataset, &picture);
        let middle = |actor: ActorIx| around(&border(read.nodes[&actor])).middle();
        let far: Vec<f64> = graph
            .edges()
            .filter(|edge| dataset.relation(edge.relation()).sign == sign)
            .map(|edge| middle(edge.source()).distance(middle(edge.target())))
            .collect();
        far.iter().sum::<f64>() / far.len() as f64
    };
    assert!(mean(true, Sign::Positive) * 1.5 < mean(true, Sign::Negative));
}

#[test]
fn too_many_are_said() {
    let rows: String = (0..=MOST_ACTORS).map(|at| format!("Town {at},aids,Abbey\n")).collect();
    let dataset = table(&rows);
    let (graph, _) = Graph::of(&dataset, &Filter::default());
    let error = draw(&Subject { dataset: &dataset, graph: &graph, question: "" }, &Options::default()).unwrap_err();
    assert!(error.to_string().contains("up to 2000 actors, and here are 2002"), "{error}");
}
