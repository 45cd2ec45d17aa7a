//! Bars over time: what is for upwards, what is neither on top of that, what is against downwards.

use std::io;

use hashbrown::HashMap;

use super::picture::{
    Anchor, Entry, Group, Mark, Of, Paint, Part, Picture, Point, Rect, SAMPLE, Shape, Stroke, Text, Tone,
};
use super::subject::told;
use super::{Subject, frame, text};
use crate::actor::ActorIx;
use crate::date::{Day, Unit};
use crate::graph::{EdgeIx, Tie, distinct, statements};
use crate::relation::Sign;
use crate::statement::{RelationIx, StatementIx};
use crate::words::many;

/// How high the bars are, both directions together.
const HEIGHT: f64 = 300.0;
/// How wide the bars are together where there are not too many.
const WIDTH: f64 = 860.0;
/// The narrowest and the widest bar, with the gap behind it.
const BARS: (f64, f64) = (3.0, 48.0);
/// How many bars there may be.
const MOST: usize = 4_000;
const WORDS: f64 = 11.0;

/// What a bar stands for.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What its time is called.
    pub name: String,
    /// The first day of it, or of its last step where it is a window of several.
    pub begins: Day,
    /// What was said in it.
    pub ties: Vec<Tie>,
}

/// Draws the bars of a chart, which are in the order of time and a unit apart.
///
/// # Errors
/// What reading the statements again fails with, and, as [`InvalidInput`](io::ErrorKind::InvalidInput), more than
/// 4,000 bars.
pub fn chart(subject: &Subject<'_>, unit: Unit, columns: &[Column]) -> io::Result<Picture> {
    if columns.len() > MOST {
        let words = format!("a chart of {} {} has no room for all: choose longer steps", columns.len(), unit.name());
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    let edges: HashMap<(ActorIx, ActorIx, RelationIx), EdgeIx> =
        subject.graph.edges().map(|edge| ((edge.source(), edge.target(), edge.relation()), edge.ix())).collect();
    let counts: Vec<[Vec<StatementIx>; 3]> =
        columns.iter().map(|column| Sign::ALL.map(|sign| of_sign(subject, &column.ties, sign))).collect();
    let [negative, positive, neutral] = [Sign::Negative, Sign::Positive, Sign::Neutral]
        .map(|sign| Sign::ALL.iter().position(|one| *one == sign).expect("ALL has every sign"));
    let up = counts.iter().map(|count| count[positive].len() + count[neutral].len()).max().unwrap_or(0);
    let down = counts.iter().map(|count| count[negative].len()).max().unwrap_or(0);
    let scale = HEIGHT / (up + down).max(1) as f64;
    let step = (WIDTH / columns.len().max(1) as f64).clamp(BARS.0, BARS.1).floor();
    let width = step * columns.len() as f64;
    let (zero, bottom) = (up as f64 * scale, (up + down) as f64 * scale);

    let parts = counts.iter().flat_map(|count| [positive, neutral, negative].map(|sign| &count[sign][..]));
    let mut told = told(subject.dataset, parts.filter(|statements| !statements.is_empty()))?.into_iter();
    let mut marks = grid(up, down, scale, width);
    for (at, (column, count)) in columns.iter().zip(&counts).enumerate() {
        let x = at as f64 * step;
        let gap = if step >= 6.0 { 1.5 } else { 0.0 };
        let mut bar = |sign: usize, from: f64, height: f64| {
            let (statements, sign) = (&count[sign], Sign::ALL[sign]);
            if statements.is_empty() {
                return;
            }
            let rect = Rect::new(x + gap / 2.0, from, step - gap, height);
            let body = Shape::rect(rect, Paint::Tone(Tone::Sign(sign))).part(Part::Body);
            let mut inside = vec![Mark::Shape(body)];
            let number = statements.len().to_string();
            if height >= WORDS * 1.3 && text::width(&number, WORDS, true) + 4.0 <= rect.width {
                let at = Point::new(rect.middle().x, rect.middle().y + WORDS * 0.36);
                let number = Text {
                    anchor: Anchor::Middle,
                    bold: true,
                    paint: Paint::Paper,
                    part: Part::Count,
                    ..Text::new(number, at, WORDS)
                };
                inside.push(Mark::Text(number));
            }
            let of_bar = |tie: &&Tie| statements.binary_search(&tie.statement).is_ok();
            let mut of: Vec<EdgeIx> = column
                .ties
                .iter()
                .filter(of_bar)
                .filter_map(|tie| edges.get(&(tie.source, tie.target, tie.relation)).copied())
                .collect();
            of.sort_unstable();
            of.dedup();
            let name = format!(
                "{}: {} {}\n{}",
                column.name,
                many(statements.len(), "statement"),
                words(sign),
                told.next().expect("every part of every bar is told")
            );
            marks.push(Mark::Group(Group { of: Of::Edges(of), name, marks: inside }));
        };
        let for_ = count[positive].len() as f64 * scale;
        let neither = count[neutral].len() as f64 * scale;
        bar(positive, zero - for_, for_);
        bar(neutral, zero - for_ - neither, neither);
        bar(negative, zero, count[negative].len() as f64 * scale);
    }
    let base = Shape::line(Point::new(0.0, zero), Point::new(width, zero), Stroke::solid(Paint::Ink, 1.0));
    marks.push(Mark::Shape(base));
    marks.extend(labels(columns, unit, step, bottom));
    let left = 44.0;
    let content = Rect::new(-left, -WORDS, width + left + 40.0, bottom + WORDS + 40.0);
    let drawn =
        [positive, neutral, negative].into_iter().filter(|&sign| counts.iter().any(|count| !count[sign].is_empty()));
    let mut legend: Vec<Entry> = drawn.map(|sign| entry(Sign::ALL[sign])).collect();
    let inside = distinct(counts.iter().flatten().flatten().copied());
    let outside = subject.statements().len().saturating_sub(inside.len());
    if outside > 0 {
        let why = format!("dates coarser than a {}, or none", unit.one());
        legend.push(Entry { sample: Vec::new(), words: format!("not drawn: {} ({why})", many(outside, "statement")) });
    }
    Ok(frame::framed(subject, marks, content, legend))
}

fn words(sign: Sign) -> &'static str {
    match sign {
        Sign::Negative => "against",
        Sign::Positive => "for",
        Sign::Neutral => "neither for nor against",
    }
}

fn entry(sign: Sign) -> Entry {
    let area = Rect::new(8.0, 2.0, SAMPLE.width - 16.0, SAMPLE.height - 4.0);
    let sample = vec![Mark::Shape(Shape::rect(area, Paint::Tone(Tone::Sign(sign))))];
    Entry { sample, words: format!("{} statements {}", sign.glyph(), words(sign)) }
}

/// The statements of a sign, ascending, each once.
fn of_sign(subject: &Subject<'_>, ties: &[Tie], sign: Sign) -> Vec<StatementIx> {
    statements(ties.iter().filter(|tie| subject.dataset.relation(tie.relation).sign == sign))
}

/// Lines at round numbers, with these numbers.
fn grid(up: usize, down: usize, scale: f64, width: f64) -> Vec<Mark> {
    let round = [1, 2, 5].into_iter().cycle().zip((0..18).flat_map(|power| [power; 3]));
    let mut steps = round.map(|(digit, power)| digit * 10usize.pow(power));
    let step = steps.find(|&step| step as f64 * scale >= 34.0).unwrap_or(usize::MAX);
    let mut marks = Vec::new();
    let ups = (0..=up / step).map(|at| (at * step, -1.0));
    let downs = (1..=down / step).map(|at| (at * step, 1.0));
    for (number, side) in ups.chain(downs) {
        let y = up as f64 * scale + side * number as f64 * scale;
        let line = Shape::line(Point::new(0.0, y), Point::new(width, y), Stroke::solid(Paint::Rule, 1.0));
        let at = Point::new(-8.0, y + WORDS * 0.36);
        let words = Text { anchor: Anchor::End, paint: Paint::Quiet, ..Text::new(number.to_string(), at, WORDS) };
        marks.extend([Mark::Shape(line), Mark::Text(words)]);
    }
    marks
}

/// The names of times below the bars, as many as have room: every so many, so that they are evenly apart.
fn labels(columns: &[Column], unit: Unit, step: f64, bottom: f64) -> Vec<Mark> {
    let name = |column: &Column| column.begins.unit_name(unit);
    let widest = columns.iter().map(|column| text::width(&name(column), WORDS, false)).fold(0.0, f64::max);
    let every = ((widest + 14.0) / step).ceil().max(1.0) as usize;
    // Months are named from January on where a year's length fits between names.
    let every = match unit {
        Unit::Months => {
            [1, 2, 3, 4, 6, 12].into_iter().find(|&months| months >= every).unwrap_or(every.div_ceil(12) * 12)
        }
        _ => every,
    };
    let begin = match unit {
        Unit::Months => columns.iter().position(|column| column.begins.unit(unit).rem_euclid(every as i32) == 0),
        _ => Some(0),
    };
    let named = columns.iter().enumerate().skip(begin.unwrap_or(0)).step_by(every);
    let marks = named.flat_map(|(at, column)| {
        let x = (at as f64 + 0.5) * step;
        let tick = Shape::line(Point::new(x, bottom), Point::new(x, bottom + 5.0), Stroke::solid(Paint::Rule, 1.0));
        let place = Point::new(x, bottom + 6.0 + WORDS * text::ASCENT);
        let words = Text { anchor: Anchor::Middle, paint: Paint::Quiet, ..Text::new(name(column), place, WORDS) };
        [Mark::Shape(tick), Mark::Text(words)]
    });
    marks.collect()
}
