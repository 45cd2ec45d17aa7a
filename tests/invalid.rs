//! What `standoff check` says about data with something wrong in them: a file a defect in
//! `tests/invalid`, and beside it, as `NAME.expected`, what is printed and the exit code.
//!
//! `UPDATE=1 cargo test --test invalid` writes the expectations anew; read the difference before
//! committing it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Texts that documents of several cases point at: no case of its own.
const TEXTS: &str = "texts";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join("invalid")
}

/// Runs `standoff check DATA` in a folder, so that no path of this machine gets into what it prints.
fn check(folder: &Path, data: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_standoff"))
        .args(["check", data])
        .current_dir(folder)
        .env_remove("CLICOLOR_FORCE")
        .env("NO_COLOR", "1")
        .output()
        .expect("the program starts")
}

/// What was printed and the exit code, as an expectation has it.
fn printed(output: &Output) -> String {
    let code = output.status.code().map_or("none: it was killed".to_owned(), |code| code.to_string());
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("what is printed is UTF-8");
    format!("exit code: {code}\n--- stdout\n{}--- stderr\n{}", text(&output.stdout), text(&output.stderr))
}

/// What holds of every check, whatever is wrong with the data.
fn sound(name: &str, output: &Output) -> Result<(), String> {
    let stdout = String::from_utf8_lossy(&output.stdout);
    let stderr = String::from_utf8_lossy(&output.stderr);
    if stdout.contains("panicked") || stderr.contains("panicked") {
        return Err(format!("{name}: panicked\n{stderr}"));
    }
    let errors = stderr.lines().any(|line| line.starts_with("error"));
    let wanted = if errors { 2 } else { 0 };
    match output.status.code() {
        Some(code) if code == wanted => Ok(()),
        code => Err(format!("{name}: the exit code is {code:?}, not {wanted}")),
    }
}

#[test]
fn every_defect_is_said_as_expected() {
    let folder = folder();
    let update = std::env::var_os("UPDATE").is_some_and(|value| value == "1");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .expect("tests/invalid is there")
        .map(|entry| entry.expect("it can be listed").file_name().into_string().expect("names are UTF-8"))
        .collect();
    names.sort();
    let (expectations, cases): (Vec<String>, Vec<String>) =
        names.into_iter().filter(|name| name != TEXTS).partition(|name| name.ends_with(".expected"));
    assert!(!cases.is_empty());
    let mut wrong = String::new();
    for name in &cases {
        let output = check(&folder, name);
        if let Err(said) = sound(name, &output) {
            writeln!(wrong, "=== {said}").expect("a string takes everything");
        }
        let (found, path) = (printed(&output), folder.join(format!("{name}.expected")));
        if update {
            fs::write(&path, &found).expect("the expectation can be written");
            continue;
        }
        match fs::read_to_string(&path) {
            Ok(expected) if expected == found => {}
            Ok(expected) => {
                writeln!(wrong, "=== {name}\n--- expected\n{expected}--- found\n{found}").expect("a string takes it");
            }
            Err(error) => writeln!(wrong, "=== {name}: {error}\n{found}").expect("a string takes it"),
        }
    }
    for name in &expectations {
        if !cases.iter().any(|case| format!("{case}.expected") == *name) {
            writeln!(wrong, "=== {name} belongs to no case").expect("a string takes it");
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}\nUPDATE=1 writes the expectations anew");
}

/// Writes data into a folder of their own and checks them there; what is printed of it.
fn check_made(name: &str, data: impl AsRef<[u8]>) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().expect("there is room for files");
    fs::write(folder.path().join(name), data).expect("the data can be written");
    let output = check(folder.path(), name);
    if let Err(said) = sound(name, &output) {
        panic!("{said}");
    }
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("what is printed is UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const STATEMENT: &str = r#"{"document": "ledger", "source": "avon", "relation": "accuses", "target": "bexley"}"#;

/// A statement in the place of whose closing brace stands more.
fn statement_with(more: &str) -> String {
    format!("{}{more}}}", STATEMENT.trim_end_matches('}'))
}

#[test]
fn no_depth_of_nesting_is_too_much() {
    const DEPTH: usize = 100_000;
    let lists = format!("{}{}", "[".repeat(DEPTH), "]".repeat(DEPTH));
    let objects = format!("{}1{}", r#"{"a":"#.repeat(DEPTH), "}".repeat(DEPTH));
    for deep in [&lists, &objects] {
        let cases = [
            ("top.json", deep.clone(), "error"),
            ("top.jsonl", deep.clone(), "error"),
            ("statements.json", format!(r#"{{"statements": {deep}}}"#), "error"),
            (
                "title.json",
                format!(r#"{{"title": {deep}, "statements": [{STATEMENT}]}}"#),
                "`title` should be a string",
            ),
            ("target.json", format!("[{}]", STATEMENT.replace(r#""bexley""#, deep)), "`target` should be a string"),
            ("span.json", format!("[{}]", statement_with(&format!(r#", "span": {deep}"#))), "`span` should be"),
            ("negated.jsonl", statement_with(&format!(r#", "negated": {deep}"#)), "`negated` should be true or false"),
            ("acts-for.json", format!(r#"{{"actors": [{{"id": "a", "acts_for": {deep}}}]}}"#), "error"),
            (
                "unknown-key.json",
                format!("[{}]", statement_with(&format!(r#", "mood": {deep}"#))),
                "unknown key `mood`",
            ),
            ("unclosed.json", deep[..deep.len() / 2].to_owned(), "this is not JSON"),
        ];
        for (name, data, wanted) in cases {
            let (code, _, stderr) = check_made(name, data);
            assert_eq!(code, Some(2), "{name}");
            assert!(stderr.contains(wanted), "{name}: {stderr}");
            assert!(stderr.len() < 20_000, "{name}: {} bytes are printed", stderr.len());
        }
    }
}

#[test]
fn a_line_of_five_megabytes_is_cut_round_the_words_at_fault() {
    let many = format!("{STATEMENT}, ").repeat((5 << 20) / STATEMENT.len());
    let wrong = STATEMENT.replace("accuses", "acuses");
    let (code, stdout, stderr) = check_made("long.json", format!("[{many}{wrong}]"));
    assert_eq!((code, stdout.as_str()), (Some(2), "1 error, 0 warnings\n"));
    let column = 1 + many.len() + wrong.find("acuses").expect("it was put there") + 1;
    assert!(stderr.contains(&format!("long.json:1:{column}\n")), "{stderr}");
    assert!(stderr.len() < 1000, "{stderr}");
    let (code, _, stderr) =
        check_made("long.jsonl", statement_with(&format!(r#", "gist": "{}""#, "é".repeat(5 << 20))));
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}

#[test]
fn of_many_errors_of_one_sort_the_first_are_shown_and_all_counted() {
    const MANY: usize = 100_000;
    let wrong = STATEMENT.replace("accuses", "acuses");
    let rows = "ledger,avon,acuses,bexley\n".repeat(MANY);
    let cases = [
        ("many.json", format!("[{}]", vec![wrong.as_str(); MANY].join(",\n"))),
        ("many.jsonl", format!("{wrong}\n").repeat(MANY)),
        ("many.csv", format!("document,source,relation,target\n{rows}")),
        ("malformed.jsonl", "{\n".repeat(MANY)),
        ("one-line.jsonl", statement_with(&r#", "mood": 1"#.repeat(MANY))),
    ];
    for (name, data) in cases {
        let (code, stdout, stderr) = check_made(name, data);
        assert_eq!((code, stdout.as_str()), (Some(2), "100000 errors, 0 warnings\n"), "{name}");
        assert_eq!(stderr.lines().filter(|line| line.starts_with("error")).count(), 20, "{name}");
        assert!(stderr.contains("note: and 980 more like: "), "{name}");
        let last = stderr.trim_end().lines().last().unwrap_or_default();
        assert!(last.contains("99000 more"), "{name}: {last}");
    }
}

#[test]
fn a_name_of_a_million_letters_is_cut_in_messages() {
    let name = "ä".repeat(1_000_000);
    let unknown =
        format!(r#"{{"actors": [{{"id": "avon"}}], "statements": [{}]}}"#, STATEMENT.replace("bexley", &name));
    let key = statement_with(&format!(r#", "{name}": 1"#));
    let cases = [
        ("actor.json", unknown, "unknown actor `ää"),
        ("relation.json", format!("[{}]", STATEMENT.replace("accuses", &name)), "unknown relation `ää"),
        ("key.jsonl", key, "unknown key `ää"),
        ("date.jsonl", statement_with(&format!(r#", "date": "{name}""#)), "this is not a date"),
        ("cell.csv", format!("document,source,relation,target\nledger,avon,{name},bexley\n"), "unknown relation `ää"),
        ("column.csv", format!("document,source,relation,target,{name}\nledger,avon,accuses,bexley,1\n"), "`ää"),
    ];
    for (file, data, wanted) in cases {
        let (code, _, stderr) = check_made(file, data);
        assert_eq!(code, Some(2), "{file}");
        assert!(stderr.contains(wanted), "{file}: {stderr}");
        assert!(stderr.len() < 4000, "{file}: {} bytes are printed", stderr.len());
    }
    // As the name of an actor it is merely long.
    let (code, _, stderr) = check_made("found.json", format!("[{}]", STATEMENT.replace("bexley", &name)));
    assert_eq!((code, stderr.as_str()), (Some(0), ""));
}

#[test]
fn nothing_printed_can_steer_the_terminal() {
    let hostile = "a\0von\u{1b}[31m\u{7}\u{9b}2J\u{202e}";
    let escaped = r"a\u0000von\u001b[31m\u0007\u009b2J\u202e";
    let cases = [
        ("escaped.json", format!("[{}]", STATEMENT.replace("accuses", escaped))),
        ("raw.csv", format!("document,source,relation,target\nledger,avon,{hostile},bexley\n")),
        ("column.csv", format!("document,source,relation,target,{hostile}\nledger,avon,accuses,bexley,1\n")),
        ("key.jsonl", statement_with(&format!(r#", "{escaped}": 1"#))),
        ("raw.json", format!("[{}]", STATEMENT.replace("accuses", hostile))),
    ];
    for (name, data) in cases {
        let (code, stdout, stderr) = check_made(name, data);
        assert_eq!(code, Some(2), "{name}");
        let steers = |c: char| c != '\n' && (c.is_control() || c == '\u{202e}');
        assert!(!stdout.contains(steers) && !stderr.contains(steers), "{name}: {stderr:?}");
    }
}

/// Git keeps no empty folder, so that it is made here.
#[test]
fn an_empty_folder_holds_no_data() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    fs::create_dir(folder.path().join("empty")).expect("it can be made");
    let output = check(folder.path(), "empty");
    assert_eq!(output.status.code(), Some(2));
    assert!(printed(&output).contains("error: empty: the folder holds no data"), "{}", printed(&output));
}
