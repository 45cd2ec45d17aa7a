//! The graph as one matrix in CSV (RFC 4180): who acts in rows, towards whom in columns, and how many statements of any
//! relation there are, as R, pandas and spreadsheets read it.
//!
//! It is square: rows and columns are the same actors in the same order, by id.

use std::borrow::Cow;
use std::io::{self, Write};

use hashbrown::{HashMap, HashSet};

use super::Options;
use super::csv::{io_error, text};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::graph::Graph;

/// How many columns a spreadsheet shows (Excel's limit).
const COLUMNS: usize = 16_384;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let actors = Subject { dataset, graph, question: "" }.actors();
    small_enough(actors.len(), 1)?;
    if let Some(notes) = options.notes.filter(|_| actors.len() >= COLUMNS) {
        let columns = actors.len() + 1;
        notes.borrow_mut().push(format!("matrix: spreadsheets show {COLUMNS} columns, and it has {columns}"));
    }
    let names = names(dataset, &actors);
    let place: HashMap<ActorIx, usize> = actors.iter().copied().zip(0..).collect();
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(std::iter::once("").chain(names.iter().map(|name| &**name))).map_err(io_error)?;
    for (&actor, name) in actors.iter().zip(&names) {
        let mut counts = vec![0_usize; actors.len()];
        for edge in graph.from(actor) {
            counts[place[&edge.target()]] += edge.count();
        }
        csv.write_field(&**name).map_err(io_error)?;
        csv.write_record(counts.iter().map(usize::to_string)).map_err(io_error)?;
    }
    csv.flush()
}

/// Fails where there are so many cells that nobody can want them all.
pub(super) fn small_enough(actors: usize, matrices: usize) -> io::Result<()> {
    const MOST: usize = 1_000_000_000;
    let cells = actors.saturating_mul(actors).saturating_mul(matrices);
    match cells <= MOST {
        true => Ok(()),
        false => Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            format!(
                "a matrix of {actors} actors has {cells} cells; --min-statements and --by principal leave fewer actors"
            ),
        )),
    }
}

/// What the actors are called: their names, or where two would be the same, their ids.
fn names<'a>(dataset: &'a Dataset, actors: &[ActorIx]) -> Vec<Cow<'a, str>> {
    let names: Vec<Cow<'a, str>> = actors.iter().map(|&ix| text(&dataset.actor(ix).name)).collect();
    let apart = {
        let all: HashSet<&str> = names.iter().map(|name| &**name).collect();
        // An empty name would be taken for the corner.
        all.len() == names.len() && !all.contains("")
    };
    match apart {
        true => names,
        false => actors.iter().map(|&ix| text(&dataset.actor(ix).id)).collect(),
    }
}
