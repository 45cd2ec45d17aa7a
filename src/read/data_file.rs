//! The JSON data file: an object with documents, actors, relations and statements, or one of these
//! lists alone.

use std::borrow::Cow;

use super::draft::{Draft, DraftActor, DraftActsFor};
use super::json::{Json, Object};
use super::keys::{ACTOR, ACTS_FOR, DATASET, DOCUMENT, Key, RELATION, STATEMENT};
use super::record::Record;
use crate::actor::Kind;
use crate::document::About;
use crate::problem::Finding;
use crate::relation::{Relation, Sign};

/// Which list a file of a directory holds, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Table {
    Documents,
    Actors,
    Relations,
    Statements,
}

impl Table {
    pub const ALL: [Table; 4] = [Table::Documents, Table::Actors, Table::Relations, Table::Statements];

    pub fn name(self) -> &'static str {
        match self {
            Table::Documents => "documents",
            Table::Actors => "actors",
            Table::Relations => "relations",
            Table::Statements => "statements",
        }
    }

    /// What a member of it is called.
    fn member(self) -> &'static str {
        match self {
            Table::Documents => "a document",
            Table::Actors => "an actor",
            Table::Relations => "a relation",
            Table::Statements => "a statement",
        }
    }

    fn keys(self) -> &'static [Key] {
        match self {
            Table::Documents => DOCUMENT,
            Table::Actors => ACTOR,
            Table::Relations => RELATION,
            Table::Statements => STATEMENT,
        }
    }
}

/// Reads a JSON file into the draft. A list at the top is the table that the file is named for, or
/// statements.
pub(crate) fn read(json: Json<'_>, table: Option<Table>, draft: &mut Draft) {
    let Some(value) = json.value(&mut draft.findings) else { return };
    if value.starts_with('[') {
        return read_table(json, value, table.unwrap_or(Table::Statements), draft);
    }
    let Some(object) = json.object(value, "the data file", DATASET, &mut draft.findings) else { return };
    members(json, &object, &Table::ALL, draft);
}

/// Reads a piece of a data file, which may hold everything but statements.
pub(crate) fn piece(json: Json<'_>, draft: &mut Draft) {
    let (statements, keys) = DATASET.split_last().expect("there are keys");
    debug_assert_eq!(statements.name, Table::Statements.name());
    let Some(value) = json.value(&mut draft.findings) else { return };
    let Some(object) = json.object(value, "a piece of the data file", keys, &mut draft.findings) else { return };
    members(json, &object, &[Table::Documents, Table::Actors, Table::Relations], draft);
}

fn members<'t>(json: Json<'t>, object: &Object<'t>, tables: &[Table], draft: &mut Draft) {
    for (name, slot) in
        [("title", &mut draft.title), ("description", &mut draft.description), ("license", &mut draft.license)]
    {
        let said = object.string(name, &mut draft.findings);
        if slot.is_none() {
            *slot = said;
        }
    }
    for &table in tables {
        if let Some(list) = object.member(table.name()) {
            read_table(json, list, table, draft);
        }
    }
}

fn read_table<'t>(json: Json<'t>, list: &'t str, table: Table, draft: &mut Draft) {
    // What is no list is no table: nothing is said against the names that it does not have.
    let is_list = list.starts_with('[');
    draft.has_documents |= table == Table::Documents && is_list;
    draft.has_actors |= table == Table::Actors && is_list;
    let members = json.array(list, table.name(), &mut draft.findings);
    for (member, number) in members.into_iter().zip(1..) {
        let Some(object) = json.object(member, table.member(), table.keys(), &mut draft.findings) else { continue };
        match table {
            Table::Documents => document(&object, draft),
            Table::Actors => actor(json, &object, draft),
            Table::Relations => relation(&object, draft),
            Table::Statements => {
                let record = Record::of_object(&object, &mut draft.findings);
                draft.push(&record, number);
            }
        }
    }
}

fn document(object: &Object<'_>, draft: &mut Draft) {
    let findings = &mut draft.findings;
    let id = object.spanned("id", findings);
    let about = About {
        title: object.string("title", findings),
        author: object.string("author", findings),
        publisher: object.string("publisher", findings),
        date: object.date("date", findings),
        url: object.string("url", findings),
        language: object.string("language", findings),
        text: object.spanned("text", findings).and_then(|text| {
            let outside = text.value.starts_with(['/', '\\'])
                || text.value.contains(':')
                || text.value.split(['/', '\\']).any(|part| part == "..");
            if outside {
                let finding = Finding::error(text.at, "the path of a text leads out of the folder of texts");
                findings.push(finding.hint("write it from that folder on: `france24/2020-10-02.txt`"));
                return None;
            }
            Some(text.value)
        }),
        content: object.string("content", findings),
        sha256: object.spanned("sha256", findings).and_then(|sha256| {
            let digits = sha256.value.to_ascii_lowercase();
            if digits.len() != 64 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                let finding = Finding::error(sha256.at, "a SHA-256 has 64 hexadecimal digits");
                findings.push(finding.hint("`sha256sum FILE` prints it"));
                return None;
            }
            Some(digits)
        }),
    };
    if let Some(id) = id {
        draft.documents.push((id.value, about, id.at));
    }
}

fn actor<'t>(json: Json<'t>, object: &Object<'t>, draft: &mut Draft) {
    let findings = &mut draft.findings;
    let mut acts_for = Vec::new();
    if let Some(raw) = object.member("acts_for") {
        let entries = match raw.as_bytes()[0] {
            b'"' => vec![raw],
            _ => json.array(raw, "acts_for", findings),
        };
        for entry in entries {
            if entry.starts_with('{') {
                let Some(entry) = json.object(entry, "an entry of `acts_for`", ACTS_FOR, findings) else { continue };
                let (from, to) = (entry.date("from", findings), entry.date("to", findings));
                if let (Some(from), Some(to)) = (from, to)
                    && to.last_day() < from.first_day()
                {
                    findings.push(Finding::error(entry.at, format!("it ends on {to}, before it begins on {from}")));
                }
                if let Some(actor) = entry.spanned("actor", findings) {
                    acts_for.push(DraftActsFor { actor, from, to });
                }
            } else if let Some(name) = json.string(entry, "acts_for", findings) {
                acts_for.push(DraftActsFor { actor: name.map(Cow::into_owned), from: None, to: None });
            }
        }
    }
    let id = object.spanned("id", findings);
    let draft_actor = |id| DraftActor {
        id,
        name: object.spanned("name", findings),
        kind: object.word("kind", findings).unwrap_or(Kind::Unspecified),
        aliases: object.list("aliases", findings),
        role: object.string("role", findings),
        acts_for,
        members: object.list("members", findings),
        iso3166: object.string("iso3166", findings),
        wikidata: object.string("wikidata", findings),
    };
    if let Some(id) = id {
        draft.actors.push(draft_actor(id));
    }
}

fn relation(object: &Object<'_>, draft: &mut Draft) {
    let findings = &mut draft.findings;
    let id = object.spanned("id", findings);
    let sign = object.word("sign", findings);
    let verbs: Vec<String> = object.list("verbs", findings).into_iter().map(|verb| verb.value).collect();
    if let Some(id) = id {
        // Where the sign is missing or wrong, which was said, any will do: nothing is said against
        // the statements of the relation.
        draft.relations.push((Relation::new(&id.value, sign.unwrap_or(Sign::Neutral), &verbs), id.at));
    }
}
