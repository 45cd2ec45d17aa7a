//! Words that messages and pictures share.

/// A number with its noun: `1 statement`, `2 statements`.
pub(crate) fn many(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

/// A number as people read it: six digits that say something, no zeros behind them.
pub(crate) fn number(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return if number == 0.0 { "0".to_owned() } else { String::new() };
    }
    let digits = 5 - libm::log10(number.abs()).floor().clamp(-300.0, 300.0) as i32;
    match (0..=15).contains(&digits) {
        true => {
            let text = format!("{number:.*}", digits as usize);
            match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
                false => text,
            }
        }
        false if digits < 0 => format!("{number:.0}"),
        false => format!("{number:.5e}"),
    }
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn numbers_are_short() {
        let shown = [0.0, 1.0, -2.5, 1.0 / 3.0, 1234567.0, 0.000123456789, 123456.7, 1e-20];
        let texts = shown.map(number);
        assert_eq!(texts, ["0", "1", "-2.5", "0.333333", "1234567", "0.000123457", "123457", "1.00000e-20"]);
    }
}
