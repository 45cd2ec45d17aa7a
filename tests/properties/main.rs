//! What holds for all data and all questions.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod analysis;
mod brute;
mod hostile;
mod question;
mod world;

use std::collections::{BTreeMap, BTreeSet};

use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::test_runner::RngSeed;
use standoff::ask::{Binding, Question, ask};
use standoff::graph::{By, Filter, Graph};
use standoff::{ActorIx, Certainty, Dataset, Report, Sign, StatementIx};

use brute::{Bindings, Sieve};
use world::{CERTAINTIES, DATES, DOCUMENTS, NAMES, RELATIONS, World, dataset, date, world};

/// So many cases, or as many as PROPTEST_CASES says. What fails is printed whole, and is no file.
pub(crate) fn config(cases: u32) -> ProptestConfig {
    // The same cases every time, unless a seed is given: a change is judged by what it changes.
    let seed = match std::env::var_os("PROPTEST_RNG_SEED") {
        Some(_) => ProptestConfig::default().rng_seed,
        None => RngSeed::Fixed(2020),
    };
    let default = ProptestConfig { failure_persistence: None, rng_seed: seed, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { default } else { ProptestConfig { cases, ..default } }
}

pub(crate) fn why(report: &Report) -> String {
    let said = |problem: &standoff::Problem| {
        let place = problem.place.as_ref().map(|place| (place.column, &place.excerpt));
        format!("{} ({:?}) at {place:?}", problem.message, problem.hint)
    };
    report.problems.iter().map(said).collect::<Vec<_>>().join("\n")
}

/// Says a question again in its canonical words, which must mean the same.
fn again(question: &Question, dataset: &Dataset) -> Result<(), TestCaseError> {
    let canonical = question.display(dataset).to_string();
    match Question::parse(&canonical, dataset) {
        Ok(parsed) => prop_assert_eq!(question, &parsed, "{}", canonical),
        Err(report) => prop_assert!(false, "{}\n{}", canonical, why(&report)),
    }
    Ok(())
}

fn everybody() -> World {
    World { actors: vec![Vec::new(); NAMES.len()], ..meeting() }
}

/// The smallest world: one statement of two actors.
fn meeting() -> World {
    let statement = world::Statement {
        documents: vec![0],
        date: Some(date("2020")),
        sources: vec![0],
        relation: 0,
        targets: vec![1],
        certainty: None,
        negated: false,
        answers: None,
    };
    World { actors: vec![Vec::new(); 2], document_dates: vec![None; DOCUMENTS], statements: vec![statement] }
}

fn sieve(actors: usize) -> impl Strategy<Value = Sieve> {
    let day = || option::weighted(0.2, select(&DATES[..]).prop_map(|text| date(text).first_day()));
    let some =
        |n: usize| prop_oneof![3 => Just(Vec::new()), 1 => subsequence((0..n).collect::<Vec<_>>(), 1..=n.min(3))];
    let lists = (some(RELATIONS.len()), some(actors), some(DOCUMENTS), some(CERTAINTIES.len()));
    let sign = option::weighted(0.2, select(&["-", "+", "0"][..]));
    let least = (prop_oneof![3 => Just(0), 1 => 1..4_usize], prop_oneof![3 => Just(0), 1 => 1..3_usize]);
    (day(), day(), lists, sign, least, any::<bool>()).prop_map(
        |(since, until, (relations, actors, documents, certainties), sign, (min_statements, min_documents), by)| {
            Sieve {
                since,
                until,
                relations,
                sign,
                actors,
                documents: Some(documents).filter(|documents| !documents.is_empty()),
                certainties,
                min_statements,
                min_documents,
                by: if by { By::Principal } else { By::Actor },
            }
        },
    )
}

fn filter(sieve: &Sieve, dataset: &Dataset) -> Filter {
    let actor = |n: &usize| dataset.find_actor(NAMES[*n][0]).unwrap();
    Filter {
        since: sieve.since,
        until: sieve.until,
        relations: sieve.relations.iter().map(|n| dataset.find_relation(RELATIONS[*n].0).unwrap()).collect(),
        signs: sieve.sign.iter().map(|sign| sign.parse::<Sign>().unwrap()).collect(),
        actors: sieve.actors.iter().map(actor).collect(),
        about: Vec::new(),
        documents: sieve
            .documents
            .as_ref()
            .map(|kept| kept.iter().map(|n| dataset.find_document(&format!("d{n}")).unwrap()).collect()),
        certainties: sieve.certainties.iter().map(|n| CERTAINTIES[*n].parse::<Certainty>().unwrap()).collect(),
        min_statements: sieve.min_statements,
        min_documents: sieve.min_documents,
        by: sieve.by,
    }
}

/// A world, a question about it, and what is asked to be left out.
fn asking() -> impl Strategy<Value = (World, question::Question, Sieve)> {
    let any_size = prop_oneof![1 => Just((25, 1)), 2 => Just((25, 2)), 2 => Just((14, 3_usize))];
    any_size.prop_flat_map(|(statements, clauses)| {
        world(statements).prop_flat_map(move |world| {
            let actors = world.actors.len();
            let sieve = prop_oneof![
                any::<bool>()
                    .prop_map(|by| Sieve { by: if by { By::Principal } else { By::Actor }, ..Sieve::default() }),
                sieve(actors),
            ];
            (Just(world), question::question(actors, clauses), sieve)
        })
    })
}

type Edges = BTreeMap<(usize, usize, usize), BTreeSet<usize>>;

fn number<T>(all: impl Iterator<Item = T>, one: &T) -> usize
where
    T: PartialEq,
{
    all.into_iter().position(|other| other == *one).unwrap()
}

fn statement_number(dataset: &Dataset, ix: StatementIx) -> usize {
    number(dataset.statements().map(|statement| statement.ix()), &ix)
}

fn edges(dataset: &Dataset, graph: &Graph) -> Edges {
    let actor = |ix: ActorIx| number(dataset.actor_ixs(), &ix);
    let edges = graph.edges().map(|edge| {
        let statements = edge.statements().iter().map(|&ix| statement_number(dataset, ix)).collect();
        let relation = number(dataset.relation_ixs(), &edge.relation());
        ((actor(edge.source()), actor(edge.target()), relation), statements)
    });
    edges.collect()
}

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn a_question_says_itself_again(said in question::question(NAMES.len(), 1..=4)) {
        let dataset = everybody().dataset();
        let text = said.said();
        match Question::parse(&text, &dataset) {
            Ok(question) => again(&question, &dataset)?,
            Err(report) => prop_assert!(false, "{}\n{}", text, why(&report)),
        }
    }

    /// Whatever happens to parse has canonical words.
    #[test]
    fn words_in_any_order_say_themselves_again(words in proptest::collection::vec(select(WORDS), 1..14)) {
        let dataset = everybody().dataset();
        if let Ok(question) = Question::parse(&words.join(" "), &dataset) {
            again(&question, &dataset)?;
        }
    }
}

const WORDS: &[&str] = &[
    "who",
    "whom",
    "anyone",
    "?x",
    "?y",
    "?who",
    "?İ",
    "france",
    "only",
    "the",
    "turkey",
    "\"armenia\"",
    "as",
    "or",
    "and",
    "and",
    ",",
    "then",
    "within",
    "3",
    "days",
    "but",
    "not",
    "between",
    "by",
    "does",
    "did",
    "didn't",
    "has",
    "been",
    "is",
    "was",
    "being",
    "accuses",
    "accuse",
    "accused",
    "supports",
    "supporting",
    "mediates",
    "worried about",
    "(",
    ")",
    "?how",
    "concern",
];

proptest! {
    #![proptest_config(config(256))]

    #[test]
    fn answers_are_what_trying_everything_finds((world, said, sieve) in asking()) {
        let dataset = world.dataset();
        let text = said.said();
        let question = Question::parse(&text, &dataset).map_err(|report| TestCaseError::fail(format!("{text}\n{}", why(&report))))?;
        let filter = filter(&sieve, &dataset);
        let answer = ask(&dataset, &question, &filter, None).unwrap();
        let mut expected = brute::answer(&world, &said, &sieve);
        let variables: Vec<&str> = answer.variables().collect();
        let mut counts = Vec::new();
        for row in answer.rows() {
            let value = |binding| match binding {
                Binding::Actor(actor) => dataset.actor(actor).id.clone(),
                Binding::Relation(relation) => dataset.relation(relation).id.clone(),
            };
            let bound: BTreeMap<&str, String> = variables.iter().copied().zip(answer.bindings(row).map(value)).collect();
            let same = |bindings: &Bindings| {
                let name = |value: usize| brute::relation(value).unwrap_or_else(|| NAMES[value][0]);
                bindings.len() == bound.len() && bindings.iter().all(|(variable, value)| bound.get(variable).is_some_and(|bound| bound == name(*value)))
            };
            let Some(bindings) = expected.keys().find(|bindings| same(bindings)).cloned() else {
                return Err(TestCaseError::fail(format!("{text}\nnot to be found, or found twice: {bound:?}")));
            };
            let statements = expected.remove(&bindings).unwrap();
            let listed = answer.statements(row);
            let found: BTreeSet<usize> = listed.iter().map(|listed| statement_number(&dataset, listed.statement)).collect();
            prop_assert_eq!(&found, &statements, "{}\n{:?}", text, bound);
            prop_assert_eq!(listed.len(), statements.len());
            prop_assert!(listed.iter().all(|listed| !listed.ties.is_empty()), "{}\n{:?} {:?}", text, bound, listed);
            let ixs: BTreeSet<usize> = answer.statement_ixs(row).map(|ix| statement_number(&dataset, ix)).collect();
            prop_assert_eq!(&ixs, &statements);
            prop_assert_eq!(row.count, statements.len());
            prop_assert_eq!(row.documents, brute::documents(&world, &statements));
            let dates = || statements.iter().filter_map(|&ix| world.statements[ix].date);
            prop_assert_eq!(row.dates.map(|(first, _)| first.sort_key()), dates().map(|date| date.sort_key()).min());
            let late = |date: standoff::Date| (date.last_day(), date.first_day());
            prop_assert_eq!(row.dates.map(|(_, last)| late(last)), dates().map(late).max());
            counts.push(row.count);
        }
        prop_assert!(expected.is_empty(), "{}\nnot found: {:?}", text, expected);
        prop_assert!(counts.is_sorted_by(|a, b| a >= b));
        let few = ask(&dataset, &question, &filter, Some(3)).unwrap();
        prop_assert_eq!(few.rows(), &answer.rows()[..answer.rows().len().min(3)]);
    }

    #[test]
    fn a_stricter_filter_keeps_a_part((world, sieve, stricter) in world(25).prop_flat_map(|world| {
        let actors = world.actors.len();
        (Just(world), sieve(actors), sieve(actors))
    }), about in proptest::collection::vec(any::<prop::sample::Index>(), 0..=2)) {
        let dataset = world.dataset();
        let wide = Filter { min_documents: 0, min_statements: 0, ..filter(&sieve, &dataset) };
        let add = filter(&stricter, &dataset);
        // Each thing that is asked for beside the rest keeps a part of it.
        fn both<T: PartialEq + Copy>(a: &[T], b: &[T]) -> Vec<T> {
            if a.is_empty() { b.to_vec() } else { a.to_vec() }
        }
        let narrow = Filter {
            since: wide.since.max(add.since),
            until: match (wide.until, add.until) { (Some(a), Some(b)) => Some(a.min(b)), (a, b) => a.or(b) },
            relations: both(&wide.relations, &add.relations),
            signs: both(&wide.signs, &add.signs),
            actors: both(&wide.actors, &add.actors),
            about: about.iter().map(|pick| dataset.find_actor(NAMES[pick.index(world.actors.len())][0]).unwrap()).collect(),
            documents: wide.documents.clone().or(add.documents.clone()),
            certainties: both(&wide.certainties, &add.certainties),
            min_statements: add.min_statements,
            min_documents: add.min_documents,
            by: wide.by,
        };
        let all = edges(&dataset, &Graph::of(&dataset, &wide).0);
        for (ends, statements) in edges(&dataset, &Graph::of(&dataset, &narrow).0) {
            prop_assert!(all.get(&ends).is_some_and(|all| statements.is_subset(all)), "{:?} {:?}", ends, statements);
        }
        // One more relation asked for is one more kind of edge and nothing else.
        let relation = dataset.find_relation("accuses").unwrap();
        let one = Filter { relations: vec![relation], ..wide.clone() };
        let kept = edges(&dataset, &Graph::of(&dataset, &one).0);
        if wide.relations.is_empty() || wide.relations.contains(&relation) {
            let ix = number(dataset.relation_ixs(), &relation);
            let of_all: Edges = all.into_iter().filter(|((_, _, relation), _)| *relation == ix).collect();
            prop_assert_eq!(kept, of_all);
        }
    }

    #[test]
    fn the_graph_is_the_same_from_either_end((world, sieve) in world(25).prop_flat_map(|world| {
        let actors = world.actors.len();
        (Just(world), sieve(actors))
    })) {
        let dataset = world.dataset();
        let (graph, _) = Graph::of(&dataset, &filter(&sieve, &dataset));
        let all: Vec<_> = graph.edges().map(|edge| edge.ix()).collect();
        let mut from: Vec<_> = dataset.actor_ixs().flat_map(|actor| graph.from(actor)).map(|edge| edge.ix()).collect();
        let mut to: Vec<_> = dataset.actor_ixs().flat_map(|actor| graph.to(actor)).map(|edge| edge.ix()).collect();
        let mut pairs = Vec::new();
        for source in dataset.actor_ixs() {
            for target in dataset.actor_ixs() {
                pairs.extend(graph.between(source, target).map(|edge| edge.ix()));
            }
        }
        pairs.sort_unstable();
        from.sort_unstable();
        to.sort_unstable();
        prop_assert_eq!(&from, &all);
        prop_assert_eq!(&to, &all);
        prop_assert_eq!(&pairs, &all);
        let ties: BTreeSet<_> = graph.edges().flat_map(|edge| edge.ties()).collect();
        let count: usize = graph.edges().map(|edge| edge.count()).sum();
        prop_assert_eq!(ties.len(), count);
        // The same edges as trying everything, each with its statements.
        let expected = brute::answer(&world, &question::Question::whoever(), &sieve);
        prop_assert_eq!(expected.len(), graph.edges().len());
        let sizes: usize = expected.values().map(BTreeSet::len).sum();
        prop_assert_eq!(sizes, count);
    }
}

fn rows(json: &serde_json::Value, question: &str) -> Vec<Vec<String>> {
    let dataset = dataset(json);
    let question = Question::parse(question, &dataset).unwrap_or_else(|report| panic!("{}", why(&report)));
    let filter = Filter::default();
    let answer = ask(&dataset, &question, &filter, None).unwrap();
    let id = |binding| match binding {
        Binding::Actor(actor) => dataset.actor(actor).id.clone(),
        Binding::Relation(relation) => dataset.relation(relation).id.clone(),
    };
    answer.rows().iter().map(|row| answer.bindings(row).map(id).collect()).collect()
}

#[test]
fn questions_that_once_did_not_say_themselves_again() {
    let dataset = everybody().dataset();
    for text in [
        "who accuses turkey",
        "turkey is accused by who",
        "who is accused by whom but not armenia",
        "who accuses whom but not armenia and ?x supports ?y",
        "france did not accuse turkey",
        "france not ?how turkey",
        "who did not worry about turkey but not armenia",
        "?İ accuses ?i",
        "who mediates between armenia and azerbaijan and supports france",
        "who mediates between armenia and azerbaijan, france not ?how turkey",
        "who accuses turkey, then armenia within 3 days",
        "turkey is accused and is being backed by who",
        "?x as only paris or ankara accuses ?x",
        "who (\"accuses\" or \"concern\") whom",
    ] {
        let question = Question::parse(text, &dataset).unwrap_or_else(|report| panic!("{}", why(&report)));
        again(&question, &dataset).unwrap_or_else(|error| panic!("{text}: {error}"));
    }
    // An open end in the place of an open end says nothing.
    assert!(Question::parse("who accuses whom but not ?x", &dataset).is_err());
}

/// Whom an open end takes on may be narrowed to those who act for somebody.
#[test]
fn an_end_may_be_open_and_named() {
    let json = serde_json::json!({
        "actors": [{"id": "france"}, {"id": "macron", "acts_for": ["france"]}, {"id": "turkey"}],
        "statements": [
            {"source": "macron", "relation": "accuses", "target": "turkey"},
            {"source": "turkey", "relation": "accuses", "target": "france"},
        ],
    });
    assert_eq!(rows(&json, "?x as france accuses turkey"), [["macron"]]);
    assert_eq!(rows(&json, "who is accused by whom"), rows(&json, "whom accuses who"));
    assert_eq!(rows(&json, "who accuses whom but not turkey"), [["turkey", "france"]]);
}

/// The parties of a `between` are different ones, also where names and open ends are mixed.
#[test]
fn each_party_is_another() {
    let json = serde_json::json!({
        "actors": [{"id": "france"}, {"id": "macron", "acts_for": ["france"]}, {"id": "turkey"}, {"id": "armenia"}],
        "statements": [{"source": "armenia", "relation": "mediates", "target": ["macron", "turkey"]}],
    });
    assert_eq!(rows(&json, "who mediates between france and macron"), Vec::<Vec<String>>::new());
    assert_eq!(rows(&json, "armenia mediates between whom and turkey"), [["macron"]]);
    assert_eq!(rows(&json, "armenia mediates between whom and whom"), [["macron", "turkey"]]);
    // Asked for once more, the two are no longer alike, and both orders are tried.
    assert_eq!(rows(&json, "armenia mediates between ?who and ?whom and armenia ?how between ?whom and ?who").len(), 2);
    assert_eq!(rows(&json, "armenia mediates between ?who as turkey and whom"), [["turkey", "macron"]]);
    // Nobody mediates between itself and another here.
    assert_eq!(rows(&json, "armenia mediates ?y but not ?x mediates between ?x and ?y").len(), 2);
}

/// Who asks for one party of a `between` is told of all of them.
#[test]
fn one_party_that_is_asked_for_is_enough() {
    let dataset = dataset(&serde_json::json!({
        "actors": [{"id": "a"}, {"id": "b"}, {"id": "c"}, {"id": "d"}],
        "statements": [{"source": "a", "relation": "mediates", "target": ["b", "c", "d"]}],
    }));
    let question = Question::parse("who mediates between whom and whom", &dataset).unwrap();
    for (asked, rows) in [("a", 3), ("b", 2), ("unspecified", 0)] {
        let filter = Filter { actors: vec![dataset.find_actor(asked).unwrap()], ..Filter::default() };
        assert_eq!(ask(&dataset, &question, &filter, None).unwrap().rows().len(), rows, "{asked}");
    }
}

/// A statement without a document is in no document, so that one document is already too many.
#[test]
fn one_document_is_more_than_none() {
    let dataset = World {
        statements: vec![world::Statement { documents: Vec::new(), ..meeting().statements[0].clone() }],
        ..meeting()
    }
    .dataset();
    let edges = |min_documents| Graph::of(&dataset, &Filter { min_documents, ..Filter::default() }).0.edges().len();
    assert_eq!((edges(0), edges(1)), (1, 0));
}
