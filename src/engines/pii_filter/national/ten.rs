//! Check digits modulo 10: Luhn, and sums with other weights.

use super::Named;
use super::dates::{exists, pairs};
use super::digits::{are_letters, compact, figures, joined, luhn, number, rank, weighted};

pub(super) const CHECKS: &[Named] = &[
    ("us_aba_routing", us_aba_routing),
    ("de_pension_insurance", de_pension_insurance),
    ("de_id_document", de_id_document),
    ("ch_ahv", ch_ahv),
    ("fr_siren", luhn_of::<9>),
    ("fr_siret", fr_siret),
    ("es_cif", es_cif),
    ("pt_citizen_card", pt_citizen_card),
    ("pt_niss", pt_niss),
    ("it_vat", it_vat),
    ("pl_pesel", pl_pesel),
    ("pl_id_card", pl_id_card),
    ("se_personal_number", se_personal_number),
    ("in_voter_id", luhn_of::<7>),
    ("ca_sin", ca_sin),
    ("au_medicare", au_medicare),
    ("za_id", za_id),
    ("tw_national_id", tw_national_id),
    ("tr_identity_number", tr_identity_number),
    ("il_identity_number", luhn_of::<9>),
];

/// ISO/IEC 7812-1, over exactly `N` digits.
fn luhn_of<const N: usize>(value: &str) -> bool {
    number::<N>(value).is_some_and(|figures| luhn(&figures))
}

/// Canadian Social Insurance Number (Service Canada): Luhn; 0 and 8 never come first.
fn ca_sin(value: &str) -> bool {
    number::<9>(value).is_some_and(|figures| !matches!(figures, [0 | 8, ..]) && luhn(&figures))
}

/// US routing number (American Bankers Association): Federal Reserve prefix, weights 3, 7, 1.
fn us_aba_routing(value: &str) -> bool {
    let Some(figures) = number::<9>(value) else { return false };
    let [tens, ones, ..] = figures;
    matches!(tens * 10 + ones, 0..=12 | 21..=32 | 61..=72 | 80)
        && weighted(&figures, [3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
}

/// German Versicherungsnummer (VKVV section 4): digit sums of the products, the letter as two digits.
fn de_pension_insurance(value: &str) -> bool {
    let Some([a, b, c, d, e, f, g, h, letter, x, y, z]) = compact::<12>(value) else { return false };
    let Some([a, b, date @ .., x, y, check]) = figures([a, b, c, d, e, f, g, h, x, y, z]) else {
        return false;
    };
    let [c, d, e, f, g, h] = date;
    if !letter.is_ascii_alphabetic() {
        return false;
    }
    let letter = rank(letter) - 9;
    let numbers = [a, b, c, d, e, f, g, h, letter / 10, letter % 10, x, y];
    let products = numbers.iter().zip([2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1]).map(|(n, weight)| n * weight);
    let (day, month, year) = pairs(date);
    exists(year, month, day) && products.map(|product| product / 10 + product % 10).sum::<u32>() % 10 == check
}

/// German identity cards and passports: ICAO Doc 9303 check digit (7, 3, 1) behind nine characters.
/// Without the check digit there is nothing to check.
fn de_id_document(value: &str) -> bool {
    let Some(body) = compact::<10>(value) else { return compact::<9>(value).is_some() };
    let [.., check] = body;
    let sum = weighted(&body.map(rank), [7, 3, 1, 7, 3, 1, 7, 3, 1]);
    check.is_ascii_digit() && sum % 10 == rank(check)
}

/// Swiss AHV number (BSV/OFAS): country code 756 and the check digit of EAN-13.
fn ch_ahv(value: &str) -> bool {
    let Some(figures) = number::<13>(value) else { return false };
    matches!(figures, [7, 5, 6, ..])
        && weighted(&figures, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]).is_multiple_of(10)
}

/// French SIRET (INSEE): Luhn, and so has the SIREN in front; the post office's have a sum divisible by
/// five.
fn fr_siret(value: &str) -> bool {
    let Some(figures) = number::<14>(value) else { return false };
    let [siren @ .., _, _, _, _, _] = figures;
    let post = joined(&siren) == 356_000_000 && figures.iter().sum::<u32>().is_multiple_of(5);
    luhn(&siren) && (luhn(&figures) || post)
}

/// Spanish CIF (Ley 58/2003): Luhn over seven digits; the control character is a digit or a letter.
fn es_cif(value: &str) -> bool {
    let Some([kind, serial @ .., control]) = compact::<9>(value) else { return false };
    let Some([a, b, c, d, e, f, g]) = figures::<7>(serial) else { return false };
    let control = match control {
        b'A'..=b'J' => (rank(control) - 9) % 10,
        b'0'..=b'9' => rank(control),
        _ => return false,
    };
    b"ABCDEFGHJNPQRSUVW".contains(&kind) && luhn(&[a, b, c, d, e, f, g, control])
}

/// Portuguese Cartao de Cidadao: Luhn with letters as 10 to 35, doubled values above 9 less 9.
fn pt_citizen_card(value: &str) -> bool {
    let Some(body) = compact::<12>(value) else { return false };
    let [number @ .., _, _, check] = body;
    figures::<9>(number).is_some() && check.is_ascii_digit() && luhn(&body.map(rank))
}

/// Portuguese NISS: weights are the primes from 29 down to 2, check digit 9 less the remainder by 10.
fn pt_niss(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [first, .., check] = figures;
    matches!(first, 1 | 2) && 9 - weighted(&figures, [29, 23, 19, 17, 13, 11, 7, 5, 3, 2]) % 10 == check
}

/// Italian partita IVA: Luhn over eleven digits, with the number of a tax office in digits 8 to 10.
fn it_vat(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [company @ .., x, y, z, _] = figures;
    let office = x * 100 + y * 10 + z;
    joined(&company) > 0 && matches!(office, 1..=100 | 120 | 121 | 888 | 999) && luhn(&figures)
}

/// Polish PESEL (Ministry of Digital Affairs): date with the century in the month, weights 1, 3, 7, 9.
fn pl_pesel(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [date @ .., _, _, _, _, _] = figures;
    let (year, month, day) = pairs(date);
    let century = match month / 20 {
        0 => 1900,
        1 => 2000,
        2 => 2100,
        3 => 2200,
        _ => 1800,
    };
    exists(century + year, month % 20, day)
        && weighted(&figures, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]).is_multiple_of(10)
}

/// Polish dowod osobisty: weights 7, 3, 1, with the check digit in fourth place counted nine times.
fn pl_id_card(value: &str) -> bool {
    let Some(body) = compact::<9>(value) else { return false };
    let [a, b, c, serial @ ..] = body;
    are_letters(&[a, b, c])
        && figures::<6>(serial).is_some()
        && weighted(&body.map(rank), [7, 3, 1, 9, 7, 3, 1, 7, 3]).is_multiple_of(10)
}

/// Swedish personnummer and samordningsnummer (Skatteverket, day + 60): Luhn over the last ten digits.
fn se_personal_number(value: &str) -> bool {
    let (figures, century) = if let Some(figures) = number::<10>(value) {
        (figures, 0)
    } else if let Some([thousand, hundred, figures @ ..]) = number::<12>(value) {
        let century = 10 * thousand + hundred;
        if !(18..=20).contains(&century) {
            return false;
        }
        (figures, 100 * century)
    } else {
        return false;
    };
    let [date @ .., _, _, _, _] = figures;
    let (year, month, day) = pairs(date);
    exists(century + year, month, if day > 60 { day - 60 } else { day }) && luhn(&figures)
}

/// Australian Medicare card (Services Australia): weights 1, 3, 7, 9, then an issue number that is not 0.
fn au_medicare(value: &str) -> bool {
    let card = number::<10>(value).or_else(|| {
        let [card @ .., _] = number::<11>(value)?;
        Some(card)
    });
    let Some([a, b, c, d, e, f, g, h, check, issue]) = card else { return false };
    let sum = weighted(&[a, b, c, d, e, f, g, h], [1, 3, 7, 9, 1, 3, 7, 9]);
    (2..=6).contains(&a) && sum % 10 == check && issue > 0
}

/// South African identity number (Home Affairs): date, citizenship 0 to 2, Luhn.
fn za_id(value: &str) -> bool {
    let Some(figures) = number::<13>(value) else { return false };
    let [date @ .., _, _, _, _, citizenship, _, _] = figures;
    let (year, month, day) = pairs(date);
    exists(year, month, day) && citizenship <= 2 && luhn(&figures)
}

/// The number of a letter in Taiwan, by the order in which the places were numbered.
fn tw_letter(letter: u8) -> Option<u32> {
    let place = b"ABCDEFGHJKLMNPQRSTUVXYWZIO".iter().position(|&known| known == letter)?;
    Some(10 + u32::try_from(place).ok()?)
}

/// Taiwanese identity number (Ministry of the Interior) and resident number, new (8, 9) and old (A to D).
fn tw_national_id(value: &str) -> bool {
    let Some([area, second, serial @ ..]) = compact::<10>(value) else { return false };
    let second = match second {
        b'1' | b'2' | b'8' | b'9' => Some(rank(second)),
        b'A'..=b'D' => tw_letter(second).map(|number| number % 10),
        _ => None,
    };
    let (Some(area), Some(second), Some([a, b, c, d, e, f, g, h])) =
        (tw_letter(area), second, figures::<8>(serial))
    else {
        return false;
    };
    let numbers = [area / 10, area % 10, second, a, b, c, d, e, f, g, h];
    weighted(&numbers, [1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1]).is_multiple_of(10)
}

/// Turkish T.C. Kimlik No (NVI): the tenth digit from odd and even places, the eleventh from all.
fn tr_identity_number(value: &str) -> bool {
    let Some([a, b, c, d, e, f, g, h, i, tenth, eleventh]) = number::<11>(value) else { return false };
    let (odd, even) = (a + c + e + g + i, b + d + f + h);
    // 40 keeps the difference from going below zero and leaves the remainder as it is.
    a != 0 && (7 * odd + 40 - even) % 10 == tenth && (odd + even + tenth) % 10 == eleventh
}

#[cfg(test)]
mod tests {
    use super::super::assert_checks;
    use super::*;

    #[test]
    fn luhn_numbers() {
        assert_checks(luhn_of::<9>, &["732 829 320", "552 008 443"]);
        assert_checks(luhn_of::<7>, &["WKH1186253"]);
        assert_checks(ca_sin, &["123 456 782", "193-456-787"]);
        assert!(!ca_sin("046 454 286") && !ca_sin("111111111"));
        assert_checks(fr_siret, &["732 829 320 00074", "35600000000048"]);
        assert!(fr_siret("35600000010000") && !fr_siret("73282932100074"));
        assert_checks(es_cif, &["J99216582", "A-58818501", "P2800000H"]);
        assert!(!es_cif("M-1234567-L"));
        assert_checks(it_vat, &["00743110157"]);
        assert!(!it_vat("00000000018"));
        assert_checks(pt_citizen_card, &["00000000 0 ZZ4"]);
        assert_checks(se_personal_number, &["880320-0016", "19880320-0016", "701063-2391"]);
        assert!(!se_personal_number("881320-0016") && !se_personal_number("21880320-0016"));
        assert_checks(za_id, &["750330 5044 089", "8001015009087"]);
        assert!(!za_id("8013015009087"));
    }

    #[test]
    fn sums_with_other_weights() {
        assert_checks(us_aba_routing, &["021000021", "111000025"]);
        assert_checks(de_pension_insurance, &["15 070649 C 103", "65170839J003"]);
        assert_checks(de_id_document, &["T220001293", "L01X00T471", "C01X00T478"]);
        assert!(de_id_document("T22000129"));
        assert_checks(ch_ahv, &["756.9217.0769.85", "7561234567897"]);
        assert_checks(pt_niss, &["12345678902"]);
        assert_checks(pl_pesel, &["44051401359", "02070803628"]);
        assert!(!pl_pesel("44451401359"));
        assert!(pl_id_card("ABA 300000") && !pl_id_card("ABA 300001"));
        assert!(au_medicare("2123 45670 1") && au_medicare("2123456701/1"));
        assert!(!au_medicare("2123 45671 1") && !au_medicare("2123 45670 0"));
        assert_checks(tw_national_id, &["A123456789", "A800000014"]);
        assert_checks(tr_identity_number, &["10000000146", "17291716060"]);
    }
}
