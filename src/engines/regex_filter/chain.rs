//! The rules, one after the other, each on what the ones before left.

use std::borrow::Cow;
use std::sync::OnceLock;

use super::cases::Cases;
use super::forms::Form;
use super::lowered::{Lowered, Mode, Rule as LoweredRule, What};
use super::pattern::{Alphabet, Pattern};
use super::positions::{Edit, Positions};
use super::sets::CharSet;
use super::sieve::{Answer, Sieves};
use super::text::Text;
use super::words::WordList;
use crate::error::Result;
use crate::finding::Finding;
use crate::plugin::{Host, Ran};

/// A new text gets room for what it grows by: one part in so many.
const ROOM: usize = 8;

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
    /// Which patterns can match in an ASCII text, and in another one.
    ascii: OnceLock<Sieves>,
    utf8: OnceLock<Sieves>,
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
        Ok(Self { rules, alphabet, cases, ascii: OnceLock::new(), utf8: OnceLock::new() })
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
        let mut sieves = self.sieves(&text);
        let mut answer = Self::ask(sieves, &text);
        for (number, rule) in self.rules.iter().enumerate() {
            if !sieves.passes(&answer, number) {
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
                let new = Text::new(rewriting.finish(text.bytes()), &self.alphabet.word);
                rewriting.reuse(std::mem::replace(&mut text, new));
                self.follow(&text, &rewriting.edits, &mut sieves, &mut answer);
            }
        }
        if let Some(found) = found
            && let Some(new) = found.get_mut(first..)
        {
            new.sort_unstable_by_key(|finding| (finding.start, finding.end, finding.rule));
        }
        if text.bytes() != bytes {
            ran.text = Some(text.into_bytes().into_owned());
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
                        new.extend_from_slice(replacement.as_bytes());
                    });
                    left -= 1;
                    left > 0
                });
                Ok(())
            }
            Step::Foreign { .. } => {
                for found in host.matches(number, bytes, rule.limit)? {
                    out.edit(bytes, replaces, (found.start, found.end), |new| {
                        new.extend_from_slice(&found.new);
                    });
                }
                Ok(())
            }
        }
    }

    /// What can match in `text`: everything, where there are lone surrogates, which sieves do not know.
    fn ask(sieves: &Sieves, text: &Text<'_>) -> Answer {
        if text.has_surrogates() { Answer::default() } else { sieves.ask(text.bytes()) }
    }

    /// The sieves for texts like `text`.
    fn sieves(&self, text: &Text<'_>) -> &Sieves {
        let (slot, form) =
            if text.is_ascii() { (&self.ascii, Form::Ascii) } else { (&self.utf8, Form::Utf8) };
        slot.get_or_init(|| {
            Sieves::new(self.rules.iter().map(|rule| match &rule.step {
                Step::Pattern(pattern) => Some(pattern.shape(form, &self.alphabet)),
                Step::Words { .. } | Step::Foreign { .. } => None,
            }))
        })
    }

    /// Keeps `answer` true of `text`, which `edits` have led to.
    fn follow<'s>(&'s self, text: &Text<'_>, edits: &[Edit], sieves: &mut &'s Sieves, answer: &mut Answer) {
        let now = self.sieves(text);
        if !std::ptr::eq(*sieves, now) {
            *sieves = now;
            *answer = Self::ask(now, text);
            return;
        }
        let (mut gone, mut new) = (0, 0);
        for edit in edits {
            let start = edit.start + new - gone;
            now.ask_again(answer, text.bytes(), start, start + edit.new);
            gone += edit.end - edit.start;
            new += edit.new;
        }
    }
}

impl Rule {
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
            if self.edits.is_empty() {
                self.out.reserve(text.len() + text.len() / ROOM);
            }
            self.out.extend_from_slice(text.get(self.copied..start).unwrap_or_default());
            let before = self.out.len();
            write(&mut self.out);
            new = self.out.len() - before;
            self.copied = end;
        }
        self.edits.push(Edit { start, end, new });
    }

    /// Keeps the memory of a text that is done with: fresh memory costs more than what is written to it.
    fn reuse(&mut self, text: Text<'_>) {
        if let Cow::Owned(bytes) = text.into_bytes() {
            self.out = bytes;
        }
    }

    /// The new text.
    fn finish(&mut self, text: &[u8]) -> Vec<u8> {
        self.out.extend_from_slice(text.get(self.copied..).unwrap_or_default());
        std::mem::take(&mut self.out)
    }
}
