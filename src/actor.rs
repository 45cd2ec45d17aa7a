//! Actors: whoever acts or is acted on, and for whom they act.

use std::fmt;
use std::str::FromStr;

use crate::date::{Date, Day};

/// Which actor of a [`Dataset`](crate::Dataset), counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ActorIx(pub(crate) u32);

/// The built-in actor that stands for an author whom the document does not name.
pub const UNSPECIFIED: &str = "unspecified";

/// What sort of actor it is.
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
    /// Nobody has said.
    Unspecified,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Kind; 6] =
        [Kind::State, Kind::Person, Kind::Organization, Kind::Group, Kind::Event, Kind::Unspecified];

    /// The word in data files and exports.
    pub fn name(self) -> &'static str {
        match self {
            Kind::State => "state",
            Kind::Person => "person",
            Kind::Organization => "organization",
            Kind::Group => "group",
            Kind::Event => "event",
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActsFor {
    /// For whom.
    pub actor: ActorIx,
    /// Since when; always, where it is missing.
    pub from: Option<Date>,
    /// Until when, that day included; for ever, where it is missing.
    pub to: Option<Date>,
}

impl ActsFor {
    /// Whether it holds on that day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from.is_none_or(|from| from.first_day() <= day) && self.to.is_none_or(|to| day <= to.last_day())
    }
}

/// Whoever acts or is acted on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The name in data files and answers: a slug such as `emmanuel-macron`.
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
