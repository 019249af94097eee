//! The rules, one after the other, each on what the ones before left.

use std::sync::OnceLock;

use super::cases::Cases;
use super::forms::Form;
use super::lowered::{Lowered, Mode, Rule as LoweredRule, What};
use super::pattern::{Alphabet, Pattern};
use super::positions::{Edit, Positions};
use super::sets::CharSet;
use super::sieve::Sieve;
use super::text::Text;
use super::words::WordList;
use crate::error::Result;
use crate::finding::Finding;
use crate::plugin::{Host, Ran};

/// A sieve is one more pass over the text: it pays where the patterns would take more than two.
const SIEVE_COST: usize = 20;

/// One rule.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) mode: Mode,
    limit: Option<usize>,
    pub(super) step: Step,
}

/// How a rule finds its matches.
#[derive(Debug)]
pub(super) enum Step {
    Pattern(Box<Pattern>),
    Words {
        list: WordList,
        replacement: String,
    },
    /// The host runs it.
    Foreign {
        rule: String,
        reason: String,
    },
}

/// All rules.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) rules: Vec<Rule>,
    alphabet: Alphabet,
    cases: Cases,
    /// Whether the patterns together cost so much that it pays to ask first whether any can match.
    sieves: bool,
    /// Whether any pattern can match in an ASCII text, and in another one.
    ascii: OnceLock<Option<Sieve>>,
    utf8: OnceLock<Option<Sieve>>,
}

impl Chain {
    /// The chain of a configuration; an error says the key of a pattern that is too large.
    pub(super) fn new(lowered: Lowered) -> Result<Self, String> {
        let alphabet = Alphabet {
            classes: lowered.classes.into_iter().map(CharSet::new).collect(),
            word: CharSet::new(lowered.word),
        };
        let rules: Vec<Rule> = lowered.rules.into_iter().map(Rule::new).collect();
        for rule in &rules {
            if let Step::Pattern(pattern) = &rule.step
                && !pattern.compiles(&alphabet)
            {
                return Err(rule.key.clone());
            }
        }
        let cases = Cases::new(&lowered.fold);
        let sieves = rules.iter().map(|rule| rule.cost(&alphabet)).sum::<usize>() > SIEVE_COST;
        Ok(Self { rules, alphabet, cases, sieves, ascii: OnceLock::new(), utf8: OnceLock::new() })
    }

    /// Runs the rules over `bytes`; adds to `found`, where that is wanted, what they found, at its places in `bytes`.
    pub(super) fn run(
        &self,
        bytes: &[u8],
        host: &dyn Host,
        mut found: Option<&mut Vec<Finding>>,
    ) -> Result<Ran> {
        let first = found.as_ref().map_or(0, |found| found.len());
        let mut ran = Ran::default();
        let mut text = Text::new(bytes, &self.alphabet.word);
        let mut positions = Positions::default();
        let mut rewriting = Rewriting::default();
        let mut patterns_may_match = self.may_match(&text);
        for (number, rule) in self.rules.iter().enumerate() {
            if !patterns_may_match && matches!(rule.step, Step::Pattern(_)) {
                continue;
            }
            rewriting.clear();
            self.step(number, rule, &text, host, &mut rewriting)?;
            if rewriting.edits.is_empty() {
                continue;
            }
            ran.matches += rewriting.edits.len();
            if let Some(found) = found.as_deref_mut() {
                let rule = u16::try_from(number).unwrap_or(u16::MAX);
                found.extend(rewriting.edits.iter().map(|edit| {
                    let (start, end) = positions.original(edit.start, edit.end);
                    Finding { start, end, rule, confidence: 100 }
                }));
            }
            if rule.mode == Mode::Replace {
                if found.is_some() {
                    positions.rewrite(&rewriting.edits);
                }
                text = Text::new(rewriting.finish(text.bytes()), &self.alphabet.word);
                patterns_may_match = true;
            }
        }
        if let Some(found) = found
            && let Some(new) = found.get_mut(first..)
        {
            new.sort_unstable_by_key(|finding| (finding.start, finding.end, finding.rule));
        }
        if text.bytes() != bytes {
            ran.text = Some(text.into_bytes());
        }
        Ok(ran)
    }

    fn step(
        &self,
        number: usize,
        rule: &Rule,
        text: &Text<'_>,
        host: &dyn Host,
        out: &mut Rewriting,
    ) -> Result<()> {
        let mut left = rule.limit.unwrap_or(usize::MAX);
        let replaces = rule.mode == Mode::Replace;
        let bytes = text.bytes();
        match &rule.step {
            Step::Pattern(pattern) => pattern.each(text, &self.alphabet, |start, end, groups| {
                out.edit(bytes, replaces, (start, end), |new| pattern.write(bytes, start, end, &groups, new));
                left -= 1;
                left > 0
            }),
            Step::Words { list, replacement } => {
                list.each(text, &self.cases, &self.alphabet.word, |start, end| {
                    out.edit(bytes, replaces, (start, end), |new| {
                        new.extend_from_slice(replacement.as_bytes())
                    });
                    left -= 1;
                    left > 0
                });
                Ok(())
            }
            Step::Foreign { .. } => {
                for found in host.matches(number, bytes, rule.limit)? {
                    out.edit(bytes, replaces, (found.start, found.end), |new| {
                        new.extend_from_slice(&found.new)
                    });
                }
                Ok(())
            }
        }
    }

    /// Whether any of the patterns may match in `text`: cheaper to ask once than each of them.
    fn may_match(&self, text: &Text<'_>) -> bool {
        if !self.sieves || text.has_surrogates() {
            return true;
        }
        let (slot, form) =
            if text.is_ascii() { (&self.ascii, Form::Ascii) } else { (&self.utf8, Form::Utf8) };
        let sieve = slot.get_or_init(|| {
            let patterns = self.rules.iter().filter_map(|rule| match &rule.step {
                Step::Pattern(pattern) => Some(pattern.sieve(form, &self.alphabet)),
                _ => None,
            });
            Sieve::new(&patterns.collect::<Vec<_>>())
        });
        sieve.as_ref().is_none_or(|sieve| sieve.may_match(text.bytes()))
    }
}

impl Rule {
    /// What looking for its pattern costs, in tenths of a pass over the text that looks at every byte.
    fn cost(&self, alphabet: &Alphabet) -> usize {
        match &self.step {
            Step::Pattern(pattern) if pattern.skips(alphabet) => 1,
            Step::Pattern(_) => 10,
            Step::Words { .. } | Step::Foreign { .. } => 0,
        }
    }

    fn new(rule: LoweredRule) -> Self {
        let step = match rule.what {
            What::Pattern { node, template } => Step::Pattern(Box::new(Pattern::new(node, template))),
            What::Words { words, case_sensitive, whole_word, replacement } => {
                Step::Words { list: WordList::new(words, case_sensitive, whole_word), replacement }
            }
            What::Foreign { rule, reason } => Step::Foreign { rule, reason },
        };
        Self { key: rule.key, name: rule.name, mode: rule.mode, limit: rule.limit, step }
    }
}

/// The matches of one rule, and the text that it leads to.
#[derive(Debug, Default)]
struct Rewriting {
    edits: Vec<Edit>,
    out: Vec<u8>,
    copied: usize,
}

impl Rewriting {
    fn clear(&mut self) {
        self.edits.clear();
        self.out.clear();
        self.copied = 0;
    }

    /// Adds a match behind the last one, and what `write` appends in its place.
    fn edit(
        &mut self,
        text: &[u8],
        replaces: bool,
        (start, end): (usize, usize),
        write: impl FnOnce(&mut Vec<u8>),
    ) {
        let mut new = 0;
        if replaces {
            self.out.extend_from_slice(text.get(self.copied..start).unwrap_or_default());
            let before = self.out.len();
            write(&mut self.out);
            new = self.out.len() - before;
            self.copied = end;
        }
        self.edits.push(Edit { start, end, new });
    }

    /// The new text.
    fn finish(&mut self, text: &[u8]) -> Vec<u8> {
        self.out.extend_from_slice(text.get(self.copied..).unwrap_or_default());
        std::mem::take(&mut self.out)
    }
}
