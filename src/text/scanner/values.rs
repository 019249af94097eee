//! Whether the pattern of some rules matches at a place, and how far.

use crate::finding::Finding;
use crate::text::boundary::Boundary;
use crate::text::pattern::Pattern;

use super::{OnlyEnd, Rule, Trigger};

/// Rules of one pattern once their place is known: the pattern is walked once for all of them.
#[derive(Debug)]
pub(super) struct Values {
    pattern: Pattern,
    right: Boundary,
    max_length: Option<usize>,
    ends: Ends,
    judges: Vec<Judge>,
}

/// How the ends of values are found.
#[derive(Debug)]
enum Ends {
    /// By the pattern.
    Walk,
    /// All values that begin in the right place have so many bytes.
    Length(usize),
    /// See [`Rule::only_end`].
    Only(OnlyEnd),
}

impl Ends {
    fn of(rule: &Rule) -> Self {
        let length = match &rule.trigger {
            Trigger::Shape(shape) if rule.label.is_none() => shape.length_of(&rule.pattern),
            _ => None,
        };
        match (rule.only_end, length) {
            (Some(only_end), _) => Self::Only(only_end),
            (None, Some(length)) => Self::Length(length),
            (None, None) => Self::Walk,
        }
    }
}

/// What tells rules of the same pattern apart.
#[derive(Debug)]
struct Judge {
    id: u16,
    confidence: u8,
    check: Option<fn(&str) -> bool>,
}

impl Judge {
    fn of(rule: &Rule) -> Self {
        Self { id: rule.id, confidence: rule.confidence, check: rule.check }
    }
}

impl Values {
    pub(super) fn of(rule: &Rule) -> Self {
        Self {
            pattern: rule.pattern.clone(),
            right: rule.right,
            max_length: rule.max_length,
            ends: Ends::of(rule),
            judges: vec![Judge::of(rule)],
        }
    }

    /// Takes `rule` in if it has the same pattern and the same ends; whether it has.
    pub(super) fn join(&mut self, rule: &Rule) -> bool {
        let same = self.pattern.is(&rule.pattern)
            && (self.right, self.max_length) == (rule.right, rule.max_length)
            && matches!((&self.ends, Ends::of(rule)), (Ends::Walk, Ends::Walk));
        if same {
            self.judges.push(Judge::of(rule));
        }
        same
    }

    /// See [`Pattern::measure`].
    pub(super) fn measure(&self) -> Result<usize, String> {
        self.pattern.measure()
    }

    /// Appends, for each rule, the longest match whose pattern begins at `anchor` and whose value begins at
    /// `start`.
    #[inline]
    pub(super) fn find(&self, scan: &mut Scan<'_>, start: usize, anchor: usize) {
        if self.walk(scan, anchor) {
            self.judge(scan, start);
        }
    }

    /// Notes where the pattern ends that begins at `anchor`; whether it does anywhere.
    #[inline]
    pub(super) fn walk(&self, scan: &mut Scan<'_>, anchor: usize) -> bool {
        let (bytes, ends) = (scan.text.as_bytes(), &mut scan.ends);
        ends.clear();
        match self.ends {
            Ends::Walk => self.walk_pattern(bytes, anchor, ends),
            Ends::Length(length) => ends.push(anchor + length),
            Ends::Only(only_end) => {
                let end = bytes.get(anchor..).and_then(only_end);
                ends.extend(end.map(|end| anchor + end));
            }
        }
        !ends.is_empty()
    }

    #[inline]
    fn walk_pattern(&self, bytes: &[u8], anchor: usize, ends: &mut Vec<usize>) {
        let Some(table) = self.pattern.table() else { return };
        match self.max_length {
            None => table.ends(bytes, anchor, |end| ends.push(end)),
            Some(max) => {
                let mut length = Length { bytes, from: anchor, left: max };
                let reachable = bytes.get(..length.reach()).unwrap_or(bytes);
                table.ends(reachable, anchor, |end| {
                    if length.allows(end) {
                        ends.push(end);
                    }
                });
            }
        }
    }

    /// Appends, for each rule, the longest of the matches from `start` that it accepts.
    #[inline]
    pub(super) fn judge(&self, scan: &mut Scan<'_>, start: usize) {
        let text = scan.text;
        for judge in &self.judges {
            let accepts = |end: &usize| {
                self.right.after(text.as_bytes(), *end)
                    && judge.check.is_none_or(|check| text.get(start..*end).is_some_and(check))
            };
            if let Some(end) = scan.ends.iter().rev().copied().find(accepts) {
                scan.found.push(Finding { start, end, rule: judge.id, confidence: judge.confidence });
            }
        }
    }
}

/// Counts the characters of a match while it grows, where there is a bound on them.
struct Length<'t> {
    bytes: &'t [u8],
    from: usize,
    left: usize,
}

impl Length<'_> {
    /// No match goes beyond this byte.
    fn reach(&self) -> usize {
        // A character has four bytes at most.
        (self.from + 4 * self.left).min(self.bytes.len())
    }

    /// Whether a match may be as long as up to `end`; ends come in ascending order.
    #[inline]
    fn allows(&mut self, end: usize) -> bool {
        let passed = self.bytes.get(self.from..end).unwrap_or_default();
        let characters = passed.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        let allowed = characters <= self.left;
        (self.from, self.left) = (end, self.left.saturating_sub(characters));
        allowed
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
