//! Problems for people: place, the line with the words at fault under carets, and a hint.

use std::io::{self, Write};

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

use crate::problem::{Place, Report};

const FRAME: Style = AnsiColor::Blue.on_default().bold();

/// The look of a level: `error`, `warning` or `note`.
fn style(level: &str) -> Style {
    match level {
        "error" => AnsiColor::Red.on_default().bold(),
        "warning" => AnsiColor::Yellow.on_default().bold(),
        _ => AnsiColor::Green.on_default().bold(),
    }
}

/// Writes every problem, and how many more there are. The stream that is written to takes the
/// colours off where they are not wanted.
pub(super) fn write(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    /// So many of the same sort are shown: a column that is wrong is wrong in every row.
    const ALIKE: usize = 20;
    let mut shown: Vec<(String, usize, &str)> = Vec::new();
    let mut first = true;
    for problem in &report.problems {
        let sort = sort(problem);
        let count = match shown.iter_mut().find(|(known, ..)| *known == sort) {
            Some((_, count, _)) => {
                *count += 1;
                *count
            }
            None => {
                shown.push((sort, 1, &problem.message));
                1
            }
        };
        if count > ALIKE {
            continue;
        }
        if !std::mem::take(&mut first) {
            writeln!(out)?;
        }
        let level = problem.severity.name();
        writeln!(out, "{}", line(level, &problem.message))?;
        let places = || problem.place.iter().chain(&problem.also);
        let margin = places().map(|place| place.line.to_string().len()).max().unwrap_or(1);
        for (place, first) in
            problem.place.iter().map(|place| (place, true)).chain(problem.also.iter().map(|p| (p, false)))
        {
            excerpt(out, place, margin, if first { style(level) } else { FRAME })?;
        }
        if let Some(hint) = &problem.hint {
            writeln!(out, "{:margin$} {FRAME}={FRAME:#} hint: {}", "", printable(hint))?;
        }
    }
    for (_, count, like) in shown.iter().filter(|(_, count, _)| *count > ALIKE) {
        writeln!(out, "{}", line("note", &format!("and {} more like: {like}", count - ALIKE)))?;
    }
    if report.not_kept() > 0 {
        writeln!(out, "{}", line("note", &format!("and {} more problems", report.not_kept())))?;
    }
    Ok(())
}

/// What a problem is but for the words of the data, which stand between backticks.
fn sort(problem: &crate::problem::Problem) -> String {
    let words: String = problem.message.split('`').step_by(2).collect();
    format!("{} {}", problem.severity.name(), words.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// A message without a place, as the others look.
pub(super) fn line(level: &'static str, message: &str) -> String {
    let style = style(level);
    format!("{style}{level}{style:#}: {}", printable(message))
}

fn excerpt(out: &mut dyn Write, place: &Place, margin: usize, marks: Style) -> io::Result<()> {
    let Place { file, line, column, excerpt, words } = place;
    // What is shown may be wider or narrower than what is written, so each part is measured as shown.
    let before = printable(&excerpt[..words.start]);
    let at_fault = printable(&excerpt[words.clone()]);
    let after = printable(&excerpt[words.end..]);
    let indent = " ".repeat(before.width());
    let carets = "^".repeat(at_fault.width().max(1));
    writeln!(out, "{:margin$}{FRAME}-->{FRAME:#} {}:{line}:{column}", "", printable(file))?;
    if excerpt.is_empty() {
        return Ok(());
    }
    writeln!(out, "{:margin$} {FRAME}|{FRAME:#}", "")?;
    writeln!(out, "{FRAME}{line:>margin$} |{FRAME:#} {}", format!("{before}{at_fault}{after}").trim_end())?;
    writeln!(out, "{:margin$} {FRAME}|{FRAME:#} {indent}{marks}{carets}{marks:#}", "")
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
