//! Patterns of rule files, compiled when they are needed first.

use std::sync::{Arc, OnceLock};

use super::automaton::Table;

/// A pattern of the shared syntax (explicit classes, no anchors, no flags). Most rules meet no
/// candidate in most texts, so the automaton is built on first use; clones share it.
#[derive(Debug, Clone)]
pub struct Pattern(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    pattern: String,
    backward: bool,
    table: OnceLock<Option<Table>>,
}

impl Pattern {
    /// A pattern that is read from its beginning.
    #[must_use]
    pub fn forward(pattern: &str) -> Self {
        Self::new(pattern, false)
    }

    /// A pattern that is read from its end.
    #[must_use]
    pub fn backward(pattern: &str) -> Self {
        Self::new(pattern, true)
    }

    fn new(pattern: &str, backward: bool) -> Self {
        Self(Arc::new(Inner { pattern: pattern.to_owned(), backward, table: OnceLock::new() }))
    }

    /// What it was made from.
    pub(super) fn source(&self) -> &str {
        &self.0.pattern
    }

    /// Whether `other` is the same pattern, read the same way.
    pub(super) fn is(&self, other: &Self) -> bool {
        self.0.backward == other.0.backward && self.0.pattern == other.0.pattern
    }

    /// The automaton; `None` for a pattern that does not compile, which tests of the rule files rule out.
    #[inline]
    pub(super) fn table(&self) -> Option<&Table> {
        let built = self.0.table.get_or_init(|| {
            self.build().inspect_err(|error| tracing::error!("a rule does not compile: {error}")).ok()
        });
        built.as_ref()
    }

    /// Compiles the pattern anew, to see that it works and how many bytes that takes.
    ///
    /// # Errors
    /// A message when it does not.
    pub(super) fn measure(&self) -> Result<usize, String> {
        self.build().map(|table| table.memory())
    }

    fn build(&self) -> Result<Table, String> {
        let build = if self.0.backward { Table::backward } else { Table::forward };
        build(&self.0.pattern)
    }
}
