//! `standoff import`: a prepared file.

use super::args::ImportArgs;
use super::load::{Source, say};
use super::output::whole_file_with;
use super::table::many;
use super::{Failure, Found, note};
use crate::import::{ImportError, import};

pub(super) fn run(args: &ImportArgs) -> Result<Found, Failure> {
    let ends = args.output.extension().and_then(|ending| ending.to_str());
    if !ends.is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
        return Err(Failure::other(format!("{}: a prepared file ends in .parquet", args.output.display())));
    }
    let source = Source::of(&args.data.data, &args.data.reading)?;
    let mut imported = None;
    whole_file_with(&args.output, |folder, out| {
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
    note(&format!(
        "{}: {}, {}",
        args.output.display(),
        many(imported.statements as usize, "statement"),
        many(imported.ties as usize, "tie")
    ));
    Ok(Found::Something)
}
