//! What the first characters of a rule's matches look like, asked of 64 places at once.
//!
//! A shape may hold at places where its rules have no match, never the other way round; a test proves
//! that for every row of the rule files.

use super::window::{Bits, Window, run};

/// The shapes that rule files can name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The start of a run of letters and digits with a digit in it, or up to two of `(` and `+` before one.
    Token,
    /// Three digits, a hyphen, two digits, a hyphen.
    ThreeHyphenTwo,
    /// Three digits, two digits, one digit, with spaces or dots between.
    ThreeTwoSpaced,
    /// Twelve digits, or four and a space or hyphen and three.
    Card,
    /// Three digits (in brackets, or a dot or hyphen behind them) and three more, perhaps behind a 1 or 001.
    ThreeThree,
    /// A plus sign and a digit.
    Plus,
    /// A zero and a digit, perhaps in brackets.
    Zero,
    /// Two digits in brackets.
    Bracket,
    /// Groups of digits with a space or hyphen between, as telephone numbers have them.
    Grouped,
    /// Nine digits.
    Nine,
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
    pub(super) const ALL: [(&'static str, Self); 15] = [
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

    /// Where the shape may begin; right for the positions that the window answers for.
    #[inline]
    pub(super) fn places(self, window: &Window) -> Bits {
        let digit = window.digit;
        match self {
            Self::Token => fronted(window, digit_tokens(window)),
            Self::ThreeHyphenTwo => window.three & window.hyphen >> 3 & window.two >> 4 & window.hyphen >> 6,
            Self::ThreeTwoSpaced => {
                let mark = window.space | window.dot;
                window.three & mark >> 3 & window.two >> 4 & mark >> 6 & digit >> 7
            }
            Self::Card => {
                let mark = window.space | window.hyphen;
                let four = window.four;
                let twelve = four & four >> 4 & four >> 8;
                (twelve | four & mark >> 4 & window.three >> 5) & starts(window)
            }
            Self::ThreeThree => three_three(window),
            Self::Plus => window.plus & digit >> 1,
            Self::Zero => {
                let zero = window.zero & digit >> 1;
                zero & starts(window) | window.open & zero >> 1
            }
            Self::Bracket => window.open & window.two >> 1 & window.close >> 3,
            Self::Grouped => grouped(window),
            Self::Nine => window.four & window.four >> 4 & digit >> 8 & starts(window),
            Self::Quad => quad(window),
            Self::Iban => window.letter & window.letter >> 1 & window.two >> 2 & starts(window),
            Self::Long => run(window.alnum(), 26) & starts(window),
            Self::Date => {
                let mark = window.hyphen | window.slash;
                window.two & mark >> 2 & window.two >> 3 & mark >> 5 & window.four >> 6
            }
            Self::Mac => mac(window),
        }
    }

    /// Whether every match of `pattern` has this shape.
    #[cfg(test)]
    pub(crate) fn covers(self, pattern: &str) -> bool {
        use crate::text::automaton::Table;
        let (Ok(pattern), Ok(shape)) = (Table::forward(&[pattern]), Table::forward(&[self.pattern()])) else {
            return false;
        };
        pattern.begins_like(&shape)
    }

    /// The shape as a pattern, for the proof that it covers its rules.
    #[cfg(test)]
    fn pattern(self) -> &'static str {
        match self {
            Self::Token => "[+(]{0,2}[0-9A-Za-z]",
            Self::ThreeHyphenTwo => "[0-9]{3}-[0-9]{2}-",
            Self::ThreeTwoSpaced => "[0-9]{3}[ .][0-9]{2}[ .][0-9]",
            Self::Card => "[0-9]{12}|[0-9]{4}[ -][0-9]{3}",
            Self::ThreeThree => "(?:(?:[+]?[0-9]|[0-9]{3})[. -]?)?(?:[(][0-9]{3}[)]|[0-9]{3}[.-][0-9]{3})",
            Self::Plus => "[+][0-9]",
            Self::Zero => "[(]?0[0-9]",
            Self::Bracket => "[(][0-9]{2}[)]",
            Self::Grouped => {
                "[0-9]{3}[ -][0-9]{2}|[0-9]{2} [0-9]{3}|[0-9]{5} [0-9]{5}|[0-9] [0-9]{3} [0-9]{3} "
            }
            Self::Nine => "[0-9]{9}",
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

/// Where a number may begin: not inside a longer run of letters, digits and underscores.
#[inline]
fn starts(window: &Window) -> Bits {
    let word = window.alnum() | window.underscore;
    !(word << 1)
}

/// Starts of runs of letters and digits that have a digit among their first 32 characters.
#[inline]
pub(super) fn digit_tokens(window: &Window) -> Bits {
    // Digits spread to the left through the run they are in, twice as far in each round.
    let mut inside = window.alnum();
    let mut reached = window.digit;
    for step in [1, 2, 4, 8, 16] {
        reached |= inside & reached >> step;
        inside &= inside >> step;
    }
    reached & window.token_starts()
}

/// `tokens`, and up to two of `(` and `+` in front of each.
#[inline]
pub(super) fn fronted(window: &Window, tokens: Bits) -> Bits {
    let opener = window.open | window.plus;
    let one = opener & tokens >> 1;
    tokens | one | opener & one >> 1
}

#[inline]
fn three_three(window: &Window) -> Bits {
    let (digit, three) = (window.digit, window.three);
    let inner = window.dot | window.hyphen;
    let mark = inner | window.space;
    let number = window.open & three >> 1 & window.close >> 4 | three & inner >> 3 & three >> 4;
    if number == 0 {
        return 0;
    }
    let behind_mark = mark & number >> 1;
    let one = digit & (number | behind_mark) >> 1;
    let prefixed = one | three & (number | behind_mark) >> 3 | window.plus & one >> 1;
    (number | prefixed) & starts(window)
}

#[inline]
fn grouped(window: &Window) -> Bits {
    let (digit, space) = (window.digit, window.space);
    let gap = space | window.hyphen;
    let (two, three, five) = (window.two, window.three, window.four & digit >> 4);
    (three & gap >> 3 & two >> 4
        | two & space >> 2 & three >> 3
        | five & space >> 5 & five >> 6
        | digit & space >> 1 & three >> 2 & space >> 5 & three >> 6 & space >> 9)
        & starts(window)
}

#[inline]
fn quad(window: &Window) -> Bits {
    let (digit, two, three) = (window.digit, window.two, window.three);
    let group = |rest: Bits| {
        digit & window.dot >> 1 & rest >> 2
            | two & window.dot >> 2 & rest >> 3
            | three & window.dot >> 3 & rest >> 4
    };
    let last = group(digit);
    if last == 0 { 0 } else { group(group(last)) & starts(window) }
}

#[inline]
fn mac(window: &Window) -> Bits {
    let hex = window.digit | window.hex_letter;
    let pair = run(hex, 2);
    let pairs = |mark: Bits| {
        let first = pair & mark >> 2;
        first & first >> 3 & first >> 6 & first >> 9 & first >> 12 & pair >> 15
    };
    let four = run(hex, 4);
    let dotted = four & window.dot >> 4 & four >> 5 & window.dot >> 9 & four >> 10;
    (pairs(window.colon) | pairs(window.hyphen) | dotted) & starts(window)
}
