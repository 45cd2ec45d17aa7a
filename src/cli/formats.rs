//! `standoff formats`: the formats, and what each keeps and loses.

use std::io::{self, Write};

use super::output::stdout;
use super::{Failure, Found};
use crate::read::Format as ReadFormat;
use crate::write::{Format, Keeps, Part};

pub(super) fn run() -> Result<Found, Failure> {
    stdout(|out| {
        written(out)?;
        writeln!(out)?;
        read(out)
    })?;
    Ok(Found::Something)
}

fn written(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| written with `--to` | or `-o` | media type | keeps |\n|---|---|---|---|")?;
    for format in Format::ALL {
        let names = |parts: &[Part]| parts.iter().map(|part| part.name()).collect::<Vec<_>>().join(", ");
        let keeps = match format.keeps_in_short() {
            Keeps::Everything => "everything".to_owned(),
            Keeps::AllBut(lost) => format!("all but {}", names(lost)),
            Keeps::Only(kept) => format!("{}; no more", names(kept)),
        };
        let files = format.files().join(", ");
        let folder = if files.is_empty() { String::new() } else { format!("/ with {files}") };
        let name = format.name();
        let endings = endings(format.endings());
        writeln!(out, "| {name} | {endings}{folder} | {} | {keeps} |", format.media_type())?;
    }
    Ok(())
}

fn read(out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "| read, also with `--from` | endings | media type | keeps | loses |\n|---|---|---|---|---|")?;
    for format in ReadFormat::all() {
        let endings = match format.endings() {
            [] => "by what it holds".to_owned(),
            some => endings(some),
        };
        let (name, media_type, keeps, loses) = (format.name(), format.media_type(), format.keeps(), format.loses());
        writeln!(out, "| {name} | {endings} | {media_type} | {keeps} | {loses} |")?;
    }
    writeln!(out, "| parquet | .parquet | {} | everything, as `import` wrote it | |", Format::Parquet.media_type())
}

fn endings(endings: &[&str]) -> String {
    endings.iter().map(|ending| format!("`.{ending}`")).collect::<Vec<_>>().join(" ")
}
