//! The rows as one JSON object: question, rows, and what was left out.

use std::io::{self, Write};

use serde_json::json;

use super::receipts::Receipts;
use super::values;

pub(super) fn write(out: &mut dyn Write, receipts: &Receipts<'_>) -> io::Result<()> {
    // Row by row, so that an answer of a million rows is never one value in memory.
    write!(out, "{{\n  \"question\": {},\n  \"rows\": [", json!(receipts.options.question))?;
    let mut any = false;
    for listed in receipts.rows() {
        let row = serde_json::to_string_pretty(&values::row(receipts.answer, &listed?))?;
        out.write_all(if any { b",\n    " } else { b"\n    " })?;
        // No string of JSON holds a line break, so this indents structure only.
        out.write_all(row.replace('\n', "\n    ").as_bytes())?;
        any = true;
    }
    out.write_all(if any { b"\n  ],\n" } else { b"],\n" })?;
    writeln!(out, "  \"left_out\": {}\n}}", values::left_out(receipts.answer.left_out()))
}
