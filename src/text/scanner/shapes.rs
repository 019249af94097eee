//! What the first characters of a rule's matches look like, asked of 64 places at once.
//!
//! A shape may hold at places where its rules have no match, never the other way round; a test proves
//! that for every row of the rule files.

use crate::text::pattern::Pattern;

use super::traits::Traits;
use super::window::{Bits, Window, here, run};

/// The shapes that rule files can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The start of a run of letters and digits with a digit in it, or up to two of `(` and `+` before one.
    Token,
    /// Groups of three, two and four digits with hyphens between.
    ThreeHyphenTwo,
    /// Three digits, two digits, one digit, with spaces or dots between.
    ThreeTwoSpaced,
    /// Twelve digits, or four and a space or hyphen and three.
    Card,
    /// Three digits in brackets, or groups of three, three and four with dots or hyphens between, perhaps behind
    /// a 1 or 001.
    ThreeThree,
    /// A plus sign and a digit, perhaps in brackets.
    Plus,
    /// A zero and a digit, perhaps in brackets.
    Zero,
    /// Two digits in brackets.
    Bracket,
    /// Groups of digits with a mark between, as telephone numbers have them; behind nine or ten digits without
    /// spaces nothing that [`super::Boundary::Number`] forbids.
    Grouped,
    /// Nine digits.
    Nine,
    /// Nine digits, or four and two with a dot between.
    FourTwo,
    /// Four groups of one to three digits with dots between.
    Quad,
    /// Two letters and two digits.
    Iban,
    /// Twenty-six letters and digits.
    Long,
    /// Two digits, two digits, four digits, with hyphens or slashes between.
    Date,
    /// Pairs of hexadecimal digits, or groups of four of them.
    Mac,
}

impl Shape {
    /// All shapes with their names in rule files.
    pub(super) const ALL: [(&'static str, Self); 16] = [
        ("token", Self::Token),
        ("3-2", Self::ThreeHyphenTwo),
        ("3.2.4", Self::ThreeTwoSpaced),
        ("card", Self::Card),
        ("3-3", Self::ThreeThree),
        ("plus", Self::Plus),
        ("zero", Self::Zero),
        ("bracket", Self::Bracket),
        ("grouped", Self::Grouped),
        ("9", Self::Nine),
        ("bsn", Self::FourTwo),
        ("quad", Self::Quad),
        ("iban", Self::Iban),
        ("26", Self::Long),
        ("2-2-4", Self::Date),
        ("mac", Self::Mac),
    ];

    /// The shape that rule files call `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, shape)| *shape)
    }

    /// What a window has at least one of when the shape begins in it.
    pub(super) fn needs(self) -> Traits {
        match self {
            Self::Token => Traits::DIGIT,
            Self::ThreeHyphenTwo => Traits::THREE_HYPHEN_TWO,
            Self::ThreeTwoSpaced => Traits::THREE_TWO,
            Self::Card => Traits::FOUR_DIGITS,
            Self::ThreeThree => Traits::THREE_THREE.or(Traits::OPEN),
            Self::Plus => Traits::PLUS,
            Self::Zero => Traits::ZERO.or(Traits::OPEN),
            Self::Bracket => Traits::OPEN,
            Self::Grouped => Traits::SPACE.or(Traits::SLASH).or(Traits::HYPHEN).or(Traits::DOTS),
            Self::Nine => Traits::EIGHT_DIGITS,
            Self::FourTwo => Traits::EIGHT_DIGITS.or(Traits::DOTS),
            Self::Quad => Traits::DOTS,
            Self::Iban => Traits::LETTER,
            Self::Long => Traits::LONG,
            Self::Date => Traits::HYPHEN.or(Traits::SLASH),
            Self::Mac => Traits::PAIRS,
        }
    }

    /// Where the shape may begin, at the positions that the window answers for.
    ///
    /// Most texts lack the marks that most shapes need, so those are asked for first; in the loop over shapes
    /// the compiler would work out everything beforehand.
    #[inline(never)]
    pub(super) fn places(self, window: &Window) -> u64 {
        match self {
            Self::Token => here(fronted(window, digit_tokens(window))),
            Self::ThreeHyphenTwo => three_two(window, window.hyphen) & here(window.four >> 7),
            Self::ThreeTwoSpaced => three_two(window, window.space | window.dot),
            Self::Card => card(window),
            Self::ThreeThree => three_three(window),
            Self::Plus => plus(window),
            Self::Zero => zero(window),
            Self::Bracket => bracket(window),
            Self::Grouped => grouped(window),
            Self::Nine => nine(window),
            Self::FourTwo => nine(window) | four_two(window),
            Self::Quad => quad(window),
            Self::Iban => iban(window),
            Self::Long => long(window),
            Self::Date => date(window),
            Self::Mac => mac(window),
        }
    }

    /// How long the matches of `pattern` are, when all that it says is that they have this shape.
    pub(super) fn length_of(self, pattern: &Pattern) -> Option<usize> {
        let length = match self {
            Self::ThreeHyphenTwo => 11,
            _ => return None,
        };
        (pattern.source() == self.pattern()).then_some(length)
    }

    /// Whether every match of `pattern` has this shape.
    #[cfg(test)]
    pub(crate) fn covers(self, pattern: &str) -> bool {
        use crate::text::automaton::Table;
        let (Ok(pattern), Ok(shape)) = (Table::forward(pattern), Table::forward(self.pattern())) else {
            return false;
        };
        pattern.begins_like(&shape)
    }

    /// The shape as a pattern.
    fn pattern(self) -> &'static str {
        match self {
            Self::Token => "[+(]{0,2}[0-9A-Za-z]",
            Self::ThreeHyphenTwo => "[0-9]{3}-[0-9]{2}-[0-9]{4}",
            Self::ThreeTwoSpaced => "[0-9]{3}[ .][0-9]{2}[ .][0-9]",
            Self::Card => "[0-9]{12}|[0-9]{4}[ -][0-9]{3}",
            Self::ThreeThree => {
                "(?:(?:[+]?[0-9]|[0-9]{3})[. -]?)?(?:[(][0-9]{3}[)]|[0-9]{3}[.-][0-9]{3}[.-][0-9]{4})"
            }
            Self::Plus => "[(]?[+][0-9]",
            Self::Zero => "[(]?0[0-9]",
            Self::Bracket => "[(][0-9]{2}[)]",
            Self::Grouped => {
                "[0-9]{3} [0-9]{2}|[0-9]{3}(?:[.-][0-9]{3}[.-][0-9]{3}|[.-][0-9]{7}|/[0-9]{3}[.-][0-9]{4})|[0-9]{2} [0-9]{3}|[0-9]{5} [0-9]{5}|[0-9] [0-9]{3} [0-9]{3}"
            }
            Self::Nine => "[0-9]{9}",
            Self::FourTwo => "[0-9]{9}|[0-9]{4}[.][0-9]{2}[.]",
            Self::Quad => "(?:[0-9]{1,3}[.]){3}[0-9]",
            Self::Iban => "[A-Za-z]{2}[0-9]{2}",
            Self::Long => "[0-9A-Za-z]{26}",
            Self::Date => "[0-9]{2}[/-][0-9]{2}[/-][0-9]{4}",
            Self::Mac => {
                "(?:[0-9A-Fa-f]{2}:){5}[0-9A-Fa-f]{2}|(?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}[.][0-9A-Fa-f]{4}"
            }
        }
    }
}

/// Starts of runs of letters and digits that have a digit among their first 32 characters.
#[inline]
pub(super) fn digit_tokens(window: &Window) -> Bits {
    // Digits spread to the left through the run they are in, twice as far in each round.
    let alnum = window.alnum();
    let mut inside = alnum;
    let mut reached = window.digit;
    for step in [1, 2, 4, 8, 16] {
        reached |= inside & reached >> step;
        inside &= inside >> step;
    }
    reached & !window.behind(|classes| classes.digit | classes.letter)
}

/// `tokens`, and up to two of `(` and `+` in front of each.
#[inline]
pub(super) fn fronted(window: &Window, tokens: Bits) -> Bits {
    let opener = window.of(|classes| classes.open | classes.plus);
    let one = opener & tokens >> 1;
    tokens | one | opener & one >> 1
}

#[inline]
fn three_two(window: &Window, mark: Bits) -> u64 {
    let first = here(window.three & mark >> 3);
    if first == 0 { 0 } else { first & here(window.two >> 4 & mark >> 6 & window.digit >> 7) }
}

#[inline]
fn card(window: &Window) -> u64 {
    let four = window.four;
    if here(four) == 0 {
        return 0;
    }
    let mark = window.space | window.hyphen;
    here(four & four >> 4 & four >> 8 | four & mark >> 4 & window.three >> 5) & window.starts
}

#[inline]
fn three_three(window: &Window) -> u64 {
    let (digit, three) = (window.digit, window.three);
    let inner = window.dot | window.hyphen;
    let brackets = window.of(|classes| classes.open) & three >> 1 & window.of(|classes| classes.close) >> 4;
    let number = brackets | three & inner >> 3 & three >> 4 & inner >> 7 & window.four >> 8;
    if number == 0 {
        return 0;
    }
    let behind_mark = (inner | window.space) & number >> 1;
    let one = digit & (number | behind_mark) >> 1;
    let plus = window.of(|classes| classes.plus) & one >> 1;
    here(number | one | three & (number | behind_mark) >> 3 | plus) & window.starts
}

#[inline]
fn plus(window: &Window) -> u64 {
    let plus = window.of(|classes| classes.plus) & window.digit >> 1;
    if plus == 0 { 0 } else { here(plus | window.of(|classes| classes.open) & plus >> 1) }
}

#[inline]
fn zero(window: &Window) -> u64 {
    let zero = window.of(|classes| classes.zero) & window.digit >> 1;
    let open = window.only_here(|classes| classes.open);
    here(zero) & window.starts | open & here(zero >> 1)
}

#[inline]
fn bracket(window: &Window) -> u64 {
    let open = window.only_here(|classes| classes.open);
    if open == 0 { 0 } else { open & here(window.two >> 1 & window.of(|classes| classes.close) >> 3) }
}

#[inline]
fn grouped(window: &Window) -> u64 {
    let digit = window.digit;
    let between = window.behind(|classes| classes.digit) & digit >> 1;
    let (two, three, four) = (window.two, window.three, window.four);
    let (space, slash) = (window.space & between, window.of(|classes| classes.slash) & between);
    let mark = (window.hyphen | window.dot) & between;
    let mut places = 0;
    if space != 0 {
        let five = four & digit >> 4;
        places = three & space >> 3 & two >> 4
            | two & space >> 2 & three >> 3
            | five & space >> 5 & five >> 6
            | digit & space >> 1 & three >> 2 & space >> 5 & three >> 6;
    }
    if slash | mark != 0 {
        // Longer numbers and those of other kinds begin like this as well.
        let ends = !(digit | slash | mark);
        let threes = mark >> 3 & three >> 4 & mark >> 7 & three >> 8 & ends >> 11;
        let seven = mark >> 3 & four >> 4 & four >> 7 & ends >> 11;
        let four_last = slash >> 3 & three >> 4 & mark >> 7 & four >> 8;
        places |= three & (threes | seven | four_last);
    }
    here(places) & window.starts
}

#[inline]
fn nine(window: &Window) -> u64 {
    let four = window.four;
    if here(four) == 0 { 0 } else { here(four & four >> 4 & window.digit >> 8) & window.starts }
}

#[inline]
fn four_two(window: &Window) -> u64 {
    let first = window.four & window.dot >> 4;
    if first == 0 { 0 } else { here(first & window.two >> 5 & window.dot >> 7) & window.starts }
}

#[inline]
fn quad(window: &Window) -> u64 {
    let (digit, two, three) = (window.digit, window.two, window.three);
    let dot = window.dot & window.behind(|classes| classes.digit) & digit >> 1;
    if dot == 0 {
        return 0;
    }
    // A dot, one to three digits, a dot; and once more.
    let step = |rest: Bits| dot & (digit & rest >> 1 | two & rest >> 2 | three & rest >> 3) >> 1;
    let second = step(dot);
    if second == 0 {
        return 0;
    }
    let first = step(second);
    here(digit & first >> 1 | two & first >> 2 | three & first >> 3) & window.starts
}

#[inline]
fn iban(window: &Window) -> u64 {
    here(window.letter & window.letter >> 1 & window.two >> 2) & window.starts
}

#[inline]
fn long(window: &Window) -> u64 {
    here(run(window.alnum(), 26)) & window.starts
}

#[inline]
fn date(window: &Window) -> u64 {
    let first = window.two & (window.hyphen | window.of(|classes| classes.slash)) >> 2;
    if first == 0 { 0 } else { here(first & first >> 3 & window.four >> 6) }
}

#[inline]
fn mac(window: &Window) -> u64 {
    let colon = window.of(|classes| classes.colon);
    if colon | window.hyphen | window.dot == 0 {
        return 0;
    }
    let hex = window.digit | window.of(|classes| classes.hex_letter);
    let inner = window.behind(|classes| classes.digit | classes.hex_letter) & hex >> 1;
    // Five marks, each three places behind the one before.
    let chain = |mark: Bits| {
        let two = mark & mark >> 3;
        if two == 0 { 0 } else { two & two >> 6 & mark >> 12 }
    };
    let marks = chain(colon & inner) | chain(window.hyphen & inner);
    let dot = window.dot & inner;
    let dots = dot & dot >> 5;
    if marks | dots == 0 {
        return 0;
    }
    let (pair, four) = (hex & hex >> 1, run(hex, 4));
    let pairs = pair & marks >> 2 & pair >> 3 & pair >> 6 & pair >> 9 & pair >> 12 & pair >> 15;
    here(pairs | four & dots >> 4 & four >> 5 & four >> 10) & window.starts
}
