//! The rows as JSON Lines: a row a line.

use std::io::{self, Write};

use super::receipts::Receipts;
use super::values;

pub(super) fn write(out: &mut dyn Write, receipts: &Receipts<'_>) -> io::Result<()> {
    for listed in receipts.rows() {
        serde_json::to_writer(&mut *out, &values::row(receipts.answer, &listed?))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
