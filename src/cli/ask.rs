//! `standoff ask`: a question, an answer, the receipts.

use std::cell::RefCell;

use super::args::{AskArgs, RowArgs};
use super::load::{Source, say_tally};
use super::output::Target;
use super::table::{self, Terminal, many};
use super::{Failure, Found, note};
use crate::ask::{Answer, Question, ask, outline};
use crate::dataset::Dataset;
use crate::graph::{By, Filter, LeftOut};
use crate::write::{Options, answer as write_answer};

pub(super) fn run(args: &AskArgs) -> Result<Found, Failure> {
    let target = Target::of(&args.shared.output)?;
    let draw = args.shared.draw.options(target.format())?;
    let source = Source::of(&args.data.data, &args.data.reading)?;
    let (dataset, filter, question) =
        source.asked(&args.shared.filter, &args.question, target.shown(), args.shared.rows.top)?;
    let answer = answered(&dataset, &question, &filter, args.shared.rows.top)?;
    let notes = RefCell::default();
    let options = Options {
        draw,
        print: args.shared.draw.print(),
        notes: Some(&notes),
        ..options(&args.shared.rows, &args.question, Some(5))
    };
    write(&answer, options, &target)?;
    say(&notes);
    left_out(&answer);
    say_tally(&dataset);
    if !answer.rows().is_empty() {
        // The process ends: the system takes the memory back faster than piece by piece.
        std::mem::forget(answer);
        std::mem::forget(dataset);
        return Ok(Found::Something);
    }
    note("nothing found");
    other_relations(&dataset, &args.question);
    other_way(&dataset, &question, &filter)?;
    Ok(Found::Nothing)
}

/// Answers, or says that there is too much.
pub(super) fn answered<'d>(
    dataset: &'d Dataset,
    question: &Question,
    filter: &Filter,
    top: Option<usize>,
) -> Result<Answer<'d>, Failure> {
    ask(dataset, question, filter, top)
        .map_err(|error| Failure::other(format!("{error}; --top N keeps the largest, filters and ?x ask for fewer")))
}

pub(super) fn options<'a>(rows: &'a RowArgs, question: &'a str, receipts: Option<usize>) -> Options<'a> {
    let receipts = rows.receipts.map_or(receipts, |receipts| receipts.0);
    Options { question, receipts, texts: rows.texts.as_deref(), ..Options::default() }
}

/// Writes an answer where it should go.
pub(super) fn write(answer: &Answer<'_>, options: Options<'_>, target: &Target) -> Result<(), Failure> {
    if matches!(target, Target::Table) && answer.rows().is_empty() {
        return Ok(());
    }
    let table = |out: &mut dyn std::io::Write| {
        table::write(out, answer, options, Terminal::stdout())?;
        writeln!(out, "\n{}", table::summary(answer))
    };
    target.put(options, table, |out, format, options| write_answer(out, answer, format, options))
}

/// Says what a format could not show.
pub(super) fn say(notes: &RefCell<Vec<String>>) {
    notes.borrow().iter().for_each(|words| note(words));
}

/// Says what did not count.
pub(super) fn left_out(answer: &Answer<'_>) {
    say_left_out(answer.left_out());
}

pub(super) fn say_left_out(left_out: LeftOut) {
    if left_out.undated > 0 {
        note(&format!("{} without a date left out", many(left_out.undated, "statement")));
    }
    if left_out.negated > 0 {
        note(&format!("{} that it was not so left out; ask with `did not`", many(left_out.negated, "statement")));
    }
}

/// Where nothing is said in the words of the question, says in which words something is.
fn other_relations(dataset: &Dataset, question: &str) {
    /// So many relations tell what the data are about.
    const SOME: usize = 8;
    let Some(asked) = outline(question, dataset).and_then(|outline| outline.relations) else { return };
    let mut counts = vec![0_usize; dataset.relations().len()];
    dataset.statements().for_each(|statement| counts[statement.relation().0 as usize] += 1);
    if dataset.passed_over() > 0 || dataset.tally().passed_over > 0 || asked.iter().any(|ix| counts[ix.0 as usize] > 0)
    {
        return;
    }
    let mut there: Vec<(usize, &str)> =
        counts.into_iter().zip(dataset.relations()).map(|(count, relation)| (count, relation.id.as_str())).collect();
    there.retain(|(count, _)| *count > 0);
    there.sort_by_key(|&(count, id)| (std::cmp::Reverse(count), id));
    let more = if there.len() > SOME { " …" } else { "" };
    let shown: Vec<String> = there.iter().take(SOME).map(|(count, id)| format!("{id} {count}×")).collect();
    if !shown.is_empty() {
        note(&format!("the relations here are {}{more}", shown.join(", ")));
    }
}

/// Where nobody was found, somebody might be if they counted as others.
fn other_way(dataset: &Dataset, question: &Question, filter: &Filter) -> Result<(), Failure> {
    let by = match filter.by {
        By::Actor => By::Principal,
        By::Principal => By::Actor,
    };
    let filter = Filter { by, ..filter.clone() };
    let other = answered(dataset, question, &filter, Some(1))?;
    if !other.rows().is_empty() {
        note(&format!("with --by {} there is an answer", by.name()));
    }
    Ok(())
}
