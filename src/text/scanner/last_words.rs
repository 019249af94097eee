//! The last words of labels, and of what may stand between label and value: nearly all places without a label
//! show it there, and need no automaton.

use std::ops::Range;

#[cfg(test)]
use crate::text::labels::LabelSyntax;
use crate::text::words::WordFilter;

/// Words that may end right before a value or its marks.
#[derive(Debug)]
pub(super) struct LastWords {
    /// Those that can be a whole label, or stand behind any marks.
    whole: WordFilter<256>,
    /// Those that have more of a label or a separator before them.
    parts: WordFilter<256>,
    /// ASCII bytes that stand before parts.
    before_parts: u128,
    /// By their last two letters, what may also be written as the end of a label's last word (`phonenumber`).
    tails: Vec<Vec<String>>,
}

/// A number word and a month can follow each other.
const MOST_TAILS: usize = 2;

/// What joiners end with, and separators before their words; a test compares it with the rule files.
const BEFORE_PARTS: &[u8] = b" \t\r\n_-:.,";

impl Default for LastWords {
    fn default() -> Self {
        Self {
            whole: WordFilter::from_iter([]),
            parts: WordFilter::from_iter([]),
            before_parts: BEFORE_PARTS.iter().fold(0, |set, byte| set | 1 << byte),
            tails: vec![Vec::new(); 32 * 32],
        }
    }
}

impl LastWords {
    /// Whether all bytes are known that `syntax` may have before a word.
    #[cfg(test)]
    pub(super) fn know(syntax: &LabelSyntax) -> bool {
        (0..128).all(|byte| BEFORE_PARTS.contains(&byte) == syntax.joins(byte))
    }

    /// Adds a label; its words may be joined by nothing.
    pub(super) fn insert(&mut self, phrase: &str) {
        // Links and months may be joined to it as well.
        self.insert_before_parts(phrase);
        let mut before = phrase.trim_end_matches(|last: char| !last.is_alphabetic());
        let mut word = String::new();
        loop {
            let run = last_run(before);
            word.insert_str(0, run);
            before = before.strip_suffix(run).unwrap_or_default();
            if before.is_empty() {
                return self.whole.insert(&word);
            }
            self.parts.insert(&word);
            let joined = before.strip_suffix(' ');
            // Words that begin outside ASCII are not asked for.
            if run.starts_with(|first: char| first.is_ascii()) {
                self.insert_before_parts(joined.unwrap_or(before));
            }
            match joined {
                Some(joined) => before = joined,
                None => return,
            }
        }
    }

    /// Adds a word that separators may hold.
    pub(super) fn insert_link(&mut self, word: &str) {
        let run = last_run(word);
        self.parts.insert(run);
        self.insert_before_parts(word.strip_suffix(run).unwrap_or_default());
        self.insert_tail(word);
    }

    /// Adds a word that a value may begin with.
    pub(super) fn insert_lead(&mut self, word: &str) {
        self.whole.insert(word);
        self.insert_tail(word);
    }

    fn insert_before_parts(&mut self, before: &str) {
        self.before_parts |= before.bytes().next_back().filter(u8::is_ascii).map_or(0, |last| 1 << last);
    }

    fn insert_tail(&mut self, word: &str) {
        let places = match word.as_bytes() {
            [.., before, last] => {
                let place = place(*before, *last);
                place..=place
            }
            // Behind any letter.
            [last] => place(0, *last)..=place(31, *last),
            [] => return,
        };
        for tails in self.tails.get_mut(places).unwrap_or_default() {
            tails.push(word.to_owned());
        }
    }

    /// Whether the word at `word`, a run of ASCII letters in either case, may be one of these. No capital in it
    /// may begin a label, and no character outside ASCII stands before it.
    #[inline]
    pub(super) fn may_hold(&self, text: &str, word: &Range<usize>) -> bool {
        self.holds(text, word) || self.holds_with_tail(text, word, MOST_TAILS)
    }

    #[inline]
    fn holds(&self, text: &str, word: &Range<usize>) -> bool {
        let before = || word.start.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        self.whole.may_hold(text, word)
            || self.parts.may_hold(text, word)
                && before().is_some_and(|before| before.is_ascii() && self.before_parts >> before & 1 == 1)
    }

    /// Whether the word is one of these with at least one tail, and so many at most.
    #[inline]
    fn holds_with_tail(&self, text: &str, word: &Range<usize>, tails: usize) -> bool {
        let letters = text.as_bytes().get(word.clone()).unwrap_or_default();
        let [.., before, last] = letters else { return false };
        let known = self.tails.get(place(*before, *last)).map_or(&[][..], Vec::as_slice);
        !known.is_empty() && self.holds_before(text, word, known, tails)
    }

    fn holds_before(&self, text: &str, word: &Range<usize>, known: &[String], tails: usize) -> bool {
        let letters = text.as_bytes().get(word.clone()).unwrap_or_default();
        known.iter().any(|tail| {
            let Some(end) = letters.len().checked_sub(tail.len()) else { return false };
            let label = word.start..word.start + end;
            let found = letters.get(end..).is_some_and(|end| end.eq_ignore_ascii_case(tail.as_bytes()));
            found
                && !label.is_empty()
                && (self.holds(text, &label) || tails > 1 && self.holds_with_tail(text, &label, tails - 1))
        })
    }
}

/// Where words are that end with two letters, whatever their case.
#[inline]
fn place(before: u8, last: u8) -> usize {
    usize::from(last & 31) << 5 | usize::from(before & 31)
}

/// The letters that `text` ends with.
fn last_run(text: &str) -> &str {
    text.rsplit(|one: char| !one.is_alphabetic()).next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> LastWords {
        let mut words = LastWords::default();
        for phrase in ["phone number", "ssn", "ssn/tin", "d.o.b", "carta d'id", "ss #"] {
            words.insert(phrase);
        }
        words.insert_link("id");
        words.insert_link("it's");
        words.insert_lead("may");
        words
    }

    fn may_hold(text: &str) -> bool {
        let start = text.len() - last_run(text).len();
        words().may_hold(text, &(start..text.len()))
    }

    #[test]
    fn labels_end_with_their_last_words() {
        for text in ["phone number", "PhoneNumber", "SSN", "\"ssn", "ssn/tin", "d.o.b", "carta d'id", "ss"] {
            assert!(may_hold(text), "{text}");
        }
        for text in ["phone", "numbers", "\"number", "number", "4number", "{tin", "order", "x", "\"b"] {
            assert!(!may_hold(text), "{text}");
        }
    }

    #[test]
    fn links_have_something_before_them_and_leads_need_nothing() {
        for text in
            ["ssn id", "ssnid", "x: id", "it's", "may", "\"May", "ssnmay", "ssnidmay", "phonenumberid"]
        {
            assert!(may_hold(text), "{text}");
        }
        for text in ["\"id", "id", "ssnididid", "dismay"] {
            assert!(!may_hold(text), "{text}");
        }
    }
}
