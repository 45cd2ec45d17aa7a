//! Taking a signed graph apart where its index is the sum of the indexes of the parts.

/// For each node those that it is tied to, ascending, with a weight that is not 0: above 0 they belong together.
pub(super) type Graph = Vec<Vec<(u32, i64)>>;

/// A part: its nodes, ascending, and the ties between them by their place there.
pub(super) struct Piece {
    pub nodes: Vec<u32>,
    pub graph: Graph,
}

/// The biconnected components of two nodes and more. Of the nodes of each, at most one stands in those before it: the
/// cut node where it hangs on them. (Hopcroft and Tarjan, "Algorithm 447: efficient algorithms for graph
/// manipulation", Communications of the ACM 16, 1973; with a stack of its own.)
pub(super) fn blocks(graph: &Graph) -> Vec<Piece> {
    const NEVER: u32 = u32::MAX;
    let mut seen = vec![NEVER; graph.len()];
    let mut low = vec![NEVER; graph.len()];
    let (mut open, mut walk, mut found) = (Vec::new(), Vec::new(), Vec::new());
    let mut time = 0;
    for root in 0..graph.len() as u32 {
        if seen[root as usize] != NEVER {
            continue;
        }
        // A node, where it came from, and how far its row is looked at.
        walk.push((root, NEVER, 0_usize));
        while let Some((node, from, at)) = walk.last_mut() {
            let (node, from) = (*node, *from);
            if *at == 0 {
                (seen[node as usize], low[node as usize]) = (time, time);
                time += 1;
                open.push(node);
            }
            if let Some(&(end, _)) = graph[node as usize].get(*at) {
                *at += 1;
                if seen[end as usize] == NEVER {
                    walk.push((end, node, 0));
                } else if end != from {
                    low[node as usize] = low[node as usize].min(seen[end as usize]);
                }
                continue;
            }
            walk.pop();
            if from == NEVER {
                open.pop();
                continue;
            }
            low[from as usize] = low[from as usize].min(low[node as usize]);
            if low[node as usize] >= seen[from as usize] {
                let mut nodes = vec![from];
                while let Some(last) = open.pop() {
                    nodes.push(last);
                    if last == node {
                        break;
                    }
                }
                nodes.sort_unstable();
                found.push(nodes);
            }
        }
    }
    // A block is found after those that hang on it.
    found.reverse();
    let mut place = vec![0; graph.len()];
    found.into_iter().map(|nodes| piece(graph, nodes, &mut place)).collect()
}

/// The part of those nodes; `place` is room for one number for each node.
fn piece(graph: &Graph, nodes: Vec<u32>, place: &mut [u32]) -> Piece {
    (1..).zip(&nodes).for_each(|(at, &node)| place[node as usize] = at);
    let inside = |row: &Vec<(u32, i64)>| {
        let ends = row.iter().filter(|(end, _)| place[*end as usize] > 0);
        ends.map(|&(end, weight)| (place[end as usize] - 1, weight)).collect()
    };
    let graph = nodes.iter().map(|&node| inside(&graph[node as usize])).collect();
    nodes.iter().for_each(|&node| place[node as usize] = 0);
    Piece { nodes, graph }
}

/// The component of each node where only ties of more than 0 join, named by its smallest node.
pub(super) fn joined(graph: &Graph, weight: impl Fn(u32, u32, i64) -> i64) -> Vec<u32> {
    let mut of = vec![u32::MAX; graph.len()];
    let mut walk = Vec::new();
    for root in 0..graph.len() as u32 {
        if of[root as usize] != u32::MAX {
            continue;
        }
        of[root as usize] = root;
        walk.push(root);
        while let Some(node) = walk.pop() {
            for &(end, tie) in &graph[node as usize] {
                if of[end as usize] == u32::MAX && weight(node, end, tie) > 0 {
                    of[end as usize] = root;
                    walk.push(end);
                }
            }
        }
    }
    of
}

/// What a division costs: what is negative within and positive between.
pub(super) fn cost(graph: &Graph, of: &[u32]) -> i64 {
    let mut twice = 0;
    for (row, camp) in graph.iter().zip(of) {
        for &(end, weight) in row {
            if (of[end as usize] == *camp) != (weight > 0) {
                twice += weight.abs();
            }
        }
    }
    twice / 2
}
