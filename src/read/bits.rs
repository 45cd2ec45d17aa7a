//! Bytes looked at sixty-four at a time: a bit for each that is the one looked for.

use wide::u8x16;

/// How many bytes a mask has a bit for.
pub(crate) const WIDTH: usize = 64;

/// For each of the bytes looked for a mask of the bytes of a block that are it, the first byte lowest.
///
/// `wide` is SSE2 on x86-64 and NEON on AArch64, which every such machine has, and plain arithmetic
/// elsewhere: there is one path, and the same tests for it everywhere.
#[inline]
pub(crate) fn masks<const N: usize>(block: &[u8; WIDTH], wanted: [u8; N]) -> [u64; N] {
    let mut masks = [0; N];
    let (quarters, _) = block.as_chunks::<16>();
    for (i, quarter) in quarters.iter().enumerate() {
        let bytes = u8x16::new(*quarter);
        for (mask, wanted) in masks.iter_mut().zip(wanted) {
            let same = bytes.cmp_eq(u8x16::splat(wanted));
            *mask |= u64::from(same.move_mask() as u16) << (16 * i);
        }
    }
    masks
}

/// The blocks of a text; the last one is filled up with zeros.
pub(crate) fn blocks(text: &[u8]) -> impl Iterator<Item = [u8; WIDTH]> + '_ {
    let (blocks, rest) = text.as_chunks::<WIDTH>();
    let last = (!rest.is_empty()).then(|| {
        let mut last = [0; WIDTH];
        last[..rest.len()].copy_from_slice(rest);
        last
    });
    blocks.iter().copied().chain(last)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_bit_is_right(text in prop::collection::vec(prop::sample::select(b"\t\n\0aX\xff".to_vec()), 0..300)) {
            let found: Vec<[u64; 2]> = blocks(&text).map(|block| masks(&block, [b'\t', b'\n'])).collect();
            prop_assert_eq!(found.len(), text.len().div_ceil(WIDTH));
            for (at, &byte) in text.iter().enumerate() {
                let [tabs, lines] = found[at / WIDTH].map(|mask| mask >> (at % WIDTH) & 1 == 1);
                prop_assert_eq!((tabs, lines), (byte == b'\t', byte == b'\n'));
            }
        }
    }
}
