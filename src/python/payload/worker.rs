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

    #[inline]
    fn work(&self, text: &Text<'_>, found: &mut Vec<Finding>) -> Result<Option<Rewritten>> {
        let engine = self.0;
        let options = engine.walk_options();
        if options.json_strings && text.is_string() && may_be_document(text.as_str()) {
            return Ok(in_document(engine, text, found));
        }
        let mut replacements = Replacements::default();
        engine.edits(text.as_str(), found, &mut replacements);
        if found.is_empty() {
            return Ok(None);
        }
        Ok(text.changed(found, replacements.replacer(by_rule(engine))))
    }
}

/// Whether `text` looks like a JSON document at first sight.
fn may_be_document(text: &str) -> bool {
    let first = text.bytes().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'{' | b'[' | b'"'))
}

/// As [`TextWorker::work`], token by token if `text` is a JSON document.
#[inline(never)]
fn in_document(engine: &dyn TextPlugin, text: &Text<'_>, found: &mut Vec<Finding>) -> Option<Rewritten> {
    let Some(document) = JsonText::parse(text.as_str()) else {
        let mut replacements = Replacements::default();
        engine.edits(text.as_str(), found, &mut replacements);
        return text.changed(found, replacements.replacer(by_rule(engine)));
    };
    let keys = engine.walk_options().keys;
    *found = document.findings(keys, |text, found| engine.scan(text, found));
    text.changed(found, document.replacer(by_rule(engine)))
}

fn by_rule(engine: &dyn TextPlugin) -> impl FnMut(&Finding, &str, &mut String) {
    |finding, value, out| engine.replace(finding.rule, value, out)
}
