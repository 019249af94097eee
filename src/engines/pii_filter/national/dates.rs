//! Days that the calendar has.

/// Whether there is such a day. A year of two digits stands for every century, so `00` may be a leap year.
pub(super) fn exists(year: u32, month: u32, day: u32) -> bool {
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year.is_multiple_of(4)
            && (year < 100 || !year.is_multiple_of(100) || year.is_multiple_of(400)) =>
        {
            29
        }
        2 => 28,
        _ => return false,
    };
    (1..=longest).contains(&day)
}

/// Six digits as three numbers of two digits.
pub(super) fn pairs([a, b, c, d, e, f]: [u32; 6]) -> (u32, u32, u32) {
    (10 * a + b, 10 * c + d, 10 * e + f)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leap_years() {
        assert!(exists(2000, 2, 29) && exists(0, 2, 29) && exists(96, 2, 29));
        assert!(!exists(1900, 2, 29) && !exists(1, 2, 29));
        assert!(exists(99, 4, 30) && !exists(99, 4, 31) && !exists(99, 13, 1) && !exists(99, 1, 0));
    }
}
