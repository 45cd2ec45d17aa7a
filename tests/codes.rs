//! The codes against real event data, which are not part of the project.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use standoff::codes;

/// The folder of real data, where it is.
fn shared() -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    shared.exists().then_some(shared)
}

/// The rows of all files of a folder, or of one file, cut at tabs.
fn rows(path: &Path) -> Vec<Vec<String>> {
    let files = match path.is_dir() {
        true => std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect(),
        false => vec![path.to_owned()],
    };
    let text = |file: PathBuf| String::from_utf8_lossy(&std::fs::read(file).unwrap()).into_owned();
    let cut = |line: &str| line.trim_end_matches('\r').split('\t').map(str::to_owned).collect();
    files.into_iter().flat_map(|file| text(file).lines().map(cut).collect::<Vec<_>>()).collect()
}

#[test]
fn every_event_code_of_real_data_is_known() {
    let Some(shared) = shared() else { return };
    // Folder, column of the code, and the cells that are no code: ICEWS has a header, Phoenix two rows of a space.
    let places: [(_, _, &[&str]); 5] = [
        ("gdelt1", 26, &[]),
        ("gdelt2", 26, &[]),
        ("mentions/events.tsv", 26, &[]),
        ("icews", 6, &["CAMEO Code"]),
        ("phoenix", 13, &[" "]),
    ];
    let mut codes = BTreeSet::new();
    for (place, column, no_codes) in places {
        let mut unknown = BTreeSet::new();
        for row in rows(&shared.join(place)) {
            match codes::cameo(&row[column]) {
                Some(event) => drop(codes.insert(event.code)),
                None => drop(unknown.insert(row[column].clone())),
            }
        }
        assert_eq!(unknown.iter().collect::<Vec<_>>(), no_codes, "{place}");
    }
    assert!(codes.len() > 220, "{}", codes.len());
    // In these days nobody was found guilty; all else happened.
    let reached: BTreeSet<&str> = codes.iter().map(|code| codes::cameo(code).unwrap().relation).collect();
    let built_in = standoff::relation::built_in();
    let missing: Vec<&str> = built_in.iter().map(|r| r.id.as_str()).filter(|id| !reached.contains(id)).collect();
    assert_eq!(missing, ["convicts"]);
}

#[test]
fn every_plover_type_of_real_data_is_known() {
    let Some(shared) = shared() else { return };
    let mut types = BTreeSet::new();
    let mut polecat = csv::Reader::from_path(shared.join("polecat/combined_data_RUS.csv")).unwrap();
    for row in polecat.deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        let event = codes::plover(&row["Event Type"], None).unwrap();
        // The subset has lost the mode, but kept its score.
        let of_type = |other: &&codes::Event| other.code.split('.').next() == Some(event.code);
        let score = row["Event Intensity"].parse().ok();
        assert!(codes::events().filter(of_type).any(|other| other.goldstein == score), "{} {score:?}", event.code);
        types.insert(event.code);
    }
    for row in rows(&shared.join("plover")) {
        let row: serde_json::Value = serde_json::from_str(&row[0]).unwrap();
        types.insert(codes::plover(row["event"].as_str().unwrap(), None).unwrap().code);
    }
    // All sixteen types, and two modes that once were types.
    assert_eq!(types.len(), 18, "{types:?}");
}

#[test]
fn gdelt_has_the_same_classes_and_scores() {
    let Some(shared) = shared() else { return };
    for place in ["gdelt1", "gdelt2", "mentions/events.tsv"] {
        for row in rows(&shared.join(place)) {
            let event = codes::cameo(&row[26]).unwrap();
            assert_eq!(row[26], event.code);
            assert_eq!(row[29], event.quad_class.to_string(), "{}", event.code);
            assert_eq!(row[30].parse().ok(), event.goldstein, "{}", event.code);
        }
    }
}

#[test]
fn icews_texts_and_codes_agree() {
    let Some(shared) = shared() else { return };
    for row in rows(&shared.join("icews")).iter().filter(|row| row[0] != "Event ID") {
        assert_eq!(codes::icews_text(&row[5]), Some(row[6].as_str()), "{}", row[5]);
    }
    for row in rows(&shared.join("icews_text_to_code.tsv")).iter().skip(1) {
        let event = codes::cameo(&row[1]);
        // A root of two digits that is no shortened child is not to be had by its code.
        let event = if row[1].len() == 2 { codes::events().find(|event| event.code == row[1]) } else { event };
        assert_eq!(codes::icews_text(&row[0]), event.map(|event| event.code), "{}", row[0]);
        assert_eq!(event.unwrap().relation, row[2], "{}", row[0]);
    }
    for row in rows(&shared.join("quads-icews14/relation2id.txt")) {
        assert!(codes::icews_text(&row[0]).is_some(), "{}", row[0]);
    }
}

#[test]
fn icews_stores_mirrored_events_in_pairs() {
    let Some(shared) = shared() else { return };
    let mut pairs: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    let rows = rows(&shared.join("icews"));
    // Date, story, sentence, actors and code say which event it is.
    let key = |row: &[String], code: &str, source: usize, target: usize| {
        [&row[1], &row[11], &row[12], &row[source], &row[target], code].join("\t")
    };
    let all: BTreeSet<String> = rows.iter().map(|row| key(row, &row[6], 2, 8)).collect();
    for row in &rows {
        let Some(event) = codes::cameo(&row[6]) else { continue };
        let mirrored = codes::mirror(event.code).unwrap_or(event.code);
        let (both, total) = pairs.entry(event.code).or_default();
        *both += u32::from(all.contains(&key(row, mirrored, 8, 2)));
        *total += 1;
    }
    for (code, (both, total)) in pairs.into_iter().filter(|(_, (_, total))| *total >= 50) {
        let share = f64::from(both) / f64::from(total);
        assert_eq!(share > 0.95, codes::mirror(code).is_some(), "{code}: {both} of {total}");
    }
}

#[test]
fn principals_are_in_the_country_columns() {
    let Some(shared) = shared() else { return };
    let (mut agree, mut differ) = (0, BTreeSet::new());
    for row in ["gdelt1", "gdelt2", "mentions/events.tsv"].iter().flat_map(|place| rows(&shared.join(place))) {
        for at in [5, 15] {
            let actor = codes::actor(&row[at]);
            let column = Some(row[at + 2].as_str()).filter(|code| !code.is_empty());
            match actor.country() == column {
                true => agree += 1,
                false => drop(differ.insert(format!("{} {column:?}", row[at]))),
            }
            // Whoever acts for somebody does for the country in the column.
            assert!(actor.principal().is_none_or(|principal| Some(principal) == actor.country()));
        }
    }
    assert!(agree > 14_000, "{agree}");
    // GDELT knows Romania as ROM alone, and lost Taiwan's country in one row.
    assert_eq!(differ.iter().collect::<Vec<_>>(), ["ROU None", "TWN None"]);
}

#[test]
fn most_groups_of_real_actors_have_names() {
    let Some(shared) = shared() else { return };
    let mut codes: BTreeSet<String> = BTreeSet::new();
    for row in ["gdelt1", "gdelt2", "mentions/events.tsv"].iter().flat_map(|place| rows(&shared.join(place))) {
        codes.extend([row[5].clone(), row[15].clone()]);
    }
    for row in rows(&shared.join("phoenix")) {
        codes.extend([row[5].clone(), row[9].clone()]);
    }
    // What is left: the numbers that faiths are parted into, and letters of which nobody is sure.
    let letters = |word: &str| word.len() == 3 && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
    let mut left = BTreeSet::new();
    for name in codes.iter().map(|code| codes::actor(code).name()) {
        left.extend(name.split([' ', '(', ')', ',']).filter(|word| letters(word)).map(str::to_owned));
    }
    assert_eq!(
        left.iter().collect::<Vec<_>>(),
        ["001", "010", "200", "210", "230", "420", "700", "AST", "MAR", "WEU", "WLN"]
    );
}

#[test]
fn countries_of_icews_are_known() {
    let Some(shared) = shared() else { return };
    let mut unknown = BTreeSet::new();
    for row in rows(&shared.join("icews")).iter().filter(|row| row[0] != "Event ID") {
        for name in [&row[4], &row[10], &row[17]] {
            if codes::country(name).is_none() {
                unknown.insert(name.clone());
            }
        }
    }
    // NA is a missing value, not Namibia.
    assert_eq!(unknown.iter().collect::<Vec<_>>(), ["", "Antarctica", "NA"]);
}

#[test]
fn the_table_agrees_with_the_one_that_was_measured() {
    let Some(shared) = shared() else { return };
    let rows = rows(&shared.join("cameo_map.tsv"));
    assert_eq!(rows.len() - 1, codes::events().len());
    for row in &rows[1..] {
        let code = row[0].strip_prefix("PLOVER:");
        let event = codes::events().find(|event| event.code == code.unwrap_or(&row[0])).unwrap();
        assert_eq!((event.relation, event.quad_class.to_string()), (row[2].as_str(), row[3].clone()), "{}", row[0]);
        assert_eq!(event.goldstein, row[4].parse().ok(), "{}", row[0]);
        // The labels of PLOVER are our own.
        assert!(code.is_some() || event.label == row[1], "{}", row[0]);
    }
}
