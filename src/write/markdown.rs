//! The rows as a Markdown table, a line for each statement that a row lists.

use std::io::{self, Write};

use super::Options;
use super::receipts::{Listed, Receipt, Receipts, actor_name, document_ids};
use crate::actor::ActorIx;
use crate::ask::Binding;
use crate::dataset::{Dataset, Passage};
use crate::draw::text::is_hidden;

pub(super) fn write(out: &mut dyn Write, receipts: &Receipts<'_>) -> io::Result<()> {
    let answer = receipts.answer;
    let dataset = answer.dataset();
    if receipts.options.receipts == Some(0) {
        let variables: Vec<String> = answer.variables().map(text).collect();
        let header = variables.iter().map(String::as_str).chain(["statements", "documents", "first", "last"]);
        head(out, header)?;
        for listed in receipts.rows() {
            counts(out, dataset, &listed?)?;
        }
        return Ok(());
    }
    statements_head(out, receipts.options)?;
    for (number, listed) in (1..).zip(receipts.rows()) {
        let listed = listed?;
        let line = Line { number, receipts: &listed.statements, count: listed.row.count };
        line.write(out, dataset, receipts.options)?;
    }
    Ok(())
}

/// The head of a table of statements.
pub(super) fn statements_head(out: &mut dyn Write, options: Options<'_>) -> io::Result<()> {
    let columns = ["#", "source", "relation", "target", "date", "document", "gist"];
    head(out, columns.into_iter().chain(options.texts.is_some().then_some("passage")))
}

/// The statements that a row lists, a line each.
pub(super) struct Line<'a> {
    /// Of the row, from 1.
    pub number: usize,
    pub receipts: &'a [Receipt],
    /// How many statements the row has.
    pub count: usize,
}

impl Line<'_> {
    pub fn write(&self, out: &mut dyn Write, dataset: &Dataset, options: Options<'_>) -> io::Result<()> {
        let with_texts = options.texts.is_some();
        let mut number = self.number.to_string();
        for receipt in self.receipts {
            let statement = dataset.statement(receipt.statement);
            let names = |mut actors: Vec<ActorIx>| {
                actors.dedup();
                let names: Vec<String> =
                    actors.into_iter().map(|actor| actor_name(statement, dataset, actor)).collect();
                text(&names.join(", "))
            };
            let (sources, targets) = receipt.ties.iter().copied().unzip();
            let gist = &receipt.details.said();
            write!(
                out,
                "| {number} | {} | {} | {} | {} | {} | {} |",
                names(sources),
                text(&dataset.relation(statement.relation()).id),
                names(targets),
                statement.date().map(|date| date.to_string()).unwrap_or_default(),
                text(&document_ids(statement, dataset)),
                text(gist),
            )?;
            match &receipt.passage {
                Passage::Found(words) => write!(out, " {} |", text(words))?,
                _ if with_texts => write!(out, " |")?,
                _ => {}
            }
            writeln!(out)?;
            number.clear();
        }
        let more = self.count - self.receipts.len();
        if more > 0 {
            writeln!(out, "| | | | | | | and {more} more |{}", if with_texts { " |" } else { "" })?;
        }
        Ok(())
    }
}

/// The head of a table of these columns.
pub(super) fn head(out: &mut dyn Write, columns: impl Iterator<Item = impl AsRef<str>>) -> io::Result<()> {
    let names: Vec<String> = columns.map(|name| name.as_ref().to_owned()).collect();
    let rule = vec!["---"; names.len()];
    writeln!(out, "| {} |\n| {} |", names.join(" | "), rule.join(" | "))
}

fn counts(out: &mut dyn Write, dataset: &Dataset, listed: &Listed<'_>) -> io::Result<()> {
    for binding in &listed.bindings {
        let name = match *binding {
            Binding::Actor(actor) => &dataset.actor(actor).name,
            Binding::Relation(relation) => &dataset.relation(relation).id,
        };
        write!(out, "| {} ", text(name))?;
    }
    let date = |date: Option<crate::Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let (first, last) = (listed.row.dates.map(|dates| dates.0), listed.row.dates.map(|dates| dates.1));
    writeln!(out, "| {} | {} | {} | {} |", listed.row.count, listed.row.documents, date(first), date(last))
}

/// Text that says itself in a cell: nothing in it is markup, and it stays in its line.
pub(super) fn text(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' => escaped.extend(['\\', c]),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\n' | '\r' | '\t' => escaped.push(' '),
            c if is_hidden(c) => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn nothing_in_a_cell_is_markup() {
        assert_eq!(text("a\u{202e}b"), "a\u{fffd}b");
        assert_eq!(text("a|b\n<b>*c*</b>\0"), "a\\|b &lt;b&gt;\\*c\\*&lt;/b&gt;\u{fffd}");
    }
}
