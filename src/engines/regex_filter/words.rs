//! Lists of literal words, found at the speed at which a text can be read, however long the list.
//!
//! Samples of the text rule out nearly all places ([`Heads`]). What remains is looked up in the sorted list: the
//! greatest word that is not beyond the text, and those that it begins with, are all the words that can stand there.

use super::cases::Cases;
use super::forms::{decode, decode_last};
use super::heads::Heads;
use super::sets::CharSet;
use super::text::Text;

/// Words to look for; at each place the longest one counts.
#[derive(Debug)]
pub(super) struct WordList {
    /// Sorted, each once; without regard to case, as [`Cases::fold`] writes them.
    words: Vec<Box<[u8]>>,
    /// For each word the longest other one that it begins with.
    prefixes: Vec<Option<usize>>,
    /// For each first byte where its words begin in the list; and the end of the list.
    firsts: Vec<usize>,
    heads: Heads,
    folds: bool,
    whole: bool,
}

impl WordList {
    pub(super) fn new(words: Vec<String>, case_sensitive: bool, whole: bool) -> Self {
        let mut words: Vec<Box<[u8]>> = words.into_iter().map(|word| word.into_bytes().into()).collect();
        words.sort_unstable();
        words.dedup();
        let firsts = (0..=256)
            .map(|first| {
                words.partition_point(|word| word.first().is_some_and(|&byte| usize::from(byte) < first))
            })
            .collect();
        Self {
            prefixes: prefixes(&words),
            firsts,
            heads: Heads::new(words.iter().map(AsRef::as_ref), !case_sensitive),
            words,
            folds: !case_sensitive,
            whole,
        }
    }

    /// Calls `on_match` for every match in `text`, until it returns false.
    pub(super) fn each(
        &self,
        text: &Text<'_>,
        cases: &Cases,
        word: &CharSet,
        mut on_match: impl FnMut(usize, usize) -> bool,
    ) {
        // ASCII is read in either case as it stands; other letters may have other lengths in the other case.
        let (hay, mut places) =
            if self.folds && !text.is_ascii() { cases.fold(text) } else { Cases::as_it_is(text) };
        let mut candidates = self.heads.candidates(&hay);
        while let Some(start) = candidates.next() {
            let Some(from) = hay.get(start..) else { return };
            // What is beside a word is asked of the text itself: the character that stands for all cases of a
            // letter may be a combining mark.
            if self.whole {
                let before = text.bytes().get(..places.at(start)).unwrap_or_default();
                if decode_last(before).is_some_and(|code| word.contains(code)) {
                    continue;
                }
            }
            let ends_there = |length| {
                let behind = text.bytes().get(places.ahead(start + length)..).unwrap_or_default();
                !self.whole || behind.is_empty() || !word.contains(decode(behind).0)
            };
            let Some(length) = self.longest(from, ends_there) else { continue };
            if !on_match(places.at(start), places.at(start + length)) {
                return;
            }
            candidates.skip_to(start + length);
        }
    }

    /// Length of the longest word at the beginning of `text` that `ends_there` allows.
    fn longest(&self, text: &[u8], ends_there: impl Fn(usize) -> bool) -> Option<usize> {
        let first = usize::from(self.small(*text.first()?));
        let (low, high) = (*self.firsts.get(first)?, *self.firsts.get(first + 1)?);
        let near = self.words.get(low..high)?.partition_point(|word| self.is_not_beyond(word, text));
        let mut candidate = (low + near).checked_sub(1).filter(|&index| index >= low);
        while let Some(index) = candidate {
            let found = self.words.get(index)?;
            if self.begins_with(text, found) && ends_there(found.len()) {
                return Some(found.len());
            }
            candidate = self.prefixes.get(index).copied().flatten();
        }
        None
    }

    /// `byte` as words have it.
    fn small(&self, byte: u8) -> u8 {
        if self.folds { byte.to_ascii_lowercase() } else { byte }
    }

    fn is_not_beyond(&self, word: &[u8], text: &[u8]) -> bool {
        if self.folds {
            word.iter().copied().le(text.iter().map(u8::to_ascii_lowercase))
        } else {
            word <= text
        }
    }

    fn begins_with(&self, text: &[u8], word: &[u8]) -> bool {
        text.get(..word.len())
            .is_some_and(|text| if self.folds { text.eq_ignore_ascii_case(word) } else { text == word })
    }
}

/// For each of `words`, which are sorted, the longest other one that it begins with: what is still open of the
/// words before.
fn prefixes(words: &[Box<[u8]>]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    words
        .iter()
        .enumerate()
        .map(|(index, word)| {
            while open.last().is_some_and(|&last| !words.get(last).is_some_and(|last| word.starts_with(last)))
            {
                open.pop();
            }
            let prefix = open.last().copied();
            open.push(index);
            prefix
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(words: &[&str], whole: bool, text: &str) -> Vec<(usize, usize)> {
        let word = CharSet::new(vec![(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xE9, 0xE9)]);
        let list = WordList::new(words.iter().map(ToString::to_string).collect(), true, whole);
        let mut found = Vec::new();
        list.each(&Text::new(text.as_bytes(), &word), &Cases::default(), &word, |start, end| {
            found.push((start, end));
            true
        });
        found
    }

    #[test]
    fn the_longest_word_counts_and_matches_do_not_overlap() {
        assert_eq!(
            found(&["foo", "foobar", "oba", "bar"], false, "foobarfoobafoo"),
            [(0, 6), (6, 9), (11, 14)]
        );
        assert_eq!(found(&["a", "ab"], false, "abaab"), [(0, 2), (2, 3), (3, 5)]);
    }

    #[test]
    fn whole_words_have_no_word_characters_beside_them() {
        assert_eq!(found(&["foo", "foo b"], true, "foo bar xfoo foo_ foo\u{e9} -foo-"), [(0, 3), (25, 28)]);
        assert_eq!(found(&["-"], true, "a-b - "), [(4, 5)]);
    }

    #[test]
    fn words_at_the_very_end_are_seen() {
        assert_eq!(found(&["x"], false, "x"), [(0, 1)]);
        assert_eq!(found(&["abcdefgh", "gh"], false, "abcdefg gh"), [(8, 10)]);
    }
}
