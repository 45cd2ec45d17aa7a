//! What the marks of a network mean, and what it does not show.

use super::label::Place;
use super::line::{Line, head};
use super::node::{Node, Outline};
use crate::actor::Kind;
use crate::draw::frame::{Entry, SAMPLE};
use crate::draw::picture::{Dash, Mark, Paint, Point, Rect, Shape, Stroke, Tone};
use crate::relation::Sign;

/// The entries for what is there.
pub(super) fn entries(nodes: &[Node], lines: &[Line], labels: &[Option<Place>]) -> Vec<Entry> {
    let mut entries = Vec::new();
    for (sign, word) in Sign::ALL.into_iter().zip(["against", "for", "neither"]) {
        if lines.iter().any(|line| line.sign == sign) {
            entries.push(Entry { sample: arrow(sign), words: format!("{} {word}", sign.glyph()) });
        }
    }
    let dashes = [
        (Dash::Solid, "the actor’s own words"),
        (Dash::Dashed, "as a document reports"),
        (Dash::Dotted, "as somebody alleges"),
    ];
    for (dash, words) in dashes {
        if lines.iter().any(|line| line.dash == dash) {
            let stroke = Stroke { paint: Paint::Quiet, width: 1.5, dash };
            entries.push(Entry { sample: vec![across(0.5, stroke)], words: words.to_owned() });
        }
    }
    let most = lines.iter().max_by_key(|line| line.count).filter(|line| line.count > 1);
    if let (Some(most), Some(least)) = (most, lines.iter().min_by_key(|line| line.count)) {
        let line = |at: f64, line: &Line| across(at, Stroke::solid(Paint::Quiet, line.width));
        let words = format!("{} and {} statements; a label without a number is one", least.count, most.count);
        entries.push(Entry { sample: vec![line(0.25, least), line(0.75, most)], words });
    }
    for kind in Kind::ALL {
        if nodes.iter().any(|node| node.kind == kind) {
            let outline = Outline::new(kind, Rect::around(SAMPLE.middle(), 30.0, 14.0));
            let sample = outline.shapes().into_iter().map(Mark::Shape).collect();
            entries.push(Entry { sample, words: kind.name().to_owned() });
        }
    }
    let missing = labels.iter().filter(|label| label.is_none()).count();
    let short = labels.iter().flatten().filter(|label| label.words > 0).count();
    let told = [(short, "say how many statements, but not which verb"), (missing, "say nothing, for want of room")];
    for (number, what) in told.into_iter().filter(|(number, _)| *number > 0) {
        let words = format!("{number} of {} lines {what}", lines.len());
        entries.push(Entry { sample: Vec::new(), words });
    }
    entries
}

fn arrow(sign: Sign) -> Vec<Mark> {
    let tone = Tone::Sign(sign);
    let middle = SAMPLE.height / 2.0;
    let tip = Point::new(SAMPLE.width, middle);
    let line = Shape::line(Point::new(0.0, middle), tip.moved(-7.0, 0.0), Stroke::solid(Paint::Tone(tone), 1.5));
    vec![Mark::Shape(line), Mark::Shape(head([tip, tip.moved(-9.0, -4.0), tip.moved(-9.0, 4.0)], tone))]
}

fn across(at: f64, stroke: Stroke) -> Mark {
    let y = SAMPLE.height * at;
    Mark::Shape(Shape::line(Point::new(0.0, y), Point::new(SAMPLE.width, y), stroke))
}
