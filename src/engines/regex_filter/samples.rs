//! Samples of texts and words, a few bytes each, and sets of them.

/// Bytes of the longest sample.
pub(super) const SAMPLE: usize = 8;
/// An odd number that spreads the bits of its multiples (Knuth's multiplicative hashing).
const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
/// Bits of an index into the largest table.
const INDEX: u32 = 23;
/// Bytes of a word that count when a place is looked at again.
const LONG: usize = 16;

/// A set of samples that may say yes by chance.
#[derive(Debug)]
pub(super) struct Bits {
    table: Vec<u64>,
    /// The bytes of a sample that count, and the bits of an index that do.
    bytes: u64,
    last: u64,
}

impl Bits {
    /// For `count` samples of so many bytes.
    pub(super) fn new(count: usize, length: usize) -> Self {
        // Some thirty bits for each: few places pass by chance.
        Self::sized(count * 32, length)
    }

    /// With so many bits.
    pub(super) fn sized(bits: usize, length: usize) -> Self {
        let bits = bits.next_power_of_two().clamp(1 << 13, 1 << INDEX);
        Self { table: vec![0; bits / 64], bytes: u64::MAX >> (64 - 8 * length), last: bits as u64 - 1 }
    }

    /// Adds the first bytes of `sample`.
    pub(super) fn set(&mut self, sample: u64) {
        self.set_hash(hash(sample & self.bytes));
    }

    #[inline]
    pub(super) fn has(&self, sample: u64) -> u64 {
        self.has_hash(hash(sample & self.bytes))
    }

    #[inline]
    fn index(&self, hash: u64) -> usize {
        // Shifts by constants are the quick ones on every processor.
        usize::try_from(hash >> (64 - INDEX) & self.last).unwrap_or_default()
    }

    pub(super) fn set_hash(&mut self, hash: u64) {
        let index = self.index(hash);
        if let Some(word) = self.table.get_mut(index / 64) {
            *word |= 1 << (index % 64);
        }
    }

    #[inline]
    pub(super) fn has_hash(&self, hash: u64) -> u64 {
        let index = self.index(hash);
        self.table.get(index / 64).map_or(0, |word| word >> (index % 64) & 1)
    }
}

#[inline]
fn hash(bytes: u64) -> u64 {
    bytes.wrapping_mul(SPREAD)
}

/// A hash of the first `length` of the bytes.
#[inline]
pub(super) fn long_hash(bytes: u128, length: u32) -> u64 {
    let bytes = bytes << (128 - 8 * length);
    let [high, low] =
        [bytes >> 64, bytes & u128::from(u64::MAX)].map(|half| u64::try_from(half).unwrap_or_default());
    hash(high ^ hash(low).rotate_left(32))
}

/// How many bytes of a word count when a place is looked at again.
pub(super) fn length(word: &[u8]) -> u32 {
    u32::try_from(word.len().min(LONG)).unwrap_or_default()
}

/// The first eight bytes of `text`; zeros stand for what is beyond its end.
#[inline]
pub(super) fn number(text: &[u8]) -> u64 {
    u64::from_le_bytes(text.first_chunk().copied().unwrap_or_else(|| padded(text)))
}

/// The first sixteen bytes of `text`, with `fold` in all of them.
#[inline]
pub(super) fn long(text: &[u8], fold: u64) -> u128 {
    let bytes = u128::from_le_bytes(text.first_chunk().copied().unwrap_or_else(|| padded(text)));
    bytes | u128::from(fold) << 64 | u128::from(fold)
}

pub(super) fn padded<const LENGTH: usize>(text: &[u8]) -> [u8; LENGTH] {
    let mut bytes = [0; LENGTH];
    bytes.iter_mut().zip(text).for_each(|(to, from)| *to = *from);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_knows_samples_by_their_first_bytes() {
        let mut bits = Bits::new(1, 3);
        bits.set(number(b"abcd"));
        assert_eq!([&b"abc"[..], b"abcz", b"abd", b"xabc"].map(|text| bits.has(number(text))), [1, 1, 0, 0]);
    }

    #[test]
    fn a_long_hash_is_that_of_so_many_bytes() {
        let hash = |text: &[u8], length| long_hash(long(text, 0), length);
        assert_eq!(hash(b"abcdefghijk", 10), hash(b"abcdefghijz", 10));
        assert_ne!(hash(b"abcdefghijk", 11), hash(b"abcdefghijz", 11));
        assert_ne!(hash(b"abcdefghijk", 10), hash(b"abcdefghij", 9));
    }
}
