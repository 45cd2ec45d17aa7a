//! The JSON objects that several formats share.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::receipts::{Listed, Receipt};
use crate::actor::{Actor, ActorIx};
use crate::ask::{Answer, Binding};
use crate::dataset::{Dataset, Passage};
use crate::document::Document;
use crate::graph::LeftOut;
use crate::statement::{Details, StatementIx};

/// One thing as itself, several as a list, none as null: as the data file has it.
fn one_or_many<T: Serialize>(mut list: Vec<T>) -> Value {
    match list.len() {
        0 => Value::Null,
        1 => json!(list.remove(0)),
        _ => json!(list),
    }
}

/// A statement with the keys of the data file; keys that say nothing are left out, and what it answers where that is
/// none of those that are written.
pub(super) fn record(
    dataset: &Dataset,
    ix: StatementIx,
    details: &Details,
    written: &[StatementIx],
) -> Map<String, Value> {
    let whole = statement(dataset, ix, details, &Passage::None);
    let Value::Object(mut object) = whole else { unreachable!("a statement is an object") };
    object.retain(|key, value| !key.ends_with("_principal") && !value.is_null());
    if !answers_one_of(dataset.statement(ix), written) {
        object.shift_remove("answers");
    }
    object
}

/// A statement with the keys of the data file, and whom its actors act for.
pub(super) fn statement(dataset: &Dataset, ix: StatementIx, details: &Details, passage: &Passage) -> Value {
    let statement = dataset.statement(ix);
    let id = |actor: ActorIx| dataset.actor(actor).id.as_str();
    let principal = |actor: ActorIx| id(dataset.principal(actor, statement.day()));
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("id", json!(statement.id()));
    put("document", one_or_many(statement.documents().map(|ix| dataset.document(ix).id).collect()));
    put("date", json!(statement.date()));
    put("source", one_or_many(statement.sources().map(id).collect()));
    put("source_principal", one_or_many(statement.sources().map(principal).collect()));
    put("relation", json!(dataset.relation(statement.relation()).id));
    put("target", one_or_many(statement.targets().map(id).collect()));
    put("target_principal", one_or_many(statement.targets().map(principal).collect()));
    put("gist", json!(details.gist));
    if let Some(certainty) = statement.certainty() {
        put("certainty", json!(certainty.name()));
    }
    if let Some(answered) = statement.answered_id() {
        put("answers", json!(answered));
    }
    if statement.negated() {
        put("negated", json!(true));
    }
    if let Some((start, end)) = details.span {
        put("span", json!([start, end]));
    }
    if let Some(code) = &details.code {
        put("code", json!(code));
    }
    if let Some(quote) = &details.quote {
        put("quote", json!(quote));
    }
    match passage {
        Passage::Found(words) => drop(put("passage", json!(words))),
        Passage::Missing(why) => drop(put("passage_missing", json!(why))),
        Passage::None => {}
    }
    Value::Object(object)
}

/// Whether what a statement answers is among others, which are ascending.
pub(crate) fn answers_one_of(statement: crate::Statement<'_>, written: &[StatementIx]) -> bool {
    statement.answers().is_some_and(|answered| written.binary_search(&answered.ix()).is_ok())
}

/// A row: bindings, counts, dates and the statements that it lists.
pub(super) fn row(answer: &Answer<'_>, listed: &Listed<'_>) -> Value {
    let dataset = answer.dataset();
    let bindings: Map<String, Value> = answer
        .variables()
        .zip(&listed.bindings)
        .map(|(name, binding)| (name.to_owned(), json!(binding_id(dataset, *binding))))
        .collect();
    let statement = |receipt: &Receipt| statement(dataset, receipt.statement, &receipt.details, &receipt.passage);
    json!({
        "bindings": bindings,
        "count": listed.row.count,
        "documents": listed.row.documents,
        "first": listed.row.dates.map(|(first, _)| first),
        "last": listed.row.dates.map(|(_, last)| last),
        "statements": listed.statements.iter().map(statement).collect::<Vec<_>>(),
    })
}

/// The id of what a variable is bound to.
pub(super) fn binding_id(dataset: &Dataset, binding: Binding) -> &str {
    match binding {
        Binding::Actor(actor) => &dataset.actor(actor).id,
        Binding::Relation(relation) => &dataset.relation(relation).id,
    }
}

/// What was left out.
pub(super) fn left_out(left_out: LeftOut) -> Value {
    json!({"undated": left_out.undated, "negated": left_out.negated})
}

/// An actor with the keys of the data file; keys that say nothing are left out.
pub(super) fn actor(dataset: &Dataset, actor: &Actor) -> Map<String, Value> {
    let id = |ix: ActorIx| dataset.actor(ix).id.as_str();
    let mut object = Map::new();
    object.insert("id".into(), json!(actor.id));
    object.insert("name".into(), json!(actor.name));
    object.insert("kind".into(), json!(actor.kind.name()));
    let mut put = |key: &str, value: Option<Value>| value.map(|value| object.insert(key.to_owned(), value));
    put("aliases", (!actor.aliases.is_empty()).then(|| json!(actor.aliases)));
    put("role", actor.role.as_ref().map(|role| json!(role)));
    let acts_for: Vec<Value> = actor
        .acts_for
        .iter()
        .map(|entry| {
            let mut object = Map::new();
            object.insert("actor".into(), json!(id(entry.actor)));
            entry.from.map(|from| object.insert("from".into(), json!(from)));
            entry.to.map(|to| object.insert("to".into(), json!(to)));
            Value::Object(object)
        })
        .collect();
    put("acts_for", (!acts_for.is_empty()).then(|| json!(acts_for)));
    let members: Vec<&str> = actor.members.iter().map(|&member| id(member)).collect();
    put("members", (!members.is_empty()).then(|| json!(members)));
    put("iso3166", actor.iso3166.as_ref().map(|code| json!(code)));
    put("wikidata", actor.wikidata.as_ref().map(|item| json!(item)));
    object
}

/// A document with the keys of the data file but its text; keys that say nothing are left out.
pub(super) fn document(document: Document<'_>) -> Value {
    let mut object = Map::new();
    object.insert("id".into(), json!(document.id));
    let texts = [
        ("title", &document.title),
        ("author", &document.author),
        ("publisher", &document.publisher),
        ("url", &document.url),
        ("language", &document.language),
        ("text", &document.text),
        ("sha256", &document.sha256),
    ];
    for (key, text) in texts {
        text.as_ref().map(|text| object.insert(key.to_owned(), json!(text)));
    }
    document.date.map(|date| object.insert("date".into(), json!(date)));
    Value::Object(object)
}
