//! International bank account numbers (ISO 13616).

use super::rules;
use crate::text::checks::mod97;

/// Whether `value` has the length that belongs to its country, and the right check digits.
pub(super) fn check(value: &str) -> bool {
    let Some([first, second]) = value.as_bytes().first_chunk() else { return false };
    let Some(length) = rules::all().iban_length.of(*first, *second) else { return false };
    // Between any two characters there may be one that does not count.
    (length..2 * length).contains(&value.len()) && mod97(value, length)
}

/// The end of the number that `text` begins with, which its country tells: two letters and two digits, and then
/// letters and digits with a space or a hyphen before each or not.
pub(super) fn only_end(text: &[u8]) -> Option<usize> {
    let [first, second, digits @ ..] = text.first_chunk::<4>()?;
    if !first.is_ascii_alphabetic() || !second.is_ascii_alphabetic() || !digits.iter().all(u8::is_ascii_digit)
    {
        return None;
    }
    let length = rules::all().iban_length.of(*first, *second)?;
    let mut end = 4;
    for _ in 4..length {
        end += usize::from(matches!(text.get(end), Some(b' ' | b'-')));
        text.get(end).filter(|byte| byte.is_ascii_alphanumeric())?;
        end += 1;
    }
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_country_tells_the_length() {
        assert!(check("DE89 3704 0044 0532 0130 00"));
        assert!(!check("DE89 3704 0044 0532 0130 0") && !check("DE89 3704 0044 0532 0130 01"));
        assert!(!check("ZZ89 3704 0044 0532 0130 00"));
    }

    #[test]
    fn the_end_is_known_without_the_pattern() {
        for (text, end) in [
            ("DE89370400440532013000", Some(22)),
            ("de89-3704 0044 0532 0130 00 x", Some(27)),
            ("DE89 3704 0044 0532 0130 0", None),
            ("DE89  3704 0044 0532 0130 00", None),
            ("DE8é 3704 0044 0532 0130 00", None),
            ("ZZ89370400440532013000", None),
            ("DE8", None),
        ] {
            assert_eq!(only_end(text.as_bytes()), end, "{text}");
        }
    }
}
