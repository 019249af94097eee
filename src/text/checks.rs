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
/// remainder 1. Anything but ASCII letters and digits is skipped.
#[must_use]
pub fn mod97(text: &str) -> bool {
    let mut head = [0; 4];
    let mut places = head.iter_mut();
    let mut number = 0;
    for value in text.bytes().filter_map(base36) {
        match places.next() {
            Some(place) => *place = value,
            None => number = append(number, value),
        }
    }
    places.next().is_none() && head.into_iter().fold(number, append) % 97 == 1
}

/// A digit's value, and for letters 10 to 35.
fn base36(byte: u8) -> Option<u64> {
    match byte {
        b'0'..=b'9' => Some(u64::from(byte - b'0')),
        b'A'..=b'Z' | b'a'..=b'z' => Some(u64::from((byte | 0x20) - b'a') + 10),
        _ => None,
    }
}

/// `number`, or what is the same modulo 97, with the one or two digits of `value` behind it.
fn append(number: u64, value: u64) -> u64 {
    // Dividing is slow, so it waits until the number grows too large.
    let number = if number < FEW_DIGITS { number } else { number % 97 };
    number * if value > 9 { 100 } else { 10 } + value
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
        assert!(mod97("GB82 WEST 1234 5698 7654 32") && mod97("de89370400440532013000"));
        assert!(!mod97("GB82 WEST 1234 5698 7654 33") && !mod97("GB"));
    }
}
