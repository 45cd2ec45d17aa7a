//! How strong the background of a cell is.

use crate::draw::picture::TINTS;

/// Numbers to tints: each begins at a power of the same base, so that few and many stay apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scale {
    base: usize,
    most: usize,
}

impl Scale {
    /// For numbers up to that one.
    pub fn of(most: usize) -> Scale {
        let reaches = |base: &usize| base.checked_pow(u32::from(TINTS)).is_none_or(|end| end > most);
        Scale { base: (2..).find(reaches).expect("a large base is beyond any number"), most }
    }

    /// The tint of so many, from 1 to [`TINTS`].
    pub fn tint(self, many: usize) -> u8 {
        let reached = (1..u32::from(TINTS)).filter(|&power| self.base.pow(power) <= many).count();
        reached as u8 + 1
    }

    /// The tints that are in use, with what each stands for.
    pub fn steps(self) -> Vec<(u8, String)> {
        let last = self.tint(self.most);
        let range = |tint: u8| {
            let from = self.base.pow(u32::from(tint) - 1);
            let to = if tint == last { self.most } else { self.base.pow(u32::from(tint)) - 1 };
            if from == to { from.to_string() } else { format!("{from}–{to}") }
        };
        (1..=last).map(|tint| (tint, range(tint))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tints_grow_with_numbers() {
        let words = |most| Scale::of(most).steps().into_iter().map(|(_, words)| words).collect::<Vec<_>>().join(", ");
        assert_eq!(words(1), "1");
        assert_eq!(words(3), "1, 2–3");
        assert_eq!(words(12), "1, 2–3, 4–7, 8–12");
        assert_eq!(words(2000), "1–4, 5–24, 25–124, 125–624, 625–2000");
        for most in [1, 31, 32, 1000, usize::MAX] {
            let scale = Scale::of(most);
            assert_eq!(scale.tint(1), 1);
            assert_eq!(scale.steps().len(), usize::from(scale.tint(most)));
        }
    }
}
