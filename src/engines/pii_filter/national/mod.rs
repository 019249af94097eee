//! Checks of national identity numbers; one module per family of checksum.

#![expect(clippy::many_single_char_names, reason = "numbers are taken apart place by place")]

mod dates;
mod digits;
mod eleven;
mod iso7064;
mod letters;
mod remainders;
mod shapes;
mod ten;
mod verhoeff;

/// A check, and what the rule file calls it.
type Named = (&'static str, fn(&str) -> bool);

const FAMILIES: [&[Named]; 7] = [
    shapes::CHECKS,
    ten::CHECKS,
    eleven::CHECKS,
    remainders::CHECKS,
    iso7064::CHECKS,
    verhoeff::CHECKS,
    letters::CHECKS,
];

/// The check that the rule file calls `name`.
pub(super) fn by_name(name: &str) -> Option<fn(&str) -> bool> {
    let named = FAMILIES.iter().flat_map(|family| family.iter()).find(|(known, _)| *known == name);
    named.map(|&(_, check)| check)
}

/// Asserts that `check` accepts each of `good`, and none of them with its last digit or letter changed.
#[cfg(test)]
fn assert_checks(check: fn(&str) -> bool, good: &[&str]) {
    for value in good {
        assert!(check(value), "{value}");
        let last = value.chars().next_back().unwrap();
        let other = if last.is_ascii_digit() {
            char::from_digit((last.to_digit(10).unwrap() + 1) % 10, 10).unwrap()
        } else {
            char::from(b'A' + (last.to_ascii_uppercase() as u8 - b'A' + 1) % 26)
        };
        let wrong = format!("{}{other}", &value[..value.len() - 1]);
        assert!(!check(&wrong), "{wrong}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_stands_once() {
        let mut names: Vec<&str> =
            FAMILIES.iter().flat_map(|family| family.iter()).map(|&(name, _)| name).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(by_name("gb_nhs").is_some() && by_name("xx_none").is_none());
    }

    #[test]
    fn no_check_minds_what_it_reads() {
        for text in ["", "é", "12é34", "٣٤٥", "０１２", "AB", "999999999999999999999999", "\u{0}", "ſK-"]
        {
            for (name, check) in FAMILIES.iter().flat_map(|family| family.iter()) {
                assert!(!check(text), "{name} {text}");
            }
        }
    }
}
