//! Which fields of other people's data hold what a statement needs.

use std::collections::BTreeMap;

use super::keys::STATEMENT;

/// What stands among the fields that a reader knows where it asks which relation a label means.
pub(crate) const LABELS: &str = "label";

/// Which field of other people's data is the source, which the target, and so on: what `--map` says on the
/// command line. What is not named is found by its usual name.
///
/// A field is a key of a statement, `type` (which sort of record is read) or `qualifier` (what says whether the
/// source is for or against the target). What is named is a column of a table, a key of an object (`meta.speaker`
/// is in an object), a variable of a database, a role of an event. Where no field has the name that is given for
/// the relation, it is the one relation that all statements have.
///
/// Where a database of Discourse Network Analyzer has the usual variables, nothing has to be named: `person`, or
/// else `organization`, is the source, `concept` the target and `agreement` the qualifier.
///
/// ```
/// use standoff::read::Fields;
/// let mut fields = Fields::default();
/// fields.set("source=organization").unwrap();
/// assert_eq!(fields.get("source"), Some("organization"));
/// assert!(fields.set("sauce=organization").unwrap_err().contains("source"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// What each is called.
    named: BTreeMap<&'static str, String>,
    /// Which relation a label means, for labels that are neither its id nor one of its verbs.
    pub relations: Vec<(String, String)>,
}

impl Fields {
    /// The names that [`set`](Fields::set) knows.
    fn names() -> impl Iterator<Item = &'static str> {
        STATEMENT.iter().map(|key| key.name).chain(["qualifier", "type"])
    }

    /// What a field is called in the data, where the user says so.
    pub fn get(&self, field: &str) -> Option<&str> {
        self.named.get(field).map(String::as_str)
    }

    /// Takes in what `--map` says: `source=organization`.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn set(&mut self, said: &str) -> Result<(), String> {
        let known =
            || format!("known are {}", Self::names().map(|name| format!("{name}=…")).collect::<Vec<_>>().join(", "));
        let (name, field) = said.split_once('=').ok_or_else(known)?;
        let name = Self::names().find(|known| *known == name.trim()).ok_or_else(known)?;
        if field.trim().is_empty() {
            return Err(format!("{name}= names no field"));
        }
        match self.named.insert(name, field.trim().to_owned()) {
            Some(before) => Err(format!("{name} is `{before}` already")),
            None => Ok(()),
        }
    }

    /// Takes in what `--map-relation` says: `blames=accuses`, a label and the relation that it means.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    ///
    /// ```
    /// # use standoff::read::Fields;
    /// let mut fields = Fields::default();
    /// fields.set_relation("1=supports").unwrap();
    /// assert_eq!(fields.relations, [("1".to_owned(), "supports".to_owned())]);
    /// ```
    pub fn set_relation(&mut self, said: &str) -> Result<(), String> {
        // The label is the annotator's and may have the sign in it; an id of a relation has not.
        match said.rsplit_once('=') {
            Some((label, relation)) if !relation.trim().is_empty() => {
                self.relations.push((label.trim().to_owned(), relation.trim().to_owned()));
                Ok(())
            }
            _ => Err("it takes a label and a relation, as in blames=accuses".to_owned()),
        }
    }

    /// Whether nothing is named.
    pub(crate) fn is_empty(&self) -> bool {
        *self == Fields::default()
    }

    /// What is named, each with its name in the data.
    pub(crate) fn named(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.named.iter().map(|(name, field)| (*name, field.as_str()))
    }

    /// What the user says, each with its name among what a reader knows.
    pub(crate) fn all(&self) -> impl Iterator<Item = (&'static str, String)> {
        let named = self.named.iter().map(|(name, field)| (*name, format!("--map {name}={field}")));
        let said = |(label, relation): &(String, String)| (LABELS, format!("--map-relation {label}={relation}"));
        named.chain(self.relations.iter().map(said))
    }
}
