//! What can be typed, and what the filters of it mean.

mod analysis;
mod draw;
mod filter;
mod networks;

pub use analysis::{
    BalanceArgs, BrokersArgs, CampsArgs, ContradictionsArgs, DiffArgs, GroupsBy, PathArgs, PlainArgs, RankArgs,
    TimelineArgs,
};
pub use draw::DrawArgs;
pub use filter::{ByArg, FilterArgs};
pub use networks::NetworksArgs;

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand};

use super::Failure;
use crate::read::{Fields, Format as ReadFormat};
use crate::write::Format;

/// Who accuses, supports or mediates between whom, and where it stands.
///
/// standoff turns annotated statements into a graph between actors, answers questions about it with
/// the statements behind every answer, and writes it for other programs.
#[derive(Debug, Parser)]
#[command(name = "standoff", version, max_term_width = 100)]
pub struct Args {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Answer a question, with the statements behind each row
    #[command(after_help = QUESTIONS)]
    Ask(AskArgs),
    /// The dossier of an actor, or of two towards each other
    Show(ShowArgs),
    /// Who leads: actors by what they say, what is said of them, or where they stand
    Rank(RankArgs),
    /// Who does to each other the same: accusations that are returned
    Mutual(PlainArgs),
    /// Whose tie turned: from against to for, or from for to against
    Flips(PlainArgs),
    /// Who is both for and against another, and which statements are denied
    Contradictions(ContradictionsArgs),
    /// What several documents say of the same day
    Corroborated(PlainArgs),
    /// What one document alone says
    Uncorroborated(PlainArgs),
    /// What changed between two data files or dates, or what two annotators agree on
    Diff(DiffArgs),
    /// How much was said when: counts by day, week, month or year
    Timeline(TimelineArgs),
    /// Shortest chains from one actor to another, by relation or sign
    Path(PathArgs),
    /// Who stands with whom by what they say of the same: the networks of Discourse Network Analyzer
    Networks(NetworksArgs),
    /// Who stands with whom: camps, and the statements that break them
    Camps(CampsArgs),
    /// How the signs of three fit together: triads, by class, actor and time
    Balance(BalanceArgs),
    /// Who mediates between whom, takes sides, and stands between groups
    Brokers(BrokersArgs),
    /// Write the whole graph, or what the filters leave of it
    Export(ExportArgs),
    /// Write the data as one file of our own: other people's annotations, event data, or several files
    Import(ImportArgs),
    /// Say everything that is wrong with the data, all at once
    Check(CheckArgs),
    /// List the formats that are written and read, with what each keeps and loses
    Formats,
    /// Print the completions for a shell
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    Man,
}

const QUESTIONS: &str = "\
Questions:
  who accuses turkey                        who (accuses or condemns) azerbaijan
  turkey is accused by whom                 whom does france accuse
  who mediates between armenia and azerbaijan
  ?x accuses ?y and ?y accuses ?x           ?x accuses ?y, then within 30 days ?y denies ?x
  who accuses azerbaijan but not armenia    \"Minsk Group\" mediates whom
  france ?how turkey                        does turkey support azerbaijan

A name also finds whoever acts for it: `france` finds its president, `only france` does not.
who, whom and anyone are open ends; ?x is the same wherever it stands again.

Exit codes: 0 found, 1 nothing found, 2 error.";

const EXIT: &str = "Exit codes: 0 found, 1 nothing found, 2 error.";

#[derive(Debug, ClapArgs)]
pub struct AskArgs {
    /// The question, in words
    pub question: String,
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = EXIT)]
pub struct ShowArgs {
    /// The actor, or two of them; then files and folders. What is a file or a folder is DATA
    #[arg(required = true, value_name = "ACTOR [ACTOR] [DATA]")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub shared: SharedArgs,
}

/// What every verb takes that finds something, beside its data.
#[derive(Debug, ClapArgs)]
pub struct SharedArgs {
    #[command(flatten)]
    pub rows: RowArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub draw: DrawArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = EXIT)]
pub struct ExportArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 imported, 2 error, also where there is nothing to import.")]
pub struct ImportArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// The file to write: the data file (.json), one table (.csv), or a prepared file (.parquet), which answers
    /// at once however much it holds
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    pub output: PathBuf,
    /// The format, whatever the ending: data, statements or parquet
    #[arg(long, value_name = "FORMAT", value_parser = format, help_heading = "Output")]
    pub to: Option<Format>,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 no errors, 2 errors.")]
pub struct CheckArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// The folder with the texts of the documents, to check spans, quotes and sums against
    #[arg(long, value_name = "DIR", help_heading = "Checks")]
    pub texts: Option<PathBuf>,
    /// List every relation with its sign and the verbs that mean it
    #[arg(long, help_heading = "Checks")]
    pub relations: bool,
}

#[derive(Debug, ClapArgs)]
pub struct DataArgs {
    /// Files or folders; several are merged, - is standard input, none is ./data
    #[arg(value_name = "DATA")]
    pub data: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: ReadingArgs,
}

/// How the data are read.
#[derive(Debug, Clone, Default, ClapArgs)]
#[command(next_help_heading = "Reading")]
pub struct ReadingArgs {
    /// The format of every file, for those that are not told by their ending or content
    #[arg(long, value_name = "FORMAT", value_parser = from)]
    pub from: Option<ReadFormat>,
    /// Stop at the first row of event data that is malformed, instead of counting it
    #[arg(long)]
    pub strict: bool,
    /// Count statements of the same day, source, relation and target once, with all their documents
    #[arg(long)]
    pub one_a_day: bool,
    /// Count both rows of what ICEWS stores from both sides (visits, consultations, agreements)
    #[arg(long)]
    pub keep_mirrored: bool,
    /// Which field of other people's data is what: source=Speaker, where a statement's key stands before
    /// the sign (also `type` and `qualifier`) and a column, a key such as meta.speaker, a variable or a
    /// role behind it; relation=accuses is one relation for all
    #[arg(long, value_name = "FIELD=NAME")]
    pub map: Vec<String>,
    /// What a label of other people's data means: blames=accuses, or 1=supports
    #[arg(long, value_name = "LABEL=RELATION", allow_hyphen_values = true)]
    pub map_relation: Vec<String>,
    /// Read big files with so many threads [default: as many as there are cores]
    #[arg(long, value_name = "N")]
    pub threads: Option<NonZero<usize>>,
}

impl ReadingArgs {
    /// Which field is what, as `--map` and `--map-relation` say.
    pub fn fields(&self) -> Result<Fields, Failure> {
        let mut fields = Fields::default();
        for said in &self.map {
            fields.set(said).map_err(|error| Failure::other(format!("--map {said}: {error}")))?;
        }
        for said in &self.map_relation {
            fields.set_relation(said).map_err(|error| Failure::other(format!("--map-relation {said}: {error}")))?;
        }
        Ok(fields)
    }
}

fn from(text: &str) -> Result<ReadFormat, String> {
    text.to_lowercase().parse().map_err(|()| {
        let names: Vec<&str> = ReadFormat::all().map(ReadFormat::name).collect();
        format!("known are {}", names.join(", "))
    })
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Rows")]
pub struct RowArgs {
    /// Only so many rows: those with the most statements
    #[arg(long, value_name = "N", value_parser = top)]
    pub top: Option<usize>,
    /// How many statements a row lists, newest first: a number or `all` [default: 5; export: all]
    #[arg(long, value_name = "N", value_parser = receipts)]
    pub receipts: Option<Receipts>,
    /// The folder with the texts of the documents: each statement shows its passage
    #[arg(long, value_name = "DIR")]
    pub texts: Option<PathBuf>,
}

/// How many statements a row lists.
#[derive(Debug, Clone, Copy)]
pub struct Receipts(pub Option<usize>);

fn top(text: &str) -> Result<usize, String> {
    text.parse().ok().filter(|&n| n > 0).ok_or_else(|| "a number from 1".to_owned())
}

fn receipts(text: &str) -> Result<Receipts, String> {
    match text {
        "all" => Ok(Receipts(None)),
        text => text.parse().map(|n| Receipts(Some(n))).map_err(|_| "a number or `all`".to_owned()),
    }
}

#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Output")]
pub struct OutputArgs {
    /// The file to write; its ending picks the format
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The format, whatever the ending; without a file, a table or this on standard output
    #[arg(long, value_name = "FORMAT", value_parser = format)]
    pub to: Option<Format>,
}

/// One of a closed list, by its name in either case.
fn one_of<T: std::str::FromStr + Copy>(text: &str, all: &[T], name: fn(T) -> &'static str) -> Result<T, String> {
    let known = || all.iter().map(|&one| name(one)).collect::<Vec<_>>().join(", ");
    text.to_lowercase().parse().map_err(|_| format!("known are {}", known()))
}

fn format(text: &str) -> Result<Format, String> {
    one_of(text, &Format::ALL, Format::name)
}
