//! How far reading is, for whoever watches.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::read::blocks::Source;

/// How far reading is, in bytes as they are on disk.
#[derive(Debug, Default)]
pub struct Progress {
    /// How many bytes have been read.
    pub done: AtomicU64,
    /// How many there are, as far as is known.
    pub total: AtomicU64,
}

/// What is counted as it is read.
pub(crate) struct Counted<R> {
    pub from: R,
    pub progress: Arc<Progress>,
}

impl Counted<Box<dyn Read + Send>> {
    /// The bytes of a source one after the other; a stream counts itself.
    pub fn of(source: Source, progress: &Arc<Progress>) -> Box<dyn Read + Send> {
        match source {
            Source::File { .. } => Box::new(Counted { from: source.into_read(), progress: Arc::clone(progress) }),
            Source::Stream(stream) => stream,
        }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.from.read(buffer)?;
        self.progress.done.fetch_add(got as u64, Ordering::Relaxed);
        Ok(got)
    }
}
