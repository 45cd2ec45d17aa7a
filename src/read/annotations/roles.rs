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
    pub fn of_label(label: &str, relation: Option<&str>) -> OfLabel {
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

    /// What each of some roles is; nothing where it means neither. Where the user names one of them for a part, no other
    /// is that part by its name alone.
    pub fn parts(&self, roles: &[&str], of_label: &OfLabel) -> Vec<Option<Part>> {
        let named: Vec<Named> = roles.iter().map(|role| self.named(role)).collect();
        let free = |part: &Part| !named.contains(&Named::As(*part));
        let part = |(role, named): (&&str, &Named)| match named {
            Named::As(part) => Some(*part),
            Named::Otherwise => None,
            Named::No => usual(role, of_label).filter(free),
        };
        roles.iter().zip(&named).map(part).collect()
    }

    fn named(&self, role: &str) -> Named {
        let role = role.to_lowercase();
        let exactly = self.named.iter().find(|(_, name)| *name == role);
        if let Some((part, _)) = exactly {
            return Named::As(*part);
        }
        // One of several is the same as the first, unless the user tells them apart by their numbers.
        let mut same = self.named.iter().filter(|(_, name)| base(name) == base(&role));
        match (same.next(), same.next()) {
            (Some((part, name)), None) if base(name) == name => Named::As(*part),
            (Some((_, name)), _) if base(name) != name && base(name) == "arg" => Named::No,
            (Some(_), _) => Named::Otherwise,
            (None, _) => Named::No,
        }
    }
}

/// What the user says of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Named {
    As(Part),
    /// Something of those that are numbered like it.
    Otherwise,
    No,
}

/// What a role is by its name alone.
fn usual(role: &str, of_label: &OfLabel) -> Option<Part> {
    let role = role.to_lowercase();
    let bare = base(&role);
    let bare = bare.strip_suffix("-arg").or_else(|| bare.strip_suffix("_arg")).unwrap_or(bare);
    let is = |names: &[String]| names.iter().any(|name| name == bare);
    match (role.as_str(), bare) {
        ("arg1", _) | (_, "source" | "agent" | "actor") => Some(Part::Source),
        ("arg2", _) | (_, "target" | "patient") => Some(Part::Target),
        _ if is(&of_label.sources) => Some(Part::Source),
        _ if is(&of_label.targets) => Some(Part::Target),
        _ => None,
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

    fn parts(fields: &[&str], label: &str, relation: Option<&str>, names: &[&str]) -> Vec<Option<Part>> {
        let mut named = Fields::default();
        fields.iter().for_each(|said| named.set(said).unwrap());
        let roles = Roles::of(&named);
        let of = Roles::of_label(label, relation);
        names.iter().flat_map(|name| roles.parts(&[name], &of)).collect()
    }

    #[test]
    fn roles_follow_from_verbs_and_usage() {
        let accusation = |names: &[&str]| parts(&[], "Accusation", Some("accuses"), names);
        let sources = ["Accuser", "blamer", "Accuser-Arg2", "Agent", "Arg1", "Source"];
        assert_eq!(accusation(&sources), [Some(Part::Source); 6]);
        assert_eq!(accusation(&["Accused", "Accused3", "Blamed-Arg", "Patient", "Arg2"]), [Some(Part::Target); 5]);
        assert_eq!(accusation(&["Place", "Arg3", "Condemner", ""]), [None; 4]);
        assert_eq!(parts(&[], "Mediate", Some("mediates"), &["Mediator"]), [Some(Part::Source)]);
        assert_eq!(parts(&[], "Report", None, &["Reporter-Arg", "Reported"]), [Some(Part::Source), Some(Part::Target)]);
    }

    #[test]
    fn what_the_user_names_goes_first() {
        let named = ["source=Org-Arg", "target=Org-Arg2"];
        let names = ["Org-Arg", "org-arg2", "Org-Arg3", "Arg1", "Target"];
        let wanted = [Some(Part::Source), Some(Part::Target), None, Some(Part::Source), Some(Part::Target)];
        assert_eq!(parts(&named, "Merge-org", None, &names), wanted);
        let wanted = [Some(Part::Source), Some(Part::Source), Some(Part::Target)];
        assert_eq!(parts(&["source=Org-Arg"], "Merge-org", None, &["Org-Arg", "Org-Arg3", "Arg2"]), wanted);
        // Turned round: what is called a source is none where the user names another.
        let mut fields = Fields::default();
        fields.set("source=Target").unwrap();
        let roles = Roles::of(&fields);
        let of = Roles::of_label("x", None);
        assert_eq!(roles.parts(&["Source", "Target"], &of), [None, Some(Part::Source)]);
    }
}
