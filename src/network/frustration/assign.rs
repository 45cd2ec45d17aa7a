//! The least that a division into at most so many camps costs, actor by actor, for few actors.

use super::bound::Packing;
use super::pieces::Graph;
use super::search::Found;

struct Assign<'g> {
    graph: &'g Graph,
    most: usize,
    /// Those with most ties first.
    order: Vec<u32>,
    /// What the nodes from a place in the order on cost at least among themselves.
    rest: Vec<i64>,
    /// What ties each node to each camp.
    toward: Vec<Vec<i64>>,
    /// The support of each node for those in camps.
    support: Vec<i64>,
    of: Vec<u32>,
    best: Found,
    budget: u64,
}

/// Searches on from a division and what is known to be the least possible. So many ties may be looked at; what is left
/// of that comes back.
pub(super) fn least(graph: &Graph, most: u32, found: Found, budget: &mut u64) -> Found {
    let nodes = graph.len();
    let mut order: Vec<u32> = (0..nodes as u32).collect();
    order.sort_by_key(|&node| std::cmp::Reverse(graph[node as usize].len()));
    let mut place = vec![0; nodes];
    (0_usize..).zip(&order).for_each(|(at, &node)| place[node as usize] = at);
    let mut rest = vec![0; nodes + 1];
    for (from, rest) in rest.iter_mut().enumerate().take(nodes) {
        let inside = |a: u32, b: u32| place[a as usize] >= from && place[b as usize] >= from;
        let packing = Packing::of(graph, |a, b, tie| if inside(a, b) { tie } else { 0 }, *budget);
        *budget = budget.saturating_sub(packing.paths.work);
        *rest = packing.cost();
    }
    let most = most as usize;
    let mut assign = Assign {
        graph,
        most,
        order,
        rest,
        toward: vec![vec![0; most]; nodes],
        support: vec![0; nodes],
        of: vec![0; nodes],
        best: found,
        budget: *budget,
    };
    assign.place(0, 0, 0);
    *budget = assign.budget;
    if *budget > 0 {
        assign.best.at_least = assign.best.cost;
    }
    assign.best
}

impl Assign<'_> {
    /// Puts the nodes from a place in the order on into camps, the first so many of which have members.
    fn place(&mut self, at: usize, used: usize, paid: i64) {
        let Some(&node) = self.order.get(at) else {
            if paid < self.best.cost {
                (self.best.of, self.best.cost) = (self.of.clone(), paid);
            }
            return;
        };
        let open = self.most.min(used + 1);
        // What those without a camp cost at least towards those with one.
        let least = |node: u32| {
            let toward = &self.toward[node as usize][..open];
            self.support[node as usize] - toward.iter().max().copied().unwrap_or(0)
        };
        let bound = paid + self.rest[at] + self.order[at..].iter().map(|&node| least(node)).sum::<i64>();
        self.budget = self.budget.saturating_sub((self.order.len() - at) as u64);
        if bound >= self.best.cost || self.budget == 0 {
            return;
        }
        let mut camps: Vec<usize> = (0..open).collect();
        camps.sort_by_key(|&camp| std::cmp::Reverse(self.toward[node as usize][camp]));
        for camp in camps {
            let costs = self.support[node as usize] - self.toward[node as usize][camp];
            self.of[node as usize] = camp as u32;
            self.tell(node, camp, 1);
            self.place(at + 1, used.max(camp + 1), paid + costs);
            self.tell(node, camp, -1);
        }
    }

    /// Lets the neighbours of a node know that it is in a camp, or no longer.
    fn tell(&mut self, node: u32, camp: usize, times: i64) {
        for &(end, tie) in &self.graph[node as usize] {
            self.toward[end as usize][camp] += times * tie;
            self.support[end as usize] += times * tie.max(0);
        }
    }
}
