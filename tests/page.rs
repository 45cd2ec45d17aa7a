//! The page as bytes: what it says, that nothing in it is markup that was not meant to be, and that it
//! stays small. `tests/page` tries it in a browser.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::ErrorKind;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use sha2::{Digest, Sha256};
use standoff::graph::{Filter, Graph};
use standoff::write::{self, Format, Options};
use standoff::{Data, read};

fn page_of(data: Data, options: Options<'_>) -> std::io::Result<String> {
    let (dataset, _) = read([data]).unwrap();
    let (graph, _) = Graph::of(&dataset, &Filter::default());
    let mut out = Vec::new();
    write::graph(&mut out, &dataset, &graph, Format::Html, options)?;
    Ok(String::from_utf8(out).unwrap())
}

fn corpus() -> Data {
    Data::Path("tests/corpus".into())
}

/// What stands between the two, each time.
fn between<'a>(page: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    page.split(start).skip(1).map(|rest| rest.split(end).next().unwrap()).collect()
}

fn facts(page: &str) -> serde_json::Value {
    serde_json::from_str(between(page, "id=\"facts\">", "</script>")[0]).unwrap()
}

/// That a page has the elements that it should, whatever names it was made of.
fn check_structure(page: &str) {
    let scripts = between(page, "<script>", "</script>");
    let styles = between(page, "<style>", "</style>");
    assert_eq!((scripts.len(), styles.len(), page.matches("<script").count()), (2, 1, 3));
    let policy = between(page, "Content-Security-Policy\" content=\"", "\"")[0];
    assert!(policy.starts_with("default-src 'none'; "));
    assert!(policy.ends_with("; base-uri 'none'; form-action 'none'"));
    for allowed in scripts.iter().chain(&styles) {
        let hash = format!("'sha256-{}'", BASE64.encode(Sha256::digest(allowed)));
        assert!(policy.contains(&hash), "{hash}");
    }
    let known = [
        "!doctype", "html", "head", "meta", "title", "link", "style", "script", "body", "a", "header", "h1", "p",
        "main", "div", "button", "label", "input", "ul", "li", "details", "summary", "section", "h2", "svg", "g",
        "path", "text", "tspan", "span", "aside", "table", "caption", "thead", "tbody", "tr", "th", "td", "br", "cite",
        "em", "footer",
    ];
    let mut markup = page.to_owned();
    for inert in scripts.into_iter().chain(styles) {
        markup = markup.replace(inert, "");
    }
    for tag in markup.split('<').skip(1) {
        let name = tag.trim_start_matches('/').split([' ', '>', '\n']).next().unwrap();
        assert!(known.contains(&name), "<{}", &tag[..tag.len().min(60)]);
        let attributes = tag.split('>').next().unwrap();
        // Outside of quotes.
        let names: String = attributes.split('"').step_by(2).collect();
        assert!(!names.contains(" style=") && !names.contains(" on"), "<{attributes}");
    }
    for href in between(&markup, " href=\"", "\"") {
        assert!(["https://", "http://", "#picture", "data:,"].iter().any(|start| href.starts_with(start)), "{href}");
    }
}

#[test]
fn a_page_has_every_statement_once_and_every_view() {
    let options = Options { texts: Some("tests/corpus/texts".as_ref()), ..Options::default() };
    let page = page_of(corpus(), options).unwrap();
    check_structure(&page);
    let rows: Vec<&str> = between(&page, "<tr><td", "</tr>");
    // Of ten one is negated.
    assert_eq!(rows.len(), 9);
    assert_eq!(facts(&page)["statements"].as_array().unwrap().len(), 9);
    assert_eq!(page.matches("bringing both to the table").count(), 1);
    assert!(!page.contains("did not condemn"));
    let says = "<td>1902-03-03<td>Oldbridge (Mayor of Oldbridge)<td class=\"negative\">− accuses<td>Marsh End<td>doing it \
                twice<td>stated<td><cite>Quarrel over the ferry</cite>, Valley Post, 1902-03-04<td>&quot;They did it twice,&quot; \
                said the Mayor of Oldbridge.</tr>";
    assert!(page.contains(says), "{rows:#?}");
    for view in ["matrix", "network", "timeline"] {
        assert!(page.contains(&format!("<section class=\"view\" id=\"{view}\">")));
    }
    assert_eq!(page, page_of(corpus(), options).unwrap());
}

#[test]
fn names_are_never_markup() {
    let nasty = [
        "</script><img onerror=alert(1)>",
        "\"><svg onload=alert(2)>",
        "<!--",
        "]]>",
        "' style='x",
        "{{script}}",
        "\u{202e}\u{0}\u{85}",
        "</style></title></table>",
    ];
    let mut data = serde_json::json!({ "documents": [], "actors": [], "statements": [] });
    for (key, list) in [("title", nasty[0]), ("description", nasty[1]), ("license", nasty[7])] {
        data[key] = list.into();
    }
    for (number, name) in nasty.iter().enumerate() {
        let id = format!("{number}{name}");
        let url = if number % 2 == 0 { format!("javascript:{name}") } else { format!("https://example.org/{name}") };
        let push = |data: &mut serde_json::Value, list: &str, value| data[list].as_array_mut().unwrap().push(value);
        push(&mut data, "documents", serde_json::json!({"id": id, "title": name, "publisher": name, "url": url}));
        push(
            &mut data,
            "actors",
            serde_json::json!({"id": id, "name": id, "aliases": [format!("alias {id}")], "role": name}),
        );
        let target = format!("{}{}", (number + 1) % nasty.len(), nasty[(number + 1) % nasty.len()]);
        let statement = serde_json::json!({"id": id, "document": id, "source": id, "relation": "aids", "target": target,
            "gist": name, "quote": name});
        push(&mut data, "statements", statement);
    }
    let page =
        page_of(Data::bytes("nasty.json", data.to_string()), Options { question: nasty[0], ..Options::default() });
    let page = page.unwrap();
    check_structure(&page);
    let facts = facts(&page);
    assert_eq!(facts["title"], nasty[0]);
    assert_eq!(facts["statements"].as_array().unwrap().len(), nasty.len());
    assert_eq!(page.matches("href=\"https://example.org/").count(), nasty.len() / 2);
    // What turns the direction of what stands behind it is shown nowhere; ids are as they are.
    let shown = page.split("id=\"facts\">").next().unwrap();
    assert!(!shown.contains('\u{202e}'));
}

#[test]
fn a_view_that_cannot_be_drawn_says_so() {
    let line = |n: usize| format!("Town {n},aids,Town {}\n", (n + 1) % 401);
    let many: String = (0..401).map(line).collect();
    let data = |lines: &str| Data::bytes("towns.csv", format!("source,relation,target\n{lines}"));
    let page = page_of(data(&many), Options::default()).unwrap();
    check_structure(&page);
    assert_eq!(between(&page, "<p class=\"instead\">", "</p>").len(), 2);
    assert!(page.contains("a matrix shows up to 400 actors, and here are 401"));
    assert_eq!(facts(&page)["view"], "network");

    let more: String = (0..2001).map(|n| format!("Town {n},aids,Town {}\n", (n + 1) % 2001)).collect();
    let error = page_of(data(&more), Options::default()).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[test]
fn the_script_folds_names_as_this_does() {
    let cases: Vec<(String, String)> =
        serde_json::from_str(&std::fs::read_to_string("tests/page/fold.json").unwrap()).unwrap();
    for (name, folded) in cases {
        assert_eq!(standoff::names::fold(&name), folded, "{name}");
    }
}
