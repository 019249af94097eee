//! What a match has to pass besides its pattern: number ranges, issuers and checksums.

use std::net::Ipv6Addr;

use super::rules;
use crate::text::checks::{digits, luhn, mod97};

/// The check that the rule file calls `name`.
pub(super) fn by_name(name: &str) -> Option<fn(&str) -> bool> {
    Some(match name {
        "ssn" => social_security_number,
        "bsn" => citizen_service_number,
        "card" => card_number,
        "phone" => phone_number,
        "ipv4" => ipv4_address,
        "ipv6" => ipv6_address,
        "date" => date,
        "iban" => iban,
        "has_digit" => has_digit,
        _ => return None,
    })
}

/// US Social Security number: areas 000, 666 and 900 up, group 00 and serial 0000 are never issued.
fn social_security_number(value: &str) -> bool {
    let number = digits(value).fold(0, |number, digit| number * 10 + digit);
    let (area, group, serial) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
    digits(value).count() == 9 && area != 0 && area != 666 && area < 900 && group != 0 && serial != 0
}

/// Dutch burgerservicenummer: the "elfproef", weights 9 to 2 and -1, divisible by 11.
fn citizen_service_number(value: &str) -> bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, 10];
    // The last weight is -1; 10 is the same modulo 11.
    let sum: u32 = digits(value).zip(weights).map(|(digit, weight)| digit * weight).sum();
    digits(value).count() == 9 && sum > 0 && sum.is_multiple_of(11)
}

fn card_number(value: &str) -> bool {
    // Prefixes first: they reject most numbers without reading them to the end.
    let length = digits(value).count();
    let issued = rules::all().card_issuer.iter().any(|issuer| issuer.issues(value, length));
    issued && luhn(value)
}

/// Between 7 and 15 digits (E.164), and brackets that close what they open.
fn phone_number(value: &str) -> bool {
    let mut open = 0_i32;
    for byte in value.bytes() {
        open += i32::from(byte == b'(') - i32::from(byte == b')');
        if open < 0 {
            return false;
        }
    }
    open == 0 && (7..=15).contains(&digits(value).count())
}

fn ipv4_address(value: &str) -> bool {
    value.split('.').filter(|octet| octet.parse::<u8>().is_ok()).count() == 4
}

/// RFC 4291 text form. Without a decimal digit it is more likely a name such as `dead::beef`.
fn ipv6_address(value: &str) -> bool {
    // Cheaper than parsing, and enough to tell hardware addresses and times of day apart: eight groups
    // have seven colons, unless some are left out or the last two are written as IPv4.
    let (mut colons, mut groups_may_miss, mut digit, mut before) = (0, false, false, 0);
    for byte in value.bytes() {
        colons += u32::from(byte == b':');
        groups_may_miss |= byte == b'.' || (byte == b':' && before == b':');
        digit |= byte.is_ascii_digit();
        before = byte;
    }
    digit && (groups_may_miss || colons == 7) && value.parse::<Ipv6Addr>().is_ok()
}

/// Three numbers of which two can be a month and a day.
fn date(value: &str) -> bool {
    let fields: Vec<&str> = value.split(['-', '/', '.']).collect();
    let number = |field: &str| field.parse::<u32>().unwrap_or(0);
    let &[first, second, third] = fields.as_slice() else { return false };
    let in_order = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    if first.len() == 4 {
        return in_order(number(second), number(third));
    }
    let (first, second) = (number(first), number(second));
    in_order(first, second) || in_order(second, first)
}

/// ISO 13616: the length that belongs to the country, and the check digits.
fn iban(value: &str) -> bool {
    let length = value.bytes().filter(u8::is_ascii_alphanumeric).count();
    let country: String = value.chars().take(2).map(|letter| letter.to_ascii_uppercase()).collect();
    rules::all().iban_length.get(&country) == Some(&length) && mod97(value)
}

fn has_digit(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_are_never_issued_are_refused() {
        assert!(social_security_number("123-45-6789"));
        for wrong in ["000-45-6789", "666-45-6789", "900-45-6789", "123-00-6789", "123-45-0000", "123-45-678"]
        {
            assert!(!social_security_number(wrong), "{wrong}");
        }
    }

    #[test]
    fn the_eleven_test_holds() {
        assert!(citizen_service_number("111222333") && citizen_service_number("123456782"));
        assert!(!citizen_service_number("123456789") && !citizen_service_number("000000000"));
    }

    #[test]
    fn cards_need_an_issuer_and_luhn() {
        for card in ["4111111111111111", "3782 822463 10005", "6011-1111-1111-1117", "2223003122003222"] {
            assert!(card_number(card), "{card}");
        }
        for wrong in ["4111111111111112", "1111111111111117", "378282246310005 1"] {
            assert!(!card_number(wrong), "{wrong}");
        }
    }

    #[test]
    fn addresses() {
        assert!(ipv4_address("192.168.001.1") && !ipv4_address("256.1.1.1"));
        assert!(ipv6_address("fe80::1") && ipv6_address("::ffff:10.0.0.1"));
        assert!(!ipv6_address("dead::beef") && !ipv6_address("12:30:45"));
    }

    #[test]
    fn dates_and_accounts() {
        assert!(date("12/31/1990") && date("31.12.90") && date("1990-12-31"));
        assert!(!date("13-45-99") && !date("0/0/2000"));
        assert!(iban("DE89 3704 0044 0532 0130 00") && !iban("DE89 3704 0044 0532 0130 0"));
        assert!(phone_number("(415) 555-2671") && !phone_number(")415( 555-2671") && !phone_number("123456"));
    }
}
