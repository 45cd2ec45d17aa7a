//! Where the words of each line stand: on it or beside it, and on nothing else.

use super::curve::Curve;
use super::index::Index;
use crate::draw::picture::{Point, Rect};

/// Between words and what is beside them.
const GAP: f64 = 2.0;
/// Where along a line words are tried, the best place first.
const ALONG: [f64; 37] = [
    0.5, 0.48, 0.52, 0.46, 0.54, 0.44, 0.56, 0.42, 0.58, 0.4, 0.6, 0.38, 0.62, 0.36, 0.64, 0.34, 0.66, 0.32, 0.68, 0.3,
    0.7, 0.28, 0.72, 0.26, 0.74, 0.24, 0.76, 0.22, 0.78, 0.2, 0.8, 0.17, 0.83, 0.14, 0.86, 0.1, 0.9,
];
/// What it costs to be beside the line, to be as far as can be from its middle, and to interrupt another line.
const HIDES: f64 = 1.5;
const BESIDE: f64 = 0.5;
const OFF_MIDDLE: f64 = 1.0;
const INTERRUPTS: f64 = 2.5;
/// How often all labels are placed again, now that the others lie; once where there are so many that nobody reads them
/// all.
const ROUNDS: usize = 3;
const MANY: usize = 1_500;
/// A line is looked at in so many pieces.
const PIECES: usize = 28;

/// A label's words, and how large they are.
#[derive(Debug, Clone)]
pub(super) struct Words {
    pub text: String,
    pub width: f64,
    pub height: f64,
}

/// A line as labels see it: what is seen of it, its arrowhead, and what could be said, the best first.
pub(super) struct Labelled {
    pub curve: Curve,
    pub head: Rect,
    pub words: Vec<Words>,
}

/// Letters do not fill the line they stand on: so much is free above and below, as a part of it.
const FREE: f64 = 0.15;

/// Where words stand: which of them, and their rectangle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub words: usize,
    pub rect: Rect,
    cost: f64,
    /// How many other lines it interrupts.
    pub interrupts: usize,
}

impl Place {
    /// What lines have to stay out of.
    pub fn letters(&self) -> Rect {
        let free = FREE * self.rect.height;
        Rect { y: self.rect.y + free, height: self.rect.height - 2.0 * free, ..self.rect }
    }
}

/// A place for each line's words, where there is any: on no box, no arrowhead, no other words, and within bounds.
pub(super) fn place(lines: &[Labelled], boxes: &[Rect], bounds: Rect) -> Vec<Option<Place>> {
    let mut sheet = Sheet::new(lines, boxes, bounds);
    let mut order: Vec<usize> = (0..lines.len()).collect();
    // Short lines have few places.
    let lengths: Vec<f64> = lines.iter().map(|line| line.curve.length()).collect();
    order.sort_by(|&a, &b| lengths[a].total_cmp(&lengths[b]));
    let rounds = if lines.len() > MANY { 1 } else { ROUNDS };
    for round in 0..rounds {
        for &line in &order {
            sheet.take_up(line);
            let best = sheet.best(line, 0);
            sheet.put(line, best);
        }
        if round != 1 {
            let missing: Vec<usize> = order.iter().copied().filter(|&line| sheet.places[line].is_none()).collect();
            missing.into_iter().for_each(|line| sheet.make_room(line));
        }
    }
    for words in 1.. {
        let missing: Vec<usize> = order
            .iter()
            .copied()
            .filter(|&line| sheet.places[line].is_none() && words < lines[line].words.len())
            .collect();
        if missing.is_empty() {
            break;
        }
        for line in missing {
            let best = sheet.best(line, words);
            sheet.put(line, best);
        }
    }
    sheet.places
}

struct Sheet<'a> {
    lines: &'a [Labelled],
    boxes: &'a [Rect],
    bounds: Rect,
    box_index: Index,
    heads: Index,
    /// Pieces of lines, as line * PIECES + piece.
    pieces: Index,
    points: Vec<Vec<Point>>,
    words: Index,
    places: Vec<Option<Place>>,
}

impl<'a> Sheet<'a> {
    fn new(lines: &'a [Labelled], boxes: &'a [Rect], bounds: Rect) -> Self {
        let [mut box_index, mut heads, mut pieces] = [0; 3].map(|_| Index::new(bounds));
        boxes.iter().enumerate().for_each(|(number, rect)| box_index.insert(*rect, number));
        let points: Vec<Vec<Point>> = lines.iter().map(|line| line.curve.points(PIECES + 1).collect()).collect();
        for (number, line) in lines.iter().enumerate() {
            heads.insert(line.head, number);
            for (piece, ends) in points[number].windows(2).enumerate() {
                pieces.insert(around(ends[0], ends[1]), number * PIECES + piece);
            }
        }
        let words = Index::new(bounds);
        Sheet { lines, boxes, bounds, box_index, heads, pieces, points, words, places: vec![None; lines.len()] }
    }

    fn take_up(&mut self, line: usize) {
        if let Some(place) = self.places[line].take() {
            self.words.remove(place.rect, line);
        }
    }

    fn put(&mut self, line: usize, place: Option<Place>) {
        if let Some(place) = &place {
            self.words.insert(place.rect, line);
        }
        self.places[line] = place;
    }

    /// The best free place for those words.
    fn best(&self, line: usize, words: usize) -> Option<Place> {
        let free = self.candidates(line, words).filter(|place| self.words_at(line, place.rect).next().is_none());
        free.map(|place| self.weighed(line, place)).min_by(|a, b| a.cost.total_cmp(&b.cost))
    }

    /// Puts words where only one other label is, if that finds another place.
    fn make_room(&mut self, line: usize) {
        let candidates: Vec<Place> = self.candidates(line, 0).collect();
        for place in candidates {
            let mut others: Vec<usize> = self.words_at(line, place.rect).collect();
            others.sort_unstable();
            others.dedup();
            let [other] = others[..] else { continue };
            let before = self.places[other];
            self.take_up(other);
            self.put(line, Some(self.weighed(line, place)));
            let elsewhere = self.best(other, 0);
            if elsewhere.is_some() {
                self.put(other, elsewhere);
                return;
            }
            self.take_up(line);
            self.put(other, before);
        }
    }

    /// Where words of a line could stand if there were no other words.
    fn candidates(&self, line: usize, words: usize) -> impl Iterator<Item = Place> + '_ {
        let labelled = &self.lines[line];
        let Words { width, height, .. } = labelled.words[words];
        ALONG.iter().flat_map(move |&along| {
            let at = labelled.curve.point(along);
            let (x, y) = labelled.curve.direction(along);
            let off = OFF_MIDDLE * 2.0 * (along - 0.5).abs();
            // So far beside the line that a corner touches it.
            let aside = (width * y.abs() + height * x.abs()) / 2.0 + 1.5;
            let offered = [(0.0, 0.0, 0.0), (-y * aside, x * aside, BESIDE), (y * aside, -x * aside, BESIDE)];
            offered.into_iter().filter_map(move |(x, y, cost)| {
                let rect = Rect::around(at.moved(x, y), width, height);
                let wide = rect.grown(GAP);
                let free = self.bounds.holds(&rect)
                    && !self.box_index.near(wide).any(|number| self.boxes[number].grown(1.0).overlaps(&wide))
                    && !self.heads.near(wide).any(|number| self.lines[number].head.overlaps(&wide));
                free.then_some(Place { words, rect, cost: cost + off, interrupts: 0 })
            })
        })
    }

    /// The lines whose words are there.
    fn words_at(&self, line: usize, rect: Rect) -> impl Iterator<Item = usize> + '_ {
        let wide = rect.grown(GAP);
        self.words
            .near(wide)
            .filter(move |&other| other != line && self.places[other].is_some_and(|place| place.rect.overlaps(&wide)))
    }

    /// With what it costs to interrupt other lines there.
    fn weighed(&self, line: usize, place: Place) -> Place {
        let letters = place.letters();
        let mut pieces: Vec<usize> = self
            .pieces
            .near(letters)
            .filter(|piece| {
                let points = &self.points[piece / PIECES];
                touches(points[piece % PIECES], points[piece % PIECES + 1], &letters)
            })
            .collect();
        pieces.sort_unstable();
        pieces.dedup();
        let hidden = pieces.iter().filter(|&piece| piece / PIECES == line).count() as f64 / PIECES as f64;
        pieces.retain(|piece| piece / PIECES != line);
        pieces.dedup_by_key(|piece| *piece / PIECES);
        let interrupts = pieces.len();
        Place { cost: place.cost + HIDES * hidden + INTERRUPTS * interrupts as f64, interrupts, ..place }
    }
}

fn around(a: Point, b: Point) -> Rect {
    Rect::new(a.x.min(b.x), a.y.min(b.y), (a.x - b.x).abs(), (a.y - b.y).abs())
}

/// Whether a straight line runs through a rectangle (Liang and Barsky 1984).
pub(super) fn touches(from: Point, to: Point, rect: &Rect) -> bool {
    let (mut enter, mut leave) = (0.0_f64, 1.0_f64);
    let axes = [(from.x, to.x - from.x, rect.x, rect.right()), (from.y, to.y - from.y, rect.y, rect.bottom())];
    for (from, along, low, high) in axes {
        if along.abs() < 1e-9 {
            if from <= low || from >= high {
                return false;
            }
            continue;
        }
        let (one, other) = ((low - from) / along, (high - from) / along);
        enter = enter.max(one.min(other));
        leave = leave.min(one.max(other));
    }
    enter < leave
}
