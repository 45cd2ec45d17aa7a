//! Statements as JSON Lines with nothing but their ends and their relation: a network to walk.

use std::collections::HashSet;
use std::io::{Result, Write};

use super::Lottery;
use super::random::Random;
use super::statements::{RELATIONS, name};

/// Writes statements among so many actors, three at least, until so many different pairs of a source and a target
/// have one, which takes a fifth more of them. Few actors are in many statements, as in event data; one statement
/// in eight is of a pair that had one, and one in eight goes back to where one came from.
pub fn network(actors: u64, edges: u64, seed: u64, out: &mut impl Write) -> Result<()> {
    let mut random = Random(seed);
    let actors = actors.max(3);
    let edges = edges.min(actors * (actors - 1) / 4);
    let names: Vec<String> = (0..actors).map(|number| name(number, &mut random)).collect();
    let relation = Lottery::new(RELATIONS.iter().map(|&(_, weight)| weight));
    let mut known: HashSet<(u32, u32)> = HashSet::new();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    let mut next = 0;
    while (pairs.len() as u64) < edges {
        let earlier = |random: &mut Random| pairs[random.below(pairs.len() as u64) as usize];
        let (source, target) = match random.below(8) {
            0 if !pairs.is_empty() => earlier(&mut random),
            1 if !pairs.is_empty() => {
                let (source, target) = earlier(&mut random);
                (target, source)
            }
            // Everybody is somewhere: half of them a source, half of them a target.
            2 if next < actors => {
                next += 1;
                let (actor, other) = ((next - 1) as u32, often_few(actors, &mut random));
                if next % 2 == 0 { (actor, other) } else { (other, actor) }
            }
            _ => (often_few(actors, &mut random), often_few(actors, &mut random)),
        };
        if source == target {
            continue;
        }
        if known.insert((source, target)) {
            pairs.push((source, target));
        }
        let relation = match RELATIONS[relation.draw(&mut random)].0 {
            // It takes two targets.
            "mediates" => "meets",
            relation => relation,
        };
        let (source, target) = (&names[source as usize], &names[target as usize]);
        writeln!(out, "{{\"source\":\"{source}\",\"relation\":\"{relation}\",\"target\":\"{target}\"}}")?;
    }
    Ok(())
}

/// An actor: the first of a million is an end in one of two hundred statements, most of them in a few of a million.
fn often_few(actors: u64, random: &mut Random) -> u32 {
    // Whole numbers alone, so that no machine rounds another way.
    let draw = u128::from(random.below(1 << 32));
    ((draw * draw * draw * u128::from(actors)) >> 96) as u32
}
