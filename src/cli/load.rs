//! Loading what the arguments name: everything, or of big files what a question can want.

use std::io;
use std::path::PathBuf;

use super::args::{ByArg, FilterArgs, ReadingArgs};
use super::progress::Bar;
use super::table::many;
use super::{Failure, note};
use crate::ask::{Question, outline};
use crate::codes;
use crate::date::Date;
use crate::graph::Filter;
use crate::names::fold;
use crate::problem::Report;
use crate::read::want::Want;
use crate::read::{Data, Options};
use crate::tally::Tally;
use crate::{Dataset, read_with};

/// The data of the arguments, `./data` where there are none, standard input for `-`, and how to read them.
pub(super) struct Source {
    pub data: Vec<Data>,
    pub options: Options,
}

impl Source {
    pub fn of(paths: &[PathBuf], args: &ReadingArgs) -> Result<Self, Failure> {
        let default = [PathBuf::from("data")];
        if paths.is_empty() && !default[0].exists() {
            let hint = "name the files: standoff ask \"who accuses whom\" FILE";
            return Err(Report::error("there is no folder `data` here", Some(hint.to_owned())).into());
        }
        let paths = if paths.is_empty() { &default } else { paths };
        let mut data = Vec::with_capacity(paths.len());
        for path in paths {
            data.push(if path.as_os_str() == "-" {
                let mut bytes = Vec::new();
                io::Read::read_to_end(&mut io::stdin().lock(), &mut bytes)?;
                Data::bytes("standard input", bytes)
            } else {
                Data::Path(path.clone())
            });
        }
        // What comes through a pipe comes once: nobody can go back for what was passed over.
        let once = |data: &Data| matches!(data, Data::Path(path) if path.exists() && !path.is_file() && !path.is_dir());
        let options = Options {
            everything: data.iter().any(once),
            from: args.from,
            strict: args.strict,
            keep_mirrored: args.keep_mirrored,
            one_a_day: args.one_a_day,
            fields: args.fields()?,
            threads: args.threads,
            ..Options::default()
        };
        Ok(Source { data, options })
    }

    /// Reads everything, and says everything that is wrong.
    pub fn check(&self) -> Result<(Dataset, Report), Failure> {
        self.read(&self.options)
    }

    fn read(&self, options: &Options) -> Result<(Dataset, Report), Failure> {
        let _bar = Bar::of(&options.progress);
        Ok(read_with(self.data.iter().cloned(), options)?)
    }

    /// Reads what is wanted, or everything where what is asked for is not found in that.
    pub fn wanted<T>(
        &self,
        want: Want,
        found: impl Fn(&Dataset) -> Result<T, Failure>,
    ) -> Result<(Dataset, T), Failure> {
        let everything = want.all() || self.options.everything;
        let options = Options { everything, want, only_errors: true, ..self.options.clone() };
        let (dataset, _) = self.read(&options)?;
        match found(&dataset) {
            Ok(found) => Ok((dataset, found)),
            Err(failure) if options.everything => Err(failure),
            // Nobody by that name was among what was wanted; what there is instead stands in the rest.
            Err(_) => {
                drop(dataset);
                let (dataset, _) = self.read(&Options { everything: true, ..options })?;
                let found = found(&dataset)?;
                Ok((dataset, found))
            }
        }
    }

    /// Reads what the filters and a question in words can want, and what they mean for it; `top` is how
    /// many rows are wanted, where not all are.
    pub fn asked(
        &self,
        filter: &FilterArgs,
        question: &str,
        shown: Shown,
        top: Option<usize>,
    ) -> Result<(Dataset, Filter, Question), Failure> {
        let meant = |dataset: &Dataset| Ok((filter.resolve(dataset)?, Question::parse(question, dataset)?));
        let top = top.filter(|_| self.data.len() == 1 && !self.options.one_a_day);
        let (dataset, (filter, question)) = self.wanted(want(filter, question, shown, top), meant)?;
        Ok((dataset, filter, question))
    }
}

/// What of the actors is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// What they are called.
    Names,
    /// All that is known of them.
    Everything,
}

/// What the dossier of actors can want, the first of whom is called so. It shows what else rows call them.
pub(super) fn about(name: &str) -> Want {
    Want { actors: Some(vec![fold(name)]), ..Want::default() }
}

/// What a question and filters can want.
fn want(filter: &FilterArgs, question: &str, shown: Shown, top: Option<usize>) -> Want {
    let nothing = Dataset::nothing();
    let Some(outline) = outline(question, &nothing) else { return Want::default() };
    let ids = |relations: Vec<crate::RelationIx>| -> Vec<String> {
        relations.into_iter().map(|ix| nothing.relation(ix).id.clone()).collect()
    };
    let mut relations = outline.relations.map(ids);
    let mut only = |wanted: Vec<String>| {
        relations = Some(match relations.take() {
            Some(known) => known.into_iter().filter(|id| wanted.contains(id)).collect(),
            None => wanted,
        });
    };
    if !filter.relation.is_empty() {
        match filter.relation.iter().map(|name| nothing.find_relation(name)).collect::<Option<Vec<_>>>() {
            Some(found) => only(ids(found)),
            None => return Want::default(),
        }
    }
    if !filter.sign.is_empty() {
        let of_sign = nothing.relation_ixs().filter(|&ix| filter.sign.contains(&nothing.relation(ix).sign));
        only(ids(of_sign.collect()));
    }
    let named = |names: &Vec<String>| -> Vec<String> { names.iter().map(|name| fold(name)).collect() };
    let by_filter = (!filter.actor.is_empty()).then(|| named(&filter.actor));
    let names = || outline.names.iter().chain(&by_filter).flatten();
    // A document or publisher that is not known has to be told from one that says nothing here.
    if !filter.document.is_empty() || !filter.publisher.is_empty() {
        relations = None;
    }
    // Rows are counted before they are read where nothing else decides which of them are the largest.
    let counts = filter.certainty.is_empty()
        && filter.actor.is_empty()
        && filter.document.is_empty()
        && filter.publisher.is_empty()
        && filter.min_documents <= 1
        && matches!(filter.by, ByArg::Actor);
    Want {
        top_pairs: top.filter(|_| outline.pairs && counts && shown == Shown::Names && relations.is_some()),
        relations,
        since: filter.since.map(Date::first_day),
        until: filter.until.map(Date::last_day),
        codes_only: shown == Shown::Names && names().all(|name| codes::letters_of(name).is_some()),
        actors: outline.names.clone().or(by_filter.clone()),
    }
}

/// Says what of event data was read and what was not.
pub(super) fn say_tally(dataset: &Dataset) {
    let tally = dataset.tally();
    if dataset.passed_over() > 0 {
        note(&format!(
            "{} were passed over unread: the question does not want them",
            count(dataset.passed_over(), "line")
        ));
    }
    say(tally);
}

/// Says what of the rows of event data became of them.
pub(super) fn say(tally: &Tally) {
    if tally.rows == 0 {
        return;
    }
    let mut parts = vec![many(tally.statements() as usize, "statement")];
    let mut part = |number: u64, one: &str, several: &str| {
        if number > 0 {
            parts.push(format!("{} {}", number, if number == 1 { one } else { several }));
        }
    };
    part(tally.mentions, "further document", "further documents");
    part(tally.mentions_of_others, "document of what is not here", "documents of what is not here");
    part(tally.passed_over, "not asked for", "not asked for");
    part(tally.without_source, "without source", "without source");
    part(tally.without_target, "without target", "without target");
    match tally.labels {
        true => part(tally.unknown_codes, "with an unknown label", "with unknown labels"),
        false => part(tally.unknown_codes, "with an unknown code", "with unknown codes"),
    }
    part(tally.malformed, "malformed", "malformed");
    part(tally.repeats, "repeat", "repeats");
    note(&format!("{}: {}", count(tally.rows, "row"), parts.join(", ")));
    if !tally.codes.is_empty() {
        let codes = tally.most_unknown();
        let shown: Vec<String> = codes
            .iter()
            .take(10)
            .map(|(code, count)| match code.trim() {
                "" => format!("none {count}×"),
                code => format!("`{}` {count}×", super::problems::printable(code)),
            })
            .collect();
        let more = if codes.len() > 10 { " …" } else { "" };
        let what = if tally.labels { "labels" } else { "codes" };
        note(&format!("unknown {what}: {}{more}", shown.join(", ")));
    }
    for (place, said) in &tally.malformed_at {
        note(&super::problems::printable(&format!("{}:{}: {said}", place.file, place.line)));
    }
    for (what, count) in &tally.lost {
        note(&format!("{what}: {count}"));
    }
    let more = tally.malformed.saturating_sub(tally.malformed_at.len() as u64);
    if more > 0 {
        note(&format!("and {more} more malformed rows"));
    }
}

fn count(number: u64, what: &str) -> String {
    many(number as usize, what)
}
