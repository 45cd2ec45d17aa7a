//! A column of a row group as bytes: its pages, and what the footer and the index say of them.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{BoundaryOrder, Compression, Encoding, EncodingMask};
use parquet::column::page::{CompressedPage, Page, PageWriter};
use parquet::column::writer::ColumnCloseResult;
use parquet::data_type::ByteArray;
use parquet::errors::{ParquetError, Result};
use parquet::file::metadata::{ColumnChunkMetaData, ColumnIndexBuilder, OffsetIndexBuilder};
use parquet::file::statistics::{Statistics, ValueStatistics};
use parquet::file::writer::{SerializedPageWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;

use super::bits::{put_hybrid, width};
use super::layout::Column;

/// Where the content of a page stands, without its header: in its column, later in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct PageAt {
    pub start: u64,
    /// Its bytes in the file, and those that they stand for.
    pub len: u32,
    pub raw: u32,
    pub rows: u32,
    /// The values and the missing ones; for lists, the members and the missing lists.
    pub values: u32,
    /// How many of them are not missing.
    pub there: u32,
    /// Whether its values are codes.
    pub codes: bool,
}

/// The pages of a column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Pages {
    pub dictionary: Option<PageAt>,
    pub data: Vec<PageAt>,
}

/// A column of a row group, ready to be appended to the file.
pub(super) struct Chunk {
    pub bytes: Bytes,
    pub close: ColumnCloseResult,
    pub pages: Pages,
}

/// The least and the highest value of a page or of a column, where they are told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Bounds {
    Text(Vec<u8>, Vec<u8>),
    Long(i64, i64),
    Int(i32, i32),
}

/// The longest text that is told as a bound; a longer one would have to be cut.
const LONGEST_BOUND: usize = 64;

impl Bounds {
    fn bytes(&self) -> (Vec<u8>, Vec<u8>) {
        match self {
            Bounds::Text(least, highest) => (least.clone(), highest.clone()),
            Bounds::Long(least, highest) => (least.to_le_bytes().into(), highest.to_le_bytes().into()),
            Bounds::Int(least, highest) => (least.to_le_bytes().into(), highest.to_le_bytes().into()),
        }
    }

    fn short(&self) -> bool {
        match self {
            Bounds::Text(least, highest) => least.len().max(highest.len()) <= LONGEST_BOUND,
            _ => true,
        }
    }

    /// What holds for both.
    fn union(self, other: &Bounds) -> Bounds {
        match (self, other) {
            (Bounds::Text(a, b), Bounds::Text(c, d)) => Bounds::Text(a.min(c.clone()), b.max(d.clone())),
            (Bounds::Long(a, b), &Bounds::Long(c, d)) => Bounds::Long(a.min(c), b.max(d)),
            (Bounds::Int(a, b), &Bounds::Int(c, d)) => Bounds::Int(a.min(c), b.max(d)),
            (bounds, _) => bounds,
        }
    }

    fn statistics(self, nulls: u64) -> Statistics {
        let nulls = Some(nulls);
        match self {
            Bounds::Text(least, highest) => Statistics::ByteArray(ValueStatistics::new(
                Some(ByteArray::from(least)),
                Some(ByteArray::from(highest)),
                None,
                nulls,
                false,
            )),
            Bounds::Long(least, highest) => Statistics::int64(Some(least), Some(highest), None, nulls, false),
            Bounds::Int(least, highest) => Statistics::int32(Some(least), Some(highest), None, nulls, false),
        }
    }
}

/// What a page holds, for [`ChunkWriter::page`].
pub(super) struct PageOf<'a> {
    pub rows: usize,
    /// The repetition and definition level of each value, where the column has any.
    pub repetition: &'a [u32],
    pub definition: &'a [u32],
    /// How many values there are, missing ones included.
    pub values: usize,
    pub missing: usize,
    pub codes: bool,
    pub bounds: Option<Bounds>,
}

/// Makes a [`Chunk`], page by page.
pub(super) struct ChunkWriter {
    pub column: Column,
    sink: TrackedWrite<Vec<u8>>,
    pages: Pages,
    offsets: OffsetIndexBuilder,
    /// Bounds and missing values of each page; `None` once a page cannot tell.
    bounds: Option<Vec<(Option<Bounds>, usize)>>,
    raw: usize,
    rows: usize,
    values: usize,
    missing: usize,
    encodings: Vec<Encoding>,
    data_start: u64,
}

impl ChunkWriter {
    pub fn new(column: Column) -> Self {
        ChunkWriter {
            column,
            sink: TrackedWrite::new(Vec::new()),
            pages: Pages::default(),
            offsets: OffsetIndexBuilder::new(),
            bounds: Some(Vec::new()),
            raw: 0,
            rows: 0,
            values: 0,
            missing: 0,
            encodings: vec![Encoding::RLE],
            data_start: 0,
        }
    }

    /// Writes the values that the codes stand for; they come before any page.
    pub fn dictionary(&mut self, values: Vec<u8>, count: usize, sorted: bool) -> Result<()> {
        let at = PageAt { values: count as u32, there: count as u32, ..PageAt::default() };
        let page =
            |buf| Page::DictionaryPage { buf, num_values: count as u32, encoding: Encoding::PLAIN, is_sorted: sorted };
        let (at, _) = self.write(values, at, page)?;
        self.pages.dictionary = Some(at);
        self.encodings.push(Encoding::PLAIN);
        self.data_start = self.sink.bytes_written() as u64;
        Ok(())
    }

    /// Writes a page, given its values as they are encoded.
    pub fn page(&mut self, page: PageOf<'_>, values: &[u8]) -> Result<()> {
        let (most_repeated, most_defined) = self.column.levels();
        let mut content = Vec::with_capacity(values.len() + 16);
        for (levels, most) in [(page.repetition, most_repeated), (page.definition, most_defined)] {
            if most > 0 {
                let start = content.len();
                content.extend_from_slice(&[0; 4]);
                put_hybrid(levels, width(u64::from(most)), &mut content);
                let len = (content.len() - start - 4) as u32;
                content[start..start + 4].copy_from_slice(&len.to_le_bytes());
            }
        }
        content.extend_from_slice(values);
        let encoding = if page.codes { Encoding::RLE_DICTIONARY } else { self.column.plain() };
        let at = PageAt {
            rows: page.rows as u32,
            values: page.values as u32,
            there: (page.values - page.missing) as u32,
            codes: page.codes,
            ..PageAt::default()
        };
        let count = page.values as u32;
        let (at, whole) = self.write(content, at, |buf| Page::DataPage {
            buf,
            num_values: count,
            encoding,
            def_level_encoding: Encoding::RLE,
            rep_level_encoding: Encoding::RLE,
            statistics: None,
        })?;
        self.pages.data.push(at);
        self.offsets.append_row_count(page.rows as i64);
        self.offsets.append_offset_and_size(whole.0 as i64, whole.1 as i32);
        if !self.encodings.contains(&encoding) {
            self.encodings.push(encoding);
        }
        self.rows += page.rows;
        self.values += page.values;
        self.missing += page.missing;
        let told = page.missing == page.values || page.bounds.as_ref().is_some_and(Bounds::short);
        match &mut self.bounds {
            Some(bounds) if told => bounds.push((page.bounds, page.missing)),
            _ => self.bounds = None,
        }
        Ok(())
    }

    /// Writes a page; where its content stands, and where the whole of it does.
    fn write(
        &mut self,
        content: Vec<u8>,
        at: PageAt,
        page: impl FnOnce(Bytes) -> Page,
    ) -> Result<(PageAt, (u64, usize))> {
        let raw = content.len();
        // A page tells its length in 31 bits; what is packed may get longer by a little.
        if raw > 0x7000_0000 {
            return Err(ParquetError::General(format!("the column {} is too long", self.column.name())));
        }
        let stored = if self.column.compressed() { lz4_flex::block::compress(&content) } else { content };
        let len = stored.len();
        let mut writer = SerializedPageWriter::new(&mut self.sink);
        let spec = writer.write_page(CompressedPage::new(page(stored.into()), raw))?;
        self.raw += spec.uncompressed_size;
        let end = spec.offset + spec.bytes_written;
        let at = PageAt { start: end - len as u64, len: len as u32, raw: raw as u32, ..at };
        Ok((at, (spec.offset, spec.bytes_written as usize)))
    }

    /// The whole column.
    pub fn finish(self, descr: &ColumnDescPtr) -> Result<Chunk> {
        let len = self.sink.bytes_written();
        let compression = if self.column.compressed() { Compression::LZ4_RAW } else { Compression::UNCOMPRESSED };
        let mut metadata = ColumnChunkMetaData::builder(Arc::clone(descr))
            .set_encodings_mask(EncodingMask::new_from_encodings(self.encodings.iter()))
            .set_compression_codec(compression.into())
            .set_num_values(self.values as i64)
            .set_total_compressed_size(len as i64)
            .set_total_uncompressed_size(self.raw as i64)
            .set_data_page_offset(self.data_start as i64)
            .set_dictionary_page_offset(self.pages.dictionary.map(|_| 0));
        let mut index = None;
        if let Some(pages) = self.bounds {
            let told = pages.iter().filter_map(|(bounds, _)| bounds.as_ref());
            let all = told.clone().next().cloned().map(|first| told.fold(first, Bounds::union));
            if let Some(all) = all {
                metadata = metadata.set_statistics(all.statistics(self.missing as u64));
                let mut builder = ColumnIndexBuilder::new(descr.physical_type());
                for (bounds, missing) in pages {
                    let (least, highest) = bounds.as_ref().map(Bounds::bytes).unwrap_or_default();
                    builder.append(bounds.is_none(), least, highest, missing as i64, None);
                }
                builder.set_boundary_order(BoundaryOrder::UNORDERED);
                index = Some(builder.build()?);
            }
        }
        Ok(Chunk {
            close: ColumnCloseResult {
                bytes_written: len as u64,
                rows_written: self.rows as u64,
                metadata: metadata.build()?,
                bloom_filter: None,
                column_index: index,
                offset_index: Some(self.offsets.build()),
            },
            bytes: self.sink.into_inner()?.into(),
            pages: self.pages,
        })
    }
}
