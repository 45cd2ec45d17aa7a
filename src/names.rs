//! From names to actors: folding, aliases, and the nearest names to one that is not known.

use hashbrown::HashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

/// A name as it is compared: without case, diacritics or punctuation, words apart by one space.
/// Folding what is folded changes nothing.
///
/// Marks that make another letter in their script (the nukta, kana voicing, the virama) are kept.
/// A name of punctuation alone, or of symbols, folds to itself in lower case.
///
/// ```
/// use standoff::names::fold;
/// assert_eq!(fold("  Recep Tayyip ERDOĞAN "), "recep tayyip erdogan");
/// assert_eq!(fold("Côte d’Ivoire"), "cote divoire");
/// assert_eq!(fold("united-states"), fold("United States"));
/// ```
pub fn fold(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    if name.is_ascii() {
        for byte in name.bytes() {
            push(&mut folded, char::from(byte.to_ascii_lowercase()));
        }
    } else {
        // Lower case first and last: İ lowers to i with a dot above, which then is a mark to drop.
        let marks = |c: &char| canonical_combining_class(*c) < 10;
        for c in name.chars().flat_map(char::to_lowercase).nfkd().filter(marks) {
            match c {
                'ß' => folded.push_str("ss"),
                'æ' => folded.push_str("ae"),
                'œ' => folded.push_str("oe"),
                'ø' => folded.push('o'),
                'ł' => folded.push('l'),
                'đ' | 'ð' => folded.push('d'),
                'þ' => folded.push_str("th"),
                'ı' => folded.push('i'),
                c => c.to_lowercase().for_each(|c| push(&mut folded, c)),
            }
        }
    }
    folded.truncate(folded.trim_end().len());
    if folded.is_empty() {
        return name.trim().to_lowercase();
    }
    folded
}

fn push(folded: &mut String, c: char) {
    match c {
        // An apostrophe joins what stands round it: d'Ivoire and d’Ivoire are one word.
        '\'' | '’' | 'ʼ' | '`' => {}
        c if c.is_alphanumeric() || canonical_combining_class(c) != 0 => folded.push(c),
        _ if folded.is_empty() || folded.ends_with(' ') => {}
        _ => folded.push(' '),
    }
}

/// Folded names, each with what it stands for.
#[derive(Debug, Clone, Default)]
pub(crate) struct Names {
    folded: HashMap<String, u32>,
    /// The most words that any of them has.
    longest: usize,
}

impl Names {
    /// Adds a name; where it already stands for something else, says for what and changes nothing.
    pub(crate) fn insert(&mut self, name: &str, actor: u32) -> Result<(), u32> {
        let folded = fold(name);
        self.longest = self.longest.max(folded.split(' ').count());
        match *self.folded.entry(folded).or_insert(actor) {
            other if other == actor => Ok(()),
            other => Err(other),
        }
    }

    /// What the name stands for.
    pub(crate) fn find(&self, name: &str) -> Option<u32> {
        self.find_folded(&fold(name))
    }

    /// What the name stands for, where it is folded already.
    pub(crate) fn find_folded(&self, folded: &str) -> Option<u32> {
        self.folded.get(folded).copied()
    }

    /// The most words that a known name has.
    pub(crate) fn longest(&self) -> usize {
        self.longest
    }

    /// The known name nearest to an unknown one, folded, if any is near enough to be meant.
    pub(crate) fn nearest(&self, name: &str) -> Option<&str> {
        nearest(&fold(name), self.folded.keys().map(String::as_str))
    }
}

/// The candidate nearest to a word in Damerau-Levenshtein distance, the first in the alphabet among
/// equals; none that differs in more than a third of its letters.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters = word.chars().count();
    // The distance costs the product of the lengths; nobody mistypes a name of a page.
    if letters > 200 {
        return None;
    }
    let bound = (letters / 3).clamp(1, 4);
    candidates
        .into_iter()
        .filter(|candidate| candidate.chars().count().abs_diff(letters) <= bound)
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= bound)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_keeps_what_tells_letters_apart() {
        assert_eq!(fold("Choucha / Şuşa"), "choucha susa");
        assert_eq!(fold("İlham Əliyev"), "ilham əliyev");
        assert_eq!(fold("Łódź — Straße"), "lodz strasse");
        assert_ne!(fold("が"), fold("か"));
        assert_eq!(fold("مُحَمَّد"), fold("محمد"));
        assert_eq!(fold("!?"), "!?");
        assert_eq!(fold("  "), "");
        assert_eq!(fold("🤝"), "🤝");
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for name in ["İstanbul", "ﬁrst ①", "ǅ", "Ünïted—Nations", "𝔘𝔫"] {
            assert_eq!(fold(&fold(name)), fold(name));
        }
    }

    #[test]
    fn the_nearest_name_is_near() {
        let names = ["turkey", "france", "armenia"];
        assert_eq!(nearest("turky", names), Some("turkey"));
        assert_eq!(nearest("frnace", names), Some("france"));
        assert_eq!(nearest("uzbekistan", names), None);
    }
}
