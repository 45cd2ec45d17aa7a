//! Statements by the million for the benchmarks, the same for the same seed.
//!
//! `cargo run --release --example generate -- 1000000 > statements.jsonl`

use std::io::Write;

#[path = "random.rs"]
mod random;

use random::Random;

/// A few are named often and most seldom, as actors of the news are: the smallest of three draws.
fn skewed(random: &mut Random, bound: u64) -> u64 {
    random.below(bound).min(random.below(bound)).min(random.below(bound))
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
        let source = skewed(&mut random, actors);
        let target = (source + 1 + skewed(&mut random, actors - 1)) % actors;
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
