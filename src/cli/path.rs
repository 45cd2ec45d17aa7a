//! `standoff path`: chains from one actor to another.

use super::args::PathArgs;
use super::load::Source;
use super::show::{find, split};
use super::{Failure, Found, analysis};
use crate::analyze::path::{Steps, chains};

/// Longer chains of given signs say nothing, and there are more of them than can be looked at.
const STEPS: usize = 8;

pub(super) fn run(args: &PathArgs) -> Result<Found, Failure> {
    if args.signs.len() > STEPS {
        return Err(Failure::other(format!("--signs takes {STEPS} signs at most")));
    }
    let (names, data) = split(&args.words, 1);
    let source = Source::of(&data, &args.reading)?;
    let steps = Steps { signs: args.signs.clone(), either_way: args.either_way };
    analysis::of_graph(&source, &args.shared, |dataset, graph, _| {
        let (from, to) = match find(dataset, &names)?[..] {
            [from] => (from, None),
            [from, to] => (from, Some(to)),
            _ => {
                let hint = "what else stands there must be a file or a folder";
                return Err(Failure::other(format!("path takes one actor or two; {hint}")));
            }
        };
        let mut findings = chains(dataset, graph, from, to, &steps).findings(dataset, graph, args.shared.rows.top);
        let either = || chains(dataset, graph, from, to, &Steps { either_way: true, ..steps.clone() });
        if findings.is_empty() && !args.either_way && !either().chains.is_empty() {
            findings.notes.push("with --either-way there is a chain".to_owned());
        }
        Ok(findings)
    })
}
