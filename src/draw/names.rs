//! Names that have to fit where they stand.

use super::text;

/// What stands where a name goes on.
const MORE: char = '…';

/// Names in lines, all in the same room.
pub(super) struct Names {
    /// One for each name: its lines, each with something in it where the name has.
    pub lines: Vec<Vec<String>>,
    /// How wide the widest line is.
    pub width: f64,
    /// How many did not fit, and were cut.
    cut: usize,
    /// How many lines the longest name has; 1 at least.
    pub most_lines: usize,
}

/// Names in one line each, if the longest needs no more room than that.
pub(super) fn in_one_line(names: &[&str], size: f64, room: f64) -> Option<Names> {
    Some(fitted(names, size, 1, room..=room)).filter(|names| names.cut == 0)
}

/// Names in lines as short as they can be if all are to have no more than so many, between the least
/// and the most room. What fits even then in no more lines is cut, and ends with `…`.
pub(super) fn fitted(names: &[&str], size: f64, most_lines: usize, rooms: std::ops::RangeInclusive<f64>) -> Names {
    let names: Vec<String> = names.iter().map(|name| text::clean(name)).collect();
    let mut room = *rooms.start();
    let wrapped =
        |room: f64| -> Vec<Vec<String>> { names.iter().map(|name| text::wrap(name, size, false, room)).collect() };
    let wide = |line: &String| text::width(line, size, false);
    let fits =
        |lines: &Vec<String>, room: f64| lines.len() <= most_lines && lines.iter().all(|line| wide(line) <= room);
    let mut lines = wrapped(room);
    while room < *rooms.end() && !lines.iter().all(|lines| fits(lines, room)) {
        room = (room + 20.0).min(*rooms.end());
        lines = wrapped(room);
    }
    let mut cut = 0;
    for name in lines.iter_mut().filter(|name| !fits(name, room)) {
        cut += 1;
        if name.len() > most_lines {
            let rest = name.split_off(most_lines).join(" ");
            let last = name.last_mut().expect("a name has at least one line");
            *last = format!("{last} {rest}");
        }
        name.iter_mut().for_each(|line| shorten(line, size, room));
    }
    let width = lines.iter().flatten().map(wide).fold(0.0, f64::max);
    let most_lines = lines.iter().map(Vec::len).max().unwrap_or(1);
    Names { lines, width, cut, most_lines }
}

/// As much of a line as fits.
fn shorten(line: &mut String, size: f64, room: f64) {
    let wide = |line: &str| text::width(line, size, false);
    if wide(line) <= room {
        return;
    }
    let ends: Vec<usize> = line.char_indices().map(|(at, _)| at).collect();
    let fits = |&end: &usize| wide(&line[..end]) + wide("…") <= room;
    let fitting = ends.partition_point(fits);
    line.truncate(fitting.checked_sub(1).map_or(0, |last| ends[last]));
    line.truncate(line.trim_end().len());
    line.push(MORE);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fit() {
        let long = "Permanent Representative of the Ferry Towns to the Convention";
        let names =
            ["Abbey", long, "", "ضفة النهر القديمة", "川の向こう岸の古い町と新しい町の住民の会", &"x".repeat(200)];
        for most_lines in 1..4 {
            let fitted = fitted(&names, 11.0, most_lines, 120.0..=260.0);
            assert!(fitted.width <= 260.0 && fitted.most_lines <= most_lines);
            assert_eq!(fitted.lines[0], ["Abbey"]);
            assert!(fitted.lines[5].last().unwrap().ends_with('…'));
        }
        assert!(in_one_line(&names[..2], 11.0, 260.0).is_none());
        assert_eq!(in_one_line(&names[..1], 11.0, 260.0).map(|names| names.most_lines), Some(1));
        let whole = fitted(&names[..2], 11.0, 2, 120.0..=300.0);
        assert_eq!(whole.lines[1].join(" "), long);
    }
}
