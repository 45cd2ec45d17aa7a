//! What was read of event data and annotations, and what of it is no statement: nothing is dropped without being
//! counted.

use std::collections::BTreeMap;

use crate::files::Place;

/// The rows of event data by what became of them. All but `rows`, `statements` and `repeats` are rows
/// that are no statement, and with the rows that are one they make `rows`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Rows that were read, without headers and blank lines.
    pub rows: u64,
    /// Rows that a question does not want, and that were looked at only so far.
    pub passed_over: u64,
    /// Rows in which nobody acts.
    pub without_source: u64,
    /// Rows in which nobody is acted on.
    pub without_target: u64,
    /// Rows whose code is in no code book, or whose label means no relation.
    pub unknown_codes: u64,
    /// Whether those are labels of annotators, rather than codes.
    pub labels: bool,
    /// Rows that are not of the shape of the file.
    pub malformed: u64,
    /// Rows that say again what another one says, and were folded into it.
    pub repeats: u64,
    /// Rows that add a document to a statement (GDELT mentions).
    pub mentions: u64,
    /// Rows that would add a document to a statement that is not here.
    pub mentions_of_others: u64,
    /// The unknown codes, each with how many rows have it; only the first thousand.
    pub codes: BTreeMap<String, u64>,
    /// Where the first ten malformed rows stand, and what is wrong with them.
    pub malformed_at: Vec<(Place, String)>,
    /// What of a database or an annotation could not be taken over as it is there, each with how many it concerns.
    pub lost: BTreeMap<String, u64>,
}

/// How many unknown codes are told apart.
const CODES: usize = 1000;

impl Tally {
    /// Counts a row with a code, or a label, of which nobody knows what it means.
    pub(crate) fn unknown(&mut self, code: &str) {
        self.unknown_codes += 1;
        let code: String = code.chars().take(40).collect();
        if self.codes.len() < CODES || self.codes.contains_key(&code) {
            *self.codes.entry(code).or_default() += 1;
        }
    }

    /// Counts more of what could not be taken over as it is there.
    pub(crate) fn lose(&mut self, what: impl Into<String>, count: u64) {
        if count > 0 {
            *self.lost.entry(what.into()).or_default() += count;
        }
    }

    /// Adds what was counted elsewhere; its places are not taken over.
    pub(crate) fn add(&mut self, other: &Tally) {
        self.rows += other.rows;
        self.passed_over += other.passed_over;
        self.without_source += other.without_source;
        self.without_target += other.without_target;
        self.unknown_codes += other.unknown_codes;
        self.malformed += other.malformed;
        self.repeats += other.repeats;
        self.mentions += other.mentions;
        self.mentions_of_others += other.mentions_of_others;
        for (code, count) in &other.codes {
            if self.codes.len() < CODES || self.codes.contains_key(code) {
                *self.codes.entry(code.clone()).or_default() += count;
            }
        }
    }

    /// The unknown codes with how many rows have each, most first, and by code among equals.
    pub(crate) fn most_unknown(&self) -> Vec<(&str, u64)> {
        let mut codes: Vec<(&str, u64)> = self.codes.iter().map(|(code, count)| (code.as_str(), *count)).collect();
        codes.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        codes
    }

    /// How many rows are statements.
    pub fn statements(&self) -> u64 {
        let others = self.passed_over + self.without_source + self.without_target + self.unknown_codes + self.malformed;
        self.rows - others - self.repeats - self.mentions - self.mentions_of_others
    }
}
