//! Small dense automata that are walked by hand from a known position: forwards to learn every place
//! where a pattern may end, backwards to learn which patterns end here.
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

/// Several patterns in one table.
#[derive(Debug)]
pub(super) struct Table {
    dfa: dense::DFA<Vec<u32>>,
    start: StateID,
}

impl Table {
    /// Compiles `patterns` to be read forwards.
    pub(super) fn forward(patterns: &[&str]) -> Result<Self, String> {
        Self::compile(patterns, false)
    }

    /// Compiles `patterns` to be read backwards from their last character.
    pub(super) fn backward(patterns: &[&str]) -> Result<Self, String> {
        Self::compile(patterns, true)
    }

    fn compile(patterns: &[&str], reverse: bool) -> Result<Self, String> {
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
            .build_many(patterns)
            .map_err(|error| error.to_string())?;
        let start = dfa
            .start_state(&start::Config::new().anchored(Anchored::Yes))
            .map_err(|error| error.to_string())?;
        Ok(Self { dfa, start })
    }

    /// Calls `hit(pattern, end)` for every pattern and every end of a match that begins at `from`, ends
    /// in ascending order, leaving out those for which `may_end` says no.
    #[inline]
    pub(super) fn ends(
        &self,
        text: &[u8],
        from: usize,
        may_end: impl Fn(usize) -> bool,
        mut hit: impl FnMut(usize, usize),
    ) {
        let Some(rest) = text.get(from..) else { return };
        let mut state = self.start;
        for (offset, &byte) in rest.iter().enumerate() {
            state = self.dfa.next_state(state, byte);
            if self.dfa.is_special_state(state) {
                if self.dfa.is_dead_state(state) {
                    return;
                }
                if may_end(from + offset) {
                    self.report(state, from + offset, &mut hit);
                }
            }
        }
        self.report(self.dfa.next_eoi_state(state), text.len(), &mut hit);
    }

    /// Calls `hit(pattern, start)` for every pattern that ends right before `to`.
    #[inline]
    pub(super) fn starts(&self, text: &[u8], to: usize, mut hit: impl FnMut(usize, usize)) {
        let Some(rest) = text.get(..to) else { return };
        let mut state = self.start;
        for (offset, &byte) in rest.iter().enumerate().rev() {
            state = self.dfa.next_state(state, byte);
            if self.dfa.is_special_state(state) {
                if self.dfa.is_dead_state(state) {
                    return;
                }
                self.report(state, offset + 1, &mut hit);
            }
        }
        self.report(self.dfa.next_eoi_state(state), 0, &mut hit);
    }

    /// As [`Table::starts`], for one pattern: `hit(start)`.
    #[inline]
    pub(super) fn starts_of_one(&self, text: &[u8], to: usize, mut hit: impl FnMut(usize)) {
        let Some(rest) = text.get(..to) else { return };
        let mut state = self.start;
        for (offset, &byte) in rest.iter().enumerate().rev() {
            state = self.dfa.next_state(state, byte);
            if self.dfa.is_special_state(state) {
                if self.dfa.is_dead_state(state) {
                    return;
                }
                if self.dfa.is_match_state(state) {
                    hit(offset + 1);
                }
            }
        }
        if self.dfa.is_match_state(self.dfa.next_eoi_state(state)) {
            hit(0);
        }
    }

    /// Matches are seen one byte late, in the state after the match.
    #[inline]
    fn report(&self, state: StateID, at: usize, hit: &mut impl FnMut(usize, usize)) {
        if self.dfa.is_match_state(state) {
            for index in 0..self.dfa.match_len(state) {
                hit(self.dfa.match_pattern(state, index).as_usize(), at);
            }
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
    fn all_ends_of_all_patterns_are_reported() {
        let table = Table::forward(&["[0-9]{2,4}", "[0-9]{3}-[0-9]"]).unwrap();
        let mut seen = Vec::new();
        table.ends(b"x1234-5", 1, |_| true, |pattern, end| seen.push((pattern, end)));
        assert_eq!(seen, [(0, 3), (0, 4), (0, 5)]);
        seen.clear();
        table.ends(b"123-5", 0, |end| end != 2, |pattern, end| seen.push((pattern, end)));
        assert_eq!(seen, [(0, 3), (1, 5)]);
    }

    #[test]
    fn patterns_can_be_proved_to_begin_alike() {
        let begins = |pattern: &str, shape: &str| {
            Table::forward(&[pattern]).unwrap().begins_like(&Table::forward(&[shape]).unwrap())
        };
        assert!(begins("[0-9]{3}-[0-9]{2}", "[0-9]{2}"));
        assert!(begins("[0-9]{3}-[0-9]{2}|[(][0-9]{4}", "[0-9]{3}-|[(]"));
        assert!(!begins("[0-9]{3}-[0-9]{2}|[(][0-9]{4}", "[0-9]{3}"));
        assert!(!begins("[0-9]{1,3}", "[0-9]{2}"));
    }

    #[test]
    fn patterns_are_read_backwards() {
        let table = Table::backward(&["[Ii][Dd][: ]{1,2}", "number "]).unwrap();
        let mut seen = Vec::new();
        table.starts("é ID: 5".as_bytes(), 7, |pattern, start| seen.push((pattern, start)));
        assert_eq!(seen, [(0, 3)]);
        seen.clear();
        table.starts(b"number 5", 7, |pattern, start| seen.push((pattern, start)));
        assert_eq!(seen, [(1, 0)]);
    }
}
