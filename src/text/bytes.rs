//! Sets of characters, and skipping to the next byte that is worth a look.

use regex_syntax::hir::{Class, HirKind};

use super::lanes::{BLOCK, Block};

/// A set of characters: one bit for each of ASCII, ranges beyond.
#[derive(Debug, Clone, Default)]
pub struct CharSet {
    ascii: u128,
    /// In ascending order, both ends included.
    others: Vec<(char, char)>,
}

impl CharSet {
    /// Reads a bracketed class such as `[0-9A-Fa-f.]` or `[a-z\u00e0-\u00ff]`; `None` for anything else.
    #[must_use]
    pub fn parse(class: &str) -> Option<Self> {
        let hir = regex_syntax::parse(class).ok()?;
        let mut set = Self::default();
        match hir.kind() {
            HirKind::Class(Class::Unicode(class)) => {
                class.ranges().iter().for_each(|range| set.insert(range.start(), range.end()));
            }
            HirKind::Class(Class::Bytes(class)) => {
                class.ranges().iter().for_each(|range| set.insert(range.start().into(), range.end().into()));
            }
            // A class of one character.
            HirKind::Literal(literal) => match std::str::from_utf8(&literal.0).ok()?.chars().as_str() {
                text if text.chars().count() == 1 => text.chars().for_each(|one| set.insert(one, one)),
                _ => return None,
            },
            _ => return None,
        }
        Some(set)
    }

    /// The ASCII characters of `members`.
    #[must_use]
    pub fn of(members: &str) -> Self {
        let mut set = Self::default();
        members.chars().for_each(|one| set.insert(one, one));
        set
    }

    fn insert(&mut self, low: char, high: char) {
        (low..=high.min('\x7F')).for_each(|one| self.ascii |= 1 << u32::from(one));
        if !high.is_ascii() {
            self.others.push((low.max('\u{80}'), high));
        }
    }

    /// Whether `character` is in the set.
    #[inline]
    #[must_use]
    pub fn contains(&self, character: char) -> bool {
        if character.is_ascii() {
            return self.ascii >> u32::from(character) & 1 == 1;
        }
        let at = self.others.partition_point(|(_, high)| *high < character);
        self.others.get(at).is_some_and(|(low, _)| *low <= character)
    }

    #[inline]
    fn has_ascii(&self, byte: u8) -> bool {
        byte.is_ascii() && self.ascii >> byte & 1 == 1
    }

    /// Whether `text` ends with a character of the set.
    #[inline]
    pub(super) fn ends(&self, text: &str) -> bool {
        text.chars().next_back().is_some_and(|last| self.contains(last))
    }

    /// Where the characters of the set begin that `text` ends with; at most `most` of them.
    #[inline]
    pub(super) fn run_before(&self, text: &str, most: usize) -> usize {
        // Bytes while they are ASCII, as most are; then characters.
        let bytes = text.as_bytes();
        let ascii = bytes.iter().rev().take(most).take_while(|byte| self.has_ascii(**byte)).count();
        let mut start = text.len() - ascii;
        if start.checked_sub(1).and_then(|at| bytes.get(at)).is_none_or(u8::is_ascii) {
            return start;
        }
        let rest = text.get(..start).unwrap_or_default();
        for (at, character) in rest.char_indices().rev().take(most - ascii) {
            if !self.contains(character) {
                break;
            }
            start = at;
        }
        start
    }

    /// How many bytes the characters of the set have that `text` begins with.
    #[inline]
    pub(super) fn run(&self, text: &str) -> usize {
        let end = text.char_indices().find(|(_, character)| !self.contains(*character));
        end.map_or(text.len(), |(at, _)| at)
    }
}

/// The bytes at which a scan stops to look closer: digits, if wanted, and up to two others.
#[derive(Debug, Clone)]
pub(super) struct Stops {
    /// The first of a range of ten, or of one.
    low: u8,
    span: u8,
    others: [u8; 2],
}

impl Stops {
    /// Stops at `others`, and at ASCII digits when `digits` is set. `None` when nothing is to be found.
    pub(super) fn new(digits: bool, others: &[u8]) -> Option<Self> {
        debug_assert!(others.len() <= 2, "a block is searched for two bytes beside the digits");
        let first = others.first().copied().or(digits.then_some(b'0'))?;
        let second = others.get(1).copied().unwrap_or(first);
        let (low, span) = if digits { (b'0', 9) } else { (first, 0) };
        Some(Self { low, span, others: [first, second] })
    }

    /// Position of the first stop at or after `from`.
    #[inline]
    pub(super) fn next(&self, text: &[u8], from: usize) -> Option<usize> {
        for at in (from..text.len()).step_by(BLOCK) {
            let block = Block::at(text, at.cast_signed());
            if block.has(self.low, self.span, self.others) {
                let [one, two] = self.others.map(|other| block.eq(other));
                let stops = block.within(self.low, self.low + self.span) | one | two;
                return Some(at + stops.trailing_zeros() as usize);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read() {
        let hex = CharSet::parse("[0-9A-Fa-f.-]").unwrap();
        assert!(hex.contains('0') && hex.contains('f') && hex.contains('.') && hex.contains('-'));
        assert!(!hex.contains('g') && !hex.contains('@') && !hex.contains('é'));
        let latin = CharSet::parse(r"[a-z\u00e0-\u00ff]").unwrap();
        assert!(latin.contains('é') && latin.contains('a') && !latin.contains('Ā') && !latin.contains('ß'));
        assert!(CharSet::parse("[x]").unwrap().contains('x'));
        assert!(CharSet::parse("0-9").is_none() && CharSet::parse("[a").is_none());
    }

    #[test]
    fn runs_are_measured_from_both_ends() {
        let set = CharSet::parse(r"[a-z\u00e0-\u00ff]").unwrap();
        assert_eq!(set.run_before("1éab", 9), 1);
        assert_eq!(set.run_before("éab", 2), 2);
        for (text, most, start) in [("ab", 1, 1), ("xéab", 3, 1), ("xéab", 2, 3), ("ßé", 9, 2), ("", 9, 0)]
        {
            assert_eq!(set.run_before(text, most), start, "{text} {most}");
        }
        assert_eq!(set.run("éa1"), 3);
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
        assert_eq!(stops.next(b"0123456789", 0), None);
        assert!(Stops::new(false, b"").is_none());
    }
}
