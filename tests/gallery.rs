//! out/ is what the program makes of data/: every file of it is made again and compared, byte by
//! byte. `UPDATE=1 cargo test --test gallery` writes them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

/// Each file with the words that make it.
const GALLERY: [(&str, &[&str]); 29] = [
    ("karabakh.dot", &["export"]),
    ("karabakh.graph.json", &["export"]),
    ("karabakh.csv", &["export"]),
    ("karabakh.statements.csv", &["export"]),
    ("karabakh.gexf", &["export"]),
    ("karabakh.graphml", &["export"]),
    ("karabakh.ttl", &["export"]),
    ("who-accused-whom.mmd", &["ask", "who accused whom"]),
    ("karabakh.md", &["export"]),
    ("principals.dot", &["export", "--by", "principal"]),
    ("who-accused-whom.md", &["ask", "who accused whom"]),
    ("who-accused-whom.json", &["ask", "who accused whom"]),
    ("who-accused-whom.dot", &["ask", "who accused whom"]),
    ("stances.dot", &["ask", "who (accuses or condemns or supports) whom", "--by", "principal"]),
    ("mutual-accusations.md", &["ask", "?x accuses ?y and ?y accuses ?x", "--by", "principal", "--receipts", "all"]),
    ("who-mediates.md", &["ask", "who mediates between armenia and azerbaijan"]),
    ("france-turkey.md", &["show", "france", "turkey"]),
    ("karabakh.html", &["export"]),
    ("karabakh.svg", &["export"]),
    ("karabakh-network.svg", &["export", "--view", "network"]),
    ("karabakh-timeline.svg", &["export", "--view", "timeline"]),
    ("principals-network.svg", &["export", "--by", "principal", "--view", "network"]),
    ("stances.svg", &["ask", "who (accuses or condemns or supports) whom", "--by", "principal"]),
    ("who-accused-whom.svg", &["ask", "who accused whom"]),
    ("camps.md", &["camps", "--by", "principal"]),
    ("camps.json", &["camps", "--by", "principal"]),
    ("camps.svg", &["camps", "--by", "principal", "--view", "matrix"]),
    ("flips.md", &["flips", "--by", "principal"]),
    ("when.svg", &["timeline", "--since", "2020-09", "--until", "2020-10", "--step", "day"]),
];

fn standoff() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standoff"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

#[test]
fn the_gallery_is_what_the_program_makes() {
    let update = std::env::var_os("UPDATE").is_some();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let made = tempfile::tempdir().unwrap();
    let mut stale = Vec::new();
    for (name, words) in GALLERY {
        let path = made.path().join(name);
        let output = standoff().args(words).arg("-o").arg(&path).output().unwrap();
        assert!(output.status.success(), "{name}: {}", String::from_utf8_lossy(&output.stderr));
        let now = std::fs::read(&path).unwrap();
        let kept = root.join("out").join(name);
        if update {
            std::fs::write(&kept, &now).unwrap();
        } else if std::fs::read(&kept).ok().as_deref() != Some(&now) {
            stale.push(name);
        }
    }
    assert!(stale.is_empty(), "not what the program makes now: {stale:?}; UPDATE=1 writes them");
}

#[test]
fn the_gallery_holds_nothing_else() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("out");
    for entry in out.read_dir().unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(GALLERY.iter().any(|(known, _)| *known == name), "out/{name} is made by nothing");
    }
}

#[test]
fn the_same_twice_is_the_same_bytes() {
    let words = ["ask", "?x ?how ?y", "--to", "jsonl"];
    let run = || standoff().args(words).output().unwrap().stdout;
    assert_eq!(run(), run());
}
