//! README.md tells the truth: every command in it is run, and what it shows is what is printed.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::Command;

/// How a command of the README begins where it is one of the program's.
const CARGO: [&str; 3] = ["cargo run --release -- ", FULL, "standoff "];

/// The same where it takes all features.
const FULL: &str = "cargo run --release --features full -- ";

/// The `console` blocks: commands behind `$ `, each with the lines that follow it.
fn examples(text: &str) -> Vec<(String, String)> {
    let mut examples: Vec<(String, String)> = Vec::new();
    let mut inside = false;
    for line in text.lines() {
        match (inside, line) {
            (false, "```console") => inside = true,
            (true, "```") => inside = false,
            (true, line) => match (line.strip_prefix("$ "), examples.last_mut()) {
                (Some(command), _) => examples.push((command.to_owned(), String::new())),
                (None, Some((_, output))) => *output += &format!("{line}\n"),
                (None, None) => panic!("output before any command: {line}"),
            },
            (false, _) => {}
        }
    }
    examples
}

/// Words as a shell splits them, as far as the README needs it.
fn words(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in command.chars() {
        match (c, quote) {
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (' ', None) => words.push(String::new()),
            (c, _) => words.last_mut().expect("it begins with one word").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[test]
fn every_command_prints_what_the_readme_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("README.md")).unwrap();
    let examples = examples(&text);
    assert!(examples.len() > 3);
    let made = tempfile::tempdir().unwrap();
    let mut updated = text.clone();
    let mut wrong = Vec::new();
    for (command, shown) in &examples {
        let Some(rest) = CARGO.iter().find_map(|begin| command.strip_prefix(begin)) else {
            // Commands for cargo itself are run by whoever runs this test.
            assert!(command.starts_with("cargo ") && shown.is_empty(), "cannot be run: {command}");
            continue;
        };
        let mut args = words(rest);
        let prepared = command.starts_with(FULL) || args.iter().any(|arg| arg.ends_with(".parquet"));
        if prepared && cfg!(not(all(feature = "parquet", feature = "pdf"))) {
            continue;
        }
        for i in 1..args.len() {
            // Files are written elsewhere, so that a test leaves nothing behind, and read from there.
            let elsewhere = made.path().join(&args[i]);
            if args[i - 1] == "-o" || elsewhere.exists() {
                args[i] = elsewhere.display().to_string();
            }
        }
        let output = Command::new(env!("CARGO_BIN_EXE_standoff"))
            .current_dir(root)
            .env("COLUMNS", "100")
            .args(args)
            .output()
            .unwrap();
        let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
        let printed = printed.replace(&made.path().join("").display().to_string(), "");
        if printed.trim_end() != shown.trim_end() {
            let shown_block = format!("$ {command}\n{shown}");
            updated = updated.replacen(&shown_block, &format!("$ {command}\n{}\n", printed.trim_end()), 1);
            wrong.push(format!("$ {command}\n{printed}"));
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(root.join("README.md"), updated).unwrap();
    } else {
        assert!(wrong.is_empty(), "the README shows something else than\n{}", wrong.join("\n"));
    }
}

/// The table of formats stands between two comments, and is what the program says.
#[test]
fn the_table_of_formats_is_the_list_of_the_program() {
    const MARKS: [&str; 2] = ["<!-- what `standoff formats` prints -->\n", "\n<!-- until here -->"];
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("README.md")).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_standoff")).arg("formats").output().unwrap();
    assert!(output.status.success());
    let said = String::from_utf8(output.stdout).unwrap();
    let (before, rest) = text.split_once(MARKS[0]).expect("the table begins");
    let (shown, after) = rest.split_once(MARKS[1]).expect("the table ends");
    if std::env::var_os("UPDATE").is_some() {
        let updated = [before, MARKS[0], said.trim_end(), MARKS[1], after].concat();
        std::fs::write(root.join("README.md"), updated).unwrap();
    } else {
        assert_eq!(shown.trim_end(), said.trim_end(), "UPDATE=1 writes it");
    }
}
