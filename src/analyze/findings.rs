//! The rows in which every analysis says what it found.

use std::borrow::Cow;

use super::Matrix;
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::{Date, Unit};
use crate::draw::chart::Column;
use crate::graph::{Graph, LeftOut, Tie, dates, documents, statements};
use crate::relation::Sign;
use crate::statement::{RelationIx, StatementIx};

/// What an analysis found: facts about the whole, and sections of rows, the main one first.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, analyze::{Cell, rank}, read};
/// # let town = "source,relation,target\nOldbridge,accuses,Marsh End\nOldbridge,accuses,Marsh End\nMarsh End,denies,Oldbridge\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let (graph, _) = Graph::of(&data, &Filter::default());
/// let findings = rank::rank(&data, &graph, &rank::Options::default()).findings(&data, &graph, None);
/// let first = &findings.sections[0].rows[0];
/// assert_eq!(first.cells[1], Cell::Actor(data.find_actor("Oldbridge").unwrap()));
/// assert_eq!(first.statements().len(), 2);
/// ```
#[derive(Debug, Default)]
pub struct Findings {
    /// What was looked for, in a few words.
    pub title: String,
    /// What holds of the whole: a name in the way of JSON keys, and what it is.
    pub facts: Vec<(&'static str, Cell)>,
    /// The rows; the first section is the one that formats of a single table hold.
    pub sections: Vec<Section>,
    /// The weights that the rows of the first section are, as a matrix, for what is one.
    pub matrix: Option<Matrix>,
    /// The ties of the graph that formats of graphs hold, where it is more than what the rows are of.
    pub drawn: Option<Vec<Tie>>,
    /// The bars of a chart, a unit apart, where pictures show these instead of the graph.
    pub chart: Option<(Unit, Vec<Column>)>,
    /// What should be known of how it was found, in sentences without a full stop.
    pub notes: Vec<String>,
    /// What did not count.
    pub left_out: LeftOut,
}

/// Rows of one kind.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// Its name in JSON, in the plural: `camps`.
    pub name: &'static str,
    /// The names of the cells of each row. Behind them stand `count`, `documents`, `first`, `last` and
    /// `statements`, which every row has.
    pub columns: Vec<Cow<'static, str>>,
    /// The rows, in their order.
    pub rows: Vec<Row>,
    /// Whether the rows are statements themselves, one each: then there are no cells.
    pub bare: bool,
    /// Of which dataset its actors and statements are, where several are compared: its place among them.
    pub side: usize,
    /// How many rows there were before only the first of them were asked for.
    pub total: usize,
}

/// A figure or several, and the ties behind them.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// One for each column.
    pub cells: Vec<Cell>,
    /// The ties that it was counted from.
    pub ties: Vec<Tie>,
}

/// What stands in a row.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// There is no such figure.
    #[default]
    Nothing,
    /// An actor.
    Actor(ActorIx),
    /// Several actors.
    Actors(Vec<ActorIx>),
    /// A relation.
    Relation(RelationIx),
    /// A sign.
    Sign(Sign),
    /// A date.
    Date(Date),
    /// How many.
    Count(u64),
    /// How many, where it may be less than none.
    Net(i64),
    /// A measure.
    Number(f64),
    /// Yes or no.
    Truth(bool),
    /// Words.
    Text(String),
    /// Several words.
    Texts(Vec<String>),
    /// A statement.
    Statement(StatementIx),
}

impl Row {
    /// A row of these cells, counted from these ties.
    pub fn new(cells: impl Into<Vec<Cell>>, ties: Vec<Tie>) -> Row {
        Row { cells: cells.into(), ties }
    }

    /// The statements behind it, ascending, each once.
    pub fn statements(&self) -> Vec<StatementIx> {
        statements(&self.ties)
    }
}

impl Section {
    /// A section of all these rows.
    pub fn new(name: &'static str, columns: &[&'static str], rows: Vec<Row>) -> Section {
        let columns = columns.iter().map(|&column| Cow::Borrowed(column)).collect();
        Section { name, columns, total: rows.len(), rows, bare: false, side: 0 }
    }

    /// A section of statements: a row each, ascending, with those of its ties that count.
    pub fn of_statements(name: &'static str, mut ties: Vec<Tie>) -> Section {
        ties.sort_unstable_by_key(|tie| (tie.statement, *tie));
        ties.dedup();
        let rows: Vec<Row> = ties
            .chunk_by(|a, b| a.statement == b.statement)
            .map(|ties| Row { cells: Vec::new(), ties: ties.to_vec() })
            .collect();
        Section { name, columns: Vec::new(), total: rows.len(), rows, bare: true, side: 0 }
    }

    /// Its name for people.
    pub(crate) fn heading(&self) -> String {
        let name = self.name.replace('_', " ");
        let mut letters = name.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    }

    /// The same without rows behind the first so many.
    pub fn top(mut self, top: Option<usize>) -> Section {
        self.rows.truncate(top.unwrap_or(usize::MAX));
        self
    }
}

impl Findings {
    /// Nothing yet, under that title.
    pub fn new(title: impl Into<String>) -> Findings {
        Findings { title: title.into(), ..Findings::default() }
    }

    /// Whether nothing was found: no section has a row, and no cell of a matrix a weight.
    pub fn is_empty(&self) -> bool {
        self.matrix.as_ref().is_none_or(|matrix| matrix.cells.is_empty())
            && self.sections.iter().all(|section| section.rows.is_empty())
    }

    /// The sections that fit into one table: those with the columns of the first that has rows. Whether they are
    /// several.
    pub(crate) fn alike(&self) -> (Vec<&Section>, bool) {
        let with_rows = self.sections.iter().find(|section| !section.rows.is_empty());
        let Some(first) = with_rows.or(self.sections.first()) else { return (Vec::new(), false) };
        let fits = |section: &&Section| section.columns == first.columns && section.bare == first.bare;
        let alike: Vec<&Section> = self.sections.iter().filter(fits).collect();
        let several = alike.len() > 1;
        (alike, several)
    }

    /// The ties that were found, as a graph; where several datasets are compared, those of the last.
    pub fn graph(&self) -> Graph {
        let last = self.sections.iter().map(|section| section.side).max().unwrap_or(0);
        let of_last = || self.sections.iter().filter(|section| section.side == last);
        let of_rows = || of_last().flat_map(|section| &section.rows).flat_map(|row| &row.ties);
        Graph::new(self.drawn.clone().unwrap_or_else(|| of_rows().copied().collect()))
    }
}

/// How much is behind a row: of all its statements, however many are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Behind {
    pub count: usize,
    pub documents: usize,
    pub dates: Option<(Date, Date)>,
}

impl Behind {
    pub fn of(dataset: &Dataset, statements: &[StatementIx]) -> Behind {
        Behind {
            count: statements.len(),
            documents: documents(dataset, statements).len(),
            dates: dates(dataset, statements),
        }
    }
}
