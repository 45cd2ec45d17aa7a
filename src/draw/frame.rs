//! What stands around the content of every view: title, legend, documents and as-of date, so that a
//! picture that is passed on still says what it shows and where it comes from.

pub(super) use super::picture::{Entry, SAMPLE};
use super::picture::{Mark, Paint, Picture, Point, Rect, Text};
use super::subject::Subject;
use super::text;

/// From the edge of the canvas to what is drawn.
const MARGIN: f64 = 32.0;
/// Below which a title would be broken into shreds.
const LEAST_WIDTH: f64 = 560.0;
const TITLE: f64 = 22.0;
const WORDS: f64 = 12.0;
/// How many documents are listed one by one.
const LISTED: usize = 12;

/// Puts the frame around what a view has drawn in `content_box`, wherever that lies.
pub(super) fn framed(subject: &Subject<'_>, content: Vec<Mark>, content_box: Rect, legend: Vec<Entry>) -> Picture {
    let room = content_box.width.max(LEAST_WIDTH);
    let mut frame = Vec::new();
    let mut top = MARGIN;
    let mut line = |frame: &mut Vec<Mark>, words: &str, size: f64, bold: bool, paint: Paint| {
        let lines = text::wrap(&text::clean(words), size, bold, room);
        let height = size * (text::LINE * (lines.len() as f64 - 1.0) + text::ASCENT + text::DESCENT);
        let at = Point::new(MARGIN, top + size);
        frame.push(Mark::Text(Text { lines, bold, paint, ..Text::new("", at, size) }));
        top += height;
    };
    line(&mut frame, subject.title(), TITLE, true, Paint::Ink);
    if let (false, Some(title)) = (subject.question.trim().is_empty(), subject.dataset.title()) {
        line(&mut frame, title, WORDS + 2.0, false, Paint::Ink);
    }
    let summary = subject.summary();
    line(&mut frame, &summary, WORDS + 1.0, false, Paint::Quiet);
    top += 20.0;

    let left = MARGIN + (room - content_box.width) / 2.0;
    let (dx, dy) = (left - content_box.x, top - content_box.y);
    let mut content = content;
    content.iter_mut().for_each(|mark| mark.move_by(dx, dy));
    let content_box = content_box.moved(dx, dy);
    top = content_box.bottom() + 24.0;

    top = entries(&mut frame, &legend, top, room);
    top += 10.0;
    for words in sources(subject) {
        let lines = text::wrap(&text::clean(&words), WORDS, false, room);
        let height = WORDS * text::LINE * lines.len() as f64;
        let at = Point::new(MARGIN, top + WORDS);
        frame.push(Mark::Text(Text { lines, paint: Paint::Quiet, ..Text::new("", at, WORDS) }));
        top += height + 2.0;
    }
    Picture {
        width: (room + 2.0 * MARGIN).ceil(),
        height: (top + MARGIN - 8.0).ceil(),
        title: text::clean(subject.title()),
        description: summary,
        frame,
        legend,
        content,
        content_box,
    }
}

/// The legend, in as many rows as it takes. Where it ends.
fn entries(frame: &mut Vec<Mark>, legend: &[Entry], top: f64, room: f64) -> f64 {
    let (mut x, mut y) = (0.0, top);
    let row = SAMPLE.height.max(WORDS * text::LINE) + 6.0;
    let any = !legend.is_empty();
    for entry in legend {
        let with_sample = if entry.sample.is_empty() { 0.0 } else { SAMPLE.width + 8.0 };
        let lines = text::wrap(&text::clean(&entry.words), WORDS, false, room - with_sample);
        let wide = lines.iter().map(|line| text::width(line, WORDS, false)).fold(0.0, f64::max) * 1.04;
        if x > 0.0 && x + with_sample + wide > room {
            x = 0.0;
            y += row;
        }
        for mut mark in entry.sample.iter().cloned() {
            mark.move_by(MARGIN + x, y);
            frame.push(mark);
        }
        let more = WORDS * text::LINE * (lines.len() as f64 - 1.0);
        let at = Point::new(MARGIN + x + with_sample, y + SAMPLE.height / 2.0 + WORDS * 0.36);
        frame.push(Mark::Text(Text { lines, paint: Paint::Quiet, ..Text::new("", at, WORDS) }));
        x += with_sample + wide + 24.0;
        y += more;
    }
    if any { y + row } else { top }
}

/// The documents, one by one where they are few, and the day up to which they say anything.
fn sources(subject: &Subject<'_>) -> Vec<String> {
    let dataset = subject.dataset;
    let documents = subject.documents();
    let mut lines = Vec::new();
    if documents.len() <= LISTED {
        for &ix in &documents {
            let document = dataset.document(ix);
            let date = document.date.map(|date| date.to_string());
            let about = [document.title.clone(), document.publisher.clone(), date];
            let about: Vec<String> = about.into_iter().flatten().collect();
            lines.push(match about.is_empty() {
                true => document.id.to_owned(),
                false => format!("{}: {}", document.id, about.join(", ")),
            });
        }
    } else {
        let mut publishers: Vec<String> =
            documents.iter().filter_map(|&ix| dataset.document(ix).publisher.clone()).collect();
        publishers.sort_unstable();
        publishers.dedup();
        let (listed, more) = publishers.split_at(publishers.len().min(LISTED));
        let mut words = format!("{} documents", documents.len());
        if !listed.is_empty() {
            words.push_str(&format!(" of {}", listed.join(", ")));
        }
        if !more.is_empty() {
            words.push_str(&format!(" and {} more publishers", more.len()));
        }
        lines.push(words);
    }
    if let Some((_, last)) = subject.dates() {
        lines.push(format!("As of {}", last.last_day()));
    }
    lines
}
