//! One pass over a text that says whether any pattern of many can match in it.

use regex_automata::dfa::{self, Automaton, StartKind};
use regex_automata::nfa::thompson::{self, NFA, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::{Input, hybrid};
use regex_syntax::hir::Hir;

/// Largest automaton before states are worked out, in bytes.
const SIZE_LIMIT: usize = 16 << 20;
/// Largest table of all states, and room for working them out, in bytes. What stays below is also made quickly.
const TABLE: usize = 2 << 20;
/// Room for states that are worked out during searches, in bytes.
const CACHE: usize = 8 << 20;

/// Several patterns in one automaton.
#[derive(Debug)]
pub(super) enum Sieve {
    /// All states are known.
    Table(Box<dfa::dense::DFA<Vec<u32>>>),
    /// There are too many states; searches work out those that they come to.
    Lazy(Box<hybrid::dfa::DFA>, Pool<hybrid::dfa::Cache, MakeCache>),
}

type MakeCache = Box<dyn Fn() -> hybrid::dfa::Cache + Send + Sync>;

impl Sieve {
    /// A sieve for `patterns`; `None` where it would grow too large.
    pub(super) fn new(patterns: &[Hir]) -> Option<Self> {
        let config = thompson::Config::new()
            .utf8(false)
            .nfa_size_limit(Some(SIZE_LIMIT))
            .which_captures(WhichCaptures::None);
        let nfa = thompson::Compiler::new().configure(config).build_many_from_hir(patterns).ok()?;
        Self::table(&nfa).or_else(|| Self::lazy(nfa))
    }

    fn table(nfa: &NFA) -> Option<Self> {
        let config = dfa::dense::Config::new()
            .start_kind(StartKind::Unanchored)
            .dfa_size_limit(Some(TABLE))
            .determinize_size_limit(Some(TABLE));
        let table = dfa::dense::Builder::new().configure(config).build_from_nfa(nfa).ok()?;
        Some(Self::Table(Box::new(table)))
    }

    fn lazy(nfa: NFA) -> Option<Self> {
        let config = hybrid::dfa::Config::new()
            .cache_capacity(CACHE)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(3))
            .minimum_bytes_per_state(Some(32));
        let automaton = hybrid::dfa::Builder::new().configure(config).build_from_nfa(nfa).ok()?;
        let maker = automaton.clone();
        Some(Self::Lazy(Box::new(automaton), Pool::new(Box::new(move || maker.create_cache()))))
    }

    /// Whether `text` may hold a match.
    pub(super) fn may_match(&self, text: &[u8]) -> bool {
        let input = Input::new(text).earliest(true);
        let found = match self {
            Self::Table(automaton) => automaton.try_search_fwd(&input),
            Self::Lazy(automaton, caches) => automaton.try_search_fwd(&mut caches.get(), &input),
        };
        // The lazy automaton gives up on texts that need too many states; then the patterns look themselves.
        !matches!(found, Ok(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_match_of_any_pattern_counts() {
        let patterns = ["ab+c", "[0-9]{3}"].map(|pattern| regex_syntax::parse(pattern).unwrap());
        let nfa = thompson::Compiler::new().build_many_from_hir(&patterns).unwrap();
        for sieve in [Sieve::table(&nfa).unwrap(), Sieve::lazy(nfa).unwrap()] {
            let texts = ["-abbc", "12", "x123", "", "ab"];
            assert_eq!(texts.map(|text| sieve.may_match(text.as_bytes())), [true, false, true, false, false]);
        }
    }
}
