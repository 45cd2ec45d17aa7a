//! The graph in the DL language of UCINET: a full matrix for each relation, of how many statements there are.
//!
//! UCINET cuts labels at 18 characters, takes capitals and small letters for the same, and spaces, commas and equal
//! signs for the end of a label; other readers know no quotation marks. So labels are made of letters, digits
//! and a few signs, in at most 18 bytes, and apart in capitals. They are listed once, before the data: with
//! several matrices readers disagree on where embedded labels stand.

use std::io::{self, Write};

use hashbrown::{HashMap, HashSet};

use super::Options;
use super::matrix::small_enough;
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::graph::{Edge, Graph};
use crate::statement::RelationIx;
use crate::words::many;

/// How long a label may be, in bytes: UCINET knows one byte a character.
const LABEL: usize = 18;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let actors = Subject { dataset, graph, question: "" }.actors();
    let mut relations: Vec<RelationIx> = graph.edges().map(Edge::relation).collect();
    relations.sort_unstable_by_key(|&ix| &dataset.relation(ix).id);
    relations.dedup();
    small_enough(actors.len(), relations.len())?;
    let names: Vec<&str> = actors.iter().map(|&ix| dataset.actor(ix).name.as_str()).collect();
    let ids: Vec<&str> = relations.iter().map(|&ix| dataset.relation(ix).id.as_str()).collect();
    let (labels, matrices) = (labels(&names), labels(&ids));
    let changed = labels.iter().zip(&names).chain(matrices.iter().zip(&ids)).filter(|(label, name)| label != name);
    if let (Some(notes), changed @ 1..) = (options.notes, changed.count()) {
        notes.borrow_mut().push(format!(
            "dl: {} had to change: UCINET has at most {LABEL} characters, and no spaces",
            many(changed, "label")
        ));
    }

    writeln!(out, "DL N={} NM={}\nFORMAT=FULLMATRIX\nLABELS:", actors.len(), relations.len())?;
    lines(out, &labels)?;
    writeln!(out, "MATRIX LABELS:")?;
    lines(out, &matrices)?;
    writeln!(out, "DATA:")?;
    let place: HashMap<ActorIx, usize> = actors.iter().copied().zip(0..).collect();
    let nobody = row(actors.len(), &[]);
    for &relation in &relations {
        for &actor in &actors {
            let edges = graph.from(actor).filter(|edge| edge.relation() == relation);
            let mut counts: Vec<(usize, usize)> = edges.map(|edge| (place[&edge.target()], edge.count())).collect();
            counts.sort_unstable();
            match counts.is_empty() {
                true => out.write_all(&nobody)?,
                false => out.write_all(&row(actors.len(), &counts))?,
            }
        }
    }
    Ok(())
}

/// A row of so many numbers, all 0 but these, which are in order.
fn row(columns: usize, counts: &[(usize, usize)]) -> Vec<u8> {
    let mut row = Vec::with_capacity(2 * columns);
    let mut counts = counts.iter().peekable();
    for column in 0..columns {
        if column > 0 {
            row.push(b' ');
        }
        match counts.next_if(|(place, _)| *place == column) {
            Some((_, count)) => row.extend_from_slice(count.to_string().as_bytes()),
            None => row.push(b'0'),
        }
    }
    row.push(b'\n');
    row
}

fn lines(out: &mut dyn Write, labels: &[String]) -> io::Result<()> {
    labels.iter().try_for_each(|label| writeln!(out, "{label}"))
}

/// A label for each name: the same where it can be, and all apart.
fn labels(names: &[&str]) -> Vec<String> {
    let mut taken: HashSet<String> = HashSet::new();
    let label = |name: &&str| {
        let plain = |c: char| if c.is_alphanumeric() || "-._".contains(c) { c } else { '_' };
        let whole: String = name.chars().map(plain).collect();
        let mut label = cut(&whole, LABEL).to_owned();
        if label.is_empty() {
            label.push('_');
        }
        for number in 2_u32.. {
            if taken.insert(label.to_uppercase()) {
                break;
            }
            let ending = format!("_{number}");
            label = format!("{}{ending}", cut(&whole, LABEL - ending.len()));
        }
        label
    };
    names.iter().map(label).collect()
}

/// The beginning of a text, in so many bytes.
fn cut(text: &str, most: usize) -> &str {
    &text[..text.floor_char_boundary(most)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_short_and_apart() {
        let names =
            ["Oldbridge", "OLDBRIDGE", "Marsh End", "The Abbey of Saint Éloi", "The Abbey of Saint Anne", "Ää,=\"", ""];
        let expected =
            ["Oldbridge", "OLDBRIDGE_2", "Marsh_End", "The_Abbey_of_Saint", "The_Abbey_of_Sai_2", "Ää___", "_"];
        assert_eq!(labels(&names), expected);
        assert_eq!(labels(&["ÄÖÜäöüÄÖÜä"]), ["ÄÖÜäöüÄÖÜ"]);
    }

    #[test]
    fn rows_have_a_number_for_everybody() {
        assert_eq!(row(4, &[(1, 12), (3, 1)]), b"0 12 0 1\n");
        assert_eq!(row(0, &[]), b"\n");
    }
}
