//! The statements as a table, which is what is left of the page where no script runs, and what the
//! script takes the words from where one does.

use super::super::markup::Escaped;
use super::super::receipts::actor_name;
use super::put;
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Passage, Statement};
use crate::document::Document;
use crate::draw::picture::Tone;
use crate::draw::text;
use crate::statement::{Details, StatementIx};

/// Writes the rows of some statements. A cell ends where the next begins or its row ends (HTML, 13.1.2.4).
pub(super) fn write(page: &mut String, dataset: &Dataset, statements: &[StatementIx], details: &[(Details, Passage)]) {
    let passages = details.iter().any(|(details, passage)| passage != &Passage::None || details.quote.is_some());
    page.push_str("<thead><tr>");
    let last = passages.then_some("Passage");
    for name in ["Date", "Who", "Relation", "Whom", "What", "Certainty", "Document"].into_iter().chain(last) {
        put(page, format_args!("<th scope=\"col\">{name}"));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    for (&ix, (details, passage)) in statements.iter().zip(details) {
        let statement = dataset.statement(ix);
        page.push_str("<tr>");
        match statement.date() {
            Some(date) => put(page, format_args!("<td>{date}")),
            None => page.push_str("<td>undated"),
        }
        cell(page, &names(dataset, statement, statement.sources()));
        let relation = dataset.relation(statement.relation());
        let tone = Tone::Sign(relation.sign);
        put(
            page,
            format_args!("<td class=\"{}\">{} {}", tone.name(), tone.glyph(), Escaped(&text::clean(&relation.id))),
        );
        cell(page, &names(dataset, statement, statement.targets()));
        cell(page, &details.said());
        cell(page, statement.certainty().map_or("", |certainty| certainty.name()));
        page.push_str("<td>");
        for (number, ix) in statement.documents().enumerate() {
            if number > 0 {
                page.push_str("<br>");
            }
            document(page, dataset.document(ix));
        }
        if passages {
            self::passage(page, details, passage);
        }
        page.push_str("</tr>\n");
    }
}

fn cell(page: &mut String, words: &str) {
    // A direction is stated only where it may not be that of the page.
    let dir = if words.is_ascii() { "" } else { " dir=\"auto\"" };
    put(page, format_args!("<td{dir}>{}", Escaped(&text::clean(words))));
}

fn names(dataset: &Dataset, statement: Statement<'_>, actors: impl Iterator<Item = ActorIx>) -> String {
    let names: Vec<String> = actors.map(|actor| actor_name(statement, dataset, actor)).collect();
    names.join(", ")
}

/// Its title, linked to where it can be read, and what else is known of it.
fn document(page: &mut String, document: Document<'_>) {
    let title = text::clean(document.title.as_deref().unwrap_or(document.id));
    let title = Escaped(&title);
    match document.url.as_deref().filter(|url| is_web(url)) {
        Some(url) => put(
            page,
            format_args!("<a href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer\">{title}</a>", Escaped(url)),
        ),
        None => put(page, format_args!("<cite>{title}</cite>")),
    }
    let date = document.date.map(|date| date.to_string());
    for more in [document.publisher.clone(), date].into_iter().flatten() {
        put(page, format_args!(", {}", Escaped(&text::clean(&more))));
    }
}

/// Whether it is an address that a click may lead to; `javascript:` and the like are none.
fn is_web(url: &str) -> bool {
    let begins = |scheme: &str| url.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    begins("http://") || begins("https://")
}

fn passage(page: &mut String, details: &Details, passage: &Passage) {
    match (passage, &details.quote) {
        (Passage::Found(words), _) | (_, Some(words)) => cell(page, words),
        (Passage::Missing(why), None) => {
            put(page, format_args!("<td><em>not shown: {}</em>", Escaped(&text::clean(why))));
        }
        (Passage::None, None) => page.push_str("<td>"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_web;

    #[test]
    fn only_addresses_of_the_web_are_links() {
        for url in ["http://a.example", "HTTPS://a.example/b"] {
            assert!(is_web(url), "{url}");
        }
        for url in ["javascript:alert(1)", " https://a.example", "data:text/html,x", "file:///etc", "h", "ht̂tp://"] {
            assert!(!is_web(url), "{url}");
        }
    }
}
