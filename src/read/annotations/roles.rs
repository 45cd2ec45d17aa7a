//! Which role of an event, or argument of a relation, is its source and which its target.

use crate::names::fold;
use crate::read::fields::Fields;
use crate::relation::{Form, built_in};

/// What an argument is to a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Source,
    Target,
    Answers,
}

/// What the user says of roles.
pub(super) struct Roles {
    named: Vec<(Part, String)>,
}

/// The roles that follow from the verb of a label: who accuses is the accuser.
#[derive(Debug, Default)]
pub(super) struct OfLabel {
    sources: Vec<String>,
    targets: Vec<String>,
}

/// A role without what tells several of it apart: brat numbers them from the second on.
fn base(role: &str) -> &str {
    role.trim_end_matches(|c: char| c.is_ascii_digit())
}

impl Roles {
    pub fn of(fields: &Fields) -> Self {
        let of = [(Part::Source, "source"), (Part::Target, "target"), (Part::Answers, "answers")];
        Roles {
            named: of.into_iter().filter_map(|(part, field)| Some((part, fields.get(field)?.to_lowercase()))).collect(),
        }
    }

    /// The roles that a label, and the relation that it means, give names to.
    pub fn of_label(&mut self, label: &str, relation: Option<&str>) -> OfLabel {
        let mut of = OfLabel::default();
        let known = built_in();
        let forms = known.iter().filter(|one| Some(one.id.as_str()) == relation).flat_map(|one| &one.forms);
        let label = fold(label);
        for (form, word) in forms.map(|(form, word)| (*form, word.as_str())).chain([(Form::Base, label.as_str())]) {
            if word.contains(' ') || word.is_empty() {
                continue;
            }
            match form {
                Form::Base => of.sources.extend(agents(word)),
                Form::Past | Form::Participle => of.targets.push(word.to_owned()),
                Form::Present | Form::Gerund => {}
            }
        }
        of.targets.extend(match label.strip_suffix('e') {
            Some(_) => [format!("{label}d"), format!("{label}e")],
            None => [format!("{label}ed"), format!("{label}ee")],
        });
        of
    }

    /// What a role is; nothing where it means neither.
    pub fn part(&self, role: &str, of_label: &OfLabel) -> Option<Part> {
        let role = role.to_lowercase();
        let exactly = self.named.iter().find(|(_, name)| *name == role);
        if let Some((part, _)) = exactly {
            return Some(*part);
        }
        // One of several is the same as the first, unless the user tells them apart by their numbers.
        let mut same = self.named.iter().filter(|(_, name)| base(name) == base(&role));
        match (same.next(), same.next()) {
            (Some((part, name)), None) if base(name) == name => return Some(*part),
            (Some(_), _) => return None,
            (None, _) => {}
        }
        let free = |part: Part| !self.named.iter().any(|(named, _)| *named == part);
        let usual = match role.as_str() {
            "arg1" => Some(Part::Source),
            "arg2" => Some(Part::Target),
            _ => {
                let bare = base(&role);
                let bare = bare.strip_suffix("-arg").or_else(|| bare.strip_suffix("_arg")).unwrap_or(bare);
                let is = |names: &[String]| names.iter().any(|name| name == bare);
                match bare {
                    "source" | "agent" | "actor" => Some(Part::Source),
                    "target" | "patient" => Some(Part::Target),
                    _ if is(&of_label.sources) => Some(Part::Source),
                    _ if is(&of_label.targets) => Some(Part::Target),
                    _ => None,
                }
            }
        };
        // What the user names is that alone.
        usual.filter(|part| free(*part))
    }
}

/// Who does what a verb says: accuse, accuser; deny, denier; admit, admitter.
fn agents(base: &str) -> Vec<String> {
    let mut agents = vec![match (base.strip_suffix('e'), base.strip_suffix('y')) {
        (Some(stem), _) => format!("{stem}er"),
        (_, Some(stem)) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ier"),
        _ => format!("{base}er"),
    }];
    let or = base.strip_suffix('e').unwrap_or(base);
    agents.push(format!("{or}or"));
    if let Some(last) = base.chars().last().filter(|last| !"aeiouy".contains(*last)) {
        agents.push(format!("{base}{last}er"));
    }
    agents
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_follow_from_verbs_and_usage() {
        let mut roles = Roles::of(&Fields::default());
        let part = |roles: &Roles, of: &OfLabel, role: &str| roles.part(role, of);
        let accuse = roles.of_label("Accusation", Some("accuses"));
        assert_eq!(
            ["Accuser", "blamer", "Accuser-Arg2", "Agent", "Arg1", "Source"].map(|role| part(&roles, &accuse, role)),
            [Some(Part::Source); 6]
        );
        assert_eq!(
            ["Accused", "Accused3", "Blamed-Arg", "Patient", "Arg2"].map(|role| part(&roles, &accuse, role)),
            [Some(Part::Target); 5]
        );
        assert_eq!(["Place", "Arg3", "Condemner", ""].map(|role| part(&roles, &accuse, role)), [None; 4]);
        let mediate = roles.of_label("Mediate", Some("mediates"));
        assert_eq!(part(&roles, &mediate, "Mediator"), Some(Part::Source));
        let report = roles.of_label("Report", None);
        assert_eq!(part(&roles, &report, "Reporter-Arg"), Some(Part::Source));
    }

    #[test]
    fn what_the_user_names_is_that_alone() {
        let mut fields = Fields::default();
        fields.set("source=Org-Arg").unwrap();
        fields.set("target=Org-Arg2").unwrap();
        let mut roles = Roles::of(&fields);
        let of = roles.of_label("Merge-org", Some("cooperates"));
        let parts = ["Org-Arg", "org-arg2", "Org-Arg3", "Arg1", "Target"].map(|role| roles.part(role, &of));
        assert_eq!(parts, [Some(Part::Source), Some(Part::Target), None, None, None]);
        let mut fields = Fields::default();
        fields.set("source=Org-Arg").unwrap();
        let roles = Roles::of(&fields);
        let parts = ["Org-Arg", "Org-Arg3", "Arg2", "Arg1"].map(|role| roles.part(role, &of));
        assert_eq!(parts, [Some(Part::Source), Some(Part::Source), Some(Part::Target), None]);
    }
}
