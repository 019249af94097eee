//! Rules that begin around an at sign or a colon.

use crate::text::bytes::CharSet;

use super::Rule;
use super::values::{Scan, Values};
use super::window::{ANSWERED, Bits, Window};

/// A rule that begins around one byte.
#[derive(Debug)]
pub(super) struct Mark {
    before: CharSet,
    before_max: usize,
    trim: CharSet,
    required: bool,
    pub(super) values: Values,
}

/// How a value extends to the left of the byte.
#[derive(Debug, Clone)]
pub struct Around {
    /// The byte; `@` or `:`.
    pub byte: u8,
    /// What belongs to the match on the left of `byte`.
    pub before: CharSet,
    /// At most so many characters of it.
    pub before_max: usize,
    /// What a match must not begin with.
    pub trim: CharSet,
    /// Whether something has to stand on the left.
    pub required: bool,
}

impl Mark {
    pub(super) fn new(around: &Around, rule: &Rule) -> Self {
        Self {
            before: around.before.clone(),
            before_max: around.before_max,
            trim: around.trim.clone(),
            required: around.required,
            values: Values::of(rule),
        }
    }

    /// Looks for a match around the byte at `at`.
    #[inline]
    pub(super) fn find(&self, scan: &mut Scan<'_>, at: usize) {
        let left = scan.text.get(..at).unwrap_or_default();
        let mut start = self.before.run_before(left, self.before_max);
        start += self.trim.run(left.get(start..).unwrap_or_default());
        if (self.required && start == at) || !self.values.left.before(scan.text.as_bytes(), start) {
            return;
        }
        self.values.find(scan, start, at);
    }
}

/// At signs with something before them, and a host name with a dot behind.
#[inline]
pub(super) fn at_signs(window: &Window) -> Bits {
    let signs = window.at & ANSWERED;
    if signs == 0 {
        return 0;
    }
    let label = window.alnum() | window.hyphen | window.non_ascii;
    // Adding carries through each label that begins behind an at sign, to the byte that ends it.
    let (ends, beyond) = (signs << 1 & label).overflowing_add(label);
    if !beyond && ends & !label & window.dot == 0 {
        return 0;
    }
    let local = !(window.at | window.space | window.colon | window.open | window.close | window.comma);
    signs & local << 1 & label >> 1
}

/// The first colon of everything that may be an IPv6 address.
#[inline]
pub(super) fn address_colons(window: &Window, mut visit: impl FnMut(u32)) {
    let hex = window.digit | window.hex_letter;
    let colon = window.colon;
    let double = colon & colon >> 1;
    let part = hex | colon;
    // Colons between hexadecimal digits or other colons, and the first one of `::`.
    let inner = colon & part >> 1 & (part << 1 | double);
    if double == 0 && inner.count_ones() < 6 {
        return;
    }
    // An address begins in what the window answers for, with four digits at most before its first colon.
    let mut rest = inner & (ANSWERED << 5 | ANSWERED);
    while rest != 0 {
        let bit = rest.trailing_zeros();
        let before = Bits::BITS - (!part & ((1 << bit) - 1)).leading_zeros();
        let length = (part >> before).trailing_ones();
        let run = if length >= Bits::BITS { Bits::MAX } else { ((1 << length) - 1) << before };
        rest &= !run;
        let (colons, doubles) = ((run & colon).count_ones(), run & double);
        if ANSWERED >> before & 1 == 1 && (doubles != 0 || (6..=7).contains(&colons)) {
            visit((run & colon).trailing_zeros());
        }
    }
}
