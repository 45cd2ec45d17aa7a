//! Strongly connected components: who reaches each other.

use super::distances::{UNREACHED, search};
use super::{Network, Rows};

/// The strongly connected components of a network.
///
/// ```
/// # use standoff::{Data, graph::{Filter, Graph}, network::{Network, components}, read};
/// # let town = "source,relation,target\nAbbey,aids,Oldbridge\nOldbridge,aids,Abbey\nOldbridge,aids,Marsh End\n";
/// # let (data, _) = read([Data::bytes("town.csv", town)]).unwrap();
/// # let network = Network::of(&data, &Graph::of(&data, &Filter::default()).0);
/// let components = components(&network);
/// let of = |name| components.of[network.number(data.find_actor(name).unwrap()).unwrap() as usize];
/// assert_eq!(of("Abbey"), of("Oldbridge"));
/// assert_ne!(of("Abbey"), of("Marsh End"));
/// assert_eq!(components.sizes, [2, 1]);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Components {
    /// Which component each actor belongs to, by number: the largest is 0, of equals the one whose lowest actor
    /// comes first.
    pub of: Vec<u32>,
    /// How many actors each has.
    pub sizes: Vec<u32>,
}

/// The strongly connected components: two actors are in one where each reaches the other along ties from source
/// to target.
///
/// The one of the actor with the most ties, mostly by far the largest, is whoever it reaches and is reached by
/// (Fleischer, Hendrickson and Pınar, 2000); the others are found by a depth-first search (Pearce, Information
/// Processing Letters 2016), which keeps its path in memory of its own, so that no chain is too long.
pub fn components(network: &Network) -> Components {
    let (out, into) = (network.out(), network.back());
    let busy = |actor: u32| u64::from(out.degree(actor)) * u64::from(into.degree(actor));
    let mut found = Search { order: vec![0; network.len()], open: 0, closed: 0, path: Vec::new(), waiting: Vec::new() };
    // Whoever is not in a circle with another is found faster without a search.
    if let Some(busiest) = (0..network.len() as u32).max_by_key(|&actor| busy(actor)).filter(|&actor| busy(actor) > 0) {
        let (to, from) = (search(out, into, busiest), search(into, out, busiest));
        for (order, both) in found.order.iter_mut().zip(to.iter().zip(&from)) {
            if *both.0 != UNREACHED && *both.1 != UNREACHED {
                *order = CLOSED;
            }
        }
        found.closed = 1;
    }
    for actor in 0..network.len() as u32 {
        if found.order[actor as usize] == 0 {
            found.visit(actor, out);
        }
    }
    found.numbered()
}

/// The order of those in the component that was closed first; one less in each that follows. That is more than
/// any order of coming, since there are fewer than 2^31 actors.
const CLOSED: u32 = u32::MAX;

struct Search {
    /// For each actor 0 before it is come upon, then where in the order of coming it or the first of those stands
    /// that it reaches, and which component it belongs to once that is closed.
    order: Vec<u32>,
    /// How many were come upon whose component is open.
    open: u32,
    /// How many components are closed.
    closed: u32,
    path: Vec<Step>,
    /// Those whose component is open though the path has left them.
    waiting: Vec<u32>,
}

struct Step {
    actor: u32,
    came: u32,
    /// Which of its ties is looked at next.
    next: u32,
}

impl Search {
    fn enter(&mut self, actor: u32) {
        self.open += 1;
        self.order[actor as usize] = self.open;
        self.path.push(Step { actor, came: self.open, next: 0 });
    }

    fn visit(&mut self, actor: u32, rows: &Rows) {
        self.enter(actor);
        while let Some(step) = self.path.last_mut() {
            let (actor, came) = (step.actor, step.came);
            let mut first = self.order[actor as usize];
            let mut deeper = None;
            for &end in &rows.ends(actor)[step.next as usize..] {
                let order = self.order[end as usize];
                if order == 0 {
                    deeper = Some(end);
                    break;
                }
                first = first.min(order);
                step.next += 1;
            }
            self.order[actor as usize] = first;
            match deeper {
                // The same tie is looked at again afterwards.
                Some(end) => self.enter(end),
                None => {
                    self.path.pop();
                    if first == came { self.close(actor) } else { self.waiting.push(actor) }
                }
            }
        }
    }

    /// Closes the component of an actor that reaches nobody who came before: all who wait and came after it.
    fn close(&mut self, actor: u32) {
        let came = self.order[actor as usize];
        let component = CLOSED - self.closed;
        while let Some(other) = self.waiting.pop_if(|other| self.order[*other as usize] >= came) {
            self.order[other as usize] = component;
            self.open -= 1;
        }
        self.order[actor as usize] = component;
        self.open -= 1;
        self.closed += 1;
    }

    fn numbered(self) -> Components {
        let mut sizes = vec![0u32; self.closed as usize];
        let mut coming = Vec::with_capacity(sizes.len());
        for order in &self.order {
            let size = &mut sizes[(CLOSED - order) as usize];
            if *size == 0 {
                coming.push(CLOSED - order);
            }
            *size += 1;
        }
        // A stable sort: equals stay in the order of their lowest actors.
        coming.sort_by_key(|&component| std::cmp::Reverse(sizes[component as usize]));
        let mut number = vec![0; sizes.len()];
        coming.iter().zip(0..).for_each(|(&component, place)| number[component as usize] = place);
        let of = self.order.iter().map(|order| number[(CLOSED - order) as usize]).collect();
        Components { of, sizes: coming.iter().map(|&component| sizes[component as usize]).collect() }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::network::tests::{ties, weight};

    #[test]
    fn a_long_circle_and_a_long_chain_are_no_trouble() {
        let long = 300_000;
        let tie = |from: u32| (from, (from + 1) % long, weight(1));
        let circle = components(&Network::of_ties(long as usize, (0..long).map(tie).collect()));
        assert_eq!(circle.sizes, [long]);
        let chain = components(&Network::of_ties(long as usize, (0..long - 1).map(tie).collect()));
        assert_eq!(chain.of, (0..long).collect::<Vec<_>>());
    }

    proptest! {
        #[test]
        fn components_are_those_who_reach_each_other((actors, ties) in ties(25, 60)) {
            let network = &Network::of_ties(actors, ties);
            let found = components(network);
            let reach: Vec<Vec<u32>> = (0..actors as u32).map(|from| search(network.out(), network.back(), from)).collect();
            for (a, from) in reach.iter().enumerate() {
                for (b, distance) in from.iter().enumerate() {
                    let both = *distance != UNREACHED && reach[b][a] != UNREACHED;
                    prop_assert_eq!(found.of[a] == found.of[b], both);
                }
            }
            prop_assert!(found.sizes.is_sorted_by(|a, b| a >= b));
            for (component, &size) in found.sizes.iter().enumerate() {
                let members = found.of.iter().filter(|&&of| of as usize == component).count();
                prop_assert_eq!(members, size as usize);
            }
        }
    }
}
