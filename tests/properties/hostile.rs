//! What is written can be read again, whatever stands in the data.

use std::collections::BTreeSet;

use graphviz_rust::dot_structures::{Graph as Dot, Stmt};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value, json};
use standoff::draw::{self, Theme, View};
use standoff::graph::{Filter, Graph};
use standoff::write::{self, Format, Options};
use standoff::{Answer, Dataset, Question, ask};

use crate::world::dataset;
use crate::{config, why};

const BAD: &[&str] = &[
    "\"",
    "'",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "</script>",
    "<b>",
    "<",
    ">",
    "\\N",
    "\\G",
    "\\",
    "\\\"",
    "|",
    "&amp;",
    "&",
    "&#0;",
    "\u{202e}",
    "\u{2066}",
    "\u{200f}",
    "שלום",
    "مرحبا",
    "🤝",
    "👨‍👩‍👧",
    "\0",
    "\u{1}",
    "\u{1b}[31m",
    "\u{7f}",
    "\u{85}",
    "`",
    "*",
    "_",
    "[x](javascript:y)",
    "=1+1",
    "-",
    "@",
    ",",
    ";",
    ":",
    "é",
    "e\u{301}",
    "{",
    "}",
    "//",
    "/*",
    "*/",
    "\u{feff}",
    "\u{2028}",
    "%s",
    "#",
    "<!--",
    "]]>",
    "~~",
    "$",
    "a",
    "Z",
    "0",
    " ",
    "  ",
    "->",
    "n0",
    "\u{fffd}",
    "\u{10ffff}",
    "ﷺ",
    "İ",
    "ß",
    "“",
    "«",
    "or",
    "?x",
];

const KINDS: [&str; 5] = ["state", "person", "organization", "group", "event"];

fn text() -> impl Strategy<Value = String> {
    vec(select(BAD), 0..6).prop_map(|parts| parts.concat())
}

/// A data file all of whose strings are hostile; names end in a number of their own, so that no two
/// are the same.
fn hostile() -> impl Strategy<Value = Value> {
    (vec(text(), 40), vec((0..5_usize, 0..5_usize, 0..2_usize), 1..12))
        .prop_map(|(texts, statements)| file(&texts, &statements))
}

fn file(texts: &[String], statements: &[(usize, usize, usize)]) -> Value {
    let name = |n: usize| format!("{}k{n}", texts[n]);
    let actors = (0..5).map(|n| {
        json!({
            "id": name(n), "name": name(n + 5), "aliases": [name(n + 10)], "role": texts[n], "iso3166": texts[n + 1],
            "wikidata": texts[n + 2], "kind": KINDS[n],
            "acts_for": if n == 4 { json!([name(0)]) } else { json!([]) },
        })
    });
    let documents = (15..18).map(|n| {
        json!({
            "id": name(n), "title": texts[n + 1], "publisher": texts[n + 2], "url": texts[n + 3], "language": texts[n + 4],
            "date": "2020-10",
        })
    });
    let relations = (22..24).map(|n| json!({"id": name(n), "sign": "-", "verbs": [name(n + 2)]}));
    let statements = statements.iter().enumerate().map(|(i, &(source, target, relation))| {
        json!({
            "id": format!("{}s{i}", texts[26 + i % 4]), "document": [name(15 + i % 3), name(15 + (i + 1) % 3)],
            "source": [name(source), name((source + 1) % 5)], "relation": name(22 + relation), "target": name(target + 5),
            "gist": texts[30 + i % 5], "quote": format!("{}.", texts[31 + i % 5]), "span": [1, 2 + i],
            "certainty": "alleged", "date": "2020-10-02/2020-11",
        })
    });
    json!({
        "title": texts[35], "description": texts[36], "license": texts[37],
        "actors": actors.collect::<Vec<_>>(),
        "documents": documents.collect::<Vec<_>>(),
        "relations": relations.collect::<Vec<_>>(),
        "statements": statements.collect::<Vec<_>>(),
    })
}

fn written(answer: &Answer<'_>, format: Format, options: Options<'_>) -> String {
    let mut out = Vec::new();
    write::answer(&mut out, answer, format, options).unwrap();
    String::from_utf8(out).unwrap()
}

/// The cells of a line of a table: bars that are not escaped.
fn bars(line: &str) -> usize {
    let mut escaped = false;
    line.chars()
        .filter(|&c| {
            let bar = c == '|' && !escaped;
            escaped = c == '\\' && !escaped;
            bar
        })
        .count()
}

/// What a picture shows of a text: all but white space, and a replacement for what nobody can see.
fn letters(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\r' | '\t' => None,
        c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => Some('\u{fffd}'),
        c => (!c.is_whitespace()).then_some(c),
    };
    text.chars().filter_map(shown).collect()
}

/// Every picture is well-formed XML of a few known elements, and has the names of all actors.
fn pictures_show_it_all(dataset: &Dataset, words: &str) {
    let question = Question::parse("who ?how whom", dataset).unwrap();
    let answer = ask(dataset, &question, &Filter::default(), None).unwrap();
    for (view, theme) in View::ALL.into_iter().zip(Theme::ALL) {
        let draw = draw::Options { view: Some(view), theme, ..draw::Options::default() };
        let svg = written(&answer, Format::Svg, Options { question: words, draw, ..Options::default() });
        let tree = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{view}: {error}\n{svg}"));
        let known = ["svg", "title", "desc", "rect", "g", "path", "text", "tspan"];
        let elements = tree.descendants().filter(roxmltree::Node::is_element);
        elements.for_each(|element| assert!(known.contains(&element.tag_name().name()), "{svg}"));
        let texts = tree.descendants().filter(|node| node.has_tag_name("text"));
        let shown: Vec<String> = texts
            .map(|node| node.descendants().filter(roxmltree::Node::is_text).filter_map(|node| node.text()).collect())
            .map(|text: String| letters(&text))
            .collect();
        for actor in answer.graph().actors() {
            let name = letters(&dataset.actor(actor).name);
            assert!(shown.iter().any(|text| text.contains(&name)), "{view} has no {name:?}: {shown:?}");
        }
    }
}

fn reads_again(dataset: &Dataset, words: &str) {
    let question = Question::parse("who ?how whom", dataset).unwrap();
    let filter = Filter::default();
    let answer = ask(dataset, &question, &filter, None).unwrap();
    let (graph, _) = Graph::of(dataset, &filter);
    assert_eq!(answer.graph().edges().len(), graph.edges().len());
    let options = |receipts| Options { question: words, receipts, ..Options::default() };

    let dot = written(&answer, Format::Dot, options(None));
    match graphviz_rust::parse(&dot) {
        Ok(Dot::DiGraph { stmts, .. }) => {
            let nodes = stmts.iter().filter(|stmt| matches!(stmt, Stmt::Node(_))).count();
            let edges = stmts.iter().filter(|stmt| matches!(stmt, Stmt::Edge(_))).count();
            assert_eq!((nodes, edges), (graph.actors().len() + 1, graph.edges().len()));
        }
        other => panic!("{other:?}\n{dot}"),
    }

    let written_graph: Value = serde_json::from_str(&written(&answer, Format::NodeLink, options(None))).unwrap();
    let nodes: BTreeSet<&str> =
        written_graph["nodes"].as_array().unwrap().iter().map(|node| node["id"].as_str().unwrap()).collect();
    let edges = written_graph["edges"].as_array().unwrap();
    assert_eq!((nodes.len(), edges.len()), (graph.actors().len(), graph.edges().len()));
    let keys: BTreeSet<_> = edges
        .iter()
        .map(|edge| {
            let [source, target, key] = ["source", "target", "key"].map(|key| edge[key].as_str().unwrap());
            assert!(nodes.contains(source) && nodes.contains(target));
            (source, target, key)
        })
        .collect();
    assert_eq!(keys.len(), edges.len());

    for receipts in [None, Some(0), Some(1)] {
        let options = options(receipts);
        let listed = |count: usize| receipts.unwrap_or(count).min(count);
        let lines: usize = answer.rows().iter().map(|row| listed(row.count)).sum();
        let lines = if receipts == Some(0) { answer.rows().len() } else { lines };

        let csv = written(&answer, Format::Csv, options);
        let mut reader = csv::Reader::from_reader(csv.as_bytes());
        let header = reader.headers().unwrap().clone();
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(records.len(), lines);
        let formula = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r']) || cell.contains('\0');
        assert!(records.iter().chain([&header]).all(|record| !record.iter().any(formula)));
        if let Some(column) = header.iter().position(|name| name == "gist") {
            let gists = records.iter().map(|record| record[column].trim_start_matches('\'').replace('\u{fffd}', "\0"));
            let known: BTreeSet<String> = dataset
                .details(&dataset.statements().map(|statement| statement.ix()).collect::<Vec<_>>())
                .unwrap()
                .into_iter()
                .map(|details| details.gist.unwrap_or_default())
                .map(|gist| gist.trim_start_matches('\'').replace('\u{fffd}', "\0"))
                .collect();
            gists.into_iter().for_each(|gist| assert!(known.contains(&gist), "{gist:?}"));
        }

        let json: Value = serde_json::from_str(&written(&answer, Format::Json, options)).unwrap();
        assert_eq!(json, write::answer_value(&answer, options).unwrap());
        assert_eq!(json["question"], words);
        let rows = json["rows"].as_array().unwrap();
        assert_eq!(rows.len(), answer.rows().len());
        let json_lines = written(&answer, Format::JsonLines, options);
        let parsed: Vec<Value> =
            json_lines.split_terminator('\n').map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(&parsed, rows);

        let markdown = written(&answer, Format::Markdown, options);
        let mut markdown_lines = markdown.lines();
        let width = bars(markdown_lines.next().unwrap());
        let mut cells = 0;
        for line in markdown_lines {
            assert_eq!(bars(line), width, "{line}");
            assert!(!line.contains(['<', '>', '\0', '\r']), "{line:?}");
            cells += 1;
        }
        let more = answer.rows().iter().filter(|row| receipts != Some(0) && listed(row.count) < row.count).count();
        assert_eq!(cells, 1 + lines + more);
    }
}

proptest! {
    #![proptest_config(config(96))]

    #[test]
    fn what_is_written_reads_again(json in hostile(), words in text()) {
        reads_again(&dataset(&json), &words);
    }

    #[test]
    fn pictures_show_every_name(json in hostile(), words in text()) {
        pictures_show_it_all(&dataset(&json), &words);
    }

    #[test]
    fn hostile_names_can_be_asked_for(json in hostile()) {
        let dataset = dataset(&json);
        let quoted = |text: &Value| {
            format!("\"{}\"", text.as_str().unwrap().replace('\\', "\\\\").replace('"', "\\\""))
        };
        for statement in json["statements"].as_array().unwrap() {
            let [source, relation, target] = [&statement["source"][0], &statement["relation"], &statement["target"]].map(quoted);
            let text = format!("{source} ({relation}) {target}");
            let question = match Question::parse(&text, &dataset) {
                Ok(question) => question,
                Err(report) => panic!("{text}\n{}", why(&report)),
            };
            crate::again(&question, &dataset)?;
            prop_assert_eq!(ask(&dataset, &question, &Filter::default(), None).unwrap().rows().len(), 1);
        }
    }
}

#[test]
fn a_million_characters_are_written_and_read_again() {
    let long: String = BAD.concat().chars().cycle().filter(|c| *c != '-').take(1_000_000).collect();
    let mut texts = vec!["x".to_owned(); 40];
    // An id, a name and a gist: more takes a minute, most of it in the parser of DOT.
    for n in [1, 6, 30] {
        texts[n] = long.clone();
    }
    reads_again(&dataset(&file(&texts, &[(0, 2, 0)])), "who ?how whom");
}
