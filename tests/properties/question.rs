//! Questions as a model that is independent of the library, and the many ways to say them.

use proptest::collection::{SizeRange, vec};
use proptest::option;
use proptest::prelude::*;

use crate::world::{NAMES, RELATIONS};

const UNITS: [&str; 4] = ["days", "weeks", "months", "years"];

#[derive(Debug, Clone, PartialEq)]
pub struct Name {
    pub actor: usize,
    pub only: bool,
    /// In which words it is said.
    said: u8,
}

#[derive(Debug, Clone, PartialEq, Default)]
pub struct End {
    pub variable: Option<&'static str>,
    pub names: Vec<Name>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum How {
    Variable(&'static str),
    OneOf(Vec<usize>),
}

#[derive(Debug, Clone, PartialEq)]
pub struct Then {
    pub within: Option<(u32, usize)>,
}

#[derive(Debug, Clone)]
pub struct Clause {
    pub source: End,
    pub how: How,
    pub targets: Vec<End>,
    pub negated: bool,
    pub then: Option<Then>,
    /// What it shares with the clause before.
    shares: u8,
    /// How it is said.
    said: u8,
    linked: u8,
}

#[derive(Debug, Clone)]
pub struct Question {
    pub clauses: Vec<Clause>,
    pub without: Vec<Clause>,
}

fn name(actors: usize) -> impl Strategy<Value = Name> {
    (0..actors, prop::bool::weighted(0.2), 0..5_u8).prop_map(|(actor, only, said)| Name { actor, only, said })
}

fn end(actors: usize) -> impl Strategy<Value = End> {
    let variable = proptest::sample::select(&["who", "whom", "x", "x", "y", "y", "z"][..]);
    let names = || vec(name(actors), 1..=2);
    prop_oneof![
        9 => variable.clone().prop_map(|variable| End { variable: Some(variable), names: Vec::new() }),
        3 => names().prop_map(|names| End { variable: None, names }),
        1 => (variable, names()).prop_map(|(variable, names)| End { variable: Some(variable), names }),
        2 => Just(End::default()),
    ]
}

fn how() -> impl Strategy<Value = How> {
    prop_oneof![
        5 => proptest::sample::subsequence((0..RELATIONS.len()).collect::<Vec<_>>(), 1..=5).prop_map(How::OneOf),
        2 => proptest::sample::select(&["how", "way"][..]).prop_map(How::Variable),
    ]
}

fn clause(actors: usize) -> impl Strategy<Value = Clause> {
    let targets = prop_oneof![6 => vec(end(actors), 1), 1 => vec(end(actors), 2..=3)];
    let then = option::weighted(0.35, option::of((0..60_u32, 0..UNITS.len())).prop_map(|within| Then { within }));
    let said = (0..4_u8, 0..12_u8, 0..6_u8);
    (end(actors), how(), targets, prop::bool::weighted(0.08), then, said).prop_map(
        |(source, how, targets, negated, then, (shares, said, linked))| Clause {
            source,
            how,
            targets,
            negated,
            then,
            shares,
            said,
            linked,
        },
    )
}

/// A question of so many clauses.
pub fn question(actors: usize, clauses: impl Into<SizeRange>) -> impl Strategy<Value = Question> {
    let without = prop_oneof![3 => vec(clause(actors), 0), 1 => vec(clause(actors), 1..=2)];
    (vec(clause(actors), clauses), without).prop_map(|(mut clauses, mut without)| {
        clauses[0].then = None;
        for i in 1..clauses.len() {
            let (before, after) = clauses.split_at_mut(i);
            share(&before[i - 1], &mut after[0], false);
        }
        for clause in &mut without {
            clause.then = None;
            share(&clauses[clauses.len() - 1], clause, true);
        }
        Question { clauses, without }
    })
}

/// Makes some clauses like the one before, so that there is something to leave out.
fn share(before: &Clause, clause: &mut Clause, away: bool) {
    match clause.shares {
        0 => clause.source = before.source.clone(),
        1 if clause.targets.len() == 1 && before.targets.len() == 1 => {
            clause.source = before.source.clone();
            clause.how = before.how.clone();
            clause.negated = before.negated;
            let end = &mut clause.targets[0];
            // What stands in the place of an end that is named, or is not to be of an open one.
            end.variable = before.targets[0].variable.filter(|_| away);
        }
        2 if clause.targets.len() == 1 && before.targets.len() == 1 => clause.targets = before.targets.clone(),
        _ => {}
    }
}

/// Which end of a clause is its subject, as it was said.
#[derive(Clone, Copy, PartialEq)]
enum Voice {
    Active,
    Passive,
}

struct Speaker {
    text: String,
    /// The open ends that were named: they are `who` the first time and `?who` after that.
    asked: Vec<&'static str>,
}

impl Question {
    /// `who ?how whom`: every edge.
    pub fn whoever() -> Self {
        let end = |variable| End { variable: Some(variable), names: Vec::new() };
        let how = How::Variable("how");
        let (source, targets) = (end("who"), vec![end("whom")]);
        let clause = Clause { source, how, targets, negated: false, then: None, shares: 9, said: 11, linked: 0 };
        Question { clauses: vec![clause], without: Vec::new() }
    }

    /// The question in words.
    pub fn said(&self) -> String {
        let mut speaker = Speaker { text: String::new(), asked: Vec::new() };
        let mut last: Option<(&Clause, Voice)> = None;
        for clause in &self.clauses {
            let late = speaker.link(clause, last.is_some());
            let voice = speaker.clause(clause, last, false);
            if let Some(within) = late {
                speaker.text.push_str(&within);
            }
            last = Some((clause, voice));
        }
        for clause in &self.without {
            let (before, voice) = last.expect("a question has a clause");
            if speaker.does_not(clause, before, voice) {
                continue;
            }
            speaker.text.push_str(if clause.linked < 3 { " but not " } else { ", but not " });
            speaker.clause(clause, last, true);
        }
        if self.clauses[0].said.is_multiple_of(2) {
            speaker.text.push('?');
        }
        speaker.text
    }
}

impl Speaker {
    /// Says how a clause is joined to the one before, and returns what of it comes behind the clause.
    fn link(&mut self, clause: &Clause, joined: bool) -> Option<String> {
        if !joined {
            return None;
        }
        let Some(then) = &clause.then else {
            self.text.push_str(match clause.linked {
                0..3 => " and ",
                3 => ", ",
                4 => ", and ",
                _ => "; ",
            });
            return None;
        };
        self.text.push_str(if clause.linked < 3 { ", then" } else { " then" });
        let within = then.within.map(|(count, unit)| format!(" within {count} {}", UNITS[unit]));
        match within {
            Some(within) if clause.linked.is_multiple_of(2) => {
                self.text.push_str(&within);
                self.text.push(' ');
                None
            }
            within => {
                self.text.push(' ');
                within
            }
        }
    }

    fn word(&mut self, word: &str) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        self.text.push_str(word);
    }

    fn end(&mut self, end: &End, first: &str) {
        match end.variable {
            Some(variable)
                if ["who", "whom"].contains(&variable) && !self.asked.contains(&variable) && end.names.is_empty() =>
            {
                self.asked.push(variable);
                self.word(variable);
            }
            Some(variable) => {
                if ["who", "whom"].contains(&variable) {
                    self.asked.push(variable);
                }
                self.word(&format!("?{variable}"));
                if !end.names.is_empty() {
                    self.word("as");
                }
            }
            None if end.names.is_empty() => self.word(first),
            None => {}
        }
        for (i, name) in end.names.iter().enumerate() {
            if i > 0 {
                self.word("or");
            }
            if name.only {
                self.word("only");
            }
            let words = NAMES[name.actor];
            match name.said {
                0 => self.word(words[0]),
                1 => self.word(&words[1].to_uppercase()),
                2 => self.word(words[2]),
                3 => self.word(&format!("\"{}\"", words[1])),
                _ => self.word(&format!("“{}”", words[2])),
            }
        }
    }

    fn verb(&mut self, clause: &Clause, form: usize) {
        match &clause.how {
            How::Variable(variable) => self.word(&format!("?{variable}")),
            How::OneOf(relations) => {
                let forms: Vec<&str> = relations.iter().map(|&relation| RELATIONS[relation].2[form]).collect();
                match clause.linked {
                    0 | 1 => self.word(&forms.join(" or ")),
                    2 | 3 => self.word(&format!("({})", forms.join(" or "))),
                    4 => self.word(&format!("({})", forms.join(", "))),
                    _ => self.word(&format!("({})", forms.join(", or "))),
                }
            }
        }
    }

    fn targets(&mut self, clause: &Clause) {
        match &clause.targets[..] {
            [target] if *target == End::default() && clause.linked < 3 => {}
            [target] => self.end(target, "anybody"),
            targets => {
                self.word("between");
                for (i, target) in targets.iter().enumerate() {
                    if i > 0 {
                        self.text.push_str(["", ",", ","][usize::from(clause.linked % 3)]);
                        if clause.linked % 3 != 1 {
                            self.word("and");
                        }
                    }
                    self.end(target, "anyone");
                }
            }
        }
    }

    /// Says a clause, leaving out what the one before says if it may.
    fn clause(&mut self, clause: &Clause, last: Option<(&Clause, Voice)>, away: bool) -> Voice {
        if let Some((before, voice)) = last {
            if self.elliptical(clause, before, voice, away) {
                return voice;
            }
            let one_of = matches!(clause.how, How::OneOf(_));
            let same = match voice {
                Voice::Active => clause.source == before.source,
                Voice::Passive => clause.targets.len() == 1 && clause.targets[0] == before.targets[0],
            };
            if one_of && same && clause.said < 6 && !(away && clause.negated) {
                match voice {
                    Voice::Active => self.predicate(clause),
                    Voice::Passive => self.passive(clause),
                }
                return voice;
            }
        }
        self.whole(clause)
    }

    fn elliptical(&mut self, clause: &Clause, before: &Clause, voice: Voice, away: bool) -> bool {
        let alike = clause.source == before.source && clause.how == before.how && clause.negated == before.negated;
        let ([target], [other]) = (&clause.targets[..], &before.targets[..]) else { return false };
        let plain = voice == Voice::Active && alike && clause.said < 9;
        let only_names = |end: &End| end.variable.is_none() && !end.names.is_empty();
        // In the place of a name, where the source is no name that it could be meant to replace.
        if plain && only_names(other) && only_names(target) {
            self.end(target, "");
            return true;
        }
        // who accuses whom but not armenia
        let open = other.names.is_empty() && before.source.names.is_empty();
        if plain
            && away
            && open
            && other.variable.is_some()
            && target.variable == other.variable
            && !target.names.is_empty()
        {
            let names = End { variable: None, names: target.names.clone() };
            self.end(&names, "");
            return true;
        }
        false
    }

    /// `… but does not accuse turkey` takes away, as `but not` does.
    fn does_not(&mut self, clause: &Clause, before: &Clause, voice: Voice) -> bool {
        let fits = voice == Voice::Active
            && clause.source == before.source
            && clause.said.is_multiple_of(3)
            && !clause.negated
            && matches!(clause.how, How::OneOf(_));
        if fits {
            self.word("but doesn’t");
            self.verb(clause, 0);
            self.targets(clause);
        }
        fits
    }

    /// What stands behind the subject, in the active.
    fn predicate(&mut self, clause: &Clause) {
        let not = if clause.negated { " not" } else { "" };
        match (clause.said % 4, clause.negated) {
            (0, false) => self.verb(clause, 1),
            (1, false) => self.verb(clause, 2),
            (0 | 1, true) => {
                self.word(["does not", "didn't"][usize::from(clause.said % 2)]);
                self.verb(clause, 0);
            }
            (2, _) => {
                self.word(&format!("has{not}"));
                self.verb(clause, 3);
            }
            _ => {
                self.word(&format!("is{not}"));
                self.verb(clause, 4);
            }
        }
        self.targets(clause);
    }

    /// What stands behind the subject, in the passive.
    fn passive(&mut self, clause: &Clause) {
        let not = if clause.negated { " not" } else { "" };
        match clause.said % 3 {
            0 => self.word(&format!("was{not}")),
            1 => self.word(&format!("has{not} been")),
            _ => self.word(&format!("is{not} being")),
        }
        self.verb(clause, 3);
        if clause.source != End::default() || clause.linked < 3 {
            self.word("by");
            self.end(&clause.source, "someone");
        }
    }

    fn whole(&mut self, clause: &Clause) -> Voice {
        let one = clause.targets.len() == 1;
        let not = |speaker: &mut Speaker| {
            if clause.negated {
                speaker.word("not");
            }
        };
        if matches!(clause.how, How::Variable(_)) {
            self.end(&clause.source, "anyone");
            not(self);
            self.verb(clause, 0);
            self.targets(clause);
            return Voice::Active;
        }
        match clause.said {
            4 | 5 if one => {
                self.end(&clause.targets[0], "somebody");
                self.passive(clause);
                Voice::Passive
            }
            6 => {
                self.word(if clause.negated { "doesn't" } else { "does" });
                self.end(&clause.source, "anyone");
                self.verb(clause, 0);
                self.targets(clause);
                Voice::Active
            }
            7 if one => {
                self.word("is");
                self.end(&clause.targets[0], "anyone");
                not(self);
                self.verb(clause, 3);
                self.word("by");
                self.end(&clause.source, "anyone");
                Voice::Passive
            }
            8 if one => {
                self.end(&clause.targets[0], "anyone");
                self.word("did");
                self.end(&clause.source, "anyone");
                not(self);
                self.verb(clause, 0);
                Voice::Active
            }
            9 if one => {
                self.word("by");
                self.end(&clause.source, "anyone");
                self.word("is");
                not(self);
                self.end(&clause.targets[0], "anyone");
                self.verb(clause, 3);
                Voice::Passive
            }
            10 if one => {
                self.end(&clause.source, "anyone");
                self.word("is");
                self.end(&clause.targets[0], "anyone");
                not(self);
                self.verb(clause, 3);
                self.word("by");
                // What stands in front is by whom.
                Voice::Passive
            }
            _ => {
                self.end(&clause.source, "anyone");
                self.predicate(clause);
                Voice::Active
            }
        }
    }
}
