//! Countries, as CAMEO's actor codes, ISO 3166 and people write them.

use std::sync::LazyLock;

use hashbrown::HashMap;

use crate::names::fold;

/// A country or territory that CAMEO has a code for.
///
/// ```
/// let turkey = standoff::codes::country("Türkiye").unwrap();
/// assert_eq!((turkey.code, turkey.iso3166, turkey.name), ("TUR", Some("TR"), "Turkey"));
/// assert!(turkey.aliases.contains(&"Republic of Turkey"));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Country {
    /// Its three letters in CAMEO: those of ISO 3166-1 but for a few, as `ROM` for Romania.
    pub code: &'static str,
    /// Its ISO 3166-1 alpha-2 code; none for Kosovo and for what is no more.
    pub iso3166: Option<&'static str>,
    /// The name that people read.
    pub name: &'static str,
    /// Other names that people and ICEWS write. No two countries share a name.
    pub aliases: Vec<&'static str>,
    /// The three letters of others, where they are not CAMEO's.
    pub(super) other_code: Option<&'static str>,
}

/// Every country, by its code.
///
/// ```
/// use standoff::codes::countries;
/// assert!(countries().is_sorted_by_key(|country| country.code));
/// assert!(countries().any(|country| country.iso3166 == Some("AM") && country.name == "Armenia"));
/// ```
pub fn countries() -> impl ExactSizeIterator<Item = &'static Country> {
    COUNTRIES.all.iter()
}

/// The country of a name, compared as [`fold`] does, or of three letters in capitals: CAMEO's, or those
/// of ISO 3166-1.
///
/// A code of two letters finds nothing: in event data `NA` is a missing value rather than Namibia, and
/// GDELT's two letters are those of FIPS 10-4.
///
/// ```
/// use standoff::codes::country;
/// let code = |text| country(text).map(|country| country.code);
/// assert_eq!(["Russian Federation", "russia", "RUS"].map(code), [Some("RUS"); 3]);
/// assert_eq!(["ROM", "ROU", "Romania"].map(code), [Some("ROM"); 3]);
/// assert_eq!(["UK", "Britain", "United_Kingdom"].map(code), [Some("GBR"); 3]);
/// assert_eq!(["Atlantis", "rus", "NA", ""].map(code), [None; 4]);
/// ```
pub fn country(name_or_code: &str) -> Option<&'static Country> {
    let text = name_or_code.trim();
    let countries = &*COUNTRIES;
    let found = countries.codes.get(text).or_else(|| countries.names.get(fold(text).as_str()));
    found.map(|&number| &countries.all[number])
}

/// The country that has these three letters.
pub(super) fn of_code(code: &str) -> Option<&'static Country> {
    COUNTRIES.codes.get(code).map(|&number| &COUNTRIES.all[number])
}

struct Countries {
    all: Vec<Country>,
    codes: HashMap<&'static str, usize>,
    /// By their folded names.
    names: HashMap<String, usize>,
}

static COUNTRIES: LazyLock<Countries> = LazyLock::new(|| {
    let all: Vec<Country> = super::rows(include_str!("countries.tsv")).map(row).collect();
    let (mut codes, mut names) = (HashMap::new(), HashMap::new());
    for (number, country) in all.iter().enumerate() {
        codes.extend([Some(country.code), country.other_code].into_iter().flatten().map(|c| (c, number)));
        names.extend(country.aliases.iter().chain([&country.name]).map(|name| (fold(name), number)));
    }
    Countries { all, codes, names }
});

fn row(row: &'static str) -> Country {
    let mut cells = row.split('\t');
    // The last cells of a row are left away where they are empty.
    let mut cell = || cells.next().unwrap_or_default();
    let some = |cell: &'static str| (!cell.is_empty()).then_some(cell);
    Country {
        code: cell(),
        iso3166: some(cell()),
        other_code: some(cell()),
        name: cell(),
        aliases: some(cell()).map_or_else(Vec::new, |aliases| aliases.split("; ").collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_found_by_all_that_it_is_called_and_no_other_is() {
        for one in countries() {
            assert!(one.code.len() == 3 && one.code.bytes().all(|b| b.is_ascii_uppercase()), "{one:?}");
            assert!(one.iso3166.is_none_or(|iso| iso.len() == 2) && !one.name.is_empty(), "{one:?}");
            let codes = [Some(one.code), one.other_code].into_iter().flatten();
            for way in codes.chain([one.name]).chain(one.aliases.iter().copied()) {
                assert_eq!(country(way), Some(one), "{way}");
            }
        }
    }

    #[test]
    fn names_of_other_writers_are_known() {
        let code = |text| country(text).map(|country| country.code);
        assert_eq!(["Turkey", "TURKIYE", "TUR"].map(code), [Some("TUR"); 3]);
        assert_eq!(["Czechia", "Czech Republic", "CZE"].map(code), [Some("CZE"); 3]);
        assert_eq!(["US", "U.S.", "usa", "United States"].map(code), [Some("USA"); 4]);
        assert_eq!(code("the former Yugoslav Republic of Macedonia"), Some("MKD"));
        assert_eq!(code("Democratic Republic of Congo"), Some("COD"));
        assert_eq!(code("Congo"), Some("COG"));
        assert_eq!(code("Occupied Palestinian Territory"), Some("PSE"));
        assert_eq!(code("Moldova, Republic of"), Some("MDA"));
        assert_eq!(code("Cote d'Ivoire"), Some("CIV"));
        assert_eq!(
            ["TMP", "TLS", "Timor-Leste", "MNE", "KSV", "XKX"].map(code),
            ["TMP", "TMP", "TMP", "MTN", "KSV", "KSV"].map(Some)
        );
    }
}
