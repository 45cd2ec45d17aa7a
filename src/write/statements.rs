//! The data file as one table: a statement a row (RFC 4180), in the columns that are read.
//!
//! What is known of documents, actors and relations, and the title of the data, stand in the last column
//! as pieces of the data file, some in each row.

use std::io::{self, Write};

use serde_json::{Map, Value, json};

use super::csv::{io_error, protected};
use super::tables::Tables;
use super::values::record;
use crate::dataset::Dataset;
use crate::read::keys::{ABOUT, Key, STATEMENT, Shape};
use crate::statement::StatementIx;

/// How many statements are read again at once.
const SOME: usize = 10_000;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, statements: &[StatementIx]) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let header = STATEMENT.iter().map(|key| key.name).chain([ABOUT]);
    csv.write_record(header).map_err(io_error)?;
    let tables = Tables::of(dataset, statements);
    let mut pieces = Pieces::of(&tables, statements.len());
    for some in statements.chunks(SOME) {
        for (&ix, details) in some.iter().zip(dataset.details(some)?) {
            let statement = record(dataset, ix, &details, statements);
            let cells =
                STATEMENT.iter().map(|key| statement.get(key.name).map_or_else(String::new, |value| cell(key, value)));
            csv.write_record(cells.chain([pieces.next()])).map_err(io_error)?;
        }
    }
    if statements.is_empty() {
        csv.write_record(STATEMENT.iter().map(|_| String::new()).chain([pieces.next()])).map_err(io_error)?;
    }
    csv.flush()
}

/// A value as a cell that is read as the same value.
fn cell(key: &Key, value: &Value) -> String {
    let text = match (key.shape, value) {
        (Shape::Names, Value::String(one)) if !is_plain(one) => json!([one]).to_string(),
        (Shape::Names, Value::Array(list)) => {
            let names: Option<Vec<&str>> = list.iter().map(|one| one.as_str().filter(|one| is_plain(one))).collect();
            names.map_or_else(|| value.to_string(), |names| names.join("; "))
        }
        (Shape::Span, Value::Array(ends)) => ends.iter().map(Value::to_string).collect::<Vec<_>>().join("-"),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    };
    protected(&text).into_owned()
}

/// Whether a name can stand in a cell as it is: it is read as one, and as itself.
fn is_plain(name: &str) -> bool {
    !name.contains([';', '|']) && !name.starts_with('[') && name.trim() == name
}

/// The pieces of the data file that go with the rows.
struct Pieces {
    /// The name of its list, and the member; the title and the like have no list.
    members: Vec<(&'static str, Value)>,
    head: Map<String, Value>,
    rows: usize,
    row: usize,
}

impl Pieces {
    fn of(tables: &Tables<'_>, rows: usize) -> Self {
        let lists = tables.lists().into_iter();
        let members = lists.flat_map(|(name, list)| list.into_iter().map(move |member| (name, member)));
        Pieces { members: members.collect(), head: tables.head(), rows: rows.max(1), row: 0 }
    }

    /// What goes with the next row: as much with each, so that no cell is longer than it must be.
    fn next(&mut self) -> String {
        let place = |row: usize| (self.members.len() as u128 * row as u128 / self.rows as u128) as usize;
        let members = &self.members[place(self.row)..place(self.row + 1)];
        self.row += 1;
        let mut object = std::mem::take(&mut self.head);
        for (name, member) in members {
            let list = object.entry(*name).or_insert_with(|| json!([]));
            list.as_array_mut().expect("it was made a list").push(member.clone());
        }
        if object.is_empty() { String::new() } else { Value::Object(object).to_string() }
    }
}
