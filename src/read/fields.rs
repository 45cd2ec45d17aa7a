//! Which fields of other people's data hold what a statement needs.

/// Which field of other people's data is the source, which the target, and so on: what `--map` says on the
/// command line. What is not named is found by its usual name.
///
/// Where a database of Discourse Network Analyzer has the usual variables, nothing has to be named: `person`, or
/// else `organization`, is the source, `concept` the target and `agreement` the qualifier.
///
/// ```
/// use standoff::read::Fields;
/// let mut fields = Fields::default();
/// fields.set("source=organization").unwrap();
/// assert_eq!(fields.source.as_deref(), Some("organization"));
/// assert!(fields.set("sauce=organization").unwrap_err().contains("source"));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    /// Which sort of record is read: the statement type.
    pub record: Option<String>,
    /// Who acts.
    pub source: Option<String>,
    /// Towards whom or what.
    pub target: Option<String>,
    /// What names the relation; where no field is called so, the one relation that all statements have.
    pub relation: Option<String>,
    /// What says whether the source is for or against the target.
    pub qualifier: Option<String>,
    /// What was said, in a few words.
    pub gist: Option<String>,
    /// Which relation a label means, for labels that are neither its id nor one of its verbs.
    pub relations: Vec<(String, String)>,
}

impl Fields {
    /// The names that [`set`](Fields::set) knows.
    const NAMES: [&str; 6] = ["type", "source", "target", "relation", "qualifier", "gist"];

    /// Takes in what `--map` says: `source=organization`.
    ///
    /// # Errors
    /// What is wrong with it, in words.
    pub fn set(&mut self, said: &str) -> Result<(), String> {
        let known = || format!("known are {}", Self::NAMES.map(|name| format!("{name}=…")).join(", "));
        let (name, field) = said.split_once('=').ok_or_else(known)?;
        let slot = match name.trim() {
            "type" => &mut self.record,
            "source" => &mut self.source,
            "target" => &mut self.target,
            "relation" => &mut self.relation,
            "qualifier" => &mut self.qualifier,
            "gist" => &mut self.gist,
            _ => return Err(known()),
        };
        if field.trim().is_empty() {
            return Err(format!("{name}= names no field"));
        }
        match slot.replace(field.trim().to_owned()) {
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
}
