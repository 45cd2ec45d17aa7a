//! What the arrows that are there need explained.

use super::Plan;
use super::arcs::Began;
use super::arrow::{RADIUS, badge, head};
use crate::date::Unit;
use crate::draw::frame::{Entry, SAMPLE};
use crate::draw::picture::{Dash, Mark, Paint, Point, Shape, Stroke, Tone};
use crate::relation::Sign;

pub(super) fn of(plan: &Plan) -> Vec<Entry> {
    let arcs = || plan.columns.iter().flatten().flat_map(|slot| &slot.arrows).map(|arrow| &arrow.arc);
    let middle = SAMPLE.middle();
    let mut legend = Vec::new();
    for (sign, words) in [(Sign::Negative, "negative"), (Sign::Positive, "positive"), (Sign::Neutral, "neutral")] {
        if arcs().any(|arc| arc.sign == sign) {
            let tone = Tone::Sign(sign);
            let (from, to) = (Point::new(RADIUS, middle.y), Point::new(SAMPLE.width, middle.y));
            let line = Shape::line(from, to.moved(-7.0, 0.0), Stroke::solid(Paint::Tone(tone), 1.5));
            let head = head(tone, [to, to.moved(-8.5, -5.0), to.moved(-8.5, 5.0)]);
            let mut sample = vec![Mark::Shape(line), Mark::Shape(head)];
            sample.extend(badge(sign, Began::No, from));
            legend.push(Entry { sample, words: words.to_owned() });
        }
    }
    let quarrel = "who began: the first negative statement between two who are so towards each other \
                   (one of each where the dates leave it open)";
    let alone = "the first negative statement, where none of the other is in the picture";
    for (began, words) in [(Began::Quarrel, quarrel), (Began::Alone, alone)] {
        if arcs().any(|arc| arc.began == began) {
            let sample = badge(Sign::Negative, began, middle);
            legend.push(Entry { sample, words: words.to_owned() });
        }
    }
    for (dash, words) in [(Dash::Dashed, "only as a document reports"), (Dash::Dotted, "only as somebody alleges")] {
        if arcs().any(|arc| arc.dash == dash) {
            let (from, to) = (Point::new(0.0, middle.y), Point::new(SAMPLE.width, middle.y));
            let stroke = Stroke { paint: Paint::Tone(Tone::Sign(Sign::Neutral)), width: 1.5, dash };
            let sample = vec![Mark::Shape(Shape::line(from, to, stroke))];
            legend.push(Entry { sample, words: words.to_owned() });
        }
    }
    let unit = match plan.unit {
        Unit::Days => None,
        Unit::Weeks => Some("A column is a week, named by its Monday."),
        Unit::Months => Some("A column is a month."),
        Unit::Years => Some("A column is a year."),
    };
    legend.extend(unit.map(|unit| Entry { sample: Vec::new(), words: unit.to_owned() }));
    legend
}
