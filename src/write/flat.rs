//! Actors and edges as attributes with a name and a text or a count each: for the formats that have no lists.

use std::borrow::Cow;

use super::edges::{Said, Told};
use crate::actor::Actor;
use crate::dataset::Dataset;

/// What an attribute is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Count,
    /// A date as it is: a day, a month, a year or an interval.
    Date,
}

/// An attribute of every actor, or of every edge.
#[derive(Debug, Clone, Copy)]
pub(super) struct Attribute {
    pub name: &'static str,
    pub kind: Kind,
}

const fn text(name: &'static str) -> Attribute {
    Attribute { name, kind: Kind::Text }
}

/// The attributes of actors beside their id.
pub(super) const ACTOR: [Attribute; 8] = [
    text("name"),
    text("kind"),
    text("role"),
    text("aliases"),
    text("acts_for"),
    text("members"),
    text("iso3166"),
    text("wikidata"),
];

/// The attributes of edges beside their ends.
pub(super) const EDGE: [Attribute; 8] = [
    text("relation"),
    text("sign"),
    Attribute { name: "count", kind: Kind::Count },
    Attribute { name: "first", kind: Kind::Date },
    Attribute { name: "last", kind: Kind::Date },
    text("documents"),
    text("statements"),
    text("evidence"),
];

/// Where a list stands in a text, it stands between its members.
pub(super) const BETWEEN: &str = "; ";

fn joined<'a>(parts: impl Iterator<Item = Cow<'a, str>>) -> Cow<'a, str> {
    Cow::Owned(parts.collect::<Vec<_>>().join(BETWEEN))
}

/// The values of [`ACTOR`]; empty where there is none.
pub(super) fn actor<'a>(dataset: &'a Dataset, actor: &'a Actor) -> [Cow<'a, str>; ACTOR.len()] {
    let id = |ix| Cow::Borrowed(dataset.actor(ix).id.as_str());
    let text = |text: &'a Option<String>| Cow::Borrowed(text.as_deref().unwrap_or_default());
    [
        Cow::Borrowed(actor.name.as_str()),
        Cow::Borrowed(actor.kind.name()),
        text(&actor.role),
        joined(actor.aliases.iter().map(|alias| Cow::Borrowed(alias.as_str()))),
        joined(acts_for(dataset, actor)),
        joined(actor.members.iter().map(|&member| id(member))),
        text(&actor.iso3166),
        text(&actor.wikidata),
    ]
}

/// For whom an actor acts: an id each, and when in brackets.
pub(super) fn acts_for<'a>(dataset: &'a Dataset, actor: &'a Actor) -> impl Iterator<Item = Cow<'a, str>> {
    actor.acts_for.iter().map(|entry| {
        let id = dataset.actor(entry.actor).id.as_str();
        match (entry.from, entry.to) {
            (None, None) => Cow::Borrowed(id),
            // The interval of EDTF (ISO 8601-2): an end that is not there is open.
            (from, to) => {
                let end = |date: Option<crate::Date>| date.map(|date| date.to_string()).unwrap_or_default();
                Cow::Owned(format!("{id} ({}/{})", end(from), end(to)))
            }
        }
    })
}

/// The values of [`EDGE`]; empty where there is none.
pub(super) fn edge<'a>(dataset: &'a Dataset, told: &Told<'a>) -> [Cow<'a, str>; EDGE.len()] {
    let date = |date: Option<crate::Date>| Cow::Owned(date.map(|date| date.to_string()).unwrap_or_default());
    [
        Cow::Borrowed(told.relation.id.as_str()),
        Cow::Borrowed(told.relation.sign.name()),
        Cow::Owned(told.edge.count().to_string()),
        date(told.dates.map(|(first, _)| first)),
        date(told.dates.map(|(_, last)| last)),
        joined(told.documents.iter().map(|&ix| Cow::Borrowed(dataset.document(ix).id))),
        joined(told.edge.statements().iter().map(|&ix| dataset.statement(ix).id())),
        Cow::Owned(evidence(dataset, told)),
    ]
}

/// The statements that an edge lists, a line each.
pub(super) fn evidence(dataset: &Dataset, told: &Told<'_>) -> String {
    told.statements.iter().map(|said| line(dataset, said)).collect::<Vec<_>>().join("\n")
}

/// A statement in a line: its date, what was said, on whose word, in which documents, and its id.
pub(super) fn line(dataset: &Dataset, said: &Said) -> String {
    let statement = dataset.statement(said.ix);
    let date = statement.date().map_or_else(|| "undated".to_owned(), |date| date.to_string());
    let gist = said.details.said();
    let certainty = statement.certainty().map(|certainty| format!(" ({certainty})")).unwrap_or_default();
    let documents = super::receipts::document_ids(statement, dataset);
    let colon = if gist.is_empty() { "" } else { ": " };
    let line = format!("{date}{colon}{gist}{certainty} [{documents}] {}", statement.id());
    line.replace(['\n', '\r'], " ")
}
