//! The edits of one text as they are decided, and their order.

use std::ops::Range;

use super::rules::{ROWS, Rule};
use crate::finding::Finding;
use crate::text::Replacements;

/// One repair: what it replaces, by what, and why.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) rule: Rule,
    pub(super) confidence: u8,
    /// Where in the texts of the script what it writes is.
    pub(super) text: Range<usize>,
}

/// The edits so far.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) edits: Vec<Edit>,
    texts: String,
    /// Whether an edit was added that stands before an earlier one.
    unordered: bool,
}

impl Script {
    /// Replaces `start..end` by `text`; `sure` says how clearly the surroundings speak for it.
    pub(super) fn edit(&mut self, rule: Rule, sure: bool, start: usize, end: usize, text: &str) {
        let confidence = ROWS.get(rule as usize).map_or(0, |row| row.confidence(sure));
        if let Some(last) = self.edits.last() {
            self.unordered |= start < last.start || (start == last.start && end == start);
        }
        let first = self.texts.len();
        self.texts.push_str(text);
        self.edits.push(Edit { start, end, rule, confidence, text: first..self.texts.len() });
    }

    /// As `edit` for an insertion, as number `index`: before what was decided since.
    pub(super) fn insert(&mut self, index: usize, rule: Rule, at: usize, text: &str) {
        self.edit(rule, true, at, at, text);
        if let Some(edit) = self.edits.pop() {
            self.edits.insert(index.min(self.edits.len()), edit);
        }
        self.unordered = true;
    }

    /// How many edits there are: the number of the next one.
    pub(super) fn len(&self) -> usize {
        self.edits.len()
    }

    /// Takes edit number `index` back to a mere removal.
    pub(super) fn blank(&mut self, index: usize) {
        if let Some(edit) = self.edits.get_mut(index) {
            edit.text = 0..0;
        }
    }

    /// Whether closers were added, removed or replaced.
    pub(super) fn has_closers(&self) -> bool {
        self.edits.iter().any(|edit| {
            matches!(edit.rule, Rule::MissingCloser | Rule::WrongCloser | Rule::ExtraCloser | Rule::Truncated)
        })
    }

    /// Whether there are edits of other rules than this one.
    pub(super) fn has_others(&self, rule: Rule) -> bool {
        self.edits.iter().any(|edit| edit.rule != rule)
    }

    /// Drops all edits of a rule.
    pub(super) fn drop_rule(&mut self, rule: Rule) {
        self.edits.retain(|edit| edit.rule != rule);
    }

    /// Marks the edits of `rule` from number `index` on as doubtful.
    pub(super) fn doubt(&mut self, index: usize, rule: Rule) {
        let confidence = ROWS.get(rule as usize).map_or(0, |row| row.confidence(false));
        for edit in self.edits.iter_mut().skip(index).filter(|edit| edit.rule == rule) {
            edit.confidence = confidence;
        }
    }

    /// Drops the last edit if it begins at `start`.
    pub(super) fn retract(&mut self, start: usize) {
        self.edits.pop_if(|edit| edit.start == start);
    }

    /// The least sure of the edits, in percent.
    pub(super) fn confidence(&self) -> u8 {
        self.edits.iter().map(|edit| edit.confidence).min().unwrap_or(100)
    }

    /// Puts the edits in the order of the text. At one place insertions come first; beyond that the order is
    /// that in which they were decided.
    pub(super) fn sort(&mut self) {
        if self.unordered {
            self.edits.sort_by_key(|edit| (edit.start, edit.end > edit.start));
            self.unordered = false;
        }
    }

    /// Whether no edit reaches into the next one. Call `sort` before.
    pub(super) fn is_consistent(&self) -> bool {
        self.edits.iter().zip(self.edits.iter().skip(1)).all(|(left, right)| left.end <= right.start)
    }

    /// `text` with the edits applied. Call `sort` before.
    pub(super) fn apply(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len() + self.texts.len());
        let mut copied = 0;
        for edit in &self.edits {
            out.push_str(text.get(copied..edit.start).unwrap_or_default());
            out.push_str(self.texts.get(edit.text.clone()).unwrap_or_default());
            copied = edit.end;
        }
        out.push_str(text.get(copied..).unwrap_or_default());
        out
    }

    /// Appends the edits as findings with their replacements.
    pub(super) fn report(&self, found: &mut Vec<Finding>, replacements: &mut Replacements) {
        for edit in &self.edits {
            let Edit { start, end, rule, confidence, .. } = *edit;
            found.push(Finding { start, end, rule: rule as u16, confidence });
            replacements.push(|out| out.push_str(self.texts.get(edit.text.clone()).unwrap_or_default()));
        }
    }
}
