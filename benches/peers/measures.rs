//! Our side of `benches/peers/measures`: what each measure takes, and what comes of it.
//!
//! ```text
//! cargo run --release --features parquet --example measures -- FILE.parquet FOLDER [MEASURE]...
//! ```
//!
//! Prints a line of JSON for each stage. What it found is written into the folder as plain numbers in the order
//! of the actors, for other programs to compare: `edges` for source, target, count and net weight of each tie.

use std::fs;
use std::hint::black_box;
use std::io::{self, Error, Result, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use standoff::graph::{Filter, Graph};
use standoff::network::communities::{Method, Options, communities};
use standoff::network::{self, Loaded, Network, Sources};
use standoff::{Data, read};

/// From how many actors on betweenness is sampled.
const SAMPLED_FROM: usize = 100_000;

/// How many sources a sample has.
const SAMPLE: u32 = 64;

/// A measure by its name: it writes what it found into the folder.
type Measure = (&'static str, fn(&Network, &Path) -> Result<()>);

const MEASURES: [Measure; 11] = [
    ("edges", edges),
    ("pagerank", |network, to| floats(to, "pagerank", &network::pagerank(network))),
    ("hits", |network, to| {
        let hits = network::hits(network);
        floats(to, "hubs", &hits.hubs)?;
        floats(to, "authorities", &hits.authorities)
    }),
    ("distances", |network, to| numbers(to, "distances", &network::distances(network, busiest(network)))),
    ("components", |network, to| numbers(to, "components", &network::components(network).of)),
    ("betweenness", |network, to| floats(to, "betweenness", &network::betweenness(network, sources(network)))),
    ("triangles", |network, to| {
        let of = network::triangles(network).of;
        floats(to, "triangles", &of.into_iter().map(|count| count as f64).collect::<Vec<_>>())
    }),
    ("triads", |network, to| {
        let all = network::triads(network).all;
        let classes = [all.three_positive, all.one_negative, all.two_negative, all.three_negative, all.unsigned];
        floats(to, "triads", &classes.map(|count| count as f64))
    }),
    ("louvain", |network, to| together(network, to, Method::Louvain)),
    ("leiden", |network, to| together(network, to, Method::Leiden)),
    ("starts", |network, to| {
        numbers(to, "busiest", &[busiest(network)])?;
        numbers(to, "sample", &sources(network).of(network.len() as u32))
    }),
];

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let usage = || Error::other("say FILE FOLDER [MEASURE]...");
    let (file, folder) = (arguments.next().ok_or_else(usage)?, arguments.next().ok_or_else(usage)?);
    let (file, folder) = (PathBuf::from(file), PathBuf::from(folder));
    fs::create_dir_all(&folder)?;
    let network = &timed("load", || load(&file))?;
    // Some measures walk ties from their targets; the other programs hold these from the beginning.
    timed("turn", || Ok(network.back().ties()))?;
    for name in arguments {
        let (name, measure) = MEASURES.into_iter().find(|(known, _)| *known == name).ok_or_else(usage)?;
        timed(name, || measure(network, &folder))?;
    }
    Ok(())
}

/// Does it, and says what it took.
fn timed<T>(stage: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    let (cpu, began) = (processor_seconds(), Instant::now());
    let found = black_box(work()?);
    let (wall, cpu) = (began.elapsed().as_secs_f64(), processor_seconds() - cpu);
    writeln!(io::stdout(), "{{\"stage\":\"{stage}\",\"wall\":{wall:.6},\"cpu\":{cpu:.2}}}")?;
    Ok(found)
}

/// What the kernel counts for this process and its threads, in steps of a hundredth of a second; 0 elsewhere.
fn processor_seconds() -> f64 {
    let Ok(stat) = fs::read_to_string("/proc/self/stat") else { return 0.0 };
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / 100.0
}

fn load(file: &Path) -> Result<Network> {
    if file.extension().is_some_and(|ending| ending == "parquet") {
        let loaded = Loaded::of(file)?;
        return loaded.map(|loaded| loaded.network).ok_or_else(|| Error::other("it takes reading the statements"));
    }
    let (dataset, _) = read([Data::Path(file.to_owned())]).map_err(|report| Error::other(format!("{report:?}")))?;
    let (graph, _) = Graph::of(&dataset, &Filter::default());
    Ok(Network::of(&dataset, &graph))
}

/// Whom distances are measured from: the one with the most targets, the first of equals.
fn busiest(network: &Network) -> u32 {
    let actors = 0..network.len() as u32;
    actors.max_by_key(|&actor| (network.out().degree(actor), u32::MAX - actor)).unwrap_or(0)
}

fn sources(network: &Network) -> Sources {
    if network.len() < SAMPLED_FROM { Sources::All } else { Sources::Sampled(SAMPLE) }
}

fn together(network: &Network, to: &Path, method: Method) -> Result<()> {
    // Neutral statements count, as all do for the others; negative ones push apart, which they know nothing of.
    let options = Options { method, neutral: true, ..Options::default() };
    let found = communities(&network.both_ways(), &options);
    numbers(to, if method == Method::Louvain { "louvain" } else { "leiden" }, &found.of)
}

fn edges(network: &Network, to: &Path) -> Result<()> {
    let mut bytes = Vec::with_capacity(network.out().ties() * 16);
    for source in 0..network.len() as u32 {
        for (target, weight) in network.out().row(source) {
            for number in [source, target, weight.count() as u32, weight.net() as i32 as u32] {
                bytes.extend_from_slice(&number.to_le_bytes());
            }
        }
    }
    fs::write(to.join("edges"), bytes)
}

fn floats(folder: &Path, name: &str, values: &[f64]) -> Result<()> {
    fs::write(folder.join(name), values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>())
}

fn numbers(folder: &Path, name: &str, values: &[u32]) -> Result<()> {
    fs::write(folder.join(name), values.iter().flat_map(|value| value.to_le_bytes()).collect::<Vec<u8>>())
}
