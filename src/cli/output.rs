//! Where output goes: to a file that appears whole or not at all, or to standard output.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use super::Failure;
use super::args::OutputArgs;
use super::interrupt::Unfinished;
use super::load::Shown;
use crate::write::{Format, Options, Part};

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
        let target = Target::named(args)?;
        match target.format() {
            Some(format) if !format.is_built() => Err(Failure::other(format!(
                "this build cannot write {format}: `cargo install --path . --features full` makes one that can"
            ))),
            Some(format) if !format.files().is_empty() && !matches!(target, Target::File(..)) => {
                let files = format.files().join(", ");
                Err(Failure::other(format!("{format} is a folder with {files}: name it with -o")))
            }
            _ => Ok(target),
        }
    }

    fn named(args: &OutputArgs) -> Result<Target, Failure> {
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
        if path.is_dir() && format.files().is_empty() {
            return Err(Failure::other(format!("{}: this is a folder", path.display())));
        }
        Ok(Target::File(format, path.clone()))
    }

    /// The format, where it is none for people to read right here.
    pub fn format(&self) -> Option<Format> {
        match self {
            Target::Table => None,
            Target::Stdout(format) | Target::File(format, _) => Some(*format),
        }
    }

    /// What of the actors it holds.
    pub fn shown(&self) -> Shown {
        match self.format() {
            Some(format) if format.keeps().any(|part| part == Part::Aliases) => Shown::Everything,
            _ => Shown::Names,
        }
    }

    /// Writes there: a table as `table` does, anything else as `write` does.
    pub fn put(
        &self,
        options: Options<'_>,
        table: impl FnOnce(&mut dyn Write) -> io::Result<()>,
        write: impl Fn(&mut dyn Write, Format, Options<'_>) -> io::Result<()>,
    ) -> Result<(), Failure> {
        match self {
            Target::Table => stdout(table),
            Target::Stdout(format) => stdout(|out| write(out, *format, options)),
            Target::File(format, path) if format.files().is_empty() => {
                whole_file(path, |out| write(out, *format, options))
            }
            Target::File(format, path) => {
                let made = fs::create_dir(path);
                if let Err(error) = made.as_ref()
                    && !path.is_dir()
                {
                    let files = format.files().join(", ");
                    return Err(Failure::other(match error.kind() {
                        io::ErrorKind::AlreadyExists => {
                            format!("{}: this is a file, and {format} a folder with {files}", path.display())
                        }
                        io::ErrorKind::NotFound => format!("{}: there is no folder to put it in", path.display()),
                        _ => format!("{}: {error}", path.display()),
                    }));
                }
                let write = |file: &'static str, out: &mut dyn Write| write(out, *format, Options { file, ..options });
                let written = whole_files(path, format.files(), &write);
                if written.is_err() && made.is_ok() {
                    // Nothing is in it.
                    let _ = fs::remove_dir(path);
                }
                written
            }
        }
    }
}

/// Writes several files into a folder: none of them is put there before all are written.
fn whole_files(
    folder: &Path,
    files: &[&'static str],
    write: &dyn Fn(&'static str, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let [file, rest @ ..] = files else { return Ok(()) };
    let path = folder.join(file);
    whole_file_with(&path, |_, out| {
        let mut out = BufWriter::new(out);
        write(file, &mut out).map_err(|error| failed(&path, &error))?;
        let out = out.into_inner().map_err(|error| failed(&path, error.error()))?;
        whole_files(folder, rest, write)?;
        Ok(out)
    })
}

/// Writes into a file beside the one named, and renames it into place when all of it is there: a
/// failed run leaves the old file as it was. A link stays, and what it points to is written; an old
/// file keeps its permissions. What is no file, like /dev/null or a named pipe, cannot be replaced
/// without destroying it, and is written into.
pub(super) fn whole_file(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let failed = |error: io::Error| match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => failed(path, &error),
    };
    whole_file_with(path, |_, file| {
        let mut out = BufWriter::new(file);
        write(&mut out).map_err(failed)?;
        out.into_inner().map_err(|error| failed(error.into_error()))
    })
}

fn failed(path: &Path, error: &io::Error) -> Failure {
    Failure::other(format!("{}: {error}", path.display()))
}

/// The same for what wants the file itself, and the folder in which it will be, to put other things there.
pub(super) fn whole_file_with(
    path: &Path,
    write: impl FnOnce(&Path, File) -> Result<File, Failure>,
) -> Result<(), Failure> {
    let failed = |error: io::Error| failed(path, &error);
    let place = pointed_to(path).map_err(failed)?;
    let folder = place.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let old = match fs::metadata(&place) {
        Ok(old) => Some(old),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed(error)),
    };
    // A file that may not be written may not be replaced either, though its folder would allow it.
    if let Some(old) = &old {
        let out = OpenOptions::new().write(true).open(&place).map_err(failed)?;
        if !old.is_file() {
            return write(folder, out).map(drop);
        }
    }
    if !folder.is_dir() {
        return Err(Failure::other(format!("{}: there is no folder {}", path.display(), folder.display())));
    }
    let mut builder = tempfile::Builder::new();
    builder.prefix(".standoff-");
    #[cfg(unix)]
    {
        // As any new file, less the umask; a temporary file would be its owner's alone.
        use std::os::unix::fs::PermissionsExt;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    // The error names the temporary file, which nobody has asked for; its kind says enough.
    let file = builder.tempfile_in(folder).map_err(|error| failed(error.kind().into()))?;
    let unfinished = Unfinished::new(file.path());
    let (file, temporary) = file.into_parts();
    let file = write(folder, file)?;
    if let Some(old) = old {
        file.set_permissions(old.permissions()).map_err(failed)?;
    }
    temporary.persist(&place).map_err(|error| failed(error.error))?;
    drop(unfinished);
    Ok(())
}

/// Where a path leads when every link at its end is followed, whether or not anything is there.
fn pointed_to(path: &Path) -> io::Result<PathBuf> {
    // As many links as Linux follows.
    const LINKS: usize = 40;
    let mut place = path.to_owned();
    for _ in 0..LINKS {
        // The links in /proc lead to what is open, which may be a pipe with no name: there is
        // nothing to follow, and it is no file to be replaced.
        if fs::metadata(&place).is_ok_and(|found| !found.is_file()) {
            return Ok(place);
        }
        match fs::read_link(&place) {
            Ok(next) => place = place.parent().unwrap_or(Path::new("")).join(next),
            Err(_) => return Ok(place),
        }
    }
    Err(io::Error::other("too many links"))
}

/// Writes to standard output.
pub(super) fn stdout(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    out.flush()?;
    Ok(())
}
