//! The graph for Neo4j 5: two tables for `neo4j-admin database import`, and a script in Cypher that merges the same
//! into a database that is there already.
//!
//! The tables are no spreadsheets, and a database should have names as they are: no cell gets an apostrophe. In a
//! list nothing can be escaped (the Operations Manual, "CSV header format"), so its members stand apart by a
//! character that none of them holds, a semicolon where that is so. `first` and `last` are dates where they are
//! known to the day; `first_edtf` and `last_edtf` are always there as they were written.
//!
//! The script has the data in it. `LOAD CSV` would need them in a folder of the server, and reads a backslash
//! before a quotation mark in two ways, by a setting. Whatever was merged before is found by the id of an actor
//! and by ends and relation of a tie, so that running it again changes nothing.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use hashbrown::HashSet;

use super::csv::io_error;
use super::edges::{Told, told};
use super::{Options, flat};
use crate::Date;
use crate::actor::{Actor, ActorIx, Kind};
use crate::dataset::Dataset;
use crate::draw::Subject;
use crate::graph::{Edge, Graph};
use crate::statement::RelationIx;

/// How many actors or ties a command of the script has.
const BATCH: usize = 500;

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let actors = Subject { dataset, graph, question: "" }.actors();
    let between = between(dataset, graph, &actors);
    match options.file {
        "actors.csv" => {
            if let Some(notes) = options.notes.filter(|_| between != ';') {
                let option = option(between);
                notes.borrow_mut().push(format!("neo4j: lists hold semicolons, so neo4j-admin needs {option}"));
            }
            nodes(out, dataset, &actors, between)
        }
        "ties.csv" => ties(out, dataset, graph, options, between),
        "merge.cypher" => script(out, dataset, graph, options, (&actors, between)),
        other => Err(io::Error::new(io::ErrorKind::InvalidInput, format!("neo4j has no file {other:?}"))),
    }
}

/// A property of a node or of a relationship.
struct Property<'a> {
    name: &'static str,
    value: Value<'a>,
}

enum Value<'a> {
    Text(Option<Cow<'a, str>>),
    Count(usize),
    Day(Option<Date>),
    List(Vec<Cow<'a, str>>),
}

impl<'a> Property<'a> {
    fn text(name: &'static str, text: Option<impl Into<Cow<'a, str>>>) -> Self {
        Property { name, value: Value::Text(text.map(Into::into)) }
    }

    fn list(name: &'static str, members: impl Iterator<Item = Cow<'a, str>>) -> Self {
        Property { name, value: Value::List(members.collect()) }
    }

    /// Its column in a table.
    fn header(&self) -> String {
        let typed = match self.value {
            Value::Text(_) => "",
            Value::Count(_) => ":int",
            Value::Day(_) => ":date",
            Value::List(_) => ":string[]",
        };
        format!("{}{typed}", self.name)
    }

    /// Its cell in a table; an empty one is no property.
    fn cell(&self, between: char) -> String {
        match &self.value {
            Value::Text(text) => text.as_deref().unwrap_or_default().to_owned(),
            Value::Count(count) => count.to_string(),
            Value::Day(date) => date.map(|date| date.to_string()).unwrap_or_default(),
            Value::List(members) => members.join(between.encode_utf8(&mut [0; 4])),
        }
    }

    /// Its value in Cypher; `null` takes away what was there.
    fn literal(&self) -> String {
        match &self.value {
            Value::Count(count) => count.to_string(),
            Value::Text(Some(text)) if !text.is_empty() => quoted(text),
            Value::Day(Some(date)) => format!("date('{date}')"),
            Value::List(members) if !members.is_empty() => {
                let members: Vec<String> = members.iter().map(|member| quoted(member)).collect();
                format!("[{}]", members.join(", "))
            }
            Value::Text(_) | Value::Day(_) | Value::List(_) => "null".to_owned(),
        }
    }
}

/// The properties of an actor beside its id.
fn of_actor<'a>(dataset: &'a Dataset, actor: &'a Actor) -> [Property<'a>; 8] {
    let id = |ix: ActorIx| Cow::Borrowed(dataset.actor(ix).id.as_str());
    [
        Property::text("name", Some(&*actor.name)),
        Property::text("kind", Some(actor.kind.name())),
        Property::text("role", actor.role.as_deref()),
        Property::list("aliases", actor.aliases.iter().map(|alias| Cow::Borrowed(&**alias))),
        Property::list("acts_for", flat::acts_for(dataset, actor)),
        Property::list("members", actor.members.iter().map(|&member| id(member))),
        Property::text("iso3166", actor.iso3166.as_deref()),
        Property::text("wikidata", actor.wikidata.as_deref()),
    ]
}

/// The properties of a tie.
fn of_tie<'a>(dataset: &'a Dataset, told: &Told<'a>) -> [Property<'a>; 10] {
    let [.., evidence] = flat::edge(dataset, told);
    let day = |date: Option<Date>| Value::Day(date.filter(|date| date.is_day()));
    let (first, last) = (told.dates.map(|(first, _)| first), told.dates.map(|(_, last)| last));
    [
        Property::text("relation", Some(&*told.relation.id)),
        Property::text("sign", Some(told.relation.sign.name())),
        Property { name: "count", value: Value::Count(told.edge.count()) },
        Property { name: "first", value: day(first) },
        Property { name: "last", value: day(last) },
        Property::text("first_edtf", first.map(|date| date.to_string())),
        Property::text("last_edtf", last.map(|date| date.to_string())),
        Property::list("documents", told.documents.iter().map(|&ix| Cow::Borrowed(dataset.document(ix).id))),
        Property::list("statements", told.edge.statements().iter().map(|&ix| dataset.statement(ix).id())),
        Property::text("evidence", Some(evidence)),
    ]
}

/// The label of a node beside `Actor`.
fn label(kind: Kind) -> &'static str {
    match kind {
        Kind::State => "State",
        Kind::Person => "Person",
        Kind::Organization => "Organization",
        Kind::Group => "Group",
        Kind::Event => "Event",
        Kind::Concept => "Concept",
        Kind::Unspecified => "Unspecified",
    }
}

/// The type of a relationship: the relation in capitals, where that is an identifier. Two relations may have one
/// type; the property tells them apart.
fn type_of(relation: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || "-_ ".contains(c);
    match relation.starts_with(char::is_alphabetic) && relation.chars().all(is_part) {
        true => relation.to_uppercase().replace(['-', ' '], "_"),
        false => "TIE".to_owned(),
    }
}

/// A character that no member of a list holds.
fn between(dataset: &Dataset, graph: &Graph, actors: &[ActorIx]) -> char {
    const FIRST: [char; 3] = [';', '|', '\u{1f}'];
    // Characters that mean nothing to anybody.
    const PRIVATE: std::ops::RangeInclusive<char> = '\u{e000}'..='\u{f8ff}';
    let mut held: HashSet<char> = HashSet::new();
    let mut spare = |member: &str| held.extend(member.chars().filter(|c| FIRST.contains(c) || PRIVATE.contains(c)));
    for &ix in actors {
        for property in of_actor(dataset, dataset.actor(ix)) {
            if let Value::List(members) = property.value {
                members.iter().for_each(|member| spare(member));
            }
        }
    }
    for ix in super::statements(graph) {
        let statement = dataset.statement(ix);
        spare(&statement.id());
        statement.documents().for_each(|ix| spare(dataset.document(ix).id));
    }
    FIRST.into_iter().chain(PRIVATE).find(|c| !held.contains(c)).unwrap_or(FIRST[0])
}

/// The option that tells neo4j-admin of it.
fn option(between: char) -> String {
    match between {
        plain if plain.is_ascii_graphic() => format!("--array-delimiter='{plain}'"),
        other => format!("--array-delimiter=U+{:04X}", u32::from(other)),
    }
}

fn nodes(out: &mut dyn Write, dataset: &Dataset, actors: &[ActorIx], between: char) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    let nobody = Actor::named("", "");
    let columns = of_actor(dataset, &nobody);
    let header = columns.iter().map(Property::header);
    csv.write_record(std::iter::once("id:ID(Actor)".to_owned()).chain(header).chain([":LABEL".to_owned()]))
        .map_err(io_error)?;
    for &ix in actors {
        let actor = dataset.actor(ix);
        csv.write_field(&actor.id).map_err(io_error)?;
        for property in of_actor(dataset, actor) {
            csv.write_field(property.cell(between)).map_err(io_error)?;
        }
        csv.write_record([format!("Actor{between}{}", label(actor.kind))]).map_err(io_error)?;
    }
    csv.flush()
}

/// The columns of [`of_tie`], which needs a tie to tell them.
const TIE: [&str; 10] = [
    "relation",
    "sign",
    "count:int",
    "first:date",
    "last:date",
    "first_edtf",
    "last_edtf",
    "documents:string[]",
    "statements:string[]",
    "evidence",
];

fn ties(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>, between: char) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([":START_ID(Actor)", ":END_ID(Actor)", ":TYPE"].into_iter().chain(TIE)).map_err(io_error)?;
    for told in told(dataset, graph, options) {
        let told = told?;
        let properties = of_tie(dataset, &told);
        debug_assert!(properties.iter().map(Property::header).eq(TIE));
        for cell in [&told.source.id, &told.target.id, &type_of(&told.relation.id)] {
            csv.write_field(cell).map_err(io_error)?;
        }
        csv.write_record(properties.iter().map(|property| property.cell(between))).map_err(io_error)?;
    }
    csv.flush()
}

fn script(
    out: &mut dyn Write,
    dataset: &Dataset,
    graph: &Graph,
    options: Options<'_>,
    (actors, between): (&[ActorIx], char),
) -> io::Result<()> {
    write!(
        out,
        "// Merges the graph into a database of Neo4j 5, and changes nothing when it runs again:\n\
         //   cypher-shell -f merge.cypher\n\
         // A database that is not there yet is filled faster from the tables beside this:\n\
         //   neo4j-admin database import full --nodes=actors.csv --relationships=ties.csv {} --multiline-fields=true\n\n\
         CREATE CONSTRAINT standoff_actor_id IF NOT EXISTS FOR (actor:Actor) REQUIRE actor.id IS UNIQUE;\n",
        option(between)
    )?;
    for kind in Kind::ALL {
        let of_kind: Vec<ActorIx> = actors.iter().copied().filter(|&ix| dataset.actor(ix).kind == kind).collect();
        let label = label(kind);
        for some in of_kind.chunks(BATCH) {
            let rows = some.iter().map(|&ix| {
                let actor = dataset.actor(ix);
                map(&[("id", quoted(&actor.id)), ("properties", properties(&of_actor(dataset, actor)))])
            });
            unwind(out, rows)?;
            writeln!(out, "MERGE (actor:Actor {{id: row.id}})\nSET actor += row.properties, actor:{label};")?;
        }
    }
    let mut relations: Vec<RelationIx> = graph.edges().map(Edge::relation).collect();
    relations.sort_unstable_by_key(|&ix| &dataset.relation(ix).id);
    relations.dedup();
    for relation in relations {
        // The type of a relationship cannot come from the data: each has commands of its own.
        let ties = graph.edges().filter(|edge| edge.relation() == relation).flat_map(Edge::ties).collect();
        let of_relation = Graph::new(ties);
        let id = &dataset.relation(relation).id;
        let mut all = told(dataset, &of_relation, options).peekable();
        while all.peek().is_some() {
            let some: Vec<Told<'_>> = all.by_ref().take(BATCH).collect::<io::Result<_>>()?;
            let rows = some.iter().map(|told| {
                map(&[
                    ("source", quoted(&told.source.id)),
                    ("target", quoted(&told.target.id)),
                    ("properties", properties(&of_tie(dataset, told))),
                ])
            });
            unwind(out, rows)?;
            writeln!(
                out,
                "MATCH (source:Actor {{id: row.source}})\nMATCH (target:Actor {{id: row.target}})\n\
                 MERGE (source)-[tie:`{}` {{relation: {}}}]->(target)\nSET tie += row.properties;",
                type_of(id),
                quoted(id)
            )?;
        }
    }
    Ok(())
}

fn unwind(out: &mut dyn Write, rows: impl Iterator<Item = String>) -> io::Result<()> {
    write!(out, "\nUNWIND [")?;
    for (number, row) in rows.enumerate() {
        write!(out, "{}\n  {row}", if number > 0 { "," } else { "" })?;
    }
    writeln!(out, "\n] AS row")
}

fn properties(properties: &[Property<'_>]) -> String {
    let entries: Vec<(&str, String)> = properties.iter().map(|property| (property.name, property.literal())).collect();
    map(&entries)
}

fn map(entries: &[(&str, String)]) -> String {
    let entries: Vec<String> = entries.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", entries.join(", "))
}

/// A text as Cypher writes it. A control character that has no letter of its own is four digits, which Neo4j
/// turns back before it looks at anything else: so that must never be a quotation mark.
fn quoted(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('\'');
    for c in text.chars() {
        match c {
            '\'' => quoted.push_str("\\'"),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => write!(quoted, "\\u{:04X}", u32::from(c)).expect("a String can be written to"),
            c => quoted.push(c),
        }
    }
    quoted + "'"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_identifiers() {
        assert_eq!(type_of("accuses"), "ACCUSES");
        assert_eq!(type_of("calls-for"), "CALLS_FOR");
        assert_eq!(type_of("обвиняет"), "ОБВИНЯЕТ");
        for relation in ["", "1st", "a`b", "`]->() DETACH DELETE n //", "a\\u0060", "-"] {
            assert_eq!(type_of(relation), "TIE", "{relation}");
        }
    }

    #[test]
    fn texts_end_where_they_end() {
        assert_eq!(quoted("Millers' \\ \"Guild\"\n\0"), "'Millers\\' \\\\ \"Guild\"\\n\\u0000'");
        // Neo4j takes no escape for one whose backslash is escaped.
        assert_eq!(quoted("\\u0027"), "'\\\\u0027'");
    }

    #[test]
    fn only_whole_days_are_dates() {
        let day = |text: &str| Value::Day(text.parse::<Date>().ok().filter(|date| date.is_day()));
        let cell = |text: &str| Property { name: "first", value: day(text) }.cell(';');
        assert_eq!(["1902-03-04", "1902-03", "1902", "1902-03-04/1902-03-05"].map(cell), ["1902-03-04", "", "", ""]);
        assert_eq!(Property { name: "first", value: day("1902") }.literal(), "null");
    }

    #[test]
    fn lists_are_apart_by_what_no_member_holds() {
        let town = r#"{"actors": [{"id": "abbey", "aliases": ["monks; brothers", "the | house"]}],
            "statements": [{"source": "abbey", "relation": "aids", "target": "unspecified"}]}"#;
        let (data, _) = crate::read([crate::Data::bytes("town.json", town)]).unwrap();
        let (graph, _) = Graph::of(&data, &crate::graph::Filter::default());
        let between = between(&data, &graph, &graph.actors());
        assert_eq!(option(between), "--array-delimiter=U+001F");
        assert_eq!(option('|'), "--array-delimiter='|'");
    }
}
