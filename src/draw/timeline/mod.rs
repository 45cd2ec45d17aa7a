//! The timeline: a lane for each actor, an arrow for what is said on a day, and who began.

mod arcs;
mod arrow;
mod axis;
mod lanes;
mod legend;
mod words;

use std::collections::BTreeMap;
use std::io;

use hashbrown::HashMap;

use super::names::{self, Names};
use super::picture::{Anchor, Group, Mark, Of, Paint, Part, Picture, Point, Rect, Shape, Step, Stroke, Text};
use super::subject::told;
use super::{Subject, View, frame, text};
use crate::actor::ActorIx;
use crate::date::{Date, Unit};
use arcs::{Arc, Began, When};
use axis::{Axis, Wanted};
use lanes::{Slot, Spanned};

/// More lanes cannot be told apart on any paper.
const MOST: usize = 400;
/// How wide the axis may be before time is taken in larger units.
const WIDTH: f64 = 8_000.0;
/// How wide it may be at all.
const WIDEST: f64 = 40_000.0;
/// Between the names and the lanes.
const GAP: f64 = 10.0;
/// So few actors have higher lanes.
const FEW: usize = 12;
/// Beyond which the names stand on both sides.
const BOTH_SIDES: f64 = 1_300.0;

/// Draws it.
///
/// # Errors
/// What reading the statements again fails with, and, as [`InvalidInput`](io::ErrorKind::InvalidInput),
/// more than 400 actors, or more arrows than can stand beside each other.
pub(super) fn draw(subject: &Subject<'_>) -> io::Result<Picture> {
    let many = subject.graph.actors().len();
    if many > MOST {
        return Err(super::too_many(View::Timeline, "actors", many, MOST));
    }
    if many == 0 {
        return Ok(frame::framed(subject, Vec::new(), Rect::new(0.0, 0.0, 0.0, 0.0), Vec::new()));
    }
    let days = arcs::columns(subject, Unit::Days);
    let order = lanes::order(days.values().flatten());
    let mut plan = Plan::new(subject, &order, days, Unit::Days);
    for unit in &Unit::ALL[1..] {
        if plan.axis.width > WIDTH {
            plan = Plan::new(subject, &order, arcs::columns(subject, *unit), *unit);
        }
    }
    if plan.axis.width > WIDEST {
        let words = format!(
            "a timeline of {} edges would be {} pixels wide: `--top N`, `--min-statements N`, `--by principal` or a \
             filter leaves fewer",
            subject.graph.edges().len(),
            plan.axis.width
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    Drawing::new(subject, &order).drawn(&plan)
}

/// Where arrows stand.
struct Plan {
    unit: Unit,
    axis: Axis,
    columns: Vec<Vec<Slot>>,
}

impl Plan {
    fn new(subject: &Subject<'_>, order: &[ActorIx], columns: BTreeMap<When, Vec<Arc>>, unit: Unit) -> Plan {
        let lane: HashMap<ActorIx, usize> = order.iter().copied().zip(0..).collect();
        let mut wanted = Vec::new();
        let mut slots = Vec::new();
        for (when, arcs) in columns {
            let dates =
                arcs.iter().flat_map(|arc| &arc.statements).filter_map(|&ix| subject.dataset.statement(ix).date());
            let first = dates.clone().map(Date::first_day).min();
            let last = dates.map(Date::last_day).max();
            let packed = lanes::packed(arcs, &lane);
            let width = packed.iter().map(|slot| slot.width).sum();
            wanted.push(Wanted { when, days: first.zip(last), width });
            slots.push(packed);
        }
        Plan { unit, axis: Axis::of(&wanted, unit), columns: slots }
    }
}

struct Drawing<'a> {
    subject: &'a Subject<'a>,
    order: &'a [ActorIx],
    names: Names,
    name_size: f64,
    /// From one lane to the next.
    lane: f64,
    marks: Vec<Mark>,
}

impl<'a> Drawing<'a> {
    fn new(subject: &'a Subject<'a>, order: &'a [ActorIx]) -> Self {
        let (lane, name_size): (f64, f64) = match order.len() {
            few if few <= FEW => (40.0, 13.0),
            ..=30 => (34.0, 12.0),
            _ => (30.0, 11.5),
        };
        let names: Vec<&str> = order.iter().map(|&actor| subject.dataset.actor(actor).name.as_str()).collect();
        // Many names in two lines could not be told apart.
        let one_line = names::in_one_line(&names, name_size, 260.0).filter(|_| order.len() > FEW);
        let names = one_line.unwrap_or_else(|| names::fitted(&names, name_size, 2, 150.0..=300.0));
        let lane = lane.max((name_size * text::LINE * names.most_lines as f64 + 6.0).ceil());
        Drawing { subject, order, names, name_size, lane, marks: Vec::new() }
    }

    fn y(&self, lane: usize) -> f64 {
        (lane as f64 + 1.0) * self.lane
    }

    fn drawn(mut self, plan: &Plan) -> io::Result<Picture> {
        let bottom = self.y(self.order.len() - 1) + self.lane * 0.6;
        self.marks.extend(plan.axis.draw(bottom));
        self.lanes(plan);
        let width = plan.axis.width;
        let both = width > BOTH_SIDES;
        self.names(-GAP, Anchor::End);
        if both {
            self.names(width + GAP, Anchor::Start);
        }
        let arcs = plan.columns.iter().flatten().flat_map(|slot| &slot.arrows).map(|arrow| &arrow.arc.statements[..]);
        let mut told = told(self.subject.dataset, arcs)?.into_iter();
        for (column, slots) in plan.axis.columns.iter().zip(&plan.columns) {
            let room: f64 = slots.iter().map(|slot| slot.width).sum();
            let mut x = column.x + (column.width - room) / 2.0;
            for slot in slots {
                for arrow in &slot.arrows {
                    let told = told.next().expect("every arrow is told");
                    let mark = self.arrow(arrow, x + slot.width / 2.0, &told);
                    self.marks.push(mark);
                }
                x += slot.width;
            }
        }
        let (left, top) = (-GAP - self.names.width, -plan.axis.height());
        let right = width + if both { GAP + self.names.width } else { 0.0 };
        let legend = legend::of(plan);
        Ok(frame::framed(self.subject, self.marks, Rect::new(left, top, right - left, bottom - top), legend))
    }

    /// The lines of the lanes, which end where time is cut out.
    fn lanes(&mut self, plan: &Plan) {
        let mut path = Vec::new();
        for lane in 0..self.order.len() {
            let y = self.y(lane);
            for (from, to) in plan.axis.pieces(5.0) {
                path.extend([Step::Move(Point::new(from, y)), Step::Line(Point::new(to, y))]);
            }
        }
        let stroke = Some(Stroke::solid(Paint::Rule, 1.0));
        self.marks.push(Mark::Shape(Shape { path, fill: None, stroke, part: Part::Other }));
    }

    fn names(&mut self, x: f64, anchor: Anchor) {
        let size = self.name_size;
        for (lane, (&actor, lines)) in self.order.iter().zip(&self.names.lines).enumerate() {
            let down = size * (0.36 - text::LINE * (lines.len() as f64 - 1.0) / 2.0);
            let at = Point::new(x, self.y(lane) + down);
            let text = Text { lines: lines.clone(), anchor, part: Part::Name, ..Text::new("", at, size) };
            let name = self.subject.dataset.actor(actor).name.clone();
            self.marks.push(Mark::Group(Group { of: Of::Actor(actor), name, marks: vec![Mark::Text(text)] }));
        }
    }

    fn arrow(&self, arrow: &Spanned, x: f64, told: &str) -> Mark {
        let arc = &arrow.arc;
        let (from, to) = (Point::new(x, self.y(arrow.source)), Point::new(x, self.y(arrow.target)));
        let marks = match arrow.source == arrow.target {
            true => arrow::looped(arc, from),
            false => arrow::straight(arc, from, to),
        };
        let sentence = self.subject.sentence(self.subject.graph.edge(arc.edge));
        let began = if arc.began == Began::No { "" } else { "The first negative statement between the two.\n" };
        let name = format!("{sentence}\n{began}{told}");
        Mark::Group(Group { of: Of::Statements(arc.edge, arc.statements.clone()), name, marks })
    }
}
