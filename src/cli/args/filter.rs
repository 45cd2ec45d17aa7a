//! Which statements count.

use clap::{Args as ClapArgs, ValueEnum};

use crate::cli::Failure;
use crate::dataset::Dataset;
use crate::date::{Date, Day};
use crate::graph::{By, Filter};
use crate::names::{fold, nearest};
use crate::problem::Report;
use crate::relation::Sign;
use crate::statement::Certainty;

/// Which statements count.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Filters")]
pub struct FilterArgs {
    /// What may have been said on that day or later: 2020-09-27, 2020-09 or 2020
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub since: Option<Date>,
    /// What may have been said on that day or earlier
    #[arg(long, value_name = "DATE", value_parser = date)]
    pub until: Option<Date>,
    /// Of this relation, by id or verb; may be repeated, as all of these
    #[arg(long, value_name = "RELATION")]
    pub relation: Vec<String>,
    /// Of this sign: -, + or 0
    #[arg(long, value_name = "SIGN", value_parser = sign, allow_hyphen_values = true)]
    pub sign: Vec<Sign>,
    /// With this actor, or who acts for it, at either end
    #[arg(long, value_name = "ACTOR")]
    pub actor: Vec<String>,
    /// In this document
    #[arg(long, value_name = "DOCUMENT")]
    pub document: Vec<String>,
    /// In a document of this publisher
    #[arg(long, value_name = "PUBLISHER")]
    pub publisher: Vec<String>,
    /// Stated, reported or alleged
    #[arg(long, value_name = "CERTAINTY", value_parser = certainty)]
    pub certainty: Vec<Certainty>,
    /// Rows and edges with at least so many statements
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub min_statements: usize,
    /// Rows and edges from at least so many documents
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub min_documents: usize,
    /// Count everybody as themselves, or as whom they act for
    #[arg(long, value_enum, ignore_case = true, default_value_t = ByArg::Actor)]
    pub by: ByArg,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum ByArg {
    Actor,
    Principal,
}

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|error: crate::date::DateError| format!("{error}; {}", error.hint()))
}

pub(super) fn sign(text: &str) -> Result<Sign, String> {
    text.parse().map_err(|()| "-, + or 0".to_owned())
}

fn certainty(text: &str) -> Result<Certainty, String> {
    text.to_lowercase().parse().map_err(|()| "stated, reported or alleged".to_owned())
}

impl FilterArgs {
    /// Whether everything counts, as it stands.
    #[cfg(feature = "parquet")]
    pub fn is_empty(&self) -> bool {
        let lists = [&self.relation, &self.actor, &self.document, &self.publisher];
        self.since.is_none()
            && self.until.is_none()
            && lists.into_iter().all(Vec::is_empty)
            && self.sign.is_empty()
            && self.certainty.is_empty()
            && self.min_statements <= 1
            && self.min_documents == 0
            && matches!(self.by, ByArg::Actor)
    }

    /// What the filters mean for these data.
    pub fn resolve(&self, dataset: &Dataset) -> Result<Filter, Failure> {
        let mut report = Report::default();
        let mut unknown = |what: &str, name: &str, near: Option<&str>| {
            let hint = near.map(|near| format!("did you mean `{near}`?"));
            report.extend(Report::error(format!("--{what}: there is no {what} `{name}` in the data"), hint));
        };
        let mut filter = Filter {
            since: self.since.map(Date::first_day),
            until: self.until.map(Date::last_day),
            signs: self.sign.clone(),
            certainties: self.certainty.clone(),
            min_statements: self.min_statements,
            min_documents: self.min_documents,
            by: match self.by {
                ByArg::Actor => By::Actor,
                ByArg::Principal => By::Principal,
            },
            ..Filter::default()
        };
        for name in &self.relation {
            let ids = dataset.relations().iter().map(|relation| relation.id.as_str());
            match dataset.find_relation(name) {
                Some(relation) => filter.relations.push(relation),
                None => unknown("relation", name, nearest(&fold(name), ids)),
            }
        }
        for name in &self.actor {
            match dataset.find_actor(name) {
                Some(actor) => filter.actors.push(actor),
                None => unknown("actor", name, dataset.nearest_name(name)),
            }
        }
        let mut named = Vec::new();
        for id in &self.document {
            match dataset.find_document(id) {
                Some(document) => named.push(document),
                None => unknown("document", id, nearest(id, dataset.documents().map(|document| document.id))),
            }
        }
        let mut published = Vec::new();
        for name in &self.publisher {
            let known: Vec<String> = dataset.documents().filter_map(|document| document.publisher.clone()).collect();
            let by =
                |publisher: &Option<String>| publisher.as_ref().is_some_and(|publisher| fold(publisher) == fold(name));
            let before = published.len();
            published.extend(dataset.document_ixs().filter(|&ix| by(&dataset.document(ix).publisher)));
            if published.len() == before {
                unknown("publisher", name, nearest(name, known.iter().map(String::as_str)));
            }
        }
        filter.documents = match (self.document.is_empty(), self.publisher.is_empty()) {
            (true, true) => None,
            (false, true) => Some(named),
            (true, false) => Some(published),
            (false, false) => Some(named.into_iter().filter(|document| published.contains(document)).collect()),
        };
        if let (Some(since), Some(until)) = (filter.since, filter.until)
            && backwards(since, until)
        {
            report.extend(Report::error(format!("--since {since} is after --until {until}"), None));
        }
        if report.errors > 0 { Err(report.into()) } else { Ok(filter) }
    }
}

fn backwards(since: Day, until: Day) -> bool {
    since > until
}
