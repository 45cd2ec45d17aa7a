//! Statements as RDF 1.1 in Turtle (W3C Recommendation, 25 February 2014).
//!
//! Nothing that somebody has said is asserted: each tie is an `rdf:Statement` with subject, predicate and object,
//! derived (PROV-O) from the statement that says so, which is a `schema:Claim` and an `oa:Annotation` (W3C Web
//! Annotation) of a passage, and is derived from its documents. A joint statement is one claim about several
//! ties. Names are `urn:standoff:`, the sort of thing, and its id with percent signs; what has no word in the
//! vocabularies of others has one below `urn:standoff:term:`.

use std::fmt::Write as _;
use std::io::{self, Write};

use super::Options;
use super::stated::{Stated, actors, ends, stated};
use super::tables::verbs;
use crate::Date;
use crate::actor::{Actor, Kind};
use crate::dataset::{Dataset, Passage};
use crate::document::Document;
use crate::graph::{Graph, documents};
use crate::relation::Relation;

const PREFIXES: [(&str, &str); 10] = [
    ("dcterms", "http://purl.org/dc/terms/"),
    ("oa", "http://www.w3.org/ns/oa#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("prov", "http://www.w3.org/ns/prov#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("schema", "https://schema.org/"),
    ("skos", "http://www.w3.org/2004/02/skos/core#"),
    ("term", "urn:standoff:term:"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
];

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    for (prefix, iri) in PREFIXES {
        writeln!(out, "@prefix {prefix}: <{iri}> .")?;
    }
    let mut turtle = Turtle { out, nuls: 0 };
    turtle.data(dataset)?;
    let statements = super::statements(graph);
    let mut relations: Vec<_> = graph.edges().map(|edge| dataset.relation(edge.relation())).collect();
    relations.sort_by_key(|relation| &relation.id);
    relations.dedup_by_key(|relation| &relation.id);
    for relation in relations {
        turtle.relation(relation)?;
    }
    let mut documents = documents(dataset, &statements);
    documents.sort_by_key(|&ix| dataset.document(ix).id);
    for ix in documents {
        turtle.document(dataset.document(ix))?;
    }
    for ix in actors(dataset, graph) {
        turtle.actor(dataset, dataset.actor(ix))?;
    }
    for stated in stated(dataset, graph, options) {
        turtle.statement(dataset, &stated?)?;
    }
    if let (Some(notes), 1..) = (options.notes, turtle.nuls) {
        notes.borrow_mut().push(format!("NUL cannot stand in RDF: {} became U+FFFD", turtle.nuls));
    }
    Ok(())
}

/// The name of a thing: what sort it is, and what it is told from others of that sort by.
fn name(sort: &str, parts: &[&str]) -> String {
    let mut name = format!("<urn:standoff:{sort}");
    for part in parts {
        name.push(':');
        for byte in part.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => name.push(byte.into()),
                byte => write!(name, "%{byte:02X}").expect("a String can be written to"),
            }
        }
    }
    name + ">"
}

/// A day, a month or a year with its type.
fn typed(end: &str) -> String {
    let datatype = match end.len() {
        4 => "gYear",
        7 => "gYearMonth",
        _ => "date",
    };
    format!("\"{end}\"^^xsd:{datatype}")
}

/// An address as an IRI where Turtle can hold it as it is.
fn iri(address: &str) -> Option<String> {
    let scheme = address.starts_with("http://") || address.starts_with("https://");
    let whole = |c: char| c > ' ' && c != '\u{7f}' && !"<>\"{}|^`\\".contains(c);
    // A percent sign that begins no escape is no IRI, and an IRI has no private or hidden characters.
    let mut escapes = address.split('%').skip(1);
    let escaped = |rest: &str| rest.len() > 1 && rest.bytes().take(2).all(|byte| byte.is_ascii_hexdigit());
    (scheme && address.is_ascii() && address.chars().all(whole) && escapes.all(escaped)).then(|| format!("<{address}>"))
}

/// What is said of one thing.
type Said = Vec<(&'static str, String)>;

struct Turtle<'o> {
    out: &'o mut dyn Write,
    /// How many NULs there were.
    nuls: usize,
}

impl Turtle<'_> {
    /// What is said of a thing, which is more than nothing.
    fn say(&mut self, thing: &str, said: &Said) -> io::Result<()> {
        write!(self.out, "\n{thing}")?;
        for (number, (verb, object)) in said.iter().enumerate() {
            write!(self.out, "{}\n    {verb} {object}", if number > 0 { " ;" } else { "" })?;
        }
        self.out.write_all(b" .\n")
    }

    /// A text between quotation marks.
    fn text(&mut self, text: &str) -> String {
        let mut quoted = String::with_capacity(text.len() + 2);
        quoted.push('"');
        for c in text.chars() {
            match c {
                '"' => quoted.push_str("\\\""),
                '\\' => quoted.push_str("\\\\"),
                '\n' => quoted.push_str("\\n"),
                '\r' => quoted.push_str("\\r"),
                '\t' => quoted.push_str("\\t"),
                '\0' => {
                    self.nuls += 1;
                    quoted.push('\u{fffd}');
                }
                c if c.is_control() => write!(quoted, "\\u{:04X}", u32::from(c)).expect("a String can be written to"),
                c => quoted.push(c),
            }
        }
        quoted + "\""
    }

    fn texts<'t>(&mut self, said: &mut Said, texts: impl IntoIterator<Item = (&'static str, &'t Option<String>)>) {
        for (verb, text) in texts {
            said.extend(text.as_ref().map(|text| (verb, self.text(text))));
        }
    }

    fn data(&mut self, dataset: &Dataset) -> io::Result<()> {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let mut said: Said = vec![("a", "schema:Dataset".to_owned())];
        let (title, description, license) = (own(dataset.title()), own(dataset.description()), own(dataset.license()));
        let texts = [("schema:name", &title), ("schema:description", &description), ("schema:license", &license)];
        self.texts(&mut said, texts);
        if said.len() > 1 {
            self.say("<urn:standoff:data>", &said)?;
        }
        Ok(())
    }

    fn relation(&mut self, relation: &Relation) -> io::Result<()> {
        let label = self.text(&relation.id);
        let sign = format!("\"{}\"", relation.sign.name());
        let mut said: Said = vec![("a", "rdf:Property".to_owned()), ("rdfs:label", label), ("term:sign", sign)];
        for verb in verbs(relation) {
            let verb = self.text(verb);
            said.push(("skos:altLabel", verb));
        }
        self.say(&name("relation", &[&relation.id]), &said)
    }

    fn document(&mut self, document: Document<'_>) -> io::Result<()> {
        let mut said: Said = vec![("a", "schema:CreativeWork, prov:Entity".to_owned())];
        said.push(("dcterms:identifier", self.text(document.id)));
        let texts = [
            ("schema:name", &document.title),
            ("schema:author", &document.author),
            ("schema:publisher", &document.publisher),
            ("schema:inLanguage", &document.language),
            ("term:sha256", &document.sha256),
        ];
        self.texts(&mut said, texts);
        if let Some(url) = &document.url {
            said.push(("schema:url", iri(url).unwrap_or_else(|| self.text(url))));
        }
        dated(&mut said, "schema:datePublished", document.date);
        self.say(&name("document", &[document.id]), &said)
    }

    fn actor(&mut self, dataset: &Dataset, actor: &Actor) -> io::Result<()> {
        let classes = match actor.kind {
            Kind::State => "schema:Country, prov:Agent",
            Kind::Person => "schema:Person, prov:Person",
            Kind::Organization => "schema:Organization, prov:Organization",
            Kind::Group | Kind::Unspecified => "prov:Agent",
            Kind::Event => "schema:Event",
            Kind::Concept => "skos:Concept",
        };
        let mut said: Said = vec![("a", classes.to_owned()), ("term:kind", format!("\"{}\"", actor.kind))];
        said.push(("dcterms:identifier", self.text(&actor.id)));
        said.push(("rdfs:label", self.text(&actor.name)));
        for alias in &actor.aliases {
            said.push(("skos:altLabel", self.text(alias)));
        }
        self.texts(&mut said, [("term:role", &actor.role), ("term:iso3166", &actor.iso3166)]);
        if let Some(item) = &actor.wikidata {
            said.push(match is_item(item) {
                true => ("owl:sameAs", format!("<http://www.wikidata.org/entity/{item}>")),
                false => ("term:wikidata", self.text(item)),
            });
        }
        let named = |ix| name("actor", &[&dataset.actor(ix).id]);
        for (number, entry) in (1..).zip(&actor.acts_for) {
            said.push(("prov:actedOnBehalfOf", named(entry.actor)));
            said.push(("prov:qualifiedDelegation", name("delegation", &[&actor.id, &number.to_string()])));
        }
        said.extend(actor.members.iter().map(|&member| ("schema:member", named(member))));
        self.say(&name("actor", &[&actor.id]), &said)?;
        for (number, entry) in (1..).zip(&actor.acts_for) {
            let mut said: Said = vec![("a", "prov:Delegation".to_owned()), ("prov:agent", named(entry.actor))];
            said.extend(entry.from.map(|from| ("schema:startDate", typed(&ends(from).0))));
            said.extend(entry.to.map(|to| ("schema:endDate", typed(&ends(to).1))));
            self.say(&name("delegation", &[&actor.id, &number.to_string()]), &said)?;
        }
        Ok(())
    }

    fn statement(&mut self, dataset: &Dataset, stated: &Stated) -> io::Result<()> {
        let statement = dataset.statement(stated.ix);
        let id = statement.id();
        let claim = name("statement", &[&id]);
        let passage = name("passage", &[&id]);
        let documents: Vec<String> =
            statement.documents().map(|ix| name("document", &[dataset.document(ix).id])).collect();
        let tie = |tie: &crate::graph::Tie| {
            let ends = [tie.source, tie.target].map(|ix| dataset.actor(ix).id.as_str());
            name("tie", &[&id, ends[0], ends[1]])
        };
        let details = &stated.details;
        let quoted = details.quote.as_ref().or(match &stated.passage {
            Passage::Found(words) => Some(words),
            Passage::Missing(_) | Passage::None => None,
        });

        let mut said: Said = vec![("a", "schema:Claim, oa:Annotation, prov:Entity".to_owned())];
        said.push(("dcterms:identifier", self.text(&id)));
        said.extend(stated.ties.iter().map(|about| ("schema:about", tie(about))));
        dated(&mut said, "schema:dateCreated", statement.date());
        said.extend(documents.iter().map(|document| ("prov:wasDerivedFrom", document.clone())));
        self.texts(&mut said, [("schema:abstract", &details.gist), ("term:code", &details.code)]);
        said.extend(statement.certainty().map(|certainty| ("term:certainty", format!("\"{certainty}\""))));
        said.extend(statement.answered_id().map(|answered| ("term:answers", name("statement", &[&answered]))));
        let selects = details.span.is_some() || quoted.is_some();
        if selects {
            said.push(("oa:hasTarget", passage.clone()));
        }
        self.say(&claim, &said)?;

        if selects {
            let mut said: Said = vec![("a", "oa:SpecificResource".to_owned())];
            // The first of its documents is the one that spans point into.
            said.extend(documents.first().map(|document| ("oa:hasSource", document.clone())));
            let (position, quote) = (name("position", &[&id]), name("quote", &[&id]));
            said.extend(details.span.map(|_| ("oa:hasSelector", position.clone())));
            said.extend(quoted.map(|_| ("oa:hasSelector", quote.clone())));
            self.say(&passage, &said)?;
            if let Some((start, end)) = details.span {
                let number = |number: u64| format!("\"{number}\"^^xsd:nonNegativeInteger");
                let class = "oa:TextPositionSelector".to_owned();
                self.say(&position, &vec![("a", class), ("oa:start", number(start)), ("oa:end", number(end))])?;
            }
            if let Some(words) = quoted {
                let words = self.text(words);
                self.say(&quote, &vec![("a", "oa:TextQuoteSelector".to_owned()), ("oa:exact", words)])?;
            }
        }
        for said in &stated.ties {
            let end = |ix| name("actor", &[&dataset.actor(ix).id]);
            let said_of_tie: Said = vec![
                ("a", "rdf:Statement".to_owned()),
                ("rdf:subject", end(said.source)),
                ("rdf:predicate", name("relation", &[&dataset.relation(said.relation).id])),
                ("rdf:object", end(said.target)),
                ("prov:wasDerivedFrom", claim.clone()),
            ];
            self.say(&tie(said), &said_of_tie)?;
        }
        Ok(())
    }
}

/// Whether it is an item of Wikidata.
pub(super) fn is_item(text: &str) -> bool {
    text.strip_prefix('Q').is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()))
}

/// When it was: a typed date, or for an interval both ends and the interval as it is written (ISO 8601).
fn dated(said: &mut Said, verb: &'static str, date: Option<Date>) {
    let Some(date) = date else { return };
    let (from, to) = ends(date);
    if from == to {
        said.push((verb, typed(&from)));
    } else {
        said.push(("schema:startDate", typed(&from)));
        said.push(("schema:endDate", typed(&to)));
        said.push(("schema:temporalCoverage", format!("\"{date}\"")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_iris_whatever_the_id() {
        assert_eq!(name("actor", &["marsh-end"]), "<urn:standoff:actor:marsh-end>");
        assert_eq!(name("tie", &["a:b", "É> ", "\0"]), "<urn:standoff:tie:a%3Ab:%C3%89%3E%20:%00>");
        assert_ne!(name("tie", &["a:b", "c"]), name("tie", &["a", "b:c"]));
    }

    #[test]
    fn texts_are_literals_whatever_they_hold() {
        let mut turtle = Turtle { out: &mut io::sink(), nuls: 0 };
        assert_eq!(turtle.text("a\"b\\c\n\r\t\u{1}\u{85}é\0"), "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u0085é\u{fffd}\"");
        assert_eq!(turtle.nuls, 1);
    }

    #[test]
    fn dates_have_the_type_of_what_is_known() {
        let said = |text: &str| {
            let mut said = Said::new();
            dated(&mut said, "schema:dateCreated", text.parse().ok());
            said
        };
        assert_eq!(said("1902"), [("schema:dateCreated", "\"1902\"^^xsd:gYear".to_owned())]);
        assert_eq!(said("1902-03")[0].1, "\"1902-03\"^^xsd:gYearMonth");
        assert_eq!(said("1902-03-04")[0].1, "\"1902-03-04\"^^xsd:date");
        let interval = said("1902/1903-02");
        assert_eq!(interval[0], ("schema:startDate", "\"1902\"^^xsd:gYear".to_owned()));
        assert_eq!(interval[1], ("schema:endDate", "\"1903-02\"^^xsd:gYearMonth".to_owned()));
        assert_eq!(interval[2].1, "\"1902/1903-02\"");
    }

    #[test]
    fn only_what_is_one_becomes_an_iri() {
        assert_eq!(iri("https://valley.example/a?b=c%20d").as_deref(), Some("<https://valley.example/a?b=c%20d>"));
        for address in
            ["valley.example", "http://a b", "http://a>", "http://a/%zz", "http://a/%é", "javascript:alert(1)"]
        {
            assert_eq!(iri(address), None, "{address}");
        }
    }
}
