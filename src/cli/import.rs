//! `standoff import`: other people's data as ours, in one file.

use std::path::Path;

use super::args::ImportArgs;
use super::load::{Source, say};
use super::output::{stdout, whole_file};
use super::table::many;
use super::{Failure, Found, note};
use crate::dataset::read_with;
use crate::problem::Report;
use crate::read::Options;
use crate::statement::StatementIx;
use crate::write::{Format, data as write_data};

pub(super) fn run(args: &ImportArgs) -> Result<Found, Failure> {
    let format = format(args)?;
    let source = Source::of(&args.data.data, &args.data.reading)?;
    match format {
        #[cfg(feature = "parquet")]
        Format::Parquet => prepared(&source, &args.output),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => {
            Err(Failure::other("this standoff was built without Parquet: cargo build --release --features parquet"))
        }
        format => data(&source, &args.output, format),
    }
}

/// The format of the file: what `--to` says, or its ending, of which a shorter one will do, since only data are written.
fn format(args: &ImportArgs) -> Result<Format, Failure> {
    let known: Vec<&str> = Format::ALL.into_iter().filter(|format| format.is_data()).map(Format::name).collect();
    let named = args.to.or_else(|| match Format::of_path(&args.output)? {
        Format::Json => Some(Format::Data),
        Format::Csv => Some(Format::Statements),
        format => Some(format),
    });
    match named {
        Some(format) if format.is_data() => Ok(format),
        Some(format) => Err(Failure::other(format!("{format} holds no data that read back: use {}", known.join(", ")))),
        None => Err(Failure::other(format!(
            "{}: an import ends in .json, .csv or .parquet; --to names one of {}",
            args.output.display(),
            known.join(", ")
        ))),
    }
}

fn data(source: &Source, path: &Path, format: Format) -> Result<Found, Failure> {
    let options = Options { only_errors: true, everything: true, ..source.options.clone() };
    let dataset = {
        let _bar = super::progress::Bar::of(&options.progress);
        read_with(source.data.iter().cloned(), &options)?.0
    };
    let all: Vec<StatementIx> = dataset.statements().map(|statement| statement.ix()).collect();
    if all.is_empty() {
        say(dataset.tally());
        return Err(Report::error("there are no statements in the data", None).into());
    }
    match path.as_os_str() == "-" {
        true => stdout(|out| write_data(out, &dataset, &all, format))?,
        false => whole_file(path, |out| write_data(out, &dataset, &all, format))?,
    }
    say(dataset.tally());
    let ties: usize = dataset.statements().map(|statement| statement.sources().len() * statement.targets().len()).sum();
    done(path, all.len(), ties);
    Ok(Found::Something)
}

#[cfg(feature = "parquet")]
fn prepared(source: &Source, path: &Path) -> Result<Found, Failure> {
    use crate::import::{ImportError, import};
    let mut imported = None;
    super::output::whole_file_with(path, |folder, out| {
        let _bar = super::progress::Bar::of(&source.options.progress);
        let (done, out) = import(source.data.clone(), &source.options, folder, out).map_err(|error| match error {
            ImportError::Problems(report) => Failure::Problems(report),
            ImportError::Io(error) => Failure::from(error),
        })?;
        imported = Some(done);
        Ok(out)
    })?;
    let imported = imported.expect("it was set, or there was an error");
    say(&imported.tally);
    done(path, imported.statements as usize, imported.ties as usize);
    Ok(Found::Something)
}

fn done(path: &Path, statements: usize, ties: usize) {
    note(&format!("{}: {}, {}", path.display(), many(statements, "statement"), many(ties, "tie")));
}
