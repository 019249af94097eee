//! What may stand next to a match. Decided by ASCII classes: a byte of a non-ASCII character is never a
//! word character.

/// A condition on the neighbours of a match, the same on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Boundary {
    /// No condition.
    None,
    /// No letter, digit or underscore.
    Word,
    /// No letter or digit.
    Alnum,
    /// As `Word`, and the match does not continue a number across `.`, `-` or `/`.
    Number,
    /// As `Word`, and the match does not continue a number across a dot.
    Dotted,
    /// As `Word`, and no colon.
    Hex,
}

impl Boundary {
    /// The boundary that rule files call `name`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "none" => Self::None,
            "word" => Self::Word,
            "alnum" => Self::Alnum,
            "number" => Self::Number,
            "dotted" => Self::Dotted,
            "hex" => Self::Hex,
            _ => return None,
        })
    }

    /// All there are.
    pub(super) const ALL: [Self; 6] =
        [Self::None, Self::Word, Self::Alnum, Self::Number, Self::Dotted, Self::Hex];

    /// Whether a letter or digit beyond the match rules it out.
    pub(super) fn excludes_alnum(self) -> bool {
        self != Self::None
    }

    /// Whether a match may begin at `start`.
    #[inline]
    #[must_use]
    pub fn before(self, text: &[u8], start: usize) -> bool {
        let near = start.checked_sub(1).and_then(|at| text.get(at)).copied();
        let far = start.checked_sub(2).and_then(|at| text.get(at)).copied();
        self.holds(near, far)
    }

    /// Whether a match may end at `end`.
    #[inline]
    #[must_use]
    pub fn after(self, text: &[u8], end: usize) -> bool {
        self.holds(text.get(end).copied(), text.get(end + 1).copied())
    }

    #[inline]
    fn holds(self, near: Option<u8>, far: Option<u8>) -> bool {
        let Some(near) = near else { return true };
        let digit_beyond = far.is_some_and(|byte| byte.is_ascii_digit());
        match self {
            Self::None => true,
            Self::Word => !is_word(near),
            Self::Alnum => !near.is_ascii_alphanumeric(),
            Self::Number => !(is_word(near) || (digit_beyond && matches!(near, b'.' | b'-' | b'/'))),
            Self::Dotted => !(is_word(near) || (digit_beyond && near == b'.')),
            Self::Hex => !is_word(near) && near != b':',
        }
    }
}

/// A letter, a digit or an underscore.
#[inline]
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_do_not_go_on_across_marks() {
        assert!(!Boundary::Number.before(b"3.14", 2));
        assert!(Boundary::Number.before(b"a.14", 2));
        assert!(!Boundary::Number.after(b"14/15", 2));
        assert!(Boundary::Number.after(b"14.", 2));
        assert!(Boundary::Dotted.after(b"14/15", 2));
    }

    #[test]
    fn accented_letters_are_no_word_characters() {
        let text = "é1é".as_bytes();
        assert!(Boundary::Word.before(text, 2) && Boundary::Word.after(text, 3));
    }

    #[test]
    fn the_edges_of_the_text_always_hold() {
        for name in ["none", "word", "alnum", "number", "dotted", "hex"] {
            let boundary = Boundary::from_name(name).unwrap();
            assert!(boundary.before(b"1", 0) && boundary.after(b"1", 1));
        }
    }
}
