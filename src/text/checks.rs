//! Checksums and number formats that several engines may need.

/// The ASCII digits of `text` as numbers, in order.
pub fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + Clone + '_ {
    text.bytes().filter(u8::is_ascii_digit).map(|byte| u32::from(byte - b'0'))
}

/// The check digit of ISO/IEC 7812-1 (Luhn), over the digits of `text`.
#[must_use]
pub fn luhn(text: &str) -> bool {
    let sum: u32 = digits(text)
        .rev()
        .enumerate()
        .map(|(index, digit)| match (index % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled) if doubled > 9 => doubled - 9,
            (_, doubled) => doubled,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// ISO 7064 mod 97-10 as IBANs use it: the first four characters moved to the end, letters as 10 to 35,
/// remainder 1. Anything but ASCII letters and digits is skipped; there must be `length` of those, the first
/// four of them together.
#[must_use]
pub fn mod97(text: &str, length: usize) -> bool {
    let Some((head, rest)) = text.as_bytes().split_first_chunk::<4>() else { return false };
    let (mut number, mut count) = (0, head.len());
    for value in rest.iter().map(|byte| base36(*byte)).filter(|value| *value != SKIPPED) {
        number = append(number, value);
        count += 1;
    }
    count == length && head.iter().map(|byte| base36(*byte)).fold(number, append) % 97 == 1
}

/// What [`base36`] says of anything but letters and digits.
const SKIPPED: u8 = u8::MAX;

/// A digit's value, and for letters 10 to 35.
#[inline]
fn base36(byte: u8) -> u8 {
    BASE36.get(usize::from(byte)).copied().unwrap_or(SKIPPED)
}

const BASE36: [u8; 256] = {
    let mut values = [SKIPPED; 256];
    let mut value = 0;
    while value < 36_u8 {
        #[expect(clippy::indexing_slicing, reason = "a constant: an index too large would not compile")]
        if value < 10 {
            values[(b'0' + value) as usize] = value;
        } else {
            values[(b'A' - 10 + value) as usize] = value;
            values[(b'a' - 10 + value) as usize] = value;
        }
        value += 1;
    }
    values
};

/// `number`, or what is the same modulo 97, with the one or two digits of `value` behind it.
#[inline]
fn append(number: u64, value: u8) -> u64 {
    // Dividing is slow, so it waits until the number grows too large.
    let number = number * if value > 9 { 100 } else { 10 } + u64::from(value);
    if number < FEW_DIGITS { number } else { number % 97 }
}

/// Two more digits fit behind a number below this one.
const FEW_DIGITS: u64 = u64::MAX / 1000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn luhn_numbers() {
        assert!(luhn("4111 1111 1111 1111") && luhn("378282246310005"));
        assert!(!luhn("4111 1111 1111 1112"));
    }

    #[test]
    fn mod97_numbers() {
        assert!(mod97("GB82 WEST 1234 5698 7654 32", 22) && mod97("de89370400440532013000", 22));
        assert!(!mod97("GB82 WEST 1234 5698 7654 33", 22) && !mod97("GB82 WEST 1234 5698 7654 32", 23));
        assert!(!mod97("GB", 2) && !mod97("", 0));
    }
}
