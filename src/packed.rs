//! Packed files: gzip and the members of zip archives, read in a stream.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use zip::{CompressionMethod, ZipArchive};

use crate::progress::{Counted, Progress};

/// How a file is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Packing {
    Gzip,
    /// A member of an archive: where its packed bytes are, and what has to come out.
    Member {
        start: u64,
        packed: u64,
        len: u64,
        crc: u32,
        deflated: bool,
    },
}

impl Packing {
    /// How many bytes of a file of that length it has.
    pub fn len(self, file: u64) -> u64 {
        match self {
            Packing::Gzip => file,
            Packing::Member { packed, .. } => packed,
        }
    }
}

/// Whether bytes begin as packed ones do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Archive {
    Gzip,
    Zip,
}

impl Archive {
    pub fn of(beginning: &[u8]) -> Option<Archive> {
        match beginning {
            [0x1f, 0x8b, ..] => Some(Archive::Gzip),
            [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] => Some(Archive::Zip),
            _ => None,
        }
    }
}

/// The members of an archive by their names, in the order of the archive; folders are none.
///
/// # Errors
/// What is wrong with the archive, or that a member is packed in a way that is not read.
pub(crate) fn members(file: File) -> io::Result<Vec<(String, Packing)>> {
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(io::Error::other)?;
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let member = archive.by_index_raw(index).map_err(io::Error::other)?;
        if member.is_dir() {
            continue;
        }
        let name = member.name().map_err(io::Error::other)?.into_owned();
        // What a system notes for itself beside the files.
        if name.starts_with("__MACOSX/") || name.rsplit('/').next() == Some(".DS_Store") {
            continue;
        }
        let deflated = match member.compression() {
            CompressionMethod::Stored => false,
            CompressionMethod::Deflated => true,
            other => return Err(io::Error::other(format!("{name} is packed with {other}; only deflate is read"))),
        };
        if member.encrypted() {
            return Err(io::Error::other(format!("{name} is encrypted")));
        }
        let start =
            member.data_start().ok_or_else(|| io::Error::other(format!("{name} has no place in the archive")))?;
        let packing = Packing::Member {
            start,
            packed: member.compressed_size(),
            len: member.size(),
            crc: member.crc32(),
            deflated,
        };
        members.push((name, packing));
    }
    Ok(members)
}

/// What is packed, from its beginning. That it is not whole is an error at its end.
pub(crate) fn open(mut file: File, packing: Packing, progress: &Arc<Progress>) -> io::Result<Box<dyn Read + Send>> {
    if let Packing::Member { start, .. } = packing {
        file.seek(SeekFrom::Start(start))?;
    }
    let file = Counted { from: file, progress: Arc::clone(progress) };
    match packing {
        Packing::Gzip => Ok(Box::new(gzip(BufReader::with_capacity(1 << 18, file)))),
        Packing::Member { packed, len, crc, deflated, .. } => {
            let bytes = BufReader::with_capacity(1 << 18, file.take(packed));
            let inside: Box<dyn Read + Send> =
                if deflated { Box::new(DeflateDecoder::new(bytes)) } else { Box::new(bytes) };
            Ok(Box::new(Checked { inside, sum: Crc::new(), left: len, crc }))
        }
    }
}

/// What is packed as gzip does it.
pub(crate) fn gzip(packed: impl BufRead) -> impl Read {
    Whole(flate2::bufread::MultiGzDecoder::new(packed))
}

/// What is packed at a path.
pub(crate) fn open_path(path: &Path, packing: Packing) -> io::Result<Box<dyn Read + Send>> {
    open(File::open(path)?, packing, &Arc::default())
}

/// Says in plain words what the decoder found.
struct Whole<R>(R);

impl<R: Read> Read for Whole<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| broken(&error))
    }
}

fn broken(error: &io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => io::Error::other("the packed file ends too early: it is not whole"),
        _ => io::Error::other(format!("the packed file is damaged: {error}")),
    }
}

/// A member whose length and sum are those that the archive says: not a byte more is unpacked, so
/// that a bomb does not go off.
struct Checked {
    inside: Box<dyn Read + Send>,
    sum: Crc,
    left: u64,
    crc: u32,
}

impl Read for Checked {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let got = self.inside.read(buffer).map_err(|error| broken(&error))?;
        self.sum.update(&buffer[..got]);
        self.left = match self.left.checked_sub(got as u64) {
            Some(left) => left,
            None => return Err(io::Error::other("the packed file holds more than it says")),
        };
        if got == 0 && !buffer.is_empty() {
            if self.left > 0 {
                return Err(io::Error::other("the packed file ends too early: it is not whole"));
            }
            if self.sum.sum() != self.crc {
                return Err(io::Error::other("the packed file is damaged: its sum is not what the archive says"));
            }
        }
        Ok(got)
    }
}
