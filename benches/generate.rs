//! Statements by the million for the benchmarks, the same for the same seed.
//!
//! `cargo run --release --example generate -- 1000000 > statements.jsonl`

use std::io::Write;

/// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014): small, seeded, and good enough to draw from.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(bound)) >> 64) as u64
    }

    /// A few are named often and most seldom, as actors of the news are: the smallest of three draws.
    fn skewed(&mut self, bound: u64) -> u64 {
        self.below(bound).min(self.below(bound)).min(self.below(bound))
    }
}

const RELATIONS: [&str; 12] = [
    "accuses",
    "accuses",
    "accuses",
    "condemns",
    "denies",
    "demands",
    "threatens",
    "supports",
    "aids",
    "meets",
    "calls-for",
    "states",
];

const GISTS: [&str; 6] = [
    "moving troops towards the river crossing",
    "holding back the harvest that was promised to the upper valley",
    "breaking the agreement on the use of the northern harbour",
    "lending boats and men to the other side",
    "what was said at the meeting of the guilds",
    "the closing of the bridge to carts from the south",
];

/// Writes that many statements as JSON Lines: about 230 bytes each, between one actor for every
/// hundred statements (200 at least, 20,000 at most), over ten years.
pub fn statements(count: u64, seed: u64, out: &mut impl Write) -> std::io::Result<()> {
    let mut random = Random(seed);
    let actors = (count / 100).clamp(200, 20_000);
    for number in 0..count {
        let source = random.skewed(actors);
        let target = (source + 1 + random.skewed(actors - 1)) % actors;
        let relation = RELATIONS[random.below(12) as usize];
        let (year, month, day) = (2011 + random.below(10), 1 + random.below(12), 1 + random.below(28));
        let gist = GISTS[random.below(6) as usize];
        let document = random.below(count / 4 + 1);
        writeln!(
            out,
            "{{\"id\":\"s{number}\",\"document\":\"d{document}\",\"date\":\"{year}-{month:02}-{day:02}\",\
             \"source\":\"Town {source}\",\"relation\":\"{relation}\",\"target\":\"Town {target}\",\
             \"gist\":\"{gist}\",\"span\":[{number},{}],\"certainty\":\"reported\"}}",
            number + 80
        )?;
    }
    Ok(())
}

#[allow(dead_code, reason = "the benchmark takes this file as a module, the example as a program")]
fn main() -> std::io::Result<()> {
    let count = std::env::args().nth(1).and_then(|count| count.parse().ok()).unwrap_or(1_000_000);
    statements(count, 1, &mut std::io::BufWriter::new(std::io::stdout().lock()))
}
