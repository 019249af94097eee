//! One pattern: its programs, made when the first text asks for them, and its matches.

use std::sync::OnceLock;

use regex_automata::util::captures::Captures;
use regex_automata::{Anchored, Input, Match, meta, nfa::thompson::WhichCaptures};

use regex_syntax::hir::Hir;

use super::forms::{Form, LAST_NEWLINE, Needs, Unmarked, Writer};
use super::lead::Lead;
use super::lowered::{Node, Piece};
use super::sets::CharSet;
use super::shape::Shape;
use super::text::Text;
use crate::error::{Error, Result};

/// Largest program that one form of a pattern may become, in bytes.
const SIZE_LIMIT: usize = 48 << 20;
/// Room for the states that one search works out on its way, in bytes.
const CACHE: usize = 1 << 20;
/// How often in one text a try at a place where a match may begin may fail, if not much was skipped before it.
const PATIENCE: u32 = 32;
/// What is much: on its own a search reads this many bytes in the time of a try.
const PAYS: usize = 48;

/// Characters that patterns refer to.
#[derive(Debug)]
pub(super) struct Alphabet {
    pub(super) classes: Vec<CharSet>,
    pub(super) word: CharSet,
}

/// A pattern and what it writes in the place of a match.
#[derive(Debug)]
pub(super) struct Pattern {
    node: Node,
    needs: Needs,
    template: Vec<Piece>,
    /// Whether the template asks for groups.
    groups: bool,
    ascii: OnceLock<Option<meta::Regex>>,
    /// Where matches may begin in ASCII texts, if searches need to be told.
    lead: OnceLock<Option<Lead>>,
    utf8: OnceLock<Option<meta::Regex>>,
    marked: OnceLock<Option<meta::Regex>>,
}

impl Pattern {
    pub(super) fn new(node: Node, template: Vec<Piece>) -> Self {
        Self {
            needs: Needs::of(&node),
            groups: template.iter().any(|piece| matches!(piece, Piece::Group(group) if *group > 0)),
            node,
            template,
            ascii: OnceLock::new(),
            lead: OnceLock::new(),
            utf8: OnceLock::new(),
            marked: OnceLock::new(),
        }
    }

    /// Whether the program for ordinary texts can be had; the others are made when they are needed.
    pub(super) fn compiles(&self, alphabet: &Alphabet) -> bool {
        self.program(Form::Ascii, alphabet).is_ok()
    }

    /// What matches begin with in texts of this form.
    pub(super) fn shape(&self, form: Form, alphabet: &Alphabet) -> Shape {
        Shape::of(&self.hir(form, alphabet))
    }

    /// Calls `on_match` for every match in `text`, until it returns false.
    pub(super) fn each(
        &self,
        text: &Text<'_>,
        alphabet: &Alphabet,
        mut on_match: impl FnMut(usize, usize, Groups<'_>) -> bool,
    ) -> Result<()> {
        let form = text.form(self.needs);
        let program = self.program(form, alphabet)?;
        let mut lead = if form == Form::Ascii { self.lead(program, alphabet) } else { None };
        let mut patience = PATIENCE;
        let hay = text.in_form(form);
        let needs = if let Form::Marked(needs) = form { needs } else { Needs::default() };
        let mut places = Unmarked::new(hay, needs);
        let mut captures = if self.groups {
            program.create_captures()
        } else {
            Captures::empty(program.group_info().clone())
        };
        let mut at = 0;
        while let Some(found) = self.next(program, lead, &mut patience, hay, at, &mut captures) {
            lead = lead.filter(|_| patience > 0);
            let (start, end) = (places.at(found.start()), places.at(found.end()));
            let groups = Groups { captures: &captures, hay, needs, found, start };
            if !on_match(start, end, groups) {
                break;
            }
            // Python's parser says that no match is empty; a defect must not become an endless loop.
            at = found.end().max(found.start() + 1);
        }
        Ok(())
    }

    /// The first match at `at` or later. A text that looks like matches all over uses up the `patience`; then
    /// the pattern's own search goes on.
    fn next(
        &self,
        program: &meta::Regex,
        lead: Option<&Lead>,
        patience: &mut u32,
        hay: &[u8],
        at: usize,
        captures: &mut Captures,
    ) -> Option<Match> {
        let Some(lead) = lead else {
            return self.search(program, &Input::new(hay).range(at.min(hay.len())..), captures);
        };
        let mut from = at;
        loop {
            let start = lead.next(hay, from)?;
            let input = Input::new(hay).range(start..);
            if !lead.short || *patience == 0 {
                return self.search(program, &input, captures);
            }
            if let Some(found) = self.search(program, &input.anchored(Anchored::Yes), captures) {
                return Some(found);
            }
            if start - from < PAYS {
                *patience -= 1;
            }
            from = start + 1;
        }
    }

    fn search(&self, program: &meta::Regex, input: &Input<'_>, captures: &mut Captures) -> Option<Match> {
        if !self.groups {
            return program.search(input);
        }
        program.search_captures(input, captures);
        captures.get_match()
    }

    fn lead(&self, program: &meta::Regex, alphabet: &Alphabet) -> Option<&Lead> {
        let lead = self.lead.get_or_init(|| {
            // What the library skips with is faster.
            if program.is_accelerated() { None } else { Lead::of(&self.hir(Form::Ascii, alphabet)) }
        });
        lead.as_ref()
    }

    fn hir(&self, form: Form, alphabet: &Alphabet) -> Hir {
        Writer { form, classes: &alphabet.classes, word: &alphabet.word }.hir(&self.node)
    }

    /// Appends what takes the place of a match.
    pub(super) fn write(
        &self,
        text: &[u8],
        start: usize,
        end: usize,
        groups: &Groups<'_>,
        out: &mut Vec<u8>,
    ) {
        for piece in &self.template {
            match piece {
                Piece::Text(text) => out.extend_from_slice(text.as_bytes()),
                Piece::Group(0) => out.extend_from_slice(text.get(start..end).unwrap_or_default()),
                Piece::Group(group) => {
                    let value = groups.get(*group).and_then(|(start, end)| text.get(start..end));
                    out.extend_from_slice(value.unwrap_or_default());
                }
            }
        }
    }

    fn program(&self, form: Form, alphabet: &Alphabet) -> Result<&meta::Regex> {
        let slot = match form {
            Form::Ascii => &self.ascii,
            Form::Utf8 => &self.utf8,
            Form::Marked(_) => &self.marked,
        };
        let program = slot.get_or_init(|| {
            let hir = self.hir(form, alphabet);
            let last = matches!(form, Form::Marked(Needs { last_newline: true, .. }));
            let captures = if self.groups { WhichCaptures::All } else { WhichCaptures::Implicit };
            let config = meta::Config::new()
                .utf8_empty(false)
                .nfa_size_limit(Some(SIZE_LIMIT))
                .hybrid_cache_capacity(CACHE)
                .line_terminator(if last { LAST_NEWLINE } else { b'\n' })
                .which_captures(captures);
            meta::Builder::new().configure(config).build_from_hir(&hir).ok()
        });
        // The twin answers where this fails; the Python side lets no pattern through that gets so large.
        program.as_ref().ok_or(Error::Internal("a pattern has become too large"))
    }
}

/// Where the groups of a match are.
pub(super) struct Groups<'m> {
    captures: &'m Captures,
    hay: &'m [u8],
    needs: Needs,
    found: Match,
    /// Where the match begins in the text.
    start: usize,
}

impl Groups<'_> {
    fn get(&self, group: usize) -> Option<(usize, usize)> {
        let span = self.captures.get_group(group)?;
        let inside = |place: usize| {
            let before = self.hay.get(self.found.start()..place).unwrap_or_default();
            self.start + Unmarked::new(before, self.needs).at(before.len())
        };
        Some((inside(span.start), inside(span.end)))
    }
}
