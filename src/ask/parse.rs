//! Parsing a question. Names and verbs resolve here, once, against the data; what does not is said
//! with its place and the nearest word, all of it in one go.

use std::ops::Range;

use super::words::{KEYWORDS, Placed, Token, Vocabulary, tokens};
use super::{Clause, End, How, Name, Question, Then, Variable, VariableIx};
use crate::dataset::Dataset;
use crate::date::{Span, Unit};
use crate::problem::{Place, Problem, Report, Severity};
use crate::read::json::shortened;
use crate::relation::Form;
use crate::statement::RelationIx;

/// The most clauses a question may have.
const CLAUSES: usize = 32;

/// The most of a question that an error shows.
const LONGEST: usize = 10_000;

impl Question {
    /// Parses a question against the data whose names and relations it uses.
    ///
    /// # Errors
    /// Every word that cannot be understood, with its column and the nearest one that can; a question
    /// of more than 10,000 bytes or 32 clauses.
    ///
    /// ```
    /// # use standoff::{Data, Question, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// assert!(Question::parse("whom does the abbey accuse", &data).is_ok());
    /// let report = Question::parse("who acuses Marsh End", &data).unwrap_err();
    /// assert_eq!(report.problems[0].place.as_ref().unwrap().column, 5);
    /// ```
    pub fn parse(question: &str, dataset: &Dataset) -> Result<Self, Report> {
        let fail = |range: Range<usize>, message: &str, hint: &str| {
            let mistake = Mistake { range, message: message.to_owned(), hint: Some(hint.to_owned()) };
            report(question, vec![mistake])
        };
        if question.len() > LONGEST {
            return Err(fail(0..0, "the question is longer than 10,000 bytes", "ask it in shorter words"));
        }
        let tokens = tokens(question).map_err(|range| fail(range, "the quote is not closed", "end it with \""))?;
        let vocabulary = Vocabulary::new(dataset);
        let mut parser =
            Parser { vocabulary, tokens, at: 0, end: question.len(), variables: Vec::new(), mistakes: Vec::new() };
        let (clauses, without) = parser.question();
        if parser.mistakes.is_empty() {
            Ok(in_order(Question { variables: parser.variables, clauses, without }))
        } else {
            Err(report(question, parser.mistakes))
        }
    }
}

/// Puts the variables in the order in which the clauses hold them, source before target: so the
/// passive and the active of a question are the same question, columns included.
fn in_order(mut question: Question) -> Question {
    let mut order: Vec<VariableIx> = Vec::with_capacity(question.variables.len());
    let clauses = || question.clauses.iter().chain(&question.without);
    for variable in clauses().flat_map(Clause::variables) {
        if !order.contains(&variable) {
            order.push(variable);
        }
    }
    let place = |variable: &mut VariableIx| {
        variable.0 = order.iter().position(|known| known == variable).expect("the order holds every variable");
    };
    for clause in question.clauses.iter_mut().chain(&mut question.without) {
        clause.variables_mut().for_each(place);
    }
    question.variables = order.iter().map(|variable| question.variables[variable.0].clone()).collect();
    question
}

struct Mistake {
    range: Range<usize>,
    message: String,
    hint: Option<String>,
}

fn report(question: &str, mistakes: Vec<Mistake>) -> Report {
    let errors = mistakes.len() as u64;
    let problems = mistakes.into_iter().map(|mistake| {
        let line_start = question[..mistake.range.start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = question[mistake.range.start..].find('\n').map_or(question.len(), |at| mistake.range.start + at);
        let words =
            mistake.range.start - line_start..mistake.range.end.min(line_end).max(mistake.range.start) - line_start;
        let place = Place {
            file: "question".to_owned(),
            line: 1 + question[..line_start].matches('\n').count() as u64,
            column: 1 + question[line_start..mistake.range.start].chars().count() as u64,
            excerpt: question[line_start..line_end].to_owned(),
            words,
        };
        let (message, hint) = (mistake.message, mistake.hint);
        Problem { severity: Severity::Error, message, hint, place: Some(place), also: Vec::new() }
    });
    Report { problems: problems.collect(), errors, warnings: 0 }
}

/// A clause as it stands on the page: an ellipsis refers to its subject and its object.
struct Parsed {
    clause: Clause,
    /// In the passive the subject is the target.
    passive: bool,
}

impl Parsed {
    fn subject(&self) -> Option<&End> {
        if self.passive { self.clause.targets.first() } else { Some(&self.clause.source) }
    }
}

/// How a clause is joined to what stands before it.
#[derive(Default)]
struct Link {
    then: Option<Then>,
    but: bool,
    not: bool,
    range: Range<usize>,
}

struct Verb {
    how: How,
    forms: Vec<Form>,
    range: Range<usize>,
}

/// A mistake was noted; the parser goes on behind the next connective.
struct Noted;

struct Parser<'d> {
    vocabulary: Vocabulary<'d>,
    tokens: Vec<Placed>,
    at: usize,
    end: usize,
    variables: Vec<Variable>,
    mistakes: Vec<Mistake>,
}

const BE: [&str; 7] = ["is", "are", "was", "were", "be", "been", "being"];
const DO: [&str; 3] = ["does", "do", "did"];
const HAVE: [&str; 3] = ["has", "have", "had"];
const OPEN: [&str; 6] = ["who", "whom", "anyone", "anybody", "someone", "somebody"];

impl<'d> Parser<'d> {
    fn question(&mut self) -> (Vec<Clause>, Vec<Clause>) {
        let mut clauses: Vec<Clause> = Vec::new();
        let mut without: Vec<Clause> = Vec::new();
        let mut last: Option<Parsed> = None;
        if self.tokens.is_empty() {
            self.mistake(0..self.end, "there is no question", "ask for example: who accuses whom");
            return (clauses, without);
        }
        loop {
            let before = self.at;
            let link = self.link(last.is_some() || before > 0);
            match self.clause(last.as_ref(), &link) {
                Ok(mut parsed) => {
                    // `but does not accuse` takes away: it asks for no statement that says so.
                    let away = link.not || link.but && std::mem::take(&mut parsed.clause.negated);
                    if away {
                        if link.then.is_some() {
                            self.mistake(
                                link.range,
                                "what is taken away has no place in time",
                                "leave out `then`: it is taken away whenever it was said",
                            );
                        }
                        without.push(parsed.clause);
                    } else {
                        parsed.clause.then = link.then;
                        if let Some(within) = self.within() {
                            match &mut parsed.clause.then {
                                Some(then) => then.within = Some(within),
                                None => {
                                    let range = self.tokens[self.at - 1].range.clone();
                                    self.mistake(
                                        range,
                                        "`within` bounds the time after `then`",
                                        "say: …, then within 30 days …",
                                    );
                                }
                            }
                        }
                        clauses.push(parsed.clause.clone());
                        last = Some(parsed);
                    }
                }
                Err(Noted) => self.recover(),
            }
            if self.at >= self.tokens.len() {
                break;
            }
            if clauses.len() + without.len() >= CLAUSES {
                let range = self.here();
                self.mistake(range, "the question has more than 32 clauses", "ask it in parts");
                break;
            }
            if !self.at_link() {
                let range = self.here();
                let word = self.word(0).unwrap_or_default().to_owned();
                let nearest = self.vocabulary.nearest_verb(&word).map(|verb| format!("did you mean `{verb}`?"));
                let hint = nearest.unwrap_or_else(|| {
                    "join clauses with `and`, `then` or `but not`; names of several words may stand in quotes"
                        .to_owned()
                });
                self.mistake(range, "the question could have ended here", &hint);
                self.recover();
                if self.at >= self.tokens.len() {
                    break;
                }
            }
            if self.at == before {
                self.at += 1;
            }
        }
        if clauses.is_empty() && self.mistakes.is_empty() {
            self.mistake(0..self.end, "nothing is asked for", "begin with a clause: who accuses whom");
        }
        (clauses, without)
    }

    fn mistake(&mut self, range: Range<usize>, message: &str, hint: &str) {
        self.mistakes.push(Mistake { range, message: message.to_owned(), hint: Some(hint.to_owned()) });
    }

    /// Goes on behind what could not be understood.
    fn recover(&mut self) {
        while self.at < self.tokens.len() && !self.at_link() {
            self.at += 1;
        }
    }

    fn here(&self) -> Range<usize> {
        self.tokens.get(self.at).map_or(self.end..self.end, |placed| placed.range.clone())
    }

    fn token(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|placed| &placed.token)
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        match self.token(ahead) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// The words from here on, up to the next token that is none.
    fn words(&self, ahead: usize) -> Vec<&str> {
        (ahead..).map_while(|ahead| self.word(ahead)).collect()
    }

    fn eat(&mut self, word: &str) -> bool {
        let found = self.word(0) == Some(word);
        self.at += usize::from(found);
        found
    }

    fn eat_any(&mut self, words: &[&str]) -> Option<String> {
        let found = self.word(0).filter(|word| words.contains(word))?.to_owned();
        self.at += 1;
        Some(found)
    }

    fn at_link(&self) -> bool {
        match self.token(0) {
            Some(Token::Comma) => true,
            Some(Token::Word(word)) => ["and", "then", "but"].contains(&word.as_str()),
            _ => false,
        }
    }

    fn link(&mut self, expected: bool) -> Link {
        let mut link = Link { range: self.here(), ..Link::default() };
        if !expected {
            return link;
        }
        loop {
            let from = self.at;
            if self.token(0) == Some(&Token::Comma) || self.eat("and") {
                self.at += usize::from(self.at == from);
                // … and not armenia
                link.not |= self.eat("not");
            } else if self.eat("then") {
                link.then = Some(Then { within: self.within() });
            } else if self.eat("but") {
                link.but = true;
                link.not |= self.eat("not");
            } else {
                return link;
            }
            link.range.end = self.tokens[self.at - 1].range.end;
        }
    }

    /// `within 30 days`.
    fn within(&mut self) -> Option<Span> {
        let start = self.here().start;
        if !self.eat("within") {
            return None;
        }
        let count = match self.word(0) {
            Some("a" | "an" | "one") => Some(1),
            // A folded word has lost its signs, and -1 is not 1.
            Some(word) if word.len() == self.here().len() => word.parse().ok(),
            Some(_) => None,
            None => None,
        };
        let unit = self.word(1).and_then(|word| {
            Unit::ALL.into_iter().find(|unit| word == unit.name() || word == unit.name().trim_end_matches('s'))
        });
        if let (Some(count), Some(unit)) = (count, unit) {
            self.at += 2;
            return Some(Span { count, unit });
        }
        let end = self.tokens.get(self.at).map_or(self.end, |placed| placed.range.end);
        self.mistake(start..end, "`within` needs a number and a unit", "say: within 30 days, or weeks, months, years");
        self.at = (self.at + 2).min(self.tokens.len());
        None
    }

    fn clause(&mut self, last: Option<&Parsed>, link: &Link) -> Result<Parsed, Noted> {
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
    fn predicate(&mut self, subject: Option<End>) -> Result<Parsed, Noted> {
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

    fn passive(&mut self, subject: End, verb: Verb, negated: bool) -> Result<Parsed, Noted> {
        let agent = if self.eat("by") { self.end_phrase()? } else { End::default() };
        Ok(self.built(agent, verb, vec![subject], negated, true))
    }

    /// `does turkey support azerbaijan`, `is turkey accused by france`.
    fn inverted(&mut self) -> Result<Parsed, Noted> {
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
    fn fronted(&mut self, object: End, aux: &str, mut negated: bool) -> Result<Parsed, Noted> {
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
    fn elliptical(&mut self, end: End, last: &Parsed, link: &Link) -> Result<Parsed, Noted> {
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

    fn built(&self, source: End, verb: Verb, targets: Vec<End>, negated: bool, passive: bool) -> Parsed {
        let clause = Clause { source, relation: verb.how, targets, negated, then: None };
        Parsed { clause, passive }
    }

    fn aux(&mut self, allowed: &[&str]) -> Result<(), Noted> {
        if self.eat_any(allowed).is_some() {
            return Ok(());
        }
        let range = self.here();
        self.mistake(range, "`is` or `was` is missing", "say: by whom is turkey accused");
        Err(Noted)
    }

    /// An auxiliary, and whether a `not` hangs on it.
    fn aux_word(&mut self) -> (String, bool) {
        let word = self.word(0).unwrap_or_default().to_owned();
        self.at += 1;
        match word.strip_suffix("nt").filter(|_| is_aux(&word)) {
            Some(aux) => (aux.to_owned(), true),
            None => (word, false),
        }
    }

    fn negation(&mut self) -> bool {
        self.eat("not")
    }

    fn wants(&mut self, verb: &Verb, forms: &[Form]) -> Result<(), Noted> {
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

    fn begins_verb(&self, ahead: usize) -> bool {
        match self.token(ahead) {
            Some(Token::Open) if matches!(self.token(ahead + 1), Some(Token::Quoted(_))) => true,
            Some(Token::Open) => self.vocabulary.phrase(&self.words(ahead + 1)).is_some(),
            _ => self.vocabulary.phrase(&self.words(ahead)).is_some(),
        }
    }

    /// Whether a verb stands behind an auxiliary and perhaps a `not`.
    fn begins_verb_behind_aux(&self) -> bool {
        let not = usize::from(self.word(1) == Some("not"));
        let been = usize::from(matches!(self.word(1 + not), Some("been" | "being")));
        self.begins_verb(1 + not + been)
    }

    /// Whether the words here complete a phrase of which an auxiliary is the first word: `is france
    /// concerned about`.
    fn begins_verb_as(&self, aux: &str) -> bool {
        self.phrase_as(aux).is_some()
    }

    fn phrase_as(&self, aux: &str) -> Option<(RelationIx, Vec<Form>, usize)> {
        let mut words = vec![aux];
        words.extend(self.words(0));
        let (meanings, taken) = self.vocabulary.phrase(&words).filter(|(_, taken)| *taken > 1)?;
        Some((meanings[0].0, meanings.iter().map(|(_, form)| *form).collect(), taken - 1))
    }

    fn verb_as(&mut self, aux: &str) -> Result<Verb, Noted> {
        let (relation, forms, taken) = self.phrase_as(aux).ok_or(Noted)?;
        let range = self.here();
        self.at += taken;
        Ok(Verb { how: How::OneOf(vec![relation]), forms, range })
    }

    fn verb(&mut self) -> Result<Verb, Noted> {
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
    fn phrases(&mut self, bracketed: bool) -> Result<Verb, Noted> {
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

    fn no_verb(&mut self) -> Noted {
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
    fn targets(&mut self) -> Result<Vec<End>, Noted> {
        if self.eat("between") {
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
            return Ok(parties);
        }
        if self.token(0).is_none() || self.at_link() || self.word(0) == Some("within") {
            return Ok(vec![End::default()]);
        }
        Ok(vec![self.end_phrase()?])
    }

    fn begins_end(&self) -> bool {
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
    fn end_phrase(&mut self) -> Result<End, Noted> {
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
    fn names(&mut self) -> Result<Vec<Name>, Noted> {
        let mut names = vec![self.name()?];
        while self.word(0) == Some("or") && !self.begins_verb(1) {
            self.at += 1;
            names.push(self.name()?);
        }
        Ok(names)
    }

    fn name(&mut self) -> Result<Name, Noted> {
        let only = self.eat("only");
        let start = self.here().start;
        if let Some(Token::Quoted(name)) = self.token(0).cloned() {
            self.at += 1;
            return match self.vocabulary.quoted(&name) {
                Some(actor) => Ok(Name { actor, only }),
                None => Err(self.unknown_name(start, &name)),
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
        if self.at == from {
            let range = self.here();
            let said = match self.word(0) {
                Some(word) => format!("a name is missing before `{word}`"),
                None => "a name is missing here".to_owned(),
            };
            self.mistake(range, &said, "an actor, `who`, `whom`, `anyone` or `?x`; a name that is also a word of the language stands in quotes");
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
        Err(self.unknown_name(start, &name))
    }

    fn unknown_name(&mut self, start: usize, name: &str) -> Noted {
        let end = self.tokens[self.at - 1].range.end;
        let hint = self.vocabulary.nearest_name(name).map(|near| format!("did you mean `{near}`?"));
        let message = format!("unknown actor `{}`", shortened(name));
        self.mistakes.push(Mistake { range: start..end, message, hint });
        Noted
    }

    /// The variable of that name. Each `who` is a new one, the second is called `who2`.
    fn variable(&mut self, name: &str, relation: bool, open: bool) -> Result<VariableIx, Noted> {
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
fn is_open(name: &str) -> bool {
    let number = name.strip_prefix("whom").or_else(|| name.strip_prefix("who"));
    number.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_aux(word: &str) -> bool {
    let word = word.strip_suffix("nt").filter(|aux| aux.len() > 1 && word != "went").unwrap_or(word);
    BE[..4].contains(&word) || DO.contains(&word) || HAVE.contains(&word)
}
