//! `standoff export`: the whole graph for other programs.

use std::cell::RefCell;
use std::io::Write;

use super::args::ExportArgs;
use super::ask::{answered, left_out, options, say, say_left_out, write};
use super::load::{Source, say_tally};
use super::output::Target;
use super::{Failure, Found, note};
use crate::graph::{By, Graph, LeftOut};
use crate::write::{Format, Options, data as write_data, graph as write_graph, say_losses, unanswered};

/// Every edge is a row of this question.
pub(super) const EVERYTHING: &str = "?source ?relation ?target";

pub(super) fn run(args: &ExportArgs) -> Result<Found, Failure> {
    let target = match Target::of(&args.shared.output)? {
        // An export is a graph: its JSON is the graph's, which the rows' would be for `ask`.
        Target::Stdout(Format::Json) => Target::Stdout(Format::NodeLink),
        Target::File(Format::Json, path) => Target::File(Format::NodeLink, path),
        target => target,
    };
    let draw = args.shared.draw.options(target.format())?;
    let notes = RefCell::default();
    let options =
        Options { draw, print: args.shared.draw.print(), notes: Some(&notes), ..options(&args.shared.rows, "", None) };
    let source = Source::of(&args.data.data, &args.data.reading)?;
    let (dataset, filter, question) = source.asked(&args.shared.filter, EVERYTHING, target.shown(), None)?;
    let whole = |format: &Format| (format.is_graph() || format.is_data()) && args.shared.rows.top.is_none();
    if target.format().is_some_and(|format| whole(&format)) {
        let (graph, omitted) = Graph::of(&dataset, &filter);
        let statements = filter.statements(&dataset, &graph);
        let table = |_: &mut dyn Write| unreachable!("a table has no format");
        target.put(options, table, |out, format, options| match format.is_data() {
            true => write_data(out, &dataset, &statements, format),
            false => write_graph(out, &dataset, &graph, format, options),
        })?;
        say(&notes);
        if target.format().is_some_and(Format::is_data) {
            if filter.by == By::Principal {
                note("statements are written as they are annotated, with whom their actors act for beside them");
            }
            let unanswered = unanswered(&dataset, &statements);
            if unanswered > 0 {
                note(&format!("answers to statements that are not written: {unanswered}"));
            }
            // What was negated is there.
            say_left_out(LeftOut { negated: 0, ..omitted });
            say_tally(&dataset);
            return Ok(if statements.is_empty() { nothing("no statements are left") } else { Found::Something });
        }
        say_left_out(omitted);
        say_tally(&dataset);
        return Ok(found(graph.edges().len()));
    }
    let answer = answered(&dataset, &question, &filter, args.shared.rows.top)?;
    write(&answer, options, &target)?;
    // Rows are for reading, but an export is for others.
    if let Some(format) = target.format().filter(|format| !format.is_graph()) {
        say_losses(&dataset, &answer.graph(), format, options)?;
    }
    say(&notes);
    left_out(&answer);
    say_tally(&dataset);
    Ok(found(answer.rows().len()))
}

fn found(edges: usize) -> Found {
    if edges > 0 {
        return Found::Something;
    }
    nothing("the graph has no edges")
}

fn nothing(why: &str) -> Found {
    note(&format!("nothing found: {why}"));
    Found::Nothing
}
