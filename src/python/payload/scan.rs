//! Scanning what was gathered, without touching Python.

use std::ops::Range;

use super::Worker;
use super::leaf::{Rewritten, Text};
use crate::error::Result;
use crate::finding::Finding;
use crate::python::guard::guarded;
use crate::text::code_points;

/// What engines found in the texts of a payload.
#[derive(Default)]
pub(super) struct Hits {
    /// Findings of all texts, one text after the other.
    pub(super) findings: Vec<Finding>,
    /// Their spans in code points.
    pub(super) places: Vec<(usize, usize)>,
    /// Texts that have any.
    pub(super) leaves: Vec<Hit>,
}

/// A text with findings.
pub(super) struct Hit {
    /// Index of the text.
    pub(super) leaf: usize,
    /// Its findings, as a range of [`Hits::findings`].
    pub(super) findings: Range<usize>,
    /// The new text, if it differs.
    pub(super) rewritten: Option<Rewritten>,
}

/// Scans and rewrites `leaves`.
pub(super) fn scan(worker: &dyn Worker, leaves: &[Text]) -> Result<Hits> {
    guarded(|| {
        let mut hits = Hits::default();
        let mut found = Vec::new();
        for (leaf, text) in leaves.iter().enumerate() {
            let rewritten = worker.work(text, &mut found)?;
            if found.is_empty() {
                continue;
            }
            let first = hits.findings.len();
            hits.places.extend(code_points(text.as_str(), &found));
            hits.findings.append(&mut found);
            hits.leaves.push(Hit { leaf, findings: first..hits.findings.len(), rewritten });
        }
        Ok(hits)
    })
}
