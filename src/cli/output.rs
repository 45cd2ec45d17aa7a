//! Where output goes: to a file that appears whole or not at all, or to standard output.

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use super::args::OutputArgs;
use crate::write::Format;

/// What a verb writes.
pub(super) enum Target {
    /// A table for people, on standard output.
    Table,
    /// A format, on standard output.
    Stdout(Format),
    /// A format, into a file.
    File(Format, PathBuf),
}

impl Target {
    /// What the arguments ask for: `-o` picks the format by its ending, `--to` names it.
    pub fn of(args: &OutputArgs) -> Result<Target, Failure> {
        let Some(path) = &args.output else {
            return Ok(args.to.map_or(Target::Table, Target::Stdout));
        };
        if path.as_os_str() == "-" {
            return Ok(args.to.map_or(Target::Table, Target::Stdout));
        }
        let Some(format) = args.to.or_else(|| Format::of_path(path)) else {
            let endings: Vec<String> =
                Format::ALL.iter().flat_map(|format| format.endings()).map(|ending| format!(".{ending}")).collect();
            return Err(Failure::other(format!(
                "{}: no format has that ending; known are {}, and --to names one",
                path.display(),
                endings.join(", ")
            )));
        };
        if path.is_dir() {
            return Err(Failure::other(format!("{}: this is a folder", path.display())));
        }
        Ok(Target::File(format, path.clone()))
    }
}

/// Writes into a file beside the one named, and renames it into place when all of it is there: a
/// failed run leaves the old file as it was.
pub(super) fn whole_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let failed = |error: io::Error| Failure::other(format!("{}: {error}", path.display()));
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".standoff-");
    #[cfg(unix)]
    {
        // As any new file, less the umask; a temporary file would be its owner's alone.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let file = builder.tempfile_in(folder).map_err(failed)?;
    let mut out = BufWriter::new(file);
    write(&mut out).map_err(failed)?;
    let file = out.into_inner().map_err(|error| failed(error.into_error()))?;
    file.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Writes to standard output.
pub(super) fn stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(())
}
