//! A signed graph whose camps and indexes are published, for tests.

use super::{Rows, Weight};

/// The tribes in the order of the table in UCINET's `gama.dat`.
pub(crate) const TRIBES: [&str; 16] = [
    "Gaveve",
    "Kotuni",
    "Ove",
    "Alikadzuha",
    "Nagamidzuha",
    "Gahuku",
    "Masilakidzuha",
    "Ukudzuha",
    "Notohana",
    "Kohika",
    "Gehamo",
    "Asarodzuha",
    "Uheto",
    "Seuve",
    "Nagamiza",
    "Gama",
];

/// Who is allied with whom (`+`) and whose enemy (`-`) among the Gahuku-Gama of the highlands of New Guinea: Read,
/// "Cultures of the Central Highlands, New Guinea", Southwestern Journal of Anthropology 10, 1954; as a signed graph in
/// Hage and Harary, "Structural models in anthropology", 1983, p. 56–60.
const TIES: &str = "1+2 1-3 2-3 1-4 3+4 1-5 2-5 1-6 2-6 3+6 3+7 5+7 6+7 3+8 4+8 6+8 7+8 2-9 5+9 6-9 2-10 9+10 6+11 \
    7+11 8+11 9-11 10-11 1-12 6+12 7+12 8+12 11+12 6-13 7+13 9+13 10+13 11-13 5+14 8-14 12-14 13+14 1+15 2+15 5-15 \
    9-15 10-15 11-15 12-15 13-15 1+16 2+16 5-16 6-16 11-16 12-16 13-16 14-16 15+16";

/// The three camps in which Hage and Harary, and Doreian and Mrvar ("A partitioning approach to structural balance",
/// Social Networks 18, 1996), find them, the largest first, by number.
pub(crate) const CAMPS: [&[u32]; 3] = [&[2, 3, 5, 6, 7, 10, 11], &[4, 8, 9, 12, 13], &[0, 1, 14, 15]];

/// The pairs from 0, each once, and whether they are allied.
pub(crate) fn ties() -> impl Iterator<Item = (u32, u32, bool)> {
    TIES.split_whitespace().map(|tie| {
        let (a, b) = tie.split_once(['+', '-']).unwrap();
        let number = |text: &str| text.parse::<u32>().unwrap() - 1;
        (number(a), number(b), tie.contains('+'))
    })
}

pub(crate) fn rows() -> Rows {
    let both = ties().flat_map(|(a, b, allied)| {
        let weight = Weight { positive: u32::from(allied), negative: u32::from(!allied), neutral: 0 };
        [(a, b, weight), (b, a, weight)]
    });
    Rows::new(TRIBES.len(), both.collect())
}

/// The members of each camp of a division.
pub(crate) fn members(of: &[u32]) -> Vec<Vec<u32>> {
    let camps = of.iter().max().map_or(0, |most| most + 1);
    (0..camps).map(|camp| (0..).zip(of).filter(|(_, of)| **of == camp).map(|(actor, _)| actor).collect()).collect()
}

#[test]
fn the_table_is_as_published() {
    let allied = ties().filter(|tie| tie.2).count();
    assert_eq!((allied, ties().count() - allied), (29, 29));
    assert_eq!(rows().ties(), 2 * 58);
}
