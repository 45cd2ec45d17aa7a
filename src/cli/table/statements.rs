//! Statements as a table, and what belongs below it.

use std::io::{self, Write};

use comfy_table::{Attribute, Cell, Color, Table};

use super::{Terminal, cell, date_cell, hold, many, new};
use crate::actor::ActorIx;
use crate::cli::problems::printable;
use crate::dataset::{Dataset, Passage, Statement};
use crate::relation::Sign;
use crate::write::receipts::{Receipt, actor_name, document_ids};

/// The statements that a row lists, and how many it has.
pub struct Group<'a> {
    pub receipts: &'a [Receipt],
    pub count: usize,
}

/// A line for each statement; with the numbers of the groups, from 1, where they have to be told apart.
pub fn table(
    dataset: &Dataset,
    groups: &[Group<'_>],
    with_relation: bool,
    numbered: bool,
    terminal: Terminal,
) -> Table {
    let mut header = vec!["source", "relation", "target", "date", "document", "gist"];
    if !with_relation {
        header.remove(1);
    }
    if numbered {
        header.insert(0, "#");
    }
    let columns = header.len();
    let mut table = new(&header, terminal);
    for (number, group) in (1..).zip(groups) {
        if numbered && number > 1 {
            table.add_row(vec![Cell::new(""); columns]);
        }
        let mut before = (String::new(), String::new(), String::new());
        for (place, receipt) in group.receipts.iter().enumerate() {
            let statement = dataset.statement(receipt.statement);
            let relation = dataset.relation(statement.relation());
            let (source, target) = ends(dataset, statement, receipt);
            let now = (source, relation.id.clone(), target);
            // What a line repeats of the one above is left blank.
            let again = place > 0 && now == before;
            let name = |name: &str| if again { cell("") } else { cell(name) };
            let mut cells = vec![name(&now.0).add_attribute(Attribute::Bold)];
            if with_relation {
                cells.push(name(&now.1).fg(colour(relation.sign)));
            }
            cells.push(name(&now.2).add_attribute(Attribute::Bold));
            cells.push(date_cell(statement.date()));
            cells.push(cell(&document_ids(statement, dataset)).add_attribute(Attribute::Dim));
            cells.push(cell(&gist(statement, receipt)));
            if numbered {
                cells.insert(0, Cell::new(if place == 0 { number.to_string() } else { String::new() }));
            }
            table.add_row(cells);
            before = now;
        }
        let more = group.count - group.receipts.len();
        if more > 0 {
            let mut cells = vec![Cell::new(""); columns - 1];
            cells.push(Cell::new(format!("… and {more} more")).add_attribute(Attribute::Dim));
            table.add_row(cells);
        }
    }
    let [date, document] = [columns - 3, columns - 2];
    hold(&mut table, date, 11);
    hold(&mut table, document, 20);
    for end in usize::from(numbered)..date {
        hold(&mut table, end, terminal.width / 5);
    }
    table
}

/// The ends of the ties that a row is about, with whom they act for.
fn ends(dataset: &Dataset, statement: Statement<'_>, receipt: &Receipt) -> (String, String) {
    let names = |actors: &mut dyn Iterator<Item = ActorIx>| {
        let mut names: Vec<String> = Vec::new();
        for actor in actors {
            let name = actor_name(statement, dataset, actor);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    };
    let source = names(&mut receipt.ties.iter().map(|tie| tie.0));
    let target = names(&mut receipt.ties.iter().map(|tie| tie.1));
    (source, target)
}

/// What was said, and how sure it is where it is not the actor's own words.
fn gist(statement: Statement<'_>, receipt: &Receipt) -> String {
    let mut gist = receipt.details.said().into_owned();
    if statement.certainty() == Some(crate::Certainty::Alleged) {
        gist.push_str(" (alleged)");
    }
    if statement.negated() {
        gist.push_str(" (did not)");
    }
    gist
}

fn colour(sign: Sign) -> Color {
    match sign {
        Sign::Negative => Color::Red,
        Sign::Positive => Color::Blue,
        Sign::Neutral => Color::DarkGrey,
    }
}

/// The statements for a terminal that has no room for columns: who towards whom in a line, and below
/// it when, where and what.
pub fn paragraphs(out: &mut dyn Write, dataset: &Dataset, groups: &[Group<'_>]) -> io::Result<()> {
    for group in groups {
        let mut before = String::new();
        for receipt in group.receipts {
            let statement = dataset.statement(receipt.statement);
            let (source, target) = ends(dataset, statement, receipt);
            let relation = &dataset.relation(statement.relation()).id;
            let line = format!("{source} {relation} {target}");
            if line != before {
                writeln!(out, "{}", printable(&line))?;
            }
            before = line;
            let date = statement.date().map_or_else(|| "undated".to_owned(), |date| date.to_string());
            let said = format!("{date}  {}  {}", document_ids(statement, dataset), gist(statement, receipt));
            writeln!(out, "  {}", printable(&said))?;
        }
        let more = group.count - group.receipts.len();
        if more > 0 {
            writeln!(out, "  … and {more} more")?;
        }
    }
    Ok(())
}

/// How many documents are told below a table.
const TOLD: usize = 12;

/// What the documents of the statements listed are, where anything is known of them.
pub fn documents(out: &mut dyn Write, dataset: &Dataset, groups: &[Group<'_>]) -> io::Result<()> {
    let statements: Vec<_> = groups.iter().flat_map(|group| group.receipts).map(|receipt| receipt.statement).collect();
    let documents = crate::graph::documents(dataset, &statements);
    let known: Vec<_> = documents
        .into_iter()
        .map(|ix| dataset.document(ix))
        .filter(|document| {
            document.title.is_some()
                || document.author.is_some()
                || document.publisher.is_some()
                || document.url.is_some()
        })
        .collect();
    if known.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    for document in known.iter().take(TOLD) {
        let date = document.date.map(|date| date.to_string());
        let parts = [
            document.title.as_ref(),
            document.author.as_ref(),
            document.publisher.as_ref(),
            date.as_ref(),
            document.url.as_ref(),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        writeln!(out, " {}  {}", printable(document.id), printable(&parts.join(", ")))?;
    }
    if known.len() > TOLD {
        writeln!(out, " … and {}", many(known.len() - TOLD, "other document"))?;
    }
    Ok(())
}

/// The passages of all statements listed, each once.
pub fn passages(out: &mut dyn Write, dataset: &Dataset, groups: &[Group<'_>]) -> io::Result<()> {
    let mut receipts: Vec<&Receipt> = groups.iter().flat_map(|group| group.receipts).collect();
    receipts.sort_by_key(|receipt| receipt.statement);
    receipts.dedup_by_key(|receipt| receipt.statement);
    writeln!(out)?;
    for receipt in receipts {
        let statement = dataset.statement(receipt.statement);
        let words = match &receipt.passage {
            Passage::Found(words) => printable(words),
            Passage::Missing(why) => format!("(the passage is missing: {})", printable(why)),
            Passage::None => continue,
        };
        let (id, documents) = (statement.id(), document_ids(statement, dataset));
        writeln!(out, "{} [{}]\n    {words}", printable(&id), printable(&documents))?;
    }
    Ok(())
}
