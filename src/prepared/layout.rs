//! What stands where in a prepared file: the columns, and the keys of its metadata.

use std::sync::Arc;

use parquet::basic::{Encoding, LogicalType, Repetition, Type as Physical};
use parquet::schema::types::{SchemaDescPtr, SchemaDescriptor, Type, TypePtr};

/// The version of the layout; another one is not read.
pub(super) const VERSION: &str = "1";

/// The key of the metadata under which the version stands; a Parquet file without is not ours.
pub(super) const VERSION_KEY: &str = "standoff.version";

/// What is not in the rows (title, tables), as a data file.
pub(super) const TABLES_KEY: &str = "standoff";

/// Where the index stands, which other programs need not know of: offset, length and checksum.
pub(super) const INDEX_KEY: &str = "standoff.index";

/// The most bytes of text in a row group, so that no page nears the two gigabytes that one may have.
pub(super) const GROUP_BYTES: usize = 128 << 20;

/// A column, in the order of the file; what it holds is said at its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    /// Which statement of the input it belongs to, from 0.
    Row,
    /// The id of the statement, given or from its place.
    Statement,
    Source,
    Relation,
    Target,
    /// The date as it is written.
    Date,
    FirstDay,
    LastDay,
    /// The first document.
    Document,
    OtherDocuments,
    Code,
    Certainty,
    Negated,
    Gist,
    Quote,
    SpanStart,
    SpanEnd,
    Answers,
    /// How many ties the statement has.
    Ties,
    /// All sources and all targets of a statement with several ties, in its order: the order of the
    /// rows is another.
    Sources,
    Targets,
}

/// What the values of a column are, and how they are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Strings or numbers, as codes of the sorted ones that there are.
    Codes,
    /// Whole numbers, as differences.
    Deltas,
    /// True or false.
    Flags,
    /// Strings, compressed; as codes where they repeat.
    Texts,
    /// Lists of strings, compressed.
    Lists,
}

impl Column {
    pub const ALL: [Column; 21] = [
        Column::Row,
        Column::Statement,
        Column::Source,
        Column::Relation,
        Column::Target,
        Column::Date,
        Column::FirstDay,
        Column::LastDay,
        Column::Document,
        Column::OtherDocuments,
        Column::Code,
        Column::Certainty,
        Column::Negated,
        Column::Gist,
        Column::Quote,
        Column::SpanStart,
        Column::SpanEnd,
        Column::Answers,
        Column::Ties,
        Column::Sources,
        Column::Targets,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Column::Row => "row",
            Column::Statement => "statement",
            Column::Source => "source",
            Column::Relation => "relation",
            Column::Target => "target",
            Column::Date => "date",
            Column::FirstDay => "first_day",
            Column::LastDay => "last_day",
            Column::Document => "document",
            Column::OtherDocuments => "other_documents",
            Column::Code => "code",
            Column::Certainty => "certainty",
            Column::Negated => "negated",
            Column::Gist => "gist",
            Column::Quote => "quote",
            Column::SpanStart => "span_start",
            Column::SpanEnd => "span_end",
            Column::Answers => "answers",
            Column::Ties => "ties",
            Column::Sources => "sources",
            Column::Targets => "targets",
        }
    }

    pub fn shape(self) -> Shape {
        match self {
            Column::Source
            | Column::Relation
            | Column::Target
            | Column::Date
            | Column::FirstDay
            | Column::LastDay
            | Column::Certainty
            | Column::Ties => Shape::Codes,
            Column::Row | Column::SpanStart | Column::SpanEnd => Shape::Deltas,
            Column::Negated => Shape::Flags,
            Column::Statement | Column::Document | Column::Code | Column::Gist | Column::Quote | Column::Answers => {
                Shape::Texts
            }
            Column::OtherDocuments | Column::Sources | Column::Targets => Shape::Lists,
        }
    }

    /// Whether every row has a value.
    pub fn required(self) -> bool {
        matches!(
            self,
            Column::Row
                | Column::Statement
                | Column::Source
                | Column::Relation
                | Column::Target
                | Column::Negated
                | Column::Ties
        )
    }

    /// Whether its pages are compressed. Codes and differences hardly get smaller by it, and are
    /// faster to reach without.
    pub fn compressed(self) -> bool {
        matches!(self.shape(), Shape::Texts | Shape::Lists)
    }

    pub fn physical(self) -> Physical {
        match self {
            Column::Row | Column::SpanStart | Column::SpanEnd => Physical::INT64,
            Column::FirstDay | Column::LastDay | Column::Ties => Physical::INT32,
            Column::Negated => Physical::BOOLEAN,
            _ => Physical::BYTE_ARRAY,
        }
    }

    /// The highest repetition and definition level.
    pub fn levels(self) -> (u32, u32) {
        match self.shape() {
            Shape::Lists => (1, 2),
            _ => (0, u32::from(!self.required())),
        }
    }

    /// The most rows of a page. Codes are found at their place, while of differences all have to be
    /// read that stand before.
    pub fn page_rows(self) -> usize {
        match self.shape() {
            Shape::Deltas => 1 << 10,
            _ => 1 << 13,
        }
    }

    /// The bytes after which a page of text ends: to read one text its page is unpacked, and documents
    /// are read for every answer, gists and quotes only for what is shown.
    pub fn page_bytes(self) -> usize {
        match self {
            Column::Statement | Column::Document => 1 << 14,
            _ => 1 << 16,
        }
    }

    /// The encoding of values that are not codes.
    pub fn plain(self) -> Encoding {
        match self.shape() {
            Shape::Deltas => Encoding::DELTA_BINARY_PACKED,
            _ => Encoding::PLAIN,
        }
    }
}

/// The schema, as Parquet has it.
pub(super) fn schema() -> SchemaDescPtr {
    let fields = Column::ALL.into_iter().map(field).collect();
    let root = Type::group_type_builder("statements").with_fields(fields).build();
    Arc::new(SchemaDescriptor::new(Arc::new(root.expect("a group of fields is a schema"))))
}

fn field(column: Column) -> TypePtr {
    let repetition = if column.required() { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let leaf = |name: &str, repetition| {
        let logical = match column.physical() {
            Physical::BYTE_ARRAY => Some(LogicalType::String),
            Physical::INT32 if column != Column::Ties => Some(LogicalType::Date),
            _ => None,
        };
        let leaf = Type::primitive_type_builder(name, column.physical()).with_repetition(repetition);
        let leaf = leaf.with_logical_type(logical).build();
        Arc::new(leaf.expect("strings are bytes, and days are numbers of 32 bits"))
    };
    if column.shape() != Shape::Lists {
        return leaf(column.name(), repetition);
    }
    let group = |name: &str, repetition, logical, field| {
        let group = Type::group_type_builder(name).with_repetition(repetition).with_logical_type(logical);
        Arc::new(group.with_fields(vec![field]).build().expect("a list is a group of a group"))
    };
    let element = leaf("element", Repetition::REQUIRED);
    let list = group("list", Repetition::REPEATED, None, element);
    group(column.name(), Repetition::OPTIONAL, Some(LogicalType::List), list)
}
