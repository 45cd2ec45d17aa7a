//! Dates as far as they are known: a day, a month, a year or an interval.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// One end of a date: a year, a month of it or a day of that, packed so that the order of the
/// numbers is the order in time and an unknown part is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Point(NonZeroU32);

/// Set in every [`Point`], so that the year 0000 is not nothing and an optional date needs no more
/// room than a date.
const SET: u32 = 1 << 31;

impl Point {
    fn new(year: u16, month: u8, day: u8) -> Self {
        let packed = SET | u32::from(year) << 9 | u32::from(month) << 5 | u32::from(day);
        Point(NonZeroU32::new(packed).expect("SET is one of its bits"))
    }

    fn has_day(self) -> bool {
        self.0.get() & 31 != 0
    }

    fn parts(self) -> (i16, i8, i8) {
        // A year has at most four digits, a month at most 12 and a day at most 31.
        let packed = self.0.get() & !SET;
        ((packed >> 9) as i16, (packed >> 5 & 15) as i8, (packed & 31) as i8)
    }

    fn first_day(self) -> Day {
        let (year, month, day) = self.parts();
        Day(civil(year, month.max(1), day.max(1)))
    }

    fn last_day(self) -> Day {
        let (year, month, day) = self.parts();
        let start = civil(year, if month == 0 { 12 } else { month }, day.max(1));
        Day(if day == 0 { start.last_of_month() } else { start })
    }
}

fn civil(year: i16, month: i8, day: i8) -> jiff::civil::Date {
    jiff::civil::Date::new(year, month, day).expect("a Point is made from parts that the calendar has")
}

/// A day of the proleptic Gregorian calendar, from 0000-01-01 to 9999-12-31; days sort in time and
/// print as ISO 8601. One comes from a [`Date`].
///
/// ```
/// use standoff::Date;
/// let market: Date = "1902-02".parse().unwrap();
/// assert!(market.first_day() < market.last_day());
/// assert_eq!(market.last_day().to_string(), "1902-02-28");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(jiff::civil::Date);

impl Day {
    /// The day a calendar span later; `None` beyond the year 9999. A day that the month reached does
    /// not have becomes its last.
    ///
    /// ```
    /// # use standoff::{Date, date::{Span, Unit}};
    /// let day = "1904-01-31".parse::<Date>().unwrap().first_day();
    /// let later = |count, unit| day.plus(Span { count, unit }).map(|day| day.to_string());
    /// assert_eq!(later(1, Unit::Months).as_deref(), Some("1904-02-29"));
    /// assert_eq!(later(2, Unit::Weeks).as_deref(), Some("1904-02-14"));
    /// assert_eq!(later(9000, Unit::Years), None);
    /// ```
    pub fn plus(self, span: Span) -> Option<Day> {
        let n = i64::from(span.count);
        let jiff = match span.unit {
            Unit::Days => jiff::Span::new().try_days(n),
            Unit::Weeks => jiff::Span::new().try_weeks(n),
            Unit::Months => jiff::Span::new().try_months(n),
            Unit::Years => jiff::Span::new().try_years(n),
        };
        self.0.checked_add(jiff.ok()?).ok().map(Day)
    }

    /// Its year, month and day.
    pub(crate) fn parts(self) -> (i16, i8, i8) {
        (self.0.year(), self.0.month(), self.0.day())
    }

    /// The first day of its week.
    pub(crate) fn monday(self) -> Day {
        let days = jiff::Span::new().days(self.0.weekday().to_monday_zero_offset());
        Day(self.0.checked_sub(days).expect("the calendar of jiff begins long before the year 0"))
    }

    /// The first day of the unit of the calendar that it lies in; weeks begin on Mondays.
    pub(crate) fn start_of(self, unit: Unit) -> Day {
        let (year, month, _) = self.parts();
        match unit {
            Unit::Days => self,
            Unit::Weeks => self.monday(),
            Unit::Months => Day(civil(year, month, 1)),
            Unit::Years => Day(civil(year, 1, 1)),
        }
    }

    /// The number of the unit of the calendar that it lies in, counted from the same beginning for all days.
    pub(crate) fn unit(self, unit: Unit) -> i32 {
        let (year, month, _) = self.parts();
        match unit {
            Unit::Days => self.number(),
            // 1970-01-01 was a Thursday.
            Unit::Weeks => (self.number() + 3).div_euclid(7),
            Unit::Months => i32::from(year) * 12 + i32::from(month) - 1,
            Unit::Years => i32::from(year),
        }
    }

    /// What the unit that it lies in is called: `2020-10-02`, `2020-W40` (ISO 8601), `2020-10`, `2020`.
    pub(crate) fn unit_name(self, unit: Unit) -> String {
        let (year, month, _) = self.parts();
        match unit {
            Unit::Days => self.to_string(),
            Unit::Weeks => {
                let week = self.0.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Unit::Months => format!("{year:04}-{month:02}"),
            Unit::Years => format!("{year:04}"),
        }
    }

    /// The number of its week, as ISO 8601 counts.
    pub(crate) fn iso_week(self) -> i8 {
        self.0.iso_week_date().week()
    }

    /// The day so many days after 1970-01-01, if it lies in a year from 0 to 9999.
    #[cfg(feature = "sqlite")]
    pub(crate) fn of_number(number: i64) -> Option<Day> {
        let days = jiff::Span::new().try_days(number).ok()?;
        let day = civil(1970, 1, 1).checked_add(days).ok()?;
        (day.year() >= 0).then_some(Day(day))
    }

    /// How many days after 1970-01-01 it is, less than none before.
    pub(crate) fn number(self) -> i32 {
        // Days since the beginning of the era of 400 years (146,097 days) that begins in a March, since
        // that puts the leap day last.
        let (year, month, day) = (i32::from(self.0.year()), i32::from(self.0.month()), i32::from(self.0.day()));
        let year = if month <= 2 { year - 1 } else { year };
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        // 719,468 days lie between 0000-03-01 and 1970-01-01.
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A length of time as people say it: `30 days`, `6 months`.
///
/// ```
/// use standoff::date::{Span, Unit};
/// assert_eq!(Span { count: 30, unit: Unit::Days }.to_string(), "30 days");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// The units that [`Span`] counts in, all of the calendar.
///
/// ```
/// use standoff::{Date, date::{Span, Unit}};
/// let day = "1902-01-31".parse::<Date>().unwrap().first_day();
/// let after_one = Unit::ALL.map(|unit| day.plus(Span { count: 1, unit }).unwrap().to_string());
/// assert_eq!(after_one, ["1902-02-01", "1902-02-07", "1902-02-28", "1903-01-31"]);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// Calendar days.
    Days,
    /// Seven days.
    Weeks,
    /// Calendar months: the 31st plus one month is the last day of the next.
    Months,
    /// Calendar years.
    Years,
}

impl Unit {
    /// Every unit, the shortest first.
    pub const ALL: [Unit; 4] = [Unit::Days, Unit::Weeks, Unit::Months, Unit::Years];

    /// The word for one of it.
    ///
    /// ```
    /// assert_eq!(standoff::date::Unit::Weeks.one(), "week");
    /// ```
    pub fn one(self) -> &'static str {
        match self {
            Unit::Days => "day",
            Unit::Weeks => "week",
            Unit::Months => "month",
            Unit::Years => "year",
        }
    }

    /// The plural word.
    ///
    /// ```
    /// assert_eq!(standoff::date::Unit::Weeks.name(), "weeks");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Unit::Days => "days",
            Unit::Weeks => "weeks",
            Unit::Months => "months",
            Unit::Years => "years",
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.count, self.unit.name())
    }
}

/// A date as far as it is known: EDTF level 0 (ISO 8601-2:2019) without times of day, that is a
/// day, a month, a year, or an interval between two of these, both included. Years run from 0000 to
/// 9999. What is read prints as it was written.
///
/// Parsing fails with a [`DateError`]. Dates have no order of their own, as `2020-10` is neither
/// before nor after `2020-10-02`: compare what may be ([`may_follow`](Date::may_follow)) or sort by
/// [`sort_key`](Date::sort_key).
///
/// ```
/// use standoff::Date;
/// let october: Date = "2020-10".parse().unwrap();
/// assert_eq!(october.first_day().to_string(), "2020-10-01");
/// assert_eq!(october.last_day().to_string(), "2020-10-31");
/// assert_eq!(october.to_string(), "2020-10");
/// assert!("2020-02-30".parse::<Date>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    from: Point,
    to: Point,
}

/// Why a text is not a [`Date`].
///
/// ```
/// use standoff::{Date, date::DateError};
/// let error = "1902-02-29".parse::<Date>().unwrap_err();
/// assert_eq!(error, DateError::Impossible("1902-02-29".into()));
/// assert_eq!(error.to_string(), "there is no 1902-02-29 in the calendar");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateError {
    /// Not of any form that a date may have.
    Form,
    /// Of the right form, but the calendar has no such day or month.
    Impossible(String),
    /// An interval that ends before it begins.
    Backwards,
    /// A time of day stands behind the date.
    TimeOfDay,
    /// An interval with an open or unknown end (EDTF level 1).
    OpenEnd,
}

impl DateError {
    /// What to do about it, in a few words.
    ///
    /// ```
    /// # use standoff::Date;
    /// let error = "1902-03-13/1902-03-04".parse::<Date>().unwrap_err();
    /// assert_eq!(error.hint(), "an interval is written earlier/later");
    /// ```
    pub fn hint(&self) -> &'static str {
        match self {
            DateError::Form => "write 2020-10-02, 2020-10, 2020 or 2020-09-27/2020-11-10",
            DateError::Impossible(_) => {
                "look the day and the month up; 2020-10 says only the month, 2020 only the year"
            }
            DateError::Backwards => "an interval is written earlier/later",
            DateError::TimeOfDay => "leave the time of day out",
            DateError::OpenEnd => "an interval needs both ends; leave the date out where it is unknown",
        }
    }
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            DateError::Form => f.write_str("this is not a date"),
            DateError::Impossible(date) => write!(f, "there is no {date} in the calendar"),
            DateError::Backwards => f.write_str("the interval ends before it begins"),
            DateError::TimeOfDay => f.write_str("a date has no time of day here"),
            DateError::OpenEnd => f.write_str("the interval lacks an end"),
        }
    }
}

impl std::error::Error for DateError {}

impl Date {
    /// A day by its numbers, if the calendar has it.
    pub(crate) fn of_day(year: u16, month: u8, day: u8) -> Option<Date> {
        let civil = jiff::civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        // The calendar of jiff begins before the year 0.
        (civil.year() >= 0).then(|| Point::new(year, month, day)).map(|point| Date { from: point, to: point })
    }

    /// A day.
    pub(crate) fn of(day: Day) -> Date {
        // A day lies in the years from 0000 to 9999, and its parts are positive.
        let point = Point::new(day.0.year() as u16, day.0.month() as u8, day.0.day() as u8);
        Date { from: point, to: point }
    }

    /// The first day that it may be.
    ///
    /// ```
    /// # use standoff::Date;
    /// let flood: Date = "1902-03/1902-04".parse().unwrap();
    /// assert_eq!(flood.first_day().to_string(), "1902-03-01");
    /// ```
    pub fn first_day(self) -> Day {
        self.from.first_day()
    }

    /// The last day that it may be.
    ///
    /// ```
    /// # use standoff::Date;
    /// let flood: Date = "1902-03/1902-04".parse().unwrap();
    /// assert_eq!(flood.last_day().to_string(), "1902-04-30");
    /// ```
    pub fn last_day(self) -> Day {
        self.to.last_day()
    }

    /// Whether it is known to the day: neither a month, a year nor an interval of several days.
    ///
    /// ```
    /// # use standoff::Date;
    /// let known = |text: &str| text.parse::<Date>().unwrap().is_day();
    /// assert_eq!([known("1902-03-04"), known("1902-03"), known("1902-03-04/1902-03-05")], [true, false, false]);
    /// ```
    pub fn is_day(self) -> bool {
        self.from == self.to && self.from.has_day()
    }

    /// Whether it may lie between the two days, both inclusive, where a missing one is no bound.
    ///
    /// ```
    /// # use standoff::Date;
    /// let date = |text: &str| text.parse::<Date>().unwrap();
    /// let since = Some(date("1902-03-15").first_day());
    /// assert!(date("1902-03").may_lie_in(since, None));
    /// assert!(!date("1902-03-14").may_lie_in(since, None));
    /// ```
    pub fn may_lie_in(self, since: Option<Day>, until: Option<Day>) -> bool {
        since.is_none_or(|day| self.last_day() >= day) && until.is_none_or(|day| self.first_day() <= day)
    }

    /// Whether it may be the later of the two, or the same where the dates are too coarse to tell:
    /// a day is coarse, too, for what happens twice in it.
    ///
    /// ```
    /// # use standoff::Date;
    /// let date = |text: &str| text.parse::<Date>().unwrap();
    /// assert!(date("1902-03").may_follow(date("1902-03-15")));
    /// assert!(!date("1902-02").may_follow(date("1902-03-15")));
    /// ```
    pub fn may_follow(self, earlier: Date) -> bool {
        self.last_day() >= earlier.first_day()
    }

    /// Whether it may follow `earlier` by no more than the span, counted from the last day that
    /// `earlier` may be.
    ///
    /// ```
    /// # use standoff::{Date, date::{Span, Unit}};
    /// let date = |text: &str| text.parse::<Date>().unwrap();
    /// let week = Span { count: 1, unit: Unit::Weeks };
    /// assert!(date("1902-03-11").may_follow_within(date("1902-03-04"), week));
    /// assert!(!date("1902-03-12").may_follow_within(date("1902-03-04"), week));
    /// ```
    pub fn may_follow_within(self, earlier: Date, span: Span) -> bool {
        self.may_follow(earlier) && earlier.last_day().plus(span).is_none_or(|limit| self.first_day() <= limit)
    }

    /// A key by which dates sort in time: first day, then last day.
    ///
    /// ```
    /// # use standoff::Date;
    /// let mut dates = ["1902-03", "1901-12-24", "1902-03-01"].map(|text| text.parse::<Date>().unwrap());
    /// dates.sort_by_key(|date| date.sort_key());
    /// assert_eq!(dates.map(|date| date.to_string()), ["1901-12-24", "1902-03-01", "1902-03"]);
    /// ```
    pub fn sort_key(self) -> (Day, Day) {
        (self.first_day(), self.last_day())
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let Some((from, to)) = text.split_once('/') else {
            let point = point(text)?;
            return Ok(Date { from: point, to: point });
        };
        if [from, to].iter().any(|end| end.is_empty() || *end == "..") {
            return Err(DateError::OpenEnd);
        }
        let (from, to) = (point(from)?, point(to)?);
        if to.last_day() < from.first_day() {
            return Err(DateError::Backwards);
        }
        Ok(Date { from, to })
    }
}

fn point(text: &str) -> Result<Point, DateError> {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| -> Result<u16, DateError> {
        let part = &bytes[range];
        if !part.iter().all(u8::is_ascii_digit) {
            return Err(DateError::Form);
        }
        Ok(part.iter().fold(0, |n, digit| n * 10 + u16::from(digit - b'0')))
    };
    let dashes = match bytes.len() {
        4 => true,
        7 => bytes[4] == b'-',
        10 => bytes[4] == b'-' && bytes[7] == b'-',
        _ if bytes.len() > 10 && matches!(bytes[10], b'T' | b' ') => {
            return Err(if point(text.get(..10).ok_or(DateError::Form)?).is_ok() {
                DateError::TimeOfDay
            } else {
                DateError::Form
            });
        }
        _ => false,
    };
    if !dashes {
        return Err(DateError::Form);
    }
    let year = digits(0..4)?;
    let month = if bytes.len() >= 7 { digits(5..7)? } else { 0 };
    let day = if bytes.len() == 10 { digits(8..10)? } else { 0 };
    let exists = (bytes.len() < 7 || (1..=12).contains(&month))
        && (bytes.len() < 10
            || (1..=31).contains(&day) && jiff::civil::Date::new(year as i16, month as i8, day as i8).is_ok());
    if !exists {
        return Err(DateError::Impossible(text.to_owned()));
    }
    Ok(Point::new(year, month as u8, day as u8))
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let point = |f: &mut fmt::Formatter<'_>, point: Point| match point.parts() {
            (year, 0, _) => write!(f, "{year:04}"),
            (year, month, 0) => write!(f, "{year:04}-{month:02}"),
            (year, month, day) => write!(f, "{year:04}-{month:02}-{day:02}"),
        };
        point(f, self.from)?;
        if self.from != self.to {
            f.write_str("/")?;
            point(f, self.to)?;
        }
        Ok(())
    }
}

impl serde::Serialize for Date {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_is_a_date() {
        for text in ["0000-01-01", "2024-02-29", "9999-12-31"] {
            assert_eq!(Date::of(date(text).first_day()), date(text));
        }
    }

    #[test]
    fn what_is_written_is_read_back() {
        for text in ["2020-10-02", "2020-10", "2020", "0000", "2020-09-27/2020-11-10", "2020/2020-03", "2024-02-29"] {
            assert_eq!(date(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_says_why() {
        use DateError::*;
        let why = |text: &str| text.parse::<Date>().unwrap_err();
        assert_eq!(why("2020-02-30"), Impossible("2020-02-30".into()));
        assert_eq!(why("2020-13"), Impossible("2020-13".into()));
        assert_eq!(why("2020-00-01"), Impossible("2020-00-01".into()));
        assert_eq!(why("2023-02-29"), Impossible("2023-02-29".into()));
        assert_eq!(why("2020-11-10/2020-09-27"), Backwards);
        assert_eq!(why("2020-10-02T10:00:00Z"), TimeOfDay);
        assert_eq!(why("2020/.."), OpenEnd);
        for text in ["", "20-10-02", "2 Oct 2020", "2020-1-2", "20201002", "２０２０", "é020-10-02x", "2020-10-0é"]
        {
            assert_eq!(why(text), Form, "{text}");
        }
    }

    #[test]
    fn coarse_dates_may_lie_anywhere_inside_themselves() {
        let day = |text: &str| Some(date(text).first_day());
        assert!(date("2020").may_lie_in(day("2020-12-31"), None));
        assert!(!date("2020").may_lie_in(day("2021-01-01"), None));
        assert!(date("2020-10").may_lie_in(None, day("2020-10-01")));
        assert!(!date("2020-10").may_lie_in(None, day("2020-09-30")));
    }

    #[test]
    fn days_are_numbered_from_1970() {
        let number = |text: &str| date(text).first_day().number();
        assert_eq!(["1970-01-01", "1969-12-31", "2000-03-01", "0000-01-01"].map(number), [0, -1, 11_017, -719_528]);
        let all = (1..20_000).map(|days| date("1960-01-01").first_day().plus(Span { count: days, unit: Unit::Days }));
        assert!(all.zip(1..).all(|(day, days)| day.unwrap().number() == number("1960-01-01") + days));
    }

    #[test]
    fn within_counts_calendar_spans() {
        let month = Span { count: 1, unit: Unit::Months };
        assert!(date("2020-02-29").may_follow_within(date("2020-01-31"), month));
        assert!(!date("2020-03-01").may_follow_within(date("2020-01-31"), month));
        assert!(!date("2020-01-30").may_follow_within(date("2020-01-31"), month));
        assert!(date("2020-01").may_follow(date("2020-01-31")));
        let ages = Span { count: u32::MAX, unit: Unit::Years };
        assert!(date("9999").may_follow_within(date("2020"), ages));
    }
}
