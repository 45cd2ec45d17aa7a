//! Which relation the label of an annotator means.

use hashbrown::HashMap;

use super::fields::Fields;
use crate::files::At;
use crate::names::{fold, nearest};
use crate::problem::{Finding, Problems};
use crate::relation::{Relation, built_in};

/// What labels mean: what the user says, and else the relation of that id or verb form. Nothing is guessed.
#[derive(Debug, Clone, Default)]
pub(crate) struct Labels {
    /// What the user says, by the label in lower case: folding would take `-1` for `1`.
    said: HashMap<String, String>,
    /// Ids and verb forms as they are compared.
    forms: HashMap<String, String>,
}

impl Labels {
    /// The labels of the built-in relations, of those of a data file, and those that the user names. Of the last the
    /// unknown are passed over: [`check`] says them.
    pub fn of(fields: &Fields, own: &[(Relation, At)]) -> Self {
        let known = built_in();
        let all = || known.iter().chain(own.iter().map(|(relation, _)| relation));
        let mut forms = HashMap::new();
        for relation in all() {
            forms.entry(fold(&relation.id)).or_insert_with(|| relation.id.clone());
        }
        for relation in all() {
            for (_, form) in &relation.forms {
                forms.entry(fold(form)).or_insert_with(|| relation.id.clone());
            }
        }
        let mut labels = Labels { said: HashMap::new(), forms };
        for (label, wanted) in &fields.relations {
            if let Some(relation) = labels.form(wanted) {
                labels.said.insert(label.trim().to_lowercase(), relation.to_owned());
            }
        }
        labels
    }

    /// The relation that a label means.
    pub fn relation(&self, label: &str) -> Option<&str> {
        self.said(label).or_else(|| self.form(label))
    }

    /// The relation that the user says.
    pub fn said(&self, label: &str) -> Option<&str> {
        self.said.get(&label.trim().to_lowercase()).map(String::as_str)
    }

    /// The relation of that id or verb form.
    pub fn form(&self, name: &str) -> Option<&str> {
        let folded = fold(name);
        if folded.is_empty() {
            return None;
        }
        self.forms.get(&folded).map(String::as_str)
    }

    /// The relation of what says for or against: a boolean, where false is against.
    pub fn for_or_against(&self, label: &str) -> Option<&str> {
        let (name, relation) = match label.trim().to_lowercase().as_str() {
            "0" | "false" | "no" => ("false", "rejects"),
            "1" | "true" | "yes" => ("true", "supports"),
            _ => return None,
        };
        self.said(label).or_else(|| self.said(name)).or(Some(relation))
    }

    /// The relation of a place on a scale: what is below nothing is against, and what is above it is for.
    pub fn on_a_scale(&self, label: &str) -> Option<&str> {
        self.said(label).or_else(|| match label.trim().parse::<i64>().ok()?.signum() {
            -1 => Some("rejects"),
            0 => Some("states"),
            _ => Some("supports"),
        })
    }
}

/// Says of each label that the user maps to no relation that it is none.
pub(super) fn check(fields: &Fields, own: &[(Relation, At)], findings: &mut Problems) {
    let labels = Labels::of(fields, own);
    for (label, wanted) in fields.relations.iter().filter(|(_, wanted)| labels.form(wanted).is_none()) {
        let known = built_in();
        let near = nearest(wanted, known.iter().chain(own.iter().map(|(one, _)| one)).map(|one| one.id.as_str()));
        let said = format!("--map-relation {label}={wanted}: unknown relation `{wanted}`");
        findings.push(Finding::error(None, said).did_you_mean(near));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relation::Sign;

    #[test]
    fn labels_are_ids_and_verb_forms_and_nothing_like_them() {
        let own = [(Relation::new("concern", Sign::Negative, &["worries about"]), At::new(0, 0, 0))];
        let mut fields = Fields::default();
        fields.set_relation("-1=rejects").unwrap();
        fields.set_relation("Blasts=worried about").unwrap();
        fields.set_relation("odd=nothing").unwrap();
        let labels = Labels::of(&fields, &own);
        for label in ["Accuses", "accuse", "ACCUSED", "accusing", " blamed "] {
            assert_eq!(labels.relation(label), Some("accuses"), "{label}");
        }
        assert_eq!(["calls_for", "Calls-For", "CALL ON"].map(|label| labels.relation(label)), [Some("calls-for"); 3]);
        assert_eq!(["blasts", "worry about", "Concern"].map(|label| labels.relation(label)), [Some("concern"); 3]);
        assert_eq!(["accusation", "acuses", "odd", "", "?", "1"].map(|label| labels.relation(label)), [None; 6]);
        assert_eq!(labels.relation("-1"), Some("rejects"));
        let mut findings = Problems::default();
        check(&fields, &own, &mut findings);
        assert_eq!(findings.errors, 1);
    }

    #[test]
    fn what_says_for_or_against_can_be_said_otherwise() {
        let mut fields = Fields::default();
        fields.set_relation("false=denies").unwrap();
        let labels = Labels::of(&fields, &[]);
        assert_eq!(
            ["0", "1", "TRUE", "2"].map(|label| labels.for_or_against(label)),
            [Some("denies"), Some("supports"), Some("supports"), None]
        );
        assert_eq!(
            ["-3", "0", "2", "x"].map(|label| labels.on_a_scale(label)),
            [Some("rejects"), Some("states"), Some("supports"), None]
        );
    }
}
