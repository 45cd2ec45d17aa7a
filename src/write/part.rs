//! What data consist of, so that each format can say what of it is kept and what is lost.

use std::io;

use super::tables::own_relations;
use crate::actor::{ActorIx, Kind};
use crate::dataset::Dataset;
use crate::document::About;
use crate::relation::Sign;
use crate::statement::StatementIx;

/// A part of the data that a format may or may not hold.
///
/// ```
/// use standoff::write::{Format, Part};
/// assert!(Format::NodeLink.keeps().any(|part| part == Part::Gists));
/// assert!(Format::Matrix.loses().any(|part| part == Part::Gists));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Part {
    /// Which relation it is: two between the same actors are told apart.
    Relations,
    /// Whether a relation is for or against.
    Signs,
    /// The ids of the statements behind each edge.
    Statements,
    /// The day, month, year or interval of each statement.
    Dates,
    /// The ids of the documents in which each statement stands.
    Documents,
    /// What was said.
    Gists,
    /// On whose word a statement stands.
    Certainty,
    /// Spans and quotes.
    Passages,
    /// That one statement has several sources or targets.
    Joint,
    /// Which statement answers which.
    Answers,
    /// Statements that it was not so.
    Negated,
    /// The codes that event data had.
    Codes,
    /// What actors are called.
    Names,
    /// Kinds and roles of actors.
    Kinds,
    /// The other names of actors.
    Aliases,
    /// For whom actors act, and when.
    Principals,
    /// Who belongs to an organization.
    Members,
    /// ISO 3166 and Wikidata codes of actors.
    Identifiers,
    /// Titles, publishers, dates and addresses of documents.
    About,
    /// Title, description and licence of the data.
    Title,
    /// Verbs of relations that the data bring with them.
    Verbs,
    /// Actors, documents and relations that no statement names.
    Unnamed,
}

impl Part {
    /// Every part, each once, edges before actors before the rest.
    pub const ALL: [Part; 22] = [
        Part::Relations,
        Part::Signs,
        Part::Statements,
        Part::Dates,
        Part::Documents,
        Part::Gists,
        Part::Certainty,
        Part::Passages,
        Part::Joint,
        Part::Answers,
        Part::Negated,
        Part::Codes,
        Part::Names,
        Part::Kinds,
        Part::Aliases,
        Part::Principals,
        Part::Members,
        Part::Identifiers,
        Part::About,
        Part::Title,
        Part::Verbs,
        Part::Unnamed,
    ];

    /// What it is called where a loss is said.
    ///
    /// ```
    /// assert_eq!(standoff::write::Part::Passages.name(), "spans and quotes");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Part::Relations => "relations",
            Part::Signs => "signs",
            Part::Statements => "statement ids",
            Part::Dates => "dates",
            Part::Documents => "document ids",
            Part::Gists => "gists",
            Part::Certainty => "certainty",
            Part::Passages => "spans and quotes",
            Part::Joint => "joint statements",
            Part::Answers => "answers",
            Part::Negated => "negated statements",
            Part::Codes => "event codes",
            Part::Names => "names",
            Part::Kinds => "kinds and roles",
            Part::Aliases => "aliases",
            Part::Principals => "principals",
            Part::Members => "members",
            Part::Identifiers => "ISO 3166 and Wikidata codes",
            Part::About => "titles and addresses of documents",
            Part::Title => "title and licence",
            Part::Verbs => "own verbs",
            Part::Unnamed => "what no statement names",
        }
    }
}

/// Which of these parts there are in what is written: in statements, their actors and their documents.
///
/// # Errors
/// What reading the statements again fails with.
pub(super) fn present(
    dataset: &Dataset,
    statements: &[StatementIx],
    actors: &[ActorIx],
    wanted: &[Part],
) -> io::Result<Vec<Part>> {
    let any = |is: &dyn Fn(crate::Statement<'_>) -> bool| statements.iter().any(|&ix| is(dataset.statement(ix)));
    let actor = |is: &dyn Fn(&crate::Actor) -> bool| actors.iter().any(|&ix| is(dataset.actor(ix)));
    let documents = || crate::graph::documents(dataset, statements);
    let details = read(dataset, statements, wanted)?;
    let is = |part: Part| match part {
        Part::Relations => !statements.is_empty(),
        Part::Signs => any(&|statement| dataset.relation(statement.relation()).sign != Sign::Neutral),
        Part::Statements => !statements.is_empty(),
        Part::Dates => any(&|statement| statement.date().is_some()),
        Part::Documents => any(&|statement| statement.documents().len() > 0),
        Part::Gists | Part::Passages | Part::Codes => details.contains(&part),
        Part::Certainty => any(&|statement| statement.certainty().is_some()),
        Part::Joint => any(&|statement| statement.sources().len() > 1 || statement.targets().len() > 1),
        Part::Answers => any(&|statement| statement.answered_id().is_some()),
        // They are no edges; who writes a graph has said already how many were left out.
        Part::Negated => false,
        Part::Names => actor(&|actor| actor.name != actor.id),
        Part::Kinds => actor(&|actor| actor.kind != Kind::Unspecified || actor.role.is_some()),
        Part::Aliases => actor(&|actor| !actor.aliases.is_empty()),
        Part::Principals => actor(&|actor| !actor.acts_for.is_empty()),
        Part::Members => actor(&|actor| !actor.members.is_empty()),
        Part::Identifiers => actor(&|actor| actor.iso3166.is_some() || actor.wikidata.is_some()),
        Part::About => documents().iter().any(|&ix| *dataset.document(ix) != About::default()),
        Part::Title => [dataset.title(), dataset.description(), dataset.license()].iter().any(Option::is_some),
        Part::Verbs => !own_relations(dataset, statements).is_empty(),
        // That a graph has only the ends of its edges is what a graph is.
        Part::Unnamed => false,
    };
    Ok(wanted.iter().copied().filter(|&part| is(part)).collect())
}

/// Which of these parts stand in the files only; reading ends when there is nothing more to find.
fn read(dataset: &Dataset, statements: &[StatementIx], wanted: &[Part]) -> io::Result<Vec<Part>> {
    /// How many statements are read again at once.
    const SOME: usize = 10_000;
    let (mut found, mut open): (Vec<Part>, Vec<Part>) = (Vec::new(), wanted.to_vec());
    open.retain(|part| matches!(part, Part::Gists | Part::Passages | Part::Codes));
    for some in statements.chunks(SOME) {
        if open.is_empty() {
            break;
        }
        for details in dataset.details(some)? {
            open.retain(|part| {
                let there = match part {
                    Part::Gists => details.gist.is_some(),
                    Part::Passages => details.span.is_some() || details.quote.is_some(),
                    _ => details.code.is_some(),
                };
                found.extend(there.then_some(*part));
                !there
            });
        }
    }
    Ok(found)
}
