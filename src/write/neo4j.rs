//! neo4j: being written.

use std::io::{self, Write};

use super::Options;
use crate::dataset::Dataset;
use crate::graph::Graph;

pub(super) fn write(_: &mut dyn Write, _: &Dataset, _: &Graph, _: Options<'_>) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
