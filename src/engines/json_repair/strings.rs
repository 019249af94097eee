//! Strings: where one ends when its quotes cannot be trusted, and what is wrong inside.
//!
//! Every quote of the right kind is a candidate for the end. Quotes inside a text come in pairs, so a
//! candidate with an even number before it either ends the string or begins something quoted in it, and a
//! plain look at what follows decides; one with an odd number before it may end what was quoted, so what
//! follows has to be a whole member, a whole item or closers that fit what is open.

use super::machine::{Machine, Role, TUPLE};
use super::reader::Quote;
use super::rules::Rule;
use crate::text::json_check::{self, Expect, Place};

/// Where a string ends.
struct End {
    /// End of its content.
    at: usize,
    /// Length of the closing quote there; 0 when it is missing.
    width: usize,
    /// Whether inner quotes were decided on clear evidence.
    sure: bool,
    /// Whether the text ends inside.
    truncated: bool,
}

impl Machine<'_, '_> {
    /// Reads a string that begins at `at` with a quote of `length` bytes.
    pub(super) fn string(&mut self, role: Role, quote: Quote, length: usize) {
        let start = self.at;
        let begin = start + length;
        if matches!(quote, Quote::Double | Quote::Single)
            && self.reader.at(begin) == self.reader.at(start)
            && (self.tripled(role) || self.doubled(role, quote))
        {
            return;
        }
        let end = self.find_end(role, quote, begin);
        self.open_quote(quote, start, length);
        let inner = self.script.len();
        self.body(begin, end.at, quote);
        if !end.sure {
            // What was decided inside this string is a guess.
            self.script.doubt(inner, Rule::InnerQuote);
        }
        if end.width > 0 {
            self.close_quote(quote, end.at, end.width);
        } else if end.truncated {
            self.script.edit(Rule::Truncated, true, end.at, end.at, "\"");
            self.at = self.reader.len();
            self.floor = self.at;
        } else {
            self.script.edit(Rule::MissingQuote, end.sure, end.at, end.at, "\"");
            self.at = end.at;
        }
        self.finish_text(role, start);
    }

    /// What comes behind a string or word.
    pub(super) fn finish_text(&mut self, role: Role, start: usize) {
        self.expect = if role == Role::Key { Expect::Colon } else { Expect::After };
        self.last_text = Some(start);
    }

    pub(super) fn open_quote(&mut self, quote: Quote, at: usize, length: usize) {
        if let Some(rule) = rule_of(quote) {
            self.script.edit(rule, true, at, at + length, "\"");
        }
    }

    pub(super) fn close_quote(&mut self, quote: Quote, at: usize, length: usize) {
        if let Some(rule) = rule_of(quote).or((self.reader.at(at) != b'"').then_some(Rule::SpecialQuotes)) {
            self.script.edit(rule, true, at, at + length, "\"");
        }
        self.last_quote = Some((at, length));
        self.at = at + length;
    }

    /// A string between triple quotes.
    fn tripled(&mut self, role: Role) -> bool {
        let start = self.at;
        let begin = start + 3;
        let quotes: &[u8] = if self.reader.at(start) == b'"' { b"\"\"\"" } else { b"'''" };
        if !self.reader.is(start, quotes) {
            return false;
        }
        let rest = self.reader.slice(begin, self.reader.len());
        let Some(length) = memchr::memmem::find(rest, quotes) else { return false };
        let close = begin + length;
        self.script.edit(Rule::SpecialQuotes, true, start, begin, "\"");
        self.body(begin, close, Quote::Curly);
        self.script.edit(Rule::SpecialQuotes, true, close, close + 3, "\"");
        self.at = close + 3;
        self.finish_text(role, start);
        true
    }

    /// `""text""` or `""text"`: one quote too many at one or both ends.
    fn doubled(&mut self, role: Role, quote: Quote) -> bool {
        let start = self.at;
        let begin = start + 2;
        if !is_inside(self.reader.at(self.reader.trivia(begin))) {
            return false;
        }
        let Some((close, _)) = self.reader.next_quote(quote, begin, self.reader.len()) else { return false };
        let width = if self.reader.at(close + 1) == self.reader.at(start) { 2 } else { 1 };
        if !self.ends(role, quote, close + width, false) {
            return false;
        }
        self.script.edit(Rule::DoubledQuotes, true, start, begin, "\"");
        self.body(begin, close, quote);
        if width == 2 || quote == Quote::Single {
            self.script.edit(Rule::DoubledQuotes, true, close, close + width, "\"");
        }
        self.last_quote = None;
        self.at = close + width;
        self.finish_text(role, start);
        true
    }

    /// Where the string with the content from `begin` on ends.
    fn find_end(&self, role: Role, quote: Quote, begin: usize) -> End {
        let mut from = begin;
        let mut inner = 0_usize;
        let mut sure = true;
        let mut previous = None;
        while let Some((at, width)) = self.reader.next_quote(quote, from, self.reader.len()) {
            if self.reader.exhausted() {
                break;
            }
            let odd = inner % 2 == 1;
            let after = at + width;
            if self.ends(role, quote, after, odd) {
                // One inner quote right behind a comma: the end before that comma is missing instead.
                if inner == 1
                    && let Some(place) = previous
                    && let Some(comma) = self.opens_after_comma(begin, place, at)
                {
                    return End { at: comma, width: 0, sure: true, truncated: false };
                }
                return End { at, width, sure, truncated: false };
            }
            if inner == 0
                && let Some(end) = self.embedded(role, begin, at)
            {
                return end;
            }
            if let Some(end) = self.lost_end(role, begin, at, previous, after) {
                return end;
            }
            if odd && matches!(self.reader.mark(self.reader.trivia(after)).0, b'}' | b']') {
                sure = false;
            }
            inner += 1;
            previous = Some(at);
            from = after;
        }
        self.unclosed(role, begin, inner)
    }

    /// The end of a string whose closing quote is missing, where the quote at `at` shows that it is.
    fn lost_end(
        &self,
        role: Role,
        begin: usize,
        at: usize,
        previous: Option<usize>,
        after: usize,
    ) -> Option<End> {
        let missing = |at: usize| Some(End { at, width: 0, sure: true, truncated: false });
        if role == Role::Key {
            return previous.is_none().then(|| self.key_without_quote(begin, at)).flatten().and_then(missing);
        }
        // A quote at the beginning of a line, behind a line that ends with a comma.
        if let Some(comma) = self.reader.comma_before(at)
            && comma > begin
            && self.reader.breaks(comma, at)
        {
            return missing(comma);
        }
        // `"value, "key": …`: this quote ends a key, and the one before it began it.
        if role == Role::Member && self.reader.mark(self.reader.trivia(after)).0 == b':' {
            let place = previous?;
            if let Some(comma) = self.reader.comma_before(place)
                && comma >= begin
            {
                return missing(comma);
            }
            let end = self.reader.back(place);
            if end >= begin && self.reader.breaks(end, place) {
                return missing(end);
            }
        }
        None
    }

    /// `"key: 1` or `"a key: "value"`: the colon before `at` that ends a key whose closing quote is missing.
    fn key_without_quote(&self, begin: usize, at: usize) -> Option<usize> {
        let word = self.reader.run(begin);
        if word > begin && word < at && self.reader.at(word) == b':' {
            return Some(word);
        }
        let colon = self.reader.back(at);
        let key = self.reader.slice(begin, colon.saturating_sub(1));
        (colon > begin + 1 && self.reader.at(colon - 1) == b':' && !key.contains(&b'\n')).then(|| colon - 1)
    }

    /// A JSON document inside a string whose quotes are not escaped: it ends where the document does.
    fn embedded(&self, role: Role, begin: usize, first: usize) -> Option<End> {
        let start = self.reader.space(begin);
        if role == Role::Key || !matches!(self.reader.at(start), b'{' | b'[') {
            return None;
        }
        let opened = self.reader.slice(start, first);
        if !opened.iter().all(|byte| matches!(byte, b'{' | b'[' | b' ' | b'\n')) {
            return None;
        }
        let place = Place { at: start, expect: Expect::Value };
        let mut open = Vec::new();
        let stop = json_check::check(self.reader.text, place, &mut open, self.options.max_depth);
        self.reader.charge(stop.from.at.saturating_sub(start));
        let end = self.reader.space(stop.from.at);
        let ends = open.is_empty() && stop.from.expect == Expect::After && self.reader.at(end) == b'"';
        (ends && self.ends(role, Quote::Double, end + 1, true)).then_some(End {
            at: end,
            width: 1,
            sure: true,
            truncated: false,
        })
    }

    /// For a quote at `place` that follows a comma and begins a word that ends at `close`: that comma.
    fn opens_after_comma(&self, begin: usize, place: usize, close: usize) -> Option<usize> {
        let comma = self.reader.comma_before(place).filter(|&comma| comma > begin)?;
        let word = self.reader.slice(place + 1, close);
        let first = *word.first()?;
        (is_inside(first) && place > comma).then_some(comma)
    }

    /// The end of a string that no quote ends.
    fn unclosed(&self, role: Role, begin: usize, inner: usize) -> End {
        let end = self.reader.back(self.reader.len()).max(begin);
        if role == Role::Key
            && inner == 0
            && let Some(colon) = self.key_without_quote(begin, end)
        {
            return End { at: colon, width: 0, sure: true, truncated: false };
        }
        if inner == 0 {
            // Closers at the end of the text that fit all that is open: only the quote is missing.
            let mut at = end;
            let mut depth = 0;
            while depth < self.open.len() && at > begin {
                let place = self.reader.back(at);
                let Some(mark) = self.open.get(depth).map(|open| open.mark) else { break };
                if place <= begin || self.reader.at(place - 1) != closer_of(mark) {
                    break;
                }
                at = place - 1;
                depth += 1;
            }
            if depth > 0 && depth == self.open.len() {
                return End { at: self.reader.back(at).max(begin), width: 0, sure: true, truncated: false };
            }
        }
        // A character or escape may be cut off, white space may belong to the text: everything stays.
        End { at: self.reader.len(), width: 0, sure: inner.is_multiple_of(2), truncated: true }
    }

    /// Whether what begins at `after` shows that the quote before it ends a string of this role.
    fn ends(&self, role: Role, quote: Quote, after: usize, odd: bool) -> bool {
        let next = self.reader.trivia(after);
        if next >= self.reader.len() {
            return true;
        }
        let (mark, length) = self.reader.mark(next);
        if self.reader.is(next, b"```") && quote != Quote::Back {
            return true;
        }
        match role {
            Role::Key => match mark {
                b':' => true,
                b'=' => self.reader.at(next + 1) != b'=',
                b'-' => self.reader.at(next + 1) == b'>',
                b',' | b'}' | b'{' | b'[' | b'0'..=b'9' => !odd,
                b't' | b'f' | b'n' => next > after && !odd,
                _ => next > after && !odd && self.reader.quote(next).is_some(),
            },
            Role::Member => match mark {
                b'}' | b']' => !odd || self.fits(next),
                b',' => self.member_follows(next + length, odd),
                b';' => self.member_follows(next + length, true),
                b'+' => self.plus_follows(next),
                _ if self.reader.key_like(next, true) => next > after || self.reader.quote(next).is_some(),
                _ if !odd && self.reader.breaks(after, next) && self.reader.continues(next) => true,
                _ => {
                    let closer =
                        (!odd && next > after).then(|| self.reader.words_before_closer(next)).flatten();
                    closer.is_some_and(|place| self.fits(place))
                }
            },
            Role::Item => match mark {
                b']' | b'}' | b')' => !odd || self.fits(next),
                b',' => self.item_follows(next + length, odd),
                b':' | b'{' | b'[' => !odd,
                b'+' => self.plus_follows(next),
                b'.' => self.reader.ellipsis(next) > 0,
                b';' => self.item_follows(next + 1, true),
                _ => {
                    next > after && self.reader.item_like(next)
                        || !odd && self.reader.breaks(after, next) && self.reader.continues(next)
                }
            },
            Role::Top => match mark {
                b':' | b',' => !odd,
                b'+' => self.plus_follows(next),
                b';' | b')' => true,
                _ => self.reader.breaks(after, next) && self.reader.quote(next).is_some(),
            },
        }
    }

    /// Whether behind the plus at `at` another string or nothing comes.
    fn plus_follows(&self, at: usize) -> bool {
        let next = self.reader.trivia(at + 1);
        next >= self.reader.len()
            || matches!(self.reader.at(next), b',' | b'}' | b']')
            || self.reader.quote(next).is_some()
    }

    /// Whether a member may begin behind a comma that ends before `at`.
    fn member_follows(&self, at: usize, odd: bool) -> bool {
        let next = self.reader.trivia(at);
        if next >= self.reader.len() || self.reader.ellipsis(next) > 0 {
            return true;
        }
        match self.reader.mark(next).0 {
            b'}' | b']' | b',' => !odd || self.fits(next),
            b'"' if !odd => true,
            b'{' | b'[' => !odd && self.in_array(),
            _ => self.reader.key_like(next, true) || self.reader.stray(next).is_some(),
        }
    }

    /// Whether an item may begin behind a comma that ends before `at`.
    fn item_follows(&self, at: usize, odd: bool) -> bool {
        let next = self.reader.trivia(at);
        if next >= self.reader.len() || self.reader.ellipsis(next) > 0 {
            return true;
        }
        let mark = self.reader.mark(next).0;
        if odd {
            return match mark {
                b'}' | b']' | b')' | b',' => self.fits(next),
                _ => self.reader.item_like(next),
            };
        }
        if self.reader.quote(next).is_some() {
            return true;
        }
        match mark {
            b'{' | b'[' | b'(' | b'}' | b']' | b')' | b',' | b'-' | b'+' | b'.' | b'0'..=b'9' => true,
            _ => {
                self.reader.is_scalar(next, self.reader.run(next))
                    || self.reader.phrase(next)
                    || self.reader.key_like(next, true)
            }
        }
    }

    /// Whether the container around the innermost one is an array.
    fn in_array(&self) -> bool {
        let around = self.open.len().checked_sub(2).and_then(|index| self.open.get(index));
        around.is_some_and(|open| open.mark == b'[' || open.mark == TUPLE)
    }

    /// Whether the closers from `at` on, and what follows them, fit what is open.
    fn fits(&self, at: usize) -> bool {
        self.fits_from(at, self.open.len())
    }

    /// Escapes what may not stand in a string: `start..end` is the content of one.
    pub(super) fn body(&mut self, start: usize, end: usize, quote: Quote) {
        let mut at = start;
        while at < end {
            let rest = self.reader.slice(at, end);
            let plain = rest.iter().position(|&byte| byte < 0x20 || byte == b'"' || byte == b'\\');
            let Some(length) = plain else { return };
            at += length;
            match self.reader.at(at) {
                b'\\' => at = self.escape(at, end),
                b'"' => {
                    let rule = match quote {
                        Quote::Double => Rule::InnerQuote,
                        Quote::Single => Rule::SingleQuotes,
                        _ => Rule::SpecialQuotes,
                    };
                    self.script.edit(rule, true, at, at + 1, "\\\"");
                    at += 1;
                }
                control => {
                    let escaped = control_escape(control);
                    self.script.edit(Rule::ControlCharacter, true, at, at + 1, &escaped);
                    at += 1;
                }
            }
        }
    }

    /// Reads an escape at `at`; returns what comes behind it.
    fn escape(&mut self, at: usize, end: usize) -> usize {
        let letter = if at + 1 < end { self.reader.at(at + 1) } else { 0 };
        match letter {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at + 2,
            b'u' => {
                let digits = self.reader.slice(at + 2, end);
                let count = digits.iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
                if count == 4 {
                    return at + 6;
                }
                if at + 2 + count == self.reader.len() {
                    self.script.edit(Rule::TruncatedValue, true, at, end, "");
                    return end;
                }
                self.script.edit(Rule::InvalidEscape, true, at, at, "\\");
                at + 2
            }
            b'\'' | b'`' => {
                self.script.edit(Rule::InvalidEscape, true, at, at + 1, "");
                at + 2
            }
            b'\n' => {
                self.script.edit(Rule::InvalidEscape, true, at, at + 2, "");
                at + 2
            }
            b'x' if self
                .reader
                .slice(at + 2, end.min(at + 4))
                .iter()
                .filter(|byte| byte.is_ascii_hexdigit())
                .count()
                == 2 =>
            {
                self.script.edit(Rule::InvalidEscape, true, at, at + 2, "\\u00");
                at + 4
            }
            _ if at + 1 >= end => {
                // The text ends with it, or a quote that ends the string was behind it.
                let truncated = end >= self.reader.len();
                let (rule, text) =
                    if truncated { (Rule::TruncatedValue, "") } else { (Rule::InvalidEscape, "\\\\") };
                self.script.edit(rule, true, at, at + 1, text);
                at + 1
            }
            _ => {
                self.script.edit(Rule::InvalidEscape, true, at, at, "\\");
                at + 1
            }
        }
    }
}

/// The rule for strings in quotes of this kind; `None` for those of JSON.
fn rule_of(quote: Quote) -> Option<Rule> {
    match quote {
        Quote::Double => None,
        Quote::Single => Some(Rule::SingleQuotes),
        Quote::Back | Quote::Curly | Quote::CurlySingle => Some(Rule::SpecialQuotes),
    }
}

/// Whether a byte can be the first of a text, and is no punctuation of JSON.
fn is_inside(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || byte >= 0x80
        || matches!(byte, b'_' | b'$' | b'(' | b'/' | b'<' | b'@' | b'.')
}

/// The byte that closes a container of this mark in the text.
pub(super) fn closer_of(mark: u8) -> u8 {
    match mark {
        b'{' | super::machine::SET => b'}',
        b'[' => b']',
        _ => b')',
    }
}

/// A control character as an escape.
pub(super) fn control_escape(control: u8) -> String {
    match control {
        b'\n' => "\\n".into(),
        b'\r' => "\\r".into(),
        b'\t' => "\\t".into(),
        0x08 => "\\b".into(),
        0x0C => "\\f".into(),
        _ => format!("\\u{control:04x}"),
    }
}
