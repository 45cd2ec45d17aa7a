//! What `standoff networks` takes.

use clap::Args as ClapArgs;

use super::{DataArgs, SharedArgs, one_of};
use crate::analyze::networks::{AgreeOn, Duplicates, Measure, Mode, Normalise, Side};

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
