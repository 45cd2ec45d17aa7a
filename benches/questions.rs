//! Loading, building and asking, on ten thousand and a million generated statements.
//!
//! `cargo bench`

use std::hint::black_box;
use std::sync::LazyLock;

use standoff::graph::{Filter, Graph};
use standoff::{Data, Dataset, Question, ask, read};

#[path = "generate.rs"]
mod generate;

fn main() {
    divan::main();
}

struct Sample {
    path: std::path::PathBuf,
    dataset: Dataset,
}

fn load(path: &std::path::Path) -> Dataset {
    match read(vec![Data::Path(path.to_owned())]) {
        Ok((dataset, _)) => dataset,
        Err(report) => panic!("{:?}", report.problems.first()),
    }
}

fn sample(count: u64) -> Sample {
    let path = std::env::temp_dir().join(format!("standoff-bench-{count}.jsonl"));
    let mut file = std::io::BufWriter::new(std::fs::File::create(&path).expect("the temporary folder can be written"));
    generate::statements(count, 1, &mut file).expect("the temporary folder has room");
    drop(file);
    let dataset = load(&path);
    Sample { path, dataset }
}

static SMALL: LazyLock<Sample> = LazyLock::new(|| sample(10_000));
static LARGE: LazyLock<Sample> = LazyLock::new(|| sample(1_000_000));

const SIZES: [u64; 2] = [10_000, 1_000_000];

fn of(count: u64) -> &'static Sample {
    if count == SIZES[0] { &SMALL } else { &LARGE }
}

#[divan::bench(args = SIZES, sample_count = 7, sample_size = 1)]
fn load_jsonl(bencher: divan::Bencher<'_, '_>, count: u64) {
    let path = &of(count).path;
    bencher.bench(|| black_box(load(path)));
}

#[divan::bench(args = SIZES, sample_count = 7, sample_size = 1)]
fn build_graph(bencher: divan::Bencher<'_, '_>, count: u64) {
    let dataset = &of(count).dataset;
    bencher.bench(|| black_box(Graph::of(dataset, &Filter::default())));
}

fn bench_question(bencher: divan::Bencher<'_, '_>, count: u64, question: &str) {
    let dataset = &of(count).dataset;
    let filter = Filter::default();
    let question = Question::parse(question, dataset).expect("the question is right");
    bencher.bench(|| {
        black_box(ask(dataset, &question, &filter, Some(20)).expect("twenty rows are not too many").rows().len())
    });
}

#[divan::bench(args = SIZES, sample_count = 7, sample_size = 1)]
fn ask_one_clause(bencher: divan::Bencher<'_, '_>, count: u64) {
    bench_question(bencher, count, "who accuses whom");
}

#[divan::bench(args = SIZES, sample_count = 7, sample_size = 1)]
fn ask_one_actor(bencher: divan::Bencher<'_, '_>, count: u64) {
    bench_question(bencher, count, "who accuses \"Town 7\"");
}

#[divan::bench(args = SIZES, sample_count = 7, sample_size = 1)]
fn ask_mutual(bencher: divan::Bencher<'_, '_>, count: u64) {
    bench_question(bencher, count, "?x accuses ?y and ?y accuses ?x");
}

#[divan::bench(args = SIZES, sample_count = 7, sample_size = 1)]
fn ask_triangle(bencher: divan::Bencher<'_, '_>, count: u64) {
    bench_question(bencher, count, "?x accuses ?y and ?y accuses ?z and ?z accuses ?x");
}
