//! A prepared file: Parquet with a row for each tie, which is data like any other.

use std::io::{self, Write};

use crate::dataset::Dataset;
use crate::import::{ImportError, prepare};
use crate::statement::StatementIx;

/// Writes it; what outgrows memory while it is sorted lies in the folder of the system for such files, without names
/// where the system allows it.
pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, statements: &[StatementIx]) -> io::Result<()> {
    let (_, file) = prepare(dataset, statements, &std::env::temp_dir(), Vec::new()).map_err(|error| match error {
        ImportError::Io(error) => error,
        ImportError::Problems(report) => {
            let said: Vec<&str> = report.problems.iter().map(|problem| problem.message.as_str()).collect();
            io::Error::new(io::ErrorKind::InvalidInput, said.join("; "))
        }
    })?;
    out.write_all(&file)
}
