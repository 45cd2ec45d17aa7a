//! Who did it: CAMEO actor codes, three letters after three letters from the most to the least general.

use std::fmt::Write as _;
use std::ops::Range;
use std::sync::LazyLock;

use hashbrown::HashMap;

use super::countries::{self, Country};
use crate::actor::Kind;

/// A CAMEO actor code, taken apart: `TURGOVMIL` is Turkey, its government, the military in it.
///
/// ```
/// use standoff::{actor::Kind, codes::actor};
/// let ministry = actor("TURGOVMIL");
/// assert_eq!(ministry.name(), "Turkey (government, military)");
/// assert_eq!((ministry.principal(), ministry.kind()), (Some("TUR"), Kind::Organization));
/// ```
#[derive(Debug, Clone)]
pub struct ActorCode<'a> {
    /// Never none.
    groups: Vec<&'a str>,
    /// The country or region, and which group it is: the first, or the second after one that is nobody's.
    place: Option<(usize, Place)>,
    /// The last group that is the name of an organization.
    named: Option<(usize, &'static Group)>,
}

/// Takes a code apart as GDELT and Phoenix write it; every text is a code, known or not. What stands
/// behind a space, as dates do in Phoenix, is no part of it.
///
/// ```
/// use standoff::codes::actor;
/// let name = |code| actor(code).name();
/// assert_eq!(["TUR", "TURGOV", "COP", "PSEREB"].map(name),
///     ["Turkey", "Turkey (government)", "police", "Palestinian Territories (rebels)"]);
/// assert_eq!(["IGOUNO", "IGOUNOREFHCR", "IGOWSTNATMIL"].map(name), ["United Nations", "UNHCR", "NATO (military)"]);
/// assert_eq!(["XYZ", "TURXYZ", "Ankara"].map(name), ["XYZ", "Turkey (XYZ)", "Ankara"]);
/// ```
pub fn actor(code: &str) -> ActorCode<'_> {
    let code = code.split_ascii_whitespace().next().unwrap_or_default();
    let groups: Vec<&str> = match code.is_ascii() && code.len().is_multiple_of(3) {
        true => (0..code.len()).step_by(3).map(|at| &code[at..at + 3]).collect(),
        false => Vec::new(),
    };
    // A text that is no code is one group, which nobody knows.
    let in_threes = !groups.is_empty() && groups.iter().all(|group| is_group(group));
    let groups = if in_threes { groups } else { vec![code] };
    let at = |n: usize| Some((n, Place::of(groups.get(n)?)?));
    let first = known(groups[0]);
    let place = match first.map(|group| group.sort) {
        Some(Sort::Among) => at(1),
        // The state that has come after it, where that is told.
        Some(Sort::Former) => at(1).or_else(|| at(0)),
        _ => at(0),
    };
    let named = groups
        .iter()
        .enumerate()
        .rev()
        .find_map(|(n, group)| Some((n, known(group).filter(|group| group.sort == Sort::Named)?)));
    ActorCode { groups, place, named }
}

/// Letters of which one stands in the code of everybody whom a name means, be it folded, and of all
/// who act for them: those of a country, or a whole code. None where a name is neither.
pub(crate) fn letters_of(name: &str) -> Option<Vec<String>> {
    if let Some(country) = countries::country(name) {
        return Some([Some(country.code), country.other_code].into_iter().flatten().map(str::to_owned).collect());
    }
    if name.is_empty() || !name.is_ascii() || !name.len().is_multiple_of(3) {
        return None;
    }
    let group = |letters: &str| {
        let is = |group: &String| known(group).is_some() || countries::of_code(group).is_some();
        let (upper, lower) = (letters.to_ascii_uppercase(), letters.to_ascii_lowercase());
        match (is(&upper), is(&lower)) {
            (true, false) => Some(upper),
            (false, true) => Some(lower),
            // A name does not say which of the two it means.
            (true, true) | (false, false) => None,
        }
    };
    let groups: Option<Vec<String>> = (0..name.len()).step_by(3).map(|at| group(&name[at..at + 3])).collect();
    let code = groups?.concat();
    // Somebody may be called like a code of several countries; then all of them are looked through.
    let own = actor(&code).country().is_none_or(|country| code.contains(country));
    own.then(|| vec![code])
}

impl ActorCode<'_> {
    /// The country or region that the code names, as GDELT has it in the column beside the code:
    /// CAMEO's three letters, also where the code has those of ISO 3166.
    ///
    /// ```
    /// use standoff::codes::actor;
    /// let codes = ["USAGOV", "MNCUSAMED", "IGOEUREEC", "SCGSRB", "ROU", "GOV"];
    /// assert_eq!(codes.map(|code| actor(code).country()),
    ///     [Some("USA"), Some("USA"), Some("EUR"), Some("SRB"), Some("ROM"), None]);
    /// ```
    pub fn country(&self) -> Option<&'static str> {
        self.place.map(|(_, place)| place.code())
    }

    /// For whom it acts: the country or region of which it is a part. None for a country or region
    /// itself, and for organizations between countries, which act for themselves.
    ///
    /// ```
    /// use standoff::codes::actor;
    /// assert_eq!(["USAGOV", "MNCUSA"].map(|code| actor(code).principal()), [Some("USA"); 2]);
    /// assert_eq!(["USA", "GOV", "IGOEUREEC", "IMGMOSALQ"].map(|code| actor(code).principal()), [None; 4]);
    /// ```
    pub fn principal(&self) -> Option<&'static str> {
        let (_, place) = self.place?;
        let first = self.groups[0];
        (self.place_itself().is_none() && first != "IGO" && first != "IMG").then(|| place.code())
    }

    /// The country or region that it is, and not a part of; under one code whatever it is written as.
    pub(crate) fn place_itself(&self) -> Option<&'static str> {
        let (at, place) = self.place?;
        (at + 1 == self.groups.len() && self.among().is_none()).then(|| place.code())
    }

    /// A name to read, made of the code alone: an organization, or a country or region, or what stands
    /// first, and behind it what else is said. A group that is not known stays as its letters. Codes
    /// that mean one actor have one name: `ROM` and `ROU`, `COP` and `COPCOP`.
    ///
    /// ```
    /// use standoff::codes::actor;
    /// let name = |code| actor(code).name();
    /// assert_eq!(["MNCUSA", "AFGINSTAL"].map(name),
    ///     ["United States (multinational company)", "Taliban (Afghanistan, insurgents)"]);
    /// assert_eq!(["kur", "kurREB", "CHRCTH"].map(name), ["Kurds", "Kurds (rebels)", "Christians (Catholics)"]);
    /// ```
    pub fn name(&self) -> String {
        let (head, rest) = self.words();
        let mut name = head.to_owned();
        let mut open = " (";
        for (n, &word) in rest.iter().enumerate() {
            if word != head && !rest[..n].contains(&word) {
                let _ = write!(name, "{open}{word}");
                open = ", ";
            }
        }
        if open == ", " {
            name.push(')');
        }
        name
    }

    /// What sort of actor it is: a country alone is a state, its organs are organizations, and its
    /// business, media or rebels a group.
    ///
    /// ```
    /// use standoff::{actor::Kind, codes::actor};
    /// assert_eq!(["TUR", "SCGSRB"].map(|code| actor(code).kind()), [Kind::State; 2]);
    /// assert_eq!(["TURGOV", "COP", "MNCUSA", "IGOUNO"].map(|code| actor(code).kind()), [Kind::Organization; 4]);
    /// assert_eq!(["PSEREB", "TURBUS", "kur", "MEA"].map(|code| actor(code).kind()), [Kind::Group; 4]);
    /// assert_eq!(["XYZ", "TURXYZ"].map(|code| actor(code).kind()), [Kind::Unspecified; 2]);
    /// ```
    pub fn kind(&self) -> Kind {
        let kind = |group: &&str| known(group).map(|group| group.kind);
        if let Some((_, named)) = self.named {
            return named.kind;
        }
        let (at, place) = match self.place {
            Some(place) => place,
            None => return kind(&self.groups[0]).unwrap_or(Kind::Unspecified),
        };
        if let Some(among) = self.among() {
            return among.kind;
        }
        match (self.groups.get(at + 1), place) {
            (Some(group), _) if countries::of_code(group).is_some() => Kind::State,
            (Some(group), _) => kind(group).unwrap_or(Kind::Unspecified),
            (None, Place::Country(_)) => Kind::State,
            (None, Place::Other(group)) => group.kind,
        }
    }

    /// What stands first where it is nobody's, as in `MNCUSA`.
    fn among(&self) -> Option<&'static Group> {
        known(self.groups[0]).filter(|group| group.sort == Sort::Among)
    }

    /// The words of the name: the first, and those that stand behind it.
    fn words(&self) -> (&str, Vec<&str>) {
        let words = |groups: Range<usize>| groups.map(|n| self.word(n)).collect::<Vec<_>>();
        let end = self.groups.len();
        match (self.named, self.place) {
            // What leads to an organization between countries only says where in the codebook it is.
            (Some((named, group)), _) if self.among().is_some() => (group.name, words(named + 1..end)),
            (Some((named, group)), _) => (group.name, [words(0..named), words(named + 1..end)].concat()),
            (None, Some((at, place))) => {
                let among = self.among().map(|group| group.name);
                (place.name(), among.into_iter().chain(words(at + 1..end)).collect())
            }
            (None, None) => (self.word(0), words(1..end)),
        }
    }

    /// What a group says, or its letters. A country is one first, or as the territory of another: `MAR`
    /// is Morocco, but in `LBNCHRMAR` the Maronites.
    fn word(&self, n: usize) -> &str {
        let group = self.groups[n];
        match self.place {
            Some((at, place)) if at == n => return place.name(),
            Some((at, _)) if at + 1 == n => {
                if let Some(country) = countries::of_code(group) {
                    return country.name;
                }
            }
            _ => {}
        }
        known(group).map_or(group, |known| known.name)
    }
}

/// A country, a region, or a state that is no more.
#[derive(Debug, Clone, Copy)]
enum Place {
    Country(&'static Country),
    Other(&'static Group),
}

impl Place {
    fn of(group: &str) -> Option<Self> {
        let other = || known(group).filter(|group| matches!(group.sort, Sort::Region | Sort::Former));
        countries::of_code(group).map(Place::Country).or_else(|| other().map(Place::Other))
    }

    fn code(self) -> &'static str {
        match self {
            Place::Country(country) => country.code,
            Place::Other(group) => group.code,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Place::Country(country) => country.name,
            Place::Other(group) => group.name,
        }
    }
}

/// A row of groups.tsv.
#[derive(Debug)]
struct Group {
    code: &'static str,
    sort: Sort,
    kind: Kind,
    name: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Region,
    /// A state that is no more.
    Former,
    /// What a code begins with that is not in one country, as `IGO`.
    Among,
    Role,
    Faith,
    People,
    /// An organization that has a group of its own.
    Named,
}

static GROUPS: LazyLock<HashMap<&'static str, Group>> = LazyLock::new(|| {
    let rows = super::rows(include_str!("groups.tsv"));
    rows.map(|row| {
        let mut cells = row.split('\t');
        let mut cell = || cells.next().expect("a row of groups.tsv has four cells");
        let (code, sort, kind, name) = (cell(), cell(), cell(), cell());
        let sort = match sort {
            "region" => Sort::Region,
            "former" => Sort::Former,
            "among" => Sort::Among,
            "role" => Sort::Role,
            "faith" => Sort::Faith,
            "people" => Sort::People,
            "named" => Sort::Named,
            other => unreachable!("groups.tsv has no sort {other}"),
        };
        (code, Group { code, sort, kind: kind.parse().expect("the table has the names of kinds"), name })
    })
    .collect()
});

/// Whether a group is capitals and digits, or a people's small letters.
fn is_group(group: &str) -> bool {
    group.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        || group.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn known(group: &str) -> Option<&'static Group> {
    GROUPS.get(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(code: &str) -> String {
        actor(code).name()
    }

    #[test]
    fn no_group_is_a_country_too() {
        assert_eq!(GROUPS.len(), super::super::rows(include_str!("groups.tsv")).count());
        for group in GROUPS.values() {
            assert_eq!(group.code.len(), 3);
            assert!(!group.name.is_empty() && countries::of_code(group.code).is_none(), "{}", group.code);
        }
    }

    #[test]
    fn letters_stand_in_every_code_that_is_meant() {
        let letters = |name| letters_of(name).unwrap_or_default();
        assert_eq!(letters("turkey"), ["TUR"]);
        assert_eq!(letters("romania"), ["ROM", "ROU"]);
        assert_eq!(letters("usagov"), ["USAGOV"]);
        assert!(letters_of("kur").is_none(), "KUR is another than kur");
        assert!(letters_of("hamas").is_none() && letters_of("police").is_none() && letters_of("").is_none());
    }

    #[test]
    fn places_of_codes() {
        let place = |code| (actor(code).country(), actor(code).principal());
        for (code, country, principal) in [
            ("", None, None),
            ("USA", Some("USA"), None),
            ("USAGOVMIL", Some("USA"), Some("USA")),
            ("ROUGOV", Some("ROM"), Some("ROM")),
            ("MEA", Some("MEA"), None),
            ("MEAREB", Some("MEA"), Some("MEA")),
            ("IGOPGSGCC", Some("PGS"), None),
            ("IMGSEAMOSJMA", Some("SEA"), None),
            ("NGODNKREF", Some("DNK"), Some("DNK")),
            ("USRTKM", Some("TKM"), None),
            ("USRTKMGOV", Some("TKM"), Some("TKM")),
            ("YUGGOV", Some("YUG"), Some("YUG")),
            ("YUG", Some("YUG"), None),
            ("DNKGRL", Some("DNK"), Some("DNK")),
            ("GOVUSA", None, None),
            ("CHRMAR", None, None),
            ("usa", None, None),
            ("ind", None, None),
            ("USAGO", None, None),
            ("GBRGOV >201005011", Some("GBR"), Some("GBR")),
        ] {
            assert_eq!(place(code), (country, principal), "{code}");
        }
    }

    #[test]
    fn places_have_one_code() {
        let itself = |code| actor(code).place_itself();
        assert_eq!(
            ["TUR", "ROM", "ROU", "SCGSRB", "USRTKM", "MEA"].map(itself),
            ["TUR", "ROM", "ROM", "SRB", "TKM", "MEA"].map(Some)
        );
        assert_eq!(["TURGOV", "UISWAF", "IGOPGS", "kur", "XYZ", ""].map(itself), [None; 6]);
    }

    #[test]
    fn names_of_codes() {
        for (code, expected) in [
            ("", ""),
            ("COPCOP", "police"),
            ("GOVMIL", "government (military)"),
            ("USAGOVGOV", "United States (government)"),
            ("IGOUNOKID", "UNICEF"),
            ("IGOUNODEV", "United Nations (development)"),
            ("IGOUNODEVWBKMED", "World Bank (media)"),
            ("IGOEUREECLEG", "European Union (legislature)"),
            ("IGOASABUS", "Asia (intergovernmental organization, business)"),
            ("IGOXYZ", "intergovernmental organization (XYZ)"),
            ("NGOHLHIRC", "Red Cross"),
            ("NGOENV", "non-governmental organization (environment)"),
            ("PSEREBHMS", "Hamas (Palestinian Territories, rebels)"),
            ("PSEREBHMSUAF", "Hamas (Palestinian Territories, rebels, unaligned armed forces)"),
            ("UISWAF", "West Africa (unidentified state)"),
            ("LBNCHRMAR", "Lebanon (Christians, MAR)"),
            ("DNKFRO", "Denmark (Faroe Islands)"),
            ("SCGSRB", "Serbia"),
            ("SCG", "Serbia and Montenegro"),
            ("scoGOV", "Scots (government)"),
            ("CHRANG001", "Christians (Anglicans, 001)"),
            ("KSVGOVLEG >080217", "Kosovo (government, legislature)"),
            ("ΑΒΓ", "ΑΒΓ"),
        ] {
            assert_eq!(name(code), expected, "{code}");
        }
    }
}
