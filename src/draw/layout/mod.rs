//! Where the nodes of a network go: boxes and the lines between them in, centres out.
//!
//! Each connected part is drawn for itself: `paths` says how far apart two nodes wish to be, `stress` comes near that,
//! `turn` lays it flat, `overlap` pushes boxes apart, and `polish` takes away crossings where the part is small
//! enough to be looked at. `pack` puts the parts side by side, and nodes without lines stand in rows below.

mod overlap;
mod pack;
mod part;
mod paths;
mod polish;
mod stress;
#[cfg(test)]
mod tests;
mod turn;

use crate::draw::picture::Point;

/// How large a box is, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

/// Two nodes that lines run between.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Which nodes, by index; a pair of one and the same is passed over.
    pub ends: [usize; 2],
    /// How much room between the two boxes a line and its label wish, in px.
    pub gap: f64,
    /// How many lines there are, side by side.
    pub lanes: f64,
    /// -1, where those two are against each other, +1 where they are for each other, and what is between.
    pub sign: f64,
}

/// How a drawing should be.
#[derive(Debug, Clone, Copy)]
pub struct Wishes {
    /// Whether those who support each other are drawn nearer, and opponents farther apart.
    pub signed: bool,
    /// Width / height of the whole.
    pub aspect: f64,
    /// No two boxes are nearer than this, in px.
    pub margin: f64,
}

/// What a length is multiplied by with a sign of 1 and divided by with -1, where signs count.
const SIGNED: f64 = 0.55;

/// From one line to the next between the same two boxes, in px.
pub(super) const LANE: f64 = 17.0;

/// How much longer a line is between two boxes that share neighbours, which have to be between them: so much for each
/// root of their number and the line itself.
const SHARED: f64 = 1.3;

/// The centre of each box, such that no two boxes, grown by half the margin on every side, overlap; the same for the same input.
/// The whole begins at about (0, 0), and has negative places nowhere.
///
/// Ends of pairs are indices of `sizes`. With `signed`, lengths follow the aim that everybody is nearer to friends than to
/// enemies (Kermarrec and Thraves, "Can Everybody Sit Closer to Their Friends Than Their Enemies?", MFCS 2011).
pub fn lay_out(sizes: &[Size], pairs: &[Pair], wishes: Wishes) -> Vec<Point> {
    let pairs: Vec<Pair> = pairs.iter().copied().filter(|pair| pair.ends[0] != pair.ends[1]).collect();
    let lengths = wished(sizes, &pairs, wishes.signed);
    let mut ways: paths::Ways = vec![Vec::new(); sizes.len()];
    for (pair, &length) in pairs.iter().zip(&lengths) {
        let [a, b] = pair.ends;
        ways[a].push((b, length));
        ways[b].push((a, length));
    }
    let (single, parts): (Vec<_>, Vec<_>) = paths::parts(&ways).into_iter().partition(|part| part.len() == 1);
    let mut points = vec![Point::new(0.0, 0.0); sizes.len()];
    let mut place = vec![0; sizes.len()];
    let mut lines = Vec::new();
    for part in &parts {
        for (at, &node) in part.iter().enumerate() {
            place[node] = at;
        }
        let own_sizes: Vec<Size> = part.iter().map(|&node| sizes[node]).collect();
        let own_ways: paths::Ways =
            part.iter().map(|&node| ways[node].iter().map(|&(to, length)| (place[to], length)).collect()).collect();
        let inside = |pair: &&Pair| part.binary_search(&pair.ends[0]).is_ok();
        let own_pairs: Vec<Pair> =
            pairs.iter().filter(inside).map(|pair| Pair { ends: pair.ends.map(|end| place[end]), ..*pair }).collect();
        let own_points = part::draw(&own_sizes, &own_pairs, &own_ways, wishes);
        lines.push(own_pairs.iter().map(|pair| line(pair, &own_points)).collect::<Vec<_>>());
        for (&node, point) in part.iter().zip(own_points) {
            points[node] = point;
        }
    }
    let packed: Vec<_> = parts.iter().zip(&lines).map(|(nodes, lines)| pack::Part { nodes, lines }).collect();
    pack::pack(&mut points, sizes, &packed, wishes.margin, wishes.aspect);
    let single: Vec<usize> = single.into_iter().flatten().collect();
    let others: Vec<usize> = parts.into_iter().flatten().collect();
    rows(&mut points, sizes, &others, &single, wishes);
    points
}

/// How far apart the centres of each pair wish to be.
fn wished(sizes: &[Size], pairs: &[Pair], signed: bool) -> Vec<f64> {
    let mut neighbours = vec![Vec::new(); sizes.len()];
    for pair in pairs {
        let [a, b] = pair.ends;
        neighbours[a].push(b);
        neighbours[b].push(a);
    }
    neighbours.iter_mut().for_each(|list| list.sort_unstable());
    let length = |pair: &Pair| {
        // Half of the mean of width and height, of both.
        let boxes: f64 = pair.ends.iter().map(|&end| (sizes[end].width + sizes[end].height) / 4.0).sum();
        let [few, many] = pair.ends.map(|end| &neighbours[end]);
        let (few, many) = if few.len() < many.len() { (few, many) } else { (many, few) };
        let shared = few.iter().filter(|node| many.binary_search(node).is_ok()).count();
        let hubs = 1.0 + SHARED * (((1 + shared) as f64).sqrt() - 1.0);
        let factor = match signed {
            true if pair.sign > 0.0 => 1.0 + (SIGNED - 1.0) * pair.sign.min(1.0),
            true => 1.0 + (1.0 / SIGNED - 1.0) * (-pair.sign).min(1.0),
            false => 1.0,
        };
        (boxes + pair.gap.max(0.0) * hubs) * factor
    };
    pairs.iter().map(length).collect()
}

fn line(pair: &Pair, points: &[Point]) -> (Point, Point, f64) {
    let [a, b] = pair.ends.map(|end| points[end]);
    (a, b, LANE * pair.lanes)
}

/// Moves all that is placed to where it begins at (0, 0), and puts the single nodes in rows below: columns of one width,
/// each node in the middle of its own.
fn rows(points: &mut [Point], sizes: &[Size], placed: &[usize], single: &[usize], wishes: Wishes) {
    let edge =
        |least: fn(f64, f64) -> f64, of: &dyn Fn(usize) -> f64| placed.iter().map(|&node| of(node)).reduce(least);
    let left = edge(f64::min, &|node| points[node].x - sizes[node].width / 2.0).unwrap_or(0.0);
    let top = edge(f64::min, &|node| points[node].y - sizes[node].height / 2.0).unwrap_or(0.0);
    let right = edge(f64::max, &|node| points[node].x + sizes[node].width / 2.0).unwrap_or(0.0);
    let bottom = edge(f64::max, &|node| points[node].y + sizes[node].height / 2.0).unwrap_or(0.0);
    for &node in placed {
        points[node].x -= left;
        points[node].y -= top;
    }
    let most = |of: fn(&Size) -> f64| single.iter().map(|&node| of(&sizes[node])).fold(0.0, f64::max) + wishes.margin;
    let (column, row) = (most(|size| size.width), most(|size| size.height));
    let alone = (single.len() as f64 * row * column * wishes.aspect).sqrt();
    let width = if placed.is_empty() { alone } else { right - left };
    let columns = (((width + wishes.margin) / column) as usize).clamp(1, single.len().max(1));
    let first = if placed.is_empty() { 0.0 } else { bottom - top + 2.0 * wishes.margin };
    for (at, &node) in single.iter().enumerate() {
        points[node].x = (at % columns) as f64 * column + (column - wishes.margin) / 2.0;
        points[node].y = first + (at / columns) as f64 * row + (row - wishes.margin) / 2.0;
    }
}
