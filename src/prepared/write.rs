//! The file itself: row groups, the index behind them, and the footer that Parquet has.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::file::metadata::{KeyValue, SortingColumn};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;

use super::chunk::{PageAt, Pages};
use super::group::{Group, Tables};
use super::index::{Actors, Directory, GroupAt, Head, Postings, Stretch, checksum, name_hash};
use super::layout::{Column, INDEX_KEY, TABLES_KEY, VERSION, VERSION_KEY, schema};

/// The most bytes of tables that stand in the footer, too: every reader of the file reads that.
const TABLES_IN_FOOTER: usize = 1 << 16;

/// Writes row groups one after the other.
pub(super) struct Writer<W: Write + Send> {
    out: SerializedFileWriter<W>,
    head: Head,
    /// Of each source, first tie and how many; of each target, where its rows are.
    sources: Vec<(u32, u64, u32)>,
    targets: Vec<(u32, u32, u32, u32)>,
}

fn failed(error: parquet::errors::ParquetError) -> io::Error {
    match error {
        // What went wrong is mostly that a disk is full: that is for a person to read.
        parquet::errors::ParquetError::External(error) => match error.downcast::<io::Error>() {
            Ok(error) => *error,
            Err(error) => io::Error::other(error),
        },
        error => io::Error::other(error),
    }
}

impl<W: Write + Send> Writer<W> {
    pub fn new(out: W) -> io::Result<Self> {
        let sorted = [Column::Relation, Column::Source, Column::Target, Column::FirstDay, Column::Row];
        let place = |column| Column::ALL.iter().position(|&known| known == column).expect("ALL holds every column");
        let sorting =
            |column| SortingColumn { column_idx: place(column) as i32, descending: false, nulls_first: false };
        let properties = WriterProperties::builder()
            .set_created_by(concat!("standoff ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_sorting_columns(Some(sorted.into_iter().map(sorting).collect()))
            .build();
        let schema = schema().root_schema_ptr();
        let out = SerializedFileWriter::new(out, schema, Arc::new(properties)).map_err(failed)?;
        Ok(Writer { out, head: Head::default(), sources: Vec::new(), targets: Vec::new() })
    }

    pub fn group(&mut self, group: Group, tables: &Tables) -> io::Result<()> {
        let mut pages = Vec::with_capacity(group.chunks.len());
        let mut rows = self.out.next_row_group().map_err(failed)?;
        for chunk in group.chunks {
            let written = rows.append_column(&chunk.bytes, chunk.close).map_err(failed);
            written?;
            pages.push((chunk.pages, chunk.bytes.len() as u64));
        }
        let written = rows.close().map_err(failed)?;
        let pages: Vec<Pages> = pages
            .into_iter()
            .zip(written.columns())
            .map(|((pages, len), column)| {
                let (start, written) = column.byte_range();
                debug_assert_eq!(written, len);
                let moved = |page: PageAt| PageAt { start: page.start + start, ..page };
                Pages { dictionary: pages.dictionary.map(moved), data: pages.data.into_iter().map(moved).collect() }
            })
            .collect();
        let found = group.found;
        let number = self.head.groups.len() as u32;
        let first = self.head.ties;
        for &(relation, row) in &found.relations {
            let name = tables.names.relations.get(tables.order.relations.sorted[relation as usize]);
            if self.head.relations.last().is_none_or(|(last, _)| last != name) {
                self.head.relations.push((name.to_owned(), first + u64::from(row)));
            }
        }
        self.sources.extend(found.by_source.iter().map(|&(name, row, rows)| (name, first + u64::from(row), rows)));
        self.targets.extend(found.by_target.iter().map(|&(name, start, rows)| (name, number, start, rows)));
        let mut directory = Vec::new();
        Directory::put(&found, &pages, &mut directory);
        let directory = self.put(&directory)?;
        let reverse = self.put(&found.reverse)?;
        self.head.groups.push(GroupAt { first, rows: group.rows as u32, directory, reverse });
        self.head.ties += group.rows as u64;
        Ok(())
    }

    /// Writes bytes that are no part of any column.
    fn put(&mut self, bytes: &[u8]) -> io::Result<Stretch> {
        let start = self.out.bytes_written() as u64;
        self.out.write_all(bytes)?;
        Ok(Stretch { start, len: bytes.len() as u64 })
    }

    /// Writes the index and the footer.
    pub fn finish(mut self, tables: &Tables, statements: u64, data_file: &str) -> io::Result<W> {
        self.head.statements = statements;
        self.head.dates = tables.dates.iter().map(|(text, _)| text.clone()).collect();
        self.head.actors = self.actors(tables)?;
        self.head.tables = self.put(data_file.as_bytes())?;
        let mut head = Vec::new();
        self.head.put(&mut head);
        let at = self.put(&head)?;
        let mut say =
            |key: &str, value: String| self.out.append_key_value_metadata(KeyValue::new(key.to_owned(), value));
        say(VERSION_KEY, VERSION.to_owned());
        say(INDEX_KEY, format!("{} {} {:016x}", at.start, at.len, checksum(&head)));
        if data_file.len() <= TABLES_IN_FOOTER {
            say(TABLES_KEY, data_file.to_owned());
        }
        self.out.into_inner().map_err(failed)
    }

    fn actors(&mut self, tables: &Tables) -> io::Result<Actors> {
        // By name, and in the order of the file among the ties of one.
        self.sources.sort_unstable();
        self.targets.sort_unstable();
        let (mut sources, mut targets) = (self.sources.as_slice(), self.targets.as_slice());
        let sorted = &tables.order.actors.sorted;
        let (mut names, mut ends, mut postings, mut posting_ends) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut hashes: Vec<(u32, u32)> = Vec::with_capacity(sorted.len());
        for (&actor, number) in sorted.iter().zip(0u32..) {
            let name = tables.names.actors.get(actor);
            names.extend_from_slice(name.as_bytes());
            ends.extend_from_slice(&(names.len() as u64).to_le_bytes());
            hashes.push((name_hash(name), number));
            let (its, rest) = sources.split_at(sources.partition_point(|&(name, ..)| name <= number));
            let as_source: Vec<(u64, u32)> = its.iter().map(|&(_, first, rows)| (first, rows)).collect();
            sources = rest;
            let (its, rest) = targets.split_at(targets.partition_point(|&(name, ..)| name <= number));
            let as_target: Vec<(u32, u32, u32)> =
                its.iter().map(|&(_, group, start, rows)| (group, start, rows)).collect();
            targets = rest;
            Postings::put(&as_source, &as_target, &mut postings);
            posting_ends.extend_from_slice(&(postings.len() as u64).to_le_bytes());
        }
        hashes.sort_unstable();
        let hashes: Vec<u8> =
            hashes.into_iter().flat_map(|(hash, number)| [hash.to_le_bytes(), number.to_le_bytes()].concat()).collect();
        Ok(Actors {
            count: sorted.len() as u64,
            names: self.put(&names)?,
            ends: self.put(&ends)?,
            hashes: self.put(&hashes)?,
            postings: self.put(&postings)?,
            posting_ends: self.put(&posting_ends)?,
        })
    }
}
