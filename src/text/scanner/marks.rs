//! Rules that begin around an at sign or a colon.

use crate::text::boundary::Boundary;
use crate::text::bytes::CharSet;

use super::Rule;
use super::values::{Scan, Values};
use super::window::{Bits, Classes, Window, here};

/// A rule that begins around one byte.
#[derive(Debug)]
pub(super) struct Mark {
    before: CharSet,
    before_max: usize,
    trim: CharSet,
    required: bool,
    left: Boundary,
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
            left: rule.left,
            values: Values::of(rule),
        }
    }

    /// Looks for a match around the byte at `at`.
    #[inline]
    pub(super) fn find(&self, scan: &mut Scan<'_>, at: usize) {
        let left = scan.text.get(..at).unwrap_or_default();
        // The nearest character and what follows decide most cases.
        if (self.required && !self.before.ends(left)) || !self.values.walk(scan, at) {
            return;
        }
        let mut start = self.before.run_before(left, self.before_max);
        start += self.trim.run(left.get(start..).unwrap_or_default());
        if (self.required && start == at) || !self.left.before(scan.text.as_bytes(), start) {
            return;
        }
        self.values.judge(scan, start);
    }
}

/// At signs with something before them, and a host name with a dot behind.
#[inline]
pub(super) fn at_signs(window: &Window) -> u64 {
    let signs = window.only_here(|classes| classes.at);
    if signs == 0 {
        return 0;
    }
    let label = window.alnum() | window.of(|classes| classes.hyphen | classes.non_ascii);
    // Adding carries through each label that begins behind an at sign, to the byte that ends it.
    let (ends, beyond) = (Bits::from(signs) << 1 & label).overflowing_add(label);
    if !beyond && ends & !label & window.dot == 0 {
        return 0;
    }
    let other = |classes: &Classes| {
        classes.at | classes.space | classes.colon | classes.open | classes.close | classes.comma
    };
    signs & here(label >> 1 & !window.behind(other))
}

/// The first colon of everything that may be an IPv6 address.
#[inline]
pub(super) fn address_colons(window: &Window, mut visit: impl FnMut(u32)) {
    let colon = window.of(|classes| classes.colon);
    if colon == 0 {
        return;
    }
    let is_part = |classes: &Classes| classes.digit | classes.hex_letter | classes.colon;
    let part = window.of(is_part);
    let behind = window.behind(is_part);
    let double = colon & colon >> 1;
    // Colons between hexadecimal digits or other colons, and the first one of `::`.
    let inner = colon & part >> 1 & (behind | double);
    if inner == 0 || double == 0 && inner.count_ones() < 6 {
        return;
    }
    // An address begins in what the window answers for, with four digits at most before its first colon.
    let mut rest = inner & Bits::from(u64::MAX >> 1) << 5 | inner & Bits::from(u64::MAX);
    while rest != 0 {
        let bit = rest.trailing_zeros();
        let start = Bits::BITS - (!part & ((1 << bit) - 1)).leading_zeros();
        let length = (part >> start).trailing_ones();
        let run = if length >= Bits::BITS { Bits::MAX } else { ((1 << length) - 1) << start };
        rest &= !run;
        let begins_here = start < u64::BITS && behind >> start & 1 == 0;
        let colons = run & colon;
        if begins_here && (run & double != 0 || (6..=7).contains(&colons.count_ones())) {
            visit(colons.trailing_zeros());
        }
    }
}
