//! What there is beside statements: documents, actors and relations, as members of the data file.

use hashbrown::HashSet;
use serde_json::{Map, Value, json};

use super::values;
use crate::actor::{Actor, ActorIx, Kind, UNSPECIFIED};
use crate::dataset::Dataset;
use crate::document::{About, Document, DocumentIx};
use crate::relation::{Form, Relation, built_in};
use crate::statement::{RelationIx, StatementIx};

/// What belongs to some statements, each in the order of the data set.
pub(crate) struct Tables<'d> {
    dataset: &'d Dataset,
    documents: Vec<DocumentIx>,
    actors: Vec<ActorIx>,
    relations: Vec<RelationIx>,
}

impl<'d> Tables<'d> {
    /// What belongs to these statements: what they name, and for whom their actors act and who belongs to
    /// them; where they are all statements, everything.
    pub fn of(dataset: &'d Dataset, statements: &[StatementIx]) -> Self {
        let mut tables = Tables {
            dataset,
            documents: dataset.document_ixs().collect(),
            actors: dataset.actor_ixs().collect(),
            relations: dataset.relation_ixs().skip(built_in().len()).collect(),
        };
        if statements.len() < dataset.statements().len() {
            let statements = || statements.iter().map(|&ix| dataset.statement(ix));
            let documents: HashSet<DocumentIx> = statements().flat_map(|statement| statement.documents()).collect();
            let relations: HashSet<RelationIx> = statements().map(|statement| statement.relation()).collect();
            let ends = statements().flat_map(|statement| statement.sources().chain(statement.targets()));
            let actors = with_those_behind(dataset, ends);
            tables.documents.retain(|ix| documents.contains(ix));
            tables.relations.retain(|ix| relations.contains(ix));
            tables.actors.retain(|ix| actors.contains(ix));
        }
        tables
    }

    /// Without what has no more than an id.
    #[cfg(feature = "parquet")]
    pub fn spare(mut self) -> Self {
        let Tables { dataset, .. } = self;
        self.documents.retain(|&ix| more_than_id(dataset.document(ix)));
        let all = dataset.actors().iter();
        let named: HashSet<ActorIx> = all.flat_map(behind).collect();
        self.actors.retain(|ix| named.contains(ix) || more_than_name(dataset.actor(*ix)));
        self
    }

    /// Title, description and licence.
    pub fn head(&self) -> Map<String, Value> {
        let mut object = Map::new();
        let Tables { dataset, .. } = self;
        for (key, value) in
            [("title", dataset.title()), ("description", dataset.description()), ("license", dataset.license())]
        {
            value.map(|value| object.insert(key.to_owned(), json!(value)));
        }
        object
    }

    /// The lists by name, without those that would say nothing that the statements do not.
    pub fn lists(&self) -> Vec<(&'static str, Vec<Value>)> {
        let Tables { dataset, .. } = *self;
        let mut lists = Vec::new();
        if self.documents.iter().any(|&ix| more_than_id(dataset.document(ix))) {
            lists.push(("documents", self.documents.iter().map(|&ix| document(dataset.document(ix))).collect()));
        }
        if self.actors.iter().any(|&ix| more_than_name(dataset.actor(ix))) {
            // Whoever is not specified is there without being in a table.
            let listed = |ix: &&ActorIx| dataset.actor(**ix).id != UNSPECIFIED || more_than_name(dataset.actor(**ix));
            let actors = self.actors.iter().filter(listed);
            lists.push(("actors", actors.map(|&ix| actor(dataset, dataset.actor(ix))).collect()));
        }
        if !self.relations.is_empty() {
            lists.push(("relations", self.relations.iter().map(|&ix| relation(dataset.relation(ix))).collect()));
        }
        lists
    }

    /// All of it as a data file.
    #[cfg(feature = "parquet")]
    pub fn value(&self) -> Value {
        let mut object = self.head();
        object.extend(self.lists().into_iter().map(|(name, list)| (name.to_owned(), Value::Array(list))));
        Value::Object(object)
    }
}

/// The relations of some statements that are not built in, in the order of the data set.
pub(super) fn own_relations<'d>(dataset: &'d Dataset, statements: &[StatementIx]) -> Vec<&'d Relation> {
    let mut own: Vec<RelationIx> = statements.iter().map(|&ix| dataset.statement(ix).relation()).collect();
    own.sort_unstable();
    own.dedup();
    let built_in = built_in().len();
    own.into_iter().filter(|ix| ix.0 as usize >= built_in).map(|ix| dataset.relation(ix)).collect()
}

/// These actors, those for whom they act, their members, and so on.
pub(super) fn with_those_behind(dataset: &Dataset, actors: impl Iterator<Item = ActorIx>) -> HashSet<ActorIx> {
    let mut found: HashSet<ActorIx> = HashSet::new();
    let mut next: Vec<ActorIx> = actors.collect();
    while let Some(actor) = next.pop() {
        if found.insert(actor) {
            next.extend(behind(dataset.actor(actor)));
        }
    }
    found
}

fn behind(actor: &Actor) -> impl Iterator<Item = ActorIx> {
    actor.acts_for.iter().map(|entry| entry.actor).chain(actor.members.iter().copied())
}

fn more_than_id(document: Document<'_>) -> bool {
    *document != About::default()
}

fn more_than_name(actor: &Actor) -> bool {
    let bare = Actor { kind: actor.kind, ..Actor::named(&actor.id, &actor.id) };
    *actor != bare || actor.kind != Kind::Unspecified && actor.id != UNSPECIFIED
}

fn document(document: Document<'_>) -> Value {
    let mut object = values::document(document);
    if let (Some(content), Value::Object(object)) = (&document.content, &mut object) {
        object.insert("content".into(), json!(content));
    }
    object
}

fn actor(dataset: &Dataset, actor: &Actor) -> Value {
    let mut object = values::actor(dataset, actor);
    if actor.name == actor.id {
        object.shift_remove("name");
    }
    if actor.kind == Kind::Unspecified {
        object.shift_remove("kind");
    }
    Value::Object(object)
}

/// A relation that the data bring with them, as a member of the data file.
pub(super) fn relation(relation: &Relation) -> Value {
    json!({"id": relation.id, "sign": relation.sign.name(), "verbs": verbs(relation)})
}

/// The verbs of a relation beside its id.
pub(super) fn verbs(relation: &Relation) -> Vec<&str> {
    let present = relation.forms.iter().filter(|(form, _)| *form == Form::Present);
    let own = relation.id.replace('-', " ");
    present.map(|(_, verb)| verb.as_str()).filter(|verb| *verb != own).collect()
}
