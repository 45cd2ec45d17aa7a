//! `standoff networks`: who stands with whom by what they say of the same, as Discourse Network Analyzer has it.

use clap::Args as ClapArgs;

use super::args::{DataArgs, SharedArgs, one_of};
use super::load::Source;
use super::output::Target;
use super::{Failure, Found, analysis};
use crate::analyze::networks::{AgreeOn, Duplicates, Measure, Mode, Normalise, Options, Side, network};
use crate::graph::{Filter, Graph};
use crate::write::Format;

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
  standoff networks debate.dna --normalise average -o congruence.csv
                                                who says the same as whom, as a matrix
  standoff networks debate.dna --measure conflict --by principal --duplicates document
                                                who contradicts whom, people as whom they speak for
  standoff networks debate.dna --mode two -o debate.dot
                                                who is for and against what

Measures:
  one-mode   congruence, conflict, subtract (congruence less conflict), ignore (whatever they say of the same)
  two-mode   subtract (for less against), ignore (how often), combine (a number for each set of signs)
Normalisations:
  one-mode   no, average, jaccard, cosine       two-mode   no, activity, prominence

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub struct NetworksArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// one: between those who speak; two: from them to what they speak of
    #[arg(long, value_name = "MODE", value_parser = mode, default_value_t, help_heading = "Network")]
    pub mode: Mode,
    /// Of whom a one-mode network is: sources, or targets, tied by who speaks of them
    #[arg(long, value_name = "SIDE", value_parser = side, default_value_t, help_heading = "Network")]
    pub of: Side,
    /// How agreement makes a weight [default: congruence; with --mode two: subtract]
    #[arg(long, value_name = "MEASURE", value_parser = measure, help_heading = "Network")]
    pub measure: Option<Measure>,
    /// What weights are divided by
    #[arg(long, alias = "normalize", value_name = "HOW", value_parser = normalise, default_value_t, help_heading = "Network")]
    pub normalise: Normalise,
    /// Count the same statement once in a document, week, month, year or acrossrange, or include all
    #[arg(long, value_name = "WITHIN", value_parser = duplicates, default_value_t, help_heading = "Network")]
    pub duplicates: Duplicates,
    /// What has to be the same to agree: sign or relation
    #[arg(long, value_name = "WHAT", value_parser = agree_on, default_value_t, help_heading = "Network")]
    pub agree_on: AgreeOn,
    /// Give rows and columns also to those of whom the filters leave nothing, within the same dates
    #[arg(long, help_heading = "Network")]
    pub isolates: bool,
    /// Follow Discourse Network Analyzer where it differs: a week or month is the same in every year, what is
    /// neutral is halfway between for and against, and where relations have to agree, what only one says is a conflict
    #[arg(long, help_heading = "Network")]
    pub dna_compat: bool,
    /// In CSV and Markdown, list the ties instead of the matrix
    #[arg(long, help_heading = "Network")]
    pub list: bool,
    #[command(flatten)]
    pub shared: SharedArgs,
}

fn mode(text: &str) -> Result<Mode, String> {
    one_of(text, &Mode::ALL, Mode::name)
}

fn side(text: &str) -> Result<Side, String> {
    one_of(text, &Side::ALL, Side::name)
}

fn measure(text: &str) -> Result<Measure, String> {
    one_of(text, &Measure::ALL, Measure::name)
}

fn normalise(text: &str) -> Result<Normalise, String> {
    one_of(text, &Normalise::ALL, Normalise::name)
}

fn duplicates(text: &str) -> Result<Duplicates, String> {
    one_of(text, &Duplicates::ALL, Duplicates::name)
}

fn agree_on(text: &str) -> Result<AgreeOn, String> {
    one_of(text, &AgreeOn::ALL, AgreeOn::name)
}

/// How many rows are made for a table on a terminal: it shows no more.
const ROWS: usize = 1000;

pub(super) fn run(args: &NetworksArgs) -> Result<Found, Failure> {
    let options = Options {
        mode: args.mode,
        of: args.of,
        measure: args.measure.unwrap_or(match args.mode {
            Mode::One => Measure::Congruence,
            Mode::Two => Measure::Subtract,
        }),
        normalise: args.normalise,
        duplicates: args.duplicates,
        agree_on: args.agree_on,
        compatible: args.dna_compat,
    };
    if args.mode == Mode::Two && args.of == Side::Targets {
        return Err(Failure::other("--of has no effect with --mode two: targets are its columns"));
    }
    let target = Target::of(&args.shared.output)?;
    let format = target.format();
    let table = matches!(format, Some(Format::Csv | Format::Markdown));
    if args.list && !table {
        return Err(Failure::other("--list has no effect here: it is for csv and md"));
    }
    // The ties of a matrix are in no row of it.
    let top = match format {
        None => Some(args.shared.rows.top.unwrap_or(ROWS)),
        Some(_) if table && !args.list => Some(0),
        Some(_) => args.shared.rows.top,
    };
    let source = Source::of(&args.data.data, &args.data.reading)?;
    analysis::of_graph(&source, &args.shared, |dataset, graph, filter| {
        let Filter { since, until, by, documents, .. } = filter.clone();
        let within = Filter { since, until, by, documents, ..Filter::default() };
        let isolates = args.isolates.then(|| Graph::of(dataset, &within).0);
        let network = network(dataset, graph, isolates.as_ref(), &options)
            .map_err(|misfit| Failure::other(misfit.to_string()))?;
        let mut findings = network.findings(dataset, top);
        if args.list {
            findings.matrix = None;
        }
        if format.is_some_and(|format| format.is_picture() || format == Format::Html) {
            findings
                .notes
                .push("pictures show the statements behind the weights, which are in the other formats".to_owned());
        }
        Ok(findings)
    })
}
