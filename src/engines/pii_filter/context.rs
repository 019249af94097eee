//! Words near a value that speak for or against it.

use std::ops::Range;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::text::{WordFilter, each_word};

/// Characters looked at before and after a value.
const BEFORE: usize = 50;
const AFTER: usize = 30;

/// What each observation is worth, in percent points.
const RAISE: i16 = MOST as i16;
const LOWER: i16 = 30;
const CODE: i16 = 20;

/// Bytes of the longest word of a rule file.
const LONGEST: usize = 32;

/// The most by which surroundings can raise a confidence.
pub(super) const MOST: u8 = 20;

/// Right before a value these say that it is code, a reference or an amount.
const CODE_MARKS: [u8; 5] = [b'#', b'~', b'^', b'$', b'\\'];

/// Words in small letters, and what they say.
#[derive(Debug, Deserialize)]
#[serde(from = "Lists")]
pub(super) struct Words {
    verdicts: FxHashMap<Box<[u8]>, Verdict>,
    known: WordFilter,
}

/// What a word near a value says.
#[derive(Debug, Default, Clone, Copy)]
struct Verdict {
    raises: bool,
    lowers: bool,
}

/// As rule files list them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    raise: Vec<String>,
    lower: Vec<String>,
}

impl From<Lists> for Words {
    fn from(Lists { raise, lower }: Lists) -> Self {
        let mut verdicts: FxHashMap<Box<[u8]>, Verdict> = FxHashMap::default();
        for word in &raise {
            verdicts.entry(word.as_bytes().into()).or_default().raises = true;
        }
        for word in &lower {
            verdicts.entry(word.as_bytes().into()).or_default().lowers = true;
        }
        let known = raise.iter().chain(&lower).map(String::as_str).collect();
        Self { verdicts, known }
    }
}

impl Words {
    /// Whether every word can be found.
    #[cfg(test)]
    pub(super) fn fit(&self) -> bool {
        self.verdicts.keys().all(|word| word.len() <= LONGEST)
    }

    /// The confidence in `text[start..end]`, which was `base` before its surroundings were looked at.
    pub(super) fn adjust(&self, text: &str, start: usize, end: usize, base: u8) -> u8 {
        let first = window_before(text, start);
        let last = window_after(text, end);
        let mut before = Verdict::default();
        let mut after = Verdict::default();
        // What touches the outer edge may be a part of a longer word.
        each_word(text, first..start, |word| {
            if self.known.may_hold(text, &word) && (word.start > first || first == 0) {
                before.add(self.verdict(text, word));
            }
        });
        if !before.raises {
            each_word(text, end..last, |word| {
                if self.known.may_hold(text, &word) && (word.end < last || last == text.len()) {
                    after.add(self.verdict(text, word));
                }
            });
        }
        let raised = before.raises || after.raises;
        let code = start.checked_sub(1).and_then(|at| text.as_bytes().get(at));
        let code = code.is_some_and(|byte| CODE_MARKS.contains(byte));
        let confidence = i16::from(base) + i16::from(raised) * RAISE
            - i16::from(before.lowers) * LOWER
            - i16::from(code) * CODE;
        u8::try_from(confidence.clamp(1, 100)).unwrap_or(base)
    }

    fn verdict(&self, text: &str, word: Range<usize>) -> Verdict {
        let word = text.as_bytes().get(word).unwrap_or_default();
        let mut room = [0; LONGEST];
        let Some(small) = room.get_mut(..word.len()) else { return Verdict::default() };
        small.copy_from_slice(word);
        small.make_ascii_lowercase();
        self.verdicts.get(&*small).copied().unwrap_or_default()
    }
}

impl Verdict {
    fn add(&mut self, other: Self) {
        self.raises |= other.raises;
        self.lowers |= other.lowers;
    }
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
