//! Times in words.

use crate::date::{Day, Span, Unit};

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The name of a day's month.
pub(super) fn month(day: Day) -> &'static str {
    MONTHS[day.parts().1 as usize - 1]
}

/// A time from its first to its last day, as short as can be and no finer than the unit.
pub(super) fn period(first: Day, last: Day, unit: Unit) -> String {
    let ((year, _, day), (last_year, _, last_day)) = (first.parts(), last.parts());
    let next = last.plus(Span { count: 1, unit: Unit::Days });
    let whole_months =
        matches!(unit, Unit::Months | Unit::Years) || day == 1 && next.is_none_or(|next| next.parts().2 == 1);
    let whole_years = unit == Unit::Years || whole_months && first.parts().1 == 1 && last.parts().1 == 12;
    let (from, to) = (month(first), month(last));
    match (year == last_year, from == to) {
        (true, _) if whole_years => format!("{year}"),
        (false, _) if whole_years => format!("{year}–{last_year}"),
        (true, true) if whole_months => format!("{from} {year}"),
        (true, false) if whole_months => format!("{from}–{to} {year}"),
        (false, _) if whole_months => format!("{from} {year}–{to} {last_year}"),
        (true, true) => format!("{day}–{last_day} {from} {year}"),
        (true, false) => format!("{day} {from}–{last_day} {to} {year}"),
        (false, _) => format!("{day} {from} {year}–{last_day} {to} {last_year}"),
    }
}

/// A time of so many units, in the largest that is not coarser than needed.
pub(super) fn how_long(count: i32, unit: Unit) -> String {
    let days = f64::from(count)
        * match unit {
            Unit::Days => 1.0,
            Unit::Weeks => 7.0,
            Unit::Months => 365.2425 / 12.0,
            Unit::Years => 365.2425,
        };
    let many = |number: f64, what: &str| format!("{number} {what}{}", if number == 1.0 { "" } else { "s" });
    match days {
        ..60.0 => many(days.round(), "day"),
        ..700.0 => many((days * 12.0 / 365.2425).round(), "month"),
        _ => {
            let tenths = (days / 36.52425).round() / 10.0;
            many(if tenths < 10.0 { tenths } else { tenths.round() }, "year")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::Date;

    #[test]
    fn times_are_short() {
        let words = |text: &str, unit| {
            let date: Date = text.parse().unwrap();
            period(date.first_day(), date.last_day(), unit)
        };
        for (text, days) in [
            ("1901", "1901"),
            ("1901/1903", "1901–1903"),
            ("1901-02", "Feb 1901"),
            ("1901-02/1901-04", "Feb–Apr 1901"),
            ("1901-02/1902-04", "Feb 1901–Apr 1902"),
            ("1901-02-03/1901-02-04", "3–4 Feb 1901"),
            ("1901-02-03/1901-03-04", "3 Feb–4 Mar 1901"),
            ("1901-02-03/1902-03-04", "3 Feb 1901–4 Mar 1902"),
        ] {
            assert_eq!(words(text, Unit::Days), days);
        }
        assert_eq!(words("1901-02-03/1902-03-04", Unit::Years), "1901–1902");
        assert_eq!(words("1901-02-03/1901-03-04", Unit::Months), "Feb–Mar 1901");
        let long = [(12, Unit::Days), (1, Unit::Months), (300, Unit::Days), (1077, Unit::Days), (26, Unit::Years)];
        let long = long.map(|(count, unit)| how_long(count, unit));
        assert_eq!(long, ["12 days", "30 days", "10 months", "2.9 years", "26 years"]);
    }
}
