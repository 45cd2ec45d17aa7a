//! `standoff export`: the whole graph for other programs.

use std::cell::RefCell;

use super::args::ExportArgs;
use super::ask::{answered, left_out, options, say, say_left_out, write};
use super::load::{Source, say_tally};
use super::output::{Target, stdout, whole_file};
use super::{Failure, Found, note};
use crate::graph::Graph;
use crate::write::{Format, Options, graph as write_graph};

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
    if let Some(format) = target.format().filter(|format| format.is_graph() && args.shared.rows.top.is_none()) {
        let (graph, omitted) = Graph::of(&dataset, &filter);
        match &target {
            Target::File(_, path) => whole_file(path, |out| write_graph(out, &dataset, &graph, format, options))?,
            _ => stdout(|out| write_graph(out, &dataset, &graph, format, options))?,
        }
        say(&notes);
        say_left_out(omitted);
        say_tally(&dataset);
        return Ok(found(graph.edges().len()));
    }
    let answer = answered(&dataset, &question, &filter, args.shared.rows.top)?;
    write(&answer, options, &target)?;
    say(&notes);
    left_out(&answer);
    say_tally(&dataset);
    Ok(found(answer.rows().len()))
}

fn found(edges: usize) -> Found {
    if edges > 0 {
        return Found::Something;
    }
    note("nothing found: the graph has no edges");
    Found::Nothing
}
