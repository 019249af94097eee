//! Small dense automata that are walked by hand from a known position: forwards to learn every place
//! where a pattern may end, backwards to learn which patterns end here.
//!
//! Dense tables need no scratch memory, so one automaton serves all threads.

use regex_automata::dfa::{Automaton, StartKind, dense};
use regex_automata::nfa::thompson::{self, State};
use regex_automata::util::primitives::StateID;
use regex_automata::util::start;
use regex_automata::util::syntax;
use regex_automata::{Anchored, MatchKind};
use rustc_hash::{FxHashMap, FxHashSet};

use super::bytes::ByteSet;

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

    /// Matches are seen one byte late, in the state after the match.
    #[inline]
    fn report(&self, state: StateID, at: usize, hit: &mut impl FnMut(usize, usize)) {
        if self.dfa.is_match_state(state) {
            for index in 0..self.dfa.match_len(state) {
                hit(self.dfa.match_pattern(state, index).as_usize(), at);
            }
        }
    }

    /// What can be said about a run of letters and digits without walking over it.
    pub(super) fn outlook(&self) -> Outlook {
        let alphanumeric: Vec<u8> = (0..=u8::MAX).filter(u8::is_ascii_alphanumeric).collect();
        let others: Vec<u8> = (0..=u8::MAX).filter(|byte| !byte.is_ascii_alphanumeric()).collect();
        let mut outlook = Outlook { shortest: usize::MAX, followers: ByteSet::default() };
        let mut seen = FxHashSet::default();
        let mut going_on = FxHashMap::default();
        let mut level = vec![self.start];
        for length in 0.. {
            if level.is_empty() {
                break;
            }
            let mut deeper = Vec::new();
            for state in level {
                if self.dfa.is_match_state(self.dfa.next_eoi_state(state)) {
                    outlook.shortest = outlook.shortest.min(length);
                }
                for &byte in &others {
                    let next = self.dfa.next_state(state, byte);
                    if *going_on.entry(next).or_insert_with(|| self.goes_on(next)) {
                        outlook.followers.insert(byte);
                    }
                }
                let next = alphanumeric.iter().map(|&byte| self.dfa.next_state(state, byte));
                deeper.extend(next.filter(|&next| !self.dfa.is_dead_state(next) && seen.insert(next)));
            }
            level = deeper;
        }
        outlook
    }

    /// Whether a match can still come in `state`, apart from one that it only reports.
    fn goes_on(&self, state: StateID) -> bool {
        (0..=u8::MAX).any(|byte| !self.dfa.is_dead_state(self.dfa.next_state(state, byte)))
            || self.dfa.is_match_state(self.dfa.next_eoi_state(state))
    }

    /// Bytes of memory.
    #[cfg(test)]
    pub(super) fn memory(&self) -> usize {
        self.dfa.memory_usage()
    }
}

/// See [`Table::outlook`].
#[derive(Debug)]
pub(super) struct Outlook {
    /// Characters that a match of letters and digits alone has at least.
    pub(super) shortest: usize,
    /// What can follow a run of letters and digits inside a match.
    pub(super) followers: ByteSet,
}

/// The bytes that a match of `pattern` can begin with.
pub(super) fn first_bytes(pattern: &str) -> Result<ByteSet, String> {
    let nfa = thompson::Compiler::new()
        .syntax(syntax::Config::new().unicode(true).utf8(true))
        .build(pattern)
        .map_err(|error| error.to_string())?;
    let mut first = ByteSet::default();
    let mut seen = FxHashSet::default();
    let mut waiting = vec![nfa.start_anchored()];
    while let Some(state) = waiting.pop() {
        if !seen.insert(state) {
            continue;
        }
        match nfa.state(state) {
            State::ByteRange { trans } => (trans.start..=trans.end).for_each(|byte| first.insert(byte)),
            State::Sparse(sparse) => {
                let ranges = sparse.transitions.iter();
                ranges.flat_map(|trans| trans.start..=trans.end).for_each(|byte| first.insert(byte));
            }
            State::Dense(dense) => {
                (0..=u8::MAX)
                    .filter(|&byte| dense.matches_byte(byte).is_some())
                    .for_each(|byte| first.insert(byte));
            }
            State::Look { next, .. } | State::Capture { next, .. } => waiting.push(*next),
            State::Union { alternates } => waiting.extend(alternates.iter()),
            State::BinaryUnion { alt1, alt2 } => waiting.extend([*alt1, *alt2]),
            State::Fail | State::Match { .. } => {}
        }
    }
    Ok(first)
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
    fn runs_of_letters_and_digits_can_be_judged_unseen() {
        let outlook = Table::forward(&["[0-9]{3}-[0-9]", "[0-9]{5,9}(?:/x)?"]).unwrap().outlook();
        assert_eq!(outlook.shortest, 5);
        let followers: Vec<u8> = (0..=u8::MAX).filter(|&byte| outlook.followers.contains(byte)).collect();
        assert_eq!(followers, b"-/");
    }

    #[test]
    fn first_bytes_are_those_that_can_begin_a_match() {
        let first = first_bytes("(?:[+]?[0-9]|[(]x)y").unwrap();
        let first: Vec<u8> = (0..=u8::MAX).filter(|&byte| first.contains(byte)).collect();
        assert_eq!(first, b"(+0123456789");
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
