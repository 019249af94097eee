//! Keys and values without quotes: literals of other languages, numbers of other notations, typed values,
//! and plain words.

use super::config::Nan;
use super::machine::{CALL, Machine, Refusal, Role, TUPLE};
use super::numbers::{self, Number};
use super::rules::Rule;
use crate::text::json_check::Expect;

/// Literals by how they are written, and what JSON has for them.
const LITERALS: &[(&[u8], &str)] = &[
    (b"True", "true"),
    (b"TRUE", "true"),
    (b"False", "false"),
    (b"FALSE", "false"),
    (b"None", "null"),
    (b"NONE", "null"),
    (b"Null", "null"),
    (b"NULL", "null"),
    (b"nil", "null"),
    (b"undefined", "null"),
];

/// Numbers that JSON cannot write.
const NOT_NUMBERS: &[&[u8]] = &[
    b"NaN",
    b"nan",
    b"NAN",
    b"Infinity",
    b"-Infinity",
    b"+Infinity",
    b"inf",
    b"-inf",
    b"+inf",
    b"Inf",
    b"-Inf",
];

/// What a text that breaks off may have meant to say.
const WHOLE: &[(&[u8], &str)] = &[
    (b"true", "true"),
    (b"false", "false"),
    (b"null", "null"),
    (b"True", "true"),
    (b"False", "false"),
    (b"None", "null"),
    (b"undefined", "null"),
    (b"NaN", "null"),
    (b"Infinity", "null"),
    (b"-Infinity", "null"),
];

/// Functions whose argument, an array or object, stands for the value.
const CONTAINERS: &[&[u8]] =
    &[b"set", b"frozenset", b"list", b"dict", b"OrderedDict", b"tuple", b"Map", b"Set"];

impl Machine<'_, '_> {
    /// Reads a value without quotes.
    pub(super) fn word(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        let role = self.role();
        let end = self.reader.run(start);
        if end > start && self.call(start, end) {
            return Ok(());
        }
        if end > start && self.stands_alone(role, end) {
            let token = self.reader.slice(start, end);
            if self.literal(token, start, end) {
                return Ok(());
            }
            if self.truncated_literal(token, start, end) {
                return Ok(());
            }
        }
        self.phrase(role, start)
    }

    /// Whether what ends at `end` is a whole value: a delimiter or something new follows.
    fn stands_alone(&self, role: Role, end: usize) -> bool {
        let next = self.reader.trivia(end);
        if next >= self.reader.len() || self.reader.breaks(end, next) {
            return true;
        }
        match self.reader.mark(next).0 {
            b',' | b'}' | b']' | b')' | b';' => true,
            b'{' | b'[' => next > end || self.reader.quote(self.reader.trivia(next + 1)).is_some(),
            b'"' | b'\'' if role == Role::Member => self.reader.key_like(next, true) && next > end,
            b'"' | b'\'' => next > end && self.reader.item_like(next),
            b':' => role == Role::Top,
            b'.' => next > end && self.reader.ellipsis(next) > 0,
            _ if next == end => self.reader.comment(next) > next,
            _ => match role {
                Role::Member => self.reader.key_like(next, true),
                _ => self.reader.item_like(next),
            },
        }
    }

    /// A literal or number; false when the token is neither.
    fn literal(&mut self, token: &[u8], start: usize, end: usize) -> bool {
        if !matches!(token, b"true" | b"false" | b"null") {
            if let Some((_, json)) = LITERALS.iter().find(|(word, _)| *word == token) {
                self.script.edit(Rule::Literal, true, start, end, json);
            } else if NOT_NUMBERS.contains(&token) {
                self.not_a_number(start, end);
            } else {
                match numbers::read(token, end >= self.reader.len()) {
                    Number::Valid => {}
                    Number::Repaired(text) => self.script.edit(Rule::Number, true, start, end, &text),
                    Number::Truncated(text) => {
                        self.script.edit(Rule::TruncatedValue, true, start, end, &text);
                    }
                    Number::Text => self.quote_word(Rule::Number, true, start, end),
                    Number::No => return false,
                }
            }
        }
        self.at = end;
        self.expect = Expect::After;
        self.forget_text();
        true
    }

    fn not_a_number(&mut self, start: usize, end: usize) {
        match self.options.nan {
            Nan::String => self.quote_word(Rule::NotANumber, true, start, end),
            // `keep` takes the edit back once the text with it has been found valid.
            Nan::Null | Nan::Keep => self.script.edit(Rule::NotANumber, true, start, end, "null"),
        }
    }

    /// `tr` at the end of the text.
    fn truncated_literal(&mut self, token: &[u8], start: usize, end: usize) -> bool {
        if end < self.reader.len() || self.open.is_empty() {
            return false;
        }
        let Some((_, json)) = WHOLE.iter().find(|(word, _)| word.starts_with(token)) else { return false };
        self.script.edit(Rule::TruncatedValue, true, start, end, json);
        self.at = end;
        self.expect = Expect::After;
        self.forget_text();
        true
    }

    /// `ObjectId("…")`: what is in the parentheses stays.
    fn call(&mut self, start: usize, end: usize) -> bool {
        let mut name = start;
        let mut open = end;
        if self.reader.slice(start, end) == b"new" {
            name = self.reader.space(end);
            open = self.reader.run(name);
        }
        if self.reader.at(open) != b'('
            || !self.reader.at(name).is_ascii_alphabetic() && self.reader.at(name) != b'_'
        {
            return false;
        }
        let inside = self.reader.trivia(open + 1);
        let word = self.reader.slice(name, open);
        let single = if let Some((quote, length)) = self.reader.quote(inside) {
            let close = self.reader.next_quote(quote, inside + length, self.reader.len());
            close.is_some_and(|(close, length)| {
                let next = self.reader.trivia(close + length);
                self.reader.at(next) == b')' || next >= self.reader.len()
            })
        } else if matches!(self.reader.at(inside), b'{' | b'[' | b'(') {
            CONTAINERS.contains(&word)
        } else {
            let number = self.reader.run(inside);
            let token = self.reader.slice(inside, number);
            number > inside
                && (matches!(token, b"true" | b"false" | b"null")
                    || matches!(numbers::read(token, false), Number::Valid | Number::Repaired(_)))
                && self.reader.at(self.reader.trivia(number)) == b')'
        };
        if !single {
            return false;
        }
        self.script.edit(Rule::TypedValue, true, start, open + 1, "");
        self.at = open + 1;
        self.push(CALL, start).is_ok()
    }

    /// Words up to the end of the value get quotes.
    fn phrase(&mut self, role: Role, start: usize) -> Result<(), Refusal> {
        let Phrase { end, closed, plain } = self.phrase_end(role, start);
        let stop = if closed { end } else { self.reader.back(end) };
        if stop <= start || (role == Role::Top && !self.options.accepts_words()) {
            return Err(if role == Role::Top { Refusal::NotJson } else { Refusal::Unrepairable });
        }
        if closed {
            // `abc"`: only the opening quote is missing.
            self.script.edit(Rule::MissingQuote, true, start, start, "\"");
            self.body(start, stop, super::reader::Quote::Double);
            self.last_quote = Some((stop, 1));
            self.at = stop + 1;
        } else {
            self.quote_word(Rule::UnquotedValue, plain, start, stop);
            self.at = stop;
        }
        self.finish_text(role, start);
        Ok(())
    }

    /// Puts quotes around `start..end`.
    fn quote_word(&mut self, rule: Rule, sure: bool, start: usize, end: usize) {
        self.script.edit(rule, sure, start, start, "\"");
        self.body(start, end, super::reader::Quote::Double);
        self.script.edit(rule, sure, end, end, "\"");
    }

    /// Where words that begin at `start` end.
    fn phrase_end(&self, role: Role, start: usize) -> Phrase {
        let mut at = start;
        let mut depth = 0_usize;
        let mut plain = true;
        while at < self.reader.len() {
            let (mark, length) = self.reader.mark(at);
            match mark {
                b'\n' => break,
                b'"' => {
                    let next = self.reader.trivia(at + 1);
                    let ends =
                        next >= self.reader.len() || matches!(self.reader.mark(next).0, b',' | b'}' | b']');
                    if ends && depth == 0 {
                        return Phrase { end: at, closed: true, plain };
                    }
                    if role == Role::Member && self.reader.key_like(at, true)
                        || role == Role::Item && self.reader.item_like(at)
                    {
                        break;
                    }
                    plain = false;
                }
                b',' => {
                    let next = self.reader.trivia(at + length);
                    let closes = next >= self.reader.len() || matches!(self.reader.mark(next).0, b'}' | b']');
                    if role != Role::Member && role != Role::Top
                        || closes
                        || self.reader.key_like(next, false)
                    {
                        break;
                    }
                }
                b'{' | b'[' | b'(' => {
                    depth += 1;
                    plain &= mark == b'(';
                }
                b'}' | b']' | b')' if depth > 0 => depth -= 1,
                b'}' | b']' if role != Role::Top => break,
                b')' if matches!(self.top(), Some(super::machine::GROUP | TUPLE | CALL)) => break,
                b'/' if at > start
                    && self.reader.at(at - 1).is_ascii_whitespace()
                    && self.reader.comment(at) > at =>
                {
                    break;
                }
                b'#' if at > start && self.reader.at(at - 1).is_ascii_whitespace() => break,
                b':' if role == Role::Item && self.is_key(start, at) => break,
                b'`' if self.reader.is(at, b"```") => break,
                b';' => {
                    plain = false;
                    if at + 1 >= self.reader.len() || self.reader.at(at + 1) == b'\n' {
                        break;
                    }
                }
                _ => {}
            }
            at += length;
        }
        Phrase { end: at, closed: false, plain: plain && depth == 0 }
    }

    /// Whether the word from `start` to the colon at `at` is a key.
    fn is_key(&self, start: usize, at: usize) -> bool {
        self.reader.run(start) == at && !self.reader.is(at, b"://")
    }

    /// A key without quotes.
    pub(super) fn bare_key(&mut self) -> Result<(), Refusal> {
        let start = self.at;
        let end = self.reader.run(start);
        let colon = end > start && (self.reader.colon(end) || self.reader.trivia(end) >= self.reader.len());
        if colon {
            self.quote_word(Rule::UnquotedKey, true, start, end);
            self.at = end;
            self.finish_text(Role::Key, start);
            return Ok(());
        }
        // `key": 1`: only the opening quote is missing.
        let line = self.reader.slice(start, (start + 128).min(self.reader.len()));
        let stop = line.iter().position(|byte| matches!(byte, b'"' | b'\n' | b':' | b',' | b'{' | b'}'));
        match stop {
            Some(length) if self.reader.at(start + length) == b'"' => {
                let place = start + length;
                if length > 0 && self.reader.colon(place + 1) {
                    self.script.edit(Rule::MissingQuote, true, start, start, "\"");
                    self.body(start, place, super::reader::Quote::Double);
                    self.last_quote = Some((place, 1));
                    self.at = place + 1;
                    self.finish_text(Role::Key, start);
                    return Ok(());
                }
                if self.reader.key_like(place, true) && end > start {
                    self.remove(Rule::StrayText, start, length);
                    return Ok(());
                }
                Err(Refusal::Unrepairable)
            }
            Some(length) if self.reader.at(start + length) == b':' && length > 0 => {
                // Several words.
                let place = self.reader.back(start + length);
                self.quote_word(Rule::UnquotedKey, true, start, place);
                self.at = place;
                self.finish_text(Role::Key, start);
                Ok(())
            }
            _ if end > start && matches!(self.reader.mark(self.reader.trivia(end)).0, b',' | b'}' | b']') => {
                // `{a, b}`: the shorthand of JavaScript has no values.
                self.script.edit(Rule::StrayText, false, start, end, "");
                self.at = end;
                let next = self.pass_trivia(end);
                if self.reader.at(next) == b',' {
                    self.remove(Rule::ExtraComma, next, 1);
                }
                Ok(())
            }
            _ if end > start => {
                // `{key value}`: the colon is missing.
                self.quote_word(Rule::UnquotedKey, true, start, end);
                self.at = end;
                self.finish_text(Role::Key, start);
                Ok(())
            }
            _ => Err(Refusal::Unrepairable),
        }
    }
}

struct Phrase {
    end: usize,
    /// Whether a quote stands at the end that nothing opened.
    closed: bool,
    /// Whether it is but words, and no code.
    plain: bool,
}
