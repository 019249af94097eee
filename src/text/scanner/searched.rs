//! Rules that are searched for on their own: behind a label whatever stands there, or at a literal text.

use memchr::memmem;

use super::Rule;
use super::values::{Scan, Values};
use crate::text::boundary::Boundary;
use crate::text::labels::{LabelSyntax, may_begin};
use crate::text::regex::Regex;

/// A rule that begins where another search ends.
#[derive(Debug)]
pub(super) struct Searched {
    search: Search,
    left: Boundary,
    pub(super) values: Values,
}

#[derive(Debug)]
enum Search {
    Label(Regex),
    Literal(Box<memmem::Finder<'static>>),
}

impl Searched {
    /// A rule that begins behind its label.
    ///
    /// # Errors
    /// A message when it has none, or one that does not compile.
    pub(super) fn label(syntax: &LabelSyntax, rule: &Rule) -> Result<Self, String> {
        let label = rule.label.as_ref().ok_or("a rule that begins at a label has none")?;
        // The pattern has explicit classes for both cases; only `(?u)` is needed for them.
        let pattern = syntax.pattern(&label.phrases, label.gap);
        Ok(Self::of(Search::Label(Regex::new(&format!("(?u-i:{pattern})"))?), rule))
    }

    /// A rule that begins at every `literal`.
    pub(super) fn literal(literal: &str, rule: &Rule) -> Self {
        Self::of(Search::Literal(Box::new(memmem::Finder::new(literal).into_owned())), rule)
    }

    fn of(search: Search, rule: &Rule) -> Self {
        Self { search, left: rule.left, values: Values::of(rule) }
    }

    /// Appends all matches.
    pub(super) fn find(&self, scan: &mut Scan<'_>) {
        let text = scan.text;
        match &self.search {
            Search::Label(label) => {
                // One label may begin inside another, so each search begins right behind the last start.
                let mut next = label.next_span(text, 0);
                while let Some((start, end)) = next {
                    if may_begin(text.as_bytes(), start) {
                        self.values.find(scan, end, end);
                    }
                    next = label.next_span(text, start + 1);
                }
            }
            Search::Literal(literal) => {
                for start in literal.find_iter(text.as_bytes()) {
                    if self.left.before(text.as_bytes(), start) {
                        self.values.find(scan, start, start);
                    }
                }
            }
        }
    }
}
