//! Words that messages and pictures share.

/// A number with its noun: `1 statement`, `2 statements`.
pub(crate) fn many(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
