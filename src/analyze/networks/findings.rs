//! A network as rows and as a matrix.

use super::{DiscourseNetwork, Duplicates, Level, Measure, Mode, Weighted};
use crate::analyze::{Cell, Findings, Matrix, Row, Section};
use crate::dataset::Dataset;

impl DiscourseNetwork {
    /// The ties as rows, the strongest first and only the first so many of them where that is told; and the whole as
    /// a matrix.
    pub fn findings(&self, dataset: &Dataset, top: Option<usize>) -> Findings {
        let options = self.options;
        let name = |actor: crate::ActorIx| &dataset.actor(actor).name;
        let mut strongest: Vec<&Weighted> = self.cells.iter().collect();
        let names = |cell: &Weighted| (name(self.rows()[cell.row as usize]), name(self.columns[cell.column as usize]));
        strongest.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| names(a).cmp(&names(b))));
        let total = strongest.len();
        strongest.truncate(top.unwrap_or(usize::MAX));
        let rows = strongest.into_iter().map(|cell| {
            let mut cells = vec![
                Cell::Actor(self.rows()[cell.row as usize]),
                Cell::Actor(self.columns[cell.column as usize]),
                Cell::Number(cell.weight),
            ];
            if options.measure == Measure::Combine {
                let levels = self.combined(cell.weight);
                cells.push(Cell::Texts(levels.into_iter().map(|level| called(dataset, level)).collect()));
            }
            Row::new(cells, self.ties(cell.row, cell.column))
        });
        let mut columns = match options.mode {
            Mode::One => vec!["actor", "other", "weight"],
            Mode::Two => vec!["source", "target", "weight"],
        };
        if options.measure == Measure::Combine {
            columns.push("levels");
        }
        let section = Section { total, ..Section::new("edges", &columns, rows.collect()) };
        let text = |name: &str| Cell::Text(name.to_owned());
        let mut facts = vec![
            ("mode", text(options.mode.name())),
            ("measure", text(options.measure.name())),
            ("normalise", text(options.normalise.name())),
            ("duplicates", text(options.duplicates.name())),
            ("agree_on", text(options.agree_on.name())),
            ("ties", Cell::Count(self.statements() as u64)),
        ];
        if options.mode == Mode::One {
            facts.insert(1, ("of", text(options.of.name())));
        }
        if options.measure == Measure::Combine {
            facts.push(("levels", Cell::Texts(self.levels().iter().map(|&level| called(dataset, level)).collect())));
        }
        let mut notes = Vec::new();
        let many = |count: usize| if count == 1 { "1 tie".to_owned() } else { format!("{count} ties") };
        if self.repeats() > 0 {
            notes.push(format!(
                "{} left out: another says the same in the same {}",
                many(self.repeats()),
                self.within()
            ));
        }
        if self.untold() > 0 {
            let what = if options.duplicates == Duplicates::Document { "document" } else { "date that tells" };
            notes.push(format!("{} without a {what} counted each time", many(self.untold())));
        }
        let mut cells = self.cells.clone();
        if options.mode == Mode::One {
            cells.extend(self.cells.iter().map(|cell| Weighted { row: cell.column, column: cell.row, ..*cell }));
            cells.sort_by_key(|cell| (cell.row, cell.column));
        }
        let matrix = Matrix {
            rows: self.rows().to_vec(),
            columns: self.columns.clone(),
            cells: cells.into_iter().map(|cell| (cell.row, cell.column, cell.weight)).collect(),
            symmetric: options.mode == Mode::One,
        };
        let title = match options.mode {
            Mode::One => "Who says the same, and who does not",
            Mode::Two => "Who speaks of what",
        };
        Findings { facts, sections: vec![section], matrix: Some(matrix), notes, ..Findings::new(title) }
    }

    fn within(&self) -> &'static str {
        match self.options.duplicates {
            Duplicates::AcrossRange | Duplicates::Include => "range",
            other => other.name(),
        }
    }
}

fn called(dataset: &Dataset, level: Level) -> String {
    match level {
        Level::Sign(sign) => sign.glyph().to_string(),
        Level::Relation(relation) => dataset.relation(relation).id.clone(),
    }
}
