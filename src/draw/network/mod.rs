//! The network: actors are boxes, edges are lines with a lane of their own.
//!
//! `layout` says where the boxes go; `route` bends the lines around them; `label` finds room for the words, and where it
//! does not, all is drawn larger and tried again. What is left out even then is counted in the legend.

mod curve;
mod index;
mod label;
mod legend;
mod line;
mod node;
mod route;
#[cfg(test)]
mod tests;

use std::io;

use hashbrown::HashMap;

use super::layout::{self, Pair, Size, Wishes};
use super::picture::{Mark, Picture, Point, Rect};
use super::{Options, Subject, View, frame, too_many};
use crate::actor::ActorIx;
use crate::relation::Sign;
use label::{Labelled, Place};
use line::{Line, Seen, Taken};
use node::{Node, Outline};
use route::Bend;

/// More than that is no picture.
const MOST_ACTORS: usize = 2_000;
const MOST_EDGES: usize = 10_000;

/// Boxes are so far from one another.
const MARGIN: f64 = 26.0;
/// Width / height of the whole.
const ASPECT: f64 = 1.45;
/// The sizes that are tried, beside what the layout wishes.
const SCALES: [f64; 6] = [0.9, 1.0, 1.12, 1.25, 1.4, 1.6];
/// Up to so many edges all sizes are tried.
const SCALED: usize = 500;
/// How far words may reach beyond all else.
const BEYOND: f64 = 40.0;
/// What a loop takes beside a box.
const LOOP: Size = Size { width: 50.0, height: 46.0 };

/// The lines between two nodes, or from one to itself.
struct Bundle {
    /// The lesser number first.
    ends: [usize; 2],
    /// The lines, from left to right as seen from the first end: those from the second end first, so that lanes keep to the
    /// right.
    lanes: Vec<usize>,
}

/// Draws it.
///
/// # Errors
/// What reading the statements again fails with, and more actors or edges than a network can show.
pub(super) fn draw(subject: &Subject<'_>, options: &Options) -> io::Result<Picture> {
    let actors = subject.actors();
    if actors.len() > MOST_ACTORS {
        return Err(too_many(View::Network, "actors", actors.len(), MOST_ACTORS));
    }
    if subject.graph.edges().len() > MOST_EDGES {
        return Err(too_many(View::Network, "edges", subject.graph.edges().len(), MOST_EDGES));
    }
    let numbers: HashMap<ActorIx, usize> = actors.iter().copied().zip(0..).collect();
    let lines = Line::all(subject, &numbers)?;
    let nodes = nodes(subject, &actors, &lines);
    let bundles = bundles(&lines);
    let places = lay_out(&nodes, &bundles, &lines, options.signed);

    let scales = if lines.len() > SCALED { &SCALES[1..2] } else { &SCALES };
    let mut best: Option<Drawing> = None;
    for &scale in scales {
        let drawing = Drawing::new(&nodes, &bundles, &lines, &places, scale, best.as_ref());
        let done = drawing.wrong() == 0.0;
        let better = best.as_ref().is_none_or(|best| drawing.cost() < best.cost());
        if better {
            best = Some(drawing);
        }
        if done || !better {
            break;
        }
    }
    let drawing = best.expect("there is a scale");
    let (content, bounds) = drawing.marks(&nodes, &lines, options.whole);
    let legend = legend::entries(&nodes, &lines, &drawing.labels);
    Ok(frame::framed(subject, content, bounds, legend))
}

/// The actors as boxes, in their order.
fn nodes(subject: &Subject<'_>, actors: &[ActorIx], lines: &[Line]) -> Vec<Node> {
    let mut ends = vec![0; actors.len()];
    let mut statements = vec![0; actors.len()];
    for line in lines {
        for end in line.ends {
            ends[end] += 1;
            statements[end] += line.count;
        }
    }
    let most = statements.iter().copied().max().unwrap_or(0);
    let node = |(at, &actor): (usize, &ActorIx)| Node::new(subject, actor, statements[at], most, ends[at]);
    actors.iter().enumerate().map(node).collect()
}

/// The lines by the pair of nodes that they join.
fn bundles(lines: &[Line]) -> Vec<Bundle> {
    let mut numbered: Vec<([usize; 2], usize)> = lines
        .iter()
        .enumerate()
        .map(|(number, line)| {
            let [a, b] = line.ends;
            ([a.min(b), a.max(b)], number)
        })
        .collect();
    numbered.sort_unstable();
    numbered
        .chunk_by(|a, b| a.0 == b.0)
        .map(|lanes| {
            let ends = lanes[0].0;
            let numbers = lanes.iter().map(|&(_, number)| number);
            let (mut there, back): (Vec<usize>, Vec<usize>) = numbers.partition(|&number| lines[number].ends == ends);
            let lanes = if ends[0] == ends[1] {
                there
            } else {
                // The first of each direction lies innermost.
                let mut lanes: Vec<usize> = back.into_iter().rev().collect();
                lanes.append(&mut there);
                lanes
            };
            Bundle { ends, lanes }
        })
        .collect()
}

/// The middles of the nodes.
fn lay_out(nodes: &[Node], bundles: &[Bundle], lines: &[Line], signed: bool) -> Vec<Point> {
    let mut sizes: Vec<Size> = nodes.iter().map(|node| Size { width: node.width, height: node.height }).collect();
    let mut pairs = Vec::new();
    for bundle in bundles {
        let lanes = bundle.lanes.len() as f64;
        if bundle.ends[0] == bundle.ends[1] {
            let size = &mut sizes[bundle.ends[0]];
            let round = ((lanes - 1.0) / 4.0).floor();
            size.width += 2.0 * (LOOP.width + 22.0 * round);
            size.height += 2.0 * (LOOP.height + 24.0 * round);
            continue;
        }
        let of = bundle.lanes.iter().map(|&line| &lines[line]);
        let words = of.clone().map(|line| line.words[0].width).fold(0.0, f64::max);
        let sum: f64 = of
            .clone()
            .map(|line| match line.sign {
                Sign::Positive => line.count as f64,
                Sign::Negative => -(line.count as f64),
                Sign::Neutral => 0.0,
            })
            .sum();
        let all: usize = of.map(|line| line.count).sum();
        pairs.push(Pair { ends: bundle.ends, gap: words + 26.0 + 8.0 * (lanes - 1.0), lanes, sign: sum / all as f64 });
    }
    layout::lay_out(&sizes, &pairs, Wishes { signed, aspect: ASPECT, margin: MARGIN })
}

/// All of it at one size.
struct Drawing {
    scale: f64,
    places: Vec<Point>,
    bends: Vec<Bend>,
    seen: Vec<Seen>,
    labels: Vec<Option<Place>>,
}

impl Drawing {
    fn new(
        nodes: &[Node],
        bundles: &[Bundle],
        lines: &[Line],
        places: &[Point],
        scale: f64,
        before: Option<&Drawing>,
    ) -> Drawing {
        let places: Vec<Point> = places.iter().map(|place| Point::new(place.x * scale, place.y * scale)).collect();
        let outlines: Vec<Outline> = nodes.iter().zip(&places).map(|(node, &place)| node.outline(place)).collect();
        let boxes: Vec<Rect> = outlines.iter().map(|outline| outline.rect).collect();
        let none = boxes.first().copied().unwrap_or(Rect::new(0.0, 0.0, 0.0, 0.0));
        let bounds = boxes.iter().fold(none, |all, rect| all.union(rect)).grown(14.0);
        let before = before.map(|drawing| &drawing.bends[..]);
        let (curves, bends) = route::route(&outlines, bundles, lines, bounds, before);
        let seen: Vec<Seen> = lines
            .iter()
            .zip(&curves)
            .map(|(line, curve)| line.seen(curve, &outlines[line.ends[0]], &outlines[line.ends[1]]))
            .collect();
        let bounds = seen.iter().fold(bounds, |all, seen| all.union(&seen.bounds()));
        let labelled: Vec<Labelled> = lines
            .iter()
            .zip(&seen)
            .map(|(line, seen)| Labelled { curve: seen.curve, head: seen.head_bounds(), words: line.words.clone() })
            .collect();
        let labels = label::place(&labelled, &boxes, bounds.grown(BEYOND));
        Drawing { scale, places, bends, seen, labels }
    }

    /// How much is wrong with its labels.
    fn wrong(&self) -> f64 {
        let wrong = |label: &Option<Place>| match label {
            None => 20.0,
            Some(place) => 4.0 * place.words as f64 + 0.5 * place.interrupts as f64,
        };
        self.labels.iter().map(wrong).sum()
    }

    /// To be compared between sizes: a large picture has to be worth it.
    fn cost(&self) -> f64 {
        self.wrong() + 0.25 * self.labels.len() as f64 * self.scale * self.scale
    }

    fn marks(&self, nodes: &[Node], lines: &[Line], whole: bool) -> (Vec<Mark>, Rect) {
        let mut marks = Vec::new();
        let none = Rect::new(0.0, 0.0, 1.0, 1.0);
        let rects = nodes.iter().zip(&self.places).map(|(node, &place)| node.outline(place).rect);
        let mut bounds = rects.reduce(|all, rect| all.union(&rect)).unwrap_or(none);
        bounds = self.seen.iter().fold(bounds, |all, seen| all.union(&seen.bounds()));
        bounds = self.labels.iter().flatten().fold(bounds, |all, place| all.union(&place.rect));
        let taken = Taken::new(self.labels.iter().flatten().filter(|_| !whole), bounds);
        for ((line, seen), label) in lines.iter().zip(&self.seen).zip(&self.labels) {
            marks.push(line.draw(seen, label.as_ref().filter(|_| !whole), &taken));
        }
        if whole {
            let placed = lines.iter().zip(&self.labels);
            marks.extend(placed.filter_map(|(line, label)| Some(line.label(label.as_ref()?))));
        }
        marks.extend(nodes.iter().zip(&self.places).map(|(node, &place)| node.draw(place)));
        (marks, bounds.grown(2.0))
    }
}
