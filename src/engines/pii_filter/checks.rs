//! What a match has to pass besides its pattern: number ranges, issuers and checksums.

use std::net::Ipv6Addr;

use super::{crypto, iban, national, rules};
use crate::text::OnlyEnd;
use crate::text::checks::{digits, luhn};

/// The check that the rule file calls `name`.
pub(super) fn by_name(name: &str) -> Option<fn(&str) -> bool> {
    Some(match name {
        "ssn" => social_security_number,
        "bsn" => citizen_service_number,
        "card" => card_number,
        "luhn" => luhn,
        "email" => email_address,
        "phone" => phone_number,
        "phone_international" => international_phone_number,
        "phone_international_00" => phone_number_behind_00,
        "phone_national" => national_phone_number,
        "ipv4" => ipv4_address,
        "ipv6" => ipv6_address,
        "mac" => hardware_address,
        "date" => date,
        "spelled_date" => spelled_date,
        "iban" => iban::check,
        "licence" => licence_number,
        "account" => account_number,
        "has_digit" => has_digit,
        _ => return crypto::by_name(name).or_else(|| national::by_name(name)),
    })
}

/// Where a value ends that `name` may accept, where that can be told without its pattern.
pub(super) fn only_end(name: &str) -> Option<OnlyEnd> {
    (name == "iban").then_some(iban::only_end)
}

/// US Social Security number: areas 000, 666 and 900 up, group 00 and serial 0000 are never issued.
fn social_security_number(value: &str) -> bool {
    let (count, number) =
        digits(value).fold((0, 0), |(count, number), digit| (count + 1, append(number, digit)));
    let (area, group, serial) = (number / 1_000_000, number / 10_000 % 100, number % 10_000);
    count == 9 && area != 0 && area != 666 && area < 900 && group != 0 && serial != 0
}

/// Dutch burgerservicenummer: the "elfproef", weights 9 to 2 and -1, divisible by 11.
fn citizen_service_number(value: &str) -> bool {
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, 10];
    // The last weight is -1; 10 is the same modulo 11.
    let sum: u32 = digits(value).zip(weights).map(|(digit, weight)| digit * weight).sum();
    digits(value).count() == 9 && sum > 0 && sum.is_multiple_of(11)
}

fn card_number(value: &str) -> bool {
    // Issuers first: they reject most numbers without reading them digit by digit.
    let prefix = digits(value).take(4).fold(0, append);
    let length = value.bytes().filter(u8::is_ascii_digit).count();
    rules::all().card_issuer.issue(prefix, length) && luhn(value)
}

/// `number` with `digit` behind it; numbers that are too long do not matter.
fn append(number: u32, digit: u32) -> u32 {
    number.wrapping_mul(10).wrapping_add(digit)
}

/// Between 7 and 15 digits (E.164), and brackets that close what they open.
fn phone_number(value: &str) -> bool {
    let number = Phone::of(value);
    number.balanced && (7..=15).contains(&number.digits.len()) && !is_written_as_date(value)
}

/// A country code, and as many digits as its numbering plan has.
fn international_phone_number(value: &str) -> bool {
    let number = Phone::of(value);
    number.balanced && is_international(&number.digits)
}

/// The same behind 00 in place of the plus sign; with a mark somewhere, since bare digits are padded numbers.
fn phone_number_behind_00(value: &str) -> bool {
    let number = Phone::of(value);
    number.balanced && number.marks && number.digits.strip_prefix("00").is_some_and(is_international)
}

/// With the national prefix 0: 9 to 12 digits.
fn national_phone_number(value: &str) -> bool {
    (9..=12).contains(&Phone::of(value).digits.len())
}

/// A telephone number without its extension.
struct Phone {
    /// Without the `(0)` that is dialled inside the country only.
    digits: String,
    marks: bool,
    balanced: bool,
}

impl Phone {
    fn of(value: &str) -> Self {
        let number = value.find(|one: char| one.is_ascii_alphabetic()).and_then(|end| value.get(..end));
        let number = number.unwrap_or(value).trim_end_matches(' ').replace("(0)", "");
        let mut open = 0_i32;
        let mut balanced = true;
        for byte in number.bytes() {
            open += i32::from(byte == b'(') - i32::from(byte == b')');
            balanced &= open >= 0;
        }
        Self {
            digits: number.chars().filter(char::is_ascii_digit).collect(),
            marks: number.bytes().any(|byte| !byte.is_ascii_digit()),
            balanced: balanced && open == 0,
        }
    }
}

fn is_international(digits: &str) -> bool {
    // No country code is the beginning of another.
    let plans = (1..=3).rev().filter_map(|length| {
        let plan = rules::all().phone_lengths.get(digits.get(..length)?)?;
        Some((plan, digits.len() - length))
    });
    match plans.into_iter().next() {
        Some(((fewest, most), length)) => (*fewest..=*most).contains(&length),
        None => (7..=15).contains(&digits.len()),
    }
}

/// Names of picture files.
const PICTURES: [&str; 6] = ["png", "jpg", "jpeg", "gif", "webp", "svg"];

/// Not the user of a version control server (`git@host:path`), and not a picture for dense screens (`icon@2x.png`).
fn email_address(value: &str) -> bool {
    let Some((local, domain)) = value.split_once('@') else { return false };
    let service =
        local.len() <= 3 && ["git", "hg", "svn"].iter().any(|name| local.eq_ignore_ascii_case(name));
    !service && !is_scaled_picture(domain)
}

/// One or two digits and an x, and the ending of a picture.
fn is_scaled_picture(name: &str) -> bool {
    let digits = name.bytes().take(3).take_while(u8::is_ascii_digit).count();
    (1..=2).contains(&digits)
        && name.split_once('.').is_some_and(|(scale, ending)| {
            scale.len() == digits + 1
                && scale.ends_with(['x', 'X'])
                && PICTURES.iter().any(|name| ending.eq_ignore_ascii_case(name))
        })
}

/// Four numbers up to 255. Nobody's address ends in three zeros; versions of browsers do.
fn ipv4_address(value: &str) -> bool {
    let (mut dots, mut octet, mut digits) = (0, 0_u32, 0);
    for byte in value.bytes() {
        match byte {
            b'.' if digits > 0 => (dots, octet, digits) = (dots + 1, 0, 0),
            b'0'..=b'9' => (octet, digits) = (append(octet, u32::from(byte - b'0')), digits + 1),
            _ => return false,
        }
        if octet > 255 || digits > 3 {
            return false;
        }
    }
    dots == 3 && digits > 0 && !value.ends_with(".0.0.0")
}

/// RFC 4291 text form, with zone (RFC 4007) and prefix length. Without a decimal digit it is more likely a
/// name such as `dead::beef`, and with less than five digits a slice or a path of a program.
fn ipv6_address(value: &str) -> bool {
    let (address, prefix) = value.split_once('/').unwrap_or((value, "0"));
    let address = address.split_once('%').map_or(address, |(address, _)| address);
    // Cheaper than parsing, and enough to tell hardware addresses and times of day apart: eight groups
    // have seven colons, unless some are left out or the last two are written as IPv4.
    let (mut colons, mut hexadecimal, mut before) = (0, 0, 0);
    let (mut gap, mut dots, mut digit, mut letter) = (false, false, false, false);
    for byte in address.bytes() {
        colons += u32::from(byte == b':');
        gap |= byte == b':' && before == b':';
        dots |= byte == b'.';
        digit |= byte.is_ascii_digit();
        letter |= byte.is_ascii_alphabetic();
        hexadecimal += u32::from(byte.is_ascii_hexdigit());
        before = byte;
    }
    // A network may end in the gap.
    let long = hexadecimal >= 5 || (hexadecimal == 4 && letter && address.ends_with("::"));
    let likely = !gap || dots || address == "::1" || (long && !is_name(address));
    digit
        && likely
        && (gap || dots || colons == 7)
        && prefix.parse::<u8>().is_ok_and(|bits| bits <= 128)
        && address.parse::<Ipv6Addr>().is_ok()
}

/// `abc::def1` is a path in a program. Addresses in use begin with a digit, or with f in unique local, link-local
/// and multicast ones.
fn is_name(address: &str) -> bool {
    let first = address.split(':').next().unwrap_or_default();
    let digit = first.bytes().any(|byte| byte.is_ascii_digit());
    let local = matches!(first.as_bytes(), [b'f' | b'F', b'c'..=b'f' | b'C'..=b'F', _, _]);
    !(first.is_empty() || digit || local)
}

/// Twelve hexadecimal digits with a decimal one among them, not all alike. In pairs with hyphens they could
/// be numbers, so one has to be a letter.
fn hardware_address(value: &str) -> bool {
    let hexadecimal = || value.bytes().filter(u8::is_ascii_hexdigit).map(|byte| byte.to_ascii_lowercase());
    let letter = hexadecimal().any(|byte| byte.is_ascii_alphabetic());
    has_digit(value)
        && hexadecimal().count() == 12
        && (letter || !value.contains('-'))
        && hexadecimal().any(|byte| Some(byte) != hexadecimal().next())
}

/// Three numbers of which two can be a month and a day; a time of day may follow.
fn date(value: &str) -> bool {
    let day = value.split_once(['T', 't']).map_or(value, |(day, _)| day).replace(". ", ".");
    let day = day.split_once(' ').map_or(day.as_str(), |(day, _)| day);
    let fields: Vec<&str> = day.split(['-', '/', '.']).collect();
    let number = |field: &str| field.parse::<u32>().unwrap_or(0);
    let &[first, second, third] = fields.as_slice() else { return false };
    let in_order = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    if first.len() == 4 {
        return in_order(number(second), number(third));
    }
    let (first, second) = (number(first), number(second));
    in_order(first, second) || in_order(second, first)
}

/// A day, a month's name and a year, in either order.
fn spelled_date(value: &str) -> bool {
    let day = value.split(|one: char| !one.is_ascii_digit()).find(|digits| !digits.is_empty());
    day.and_then(|day| day.parse::<u8>().ok()).is_some_and(|day| (1..=31).contains(&day))
}

/// 5 to 20 letters and digits, at least two of them digits: `GPLv3` is a licence of another kind.
fn licence_number(value: &str) -> bool {
    let characters = value.bytes().filter(u8::is_ascii_alphanumeric).count();
    (5..=20).contains(&characters) && digits(value).count() >= 2 && !is_written_as_date(value)
}

/// 8 to 17 digits that are not written as a date.
fn account_number(value: &str) -> bool {
    !is_written_as_date(value) && (8..=17).contains(&digits(value).count())
}

/// `2024-11-24` or `24-11-2024`: whatever the label, this is the day of it.
fn is_written_as_date(value: &str) -> bool {
    let groups: Vec<usize> = value.split('-').map(str::len).collect();
    matches!(groups.as_slice(), [4, 2, 2] | [2, 2, 4])
        && value.bytes().all(|byte| byte == b'-' || byte.is_ascii_digit())
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
        assert!(email_address("ann@2x.de") && email_address("digit@example.com"));
        assert!(!email_address("icon@2x.png") && !email_address("git@example.com"));
        assert!(!ipv4_address("110.0.0.0"));
        assert!(ipv4_address("192.168.001.1") && !ipv4_address("256.1.1.1"));
        assert!(ipv6_address("fe80::1") && ipv6_address("::ffff:10.0.0.1"));
        assert!(ipv6_address("fe80::1%eth0") && ipv6_address("2001:db8::/32") && ipv6_address("fd00::1:2"));
        assert!(!ipv6_address("dead::beef") && !ipv6_address("12:30:45") && !ipv6_address("2001:db8::/129"));
        assert!(
            !ipv6_address("1::2")
                && ipv6_address("fe80::")
                && !ipv6_address("1000::")
                && !ipv6_address("abc::def1")
        );
        assert!(hardware_address("00:1A:2b:3c:4d:5e") && hardware_address("001a.2b3c.4d5e"));
        assert!(!hardware_address("12-34-56-78-90-12") && !hardware_address("00:00:00:00:00:00"));
    }

    #[test]
    fn dates_and_accounts() {
        assert!(date("12/31/1990") && date("31.12.90") && date("1990-12-31"));
        assert!(!date("13-45-99") && !date("0/0/2000"));
        assert!(date("3. 10. 1985") && date("1990-12-31T10:00:00Z") && !date("1990-13-31 10:00"));
        assert!(
            spelled_date("12th of March 1990")
                && spelled_date("March 3, 1990")
                && !spelled_date("32 May 1990")
        );
    }

    #[test]
    fn telephone_numbers() {
        assert!(phone_number("(415) 555-2671") && !phone_number(")415( 555-2671") && !phone_number("123456"));
        for number in ["+44 20 7183 8750", "+49 (0)30 123456", "+1 (415) 555-2671 ext. 12", "+999 123456789"]
        {
            assert!(international_phone_number(number), "{number}");
        }
        assert!(
            !international_phone_number("+44 20 7183 8750 12")
                && !international_phone_number("+1 415 555 267")
        );
        assert!(phone_number_behind_00("0044 20 7183 8750") && !phone_number_behind_00("00442071838750"));
        assert!(national_phone_number("020 7183 8750") && !national_phone_number("01 02 2023"));
    }
}
