//! Words near a value that speak for or against it.

use std::ops::Range;

use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::text::{WordFilter, each_word};

/// Characters looked at before and after a value.
const BEFORE: usize = 50;
const AFTER: usize = 30;

/// What each observation is worth, in percent points.
const RAISE: i16 = MOST as i16;
const LOWER: i16 = 30;
const CODE: i16 = 20;

/// The most by which surroundings can raise a confidence.
pub(super) const MOST: u8 = 20;

/// Right before a value these say that it is code, a reference or an amount.
const CODE_MARKS: [u8; 5] = [b'#', b'~', b'^', b'$', b'\\'];

/// Words in small letters.
#[derive(Debug, Deserialize)]
#[serde(from = "Lists")]
pub(super) struct Words {
    raise: FxHashSet<String>,
    lower: FxHashSet<String>,
    known: WordFilter,
}

/// As rule files list them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    raise: FxHashSet<String>,
    lower: FxHashSet<String>,
}

impl From<Lists> for Words {
    fn from(Lists { raise, lower }: Lists) -> Self {
        let known = raise.iter().chain(&lower).map(String::as_str).collect();
        Self { raise, lower, known }
    }
}

impl Words {
    /// The confidence in `text[start..end]`, which was `base` before its surroundings were looked at.
    pub(super) fn adjust(&self, text: &str, start: usize, end: usize, base: u8) -> u8 {
        let first = window_before(text, start);
        let last = window_after(text, end);
        let mut raised = false;
        let mut lowered = false;
        // What touches the outer edge may be a part of a longer word.
        each_word(text, first..start, |word| {
            if (word.start > first || first == 0) && self.known.may_hold(text, &word) {
                let word = lower_case(text, word);
                raised |= self.raise.contains(&word);
                lowered |= self.lower.contains(&word);
            }
        });
        each_word(text, end..last, |word| {
            if !raised && (word.end < last || last == text.len()) && self.known.may_hold(text, &word) {
                raised = self.raise.contains(&lower_case(text, word));
            }
        });
        let code = start.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        let code = code.is_some_and(|byte| CODE_MARKS.contains(byte));
        let confidence =
            i16::from(base) + i16::from(raised) * RAISE - i16::from(lowered) * LOWER - i16::from(code) * CODE;
        u8::try_from(confidence.clamp(1, 100)).unwrap_or(base)
    }
}

fn lower_case(text: &str, word: Range<usize>) -> String {
    text.get(word).unwrap_or_default().to_ascii_lowercase()
}

/// The start of the window in front of `start`.
fn window_before(text: &str, start: usize) -> usize {
    let before = text.as_bytes().get(..start).unwrap_or_default();
    let ascii = start.saturating_sub(BEFORE);
    if before.get(ascii..).is_some_and(<[u8]>::is_ascii) {
        return ascii;
    }
    let characters = text.get(..start).unwrap_or_default().char_indices().rev();
    characters.take(BEFORE).last().map_or(start, |(at, _)| at)
}

/// The end of the window behind `end`.
fn window_after(text: &str, end: usize) -> usize {
    let ascii = (end + AFTER).min(text.len());
    if text.as_bytes().get(end..ascii).is_some_and(<[u8]>::is_ascii) {
        return ascii;
    }
    let mut characters = text.get(end..).unwrap_or_default().char_indices();
    characters.nth(AFTER).map_or(text.len(), |(at, _)| end + at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        let set = |words: &[&str]| words.iter().map(|&word| word.to_owned()).collect();
        Lists { raise: set(&["phone", "té"]), lower: set(&["order", "id"]) }.into()
    }

    fn adjusted(text: &str) -> u8 {
        let start = text.find('<').unwrap();
        let bare = text.replace('<', "");
        words().adjust(&bare, start, start + 1, 50)
    }

    #[test]
    fn words_on_both_sides_raise_and_words_before_lower() {
        assert_eq!(adjusted("call <1"), 50);
        assert_eq!(adjusted("Phone: <1"), 70);
        assert_eq!(adjusted("<1 is my phone"), 70);
        assert_eq!(adjusted("order <1"), 20);
        assert_eq!(adjusted("<1 order"), 50);
        assert_eq!(adjusted("phone, order <1"), 40);
        assert_eq!(adjusted("té <1"), 70);
    }

    #[test]
    fn words_are_whole() {
        assert_eq!(adjusted("phones <1"), 50);
        assert_eq!(adjusted("phoneNumber <1"), 70);
        assert_eq!(adjusted("homePhone <1"), 70);
        assert_eq!(adjusted("iPhone <1"), 50);
        assert_eq!(adjusted("phone_number <1"), 70);
        assert_eq!(adjusted("éphone <1"), 50);
    }

    #[test]
    fn words_at_the_edge_of_the_window_do_not_count() {
        let far = |gap: usize| adjusted(&format!("x phone{}<1", " ".repeat(gap)));
        assert_eq!((far(44), far(45)), (70, 50));
        assert_eq!(adjusted(&format!("phone{}<1", " ".repeat(45))), 70);
        let behind = |gap: usize, tail: &str| adjusted(&format!("<1{}phone{tail}", " ".repeat(gap)));
        assert_eq!([behind(25, ""), behind(25, " x"), behind(24, " x"), behind(26, "")], [70, 50, 70, 50]);
        assert_eq!(adjusted(&format!("é phone{}<1", " ".repeat(43))), 70);
    }

    #[test]
    fn marks_of_code_lower() {
        assert_eq!(adjusted("#<1"), 30);
        assert_eq!(adjusted("order #<1"), 1);
    }
}
