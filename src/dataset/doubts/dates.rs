//! Dates that are far from all others, that contradict what the document is called, or that are in the future of their document.

use crate::dataset::Dataset;
use crate::date::{Date, Day};
use crate::problem::{Finding, Problems};
use crate::read::json::shortened;

/// How far from all others a date is far, in days: five years. What is followed for a while comes back sooner.
const FAR: i64 = 5 * 365;

/// A date is far, too, only where it is so many times as far from the others as these lie apart.
const TIMES: i64 = 3;

/// How many days a date may differ from the one in a name: an issue is dated on the day after.
const NEXT_ISSUE: i64 = 3;

pub(super) fn check(dataset: &Dataset, findings: &mut Problems) {
    documents(dataset, findings);
    statements(dataset, findings);
}

fn documents(dataset: &Dataset, findings: &mut Problems) {
    let dated: Vec<(Day, usize)> = dataset
        .documents()
        .enumerate()
        .filter_map(|(number, document)| Some((document.date?.first_day(), number)))
        .collect();
    let all: Vec<_> = dataset.documents().zip(dataset.document_ixs()).collect();
    for stray in strays(&dated) {
        let (document, ix) = all[stray.number];
        let Some(date) = document.date else { continue };
        let said = format!("the document `{}` is dated {date}, {}", shortened(document.id), stray.words());
        findings.push(Finding::warning(dataset.documents.at(ix), said).hint("is the year right?"));
    }
    for (document, ix) in all {
        let Some(date) = document.date else { continue };
        let named = [("id", Some(document.id)), ("title", document.title.as_deref()), ("url", document.url.as_deref())];
        let other = named.into_iter().find_map(|(key, text)| {
            let (words, found) = date_in(text?)?;
            let apart = i64::from(found.number());
            let (first, last) = (i64::from(date.first_day().number()), i64::from(date.last_day().number()));
            (apart < first - NEXT_ISSUE || apart > last + NEXT_ISSUE).then_some((key, words))
        });
        if let Some((key, words)) = other {
            let said = format!("the document `{}` is dated {date}, but its {key} says {words}", shortened(document.id));
            findings.push(Finding::warning(dataset.documents.at(ix), said));
        }
    }
}

fn statements(dataset: &Dataset, findings: &mut Problems) {
    let of_documents = |date: Date, statement: crate::Statement<'_>| {
        let mut dates = statement.documents().filter_map(|ix| dataset.document(ix).date).peekable();
        dates.peek().is_some() && dates.all(|published| published.last_day() < date.first_day())
    };
    let mut dated: Vec<(Day, usize)> = Vec::new();
    for (row, statement) in dataset.statements().enumerate() {
        let Some(date) = statement.date() else { continue };
        let mut published = statement.documents().filter_map(|ix| dataset.document(ix).date).peekable();
        if published.peek().is_none() {
            dated.push((date.first_day(), row));
        } else if of_documents(date, statement) {
            let at = dataset.statements.at[row];
            let latest = published.map(|date| date.to_string()).collect::<Vec<_>>().join(", ");
            let said = format!("the statement `{}` is dated {date}, after its document ({latest})", statement.id());
            findings.push(Finding::warning(at, said));
        }
    }
    for stray in strays(&dated) {
        let at = dataset.statements.at[stray.number];
        let Some(date) = dataset.statements.date[stray.number] else { continue };
        let said = format!("the statement is dated {date}, {}", stray.words());
        findings.push(Finding::warning(at, said).hint("is the year right?"));
    }
}

/// What is far from the others.
struct Stray {
    number: usize,
    /// How many days from the nearest of the others.
    away: i64,
    first: Day,
    last: Day,
}

impl Stray {
    fn words(&self) -> String {
        format!("{} years away from all others ({} to {})", self.away / 365, self.first, self.last)
    }
}

/// Those at either end that are few, a tenth at most but one at least, and far from the rest.
fn strays(dated: &[(Day, usize)]) -> Vec<Stray> {
    let mut sorted = dated.to_vec();
    sorted.sort_unstable();
    let days: Vec<i64> = sorted.iter().map(|(day, _)| i64::from(day.number())).collect();
    // Of three, none is more in its place than another.
    if days.len() < 4 {
        return Vec::new();
    }
    let few = (days.len() / 10).max(1);
    let far = |gap: i64, rest: &[i64]| match rest {
        [first, .., last] => gap > FAR.max(TIMES * (last - first)),
        _ => false,
    };
    let early = (1..=few).rev().find(|&n| far(days[n] - days[n - 1], &days[n..days.len() - few])).unwrap_or(0);
    let late = (1..=few)
        .rev()
        .find(|&n| {
            let end = days.len() - n;
            far(days[end] - days[end - 1], &days[early..end])
        })
        .unwrap_or(0);
    let end = days.len() - late;
    let (first, last) = (sorted[early].0, sorted[end - 1].0);
    let stray = |ix: usize, away: i64| Stray { number: sorted[ix].1, away, first, last };
    (0..early)
        .map(|ix| stray(ix, days[early] - days[ix]))
        .chain((end..days.len()).map(|ix| stray(ix, days[ix] - days[end - 1])))
        .collect()
}

/// The first day that a text has in it in figures, year first: `2003-03-18`, `2003/03/18`, `20030318`.
fn date_in(text: &str) -> Option<(String, Day)> {
    let bytes = text.as_bytes();
    let digits = |from: usize, count: usize| -> Option<u16> {
        let part = bytes.get(from..from + count)?;
        part.iter().all(u8::is_ascii_digit).then(|| std::str::from_utf8(part).ok()?.parse().ok())?
    };
    (0..bytes.len()).filter(|&at| at == 0 || !bytes[at - 1].is_ascii_digit()).find_map(|at| {
        let year = digits(at, 4)?;
        let between = usize::from(matches!(bytes.get(at + 4), Some(b'-' | b'/' | b'.' | b'_')));
        let end = at + 8 + 2 * between;
        let same = between == 0 || bytes.get(at + 4) == bytes.get(at + 7);
        let (month, day) = (digits(at + 4 + between, 2)?, digits(end - 2, 2)?);
        let ends = !bytes.get(end).is_some_and(u8::is_ascii_digit);
        // Eight figures that begin with none of these years are some number.
        let date =
            (same && ends && (1500..2200).contains(&year)).then(|| Date::of_day(year, month as u8, day as u8))??;
        Some((text.get(at..end)?.to_owned(), date.first_day()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(days: &[&str]) -> Vec<usize> {
        let day = |text: &&str| text.parse::<Date>().unwrap().first_day();
        let dated: Vec<(Day, usize)> = days.iter().map(day).zip(0..).collect();
        let mut numbers: Vec<usize> = strays(&dated).iter().map(|stray| stray.number).collect();
        numbers.sort_unstable();
        numbers
    }

    #[test]
    fn what_is_years_away_from_all_others_is_a_stray() {
        let months = ["1902-01-05", "1902-02-05", "1902-03-05", "1902-04-05"];
        assert_eq!(found(&months), [0; 0]);
        let with = |more: &[&'static str]| found(&[&months[..], more].concat());
        assert_eq!(with(&["1920-03-04"]), [4]);
        assert_eq!(with(&["1092-03-04", "1920-03-04"]), [4, 5]);
        // Somebody came back to it some years later.
        assert_eq!(with(&["1905-03-04"]), [0; 0]);
        // Two of six are no slip of the pen.
        assert_eq!(with(&["1920-03-04", "1920-05-04"]), [0; 0]);
        assert_eq!(found(&["1902-01-05", "1902-02-05", "1920-01-01"]), [0; 0]);
        // Decades, in which twenty years are not much.
        assert_eq!(found(&["1900", "1910", "1920", "1930", "1950"]), [0; 0]);
    }

    #[test]
    fn a_day_is_found_in_a_name() {
        let day = |text: &str| date_in(text).map(|(words, day)| (words, day.to_string()));
        let found = |words: &str, day: &str| Some((words.to_owned(), day.to_owned()));
        assert_eq!(day("1902-03-18_Ferry-2"), found("1902-03-18", "1902-03-18"));
        assert_eq!(day("https://example.org/1902/03/18/ferry"), found("1902/03/18", "1902-03-18"));
        assert_eq!(day("ferry19020318.txt"), found("19020318", "1902-03-18"));
        assert_eq!(day("no. 119020318"), None);
        assert_eq!(day("1902-13-18, 1902-03/18, 0012-03-18"), None);
        assert_eq!(day("é1902-03-1"), None);
    }
}
