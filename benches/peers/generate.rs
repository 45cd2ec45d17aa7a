//! Event rows and statements by the gigabyte, the same for the same seed, to measure against other programs.
//!
//! ```text
//! cargo run --release --example generate-events -- gdelt 5000000 > gdelt.csv
//! cargo run --release --example generate-events -- statements 10000000 > statements.jsonl
//! cargo run --release --example generate-events -- network 1000000 10000000 > network.jsonl
//! ```
//!
//! Nobody and nothing in them is real but the codes of CAMEO (codebook 1.1b3), the names of countries and
//! their capitals. How often a code, an empty cell or a repeated address occurs follows GDELT, since a
//! reader is as fast as what it meets.

use std::io::{BufWriter, Error, ErrorKind, Result, Write};

mod gdelt;
mod network;
#[path = "../random.rs"]
mod random;
mod statements;

use random::Random;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let what = arguments.next();
    let mut number = || arguments.next().and_then(|number| number.parse().ok());
    let (rows, more) = (number(), number());
    let mut out = BufWriter::with_capacity(1 << 20, std::io::stdout().lock());
    match (what.as_deref(), rows) {
        (Some("gdelt"), Some(rows)) => gdelt::events(rows, 1, &mut out)?,
        (Some("statements"), Some(rows)) => statements::statements(rows, 1, &mut out)?,
        (Some("network"), Some(actors)) => network::network(actors, more.unwrap_or(actors), 1, &mut out)?,
        _ => {
            let said = "say `gdelt ROWS`, `statements ROWS` or `network ACTORS EDGES`";
            return Err(Error::new(ErrorKind::InvalidInput, said));
        }
    }
    out.flush()
}

/// Draws in proportion to weights, in one step: every item has that many tickets of 65,536, and one at least.
struct Lottery(Vec<u16>);

impl Lottery {
    fn new(weights: impl Iterator<Item = f64> + Clone) -> Self {
        let sum: f64 = weights.clone().sum();
        let mut tickets = Vec::new();
        for (item, weight) in weights.enumerate() {
            let count = (weight / sum * 65_536.0).round().max(1.0) as usize;
            tickets.extend(std::iter::repeat_n(item as u16, count));
        }
        Lottery(tickets)
    }

    fn draw(&self, random: &mut Random) -> usize {
        usize::from(self.0[random.below(self.0.len() as u64) as usize])
    }
}

/// The days of a calendar one after the other, as (year, month, day).
fn days(first_year: u32, years: u32) -> impl Iterator<Item = (u32, u32, u32)> {
    (first_year..first_year + years).flat_map(|year| {
        (1..=12).flat_map(move |month| {
            let last = match month {
                2 if year % 4 == 0 => 29,
                2 => 28,
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            (1..=last).map(move |day| (year, month, day))
        })
    })
}
