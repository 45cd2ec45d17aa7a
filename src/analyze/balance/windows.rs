//! Triads by time.

use super::signs::{nets, triads};
use super::{Census, Window};
use crate::actor::ActorIx;
use crate::dataset::Dataset;
use crate::date::{Day, Unit};
use crate::graph::{Graph, Tie};
use crate::network::{Rows, Weight};
use crate::relation::Sign;

/// The triads of each stretch of time, and how many signed ties are in none.
pub(super) fn windows(dataset: &Dataset, graph: &Graph, step: Unit, cumulative: bool) -> (Vec<Window>, usize) {
    let mut dated: Vec<(Day, Tie, Sign)> = Vec::new();
    let mut undated = 0;
    for edge in graph.edges().filter(|edge| edge.source() != edge.target()) {
        let sign = dataset.relation(edge.relation()).sign;
        for tie in edge.ties().filter(|_| sign != Sign::Neutral) {
            match dataset.statement(tie.statement).date() {
                Some(date) if date.first_day().unit(step) == date.last_day().unit(step) => {
                    dated.push((date.first_day().start_of(step), tie, sign));
                }
                _ => undated += 1,
            }
        }
    }
    dated.sort_unstable_by_key(|&(day, tie, _)| (day, tie));
    let actors = graph.actors();
    let number = |actor: ActorIx| actors.binary_search(&actor).expect("they are the ends of all edges") as u32;
    let mut windows = Vec::new();
    let mut end = 0;
    for of_day in dated.chunk_by(|a, b| a.0 == b.0) {
        end += of_day.len();
        let ties = if cumulative { &dated[..end] } else { of_day };
        let both = ties.iter().flat_map(|(_, tie, sign)| {
            let mut weight = Weight::default();
            weight.add(*sign, 1);
            let (source, target) = (number(tie.source), number(tie.target));
            [(source, target, weight), (target, source, weight)]
        });
        let (rows, _) = nets(&Rows::new(actors.len(), both.collect()));
        let mut census = Census::default();
        triads(&rows, &mut |_, _, nets: [i64; 3]| {
            census.counts[nets.iter().filter(|&&net| net < 0).count()] += 1;
        });
        let ties = ties.iter().map(|&(_, tie, _)| tie).collect();
        windows.push(Window { begins: of_day[0].0, census, ties });
    }
    (windows, undated)
}
