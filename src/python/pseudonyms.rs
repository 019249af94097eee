//! Masks that can be put back: an engine whose masks are pseudonyms, and which keeps what they stand for.

use std::fmt;
use std::sync::{Mutex, MutexGuard, PoisonError};

use rustc_hash::{FxHashMap, FxHashSet};

use crate::finding::Finding;
use crate::plugin::TextPlugin;
use crate::stats::Counters;
use crate::walk::WalkOptions;

/// What takes the place of a value.
#[derive(Clone, Copy)]
pub(super) enum Masks<'s> {
    /// The masks of the configuration.
    Usual,
    /// Masks that keep values apart.
    Tokens,
    /// Pseudonyms of this scope.
    Pseudonyms(&'s str),
}

/// An engine for one payload, around a shared one.
pub(super) struct Pseudonymizer<'a> {
    engine: &'a dyn TextPlugin,
    masks: Masks<'a>,
    /// Pseudonyms that stay as they are.
    known: &'a FxHashSet<String>,
    // Scanning is done by one thread at a time; the lock is what lets it write through a shared reference.
    written: Mutex<Written>,
}

/// What was met or made on the way.
#[derive(Default)]
pub(super) struct Written {
    /// What each pseudonym stands for; `None` when it would stand for two values.
    pub(super) pairs: FxHashMap<String, Option<String>>,
    /// What has the form of a pseudonym and was taken for personal data, wholly or in part.
    pub(super) suspects: FxHashSet<String>,
}

/// More of them in one payload are somebody's game, and looked at no more.
const MAX_SUSPECTS: usize = 10_000;

/// Letters of a type, between a bracket and a colon.
const TAG: std::ops::RangeInclusive<usize> = 2..=40;
/// Hex digits between the colon and a bracket.
const DIGITS: usize = 12;

impl<'a> Pseudonymizer<'a> {
    pub(super) fn new(engine: &'a dyn TextPlugin, masks: Masks<'a>, known: &'a FxHashSet<String>) -> Self {
        Self { engine, masks, known, written: Mutex::default() }
    }

    /// What was written, once all is done.
    pub(super) fn written(self) -> Written {
        self.written.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> MutexGuard<'_, Written> {
        // A panic in between leaves complete entries.
        self.written.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether `finding` is nothing but a known pseudonym.
    fn stays(&self, text: &str, finding: &Finding) -> bool {
        let Some(pseudonym) = around(text, finding) else { return false };
        let known = self.known.contains(pseudonym);
        if !known {
            let suspects = &mut self.write().suspects;
            if suspects.len() < MAX_SUSPECTS {
                suspects.insert(pseudonym.to_owned());
            }
        }
        known
    }
}

impl fmt::Debug for Pseudonymizer<'_> {
    // Neither scopes nor values may reach a log.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Pseudonymizer").finish_non_exhaustive()
    }
}

impl TextPlugin for Pseudonymizer<'_> {
    fn scan(&self, text: &str, found: &mut Vec<Finding>) {
        let mut earlier = found.len();
        self.engine.scan(text, found);
        found.retain(|finding| {
            let is_earlier = earlier > 0;
            earlier = earlier.saturating_sub(1);
            is_earlier || !self.stays(text, finding)
        });
    }

    fn rules(&self) -> u16 {
        self.engine.rules()
    }

    fn rule_name(&self, rule: u16) -> &str {
        self.engine.rule_name(rule)
    }

    fn replace(&self, rule: u16, value: &str, out: &mut String) {
        let scope = match self.masks {
            Masks::Usual => return self.engine.replace(rule, value, out),
            Masks::Tokens => None,
            Masks::Pseudonyms(scope) => Some(scope),
        };
        let first = out.len();
        if !self.engine.pseudonym(rule, value, scope, out) {
            return;
        }
        let pseudonym = out.get(first..).unwrap_or_default();
        let pairs = &mut self.write().pairs;
        match pairs.get_mut(pseudonym) {
            None => {
                pairs.insert(pseudonym.to_owned(), Some(value.to_owned()));
            }
            Some(other) if other.as_deref() != Some(value) => *other = None,
            Some(_) => {}
        }
    }

    fn walk_options(&self) -> &WalkOptions {
        self.engine.walk_options()
    }

    fn counters(&self) -> &Counters {
        self.engine.counters()
    }
}

/// The text in the form of a pseudonym that `finding` lies in.
fn around<'t>(text: &'t str, finding: &Finding) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let from = finding.start.saturating_sub(TAG.end() + DIGITS + 2);
    let open = from + memchr::memrchr(b'[', bytes.get(from..=finding.start)?)?;
    let body = bytes.get(open + 1..)?;
    let tag = body.iter().take_while(|byte| byte.is_ascii_uppercase() || **byte == b'_').count();
    let digits = body.get(tag + 1..tag + 1 + DIGITS)?;
    let close = open + tag + DIGITS + 2;
    let is_one = TAG.contains(&tag)
        && body.get(tag) == Some(&b':')
        && digits.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
        && bytes.get(close) == Some(&b']');
    if is_one && finding.end <= close + 1 { text.get(open..=close) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_inside_a_pseudonym_are_recognised() {
        let finding = |start, end| Finding { start, end, rule: 0, confidence: 90 };
        let text = "é [PHONE:012345678901] x";
        for (start, end, inside) in
            [(10, 22, true), (3, 23, true), (4, 9, true), (0, 23, false), (10, 24, false)]
        {
            let expected = inside.then_some("[PHONE:012345678901]");
            assert_eq!(around(text, &finding(start, end)), expected, "{start}..{end}");
        }
        for text in [
            "[PHONE:01234567890]",
            "[PHONE:0123456789012]",
            "[phone:012345678901]",
            "[P:012345678901]",
            "PHONE:1",
        ] {
            assert_eq!(around(text, &finding(5, 7)), None, "{text}");
        }
        let long = format!("[{}:012345678901]", "A".repeat(41));
        assert_eq!(around(&long, &finding(44, 50)), None);
    }
}
