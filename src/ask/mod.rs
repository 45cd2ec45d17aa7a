//! Questions: "who accuses oldbridge", parsed, planned and answered.
//!
//! ```
//! use standoff::{Data, Question, ask, graph::Filter, read};
//! let town = r#"[{"source": "Marsh End", "relation": "accuses", "target": "Oldbridge"}]"#;
//! let (data, _) = read([Data::bytes("town.json", town)]).unwrap();
//! let question = Question::parse("who accused Oldbridge?", &data).unwrap();
//! let answer = ask(&data, &question, &Filter::default(), None).unwrap();
//! assert_eq!(answer.rows().len(), 1);
//! ```

mod answer;
mod evidence;
mod join;
mod matches;
mod parse;
mod table;
mod words;

use std::fmt;

use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::Span;
use crate::statement::RelationIx;

pub(crate) use answer::NewestFirst;
pub use answer::{Answer, Binding, Row, RowStatement};
pub use join::{TooMuch, ask};
pub(crate) use parse::outline;

/// A question whose names and verbs are all known: clauses that have to hold together, and some that
/// must not. It holds for the data set that it was parsed against.
///
/// ```
/// # use standoff::{Data, Question, ask, graph::Filter, read};
/// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// let active = Question::parse("who accuses Marsh End", &data).unwrap();
/// let passive = Question::parse("Marsh End is blamed by who?", &data).unwrap();
/// assert_eq!(active, passive);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked for, in the order in which the clauses hold it, each with its source first.
    pub(crate) variables: Vec<Variable>,
    /// What has to hold; at least one.
    pub(crate) clauses: Vec<Clause>,
    /// What is taken away.
    pub(crate) without: Vec<Clause>,
}

/// An open end of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Variable {
    /// `who`, `whom`, or the name behind the question mark.
    pub name: String,
    /// Whether it stands for a relation; otherwise for an actor.
    pub relation: bool,
    /// Whether it is `who` or `whom` (or `who2`), and no name of the asker's.
    pub open: bool,
}

/// Which variable of a question, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct VariableIx(pub(crate) usize);

/// `SOURCE RELATION TARGET`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Clause {
    /// Who acts.
    pub source: End,
    /// How.
    pub relation: How,
    /// Towards whom; several are the parties of one statement, `between X and Y`.
    pub targets: Vec<End>,
    /// `did not`: matches the statements that say so.
    pub negated: bool,
    /// That it has to follow the clause before it in time.
    pub then: Option<Then>,
}

/// The time that may pass between a clause and the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Then {
    /// At most so much; any time, where it is missing.
    pub within: Option<Span>,
}

/// An end of a clause. Without a variable and without names it is anyone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct End {
    /// What takes on whom it finds.
    pub variable: Option<VariableIx>,
    /// One of these actors; anyone, where there are none.
    pub names: Vec<Name>,
}

/// An actor named in a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name {
    /// Who.
    pub actor: ActorIx,
    /// Not those who act for it.
    pub only: bool,
}

/// The relation of a clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum How {
    /// `?how`.
    Variable(VariableIx),
    /// One of these.
    OneOf(Vec<RelationIx>),
}

impl Clause {
    fn variables(&self) -> impl Iterator<Item = VariableIx> {
        let relation = match self.relation {
            How::Variable(variable) => Some(variable),
            How::OneOf(_) => None,
        };
        let targets = self.targets.iter().filter_map(|end| end.variable);
        self.source.variable.into_iter().chain(relation).chain(targets)
    }

    fn variables_mut(&mut self) -> impl Iterator<Item = &mut VariableIx> {
        let relation = match &mut self.relation {
            How::Variable(variable) => Some(variable),
            How::OneOf(_) => None,
        };
        let targets = self.targets.iter_mut().filter_map(|end| end.variable.as_mut());
        self.source.variable.iter_mut().chain(relation).chain(targets)
    }
}

impl Question {
    /// The question in its canonical words, which parse to the same question: ids in quotes, the
    /// active voice, no ellipsis.
    ///
    /// ```
    /// # use standoff::{Data, Question, ask, graph::Filter, read};
    /// # let town = "source,relation,target,date\nOldbridge,accuses,Marsh End,1902-03-03\nAbbey,accuses,Marsh End,1902-03-04\nAbbey,accuses,Marsh End,1902-03-05\n";
    /// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
    /// let question = Question::parse("Who accused Marsh End?", &data).unwrap();
    /// assert_eq!(question.display(&data).to_string(), r#"?who (accuses) "Marsh End""#);
    /// ```
    pub fn display<'a>(&'a self, dataset: &'a Dataset) -> impl fmt::Display + 'a {
        Canonical { question: self, dataset }
    }
}

struct Canonical<'a> {
    question: &'a Question,
    dataset: &'a Dataset,
}

impl fmt::Display for Canonical<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Question { clauses, without, .. } = self.question;
        for (i, clause) in clauses.iter().enumerate() {
            match &clause.then {
                Some(Then { within: Some(span) }) => write!(f, " then within {span} ")?,
                Some(Then { within: None }) => f.write_str(" then ")?,
                None if i > 0 => f.write_str(" and ")?,
                None => {}
            }
            self.clause(f, clause)?;
        }
        for clause in without {
            f.write_str(" but not ")?;
            self.clause(f, clause)?;
        }
        Ok(())
    }
}

impl Canonical<'_> {
    fn clause(&self, f: &mut fmt::Formatter<'_>, clause: &Clause) -> fmt::Result {
        self.end(f, &clause.source)?;
        if clause.negated {
            // Without `did`, after which an id would have to be a plain form.
            f.write_str(" not")?;
        }
        match &clause.relation {
            How::Variable(variable) => write!(f, " ?{}", self.question.variables[variable.0].name)?,
            How::OneOf(relations) => {
                for (i, &relation) in relations.iter().enumerate() {
                    f.write_str(if i > 0 { " or " } else { " (" })?;
                    let id = &self.dataset.relation(relation).id;
                    // A data file may call a relation anything; what is not one word is quoted.
                    let letters = id.chars().all(|c| c.is_alphanumeric() || c == '-');
                    if letters && !id.starts_with('-') { f.write_str(id)? } else { quoted(f, id)? }
                }
                f.write_str(")")?;
            }
        }
        f.write_str(if clause.targets.len() > 1 { " between " } else { " " })?;
        for (i, target) in clause.targets.iter().enumerate() {
            f.write_str(if i > 0 { " and " } else { "" })?;
            self.end(f, target)?;
        }
        Ok(())
    }

    fn end(&self, f: &mut fmt::Formatter<'_>, end: &End) -> fmt::Result {
        if let Some(variable) = end.variable {
            // Every open end becomes a named one: what shares it is then plain to see.
            write!(f, "?{}", self.question.variables[variable.0].name)?;
            if !end.names.is_empty() {
                f.write_str(" as ")?;
            }
            self.names(f, &end.names)
        } else if end.names.is_empty() {
            f.write_str("anyone")
        } else {
            self.names(f, &end.names)
        }
    }

    fn names(&self, f: &mut fmt::Formatter<'_>, names: &[Name]) -> fmt::Result {
        for (i, name) in names.iter().enumerate() {
            f.write_str(if i > 0 { " or " } else { "" })?;
            f.write_str(if name.only { "only " } else { "" })?;
            quoted(f, &self.dataset.actor(name.actor).id)?;
        }
        Ok(())
    }
}

fn quoted(f: &mut fmt::Formatter<'_>, id: &str) -> fmt::Result {
    write!(f, "\"{}\"", id.replace('\\', "\\\\").replace('"', "\\\""))
}
