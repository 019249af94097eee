//! Texts without regard to case, and where their characters come from.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use super::forms::decode;
use super::text::Text;

/// Characters that another one stands for when case does not matter.
#[derive(Debug, Default)]
pub(super) struct Cases(FxHashMap<u32, char>);

impl Cases {
    pub(super) fn new(pairs: &[(u32, u32)]) -> Self {
        Self(pairs.iter().filter_map(|&(from, to)| Some((from, char::from_u32(to)?))).collect())
    }

    /// `text` with every character replaced by the one that stands for all its cases.
    pub(super) fn fold<'t>(&self, text: &'t Text<'_>) -> (Cow<'t, [u8]>, Places) {
        let mut folded = text.bytes().to_ascii_lowercase();
        if text.is_ascii() {
            return (folded.into(), Places::default());
        }
        let lower = std::mem::take(&mut folded);
        folded.reserve(lower.len());
        let mut places = Places::default();
        let mut rest: &[u8] = &lower;
        while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
            let (plain, from) = rest.split_at(at);
            folded.extend_from_slice(plain);
            let (code, length) = decode(from);
            let (bytes, behind) = from.split_at(length.min(from.len()));
            match self.0.get(&code) {
                Some(one) => folded.extend_from_slice(one.encode_utf8(&mut [0; 4]).as_bytes()),
                None => folded.extend_from_slice(bytes),
            }
            rest = behind;
            places.note(folded.len(), lower.len() - rest.len());
        }
        folded.extend_from_slice(rest);
        (folded.into(), places)
    }

    /// `text` as it is.
    pub(super) fn as_it_is<'t>(text: &'t Text<'_>) -> (Cow<'t, [u8]>, Places) {
        (text.bytes().into(), Places::default())
    }
}

/// Where places of a folded text are in the text that it was made of.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Places behind characters that have become longer or shorter, in both texts.
    known: Vec<(usize, usize)>,
    /// Of those, how many have been passed.
    passed: usize,
    last: (usize, usize),
}

impl Places {
    fn note(&mut self, folded: usize, original: usize) {
        let (before, was) = self.known.last().copied().unwrap_or_default();
        if folded - before != original - was {
            self.known.push((folded, original));
        }
    }

    /// The place of `place`, which is not before the one that was asked for last.
    pub(super) fn at(&mut self, place: usize) -> usize {
        while let Some(&known) = self.known.get(self.passed).filter(|(folded, _)| *folded <= place) {
            self.last = known;
            self.passed += 1;
        }
        self.last.1 + (place - self.last.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::regex_filter::sets::CharSet;

    #[test]
    fn places_are_those_of_the_original() {
        let cases = Cases::new(&[(0x212A, 0x6B), (0xC9, 0xE9)]);
        let word = CharSet::default();
        let text = Text::new("a\u{212A}B\u{C9}\u{212A}z".as_bytes(), &word);
        let (folded, mut places) = cases.fold(&text);
        assert_eq!(&*folded, "akb\u{e9}kz".as_bytes());
        assert_eq!([0, 1, 2, 3, 5, 6, 7].map(|place| places.at(place)), [0, 1, 4, 5, 7, 10, 11]);
    }
}
