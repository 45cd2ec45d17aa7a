//! What `--map` makes of rows and lines of others: what their labels mean, and what becomes of each.

use std::borrow::Cow;

use super::draft::Draft;
use super::fields::{Fields, LABELS};
use super::json::{Spanned, list};
use super::keys::STATEMENT;
use super::keys::statement::{RELATION, SOURCE, TARGET};
use super::labels::Labels;
use super::record::Record;
use crate::files::At;
use crate::names::nearest;
use crate::problem::Finding;
use crate::relation::Relation;

/// What says which relation a row has, and whether it is negated.
#[derive(Debug, Clone)]
pub(crate) struct Mapped {
    labels: Labels,
    /// The relation of all rows.
    fixed: Option<String>,
    /// Whether what says for or against is a scale, on which 0 is neither.
    pub scale: bool,
    /// Whether a field names the relation.
    named: bool,
}

impl Mapped {
    pub fn of(fields: &Fields, own: &[(Relation, At)]) -> Self {
        Mapped { labels: Labels::of(fields, own), fixed: None, scale: false, named: false }
    }

    /// Takes the name that the user gives for the relation, which no field has, for the relation of all; whether there
    /// is one of that name.
    pub fn fix(&mut self, name: &str) -> bool {
        self.fixed = self.labels.form(name).map(str::to_owned);
        self.fixed.is_some()
    }

    /// Notes that a field names the relation.
    pub fn name(&mut self) {
        self.named = true;
    }

    /// Whether it is known where the relation stands.
    pub fn says_relation(&self) -> bool {
        self.named || self.fixed.is_some()
    }

    /// Puts what its label means in place of it; the label itself where it means nothing.
    pub fn apply<'t>(&self, record: &mut Record<'t>, qualifier: Option<Spanned<Cow<'t, str>>>) -> Result<(), String> {
        let label = record.relation.take();
        let word = |label: &Option<Spanned<Cow<'_, str>>>| label.as_ref().map_or("", |one| one.value.trim()).to_owned();
        let (label, qualifier) = match (self.says_relation(), label, qualifier) {
            (false, _, qualifier) => (qualifier, None),
            (true, label, qualifier) => (label, qualifier),
        };
        let said = word(&label);
        let relation = match (&self.fixed, self.named) {
            (Some(fixed), false) => Some(fixed.as_str()),
            (_, true) => self.labels.relation(&said),
            (None, false) if self.scale => self.labels.on_a_scale(&said),
            (None, false) => self
                .labels
                .for_or_against(&said)
                .or_else(|| self.labels.on_a_scale(&said))
                .or_else(|| self.labels.relation(&said)),
        };
        let Some(relation) = relation else { return Err(said) };
        if let Some(qualifier) = qualifier
            && self.labels.for_or_against(&qualifier.value) == self.labels.for_or_against("false")
        {
            record.negated = true;
        }
        let at = label.map_or(record.at, |label| label.at);
        record.relation = Some(Spanned { value: Cow::Owned(relation.to_owned()), at });
        Ok(())
    }
}

/// Begins with a file in which everything that a statement has can be named.
pub(super) fn begin(draft: &mut Draft) {
    draft.mapped.extend(STATEMENT.iter().map(|key| key.name).chain(["qualifier", LABELS]));
    draft.bulk.tally.labels = true;
}

/// Takes in a row, or counts what is missing in it.
pub(super) fn push<'t>(
    mapped: &Mapped,
    mut record: Record<'t>,
    qualifier: Option<Spanned<Cow<'t, str>>>,
    number: u32,
    draft: &mut Draft,
) {
    let tally = &mut draft.bulk.tally;
    tally.rows += 1;
    if record.sources.is_empty() {
        tally.without_source += 1;
    } else if record.targets.is_empty() {
        tally.without_target += 1;
    } else if let Err(label) = mapped.apply(&mut record, qualifier) {
        tally.unknown(&label);
    } else {
        draft.push(&record, number);
        return;
    }
    // What answers it is told so no longer.
    let id = record.id.map(|id| draft.ids.intern(&id.value));
    draft.broken_ids.extend(id);
}

/// Whether data are our own, beside others for which the user names fields: they have all that a statement needs, and
/// nothing of what is named. What is said if it is nowhere waits.
pub(super) fn is_own<'a>(
    what: &str,
    fields: &Fields,
    at: Option<At>,
    there: &(impl Iterator<Item = &'a str> + Clone),
    found: impl Fn(&str) -> bool,
    draft: &mut Draft,
) -> bool {
    let needed = [SOURCE, RELATION, TARGET].into_iter().all(|ix| found(STATEMENT[ix].name));
    let own = needed && fields.named().count() > 0 && !fields.named().any(|(_, name)| found(name));
    for (field, name) in fields.named().filter(|(field, _)| own && *field != "type") {
        draft.unmapped.push((field, no_field(what, field, name, at, there)));
    }
    own
}

/// What is to be said where there is no field of the name that the user gives.
pub(super) fn no_field<'a>(
    what: &str,
    field: &str,
    name: &str,
    at: Option<At>,
    there: &(impl Iterator<Item = &'a str> + Clone),
) -> Finding {
    let finding = Finding::error(at, format!("--map {field}={name}: there is no {what} `{name}`"));
    let lower: Vec<String> = there.clone().map(str::to_lowercase).collect();
    let near = nearest(&name.to_lowercase(), lower.iter().map(String::as_str));
    let near = near.and_then(|near| there.clone().find(|name| name.to_lowercase() == near));
    let near = near.map(|near| format!("did you mean `{near}`? ")).unwrap_or_default();
    let own = there.clone().any(|name| name.to_lowercase() == STATEMENT[RELATION].name);
    let relation = match (field == STATEMENT[RELATION].name, own) {
        (true, true) => ", which says the relation",
        (true, false) => ", and no relation is called so",
        _ => "",
    };
    finding.hint(format!("{near}there are {}{relation}", list(there.clone().take(40))))
}

/// A day, where a time of day stands behind it, which no date here has.
pub(super) fn without_time(date: Spanned<Cow<'_, str>>) -> Spanned<Cow<'_, str>> {
    date.map(|date| match day(&date) {
        Some(day) => Cow::Owned(day.to_owned()),
        None => date,
    })
}

/// The day of a date with a time (ISO 8601, or with a blank between).
pub(super) fn day(date: &str) -> Option<&str> {
    let date = date.trim();
    let (day, time) = (date.get(..10)?, date.get(10..)?);
    let is_time = time.starts_with(['T', 't', ' ']) && time[1..].starts_with(|c: char| c.is_ascii_digit());
    (is_time && day.is_ascii()).then_some(day)
}

#[cfg(test)]
mod tests {
    use crate::read::{Data, Fields, Options};
    use crate::{Dataset, Report, read_with};

    fn read(name: &str, text: impl Into<Vec<u8>>, said: &[&str]) -> Result<Dataset, Report> {
        let mut fields = Fields::default();
        for said in said {
            match said.strip_prefix("label ") {
                Some(label) => fields.set_relation(label).unwrap(),
                None => fields.set(said).unwrap(),
            }
        }
        read_with([Data::bytes(name, text)], &Options { fields, ..Options::default() }).map(|(data, _)| data)
    }

    fn lines(data: &Dataset) -> Vec<String> {
        let name = |actor| data.actor(actor).name.clone();
        let line = |one: crate::Statement<'_>| {
            let ends = (name(one.sources().next().unwrap()), name(one.targets().next().unwrap()));
            let not = if one.negated() { "not " } else { "" };
            format!("{} {not}{} {}", ends.0, data.relation(one.relation()).id, ends.1)
        };
        data.statements().map(line).collect()
    }

    #[test]
    fn cells_are_read_as_our_own_tables_write_them() {
        let text = "source,relation,target,gist,document\n\
            \"[\"\"a;b\"\",\"\"c\"\"]\",aids,d|e,'=1,\"[\"\"x;y\"\"]\"\n'-f,aids,d,''=1,'+\n[g],aids,d,'g,[\n";
        let data = read("own.csv", text, &[]).unwrap();
        let all: Vec<_> = data.statements().map(|one| one.ix()).collect();
        let gists: Vec<_> = data.details(&all).unwrap().into_iter().map(|one| one.gist.unwrap()).collect();
        assert_eq!(gists, ["=1", "'=1", "'g"]);
        assert!(["a;b", "c", "d", "e", "-f", "[g]"].into_iter().all(|name| data.find_actor(name).is_some()));
        let documents: Vec<_> = data.documents().map(|one| one.id).collect();
        assert_eq!(documents, ["x;y", "+", "["]);
        assert!(read("own.csv", "source,relation,target\n[],aids,a\n", &[]).is_err());
    }

    #[test]
    fn our_own_tables_stand_beside_those_of_others() {
        let own = [
            Data::bytes("own.csv", "source,relation,target\nAbbey,aids,Mill\n"),
            Data::bytes("own.jsonl", r#"{"source": "Mill", "relation": "aids", "target": "Abbey"}"#),
        ];
        let other = Data::bytes("other.csv", "Who,target\nGuild,Mill\n");
        let options = |source: &str| {
            let mut fields = Fields::default();
            fields.set(&format!("source={source}")).unwrap();
            fields.set("relation=accuses").unwrap();
            Options { fields, ..Options::default() }
        };
        let (data, _) = read_with(own.iter().cloned().chain([other]), &options("who")).unwrap();
        assert_eq!(lines(&data), ["Abbey aids Mill", "Mill aids Abbey", "Guild accuses Mill"]);
        let report = read_with(own, &options("who")).unwrap_err();
        let errors = report.problems.iter().filter(|problem| problem.severity == crate::Severity::Error);
        let said: Vec<_> = errors.map(|problem| problem.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "--map relation=accuses: there is no column `accuses`",
                "--map source=who: there is no column `who`",
                "--map relation=accuses: there is no key `accuses`",
                "--map source=who: there is no key `who`"
            ]
        );
    }

    #[test]
    fn a_qualifier_is_for_or_against_or_a_scale() {
        let text = "person,concept,agreement\nPrior,tolls,1\nPrior,ferry,0\nMiller,tolls,x\n";
        let said = ["source=person", "target=concept", "qualifier=agreement"];
        let data = read("coded.csv", text, &said).unwrap();
        assert_eq!(lines(&data), ["Prior supports tolls", "Prior rejects ferry"]);
        assert_eq!(data.tally().codes.get("x"), Some(&1));
        let scale = read("coded.csv", text.replace(",1\n", ",-1\n"), &said).unwrap();
        assert_eq!(lines(&scale), ["Prior rejects tolls", "Prior states ferry"]);
        let negated = read("coded.csv", text, &[&said[..], &["relation=accuses"]].concat()).unwrap();
        assert_eq!(lines(&negated), ["Prior accuses tolls", "Prior not accuses ferry", "Miller accuses tolls"]);
        let json = r#"{"person": "Prior", "concept": "tolls", "agreement": true}"#;
        assert_eq!(lines(&read("coded.jsonl", json, &said).unwrap()), ["Prior supports tolls"]);
    }

    #[test]
    fn a_column_may_be_two_fields_and_none_twice() {
        let text = "source,target,who,what\nAbbey,Guild,Mill,aids\n";
        let data = read("odd.csv", text, &["source=who", "relation=what", "gist=what"]).unwrap();
        assert_eq!(lines(&data), ["Mill aids Guild"]);
        // What the user gives another meaning is not what it is called.
        let turned = read("odd.csv", text, &["source=target", "target=source", "relation=what"]).unwrap();
        assert_eq!(lines(&turned), ["Guild aids Abbey"]);
    }

    #[test]
    fn statements_are_shown_from_the_file_again() {
        let text = "{\"a\": {\"who\": 7}, \"b\": \"Mill\", \"verb\": \"AIDED\", \"text\": \"é\", \"day\": \"1902-03-07 10:00\"}\n";
        let data =
            read("x.jsonl", text, &["source=a.who", "target=b", "relation=verb", "gist=text", "date=day"]).unwrap();
        assert_eq!(lines(&data), ["7 aids Mill"]);
        let first = data.statements().next().unwrap();
        assert_eq!(first.date().unwrap().to_string(), "1902-03-07");
        assert_eq!(data.details(&[first.ix()]).unwrap()[0].gist.as_deref(), Some("é"));
    }

    #[test]
    fn broken_tables_and_lines_are_said() {
        let csv = "Who,Whom,Verb\nAbbey,\"Guild\",blames\n,Guild,blames\nAbbey,,blames\nAbbey,Guild,hums\n";
        let json = "{\"Who\": \"Abbey\", \"Whom\": [\"é\"], \"Verb\": \"blames\"}\n{\"Who\": {}, \"Whom\": 1.5, \"Verb\": null}\n";
        let said = ["source=Who", "target=Whom", "relation=Verb"];
        for (name, text) in [("a.csv", csv), ("a.jsonl", json)] {
            for length in 0..text.len() {
                match read(name, &text.as_bytes()[..length], &said) {
                    Ok(data) => assert_eq!(data.statements().len() as u64, data.tally().statements()),
                    Err(report) => assert!(report.errors > 0, "{length}"),
                }
            }
        }
        let deep = format!("{{\"Who\": {}1{}}}\n", "[".repeat(100_000), "]".repeat(100_000));
        assert!(read("a.jsonl", deep, &said).is_err());
        let long = format!("Who,Whom,Verb\n{},Guild,blames\n", "a".repeat(10 << 20));
        assert_eq!(read("a.csv", long, &said).unwrap().statements().len(), 1);
        let counted = read("a.csv", csv, &said).unwrap();
        let tally = counted.tally();
        assert_eq!((tally.rows, tally.without_source, tally.without_target, tally.unknown_codes), (4, 1, 1, 1));
        assert!(read("a.csv", b"Who,Whom,Verb\n\xe9,b,blames\n", &said).is_err());
    }
}
