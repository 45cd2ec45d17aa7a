//! What the verbs of analysis take.

use std::num::NonZero;

use clap::{Args as ClapArgs, ValueEnum};

use super::filter::{date, sign};
use super::{DataArgs, EXIT, ReadingArgs, SharedArgs, one_of};
use crate::analyze::camps::Method;
use crate::analyze::rank::{Count, Measure};
use crate::date::{Date, Unit};
use crate::relation::Sign;

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
