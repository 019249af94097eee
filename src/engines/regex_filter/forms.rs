//! The three forms of a pattern, and of a text: what an automaton sees of them.
//!
//! Automata know the word boundaries of ASCII only (those of Unicode make them hundreds of times slower, and
//! are not Python's), the end of a text but not "before the newline that ends it", and no lone surrogates. So a
//! pattern is compiled for the kind of text at hand:
//!
//! * *ascii*: the text is ASCII; classes are cut down to it;
//! * *utf8*: the text is UTF-8, and no boundary in question depends on a character outside ASCII;
//! * *marked*: every other text, rewritten so that ASCII rules give Python's answers. Word characters outside
//!   ASCII stand between underscores, which makes their edges look like those of words; an underscore is
//!   `_ FF _`; the newline that ends the text is `FE`, which the program knows as its line terminator; lone
//!   surrogates stand as three bytes, as UTF-8 would write them. No code is part of another one, so matches
//!   begin and end where characters do.

use std::borrow::Cow;

use memchr::{memchr_iter, memrchr};
use regex_syntax::hir::{
    Capture, Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange, Hir, Look as HirLook,
    Repetition,
};

use super::lowered::{Look, Node};
use super::sets::{CharSet, SURROGATES};

const MARK: u8 = b'_';
const UNDERSCORE: &[u8] = &[MARK, 0xFF, MARK];
/// What stands for the newline that ends a text in marked form.
pub(super) const LAST_NEWLINE: u8 = 0xFE;

/// What of the rules of boundaries and ends a pattern makes use of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Needs {
    /// Boundaries between word characters, by the interpreter's table.
    pub(super) words: bool,
    /// The end that is also before a last newline.
    pub(super) last_newline: bool,
}

impl Needs {
    /// What `node` needs.
    pub(super) fn of(node: &Node) -> Self {
        let mut needs = Self::default();
        let mut waiting = vec![node];
        while let Some(node) = waiting.pop() {
            match node {
                Node::Lit(_) | Node::Class(_) => {}
                Node::Seq(nodes) | Node::Alt(nodes) => waiting.extend(nodes),
                Node::Repeat(.., node) | Node::Group(_, node) => waiting.push(node),
                Node::Look(look) => {
                    needs.words |= matches!(look, Look::Boundary | Look::NotBoundary);
                    needs.last_newline |= *look == Look::EndOrNewline;
                }
            }
        }
        needs
    }
}

/// How a pattern, or a text, is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Ascii,
    Utf8,
    Marked(Needs),
}

/// Writes patterns in one form.
pub(super) struct Writer<'a> {
    pub(super) form: Form,
    pub(super) classes: &'a [CharSet],
    pub(super) word: &'a CharSet,
}

impl Writer<'_> {
    /// The expression of `node`. The depth of trees is bounded by whoever wrote them as JSON.
    pub(super) fn hir(&self, node: &Node) -> Hir {
        match node {
            Node::Lit(text) => Hir::concat(text.chars().map(|character| self.character(character)).collect()),
            Node::Class(number) => self.classes.get(*number).map_or_else(Hir::fail, |set| self.class(set)),
            Node::Seq(nodes) => Hir::concat(nodes.iter().map(|node| self.hir(node)).collect()),
            Node::Alt(nodes) => Hir::alternation(nodes.iter().map(|node| self.hir(node)).collect()),
            Node::Repeat(min, max, greedy, node) => {
                let sub = Box::new(self.hir(node));
                Hir::repetition(Repetition { min: *min, max: *max, greedy: *greedy, sub })
            }
            Node::Group(index, node) => {
                Hir::capture(Capture { index: *index, name: None, sub: Box::new(self.hir(node)) })
            }
            Node::Look(look) => self.look(*look),
        }
    }

    fn look(&self, look: Look) -> Hir {
        let look = match (look, self.form) {
            (Look::Start, _) => HirLook::Start,
            (Look::LineStart, _) => HirLook::StartLF,
            (Look::LineEnd, _) | (Look::EndOrNewline, Form::Marked(_)) => HirLook::EndLF,
            (Look::End | Look::EndOrNewline, _) => HirLook::End,
            (Look::Boundary | Look::AsciiBoundary, _) => HirLook::WordAscii,
            (Look::NotBoundary | Look::AsciiNotBoundary, _) => HirLook::WordAsciiNegate,
        };
        Hir::look(look)
    }

    fn character(&self, character: char) -> Hir {
        match self.form {
            Form::Ascii if !character.is_ascii() => Hir::fail(),
            Form::Marked(_) => self.class(&CharSet::of(character)),
            _ => Hir::literal(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }

    fn class(&self, set: &CharSet) -> Hir {
        match self.form {
            Form::Ascii => {
                let ascii = set.ranges().filter_map(|(low, high)| {
                    Some(ClassBytesRange::new(
                        u8::try_from(low).ok().filter(u8::is_ascii)?,
                        high.min(0x7F) as u8,
                    ))
                });
                Hir::class(Class::Bytes(ClassBytes::new(ascii)))
            }
            Form::Utf8 => characters(set),
            Form::Marked(needs) => self.marked_class(set, needs),
        }
    }

    fn marked_class(&self, set: &CharSet, needs: Needs) -> Hir {
        let mut ways = Vec::new();
        let mut plain = Cow::Borrowed(set);
        if needs.words {
            let marked = self.word.without_ascii();
            ways.push(Hir::concat(vec![mark(), characters(&set.and(&marked)), mark()]));
            if set.contains(u32::from(MARK)) {
                ways.push(Hir::literal(UNDERSCORE));
            }
            plain = Cow::Owned(set.minus(&marked).minus(&CharSet::of('_')));
        }
        if needs.last_newline && set.contains(u32::from(b'\n')) {
            ways.push(byte(LAST_NEWLINE, LAST_NEWLINE));
        }
        ways.push(characters(&plain));
        for (low, high) in set.and(&CharSet::new(vec![SURROGATES])).ranges() {
            ways.extend(surrogates(low, high));
        }
        Hir::alternation(ways)
    }
}

/// One character of `set`, surrogates apart, in UTF-8.
fn characters(set: &CharSet) -> Hir {
    let ranges = set.without_surrogates();
    let ranges = ranges
        .ranges()
        .filter_map(|(low, high)| Some(ClassUnicodeRange::new(char::from_u32(low)?, char::from_u32(high)?)));
    Hir::class(Class::Unicode(ClassUnicode::new(ranges)))
}

fn mark() -> Hir {
    Hir::literal([MARK])
}

fn byte(low: u8, high: u8) -> Hir {
    Hir::class(Class::Bytes(ClassBytes::new([ClassBytesRange::new(low, high)])))
}

/// The lone surrogates from `low` to `high`, as UTF-8 would write them: by the second byte, which has the upper
/// bits of the last twelve but six.
fn surrogates(low: u32, high: u32) -> impl Iterator<Item = Hir> {
    (low >> 6..=high >> 6).map(move |upper| {
        let first = if upper == low >> 6 { low } else { 0 };
        let last = if upper == high >> 6 { high } else { 0x3F };
        Hir::concat(vec![Hir::literal([0xED, tail(upper)]), byte(tail(first), tail(last))])
    })
}

/// The byte that UTF-8 writes the last six bits of `code` with.
fn tail(code: u32) -> u8 {
    0x80 | (code & 0x3F).to_le_bytes()[0]
}

/// `text` in marked form.
pub(super) fn marked(text: &[u8], needs: Needs, word: &CharSet) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len() + text.len() / 8);
    if needs.words {
        let mut rest = text;
        while let Some(special) = rest.iter().position(|&byte| byte == MARK || !byte.is_ascii()) {
            let (plain, from) = rest.split_at(special);
            out.extend_from_slice(plain);
            let (code, length) = decode(from);
            let (bytes, behind) = from.split_at(length.min(from.len()));
            if code == u32::from(MARK) {
                out.extend_from_slice(UNDERSCORE);
            } else if word.contains(code) {
                out.push(MARK);
                out.extend_from_slice(bytes);
                out.push(MARK);
            } else {
                out.extend_from_slice(bytes);
            }
            rest = behind;
        }
        out.extend_from_slice(rest);
    } else {
        out.extend_from_slice(text);
    }
    if needs.last_newline
        && let Some(last @ b'\n') = out.last_mut()
    {
        *last = LAST_NEWLINE;
    }
    out
}

/// Places of a marked text in the text that it was made of: all but the underscores stands for itself.
pub(super) struct Unmarked<'t> {
    marked: &'t [u8],
    needs: Needs,
    place: usize,
    marks: usize,
}

impl<'t> Unmarked<'t> {
    pub(super) fn new(marked: &'t [u8], needs: Needs) -> Self {
        Self { marked, needs, place: 0, marks: 0 }
    }

    /// The place of `place`, which is not before the one that was asked for last.
    pub(super) fn at(&mut self, place: usize) -> usize {
        if self.needs.words {
            let passed = self.marked.get(self.place..place).unwrap_or_default();
            self.marks += memchr_iter(MARK, passed).count();
            self.place = place;
        }
        place - self.marks
    }
}

/// The code point at the beginning of `text`, which is UTF-8 but for lone surrogates, and its length.
pub(super) fn decode(text: &[u8]) -> (u32, usize) {
    let tail = |index: usize| u32::from(text.get(index).copied().unwrap_or(0x80) & 0x3F);
    let first = u32::from(text.first().copied().unwrap_or(0));
    match first {
        0..=0x7F => (first, 1),
        0x80..=0xDF => ((first & 0x1F) << 6 | tail(1), 2),
        0xE0..=0xEF => ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3),
        _ => ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4),
    }
}

/// The code point that ends before the end of `text`, which is UTF-8 but for lone surrogates.
pub(super) fn decode_last(text: &[u8]) -> Option<u32> {
    let first = text.iter().rposition(|&byte| byte & 0xC0 != 0x80)?;
    Some(decode(text.get(first..)?).0)
}

/// Whether `text` has lone surrogates.
pub(super) fn has_surrogates(text: &[u8]) -> bool {
    let mut rest = text;
    while let Some(at) = memrchr(0xED, rest) {
        if text.get(at + 1).is_some_and(|&byte| byte >= 0xA0) {
            return true;
        }
        rest = rest.get(..at).unwrap_or_default();
    }
    false
}
