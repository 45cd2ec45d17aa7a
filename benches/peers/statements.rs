//! Statements as JSON Lines, as an archive of annotations would grow: document by document, day by day.

use std::io::{Result, Write};

use super::random::Random;
use super::{Lottery, days};

const ACTORS: u64 = 20_000;

/// The 28 built-in relations, and how many of a thousand statements have each: as their event codes in GDELT.
pub const RELATIONS: [(&str, f64); 28] = [
    ("states", 200.0),
    ("meets", 180.0),
    ("coerces", 70.0),
    ("calls-for", 65.0),
    ("offers", 80.0),
    ("supports", 60.0),
    ("condemns", 55.0),
    ("attacks", 50.0),
    ("accuses", 40.0),
    ("rejects", 27.0),
    ("aids", 27.0),
    ("concedes", 35.0),
    ("cooperates", 28.0),
    ("negotiates", 18.0),
    ("investigates", 18.0),
    ("protests", 14.0),
    ("agrees", 13.0),
    ("threatens", 12.0),
    ("demands", 8.0),
    ("sanctions", 7.5),
    ("denies", 4.0),
    ("mediates", 3.5),
    ("admits", 3.0),
    ("mobilizes", 2.0),
    ("apologizes", 2.0),
    ("sues", 1.5),
    ("convicts", 1.0),
    ("forgives", 0.6),
];

const TITLES: [&str; 16] = [
    "Council of",
    "Mayor of",
    "Harbour Guild of",
    "Free Party of",
    "Militia of",
    "Weavers of",
    "Bishop of",
    "Speaker of the House of",
    "Town of",
    "Merchants of",
    "Court of",
    "Water Board of",
    "Envoy of",
    "Students of",
    "Governor of",
    "Gazette of",
];
const BEGINNINGS: [&str; 24] = [
    "Ald", "Brack", "Cor", "Dun", "Elder", "Fen", "Gal", "Hollow", "Ivel", "Kest", "Lang", "Mar", "Nether", "Oster",
    "Pell", "Quen", "Raven", "Stan", "Tallow", "Ulver", "Vell", "Wester", "Yar", "Zel",
];
const ENDINGS: [&str; 12] =
    ["mere", "water", "ford", "holm", "wick", "burgh", "moor", "haven", "stead", "in", "bridge", "thwaite"];

const DOINGS: [&str; 12] = [
    "sending carts across",
    "closing the gates of",
    "holding back grain meant for",
    "breaking the pact on",
    "what was said about",
    "lending boats and men for",
    "the tolls that are taken at",
    "burning the stores of",
    "a share in the repair of",
    "the arrests made in",
    "an end to the shelling of",
    "letting strangers settle in",
];
const OBJECTS: [&str; 12] = [
    "the lower valley",
    "the northern harbour",
    "the old salt road",
    "the river crossing",
    "the eastern pastures",
    "the \\\"long\\\" bridge",
    "the guildhall",
    "the summer market",
    "the mill at the weir",
    "the border forts",
    "the prison on the hill",
    "the spring fair",
];

const TIMES: [&str; 8] = [
    "before the harvest was in",
    "on the eve of the guild day",
    "while the talks went on",
    "for the third year in a row",
    "against the advice of the court",
    "in spite of the flood",
    "although it was promised",
    "as the elders had foretold",
];

/// Writes that many statements, three to ten a document, through ten years whatever their number: about
/// 280 bytes each. One name in a thousand has a letter beyond ASCII, and one gist in twelve an escape.
pub fn statements(count: u64, seed: u64, out: &mut impl Write) -> Result<()> {
    let mut random = Random(seed);
    let days: Vec<String> = days(2014, 11).map(|(year, month, day)| format!("{year}-{month:02}-{day:02}")).collect();
    let relation = Lottery::new(RELATIONS.iter().map(|&(_, weight)| weight));
    let actors: Vec<String> = (0..ACTORS).map(|number| name(number, &mut random)).collect();
    let (mut document, mut left, mut start) = (0, 0, 0);
    for number in 0..count {
        if left == 0 {
            (document, left, start) = (document + 1, 3 + random.below(8), random.below(200));
        }
        left -= 1;
        let day = 365 + (u128::from(number) * (days.len() as u128 - 365) / u128::from(count)) as u64;
        let date = &days[(day - [0, 0, 0, 0, 0, 0, 1, 2, 7, 30][random.below(10) as usize]) as usize];
        let source = often_few(&mut random);
        let mut target = often_few(&mut random);
        if source == target {
            target = (target + 1) % ACTORS as usize;
        }
        // Whoever mediates does so between two others.
        let mut other = often_few(&mut random);
        while other == source || other == target {
            other = (other + 1) % ACTORS as usize;
        }
        let (source, target, other) = (&actors[source], &actors[target], &actors[other]);
        let relation = RELATIONS[relation.draw(&mut random)].0;
        let (open, comma, other, close) =
            if relation == "mediates" { ("[\"", "\",\"", other.as_str(), "\"]") } else { ("\"", "", "", "\"") };
        let end = start + 60 + random.below(160);
        writeln!(
            out,
            "{{\"id\":\"s{number}\",\"document\":\"d{document}\",\"date\":\"{date}\",\"source\":\"{source}\",\
             \"relation\":\"{relation}\",\"target\":{open}{target}{comma}{other}{close},\"gist\":\"{} {} {}\",\
             \"span\":[{start},{end}],\"certainty\":\"{}\"}}",
            DOINGS[random.below(12) as usize],
            OBJECTS[random.below(12) as usize],
            TIMES[random.below(8) as usize],
            [
                "stated", "stated", "stated", "stated", "reported", "reported", "reported", "reported", "reported",
                "alleged"
            ][random.below(10) as usize],
        )?;
        start = end;
    }
    Ok(())
}

/// What an actor of that number is called, which keeps every name apart from the others, however they are
/// compared.
pub fn name(number: u64, random: &mut Random) -> String {
    let beginning = BEGINNINGS[random.below(24) as usize];
    let ending = if random.below(1000) == 0 { "ø" } else { ENDINGS[random.below(12) as usize] };
    format!("{} {beginning}{ending} {number}", TITLES[random.below(16) as usize])
}

/// An actor: the first is named in one of 27 statements, most of them in a few of a million.
fn often_few(random: &mut Random) -> usize {
    // Whole numbers alone, so that no machine rounds another way.
    let draw = u128::from(random.below(1 << 20));
    ((draw * draw * draw * u128::from(ACTORS)) >> 60) as usize
}
