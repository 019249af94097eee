//! What a window must have for a shape to begin in it: asked once, before the shapes are.

use super::window::{Bits, Window, here};

/// A set of what a window has, and a shape needs, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traits(u16);

impl Traits {
    pub(super) const NONE: Self = Self(0);
    pub(super) const DIGIT: Self = Self(1);
    /// Three digits, a hyphen, two characters, a hyphen.
    pub(super) const THREE_HYPHEN_TWO: Self = Self(1 << 1);
    /// The same with dots or spaces.
    pub(super) const THREE_TWO: Self = Self(1 << 2);
    /// Three digits, a dot or hyphen, three characters, a dot or hyphen.
    pub(super) const THREE_THREE: Self = Self(1 << 3);
    /// Two dots with one to three characters between, both between digits.
    pub(super) const DOTS: Self = Self(1 << 4);
    /// Between two digits.
    pub(super) const SPACE: Self = Self(1 << 5);
    pub(super) const SLASH: Self = Self(1 << 6);
    pub(super) const HYPHEN: Self = Self(1 << 7);
    pub(super) const OPEN: Self = Self(1 << 8);
    /// Before a digit.
    pub(super) const PLUS: Self = Self(1 << 9);
    /// At the start of a number.
    pub(super) const ZERO: Self = Self(1 << 10);
    /// Two characters before two digits.
    pub(super) const LETTER: Self = Self(1 << 11);
    /// In a row.
    pub(super) const FOUR_DIGITS: Self = Self(1 << 12);
    pub(super) const EIGHT_DIGITS: Self = Self(1 << 13);
    /// More than 23 letters and digits in a row.
    pub(super) const LONG: Self = Self(1 << 14);
    /// Two colons, hyphens or dots as far from each other as in a hardware address.
    pub(super) const PAIRS: Self = Self(1 << 15);

    /// What `window` has.
    #[inline]
    pub(super) fn of(window: &Window) -> Self {
        let (digit, three) = (window.digit, window.three);
        let (space, dot, hyphen) = (window.space, window.dot, window.hyphen);
        let between = window.behind(|classes| classes.digit) & digit >> 1;
        let slash = window.of(|classes| classes.slash) & between;
        let plus = window.of(|classes| classes.plus) & digit >> 1;
        let at = |class: Bits, distance: u32| here(class >> distance);
        let marks = |mark: Bits| at(mark, 3) & at(mark, 6);
        let inner = dot | hyphen;
        let dots = dot & between;
        let eighths = window.alnum() & EVERY_EIGHTH;
        let colon = window.of(|classes| classes.colon);
        let pairs = colon | hyphen;
        Self(
            Self::DIGIT.when(digit != 0)
                | Self::THREE_HYPHEN_TWO.when(here(three) & marks(hyphen) != 0)
                | Self::THREE_TWO.when(here(three) & marks(space | dot) != 0)
                | Self::THREE_THREE.when(three & inner >> 3 & inner >> 7 != 0)
                | Self::DOTS.when(dots & (dots >> 2 | dots >> 3 | dots >> 4) != 0)
                | Self::SPACE.when(space & between != 0)
                | Self::SLASH.when(slash != 0)
                | Self::HYPHEN.when(hyphen & between != 0)
                | Self::OPEN.when(window.of(|classes| classes.open) != 0)
                | Self::PLUS.when(plus != 0)
                | Self::ZERO
                    .when(window.only_here(|classes| classes.zero) & window.starts & at(digit, 1) != 0)
                | Self::LETTER.when(here(window.letter) & at(window.two, 2) != 0)
                | Self::FOUR_DIGITS.when(here(window.four) != 0)
                | Self::EIGHT_DIGITS.when(here(window.four) & at(window.four, 4) != 0)
                | Self::LONG.when(eighths & eighths >> 8 & eighths >> 16 != 0)
                | Self::PAIRS.when(pairs & pairs >> 3 & pairs >> 6 | dot & dot >> 5 != 0),
        )
    }

    /// What either has.
    pub(super) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether there is something that both have.
    pub(super) const fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn when(self, holds: bool) -> u16 {
        if holds { self.0 } else { 0 }
    }
}

/// Whatever is 24 bytes long covers three of these in a row.
const EVERY_EIGHTH: Bits = 0x0101_0101_0101_0101_0101_0101_0101_0101;
