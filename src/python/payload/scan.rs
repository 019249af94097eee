//! Scanning texts without touching Python, and what was found in them.

use std::ops::Range;

use super::Worker;
use super::leaf::{Rewritten, Text};
use crate::error::Result;
use crate::finding::Finding;
use crate::text::code_points;

/// What an engine found in the texts of a payload.
#[derive(Default)]
pub(super) struct Hits {
    /// Findings of all texts, one text after the other.
    pub(super) findings: Vec<Finding>,
    /// Their spans in code points.
    pub(super) spans: Vec<(usize, usize)>,
    /// Texts that have any.
    pub(super) texts: Vec<Hit>,
    /// Findings of one text, while it is worked on.
    found: Vec<Finding>,
}

/// A text with findings.
pub(super) struct Hit {
    /// Its findings, as a range of [`Hits::findings`].
    pub(super) findings: Range<usize>,
    /// The new text, if it differs.
    pub(super) rewritten: Option<Rewritten>,
}

impl Hits {
    /// Has `worker` look at `text`. Whether it is one more text with findings.
    #[inline]
    pub(super) fn look(&mut self, worker: &dyn Worker, text: &Text<'_>) -> Result<bool> {
        let result = worker.work(text, &mut self.found);
        if matches!(result, Ok(None)) && self.found.is_empty() { Ok(false) } else { self.keep(text, result) }
    }

    /// Apart from `look`, which nearly always ends without it.
    #[cold]
    fn keep(&mut self, text: &Text<'_>, result: Result<Option<Rewritten>>) -> Result<bool> {
        let rewritten = result?;
        let first = self.findings.len();
        self.spans.extend(code_points(text.as_str(), &self.found));
        self.findings.append(&mut self.found);
        self.texts.push(Hit { findings: first..self.findings.len(), rewritten });
        Ok(true)
    }
}
