//! Whole numbers divided by 97, 89 or 511.

use super::Named;
use super::digits::{compact, figures, joined, number, weighted};

pub(super) const CHECKS: &[Named] = &[
    ("be_national_number", be_national_number),
    ("fr_nir", fr_nir),
    ("fr_tax_number", fr_tax_number),
    ("es_social_security", es_social_security),
    ("au_abn", au_abn),
];

/// Belgian Rijksregisternummer: 97 less the remainder by 97; a 2 in front for those born in 2000 to 2049.
/// Months go up to 12, or by 20 or 40 more in BIS numbers; unknown months and days are 00.
fn be_national_number(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [decade, _, m, mm, d, dd, .., x, y] = figures;
    let [serial @ .., _, _] = figures;
    let (month, day) = (m * 10 + mm, d * 10 + dd);
    let (serial, check) = (joined(&serial), u64::from(x * 10 + y));
    let recent = decade < 5 && check == 97 - (2_000_000_000 + serial) % 97;
    month % 20 <= 12 && month <= 52 && day <= 31 && (recent || check == 97 - serial % 97)
}

/// French NIR (INSEE): key 97 less the remainder by 97; Corsica 2A counts as 19 and 2B as 18.
fn fr_nir(value: &str) -> bool {
    let Some(mut body) = compact::<15>(value) else { return false };
    let [_, _, _, _, _, department, letter, ..] = &mut body;
    match (*department, *letter) {
        (b'2', b'A') => (*department, *letter) = (b'1', b'9'),
        (b'2', b'B') => (*department, *letter) = (b'1', b'8'),
        _ => {}
    }
    let Some(figures) = figures(body) else { return false };
    let [sex, _, _, m, mm, d, dd, .., x, y] = figures;
    let [serial @ .., _, _] = figures;
    matches!(sex, 1..=4 | 7 | 8)
        && matches!(m * 10 + mm, 1..=12 | 20..=42 | 50..)
        && d + dd > 0
        && 97 - joined(&serial) % 97 == u64::from(x * 10 + y)
}

/// French numero fiscal de reference (`DGFiP`): the remainder by 511 is in the last three digits.
fn fr_tax_number(value: &str) -> bool {
    let Some([serial @ .., x, y, z]) = number::<13>(value) else { return false };
    let [first, ..] = serial;
    first <= 3 && joined(&serial) % 511 == u64::from(x * 100 + y * 10 + z)
}

/// Spanish NUSS/NAF (Seguridad Social): remainder by 97; serials under ten million lose their zero.
fn es_social_security(value: &str) -> bool {
    let Some([p, pp, serial @ .., x, y]) = number::<12>(value) else { return false };
    let (province, serial) = (u64::from(p * 10 + pp), joined(&serial));
    let places = if serial < 10_000_000 { 10_000_000 } else { 100_000_000 };
    (1..=66).contains(&province) && (province * places + serial) % 97 == u64::from(x * 10 + y)
}

/// Australian Business Number (ABR): first digit less one, weights 10, 1, 3 to 19, divisible by 89.
fn au_abn(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [tens, ones, ..] = figures;
    // The first two digits are the check: 11 to 99.
    tens * 10 + ones >= 11
        && (weighted(&figures, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10).is_multiple_of(89)
}

#[cfg(test)]
mod tests {
    use super::super::assert_checks;
    use super::*;

    #[test]
    fn remainders_by_97() {
        assert_checks(be_national_number, &["85.07.30-033 28", "17.07.30-033.84", "85073003328"]);
        assert!(!be_national_number("85.13.30-033.28"));
        assert_checks(fr_nir, &["2 95 10 99 126 111 93", "253072B07300470", "295109912611193"]);
        assert!(!fr_nir("253132B07300470") && !fr_nir("253072C07300470"));
        assert_checks(es_social_security, &["28 12345678 40"]);
    }

    #[test]
    fn other_remainders() {
        assert_checks(fr_tax_number, &["30 23 217 600 053"]);
        assert_checks(au_abn, &["83 914 571 673", "51824753556"]);
        assert!(!au_abn("01234567890"));
    }
}
