//! Pictures from the command line.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

fn standoff(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standoff"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(words);
    command
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Runs it with that file to write, and reads the picture.
fn picture(words: &[&str], path: &Path) -> String {
    let output = standoff(words).arg("-o").arg(path).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    std::fs::read_to_string(path).unwrap()
}

/// All that is written in a picture, line by line.
fn words_of(svg: &str) -> Vec<String> {
    let tree = roxmltree::Document::parse(svg).unwrap();
    let texts = tree.descendants().filter(|node| node.has_tag_name("text"));
    let words = |node: roxmltree::Node<'_, '_>| -> String {
        node.descendants().filter(roxmltree::Node::is_text).filter_map(|text| text.text()).collect()
    };
    texts.map(words).collect()
}

#[test]
fn a_picture_says_what_it_shows_and_where_that_comes_from() {
    let folder = tempfile::tempdir().unwrap();
    for view in ["matrix", "network", "timeline"] {
        let svg = picture(&["ask", "who accused whom", "--view", view], &folder.path().join("a.svg"));
        let words = words_of(&svg);
        for wanted in
            ["who accused whom", "22 statements in 5 documents", "k-2020-09-27: First day", "As of 2023-09-20"]
        {
            assert!(words.iter().any(|line| line.contains(wanted)), "{view} has no {wanted:?}: {words:?}");
        }
        for name in ["France", "Turkey"] {
            assert!(words.iter().any(|line| line.contains(name)), "{view} has no {name:?}: {words:?}");
        }
        // The legend has the sign in words: a matrix and a timeline say negative, a network against.
        assert!(words.iter().any(|line| line.contains("negative") || line.contains("against")), "{words:?}");
    }
}

#[test]
fn a_picture_is_the_same_twice() {
    let folder = tempfile::tempdir().unwrap();
    for words in [&["export", "--view", "network"][..], &["export", "--view", "network", "--signed"], &["export"]] {
        let [one, two] = ["a.svg", "b.svg"].map(|name| picture(words, &folder.path().join(name)));
        assert_eq!(one, two);
    }
}

#[test]
fn what_has_no_effect_is_said_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.svg");
    let cases: [(&[&str], &str); 4] = [
        (&["--theme", "dark", "--to", "csv"], "--theme has no effect here"),
        (&["--view", "matrix", "--engine", "dot"], "draws networks only"),
        (&["--theme", "dark", "--engine", "dot"], "in its own way"),
        (&["--view", "globe"], "known are matrix, network, timeline"),
    ];
    for (words, wanted) in cases {
        let output = standoff(&["export"]).args(words).arg("-o").arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(2));
        assert!(said(&output).contains(wanted), "{}", said(&output));
        assert!(!path.exists());
    }
}

#[test]
fn without_graphviz_it_is_said_how_to_get_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.svg");
    let mut command = standoff(&["export", "--engine", "neato", "-o"]);
    let output = command.arg(&path).env("PATH", folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("https://graphviz.org/download"), "{}", said(&output));
    assert!(!path.exists());
}

#[test]
fn with_graphviz_every_edge_is_drawn() {
    if Command::new("dot").arg("-V").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    for engine in ["dot", "neato"] {
        let svg = picture(&["ask", "who accused whom", "--engine", engine], &folder.path().join("a.svg"));
        assert_eq!(svg.matches("class=\"edge\"").count(), 15, "{engine}");
    }
}

/// A table of invented ties.
fn table(actors: usize, ties: usize) -> String {
    let mut rows = String::from("source,relation,target,date\n");
    for tie in 0..ties {
        let (source, target) = (tie % actors, (tie * 7 + tie / actors + 1) % actors);
        let relation = ["accuses", "supports", "meets"][tie % 3];
        rows.push_str(&format!("Town {source},{relation},Town {target},2020-01-{:02}\n", tie % 28 + 1));
    }
    rows
}

#[test]
fn what_is_too_much_for_a_picture_is_said_with_what_narrows_it() {
    let folder = tempfile::tempdir().unwrap();
    let (data, path) = (folder.path().join("towns.csv"), folder.path().join("a.svg"));
    std::fs::write(&data, table(3000, 6000)).unwrap();
    for view in ["matrix", "network", "timeline"] {
        let output = standoff(&["export", "--view", view]).arg(&data).arg("-o").arg(&path).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{view}");
        assert!(said(&output).contains("3000") && said(&output).contains("--top"), "{view}: {}", said(&output));
        assert!(!path.exists());
        let words = ["export", "--view", view, "--top", "20"];
        let mut command = standoff(&words);
        let output = command.arg(&data).arg("-o").arg(&path).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        std::fs::remove_file(&path).unwrap();
    }
}
