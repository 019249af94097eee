//! Where in a text one of very many words may begin: where there is room for one, and by samples of a few bytes.
//!
//! A word of letters begins only where at least so many letters follow; in most texts these are few places, and each is
//! asked whether it begins like a word. Where they are many, and for words with other characters, the text is sampled.
//! A word that has `bytes + step - 1` bytes or more covers one of the places `step - 1`, `2 * step - 1`, … of the text
//! with `bytes` bytes behind it, wherever it stands. A table of bits, by a hash, says whether what stands there stands
//! within a word at one of its first `step` places. The more bytes a word has, the longer the samples and the larger the
//! steps, so words are grouped by length. (These are the q-gram filters of E. Ukkonen, *Approximate string-matching with
//! q-grams and maximal matches*, Theoretical Computer Science 92 (1992), with samples of the text.)

use super::samples::{Bits, SAMPLE, length, long, long_hash, number, padded};
use crate::text::lanes::{self, Block};

/// Bytes that are looked at together.
const REACH: usize = lanes::BLOCK;
/// Places among them that are judged: a sample that begins in one ends within [`REACH`].
const BLOCK: usize = REACH - SAMPLE;
/// So many places in a block are looked at one by one rather than by samples.
const FEW: u32 = 14;
/// Sets the bit that capitals lack. Some other characters fall together, which lets a few more places through.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// The places of a block that are judged, as bits.
const PLACES: u64 = u64::MAX >> (REACH - BLOCK);

/// Groups of words: the least length, the bytes of a sample, and the step between samples.
const GROUPS: [(usize, usize, Step); 8] = [
    (11, 8, Step::Four),
    (8, 7, Step::Two),
    (7, 6, Step::Two),
    (5, 4, Step::Two),
    (4, 4, Step::One),
    (3, 3, Step::One),
    (2, 2, Step::One),
    (1, 1, Step::One),
];

#[derive(Debug, Clone, Copy)]
enum Step {
    One = 1,
    Two = 2,
    Four = 4,
}

/// What is known of where words may begin.
#[derive(Debug)]
pub(super) struct Heads {
    parts: Vec<Part>,
    /// The lengths of the words, as far as they count.
    lengths: Vec<u32>,
    /// The words, or as much of them.
    words: Bits,
    /// [`SMALL`], if case does not matter.
    fold: u64,
}

/// Words that consist of letters, or all others.
#[derive(Debug)]
struct Part {
    /// How many letters a place has behind it for a word to have room; none for words that have other characters.
    letters: u32,
    groups: Vec<Group>,
}

/// Words of about the same length.
#[derive(Debug)]
struct Group {
    step: Step,
    samples: Bits,
    /// By the first bytes of the words, as many as all have, up to eight: samples begin anywhere within words.
    beginnings: Bits,
}

impl Heads {
    /// Heads of `words`; if `folds`, in whatever case ASCII letters are.
    pub(super) fn new<'w>(words: impl Iterator<Item = &'w [u8]>, folds: bool) -> Self {
        let fold = if folds { SMALL } else { 0 };
        let words: Vec<&[u8]> = words.filter(|word| !word.is_empty()).collect();
        let mut lengths: Vec<_> = words.iter().map(|word| length(word)).collect();
        lengths.sort_unstable();
        lengths.dedup();
        // More bits than elsewhere, because a question is asked for each length.
        let mut whole = Bits::sized(words.len() * 256, SAMPLE);
        for word in &words {
            whole.set_hash(long_hash(long(word, fold), length(word)));
        }
        let (letters, others): (Vec<_>, Vec<_>) =
            words.into_iter().partition(|word: &&[u8]| word.iter().all(|&byte| is_letter(byte)));
        let mut parts = Vec::new();
        for (words, are_letters) in [(letters, true), (others, false)] {
            let Some(least) = words.iter().map(|word| word.len()).min() else { continue };
            let mut by_group = GROUPS.map(|_| Vec::new());
            for word in words {
                let group = GROUPS.iter().zip(&mut by_group).find(|((least, ..), _)| word.len() >= *least);
                if let Some((_, words)) = group {
                    words.push(word);
                }
            }
            let filled = GROUPS.iter().zip(&by_group).filter(|(_, words)| !words.is_empty());
            let groups = filled.map(|(&group, words)| Group::new(group, words, fold)).collect();
            let letters = if are_letters { u32::try_from(least.min(SAMPLE)).unwrap_or_default() } else { 0 };
            parts.push(Part { letters, groups });
        }
        Self { parts, lengths, words: whole, fold }
    }

    /// Places in `text` where a word may begin, in order.
    pub(super) fn candidates<'a>(&'a self, text: &'a [u8]) -> Candidates<'a> {
        Candidates { heads: self, text, block: 0, waiting: 0, next: 0 }
    }

    /// One bit for each of the places of a block: whether a word may begin there.
    #[inline]
    fn block(&self, bytes: &[u8; REACH]) -> u64 {
        let block = Block::at(bytes, 0);
        let letters = block.within_folded(b'a', b'z') | block.non_ascii();
        self.parts.iter().fold(0, |starts, part| starts | part.starts(bytes, letters, self.fold))
    }

    /// Whether a word may still begin at the beginning of `text`.
    #[inline]
    fn may_begin(&self, text: &[u8]) -> bool {
        // Words often begin like each other; what is asked now is nearly whether there is a word.
        let bytes = long(text, self.fold);
        self.lengths.iter().fold(0, |found, &length| found | self.words.has_hash(long_hash(bytes, length)))
            != 0
    }
}

impl Part {
    /// Places where a word of this part may begin, where `letters` stand.
    #[inline]
    fn starts(&self, bytes: &[u8; REACH], letters: u64, fold: u64) -> u64 {
        let mut waiting = room(letters, self.letters) & PLACES;
        if waiting.count_ones() > FEW {
            waiting &= self.groups.iter().fold(0, |seen, group| seen | group.near_samples(bytes, fold));
        }
        let mut starts = 0;
        // Without a branch for each of them: which ones pass cannot be foreseen.
        while waiting != 0 {
            let place = waiting.trailing_zeros();
            let beginning = bytes.get(place as usize..).and_then(<[u8]>::first_chunk);
            let beginning = beginning.map_or(0, |bytes| u64::from_le_bytes(*bytes)) | fold;
            starts |=
                self.groups.iter().fold(0, |found, group| found | group.beginnings.has(beginning)) << place;
            waiting &= waiting - 1;
        }
        starts
    }
}

impl Group {
    fn new((least, length, step): (usize, usize, Step), words: &[&[u8]], fold: u64) -> Self {
        let places = step as usize;
        let mut samples = Bits::new(words.len() * places, length);
        let mut beginnings = Bits::new(words.len(), least.min(SAMPLE));
        for word in words {
            beginnings.set(number(word) | fold);
            for place in 0..places {
                samples.set(number(word.get(place..).unwrap_or_default()) | fold);
            }
        }
        Self { step, samples, beginnings }
    }

    /// Places from which a sample that stands within a word is less than a step ahead.
    #[inline]
    fn near_samples(&self, bytes: &[u8; REACH], fold: u64) -> u64 {
        match self.step {
            Step::One => self.near::<1>(bytes, fold),
            Step::Two => self.near::<2>(bytes, fold),
            Step::Four => self.near::<4>(bytes, fold),
        }
    }

    #[inline]
    fn near<const STEP: usize>(&self, bytes: &[u8; REACH], fold: u64) -> u64 {
        let mut seen = 0;
        for place in (STEP - 1..BLOCK).step_by(STEP) {
            let sample = bytes.get(place..).and_then(<[u8]>::first_chunk);
            let sample = sample.map_or(0, |bytes| u64::from_le_bytes(*bytes)) | fold;
            seen = seen >> STEP | self.samples.has(sample) << (BLOCK - STEP);
        }
        // A bit for the first place of each step becomes one for every place.
        (1..STEP).fold(seen, |starts, place| starts | seen << place)
    }
}

/// Whether `byte` is an ASCII letter or part of a character outside ASCII.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}

/// Where at least `count` of the bits of `letters` follow each other; everywhere if `count` is 0.
#[inline]
fn room(letters: u64, count: u32) -> u64 {
    let (mut room, mut known) = if count == 0 { (u64::MAX, 0) } else { (letters, 1) };
    while known < count {
        let more = known.min(count - known);
        room &= room >> more;
        known += more;
    }
    room
}

/// An iterator over places that can be told to leave some out.
pub(super) struct Candidates<'a> {
    heads: &'a Heads,
    text: &'a [u8],
    /// Where the block begins whose places wait.
    block: usize,
    waiting: u64,
    /// Where the next block begins.
    next: usize,
}

impl Candidates<'_> {
    /// The next place, if there is one.
    pub(super) fn next(&mut self) -> Option<usize> {
        loop {
            let place = self.passed()?;
            if self.heads.may_begin(self.text.get(place..)?) {
                return Some(place);
            }
        }
    }

    /// The next place that passes the first look.
    fn passed(&mut self) -> Option<usize> {
        while self.waiting == 0 {
            self.block = self.next;
            let rest = self.text.get(self.block..).filter(|rest| !rest.is_empty())?;
            self.next += BLOCK;
            self.waiting = match rest.first_chunk() {
                Some(bytes) => self.heads.block(bytes),
                None => self.heads.block(&padded(rest)),
            };
        }
        let place = self.block + self.waiting.trailing_zeros() as usize;
        self.waiting &= self.waiting - 1;
        Some(place)
    }

    /// Goes on at `place` or later.
    pub(super) fn skip_to(&mut self, place: usize) {
        if place >= self.next {
            (self.waiting, self.next) = (0, place);
        } else {
            self.waiting &=
                u64::MAX.checked_shl(u32::try_from(place - self.block).unwrap_or(64)).unwrap_or(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(words: &[&str], folds: bool, text: &str) -> Vec<usize> {
        let heads = Heads::new(words.iter().map(|word| word.as_bytes()), folds);
        let mut candidates = heads.candidates(text.as_bytes());
        std::iter::from_fn(|| candidates.next()).collect()
    }

    #[test]
    fn every_place_where_a_word_begins_is_a_candidate() {
        let word = "abcdefghijklmnopq";
        for length in 1..=word.len() {
            for place in 0..140 {
                for behind in ["", "-", &"-".repeat(99)] {
                    let text = format!("{}{}{behind}", "-".repeat(place), &word[..length]);
                    assert!(places(&[&word[..length]], false, &text).contains(&place), "{length} {place}");
                }
            }
        }
    }

    #[test]
    fn words_of_all_lengths_are_found_in_order() {
        let words = ["word", "ab", "x", "longer one", "another still longer one"];
        let text = "-- a longer one, wordy, abx another still longer one x w";
        assert_eq!(places(&words, false, text), [5, 17, 24, 26, 28, 42, 53]);
    }

    #[test]
    fn words_that_only_begin_alike_are_no_candidates() {
        let text = "it was a great day, and great was the joy";
        assert_eq!(places(&["greatly", "greater", "greatest!", "grea"], false, text), [9, 24]);
        assert_eq!(places(&["greatly", "greater", "greatest!"], false, text), [0; 0]);
    }

    #[test]
    fn case_matters_where_it_is_to() {
        assert_eq!(places(&["word", "another word"], true, "WORD Another Word word"), [0, 5, 13, 18]);
        assert_eq!(places(&["word", "another word"], false, "WORD Another Word word"), [18]);
    }

    #[test]
    fn places_can_be_skipped() {
        let heads = Heads::new([b"a".as_slice()].into_iter(), false);
        let mut candidates = heads.candidates(&[b'a'; 200]);
        for place in [0, 5, 33, 64, 199] {
            candidates.skip_to(place);
            assert_eq!(candidates.next(), Some(place));
        }
        candidates.skip_to(200);
        assert_eq!(candidates.next(), None);
    }
}
