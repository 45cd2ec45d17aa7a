//! Which actor has which lane, and which arcs can share a slot.

use hashbrown::HashMap;

use super::arcs::Arc;
use super::arrow;
use crate::actor::ActorIx;

/// How often everybody is moved again at most.
const ROUNDS: usize = 20;

/// The actors from the topmost lane down. They begin in the order in which they first appear, and then
/// each in turn moves to where arcs are shortest in all (sifting: Rudell, "Dynamic variable ordering
/// for ordered binary decision diagrams", ICCAD 1993) until that helps no more. Whoever is first stays
/// in the upper half.
pub(super) fn order<'a>(arcs: impl Iterator<Item = &'a Arc>) -> Vec<ActorIx> {
    let mut actors: Vec<ActorIx> = Vec::new();
    let mut number: HashMap<ActorIx, usize> = HashMap::new();
    let mut ties: HashMap<(usize, usize), i64> = HashMap::new();
    for arc in arcs {
        let [a, b] = [arc.source, arc.target].map(|actor| {
            *number.entry(actor).or_insert_with(|| {
                actors.push(actor);
                actors.len() - 1
            })
        });
        *ties.entry((a.min(b), a.max(b))).or_default() += 1;
    }
    let mut beside: Vec<Vec<(usize, i64)>> = vec![Vec::new(); actors.len()];
    for (&(a, b), &many) in ties.iter().filter(|((a, b), _)| a != b) {
        beside[a].push((b, many));
        beside[b].push((a, many));
    }
    let mut order: Vec<usize> = (0..actors.len()).collect();
    for _ in 0..ROUNDS {
        let mut moved = false;
        for actor in 0..actors.len() {
            moved |= sift(&mut order, actor, &beside);
        }
        if !moved {
            break;
        }
    }
    if order.iter().position(|&actor| actor == 0).is_some_and(|at| 2 * at + 1 > order.len()) {
        order.reverse();
    }
    order.iter().map(|&at| actors[at]).collect()
}

/// Moves one to where the sum of all distances is least. Whether it moved.
fn sift(order: &mut Vec<usize>, actor: usize, beside: &[Vec<(usize, i64)>]) -> bool {
    let was = order.iter().position(|&other| other == actor).expect("everybody has a place");
    order.remove(was);
    let mut place = vec![0; beside.len()];
    order.iter().enumerate().for_each(|(at, &other)| place[other] = at);
    // Standing between the others, an actor makes each tie across its place longer by one.
    let mut across = vec![0; order.len() + 2];
    for (&one, at) in order.iter().zip(0..) {
        for &(other, many) in beside[one].iter().filter(|&&(other, _)| other != actor && place[other] > at) {
            across[at + 1] += many;
            across[place[other] + 1] -= many;
        }
    }
    let mut own: i64 = beside[actor].iter().map(|&(other, many)| many * (place[other] as i64 + 1)).sum();
    // How much shorter its own ties become with a step down: by those below it, less those above it.
    let mut below: i64 = beside[actor].iter().map(|(_, many)| many).sum();
    let all = below;
    let mut passed = vec![0; order.len() + 1];
    beside[actor].iter().for_each(|&(other, many)| passed[place[other]] += many);
    let mut crossing = 0;
    let mut costs = Vec::with_capacity(order.len() + 1);
    for at in 0..=order.len() {
        crossing += across[at];
        costs.push(own + crossing);
        below -= passed[at];
        own += (all - below) - below - passed[at];
    }
    let least = costs.iter().copied().min().unwrap_or(0);
    let to = if costs[was] == least { was } else { costs.iter().position(|&cost| cost == least).unwrap_or(was) };
    order.insert(to, actor);
    to != was
}

/// An arc with the lanes that it joins, counted from the top.
pub(super) struct Spanned {
    pub arc: Arc,
    pub source: usize,
    pub target: usize,
}

impl Spanned {
    /// The lanes that it takes, the first and the last. A loop needs the room above its own.
    fn lanes(&self) -> (usize, usize) {
        match self.source == self.target {
            true => (self.source.saturating_sub(1), self.source),
            false => (self.source.min(self.target), self.source.max(self.target)),
        }
    }
}

/// Arrows above each other.
pub(super) struct Slot {
    pub width: f64,
    /// From the top.
    pub arrows: Vec<Spanned>,
    /// The last lane that one of them takes.
    last: usize,
}

/// The arcs of a column in as few slots as keep them apart: by their first lanes, each in the first
/// slot that is free there.
pub(super) fn packed(arcs: Vec<Arc>, lane: &HashMap<ActorIx, usize>) -> Vec<Slot> {
    let spanned = |arc: Arc| Spanned { source: lane[&arc.source], target: lane[&arc.target], arc };
    let mut arrows: Vec<Spanned> = arcs.into_iter().map(spanned).collect();
    arrows.sort_by_key(|arrow| (arrow.lanes(), arrow.arc.edge));
    let mut slots: Vec<Slot> = Vec::new();
    for arrow in arrows {
        let width = arrow::width(&arrow.arc);
        let (first, last) = arrow.lanes();
        match slots.iter_mut().find(|slot| slot.last < first) {
            Some(slot) => {
                slot.width = slot.width.max(width);
                slot.last = last;
                slot.arrows.push(arrow);
            }
            None => slots.push(Slot { width, arrows: vec![arrow], last }),
        }
    }
    slots
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::picture::Dash;
    use crate::draw::timeline::arcs::Began;
    use crate::graph::EdgeIx;
    use crate::relation::Sign;

    fn arc(source: u32, target: u32) -> Arc {
        Arc {
            edge: EdgeIx(0),
            source: ActorIx(source),
            target: ActorIx(target),
            sign: Sign::Negative,
            dash: Dash::Solid,
            statements: Vec::new(),
            began: Began::No,
        }
    }

    #[test]
    fn a_chain_is_unravelled() {
        let arcs = [(3, 4), (0, 1), (1, 2), (5, 4), (2, 3), (4, 4)].map(|(source, target)| arc(source, target));
        let found: Vec<u32> = order(arcs.iter()).into_iter().map(|actor| actor.0).collect();
        let length: u32 = found.windows(2).map(|two| two[0].abs_diff(two[1])).sum();
        assert_eq!((found.len(), length), (6, 5));
        assert!(order([].into_iter()).is_empty());
    }

    #[test]
    fn arrows_share_slots_where_they_do_not_touch() {
        let lane: HashMap<ActorIx, usize> = (0..9).map(|lane| (ActorIx(lane), lane as usize)).collect();
        let arcs = [(0, 2), (2, 4), (3, 5), (8, 6), (5, 5)].map(|(source, target)| arc(source, target));
        let slots = packed(arcs.to_vec(), &lane);
        let lanes: Vec<Vec<(usize, usize)>> =
            slots.iter().map(|slot| slot.arrows.iter().map(Spanned::lanes).collect()).collect();
        assert_eq!(lanes, [vec![(0, 2), (3, 5), (6, 8)], vec![(2, 4)], vec![(4, 5)]]);
    }
}
