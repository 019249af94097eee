//! The words of a stretch of text.

use std::ops::Range;

use super::boundary::is_hump;
use super::lanes::{BLOCK, Block};

/// Calls `visit` with every word in `range`, in order. Words are runs of ASCII letters and of characters
/// outside ASCII; in `phoneNumber` there are two, see [`is_hump`]. Word characters beyond `range` are not
/// looked at.
#[inline]
pub fn each_word(text: &str, range: Range<usize>, mut visit: impl FnMut(Range<usize>)) {
    let bytes = text.as_bytes();
    // The start of a word that goes on.
    let mut open: Option<usize> = None;
    let mut at = range.start;
    while at < range.end {
        let length = (range.end - at).min(BLOCK);
        let block = Block::at(bytes, at.cast_signed());
        let word = (block.within_folded(b'a', b'z') | block.non_ascii()) & below(length);
        let humps = humps(bytes, at, block.within(b'A', b'Z') & word);
        let behind = word << 1 | u64::from(open.is_some());
        // Words begin where none was, and at humps; they end where none goes on, and at humps.
        let mut starts = word & (humps | !behind);
        let mut ends = behind & (humps | !word) & below(length);
        while ends != 0 {
            let start = open.take().unwrap_or_else(|| at + first(&mut starts));
            visit(start..at + first(&mut ends));
        }
        if open.is_none() && starts != 0 {
            open = Some(at + first(&mut starts));
        }
        at += length;
    }
    if let Some(start) = open {
        visit(start..range.end);
    }
}

/// Which of `capitals`, bits of the block at `at`, are humps.
#[inline]
fn humps(bytes: &[u8], at: usize, capitals: u64) -> u64 {
    let (mut rest, mut humps) = (capitals, 0);
    while rest != 0 {
        let capital = first(&mut rest);
        humps |= u64::from(is_hump(bytes, at + capital)) << capital;
    }
    humps
}

/// Takes the lowest bit out of `bits`, and says which it was.
#[inline]
fn first(bits: &mut u64) -> usize {
    let bit = bits.trailing_zeros() as usize;
    *bits &= bits.wrapping_sub(1);
    bit
}

/// The bits below `bit`.
#[inline]
fn below(bit: usize) -> u64 {
    if bit >= BLOCK { u64::MAX } else { (1 << bit) - 1 }
}

/// Rules out most words that are not in a list, without reading them letter by letter (B. H. Bloom, 1970,
/// with two bits in one place). `SIZE`, in units of 64 bits, is a power of two.
#[derive(Debug, Clone)]
pub struct WordFilter<const SIZE: usize = 16> {
    /// By first byte, one bit for each length.
    lengths: [u32; 32],
    bits: [u64; SIZE],
}

impl<'w, const SIZE: usize> FromIterator<&'w str> for WordFilter<SIZE> {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let mut filter = Self { lengths: [0; 32], bits: [0; SIZE] };
        words.into_iter().for_each(|word| filter.insert(word));
        filter
    }
}

impl<const SIZE: usize> WordFilter<SIZE> {
    /// Adds a word.
    pub fn insert(&mut self, word: &str) {
        let Some(first) = word.bytes().next() else { return };
        if let Some(lengths) = self.lengths.get_mut(usize::from(first & 31)) {
            *lengths |= length_bit(word.len());
        }
        let (place, pair) = Self::place(word.as_bytes(), &(0..word.len()));
        if let Some(bits) = self.bits.get_mut(place) {
            *bits |= pair;
        }
    }

    /// Whether the word at `range`, in any case, may be one of the filter's.
    #[inline]
    #[must_use]
    pub fn may_hold(&self, text: &str, range: &Range<usize>) -> bool {
        let Some(first) = text.as_bytes().get(range.start) else { return false };
        let lengths = self.lengths.get(usize::from(first & 31)).copied().unwrap_or(0);
        if lengths & length_bit(range.len()) == 0 {
            return false;
        }
        let (place, pair) = Self::place(text.as_bytes(), range);
        self.bits.get(place).is_some_and(|bits| bits & pair == pair)
    }

    /// Which two bits stand for a word: some of the bits of a product are a hash of all of them.
    #[inline]
    fn place(text: &[u8], range: &Range<usize>) -> (usize, u64) {
        const { assert!(SIZE.is_power_of_two(), "every hash must have a place") };
        let hash = hash(text, range);
        let pair = 1 << (hash >> 58) | 1 << (hash >> 52 & 63);
        (usize::try_from(hash >> 32).unwrap_or(0) % SIZE, pair)
    }
}

/// Lengths from 31 on share a bit.
#[inline]
fn length_bit(length: usize) -> u32 {
    1 << length.min(31)
}

/// Of the first eight bytes and the length, whatever the case of letters; its upper half is of use.
#[inline]
fn hash(text: &[u8], range: &Range<usize>) -> u64 {
    let rest = text.get(range.start..).unwrap_or_default();
    let first = rest.first_chunk::<8>().map_or_else(
        || rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
        |bytes| u64::from_le_bytes(*bytes),
    );
    let length = range.len();
    let used = if length >= 8 { u64::MAX } else { (1 << (8 * length)) - 1 };
    // The bit that tells small letters from capitals; the multiplier is 2^64 over the golden ratio.
    let folded = (first | 0x2020_2020_2020_2020) & used;
    (folded ^ (length as u64) << 59).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str, range: Range<usize>) -> Vec<&str> {
        let mut words = Vec::new();
        each_word(text, range, |word| words.push(&text[word]));
        words
    }

    #[test]
    fn words_are_runs_of_letters() {
        assert_eq!(words("a bc-déf, 12x_y", 0..16), ["a", "bc", "déf", "x", "y"]);
        assert_eq!(words("", 0..0), [""; 0]);
        assert_eq!(words("one two three", 2..9), ["e", "two", "t"]);
    }

    #[test]
    fn humps_begin_words() {
        assert_eq!(
            words("homePhoneNumber iPhone ABCdeF", 0..29),
            ["home", "Phone", "Number", "iPhone", "ABCde", "F"]
        );
    }

    #[test]
    fn words_may_lie_across_blocks() {
        for gap in 50..70 {
            let text = format!("{}homePhone end", " ".repeat(gap));
            assert_eq!(words(&text, 0..text.len()), ["home", "Phone", "end"], "{gap}");
        }
        let long = "x".repeat(200);
        assert_eq!(words(&long, 0..200), [&long]);
    }

    #[test]
    fn the_filter_knows_its_words_in_any_case() {
        let filter: WordFilter<16> = ["phone", "id", "téléphone", "zadzwoń"].into_iter().collect();
        for text in ["phone", "PHONE", "Id", "téléphone", "zadzwoń"] {
            assert!(filter.may_hold(text, &(0..text.len())), "{text}");
        }
        let others = ["order", "ids", "phones", "nothing", "at", "all"];
        assert!(others.iter().filter(|word| filter.may_hold(word, &(0..word.len()))).count() < 3);
    }
}
