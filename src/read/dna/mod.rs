//! Databases of Discourse Network Analyzer, versions 2 and 3, which are SQLite.
//!
//! A statement there has variables: as a rule a person, an organization, a concept, and whether they agree. What is
//! the source, the target and so on is said with [`Fields`]. It becomes a statement of ours towards the concept, which
//! is an actor of the kind `concept`: `supports` where they agree, and `rejects` where not. The tables are those of
//! Leifeld's program (github.com/leifeld/dna, `Sql.java` of version 3, `SqlConnection.java` of version 2).

pub(super) mod database;
mod mapping;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;

use hashbrown::{HashMap, HashSet};
use rusqlite::Row;
use serde_json::{Map, Value, json};

use self::database::{DataType, Database, Variable, Version, failed, number, text as cell};
use self::mapping::{How, Mapping};
use super::actors::{Actors, Space};
use super::coded::{self, Made};
use super::draft::Draft;
use super::fields::{Fields, LABELS};
use super::labels::Labels;
use super::text::{Text, Unit};
use crate::actor::Kind;
use crate::date::{Date, Day};
use crate::document::About;
use crate::names::fold;

/// The ids of documents, and what is known of each.
type Documents = Vec<(String, About)>;

/// What the values of a variable are, by the number of the statement.
type Values = HashMap<i64, String>;

/// A statement as the database has it.
struct Coded {
    id: i64,
    document: i64,
    start: i64,
    end: i64,
}

/// A document as far as statements need it.
struct Found {
    id: String,
    date: Option<Date>,
}

/// Reads a database into the draft: statements are kept as JSON from which they are shown.
pub(super) fn read(name: &str, data: u32, bytes: Vec<u8>, fields: &Fields, draft: &mut Draft) -> io::Result<()> {
    let Some(database) = Database::open(name, bytes, &mut draft.findings)? else { return Ok(()) };
    let types = database.types().map_err(failed)?;
    draft.mapped.extend(["type", "source", "target", "relation", "qualifier", "gist", LABELS]);
    let labels = Labels::of(fields, &draft.relations);
    let Some(mapping) = Mapping::of(name, &types, fields, &labels, &mut draft.findings) else { return Ok(()) };
    let mut reading = Reading {
        database: &database,
        mapping: &mapping,
        labels: &labels,
        passages: HashMap::new(),
        lost: BTreeMap::new(),
    };
    let read = reading.read(draft).map_err(failed)?;
    let lost = reading.lost;
    take(name, data, read, draft);
    for (what, count) in lost {
        draft.bulk.tally.lose(what, count);
    }
    Ok(())
}

/// What was read: what is said of actors and documents, and each statement with its number.
struct Read {
    actors: Actors,
    documents: Documents,
    statements: Vec<Made>,
}

fn take(name: &str, data: u32, read: Read, draft: &mut Draft) {
    let Read { actors, documents, statements } = read;
    let nowhere = coded::take(name, data, statements, draft);
    draft.documents.extend(documents.into_iter().map(|(id, about)| (id, about, nowhere)));
    let (told_apart, spellings) = (actors.told_apart(), actors.spellings());
    let (actors, lost) = actors.end(nowhere);
    draft.actors.extend(actors);
    let tally = &mut draft.bulk.tally;
    tally.lose("statements whose person acts for another organization that day", lost);
    tally.lose("names that others have, too, told apart as `NAME (VARIABLE)`", told_apart);
    tally.lose("other spellings of a name, now aliases", spellings);
}

struct Reading<'d> {
    database: &'d Database,
    mapping: &'d Mapping,
    labels: &'d Labels,
    /// Span and quote of a statement, by its number.
    passages: HashMap<i64, ((u64, u64), String)>,
    lost: BTreeMap<&'static str, u64>,
}

impl Reading<'_> {
    fn lose(&mut self, what: &'static str, count: u64) {
        *self.lost.entry(what).or_default() += count;
    }

    fn read(&mut self, draft: &mut Draft) -> rusqlite::Result<Read> {
        let coded = self.coded()?;
        let (documents, found) = self.documents(&coded)?;
        let mapping = self.mapping;
        let sources = self.values(&mapping.source)?;
        let targets = self.values(&mapping.target)?;
        let how = match &mapping.how {
            How::Qualifier(variable) | How::Named(variable) => self.values(variable)?,
            How::Fixed(_) => Values::new(),
        };
        let negated = mapping.negated.as_ref().map(|variable| self.values(variable)).transpose()?;
        let gists = mapping.gist.as_ref().map(|variable| self.values(variable)).transpose()?;
        let people = match &mapping.people {
            Some((person, organization)) => {
                Some((person, self.values(person)?, organization, self.values(organization)?))
            }
            None => None,
        };
        self.others()?;
        let mut actors = Actors::default();
        let mut statements = Vec::with_capacity(coded.len());
        let mut unsaid = 0;
        let numbers = coded.iter().all(|one| u32::try_from(one.id).is_ok());
        draft.bulk.tally.labels = true;
        let tally = &mut draft.bulk.tally;
        for (row, one) in (1..).zip(&coded) {
            tally.rows += 1;
            let of = |values: &Values| values.get(&one.id).map_or("", |value| value.trim()).to_owned();
            let document = found.get(&one.document);
            let date = document.and_then(|document| document.date);
            let mut source = actors.of(space(&mapping.source), &of(&sources));
            if let Some((person, persons, organization, organizations)) = &people {
                let speaker = actors.of(space(person), &of(persons));
                let body = actors.of(space(organization), &of(organizations));
                match (speaker, body) {
                    (Some(speaker), Some(body)) => {
                        actors.speaks_for(speaker, body, date.map(Date::first_day));
                        unsaid += u64::from(mapping.source == **organization);
                    }
                    // Where nobody is named, it is the organization that speaks.
                    (None, Some(body)) if mapping.source == **person => source = Some(body),
                    _ => {}
                }
            }
            let Some(source) = source else {
                tally.without_source += 1;
                continue;
            };
            let Some(target) = actors.of(space(&mapping.target), &of(&targets)) else {
                tally.without_target += 1;
                continue;
            };
            let label = of(&how);
            let Some(relation) = relation(&mapping.how, &label, self.labels) else {
                tally.unknown(&label);
                continue;
            };
            let mut statement = Map::new();
            let mut put = |key: &str, value: Value| statement.insert(key.to_owned(), value);
            put("source", json!(actors.id(source)));
            put("relation", json!(relation));
            put("target", json!(actors.id(target)));
            document.map(|document| put("document", json!(document.id)));
            date.map(|date| put("date", json!(date)));
            let gist = gists.as_ref().map(of).filter(|gist| !gist.is_empty());
            gist.map(|gist| put("gist", json!(gist)));
            if let Some((span, quote)) = self.passages.remove(&one.id) {
                put("span", json!([span.0, span.1]));
                put("quote", json!(quote));
            }
            if negated.as_ref().is_some_and(|negated| of(negated) == "0") {
                put("negated", json!(true));
            }
            let number = if numbers { u32::try_from(one.id).unwrap_or(row) } else { row };
            statements.push((number, statement));
        }
        self.lose(
            "statements of which only the organization is the source (with --map source=person, both are)",
            unsaid,
        );
        Ok(Read { actors, documents, statements })
    }

    /// The statements of the type, by number.
    fn coded(&self) -> rusqlite::Result<Vec<Coded>> {
        let query = "SELECT ID, DocumentId, Start, Stop FROM STATEMENTS WHERE StatementTypeId = ?1 ORDER BY ID";
        let mut query = self.database.connection.prepare(query)?;
        let mut rows = query.query([self.mapping.record.id])?;
        let mut coded = Vec::new();
        while let Some(row) = rows.next()? {
            coded.push(Coded {
                id: number(row, 0),
                document: number(row, 1),
                start: number(row, 2),
                end: number(row, 3),
            });
        }
        Ok(coded)
    }

    fn values(&self, variable: &Variable) -> rusqlite::Result<Values> {
        let mut values = Values::new();
        self.database.values(variable, |statement, value| drop(values.insert(statement, value)))?;
        Ok(values)
    }

    /// All documents, and the passages of the statements in them: a text is held while its own are looked up.
    fn documents(&mut self, coded: &[Coded]) -> rusqlite::Result<(Documents, HashMap<i64, Found>)> {
        let mut of: HashMap<i64, Vec<&Coded>> = HashMap::new();
        for one in coded {
            of.entry(one.document).or_default().push(one);
        }
        let mut titles: HashMap<String, u64> = HashMap::new();
        let mut query = self.database.connection.prepare("SELECT Title FROM DOCUMENTS")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            *titles.entry(cell(row, 0).trim().to_owned()).or_default() += 1;
        }
        let query = "SELECT ID, Title, Author, Source, Date, Notes, Section, Type, Text FROM DOCUMENTS ORDER BY ID";
        let mut query = self.database.connection.prepare(query)?;
        let mut rows = query.query([])?;
        let (mut documents, mut found, mut taken) = (Vec::new(), HashMap::new(), HashSet::new());
        while let Some(row) = rows.next()? {
            let number = number(row, 0);
            let (about, text) = self.about(row);
            let title = about.title.as_deref().unwrap_or_default();
            // Statements name a document by what it is called, as far as that tells it from others.
            let mut id = match titles.get(title) {
                _ if title.is_empty() => format!("document {number}"),
                Some(1) => title.to_owned(),
                _ => format!("{title} ({number})"),
            };
            while !taken.insert(id.clone()) {
                id = format!("{id} ({number})");
            }
            if let Some(statements) = of.remove(&number) {
                let text = Text::new(&text);
                for one in statements {
                    match text.passage(one.start, one.end, Unit::Utf16) {
                        Some(passage) => drop(self.passages.insert(one.id, (passage.span, passage.words.to_owned()))),
                        None => self.lose("statements whose passage is not in the text of their document", 1),
                    }
                }
            }
            found.insert(number, Found { id: id.clone(), date: about.date });
            documents.push((id, about));
        }
        let orphans = of.values().map(|statements| statements.len() as u64).sum();
        self.lose("statements whose document is not there: they have no date", orphans);
        Ok((documents, found))
    }

    fn about(&mut self, row: &Row<'_>) -> (About, String) {
        let filled = |column: usize| Some(cell(row, column).trim().to_owned()).filter(|value| !value.is_empty());
        let unit = match self.database.version {
            Version::Two => 86_400_000,
            Version::Three => 86_400,
        };
        // What is stored is taken for Universal Time, whose days have so many units.
        let date = Some(number(row, 4)).filter(|date| *date != i64::MIN);
        let date = date.and_then(|date| Day::of_number(date.div_euclid(unit))).map(Date::of);
        if date.is_none() {
            self.lose("documents without a date", 1);
        }
        let mut about = About { title: filled(1), author: filled(2), publisher: filled(3), date, ..About::default() };
        // Where the notes are an address and nothing else, it is the document's.
        let address =
            |notes: &String| notes.starts_with("http") && notes.contains("://") && !notes.contains(char::is_whitespace);
        about.url = filled(5).filter(address);
        self.lose("documents whose notes are not kept", u64::from(about.url.is_none() && filled(5).is_some()));
        self.lose("documents whose section is not kept", u64::from(filled(6).is_some()));
        self.lose("documents whose type is not kept", u64::from(filled(7).is_some()));
        let text = cell(row, 8);
        if !text.is_empty() {
            about.sha256 = Some(crate::dataset::sha256(text.as_bytes()));
            about.content = Some(text.clone());
        }
        (about, text)
    }

    /// Counts what else is in the database and is not read.
    fn others(&mut self) -> rusqlite::Result<()> {
        let kind = self.mapping.record.id;
        let other = self.database.count(&format!("SELECT count(*) FROM STATEMENTS WHERE StatementTypeId <> {kind}"))?;
        self.lose("statements of other types, which are not read", other);
        let coders = format!("SELECT count(DISTINCT Coder) FROM STATEMENTS WHERE StatementTypeId = {kind}");
        let coders = self.database.count(&coders)?;
        self.lose("coders, of whom it is not kept who coded what", if coders > 1 { coders } else { 0 });
        Ok(())
    }
}

/// What a variable names.
fn space(variable: &Variable) -> Space<'_> {
    let kind = match fold(&variable.name).as_str() {
        "person" => Kind::Person,
        "organization" | "organisation" => Kind::Organization,
        "concept" => Kind::Concept,
        _ => Kind::Unspecified,
    };
    Space { number: variable.id, name: &variable.name, kind }
}

/// Which relation a label means.
fn relation<'l>(how: &'l How, label: &str, labels: &'l Labels) -> Option<&'l str> {
    match how {
        How::Fixed(relation) => labels.said(label).or(Some(relation)),
        How::Qualifier(Variable { data: DataType::Boolean, .. }) => labels.for_or_against(label),
        How::Qualifier(Variable { data: DataType::Integer, .. }) => labels.on_a_scale(label),
        How::Qualifier(_) | How::Named(_) => labels.relation(label),
    }
}
