//! The check characters of ISO/IEC 7064.

use super::Named;
use super::dates::exists;
use super::digits::{compact, figures, joined, number};

pub(super) const CHECKS: &[Named] = &[("de_tax_id", de_tax_id), ("cn_resident_id", cn_resident_id)];

/// German Steuer-ID (`BZSt`): mod 11,10; of the first ten digits exactly one stands there twice or thrice.
/// Three times in a row does not happen.
fn de_tax_id(value: &str) -> bool {
    let Some([serial @ .., check]) = number::<11>(value) else { return false };
    let [first, ..] = serial;
    let counts = || (0..10).map(|digit| serial.iter().filter(|&&other| other == digit).count());
    if first == 0 || counts().filter(|&count| count > 1).count() != 1 || counts().any(|count| count > 3) {
        return false;
    }
    if serial.windows(3).any(|three| matches!(three, [a, b, c] if a == b && b == c)) {
        return false;
    }
    let product = serial.iter().fold(10, |product, digit| match (product + digit) % 10 {
        0 => 20 % 11,
        sum => 2 * sum % 11,
    });
    (11 - product) % 10 == check
}

/// Chinese resident identity number (GB 11643-1999): mod 11-2 with X as 10, region and date of birth.
fn cn_resident_id(value: &str) -> bool {
    let Some([body @ .., check]) = compact::<18>(value) else { return false };
    let Some(figures) = figures::<17>(body) else { return false };
    let check = match check {
        b'X' => 10,
        b'0'..=b'9' => u32::from(check - b'0'),
        _ => return false,
    };
    let [r, rr, _, _, _, _, y, yy, yyy, yyyy, m, mm, d, dd, ..] = figures;
    let year = y * 1000 + yy * 100 + yyy * 10 + yyyy;
    let total = figures.iter().chain([&check]).fold(0, |total, digit| (2 * total + digit) % 11);
    (11..=83).contains(&joined(&[r, rr]))
        && (1800..=2099).contains(&year)
        && exists(year, m * 10 + mm, d * 10 + dd)
        && total == 1
}

#[cfg(test)]
mod tests {
    use super::super::assert_checks;
    use super::*;

    #[test]
    fn german_tax_numbers() {
        assert_checks(de_tax_id, &["36 574 261 809", "47036892816", "86095742719"]);
        assert!(!de_tax_id("06574261809") && !de_tax_id("3657426180"));
    }

    // With every check digit: one of them is right, and only the spread of the digits speaks against it.
    #[test]
    fn the_digits_of_german_tax_numbers_are_spread_in_one_way() {
        let some_check_passes = |serial: &str| (0..10).any(|check| de_tax_id(&format!("{serial}{check}")));
        assert!(some_check_passes("1123456789") && some_check_passes("1213145678"));
        for wrong in ["1234567890", "1123455678", "1112345678", "1211134567"] {
            assert!(!some_check_passes(wrong), "{wrong}");
        }
    }

    #[test]
    fn chinese_resident_numbers() {
        assert_checks(cn_resident_id, &["360426199101010071", "11010519491231002X"]);
        assert!(cn_resident_id("11010519491231002x") && !cn_resident_id("110105194913310021"));
    }
}
