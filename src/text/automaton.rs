//! Small dense automata that are walked by hand from a known position: forwards to learn every place
//! where a pattern may end, backwards to learn where it may begin.
//!
//! Dense tables need no scratch memory, so one automaton serves all threads.

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson;
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind};
#[cfg(test)]
use rustc_hash::FxHashSet;

/// Ample for any rule file (tens of kilobytes are usual) and small enough to fail early on a bad one.
const SIZE_LIMIT: usize = 16 << 20;

/// A pattern as a table.
#[derive(Debug)]
pub(super) struct Table {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
}

impl Table {
    /// Compiles `pattern` to be read forwards.
    pub(super) fn forward(pattern: &str) -> Result<Self, String> {
        Self::compile(pattern, false)
    }

    /// Compiles `pattern` to be read backwards from its last character.
    pub(super) fn backward(pattern: &str) -> Result<Self, String> {
        Self::compile(pattern, true)
    }

    fn compile(pattern: &str, reverse: bool) -> Result<Self, String> {
        let dfa = dense::Builder::new()
            .configure(
                dense::Config::new()
                    .match_kind(MatchKind::All)
                    .start_kind(StartKind::Anchored)
                    .accelerate(false)
                    .dfa_size_limit(Some(SIZE_LIMIT))
                    .determinize_size_limit(Some(SIZE_LIMIT)),
            )
            .thompson(thompson::Config::new().reverse(reverse).shrink(false))
            .syntax(syntax::Config::new().unicode(true).utf8(true))
            .build(pattern)
            .map_err(|error| error.to_string())?;
        let start = dfa
            .start_state(&start::Config::new().anchored(Anchored::Yes))
            .map_err(|error| error.to_string())?;
        Ok(Self { dfa, start })
    }

    /// Calls `hit(end)` for every end of a match that begins at `from`, in ascending order.
    #[inline]
    pub(super) fn ends(&self, text: &[u8], from: usize, mut hit: impl FnMut(usize)) {
        let Some(rest) = text.get(from..) else { return };
        self.walk(rest.iter().enumerate().map(|(offset, byte)| (byte, from + offset)), text.len(), &mut hit);
    }

    /// Calls `hit(start)` for every start of a match that ends right before `to`, in descending order.
    #[inline]
    pub(super) fn starts(&self, text: &[u8], to: usize, mut hit: impl FnMut(usize)) {
        let Some(rest) = text.get(..to) else { return };
        self.walk(rest.iter().enumerate().rev().map(|(offset, byte)| (byte, offset + 1)), 0, &mut hit);
    }

    /// Reads bytes, each with the place that is reached before it, until no match can follow; `last` is the
    /// place behind them all.
    #[inline]
    fn walk<'t>(
        &self,
        bytes: impl Iterator<Item = (&'t u8, usize)>,
        last: usize,
        hit: &mut impl FnMut(usize),
    ) {
        let mut state = self.start;
        for (&byte, place) in bytes {
            state = self.dfa.next_state(state, byte);
            if self.dfa.is_special_state(state) {
                if self.dfa.is_dead_state(state) {
                    return;
                }
                // Matches are seen one byte late, in the state behind them.
                if self.dfa.is_match_state(state) {
                    hit(place);
                }
            }
        }
        if self.dfa.is_match_state(self.dfa.next_eoi_state(state)) {
            hit(last);
        }
    }

    /// Whether every match of this pattern begins with a match of `shape`.
    #[cfg(test)]
    pub(super) fn begins_like(&self, shape: &Self) -> bool {
        let mut seen = FxHashSet::default();
        let mut waiting = vec![(self.start, shape.start)];
        while let Some((mine, its)) = waiting.pop() {
            // A match shows in the state behind it, here or at the end.
            if shape.dfa.is_match_state(shape.dfa.next_eoi_state(its)) || !seen.insert((mine, its)) {
                continue;
            }
            if self.dfa.is_match_state(self.dfa.next_eoi_state(mine)) {
                return false;
            }
            for byte in 0..=u8::MAX {
                let next = (self.dfa.next_state(mine, byte), shape.dfa.next_state(its, byte));
                if !self.dfa.is_dead_state(next.0) {
                    waiting.push(next);
                }
            }
        }
        true
    }

    /// Bytes of memory.
    pub(super) fn memory(&self) -> usize {
        self.dfa.memory_usage()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ends_are_reported() {
        let table = Table::forward("[0-9]{2,4}|[0-9]{3}-[0-9]").unwrap();
        let ends = |text: &[u8], from| {
            let mut seen = Vec::new();
            table.ends(text, from, |end| seen.push(end));
            seen
        };
        assert_eq!(ends(b"x1234-5", 1), [3, 4, 5]);
        assert_eq!(ends(b"123-5", 0), [2, 3, 5]);
    }

    #[test]
    fn patterns_can_be_proved_to_begin_alike() {
        let begins = |pattern: &str, shape: &str| {
            Table::forward(pattern).unwrap().begins_like(&Table::forward(shape).unwrap())
        };
        assert!(begins("[0-9]{3}-[0-9]{2}", "[0-9]{2}"));
        assert!(begins("[0-9]{3}-[0-9]{2}|[(][0-9]{4}", "[0-9]{3}-|[(]"));
        assert!(!begins("[0-9]{3}-[0-9]{2}|[(][0-9]{4}", "[0-9]{3}"));
        assert!(!begins("[0-9]{1,3}", "[0-9]{2}"));
    }

    #[test]
    fn patterns_are_read_backwards() {
        let table = Table::backward("[Ii][Dd][: ]{1,2}|number |[: ]").unwrap();
        let starts = |text: &[u8], to| {
            let mut seen = Vec::new();
            table.starts(text, to, |start| seen.push(start));
            seen
        };
        assert_eq!(starts("é ID: 5".as_bytes(), 7), [6, 3]);
        assert_eq!(starts(b"number 5", 7), [6, 0]);
    }
}
