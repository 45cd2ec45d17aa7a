//! The command line, case by case: the files in tests/cmd are what is typed and what comes back.
//! `TRYCMD=overwrite cargo test --test cli --features full` writes them.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
#[cfg(any(feature = "parquet", feature = "sqlite"))]
use std::path::Path;
use std::process::{Command, Stdio};

fn standoff() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_standoff"));
    command.current_dir(env!("CARGO_MANIFEST_DIR"));
    command
}

#[test]
fn cases() {
    trycmd::TestCases::new()
        .env("COLUMNS", "100")
        .case("tests/cmd/*.md")
        .skip("tests/cmd/import.md")
        .skip("tests/cmd/dna.md");
}

/// The cases of `import` write files: they run in a folder of their own, with copies of what they read.
#[cfg(feature = "parquet")]
#[test]
fn cases_of_import() {
    let folder = tempfile::tempdir().unwrap();
    let (cases, copy) = (Path::new("tests/cmd/import.md"), folder.path().join("import.md"));
    for read in ["data", "tests/corpus", "tests/events", "tests/invalid"] {
        copy_files(Path::new(read), &folder.path().join("import.in").join(read));
    }
    std::fs::copy(cases, &copy).unwrap();
    trycmd::TestCases::new().env("COLUMNS", "100").case(&copy).run();
    if std::env::var_os("TRYCMD").is_some_and(|value| value == "overwrite") {
        std::fs::copy(&copy, cases).unwrap();
    }
}

/// The cases of databases read one that is made here.
#[cfg(feature = "sqlite")]
#[test]
fn cases_of_databases() {
    let folder = tempfile::tempdir().unwrap();
    let (cases, copy) = (Path::new("tests/cmd/dna.md"), folder.path().join("dna.md"));
    std::fs::create_dir(folder.path().join("dna.in")).unwrap();
    let database = rusqlite::Connection::open(folder.path().join("dna.in/quarrel.dna")).unwrap();
    for part in ["three", "quarrel"] {
        database.execute_batch(&std::fs::read_to_string(format!("tests/dna/{part}.sql")).unwrap()).unwrap();
    }
    database.close().unwrap();
    std::fs::copy(cases, &copy).unwrap();
    trycmd::TestCases::new().env("COLUMNS", "100").case(&copy).run();
    if std::env::var_os("TRYCMD").is_some_and(|value| value == "overwrite") {
        std::fs::copy(&copy, cases).unwrap();
    }
}

/// Copies the files of a folder, but not the folders in it.
#[cfg(feature = "parquet")]
fn copy_files(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap().map(Result::unwrap) {
        if entry.path().is_file() {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn a_closed_pipe_is_nobodys_fault() {
    let mut child = standoff()
        .args(["ask", "?x ?how ?y", "--to", "csv", "--receipts", "all"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn standard_input_is_data() {
    let mut child = standoff()
        .args(["ask", "who accuses whom", "-", "--to", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = "{\"source\":\"Avon\",\"relation\":\"accuses\",\"target\":\"Bray\",\"gist\":\"the flood\"}\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let row: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(row["bindings"]["who"], "Avon");
    assert_eq!(row["statements"][0]["gist"], "the flood");
    assert_eq!(row["statements"][0]["id"], "standard input#1");
}

/// As with `<(…)` of a shell: a pipe that has no name but opens.
#[cfg(target_os = "linux")]
#[test]
fn a_pipe_without_a_name_is_data() {
    let mut child = standoff()
        .args(["ask", "who accuses whom", "/dev/fd/0", "--to", "jsonl"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"source,relation,target\nAvon,accuses,Bray\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_word_of_a_million_letters_fits_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.csv");
    let long = "x".repeat(1_000_000);
    std::fs::write(&path, format!("source,relation,target,gist\nAvon,accuses,Bray,{long}\n")).unwrap();
    let output = standoff().args(["ask", "who accuses whom"]).arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.len() < 50_000, "{}", output.stdout.len());
}

#[test]
fn a_failed_run_leaves_the_old_file_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.dot");
    std::fs::write(&path, "old").unwrap();
    let bad = folder.path().join("bad.jsonl");
    std::fs::write(&bad, "{\"source\":1}\n").unwrap();
    let output = standoff().arg("export").arg(&bad).arg("-o").arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "old");
    let output = standoff().args(["export", "data", "-o"]).arg(&path).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(std::fs::read_to_string(&path).unwrap().starts_with("digraph"));
    let left: Vec<_> = folder.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
}

/// Replacing /dev/null by a file breaks every other program.
#[cfg(unix)]
#[test]
fn what_is_no_file_is_written_into() {
    use std::io::Read;
    use std::os::unix::fs::FileTypeExt;
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || {
            let mut text = String::new();
            std::fs::File::open(pipe).unwrap().read_to_string(&mut text).unwrap();
            text
        }
    });
    let output = standoff().args(["export", "data", "--to", "csv", "-o"]).arg(&pipe).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(std::fs::symlink_metadata(&pipe).unwrap().file_type().is_fifo());
    assert!(reader.join().unwrap().starts_with("row,"));
}

#[cfg(unix)]
#[test]
fn an_old_file_keeps_its_links_and_permissions() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("real.csv");
    let link = folder.path().join("link.csv");
    symlink("real.csv", &link).unwrap();
    for old in [false, true] {
        if old {
            std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
        let output = standoff().args(["export", "data", "-o"]).arg(&link).output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());
        assert!(std::fs::read_to_string(&file).unwrap().starts_with("row,"));
    }
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
}

/// Four million rows are not formed to find the largest.
#[test]
fn the_largest_rows_of_a_cross_product_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.csv");
    let often = ["Avon,accuses,Bray\n", "Caen,accuses,Dover\n"];
    let once = (0..2000).map(|n| format!("Town {n},accuses,Hythe\n"));
    let rows: String = often.iter().flat_map(|row| [row.to_string(), row.to_string()]).chain(once).collect();
    std::fs::write(&path, format!("source,relation,target\n{rows}")).unwrap();
    let question = ["ask", "?a accuses ?b and ?c accuses ?d", "--top", "2", "--to", "jsonl", "--receipts", "0"];
    let output = standoff().args(question).arg(&path).output().unwrap();
    let rows: Vec<serde_json::Value> =
        output.stdout.split(|&b| b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let said: Vec<_> = rows.iter().map(|row| (&row["bindings"]["a"], &row["count"])).collect();
    assert_eq!(said, [(&"Avon".into(), &4.into()), (&"Caen".into(), &4.into())]);
}

#[test]
fn colours_are_for_terminals() {
    let output = standoff().args(["ask", "who accuses whom"]).output().unwrap();
    assert!(!output.stdout.contains(&0x1b));
    let forced = standoff().args(["ask", "who accuses whom"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(forced.stdout.contains(&0x1b));
    let none =
        standoff().args(["ask", "who accuses whom"]).env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output().unwrap();
    assert!(!none.stdout.contains(&0x1b));
}

#[test]
fn completions_and_the_manual_page_come_out() {
    for words in [&["completions", "bash"][..], &["completions", "fish"], &["man"]] {
        let output = standoff().args(words).output().unwrap();
        assert!(output.status.success() && output.stdout.len() > 1000, "{words:?}");
    }
}

/// The passages of the sample data are in the articles, which are not part of the project.
#[test]
fn the_sample_data_fit_the_articles_where_they_are() {
    let texts = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/articles");
    if !texts.exists() {
        return;
    }
    let output = standoff().args(["check", "data", "--texts"]).arg(&texts).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(said.contains("5 texts at hand") && said.contains("no errors, no warnings"), "{said}");
}
