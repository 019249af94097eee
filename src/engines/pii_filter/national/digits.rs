//! Reads the characters of a number that count; whatever else a value holds (spaces, dots, hyphens) is
//! skipped.

use crate::text::checks::digits;

/// The digits of `value` if there are exactly `N` and they differ: one digit repeated passes many
/// checksums and is nobody's number.
pub(super) fn number<const N: usize>(value: &str) -> Option<[u32; N]> {
    let mut found = [0; N];
    let mut digits = digits(value);
    for place in &mut found {
        *place = digits.next()?;
    }
    let differ = found.iter().any(|digit| Some(digit) != found.first());
    (digits.next().is_none() && differ).then_some(found)
}

/// The ASCII letters (in upper case) and digits of `value` if there are exactly `N`.
pub(super) fn compact<const N: usize>(value: &str) -> Option<[u8; N]> {
    let mut found = [0; N];
    let mut bytes = value.bytes().filter(u8::is_ascii_alphanumeric);
    for place in &mut found {
        *place = bytes.next()?.to_ascii_uppercase();
    }
    bytes.next().is_none().then_some(found)
}

/// The number that ASCII digits write; nothing if one of them is something else.
pub(super) fn figures<const N: usize>(bytes: [u8; N]) -> Option<[u32; N]> {
    are_digits(&bytes).then(|| bytes.map(|byte| u32::from(byte - b'0')))
}

/// Whether all are ASCII digits.
pub(super) fn are_digits(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_digit)
}

/// Whether all are ASCII letters.
pub(super) fn are_letters(bytes: &[u8]) -> bool {
    bytes.iter().all(u8::is_ascii_alphabetic)
}

/// The sum of the numbers, each times its weight; what has no partner does not count.
pub(super) fn weighted<'n>(
    numbers: impl IntoIterator<Item = &'n u32>,
    weights: impl IntoIterator<Item = u32>,
) -> u32 {
    numbers.into_iter().zip(weights).map(|(number, weight)| number * weight).sum()
}

/// What is missing to the next multiple of eleven; ten and eleven become zero.
pub(super) fn complement_to_eleven(sum: u32) -> u32 {
    (11 - sum % 11) % 11 % 10
}

/// The number that the digits write.
pub(super) fn joined(digits: &[u32]) -> u64 {
    digits.iter().fold(0, |number, &digit| number * 10 + u64::from(digit))
}

/// The place of an ASCII letter or digit: 0 to 9, then A = 10 to Z = 35.
pub(super) fn rank(byte: u8) -> u32 {
    char::from(byte).to_digit(36).unwrap_or_default()
}

/// The check digit of ISO/IEC 7812-1; numbers of two digits come from letters.
pub(super) fn luhn(numbers: &[u32]) -> bool {
    let sum: u32 = numbers
        .iter()
        .rev()
        .enumerate()
        .map(|(place, &number)| match (place % 2, number) {
            (0, _) => number,
            (_, 0..=4) => 2 * number,
            _ => 2 * number - 9,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_right_length_and_differing_digits() {
        assert_eq!(number::<3>("1-2 é3"), Some([1, 2, 3]));
        assert!(number::<3>("12").is_none() && number::<3>("1234").is_none() && number::<3>("111").is_none());
        assert_eq!(compact::<3>("a-1é b"), Some(*b"A1B"));
        assert!(compact::<3>("ab").is_none() && compact::<3>("abcd").is_none());
    }

    #[test]
    fn numbers_are_read() {
        assert_eq!((joined(&[1, 2, 3]), rank(b'9'), rank(b'A'), rank(b'Z')), (123, 9, 10, 35));
        assert!(luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 3]) && !luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1, 4]));
    }
}
