//! Check digits modulo 11.

use super::Named;
use super::dates::{exists, pairs};
use super::digits::{are_digits, compact, complement_to_eleven, joined, number, weighted};
use super::shapes::kr_rrn_date;
use crate::text::checks::digits;

pub(super) const CHECKS: &[Named] = &[
    ("gb_nhs", gb_nhs),
    ("gb_utr", gb_utr),
    ("at_social_security", at_social_security),
    ("pt_nif", pt_nif),
    ("pl_nip", pl_nip),
    ("pl_regon", pl_regon),
    ("no_national_id", no_national_id),
    ("birth_number", birth_number),
    ("br_cpf", br_cpf),
    ("br_cnpj", br_cnpj),
    ("br_pis", br_pis),
    ("ar_cuit", ar_cuit),
    ("cl_rut", cl_rut),
    ("au_tfn", au_tfn),
    ("nz_ird", nz_ird),
    ("kr_rrn", kr_rrn),
    ("jp_my_number", jp_my_number),
];

/// NHS number (NHS Data Dictionary): weights 10 to 2, and the check digit once.
fn gb_nhs(value: &str) -> bool {
    number::<10>(value).is_some_and(|figures| weighted(&figures, (1..=10).rev()).is_multiple_of(11))
}

/// UK Unique Taxpayer Reference (HMRC): the check digit comes first.
fn gb_utr(value: &str) -> bool {
    let Some([check, rest @ ..]) = number::<10>(value) else { return false };
    let wanted = match weighted(&rest, [6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11 {
        0 => 2,
        1 => 1,
        remainder => 11 - remainder,
    };
    check == wanted
}

/// Austrian Versicherungsnummer: fourth digit is the remainder by 11; month 13 to 15 when days ran out.
fn at_social_security(value: &str) -> bool {
    let Some(figures) = number::<10>(value) else { return false };
    let [first, _, _, check, date @ ..] = figures;
    let (day, month, year) = pairs(date);
    let born = exists(year, month, day) || ((13..=15).contains(&month) && (1..=31).contains(&day));
    first != 0 && born && weighted(&figures, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == check
}

/// Portuguese NIF (Autoridade Tributaria): weights 9 to 2, complement to 11, 10 and 11 become 0.
fn pt_nif(value: &str) -> bool {
    let Some(figures) = number::<9>(value) else { return false };
    let [first, .., check] = figures;
    first != 0 && complement_to_eleven(weighted(&figures, (2..=9).rev())) == check
}

/// Polish NIP: the remainder by 11 is the last digit.
fn pl_nip(value: &str) -> bool {
    let Some(figures) = number::<10>(value) else { return false };
    let [.., check] = figures;
    weighted(&figures, [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == check
}

/// Polish REGON (GUS): nine digits, or fourteen of which the first nine are one as well.
fn pl_regon(value: &str) -> bool {
    let short = |figures: [u32; 9]| {
        let [.., check] = figures;
        weighted(&figures, [8, 9, 2, 3, 4, 5, 6, 7]) % 11 % 10 == check
    };
    if let Some(figures) = number::<9>(value) {
        return short(figures);
    }
    let Some(figures) = number::<14>(value) else { return false };
    let [first @ .., _, _, _, _, check] = figures;
    short(first) && weighted(&figures, [2, 4, 8, 5, 0, 9, 7, 3, 6, 1, 2, 4, 8]) % 11 % 10 == check
}

/// Norwegian fodselsnummer and D-number (Skatteetaten): two check digits; day + 40, month + 40 or + 80.
fn no_national_id(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [date @ .., _, _, _, _, _] = figures;
    let (day, month, year) = pairs(date);
    weighted(&figures, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]).is_multiple_of(11)
        && weighted(&figures, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
        && exists(year, month % 40, if day > 40 { day - 40 } else { day })
}

/// Czech and Slovak rodne cislo: divisible by 11; from 1954 to 1985 a remainder of 10 was written as 0.
/// Nine digits (before 1954) have no check digit. Women: month + 50; days that ran out: month + 20.
fn birth_number(value: &str) -> bool {
    let mut figures = [0; 10];
    let mut count = 0;
    for digit in digits(value) {
        let Some(place) = figures.get_mut(count) else { return false };
        *place = digit;
        count += 1;
    }
    let [date @ .., x, y, z, check] = figures;
    let (year, mut month, day) = pairs(date);
    for added in [50, 20] {
        if month > added {
            month -= added;
        }
    }
    if !exists(year, month, day) {
        return false;
    }
    let [nine @ .., _] = figures;
    match count {
        9 => year <= 53 && x + y + z > 0,
        10 => {
            joined(&figures).is_multiple_of(11)
                || ((54..=85).contains(&year) && joined(&nine) % 11 == 10 && check == 0)
        }
        _ => false,
    }
}

/// Brazilian CPF (Receita Federal): weights 10 to 2, then 11 to 2.
fn br_cpf(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [.., first, second] = figures;
    complement_to_eleven(weighted(&figures, (2..=10).rev())) == first
        && complement_to_eleven(weighted(&figures, (2..=11).rev())) == second
}

/// Brazilian CNPJ (Receita Federal, with letters since IN RFB 2229/2024): places in ASCII less 48.
fn br_cnpj(value: &str) -> bool {
    let Some(body) = compact::<14>(value) else { return false };
    let [.., x, y] = body;
    if !are_digits(&[x, y]) || body.iter().all(|&byte| byte == x) {
        return false;
    }
    let numbers = body.map(|byte| u32::from(byte - b'0'));
    let [.., first, second] = numbers;
    complement_to_eleven(weighted(&numbers, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])) == first
        && complement_to_eleven(weighted(&numbers, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])) == second
}

/// Brazilian PIS/PASEP/NIT: weights 3, 2, 9 to 2.
fn br_pis(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [.., check] = figures;
    complement_to_eleven(weighted(&figures, [3, 2, 9, 8, 7, 6, 5, 4, 3, 2])) == check
}

/// Argentine CUIT and CUIL (ARCA): known kind, weights 5 to 2 and 7 to 2, complement to 11; never 10.
fn ar_cuit(value: &str) -> bool {
    let Some(figures) = number::<11>(value) else { return false };
    let [tens, ones, ..] = figures;
    matches!(tens * 10 + ones, 20 | 23..=27 | 30 | 33 | 34 | 50 | 51 | 55)
        && weighted(&figures, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
}

/// Chilean RUT (Registro Civil): weights 2 to 7 from the right, 10 is written K.
fn cl_rut(value: &str) -> bool {
    let body = compact::<9>(value).or_else(|| {
        // A leading zero changes no sum.
        let [a, b, c, d, e, f, g, h] = compact::<8>(value)?;
        Some([b'0', a, b, c, d, e, f, g, h])
    });
    let Some([serial @ .., check]) = body else { return false };
    let skipped = usize::from(compact::<8>(value).is_some());
    let figures = serial.get(skipped..).unwrap_or_default();
    if !are_digits(&serial) || figures.iter().all(|digit| Some(digit) == figures.first()) {
        return false;
    }
    let sum = weighted(&serial.map(|byte| u32::from(byte & 15)), [3, 2, 7, 6, 5, 4, 3, 2]);
    match (11 - sum % 11) % 11 {
        10 => check == b'K',
        digit => u32::from(check) == u32::from(b'0') + digit,
    }
}

/// Australian Tax File Number (ATO): eight or nine digits.
fn au_tfn(value: &str) -> bool {
    if let Some(figures) = number::<9>(value) {
        return weighted(&figures, [1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11);
    }
    number::<8>(value).is_some_and(|figures| weighted(&figures, [10, 7, 8, 4, 6, 3, 5, 1]).is_multiple_of(11))
}

/// New Zealand IRD number (Inland Revenue): first weights, and others when they leave 10.
fn nz_ird(value: &str) -> bool {
    let padded = number::<9>(value).or_else(|| {
        let [a, b, c, d, e, f, g, h] = number::<8>(value)?;
        Some([0, a, b, c, d, e, f, g, h])
    });
    let Some(figures) = padded else { return false };
    let [.., check] = figures;
    let complement = |weights: [u32; 8]| (11 - weighted(&figures, weights) % 11) % 11;
    let wanted = match complement([3, 2, 7, 6, 5, 4, 3, 2]) {
        10 => complement([7, 4, 3, 2, 5, 2, 7, 6]),
        digit => digit,
    };
    (10_000_000..200_000_000).contains(&joined(&figures)) && check == wanted
}

/// Korean resident registration number with the check digit that was given out until October 2020.
fn kr_rrn(value: &str) -> bool {
    let Some(figures) = number::<13>(value) else { return false };
    let [.., check] = figures;
    let sum = weighted(&figures, [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
    kr_rrn_date(value) && (11 - sum % 11) % 10 == check
}

/// Japanese individual number (Order 85 of 2014, MIC): complement to 11, 10 and 11 become 0.
fn jp_my_number(value: &str) -> bool {
    let Some(figures) = number::<12>(value) else { return false };
    let [.., check] = figures;
    complement_to_eleven(weighted(&figures, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2])) == check
}

#[cfg(test)]
mod tests {
    use super::super::assert_checks;
    use super::*;

    #[test]
    fn last_digits() {
        assert_checks(gb_nhs, &["943 476 5919", "401-023-2137"]);
        assert!(at_social_security("1237 010180") && !at_social_security("1247 010180"));
        assert_checks(pt_nif, &["501964843", "123 456 789"]);
        assert_checks(pl_nip, &["856-734-62-15"]);
        assert_checks(pl_regon, &["192598184", "123456785", "12345678512347"]);
        assert_checks(no_national_id, &["151086 95088", "01010750160"]);
        assert_checks(br_pis, &["120.56874.10-7"]);
        assert_checks(ar_cuit, &["20-05536168-2", "20267565393"]);
        assert!(!ar_cuit("21-05536168-2"));
        assert_checks(au_tfn, &["123 456 782", "81854402", "37118660"]);
        assert_checks(nz_ird, &["49091850", "49-098-576", "136410132"]);
        assert!(!nz_ird("4909185"));
        assert_checks(kr_rrn, &["900101-1234568", "050315-3123457"]);
        assert!(!kr_rrn("901301-1234568"));
        assert_checks(jp_my_number, &["1234 5678 9018", "987654321093"]);
    }

    #[test]
    fn the_check_digit_of_a_tax_reference_comes_first() {
        assert!(gb_utr("1955839661") && !gb_utr("2955839661"));
    }

    #[test]
    fn czech_and_slovak_numbers() {
        assert_checks(birth_number, &["710319/2745", "855530/1172"]);
        assert!(birth_number("105620/123") && birth_number("530901123") && !birth_number("1056201230"));
        for wrong in ["590312/123", "710319/000", "711319/2745", "71031927450"] {
            assert!(!birth_number(wrong), "{wrong}");
        }
    }

    #[test]
    fn pairs_of_check_digits() {
        assert_checks(br_cpf, &["390.533.447-05", "11144477735"]);
        assert!(!br_cpf("111.111.111-11"));
        assert_checks(br_cnpj, &["16.727.230/0001-97", "12.ABC.345/01DE-35"]);
        assert!(!br_cnpj("00000000000000"));
    }

    #[test]
    fn the_tenth_digit_of_chile_is_a_letter() {
        assert_checks(cl_rut, &["12.531.909-2", "76086428-5", "1.000.005-K", "14.000.006-k"]);
        assert!(!cl_rut("11.111.111-1") && !cl_rut("12.531.909-K"));
    }
}
