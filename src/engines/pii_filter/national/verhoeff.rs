//! The check digit of J. Verhoeff (1969), which catches every swap of neighbours.

use super::Named;
use super::digits::number;

pub(super) const CHECKS: &[Named] = &[("in_aadhaar", in_aadhaar)];

/// The group of the symmetries of a pentagon: rotations 0 to 4, reflections 5 to 9.
fn product(left: u32, right: u32) -> u32 {
    match (left < 5, right < 5) {
        (true, true) => (left + right) % 5,
        (true, false) => 5 + (left + right) % 5,
        // 10 keeps the difference from going below zero and leaves the remainder as it is.
        (false, true) => 5 + (left + 10 - right) % 5,
        (false, false) => (left + 10 - right) % 5,
    }
}

/// One step of the permutation that depends on the place.
fn permuted(digit: u32) -> u32 {
    match digit {
        0 => 1,
        1 => 5,
        2 => 7,
        3 => 6,
        4 => 2,
        5 => 8,
        6 => 3,
        7 => 0,
        8 => 9,
        _ => 4,
    }
}

/// Indian Aadhaar (UIDAI): Verhoeff over twelve digits, the first of them 2 to 9.
fn in_aadhaar(value: &str) -> bool {
    let Some(figures) = number::<12>(value) else { return false };
    let total = figures.iter().rev().enumerate().fold(0, |total, (place, &digit)| {
        product(total, (0..place % 8).fold(digit, |digit, _| permuted(digit)))
    });
    !matches!(figures, [0 | 1, ..]) && total == 0
}

#[cfg(test)]
mod tests {
    use super::super::assert_checks;
    use super::*;

    #[test]
    fn aadhaar_numbers() {
        assert_checks(in_aadhaar, &["2341 2341 2346", "999941057058"]);
        assert!(!in_aadhaar("2341 2341 3246"));
    }
}
