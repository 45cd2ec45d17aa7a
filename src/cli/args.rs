//! What can be typed, and what the filters of it mean.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum};

use super::Failure;
use super::networks::NetworksArgs;
use crate::analyze::camps::Method;
use crate::analyze::rank::{Count, Measure};
use crate::dataset::Dataset;
use crate::date::{Date, Day, Unit};
use crate::draw::{self, Engine, Theme, View};
use crate::graph::{By, Filter};
use crate::names::{fold, nearest};
use crate::problem::Report;
use crate::read::{Fields, Format as ReadFormat};
use crate::relation::Sign;
use crate::statement::Certainty;
use crate::write::{Format, Print};

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
    /// Write a prepared file, which answers at once however much it holds
    #[cfg(feature = "parquet")]
    Import(ImportArgs),
    /// Say everything that is wrong with the data, all at once
    Check(CheckArgs),
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
pub struct ShowArgs {
    /// The actor, or two of them; then files and folders. What is a file or a folder is DATA
    #[arg(required = true, value_name = "ACTOR [ACTOR] [DATA]")]
    pub words: Vec<String>,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub rows: RowArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub draw: DrawArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
}

/// What every verb of analysis takes beside its data.
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
#[command(after_help = "\
Measures:
  source     what they do towards others       target     what is done towards them
  both       either                            others     how many others they are tied to
  support    the share of what is for them in all that is for or against them
  pagerank   who is spoken of by those who are spoken of, weighted by statements
  betweenness            on how many shortest chains between others they lie
  hubs, authorities      who speaks of many authorities, of whom many hubs speak (HITS)

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub struct RankArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub shared: SharedArgs,
    /// What actors are ranked by
    #[arg(long, value_name = "MEASURE", value_parser = measure, default_value_t, help_heading = "Ranking")]
    pub measure: Measure,
    /// What is counted: statements or documents
    #[arg(long, value_name = "WHAT", value_parser = count, default_value_t, help_heading = "Ranking")]
    pub count: Count,
    /// Count betweenness from so many actors, drawn by lot, instead of from all
    #[arg(long, value_name = "N", help_heading = "Ranking")]
    pub samples: Option<NonZero<u32>>,
}

/// A verb of analysis without options of its own.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXIT)]
pub struct PlainArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = EXIT)]
pub struct ContradictionsArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// How many days may lie between for and against at most
    #[arg(long, value_name = "DAYS", default_value_t = 30, help_heading = "Contradictions")]
    pub within: u32,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
  standoff diff may.json june.json              edges that came, went, grew, shrank, and whose sign turned
  standoff diff data --at 2020 --at 2023        the same data at two dates: days, months, years or intervals
  standoff diff anna.csv ben.csv --agreement    two codings of the same documents

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub struct DiffArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// What may have been said at that date; twice, before and after
    #[arg(long, value_name = "DATE", value_parser = date, help_heading = "Comparison")]
    pub at: Vec<Date>,
    /// Compare two annotators' codings: agreement, kappa, alpha, and the statements that only one of them has
    #[arg(long, help_heading = "Comparison")]
    pub agreement: bool,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
  standoff timeline                             all statements
  standoff timeline france                      what France says and what is said of it
  standoff timeline armenia azerbaijan -o when.svg
                                                between the two, as a chart

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub struct TimelineArgs {
    /// Whom it is about, nobody for all, or two towards each other; then files and folders. What is a file or a
    /// folder is DATA
    #[arg(value_name = "[ACTOR [ACTOR]] [DATA]")]
    pub words: Vec<String>,
    /// day, week, month or year [default: the shortest that needs no more than 60]
    #[arg(long, value_name = "UNIT", value_parser = unit, help_heading = "Time")]
    pub step: Option<Unit>,
    /// How many steps are counted together, each with those before it
    #[arg(long, value_name = "N", default_value_t = NonZero::<u32>::MIN, help_heading = "Time")]
    pub window: NonZero<u32>,
    /// Count the most frequent relations apart, the others together, instead of each sign
    #[arg(long, help_heading = "Time")]
    pub by_relation: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
  standoff path armenia turkey                  the shortest chains between the two
  standoff path armenia --signs=-,-             whom Armenia's enemies are against: its enemies' enemies
  standoff path armenia                         everybody that Armenia reaches, nearest first

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub struct PathArgs {
    /// Where chains begin, and where they end; then files and folders. What is a file or a folder is DATA
    #[arg(required = true, value_name = "ACTOR [ACTOR] [DATA]")]
    pub words: Vec<String>,
    /// The sign of each step, apart by commas: only chains of just these
    #[arg(long, value_name = "SIGN", value_parser = sign, value_delimiter = ',', allow_hyphen_values = true, help_heading = "Chains")]
    pub signs: Vec<Sign>,
    /// Walk edges against their direction, too
    #[arg(long, help_heading = "Chains")]
    pub either_way: bool,
    #[command(flatten)]
    pub reading: ReadingArgs,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Methods:
  modularity   more support within and hostility between than by chance, as many camps as that makes
  balance      the fewest statements negative within or positive between, and whether that is proven

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub struct CampsArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// What makes good camps: modularity or balance [default: modularity, with --camps or --pairs balance]
    #[arg(long, value_name = "METHOD", value_parser = method, help_heading = "Camps")]
    pub method: Option<Method>,
    /// By balance: so many camps at most [default: any number]
    #[arg(long, value_name = "N", help_heading = "Camps")]
    pub camps: Option<NonZero<u32>>,
    /// By balance: count each pair of actors once, by the sign of most statements
    #[arg(long, help_heading = "Camps")]
    pub pairs: bool,
    /// By modularity: more than 1 for more and smaller camps, less for fewer [default: 1]
    #[arg(long, value_name = "NUMBER", value_parser = resolution, help_heading = "Camps")]
    pub resolution: Option<f64>,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = EXIT)]
pub struct BalanceArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Count by day, week, month or year, too
    #[arg(long, value_name = "UNIT", value_parser = unit, help_heading = "Time")]
    pub step: Option<Unit>,
    /// Let each count hold everything before it
    #[arg(long, help_heading = "Time")]
    pub cumulative: bool,
    #[command(flatten)]
    pub shared: SharedArgs,
}

/// What the groups are that brokers stand between.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum GroupsBy {
    /// The camps that `standoff camps` finds
    Camp,
    /// Those who act for the same principal
    Principal,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = "\
Roles of B, where ties lead from A to B and from B to C, but not from A to C:
  coordinator   all of one group            representative   A and B of one group
  gatekeeper    B and C of one group        itinerant        A and C of one group
  liaison       three groups

Exit codes: 0 found, 1 nothing found, 2 error.")]
pub struct BrokersArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// Between which groups: by camp or by principal
    #[arg(long, value_name = "WHAT", default_value = "camp", hide_possible_values = true, help_heading = "Groups")]
    pub groups: GroupsBy,
    #[command(flatten)]
    pub shared: SharedArgs,
}

#[derive(Debug, ClapArgs)]
#[command(after_help = EXIT)]
pub struct ExportArgs {
    #[command(flatten)]
    pub data: DataArgs,
    #[command(flatten)]
    pub rows: RowArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub draw: DrawArgs,
    #[command(flatten)]
    pub filter: FilterArgs,
}

#[cfg(feature = "parquet")]
#[derive(Debug, ClapArgs)]
#[command(after_help = "Exit codes: 0 imported, 2 error, also where there is nothing to import.")]
pub struct ImportArgs {
    #[command(flatten)]
    pub data: DataArgs,
    /// The file to write: Parquet, a row for each tie
    #[arg(short, long, value_name = "FILE.parquet", help_heading = "Output")]
    pub output: PathBuf,
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
    /// Which variable of a .dna file is what: type=…, source=person, target=concept, qualifier=agreement,
    /// relation=… (a variable, or one relation for all), gist=…
    #[arg(long, value_name = "FIELD=NAME")]
    pub map: Vec<String>,
    /// What a label of a .dna file means: blames=accuses, or 1=supports
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

/// How pictures are drawn.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Pictures")]
pub struct DrawArgs {
    /// matrix, network or timeline [default: a network of up to 20 actors, a matrix of more]
    #[arg(long, value_name = "VIEW", value_parser = view)]
    pub view: Option<View>,
    /// light, dark, or print for black and white
    #[arg(long, value_name = "THEME", value_parser = theme)]
    pub theme: Option<Theme>,
    /// In a network, draw supporters near each other and opponents apart
    #[arg(long)]
    pub signed: bool,
    /// Let a program of Graphviz draw the network: dot, neato, fdp, sfdp, circo or twopi
    #[arg(long, value_name = "ENGINE", value_parser = engine)]
    pub engine: Option<Engine>,
    /// How many pixels of a PNG a pixel of the picture has [default: 2]
    #[arg(long, value_name = "N", value_parser = scale)]
    pub scale: Option<f64>,
    /// A further font (TrueType, OpenType) for PNG and PDF, for letters that the usual ones lack
    #[arg(long, value_name = "FILE")]
    pub font: Vec<PathBuf>,
}

impl DrawArgs {
    /// How to draw what goes into that format; what would have no effect is an error.
    pub fn options(&self, format: Option<Format>) -> Result<draw::Options, Failure> {
        type Fits = fn(Format) -> bool;
        let drawn: Fits = |format| format.is_picture() || format == Format::Html;
        let given: [(&str, bool, Fits); 6] = [
            ("view", self.view.is_some(), drawn),
            ("theme", self.theme.is_some(), drawn),
            ("signed", self.signed, drawn),
            ("engine", self.engine.is_some(), Format::is_picture),
            ("scale", self.scale.is_some(), |format| format == Format::Png),
            ("font", !self.font.is_empty(), |format| matches!(format, Format::Png | Format::Pdf)),
        ];
        for (name, _, fits) in given.into_iter().filter(|(_, given, _)| *given) {
            if !format.is_some_and(fits) {
                let fitting: Vec<&str> =
                    Format::ALL.into_iter().filter(|&format| fits(format)).map(Format::name).collect();
                return Err(Failure::other(format!("--{name} has no effect here: it is for {}", fitting.join(", "))));
            }
        }
        if let Some(engine) = self.engine {
            if self.view.is_some_and(|view| view != View::Network) {
                return Err(Failure::other(format!("--engine {engine} draws networks only")));
            }
            if self.theme.is_some() || self.signed {
                return Err(Failure::other(format!(
                    "--engine {engine} draws in its own way: no --theme and no --signed"
                )));
            }
        }
        Ok(draw::Options {
            view: self.view,
            theme: self.theme.unwrap_or_default(),
            signed: self.signed,
            engine: self.engine,
            ..draw::Options::default()
        })
    }

    /// How to make PNG and PDF.
    pub fn print(&self) -> Print<'_> {
        Print { scale: self.scale.unwrap_or(Print::default().scale), fonts: &self.font, system_fonts: true }
    }
}

/// One of a closed list, by its name in either case.
pub(super) fn one_of<T: std::str::FromStr + Copy>(
    text: &str,
    all: &[T],
    name: fn(T) -> &'static str,
) -> Result<T, String> {
    let known = || all.iter().map(|&one| name(one)).collect::<Vec<_>>().join(", ");
    text.to_lowercase().parse().map_err(|_| format!("known are {}", known()))
}

fn unit(text: &str) -> Result<Unit, String> {
    let text = text.to_lowercase();
    let known = || Unit::ALL.map(Unit::one).join(", ");
    Unit::ALL.into_iter().find(|unit| unit.one() == text).ok_or_else(|| format!("known are {}", known()))
}

fn measure(text: &str) -> Result<Measure, String> {
    one_of(text, &Measure::ALL, Measure::name)
}

fn count(text: &str) -> Result<Count, String> {
    one_of(text, &Count::ALL, Count::name)
}

fn method(text: &str) -> Result<Method, String> {
    one_of(text, &Method::ALL, Method::name)
}

fn resolution(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|number: &f64| (0.0..=1000.0).contains(number));
    number.ok_or_else(|| "a number from 0 to 1000".to_owned())
}

fn scale(text: &str) -> Result<f64, String> {
    let number = text.parse().ok().filter(|scale: &f64| (0.1..=20.0).contains(scale));
    number.ok_or_else(|| "a number from 0.1 to 20".to_owned())
}

fn view(text: &str) -> Result<View, String> {
    one_of(text, &View::ALL, View::name)
}

fn engine(text: &str) -> Result<Engine, String> {
    one_of(text, &Engine::ALL, Engine::name)
}

fn theme(text: &str) -> Result<Theme, String> {
    one_of(text, &Theme::ALL, Theme::name)
}

fn format(text: &str) -> Result<Format, String> {
    one_of(text, &Format::ALL, Format::name)
}

/// Which statements count.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// What may have been said on that day or later: 2020-09-27, 2020-09 or 2020
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<Date>,
    /// What may have been said on that day or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<Date>,
    /// Of this relation, by id or verb; may be repeated, as all of these
    #[arg(long, value_name = "RELATION")]
    pub relation: Vec<String>,
    /// Of this sign: -, + or 0
    #[arg(long, value_name = "SIGN", value_parser = sign, allow_hyphen_values = true)]
    pub sign: Vec<Sign>,
    /// With this actor, or who acts for it, at either end
    #[arg(long, value_name = "ACTOR")]
    pub actor: Vec<String>,
    /// In this document
    #[arg(long, value_name = "DOCUMENT")]
    pub document: Vec<String>,
    /// In a document of this publisher
    #[arg(long, value_name = "PUBLISHER")]
    pub publisher: Vec<String>,
    /// Stated, reported or alleged
    #[arg(long, value_name = "CERTAINTY", value_parser = certainty)]
    pub certainty: Vec<Certainty>,
    /// Rows and edges with at least so many statements
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub min_statements: usize,
    /// Rows and edges from at least so many documents
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub min_documents: usize,
    /// Count everybody as themselves, or as whom they act for
    #[arg(long, value_enum, ignore_case = true, default_value_t = ByArg::Actor)]
    pub by: ByArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ByArg {
    Actor,
    Principal,
}

fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|error: crate::date::DateError| format!("{error}; {}", error.hint()))
}

fn sign(text: &str) -> Result<Sign, String> {
    text.parse().map_err(|()| "-, + or 0".to_owned())
}

fn certainty(text: &str) -> Result<Certainty, String> {
    text.to_lowercase().parse().map_err(|()| "stated, reported or alleged".to_owned())
}

impl FilterArgs {
    /// Whether everything counts, as it stands.
    #[cfg(feature = "parquet")]
    pub fn is_empty(&self) -> bool {
        let lists = [&self.relation, &self.actor, &self.document, &self.publisher];
        self.since.is_none()
            && self.until.is_none()
            && lists.into_iter().all(Vec::is_empty)
            && self.sign.is_empty()
            && self.certainty.is_empty()
            && self.min_statements <= 1
            && self.min_documents == 0
            && matches!(self.by, ByArg::Actor)
    }

    /// What the filters mean for these data.
    pub fn resolve(&self, dataset: &Dataset) -> Result<Filter, Failure> {
        let mut report = Report::default();
        let mut unknown = |what: &str, name: &str, near: Option<&str>| {
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            report.extend(Report::error(format!("--{what}: there is no {what} `{name}` in the data"), hint));
        };
        let mut filter = Filter {
            since: self.since.map(Date::first_day),
            until: self.until.map(Date::last_day),
            signs: self.sign.clone(),
            certainties: self.certainty.clone(),
            min_statements: self.min_statements,
            min_documents: self.min_documents,
            by: match self.by {
                ByArg::Actor => By::Actor,
                ByArg::Principal => By::Principal,
            },
            ..Filter::default()
        };
        for name in &self.relation {
            let ids = dataset.relations().iter().map(|relation| relation.id.as_str());
            match dataset.find_relation(name) {
                Some(relation) => filter.relations.push(relation),
                None => unknown("relation", name, nearest(&fold(name), ids)),
            }
        }
        for name in &self.actor {
            match dataset.find_actor(name) {
                Some(actor) => filter.actors.push(actor),
                None => unknown("actor", name, dataset.nearest_name(name)),
            }
        }
        let mut named = Vec::new();
        for id in &self.document {
            match dataset.find_document(id) {
                Some(document) => named.push(document),
                None => unknown("document", id, nearest(id, dataset.documents().map(|document| document.id))),
            }
        }
        let mut published = Vec::new();
        for name in &self.publisher {
            let known: Vec<String> = dataset.documents().filter_map(|document| document.publisher.clone()).collect();
            let by =
                |publisher: &Option<String>| publisher.as_ref().is_some_and(|publisher| fold(publisher) == fold(name));
            let before = published.len();
            published.extend(dataset.document_ixs().filter(|&ix| by(&dataset.document(ix).publisher)));
            if published.len() == before {
                unknown("publisher", name, nearest(name, known.iter().map(String::as_str)));
            }
        }
        filter.documents = match (self.document.is_empty(), self.publisher.is_empty()) {
            (true, true) => None,
            (false, true) => Some(named),
            (true, false) => Some(published),
            (false, false) => Some(named.into_iter().filter(|document| published.contains(document)).collect()),
        };
        if let (Some(since), Some(until)) = (filter.since, filter.until)
            && backwards(since, until)
        {
            report.extend(Report::error(format!("--since {since} is after --until {until}"), None));
        }
        if report.errors > 0 { Err(report.into()) } else { Ok(filter) }
    }
}

fn backwards(since: Day, until: Day) -> bool {
    since > until
}
