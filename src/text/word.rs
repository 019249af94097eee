//! Eight bytes at a time, without branches: texts full of short numbers would otherwise cost a wrong guess of
//! the processor at the end of each.
//!
//! Results mark bytes by their highest bit. The comparisons are those of H. S. Warren, Hacker's Delight, 2nd
//! edition, 6-1.

/// The lowest and the highest bit of every byte of a word.
const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = LOW << 7;

/// Eight bytes of a text, the first one lowest; zeros stand for what is beyond its end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word(u64);

/// Marked bytes of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Marks(u64);

impl Word {
    /// The bytes from `at` on.
    #[inline]
    pub(super) fn at(text: &[u8], at: usize) -> Self {
        let rest = text.get(at..).unwrap_or_default();
        if let Some(bytes) = rest.first_chunk::<8>() {
            return Self(u64::from_le_bytes(*bytes));
        }
        let last = rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte));
        Self(last)
    }

    /// ASCII digits.
    #[inline]
    pub(super) fn digits(self) -> Marks {
        Marks(within(self.0, b'0', b'9'))
    }

    /// ASCII letters.
    #[inline]
    pub(super) fn letters(self) -> Marks {
        // The bit that tells small letters from capitals, set in all bytes.
        Marks(within(self.0 | (LOW << 5), b'a', b'z') & !(self.0 & HIGH))
    }
}

/// Marks the bytes from `low` to `high`, both ASCII.
#[inline]
fn within(word: u64, low: u8, high: u8) -> u64 {
    // Without their highest bits, bytes cannot carry into their neighbours.
    let low_bits = word & !HIGH;
    let from_low = low_bits + LOW * u64::from(0x80 - low);
    let beyond_high = low_bits + LOW * u64::from(0x7F - high);
    from_low & !beyond_high & !word & HIGH
}

impl Marks {
    /// Bytes marked here or there.
    #[inline]
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// How many bytes are marked from the first one on without a gap.
    #[inline]
    pub(super) fn run(self) -> usize {
        (!self.0 & HIGH).trailing_zeros() as usize / 8
    }

    /// Whether one of the first `count` bytes is marked.
    #[inline]
    pub(super) fn any_of_first(self, count: usize) -> bool {
        // Eight bytes are all there are, and a shift by the whole width is none.
        count > 0 && self.0 << (64 - 8 * count.min(8)) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_judged_alike_at_every_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut text = [b'-'; 8];
                text[place] = byte;
                let word = Word::at(&text, 0);
                let mark = |marked: bool| Marks(u64::from(marked) << (8 * place + 7));
                assert_eq!(word.digits(), mark(byte.is_ascii_digit()), "{byte}");
                assert_eq!(word.letters(), mark(byte.is_ascii_alphabetic()), "{byte}");
            }
        }
    }

    #[test]
    fn runs_are_counted() {
        let word = Word::at(b"12a456", 0);
        assert_eq!((word.digits().run(), word.digits().or(word.letters()).run()), (2, 6));
        assert_eq!(Word::at(b"12345678", 0).digits().run(), 8);
        assert_eq!(Word::at(b"", 3).digits().run(), 0);
        assert!(word.letters().any_of_first(3) && !word.letters().any_of_first(2));
        assert!(!word.letters().any_of_first(0));
    }
}
