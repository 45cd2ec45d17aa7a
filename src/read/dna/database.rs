//! The database: what tables it must have, and the statement types and variables in it.

use std::fmt::Write;
use std::io;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, MAIN_DB, Row};

use crate::problem::{Finding, Problems};
use crate::read::format::SQLITE;

/// The two generations of the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// Dates are milliseconds, and short texts stand with their statements.
    Two,
    /// Dates are seconds, and short texts stand in a table of their own.
    Three,
}

/// What a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DataType {
    ShortText,
    LongText,
    Boolean,
    Integer,
}

impl DataType {
    fn of(name: &str) -> Option<Self> {
        [Self::ShortText, Self::LongText, Self::Boolean, Self::Integer].into_iter().find(|one| one.name() == name)
    }

    pub fn name(self) -> &'static str {
        match self {
            DataType::ShortText => "short text",
            DataType::LongText => "long text",
            DataType::Boolean => "boolean",
            DataType::Integer => "integer",
        }
    }

    pub fn is_text(self) -> bool {
        matches!(self, DataType::ShortText | DataType::LongText)
    }

    fn table(self) -> &'static str {
        match self {
            DataType::ShortText => "DATASHORTTEXT",
            DataType::LongText => "DATALONGTEXT",
            DataType::Boolean => "DATABOOLEAN",
            DataType::Integer => "DATAINTEGER",
        }
    }
}

/// A variable of a statement type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Variable {
    pub id: i64,
    pub name: String,
    pub data: DataType,
}

/// A sort of statement, with its variables in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Type {
    pub id: i64,
    pub label: String,
    pub variables: Vec<Variable>,
}

/// A database whose tables are there.
pub(super) struct Database {
    pub connection: Connection,
    pub version: Version,
    /// Where a short text stands: beside its statement, or by its number in the table of entities.
    short_text: &'static str,
}

/// What every version has: a table and the columns that are read of it.
const TABLES: [(&str, &[&str]); 9] = [
    ("SETTINGS", &["Property", "Value"]),
    ("DOCUMENTS", &["ID", "Title", "Text", "Author", "Source", "Section", "Notes", "Type", "Date"]),
    ("STATEMENTTYPES", &["ID", "Label"]),
    ("VARIABLES", &["ID", "Variable", "DataType", "StatementTypeId"]),
    ("STATEMENTS", &["ID", "StatementTypeId", "DocumentId", "Start", "Stop", "Coder"]),
    ("DATASHORTTEXT", &["ID", "StatementId", "VariableId"]),
    ("DATALONGTEXT", &["ID", "StatementId", "VariableId", "Value"]),
    ("DATABOOLEAN", &["ID", "StatementId", "VariableId", "Value"]),
    ("DATAINTEGER", &["ID", "StatementId", "VariableId", "Value"]),
];

/// What SQLite says, in our words.
#[allow(clippy::needless_pass_by_value, reason = "it is what a result is mapped with")]
pub(super) fn failed(error: rusqlite::Error) -> io::Error {
    let said = match &error {
        rusqlite::Error::SqliteFailure(_, Some(said)) => said.clone(),
        other => other.to_string(),
    };
    io::Error::other(format!("the database cannot be read: {said}"))
}

impl Database {
    /// Opens a database that is at hand as bytes, so that nothing is written beside a file, and none is locked.
    /// What is missing in it goes to the findings, all of it; there is no database then.
    pub fn open(name: &str, mut bytes: Vec<u8>, findings: &mut Problems) -> io::Result<Option<Self>> {
        if !bytes.starts_with(SQLITE) {
            let xml = bytes.trim_ascii_start().starts_with(b"<");
            return Err(io::Error::other(match xml {
                true => {
                    "this is no SQLite database, but XML, as of Discourse Network Analyzer 1: open it there and save it anew"
                }
                false => "this is no SQLite database, as Discourse Network Analyzer 2 and 3 write",
            }));
        }
        if let Some(whole) = whole(&bytes).filter(|whole| (bytes.len() as u64) < *whole) {
            return Err(io::Error::other(format!("the database is cut off: it has {} bytes of {whole}", bytes.len())));
        }
        // A file that says that it has a log beside it is refused where there can be none.
        for byte in bytes.iter_mut().skip(18).take(2) {
            *byte = 1;
        }
        let mut connection = Connection::open_in_memory().map_err(failed)?;
        connection.deserialize_read_exact(MAIN_DB, &bytes[..], bytes.len(), true).map_err(failed)?;
        drop(bytes);
        for (what, on) in [
            (rusqlite::config::DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
            (rusqlite::config::DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        ] {
            connection.set_db_config(what, on).map_err(failed)?;
        }
        let mut missing = Vec::new();
        for (table, wanted) in TABLES {
            let columns = columns(&connection, table).map_err(failed)?;
            if columns.is_empty() {
                missing.push(format!("there is no table `{table}`"));
                continue;
            }
            let lacks = |column: &&&str| !has(&columns, column);
            missing.extend(wanted.iter().filter(lacks).map(|column| format!("`{table}` has no column `{column}`")));
        }
        let short = columns(&connection, "DATASHORTTEXT").map_err(failed)?;
        let entities = columns(&connection, "ENTITIES").map_err(failed)?;
        let short_text = match (has(&short, "Entity"), has(&short, "Value"), entities.is_empty()) {
            (true, _, false) => "(SELECT e.Value FROM ENTITIES e WHERE e.ID = d.Entity)",
            (false, true, false) => "(SELECT e.Value FROM ENTITIES e WHERE e.ID = d.Value)",
            (false, true, true) => "d.Value",
            (true, _, true) => {
                missing.push("there is no table `ENTITIES`".to_owned());
                "d.Entity"
            }
            (false, false, _) => {
                if !short.is_empty() {
                    missing.push("`DATASHORTTEXT` has neither a column `Entity` nor `Value`".to_owned());
                }
                "d.Value"
            }
        };
        let all = TABLES.len() - 1;
        if missing.iter().filter(|said| said.starts_with("there is no table")).count() >= all {
            return Err(io::Error::other("this is a SQLite database, but none of Discourse Network Analyzer"));
        }
        if !missing.is_empty() {
            for said in missing {
                let hint = "is it a database of Discourse Network Analyzer 2 or 3, and whole?";
                findings.push(Finding::error(None, format!("{name}: {said}")).hint(hint));
            }
            return Ok(None);
        }
        let mut settings =
            connection.prepare("SELECT Value FROM SETTINGS WHERE Property = 'version'").map_err(failed)?;
        let found = settings.query_row([], |row| Ok(text(row, 0))).unwrap_or_default();
        drop(settings);
        let version = match found.trim().split('.').next() {
            Some("2") => Version::Two,
            Some("3") => Version::Three,
            _ => {
                let said = match found.trim() {
                    "" => "it does not say of which version it is".to_owned(),
                    found => format!("it is of version {}", crate::read::json::shortened(found)),
                };
                return Err(io::Error::other(format!(
                    "{said}; databases of Discourse Network Analyzer 2 and 3 are read"
                )));
            }
        };
        Ok(Some(Database { connection, version, short_text }))
    }

    /// The statement types, by their numbers.
    pub fn types(&self) -> rusqlite::Result<Vec<Type>> {
        let mut types = Vec::new();
        let mut query = self.connection.prepare("SELECT ID, Label FROM STATEMENTTYPES ORDER BY ID")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            types.push(Type { id: number(row, 0), label: text(row, 1), variables: Vec::new() });
        }
        let mut query =
            self.connection.prepare("SELECT ID, Variable, DataType, StatementTypeId FROM VARIABLES ORDER BY ID")?;
        let mut rows = query.query([])?;
        while let Some(row) = rows.next()? {
            let of = number(row, 3);
            // A type of data that nobody knows holds nothing that could be read.
            if let (Some(kind), Some(data)) = (types.iter_mut().find(|kind| kind.id == of), DataType::of(&text(row, 2)))
            {
                kind.variables.push(Variable { id: number(row, 0), name: text(row, 1), data });
            }
        }
        Ok(types)
    }

    /// What each statement has for a variable, as text; a boolean or an integer is its digits.
    pub fn values(&self, variable: &Variable, mut each: impl FnMut(i64, String)) -> rusqlite::Result<()> {
        let value = match variable.data {
            DataType::ShortText => self.short_text,
            _ => "d.Value",
        };
        let table = variable.data.table();
        let query = format!("SELECT d.StatementId, {value} FROM {table} d WHERE d.VariableId = ?1 ORDER BY d.ID");
        let mut query = self.connection.prepare(&query)?;
        let mut rows = query.query([variable.id])?;
        while let Some(row) = rows.next()? {
            each(number(row, 0), text(row, 1));
        }
        Ok(())
    }

    /// How many rows a query counts.
    pub fn count(&self, query: &str) -> rusqlite::Result<u64> {
        self.connection.query_row(query, [], |row| Ok(u64::try_from(number(row, 0)).unwrap_or(0)))
    }
}

/// How many bytes the database has by its header, where that says so (SQLite, Database File Format, 1.3).
fn whole(bytes: &[u8]) -> Option<u64> {
    let four = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    // The number of pages holds where nobody has changed the file since who did not know of it.
    let (changes, known) = (four(24)?, four(92)?);
    let page = match u16::from_be_bytes([*bytes.get(16)?, *bytes.get(17)?]) {
        1 => 65_536,
        size => u64::from(size),
    };
    (changes == known).then_some(u64::from(four(28)?) * page)
}

/// The columns of a table; none where there is no such table. A view or a virtual table is none: it may take any
/// time to say what it holds.
fn columns(connection: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    let of = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND rootpage > 0 AND name = ?1 COLLATE NOCASE";
    let there: i64 = connection.query_row(of, [table], |row| row.get(0))?;
    if there != 1 {
        return Ok(Vec::new());
    }
    let mut query = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
    let mut columns = Vec::new();
    let mut rows = query.query([table])?;
    while let Some(row) = rows.next()? {
        columns.push(text(row, 0));
    }
    Ok(columns)
}

fn has(columns: &[String], wanted: &str) -> bool {
    columns.iter().any(|column| column.eq_ignore_ascii_case(wanted))
}

/// A cell as text: SQLite puts no bounds on what stands in a column, whatever was declared.
pub(super) fn text(row: &Row<'_>, column: usize) -> String {
    match row.get_ref(column) {
        Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
        Ok(ValueRef::Integer(number)) => number.to_string(),
        Ok(ValueRef::Real(number)) => number.to_string(),
        Ok(ValueRef::Null) | Err(_) => String::new(),
    }
}

/// A cell as a number; what is none is one that nothing has.
pub(super) fn number(row: &Row<'_>, column: usize) -> i64 {
    match row.get_ref(column) {
        Ok(ValueRef::Integer(number)) => number,
        Ok(ValueRef::Text(bytes)) => {
            std::str::from_utf8(bytes).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(i64::MIN)
        }
        _ => i64::MIN,
    }
}

/// The statement types and their variables, for whoever named one that is not there.
pub(super) fn known(types: &[Type]) -> String {
    let mut said = String::new();
    for (ix, kind) in types.iter().enumerate() {
        let before = if ix == 0 { "there are " } else { "; " };
        let _ = write!(said, "{before}`{}` with ", kind.label);
        if kind.variables.is_empty() {
            said.push_str("no variable");
        }
        for (ix, variable) in kind.variables.iter().enumerate() {
            let _ = write!(said, "{}`{}` ({})", if ix == 0 { "" } else { ", " }, variable.name, variable.data.name());
        }
    }
    if types.is_empty() { "there is no statement type".to_owned() } else { said }
}
