//! The rows of the first section, and of those that are like it, as CSV (RFC 4180): a line for each row, or for each statement that it lists.

use std::io::{self, Write};

use super::{BEHIND, listed, words};
use crate::analyze::{Cell, Findings};
use crate::dataset::Dataset;
use crate::write::Options;
use crate::write::csv::{STATEMENT, io_error, statement_cells, text};

pub(super) fn write(
    out: &mut dyn Write,
    datasets: &[&Dataset],
    findings: &Findings,
    options: Options<'_>,
) -> io::Result<()> {
    let (alike, several) = findings.alike();
    let Some(section) = alike.first() else { return Ok(()) };
    let lists = section.bare || options.receipts != Some(0);
    let options = if section.bare { Options { receipts: Some(1), ..options } } else { options };
    let statement = if options.texts.is_some() { &STATEMENT[..] } else { &STATEMENT[..10] };
    let mut csv = csv::Writer::from_writer(out);
    let mut header = vec!["row"];
    header.extend(several.then_some("section"));
    header.extend(section.columns.iter().map(AsRef::as_ref));
    header.extend(BEHIND.iter().filter(|_| !section.bare));
    header.extend(statement.iter().filter(|_| lists));
    csv.write_record(header.iter().map(|name| text(name).into_owned())).map_err(io_error)?;
    for section in alike {
        let dataset = datasets[section.side];
        for (number, listed) in (1..).zip(listed(dataset, &section.rows, options)) {
            let listed = listed?;
            let mut cells = vec![number.to_string()];
            cells.extend(several.then(|| section.name.to_owned()));
            cells.extend(listed.row.cells.iter().map(|cell| match cell {
                // A cell that a spreadsheet may sum stays a number, also below nought.
                Cell::Net(net) => net.to_string(),
                Cell::Number(number) => number.to_string(),
                Cell::Statement(ix) => text(&dataset.statement(*ix).id()).into_owned(),
                cell => text(&words(dataset, cell, |ix| dataset.actor(ix).id.clone(), "; ")).into_owned(),
            }));
            if !section.bare {
                let date = |date: Option<crate::Date>| date.map(|date| date.to_string()).unwrap_or_default();
                cells.push(listed.behind.count.to_string());
                cells.push(listed.behind.documents.to_string());
                cells.push(date(listed.behind.dates.map(|dates| dates.0)));
                cells.push(date(listed.behind.dates.map(|dates| dates.1)));
            }
            if !lists {
                csv.write_record(&cells).map_err(io_error)?;
            }
            for receipt in &listed.statements {
                let line =
                    cells.iter().cloned().chain(statement_cells(dataset, receipt).into_iter().take(statement.len()));
                csv.write_record(line).map_err(io_error)?;
            }
        }
    }
    csv.flush()
}
