//! Reading ahead: while one block of a file is parsed, another thread fetches the next.

use std::io::{self, BufRead, Read};
use std::sync::mpsc::{Receiver, sync_channel};

/// The size of a block, and how many may wait: four megabytes in all, whatever the file's size.
const BLOCK: usize = 1 << 20;
const WAITING: usize = 4;

/// A reader that another thread fills.
pub(super) struct Ahead {
    blocks: Receiver<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    at: usize,
}

impl Ahead {
    /// Starts to read. The thread ends with the file, or when nobody waits for it any more.
    pub fn new(from: impl Read + Send + 'static) -> Self {
        let (sender, blocks) = sync_channel(WAITING);
        std::thread::spawn(move || {
            let mut from = from.take(u64::MAX);
            loop {
                let mut block = Vec::with_capacity(BLOCK);
                from.set_limit(BLOCK as u64);
                let read = from.read_to_end(&mut block);
                let end = !matches!(read, Ok(1..));
                if sender.send(read.map(|_| block)).is_err() || end {
                    return;
                }
            }
        });
        Ahead { blocks, block: Vec::new(), at: 0 }
    }
}

impl BufRead for Ahead {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.block.len() {
            // A closed channel is the end of the file, which was said before by an empty block.
            self.block = self.blocks.recv().unwrap_or(Ok(Vec::new()))?;
            self.at = 0;
        }
        Ok(&self.block[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at += amount;
    }
}

impl Read for Ahead {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_ahead_is_what_there_is() {
        for len in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7] {
            let bytes: Vec<u8> = (0..len).map(|n| (n % 251) as u8).collect();
            let mut read = Vec::new();
            Ahead::new(io::Cursor::new(bytes.clone())).read_to_end(&mut read).unwrap();
            assert!(read == bytes, "{len}");
        }
    }

    #[test]
    fn an_error_comes_where_it_happened() {
        struct Broken;
        impl Read for Broken {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::other("broken"))
            }
        }
        let mut ahead = Ahead::new(io::Cursor::new(b"line\n".to_vec()).chain(Broken));
        assert!(ahead.read_until(b'\n', &mut Vec::new()).is_err());
    }
}
