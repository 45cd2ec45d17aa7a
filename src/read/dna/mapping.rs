//! Which variables are source, target, relation and qualifier.

use super::database::{DataType, Type, Variable, known};
use crate::names::{fold, nearest};
use crate::problem::{Finding, Problems};
use crate::read::fields::Fields;
use crate::read::labels::Labels;

/// What says the relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum How {
    /// For or against: `supports` or `rejects`.
    Qualifier(Variable),
    /// A variable names it.
    Named(Variable),
    /// It is the same for all.
    Fixed(String),
}

/// What is read of the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mapping {
    pub record: Type,
    pub source: Variable,
    pub target: Variable,
    pub how: How,
    /// Where a variable names the relation: a boolean that says that it was not so.
    pub negated: Option<Variable>,
    pub gist: Option<Variable>,
    /// People, and the organizations that they speak for.
    pub people: Option<(Variable, Variable)>,
}

const ORGANIZATION: [&str; 2] = ["organization", "organisation"];

impl Mapping {
    /// Finds the variables, by what the user names or by their usual names; what cannot be found goes to the
    /// findings, all of it.
    pub fn of(
        name: &str,
        types: &[Type],
        fields: &Fields,
        labels: &Labels,
        findings: &mut Problems,
    ) -> Option<Mapping> {
        let mut find = Find { name, types, findings, failed: false };
        let record = find.record(fields)?;
        let usual =
            |names: &[&str]| names.iter().find_map(|name| record.variables.iter().find(|one| fold(&one.name) == *name));
        let source = match fields.get("source") {
            Some(named) => find.variable(record, "source", named, DataType::is_text),
            None => find.usual("source", usual(&["person", ORGANIZATION[0], ORGANIZATION[1]])),
        };
        let target = match fields.get("target") {
            Some(named) => find.variable(record, "target", named, DataType::is_text),
            None => find.usual("target", usual(&["concept"])),
        };
        let gist = fields.get("gist").and_then(|named| find.variable(record, "gist", named, |_| true));
        let qualifier = match (fields.get("qualifier"), fields.get("relation")) {
            (Some(named), None) => find.variable(record, "qualifier", named, |data| data != DataType::LongText),
            (Some(named), Some(_)) => find.variable(record, "qualifier", named, |data| data == DataType::Boolean),
            (None, None) => find.usual("qualifier", usual(&["agreement"])),
            (None, Some(_)) => None,
        };
        let how = match fields.get("relation") {
            None => qualifier.clone().map(How::Qualifier),
            Some(named) => match record.variables.iter().any(|one| fold(&one.name) == fold(named)) {
                true => find.variable(record, "relation", named, DataType::is_text).map(How::Named),
                // No variable is called so: it is the relation of all, where there is one.
                false => match labels.form(named) {
                    Some(relation) => Some(How::Fixed(relation.to_owned())),
                    None => find.variable(record, "relation", named, DataType::is_text).map(How::Named),
                },
            },
        };
        if find.failed {
            return None;
        }
        let (source, target, how) = (source?, target?, how?);
        let negated = if fields.get("relation").is_some() { qualifier } else { None };
        let short =
            |names: &[&str]| usual(names).filter(|one| one.data == DataType::ShortText && **one != target).cloned();
        let people = short(&["person"])
            .zip(short(&ORGANIZATION))
            .filter(|(person, organization)| source == *person || source == *organization);
        Some(Mapping { record: record.clone(), source, target, how, negated, gist, people })
    }
}

struct Find<'f> {
    name: &'f str,
    types: &'f [Type],
    findings: &'f mut Problems,
    failed: bool,
}

impl<'f> Find<'f> {
    fn fail(&mut self, said: &str, near: Option<&str>) {
        self.failed = true;
        let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
        let finding = Finding::error(None, format!("{}: {said}", self.name));
        self.findings.push(finding.hint(format!("{near}{}", known(self.types))));
    }

    fn record(&mut self, fields: &Fields) -> Option<&'f Type> {
        let types = self.types;
        if let Some(named) = fields.get("type") {
            let found = types.iter().find(|kind| fold(&kind.label) == fold(named));
            if found.is_none() {
                let near = nearest(named, types.iter().map(|kind| kind.label.as_str()));
                self.fail(&format!("there is no statement type `{named}`"), near);
            }
            return found;
        }
        // The one that has what is named, or what is usual.
        let named = [fields.get("source"), fields.get("target"), fields.get("qualifier"), fields.get("gist")]
            .into_iter()
            .flatten();
        let mut wanted: Vec<String> = named.map(fold).collect();
        if fields.get("target").is_none() {
            wanted.push("concept".to_owned());
        }
        let has = |kind: &&Type| wanted.iter().all(|name| kind.variables.iter().any(|one| fold(&one.name) == *name));
        let fit: Vec<&Type> = types.iter().filter(has).collect();
        match (&fit[..], types) {
            ([one], _) => Some(one),
            // What is not in it is said of the variables.
            ([], [one]) => Some(one),
            ([], _) => {
                self.fail("no statement type has all of the variables that are asked for", None);
                None
            }
            _ => {
                self.fail("several statement types have these variables: name one with --map type=…", None);
                None
            }
        }
    }

    fn variable(&mut self, kind: &Type, what: &str, named: &str, fits: impl Fn(DataType) -> bool) -> Option<Variable> {
        match kind.variables.iter().find(|one| fold(&one.name) == fold(named)) {
            Some(found) if fits(found.data) => return Some(found.clone()),
            Some(found) => {
                let said = format!("`{}` is {}: it cannot be the {what}", found.name, found.data.name());
                self.fail(&said, None);
            }
            None => {
                let near = nearest(named, kind.variables.iter().map(|one| one.name.as_str()));
                self.fail(&format!("`{}` has no variable `{named}` for the {what}", kind.label), near);
            }
        }
        None
    }

    fn usual(&mut self, what: &str, found: Option<&Variable>) -> Option<Variable> {
        if found.is_none() {
            self.fail(&format!("which variable is the {what}? Name it with --map {what}=…"), None);
        }
        found.cloned()
    }
}
