//! Phrases: the verbs and the ends of a clause.

use super::{BE, DO, HAVE, Mistake, Noted, OPEN, Parser, Verb};
use crate::actor::ActorIx;
use crate::ask::words::{KEYWORDS, Token};
use crate::ask::{End, How, Name, Variable, VariableIx};
use crate::codes;
use crate::names::fold;
use crate::read::json::shortened;
use crate::relation::Form;
use crate::statement::RelationIx;

impl Parser<'_> {
    pub(super) fn wants(&mut self, verb: &Verb, forms: &[Form]) -> Result<(), Noted> {
        if verb.forms.is_empty() || verb.forms.iter().any(|form| forms.contains(form)) {
            return Ok(());
        }
        let wanted = match forms[0] {
            Form::Base => "after `does` comes the plain form",
            Form::Participle => "after `is` or `has` comes the past participle",
            _ => "this form needs `is` before it",
        };
        self.mistake(verb.range.clone(), "the verb has the wrong form here", wanted);
        Err(Noted)
    }

    pub(super) fn begins_verb(&self, ahead: usize) -> bool {
        match self.token(ahead) {
            Some(Token::Open) if matches!(self.token(ahead + 1), Some(Token::Quoted(_))) => true,
            Some(Token::Open) => self.vocabulary.phrase(&self.words(ahead + 1)).is_some(),
            _ => self.vocabulary.phrase(&self.words(ahead)).is_some(),
        }
    }

    /// Whether a verb stands behind an auxiliary and perhaps a `not`.
    pub(super) fn begins_verb_behind_aux(&self) -> bool {
        let not = usize::from(self.word(1) == Some("not"));
        let been = usize::from(matches!(self.word(1 + not), Some("been" | "being")));
        self.begins_verb(1 + not + been)
    }

    /// Whether the words here complete a phrase of which an auxiliary is the first word: `is france
    /// concerned about`.
    pub(super) fn begins_verb_as(&self, aux: &str) -> bool {
        self.phrase_as(aux).is_some()
    }

    pub(super) fn phrase_as(&self, aux: &str) -> Option<(RelationIx, Vec<Form>, usize)> {
        let mut words = vec![aux];
        words.extend(self.words(0));
        let (meanings, taken) = self.vocabulary.phrase(&words).filter(|(_, taken)| *taken > 1)?;
        Some((meanings[0].0, meanings.iter().map(|(_, form)| *form).collect(), taken - 1))
    }

    pub(super) fn verb_as(&mut self, aux: &str) -> Result<Verb, Noted> {
        let (relation, forms, taken) = self.phrase_as(aux).ok_or(Noted)?;
        let range = self.here();
        self.at += taken;
        Ok(Verb { how: How::OneOf(vec![relation]), forms, range })
    }

    pub(super) fn verb(&mut self) -> Result<Verb, Noted> {
        let range = self.here();
        match self.token(0).cloned() {
            Some(Token::Variable(name)) => {
                let variable = self.variable(&name, true, false)?;
                self.at += 1;
                Ok(Verb { how: How::Variable(variable), forms: Vec::new(), range })
            }
            Some(Token::Open) => {
                self.at += 1;
                let verb = self.phrases(true)?;
                if self.token(0) != Some(&Token::Close) {
                    let range = self.here();
                    self.mistake(range, "a closing bracket is missing", "say: (accuses or condemns)");
                    return Err(Noted);
                }
                self.at += 1;
                Ok(verb)
            }
            _ => self.phrases(false),
        }
    }

    /// `accuses or condemns`.
    pub(super) fn phrases(&mut self, bracketed: bool) -> Result<Verb, Noted> {
        let start = self.here().start;
        let mut relations = Vec::new();
        let mut forms = Vec::new();
        loop {
            let (relation, taken) = match self.token(0) {
                // ("calls-for" or "war (cold)"): an id as it is, in whatever form of the clause.
                Some(Token::Quoted(id)) if bracketed => match self.vocabulary.relation(id) {
                    Some(relation) => (relation, 1),
                    None => return Err(self.no_verb()),
                },
                _ => {
                    let Some((meanings, taken)) = self.vocabulary.phrase(&self.words(0)) else {
                        return Err(self.no_verb());
                    };
                    if relations.is_empty() {
                        forms = meanings.iter().map(|(_, form)| *form).collect();
                    }
                    (meanings[0].0, taken)
                }
            };
            if !relations.contains(&relation) {
                relations.push(relation);
            }
            self.at += taken;
            let comma = bracketed && self.token(0) == Some(&Token::Comma);
            let or = matches!(self.word(usize::from(comma)), Some("or")) || bracketed && self.word(0) == Some("and");
            if !(comma || or && (bracketed || self.begins_verb(1))) {
                break;
            }
            self.at += usize::from(comma) + usize::from(or);
        }
        relations.sort_unstable();
        let end = self.tokens[self.at - 1].range.end;
        Ok(Verb { how: How::OneOf(relations), forms, range: start..end })
    }

    pub(super) fn no_verb(&mut self) -> Noted {
        let range = self.here();
        let word = match self.token(0) {
            Some(Token::Word(word) | Token::Quoted(word)) => Some(word.clone()),
            _ => None,
        };
        let Some(word) = word else {
            self.mistake(range, "a verb is missing here", "a clause is SOURCE RELATION TARGET: who accuses whom");
            return Noted;
        };
        let nearest = self.vocabulary.nearest_verb(&word).map(|verb| format!("did you mean `{verb}`?"));
        let near = nearest.is_some();
        // To somebody who said just that, only the quotes can be what is wrong.
        let quoted = matches!(self.token(0), Some(Token::Quoted(_))) && self.vocabulary.is_verb(&word);
        let hint = if quoted { Some("quotes are for names: leave them out".to_owned()) } else { nearest };
        let hint =
            hint.unwrap_or_else(|| "`standoff check --relations` lists every verb; ?how asks for any".to_owned());
        self.mistake(range, &format!("`{}` is no verb of any relation", shortened(&word)), &hint);
        // What stands behind a mistyped verb is looked at too, so that all is said at once.
        self.at += 1;
        if near && self.begins_end() {
            let _ = self.end_phrase();
        }
        Noted
    }

    /// The end behind a verb, or `between X and Y`.
    pub(super) fn targets(&mut self) -> Result<Vec<End>, Noted> {
        if self.eat("between") {
            let others = self.trusted.as_ref().map_or(0, Vec::len);
            let mut parties = vec![self.end_phrase()?];
            while self.token(0) == Some(&Token::Comma) || self.word(0) == Some("and") {
                let from = self.at;
                self.at += 1;
                self.eat("and");
                // … and azerbaijan, but not: … and supports armenia, … and ?m supports armenia
                if self.begins_verb(0) || !self.begins_end() {
                    self.at = from;
                    break;
                }
                let known = self.variables.len();
                let mistakes = self.mistakes.len();
                let party = self.end_phrase();
                let clause = self.begins_verb(0)
                    || self.word(0).is_some_and(|word| is_aux(word) || word == "not")
                    || matches!(self.token(0), Some(Token::Variable(_)));
                if clause {
                    self.variables.truncate(known);
                    self.mistakes.truncate(mistakes);
                    self.at = from;
                    break;
                }
                parties.push(party?);
            }
            // Armenia and Azerbaijan may be one name that the data have.
            self.joined = self.trusted.as_ref().map(|trusted| trusted[others..].join(" and "));
            return Ok(parties);
        }
        if self.token(0).is_none() || self.at_link() || self.word(0) == Some("within") {
            return Ok(vec![End::default()]);
        }
        Ok(vec![self.end_phrase()?])
    }

    pub(super) fn begins_end(&self) -> bool {
        match self.token(0) {
            Some(Token::Quoted(_) | Token::Variable(_)) => true,
            Some(Token::Word(word)) => {
                OPEN.contains(&word.as_str())
                    || ["only", "the"].contains(&word.as_str())
                    || !KEYWORDS.contains(&word.as_str())
            }
            _ => false,
        }
    }

    /// `who`, `?x`, `?x as france`, `france`, `only france or germany`.
    pub(super) fn end_phrase(&mut self) -> Result<End, Noted> {
        match self.token(0).cloned() {
            Some(Token::Variable(name)) => {
                let variable = self.variable(&name, false, false)?;
                self.at += 1;
                // Who it is and whom it stands for: the one end that needs both said.
                let names = match !self.begins_verb(0) && self.eat("as") {
                    true => self.names()?,
                    false => Vec::new(),
                };
                return Ok(End { variable: Some(variable), names });
            }
            Some(Token::Word(word)) if OPEN.contains(&word.as_str()) => {
                self.at += 1;
                if !["who", "whom"].contains(&word.as_str()) {
                    return Ok(End::default());
                }
                let variable = self.variable(&word, false, true)?;
                return Ok(End { variable: Some(variable), names: Vec::new() });
            }
            _ => {}
        }
        Ok(End { variable: None, names: self.names()? })
    }

    /// `france`, `only france or germany`.
    pub(super) fn names(&mut self) -> Result<Vec<Name>, Noted> {
        let mut names = vec![self.name()?];
        while self.word(0) == Some("or") && !self.begins_verb(1) {
            self.at += 1;
            names.push(self.name()?);
        }
        Ok(names)
    }

    pub(super) fn name(&mut self) -> Result<Name, Noted> {
        let only = self.eat("only");
        let start = self.here().start;
        if let Some(Token::Quoted(name)) = self.token(0).cloned() {
            self.at += 1;
            return match self.vocabulary.quoted(&name) {
                Some(actor) => Ok(Name { actor, only }),
                None => self.unknown_name(start, &name, only),
            };
        }
        // A leading article is dropped, unless it is part of the name.
        let found = self.vocabulary.name(&self.words(0)).map(|(actor, taken)| (actor, taken, 0));
        let found = found.or_else(|| {
            let (actor, taken) = self.vocabulary.name(&self.words(1)).filter(|_| self.word(0) == Some("the"))?;
            Some((actor, taken, 1))
        });
        if let Some((actor, taken, article)) = found {
            self.at += taken + article;
            return Ok(Name { actor, only });
        }
        let from = self.at;
        while self.word(0).is_some_and(|word| !KEYWORDS.contains(&word)) && (self.at == from || !self.begins_verb(0)) {
            self.at += 1;
        }
        if self.trusted.is_some() {
            self.at = self.at.max(from + self.country_from(from));
        }
        if self.at == from {
            let range = self.here();
            let said = match self.word(0) {
                Some(word) => format!("a name is missing before `{word}`"),
                None => "a name is missing here".to_owned(),
            };
            let hint = match self.word(0) {
                Some("which" | "what" | "whose") => "ask for `who` or `whom`; `show ACTOR` tells all about one",
                _ => {
                    "an actor, `who`, `whom`, `anyone` or `?x`; a name that is also a word of the language stands in quotes"
                }
            };
            self.mistake(range, &said, hint);
            return Err(Noted);
        }
        let words: Vec<&str> = self.tokens[from..self.at]
            .iter()
            .filter_map(|placed| match &placed.token {
                Token::Word(word) => Some(word.as_str()),
                _ => None,
            })
            .collect();
        let name = words.join(" ");
        self.unknown_name(start, &name, only)
    }

    /// How many of the words from there on are the name of a country: Bosnia and Herzegovina.
    fn country_from(&self, from: usize) -> usize {
        /// No country has a name of more words.
        const LONGEST: usize = 8;
        let words: Vec<&str> = self.tokens[from..]
            .iter()
            .map_while(|placed| if let Token::Word(word) = &placed.token { Some(word.as_str()) } else { None })
            .take(LONGEST)
            .collect();
        (1..=words.len()).rev().find(|&n| codes::country(&words[..n].join(" ")).is_some()).unwrap_or(0)
    }

    /// A mistake, unless names are taken on trust.
    pub(super) fn unknown_name(&mut self, start: usize, name: &str, only: bool) -> Result<Name, Noted> {
        if let Some(trusted) = &mut self.trusted {
            trusted.push(fold(name));
            return Ok(Name { actor: ActorIx(0), only });
        }
        let end = self.tokens[self.at - 1].range.end;
        let hint = self.vocabulary.nearest_name(name).map(|near| format!("did you mean `{near}`?"));
        let message = format!("unknown actor `{}`", shortened(name));
        self.mistakes.push(Mistake { range: start..end, message, hint });
        Err(Noted)
    }

    /// The variable of that name. Each `who` is a new one, the second is called `who2`.
    pub(super) fn variable(&mut self, name: &str, relation: bool, open: bool) -> Result<VariableIx, Noted> {
        let find = |variables: &[Variable], name: &str| variables.iter().position(|variable| variable.name == name);
        let mut name = name.to_owned();
        if open {
            let taken = |candidate: &String| find(&self.variables, candidate).is_none();
            let numbered = (2..).map(|n| format!("{name}{n}"));
            name = std::iter::once(name.clone()).chain(numbered).find(taken).expect("numbers do not run out");
        } else if let Some(known) = find(&self.variables, &name) {
            if self.variables[known].relation != relation {
                let range = self.here();
                self.mistake(
                    range,
                    &format!("`?{name}` is both an actor and a relation"),
                    "give the two different names",
                );
                return Err(Noted);
            }
            return Ok(VariableIx(known));
        }
        let open = !relation && is_open(&name);
        self.variables.push(Variable { name, relation, open });
        Ok(VariableIx(self.variables.len() - 1))
    }
}

/// Whether a name is one that `who` and `whom` get: asking for `?who` is asking who.
pub(super) fn is_open(name: &str) -> bool {
    let number = name.strip_prefix("whom").or_else(|| name.strip_prefix("who"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

pub(super) fn is_aux(word: &str) -> bool {
    let word = word.strip_suffix("nt").filter(|aux| aux.len() > 1 && word != "went").unwrap_or(word);
    BE[..4].contains(&word) || DO.contains(&word) || HAVE.contains(&word)
}
