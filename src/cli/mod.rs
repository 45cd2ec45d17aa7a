//! The command line: one file a verb. Here alone the crate prints and decides how it exits.

#[cfg(test)]
mod agree;
mod analysis;
mod args;
mod ask;
mod balance;
mod brokers;
mod camps;
mod check;
mod diff;
mod export;
mod formats;
mod import;
mod interrupt;
mod load;
mod networks;
mod output;
mod path;
mod problems;
mod progress;
mod rank;
mod show;
mod table;
mod ties;
mod timeline;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use crate::problem::Report;
use args::{Args, Verb};

/// Why a verb could not do its work.
enum Failure {
    /// Something is wrong with the data or the question.
    Problems(Report),
    /// Something is wrong elsewhere.
    Other(String),
    /// Whoever read the output has seen enough.
    Closed,
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Failure::Problems(report)
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Failure::Closed,
            _ => Failure::Other(error.to_string()),
        }
    }
}

impl Failure {
    fn other(message: impl Into<String>) -> Self {
        Failure::Other(message.into())
    }
}

/// Whether anything was found: the difference between the exit codes 0 and 1.
enum Found {
    Something,
    Nothing,
}

/// Runs the command that the process was started with. The exit code is 0 where something was found
/// or all is well, 1 where nothing was found, and 2 after an error.
pub fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => {
            // Help goes to standard output and is no error; a closed pipe is nobody's fault.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    interrupt::watch();
    let done = match args.verb {
        Verb::Ask(args) => ask::run(&args),
        Verb::Show(args) => show::run(&args),
        Verb::Rank(args) => rank::run(&args),
        Verb::Mutual(args) => ties::mutual(&args),
        Verb::Flips(args) => ties::flips(&args),
        Verb::Contradictions(args) => ties::contradictions(&args),
        Verb::Corroborated(args) => ties::corroborated(&args),
        Verb::Uncorroborated(args) => ties::uncorroborated(&args),
        Verb::Diff(args) => diff::run(&args),
        Verb::Timeline(args) => timeline::run(&args),
        Verb::Path(args) => path::run(&args),
        Verb::Networks(args) => networks::run(&args),
        Verb::Camps(args) => camps::run(&args),
        Verb::Balance(args) => balance::run(&args),
        Verb::Brokers(args) => brokers::run(&args),
        Verb::Export(args) => export::run(&args),
        Verb::Import(args) => import::run(&args),
        Verb::Check(args) => check::run(&args),
        Verb::Formats => formats::run(),
        Verb::Completions { shell } => completions(shell),
        Verb::Man => man(),
    };
    match done {
        Ok(Found::Something) => ExitCode::SUCCESS,
        Ok(Found::Nothing) => ExitCode::from(1),
        Err(Failure::Closed) => ExitCode::SUCCESS,
        Err(failure) => {
            let mut stderr = anstream::stderr().lock();
            let _ = match failure {
                Failure::Problems(report) => problems::write(&mut stderr, &report),
                Failure::Other(message) => writeln!(stderr, "{}", problems::line("error", &message)),
                Failure::Closed => Ok(()),
            };
            ExitCode::from(2)
        }
    }
}

/// Says on standard error what is no error but should be known.
fn note(message: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{}", problems::line("note", message));
}

fn completions(shell: clap_complete::Shell) -> Result<Found, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut <Args as clap::CommandFactory>::command(), "standoff", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Found::Something)
}

fn man() -> Result<Found, Failure> {
    let command = <Args as clap::CommandFactory>::command();
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut page)?;
    // The verbs have a page each; they follow one another in one file, as man shows them.
    for verb in command.get_subcommands().filter(|verb| !verb.is_hide_set()) {
        let name = format!("standoff-{}", verb.get_name());
        clap_mangen::Man::new(verb.clone().name(name)).render(&mut page)?;
    }
    io::stdout().lock().write_all(&page)?;
    Ok(Found::Something)
}
