//! Scanning what was gathered, without touching Python.

use std::ops::Range;

use super::leaf::{Rewritten, Text};
use crate::error::Result;
use crate::finding::Finding;
use crate::plugin::TextPlugin;
use crate::python::guard::guarded;
use crate::text::code_points;
use crate::text::json::JsonText;
use crate::walk::WalkOptions;

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
pub(super) fn scan(engine: &dyn TextPlugin, options: &WalkOptions, leaves: &[Text]) -> Result<Hits> {
    guarded(|| {
        let mut hits = Hits::default();
        let mut found = Vec::new();
        for (leaf, text) in leaves.iter().enumerate() {
            let document =
                if options.json_strings && text.is_string() { document(text.as_str()) } else { None };
            match &document {
                Some(document) => {
                    found = document.findings(options.keys, |text, found| engine.scan(text, found));
                }
                None => engine.scan(text.as_str(), &mut found),
            }
            if found.is_empty() {
                continue;
            }
            let replace =
                |finding: &Finding, value: &str, out: &mut String| engine.replace(finding.rule, value, out);
            let rewritten = match &document {
                Some(document) => text.rewritten(&found, document.replacer(replace)),
                None => text.rewritten(&found, replace),
            };
            let first = hits.findings.len();
            hits.places.extend(code_points(text.as_str(), &found));
            hits.findings.append(&mut found);
            let rewritten = text.differs(&rewritten).then_some(rewritten);
            hits.leaves.push(Hit { leaf, findings: first..hits.findings.len(), rewritten });
        }
        Ok(hits)
    })
}

/// `text` as a JSON document, if it looks like one at first sight and is one.
fn document(text: &str) -> Option<JsonText<'_>> {
    let first = text.bytes().find(|byte| !byte.is_ascii_whitespace())?;
    if matches!(first, b'{' | b'[' | b'"') { JsonText::parse(text) } else { None }
}
