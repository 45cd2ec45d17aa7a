//! Clauses: active and passive, inverted and fronted, whole and elliptical.

use super::phrase::is_aux;
use super::{BE, DO, HAVE, Link, Noted, Parsed, Parser, Verb};
use crate::ask::{Clause, End};
use crate::relation::Form;

impl Parser<'_> {
    pub(super) fn clause(&mut self, last: Option<&Parsed>, link: &Link) -> Result<Parsed, Noted> {
        // by whom is turkey accused
        if self.word(0) == Some("by") {
            self.at += 1;
            let agent = self.end_phrase()?;
            self.aux(&BE)?;
            let negated = self.negation();
            let patient = self.end_phrase()?;
            self.eat("being");
            let verb = self.verb()?;
            self.wants(&verb, &[Form::Participle])?;
            return Ok(self.built(agent, verb, vec![patient], negated, true));
        }
        // who accuses turkey and supports armenia
        if let Some(last) = last.filter(|_| self.begins_verb(0)) {
            return self.predicate(last.subject().cloned());
        }
        // does turkey support azerbaijan, is turkey accused by france
        if self.word(0).is_some_and(is_aux) {
            if let Some(last) = last.filter(|_| self.begins_verb_behind_aux()) {
                return self.predicate(last.subject().cloned());
            }
            return self.inverted();
        }
        let subject = self.end_phrase()?;
        if self.token(0).is_none() || self.at_link() || self.word(0) == Some("within") {
            return match last {
                Some(last) => self.elliptical(subject, last, link),
                None => {
                    let range = self.here();
                    self.mistake(range, "a verb is missing", "a clause is SOURCE RELATION TARGET: who accuses whom");
                    Err(Noted)
                }
            };
        }
        self.predicate(Some(subject))
    }

    /// What stands behind the subject.
    pub(super) fn predicate(&mut self, subject: Option<End>) -> Result<Parsed, Noted> {
        let Some(subject) = subject else {
            let range = self.here();
            self.mistake(range, "a subject is missing", "a clause is SOURCE RELATION TARGET: who accuses whom");
            return Err(Noted);
        };
        if !self.begins_verb(0) && self.word(0).is_some_and(is_aux) {
            let (aux, mut negated) = self.aux_word();
            negated |= self.negation();
            let been = HAVE.contains(&aux.as_str()) && self.eat("been");
            let progressive = self.eat("being");
            // who is not concerned about turkey
            if !self.begins_verb(0) && self.begins_verb_as(&aux) {
                let verb = self.verb_as(&aux)?;
                let targets = self.targets()?;
                return Ok(self.built(subject, verb, targets, negated, false));
            }
            // whom does france accuse, whom is turkey accused by
            if !self.begins_verb(0) && self.begins_end() {
                return self.fronted(subject, &aux, negated);
            }
            let verb = self.verb()?;
            let be = been || progressive || BE.contains(&aux.as_str());
            if be && verb.forms.contains(&Form::Gerund) && !progressive {
                let targets = self.targets()?;
                return Ok(self.built(subject, verb, targets, negated, false));
            }
            if be {
                self.wants(&verb, &[Form::Participle])?;
                return self.passive(subject, verb, negated);
            }
            let wanted = if DO.contains(&aux.as_str()) { Form::Base } else { Form::Participle };
            self.wants(&verb, &[wanted])?;
            let targets = self.targets()?;
            return Ok(self.built(subject, verb, targets, negated, false));
        }
        let negated = self.negation();
        let verb = self.verb()?;
        // … and accused by turkey
        if self.word(0) == Some("by") && verb.forms.contains(&Form::Participle) {
            return self.passive(subject, verb, negated);
        }
        self.wants(&verb, &[Form::Present, Form::Past, Form::Base])?;
        let targets = self.targets()?;
        Ok(self.built(subject, verb, targets, negated, false))
    }

    pub(super) fn passive(&mut self, subject: End, verb: Verb, negated: bool) -> Result<Parsed, Noted> {
        let agent = if self.eat("by") { self.end_phrase()? } else { End::default() };
        Ok(self.built(agent, verb, vec![subject], negated, true))
    }

    /// `does turkey support azerbaijan`, `is turkey accused by france`.
    pub(super) fn inverted(&mut self) -> Result<Parsed, Noted> {
        let (aux, mut negated) = self.aux_word();
        negated |= self.negation();
        let subject = self.end_phrase()?;
        negated |= self.negation();
        if !self.begins_verb(0) && self.begins_verb_as(&aux) {
            let verb = self.verb_as(&aux)?;
            let targets = self.targets()?;
            return Ok(self.built(subject, verb, targets, negated, false));
        }
        let been = HAVE.contains(&aux.as_str()) && self.eat("been");
        let progressive = BE.contains(&aux.as_str()) && self.eat("being");
        let verb = self.verb()?;
        if been || BE.contains(&aux.as_str()) {
            if !progressive && verb.forms.contains(&Form::Gerund) {
                let targets = self.targets()?;
                return Ok(self.built(subject, verb, targets, negated, false));
            }
            self.wants(&verb, &[Form::Participle])?;
            return self.passive(subject, verb, negated);
        }
        self.wants(&verb, &[Form::Base, Form::Participle])?;
        let targets = self.targets()?;
        Ok(self.built(subject, verb, targets, negated, false))
    }

    /// `whom does france accuse`, `whom is turkey accused by`: what stands in front is the object.
    pub(super) fn fronted(&mut self, object: End, aux: &str, mut negated: bool) -> Result<Parsed, Noted> {
        let subject = self.end_phrase()?;
        negated |= self.negation();
        let been = HAVE.contains(&aux) && self.eat("been");
        let progressive = BE.contains(&aux) && self.eat("being");
        let verb = self.verb()?;
        if been || BE.contains(&aux) {
            if !progressive && verb.forms.contains(&Form::Gerund) {
                return Ok(self.built(subject, verb, vec![object], negated, false));
            }
            self.wants(&verb, &[Form::Participle])?;
            self.eat("by");
            return Ok(self.built(object, verb, vec![subject], negated, true));
        }
        self.wants(&verb, &[Form::Base, Form::Participle])?;
        Ok(self.built(subject, verb, vec![object], negated, false))
    }

    /// `… but not armenia`, `… and armenia`: the clause before with another end.
    pub(super) fn elliptical(&mut self, end: End, last: &Parsed, link: &Link) -> Result<Parsed, Noted> {
        // … and herzegovina: this may be the rest of a name.
        self.may_be_one |= !link.but && !link.not && link.then.is_none();
        let mut clause = Clause { then: None, ..last.clause.clone() };
        if clause.targets.len() != 1 {
            self.mistake(link.range.clone(), "it is not plain which end this replaces", "say the whole clause");
            return Err(Noted);
        }
        let named = |end: &End| !end.names.is_empty();
        let at_source = match (named(&clause.source), named(&clause.targets[0])) {
            (true, false) => true,
            (false, true) => false,
            _ => last.passive,
        };
        let place = if at_source { &mut clause.source } else { &mut clause.targets[0] };
        match place.variable {
            // who accuses whom but not armenia: what whom takes on is not armenia.
            Some(variable) if link.not && named(&end) => *place = End { variable: Some(variable), ..end },
            Some(_) => {
                self.mistake(link.range.clone(), "this end is open already", "say the whole clause");
                return Err(Noted);
            }
            None => *place = end,
        }
        Ok(Parsed { clause, passive: last.passive })
    }

    pub(super) fn built(&self, source: End, verb: Verb, targets: Vec<End>, negated: bool, passive: bool) -> Parsed {
        let clause = Clause { source, relation: verb.how, targets, negated, then: None };
        Parsed { clause, passive }
    }

    pub(super) fn aux(&mut self, allowed: &[&str]) -> Result<(), Noted> {
        if self.eat_any(allowed).is_some() {
            return Ok(());
        }
        let range = self.here();
        self.mistake(range, "`is` or `was` is missing", "say: by whom is turkey accused");
        Err(Noted)
    }

    /// An auxiliary, and whether a `not` hangs on it.
    pub(super) fn aux_word(&mut self) -> (String, bool) {
        let word = self.word(0).unwrap_or_default().to_owned();
        self.at += 1;
        match word.strip_suffix("nt").filter(|_| is_aux(&word)) {
            Some(aux) => (aux.to_owned(), true),
            None => (word, false),
        }
    }

    pub(super) fn negation(&mut self) -> bool {
        self.eat("not")
    }
}
