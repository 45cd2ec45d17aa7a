//! JSON Lines: a statement a line, read in a stream.

use std::io::{self, BufRead};

use super::draft::Draft;
use super::json::Json;
use super::record::Record;
use super::{not_utf8, without_mark};

/// Reads every line of the file into the draft.
pub(crate) fn read(file: u32, mut from: impl BufRead, draft: &mut Draft) -> io::Result<()> {
    let mut line = Vec::new();
    let mut offset = 0;
    let mut number = 0;
    loop {
        line.clear();
        let got = from.read_until(b'\n', &mut line)?;
        if got == 0 {
            return Ok(());
        }
        let (start, bytes) = without_mark(file, offset, &line, draft);
        offset += got as u64;
        match std::str::from_utf8(bytes) {
            Ok(text) if text.trim_ascii().is_empty() => {}
            Ok(text) => {
                number += 1;
                let json = Json { file, offset: start, text };
                if let Some(record) = Record::of_json(json, &mut draft.findings) {
                    draft.push(&record, number);
                }
            }
            Err(error) => draft.findings.push(not_utf8(file, start, bytes, error)),
        }
    }
}
