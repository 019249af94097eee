//! Check characters that are letters, or that letters take part in.

use super::Named;
use super::dates::{exists, pairs};
use super::digits::{are_digits, are_letters, compact, figures, joined, rank, weighted};
use super::shapes::{is_state, mx_rfc_date};

pub(super) const CHECKS: &[Named] = &[
    ("ie_pps", ie_pps),
    ("es_dni", es_dni),
    ("es_nie", es_nie),
    ("it_fiscal_code", it_fiscal_code),
    ("fi_hetu", fi_hetu),
    ("sg_nric", sg_nric),
    ("in_gstin", in_gstin),
    ("mx_curp", mx_curp),
    ("mx_rfc", mx_rfc),
];

/// Whether `letter` stands at the place `index` of `alphabet`.
fn is_at(alphabet: &[u8], index: u64, letter: u8) -> bool {
    usize::try_from(index).ok().and_then(|index| alphabet.get(index)) == Some(&letter)
}

/// Irish PPS number (Revenue): modulo 23; a second letter A, B or H counts nine times, older ones nothing.
fn ie_pps(value: &str) -> bool {
    let (serial, check, second) = match (compact::<9>(value), compact::<8>(value)) {
        (Some([serial @ .., check, second]), _) => (serial, check, second),
        (_, Some([serial @ .., check])) => (serial, check, b'W'),
        _ => return false,
    };
    let Some(figures) = figures::<7>(serial) else { return false };
    let second = match second {
        b'A' | b'B' | b'H' => rank(second) - 9,
        b'T' | b'W' | b'X' => 0,
        _ => return false,
    };
    let sum = weighted(&figures, (2..=8).rev()) + 9 * second;
    is_at(b"WABCDEFGHIJKLMNOPQRSTUV", u64::from(sum % 23), check)
}

/// The letter of a Spanish number is its remainder by 23.
fn is_spanish(number: u64, letter: u8) -> bool {
    is_at(b"TRWAGMYFPDXBNJZSQVHLCKE", number % 23, letter)
}

/// Spanish DNI (Real Decreto 1553/2005): the letter is the remainder by 23.
fn es_dni(value: &str) -> bool {
    let Some([serial @ .., letter]) = compact::<9>(value) else { return false };
    figures::<8>(serial).is_some_and(|figures| is_spanish(joined(&figures), letter))
}

/// Spanish NIE: as the DNI, with X, Y, Z in front read as 0, 1, 2.
fn es_nie(value: &str) -> bool {
    let Some([kind @ b'X'..=b'Z', serial @ .., letter]) = compact::<9>(value) else { return false };
    let kind = u64::from(kind - b'X') * 10_000_000;
    figures::<7>(serial).is_some_and(|figures| is_spanish(kind + joined(&figures), letter))
}

/// The digit that a character of a codice fiscale stands for; letters do when two people would have the
/// same code.
fn it_digit(byte: u8) -> Option<u32> {
    if byte.is_ascii_digit() {
        return Some(rank(byte));
    }
    let place = b"LMNPQRSTUV".iter().position(|&letter| letter == byte)?;
    u32::try_from(place).ok()
}

/// The value in odd places of 0 to 9 and A to J, then of K to Z (Decreto ministeriale 23 December 1976).
const IT_ODD: [u32; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

/// Italian codice fiscale: check character modulo 26, date (day + 40 for women), omocodia letters.
fn it_fiscal_code(value: &str) -> bool {
    let Some(body) = compact::<16>(value) else { return false };
    let [a, b, c, d, e, f, y, yy, month, day, days, town, x, xx, xxx, check] = body;
    if !are_letters(&[a, b, c, d, e, f, month, town, check]) {
        return false;
    }
    let mut numbers = [0; 7];
    for (number, byte) in numbers.iter_mut().zip([y, yy, day, days, x, xx, xxx]) {
        let Some(digit) = it_digit(byte) else { return false };
        *number = digit;
    }
    let [y, yy, d, dd, ..] = numbers;
    let day = d * 10 + dd;
    let month = b"ABCDEHLMPRST".iter().position(|&letter| letter == month);
    let Some(month) = month.and_then(|place| u32::try_from(place + 1).ok()) else { return false };
    let [counted @ .., _] = body;
    let sum: u32 = (0_u32..)
        .zip(counted)
        .map(|(place, byte)| {
            let position = if byte.is_ascii_digit() { rank(byte) } else { rank(byte) - 10 };
            if place % 2 == 1 {
                return position;
            }
            usize::try_from(position).ok().and_then(|position| IT_ODD.get(position)).copied().unwrap_or(0)
        })
        .sum();
    exists(y * 10 + yy, month, if day > 40 { day - 40 } else { day }) && sum % 26 == rank(check) - 10
}

/// Finnish henkilotunnus (DVV): remainder by 31 over date and individual number; it begins at 002.
fn fi_hetu(value: &str) -> bool {
    let body = match (compact::<10>(value), compact::<11>(value)) {
        (Some(body), _) => body,
        (_, Some([a, b, c, d, e, f, sign, g, h, i, check])) => {
            if !b"ABCDEFUVWXY".contains(&sign) {
                return false;
            }
            [a, b, c, d, e, f, g, h, i, check]
        }
        _ => return false,
    };
    let [serial @ .., check] = body;
    let Some(figures) = figures::<9>(serial) else { return false };
    let [date @ .., x, y, z] = figures;
    let (day, month, year) = pairs(date);
    exists(year, month, day)
        && joined(&[x, y, z]) >= 2
        && is_at(b"0123456789ABCDEFHJKLMNPRSTUVWXY", joined(&figures) % 31, check)
}

/// Singapore NRIC and FIN (ICA): weights 2, 7 to 2; T and G add 4, M adds 3.
fn sg_nric(value: &str) -> bool {
    let Some([kind, serial @ .., check]) = compact::<9>(value) else { return false };
    let Some(figures) = figures::<7>(serial) else { return false };
    let (added, alphabet) = match kind {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return false,
    };
    is_at(alphabet, u64::from((weighted(&figures, [2, 7, 6, 5, 4, 3, 2]) + added) % 11), check)
}

/// Indian GSTIN (GSTN): a state, a PAN, and Luhn modulo 36.
fn in_gstin(value: &str) -> bool {
    let Some(body) = compact::<15>(value) else { return false };
    let [s, ss, a, b, c, d, e, w, x, y, z, f, entity, mark, check] = body;
    let Some([s, ss]) = figures([s, ss]) else { return false };
    if !are_letters(&[a, b, c, d, e, f]) || !are_digits(&[w, x, y, z]) || entity == b'0' || mark != b'Z' {
        return false;
    }
    let [counted @ .., _] = body;
    let sum: u32 = (0_u32..)
        .zip(counted)
        .map(|(place, byte)| {
            let product = rank(byte) * (1 + place % 2);
            product / 36 + product % 36
        })
        .sum();
    matches!(s * 10 + ss, 1..=38 | 97 | 99) && (36 - sum % 36) % 36 == rank(check)
}

/// The letters of Mexican codes are numbered with an N with tilde between N and O.
fn mx_rank(byte: u8) -> u32 {
    rank(byte) + u32::from(byte >= b'O')
}

/// Mexican CURP (RENAPO): date, sex, state, weights 18 to 2, complement to 10.
fn mx_curp(value: &str) -> bool {
    let Some(body) = compact::<18>(value) else { return false };
    let [a, b, c, d, y, yy, m, mm, dd, ddd, sex, s, ss, e, f, g, homonym, check] = body;
    let Some(date) = figures([y, yy, m, mm, dd, ddd]) else { return false };
    if !are_letters(&[a, b, c, d, sex, s, ss, e, f, g]) || !check.is_ascii_digit() {
        return false;
    }
    let (year, month, day) = pairs(date);
    // A digit in the place before the last is for births in the last century.
    let century = if homonym.is_ascii_digit() { 1900 } else { 2000 };
    let [counted @ .., _] = body;
    let sum = weighted(&counted.map(mx_rank), (2..=18).rev());
    matches!(sex, b'H' | b'M' | b'X')
        && is_state([s, ss])
        && exists(century + year, month, day)
        && (10 - sum % 10) % 10 == rank(check)
}

/// Mexican RFC (SAT) of a person: date, and the check character modulo 11 with A as 10.
fn mx_rfc(value: &str) -> bool {
    let Some(body) = compact::<13>(value) else { return false };
    let [a, b, c, d, .., check] = body;
    let [counted @ .., _] = body;
    // Alphabet of the SAT: 0 to 9, A to N, `&`, O to Z.
    let wanted = (11 - weighted(&counted.map(mx_rank), (2..=13).rev()) % 11) % 11;
    are_letters(&[a, b, c, d]) && mx_rfc_date(value) && is_at(b"0123456789A", u64::from(wanted), check)
}

#[cfg(test)]
mod tests {
    use super::super::assert_checks;
    use super::*;

    #[test]
    fn letters_at_the_end() {
        assert_checks(ie_pps, &["6433435F", "1234567T"]);
        assert!(ie_pps("6433435FT") && ie_pps("6433435IH") && !ie_pps("6433435FA") && !ie_pps("6433435FZ"));
        assert_checks(es_dni, &["54362315-K", "12.345.678-Z", "12345678z"]);
        assert_checks(es_nie, &["X-2482300-W", "Z1234567R"]);
        assert_checks(it_fiscal_code, &["RCCMNL83S18D969H", "CNTCHR83T41D969D"]);
        assert!(!it_fiscal_code("RCCMNL83S48D969H"));
        assert_checks(fi_hetu, &["131052-308T", "131052A308T", "010594Y9032"]);
        assert!(!fi_hetu("131052G308T") && !fi_hetu("131352-308T"));
        assert_checks(sg_nric, &["S1234567D", "F1234567N", "T1234567J", "G1234567X", "M1234567K"]);
        assert!(!sg_nric("A1234567D"));
    }

    #[test]
    fn letters_in_the_number() {
        assert_checks(in_gstin, &["27AAPFU0939F1ZV", "29AAGCB7383J1Z4"]);
        assert!(!in_gstin("39AAPFU0939F1ZV") && !in_gstin("27AAPFU0939F1YV"));
        assert_checks(mx_curp, &["BOXW310820HNERXN09"]);
        assert!(!mx_curp("BOXW311320HNERXN09") && !mx_curp("BOXW310820HXXRXN09"));
        assert!(mx_rfc("GODE561231GR8") && !mx_rfc("GODE561231GR9") && !mx_rfc("GODE561331GR8"));
    }
}
