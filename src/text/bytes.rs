//! Sets of characters, and skipping to the next byte that is worth a look.

use regex_syntax::hir::{Class, HirKind};

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

    /// Where the characters of the set begin that `text` ends with; at most `most` of them.
    #[inline]
    pub(super) fn run_before(&self, text: &str, most: usize) -> usize {
        let mut start = text.len();
        for (at, character) in text.char_indices().rev().take(most) {
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

/// Width of the blocks that [`Stops::next`] rejects at once. The comparison has no branches, so the
/// compiler turns it into vector instructions of the baseline instruction set.
const BLOCK: usize = 32;

/// The bytes at which a scan stops to look closer: digits, if wanted, and up to two others.
#[derive(Debug, Clone)]
pub(super) struct Stops {
    set: [bool; 256],
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
        let set = std::array::from_fn(|byte| {
            u8::try_from(byte).is_ok_and(|byte| (digits && byte.is_ascii_digit()) || others.contains(&byte))
        });
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
            if let Some(offset) = head.iter().position(|&byte| self.is_stop(byte)) {
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
                return tail.iter().position(|&byte| self.is_stop(byte)).map(|offset| at + offset);
            }
        }
    }

    #[inline]
    fn is_stop(&self, byte: u8) -> bool {
        self.set.get(usize::from(byte)).copied().unwrap_or(false)
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
        assert!(Stops::new(false, b"").is_none());
    }
}
