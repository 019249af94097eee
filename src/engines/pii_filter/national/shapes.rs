//! Numbers without a checksum, or with one that is not published: ranges that are issued, and dates.

use super::Named;
use super::dates::{exists, pairs};
use super::digits::{are_digits, are_letters, compact, figures, number};

pub(super) const CHECKS: &[Named] = &[
    ("us_itin", us_itin),
    ("us_ein", us_ein),
    ("gb_nino", gb_nino),
    ("gb_driving_licence", gb_driving_licence),
    ("dk_cpr", dk_cpr),
    ("kr_rrn_date", kr_rrn_date),
    ("in_pan", in_pan),
    ("mx_rfc_date", mx_rfc_date),
];

/// US Individual Taxpayer Identification Number (IRS): 9xx, then a group in the ranges that are issued.
fn us_itin(value: &str) -> bool {
    let Some([9, _, _, tens, ones, ..]) = number::<9>(value) else { return false };
    matches!(tens * 10 + ones, 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

/// US Employer Identification Number (IRS): the first two digits name an issuing office.
fn us_ein(value: &str) -> bool {
    let Some([tens, ones, ..]) = number::<9>(value) else { return false };
    !matches!(
        tens * 10 + ones,
        0 | 7..=9 | 17..=19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97
    )
}

/// UK National Insurance number (HMRC NIM39110): letters that are not used, pairs that are not issued.
fn gb_nino(value: &str) -> bool {
    let (body, suffix) = match (compact::<9>(value), compact::<8>(value)) {
        (Some([a, b, c, d, e, f, g, h, suffix]), _) => ([a, b, c, d, e, f, g, h], suffix),
        (_, Some(body)) => (body, b'A'),
        _ => return false,
    };
    let [first, second, number @ ..] = body;
    are_letters(&[first, second])
        && !b"DFIQUV".contains(&first)
        && !b"DFIOQUV".contains(&second)
        && ![b"BG", b"GB", b"KN", b"NK", b"NT", b"TN", b"ZZ"].contains(&&[first, second])
        && are_digits(&number)
        && matches!(suffix, b'A'..=b'D')
}

/// GB driver number (DVLA): surname filled up with 9, decade, month (+50 for women), day, year, initials.
fn gb_driving_licence(value: &str) -> bool {
    let licence = compact::<16>(value).or_else(|| {
        let [licence @ .., _, _] = compact::<18>(value)?;
        Some(licence)
    });
    let Some([a, b, c, d, e, decade, m, mm, dd, ddd, year, i, ii, _, check, checks]) = licence else {
        return false;
    };
    let Some(figures) = figures([decade, year, m, mm, dd, ddd]) else { return false };
    // The year is in two places: its tens before the month, its ones behind the day.
    let (year, month, day) = pairs(figures);
    let mut surname = [a, b, c, d, e].into_iter().rev().skip_while(|&byte| byte == b'9').peekable();
    surname.peek().is_some()
        && surname.all(|byte| byte.is_ascii_alphabetic())
        && [i, ii].iter().all(|&byte| byte.is_ascii_alphabetic() || byte == b'9')
        && exists(year, if month > 50 { month - 50 } else { month }, day)
        && are_letters(&[check, checks])
}

/// Danish CPR number (CPR-kontoret): a date. The check digit has not been kept up since 2007.
fn dk_cpr(value: &str) -> bool {
    let Some([date @ .., _, _, _, _]) = number::<10>(value) else { return false };
    let (day, month, year) = pairs(date);
    exists(year, month, day)
}

/// Korean resident registration number: date and century. Numbers since October 2020 have no check digit.
pub(super) fn kr_rrn_date(value: &str) -> bool {
    let Some([date @ .., century, _, _, _, _, _, _]) = number::<13>(value) else { return false };
    let century = match century {
        0 | 9 => return false,
        3 | 4 | 7 | 8 => 2000,
        _ => 1900,
    };
    let (year, month, day) = pairs(date);
    exists(century + year, month, day)
}

/// Indian PAN (Income Tax Department): the fourth letter is the kind of holder, the serial is not 0000.
fn in_pan(value: &str) -> bool {
    let Some([a, b, c, kind, e, w, x, y, z, last]) = compact::<10>(value) else { return false };
    are_letters(&[a, b, c, kind, e, last])
        && b"ABCFGHJLPTK".contains(&kind)
        && are_digits(&[w, x, y, z])
        && [w, x, y, z] != *b"0000"
}

/// Mexican RFC (SAT): the date behind three or four letters (`&` is one of them).
pub(super) fn mx_rfc_date(value: &str) -> bool {
    let body = || value.bytes().filter(|byte| byte.is_ascii_alphanumeric() || *byte == b'&');
    let length = body().count();
    let mut date = [0; 6];
    for (place, byte) in date.iter_mut().zip(body().skip(length.saturating_sub(9))) {
        *place = byte;
    }
    let Some(date) = figures(date) else { return false };
    let (year, month, day) = pairs(date);
    (length == 12 || length == 13) && exists(year, month, day)
}

/// Whether a CURP can have this state or province (RENAPO); NE is a birth abroad.
pub(super) fn is_state(code: [u8; 2]) -> bool {
    const STATES: &[u8] = b"ASBCBSCCCHCLCMCSDFDGGRGTHGJCMCMNMSNENLNTOCPLQRQTSLSPSRTCTLTSVZYNZS";
    STATES.chunks_exact(2).any(|state| state == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tax_numbers_of_the_united_states() {
        assert!(us_itin("900-70-1234") && us_itin("999-65-4320") && us_itin("912 94 1234"));
        assert!(!us_itin("900-66-1234") && !us_itin("900-93-1234") && !us_itin("812-70-1234"));
        assert!(
            us_ein("12-3456789") && us_ein("91-1144442") && !us_ein("07-1234567") && !us_ein("12-345678")
        );
    }

    #[test]
    fn numbers_of_great_britain() {
        assert!(gb_nino("AB 12 34 56 C") && gb_nino("jg103759a") && gb_nino("AB123456"));
        for wrong in ["QQ123456C", "AO123456C", "GB123456C", "AB123456E", "AB12345CC", "1B123456C"] {
            assert!(!gb_nino(wrong), "{wrong}");
        }
        assert!(gb_driving_licence("MORGA657054SM9IJ") && gb_driving_licence("FOX99705152J99AB35"));
        for wrong in ["MORGA613054SM9IJ", "99999657054SM9IJ", "MO9GA657054SM9IJ", "MORGA657054SM9I1"] {
            assert!(!gb_driving_licence(wrong), "{wrong}");
        }
    }

    #[test]
    fn dates_of_birth() {
        assert!(dk_cpr("211062-5629") && dk_cpr("2902000004") && !dk_cpr("311162-5629"));
        assert!(kr_rrn_date("971013-1019902") && kr_rrn_date("000229-3123456"));
        assert!(
            !kr_rrn_date("971013-9019902")
                && !kr_rrn_date("000229-1123456")
                && !kr_rrn_date("971313-1019902")
        );
        assert!(
            mx_rfc_date("GODE561231GR8") && mx_rfc_date("O&M-850101-AB1") && !mx_rfc_date("GODE561331GR8")
        );
        assert!(!mx_rfc_date("GODE561231") && !mx_rfc_date("561231GR8"));
    }

    #[test]
    fn holders_of_indian_pans() {
        assert!(in_pan("ACUPA7085R") && in_pan("aaapl1234c"));
        assert!(!in_pan("ABMXA3211G") && !in_pan("ACUPA0000R") && !in_pan("ACUPA708RR"));
    }

    #[test]
    fn states_of_mexico() {
        assert!(is_state(*b"DF") && is_state(*b"ZS") && is_state(*b"AS"));
        assert!(!is_state(*b"SB") && !is_state(*b"XX"));
    }
}
