//! A row group, made of ties in order: its columns, and what the index says of it.

use hashbrown::{HashMap, HashSet};
use parquet::errors::Result;
use parquet::schema::types::SchemaDescPtr;

use super::bits::{pack, put_delta, put_hybrid, width};
use super::chunk::{Bounds, Chunk, ChunkWriter, PageOf};
use super::layout::Column;
use super::sort::{Chunk as Ties, Names, Order};
use super::tie::{ANSWERS, CODE, DOCUMENT, GIST, NO_DATE, NO_GIST, QUOTE, Read, STATEMENT, TEXTS, Tie};
use crate::date::Date;
use crate::read::draft::Interner;
use crate::statement::Certainty;

/// All names, when no more will come.
pub(super) struct Tables {
    pub names: Names,
    pub order: Order,
    /// The dates in the order of their texts, and the place of each among them.
    pub dates: Vec<(String, Date)>,
    date_rank: Vec<u32>,
    /// The names of the files, of which ids are made.
    pub files: Vec<String>,
}

impl Tables {
    pub fn new(names: Names, mut order: Order, files: Vec<String>) -> Self {
        order.update(&names);
        let mut sorted: Vec<(String, Date, usize)> =
            names.dates.iter().enumerate().map(|(number, date)| (date.to_string(), *date, number)).collect();
        sorted.sort_by(|a, b| a.0.cmp(&b.0));
        let mut date_rank = vec![0; sorted.len()];
        for ((_, _, number), rank) in sorted.iter().zip(0..) {
            date_rank[*number] = rank;
        }
        let dates = sorted.into_iter().map(|(text, date, _)| (text, date)).collect();
        Tables { names, order, dates, date_rank, files }
    }

    fn actor(&self, rank: u32) -> &[u8] {
        self.names.actors.get(self.order.actors.sorted[rank as usize]).as_bytes()
    }

    fn relation(&self, rank: u32) -> &[u8] {
        self.names.relations.get(self.order.relations.sorted[rank as usize]).as_bytes()
    }
}

/// What the index says of a row group, names by their ranks.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What the codes of a source, of a target and of a date stand for in this group.
    pub sources: Vec<u32>,
    pub targets: Vec<u32>,
    pub dates: Vec<u32>,
    /// Where the relations begin.
    pub relations: Vec<(u32, u32)>,
    /// Stretches of one source and one relation: source, first row, rows.
    pub by_source: Vec<(u32, u32, u32)>,
    /// For each target where its rows begin in `reverse`, and how many there are.
    pub by_target: Vec<(u32, u32, u32)>,
    /// The rows, those of one target together; packed.
    pub reverse: Vec<u8>,
}

/// A row group, ready to be appended to the file.
pub(super) struct Group {
    pub rows: usize,
    pub chunks: Vec<Chunk>,
    pub found: Found,
}

/// A code that stands for no value.
const NONE: u32 = u32::MAX;

/// What the codes of a column stand for, in order.
enum Values<'a> {
    Texts(Vec<&'a [u8]>),
    Numbers(Vec<i32>),
}

impl Values<'_> {
    fn len(&self) -> usize {
        match self {
            Values::Texts(texts) => texts.len(),
            Values::Numbers(numbers) => numbers.len(),
        }
    }

    fn plain(&self) -> Vec<u8> {
        let mut plain = Vec::new();
        match self {
            Values::Texts(texts) => texts.iter().for_each(|text| put_text(text, &mut plain)),
            Values::Numbers(numbers) => {
                numbers.iter().for_each(|number| plain.extend_from_slice(&number.to_le_bytes()));
            }
        }
        plain
    }

    fn bounds(&self, least: u32, highest: u32) -> Bounds {
        let (least, highest) = (least as usize, highest as usize);
        match self {
            Values::Texts(texts) => Bounds::Text(texts[least].into(), texts[highest].into()),
            Values::Numbers(numbers) => Bounds::Int(numbers[least], numbers[highest]),
        }
    }
}

fn put_text(text: &[u8], plain: &mut Vec<u8>) {
    plain.extend_from_slice(&(text.len() as u32).to_le_bytes());
    plain.extend_from_slice(text);
}

/// Makes a row group.
pub(super) fn encode(ties: &Ties, tables: &Tables, schema: &SchemaDescPtr) -> Result<Group> {
    let rows = ties.ties.len();
    let texts = Texts::read(ties, tables);
    let order = &tables.order;
    let (relations, relation_names) =
        local(ties.ties.iter().map(|tie| order.relations.rank[tie.relation as usize]), order.relations.sorted.len());
    let (sources, source_names) =
        local(ties.ties.iter().map(|tie| order.actors.rank[tie.source as usize]), order.actors.sorted.len());
    let (targets, target_names) =
        local(ties.ties.iter().map(|tie| order.actors.rank[tie.target as usize]), order.actors.sorted.len());
    let date = |tie: &Tie| if tie.date == NO_DATE { NONE } else { tables.date_rank[tie.date as usize] };
    let (dates, date_ranks) = local(ties.ties.iter().map(date), tables.dates.len());
    let certainty = |tie: &Tie| match tie.flags.certainty() {
        None => NONE,
        Some(certainty) => CERTAINTIES.iter().position(|&known| known == certainty).map_or(NONE, |at| at as u32),
    };
    let (certainties, certainty_ranks) = local(ties.ties.iter().map(certainty), CERTAINTIES.len());

    let names = |ranks: &[u32], name: fn(&Tables, u32) -> &[u8]| {
        Values::Texts(ranks.iter().map(|&rank| name(tables, rank)).collect())
    };
    let days = |day: fn(&Date) -> i32| {
        let of_code: Vec<i32> = date_ranks.iter().map(|&rank| day(&tables.dates[rank as usize].1)).collect();
        let (places, days) = sorted(&of_code);
        let codes: Vec<u32> = dates.iter().map(|&code| places.get(code as usize).copied().unwrap_or(NONE)).collect();
        (codes, Values::Numbers(days))
    };
    let mut chunks = Vec::with_capacity(Column::ALL.len());
    for (index, column) in Column::ALL.into_iter().enumerate() {
        let mut writer = ChunkWriter::new(column);
        match column {
            Column::Row => deltas(&mut writer, ties.ties.iter().map(|tie| Some(tie.row as i64)))?,
            Column::Ties => {
                let counts: Vec<i32> = ties.ties.iter().map(|tie| tie.ties as i32).collect();
                let (counts, values) = sorted(&counts);
                codes(&mut writer, &counts, &Values::Numbers(values))?;
            }
            Column::SpanStart => deltas(&mut writer, texts.spans.iter().map(|span| Some(span.as_ref()?.0 as i64)))?,
            Column::SpanEnd => deltas(&mut writer, texts.spans.iter().map(|span| Some(span.as_ref()?.1 as i64)))?,
            Column::Relation => codes(&mut writer, &relations, &names(&relation_names, Tables::relation))?,
            Column::Source => codes(&mut writer, &sources, &names(&source_names, Tables::actor))?,
            Column::Target => codes(&mut writer, &targets, &names(&target_names, Tables::actor))?,
            Column::Date => codes(
                &mut writer,
                &dates,
                &names(&date_ranks, |tables, rank| tables.dates[rank as usize].0.as_bytes()),
            )?,
            Column::FirstDay | Column::LastDay => {
                let (days, values) = match column {
                    Column::FirstDay => days(|date| date.first_day().number()),
                    _ => days(|date| date.last_day().number()),
                };
                codes(&mut writer, &days, &values)?;
            }
            Column::Certainty => codes(
                &mut writer,
                &certainties,
                &names(&certainty_ranks, |_, rank| CERTAINTIES[rank as usize].name().as_bytes()),
            )?,
            Column::Negated => flags(&mut writer, ties.ties.iter().map(|tie| tie.flags.negated()))?,
            Column::Statement => texts.column(&mut writer, STATEMENT, false)?,
            Column::Document => texts.column(&mut writer, DOCUMENT, true)?,
            Column::Code => texts.column(&mut writer, CODE, true)?,
            Column::Gist => texts.column(&mut writer, GIST, true)?,
            Column::Quote => texts.column(&mut writer, QUOTE, false)?,
            Column::Answers => texts.column(&mut writer, ANSWERS, false)?,
            Column::OtherDocuments => lists(&mut writer, rows, &texts.lists[0])?,
            Column::Sources => lists(&mut writer, rows, &texts.lists[1])?,
            Column::Targets => lists(&mut writer, rows, &texts.lists[2])?,
        }
        chunks.push(writer.finish(&schema.column(index))?);
    }
    let mut found = Found { sources: source_names, targets: target_names, dates: date_ranks, ..Found::default() };
    found.stretches(&relations, &relation_names, &sources);
    found.reversed(&targets);
    Ok(Group { rows, chunks, found })
}

/// Numbers as codes of those that occur, and these in order.
fn sorted(numbers: &[i32]) -> (Vec<u32>, Vec<i32>) {
    let mut occurring = numbers.to_vec();
    occurring.sort_unstable();
    occurring.dedup();
    let code = |number: &i32| occurring.binary_search(number).map_or(NONE, |at| at as u32);
    (numbers.iter().map(code).collect(), occurring)
}

/// The certainties in the order of their names.
pub(super) const CERTAINTIES: [Certainty; 3] = [Certainty::Alleged, Certainty::Reported, Certainty::Stated];

/// Ranks as codes of those that occur, and these in order.
fn local(ranks: impl Iterator<Item = u32> + Clone, known: usize) -> (Vec<u32>, Vec<u32>) {
    let mut codes = vec![NONE; known];
    for rank in ranks.clone().filter(|&rank| rank != NONE) {
        codes[rank as usize] = 0;
    }
    let mut occurring = Vec::new();
    for (code, rank) in codes.iter_mut().zip(0..).filter(|(code, _)| **code != NONE) {
        *code = occurring.len() as u32;
        occurring.push(rank);
    }
    let codes = ranks.map(|rank| if rank == NONE { NONE } else { codes[rank as usize] }).collect();
    (codes, occurring)
}

impl Found {
    /// Notes where relations and sources begin.
    fn stretches(&mut self, relations: &[u32], names: &[u32], sources: &[u32]) {
        let mut before = None;
        for (row, (&relation, &source)) in (0..).zip(relations.iter().zip(sources)) {
            if before.is_none_or(|(other, _)| other != relation) {
                self.relations.push((names[relation as usize], row));
            }
            match self.by_source.last_mut() {
                Some((_, _, rows)) if before == Some((relation, source)) => *rows += 1,
                _ => self.by_source.push((self.sources[source as usize], row, 1)),
            }
            before = Some((relation, source));
        }
    }

    /// Puts the rows of each target together.
    fn reversed(&mut self, targets: &[u32]) {
        let mut ends = vec![0u32; self.targets.len() + 1];
        for &target in targets {
            ends[target as usize + 1] += 1;
        }
        for at in 1..ends.len() {
            ends[at] += ends[at - 1];
        }
        self.by_target =
            self.targets.iter().zip(ends.windows(2)).map(|(&name, ends)| (name, ends[0], ends[1] - ends[0])).collect();
        let mut rows = vec![0u64; targets.len()];
        for (row, &target) in (0..).zip(targets) {
            let at = &mut ends[target as usize];
            rows[*at as usize] = row;
            *at += 1;
        }
        pack(rows, reverse_width(targets.len()), &mut self.reverse);
    }
}

/// How many bits a row takes in [`Found::reverse`].
pub(super) fn reverse_width(rows: usize) -> u32 {
    width(rows.saturating_sub(1) as u64)
}

/// Writes codes and what they stand for.
fn codes(writer: &mut ChunkWriter, codes: &[u32], values: &Values<'_>) -> Result<()> {
    writer.dictionary(values.plain(), values.len(), true)?;
    let width = width(values.len().saturating_sub(1) as u64);
    let mut content = Vec::new();
    for page in codes.chunks(writer.column.page_rows()) {
        let there: Vec<u32> = page.iter().copied().filter(|&code| code != NONE).collect();
        let definition: Vec<u32> = page.iter().map(|&code| u32::from(code != NONE)).collect();
        content.clear();
        content.push(width as u8);
        put_hybrid(&there, width, &mut content);
        let bounds = there.iter().min().zip(there.iter().max()).map(|(&least, &highest)| values.bounds(least, highest));
        let missing = page.len() - there.len();
        let page = PageOf {
            rows: page.len(),
            repetition: &[],
            definition: &definition,
            values: page.len(),
            missing,
            codes: true,
            bounds,
        };
        writer.page(page, &content)?;
    }
    Ok(())
}

/// Writes whole numbers.
fn deltas(writer: &mut ChunkWriter, numbers: impl Iterator<Item = Option<i64>>) -> Result<()> {
    let numbers: Vec<Option<i64>> = numbers.collect();
    let mut content = Vec::new();
    for page in numbers.chunks(writer.column.page_rows()) {
        let there: Vec<i64> = page.iter().copied().flatten().collect();
        let definition: Vec<u32> = page.iter().map(|number| u32::from(number.is_some())).collect();
        content.clear();
        put_delta(&there, &mut content);
        let bounds = there.iter().min().zip(there.iter().max()).map(|(&least, &highest)| Bounds::Long(least, highest));
        let page = PageOf {
            rows: page.len(),
            repetition: &[],
            definition: &definition,
            values: page.len(),
            missing: page.len() - there.len(),
            codes: false,
            bounds,
        };
        writer.page(page, &content)?;
    }
    Ok(())
}

fn flags(writer: &mut ChunkWriter, flags: impl Iterator<Item = bool>) -> Result<()> {
    let flags: Vec<u64> = flags.map(u64::from).collect();
    for page in flags.chunks(writer.column.page_rows()) {
        let mut content = Vec::new();
        pack(page.iter().copied(), 1, &mut content);
        writer.page(plain_page(page.len(), &[], 0), &content)?;
    }
    Ok(())
}

fn plain_page(rows: usize, definition: &[u32], missing: usize) -> PageOf<'_> {
    PageOf { rows, repetition: &[], definition, values: rows, missing, codes: false, bounds: None }
}

/// A text by its place among the bytes.
type Place = (u32, u32);

/// The length of a text that is missing.
const MISSING: u32 = u32::MAX;

/// The length of a text that is a gist which repeats, with its number as its place.
const REPEATED: u32 = u32::MAX - 1;

/// A list and the row that has it.
type List<'t> = (usize, Vec<&'t [u8]>);

/// The texts of a row group, column by column.
struct Texts<'t> {
    bytes: &'t [u8],
    gists: &'t Interner,
    /// Ids that were made of a place, which stand behind the bytes.
    made: Vec<u8>,
    places: [Vec<Place>; TEXTS],
    spans: Vec<Option<(u64, u64)>>,
    /// The lists that there are, with their rows.
    lists: [Vec<List<'t>>; 3],
}

/// How many values are looked at to see whether a column repeats itself.
const SAMPLE: usize = 1 << 12;

/// The most strings, and the most bytes of strings, that codes stand for: to read one text its whole
/// dictionary is read.
const DICTIONARY: usize = 1 << 14;
const DICTIONARY_BYTES: usize = 1 << 19;

impl<'t> Texts<'t> {
    fn read(ties: &'t Ties, tables: &'t Tables) -> Self {
        let rows = ties.ties.len();
        let mut read = Texts {
            bytes: &ties.texts,
            gists: &tables.names.gists,
            made: Vec::new(),
            places: [(); TEXTS].map(|()| Vec::with_capacity(rows)),
            spans: Vec::with_capacity(rows),
            lists: Default::default(),
        };
        let base = ties.texts.as_ptr() as usize;
        for (row, tie) in ties.ties.iter().enumerate() {
            let (start, end) = (tie.start as usize, tie.start as usize + tie.len as usize);
            let text = Read::new(&ties.texts[start..end]).expect("it was written by its counterpart");
            for (places, text) in read.places.iter_mut().zip(text.texts) {
                places.push(match text {
                    Some(text) => ((text.as_ptr() as usize - base) as u32, text.len() as u32),
                    None => (0, MISSING),
                });
            }
            if let Some((file, number)) = text.place {
                let start = read.bytes.len() + read.made.len();
                let file = tables.files.get(file as usize).map_or("", String::as_str);
                read.made.extend_from_slice(format!("{file}#{number}").as_bytes());
                let len = read.bytes.len() + read.made.len() - start;
                read.places[STATEMENT][row] = (start as u32, len as u32);
            }
            if tie.gist != NO_GIST {
                read.places[GIST][row] = (tie.gist, REPEATED);
            }
            read.spans.push(text.span);
            for (lists, list) in read.lists.iter_mut().zip(text.lists.unwrap_or_default()) {
                if !list.is_empty() {
                    lists.push((row, list));
                }
            }
        }
        read
    }

    fn text(&self, (start, len): Place) -> &[u8] {
        if len == REPEATED {
            return self.gists.get(start).as_bytes();
        }
        let (start, len) = (start as usize, len as usize);
        match start.checked_sub(self.bytes.len()) {
            None => &self.bytes[start..start + len],
            Some(start) => &self.made[start..start + len],
        }
    }

    /// Writes one of the texts of each row.
    fn column(&self, writer: &mut ChunkWriter, index: usize, repeats: bool) -> Result<()> {
        let places = &self.places[index];
        if repeats && let Some((texts, codes)) = self.dictionary(places) {
            return text_codes(writer, &texts, &codes);
        }
        let mut plain = Vec::with_capacity(writer.column.page_bytes() * 2);
        let mut definition: Vec<u32> = Vec::new();
        let mut missing = 0;
        for (row, &place) in places.iter().enumerate() {
            let there = place.1 != MISSING;
            definition.push(u32::from(there));
            match there {
                true => put_text(self.text(place), &mut plain),
                false => missing += 1,
            }
            if plain.len() >= writer.column.page_bytes()
                || definition.len() == writer.column.page_rows()
                || row + 1 == places.len()
            {
                writer.page(plain_page(definition.len(), &definition, missing), &plain)?;
                plain.clear();
                definition.clear();
                missing = 0;
            }
        }
        Ok(())
    }

    /// The different texts and the codes of them, where they are few.
    fn dictionary(&self, places: &[Place]) -> Option<(Vec<&[u8]>, Vec<u32>)> {
        let there = |place: &&Place| place.1 != MISSING;
        let step = places.len() / SAMPLE + 1;
        let sample: Vec<&[u8]> = places.iter().step_by(step).filter(there).map(|&place| self.text(place)).collect();
        let different: HashSet<&[u8]> = sample.iter().copied().collect();
        if different.len() * 2 > sample.len() + 1 {
            return None;
        }
        let mut codes = Vec::with_capacity(places.len());
        let (mut texts, mut bytes) = (Vec::new(), 0);
        let mut known: HashMap<&[u8], u32> = HashMap::new();
        let mut repeated: Vec<u32> = Vec::new();
        for &place in places {
            if place.1 == MISSING {
                codes.push(NONE);
                continue;
            }
            if place.1 == REPEATED
                && let Some(&code) = repeated.get(place.0 as usize)
                && code != NONE
            {
                codes.push(code);
                continue;
            }
            let text = self.text(place);
            let next = texts.len() as u32;
            let code = *known.entry(text).or_insert(next);
            if code == next {
                texts.push(text);
                bytes += text.len();
                if texts.len() > DICTIONARY || bytes > DICTIONARY_BYTES {
                    return None;
                }
            }
            if place.1 == REPEATED {
                repeated.resize(repeated.len().max(place.0 as usize + 1), NONE);
                repeated[place.0 as usize] = code;
            }
            codes.push(code);
        }
        Some((texts, codes))
    }
}

/// Writes texts that repeat, in no order.
fn text_codes(writer: &mut ChunkWriter, texts: &[&[u8]], codes: &[u32]) -> Result<()> {
    let mut plain = Vec::new();
    texts.iter().for_each(|text| put_text(text, &mut plain));
    writer.dictionary(plain, texts.len(), false)?;
    let width = width(texts.len().saturating_sub(1) as u64);
    for page in codes.chunks(writer.column.page_rows()) {
        let there: Vec<u32> = page.iter().copied().filter(|&code| code != NONE).collect();
        let definition: Vec<u32> = page.iter().map(|&code| u32::from(code != NONE)).collect();
        let mut content = vec![width as u8];
        put_hybrid(&there, width, &mut content);
        let missing = page.len() - there.len();
        writer.page(PageOf { codes: true, ..plain_page(page.len(), &definition, missing) }, &content)?;
    }
    Ok(())
}

/// Writes lists, given those that there are with their rows.
fn lists(writer: &mut ChunkWriter, rows: usize, lists: &[List<'_>]) -> Result<()> {
    let mut lists = lists.iter().peekable();
    let (mut repetition, mut definition) = (Vec::new(), Vec::new());
    let (mut plain, mut missing, mut first) = (Vec::new(), 0, 0);
    for row in 0..rows {
        match lists.next_if(|(at, _)| *at == row) {
            Some((_, list)) => {
                for (index, text) in list.iter().enumerate() {
                    repetition.push(u32::from(index > 0));
                    definition.push(2);
                    put_text(text, &mut plain);
                }
            }
            None => {
                repetition.push(0);
                definition.push(0);
                missing += 1;
            }
        }
        let count = row + 1 - first;
        if plain.len() >= writer.column.page_bytes() || count == writer.column.page_rows() || row + 1 == rows {
            let page = PageOf {
                rows: count,
                repetition: &repetition,
                definition: &definition,
                values: definition.len(),
                missing,
                codes: false,
                bounds: None,
            };
            writer.page(page, &plain)?;
            repetition.clear();
            definition.clear();
            plain.clear();
            missing = 0;
            first = row + 1;
        }
    }
    Ok(())
}
