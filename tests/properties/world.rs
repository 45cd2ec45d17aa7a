//! Small made-up data sets, as a model that is independent of the library and as its data file.

use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use standoff::{Data, Dataset, Date, Day, read};

/// Id, name and alias of everybody who may occur.
pub const NAMES: [[&str; 3]; 8] = [
    ["france", "French Republic", "Paris"],
    ["turkey", "Türkiye", "Ankara"],
    ["armenia", "Republic of Armenia", "Yerevan"],
    ["azerbaijan", "Azerbaijan Republic", "Baku"],
    ["emmanuel-macron", "Emmanuel Macron", "the French President"],
    ["recep-tayyip-erdogan", "Recep Tayyip Erdoğan", "Erdoğan"],
    ["ministry", "Ministry of Foreign Affairs", "Quai d’Orsay"],
    ["minsk-group", "OSCE Minsk Group", "Co-chairs"],
];

/// Id, sign and the five forms of every relation that may occur; the last is the data's own.
pub const RELATIONS: [(&str, &str, [&str; 5]); 5] = [
    ("accuses", "-", ["accuse", "accuses", "accused", "accused", "accusing"]),
    ("denies", "-", ["deny", "denies", "denied", "denied", "denying"]),
    ("supports", "+", ["back", "backs", "backed", "backed", "backing"]),
    ("mediates", "0", ["mediate", "mediates", "mediated", "mediated", "mediating"]),
    ("concern", "-", ["worry about", "worries about", "worried about", "worried about", "worrying about"]),
];
pub const MEDIATES: usize = 3;

pub const DATES: [&str; 10] = [
    "2020-01-30",
    "2020-02-28",
    "2020-02-29",
    "2020-03-01",
    "2020-03-31",
    "2020-04-15",
    "2020-02",
    "2020-03",
    "2020",
    "2020-02-27/2020-03-02",
];

pub const DOCUMENTS: usize = 3;
pub const CERTAINTIES: [&str; 3] = ["stated", "reported", "alleged"];

#[derive(Debug, Clone)]
pub struct ActsFor {
    pub actor: usize,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

#[derive(Debug, Clone)]
pub struct Statement {
    pub documents: Vec<usize>,
    pub date: Option<Date>,
    pub sources: Vec<usize>,
    pub relation: usize,
    pub targets: Vec<usize>,
    pub certainty: Option<usize>,
    pub negated: bool,
    pub answers: Option<usize>,
}

#[derive(Debug, Clone)]
pub struct World {
    /// For whom each actor acts, which is always one before it in the list.
    pub actors: Vec<Vec<ActsFor>>,
    pub document_dates: Vec<Option<Date>>,
    pub statements: Vec<Statement>,
}

pub fn date(text: &str) -> Date {
    text.parse().expect("a date of the list above")
}

fn some_date() -> impl Strategy<Value = Option<Date>> {
    option::weighted(0.85, proptest::sample::select(&DATES[..]).prop_map(date))
}

fn acts_for(actor: usize) -> impl Strategy<Value = Vec<ActsFor>> {
    let before = move |pick: usize| pick % actor.max(1);
    (0..6_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(move |(kind, a, b)| {
        if actor == 0 {
            return Vec::new();
        }
        let (a, b) = (before(a.index(64)), before(b.index(64)));
        let entry =
            |actor, from: Option<&str>, to: Option<&str>| ActsFor { actor, from: from.map(date), to: to.map(date) };
        match kind {
            0 | 1 => Vec::new(),
            2 => vec![entry(a, None, None)],
            3 => vec![entry(a, Some("2020-03"), None)],
            4 => vec![entry(a, None, Some("2020-02-28")), entry(b, Some("2020-03-01"), None)],
            _ => vec![entry(a, None, Some("2020-02")), entry(b, Some("2020-03"), Some("2020-03-15"))],
        }
    })
}

fn statement(actors: usize) -> impl Strategy<Value = Statement> {
    let ends = (vec(0..actors, 1..=2), vec(0..actors, 1..=3));
    let rest = (
        btree_set(0..DOCUMENTS, 0..=2),
        some_date(),
        0..RELATIONS.len(),
        option::of(0..CERTAINTIES.len()),
        prop::bool::weighted(0.1),
        option::weighted(0.3, 0..25_usize),
    );
    (ends, rest).prop_map(
        move |((mut sources, mut targets), (documents, date, relation, certainty, negated, answers))| {
            if relation == MEDIATES && targets.iter().all(|target| *target == targets[0]) {
                targets.push((targets[0] + 1) % actors);
            }
            for ends in [&mut sources, &mut targets] {
                let mut seen = Vec::new();
                ends.retain(|end| {
                    !seen.contains(end) && {
                        seen.push(*end);
                        true
                    }
                });
            }
            let documents = documents.into_iter().collect();
            Statement { documents, date, sources, relation, targets, certainty, negated, answers }
        },
    )
}

/// At most 8 actors and `most` statements.
pub fn world(most: usize) -> impl Strategy<Value = World> {
    // Few actors meet often, and it takes that for an answer to have rows.
    prop_oneof![2 => 2..=4_usize, 1 => 5..=NAMES.len()].prop_flat_map(move |actors| {
        let acting: Vec<_> = (0..actors).map(acts_for).collect();
        (acting, vec(some_date(), DOCUMENTS), vec(statement(actors), 1..=most)).prop_map(
            |(actors, document_dates, mut statements)| {
                for i in 0..statements.len() {
                    // An answer answers one before it, in the file and in time.
                    let date = statements[i].date;
                    let fits = |earlier: &usize| match (date, statements[*earlier].date) {
                        (Some(date), Some(earlier)) => date.last_day() >= earlier.first_day(),
                        _ => true,
                    };
                    statements[i].answers = statements[i].answers.filter(|answered| *answered < i).filter(fits);
                }
                World { actors, document_dates, statements }
            },
        )
    })
}

impl World {
    pub fn json(&self) -> Value {
        let id = |actor: usize| NAMES[actor][0];
        let put = |object: &mut Map<String, Value>, key: &str, date: Option<Date>| {
            if let Some(date) = date {
                object.insert(key.to_owned(), json!(date.to_string()));
            }
        };
        let actors = self.actors.iter().zip(NAMES).map(|(acts_for, [id_, name, alias])| {
            let acts_for: Vec<Value> = acts_for
                .iter()
                .map(|entry| {
                    let mut object = Map::new();
                    object.insert("actor".to_owned(), json!(id(entry.actor)));
                    put(&mut object, "from", entry.from);
                    put(&mut object, "to", entry.to);
                    Value::Object(object)
                })
                .collect();
            json!({"id": id_, "name": name, "aliases": [alias], "acts_for": acts_for})
        });
        let documents = self.document_dates.iter().enumerate().map(|(n, date)| {
            let mut object = Map::new();
            object.insert("id".to_owned(), json!(format!("d{n}")));
            put(&mut object, "date", *date);
            Value::Object(object)
        });
        let statements = self.statements.iter().enumerate().map(|(n, statement)| {
            let ids = |ends: &[usize]| ends.iter().map(|&end| id(end)).collect::<Vec<_>>();
            let mut object = Map::new();
            let mut set = |key: &str, value: Value| object.insert(key.to_owned(), value);
            set("id", json!(format!("s{n}")));
            set("document", statement.documents.iter().map(|n| json!(format!("d{n}"))).collect());
            set("source", json!(ids(&statement.sources)));
            set("relation", json!(RELATIONS[statement.relation].0));
            set("target", json!(ids(&statement.targets)));
            set("negated", json!(statement.negated));
            set("certainty", json!(statement.certainty.map(|n| CERTAINTIES[n])));
            set("answers", json!(statement.answers.map(|n| format!("s{n}"))));
            put(&mut object, "date", statement.date);
            Value::Object(object)
        });
        json!({
            "actors": actors.collect::<Vec<_>>(),
            "documents": documents.collect::<Vec<_>>(),
            "relations": [{"id": "concern", "sign": "-", "verbs": ["worries about"]}],
            "statements": statements.collect::<Vec<_>>(),
        })
    }

    pub fn dataset(&self) -> Dataset {
        dataset(&self.json())
    }

    /// The day on which to ask for whom the actors of a statement acted.
    pub fn day(&self, statement: usize) -> Option<Day> {
        let statement = &self.statements[statement];
        let documents = || statement.documents.iter().find_map(|&document| self.document_dates[document]);
        statement.date.or_else(documents).map(Date::first_day)
    }

    /// The actor and those for whom it acts on that day.
    pub fn chain(&self, actor: usize, day: Option<Day>) -> Vec<usize> {
        let entries = &self.actors[actor];
        let next = match day {
            Some(day) => entries.iter().find(|entry| {
                entry.from.is_none_or(|from| from.first_day() <= day) && entry.to.is_none_or(|to| to.last_day() >= day)
            }),
            None => entries.first().filter(|first| entries.iter().all(|entry| entry.actor == first.actor)),
        };
        let mut chain = vec![actor];
        if let Some(entry) = next {
            chain.extend(self.chain(entry.actor, day));
        }
        chain
    }
}

/// Reads a data file that is right.
pub fn dataset(json: &Value) -> Dataset {
    let bytes = serde_json::to_vec(json).expect("it is JSON");
    match read(vec![Data::Bytes { name: "-".to_owned(), bytes }]) {
        Ok((dataset, _)) => dataset,
        Err(report) => panic!("{:#?}\n{json}", report.problems),
    }
}
