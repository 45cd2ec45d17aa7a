//! Names that are none, and names that two actors have nearly in common.

use hashbrown::{HashMap, HashSet};
use unicode_width::UnicodeWidthChar;

use crate::actor::{Actor, ActorIx, Kind, UNSPECIFIED};
use crate::codes::country;
use crate::dataset::Dataset;
use crate::names::fold;
use crate::problem::{Finding, Problems, Severity};
use crate::read::json::shortened;

/// What people write where there is no name.
const NOBODY: [&str; 14] = [
    "n a", "na", "nan", "none", "null", "nil", "no name", "unknown", "unnamed", "tbd", "todo", "xxx", "empty",
    "missing",
];

/// A slip of the pen is told from another word from so many letters on.
const LETTERS: usize = 5;

pub(super) fn check(dataset: &Dataset, findings: &mut Problems) {
    empty(dataset, findings);
    let mut pairs = Pairs { dataset, findings, said: HashSet::new() };
    pairs.codes();
    pairs.spellings();
    pairs.initials();
    pairs.surnames();
}

/// All names of an actor, the one that people read first.
fn names(actor: &Actor) -> impl Iterator<Item = &str> {
    [actor.name.as_str()].into_iter().chain(actor.aliases.iter().map(String::as_str))
}

fn empty(dataset: &Dataset, findings: &mut Problems) {
    for (actor, ix) in dataset.actors().iter().zip(0..) {
        for name in names(actor).filter(|_| actor.id != UNSPECIFIED) {
            let blank = name.chars().all(|c| c.width().unwrap_or(0) == 0 || c.is_whitespace());
            let said = match blank {
                true => format!("the name of `{}` is empty", shortened(&visible(&actor.id))),
                false
                    if name.chars().all(|c| c.is_ascii_punctuation() || c.is_whitespace() || c == '–' || c == '—')
                        || NOBODY.contains(&fold(name).as_str()) =>
                {
                    format!("`{}` is nobody's name", shortened(name))
                }
                false => continue,
            };
            let hint = format!("`{UNSPECIFIED}` is there for whom the document does not name");
            findings.push(Finding::warning(dataset.actor_at(ix), said).hint(hint));
        }
    }
}

/// A name with what cannot be seen of it written out.
fn visible(name: &str) -> String {
    let shown = |c: char| match c.width().unwrap_or(0) {
        0 => c.escape_unicode().to_string(),
        _ => c.to_string(),
    };
    name.chars().map(shown).collect()
}

struct Pairs<'a> {
    dataset: &'a Dataset,
    findings: &'a mut Problems,
    /// Each pair is said once, for what is found first.
    said: HashSet<(u32, u32)>,
}

impl Pairs<'_> {
    fn say(&mut self, a: u32, b: u32, shown: [&str; 2], how: &str) {
        let (first, second) = (a.min(b), a.max(b));
        let (one, other) = (&self.dataset.actors()[a as usize], &self.dataset.actors()[b as usize]);
        // What parts stand for is not the whole, and two places with codes of their own are two.
        let related = |one: &Actor, other: u32| one.acts_for.iter().any(|entry| entry.actor == ActorIx(other));
        let differ = |a: Option<&str>, b: Option<&str>| a.zip(b).is_some_and(|(a, b)| !a.eq_ignore_ascii_case(b));
        let code = |actor: &Actor| country(&actor.name).map(|country| country.code);
        let told_apart = differ(one.iso3166.as_deref(), other.iso3166.as_deref())
            || differ(one.wikidata.as_deref(), other.wikidata.as_deref())
            || differ(code(one), code(other));
        if first == second || related(one, b) || related(other, a) || told_apart || !self.said.insert((first, second)) {
            return;
        }
        let dataset = self.dataset;
        self.findings.push_with(Severity::Warning, || {
            let (later, earlier) = if a > b { (shown[0], shown[1]) } else { (shown[1], shown[0]) };
            let said = format!("`{}` and `{}` are two actors, and {how}", shortened(later), shortened(earlier));
            let finding = Finding::warning(dataset.actor_at(second), said)
                .hint("where they are one, give it one id and the other name as an alias");
            match dataset.actor_at(first) {
                Some(at) => finding.also(at),
                None => finding,
            }
        });
    }

    /// The same Wikidata item; the same country, by its code or by its names.
    fn codes(&mut self) {
        let mut items: HashMap<String, u32> = HashMap::new();
        let mut countries: HashMap<String, u32> = HashMap::new();
        let mut by_name: HashMap<&str, (u32, &str)> = HashMap::new();
        for (actor, ix) in self.dataset.actors().iter().zip(0..) {
            let mut meet = |known: &mut HashMap<String, u32>, code: Option<&String>, how: &str| {
                let Some(code) = code.map(|code| code.trim().to_uppercase()).filter(|code| !code.is_empty()) else {
                    return;
                };
                let first = *known.entry(code.clone()).or_insert(ix);
                let name = |ix: u32| self.dataset.actors()[ix as usize].id.as_str();
                self.say(ix, first, [name(ix), name(first)], &format!("have the same {how} {code}"));
            };
            meet(&mut items, actor.wikidata.as_ref(), "Wikidata item");
            let code = actor.iso3166.as_ref().filter(|_| actor.kind == Kind::State);
            meet(&mut countries, code, "country code");
            let may_be = matches!(actor.kind, Kind::State | Kind::Unspecified);
            if let Some(found) = country(&actor.name).filter(|_| may_be) {
                let (first, other) = *by_name.entry(found.code).or_insert((ix, actor.name.as_str()));
                self.say(ix, first, [&actor.name, other], &format!("both are {}", found.name));
            }
        }
    }

    /// A letter more, less, other or in another place; the words in another order; spaces elsewhere.
    fn spellings(&mut self) {
        let mut known: HashMap<(String, char), (u32, &str)> = HashMap::new();
        let mut words: HashMap<String, (u32, &str)> = HashMap::new();
        let mut joined: HashMap<String, (u32, &str)> = HashMap::new();
        for (actor, ix) in self.dataset.actors().iter().zip(0..) {
            for name in names(actor) {
                let folded = fold(name);
                let parts: Vec<&str> = folded.split(' ').collect();
                let mut sorted = parts.clone();
                sorted.sort_unstable();
                if parts.len() > 1 {
                    let (first, other) = *words.entry(sorted.join(" ")).or_insert((ix, name));
                    self.say(ix, first, [name, other], "have the same words");
                }
                if folded.len() >= LETTERS {
                    let (first, other) = *joined.entry(parts.concat()).or_insert((ix, name));
                    self.say(ix, first, [name, other], "differ in spaces only");
                }
                for (at, word) in parts.iter().enumerate() {
                    self.slips(ix, name, &parts, at, word, &mut known);
                }
            }
        }
    }

    /// Looks for names that are the same but for a slip in one word: those from which the same is left when a
    /// letter of each is dropped.
    fn slips<'d>(
        &mut self,
        ix: u32,
        name: &'d str,
        parts: &[&str],
        at: usize,
        word: &str,
        known: &mut HashMap<(String, char), (u32, &'d str)>,
    ) {
        let letters = word.chars().count();
        // What stands in brackets tells others apart, and so do figures.
        let told_apart = word.contains(char::is_numeric) || in_brackets(name, word);
        let Some(initial) = word.chars().next().filter(|_| (LETTERS..=60).contains(&letters) && !told_apart) else {
            return;
        };
        let rest = |word: &str| {
            let mut parts = parts.to_vec();
            parts[at] = word;
            parts.join(" ")
        };
        let shorter = word.char_indices().skip(1).map(|(start, c)| {
            let mut shorter = word.to_owned();
            shorter.replace_range(start..start + c.len_utf8(), "");
            shorter
        });
        for candidate in shorter.chain([word.to_owned()]) {
            let (first, other) = *known.entry((rest(&candidate), initial)).or_insert((ix, name));
            if first != ix && slipped(&fold(other), &fold(name)) {
                self.say(ix, first, [name, other], "differ in a letter");
            }
        }
    }

    /// A name of capitals that is the initials of another.
    fn initials(&mut self) {
        let mut long: HashMap<String, Vec<(u32, &str)>> = HashMap::new();
        for (actor, ix) in self.dataset.actors().iter().zip(0..) {
            for name in names(actor) {
                let capitals = name.split(|c: char| !c.is_alphanumeric()).filter_map(|word| word.chars().next());
                let capitals: String = capitals.filter(|c| c.is_uppercase()).collect();
                if capitals.chars().count() >= 3 {
                    long.entry(capitals).or_default().push((ix, name));
                }
            }
        }
        for (actor, ix) in self.dataset.actors().iter().zip(0..) {
            let organized = matches!(actor.kind, Kind::Organization | Kind::Group | Kind::Unspecified);
            for name in names(actor).filter(|name| organized && name.chars().all(char::is_uppercase)) {
                match long.get(name).map(Vec::as_slice) {
                    Some([(other, written)]) if other != &ix => {
                        self.say(ix, *other, [name, written], "one is the initials of the other");
                    }
                    _ => {}
                }
            }
        }
    }

    /// A person called by a surname that one other person has.
    fn surnames(&mut self) {
        let persons =
            || self.dataset.actors().iter().zip(0..).filter(|(actor, _): &(&Actor, u32)| actor.kind == Kind::Person);
        let mut last: HashMap<String, Vec<(u32, &str)>> = HashMap::new();
        for (actor, ix) in persons() {
            if let Some((_, surname)) = fold(&actor.name).rsplit_once(' ') {
                last.entry(surname.to_owned()).or_default().push((ix, &actor.name));
            }
        }
        let alone: Vec<(u32, &str, String)> = persons()
            .map(|(actor, ix)| (ix, actor.name.as_str(), fold(&actor.name)))
            .filter(|(_, _, folded)| folded.chars().count() > 3 && !folded.contains(' '))
            .collect();
        for (ix, name, folded) in alone {
            if let Some([(other, written)]) = last.get(&folded).map(Vec::as_slice) {
                self.say(ix, *other, [name, written], "one is the surname of the other");
            }
        }
    }
}

/// Whether a word of a name stands in brackets.
fn in_brackets(name: &str, word: &str) -> bool {
    let inside = name.split_once('(').and_then(|(_, rest)| rest.rsplit_once(')')).map(|(inside, _)| fold(inside));
    inside.is_some_and(|inside| inside.split(' ').any(|part| part == word))
}

/// Whether two names differ by a letter, or by two that changed places.
fn slipped(a: &str, b: &str) -> bool {
    a.chars().count().abs_diff(b.chars().count()) <= 1 && strsim::damerau_levenshtein(a, b) == 1
}

#[cfg(test)]
mod tests {
    use crate::{Data, read};

    /// What is said of actors that are given as JSON, in a data set in which each aids the Abbey.
    fn said(actors: &str) -> Vec<String> {
        let text = format!(
            r#"{{"documents": [{{"id": "d"}}], "actors": [{{"id": "abbey"}}, {actors}], "statements": [
                {{"document": "d", "source": "abbey", "relation": "aids", "target": "abbey"}}]}}"#
        );
        let (data, _) = read([Data::bytes("town.json", text)]).unwrap();
        data.check_coding().problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn a_slip_is_told_from_another_name() {
        assert_eq!(
            said(r#"{"id": "Marsh End"}, {"id": "Marhs End"}"#),
            ["`Marhs End` and `Marsh End` are two actors, and differ in a letter"]
        );
        assert_eq!(said(r#"{"id": "a", "aliases": ["Oldbridge"]}, {"id": "b", "name": "Oldbidge"}"#).len(), 1);
        assert_eq!(
            said(r#"{"id": "Smith, Mary"}, {"id": "Mary Smith"}"#),
            ["`Mary Smith` and `Smith, Mary` are two actors, and have the same words"]
        );
        assert_eq!(
            said(r#"{"id": "Oldbridge"}, {"id": "Old Bridge"}"#),
            ["`Old Bridge` and `Oldbridge` are two actors, and differ in spaces only"]
        );
        let others = [
            r#"{"id": "Iran"}, {"id": "Iraq"}"#,
            r#"{"id": "Ireland"}, {"id": "Iceland"}"#,
            r#"{"id": "Gate"}, {"id": "Gates"}"#,
            r#"{"id": "Resolution 14419"}, {"id": "Resolution 14429"}"#,
            r#"{"id": "Citizen (Brunton)"}, {"id": "Citizen (Brunten)"}"#,
            r#"{"id": "Hatter"}, {"id": "Batter"}"#,
            r#"{"id": "n", "name": "Northern Guild", "wikidata": "Q1"}, {"id": "s", "name": "Northem Guild", "wikidata": "Q2"}"#,
            r#"{"id": "Oldbridge"}, {"id": "Oldbridges", "acts_for": ["Oldbridge"]}"#,
        ];
        for actors in others {
            assert_eq!(said(actors), [""; 0], "{actors}");
        }
    }

    #[test]
    fn one_actor_has_one_id() {
        assert_eq!(
            said(r#"{"id": "Turkey"}, {"id": "Türkiye"}"#),
            ["`Türkiye` and `Turkey` are two actors, and both are Turkey"]
        );
        assert_eq!(
            said(r#"{"id": "g", "wikidata": "Q5"}, {"id": "guild", "wikidata": "q5"}"#),
            ["`guild` and `g` are two actors, and have the same Wikidata item Q5"]
        );
        assert_eq!(
            said(r#"{"id": "VOF"}, {"id": "f", "name": "Valley Office of Ferries"}"#),
            ["`Valley Office of Ferries` and `VOF` are two actors, and one is the initials of the other"]
        );
        assert_eq!(
            said(r#"{"id": "Thornby", "kind": "person"}, {"id": "Mary Thornby", "kind": "person"}"#),
            ["`Mary Thornby` and `Thornby` are two actors, and one is the surname of the other"]
        );
        // Of two it is not known which is meant.
        let two = r#"{"id": "Thornby", "kind": "person"}, {"id": "Mary Thornby", "kind": "person"},
            {"id": "John Thornby", "kind": "person"}"#;
        assert_eq!(said(two), [""; 0]);
    }

    #[test]
    fn an_empty_name_is_seen() {
        assert_eq!(said(r#"{"id": "\u200b\u00a0"}"#), ["the name of `\\u{200b}\u{a0}` is empty"]);
        assert_eq!(
            said(r#"{"id": "a", "aliases": ["N/A"]}, {"id": "b", "name": "?"}"#),
            ["`N/A` is nobody's name", "`?` is nobody's name"]
        );
        assert_eq!(said(r#"{"id": "🤝"}"#), [""; 0]);
    }
}
