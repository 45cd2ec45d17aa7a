//! Entities of FollowTheMoney 4, the model of Aleph and OpenSanctions: one in JSON a line.
//!
//! There is no schema for who accuses whom. Each tie is an `UnknownLink`, which has a subject and an object but no
//! direction, so its role says it: `subject accuses object (-)`. It has the date, gist, quote and certainty of
//! its statement, whose id is its `recordId`, and points at its documents, which are `Article`s. A state is a
//! `PublicBody`, as the one that acts; a group, and who is not specified, a `LegalEntity`, which is what
//! FollowTheMoney calls somebody of whom it is not known whether they are a person; a concept is a `Note`.
//!
//! Readers drop what they do not take, and say nothing. So everything is written the way their own
//! cleaning leaves it, and what cannot be is counted and said.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde_json::json;
use unicode_normalization::UnicodeNormalization;

use super::Options;
use super::stated::{Stated, actors, ends, stated};
use super::turtle::is_item;
use crate::Date;
use crate::actor::{Actor, ActorIx, Kind};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::graph::{Graph, documents};
use crate::words::many;

/// How long a text of a property may be, in code points.
const NAME: usize = 384;
const WORDS: usize = 1024;
const TEXT: usize = 65_000;

/// Two letters of ISO 639-1 and the three by which FollowTheMoney knows the language; it knows no others.
const LANGUAGES: &str = "af afr am amh ar ara az aze be bel bg bul bn ben bs bos ca cat cs ces da dan de deu el ell en eng es \
    spa et est fa fas fi fin fr fra ga gle he heb hi hin hr hrv hu hun hy hye id ind is isl it ita ja jpn ka kat kk \
    kaz km khm kn kan ko kor ky kir lo lao lt lit lv lav mk mkd mn mon ms msa mt mlt my mya ne nep nl nld no nor pl \
    pol ps pus pt por ro ron ru rus sk slk sl slv sq sqi sr srp sv swe sw swa ta tam te tel tg tgk th tha tk tuk tr \
    tur uk ukr ur urd uz uzb vi vie zh zho";

pub(super) fn write(out: &mut dyn Write, dataset: &Dataset, graph: &Graph, options: Options<'_>) -> io::Result<()> {
    let mut entities = Entities { out, dataset, dropped: BTreeMap::new() };
    let mut articles = documents(dataset, &super::statements(graph));
    articles.sort_by_key(|&ix| dataset.document(ix).id);
    for ix in articles {
        entities.article(dataset.document(ix))?;
    }
    let actors = actors(dataset, graph);
    for &ix in &actors {
        entities.actor(dataset.actor(ix))?;
    }
    for &ix in &actors {
        entities.belonging(ix)?;
    }
    for stated in stated(dataset, graph, options) {
        entities.links(&stated?)?;
    }
    if let Some(notes) = options.notes {
        let said = entities.dropped.iter().map(|((what, why), count)| format!("ftm: {} {why}", many(*count, what)));
        notes.borrow_mut().extend(said);
    }
    Ok(())
}

/// The id of an entity: the same for the same thing, whatever else there is.
fn id(sort: &str, parts: &[&str]) -> String {
    let mut whole = sort.to_owned();
    for part in parts {
        // With their lengths no two lists of parts are the same text.
        whole.push_str(&format!("\0{}\0{part}", part.len()));
    }
    let mut sum = crate::dataset::sha256(whole.as_bytes());
    sum.truncate(40);
    sum
}

/// A text the way the cleaning of FollowTheMoney leaves it: composed, without what cannot be seen, and with
/// plain spaces.
fn clean(text: &str) -> String {
    let seen = text.nfc().filter_map(|c| match c {
        '\t' | '\n' | '\r' => Some(c),
        '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{a00}'
        | '\u{1680}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Some(' '),
        '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{61c}' | '\u{ad}' | '\u{feff}' => None,
        c => (!c.is_control()).then_some(c),
    });
    // What was taken out may have stood between a letter and its accent.
    seen.collect::<String>().trim().nfc().collect()
}

/// The same for a name, which has single spaces and no quotation marks around it.
fn clean_name(text: &str) -> String {
    let mut name = clean(text).split_whitespace().collect::<Vec<_>>().join(" ");
    let marked = |name: &str| name.len() > 1 && name.starts_with(['"', '\'']) && name.ends_with(['"', '\'']);
    while marked(&name) {
        name = name[1..name.len() - 1].trim().to_owned();
    }
    name
}

/// An address the way FollowTheMoney writes it; `None` for what it takes for none.
fn address(text: &str) -> Option<String> {
    let (scheme, rest) = text.split_once("://")?;
    let scheme = scheme.to_ascii_lowercase();
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    let labels: Vec<&str> = host.split('.').collect();
    let is_label = |label: &&str| {
        let letters = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        (1..64).contains(&label.len()) && letters && label.bytes().any(|byte| byte.is_ascii_alphanumeric())
    };
    let last = labels.last()?;
    let named = labels.len() == 1 || last.len() > 1 && last.bytes().any(|byte| byte.is_ascii_alphabetic());
    let plain = !rest.contains(|c: char| c.is_whitespace() || c.is_control()) && clean(text) == text;
    // Python's urllib, which reads it, leaves an empty query or fragment out, and what follows a semicolon may move.
    let whole = !path.contains(';') && !path.ends_with(['?', '#']) && !path.contains("?#");
    let known = ["http", "https", "ftp"].contains(&scheme.as_str());
    (known && named && plain && whole && labels.iter().all(is_label)).then(|| {
        let slash = if path.starts_with('/') { "" } else { "/" };
        format!("{scheme}://{host}{slash}{path}")
    })
}

/// The properties of an entity: the values of each, each once.
#[derive(Default)]
struct Properties(BTreeMap<&'static str, Vec<String>>);

impl Properties {
    fn put(&mut self, name: &'static str, value: String) {
        let values = self.0.entry(name).or_default();
        if !values.contains(&value) {
            values.push(value);
        }
    }
}

struct Entities<'a> {
    out: &'a mut dyn Write,
    dataset: &'a Dataset,
    /// What was not written as it is, what became of it, and how much there was.
    dropped: BTreeMap<(&'static str, &'static str), usize>,
}

impl Entities<'_> {
    fn put(&mut self, id: &str, schema: &str, properties: &Properties) -> io::Result<()> {
        let entity = json!({"id": id, "schema": schema, "properties": properties.0});
        writeln!(self.out, "{entity}")
    }

    fn drop(&mut self, what: (&'static str, &'static str)) {
        *self.dropped.entry(what).or_default() += 1;
    }

    /// A text as a value, of which something may be cut off; an empty one is none.
    fn text(&mut self, properties: &mut Properties, name: &'static str, text: &str, most: usize) {
        let mut cleaned = if most == NAME { clean_name(text) } else { clean(text) };
        if cleaned.chars().count() > most {
            self.drop(("text", "cut off where FollowTheMoney has no more room"));
            cleaned = cleaned.chars().take(most).collect::<String>();
            cleaned = if most == NAME { clean_name(&cleaned) } else { clean(&cleaned) };
        } else if cleaned != text {
            self.drop(("text", "written without the spaces and hidden characters that FollowTheMoney takes out"));
        }
        if !cleaned.is_empty() {
            properties.put(name, cleaned);
        }
    }

    /// A day, a month or a year; FollowTheMoney knows years from 1000 to 2999.
    fn end(&mut self, properties: &mut Properties, name: &'static str, end: String) {
        match end.starts_with(['1', '2']) {
            true => properties.put(name, end),
            false => self.drop(("date", "left out: FollowTheMoney knows the years from 1000 to 2999")),
        }
    }

    /// A date, or both ends of an interval.
    fn date(&mut self, properties: &mut Properties, names: [&'static str; 3], date: Option<Date>) {
        let Some(date) = date else { return };
        let (from, to) = ends(date);
        if from == to {
            self.end(properties, names[0], from);
        } else {
            self.end(properties, names[1], from);
            self.end(properties, names[2], to);
        }
    }

    fn article(&mut self, document: Document<'_>) -> io::Result<()> {
        let mut properties = Properties::default();
        self.text(&mut properties, "title", document.title.as_deref().unwrap_or(document.id), WORDS);
        self.text(&mut properties, "notes", &format!("id: {}", clean(document.id)), TEXT);
        for (name, text) in [("author", &document.author), ("publisher", &document.publisher)] {
            if let Some(text) = text {
                self.text(&mut properties, name, text, WORDS);
            }
        }
        // An article has no interval: both ends are dates of it.
        self.date(&mut properties, ["publishedAt", "date", "date"], document.date);
        if let Some(url) = &document.url {
            self.address(&mut properties, url);
        }
        if let Some(tag) = &document.language {
            let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
            let mut known = LANGUAGES.split_whitespace();
            match known.position(|code| code == primary) {
                // An odd place is that of the three letters themselves.
                Some(at) if at % 2 == 1 => properties.put("language", primary),
                Some(_) => properties.put("language", known.next().unwrap_or_default().to_owned()),
                None => self.drop(("language", "left out: FollowTheMoney has some seventy of them")),
            }
        }
        self.put(&id("document", &[document.id]), "Article", &properties)
    }

    fn address(&mut self, properties: &mut Properties, url: &str) {
        match address(url) {
            Some(url) => properties.put("sourceUrl", url),
            None => self.drop(("URL", "left out, as FollowTheMoney would")),
        }
    }

    fn actor(&mut self, actor: &Actor) -> io::Result<()> {
        let mut properties = Properties::default();
        self.text(&mut properties, "name", &actor.name, NAME);
        if properties.0.is_empty() {
            // A name is required, and this one cannot be seen.
            properties.put("name", "?".to_owned());
        }
        self.text(&mut properties, "notes", &format!("id: {}", clean(&actor.id)), TEXT);
        for alias in &actor.aliases {
            self.text(&mut properties, "alias", alias, NAME);
        }
        if let Some(role) = &actor.role {
            let name = if actor.kind == Kind::Person { "position" } else { "summary" };
            self.text(&mut properties, name, role, WORDS);
        }
        let schema = match actor.kind {
            Kind::State => "PublicBody",
            Kind::Person => "Person",
            Kind::Organization => "Organization",
            Kind::Group | Kind::Unspecified => "LegalEntity",
            Kind::Event => "Event",
            Kind::Concept => "Note",
        };
        if is_legal(actor.kind) {
            properties.put("classification", actor.kind.name().to_owned());
        }
        if let Some(code) = &actor.iso3166 {
            // Kosovo has no code in ISO 3166, but everybody uses this one.
            let mut known = crate::codes::countries().filter_map(|country| country.iso3166).chain(["XK"]);
            match known.any(|known| known.eq_ignore_ascii_case(code)) {
                true => properties.put("country", code.to_ascii_lowercase()),
                false => self.drop(("country code", "left out: there is no such country")),
            }
        }
        if let Some(item) = &actor.wikidata {
            match is_item(item) {
                true => properties.put("wikidataId", item.clone()),
                false => self.drop(("Wikidata code", "left out: there can be no such item")),
            }
        }
        self.put(&self.of(actor), schema, &properties)
    }

    fn of(&self, actor: &Actor) -> String {
        id("actor", &[&actor.id])
    }

    /// For whom an actor acts, and who belongs to it.
    fn belonging(&mut self, ix: ActorIx) -> io::Result<()> {
        let dataset = self.dataset;
        let actor = dataset.actor(ix);
        for entry in &actor.acts_for {
            let principal = dataset.actor(entry.actor);
            let mut properties = Properties::default();
            let both = is_legal(actor.kind) && is_legal(principal.kind);
            let (schema, ends_of) = match both {
                true => ("Representation", ["agent", "client"]),
                false => ("UnknownLink", ["subject", "object"]),
            };
            properties.put(ends_of[0], self.of(actor));
            properties.put(ends_of[1], self.of(principal));
            if !both {
                properties.put("role", "subject acts for object".to_owned());
            }
            if let Some(from) = entry.from {
                self.end(&mut properties, "startDate", ends(from).0);
            }
            if let Some(to) = entry.to {
                self.end(&mut properties, "endDate", ends(to).1);
            }
            let since = entry.from.map(|from| from.to_string()).unwrap_or_default();
            self.put(&id("acts for", &[&actor.id, &principal.id, &since]), schema, &properties)?;
        }
        for &member in &actor.members {
            let member = dataset.actor(member);
            let mut properties = Properties::default();
            let organized = matches!(actor.kind, Kind::State | Kind::Organization);
            let fits = organized && is_legal(member.kind);
            let (schema, ends_of) = match fits {
                true => ("Membership", ["member", "organization"]),
                false => ("UnknownLink", ["subject", "object"]),
            };
            properties.put(ends_of[0], self.of(member));
            properties.put(ends_of[1], self.of(actor));
            if !fits {
                properties.put("role", "subject belongs to object".to_owned());
            }
            self.put(&id("member", &[&actor.id, &member.id]), schema, &properties)?;
        }
        Ok(())
    }

    fn links(&mut self, stated: &Stated) -> io::Result<()> {
        let dataset = self.dataset;
        let statement = dataset.statement(stated.ix);
        let own = statement.id();
        for tie in &stated.ties {
            let (source, target) = (dataset.actor(tie.source), dataset.actor(tie.target));
            let relation = dataset.relation(tie.relation);
            let mut properties = Properties::default();
            properties.put("subject", self.of(source));
            properties.put("object", self.of(target));
            self.text(&mut properties, "role", &format!("subject {} object ({})", relation.id, relation.sign), WORDS);
            self.date(&mut properties, ["date", "startDate", "endDate"], statement.date());
            self.text(&mut properties, "recordId", &own, WORDS);
            if let Some(certainty) = statement.certainty() {
                properties.put("status", certainty.name().to_owned());
            }
            for (name, text) in [("summary", &stated.details.gist), ("description", &stated.details.quote)] {
                if let Some(text) = text {
                    self.text(&mut properties, name, text, TEXT);
                }
            }
            for ix in statement.documents() {
                let document = dataset.document(ix);
                properties.put("proof", id("document", &[document.id]));
                // What could not be written of a document was counted with it.
                if let Some(url) = document.url.as_deref().and_then(address) {
                    properties.put("sourceUrl", url);
                }
            }
            self.put(&id("tie", &[&own, &source.id, &target.id]), "UnknownLink", &properties)?;
        }
        Ok(())
    }
}

/// Whether it is a `LegalEntity` or one of its kinds.
fn is_legal(kind: Kind) -> bool {
    !matches!(kind, Kind::Event | Kind::Concept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_tell_what_is_not_the_same_apart() {
        assert_eq!(id("actor", &["abbey"]), id("actor", &["abbey"]));
        assert_ne!(id("tie", &["a", "b\0", "c"]), id("tie", &["a", "b", "\0c"]));
        assert_ne!(id("actor", &["abbey"]), id("document", &["abbey"]));
    }

    #[test]
    fn texts_are_as_cleaning_leaves_them() {
        assert_eq!(clean(" a\0\u{200b}e\u{200d}\u{301}\u{2028}b\n"), "aé b");
        assert_eq!(clean_name("\"'Abbey  of\nSaint  Éloi' \""), "Abbey of Saint Éloi");
        assert_eq!(clean_name("Millers' Guild"), "Millers' Guild");
        assert_eq!(clean_name("\"\""), "");
        assert_eq!(clean_name("\""), "\"");
    }

    #[test]
    fn addresses_are_as_they_are_read() {
        assert_eq!(address("HTTP://Valley.example").as_deref(), Some("http://Valley.example/"));
        assert_eq!(address("https://valley.example/a?b#c").as_deref(), Some("https://valley.example/a?b#c"));
        for text in
            ["valley.example", "file:///etc", "http:///a", "http://a b.example/", "http://valley.e/", "ftp://1.22"]
        {
            assert_eq!(address(text), None, "{text}");
        }
    }

    #[test]
    fn languages_come_in_pairs() {
        let codes: Vec<&str> = LANGUAGES.split_whitespace().collect();
        assert!(codes.chunks(2).all(|pair| pair[0].len() == 2 && pair[1].len() == 3));
    }
}
