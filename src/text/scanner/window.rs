//! What the scan knows about a stretch of text before it looks at single bytes.

use crate::text::lanes::{BLOCK, Block};

/// One bit per position of a window: the lower half for those it answers for, the upper for what follows.
pub(super) type Bits = u128;

/// One block by classes of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Classes {
    pub(super) digit: u64,
    pub(super) letter: u64,
    pub(super) non_ascii: u64,
    pub(super) zero: u64,
    pub(super) dot: u64,
    pub(super) hyphen: u64,
    pub(super) slash: u64,
    pub(super) space: u64,
    pub(super) colon: u64,
    pub(super) at: u64,
    pub(super) underscore: u64,
    pub(super) open: u64,
    pub(super) close: u64,
    pub(super) plus: u64,
    pub(super) comma: u64,
    pub(super) hex_letter: u64,
}

impl Classes {
    const NONE: Self = Self {
        digit: 0,
        letter: 0,
        non_ascii: 0,
        zero: 0,
        dot: 0,
        hyphen: 0,
        slash: 0,
        space: 0,
        colon: 0,
        at: 0,
        underscore: 0,
        open: 0,
        close: 0,
        plus: 0,
        comma: 0,
        hex_letter: 0,
    };

    #[inline]
    fn at(text: &[u8], from: isize) -> Self {
        if from.saturating_add_unsigned(BLOCK) <= 0 || from.cast_unsigned() >= text.len() && from >= 0 {
            return Self::NONE;
        }
        let block = Block::at(text, from);
        Self {
            digit: block.within(b'0', b'9'),
            letter: block.within_folded(b'a', b'z'),
            non_ascii: block.non_ascii(),
            zero: block.eq(b'0'),
            dot: block.eq(b'.'),
            hyphen: block.eq(b'-'),
            slash: block.eq(b'/'),
            space: block.eq(b' '),
            colon: block.eq(b':'),
            at: block.eq(b'@'),
            underscore: block.eq(b'_'),
            open: block.eq(b'('),
            close: block.eq(b')'),
            plus: block.eq(b'+'),
            comma: block.eq(b','),
            hex_letter: block.within_folded(b'a', b'f'),
        }
    }
}

/// 64 bytes by classes, and the 64 on either side; bit `n` is the byte at `start + n`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    start: usize,
    before: Classes,
    here: Classes,
    after: Classes,
    pub(super) digit: Bits,
    pub(super) letter: Bits,
    pub(super) space: Bits,
    pub(super) dot: Bits,
    pub(super) hyphen: Bits,
    /// Where two, three and four digits follow each other.
    pub(super) two: Bits,
    pub(super) three: Bits,
    pub(super) four: Bits,
    /// Where no letter, digit or underscore stands before.
    pub(super) starts: u64,
}

impl Window {
    /// The window that answers for `start` and the 63 positions after it.
    #[inline]
    pub(super) fn at(text: &[u8], start: usize) -> Self {
        let from = start.cast_signed();
        let block = BLOCK.cast_signed();
        let [before, here, after] = [from - block, from, from + block].map(|from| Classes::at(text, from));
        Self::join(start, before, here, after)
    }

    /// The window behind this one.
    #[inline]
    pub(super) fn following(&self, text: &[u8]) -> Self {
        let start = self.start + BLOCK;
        let after = Classes::at(text, start.cast_signed() + BLOCK.cast_signed());
        Self::join(start, self.here, self.after, after)
    }

    #[inline]
    fn join(start: usize, before: Classes, here: Classes, after: Classes) -> Self {
        let digit = both(here.digit, after.digit);
        let two = digit & digit >> 1;
        let word = |classes: &Classes| classes.digit | classes.letter | classes.underscore;
        Self {
            start,
            before,
            here,
            after,
            digit,
            letter: both(here.letter, after.letter),
            space: both(here.space, after.space),
            dot: both(here.dot, after.dot),
            hyphen: both(here.hyphen, after.hyphen),
            two,
            three: two & digit >> 2,
            four: two & two >> 2,
            starts: !(word(&here) << 1 | word(&before) >> 63),
        }
    }

    /// Whether anything is here that a match can be found by.
    #[inline]
    pub(super) fn has_stop(&self) -> bool {
        self.here.digit | self.here.at | self.here.colon != 0
    }

    /// One past the last position that the window answers for.
    pub(super) fn end(&self) -> usize {
        self.start + BLOCK
    }

    /// The position in the text of a bit.
    #[inline]
    pub(super) fn position(&self, bit: u32) -> usize {
        self.start + bit as usize
    }

    /// What a class holds, here and after.
    #[inline]
    pub(super) fn of(&self, class: impl Fn(&Classes) -> u64) -> Bits {
        both(class(&self.here), class(&self.after))
    }

    /// What a class holds, here only.
    #[inline]
    pub(super) fn only_here(&self, class: impl Fn(&Classes) -> u64) -> u64 {
        class(&self.here)
    }

    /// What a class holds before and here: the upper half is the window.
    #[inline]
    pub(super) fn until_here(&self, class: impl Fn(&Classes) -> u64) -> Bits {
        both(class(&self.before), class(&self.here))
    }

    /// Where the byte before is of a class.
    #[inline]
    pub(super) fn behind(&self, class: impl Fn(&Classes) -> u64) -> Bits {
        self.of(&class) << 1 | Bits::from(class(&self.before) >> 63)
    }

    /// Letters and digits.
    #[inline]
    pub(super) fn alnum(&self) -> Bits {
        self.digit | self.letter
    }
}

#[inline]
fn both(low: u64, high: u64) -> Bits {
    Bits::from(low) | Bits::from(high) << BLOCK
}

/// The lower half: what the window answers for.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "the lower half of a number twice as wide")]
pub(super) fn here(bits: Bits) -> u64 {
    bits as u64
}

/// Positions from which `class` holds for `length` bytes.
#[inline]
pub(super) fn run(class: Bits, length: u32) -> Bits {
    // Each round doubles what is known, up to the rest.
    let mut bits = class;
    let mut known = 1;
    while known < length {
        let step = known.min(length - known);
        bits &= bits >> step;
        known += step;
    }
    bits
}

/// The set bits of `bits`, lowest first.
#[inline]
pub(super) fn each(bits: u64, mut visit: impl FnMut(u32)) {
    let mut rest = bits;
    while rest != 0 {
        visit(rest.trailing_zeros());
        rest &= rest - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_follow_each_other() {
        let text =
            [b"x".repeat(70).as_slice(), b"1".repeat(3).as_slice(), b"y".repeat(200).as_slice()].concat();
        let window = Window::at(&text, 0);
        assert_eq!((window.end(), window.digit, window.three), (64, 0b111 << 70, 1 << 70));
        assert_eq!((window.starts, window.has_stop()), (1, false));
        let following = window.following(&text);
        assert_eq!((following.end(), following.digit, following.starts), (128, 0b111 << 6, 0));
        assert_eq!((following.position(6), following.has_stop()), (70, true));
        assert_eq!(following.until_here(|classes| classes.digit), 0b111 << 70);
        assert_eq!(here(following.behind(|classes| classes.letter)) & 0b111_1111, 0b011_1111 | 1 << 6);
    }

    #[test]
    fn nothing_is_beyond_the_text() {
        let window = Window::at(b"1", 0).following(b"1");
        assert!(!window.has_stop() && window.digit == 0);
    }

    #[test]
    fn runs_have_the_asked_length() {
        for length in 1..=20 {
            let class: Bits = (1 << 17) - 1;
            let expected = if length <= 17 { (1 << (18 - length)) - 1 } else { 0 };
            assert_eq!(run(class, length), expected, "{length}");
        }
    }
}
