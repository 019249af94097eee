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
    let compact: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
    let Some((head, tail)) = compact.split_at_checked(4) else { return false };
    let remainder =
        tail.iter().chain(head).fold(0_u32, |remainder, &byte| match char::from(byte).to_digit(36) {
            Some(value) if value > 9 => (remainder * 100 + value) % 97,
            Some(value) => (remainder * 10 + value) % 97,
            None => remainder,
        });
    remainder == 1
}

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
