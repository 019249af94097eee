//! Checksums and number formats that several engines may need.

/// The ASCII digits of `text` as numbers, in order.
pub fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + Clone + '_ {
    text.bytes().filter(u8::is_ascii_digit).map(|byte| u32::from(byte - b'0'))
}

/// The check digit of ISO/IEC 7812-1 (Luhn), over the digits of `text`.
#[must_use]
pub fn luhn(text: &str) -> bool {
    // The digits of twice each digit, added.
    const DOUBLED: [u32; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let (mut sum, mut other) = (0, 0);
    for byte in text.bytes() {
        let digit = byte.wrapping_sub(b'0');
        if let Some(doubled) = DOUBLED.get(usize::from(digit)) {
            // What was doubled so far is not if one more digit follows, and the other way round.
            (sum, other) = (other + u32::from(digit), sum + doubled);
        }
    }
    sum.is_multiple_of(10)
}

/// ISO 7064 mod 97-10 as IBANs use it: the first four characters moved to the end, letters as 10 to 35,
/// remainder 1. Anything but ASCII letters and digits is skipped; there must be `length` of those, the first
/// four of them together.
#[must_use]
pub fn mod97(text: &str, length: usize) -> bool {
    let Some((head, rest)) = text.as_bytes().split_first_chunk::<4>() else { return false };
    // Below 97, a number has room for sixteen digits more.
    let rest = rest.chunks(8).fold((0, 0), |(number, count), eight| append(number % 97, count, eight));
    let (number, count) = append(rest.0 % 97, rest.1, head);
    count == length && number % 97 == 1
}

/// `number` with the letters and digits of `text` behind it, and `count` with how many they are.
#[inline]
fn append(number: u64, count: usize, text: &[u8]) -> (u64, usize) {
    text.iter().filter_map(|byte| MOD97.get(usize::from(*byte))).fold(
        (number, count),
        |(number, count), place| {
            (number * u64::from(place.factor) + u64::from(place.value), count + usize::from(place.counts))
        },
    )
}

/// What a character behind a number makes of it.
#[derive(Clone, Copy)]
struct Place {
    factor: u8,
    value: u8,
    counts: bool,
}

const MOD97: [Place; 256] = {
    let mut places = [Place { factor: 1, value: 0, counts: false }; 256];
    let mut value = 0;
    while value < 36_u8 {
        let factor = if value < 10 { 10 } else { 100 };
        let place = Place { factor, value, counts: true };
        #[expect(clippy::indexing_slicing, reason = "a constant: an index too large would not compile")]
        if value < 10 {
            places[(b'0' + value) as usize] = place;
        } else {
            places[(b'A' - 10 + value) as usize] = place;
            places[(b'a' - 10 + value) as usize] = place;
        }
        value += 1;
    }
    places
};

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
