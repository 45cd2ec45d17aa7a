//! One statement as it is written, from a JSON object or from a row of a table.

use std::borrow::Cow;

use super::json::{Json, Object, Spanned, date, filled, in_order, shortened, word};
use super::keys::statement::*;
use super::keys::{Key, STATEMENT, Shape};
use super::mapped::without_time;
use crate::date::Date;
use crate::files::At;
use crate::problem::{Finding, Problems};
use crate::statement::{Certainty, Details};

type Text<'t> = Spanned<Cow<'t, str>>;

/// A statement whose names are not yet resolved.
pub(crate) struct Record<'t> {
    pub at: At,
    pub id: Option<Text<'t>>,
    pub documents: Vec<Text<'t>>,
    pub date: Option<Date>,
    pub sources: Vec<Text<'t>>,
    pub relation: Option<Text<'t>>,
    pub targets: Vec<Text<'t>>,
    pub gist: Option<Text<'t>>,
    pub quote: Option<Text<'t>>,
    pub span: Option<Spanned<(u64, u64)>>,
    pub certainty: Option<Certainty>,
    pub answers: Option<Text<'t>>,
    pub negated: bool,
    pub code: Option<Text<'t>>,
}

impl<'t> Record<'t> {
    /// Reads an object.
    pub fn of_object(object: &Object<'t>, findings: &mut Problems) -> Self {
        let certainty = object.text(CERTAINTY, findings);
        Record {
            at: object.at,
            id: object.text(ID, findings),
            documents: object.names(DOCUMENT, findings),
            date: object.text(DATE, findings).and_then(|text| date(&text, findings)),
            sources: object.names(SOURCE, findings),
            relation: object.text(RELATION, findings),
            targets: object.names(TARGET, findings),
            gist: object.text(GIST, findings),
            quote: object.text(QUOTE, findings),
            span: object.span(SPAN, findings),
            certainty: certainty.and_then(|text| word(&text, &STATEMENT[CERTAINTY], findings)),
            answers: object.text(ANSWERS, findings),
            negated: object.flag(NEGATED, findings),
            code: object.text(CODE, findings),
        }
    }

    /// Reads the text of an object again, of which it is known that it is one.
    pub fn of_json(json: Json<'t>, findings: &mut Problems) -> Option<Self> {
        let object = json.whole_object("a statement", STATEMENT, findings)?;
        Some(Record::of_object(&object, findings))
    }

    /// Reads a row: `columns` says for each key which cell holds it. An empty cell is a missing key; where a
    /// statement needs it, that is a finding, unless rows without it are counted.
    pub fn of_row(at: At, cells: &[Text<'t>], columns: &Columns, counted: bool, findings: &mut Problems) -> Self {
        let mut values: [Option<Text<'t>>; COUNT] = Default::default();
        for (key, value) in values.iter_mut().enumerate() {
            let Some(cell) = columns.of[key].and_then(|column| cells.get(column)) else { continue };
            if !cell.value.trim().is_empty() {
                *value = Some(cell.clone());
            } else if STATEMENT[key].required && !counted {
                let finding = Finding::error(cell.at, format!("`{}` is empty", STATEMENT[key].name));
                findings.push(finding.hint(STATEMENT[key].about));
            }
        }
        let mut take = |key: usize| values[key].take();
        let certainty = take(CERTAINTY);
        let negated = take(NEGATED);
        let span = take(SPAN);
        let date_cell = take(DATE);
        Record {
            at,
            id: take(ID),
            documents: members(take(DOCUMENT), &STATEMENT[DOCUMENT], findings),
            sources: members(take(SOURCE), &STATEMENT[SOURCE], findings),
            relation: take(RELATION).map(trimmed),
            targets: members(take(TARGET), &STATEMENT[TARGET], findings),
            gist: take(GIST),
            quote: take(QUOTE),
            answers: take(ANSWERS).map(trimmed),
            code: take(CODE),
            date: date_cell.and_then(|text| {
                let text = trimmed(text);
                date(&if counted { without_time(text) } else { text }, findings)
            }),
            span: span.and_then(|text| span_cell(&trimmed(text), findings)),
            certainty: certainty.and_then(|text| word(&trimmed(text), &STATEMENT[CERTAINTY], findings)),
            negated: negated.is_some_and(|text| flag_cell(&trimmed(text), findings)),
        }
    }

    /// Puts a word where a key of a statement is, as a cell of a table holds it.
    pub fn put(&mut self, key: usize, text: Text<'t>, findings: &mut Problems) {
        let text = trimmed(text);
        match key {
            ID => self.id = Some(text),
            DOCUMENT => self.documents = vec![text],
            DATE => self.date = date(&without_time(text), findings),
            SOURCE => self.sources = vec![text],
            RELATION => self.relation = Some(text),
            TARGET => self.targets = vec![text],
            GIST => self.gist = Some(text),
            QUOTE => self.quote = Some(text),
            SPAN => self.span = span_cell(&text, findings),
            CERTAINTY => self.certainty = word(&text, &STATEMENT[CERTAINTY], findings),
            ANSWERS => self.answers = Some(text),
            NEGATED => self.negated = flag_cell(&text, findings),
            _ => self.code = Some(text),
        }
    }

    /// The targets without those that stand there a second time in the same spelling, as the draft
    /// has them.
    pub fn different_targets(&self) -> impl Iterator<Item = &Text<'t>> {
        let targets = &self.targets;
        let again = |ix: usize| targets[..ix].iter().any(|before| before.value == targets[ix].value);
        targets.iter().enumerate().filter(move |&(ix, _)| !again(ix)).map(|(_, target)| target)
    }

    /// What is shown of it.
    pub fn details(self) -> Details {
        let owned = |text: Text<'_>| text.value.into_owned();
        Details {
            gist: self.gist.map(owned).filter(|gist| !gist.is_empty()),
            quote: self.quote.map(owned),
            code: self.code.map(owned),
            span: self.span.map(|span| span.value),
        }
    }
}

fn trimmed(text: Text<'_>) -> Text<'_> {
    text.map(|value| Cow::Owned(value.trim().to_owned()))
}

/// Which column of a table holds which key of a statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Columns {
    pub of: [Option<usize>; COUNT],
    /// How many there are.
    pub width: usize,
}

/// The names in a cell: a JSON list of strings, which our own tables have where a name holds what is between names,
/// or apart by semicolons or bars.
fn members<'t>(cell: Option<Text<'t>>, key: &Key, findings: &mut Problems) -> Vec<Text<'t>> {
    debug_assert_eq!(key.shape, Shape::Names);
    let Some(Spanned { value, at }) = cell else { return Vec::new() };
    if let Some(names) = value.trim().strip_prefix('[').and_then(|_| serde_json::from_str::<Vec<String>>(&value).ok()) {
        let name = |name: String| filled(Spanned { value: Cow::Owned(name), at }, key, findings);
        return names.into_iter().filter_map(name).collect();
    }
    value
        .split([';', '|'])
        .filter_map(|name| filled(Spanned { value: Cow::Owned(name.trim().to_owned()), at }, key, findings))
        .collect()
}

fn span_cell(text: &Text<'_>, findings: &mut Problems) -> Option<Spanned<(u64, u64)>> {
    let inside = text.value.trim_start_matches('[').trim_end_matches(']');
    let ends = inside.split_once(['-', ',', ':', '–']);
    let span = ends.and_then(|(start, end)| Some((start.trim().parse().ok()?, end.trim().parse().ok()?)));
    match span {
        Some(value) => in_order(Spanned { value, at: text.at }, findings),
        None => {
            let said = shortened(&text.value);
            findings.push(
                Finding::error(text.at, format!("`{said}` is no span"))
                    .hint("write 412-655: code points from 0, the end not included"),
            );
            None
        }
    }
}

fn flag_cell(text: &Text<'_>, findings: &mut Problems) -> bool {
    match text.value.to_lowercase().as_str() {
        "true" | "yes" | "1" => true,
        "false" | "no" | "0" => false,
        other => {
            let said = shortened(other);
            findings.push(Finding::error(text.at, format!("`{said}` is neither true nor false")));
            false
        }
    }
}
