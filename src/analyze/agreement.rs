//! Whether two annotators say the same of the same documents.

use std::collections::{BTreeMap, BTreeSet};

use super::diff::{Side, Who, matched};
use super::{Cell, Findings, Row, Section};
use crate::actor::ActorIx;
use crate::dataset::{Dataset, Statement};
use crate::graph::{Edge, Tie};
use crate::statement::StatementIx;

/// How far two annotators agree on a relation.
///
/// A unit is a document that both have and an ordered pair of two actors that either of them uses there; its value is
/// whether the annotator codes the relation from the first actor to the second in that document.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// The id of the relation; nothing for any relation at all.
    pub relation: Option<String>,
    /// How many units there are in which both code it, only the first, only the second, and neither.
    pub units: [usize; 4],
    /// The ties of the second that code it.
    pub ties: Vec<Tie>,
}

/// What two annotators agree on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Compared {
    /// How many documents both have.
    pub documents: usize,
    /// Any relation, then each that either uses, by name.
    pub relations: Vec<Agreement>,
    /// The ties of the statements in these documents that only the first has.
    pub only_first: Vec<Tie>,
    /// Those that only the second has.
    pub only_second: Vec<Tie>,
}

impl Agreement {
    /// The share of units on which both agree, from 0 to 1; `None` without units.
    pub fn percent(&self) -> Option<f64> {
        let [both, first, second, neither] = self.units.map(|count| count as f64);
        let all = both + first + second + neither;
        (all > 0.0).then(|| (both + neither) / all)
    }

    /// Cohen's kappa (Cohen 1960): agreement beyond what the annotators' own frequencies give by chance. `None` where
    /// chance alone agrees always.
    ///
    /// ```
    /// use standoff::analyze::agreement::Agreement;
    /// let agreement = Agreement { relation: None, units: [20, 5, 10, 15], ties: vec![] };
    /// assert!((agreement.kappa().unwrap() - 0.4).abs() < 1e-12);
    /// ```
    pub fn kappa(&self) -> Option<f64> {
        let [both, first, second, neither] = self.units.map(|count| count as f64);
        let all = both + first + second + neither;
        let chance = ((both + first) * (both + second) + (neither + second) * (neither + first)) / (all * all);
        (all > 0.0 && chance < 1.0).then(|| ((both + neither) / all - chance) / (1.0 - chance))
    }

    /// Krippendorff's alpha for two observers, nominal values and no missing data (Krippendorff 2004, ch. 11; Hayes and
    /// Krippendorff 2007). `None` where all values are the same.
    ///
    /// ```
    /// use standoff::analyze::agreement::Agreement;
    /// // Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability", A: ten units of two values each.
    /// let agreement = Agreement { relation: None, units: [1, 1, 3, 5], ties: vec![] };
    /// assert!((agreement.alpha().unwrap() - 0.095).abs() < 5e-4);
    /// ```
    pub fn alpha(&self) -> Option<f64> {
        let [both, first, second, neither] = self.units.map(|count| count as f64);
        let all = both + first + second + neither;
        let ones = 2.0 * both + first + second;
        let noughts = 2.0 * all - ones;
        let expected = 2.0 * ones * noughts / (2.0 * all * (2.0 * all - 1.0));
        (all > 0.0 && expected > 0.0).then(|| 1.0 - (first + second) / all / expected)
    }
}

/// What one annotator coded: for each unit with a relation the ties that say so.
type Coded = BTreeMap<(String, Who, Who), BTreeMap<String, Vec<Tie>>>;

/// Compares two codings of the documents that both have, by id. Negated statements are no codes.
///
/// ```
/// # use standoff::{Data, analyze::{agreement::compare, diff::Side}, graph::{Filter, Graph}, read};
/// # let read = |text: &str| read([Data::bytes("town.csv", text)]).unwrap().0;
/// let one = read("document,source,relation,target\nd1,Abbey,aids,Oldbridge\nd1,Abbey,accuses,Ferry\n");
/// let other = read("document,source,relation,target\nd1,Abbey,aids,Oldbridge\nd1,Abbey,condemns,Ferry\n");
/// # let (a, b) = (Graph::of(&one, &Filter::default()).0, Graph::of(&other, &Filter::default()).0);
/// let compared = compare(Side { dataset: &one, graph: &a }, Side { dataset: &other, graph: &b });
/// let aids = compared.relations.iter().find(|agreement| agreement.relation.as_deref() == Some("aids")).unwrap();
/// assert_eq!(aids.units, [1, 0, 0, 5]);
/// assert_eq!(compared.only_first.len(), 1);
/// ```
pub fn compare(first: Side<'_>, second: Side<'_>) -> Compared {
    let who = matched(first.dataset, second.dataset);
    let of_first = |actor: ActorIx| who[actor.0 as usize];
    let documents: BTreeSet<&str> = first
        .dataset
        .documents()
        .map(|document| document.id)
        .filter(|id| second.dataset.find_document(id).is_some())
        .collect();
    let shared = |id: &str| documents.contains(id);
    let one = coded(first, &shared, &of_first);
    let other = coded(second, &shared, &Who::Both);

    let mut actors: BTreeMap<&str, BTreeSet<Who>> = BTreeMap::new();
    for (document, source, target) in one.keys().chain(other.keys()) {
        actors.entry(document).or_default().extend([source, target]);
    }
    let units: usize = actors.values().map(|actors| actors.len() * (actors.len() - 1)).sum();
    let relations: BTreeSet<&String> = one.values().chain(other.values()).flat_map(BTreeMap::keys).collect();
    let keys: BTreeSet<_> = one.keys().chain(other.keys()).filter(|(_, source, target)| source != target).collect();
    let agreement = |relation: Option<&String>| {
        let says = |coded: Option<&BTreeMap<String, Vec<Tie>>>| {
            coded.is_some_and(|coded| relation.is_none_or(|relation| coded.contains_key(relation)))
        };
        let mut counts = [0; 4];
        for &key in &keys {
            match (says(one.get(key)), says(other.get(key))) {
                (true, true) => counts[0] += 1,
                (true, false) => counts[1] += 1,
                (false, true) => counts[2] += 1,
                (false, false) => {}
            }
        }
        counts[3] = units - counts[0] - counts[1] - counts[2];
        let of_relation = |(id, _): &(&String, &Vec<Tie>)| relation.is_none_or(|relation| *id == relation);
        let ties = other.values().flat_map(|coded| coded.iter().filter(of_relation).flat_map(|(_, ties)| ties.clone()));
        Agreement { relation: relation.cloned(), units: counts, ties: ties.collect() }
    };
    let mut all = Vec::new();
    if !relations.is_empty() {
        all.push(agreement(None));
        all.extend(relations.into_iter().map(|relation| agreement(Some(relation))));
    }
    let (only_first, only_second) = unmatched(first, second, &shared, &of_first);
    Compared { documents: documents.len(), relations: all, only_first, only_second }
}

fn coded(side: Side<'_>, shared: &dyn Fn(&str) -> bool, who: &dyn Fn(ActorIx) -> Who) -> Coded {
    let mut coded = Coded::new();
    for tie in side.graph.edges().flat_map(Edge::ties) {
        let relation = &side.dataset.relation(tie.relation).id;
        for document in side.dataset.statement(tie.statement).documents() {
            let id = side.dataset.document(document).id;
            if shared(id) {
                let unit = coded.entry((id.to_owned(), who(tie.source), who(tie.target))).or_default();
                unit.entry(relation.clone()).or_default().push(tie);
            }
        }
    }
    coded
}

/// The ties of statements that have no counterpart with the same documents, sources, relation and targets on the
/// other side; of several alike, those of the same date are counterparts first.
fn unmatched(
    first: Side<'_>,
    second: Side<'_>,
    shared: &dyn Fn(&str) -> bool,
    of_first: &dyn Fn(ActorIx) -> Who,
) -> (Vec<Tie>, Vec<Tie>) {
    type Key = (Vec<String>, Vec<Who>, String, Vec<Who>);
    let mut alike: BTreeMap<Key, (Vec<StatementIx>, Vec<StatementIx>)> = BTreeMap::new();
    let key = |dataset: &Dataset, statement: Statement<'_>, who: &dyn Fn(ActorIx) -> Who| -> Option<Key> {
        let documents: BTreeSet<&str> = statement.documents().map(|ix| dataset.document(ix).id).collect();
        let ends = |actors: &mut dyn Iterator<Item = ActorIx>| -> Vec<Who> {
            actors.map(who).collect::<BTreeSet<Who>>().into_iter().collect()
        };
        let relation = dataset.relation(statement.relation()).id.clone();
        let (sources, targets) = (ends(&mut statement.sources()), ends(&mut statement.targets()));
        let any = documents.iter().any(|id| shared(id));
        any.then(|| (documents.into_iter().map(str::to_owned).collect(), sources, relation, targets))
    };
    let statements = |side: Side<'_>| -> BTreeSet<StatementIx> {
        side.graph.edges().flat_map(|edge| edge.statements().to_vec()).collect()
    };
    for ix in statements(first) {
        if let Some(key) = key(first.dataset, first.dataset.statement(ix), of_first) {
            alike.entry(key).or_default().0.push(ix);
        }
    }
    for ix in statements(second) {
        if let Some(key) = key(second.dataset, second.dataset.statement(ix), &Who::Both) {
            alike.entry(key).or_default().1.push(ix);
        }
    }
    let (mut only_first, mut only_second) = (BTreeSet::new(), BTreeSet::new());
    for (mut one, mut other) in alike.into_values() {
        one.retain(|&ix| {
            let date = first.dataset.statement(ix).date();
            let same = other.iter().position(|&ix| second.dataset.statement(ix).date() == date);
            same.map(|at| other.remove(at)).is_none()
        });
        let pairs = one.len().min(other.len());
        only_first.extend(one.drain(pairs..));
        only_second.extend(other.drain(pairs..));
    }
    let ties = |side: Side<'_>, only: &BTreeSet<StatementIx>| -> Vec<Tie> {
        side.graph.edges().flat_map(Edge::ties).filter(|tie| only.contains(&tie.statement)).collect()
    };
    (ties(first, &only_first), ties(second, &only_second))
}

impl Compared {
    /// The agreement as rows, of the second dataset, and the statements that only one of the two has.
    pub fn findings(&self, top: Option<usize>) -> Findings {
        let rows = self.relations.iter().map(|agreement| {
            let number = |number: Option<f64>| number.map_or(Cell::Nothing, Cell::Number);
            let mut cells = vec![Cell::Text(agreement.relation.clone().unwrap_or_else(|| "(any)".to_owned()))];
            cells.extend(agreement.units.map(|count| Cell::Count(count as u64)));
            cells.extend([agreement.percent(), agreement.kappa(), agreement.alpha()].map(number));
            Row::new(cells, agreement.ties.clone())
        });
        let columns = ["relation", "both", "only_first", "only_second", "neither", "agreement", "kappa", "alpha"];
        let agreement = Section::new("relations", &columns, rows.collect()).top(top);
        let sections = vec![
            Section { side: 1, ..agreement },
            Section::of_statements("only_first", self.only_first.clone()),
            Section { side: 1, ..Section::of_statements("only_second", self.only_second.clone()) },
        ];
        let facts = vec![("documents_compared", Cell::Count(self.documents as u64))];
        Findings { facts, sections, ..Findings::new("What two annotators agree on") }
    }
}
