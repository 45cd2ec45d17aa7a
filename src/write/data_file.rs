//! The data file: documents, actors, relations and statements in JSON, a member a line.

use std::io::{self, Write};

use serde_json::Value;

use super::tables::Tables;
use super::values::record;
use crate::dataset::Dataset;
use crate::statement::StatementIx;

/// How many statements are read again at once.
const SOME: usize = 10_000;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, statements: &[StatementIx]) -> io::Result<()> {
    let tables = Tables::of(dataset, statements);
    out.write_all(b"{")?;
    let mut before = "\n";
    for (key, value) in tables.head() {
        write!(out, "{before}  {}: {value}", Value::from(key))?;
        before = ",\n";
    }
    for (name, list) in tables.lists() {
        write!(out, "{before}  \"{name}\": [")?;
        for (number, member) in list.iter().enumerate() {
            write!(out, "{}\n    {member}", if number > 0 { "," } else { "" })?;
        }
        out.write_all(b"\n  ]")?;
        before = ",\n";
    }
    write!(out, "{before}  \"statements\": [")?;
    let mut between = "\n";
    for some in statements.chunks(SOME) {
        for (&ix, details) in some.iter().zip(dataset.details(some)?) {
            write!(out, "{between}    {}", Value::Object(record(dataset, ix, &details, statements)))?;
            between = ",\n";
        }
    }
    out.write_all(if statements.is_empty() { b"]\n}\n" } else { b"\n  ]\n}\n" })
}
