//! `standoff show`: the dossier of one actor, or of two towards each other.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::ShowArgs;
use super::ask::{answered, left_out, options, say};
use super::export::EVERYTHING;
use super::load::{Source, about, say_tally};
use super::output::Target;
use super::problems::printable;
use super::table::{self, Terminal};
use super::{Failure, Found, note};
use crate::actor::{Actor, ActorIx};
use crate::ask::{Answer, Clause, End, How, Name, Question, Variable, VariableIx};
use crate::dataset::Dataset;
use crate::graph::Filter;
use crate::problem::Report;
use crate::read::want::Want;
use crate::write::{Format, Options, actor_value, answer as write_answer, answer_value};

pub(super) fn run(args: &ShowArgs) -> Result<Found, Failure> {
    let target = Target::of(&args.shared.output)?;
    // What cannot be drawn is said before anything is read.
    args.shared.draw.options(target.format())?;
    let (names, data) = split(&args.words, 1);
    let source = Source::of(&data, &args.reading)?;
    let (dataset, (filter, actors)) = read(args, &source, &names)?;
    let found = put(args, &target, &dataset, &filter, &actors)?;
    say_tally(&dataset);
    if !found {
        note("nothing found");
        return Ok(Found::Nothing);
    }
    Ok(Found::Something)
}

/// Reads what can be said of actors of these names.
pub(super) fn read(
    args: &ShowArgs,
    source: &Source,
    names: &[String],
) -> Result<(Dataset, (Filter, Vec<ActorIx>)), Failure> {
    let want = names.first().map_or_else(Want::default, |name| about(name));
    source.wanted(want, |dataset| Ok((args.shared.filter.resolve(dataset)?, find(dataset, names)?)))
}

/// Writes the dossier. Whether there is anything in it.
pub(super) fn put(
    args: &ShowArgs,
    target: &Target,
    dataset: &Dataset,
    filter: &Filter,
    actors: &[ActorIx],
) -> Result<bool, Failure> {
    let sections: Vec<(String, Question)> = match *actors {
        [actor] => {
            let name = &dataset.actor(actor).name;
            vec![
                (format!("{name} towards others"), towards(Some(actor), None)),
                (format!("Others towards {name}"), towards(None, Some(actor))),
            ]
        }
        [a, b] => {
            let title = |a: ActorIx, b: ActorIx| format!("{} towards {}", dataset.actor(a).name, dataset.actor(b).name);
            vec![(title(a, b), towards(Some(a), Some(b))), (title(b, a), towards(Some(b), Some(a)))]
        }
        _ => {
            return Err(Failure::other(
                "show takes one actor or two; what else stands there must be a file or a folder",
            ));
        }
    };
    let mut answers = Vec::new();
    for (title, question) in &sections {
        let mut answer = answered(dataset, question, filter, args.shared.rows.top)?;
        answer.group_by_relation();
        answers.push((title.as_str(), answer));
    }
    let notes = RefCell::default();
    let (draw, print) = (args.shared.draw.options(target.format())?, args.shared.draw.print());
    let options = Options { draw, print, notes: Some(&notes), ..options(&args.shared.rows, "", Some(5)) };
    // A graph, and a table with one header, hold both directions at once.
    let about = Filter { about: actors.to_vec(), ..filter.clone() };
    let everything = Question::parse(EVERYTHING, dataset)?;
    let both = answered(dataset, &everything, &about, args.shared.rows.top)?;
    let table = |out: &mut dyn Write| tables(out, dataset, actors, &answers, options);
    target.put(options, table, |out, format, options| write(out, dataset, actors, &answers, &both, format, options))?;
    say(&notes);
    answers.iter().for_each(|(_, answer)| left_out(answer));
    Ok(answers.iter().any(|(_, answer)| !answer.rows().is_empty()))
}

/// The actors of these names.
pub(super) fn find(dataset: &Dataset, names: &[String]) -> Result<Vec<ActorIx>, Failure> {
    let mut report = Report::default();
    let mut actors: Vec<ActorIx> = Vec::new();
    for name in names {
        match dataset.find_actor(name) {
            Some(actor) => actors.push(actor),
            None => {
                let hint = dataset.nearest_name(name).map(|near| format!("did you mean `{near}`?"));
                report.extend(Report::error(format!("unknown actor `{name}`"), hint));
            }
        }
    }
    if report.errors > 0 { Err(report.into()) } else { Ok(actors) }
}

/// What is a file or a folder, or `-`, is data; the words before are actors. So many of the first words are actors
/// even where a file happens to have their name.
pub(super) fn split(words: &[String], actors: usize) -> (Vec<String>, Vec<PathBuf>) {
    let is_data = |word: &String| word == "-" || Path::new(word).exists();
    let first = words.iter().skip(actors).position(is_data).map_or(words.len(), |at| at + actors);
    (words[..first].to_vec(), words[first..].iter().map(PathBuf::from).collect())
}

/// The question of a section, with every relation open: a row for each relation and open end.
fn towards(source: Option<ActorIx>, target: Option<ActorIx>) -> Question {
    let variable = |name: &str, relation| Variable { name: name.to_owned(), relation, open: false };
    let mut variables = vec![variable("relation", true)];
    let mut end = |actor: Option<ActorIx>, name: &str| match actor {
        Some(actor) => End { variable: None, names: vec![Name { actor, only: false }] },
        None => {
            variables.push(variable(name, false));
            End { variable: Some(VariableIx(variables.len() - 1)), names: Vec::new() }
        }
    };
    let (source, target) = (end(source, "source"), end(target, "target"));
    let relation = How::Variable(VariableIx(0));
    let clause = Clause { source, relation, targets: vec![target], negated: false, then: None };
    Question { variables, clauses: vec![clause], without: Vec::new() }
}

fn tables(
    out: &mut dyn Write,
    dataset: &Dataset,
    actors: &[ActorIx],
    answers: &[(&str, Answer<'_>)],
    options: Options<'_>,
) -> io::Result<()> {
    for &actor in actors {
        head(out, dataset, actor)?;
    }
    for (title, answer) in answers {
        writeln!(out, "\n{}", printable(title))?;
        if answer.rows().is_empty() {
            writeln!(out, "nothing")?;
            continue;
        }
        table::write(out, answer, options, Terminal::stdout())?;
        writeln!(out, "\n{}", table::summary(answer))?;
    }
    Ok(())
}

/// Who it is.
fn head(out: &mut dyn Write, dataset: &Dataset, ix: ActorIx) -> io::Result<()> {
    let actor = dataset.actor(ix);
    let codes = [&actor.iso3166, &actor.wikidata].into_iter().flatten().map(|code| format!(", {code}"));
    let codes: String = codes.collect();
    writeln!(out, "{}", printable(&format!("{} ({}, id {}{codes})", actor.name, actor.kind, actor.id)))?;
    let names = |list: &[ActorIx]| -> Vec<String> { list.iter().map(|&ix| dataset.actor(ix).name.clone()).collect() };
    let acts_for: Vec<String> = actor
        .acts_for
        .iter()
        .map(|entry| {
            let name = &dataset.actor(entry.actor).name;
            match (entry.from, entry.to) {
                (None, None) => name.clone(),
                (Some(from), None) => format!("{name} from {from}"),
                (None, Some(to)) => format!("{name} until {to}"),
                (Some(from), Some(to)) => format!("{name} from {from} until {to}"),
            }
        })
        .collect();
    let acts: Vec<ActorIx> = dataset
        .actor_ixs()
        .filter(|&other| dataset.actor(other).acts_for.iter().any(|entry| entry.actor == ix))
        .collect();
    let role = actor.role.iter().cloned().collect();
    let lines: [(&str, Vec<String>); 5] = [
        ("also called", actor.aliases.clone()),
        ("role", role),
        ("acts for", acts_for),
        ("acting for it", names(&acts)),
        ("members", names(&actor.members)),
    ];
    for (label, list) in lines.iter().filter(|(_, list)| !list.is_empty()) {
        writeln!(out, "  {label}: {}", printable(&list.join(", ")))?;
    }
    Ok(())
}

fn write(
    out: &mut dyn Write,
    dataset: &Dataset,
    actors: &[ActorIx],
    answers: &[(&str, Answer<'_>)],
    both: &Answer<'_>,
    format: Format,
    options: Options<'_>,
) -> io::Result<()> {
    match format {
        Format::Json => {
            let actor = |&ix: &ActorIx| -> Value { actor_value(dataset, dataset.actor(ix) as &Actor) };
            let mut sections = Vec::new();
            for (title, answer) in answers {
                sections.push(answer_value(answer, Options { question: title, ..options })?);
            }
            let whole = json!({"actors": actors.iter().map(actor).collect::<Vec<_>>(), "sections": sections});
            writeln!(out, "{}", serde_json::to_string_pretty(&whole)?)
        }
        Format::Markdown => {
            for (title, answer) in answers {
                writeln!(out, "## {}\n", printable(title))?;
                write_answer(out, answer, format, options)?;
                writeln!(out)?;
            }
            Ok(())
        }
        format => {
            let names: Vec<&str> = actors.iter().map(|&ix| dataset.actor(ix).name.as_str()).collect();
            write_answer(out, both, format, Options { question: &names.join(" and "), ..options })
        }
    }
}
