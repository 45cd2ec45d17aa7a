//! Folders: files that are named for what they hold, or else whatever looks like data of others.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use super::data_file::Table;
use super::format::Format;
use super::json::list;
use super::reader::{Reader, formats};
use crate::names::nearest;
use crate::problem::Finding;

impl Reader<'_> {
    /// Reads what a folder holds: `dataset.json`, and for each table `NAME.json`, for statements
    /// also `.jsonl`, `.csv` and `.tsv`; `NAME-anything.json` too, and all of it packed with gzip.
    pub fn folder(&mut self, folder: &Path, number: u32) {
        let names = match folder.read_dir().and_then(|entries| {
            entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>()
        }) {
            Ok(names) => names,
            Err(error) => return self.finding(Finding::error(None, format!("{}: {error}", folder.display()))),
        };
        let mut names: Vec<String> = names.into_iter().filter_map(|name| name.into_string().ok()).collect();
        names.sort();
        let mut found = Vec::new();
        for name in &names {
            let path = Path::new(name);
            // What is packed is called for what is in it: `statements.jsonl.gz`.
            let bare = name.strip_suffix(".gz").unwrap_or(name);
            let stem = Path::new(bare).file_stem().and_then(|stem| stem.to_str());
            let (Some(format), Some(stem)) = (Format::of_path(path), stem) else { continue };
            let is = |table: &str| stem == table || stem.strip_prefix(table).is_some_and(|rest| rest.starts_with('-'));
            let table = Table::ALL.into_iter().find(|table| is(table.name()));
            match table {
                Some(table) if format == Format::Json || table == Table::Statements => found.push((Some(table), name)),
                Some(table) => {
                    let said = format!("{}: the {} are read from JSON only", folder.join(name).display(), table.name());
                    self.finding(Finding::error(None, said));
                }
                None if stem == "dataset" && format == Format::Json => found.push((None, name)),
                None => {
                    let tables = Table::ALL.map(Table::name);
                    if let Some(near) = nearest(stem, tables) {
                        let said = format!("{}: this file is not read", folder.join(name).display());
                        self.finding(Finding::warning(None, said).did_you_mean(Some(near)));
                    }
                }
            }
        }
        // Tables of actors and the like may stand beside statements that come from elsewhere.
        let no_statements = found.iter().all(|(table, _)| !matches!(table, None | Some(Table::Statements)));
        if no_statements {
            // Event data, annotations and databases are not named for what they hold, but look like it.
            let others = |format: &Option<Format>| {
                matches!(format, None | Some(Format::Events(_) | Format::Annotations(_) | Format::Dna))
            };
            let known: HashSet<&String> = found.iter().map(|(_, name)| *name).collect();
            let mut more = Vec::new();
            let (mut folders, mut tables) = (0, 0);
            for name in names.iter().filter(|name| !known.contains(name)) {
                let path = folder.join(name);
                if path.is_file() && formats(&path).is_ok_and(|formats| formats.iter().any(others)) {
                    more.push((None, name));
                } else if path.is_dir() {
                    folders += 1;
                } else if matches!(Format::of_path(&path), Some(Format::Csv | Format::Tsv)) {
                    tables += 1;
                }
            }
            if !more.is_empty() {
                let folder = folder.display();
                self.lose(format!("folders in {folder}, which are not read"), folders);
                self.lose(format!("tables in {folder}, which are not read: name them"), tables);
            }
            found.extend(more);
        }
        if found.is_empty() {
            let said = format!("{}: the folder holds no data", folder.display());
            let tables = list(Table::ALL.iter().map(|table| table.name()));
            let hint = format!(
                "files are named for what they hold: {tables}, each .json, and statements also .jsonl, .csv or .tsv; \
                 event data and annotations may be called anything"
            );
            self.finding(Finding::error(None, said).hint(hint));
        }
        for (table, name) in found {
            self.file(&folder.join(name), table, number);
        }
    }
}

/// The name in the same folder that is nearest to one that does not exist.
pub(super) fn neighbour(path: &Path) -> Option<String> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let wanted = path.file_name()?.to_str()?;
    let names = parent.read_dir().ok()?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    // A link that leads nowhere is not there under its own name.
    let names: Vec<String> = names.filter(|name| name != wanted).collect();
    let near = nearest(wanted, names.iter().map(String::as_str))?;
    Some(parent.join(near).display().to_string().trim_start_matches("./").to_owned())
}
