//! One pass over a text that says whether any pattern of many can match in it.

use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::pool::Pool;
use regex_automata::{Input, MatchKind, hybrid};
use regex_syntax::hir::Hir;

/// Largest automaton, and room for the states that searches work out on their way, in bytes.
const SIZE_LIMIT: usize = 16 << 20;
const CACHE: usize = 8 << 20;

/// Several patterns in one automaton, or in as many as it takes.
#[derive(Debug)]
pub(super) struct Sieve {
    automaton: hybrid::dfa::DFA,
    caches: Pool<hybrid::dfa::Cache, Box<dyn Fn() -> hybrid::dfa::Cache + Send + Sync>>,
}

impl Sieve {
    /// A sieve for `patterns`; `None` where it would grow too large.
    pub(super) fn new(patterns: &[Hir]) -> Option<Self> {
        let nfa = thompson::Compiler::new()
            .configure(
                thompson::Config::new()
                    .utf8(false)
                    .nfa_size_limit(Some(SIZE_LIMIT))
                    .which_captures(WhichCaptures::None),
            )
            .build_many_from_hir(patterns)
            .ok()?;
        let config = hybrid::dfa::Config::new()
            .match_kind(MatchKind::LeftmostFirst)
            .cache_capacity(CACHE)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(3))
            .minimum_bytes_per_state(Some(32));
        let automaton = hybrid::dfa::Builder::new().configure(config).build_from_nfa(nfa).ok()?;
        let maker = automaton.clone();
        Some(Self { automaton, caches: Pool::new(Box::new(move || maker.create_cache())) })
    }

    /// Whether `text` may hold a match.
    pub(super) fn may_match(&self, text: &[u8]) -> bool {
        let input = Input::new(text).earliest(true);
        // The automaton gives up on texts that need too many states; then the patterns have to look themselves.
        !matches!(self.automaton.try_search_fwd(&mut self.caches.get(), &input), Ok(None))
    }
}
