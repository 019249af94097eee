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
    /// As `Number`, and it is not inside a UUID and does not go on from a group of four digits.
    Serial,
    /// As `Hex`, and the match does not go on across a dot or a hyphen.
    Group,
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
            "serial" => Self::Serial,
            "group" => Self::Group,
            _ => return None,
        })
    }

    /// Whether a match may begin at `start`.
    #[inline]
    #[must_use]
    pub fn before(self, text: &[u8], start: usize) -> bool {
        let near = start.checked_sub(1).and_then(|at| text.get(at)).copied();
        let far = start.checked_sub(2).and_then(|at| text.get(at)).copied();
        self.holds(near, far)
            && self.holds_farther(text, start)
            && !(self == Self::Serial && continues_groups(text, start))
    }

    /// The part of [`Boundary::before`] that takes more bytes than a window shows before its first place.
    #[inline]
    pub(super) fn holds_farther(self, text: &[u8], start: usize) -> bool {
        let before = text.get(..start).unwrap_or_default();
        match (self, before.last()) {
            (Self::Serial, Some(b'-')) => !ends_inside_uuid(before),
            _ => true,
        }
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
        if is_word(near) {
            return self == Self::None || self == Self::Alnum && near == b'_';
        }
        let digit_beyond = far.is_some_and(|byte| byte.is_ascii_digit());
        match self {
            Self::None | Self::Word | Self::Alnum => true,
            Self::Number | Self::Serial => !(digit_beyond && matches!(near, b'.' | b'-' | b'/')),
            Self::Dotted => !(digit_beyond && near == b'.'),
            Self::Hex => near != b':',
            Self::Group => {
                let goes_on = far.is_some_and(|byte| byte.is_ascii_alphanumeric());
                near != b':' && !(goes_on && matches!(near, b'.' | b'-'))
            }
        }
    }
}

/// Whether a word may begin at `at`, inside a run of letters: at a capital behind two small letters
/// (`phoneNumber`, but not `iPhone`).
pub(super) fn is_hump(bytes: &[u8], at: usize) -> bool {
    let before = bytes.get(..at).and_then(<[u8]>::last_chunk::<2>);
    bytes.get(at).is_some_and(u8::is_ascii_uppercase)
        && before.is_some_and(|pair| pair.iter().all(u8::is_ascii_lowercase))
}

/// Whether `text` ends in the middle of a UUID: with `-`, four hexadecimal digits and `-`, or with eight and `-`.
fn ends_inside_uuid(text: &[u8]) -> bool {
    let Some((b'-', text)) = text.split_last() else { return false };
    let is_hex = |group: &[u8]| group.iter().all(u8::is_ascii_hexdigit);
    text.last_chunk::<5>().is_some_and(|[first, group @ ..]| *first == b'-' && is_hex(group))
        || text.last_chunk::<8>().is_some_and(|group| is_hex(group))
}

/// Most digits of a number that is written in groups of four.
pub(super) const LONGEST_SERIAL: u32 = 19;

/// Whether the groups of digits at `start` go on from one of four digits before them, as in a card's number.
fn continues_groups(text: &[u8], start: usize) -> bool {
    let before = text.get(..start).unwrap_or_default();
    let Some((b' ', before)) = before.split_last() else { return false };
    let Some((rest, group)) = before.split_last_chunk::<4>() else { return false };
    let Some([next @ .., b' ']) = text.get(start..).and_then(<[u8]>::first_chunk::<5>) else { return false };
    if !are_digits(*group) || !are_digits(*next) || rest.last().is_some_and(u8::is_ascii_digit) {
        return false;
    }
    let (mut digits, mut space) = (4, false);
    // Every other byte may be a space.
    for byte in text.get(start..).unwrap_or_default().iter().take(2 * LONGEST_SERIAL as usize) {
        let digit = byte.is_ascii_digit();
        if !digit && (space || *byte != b' ') {
            break;
        }
        digits += u32::from(digit);
        space = !digit;
    }
    digits <= LONGEST_SERIAL
}

/// Whether all four are ASCII digits, asked of all at once.
fn are_digits(group: [u8; 4]) -> bool {
    // Digits are 0x30 to 0x39, and what is more has another upper half with six added.
    let group = u32::from_le_bytes(group);
    let upper_half = |group: u32| group & 0xF0F0_F0F0;
    upper_half(group) == 0x3030_3030 && upper_half(group.wrapping_add(0x0606_0606)) == 0x3030_3030
}

/// A letter, a digit or an underscore.
#[inline]
pub(super) fn is_word(byte: u8) -> bool {
    WORD.get(usize::from(byte)).copied().unwrap_or(false)
}

/// Asked of every place where a match may end: a look is quicker than comparing.
const WORD: [bool; 256] = {
    let mut word = [false; 256];
    let mut byte = 0;
    while byte < 128_u8 {
        #[expect(clippy::indexing_slicing, reason = "a constant: an index too large would not compile")]
        {
            word[byte as usize] = byte.is_ascii_alphanumeric() || byte == b'_';
        }
        byte += 1;
    }
    word
};

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
    fn the_tail_of_a_uuid_is_no_number() {
        assert!(!Boundary::Serial.before(b"-a71e-446655440000", 6));
        assert!(Boundary::Serial.before(b"-card-446655440000", 6));
        assert!(!Boundary::Serial.before(b"550e840a-6759-4000", 9));
        assert!(Boundary::Serial.before(b"d-4466", 2));
    }

    #[test]
    fn groups_of_four_begin_with_the_first() {
        assert!(!Boundary::Serial.before(b"1234 5678 9012 3456", 5));
        assert!(Boundary::Serial.before(b"1111 378282246310005", 5));
        assert!(Boundary::Serial.before(b"2024 4111 1111 1111 1111", 5));
        assert!(Boundary::Serial.before(b"12345 5678 9012 3456", 6));
    }

    #[test]
    fn four_digits_are_told_from_everything_else() {
        for byte in 0..=u8::MAX {
            for place in 0..4 {
                let mut group = *b"0918";
                group[place] = byte;
                assert_eq!(are_digits(group), byte.is_ascii_digit(), "{byte}");
            }
            assert_eq!(is_word(byte), byte.is_ascii_alphanumeric() || byte == b'_');
        }
    }

    #[test]
    fn groups_do_not_go_on() {
        assert!(!Boundary::Group.after(b"44-a5", 2) && !Boundary::Group.after(b"44:55", 2));
        assert!(Boundary::Group.after(b"44. B", 2) && Boundary::Group.after(b"44- ", 2));
    }

    #[test]
    fn accented_letters_are_no_word_characters() {
        let text = "é1é".as_bytes();
        assert!(Boundary::Word.before(text, 2) && Boundary::Word.after(text, 3));
    }

    #[test]
    fn the_edges_of_the_text_always_hold() {
        for name in ["none", "word", "alnum", "number", "dotted", "hex", "serial", "group"] {
            let boundary = Boundary::from_name(name).unwrap();
            assert!(boundary.before(b"1", 0) && boundary.after(b"1", 1));
        }
    }
}
