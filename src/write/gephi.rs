//! The graph as two tables for Gephi 0.9.2 and later: File, Import spreadsheet, nodes before edges.
//!
//! Gephi finds the columns `Id`, `Label`, `Source`, `Target`, `Type`, `Kind`, `Weight` and `Timeset` by their names.
//! The kind is the relation: without it, edges between the same two actors would become one. `Timeset` holds
//! the days of the statements as intervals, both ends included, for the timeline.
//!
//! Gephi guesses the types of other columns from their first rows, and a column of nothing but dates would be a
//! second set of times; so signs are words, and `period` is never a date alone. Gephi takes a backslash for an
//! escape, and people open such tables in spreadsheets, too.

use std::io::{self, Write};

use super::csv::{io_error, text};
use super::edges::told;
use super::{Options, flat};
use crate::dataset::Dataset;
use crate::date::Day;
use crate::draw::Subject;
use crate::graph::{Edge, Graph};
use crate::relation::Sign;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    match options.file {
        "nodes.csv" => nodes(out, dataset, graph),
        "edges.csv" => edges(out, dataset, graph, options),
        other => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("gephi has no file {other:?}"))),
    }
}

/// A cell that Gephi reads as this text, and that a spreadsheet takes for text.
fn cell(words: &str) -> String {
    text(words).replace('\\', "\\\\")
}

fn nodes(out: &mut dyn Write, dataset: &Dataset, graph: &Graph) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    // The name of an actor is its label.
    let [_, attributes @ ..] = flat::ACTOR;
    csv.write_record(["Id", "Label"].into_iter().chain(attributes.iter().map(|attribute| attribute.name)))
        .map_err(io_error)?;
    let subject = Subject { dataset, graph, question: "" };
    for ix in subject.actors() {
        let actor = dataset.actor(ix);
        let values = flat::actor(dataset, actor);
        csv.write_record(std::iter::once(cell(&actor.id)).chain(values.iter().map(|value| cell(value))))
            .map_err(io_error)?;
    }
    csv.flush()
}

fn edges(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let header = [
        "Source",
        "Target",
        "Type",
        "Kind",
        "Id",
        "Label",
        "Weight",
        "Timeset",
        "sign",
        "period",
        "documents",
        "statements",
        "evidence",
    ];
    csv.write_record(header).map_err(io_error)?;
    for (number, told) in (1..).zip(told(dataset, graph, options)) {
        let told = told?;
        let [.., documents, statements, evidence] = flat::edge(dataset, &told);
        let relation = cell(&told.relation.id);
        let sign = match told.relation.sign {
            Sign::Negative => "negative",
            Sign::Positive => "positive",
            Sign::Neutral => "neutral",
        };
        let period = told.dates.map(|(first, last)| format!("{first} to {last}")).unwrap_or_default();
        let record = [
            cell(&told.source.id),
            cell(&told.target.id),
            "Directed".to_owned(),
            relation.clone(),
            format!("e{number}"),
            relation,
            told.edge.count().to_string(),
            times(dataset, told.edge),
            sign.to_owned(),
            period,
            cell(&documents),
            cell(&statements),
            cell(&evidence),
        ];
        csv.write_record(record).map_err(io_error)?;
    }
    csv.flush()
}

/// When the statements of an edge were made; nothing where all are undated.
fn times(dataset: &Dataset, edge: Edge<'_>) -> String {
    let dates = edge.statements().iter().filter_map(|&ix| dataset.statement(ix).date());
    let days = merged(dates.map(|date| (date.first_day(), date.last_day())).collect());
    if days.is_empty() {
        return String::new();
    }
    let days: Vec<String> = days.iter().map(|(first, last)| format!("[{first}, {last}]")).collect();
    format!("<{}>", days.join("; "))
}

/// The same days, in order and each once.
fn merged(mut days: Vec<(Day, Day)>) -> Vec<(Day, Day)> {
    days.sort_unstable();
    let mut apart: Vec<(Day, Day)> = Vec::new();
    for (first, last) in days {
        match apart.last_mut() {
            Some((_, end)) if first <= *end => *end = last.max(*end),
            _ => apart.push((first, last)),
        }
    }
    apart
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_once() {
        let days = |dates: &[&str]| {
            let dates = dates.iter().map(|text| text.parse::<crate::Date>().unwrap());
            merged(dates.map(|date| (date.first_day(), date.last_day())).collect())
        };
        assert_eq!(days(&["1902-03-04", "1902-03", "1902-03-31/1902-04-02"]), days(&["1902-03/1902-04-02"]));
        assert_eq!(days(&["1902-03-05", "1902-03-04"]).len(), 2);
    }

    #[test]
    fn a_backslash_is_one() {
        assert_eq!(cell("C:\\new"), "C:\\\\new");
        assert_eq!(cell("=\\"), "'=\\\\");
    }
}
