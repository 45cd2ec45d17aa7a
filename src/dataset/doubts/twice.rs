//! Statements that say again what another one says of the same words.

use hashbrown::HashMap;

use crate::dataset::Dataset;
use crate::names::fold;
use crate::problem::{Finding, Problems, Severity};
use crate::statement::{Details, StatementIx};

/// How many statements are read again at once.
const SOME: usize = 10_000;

/// Which statements may say the same: the number of their document, their relation, whether it was not so, and a
/// source and a target.
type Key = (u32, u32, bool, u32, u32);

pub(super) fn check(dataset: &Dataset, findings: &mut Problems) {
    let columns = &dataset.statements;
    let mut alike: HashMap<Key, Vec<StatementIx>> = HashMap::new();
    for row in 0..columns.len() {
        // The span points into the first document.
        let Some(&document) = columns.documents.get(row).first() else { continue };
        let (relation, negated) = (columns.relation[row], columns.flags[row].negated());
        for &source in columns.sources.get(row) {
            for &target in columns.targets.get(row) {
                let key = (document, relation, negated, source, target);
                alike.entry(key).or_default().push(StatementIx(row as u32));
            }
        }
    }
    let mut groups: Vec<Vec<StatementIx>> = alike.into_values().filter(|group| group.len() > 1).collect();
    groups.sort_unstable();
    // A joint statement is alike in each of its ties.
    groups.dedup();
    let mut wanted: Vec<StatementIx> = groups.iter().flatten().copied().collect();
    wanted.sort_unstable();
    wanted.dedup();
    let mut details: HashMap<StatementIx, Details> = HashMap::new();
    for some in wanted.chunks(SOME) {
        match dataset.details(some) {
            Ok(read) => details.extend(some.iter().copied().zip(read)),
            Err(error) => return findings.push(Finding::error(None, error.to_string())),
        }
    }
    let mut said = hashbrown::HashSet::new();
    for group in groups {
        let mut spans: Vec<((u64, u64), StatementIx)> =
            group.iter().filter_map(|ix| Some((details.get(ix)?.span?, *ix))).collect();
        spans.sort_unstable();
        // The one so far that reaches farthest.
        let mut reach: Option<((u64, u64), StatementIx)> = None;
        for (span, ix) in spans {
            if let Some(((_, end), before)) = reach
                && span.0 < end
                && same_gist(&details[&before], &details[&ix])
                && said.insert((before.min(ix), before.max(ix)))
            {
                say(dataset, before.min(ix), before.max(ix), findings);
            }
            if reach.is_none_or(|((_, end), _)| span.1 > end) {
                reach = Some((span, ix));
            }
        }
    }
}

/// Whether the gists say the same, as far as there are any: two accusations may stand in one sentence.
fn same_gist(a: &Details, b: &Details) -> bool {
    match (&a.gist, &b.gist) {
        (Some(a), Some(b)) => fold(a) == fold(b),
        _ => true,
    }
}

fn say(dataset: &Dataset, first: StatementIx, second: StatementIx, findings: &mut Problems) {
    findings.push_with(Severity::Warning, || {
        let id = |ix: StatementIx| dataset.statement(ix).id();
        let said = format!("`{}` says again what `{}` says of overlapping words", id(second), id(first));
        let at = |ix: StatementIx| dataset.statements.at[ix.0 as usize];
        Finding::warning(at(second), said).hint("one of them will do").also(at(first))
    });
}

#[cfg(test)]
mod tests {
    use crate::{Data, read};

    fn said(rows: &str) -> Vec<String> {
        let table = format!("id,document,source,relation,target,gist,span\n{rows}");
        let (data, _) = read([Data::bytes("town.csv", table)]).unwrap();
        data.check_coding().problems.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn overlapping_words_are_coded_once() {
        let again = "`b` says again what `a` says of overlapping words";
        let first = "a,d,Abbey;Guild,accuses,Oldbridge,the rope,10-50\n";
        let with = |second: &str| said(&format!("{first}{second}\n"));
        assert_eq!(with("b,d,Abbey,accuses,Oldbridge,The rope!,49-60"), [again]);
        assert_eq!(with("b,d,Abbey;Guild,accuses,Oldbridge,,0-90"), [again]);
        for other in [
            "b,d,Abbey,accuses,Oldbridge,the rope,50-60",
            "b,d,Abbey,accuses,Oldbridge,the fire,10-50",
            "b,e,Abbey,accuses,Oldbridge,the rope,10-50",
            "b,d,Abbey,condemns,Oldbridge,the rope,10-50",
            "b,d,Oldbridge,accuses,Abbey,the rope,10-50",
            "b,d,Abbey,accuses,Oldbridge,the rope,",
        ] {
            assert_eq!(with(other), [""; 0], "{other}");
        }
    }

    #[test]
    fn one_that_reaches_far_is_not_forgotten() {
        let rows = "a,d,Abbey,aids,Oldbridge,,0-90\nb,d,Abbey,aids,Oldbridge,,5-10\nc,d,Abbey,aids,Oldbridge,,80-95\n";
        assert_eq!(said(rows).len(), 2);
    }
}
