//! Blocks of whole lines, worked on by several threads and collected in the order of the file.
//!
//! A plain file is read in large pieces, each thread its own (`pread`), and not mapped: the speed is
//! the same, the memory stays small, and a file that becomes shorter meanwhile is an error and not a
//! fault. What comes as a stream is cut into blocks by one thread and worked on by the others.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read};
use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How much is read at once: enough that a system call costs nothing beside it, and little enough
/// that it stays in a core's cache while it is worked on.
const BLOCK: usize = 512 << 10;

/// The longest line that is taken: a longer one is no line of a text.
pub(super) const LONGEST: usize = 256 << 20;

/// Where the bytes come from.
pub(crate) enum Source {
    /// A file of a known length that can be read at any place.
    File { file: File, len: u64 },
    /// Anything else, from its beginning.
    Stream(Box<dyn Read + Send>),
}

impl Source {
    /// Some of the bytes from the beginning, as far as they can be had without reading on.
    pub fn sample(&mut self) -> io::Result<Vec<u8>> {
        let mut sample = Vec::new();
        if let Source::File { file, .. } = self {
            (&*file).take(BLOCK as u64).read_to_end(&mut sample)?;
        }
        Ok(sample)
    }

    /// The bytes one after the other.
    pub fn into_read(self) -> Box<dyn Read + Send> {
        match self {
            Source::File { file, len } => Box::new(file.take(len)),
            Source::Stream(stream) => stream,
        }
    }
}

/// How to read: with how many threads, and in pieces of what size.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Blocks {
    pub threads: usize,
    pub block: usize,
}

impl Default for Blocks {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(16);
        Blocks { threads, block: BLOCK }
    }
}

/// What the threads share.
struct Shared<'a> {
    next: AtomicU64,
    stop: AtomicBool,
    /// How many bytes of the input are behind us.
    done: &'a AtomicU64,
}

impl Blocks {
    /// Hands every block of whole lines to `work`, with the place of its first byte, and what comes
    /// back to `collect` in the order of the file, until that says to stop (`false`). The last line
    /// may lack its line feed. `done` counts the bytes of a
    /// file as they are read; a stream is counted by whoever opened it.
    ///
    /// # Errors
    /// What the system says; a file that became shorter; a line of more than 256 MiB. What was found
    /// before is collected.
    pub fn run<T: Send>(
        self,
        source: Source,
        done: &AtomicU64,
        work: impl Fn(&[u8], u64) -> T + Sync,
        collect: impl FnMut(T) -> bool,
    ) -> io::Result<()> {
        self.run_with(source, done, || (), |(), lines, at| work(lines, at), collect)
    }

    /// The same where each thread has something of its own, which `begin` makes: its blocks come to it
    /// in the order of the file.
    ///
    /// # Errors
    /// As for [`run`](Blocks::run).
    pub fn run_with<S, T: Send>(
        self,
        source: Source,
        done: &AtomicU64,
        begin: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, &[u8], u64) -> T + Sync,
        mut collect: impl FnMut(T) -> bool,
    ) -> io::Result<()> {
        let shared = Shared { next: AtomicU64::new(0), stop: AtomicBool::new(false), done };
        let (sender, results) = sync_channel::<(u64, io::Result<T>)>(self.threads * 2);
        std::thread::scope(|scope| {
            let (shared, begin, work) = (&shared, &begin, &work);
            match source {
                Source::File { file, len } => {
                    let file = std::sync::Arc::new(file);
                    for _ in 0..self.threads {
                        let (file, sender) = (file.clone(), sender.clone());
                        scope.spawn(move || self.pieces(&file, len, shared, (begin(), work), &sender));
                    }
                }
                Source::Stream(stream) => {
                    let (full, blocks) = sync_channel::<Block>(self.threads);
                    let blocks = std::sync::Arc::new(Mutex::new(blocks));
                    let failed = sender.clone();
                    scope.spawn(move || self.cut(stream, shared, &full, &failed));
                    for _ in 0..self.threads {
                        let (blocks, sender) = (blocks.clone(), sender.clone());
                        scope.spawn(move || worker(&blocks, (begin(), work), &sender));
                    }
                }
            }
            drop(sender);
            let mut waiting = BTreeMap::new();
            let mut wanted = 0;
            let mut result = Ok(());
            for (number, found) in results {
                waiting.insert(number, found);
                while let Some(found) = waiting.remove(&wanted) {
                    wanted += 1;
                    if shared.stop.load(Ordering::Relaxed) {
                        continue;
                    }
                    let go_on = match found {
                        Ok(found) => collect(found),
                        Err(error) => {
                            result = Err(error);
                            false
                        }
                    };
                    // The threads end soon; what they still send is taken, so that none of them waits.
                    shared.stop.store(!go_on, Ordering::Relaxed);
                }
            }
            result
        })
    }

    /// Takes one piece of the file after the other. A piece owns the lines that begin in it.
    fn pieces<S, T>(
        self,
        file: &File,
        len: u64,
        shared: &Shared<'_>,
        (mut own, work): (S, &impl Fn(&mut S, &[u8], u64) -> T),
        results: &SyncSender<(u64, io::Result<T>)>,
    ) {
        let mut room = Room::default();
        loop {
            let number = shared.next.fetch_add(1, Ordering::Relaxed);
            let start = number.saturating_mul(self.block as u64);
            if start >= len || shared.stop.load(Ordering::Relaxed) {
                return;
            }
            let end = len.min(start + self.block as u64);
            let found = lines_of(file, start, end, len, &mut room).map(|(lines, at)| work(&mut own, lines, at));
            shared.done.fetch_add(end - start, Ordering::Relaxed);
            if results.send((number, found)).is_err() {
                return;
            }
        }
    }

    /// Cuts a stream into blocks of whole lines.
    fn cut<T>(
        self,
        mut stream: Box<dyn Read + Send>,
        shared: &Shared<'_>,
        blocks: &SyncSender<Block>,
        results: &SyncSender<(u64, io::Result<T>)>,
    ) {
        let mut rest = Vec::new();
        let mut start = 0;
        for number in 0.. {
            let (block, error) = self.block_of(&mut stream, &mut rest);
            let len = block.len() as u64;
            if len > 0 && blocks.send(Block { number, start, lines: block }).is_err() {
                return;
            }
            start += len;
            if let Some(error) = error {
                let _ = results.send((number + u64::from(len > 0), Err(error)));
                return;
            }
            if len == 0 || shared.stop.load(Ordering::Relaxed) {
                return;
            }
        }
    }

    /// The next block of a stream, which begins with the rest of the one before; empty at the end. What
    /// came before an error is given, too.
    fn block_of(self, stream: &mut dyn Read, rest: &mut Vec<u8>) -> (Vec<u8>, Option<io::Error>) {
        let mut block = std::mem::take(rest);
        let mut searched = 0;
        loop {
            let read = stream.take(self.block as u64).read_to_end(&mut block);
            // Of a line that an error cut in two, the first part is not a line.
            let whole = memchr::memrchr(b'\n', &block[searched..]).map(|at| searched + at + 1);
            match read {
                Err(error) => {
                    block.truncate(whole.unwrap_or(0));
                    return (block, Some(error));
                }
                Ok(0) => return (block, None),
                Ok(_) => {}
            }
            if let Some(whole) = whole {
                *rest = block.split_off(whole);
                return (block, None);
            }
            if block.len() > LONGEST {
                return (Vec::new(), Some(too_long()));
            }
            searched = block.len();
        }
    }
}

/// Whole lines of a stream.
struct Block {
    number: u64,
    start: u64,
    lines: Vec<u8>,
}

fn worker<S, T>(
    blocks: &Mutex<Receiver<Block>>,
    (mut own, work): (S, &impl Fn(&mut S, &[u8], u64) -> T),
    results: &SyncSender<(u64, io::Result<T>)>,
) {
    loop {
        // Only a thread that panicked could have poisoned the lock, and none panics while it holds it.
        let Ok(Ok(block)) = blocks.lock().map(|blocks| blocks.recv()) else { return };
        if results.send((block.number, Ok(work(&mut own, &block.lines, block.start)))).is_err() {
            return;
        }
    }
}

/// Room for a piece of a file that begins where a page of memory does. The system copies pages from
/// its cache, and on some processors several times slower where the two are not aligned alike.
#[derive(Default)]
struct Room {
    bytes: Vec<u8>,
    len: usize,
}

impl Room {
    const PAGE: usize = 4096;

    /// Makes it that long; what was in it stays, as far as it fits.
    fn resize(&mut self, len: usize) {
        if self.bytes.len() < len + Room::PAGE {
            let mut bytes = vec![0; len + len / 8 + Room::PAGE];
            let (old, new) = (self.start(), Room::aligned(&bytes));
            bytes[new..new + self.len].copy_from_slice(&self.bytes[old..old + self.len]);
            self.bytes = bytes;
        }
        self.len = len;
    }

    fn aligned(bytes: &[u8]) -> usize {
        // An address that cannot be aligned is none of ours.
        bytes.as_ptr().align_offset(Room::PAGE).min(Room::PAGE).min(bytes.len())
    }

    fn start(&self) -> usize {
        Room::aligned(&self.bytes)
    }

    fn bytes(&self) -> &[u8] {
        let start = self.start();
        &self.bytes[start..start + self.len]
    }

    fn bytes_mut(&mut self) -> &mut [u8] {
        let start = self.start();
        &mut self.bytes[start..start + self.len]
    }
}

/// The lines that begin in `start..end`, and where the first of them begins.
fn lines_of<'b>(file: &File, start: u64, end: u64, len: u64, room: &'b mut Room) -> io::Result<(&'b [u8], u64)> {
    /// Nearly every line ends within this of the end of its piece.
    const BEHIND: u64 = 4 << 10;
    let mut to = len.min(end + BEHIND);
    room.resize((to - start) as usize);
    read_at(file, room.bytes_mut(), start)?;
    let own = (end - start) as usize;
    // The byte before tells whether a line begins at `start`.
    let mut before = [b'\n'];
    if start > 0 {
        read_at(file, &mut before, start - 1)?;
    }
    let first = match before {
        [b'\n'] => 0,
        _ => memchr::memchr(b'\n', &room.bytes()[..own]).map_or(own, |at| at + 1),
    };
    // A line that begins right behind the piece belongs to the next.
    if first >= own {
        return Ok((&[], end));
    }
    let mut searched = own - 1;
    loop {
        if let Some(at) = memchr::memchr(b'\n', &room.bytes()[searched..]) {
            return Ok((&room.bytes()[first..searched + at + 1], start + first as u64));
        }
        if to == len {
            return Ok((&room.bytes()[first..], start + first as u64));
        }
        if room.len > LONGEST {
            return Err(too_long());
        }
        searched = room.len;
        let more = (room.len as u64).min(len - to);
        room.resize(searched + more as usize);
        read_at(file, &mut room.bytes_mut()[searched..], to)?;
        to += more;
    }
}

pub(super) fn too_long() -> io::Error {
    io::Error::other("a line of more than 256 MiB")
}

fn read_at(file: &File, mut buffer: &mut [u8], mut at: u64) -> io::Result<()> {
    while !buffer.is_empty() {
        match some_at(file, buffer, at) {
            Ok(0) => return Err(io::Error::other("the file became shorter while it was read")),
            Ok(got) => {
                buffer = &mut buffer[got..];
                at += got as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(unix)]
fn some_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, buffer, at)
}

#[cfg(windows)]
fn some_at(file: &File, buffer: &mut [u8], at: u64) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, buffer, at)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    /// The blocks of a text, one after the other, which must be the text again.
    fn blocks(text: &[u8], block: usize, threads: usize, stream: bool) -> Vec<Vec<u8>> {
        let source = if stream {
            Source::Stream(Box::new(io::Cursor::new(text.to_vec())))
        } else {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(text).unwrap();
            Source::File { file, len: text.len() as u64 }
        };
        let mut found = Vec::new();
        let mut at = 0;
        let take = |(lines, start): (Vec<u8>, u64)| {
            assert!(lines.is_empty() || start == at, "{start} is not {at}");
            at += lines.len() as u64;
            found.push(lines);
            true
        };
        let done = AtomicU64::new(0);
        Blocks { threads, block }.run(source, &done, |lines, start| (lines.to_vec(), start), take).unwrap();
        assert_eq!(done.into_inner(), if stream { 0 } else { text.len() as u64 });
        found
    }

    #[test]
    fn blocks_are_whole_lines_in_order() {
        let lines: String = (0..200).map(|n| format!("{}\n", "x".repeat(n * 7 % 41))).collect();
        for text in [&lines[..], &lines[..lines.len() - 1], "", "\n", "one", "\n\n\nlong line here\n", &"y".repeat(999)]
        {
            for block in [1, 2, 7, 64, 1000, 1 << 20] {
                for (threads, stream) in [(1, false), (3, false), (1, true), (3, true)] {
                    let blocks = blocks(text.as_bytes(), block, threads, stream);
                    assert_eq!(blocks.concat(), text.as_bytes(), "{block} {threads} {stream}");
                    let cut = blocks.iter().rev().skip_while(|block| block.is_empty()).skip(1);
                    assert!(cut.into_iter().all(|block| block.is_empty() || block.ends_with(b"\n")), "{block}");
                }
            }
        }
    }

    #[test]
    fn a_file_that_became_shorter_is_an_error() {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(b"one\ntwo\n").unwrap();
        let done = AtomicU64::new(0);
        let source = Source::File { file, len: 100 };
        let error = Blocks { threads: 2, block: 16 }.run(source, &done, |_, _| (), |()| true).unwrap_err();
        assert_eq!(error.to_string(), "the file became shorter while it was read");
    }

    #[test]
    fn what_came_before_an_error_is_collected() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("broken"))
            }
        }
        let stream = Box::new(io::Cursor::new(b"one\ntwo\nthr".to_vec()).chain(Broken));
        let mut found = Vec::new();
        let take = |lines: Vec<u8>| {
            found.extend(lines);
            true
        };
        let done = AtomicU64::new(0);
        let run = Blocks { threads: 2, block: 4 }.run(Source::Stream(stream), &done, |lines, _| lines.to_vec(), take);
        assert_eq!(run.unwrap_err().to_string(), "broken");
        assert_eq!(found, b"one\ntwo\n");
    }

    #[test]
    fn collecting_may_stop() {
        let text = "line\n".repeat(1000);
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        let source = Source::File { file, len: text.len() as u64 };
        let mut blocks = 0;
        let done = AtomicU64::new(0);
        let stop = |()| {
            blocks += 1;
            blocks < 3
        };
        Blocks { threads: 2, block: 16 }.run(source, &done, |_, _| (), stop).unwrap();
        assert_eq!(blocks, 3);
    }
}
