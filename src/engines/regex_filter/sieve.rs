//! One pass over a text that says which of many patterns can match in it at all.
//!
//! For each of the first four bytes of a match a table gives the patterns that allow it, as bits. What remains of
//! the four is the patterns that may have a match there. The pass has no branches and no state, so after an edit
//! only the places around it have to be looked at again.

use std::array;

use super::shape::{Bytes, PLACES, Shape, holds, passed};

/// Patterns that one table can hold.
const PATTERNS: usize = 64;
/// Places after which it is asked whether there is anything left to find out.
const BLOCK: usize = 1 << 10;
/// Of a thousand places in such a text, how many a pattern may pass before it is not worth asking.
const MOST_PASSED: usize = 60;

/// Up to 64 patterns.
#[derive(Debug)]
pub(super) struct Sieve {
    tables: Box<[[u64; 256]; PLACES]>,
    /// The patterns in the tables.
    patterns: u64,
}

/// Sieves for all patterns, and which bit of which is whose.
#[derive(Debug, Default)]
pub(super) struct Sieves {
    sieves: Vec<Sieve>,
    places: Vec<Option<usize>>,
}

impl Sieves {
    /// Sieves for patterns of these shapes, some of which may have none.
    pub(super) fn new(shapes: impl Iterator<Item = Option<Shape>>) -> Self {
        let mut sieves: Vec<Sieve> = Vec::new();
        let mut count = 0;
        let places = shapes
            .map(|shape| {
                let bytes = shape?.places();
                if passed(&bytes) > MOST_PASSED {
                    return None;
                }
                let place = count;
                if place % PATTERNS == 0 {
                    sieves.push(Sieve { tables: Box::new([[0; 256]; PLACES]), patterns: 0 });
                }
                sieves.last_mut()?.add(place % PATTERNS, &bytes);
                count += 1;
                Some(place)
            })
            .collect();
        Self { sieves, places }
    }

    /// Which patterns can match in `text`.
    pub(super) fn ask(&self, text: &[u8]) -> Answer {
        Answer(self.sieves.iter().map(|sieve| sieve.ask(text, 0)).collect())
    }

    /// Adds to `answer` what can match because `text` has changed between `start` and `end`.
    pub(super) fn ask_again(&self, answer: &mut Answer, text: &[u8], start: usize, end: usize) {
        let around =
            text.get(start.saturating_sub(PLACES - 1)..text.len().min(end + PLACES - 1)).unwrap_or_default();
        for (sieve, known) in self.sieves.iter().zip(&mut answer.0) {
            *known |= sieve.ask(around, *known);
        }
    }

    /// Whether pattern number `pattern` can match.
    pub(super) fn passes(&self, answer: &Answer, pattern: usize) -> bool {
        let Some(place) = self.places.get(pattern).copied().flatten() else { return true };
        answer.0.get(place / PATTERNS).is_none_or(|bits| bits >> (place % PATTERNS) & 1 == 1)
    }
}

/// For each pattern in a sieve whether it can match.
#[derive(Debug, Default)]
pub(super) struct Answer(Vec<u64>);

impl Sieve {
    fn add(&mut self, bit: usize, places: &[Bytes; PLACES]) {
        self.patterns |= 1 << bit;
        for (table, bytes) in self.tables.iter_mut().zip(places) {
            for (patterns, byte) in table.iter_mut().zip(0..=255) {
                *patterns |= u64::from(holds(bytes, byte)) << bit;
            }
        }
    }

    /// The patterns that can match in `text`, besides those that are `known` to.
    fn ask(&self, text: &[u8], known: u64) -> u64 {
        let mut seen = known;
        let mut rest = text;
        while rest.len() >= PLACES && seen != self.patterns {
            let block = rest.get(..BLOCK + PLACES - 1).unwrap_or(rest);
            for bytes in block.windows(PLACES) {
                seen |= self.at(array::from_fn(|place| bytes.get(place).copied().unwrap_or_default()));
            }
            rest = rest.get(block.len() - (PLACES - 1)..).unwrap_or_default();
        }
        // In the last places a match may have ended with the text.
        while !rest.is_empty() && seen != self.patterns {
            let tables = self.tables.iter().zip(rest);
            seen |= tables.fold(self.patterns, |left, (table, &byte)| left & entry(table, byte));
            rest = rest.get(1..).unwrap_or_default();
        }
        seen
    }

    #[inline]
    fn at(&self, bytes: [u8; PLACES]) -> u64 {
        self.tables.iter().zip(bytes).fold(u64::MAX, |left, (table, byte)| left & entry(table, byte))
    }
}

#[inline]
fn entry(table: &[u64; 256], byte: u8) -> u64 {
    table.get(usize::from(byte)).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sieves(patterns: &[&str]) -> Sieves {
        Sieves::new(patterns.iter().map(|pattern| Some(Shape::of(&regex_syntax::parse(pattern).unwrap()))))
    }

    fn passing(sieves: &Sieves, answer: &Answer, count: usize) -> Vec<usize> {
        (0..count).filter(|&pattern| sieves.passes(answer, pattern)).collect()
    }

    #[test]
    fn what_can_match_passes_and_the_rest_does_not() {
        let sieves = sieves(&["abc", "[0-9]{2}", "x", "[a-z]+@", "longer than that"]);
        // What begins like ordinary words is not asked for.
        assert_eq!(passing(&sieves, &sieves.ask(b"-abd- 1"), 5), [1, 3]);
        assert_eq!(passing(&sieves, &sieves.ask(b"ABabc 1 x"), 5), [0, 2, 3]);
        assert_eq!(passing(&sieves, &sieves.ask(&[b'-'; 5000]), 5), [3]);
        assert_eq!(passing(&sieves, &sieves.ask(&[&[b'-'; 2000][..], b"long abc"].concat()), 5), [0, 3, 4]);
    }

    #[test]
    fn an_edit_is_looked_at_with_what_is_around_it() {
        let sieves = sieves(&["abcd", "q"]);
        let mut answer = sieves.ask(b"--ab-cd--");
        assert!(passing(&sieves, &answer, 2).is_empty());
        sieves.ask_again(&mut answer, b"--abcd--", 4, 4);
        assert_eq!(passing(&sieves, &answer, 2), [0]);
    }

    #[test]
    fn there_are_as_many_sieves_as_it_takes() {
        let patterns: Vec<String> = (0..200).map(|number| format!("#{number:04}")).collect();
        let patterns: Vec<&str> = patterns.iter().map(String::as_str).collect();
        let sieves = sieves(&patterns);
        assert_eq!(passing(&sieves, &sieves.ask(b"a #0150 b"), 200), (150..160).collect::<Vec<_>>());
    }
}
