//! What is drawn: a graph, where it comes from, and what was asked.

use std::io;

use crate::actor::ActorIx;
use crate::ask::NewestFirst;
use crate::dataset::Dataset;
use crate::date::Date;
use crate::document::DocumentIx;
use crate::graph::{Edge, Graph, dates, distinct, documents};
use crate::statement::StatementIx;
use crate::words::many;
use crate::write::receipts::{actor_name, document_ids};

/// How many statements are told where an edge is pointed at.
const TOLD: usize = 5;

/// A graph to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// Where its names are.
    pub dataset: &'a Dataset,
    /// What is drawn.
    pub graph: &'a Graph,
    /// The question in the words of the asker; nothing, where it is a whole graph.
    pub question: &'a str,
}

impl<'a> Subject<'a> {
    /// What the picture is called: the question, or else the data.
    pub fn title(&self) -> &'a str {
        match self.question.trim() {
            "" => self.dataset.title().unwrap_or("Who towards whom"),
            question => question,
        }
    }

    /// The statements behind all edges, ascending, each once.
    pub fn statements(&self) -> Vec<StatementIx> {
        distinct(self.graph.edges().flat_map(Edge::statements).copied())
    }

    /// Their documents, by date and id, undated last.
    pub fn documents(&self) -> Vec<DocumentIx> {
        let mut all = documents(self.dataset, &self.statements());
        all.sort_by_key(|&ix| {
            let document = self.dataset.document(ix);
            (document.date.is_none(), document.date.map(Date::sort_key), document.id)
        });
        all
    }

    /// The first and the last date; `None` where all statements are undated.
    pub fn dates(&self) -> Option<(Date, Date)> {
        dates(self.dataset, &self.statements())
    }

    /// Who is an end of an edge, by id.
    pub fn actors(&self) -> Vec<ActorIx> {
        let mut actors = self.graph.actors();
        actors.sort_by_key(|&actor| &self.dataset.actor(actor).id);
        actors
    }

    /// How much there is to see, and from when.
    pub fn summary(&self) -> String {
        let statements = self.statements();
        let mut summary = format!(
            "{}, {}, {} in {}",
            many(self.graph.actors().len(), "actor"),
            many(self.graph.edges().len(), "edge"),
            many(statements.len(), "statement"),
            many(documents(self.dataset, &statements).len(), "document"),
        );
        if let Some((first, last)) = dates(self.dataset, &statements) {
            let (first, last) = (first.first_day(), last.last_day());
            summary.push_str(&match first == last {
                true => format!(", {first}"),
                false => format!(", {first} to {last}"),
            });
        }
        summary
    }

    /// The relation of an edge between its ends, in words: `France accuses Turkey: 3 statements`.
    pub fn sentence(&self, edge: Edge<'_>) -> String {
        let name = |actor| self.dataset.actor(actor).name.as_str();
        let (relation, statements) = (&self.dataset.relation(edge.relation()).id, many(edge.count(), "statement"));
        format!("{} {relation} {}: {statements}", name(edge.source()), name(edge.target()))
    }

    /// What is told of each edge of the graph, in its order, where it is pointed at: the sentence, and
    /// the newest statements.
    ///
    /// # Errors
    /// What reading the statements again fails with.
    pub fn tips(&self) -> io::Result<Vec<String>> {
        let told = told(self.dataset, self.graph.edges().map(Edge::statements))?;
        Ok(self.graph.edges().zip(told).map(|(edge, told)| format!("{}\n{told}", self.sentence(edge))).collect())
    }
}

/// What is said in each list of statements, newest first: when, who, what, and where it stands.
///
/// # Errors
/// What reading the statements again fails with.
pub(crate) fn told<'s>(
    dataset: &Dataset,
    lists: impl IntoIterator<Item = &'s [StatementIx]>,
) -> io::Result<Vec<String>> {
    // All are read at once, since each reading opens the files anew.
    let mut newest: Vec<StatementIx> = Vec::new();
    let mut counts: Vec<(usize, usize)> = Vec::new();
    for statements in lists {
        let mut list = statements.to_vec();
        list.sort_by_cached_key(|&ix| NewestFirst::of(dataset.statement(ix)));
        list.truncate(TOLD);
        counts.push((list.len(), statements.len() - list.len()));
        newest.extend(list);
    }
    let mut lines = newest.iter().zip(dataset.details(&newest)?).map(|(&ix, details)| {
        let statement = dataset.statement(ix);
        let date = statement.date().map_or("undated".to_owned(), |date| date.to_string());
        let sources: Vec<String> = statement.sources().map(|actor| actor_name(statement, dataset, actor)).collect();
        let gist = details.said();
        let documents = document_ids(statement, dataset);
        format!("{date} {}: {gist} [{documents}]", sources.join(", "))
    });
    let mut told = Vec::with_capacity(counts.len());
    for (count, more) in counts {
        let mut list: Vec<String> = lines.by_ref().take(count).collect();
        if more > 0 {
            list.push(format!("and {more} more"));
        }
        told.push(list.join("\n"));
    }
    Ok(told)
}
