//! Whoever and whatever is named in coded data, as actors.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::draft::{DraftActor, DraftActsFor};
use super::json::Spanned;
use crate::actor::Kind;
use crate::date::{Date, Day};
use crate::files::At;
use crate::names::fold;

/// Where a name is from: a variable of a database. Each has names of its own: a party and a concept that are
/// called the same are two.
#[derive(Debug, Clone, Copy)]
pub(super) struct Space<'s> {
    pub number: i64,
    /// What tells two of the same name apart; where it is empty, a number alone does.
    pub name: &'s str,
    pub kind: Kind,
}

/// The actors so far.
#[derive(Debug, Default)]
pub(super) struct Actors {
    list: Vec<Named>,
    /// By space and name as it is compared, with the signs in it.
    by_name: HashMap<(i64, String, String), usize>,
    /// The folded names that are taken.
    taken: HashMap<String, usize>,
    /// For each person and day, who is named beside it, and how often.
    beside: BTreeMap<usize, Days>,
}

#[derive(Debug)]
struct Named {
    id: String,
    kind: Kind,
    aliases: Vec<String>,
}

/// The signs in a name that are no punctuation between its words: `> 5` and `< 5` are not the same, though they are
/// compared without.
fn signs(name: &str) -> String {
    const BETWEEN: &str = "-‐‑–—_.,;:'’`\"“”„()[]{}/";
    name.chars().filter(|c| !c.is_alphanumeric() && !c.is_whitespace() && !BETWEEN.contains(*c)).collect()
}

impl Actors {
    /// The actor of that name; none where it names nobody.
    pub fn of(&mut self, space: Space<'_>, value: &str) -> Option<usize> {
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        let folded = fold(value);
        let key = (space.number, folded.clone(), signs(value));
        if let Some(&known) = self.by_name.get(&key) {
            let actor = &mut self.list[known];
            if actor.id != value && !actor.aliases.iter().any(|alias| alias == value) {
                // One that was told apart from another has no claim on the name as it is.
                if self.taken.get(&folded) == Some(&known) {
                    actor.aliases.push(value.to_owned());
                }
            }
            return Some(known);
        }
        let ix = self.list.len();
        let tell = |number: usize| match number {
            0 => value.to_owned(),
            number if space.name.is_empty() => format!("{value} ({})", number + 1),
            1 => format!("{value} ({})", space.name),
            number => format!("{value} ({} {number})", space.name),
        };
        // Whatever is taken, some number is not.
        let id = (0..).map(tell).find(|name| !self.taken.contains_key(&fold(name))).unwrap_or_default();
        self.taken.insert(fold(&id), ix);
        self.by_name.insert(key, ix);
        self.list.push(Named { id, kind: space.kind, aliases: Vec::new() });
        Some(ix)
    }

    /// Whether an actor can be of a kind, too: one of which nobody has said becomes it.
    pub fn is_also(&mut self, actor: usize, kind: Kind) -> bool {
        let known = &mut self.list[actor].kind;
        if *known == Kind::Unspecified {
            *known = kind;
        }
        *known == kind || kind == Kind::Unspecified
    }

    /// Adds what actors are called beside their names, but not what is the name of another, or what two are called:
    /// how many of these there are comes back.
    pub fn add_aliases(&mut self, aliases: &[(usize, String)]) -> u64 {
        let mut of: HashMap<String, Option<usize>> = HashMap::new();
        for (actor, alias) in aliases {
            let other = of.entry(fold(alias)).or_insert(Some(*actor));
            if *other != Some(*actor) {
                *other = None;
            }
        }
        let mut lost = 0;
        for (actor, alias) in aliases {
            let folded = fold(alias);
            // Of those that are the same, the first is taken, and all are counted once.
            let Some(of) = of.remove(&folded) else { continue };
            match self.taken.get(&folded) {
                None if of.is_some() => self.list[*actor].aliases.push(alias.clone()),
                Some(taken) if taken == actor => {}
                _ => lost += 1,
            }
        }
        lost
    }

    pub fn id(&self, actor: usize) -> &str {
        &self.list[actor].id
    }

    /// Notes that a person speaks for somebody on a day.
    #[cfg(feature = "sqlite")]
    pub fn speaks_for(&mut self, person: usize, organization: usize, day: Option<Day>) {
        *self.beside.entry(person).or_default().entry(day).or_default().entry(organization).or_default() += 1;
    }

    /// How many names another space has, too, or another name has but for its signs.
    pub fn told_apart(&self) -> u64 {
        let plain = self.by_name.iter().filter(|((_, folded, _), ix)| fold(&self.list[**ix].id) != *folded);
        plain.count() as u64
    }

    /// How many spellings were taken for the same name.
    pub fn spellings(&self) -> u64 {
        self.list.iter().map(|actor| actor.aliases.len() as u64).sum()
    }

    /// Ends with actors for the draft, and how many statements have a person speak for somebody for whom it does not
    /// act that day, since it acts for another.
    pub fn end(self, at: At) -> (Vec<DraftActor>, u64) {
        let text = |value: &str| Spanned { value: value.to_owned(), at };
        let mut lost = 0;
        let mut acts_for: HashMap<usize, Vec<Term>> = HashMap::new();
        for (person, days) in &self.beside {
            let (entries, of_others) = terms(days, |actor| &self.list[actor].id);
            lost += of_others;
            acts_for.insert(*person, entries);
        }
        let actor = |(ix, named): (usize, &Named)| DraftActor {
            id: text(&named.id),
            name: None,
            kind: named.kind,
            aliases: named.aliases.iter().map(|alias| text(alias)).collect(),
            role: None,
            acts_for: acts_for
                .get(&ix)
                .into_iter()
                .flatten()
                .map(|&(organization, from, to)| DraftActsFor {
                    actor: text(&self.list[organization].id),
                    from: from.map(Date::of),
                    to: to.map(Date::of),
                })
                .collect(),
            members: Vec::new(),
            iso3166: None,
            wikidata: None,
        };
        (self.list.iter().enumerate().map(actor).collect(), lost)
    }
}

/// For whom, from when and to when.
type Term = (usize, Option<Day>, Option<Day>);

/// For each day, for whom and how often.
type Days = BTreeMap<Option<Day>, BTreeMap<usize, u64>>;

/// For whom a person acts and from when to when, and how many statements do not fit in: one organization is for
/// always; of several, each has the days from the first to the last on which no other stands between. Of two on one
/// day the one with more statements counts, the first by name among equals.
fn terms<'a>(days: &Days, name: impl Fn(usize) -> &'a str) -> (Vec<Term>, u64) {
    let mut all: Vec<usize> = days.values().flat_map(|of| of.keys().copied()).collect();
    all.sort_unstable();
    all.dedup();
    if let [one] = all[..] {
        return (vec![(one, None, None)], 0);
    }
    let mut lost = 0;
    let mut entries: Vec<Term> = Vec::new();
    for (&day, of) in days {
        let sum: u64 = of.values().sum();
        let Some(day) = day else {
            lost += sum;
            continue;
        };
        let most = of.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| name(*b.0).cmp(name(*a.0))));
        let Some((&organization, &count)) = most else { continue };
        lost += sum - count;
        match entries.last_mut().filter(|(last, ..)| *last == organization) {
            Some((.., to)) => *to = Some(day),
            None => entries.push((organization, Some(day), Some(day))),
        }
    }
    (entries, lost)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_apart_by_space_and_by_signs() {
        let person = Space { number: 1, name: "person", kind: Kind::Person };
        let concept = Space { number: 3, name: "concept", kind: Kind::Concept };
        let mut actors = Actors::default();
        let mut id = |space: Space<'_>, value: &str| actors.of(space, value).map(|ix| actors.id(ix).to_owned());
        assert_eq!(id(person, "Mercy").as_deref(), Some("Mercy"));
        assert_eq!(id(concept, "mercy ").as_deref(), Some("mercy (concept)"));
        assert_eq!(id(concept, "tax > 5").as_deref(), Some("tax > 5"));
        assert_eq!(id(concept, "tax < 5").as_deref(), Some("tax < 5 (concept)"));
        assert_eq!(id(concept, "tax ≤ 5").as_deref(), Some("tax ≤ 5 (concept 2)"));
        assert_eq!(id(person, "MERCY").as_deref(), Some("Mercy"));
        assert_eq!(id(person, " \t"), None);
        assert_eq!((actors.told_apart(), actors.spellings()), (3, 1));
    }

    #[test]
    fn a_person_acts_for_one_at_a_time() {
        let day = |text: &str| Some(text.parse::<Date>().unwrap().first_day());
        let one = |organization: usize, count: u64| BTreeMap::from([(organization, count)]);
        let names = ["Abbey", "Guild"];
        let terms = |days: &Days| terms(days, |ix| names[ix]);
        let always: Days = [(day("1902-03-01"), one(0, 2)), (None, one(0, 1))].into();
        assert_eq!(terms(&always), (vec![(0, None, None)], 0));
        let both = BTreeMap::from([(0, 2), (1, 2)]);
        let days: Days = [
            (day("1902-03-01"), one(0, 2)),
            (day("1902-03-04"), both),
            (day("1902-05-01"), one(1, 1)),
            (day("1902-06-01"), one(0, 1)),
            (None, one(1, 3)),
        ]
        .into();
        let entries = vec![
            (0, day("1902-03-01"), day("1902-03-04")),
            (1, day("1902-05-01"), day("1902-05-01")),
            (0, day("1902-06-01"), day("1902-06-01")),
        ];
        // Two of the fourth of March, and three undated.
        assert_eq!(terms(&days), (entries, 5));
    }
}
