//! How much was said when: counts for each day, week, month or year.

use std::borrow::Cow;

use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::{Day, Span, Unit};
use crate::draw::chart::Column;
use crate::graph::{Edge, Graph, Tie, statements};
use crate::relation::Sign;
use crate::statement::RelationIx;
use crate::words::many;

/// How many steps are shown where no unit is asked for.
const STEPS: usize = 60;
/// How many there may be at all.
const MOST: usize = 100_000;
/// How many ties all windows may hold together, each its own.
const HELD: usize = 100_000_000;
/// How many relations are counted apart: those with the most statements.
const RELATIONS: usize = 6;
/// How long a sparkline may be: of more windows than that, each place shows the highest of several.
const LONG: usize = 72;
/// The heights of a sparkline.
const SPARKS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// How time is cut, and what is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The unit of a step; the shortest that needs no more than 60 of them, where it is missing.
    pub step: Option<Unit>,
    /// How many steps a window holds: at 1 every statement counts once, at 3 months each month counts itself and the
    /// two before it.
    pub window: u32,
    /// Whether the most frequent relations are counted apart, the others together, instead of each sign.
    pub by_relation: bool,
}

impl Default for Options {
    fn default() -> Self {
        Options { step: None, window: 1, by_relation: false }
    }
}

/// What is counted apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// All relations of a sign.
    Sign(Sign),
    /// One relation.
    Relation(RelationIx),
    /// All relations that have no series of their own.
    Others,
}

/// A window of time, and what was said in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its first day.
    pub first: Day,
    /// The first day of its last step.
    pub step: Day,
    /// The ties of each series.
    pub ties: Vec<Vec<Tie>>,
}

/// Windows from the first to the last statement, without gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// The unit of a step.
    pub unit: Unit,
    /// How many steps a window holds.
    pub window: u32,
    /// What is counted apart, in the order of the counts.
    pub series: Vec<Series>,
    /// By time.
    pub windows: Vec<Window>,
    /// Ties whose dates do not lie in one step, for each series: no window counts them.
    pub coarse: Vec<Vec<Tie>>,
    /// Ties without a date, for each series.
    pub undated: Vec<Vec<Tie>>,
}

/// Counts the statements of a graph by time. A statement counts in the step that its date lies in as a whole; where a
/// date is coarser than that, it counts in none.
///
/// # Errors
/// In words: where there would be more than 100,000 steps, or windows that hold more than 100 million ties together.
///
/// ```
/// # use standoff::{Data, analyze::timeline::{Options, timeline}, date::Unit, graph::{Filter, Graph}, read};
/// # let town = "source,relation,target,date\nAbbey,aids,Oldbridge,1902-03-04\nAbbey,aids,Oldbridge,1902-05-01\nAbbey,accuses,Oldbridge,1902\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let months = timeline(&data, &graph, &Options { step: Some(Unit::Months), ..Options::default() }).unwrap();
/// let counts: Vec<usize> = months.windows.iter().map(|window| window.ties.concat().len()).collect();
/// assert_eq!(counts, [1, 0, 1]);
/// assert_eq!(months.coarse.concat().len(), 1);
/// ```
pub fn timeline(dataset: &Dataset, graph: &Graph, options: &Options) -> Result<Timeline, String> {
    let dates = || graph.edges().flat_map(Edge::statements).filter_map(|&ix| dataset.statement(ix).date());
    let range = |unit: Unit| {
        let steps = || dates().filter(|date| date.first_day().unit(unit) == date.last_day().unit(unit));
        steps().map(|date| date.first_day()).min().zip(steps().map(|date| date.first_day()).max())
    };
    let many_steps =
        |unit: Unit| range(unit).map_or(0, |(first, last)| last.unit(unit).abs_diff(first.unit(unit)) as usize + 1);
    let shortest = || Unit::ALL.into_iter().find(|&unit| (1..=STEPS).contains(&many_steps(unit)));
    let unit = options.step.or_else(shortest).unwrap_or(Unit::Years);
    if many_steps(unit) > MOST {
        return Err(format!("that would be {} {}: choose longer steps", many_steps(unit), unit.name()));
    }
    let series = series(dataset, graph, options.by_relation);
    let none = vec![Vec::new(); series.len()];
    let mut steps: Vec<Vec<Vec<Tie>>> = vec![none.clone(); many_steps(unit)];
    let (mut coarse, mut undated) = (none.clone(), none.clone());
    let start = range(unit).map(|(first, _)| first.start_of(unit));
    for edge in graph.edges() {
        let of = |series: &Series| match *series {
            Series::Sign(sign) => dataset.relation(edge.relation()).sign == sign,
            Series::Relation(relation) => edge.relation() == relation,
            Series::Others => true,
        };
        let at = series.iter().position(of).expect("every relation of the graph is in a series");
        for tie in edge.ties() {
            let list = match (dataset.statement(tie.statement).date(), start) {
                (None, _) => &mut undated,
                (Some(date), Some(start)) if date.first_day().unit(unit) == date.last_day().unit(unit) => {
                    &mut steps[date.first_day().unit(unit).abs_diff(start.unit(unit)) as usize]
                }
                (Some(_), _) => &mut coarse,
            };
            list[at].push(tie);
        }
    }
    let window = options.window.max(1);
    let ties: usize = steps.iter().map(|step| step.iter().map(Vec::len).sum::<usize>()).sum();
    if ties.saturating_mul(steps.len().min(window as usize)) > HELD {
        return Err(format!("windows of {window} {} hold too much together: choose longer steps", unit.name()));
    }
    let next = |day: &Day| day.plus(Span { count: 1, unit });
    let days: Vec<Day> = std::iter::successors(start, next).take(steps.len()).collect();
    let windows = days.iter().enumerate().map(|(last, &step)| {
        let from = last.saturating_sub(window as usize - 1);
        let mut ties = none.clone();
        for step in &steps[from..=last] {
            ties.iter_mut().zip(step).for_each(|(ties, more)| ties.extend(more));
        }
        Window { first: days[from], step, ties }
    });
    let windows = windows.collect();
    Ok(Timeline { unit, window, series, windows, coarse, undated })
}

/// What there is to count: signs in their usual order, or relations, those with the most statements first.
fn series(dataset: &Dataset, graph: &Graph, by_relation: bool) -> Vec<Series> {
    let mut counts: Vec<(usize, RelationIx)> = Vec::new();
    for edge in graph.edges() {
        match counts.iter_mut().find(|(_, relation)| *relation == edge.relation()) {
            Some((count, _)) => *count += edge.count(),
            None => counts.push((edge.count(), edge.relation())),
        }
    }
    if by_relation {
        counts.sort_by_key(|&(count, relation)| (std::cmp::Reverse(count), &dataset.relation(relation).id));
        // Others are none where they would be one.
        let apart = if counts.len() > RELATIONS + 1 { RELATIONS } else { counts.len() };
        let relations = counts[..apart].iter().map(|&(_, relation)| Series::Relation(relation));
        return relations.chain((apart < counts.len()).then_some(Series::Others)).collect();
    }
    let has = |sign: &Sign| counts.iter().any(|&(_, relation)| dataset.relation(relation).sign == *sign);
    Sign::ALL.into_iter().filter(has).map(Series::Sign).collect()
}

fn count(ties: &[Tie]) -> u64 {
    statements(ties).len() as u64
}

/// Heights between nought and the highest; what is more than nought is seen.
fn sparkline(counts: &[u64]) -> String {
    let most = counts.iter().copied().max().unwrap_or(0);
    let spark = |&count: &u64| match count {
        0 => SPARKS[0],
        count => SPARKS[1 + ((count - 1) * (SPARKS.len() as u64 - 2) / most.max(2).saturating_sub(1)) as usize],
    };
    counts.iter().map(spark).collect()
}

impl Timeline {
    /// What a series is called.
    pub fn name(&self, dataset: &Dataset, series: Series) -> String {
        match series {
            Series::Sign(Sign::Negative) => "against".to_owned(),
            Series::Sign(Sign::Positive) => "for".to_owned(),
            Series::Sign(Sign::Neutral) => "neither".to_owned(),
            Series::Relation(relation) => dataset.relation(relation).id.clone(),
            Series::Others => "others".to_owned(),
        }
    }

    /// What a window is called: its step, or its first and its last.
    fn period(&self, window: &Window) -> String {
        let (first, last) = (window.first.unit_name(self.unit), window.step.unit_name(self.unit));
        if first == last { first } else { format!("{first}/{last}") }
    }

    /// The windows as rows, with a sparkline for each series and a chart; `about` is whom it is about.
    pub fn findings(&self, dataset: &Dataset, about: &[ActorIx], top: Option<usize>) -> Findings {
        let row = |name: String, ties: &[Vec<Tie>]| {
            let mut cells = vec![Cell::Text(name)];
            cells.extend(ties.iter().map(|ties| Cell::Count(count(ties))));
            Row::new(cells, ties.concat())
        };
        let mut facts =
            vec![("step", Cell::Text(self.unit.one().to_owned())), ("window", Cell::Count(self.window.into()))];
        if !self.windows.is_empty() {
            let together = self.windows.len().div_ceil(LONG);
            let longest = self.series.iter().map(|&series| self.name(dataset, series).len()).max().unwrap_or(0);
            let sparks = self.series.iter().enumerate().map(|(at, &series)| {
                let windows = self.windows.chunks(together);
                let highest = |windows: &[Window]| windows.iter().map(|window| count(&window.ties[at])).max();
                let counts: Vec<u64> = windows.map(|windows| highest(windows).unwrap_or(0)).collect();
                format!("{:longest$} {}", self.name(dataset, series), sparkline(&counts))
            });
            facts.push(("sparklines", Cell::Texts(sparks.collect())));
        }
        let rows: Vec<Row> = self.windows.iter().map(|window| row(self.period(window), &window.ties)).collect();
        let mut columns: Vec<Cow<'static, str>> = vec!["period".into()];
        columns.extend(self.series.iter().map(|&series| Cow::Owned(self.name(dataset, series))));
        let windows = Section { columns: columns.clone(), ..Section::new("windows", &[], rows) }.top(top);
        let mut sections = vec![windows];
        let elsewhere =
            [(format!("over more than a {}", self.unit.one()), &self.coarse), ("undated".to_owned(), &self.undated)];
        let rows: Vec<Row> = elsewhere
            .into_iter()
            .filter(|(_, ties)| ties.iter().any(|ties| !ties.is_empty()))
            .map(|(name, ties)| row(name, ties))
            .collect();
        let mut notes = Vec::new();
        if !rows.is_empty() {
            let left: usize = rows.iter().map(|row| row.statements().len()).sum();
            notes.push(format!(
                "{} in no window: their dates are coarser than a {}, or they have none",
                many(left, "statement"),
                self.unit.one()
            ));
            sections.push(Section { columns, ..Section::new("elsewhere", &[], rows) });
        }
        let title = match about.iter().map(|&actor| dataset.actor(actor).name.as_str()).collect::<Vec<_>>()[..] {
            [] => "How much was said when".to_owned(),
            [actor] => format!("How much was said when by and about {actor}"),
            [a, b, ..] => format!("How much was said when between {a} and {b}"),
        };
        let chart = self.windows.iter().map(|window| Column {
            name: self.period(window),
            begins: window.step,
            ties: window.ties.concat(),
        });
        Findings { facts, chart: Some((self.unit, chart.collect())), sections, notes, ..Findings::new(title) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_seen() {
        assert_eq!(sparkline(&[0, 1, 100]), "▁▂█");
        assert_eq!(sparkline(&[1, 1]), "▂▂");
        assert_eq!(sparkline(&[1, 2]), "▂█");
        assert_eq!(sparkline(&[]), "");
    }
}
