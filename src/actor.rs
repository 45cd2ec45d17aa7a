//! Actors: whoever acts or is acted on, and for whom they act.

use std::fmt;
use std::str::FromStr;

use crate::date::{Date, Day};

/// Which actor of a [`Dataset`](crate::Dataset), in the order of the files; it holds for the data set
/// that gave it.
///
/// ```
/// # use standoff::{Data, read};
/// # let (data, _) = read([Data::bytes("town.csv", "source,relation,target\nOldbridge,aids,Marsh End\n")]).unwrap();
/// let marsh_end = data.find_actor("marsh end").unwrap();
/// assert_eq!(data.actor(marsh_end).name, "Marsh End");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorIx(pub(crate) u32);

/// The id of the built-in actor that stands for an author whom the document does not name; every
/// data set has it.
///
/// ```
/// # use standoff::{Data, actor::UNSPECIFIED, read};
/// let table = "source,relation,target\nunspecified,accuses,Marsh End\n";
/// let (data, _) = read([Data::bytes("town.csv", table)]).unwrap();
/// let statement = data.statements().next().unwrap();
/// assert_eq!(statement.sources().next(), data.find_actor(UNSPECIFIED));
/// ```
pub const UNSPECIFIED: &str = "unspecified";

/// What sort of actor it is; parses from and prints as its [`name`](Kind::name).
///
/// ```
/// use standoff::actor::Kind;
/// assert_eq!("organization".parse(), Ok(Kind::Organization));
/// assert_eq!("guild".parse::<Kind>(), Err(()));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// A state, with its government and capital.
    State,
    /// A human being.
    Person,
    /// A ministry, an alliance, a company, a party.
    Organization,
    /// People who are not organized as one body.
    Group,
    /// A war, a summit, an agreement.
    Event,
    /// What one can be for or against without its being anybody: a policy, a claim, a value.
    Concept,
    /// Nobody has said.
    Unspecified,
}

impl Kind {
    /// Every kind, each once.
    ///
    /// ```
    /// # use standoff::actor::Kind;
    /// let names = Kind::ALL.map(Kind::name);
    /// assert_eq!(names, ["state", "person", "organization", "group", "event", "concept", "unspecified"]);
    /// ```
    pub const ALL: [Kind; 7] =
        [Kind::State, Kind::Person, Kind::Organization, Kind::Group, Kind::Event, Kind::Concept, Kind::Unspecified];

    /// The word in data files and exports.
    ///
    /// ```
    /// assert_eq!(standoff::actor::Kind::State.name(), "state");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Kind::State => "state",
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Group => "group",
            Kind::Event => "event",
            Kind::Concept => "concept",
            Kind::Unspecified => "unspecified",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Kind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Kind::ALL.into_iter().find(|kind| kind.name() == text).ok_or(())
    }
}

/// For whom an actor acts, and when.
///
/// ```
/// # use standoff::{Data, read};
/// let town = r#"{"actors": [{"id": "oldbridge", "name": "Oldbridge"},
///     {"id": "mayor", "name": "The Mayor", "acts_for": [{"actor": "oldbridge", "from": "1900"}]}],
///     "statements": [{"source": "mayor", "relation": "states", "target": "oldbridge"}]}"#;
/// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
/// let entry = data.actor(data.find_actor("mayor").unwrap()).acts_for[0];
/// assert_eq!(Some(entry.actor), data.find_actor("oldbridge"));
/// assert_eq!((entry.from, entry.to), ("1900".parse().ok(), None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActsFor {
    /// For whom.
    pub actor: ActorIx,
    /// Since when, its first day included; always, where it is missing.
    pub from: Option<Date>,
    /// Until when, its last day included; for ever, where it is missing.
    pub to: Option<Date>,
}

impl ActsFor {
    /// Whether it holds on that day: from the first day of `from` to the last day of `to`.
    ///
    /// ```
    /// # use standoff::{Data, Date, actor::ActsFor, read};
    /// # let (data, _) = read([Data::bytes("town.csv", "source,relation,target\nMayor,aids,Oldbridge\n")]).unwrap();
    /// # let actor = data.find_actor("oldbridge").unwrap();
    /// let office = ActsFor { actor, from: "1900".parse().ok(), to: "1904-06".parse().ok() };
    /// let day = |text: &str| text.parse::<Date>().unwrap().first_day();
    /// assert!(office.holds_on(day("1900-01-01")) && office.holds_on(day("1904-06-30")));
    /// assert!(!office.holds_on(day("1904-07-01")));
    /// ```
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from.first_day() <= day) && self.to.is_none_or(|to| day <= to.last_day())
    }
}

/// Whoever acts or is acted on. Id, name and aliases find it, compared as [`fold`](crate::names::fold)
/// does, and no two actors of a data set share one.
///
/// ```
/// # use standoff::{Data, actor::Kind, read};
/// let town = r#"{"actors": [{"id": "abbey", "name": "Abbey of Saint Éloi", "kind": "organization",
///                 "aliases": ["the monks"]}],
///     "statements": [{"source": "unspecified", "relation": "accuses", "target": "abbey"}]}"#;
/// let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
/// let abbey = data.actor(data.find_actor("The Monks").unwrap());
/// assert_eq!((abbey.id.as_str(), abbey.kind), ("abbey", Kind::Organization));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name in data files and answers: as given, or where no actors are listed the name that was
    /// found.
    pub id: String,
    /// The name that people read.
    pub name: String,
    /// What sort of actor.
    pub kind: Kind,
    /// Other names for the same actor.
    pub aliases: Vec<String>,
    /// What the actor is to those for whom it acts: President, spokesperson.
    pub role: Option<String>,
    /// For whom it acts; the times of two entries never overlap.
    pub acts_for: Vec<ActsFor>,
    /// Whom it consists of.
    pub members: Vec<ActorIx>,
    /// Its ISO 3166-1 alpha-2 code.
    pub iso3166: Option<String>,
    /// Its Wikidata item, `Q142`.
    pub wikidata: Option<String>,
}

impl Actor {
    /// An actor of whom only a name is known.
    pub(crate) fn named(id: &str, name: &str) -> Self {
        Actor {
            id: id.to_owned(),
            name: name.to_owned(),
            kind: Kind::Unspecified,
            aliases: Vec::new(),
            role: None,
            acts_for: Vec::new(),
            members: Vec::new(),
            iso3166: None,
            wikidata: None,
        }
    }
}
