//! The encodings of Parquet that hold integers: runs and packed bits (`RLE`), and differences
//! (`DELTA_BINARY_PACKED`). Decoding takes any bytes, and never more memory than was asked for.

use std::io;

/// The error for bytes that no writer of ours makes.
pub(super) fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("the file is damaged: {what}"))
}

/// A number in groups of seven bits, the lowest first (ULEB128).
pub(super) fn put_varint(mut n: u64, out: &mut Vec<u8>) {
    while n >= 0x80 {
        out.push(n as u8 | 0x80);
        n >>= 7;
    }
    out.push(n as u8);
}

/// Takes such a number off the front of the bytes.
pub(super) fn varint(bytes: &mut &[u8]) -> io::Result<u64> {
    let mut n = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first().ok_or_else(|| broken("a number is cut off"))?;
        *bytes = rest;
        n |= u64::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Ok(n);
        }
    }
    Err(broken("a number has too many digits"))
}

/// Takes that many bytes off the front.
pub(super) fn take<'b>(bytes: &mut &'b [u8], len: usize) -> io::Result<&'b [u8]> {
    let (taken, rest) = bytes.split_at_checked(len).ok_or_else(|| broken("a part is cut off"))?;
    *bytes = rest;
    Ok(taken)
}

fn zigzag(n: i64) -> u64 {
    (n << 1 ^ n >> 63) as u64
}

fn unzigzag(n: u64) -> i64 {
    (n >> 1) as i64 ^ -((n & 1) as i64)
}

/// How many bits it takes to tell numbers up to this one apart.
pub(super) fn width(highest: u64) -> u32 {
    64 - highest.leading_zeros()
}

/// Packs numbers of that many bits, the lowest bit first; the last byte is filled up with zeros.
pub(super) fn pack(numbers: impl IntoIterator<Item = u64>, width: u32, out: &mut Vec<u8>) {
    let (mut held, mut bits) = (0u128, 0);
    for number in numbers {
        held |= u128::from(number) << bits;
        bits += width;
        while bits >= 32 {
            out.extend_from_slice(&(held as u32).to_le_bytes());
            held >>= 32;
            bits -= 32;
        }
    }
    while bits > 0 {
        out.push(held as u8);
        held >>= 8;
        bits = bits.saturating_sub(8);
    }
}

/// The number at that place among packed ones; zeros stand behind the bytes.
pub(super) fn unpacked(bytes: &[u8], width: u32, index: usize) -> u64 {
    let bit = index * width as usize;
    let from = bytes.get(bit / 8..).unwrap_or_default();
    let wide = match from.first_chunk::<16>() {
        Some(chunk) => u128::from_le_bytes(*chunk),
        None => from.iter().rev().fold(0, |n, &byte| n << 8 | u128::from(byte)),
    };
    // At most 7 bits stand before it and 64 bits it has.
    (wide >> (bit % 8)) as u64 & mask(width)
}

fn mask(width: u32) -> u64 {
    if width >= 64 { u64::MAX } else { (1 << width) - 1 }
}

/// The shortest stretch of equal numbers that is written as a run.
const RUN: usize = 16;

/// Writes numbers as runs where they repeat, and packed where they do not.
pub(super) fn put_hybrid(numbers: &[u32], width: u32, out: &mut Vec<u8>) {
    let packed = |numbers: &[u32], out: &mut Vec<u8>| {
        if numbers.is_empty() {
            return;
        }
        let groups = numbers.len().div_ceil(8);
        put_varint((groups as u64) << 1 | 1, out);
        let end = out.len() + groups * width as usize;
        pack(numbers.iter().map(|&n| u64::from(n)), width, out);
        out.resize(end, 0);
    };
    let (mut start, mut at) = (0, 0);
    while at < numbers.len() {
        let equal = numbers[at..].iter().take_while(|&&n| n == numbers[at]).count();
        if equal >= RUN {
            packed(&numbers[start..at], out);
            put_varint((equal as u64) << 1, out);
            out.extend_from_slice(&numbers[at].to_le_bytes()[..width.div_ceil(8) as usize]);
            at += equal;
            start = at;
        } else {
            // Only whole groups of eight may stand before a run.
            at = (at + 8).min(numbers.len());
        }
    }
    packed(&numbers[start..], out);
}

/// Numbers as [`put_hybrid`] writes them, read one after the other.
#[derive(Debug, Clone)]
pub(super) struct Hybrid<'b> {
    bytes: &'b [u8],
    width: u32,
    run: Run<'b>,
}

#[derive(Debug, Clone)]
enum Run<'b> {
    Equal { number: u32, left: usize },
    Packed { bytes: &'b [u8], at: usize, left: usize },
}

impl<'b> Hybrid<'b> {
    pub fn new(bytes: &'b [u8], width: u32) -> io::Result<Self> {
        if width > 32 {
            return Err(broken("a number has too many bits"));
        }
        Ok(Hybrid { bytes, width, run: Run::Equal { number: 0, left: 0 } })
    }

    /// Goes on to the next run.
    fn next(&mut self) -> io::Result<()> {
        let head = varint(&mut self.bytes)?;
        let count = usize::try_from(head >> 1).map_err(|_| broken("a run is too long"))?;
        if count == 0 {
            return Err(broken("a run is empty"));
        }
        self.run = if head & 1 == 0 {
            let held = take(&mut self.bytes, self.width.div_ceil(8) as usize)?;
            let number = held.iter().rev().fold(0, |n, &byte| n << 8 | u32::from(byte));
            Run::Equal { number, left: count }
        } else {
            let len = count.checked_mul(self.width as usize).ok_or_else(|| broken("a run is too long"))?;
            let left = count.checked_mul(8).ok_or_else(|| broken("a run is too long"))?;
            Run::Packed { bytes: take(&mut self.bytes, len)?, at: 0, left }
        };
        Ok(())
    }

    /// Passes over that many numbers.
    pub fn skip(&mut self, mut count: usize) -> io::Result<()> {
        while count > 0 {
            let passed = match &mut self.run {
                Run::Equal { left, .. } => {
                    let passed = count.min(*left);
                    *left -= passed;
                    passed
                }
                Run::Packed { at, left, .. } => {
                    let passed = count.min(*left);
                    (*at, *left) = (*at + passed, *left - passed);
                    passed
                }
            };
            count -= passed;
            if count > 0 {
                self.next()?;
            }
        }
        Ok(())
    }

    /// Appends that many numbers, each of which must be below the bound.
    pub fn read(&mut self, mut count: usize, bound: u32, out: &mut Vec<u32>) -> io::Result<()> {
        let too_high = || broken("a code stands for nothing");
        while count > 0 {
            let read = match &mut self.run {
                Run::Equal { number, left } => {
                    let read = count.min(*left);
                    if read > 0 && *number >= bound {
                        return Err(too_high());
                    }
                    out.resize(out.len() + read, *number);
                    *left -= read;
                    read
                }
                Run::Packed { bytes, at, left } => {
                    let read = count.min(*left);
                    let start = out.len();
                    unpack(bytes, self.width, *at, read, out);
                    if out[start..].iter().max().is_some_and(|&highest| highest >= bound) {
                        return Err(too_high());
                    }
                    (*at, *left) = (*at + read, *left - read);
                    read
                }
            };
            count -= read;
            if count > 0 {
                self.next()?;
            }
        }
        Ok(())
    }
}

/// Appends packed numbers of at most 32 bits.
fn unpack(bytes: &[u8], width: u32, from: usize, count: usize, out: &mut Vec<u32>) {
    let mask = mask(width) as u32;
    out.extend((from..from + count).map(|index| {
        let bit = index * width as usize;
        match bytes.get(bit / 8..).and_then(<[u8]>::first_chunk::<8>) {
            Some(chunk) => (u64::from_le_bytes(*chunk) >> (bit % 8)) as u32 & mask,
            None => unpacked(bytes, width, index) as u32,
        }
    }));
}

/// How many numbers share a smallest difference, and how many of these share a width.
const BLOCK: usize = 128;
const MINI: usize = 32;

/// Writes numbers as the differences between neighbours.
pub(super) fn put_delta(numbers: &[i64], out: &mut Vec<u8>) {
    put_varint(BLOCK as u64, out);
    put_varint((BLOCK / MINI) as u64, out);
    put_varint(numbers.len() as u64, out);
    put_varint(zigzag(numbers.first().copied().unwrap_or(0)), out);
    let mut deltas = [0i64; BLOCK];
    for start in (1..numbers.len()).step_by(BLOCK) {
        let count = (numbers.len() - start).min(BLOCK);
        for (delta, pair) in deltas.iter_mut().zip(numbers[start - 1..start + count].windows(2)) {
            *delta = pair[1].wrapping_sub(pair[0]);
        }
        let least = deltas[..count].iter().copied().min().expect("a block has a number");
        put_varint(zigzag(least), out);
        let over = |delta: &i64| delta.wrapping_sub(least) as u64;
        let minis = || deltas[..count].chunks(MINI);
        let widths = minis().map(|mini| width(mini.iter().map(over).max().unwrap_or(0)));
        let mut wide = [0u8; BLOCK / MINI];
        wide.iter_mut().zip(widths).for_each(|(wide, width)| *wide = width as u8);
        out.extend_from_slice(&wide);
        for (mini, &width) in minis().zip(&wide) {
            let end = out.len() + MINI * usize::from(width) / 8;
            pack(mini.iter().map(over), u32::from(width), out);
            out.resize(end, 0);
        }
    }
}

/// Reads numbers as [`put_delta`] writes them; there must be as many as are expected.
pub(super) fn delta(mut bytes: &[u8], expected: usize, out: &mut Vec<i64>) -> io::Result<()> {
    let (block, minis) = (varint(&mut bytes)?, varint(&mut bytes)?);
    let count = varint(&mut bytes)?;
    if (block, minis, count) != (BLOCK as u64, (BLOCK / MINI) as u64, expected as u64) {
        return Err(broken("differences do not fit their page"));
    }
    let mut number = unzigzag(varint(&mut bytes)?);
    if expected == 0 {
        return Ok(());
    }
    out.reserve(expected);
    out.push(number);
    let mut left = expected - 1;
    while left > 0 {
        let least = unzigzag(varint(&mut bytes)?);
        let widths = take(&mut bytes, BLOCK / MINI)?;
        for &width in widths {
            let count = left.min(MINI);
            if count == 0 {
                break;
            }
            if width > 64 {
                return Err(broken("a difference has too many bits"));
            }
            let packed = take(&mut bytes, MINI * usize::from(width) / 8)?;
            for index in 0..count {
                let over = unpacked(packed, u32::from(width), index) as i64;
                number = number.wrapping_add(least).wrapping_add(over);
                out.push(number);
            }
            left -= count;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Stretches of equal numbers and of different ones.
    fn numbers() -> impl Strategy<Value = Vec<u32>> {
        let stretch = (0..1000u32, 1..40usize, any::<bool>()).prop_map(|(start, len, equal)| {
            (0..len as u32).map(|i| if equal { start } else { start + i * 7 % 13 }).collect::<Vec<_>>()
        });
        prop::collection::vec(stretch, 0..20).prop_map(|stretches| stretches.concat())
    }

    proptest! {
        #[test]
        fn runs_and_packed_numbers_are_read_back(numbers in numbers(), from in 0..50usize) {
            let width = width(u64::from(numbers.iter().copied().max().unwrap_or(0)));
            let mut bytes = Vec::new();
            put_hybrid(&numbers, width, &mut bytes);
            let from = from.min(numbers.len());
            let mut hybrid = Hybrid::new(&bytes, width).unwrap();
            let mut read = Vec::new();
            hybrid.skip(from).unwrap();
            hybrid.read(numbers.len() - from, u32::MAX, &mut read).unwrap();
            prop_assert_eq!(&read, &numbers[from..]);
        }

        #[test]
        fn differences_are_read_back(numbers in prop::collection::vec(prop_oneof![any::<i64>(), 0..99i64], 0..400)) {
            let (mut bytes, mut read) = (Vec::new(), Vec::new());
            put_delta(&numbers, &mut bytes);
            delta(&bytes, numbers.len(), &mut read).unwrap();
            prop_assert_eq!(read, numbers);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..200), width in 0..40u32) {
            let mut read = Vec::new();
            if let Ok(mut hybrid) = Hybrid::new(&bytes, width) {
                let _ = hybrid.clone().skip(1000);
                let _ = hybrid.read(1000, 1 << 20, &mut read);
            }
            let _ = delta(&bytes, 300, &mut Vec::new());
            prop_assert!(read.len() <= 1000);
        }
    }
}
