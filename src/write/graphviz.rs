//! A picture that Graphviz draws of our DOT, where it is installed.

use std::io::{self, Write};

use graphviz_rust::cmd::{CommandArg, Format, Layout};
use graphviz_rust::exec_dot;

use super::{Options, dot};
use crate::dataset::Dataset;
use crate::draw::Engine;
use crate::graph::Graph;

/// Writes what Graphviz makes of the graph.
///
/// # Errors
/// Whatever `out` fails with, what Graphviz says is wrong, and [`NotFound`](io::ErrorKind::NotFound),
/// with where to get it, where there is no Graphviz.
pub(super) fn write(
    out: &mut dyn Write,
    dataset: &Dataset,
    graph: &Graph,
    (engine, format): (Engine, Format),
    options: Options<'_>,
) -> io::Result<()> {
    let mut text = Vec::new();
    dot::write(&mut text, dataset, graph, options)?;
    let text = String::from_utf8(text).map_err(io::Error::other)?;
    let layout = match engine {
        Engine::Dot => Layout::Dot,
        Engine::Neato => Layout::Neato,
        Engine::Fdp => Layout::Fdp,
        Engine::Sfdp => Layout::Sfdp,
        Engine::Circo => Layout::Circo,
        Engine::Twopi => Layout::Twopi,
    };
    let arguments = vec![CommandArg::Layout(layout), CommandArg::Format(format)];
    let picture = exec_dot(text, arguments).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => io::Error::new(
            io::ErrorKind::NotFound,
            format!(
                "--engine {engine} is Graphviz's, which is not installed: https://graphviz.org/download has it, \
                 as have `apt install graphviz`, `dnf install graphviz` and `brew install graphviz`; \
                 without --engine standoff draws itself"
            ),
        ),
        _ => error,
    })?;
    out.write_all(&picture)
}
