//! The work of engines that look at one text at a time and know nothing of Python.

use super::Worker;
use super::leaf::{Rewritten, Text};
use crate::error::Result;
use crate::finding::Finding;
use crate::plugin::TextPlugin;
use crate::stats::Counters;
use crate::text::Replacements;
use crate::text::json::JsonText;
use crate::walk::WalkOptions;

/// Scans each text and replaces what was found; inside JSON documents too, where that is wanted.
pub(in crate::python) struct TextWorker<'a>(pub(in crate::python) &'a dyn TextPlugin);

impl Worker for TextWorker<'_> {
    fn options(&self) -> &WalkOptions {
        self.0.walk_options()
    }

    fn counters(&self) -> &Counters {
        self.0.counters()
    }

    fn work(&self, text: &Text, found: &mut Vec<Finding>) -> Result<Option<Rewritten>> {
        let engine = self.0;
        let document =
            if self.options().json_strings && text.is_string() { document(text.as_str()) } else { None };
        let mut replacements = Replacements::default();
        match &document {
            Some(document) => {
                *found = document.findings(self.options().keys, |text, found| engine.scan(text, found));
            }
            None => engine.edits(text.as_str(), found, &mut replacements),
        }
        if found.is_empty() {
            return Ok(None);
        }
        let by_rule =
            |finding: &Finding, value: &str, out: &mut String| engine.replace(finding.rule, value, out);
        let rewritten = match &document {
            Some(document) => text.rewritten(found, document.replacer(by_rule)),
            None => text.rewritten(found, replacements.replacer(by_rule)),
        };
        Ok(text.differs(&rewritten).then_some(rewritten))
    }
}

/// `text` as a JSON document, if it looks like one at first sight and is one.
fn document(text: &str) -> Option<JsonText<'_>> {
    let first = text.bytes().find(|byte| !byte.is_ascii_whitespace())?;
    if matches!(first, b'{' | b'[' | b'"') { JsonText::parse(text) } else { None }
}
