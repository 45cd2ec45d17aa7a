//! JSON Lines of others: objects whose keys are named with `--map`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::io::{self, BufRead};
use std::sync::Arc;

use super::draft::Draft;
use super::fields::Fields;
use super::json::{Json, Spanned, list};
use super::keys::STATEMENT;
use super::keys::statement::{COUNT, DATE, RELATION};
use super::lines;
use super::mapped::{self, Mapped, day, no_field};
use super::record::Record;
use crate::files::Records;
use crate::problem::Problems;

/// Where in an object each key of a statement stands.
#[derive(Debug, Clone)]
pub(crate) struct Keys {
    of: [Option<String>; COUNT],
    qualifier: Option<String>,
    mapped: Mapped,
}

/// The most keys that are called by name among those that are not read.
const NAMED: usize = 20;

/// Reads every line of the file into the draft.
pub(super) fn read(file: u32, from: impl BufRead, fields: &Fields, draft: &mut Draft) -> io::Result<()> {
    let mut keys = Keys::of(fields, Mapped::of(fields, &draft.relations));
    let wanted: Vec<(&'static str, String)> = STATEMENT
        .iter()
        .map(|key| key.name)
        .chain(["qualifier"])
        .filter_map(|name| Some((name, fields.get(name)?.to_owned())))
        .collect();
    let mut met = vec![false; wanted.len()];
    let mut unread: BTreeSet<String> = BTreeSet::new();
    let mut there: Vec<String> = Vec::new();
    let mut objects: u64 = 0;
    let mut first = None;
    let mut own = false;
    // What names the relation is known once the first object is: a key, or a relation.
    lines::each(file, from, draft, |json, number, draft| {
        let Some(entries) = json.value(&mut draft.findings).and_then(|raw| json.entries(raw, &mut draft.findings))
        else {
            return;
        };
        if first.is_none() {
            first = Some(json.place());
            there = entries.iter().map(|(key, _)| key.to_string()).collect();
            let names = there.iter().map(String::as_str);
            let found = |path: &str| find(json, &entries, path).is_some();
            own = mapped::is_own("key", fields, first, &names, found, draft);
        }
        if own {
            let record = Record::of_json(json, &mut draft.findings);
            return record.into_iter().for_each(|record| draft.push(&record, number));
        }
        objects += 1;
        if objects == 1 {
            mapped::begin(draft);
            keys.settle(json, &entries);
            draft.files.input_mut(file).records = Records::Objects(Arc::new(keys.clone()));
        }
        for ((_, path), met) in wanted.iter().zip(&mut met) {
            *met = *met || find(json, &entries, path).is_some();
        }
        for (key, _) in &entries {
            if unread.len() <= NAMED && !keys.reads(key) && !unread.contains(key.as_ref()) {
                unread.insert(key.to_string());
            }
        }
        let (record, qualifier) = keys.record(json, &entries, &mut draft.findings);
        mapped::push(&keys.mapped, record, qualifier, number, draft);
    })?;
    let lacks = |name: &str| wanted.iter().zip(&met).any(|((field, _), met)| *field == name && !*met);
    for (field, path) in wanted.iter().filter(|(field, _)| objects > 0 && lacks(field)) {
        if *field == STATEMENT[RELATION].name && keys.mapped.says_relation() && keys.of[RELATION].is_none() {
            continue;
        }
        draft.findings.push(no_field("key", field, path, first, &there.iter().map(String::as_str)));
    }
    if !unread.is_empty() {
        let more = if unread.len() > NAMED { " …" } else { "" };
        let names = list(unread.iter().take(NAMED).map(String::as_str));
        draft.bulk.tally.lose(format!("keys that are not read ({names}{more})"), unread.len() as u64);
    }
    Ok(())
}

/// Reads a line again.
pub(crate) fn again<'t>(json: Json<'t>, keys: &Keys, findings: &mut Problems) -> Option<Record<'t>> {
    let entries = json.entries(json.value(findings)?, findings)?;
    let (mut record, qualifier) = keys.record(json, &entries, findings);
    // What it means was known when it was read.
    let _ = keys.mapped.apply(&mut record, qualifier);
    Some(record)
}

type Entries<'t> = [(Cow<'t, str>, &'t str)];

impl Keys {
    fn of(fields: &Fields, mapped: Mapped) -> Self {
        let of = std::array::from_fn(|ix| {
            let name = STATEMENT[ix].name;
            Some(fields.get(name).unwrap_or(name).to_owned())
        });
        Keys { of, qualifier: fields.get("qualifier").map(str::to_owned), mapped }
    }

    /// Finds out what names the relation: a key that the first object has, or one relation for all.
    fn settle(&mut self, json: Json<'_>, entries: &Entries<'_>) {
        let name = self.of[RELATION].clone().unwrap_or_default();
        let is_key = find(json, entries, &name).is_some();
        let own = name == STATEMENT[RELATION].name;
        let elsewhere = if own { self.qualifier.is_some() } else { !is_key && self.mapped.fix(&name) };
        if !is_key && elsewhere {
            self.of[RELATION] = None;
        } else {
            self.mapped.name();
        }
    }

    /// Whether a key at the top is read, or what is in it.
    fn reads(&self, key: &str) -> bool {
        let within = |path: &String| path == key || path.strip_prefix(key).is_some_and(|rest| rest.starts_with('.'));
        self.of.iter().flatten().chain(&self.qualifier).any(within)
    }

    fn record<'t>(
        &self,
        json: Json<'t>,
        entries: &Entries<'t>,
        findings: &mut Problems,
    ) -> (Record<'t>, Option<Spanned<Cow<'t, str>>>) {
        let mut values = [None; COUNT];
        let mut scalars: Vec<(usize, Spanned<Cow<'t, str>>)> = Vec::new();
        for (ix, path) in self.of.iter().enumerate() {
            let Some(raw) = path.as_ref().and_then(|path| find(json, entries, path)) else { continue };
            match json.scalar(raw) {
                // A number names something, too, and a name may be empty.
                Some(text) if text.value.trim().is_empty() => {}
                Some(text) if !raw.starts_with('"') => scalars.push((ix, text)),
                Some(text) if ix == DATE && day(&text.value).is_some() => scalars.push((ix, text)),
                _ => values[ix] = Some(raw),
            }
        }
        let mut record = Record::of_object(&json.picked(STATEMENT, values), findings);
        for (ix, text) in scalars {
            record.put(ix, text, findings);
        }
        let qualifier = self.qualifier.as_ref().and_then(|path| json.scalar(find(json, entries, path)?));
        (record, qualifier)
    }
}

/// The value at a path: a key, or keys with points between them that lead into objects. A null is none.
fn find<'t>(json: Json<'t>, entries: &Entries<'t>, path: &str) -> Option<&'t str> {
    let of = |entries: &Entries<'t>, name: &str| entries.iter().find(|(key, _)| key == name).map(|(_, value)| *value);
    let found = of(entries, path).or_else(|| {
        let mut parts = path.split('.');
        let mut value = of(entries, parts.next()?)?;
        for part in parts {
            let inside = value.starts_with('{').then(|| json.entries(value, &mut Problems::default())).flatten()?;
            value = of(&inside, part)?;
        }
        Some(value)
    });
    found.filter(|value| *value != "null")
}
