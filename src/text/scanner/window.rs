//! What the scan knows about a stretch of text before it looks at single bytes.

use crate::text::lanes::{BLOCK, Block};

/// How many positions of a window come before those it answers for: a label's last letter has to be seen
/// across the marks behind it.
pub(super) const MARGIN: usize = 16;

/// One bit per position of a window: it answers for 64 of them and sees the rest as their neighbours.
pub(super) type Bits = u128;

/// The positions that a window answers for.
pub(super) const ANSWERED: Bits = (u64::MAX as Bits) << MARGIN;

/// One block by classes of bytes.
#[derive(Debug, Clone, Copy)]
struct Classes {
    digit: u64,
    letter: u64,
    non_ascii: u64,
    zero: u64,
    dot: u64,
    hyphen: u64,
    slash: u64,
    space: u64,
    colon: u64,
    at: u64,
    underscore: u64,
    open: u64,
    close: u64,
    plus: u64,
    comma: u64,
    hex_letter: u64,
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
        if usize::try_from(from).is_ok_and(|from| from >= text.len()) {
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

/// 128 bytes by classes; bit `n` is the byte at `start + n`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    start: isize,
    next: Classes,
    pub(super) digit: Bits,
    pub(super) letter: Bits,
    pub(super) non_ascii: Bits,
    pub(super) zero: Bits,
    pub(super) dot: Bits,
    pub(super) hyphen: Bits,
    pub(super) slash: Bits,
    pub(super) space: Bits,
    pub(super) colon: Bits,
    pub(super) at: Bits,
    pub(super) underscore: Bits,
    pub(super) open: Bits,
    pub(super) close: Bits,
    pub(super) plus: Bits,
    pub(super) comma: Bits,
    pub(super) hex_letter: Bits,
    /// Where two, three and four digits follow each other.
    pub(super) two: Bits,
    pub(super) three: Bits,
    pub(super) four: Bits,
}

impl Window {
    /// The window that answers for `position` and the 63 after it.
    #[inline]
    pub(super) fn at(text: &[u8], position: usize) -> Self {
        let start = position.cast_signed() - MARGIN.cast_signed();
        let next = start + BLOCK.cast_signed();
        Self::join(start, Classes::at(text, start), Classes::at(text, next))
    }

    /// The window behind this one.
    #[inline]
    pub(super) fn following(&self, text: &[u8]) -> Self {
        let start = self.start + BLOCK.cast_signed();
        Self::join(start, self.next, Classes::at(text, start + BLOCK.cast_signed()))
    }

    #[inline]
    fn join(start: isize, first: Classes, next: Classes) -> Self {
        let both = |class: fn(&Classes) -> u64| Bits::from(class(&first)) | Bits::from(class(&next)) << BLOCK;
        let digit = both(|classes| classes.digit);
        let two = digit & digit >> 1;
        Self {
            start,
            next,
            two,
            three: two & digit >> 2,
            four: two & two >> 2,
            digit,
            letter: both(|classes| classes.letter),
            non_ascii: both(|classes| classes.non_ascii),
            zero: both(|classes| classes.zero),
            dot: both(|classes| classes.dot),
            hyphen: both(|classes| classes.hyphen),
            slash: both(|classes| classes.slash),
            space: both(|classes| classes.space),
            colon: both(|classes| classes.colon),
            at: both(|classes| classes.at),
            underscore: both(|classes| classes.underscore),
            open: both(|classes| classes.open),
            close: both(|classes| classes.close),
            plus: both(|classes| classes.plus),
            comma: both(|classes| classes.comma),
            hex_letter: both(|classes| classes.hex_letter),
        }
    }

    /// The first position that the window answers for.
    pub(super) fn first(&self) -> usize {
        usize::try_from(self.start + MARGIN.cast_signed()).unwrap_or(0)
    }

    /// One past the last position that the window answers for.
    pub(super) fn end(&self) -> usize {
        self.first() + BLOCK
    }

    /// The position in the text of a bit.
    #[inline]
    pub(super) fn position(&self, bit: u32) -> usize {
        // Bits before the text are zero in all classes, so nobody asks for them.
        usize::try_from(self.start + isize::try_from(bit).unwrap_or(0)).unwrap_or(0)
    }

    /// Letters and digits.
    #[inline]
    pub(super) fn alnum(&self) -> Bits {
        self.digit | self.letter
    }

    /// Where a run of letters and digits begins.
    #[inline]
    pub(super) fn token_starts(&self) -> Bits {
        let alnum = self.alnum();
        alnum & !(alnum << 1)
    }
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
pub(super) fn each(bits: Bits, mut visit: impl FnMut(u32)) {
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
        assert_eq!((window.first(), window.end()), (0, 64));
        assert_eq!(window.digit, 0b111 << (70 + MARGIN));
        let following = window.following(&text);
        assert_eq!((following.first(), following.end()), (64, 128));
        assert_eq!(following.digit, 0b111 << (6 + MARGIN));
        assert_eq!(following.position(22), 70);
        assert_eq!(window.letter & 0xFFFF, 0);
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
