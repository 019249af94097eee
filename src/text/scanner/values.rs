//! Whether a rule's pattern matches at a place, and how far.

use crate::finding::Finding;
use crate::text::boundary::Boundary;
use crate::text::pattern::Pattern;

use super::Rule;

/// A rule once its place is known.
#[derive(Debug)]
pub(super) struct Values {
    id: u16,
    confidence: u8,
    pub(super) left: Boundary,
    right: Boundary,
    check: Option<fn(&str) -> bool>,
    max_length: Option<usize>,
    pattern: Pattern,
}

impl Values {
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            confidence: rule.confidence,
            left: rule.left,
            right: rule.right,
            check: rule.check,
            max_length: rule.max_length,
            pattern: rule.pattern.clone(),
        }
    }

    /// See [`Pattern::measure`].
    pub(super) fn measure(&self) -> Result<usize, String> {
        self.pattern.measure()
    }

    /// Appends the longest match whose pattern begins at `anchor` and whose value begins at `start`.
    #[inline]
    pub(super) fn find(&self, scan: &mut Scan<'_>, start: usize, anchor: usize) {
        let Some(table) = self.pattern.table() else { return };
        let bytes = scan.text.as_bytes();
        let mut length = Length { text: scan.text, from: anchor, characters: 0, max: self.max_length };
        let may_end = |end| self.right.after(bytes, end);
        let reachable = bytes.get(..length.reach()).unwrap_or(bytes);
        let longest = match self.check {
            // Without a check the last good end is the answer: nothing needs to be remembered.
            None => {
                let mut longest = None;
                table.ends(reachable, anchor, may_end, |_, end| {
                    if length.allows(end) {
                        longest = Some(end);
                    }
                });
                longest
            }
            Some(check) => {
                scan.ends.clear();
                table.ends(reachable, anchor, may_end, |_, end| {
                    if length.allows(end) {
                        scan.ends.push(end);
                    }
                });
                let accepts = |end: &usize| scan.text.get(start..*end).is_some_and(check);
                scan.ends.iter().rev().copied().find(accepts)
            }
        };
        if let Some(end) = longest {
            scan.found.push(Finding { start, end, rule: self.id, confidence: self.confidence });
        }
    }
}

/// Counts the characters of a match while it grows, where there is a bound on them.
struct Length<'t> {
    text: &'t str,
    from: usize,
    characters: usize,
    max: Option<usize>,
}

impl Length<'_> {
    /// No match goes beyond this byte.
    fn reach(&self) -> usize {
        // A character has four bytes at most.
        self.max.map_or(self.text.len(), |max| (self.from + 4 * max).min(self.text.len()))
    }

    /// Whether a match may be as long as up to `end`; ends come in ascending order.
    #[inline]
    fn allows(&mut self, end: usize) -> bool {
        let Some(max) = self.max else { return true };
        let passed = self.text.as_bytes().get(self.from..end).unwrap_or_default();
        self.characters += passed.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        self.from = end;
        self.characters <= max
    }
}

/// A text under examination, and what was found in it.
#[derive(Debug)]
pub(super) struct Scan<'t> {
    pub(super) text: &'t str,
    pub(super) found: &'t mut Vec<Finding>,
    ends: Vec<usize>,
    pub(super) rules: Vec<usize>,
}

impl<'t> Scan<'t> {
    pub(super) fn of(text: &'t str, found: &'t mut Vec<Finding>) -> Self {
        Self { text, found, ends: Vec::new(), rules: Vec::new() }
    }
}
