//! What the scan knows about a stretch of text before it looks at single bytes.

use crate::text::boundary::{Boundary, LONGEST_SERIAL};
use crate::text::lanes::{BLOCK, Block};

use super::traits::Traits;

/// One bit per position of a window: the lower half for those it answers for, the upper for what follows.
pub(super) type Bits = u128;

/// One block by classes of bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Classes {
    pub(super) digit: u64,
    pub(super) letter: u64,
    pub(super) capital: u64,
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
        capital: 0,
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
        let [b0, b1, b2, b3, b4, b5, b6, b7] = Block::at(text, from).planes();
        // The lower two bits, and by the upper four the rows of the ASCII table.
        let (zero, one, two, three) = (!b1 & !b0, !b1 & b0, b1 & !b0, b1 & b0);
        let (marks, numbers, letters) = (!b7 & !b6 & b5 & !b4, !b7 & !b6 & b5 & b4, !b7 & b6);
        let (brackets, points) = (marks & b3 & !b2, marks & b3 & b2);
        let (lowest, highest) = (!b2 & zero, b2 | three);
        let letter = letters & !(!b4 & !b3 & lowest) & !(b4 & b3 & highest);
        Self {
            digit: numbers & !(b3 & (b2 | b1)),
            letter,
            capital: letter & !b5,
            non_ascii: b7,
            zero: numbers & !b3 & lowest,
            dot: points & two,
            hyphen: points & one,
            slash: points & three,
            space: marks & !b3 & lowest,
            colon: numbers & b3 & !b2 & two,
            at: letters & !b5 & !b4 & !b3 & lowest,
            underscore: letters & !b5 & b4 & b3 & b2 & three,
            open: brackets & zero,
            close: brackets & one,
            plus: brackets & three,
            comma: points & zero,
            hex_letter: letters & !b4 & !b3 & !lowest & !(b2 & three),
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
    /// What shapes are made of, if it is where they need it.
    pub(super) traits: Traits,
}

impl Window {
    const EMPTY: Self = Self {
        start: 0,
        before: Classes::NONE,
        here: Classes::NONE,
        after: Classes::NONE,
        digit: 0,
        letter: 0,
        space: 0,
        dot: 0,
        hyphen: 0,
        two: 0,
        three: 0,
        four: 0,
        starts: 0,
        traits: Traits::NONE,
    };

    /// The window that answers for `start` and the 63 positions after it.
    #[inline]
    pub(super) fn at(text: &[u8], start: usize) -> Self {
        let from = start.cast_signed();
        let block = BLOCK.cast_signed();
        let [before, here, after] = [from - block, from, from + block].map(|from| Classes::at(text, from));
        let mut window = Self { start, before, here, after, ..Self::EMPTY };
        window.compare();
        window
    }

    /// Moves on to the window behind this one.
    #[inline]
    pub(super) fn advance(&mut self, text: &[u8]) {
        self.start += BLOCK;
        self.before = self.here;
        self.here = self.after;
        self.after = Classes::at(text, self.start.cast_signed() + BLOCK.cast_signed());
        self.compare();
    }

    /// Works out what follows from the classes.
    #[inline]
    fn compare(&mut self) {
        self.digit = self.of(|classes| classes.digit);
        self.letter = self.of(|classes| classes.letter);
        self.space = self.of(|classes| classes.space);
        self.dot = self.of(|classes| classes.dot);
        self.hyphen = self.of(|classes| classes.hyphen);
        self.two = self.digit & self.digit >> 1;
        self.three = self.two & self.digit >> 2;
        self.four = self.two & self.two >> 2;
        let word = |classes: &Classes| classes.digit | classes.letter | classes.underscore;
        self.starts = !(word(&self.here) << 1 | word(&self.before) >> 63);
        self.traits = Traits::of(self);
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

    /// What a class holds of the 64 bytes before a place; the highest bit is the nearest.
    #[inline]
    pub(super) fn ending_at(&self, bit: u32, class: impl Fn(&Classes) -> u64) -> u64 {
        here(self.until_here(class) >> bit)
    }

    /// Where the byte before is of a class.
    #[inline]
    pub(super) fn behind(&self, class: impl Fn(&Classes) -> u64) -> Bits {
        self.of(&class) << 1 | Bits::from(class(&self.before) >> 63)
    }

    /// Where a match may begin: [`Boundary::before`] but for [`Boundary::holds_farther`].
    #[inline]
    pub(super) fn may_begin(&self, boundary: Boundary) -> u64 {
        let near = |class: fn(&Classes) -> u64| class(&self.here) << 1 | class(&self.before) >> 63;
        let far = |class: fn(&Classes) -> u64| class(&self.here) << 2 | class(&self.before) >> 62;
        match boundary {
            Boundary::None => u64::MAX,
            Boundary::Word => self.starts,
            Boundary::Alnum => !near(|classes| classes.digit | classes.letter),
            Boundary::Number | Boundary::Serial => {
                let mark = near(|classes| classes.dot | classes.hyphen | classes.slash);
                let goes_on = mark & far(|classes| classes.digit);
                let later = if boundary == Boundary::Serial { self.later_groups() } else { 0 };
                self.starts & !(goes_on | later)
            }
            Boundary::Dotted => self.starts & !(near(|classes| classes.dot) & far(|classes| classes.digit)),
            Boundary::Hex => self.starts & !near(|classes| classes.colon),
            Boundary::Group => {
                let mark = near(|classes| classes.dot | classes.hyphen);
                let goes_on = mark & far(|classes| classes.digit | classes.letter);
                self.starts & !(near(|classes| classes.colon) | goes_on)
            }
        }
    }

    /// Where groups of digits go on from one of four digits before them, as far as [`Boundary::Serial`] forbids it.
    #[inline]
    fn later_groups(&self) -> u64 {
        let digit = self.until_here(|classes| classes.digit);
        let space = self.until_here(|classes| classes.space);
        let behind_group = space << 1 & digit << 2 & digit << 3 & digit << 4 & digit << 5 & !(digit << 6);
        let places = here(behind_group >> BLOCK) & here(self.four & self.space >> 4);
        let number = self.digit | self.space & self.behind(|classes| classes.digit);
        let mut later = 0;
        each(places, |bit| {
            let length = (!(number >> bit)).trailing_zeros().min(2 * LONGEST_SERIAL);
            let digits = here(self.digit >> bit) & ((1 << length) - 1);
            later |= u64::from(4 + digits.count_ones() <= LONGEST_SERIAL) << bit;
        });
        later
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
    fn every_byte_is_in_its_classes() {
        for byte in 0..=u8::MAX {
            let classes = Classes::at(&[byte; 64], 0);
            let all = |holds: bool| if holds { u64::MAX } else { 0 };
            let marks = [
                (classes.zero, b'0'),
                (classes.dot, b'.'),
                (classes.hyphen, b'-'),
                (classes.slash, b'/'),
                (classes.space, b' '),
                (classes.colon, b':'),
                (classes.at, b'@'),
                (classes.underscore, b'_'),
                (classes.open, b'('),
                (classes.close, b')'),
                (classes.plus, b'+'),
                (classes.comma, b','),
            ];
            for (class, mark) in marks {
                assert_eq!(class, all(byte == mark), "{byte} {mark}");
            }
            assert_eq!(classes.digit, all(byte.is_ascii_digit()), "{byte}");
            assert_eq!(classes.letter, all(byte.is_ascii_alphabetic()), "{byte}");
            assert_eq!(classes.capital, all(byte.is_ascii_uppercase()), "{byte}");
            assert_eq!(classes.hex_letter, all(byte.is_ascii_hexdigit() && !byte.is_ascii_digit()), "{byte}");
            assert_eq!(classes.non_ascii, all(!byte.is_ascii()), "{byte}");
        }
    }

    #[test]
    fn windows_follow_each_other() {
        let text =
            [b"x".repeat(70).as_slice(), b"1".repeat(3).as_slice(), b"y".repeat(200).as_slice()].concat();
        let mut window = Window::at(&text, 0);
        assert_eq!((window.end(), window.digit, window.three), (64, 0b111 << 70, 1 << 70));
        assert_eq!((window.starts, window.has_stop()), (1, false));
        window.advance(&text);
        assert_eq!((window.end(), window.digit, window.starts), (128, 0b111 << 6, 0));
        assert_eq!((window.position(6), window.has_stop()), (70, true));
        assert_eq!(window.until_here(|classes| classes.digit), 0b111 << 70);
        assert_eq!(here(window.behind(|classes| classes.letter)) & 0b111_1111, 0b011_1111 | 1 << 6);
    }

    #[test]
    fn boundaries_are_the_same_of_many_places_as_of_one() {
        let names = ["none", "word", "alnum", "number", "dotted", "hex", "serial", "group"];
        let marks = b"a1_.-/: (\xc3";
        let mut text = vec![b' '; 60];
        for groups in [
            "1234 5678 ",
            "1234 5678 9012 3456 ",
            "91234 5678 9",
            "1234 5678 9012 3456 7890 1 ",
            "1234 5678901234567890 1",
        ] {
            text.extend_from_slice(groups.as_bytes());
            text.extend_from_slice(b"x ");
        }
        for first in marks {
            for second in marks {
                text.extend([*first, *second, b'7', b' ']);
            }
        }
        for start in 0..text.len() {
            let window = Window::at(&text, start);
            for boundary in names.map(|name| Boundary::from_name(name).unwrap()) {
                let places = window.may_begin(boundary);
                for bit in (0..64).filter(|bit| window.position(*bit) < text.len()) {
                    let at = window.position(bit);
                    let holds = places >> bit & 1 == 1 && boundary.holds_farther(&text, at);
                    assert_eq!(holds, boundary.before(&text, at), "{boundary:?} {at}");
                }
            }
        }
    }

    #[test]
    fn nothing_is_beyond_the_text() {
        let mut window = Window::at(b"1", 0);
        window.advance(b"1");
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
