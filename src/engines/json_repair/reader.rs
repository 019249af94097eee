//! Looking at a text from any place on, without deciding anything: spaces, comments, quotes, and what a
//! stretch of text looks like.
//!
//! Everything here is bounded: by the next quote or line, by a constant, or, for comments, by an allowance
//! for the whole text, so that a repair stays linear.

use std::cell::Cell;

use memchr::{memchr, memmem};

/// A kind of quotation mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quote {
    /// `"`
    Double,
    /// `'`
    Single,
    /// A back quote, closed by one, by an acute accent or by `'`.
    Back,
    /// Typographic double quotes and the full-width one.
    Curly,
    /// The same for single ones.
    CurlySingle,
}

/// Longest word that counts as a key without quotes.
const LONGEST_WORD: usize = 128;
/// Deepest indentation that counts.
const LONGEST_INDENT: usize = 256;
/// Longest stray text between two members.
const LONGEST_STRAY: usize = 48;

/// A text, and what looking ahead may still cost.
#[derive(Debug)]
pub(super) struct Reader<'t> {
    pub(super) text: &'t [u8],
    whole: &'t [u8],
    allowance: Cell<usize>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, whole: text, allowance: Cell::new(8 * text.len() + 4096) }
    }

    /// Lets the text end at `end` until `widen` is called.
    pub(super) fn narrow(&mut self, end: usize) {
        self.text = self.whole.get(..end).unwrap_or(self.whole);
    }

    /// Undoes `narrow`.
    pub(super) fn widen(&mut self) {
        self.text = self.whole;
    }

    /// Whether the text ends before its end.
    pub(super) fn is_narrow(&self) -> bool {
        self.text.len() < self.whole.len()
    }

    /// The length of the text.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// The byte at `at`; 0 beyond the end.
    #[inline]
    pub(super) fn at(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// The bytes from `start` to `end`.
    pub(super) fn slice(&self, start: usize, end: usize) -> &'t [u8] {
        self.text.get(start..end.min(self.text.len())).unwrap_or_default()
    }

    /// Whether `what` stands at `at`.
    pub(super) fn is(&self, at: usize, what: &[u8]) -> bool {
        self.text.get(at..).unwrap_or_default().starts_with(what)
    }

    /// The length of a space outside ASCII at `at`, or 0.
    pub(super) fn special_space(&self, at: usize) -> usize {
        match self.slice(at, at + 3) {
            [0xC2, 0xA0 | 0x85, ..] => 2,
            [0xE2, 0x80, 0x80..=0x8D | 0xA8 | 0xA9 | 0xAF]
            | [0xE2, 0x81, 0x9F | 0xA0]
            | [0xE3, 0x80, 0x80]
            | [0xEF, 0xBB, 0xBF] => 3,
            _ => 0,
        }
    }

    /// The first place from `at` on that is no space of any kind.
    #[inline]
    pub(super) fn space(&self, mut at: usize) -> usize {
        loop {
            match self.at(at) {
                b' ' | b'\n' | b'\r' | b'\t' | 0x0B | 0x0C => at += 1,
                0xC2 | 0xE2 | 0xE3 | 0xEF => match self.special_space(at) {
                    0 => return at,
                    length => at += length,
                },
                _ => return at,
            }
        }
    }

    /// The end of a comment that begins at `at`; `at` itself when none does.
    pub(super) fn comment(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        match rest {
            [b'/', b'/', ..] | [b'#', ..] => at + memchr(b'\n', rest).unwrap_or(rest.len()),
            [b'/', b'*', ..] => {
                let body = rest.get(2..).unwrap_or_default();
                at + memmem::find(body, b"*/").map_or(rest.len(), |length| length + 4)
            }
            _ => at,
        }
    }

    /// The first place from `at` on that is neither space nor comment. Comments use up the allowance.
    #[inline]
    pub(super) fn trivia(&self, mut at: usize) -> usize {
        loop {
            at = self.space(at);
            if !matches!(self.at(at), b'/' | b'#') {
                return at;
            }
            let end = self.comment(at);
            let Some(left) = self.allowance.get().checked_sub(end - at) else { return at };
            self.allowance.set(left);
            if end == at {
                return at;
            }
            at = end;
        }
    }

    /// The end of what stands before the space before `at`.
    pub(super) fn back(&self, mut at: usize) -> usize {
        while at > 0 && matches!(self.at(at - 1), b' ' | b'\n' | b'\r' | b'\t') {
            at -= 1;
        }
        at
    }

    /// The place of a comma with only space between it and `at`.
    pub(super) fn comma_before(&self, at: usize) -> Option<usize> {
        let end = self.back(at);
        (end > 0 && self.at(end - 1) == b',').then(|| end - 1)
    }

    /// Whether there is a line break from `start` to `end`.
    pub(super) fn breaks(&self, start: usize, end: usize) -> bool {
        memchr(b'\n', self.slice(start, end)).is_some()
    }

    /// The mark of punctuation at `at` in ASCII, and its length: full-width forms count.
    pub(super) fn mark(&self, at: usize) -> (u8, usize) {
        match self.slice(at, at + 3) {
            [0xEF, 0xBC, 0x9A] => (b':', 3),
            [0xEF, 0xBC, 0x8C] | [0xE3, 0x80, 0x81] => (b',', 3),
            [0xEF, 0xBD, 0x9B] => (b'{', 3),
            [0xEF, 0xBD, 0x9D] => (b'}', 3),
            [0xEF, 0xBC, 0xBB] => (b'[', 3),
            [0xEF, 0xBC, 0xBD] => (b']', 3),
            _ => (self.at(at), 1),
        }
    }

    /// The opening quote at `at` and its length.
    pub(super) fn quote(&self, at: usize) -> Option<(Quote, usize)> {
        match self.slice(at, at + 3) {
            [b'"', ..] => Some((Quote::Double, 1)),
            [b'\'', ..] => Some((Quote::Single, 1)),
            [b'`', ..] => Some((Quote::Back, 1)),
            [0xE2, 0x80, 0x9C..=0x9F] | [0xEF, 0xBC, 0x82] => Some((Quote::Curly, 3)),
            [0xE2, 0x80, 0x98..=0x9B | 0xB9 | 0xBA] | [0xEF, 0xBC, 0x87] => Some((Quote::CurlySingle, 3)),
            [0xC2, 0xAB | 0xBB, ..] => Some((Quote::Curly, 2)),
            [0xC2, 0xB4, ..] => Some((Quote::CurlySingle, 2)),
            _ => None,
        }
    }

    /// The length of a quote at `at` that closes one of the kind `quote`; 0 when none does.
    pub(super) fn closes(&self, quote: Quote, at: usize) -> usize {
        let Some((found, length)) = self.quote(at) else { return 0 };
        let closes = match quote {
            Quote::Double => found == Quote::Double,
            Quote::Single => found == Quote::Single,
            Quote::Back => matches!(found, Quote::Back | Quote::CurlySingle | Quote::Single),
            Quote::Curly => matches!(found, Quote::Curly | Quote::Double),
            Quote::CurlySingle => matches!(found, Quote::CurlySingle | Quote::Single),
        };
        if closes { length } else { 0 }
    }

    /// The next quote from `at` on that could close one of the kind `quote`, before `end`, and its length.
    /// Escaped ones do not count. What is passed over in vain uses up the allowance.
    #[inline]
    pub(super) fn next_quote(&self, quote: Quote, mut at: usize, end: usize) -> Option<(usize, usize)> {
        let begin = at;
        let mut escapes = 0;
        while at < end && !self.exhausted() {
            let rest = self.slice(at, end);
            let length = match quote {
                Quote::Double => memchr::memchr2(b'"', b'\\', rest),
                Quote::Single => memchr::memchr2(b'\'', b'\\', rest),
                _ => rest
                    .iter()
                    .position(|byte| matches!(byte, b'\\' | b'"' | b'\'' | b'`' | 0xE2 | 0xC2 | 0xEF)),
            };
            let Some(length) = length else { break };
            at += length;
            if self.at(at) == b'\\' {
                at += 2;
                escapes += 2;
                continue;
            }
            match self.closes(quote, at) {
                0 => at += 1,
                length => {
                    self.charge(escapes);
                    return Some((at, length));
                }
            }
        }
        self.charge(end.saturating_sub(begin));
        None
    }

    /// The end of a run of letters, digits and what identifiers and numbers are made of.
    pub(super) fn run(&self, mut at: usize) -> usize {
        while matches!(self.at(at), b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'$' | b'.' | b'-' | b'+')
            || self.at(at) >= 0x80
                && self.special_space(at) == 0
                && self.mark(at).1 == 1
                && self.quote(at).is_none()
        {
            at += 1;
        }
        at
    }

    /// Whether a colon, or what people write for one, stands at `at` or behind space.
    pub(super) fn colon(&self, at: usize) -> bool {
        let at = self.trivia(at);
        match self.mark(at).0 {
            b':' => true,
            b'=' => self.at(at + 1) != b'=',
            _ => false,
        }
    }

    /// Whether a key and its colon stand at `at`. In a text that is `strict`, nothing else will do; else a
    /// key in quotes may lack its colon.
    pub(super) fn key_like(&self, at: usize, strict: bool) -> bool {
        if let Some((quote, length)) = self.quote(at) {
            let Some((close, length)) = self.next_quote(quote, at + length, self.len()) else {
                return !strict;
            };
            let after = self.trivia(close + length);
            return self.colon(after)
                || (!strict && (after >= self.len() || matches!(self.at(after), b'}' | b'"' | b'{' | b'[')));
        }
        let end = self.run(at);
        if end == at || end - at > LONGEST_WORD {
            return false;
        }
        // A quote before the colon: the opening one is missing.
        let end = if matches!(self.at(end), b'"' | b'\'') { end + 1 } else { end };
        self.colon(end) && !self.is(self.trivia(end), b"://")
    }

    /// Whether a value that stands alone between commas is at `at`, in an array.
    pub(super) fn item_like(&self, at: usize) -> bool {
        if let Some((quote, length)) = self.quote(at) {
            let Some((close, length)) = self.next_quote(quote, at + length, self.len()) else { return false };
            let after = self.trivia(close + length);
            return after >= self.len() || matches!(self.mark(after).0, b',' | b']' | b'}' | b')');
        }
        match self.mark(at).0 {
            b'{' | b'[' => {
                let after = self.trivia(at + 1);
                self.quote(after).is_some()
                    || matches!(self.at(after), b'{' | b'[' | b'}' | b']' | b'0'..=b'9' | b'-')
            }
            _ => {
                let end = self.run(at);
                let after = self.trivia(end);
                self.is_scalar(at, end)
                    && (after >= self.len()
                        || matches!(self.mark(after).0, b',' | b']' | b')' | b';')
                        || (after > end
                            && (self.at(after) == b'"' || self.is_scalar(after, self.run(after)))))
            }
        }
    }

    /// Whether `start..end` is a literal or begins like a number.
    pub(super) fn is_scalar(&self, start: usize, end: usize) -> bool {
        matches!(
            self.slice(start, end),
            b"true"
                | b"false"
                | b"null"
                | b"True"
                | b"False"
                | b"None"
                | b"undefined"
                | b"NaN"
                | [b'0'..=b'9' | b'-', ..]
        )
    }

    /// Whether the string at `at` could go on with one before it: what follows it ends a value.
    pub(super) fn continues(&self, at: usize) -> bool {
        let Some((quote, length)) = self.quote(at) else { return false };
        let Some((close, length)) = self.next_quote(quote, at + length, self.len()) else { return false };
        let after = self.trivia(close + length);
        after >= self.len()
            || matches!(self.mark(after).0, b',' | b'}' | b']' | b')')
            || (self.breaks(close, after) && self.quote(after).is_some())
    }

    /// The length of the letter before a string of Python, as in `b'…'`; else 0.
    pub(super) fn prefix(&self, at: usize) -> usize {
        if !matches!(self.at(at), b'u' | b'U' | b'b' | b'B' | b'r' | b'R') {
            return 0;
        }
        let quote = match self.at(at + 1) {
            b'"' => Quote::Double,
            b'\'' => Quote::Single,
            _ => return 0,
        };
        let Some((close, _)) = self.next_quote(quote, at + 2, self.len()) else { return 0 };
        let after = self.trivia(close + 1);
        usize::from(after >= self.len() || matches!(self.at(after), b',' | b':' | b'}' | b']' | b')'))
    }

    /// How many more closers than openers there are from `at` on, outside of strings. Uses up the allowance.
    pub(super) fn balance(&self, mut at: usize) -> isize {
        let Some(left) = self.allowance.get().checked_sub(self.len().saturating_sub(at)) else { return 0 };
        self.allowance.set(left);
        let mut net = 0;
        while at < self.len() {
            match self.at(at) {
                b'}' | b']' => net += 1,
                b'{' | b'[' => net -= 1,
                b'"' => match self.next_quote(Quote::Double, at + 1, self.len()) {
                    Some((close, _)) => at = close,
                    None => return net,
                },
                _ => {}
            }
            at += 1;
        }
        net
    }

    /// The column of `at` if it is the first on its line, or 0 on the first line.
    pub(super) fn indent(&self, at: usize) -> Option<usize> {
        let mut start = at;
        while start > 0 && at - start < LONGEST_INDENT && matches!(self.at(start - 1), b' ' | b'\t') {
            start -= 1;
        }
        (start == 0 || self.at(start - 1) == b'\n').then_some(at - start)
    }

    /// The indentation of the line that `at` is on, if it begins near.
    pub(super) fn line_indent(&self, at: usize) -> Option<usize> {
        let from = at.saturating_sub(LONGEST_INDENT);
        let before = self.slice(from, at);
        let start = match memchr::memrchr(b'\n', before) {
            Some(place) => from + place + 1,
            None if from == 0 => 0,
            None => return None,
        };
        let line = self.slice(start, at);
        Some(line.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count())
    }

    /// Whether a short word or phrase stands at `at` and a comma or closer follows on its line.
    pub(super) fn phrase(&self, at: usize) -> bool {
        for place in at..(at + LONGEST_WORD).min(self.len()) {
            match self.at(place) {
                b',' | b']' | b'}' => return place > at,
                b'\n' => return matches!(self.at(self.space(place)), b',' | b']' | b'}'),
                b'"' => return matches!(self.at(self.space(place + 1)), b',' | b']'),
                b'\'' => return false,
                b':' if !self.is(place, b"://") => return false,
                _ => {}
            }
        }
        false
    }

    /// The place of a key in quotes behind a few words from `at` on that belong to no member.
    pub(super) fn stray(&self, at: usize) -> Option<usize> {
        for place in at..(at + LONGEST_STRAY).min(self.len()) {
            match self.at(place) {
                b'"' if place > at && self.at(place - 1) == b' ' => {
                    return self.key_like(place, true).then_some(place);
                }
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b' ' | b'\n' | b'\t' | b'\r' => {}
                _ => return None,
            }
        }
        None
    }

    /// Whether a few words stand at `at` and then a closer.
    pub(super) fn words_before_closer(&self, at: usize) -> Option<usize> {
        for place in at..(at + LONGEST_STRAY).min(self.len()) {
            match self.at(place) {
                b'}' | b']' => return (place > at).then_some(place),
                b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b' ' | b'\n' | b'\t' | b'\r' => {}
                _ => return None,
            }
        }
        None
    }

    /// The length of an ellipsis at `at`, or 0.
    pub(super) fn ellipsis(&self, at: usize) -> usize {
        if self.is(at, "…".as_bytes()) {
            return 3;
        }
        let dots = self.slice(at, at + 8).iter().take_while(|&&byte| byte == b'.').count();
        if dots >= 3 { dots } else { 0 }
    }

    /// Takes `length` off the allowance.
    pub(super) fn charge(&self, length: usize) {
        self.allowance.set(self.allowance.get().saturating_sub(length));
    }

    /// Whether more was looked at than the allowance permits.
    pub(super) fn exhausted(&self) -> bool {
        self.allowance.get() < 2
    }
}
