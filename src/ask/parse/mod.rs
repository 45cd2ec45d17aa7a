//! Parsing a question. Names and verbs resolve here, once, against the data; what does not is said
//! with its place and the nearest word, all of it in one go.

mod clause;
mod phrase;

use std::ops::Range;

use super::words::{Placed, Token, Vocabulary, tokens};
use super::{Clause, End, How, Question, Then, Variable, VariableIx};
use crate::dataset::Dataset;
use crate::date::{Span, Unit};
use crate::problem::{Place, Problem, Report, Severity};
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
        let mut parser = Parser::new(dataset, tokens, question.len());
        let (clauses, without) = parser.question();
        if parser.mistakes.is_empty() {
            Ok(in_order(Question { variables: parser.variables, clauses, without }))
        } else {
            Err(report(question, parser.mistakes))
        }
    }
}

/// What a question is about, to judge by its words alone: names are taken on trust.
pub(crate) struct Outline {
    /// Every relation that matters; all, where it is missing.
    pub relations: Option<Vec<RelationIx>>,
    /// Whether it has one clause with two open ends and nothing else: each row is a pair of actors.
    pub pairs: bool,
    /// Where the question has one clause: the names at one of its ends, folded, one of which has to
    /// stand there; none, where nobody is named.
    pub names: Option<Vec<String>>,
}

/// The outline of a question; none for one that cannot be understood before the names are known.
pub(crate) fn outline(question: &str, dataset: &Dataset) -> Option<Outline> {
    if question.len() > LONGEST {
        return None;
    }
    let mut parser = Parser::new(dataset, tokens(question).ok()?, question.len());
    parser.trusted = Some(Vec::new());
    let (clauses, without) = parser.question();
    if !parser.mistakes.is_empty() || parser.may_be_one {
        return None;
    }
    let mut relations = Some(Vec::new());
    for clause in clauses.iter().chain(&without) {
        match (&clause.relation, &mut relations) {
            (How::OneOf(of), Some(relations)) => relations.extend(of),
            _ => relations = None,
        }
    }
    let mut names = parser.trusted.take().unwrap_or_default();
    let named = match (&clauses[..], &without[..]) {
        ([clause], []) => {
            // The names come in the order of the words: those of one end, then those of the next.
            let ends = || std::iter::once(&clause.source).chain(&clause.targets).filter(|end| !end.names.is_empty());
            let one = ends().count() == 1 && ends().all(|end| end.names.len() == names.len());
            if !one {
                // Of two named ends either will do; that of the first name is as good as the other.
                let single = ends().all(|end| end.names.len() == 1);
                names.truncate(usize::from(single));
                names.extend(parser.joined.filter(|_| single));
            }
            (!names.is_empty()).then_some(names)
        }
        _ => None,
    };
    let pairs = match (&clauses[..], &without[..]) {
        ([clause], []) => match &clause.targets[..] {
            [target] => {
                let open = |end: &End| end.names.is_empty() && end.variable.is_some();
                let apart = clause.source.variable != target.variable;
                open(&clause.source) && open(target) && apart && !clause.negated && relations.is_some()
            }
            _ => false,
        },
        _ => false,
    };
    Some(Outline { relations, pairs, names: named })
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
    /// The names that were taken on trust, where they are.
    trusted: Option<Vec<String>>,
    /// What the parties of a `between` are called, if that is one name.
    joined: Option<String>,
    /// Whether what was taken for two clauses may be one with a longer name.
    may_be_one: bool,
}

const BE: [&str; 7] = ["is", "are", "was", "were", "be", "been", "being"];
const DO: [&str; 3] = ["does", "do", "did"];
const HAVE: [&str; 3] = ["has", "have", "had"];
const OPEN: [&str; 6] = ["who", "whom", "anyone", "anybody", "someone", "somebody"];

impl<'d> Parser<'d> {
    fn new(dataset: &'d Dataset, tokens: Vec<Placed>, end: usize) -> Self {
        let vocabulary = Vocabulary::new(dataset);
        let (variables, mistakes) = (Vec::new(), Vec::new());
        Parser { vocabulary, tokens, at: 0, end, variables, mistakes, trusted: None, joined: None, may_be_one: false }
    }

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
                let hint = match word.as_str() {
                    // What people add to a question, and where they find it.
                    "in" | "since" | "until" | "before" | "after" | "on" | "during" => {
                        "--since and --until bound the date".to_owned()
                    }
                    "of" | "for" | "about" | "why" => "what was said stands in the gist of each statement".to_owned(),
                    word => match self.vocabulary.nearest_verb(word) {
                        Some(verb) => format!("did you mean `{verb}`?"),
                        None => "join clauses with `and`, `then` or `but not`; names of several words may stand in \
                                 quotes"
                            .to_owned(),
                    },
                };
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
}
