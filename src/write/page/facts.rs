//! What the script counts with: names and numbers. What is said stands in the table.

use hashbrown::HashMap;
use serde_json::{Value, json};

use crate::actor::ActorIx;
use crate::dataset::{Dataset, Statement};
use crate::document::DocumentIx;
use crate::draw::{Subject, Theme, View, text};
use crate::statement::{RelationIx, StatementIx};

/// Numbers things in the order in which they come.
struct Numbered<T> {
    all: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T: Copy + Eq + std::hash::Hash> Numbered<T> {
    fn new() -> Self {
        Numbered { all: Vec::new(), numbers: HashMap::new() }
    }

    fn number(&mut self, thing: T) -> usize {
        *self.numbers.entry(thing).or_insert_with(|| {
            self.all.push(thing);
            self.all.len() - 1
        })
    }
}

/// The facts of a page whose table has these statements in this order; `facts.js` reads them.
pub(super) fn of(subject: &Subject<'_>, statements: &[StatementIx], view: View, theme: Theme) -> Value {
    let dataset = subject.dataset;
    let mut actors = Numbered::new();
    let mut relations: Numbered<RelationIx> = Numbered::new();
    let mut documents: Numbered<DocumentIx> = Numbered::new();
    for actor in subject.actors() {
        actors.number(actor);
    }
    let drawn = actors.all.len();
    // And everybody for whom they act, and so on.
    let mut next = 0;
    while let Some(&actor) = actors.all.get(next) {
        for entry in &dataset.actor(actor).acts_for {
            actors.number(entry.actor);
        }
        next += 1;
    }

    let mut of_statement: HashMap<StatementIx, Vec<u32>> = HashMap::new();
    let mut edges = Vec::new();
    for edge in subject.graph.edges() {
        edges.push(json!([
            actors.number(edge.source()),
            relations.number(edge.relation()),
            actors.number(edge.target())
        ]));
        edge.statements().iter().for_each(|&ix| of_statement.entry(ix).or_default().push(edge.ix().0));
    }
    let rows: HashMap<StatementIx, usize> = statements.iter().enumerate().map(|(row, &ix)| (ix, row)).collect();
    let statements: Vec<Value> = statements
        .iter()
        .map(|&ix| {
            let statement = dataset.statement(ix);
            let documents: Vec<usize> = statement.documents().map(|ix| documents.number(ix)).collect();
            self::statement(statement, &of_statement[&ix], &documents, &rows)
        })
        .collect();
    let documents: Vec<Value> = documents
        .all
        .iter()
        .map(|&ix| {
            let document = dataset.document(ix);
            json!([
                document.id,
                document.title.as_deref().map(text::clean),
                document.date.map(|date| date.first_day().to_string()),
                document.publisher.as_deref().map(text::clean),
            ])
        })
        .collect();
    json!({
        "title": text::clean(subject.title()),
        "view": view.name(),
        "theme": if theme == Theme::Dark { "dark" } else { "system" },
        "drawn": drawn,
        "actors": actors.all.iter().map(|&ix| actor(dataset, ix, &actors.numbers)).collect::<Vec<_>>(),
        "relations": relations.all.iter().map(|&ix| {
            let relation = dataset.relation(ix);
            json!([relation.id, relation.sign.name()])
        }).collect::<Vec<_>>(),
        "documents": documents,
        "edges": edges,
        "statements": statements,
    })
}

fn actor(dataset: &Dataset, ix: ActorIx, numbers: &HashMap<ActorIx, usize>) -> Value {
    let actor = dataset.actor(ix);
    let acts_for: Vec<Value> = actor
        .acts_for
        .iter()
        .map(|entry| {
            let from = entry.from.map(|date| date.first_day().to_string());
            let to = entry.to.map(|date| date.last_day().to_string());
            json!([numbers[&entry.actor], from, to])
        })
        .collect();
    let aliases: Vec<String> = actor.aliases.iter().map(|alias| text::clean(alias)).collect();
    let role = actor.role.as_deref().map(text::clean);
    json!([ix.0, actor.id, text::clean(&actor.name), actor.kind.name(), aliases, role, acts_for])
}

fn statement(
    statement: Statement<'_>,
    edges: &[u32],
    documents: &[usize],
    rows: &HashMap<StatementIx, usize>,
) -> Value {
    let first = statement.date().map(|date| date.first_day().to_string());
    let last = statement.date().map(|date| date.last_day().to_string()).filter(|last| Some(last) != first.as_ref());
    let certainty = statement.certainty().map_or(0, |certainty| certainty as u8 + 1);
    let mut values = vec![
        json!(statement.ix().0),
        json!(statement.id()),
        json!(edges),
        json!(documents),
        json!(certainty),
        json!(first),
        json!(last),
        json!(statement.answers().and_then(|answered| rows.get(&answered.ix()))),
    ];
    while values.last().is_some_and(Value::is_null) {
        values.pop();
    }
    Value::Array(values)
}
