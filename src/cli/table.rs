//! Answers as tables for people.

use std::io::{self, Write};

use anstream::ColorChoice;
use comfy_table::{Attribute, Cell, Color, ColumnConstraint, ContentArrangement, Table, Width};

use super::problems::printable;
use crate::actor::ActorIx;
use crate::ask::{Answer, Binding};
use crate::dataset::{Dataset, Passage, Statement};
use crate::date::Date;
use crate::relation::Sign;
use crate::write::Options;
use crate::write::receipts::{Listed, Receipt, Receipts, actor_name, document_ids};

/// How many rows a table shows: more is for another format.
const ROWS: usize = 1000;

/// The width below which a table of statements has no room for its columns.
const NARROW: u16 = 80;

/// The terminal that a table is made for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    width: u16,
    colour: bool,
}

impl Terminal {
    /// Standard output: as wide as it is, or as COLUMNS says, or 100; in colour where it is a
    /// terminal and NO_COLOR is not set.
    pub fn stdout() -> Self {
        let columns = || std::env::var("COLUMNS").ok()?.parse().ok();
        let width = terminal_size::terminal_size().map(|(width, _)| width.0).or_else(columns).unwrap_or(100);
        let colour = anstream::AutoStream::choice(&io::stdout()) != ColorChoice::Never;
        Terminal { width: width.clamp(40, 200), colour }
    }
}

/// Writes the rows: with receipts a line for each statement, without them a line for each row.
pub(super) fn write(
    out: &mut dyn Write,
    answer: &Answer<'_>,
    options: Options<'_>,
    terminal: Terminal,
) -> io::Result<()> {
    let shown = &answer.rows()[..answer.rows().len().min(ROWS)];
    let listed = Receipts::new(answer, options).list(shown)?;
    let table = match options.receipts {
        Some(0) => Some(counts(answer, &listed, terminal)),
        _ if terminal.width < NARROW => None,
        _ => Some(statements(answer, &listed, terminal)),
    };
    match table {
        Some(table) => {
            for line in table.lines() {
                writeln!(out, "{}", line.trim_end())?;
            }
        }
        None => paragraphs(out, answer, &listed)?,
    }
    if options.texts.is_some() {
        passages(out, answer, &listed)?;
    }
    documents(out, answer.dataset(), &listed)
}

/// The statements for a terminal that has no room for columns: who towards whom in a line, and below
/// it when, where and what.
fn paragraphs(out: &mut dyn Write, answer: &Answer<'_>, listed: &[Listed<'_>]) -> io::Result<()> {
    let dataset = answer.dataset();
    for listed in listed {
        let mut before = String::new();
        for receipt in &listed.statements {
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
        let more = listed.row.count - listed.statements.len();
        if more > 0 {
            writeln!(out, "  … and {more} more")?;
        }
    }
    Ok(())
}

/// How many documents are told below a table.
const TOLD: usize = 12;

/// What the documents of the statements listed are, where anything is known of them.
fn documents(out: &mut dyn Write, dataset: &Dataset, listed: &[Listed<'_>]) -> io::Result<()> {
    let statements: Vec<_> =
        listed.iter().flat_map(|listed| &listed.statements).map(|receipt| receipt.statement).collect();
    let documents = crate::graph::documents(dataset, &statements);
    let known: Vec<_> = documents
        .into_iter()
        .map(|ix| dataset.document(ix))
        .filter(|document| document.title.is_some() || document.publisher.is_some() || document.url.is_some())
        .collect();
    if known.is_empty() {
        return Ok(());
    }
    writeln!(out)?;
    for document in known.iter().take(TOLD) {
        let date = document.date.map(|date| date.to_string());
        let parts = [document.title.as_ref(), document.publisher.as_ref(), date.as_ref(), document.url.as_ref()];
        let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
        writeln!(out, " {}  {}", printable(document.id), printable(&parts.join(", ")))?;
    }
    if known.len() > TOLD {
        writeln!(out, " … and {}", many(known.len() - TOLD, "other document"))?;
    }
    Ok(())
}

/// How much is behind the rows, in one line.
pub(super) fn summary(answer: &Answer<'_>) -> String {
    let rows = answer.rows().len();
    let mut statements: Vec<_> = answer.rows().iter().flat_map(|row| answer.statement_ixs(row)).collect();
    statements.sort_unstable();
    statements.dedup();
    let documents = crate::graph::documents(answer.dataset(), &statements).len();
    let mut summary =
        format!("{}, {} in {}", many(rows, "row"), many(statements.len(), "statement"), many(documents, "document"));
    if rows > ROWS {
        summary.push_str(&format!("; the table shows the first {ROWS}: --top N shows fewer, --to csv all"));
    }
    summary
}

/// A number with its noun.
pub(super) fn many(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn new(header: &[&str], terminal: Terminal) -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(terminal.width);
    match terminal.colour {
        true => table.enforce_styling(),
        false => table.force_no_tty(),
    };
    table.set_header(header.iter().map(|name| Cell::new(name.to_uppercase()).add_attribute(Attribute::Dim)));
    table
}

/// How much of a text a cell shows: a table is for people, and to break a word of a million letters
/// into lines takes for ever.
const CELL: usize = 5000;

fn cell(text: &str) -> Cell {
    match text.char_indices().nth(CELL) {
        Some((end, _)) => Cell::new(printable(&text[..end]) + "…"),
        None => Cell::new(printable(text)),
    }
}

/// An interval takes two lines, and is seen to be one.
fn date_cell(date: Option<Date>) -> Cell {
    Cell::new(date.map(|date| date.to_string().replace('/', "/\n")).unwrap_or_default())
}

/// Keeps a column as wide as what stands in it, up to so many characters, so that the words of the
/// gist are what gives way.
fn hold(table: &mut Table, column: usize, most: u16) {
    let content = table.column_max_content_widths().get(column).copied().unwrap_or(0).min(most);
    if let Some(column) = table.column_mut(column) {
        column.set_constraint(ColumnConstraint::Boundaries {
            lower: Width::Fixed(content + 2),
            upper: Width::Fixed(content + 2),
        });
    }
}

fn counts(answer: &Answer<'_>, listed: &[Listed<'_>], terminal: Terminal) -> Table {
    let dataset = answer.dataset();
    let mut header: Vec<&str> = answer.variables().collect();
    header.extend(["statements", "documents", "first", "last"]);
    let mut table = new(&header, terminal);
    for listed in listed {
        let mut cells: Vec<Cell> =
            listed.bindings.iter().map(|binding| cell(binding_name(dataset, *binding))).collect();
        cells.push(Cell::new(listed.row.count.to_string()));
        cells.push(Cell::new(listed.row.documents.to_string()));
        cells.push(date_cell(listed.row.dates.map(|dates| dates.0)));
        cells.push(date_cell(listed.row.dates.map(|dates| dates.1)));
        table.add_row(cells);
    }
    table
}

/// The name of what a variable is bound to.
pub(super) fn binding_name(dataset: &Dataset, binding: Binding) -> &str {
    match binding {
        Binding::Actor(actor) => &dataset.actor(actor).name,
        Binding::Relation(relation) => &dataset.relation(relation).id,
    }
}

fn statements(answer: &Answer<'_>, listed: &[Listed<'_>], terminal: Terminal) -> Table {
    let dataset = answer.dataset();
    let with_relation = answer.relation_differs();
    // A row of several clauses is told from the next by its number.
    let numbered = answer.question().clauses.len() > 1;
    let mut header = vec!["source", "relation", "target", "date", "document", "gist"];
    if !with_relation {
        header.remove(1);
    }
    if numbered {
        header.insert(0, "#");
    }
    let columns = header.len();
    let mut table = new(&header, terminal);
    for (number, listed) in (1..).zip(listed) {
        if numbered && number > 1 {
            table.add_row(vec![Cell::new(""); columns]);
        }
        let mut before = (String::new(), String::new(), String::new());
        for (place, receipt) in listed.statements.iter().enumerate() {
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
        let more = listed.row.count - listed.statements.len();
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
    let mut gist = receipt.details.gist.clone().unwrap_or_default();
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

/// The passages of all statements listed, each once.
fn passages(out: &mut dyn Write, answer: &Answer<'_>, listed: &[Listed<'_>]) -> io::Result<()> {
    let dataset = answer.dataset();
    let mut receipts: Vec<&Receipt> = listed.iter().flat_map(|listed| &listed.statements).collect();
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
