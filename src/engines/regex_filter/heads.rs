//! Where in a text one of very many words may begin, by the first bytes of each.

/// Bytes that are looked at together.
const HEAD: usize = 4;
/// Places that are looked at in one go.
const BLOCK: usize = 8;
/// Odd numbers that spread the bits of their multiples (Knuth's multiplicative hashing).
const SPREAD: u32 = 0x9E37_79B1;
const SPREAD_LONG: u64 = 0x9E37_79B9_7F4A_7C15;
/// The first six of eight bytes.
const SIX: u64 = 0xFFFF_FFFF_FFFF;

/// A table of bits for what words begin with: by a hash of four bytes, and by the first two of shorter words.
///
/// The first four letters of a word on a list are often those of ordinary words too (`greatly` beside `great`). A
/// place that has passed is therefore looked at again, by as many bytes as each word has.
#[derive(Debug)]
pub(super) struct Heads {
    long: Vec<u64>,
    /// How many bits a hash has.
    bits: u32,
    /// Empty when every word has four bytes.
    short: Vec<u64>,
    again: Again,
}

/// Tables for the second look, each of the words of one length; empty when there are none.
#[derive(Debug, Default)]
struct Again {
    four: Vec<u64>,
    six: Vec<u64>,
    eight: Vec<u64>,
}

impl Heads {
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w [u8]> + Clone) -> Self {
        // Some thirty bits for each word: few places pass by chance.
        let bits = (words.clone().count() * 32).next_power_of_two().trailing_zeros().clamp(13, 22);
        let table = || vec![0; 1 << (bits - 6)];
        let mut heads = Self { long: table(), bits, short: Vec::new(), again: Again::default() };
        for word in words {
            match *word {
                [a, b, c, d, ..] => set(&mut heads.long, hash(u32::from_le_bytes([a, b, c, d]), bits)),
                [a, b, ..] => set(heads.short(), usize::from(u16::from_le_bytes([a, b]))),
                [a] => (0..=255).for_each(|b| set(heads.short(), usize::from(u16::from_le_bytes([a, b])))),
                [] => {}
            }
            heads.again.note(word, bits, &table);
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
            passed |= bit(&self.long, hash(head, self.bits)) << place;
        }
        if !self.short.is_empty() {
            for (place, head) in bytes.windows(2).take(BLOCK).enumerate() {
                let head = head.try_into().map_or(0, u16::from_le_bytes);
                passed |= bit(&self.short, usize::from(head)) << place;
            }
        }
        passed
    }

    /// Whether a word may still begin at the beginning of `text`, of which the first bytes have been looked at.
    #[inline]
    fn may_begin(&self, text: &[u8]) -> bool {
        let Some(&bytes) = text.first_chunk() else { return true };
        let (eight, four, two) = numbers(bytes);
        let passed = bit(&self.again.eight, hash_long(eight, self.bits))
            | bit(&self.again.six, hash_long(eight & SIX, self.bits))
            | bit(&self.again.four, hash(four, self.bits))
            | bit(&self.short, usize::from(two));
        passed != 0
    }
}

impl Again {
    fn note(&mut self, word: &[u8], bits: u32, table: &impl Fn() -> Vec<u64>) {
        let mut bytes = [0; 8];
        for (to, from) in bytes.iter_mut().zip(word) {
            *to = *from;
        }
        let (eight, four, _) = numbers(bytes);
        let (bits_of, index) = match word.len() {
            0..4 => return,
            4..6 => (&mut self.four, hash(four, bits)),
            6..8 => (&mut self.six, hash_long(eight & SIX, bits)),
            8.. => (&mut self.eight, hash_long(eight, bits)),
        };
        if bits_of.is_empty() {
            *bits_of = table();
        }
        set(bits_of, index);
    }
}

/// Eight bytes as a number, their first four, and their first two.
fn numbers(bytes: [u8; 8]) -> (u64, u32, u16) {
    let [a, b, c, d, ..] = bytes;
    (u64::from_le_bytes(bytes), u32::from_le_bytes([a, b, c, d]), u16::from_le_bytes([a, b]))
}

fn hash(head: u32, bits: u32) -> usize {
    (head.wrapping_mul(SPREAD) >> (32 - bits)) as usize
}

fn hash_long(head: u64, bits: u32) -> usize {
    usize::try_from(head.wrapping_mul(SPREAD_LONG) >> (64 - bits)).unwrap_or_default()
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
        loop {
            let place = self.passed()?;
            if self.heads.may_begin(self.text.get(place..)?) {
                return Some(place);
            }
        }
    }

    /// The next place that passes the first look.
    fn passed(&mut self) -> Option<usize> {
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
    fn words_that_only_begin_alike_are_no_candidates() {
        let words = ["greatly", "greater", "greatest!", "grea"];
        let text = "it was a great day, and great was the joy";
        let places = |words: &[&str]| {
            let heads = Heads::new(words.iter().map(|word| word.as_bytes()));
            let mut candidates = heads.candidates(text.as_bytes());
            // Close to the end there is too little to tell.
            std::iter::from_fn(|| candidates.next())
                .filter(|place| place + 8 <= text.len())
                .collect::<Vec<_>>()
        };
        assert_eq!(places(&words), [9, 24]);
        assert_eq!(places(&words[..3]), [0; 0]);
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
