//! What `--map` makes of rows and lines of others: what their labels mean, and what becomes of each.

use std::borrow::Cow;

use super::draft::Draft;
use super::fields::{Fields, LABELS};
use super::json::{Spanned, list};
use super::keys::STATEMENT;
use super::keys::statement::RELATION;
use super::labels::Labels;
use super::record::Record;
use crate::files::At;
use crate::names::nearest;
use crate::problem::{Finding, Problems};
use crate::relation::Relation;

/// What says which relation a row has, and whether it is negated.
#[derive(Debug, Clone)]
pub(crate) struct Mapped {
    labels: Labels,
    /// The relation of all rows.
    fixed: Option<String>,
    /// Whether what says for or against is a scale, on which 0 is neither.
    pub scale: bool,
    /// Whether a field names the relation.
    named: bool,
}

impl Mapped {
    pub fn of(fields: &Fields, own: &[(Relation, At)]) -> Self {
        Mapped { labels: Labels::of(fields, own), fixed: None, scale: false, named: false }
    }

    /// Takes the name that the user gives for the relation, which no field has, for the relation of all; whether there
    /// is one of that name.
    pub fn fix(&mut self, name: &str) -> bool {
        self.fixed = self.labels.form(name).map(str::to_owned);
        self.fixed.is_some()
    }

    /// Notes that a field names the relation.
    pub fn name(&mut self) {
        self.named = true;
    }

    /// Whether it is known where the relation stands.
    pub fn says_relation(&self) -> bool {
        self.named || self.fixed.is_some()
    }

    /// Puts what its label means in place of it; the label itself where it means nothing.
    pub fn apply<'t>(&self, record: &mut Record<'t>, qualifier: Option<Spanned<Cow<'t, str>>>) -> Result<(), String> {
        let label = record.relation.take();
        let word = |label: &Option<Spanned<Cow<'_, str>>>| label.as_ref().map_or("", |one| one.value.trim()).to_owned();
        let (label, qualifier) = match (self.says_relation(), label, qualifier) {
            (false, _, qualifier) => (qualifier, None),
            (true, label, qualifier) => (label, qualifier),
        };
        let said = word(&label);
        let relation = match (&self.fixed, self.named) {
            (Some(fixed), false) => Some(fixed.as_str()),
            (_, true) => self.labels.relation(&said),
            (None, false) if self.scale => self.labels.on_a_scale(&said),
            (None, false) => self
                .labels
                .for_or_against(&said)
                .or_else(|| self.labels.on_a_scale(&said))
                .or_else(|| self.labels.relation(&said)),
        };
        let Some(relation) = relation else { return Err(said) };
        if let Some(qualifier) = qualifier
            && self.labels.for_or_against(&qualifier.value) == self.labels.for_or_against("false")
        {
            record.negated = true;
        }
        let at = label.map_or(record.at, |label| label.at);
        record.relation = Some(Spanned { value: Cow::Owned(relation.to_owned()), at });
        Ok(())
    }
}

/// Begins with a file in which everything that a statement has can be named.
pub(super) fn begin(draft: &mut Draft) {
    draft.mapped.extend(STATEMENT.iter().map(|key| key.name).chain(["qualifier", LABELS]));
    draft.bulk.tally.labels = true;
}

/// Takes in a row, or counts what is missing in it.
pub(super) fn push<'t>(
    mapped: &Mapped,
    mut record: Record<'t>,
    qualifier: Option<Spanned<Cow<'t, str>>>,
    number: u32,
    draft: &mut Draft,
) {
    let tally = &mut draft.bulk.tally;
    tally.rows += 1;
    if record.sources.is_empty() {
        tally.without_source += 1;
    } else if record.targets.is_empty() {
        tally.without_target += 1;
    } else if let Err(label) = mapped.apply(&mut record, qualifier) {
        tally.unknown(&label);
    } else {
        draft.push(&record, number);
        return;
    }
    // What answers it is told so no longer.
    let id = record.id.map(|id| draft.ids.intern(&id.value));
    draft.broken_ids.extend(id);
}

/// Says that there is no field of the name that the user gives.
pub(super) fn no_field<'a>(
    what: &str,
    field: &str,
    name: &str,
    at: Option<At>,
    there: impl Iterator<Item = &'a str> + Clone,
    findings: &mut Problems,
) {
    let finding = Finding::error(at, format!("--map {field}={name}: there is no {what} `{name}`"));
    let near = nearest(
        &name.to_lowercase(),
        there.clone().map(|name| name.to_lowercase()).collect::<Vec<_>>().iter().map(String::as_str),
    )
    .and_then(|near| there.clone().find(|name| name.to_lowercase() == near));
    let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let relation = match field == STATEMENT[RELATION].name {
        true => ", and no relation is called so",
        false => "",
    };
    findings.push(finding.hint(format!("{near}there are {}{relation}", list(there.take(40)))));
}

/// A day, where a time of day stands behind it, which no date here has.
pub(super) fn without_time(date: Spanned<Cow<'_, str>>) -> Spanned<Cow<'_, str>> {
    date.map(|date| match day(&date) {
        Some(day) => Cow::Owned(day.to_owned()),
        None => date,
    })
}

/// The day of a date with a time (ISO 8601, or with a blank between).
pub(super) fn day(date: &str) -> Option<&str> {
    let date = date.trim();
    let (day, time) = (date.get(..10)?, date.get(10..)?);
    let is_time = time.starts_with(['T', 't', ' ']) && time[1..].starts_with(|c: char| c.is_ascii_digit());
    (is_time && day.is_ascii()).then_some(day)
}
