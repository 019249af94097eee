//! Numbers in the notations of other languages.

use crate::text::json_check;

/// What a word that may be a number is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Number {
    /// A number of JSON.
    Valid,
    /// The same number as JSON writes it.
    Repaired(String),
    /// What is there of a number that breaks off, made whole.
    Truncated(String),
    /// Digits that are no one number: a version, an identifier with leading zeros.
    Text,
    /// Something else.
    No,
}

/// Reads `token`; `last` says that the text ends with it.
pub(super) fn read(token: &[u8], last: bool) -> Number {
    if json_check::number(token) == Some(token.len()) {
        return Number::Valid;
    }
    let (sign, digits) = match token {
        [b'-', rest @ ..] => ("-", rest),
        [b'+', rest @ ..] | rest => ("", rest),
    };
    if let Some(number) = based(digits) {
        return Number::Repaired(format!("{sign}{number}"));
    }
    let Ok(digits) = str::from_utf8(digits) else { return Number::No };
    if digits.is_empty() {
        return if last && token == b"-" { Number::Truncated("-0".into()) } else { Number::No };
    }
    let first = digits.as_bytes().first().copied().unwrap_or(0);
    if !first.is_ascii_digit() && first != b'.' || !digits.bytes().any(|byte| byte.is_ascii_digit()) {
        return Number::No;
    }
    let plain = digits.strip_suffix('n').unwrap_or(digits).replace('_', "");
    let mut fixed = String::with_capacity(plain.len() + 2);
    fixed.push_str(sign);
    if plain.starts_with('.') {
        fixed.push('0');
    }
    fixed.push_str(&plain);
    let cut = fixed.ends_with(['e', 'E', '+', '-', '.']);
    if let Some(at) = fixed.find('.') {
        let behind = fixed.as_bytes().get(at + 1).copied().unwrap_or(0);
        if !behind.is_ascii_digit() {
            fixed.insert(at + 1, '0');
        }
    }
    if cut && fixed.ends_with(['e', 'E', '+', '-']) {
        fixed.push('0');
    }
    let valid = json_check::number(fixed.as_bytes()) == Some(fixed.len());
    let underscores = !digits.contains('_') || grouped(digits);
    match (valid && underscores, cut && last) {
        (true, true) => Number::Truncated(fixed),
        (true, false) if !cut || digits.ends_with('.') => Number::Repaired(fixed),
        _ => Number::Text,
    }
}

/// Whether single underscores stand between digits only.
fn grouped(digits: &str) -> bool {
    digits.split('_').all(|part| !part.is_empty()) && !digits.contains("_.") && !digits.contains("._")
}

/// A whole number to base 2, 8 or 16, in decimal.
fn based(digits: &[u8]) -> Option<u64> {
    let (radix, rest) = match digits {
        [b'0', b'x' | b'X', rest @ ..] => (16, rest),
        [b'0', b'o' | b'O', rest @ ..] => (8, rest),
        [b'0', b'b' | b'B', rest @ ..] => (2, rest),
        _ => return None,
    };
    let text = str::from_utf8(rest).ok()?;
    if text.starts_with(['+', '-']) { None } else { u64::from_str_radix(text, radix).ok() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notations_of_other_languages_become_numbers_of_json() {
        for (given, json) in [
            ("+1", "1"),
            (".5", "0.5"),
            ("-.5e3", "-0.5e3"),
            ("1.", "1.0"),
            ("1.e5", "1.0e5"),
            ("0x1F", "31"),
            ("-0xff", "-255"),
            ("0o17", "15"),
            ("0b101", "5"),
            ("1_000_000", "1000000"),
            ("10n", "10"),
        ] {
            assert_eq!(read(given.as_bytes(), false), Number::Repaired(json.into()), "{given}");
        }
    }

    #[test]
    fn digits_that_are_no_number_are_text() {
        for given in ["007", "1.2.3", "2024-10-18", "10-20", "1e", "12ab", "0xfg", "1__0"] {
            assert_eq!(read(given.as_bytes(), false), Number::Text, "{given}");
        }
        for given in ["abc", "-", "", "-x", "."] {
            assert_eq!(read(given.as_bytes(), false), Number::No, "{given}");
        }
    }

    #[test]
    fn a_number_that_breaks_off_is_completed() {
        for (given, json) in [("2.", "2.0"), ("2e", "2e0"), ("2e+", "2e+0"), ("-", "-0")] {
            assert_eq!(read(given.as_bytes(), true), Number::Truncated(json.into()), "{given}");
        }
    }
}
