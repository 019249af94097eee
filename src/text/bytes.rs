//! Sets of bytes, and skipping to the next byte that is in one.

/// A set of bytes, one bit each.
#[derive(Debug, Clone, Default)]
pub struct ByteSet([u64; 4]);

impl ByteSet {
    /// The bytes for which `holds` says yes.
    #[must_use]
    pub fn of(holds: impl Fn(u8) -> bool) -> Self {
        let mut set = Self::default();
        for byte in (0..=u8::MAX).filter(|byte| holds(*byte)) {
            set.insert(byte);
        }
        set
    }

    /// Reads a bracketed class of ASCII characters and ranges, such as `[0-9A-Fa-f.]`.
    ///
    /// Returns `None` for anything else: escapes, negation and operators are not part of this syntax.
    #[must_use]
    pub fn parse(class: &str) -> Option<Self> {
        let inner = class.strip_prefix('[')?.strip_suffix(']')?.as_bytes();
        if !inner.is_ascii() || inner.first() == Some(&b'^') {
            return None;
        }
        let mut set = Self::default();
        let mut rest = inner;
        while let Some((&low, tail)) = rest.split_first() {
            if matches!(low, b'\\' | b'[' | b'&') {
                return None;
            }
            let high = if let [b'-', high, after @ ..] = tail {
                rest = after;
                *high
            } else {
                rest = tail;
                low
            };
            for byte in low..=high {
                set.insert(byte);
            }
        }
        Some(set)
    }

    /// Adds `byte`.
    pub(super) fn insert(&mut self, byte: u8) {
        if let Some(word) = self.0.get_mut(usize::from(byte >> 6)) {
            *word |= 1 << (byte & 63);
        }
    }

    /// Whether `byte` is in the set.
    #[inline]
    #[must_use]
    pub fn contains(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|word| word >> (byte & 63) & 1 == 1)
    }
}

/// Width of the blocks that [`Stops::next`] rejects at once. The comparison has no branches, so the
/// compiler turns it into vector instructions of the baseline instruction set.
const BLOCK: usize = 32;

/// The bytes at which a scan stops to look closer: digits, if wanted, and up to two others.
#[derive(Debug, Clone)]
pub(super) struct Stops {
    set: ByteSet,
    first_digit: u8,
    digit_span: u8,
    others: [u8; 2],
}

impl Stops {
    /// Stops at `others`, and at ASCII digits when `digits` is set. `None` when nothing is to be found.
    pub(super) fn new(digits: bool, others: &[u8]) -> Option<Self> {
        let span = if digits { 10 } else { 0 };
        let fill = others.first().copied().or(digits.then_some(b'0'))?;
        let second = others.get(1).copied().unwrap_or(fill);
        debug_assert!(others.len() <= 2, "the block test compares two bytes beside the digits");
        let set = ByteSet::of(|byte| (digits && byte.is_ascii_digit()) || others.contains(&byte));
        Some(Self { set, first_digit: b'0', digit_span: span, others: [fill, second] })
    }

    /// Position of the first stop at or after `from`.
    #[inline]
    pub(super) fn next(&self, text: &[u8], from: usize) -> Option<usize> {
        let mut at = from;
        loop {
            // A few bytes one by one first: in text full of stops the next one is near.
            let near = text.get(at..)?;
            let head = near.get(..near.len().min(16)).unwrap_or(near);
            if let Some(offset) = head.iter().position(|&byte| self.set.contains(byte)) {
                return Some(at + offset);
            }
            at += head.len();
            let rest = text.get(at..)?;
            let mut blocks = rest.chunks_exact(BLOCK);
            let mut clean = 0;
            for block in &mut blocks {
                if self.block_has_stop(block) {
                    break;
                }
                clean += BLOCK;
            }
            at += clean;
            if rest.len() - clean < BLOCK {
                let tail = text.get(at..)?;
                return tail.iter().position(|&byte| self.set.contains(byte)).map(|offset| at + offset);
            }
        }
    }

    #[inline]
    #[expect(clippy::needless_bitwise_bool, reason = "without branches this becomes vector instructions")]
    fn block_has_stop(&self, block: &[u8]) -> bool {
        let [one, two] = self.others;
        block.iter().fold(false, |stop, &byte| {
            stop | (byte.wrapping_sub(self.first_digit) < self.digit_span) | (byte == one) | (byte == two)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read() {
        let hex = ByteSet::parse("[0-9A-Fa-f.-]").unwrap();
        assert!(hex.contains(b'0') && hex.contains(b'f') && hex.contains(b'.') && hex.contains(b'-'));
        assert!(!hex.contains(b'g') && !hex.contains(b'@'));
        assert!(ByteSet::parse(r"[\d]").is_none());
        assert!(ByteSet::parse("0-9").is_none());
    }

    #[test]
    fn every_stop_is_found_wherever_it_stands() {
        let stops = Stops::new(true, b"@:").unwrap();
        for length in 0..200 {
            for at in 0..length {
                let mut text = vec![b'x'; length];
                for stop in [b'0', b'9', b'@', b':'] {
                    text[at] = stop;
                    assert_eq!(stops.next(&text, 0), Some(at), "{length} {at}");
                    assert_eq!(stops.next(&text, at + 1), None);
                }
            }
        }
    }

    #[test]
    fn without_digits_only_the_others_stop() {
        let stops = Stops::new(false, b"@").unwrap();
        assert_eq!(stops.next(b"0123456789@", 0), Some(10));
        assert!(Stops::new(false, b"").is_none());
    }
}
