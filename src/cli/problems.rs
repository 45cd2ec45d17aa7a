//! Problems for people: place, the line with the words at fault under carets, and a hint.

use std::io::{self, Write};

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use crate::problem::{Place, Problem, Report, Severity};

/// Writes every problem, and how many more there are.
pub(super) fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    // The stream that is written to takes the colours off where they are not wanted.
    let renderer = Renderer::styled();
    for problem in &report.problems {
        writeln!(out, "{}\n", renderer.render(&groups(problem)))?;
    }
    if report.not_kept() > 0 {
        writeln!(out, "{}", line("note", &format!("and {} more of the kind", report.not_kept())))?;
    }
    Ok(())
}

/// A message without a place, as the other problems look.
pub(super) fn line(level: &'static str, message: &str) -> String {
    let level = match level {
        "error" => Level::ERROR,
        "warning" => Level::WARNING,
        _ => Level::NOTE,
    };
    let message = printable(message);
    Renderer::styled().render(&[Group::with_title(level.primary_title(message))])
}

fn groups(problem: &Problem) -> Vec<Group<'_>> {
    let level = match problem.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut group = Group::with_title(level.primary_title(printable(&problem.message)));
    if let Some(place) = &problem.place {
        group = at(group, place, AnnotationKind::Primary);
    }
    for place in &problem.also {
        group = at(group, place, AnnotationKind::Context);
    }
    if let Some(hint) = &problem.hint {
        group = group.element(Level::HELP.with_name("hint").message(printable(hint)));
    }
    vec![group]
}

fn at<'a>(group: Group<'a>, place: &'a Place, kind: AnnotationKind) -> Group<'a> {
    // The excerpt may be a cut of its line, so that line and column are given, not counted.
    let origin = Origin::path(printable(&place.file)).line(place.line as usize).char_column(place.column as usize);
    let snippet = Snippet::source(place.excerpt.as_str())
        .line_start(place.line as usize)
        .annotation(kind.span(place.words.clone()));
    group.element(origin).element(snippet)
}

/// Text that cannot move the cursor, change colours or turn the line round.
pub(super) fn printable(text: &str) -> String {
    let bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}');
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() || bidi(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}
