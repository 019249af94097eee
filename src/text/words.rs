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
    let mut at = range.start;
    // The start of a word that goes on.
    let mut open: Option<usize> = None;
    while at < range.end {
        let block = Block::at(bytes, at.cast_signed());
        let length = (range.end - at).min(BLOCK);
        let inside = if length == BLOCK { u64::MAX } else { (1 << length) - 1 };
        let word = (block.within_folded(b'a', b'z') | block.non_ascii()) & inside;
        let capital = block.within(b'A', b'Z') & inside;
        let mut done = 0;
        while done < length {
            let rest = word >> done;
            if open.is_none() {
                // Zeros before the next word.
                done += (rest.trailing_zeros() as usize).min(length - done);
                if done == length {
                    break;
                }
                open = Some(at + done);
            }
            let end = done + (!(word >> done)).trailing_zeros() as usize;
            let end = end.min(length);
            // A capital in the run may begin a word of its own.
            let mut capitals = capital & (word_mask(done, end) << 1 | word_mask(done, end));
            while capitals != 0 {
                let hump = at + capitals.trailing_zeros() as usize;
                capitals &= capitals - 1;
                if let Some(start) = open.filter(|&start| start < hump && is_hump(bytes, hump)) {
                    visit(start..hump);
                    open = Some(hump);
                }
            }
            if end < length {
                visit(open.take().unwrap_or(at + end)..at + end);
            }
            done = end;
        }
        at += length;
    }
    if let Some(start) = open.filter(|&start| start < range.end) {
        visit(start..range.end);
    }
}

/// Bits from `start` up to `end`.
fn word_mask(start: usize, end: usize) -> u64 {
    let below = |bit: usize| if bit >= BLOCK { u64::MAX } else { (1 << bit) - 1 };
    below(end) & !below(start)
}

/// Rules out most words that are not in a list, without reading them letter by letter (B. H. Bloom, 1970,
/// with one hash function).
#[derive(Debug, Clone)]
pub struct WordFilter([u64; 16]);

impl<'w> FromIterator<&'w str> for WordFilter {
    fn from_iter<I: IntoIterator<Item = &'w str>>(words: I) -> Self {
        let mut filter = Self([0; 16]);
        for word in words {
            let hash = hash(word.as_bytes(), &(0..word.len()));
            if let Some(bits) = filter.0.get_mut(hash >> 6) {
                *bits |= 1 << (hash & 63);
            }
        }
        filter
    }
}

impl WordFilter {
    /// Whether the word at `range`, in any case, may be one of the filter's.
    #[inline]
    #[must_use]
    pub fn may_hold(&self, text: &str, range: &Range<usize>) -> bool {
        let hash = hash(text.as_bytes(), range);
        self.0.get(hash >> 6).is_some_and(|bits| bits >> (hash & 63) & 1 == 1)
    }
}

/// Ten bits of the first eight bytes and the length, whatever the case of letters.
#[inline]
fn hash(text: &[u8], range: &Range<usize>) -> usize {
    let rest = text.get(range.start..).unwrap_or_default();
    let first = rest.first_chunk::<8>().map_or_else(
        || rest.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
        |bytes| u64::from_le_bytes(*bytes),
    );
    let length = range.len();
    let used = if length >= 8 { u64::MAX } else { (1 << (8 * length)) - 1 };
    // The bit that tells small letters from capitals; the multiplier is 2^64 over the golden ratio.
    let folded = (first | 0x2020_2020_2020_2020) & used;
    let mixed = (folded ^ (length as u64) << 59).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    usize::try_from(mixed >> 54).unwrap_or(0)
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
        let filter: WordFilter = ["phone", "id", "téléphone", "zadzwoń"].into_iter().collect();
        for text in ["phone", "PHONE", "Id", "téléphone", "zadzwoń"] {
            assert!(filter.may_hold(text, &(0..text.len())), "{text}");
        }
        let others = ["order", "ids", "phones", "nothing", "at", "all"];
        assert!(others.iter().filter(|word| filter.may_hold(word, &(0..word.len()))).count() < 3);
    }
}
