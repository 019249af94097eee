//! Where in a text one of very many words may begin, by the first bytes of each.

/// Bytes that are looked at together.
const HEAD: usize = 4;
/// Places that are looked at in one go.
const BLOCK: usize = 8;
/// An odd number that spreads the bits of its multiples (Knuth's multiplicative hashing).
const SPREAD: u32 = 0x9E37_79B1;

/// A table of bits for what words begin with: by a hash of four bytes, and by the first two of shorter words.
#[derive(Debug)]
pub(super) struct Heads {
    long: Vec<u64>,
    /// How far a hash is shifted to become an index of a bit.
    shift: u32,
    /// Empty when every word has four bytes.
    short: Vec<u64>,
}

impl Heads {
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w [u8]> + Clone) -> Self {
        // Some thirty bits for each word: few places pass by chance.
        let bits = (words.clone().count() * 32).next_power_of_two().trailing_zeros().clamp(13, 22);
        let mut heads = Self { long: vec![0; 1 << (bits - 6)], shift: 32 - bits, short: Vec::new() };
        for word in words {
            match *word {
                [a, b, c, d, ..] => set(&mut heads.long, hash(u32::from_le_bytes([a, b, c, d]), heads.shift)),
                [a, b, ..] => set(heads.short(), usize::from(u16::from_le_bytes([a, b]))),
                [a] => (0..=255).for_each(|b| set(heads.short(), usize::from(u16::from_le_bytes([a, b])))),
                [] => {}
            }
        }
        heads
    }

    fn short(&mut self) -> &mut [u64] {
        self.short.resize(1 << 10, 0);
        &mut self.short
    }

    /// Places in `text` where a word may begin, in order.
    pub(super) fn candidates<'a>(&'a self, text: &'a [u8]) -> Candidates<'a> {
        Candidates { heads: self, text, block: 0, waiting: 0, next: 0 }
    }

    /// One bit for each of eight places: whether a word may begin there.
    #[inline]
    fn block(&self, bytes: &[u8; BLOCK + HEAD]) -> u32 {
        let mut passed = 0;
        for (place, head) in bytes.windows(HEAD).take(BLOCK).enumerate() {
            let head = head.try_into().map_or(0, u32::from_le_bytes);
            passed |= bit(&self.long, hash(head, self.shift)) << place;
        }
        if !self.short.is_empty() {
            for (place, head) in bytes.windows(2).take(BLOCK).enumerate() {
                let head = head.try_into().map_or(0, u16::from_le_bytes);
                passed |= bit(&self.short, usize::from(head)) << place;
            }
        }
        passed
    }
}

fn hash(head: u32, shift: u32) -> usize {
    (head.wrapping_mul(SPREAD) >> shift) as usize
}

fn set(bits: &mut [u64], index: usize) {
    if let Some(word) = bits.get_mut(index / 64) {
        *word |= 1 << (index % 64);
    }
}

fn bit(bits: &[u64], index: usize) -> u32 {
    bits.get(index / 64).map_or(0, |word| (word >> (index % 64) & 1) as u32)
}

/// An iterator over places that can be told to leave some out.
pub(super) struct Candidates<'a> {
    heads: &'a Heads,
    text: &'a [u8],
    /// Where the block begins whose places wait.
    block: usize,
    waiting: u32,
    /// Where the next block begins.
    next: usize,
}

impl Candidates<'_> {
    /// The next place, if there is one.
    pub(super) fn next(&mut self) -> Option<usize> {
        while self.waiting == 0 {
            self.block = self.next;
            let rest = self.text.get(self.block..).filter(|rest| !rest.is_empty())?;
            self.next += BLOCK;
            self.waiting = if let Some(bytes) = rest.first_chunk() {
                self.heads.block(bytes)
            } else {
                // Too little left to be told apart.
                self.next = self.text.len();
                (1 << rest.len()) - 1
            };
        }
        let place = self.block + self.waiting.trailing_zeros() as usize;
        self.waiting &= self.waiting - 1;
        Some(place)
    }

    /// Goes on at `place` or later.
    pub(super) fn skip_to(&mut self, place: usize) {
        if place >= self.next {
            (self.waiting, self.next) = (0, place);
        } else {
            self.waiting &=
                u32::MAX.checked_shl(u32::try_from(place - self.block).unwrap_or(32)).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_where_a_word_begins_is_a_candidate() {
        let words: Vec<&[u8]> = vec![b"word", b"ab", b"x", b"longer one"];
        let heads = Heads::new(words.iter().copied());
        let text = b"-- a longer one, wordy, abx x w";
        let mut candidates = heads.candidates(text);
        let places: Vec<_> = std::iter::from_fn(|| candidates.next()).collect();
        for (place, _) in text.iter().enumerate() {
            if words.iter().any(|word| text[place..].starts_with(word)) {
                assert!(places.contains(&place), "{place}");
            }
        }
        assert!(places.is_sorted() && places.len() < text.len());
    }

    #[test]
    fn places_can_be_skipped() {
        let heads = Heads::new([b"a".as_slice()].into_iter());
        let mut candidates = heads.candidates(&[b'a'; 40]);
        assert_eq!(candidates.next(), Some(0));
        candidates.skip_to(5);
        assert_eq!(candidates.next(), Some(5));
        candidates.skip_to(33);
        assert_eq!(candidates.next(), Some(33));
    }
}
