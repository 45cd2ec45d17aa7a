//! The axis: a column for each time at which something happens, with long times of nothing cut short.

use super::arcs::When;
use super::words::{how_long, month, period};
use crate::date::{Day, Unit};
use crate::draw::picture::{Anchor, Mark, Paint, Part, Point, Rect, Shape, Step, Stroke, Text};
use crate::draw::text;

/// The size of all type on it.
const SIZE: f64 = 11.0;
/// A row of labels.
const ROW: f64 = SIZE * 1.5;
/// A unit in which nothing happens.
const EMPTY: f64 = 7.0;
/// So many of these are drawn, and more are cut out.
const EMPTY_MOST: i32 = 6;
/// From which width on a column's label stands where it begins.
const WIDE: f64 = 320.0;
/// From the line up to the labels, and down to the bars.
const LIFT: f64 = 8.0;
/// On both sides of a label.
const PAD: f64 = 4.0;

/// Times, from left to right; the first begins at 0.
pub(super) struct Axis {
    /// Every column, in order.
    pub columns: Vec<Column>,
    /// Where the last ends, with all that is written beside it.
    pub width: f64,
    /// How much of the room above the lanes the bars of long times take.
    bars_height: f64,
    breaks: Vec<Break>,
    heads: Vec<(f64, String)>,
    bars: Vec<Bar>,
    unit: Unit,
}

/// What has one place on the axis.
pub(super) struct Column {
    pub when: When,
    /// Its left.
    pub x: f64,
    /// Of its arcs.
    pub width: f64,
    label: String,
}

/// A time of nothing that is cut out.
struct Break {
    /// Its middle.
    x: f64,
    words: String,
}

/// A time that is longer than a unit.
struct Bar {
    /// From where.
    x: f64,
    /// To where, and to the end of which unit that is.
    end: f64,
    to: i32,
    row: usize,
    words: String,
}

/// A time that something is known of: from where to where, its first and last day, and the room its
/// arcs take.
pub(super) struct Wanted {
    pub when: When,
    pub days: Option<(Day, Day)>,
    pub width: f64,
}

impl Axis {
    /// Columns in that order, each as wide as is wanted, or more where its label needs it.
    pub fn of(wanted: &[Wanted], unit: Unit) -> Axis {
        let mut axis = Axis {
            columns: Vec::new(),
            width: 0.0,
            bars_height: 0.0,
            breaks: Vec::new(),
            heads: Vec::new(),
            bars: Vec::new(),
            unit,
        };
        for column in wanted {
            axis.push(column);
        }
        axis.width = axis.columns.last().map_or(0.0, |last| last.x + last.width);
        if let Some((x, words)) = axis.heads.last() {
            axis.width = axis.width.max(x + wide(words) + PAD);
        }
        axis.stack();
        axis
    }

    fn push(&mut self, wanted: &Wanted) {
        let mut x = self.columns.last().map_or(0.0, |last| last.x + last.width);
        let before = self.columns.last().map(|last| last.when);
        let mut label = String::new();
        match (wanted.when, wanted.days) {
            (When::At { from, to }, Some((first, last))) => {
                if let Some(When::At { from: before, .. }) = before {
                    x += self.empty(x, from - before - 1);
                }
                if from == to.0 {
                    label = self.label(first);
                    x = self.headed(x, first);
                } else {
                    let words = period(first, last, self.unit);
                    self.bars.push(Bar { x, end: x + wanted.width, to: to.0, row: 0, words });
                }
            }
            _ => {
                label = "undated".to_owned();
                // Nothing that is dated reaches beyond.
                let words = self.bars.iter().map(|bar| bar.x + wide(&bar.words)).fold(0.0, f64::max);
                if before.is_some() {
                    x = words.max(x + EMPTY * f64::from(EMPTY_MOST)) + 2.0 * SIZE;
                }
            }
        }
        let width = wanted.width.max(if label.is_empty() { 0.0 } else { wide(&label) + PAD });
        self.columns.push(Column { when: wanted.when, x, width, label });
    }

    /// How much room so many units take in which nothing happens, from there on.
    fn empty(&mut self, x: f64, units: i32) -> f64 {
        if units <= EMPTY_MOST {
            return EMPTY * f64::from(units.max(0));
        }
        let words = how_long(units, self.unit);
        let width = wide(&words) + 2.0 * PAD;
        self.breaks.push(Break { x: x + width / 2.0, words });
        width
    }

    /// Where a column stands that would stand there, with what is written above it unless that is
    /// written already.
    fn headed(&mut self, x: f64, day: Day) -> f64 {
        let Some(head) = self.head(day) else { return x };
        let (end, same) = match self.heads.last() {
            Some((at, words)) => (at + wide(words) + 2.0 * PAD, *words == head),
            None => (0.0, false),
        };
        if same {
            return x;
        }
        self.heads.push((x.max(end), head));
        x.max(end)
    }

    /// What is written below a column of one unit.
    fn label(&self, day: Day) -> String {
        match self.unit {
            Unit::Days => day.parts().2.to_string(),
            Unit::Weeks => day.monday().parts().2.to_string(),
            Unit::Months => month(day).to_owned(),
            Unit::Years => day.parts().0.to_string(),
        }
    }

    /// What is written above the columns of the same month or year.
    fn head(&self, day: Day) -> Option<String> {
        let of_month = |day: Day| format!("{} {}", month(day), day.parts().0);
        match self.unit {
            Unit::Days => Some(of_month(day)),
            Unit::Weeks => Some(of_month(day.monday())),
            Unit::Months => Some(day.parts().0.to_string()),
            Unit::Years => None,
        }
    }

    /// Puts the bars into as many rows as keep them apart.
    fn stack(&mut self) {
        let mut ends: Vec<f64> = Vec::new();
        for at in 0..self.bars.len() {
            let end = self.end(self.bars[at].to);
            let bar = &mut self.bars[at];
            bar.end = bar.end.max(end);
            let taken = bar.end.max(bar.x + wide(&bar.words)) + 2.0 * PAD;
            bar.row = ends.iter().position(|&end| end <= bar.x).unwrap_or(ends.len());
            match ends.get_mut(bar.row) {
                Some(end) => *end = taken,
                None => ends.push(taken),
            }
            self.width = self.width.max(taken);
        }
        self.bars_height = ends.len() as f64 * (ROW + 3.0);
    }

    /// Where a unit ends that need not have a column.
    fn end(&self, unit: i32) -> f64 {
        let mut before: Option<(i32, f64)> = None;
        for column in &self.columns {
            let When::At { from, .. } = column.when else { break };
            match before {
                Some((last, end)) if from > unit => {
                    let part = f64::from(unit - last) / f64::from(from - last);
                    return end + (column.x - end) * part;
                }
                _ => before = Some((from, column.x + column.width)),
            }
        }
        before.map_or(0.0, |(last, end)| end + EMPTY * f64::from((unit - last).clamp(0, EMPTY_MOST)))
    }

    /// Draws it over lanes down to there; the lanes begin at 0, below the bars.
    pub fn draw(&self, bottom: f64) -> Vec<Mark> {
        let mut marks = Vec::new();
        let top = -self.bars_height - LIFT;
        let quiet = |words: &str, at: Point| Text { paint: Paint::Quiet, ..Text::new(words, at, SIZE) };
        let mut path = Vec::new();
        let mut line = |from: Point, to: Point| path.extend([Step::Move(from), Step::Line(to)]);
        for column in &self.columns {
            // In the middle of a wide column nobody would find it.
            let (x, anchor) = match column.width > WIDE {
                true => (column.x + PAD, Anchor::Start),
                false => (column.x + column.width / 2.0, Anchor::Middle),
            };
            let mut label = Text { anchor, ..quiet(&column.label, Point::new(x, top - LIFT)) };
            if column.when == When::Undated {
                label.paint = Paint::Ink;
            }
            if !column.label.is_empty() {
                marks.push(Mark::Text(label));
            }
            line(Point::new(column.x, top), Point::new(column.x, bottom));
            line(Point::new(column.x + column.width, top), Point::new(column.x + column.width, bottom));
        }
        for (x, words) in &self.heads {
            marks.push(Mark::Text(Text { bold: true, ..quiet(words, Point::new(*x, top - LIFT - ROW)) }));
        }
        for cut in &self.breaks {
            let at = Point::new(cut.x, top - LIFT);
            marks.push(Mark::Text(Text { anchor: Anchor::Middle, ..quiet(&cut.words, at) }));
        }
        let stroke = Some(Stroke::solid(Paint::Rule, 0.5));
        marks.insert(0, Mark::Shape(Shape { path, fill: None, stroke, part: Part::Other }));
        marks.push(self.line(top));
        for bar in &self.bars {
            let y = top + 4.0 + bar.row as f64 * (ROW + 3.0);
            marks.push(Mark::Text(quiet(&bar.words, Point::new(bar.x, y + SIZE))));
            let rect = Rect::new(bar.x, y + ROW - 1.0, bar.end - bar.x, 2.0);
            marks.push(Mark::Shape(Shape::rect(rect, Paint::Border)));
            let (from, end) = (Point::new(bar.x + 0.25, rect.y), Point::new(bar.end, rect.y - 3.0));
            let thin = Stroke::solid(Paint::Border, 0.5);
            marks.push(Mark::Shape(Shape::line(from, Point::new(from.x, bottom), thin)));
            marks.push(Mark::Shape(Shape::line(end, end.moved(0.0, 6.0), Stroke::solid(Paint::Border, 1.0))));
        }
        marks
    }

    /// The line itself, with two strokes where time is cut out.
    fn line(&self, y: f64) -> Mark {
        let mut path = Vec::new();
        for (from, to) in self.pieces(3.0) {
            path.extend([Step::Move(Point::new(from, y)), Step::Line(Point::new(to, y))]);
        }
        for x in self.breaks.iter().flat_map(|cut| [cut.x - 3.0, cut.x + 3.0]) {
            path.extend([Step::Move(Point::new(x - 2.0, y + 4.0)), Step::Line(Point::new(x + 2.0, y - 4.0))]);
        }
        let stroke = Some(Stroke::solid(Paint::Border, 1.0));
        Mark::Shape(Shape { path, fill: None, stroke, part: Part::Other })
    }

    /// From where to where lines along the axis run, which end so far before the middle of what is cut
    /// out, and before what is undated.
    pub fn pieces(&self, gap: f64) -> Vec<(f64, f64)> {
        let dated = self.columns.partition_point(|column| column.when != When::Undated);
        let (dated, undated) = self.columns.split_at(dated);
        let mut pieces = Vec::new();
        let mut from = 0.0;
        for cut in &self.breaks {
            pieces.push((from, cut.x - gap));
            from = cut.x + gap;
        }
        pieces.extend(dated.last().map(|last| (from, last.x + last.width)));
        pieces.extend(undated.first().map(|column| (column.x, column.x + column.width)));
        pieces
    }

    /// How high all above the lanes is.
    pub fn height(&self) -> f64 {
        self.bars_height + 2.0 * LIFT + ROW + SIZE * text::ASCENT
    }
}

fn wide(words: &str) -> f64 {
    text::width(words, SIZE, true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;

    fn axis(dates: &[&str], unit: Unit) -> Axis {
        let wanted: Vec<Wanted> = dates
            .iter()
            .map(|text| {
                let date: Option<Date> = text.parse().ok();
                let days = date.map(|date| (date.first_day(), date.last_day()));
                Wanted { when: When::of(date, unit), days, width: 15.0 }
            })
            .collect();
        assert!(wanted.is_sorted_by_key(|wanted| wanted.when));
        Axis::of(&wanted, unit)
    }

    #[test]
    fn long_times_of_nothing_are_cut_out() {
        let axis = axis(&["1901-03-01", "1901-03-05", "1901-03-12", "1904", "1904-02-03", ""], Unit::Days);
        let words: Vec<&str> = axis.breaks.iter().map(|cut| cut.words.as_str()).collect();
        assert_eq!(words, ["2.8 years", "32 days"]);
        let apart: Vec<f64> = axis.columns.windows(2).map(|two| two[1].x - two[0].x - two[0].width).collect();
        assert_eq!(apart[..2], [3.0 * EMPTY, 6.0 * EMPTY]);
        assert!(apart.iter().all(|&apart| apart > 0.0) && axis.width >= axis.columns[5].x + 15.0);
        assert_eq!(axis.columns[5].label, "undated");
        assert!(axis.pieces(3.0).is_sorted_by(|one, next| one.0 < one.1 && one.1 < next.0));
    }

    #[test]
    fn what_takes_long_is_a_bar() {
        let axis = axis(&["1901", "1901-03", "1901-03-01/1901-03-08", "1901-03-01", "1901-03-07"], Unit::Days);
        let bars: Vec<(&str, usize)> = axis.bars.iter().map(|bar| (bar.words.as_str(), bar.row)).collect();
        assert_eq!(bars, [("1901", 0), ("Mar 1901", 1), ("1–8 Mar 1901", 2)]);
        let last = axis.columns.last().unwrap();
        assert!(axis.bars.iter().all(|bar| bar.end > last.x + last.width));
        assert_eq!(axis.heads.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>(), ["Mar 1901"]);
    }

    #[test]
    fn labels_name_units() {
        let labels = |unit| -> Vec<String> {
            axis(&["1901-12-31", "1903-01-01"], unit).columns.into_iter().map(|column| column.label).collect()
        };
        assert_eq!(labels(Unit::Days), ["31", "1"]);
        assert_eq!(labels(Unit::Weeks), ["30", "29"]);
        assert_eq!(labels(Unit::Months), ["Dec", "Jan"]);
        assert_eq!(labels(Unit::Years), ["1901", "1903"]);
    }
}
