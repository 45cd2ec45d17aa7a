//! Ids for formats that cannot hold every id, or where all kinds of things share one space of them.

use std::borrow::Cow;
use std::hash::Hash;

use hashbrown::{HashMap, HashSet};

/// What each actor, or each relation, is called in a file; no two are alike.
pub(super) struct Ids<'a, K> {
    ids: HashMap<K, Cow<'a, str>>,
    taken: HashSet<Cow<'a, str>>,
}

impl<'a, K: Copy + Eq + Hash> Ids<'a, K> {
    /// The own id where the format `holds` it, and otherwise what is made of the number and the id.
    pub fn new(
        own: impl Iterator<Item = (K, &'a str)> + Clone,
        holds: impl Fn(&str) -> bool,
        make: impl Fn(usize, &str) -> String,
    ) -> Self {
        let mut taken: HashSet<Cow<'a, str>> =
            own.clone().map(|(_, id)| id).filter(|id| holds(id)).map(Cow::Borrowed).collect();
        let ids = own.enumerate().map(|(number, (key, id))| match holds(id) {
            true => (key, Cow::Borrowed(id)),
            false => (key, Cow::Owned(free(make(number, id), &mut taken))),
        });
        Ids { ids: ids.collect(), taken }
    }

    /// What it is called.
    pub fn of(&self, key: K) -> &str {
        &self.ids[&key]
    }

    /// That id, or one like it that none of these has.
    pub fn free(&self, id: String) -> String {
        unlike(id, &self.taken)
    }
}

fn free(id: String, taken: &mut HashSet<Cow<'_, str>>) -> String {
    let id = unlike(id, taken);
    taken.insert(Cow::Owned(id.clone()));
    id
}

fn unlike(mut id: String, taken: &HashSet<Cow<'_, str>>) -> String {
    while taken.contains(id.as_str()) {
        id.push('_');
    }
    id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_ids_are_alike() {
        let own = ["\u{1}", "\u{2}", "\u{3}", "n0"];
        let own = || own.into_iter().enumerate();
        let holds = |id: &str| !id.chars().any(char::is_control);
        let numbered = Ids::new(own(), holds, |number, _| format!("n{number}"));
        assert_eq!([0, 1, 2, 3].map(|key| numbered.of(key)), ["n0_", "n1", "n2", "n0"]);
        assert_eq!(numbered.free("n1".to_owned()), "n1_");
        let same = Ids::new(own(), holds, |_, _| "?".to_owned());
        assert_eq!([0, 1, 2, 3].map(|key| same.of(key)), ["?", "?_", "?__", "n0"]);
    }
}
