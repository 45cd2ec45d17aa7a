//! `standoff export`: the whole graph for other programs.

use super::args::ExportArgs;
use super::ask::{answered, left_out, options, say_left_out, write};
use super::load::{Source, say_tally};
use super::output::{Target, stdout, whole_file};
use super::{Failure, Found, note};
use crate::graph::Graph;
use crate::write::{Format, graph as write_graph};

/// Every edge is a row of this question.
pub(super) const EVERYTHING: &str = "?source ?relation ?target";

pub(super) fn run(args: &ExportArgs) -> Result<Found, Failure> {
    let target = match Target::of(&args.output)? {
        // An export is a graph: its JSON is the graph's, which the rows' would be for `ask`.
        Target::Stdout(Format::Json) => Target::Stdout(Format::NodeLink),
        Target::File(Format::Json, path) => Target::File(Format::NodeLink, path),
        target => target,
    };
    let source = Source::of(&args.data.data, &args.data.reading)?;
    let (dataset, filter, question) = source.asked(&args.filter, EVERYTHING, target.shown(), None)?;
    let graph_format = match &target {
        Target::Stdout(format) | Target::File(format, _) if format.is_graph() => Some(*format),
        _ => None,
    };
    if let Some(format) = graph_format.filter(|_| args.rows.top.is_none()) {
        let (graph, omitted) = Graph::of(&dataset, &filter);
        let options = options(&args.rows, "", None);
        match &target {
            Target::File(_, path) => whole_file(path, |out| write_graph(out, &dataset, &graph, format, options))?,
            _ => stdout(|out| write_graph(out, &dataset, &graph, format, options))?,
        }
        say_left_out(omitted);
        say_tally(&dataset);
        return Ok(found(graph.edges().len()));
    }
    let answer = answered(&dataset, &question, &filter, args.rows.top)?;
    write(&answer, options(&args.rows, "", None), &target)?;
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
