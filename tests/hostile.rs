//! Files that are not what they are taken for: nothing brings the program down, and everything is said.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use flate2::Compression;
use flate2::write::GzEncoder;
use standoff::read::{Fields, Format, Options};
use standoff::{Data, Dataset, Report, read_with};

/// One file of every format that is text, and a few that are none.
fn samples() -> Vec<(PathBuf, Vec<u8>)> {
    let mut paths: Vec<PathBuf> =
        ["tests/doubtful/town.json", "tests/corpus/statements.jsonl", "data/actors.json"].map(PathBuf::from).into();
    for folder in ["tests/events", "tests/annotations", "tests/annotations/brat", "tests/corpus", "tests/events/quads"]
    {
        paths.extend(
            Path::new(folder).read_dir().unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file()),
        );
    }
    paths.sort();
    paths.dedup();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

fn taken(bytes: &[u8], from: Option<Format>, mapped: bool) -> Result<(Dataset, Report), Report> {
    let mut options = Options::default();
    options.from = from;
    if mapped {
        let mut fields = Fields::default();
        fields.set("source=target").unwrap();
        fields.set("target=id").unwrap();
        fields.set("relation=accuses").unwrap();
        options.fields = fields;
    }
    read_with([Data::bytes("-", bytes)], &options)
}

/// Whatever was read, something is said, and each place stands in the file.
fn sound(read: Result<(Dataset, Report), Report>, what: &str) {
    let report = match read {
        Ok((dataset, report)) => {
            assert_eq!(report.errors, 0, "{what}");
            let all: Vec<_> = dataset.statements().map(|statement| statement.ix()).collect();
            dataset.details(&all).unwrap_or_else(|error| panic!("{what}: {error}"));
            report
        }
        Err(report) => {
            assert!(report.errors > 0, "{what}");
            report
        }
    };
    for place in report.problems.iter().flat_map(|problem| problem.place.iter().chain(&problem.also)) {
        assert!(place.line > 0 && place.excerpt.get(place.words.clone()).is_some(), "{what}: {place:?}");
    }
}

#[test]
fn every_file_can_be_taken_for_every_format() {
    for (path, bytes) in samples() {
        for from in Format::all() {
            for mapped in [false, true] {
                sound(taken(&bytes, Some(from), mapped), &format!("{} as {}", path.display(), from.name()));
            }
        }
    }
}

#[test]
fn what_ends_too_early_or_is_in_another_encoding_is_said() {
    for (path, bytes) in samples() {
        let what = path.display().to_string();
        for end in [1, 7, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1] {
            sound(taken(&bytes[..end.min(bytes.len())], None, false), &what);
        }
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(taken(&wide, None, false).is_err(), "{what} in UTF-16");
        let latin: Vec<u8> = text.replace('e', "\u{e9}").chars().map(|c| c as u32 as u8).collect();
        sound(taken(&latin, None, false), &what);
    }
}

#[test]
fn a_line_of_ten_megabytes_is_a_line() {
    let long = "a".repeat(10 << 20);
    let files = [
        format!("source,relation,target\n{long},aids,b\n"),
        format!("source,relation,target\n\"{long},aids,b\n"),
        format!("{{\"source\": \"{long}\", \"relation\": \"aids\", \"target\": \"b\"}}\n"),
        format!("[{{\"source\": \"a\", \"relation\": \"{long}\", \"target\": \"b\"}}]"),
        format!("{{\"{long}\": 1}}"),
        long.clone(),
        "[".repeat(10 << 20),
        "{\"a\":".repeat(1 << 20),
        "\t".repeat(1 << 20),
    ];
    for file in files {
        sound(taken(file.as_bytes(), None, false), &file[..20]);
    }
}

/// Twenty megabytes of nothing, packed into some ten kilobytes.
#[test]
fn a_bomb_does_not_go_off() {
    let folder = tempfile::tempdir().unwrap();
    let nothing = vec![b' '; 1 << 20];
    for name in ["bomb.json.gz", "bomb.csv.gz", "bomb.dna.gz"] {
        let path = folder.path().join(name);
        let mut out = GzEncoder::new(std::fs::File::create(&path).unwrap(), Compression::best());
        out.write_all(if name.contains("dna") { b"SQLite format 3\0" } else { b"[\n" }).unwrap();
        for _ in 0..20 {
            out.write_all(&nothing).unwrap();
        }
        out.finish().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_standoff")).arg("check").arg(&path).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{name}: {said}");
        assert!(said.contains("200 times its size"), "{name}: {said}");
    }
}
