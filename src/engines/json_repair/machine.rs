//! The forward pass: what may come next, what comes, and what is made of it.
//!
//! The machine stands at a place (`at`), knows what may come there (`expect`) and what is open around it.
//! Each step reads one token or one mistake and moves on; it never goes back behind a decision. Stretches
//! without mistakes are passed over by [`crate::text::json_check`], which hands back at the last string
//! before a mistake, since that string may be the one that is broken.

use super::config::Options;
use super::reader::Reader;
use super::rules::Rule;
use super::script::Script;
use crate::text::json_check::{self, Expect, Open, Place};

/// Why a text is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    NotJson,
    TooLong,
    TooDeep,
    Ambiguous,
    Unrepairable,
}

/// A `(`: a tuple once a comma has come, else a value in parentheses.
pub(super) const GROUP: u8 = b'(';
/// A tuple.
pub(super) const TUPLE: u8 = b't';
/// A set, whose braces become brackets.
pub(super) const SET: u8 = b's';
/// The parentheses of a typed value.
pub(super) const CALL: u8 = b'w';

/// What a string or word stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The key of a member.
    Key,
    /// The value of a member.
    Member,
    /// A value in an array.
    Item,
    /// The whole document.
    Top,
}

/// After so many short strict stretches in a row the wait for the next one doubles no more. The tolerant reader then
/// has gone on alone for as long as it did before, so that stretches that are read in vain, each of which may reach to
/// the end of the text, are as many as the text is long in binary.
const MOST_IDLE: u32 = 31;
/// A strict stretch shorter than this does not pay.
const WORTHWHILE: usize = 48;

/// The pass over one document.
#[derive(Debug)]
pub(super) struct Machine<'t, 'o> {
    pub(super) reader: Reader<'t>,
    pub(super) options: &'o Options,
    pub(super) script: Script,
    pub(super) open: Vec<Open>,
    pub(super) expect: Expect,
    pub(super) at: usize,
    /// The numbers of the edits at the open groups.
    pub(super) groups: Vec<usize>,
    /// Where the last string or word that may turn out to be a key began.
    pub(super) last_text: Option<usize>,
    /// Where the last string's closing quote is, and its length.
    pub(super) last_quote: Option<(usize, usize)>,
    /// Nothing may be added before this place: a string that the end of the text cuts off ends there.
    pub(super) floor: usize,
    /// How far the text is valid, read from its first byte, and what is open there; taken once.
    pub(super) beginning: Option<(Place, Vec<Open>)>,
    /// Whether indentation says where containers end; then nothing is passed over.
    pub(super) indented: bool,
    /// Whether it did.
    pub(super) dedented: bool,
    /// Whether the braces around the document are missing.
    pub(super) bare: bool,
    idle: u32,
    skip: u32,
}

impl<'t, 'o> Machine<'t, 'o> {
    pub(super) fn new(text: &'t [u8], options: &'o Options) -> Self {
        Self {
            reader: Reader::new(text),
            options,
            script: Script::default(),
            open: Vec::new(),
            expect: Expect::Value,
            at: 0,
            groups: Vec::new(),
            last_text: None,
            last_quote: None,
            floor: 0,
            beginning: None,
            indented: false,
            dedented: false,
            bare: false,
            idle: 0,
            skip: 0,
        }
    }

    /// Reads one document from `at` on, to its end or to the end of the text.
    pub(super) fn document(&mut self) -> Result<(), Refusal> {
        self.expect = Expect::Value;
        let start = self.at;
        loop {
            self.strict();
            if self.expect == Expect::After && self.open.is_empty() && !self.goes_on() && !self.reopens(start)
            {
                return Ok(());
            }
            self.at = self.pass_trivia(self.at);
            if self.at >= self.reader.len() {
                return self.end();
            }
            if self.reader.exhausted() {
                return Err(Refusal::Ambiguous);
            }
            if self.indented {
                self.dedent();
            }
            let before = (self.at, self.expect, self.open.len());
            match self.expect {
                Expect::Value | Expect::First => self.value()?,
                Expect::Key | Expect::FirstKey => self.key()?,
                Expect::Colon => self.colon(),
                Expect::After => self.after()?,
            }
            if before == (self.at, self.expect, self.open.len()) {
                return Err(Refusal::Unrepairable);
            }
        }
    }

    /// Passes over what is valid, unless that did not pay lately.
    fn strict(&mut self) {
        if self.indented {
            return;
        }
        if self.skip > 0 {
            self.skip -= 1;
            return;
        }
        let from = self.valid_beginning().unwrap_or_else(|| {
            let place = Place { at: self.at, expect: self.expect };
            json_check::check(self.reader.text, place, &mut self.open, self.options.max_depth).from
        });
        if from.at < self.at + WORTHWHILE {
            self.idle = (self.idle + 1).min(MOST_IDLE);
            self.skip = (1 << self.idle) - 1;
        } else {
            self.idle = 0;
        }
        if from.at > self.at {
            self.forget_text();
        }
        (self.at, self.expect) = (from.at, from.expect);
    }

    /// Where the check of the whole text stopped, if the document begins where that check did.
    fn valid_beginning(&mut self) -> Option<Place> {
        let (from, open) = self.beginning.take()?;
        let same = self.reader.back(self.at) == 0 && from.at >= self.at && !self.reader.is_narrow();
        same.then(|| {
            self.open = open;
            from
        })
    }

    /// What was read last is no string any more.
    pub(super) fn forget_text(&mut self) {
        self.last_text = None;
        self.last_quote = None;
    }

    /// Whether what looks like a complete document is a part of something: `"a" + "b"`, `"a": 1`.
    fn goes_on(&self) -> bool {
        let next = self.reader.trivia(self.at);
        match self.reader.mark(next).0 {
            b':' => self.last_text.is_some(),
            b'+' => self.last_quote.is_some(),
            _ => false,
        }
    }

    /// Removes comments from `at` on and makes special spaces plain; returns what comes then.
    pub(super) fn pass_trivia(&mut self, mut at: usize) -> usize {
        loop {
            match self.reader.at(at) {
                b' ' | b'\n' | b'\r' | b'\t' => at += 1,
                0x0B | 0x0C => {
                    self.script.edit(Rule::SpecialSpace, true, at, at + 1, " ");
                    at += 1;
                }
                b'/' | b'#' => {
                    let end = self.reader.comment(at);
                    if end == at {
                        return at;
                    }
                    self.script.edit(Rule::Comment, true, at, end, "");
                    at = end;
                }
                _ => match self.reader.special_space(at) {
                    0 => return at,
                    length => {
                        self.script.edit(Rule::SpecialSpace, true, at, at + length, " ");
                        at += length;
                    }
                },
            }
        }
    }

    /// The mark of the innermost open container.
    pub(super) fn top(&self) -> Option<u8> {
        self.open.last().map(|open| open.mark)
    }

    /// What a value at this place stands for.
    pub(super) fn role(&self) -> Role {
        match self.top() {
            None => Role::Top,
            Some(b'{') => Role::Member,
            Some(_) => Role::Item,
        }
    }

    /// Opens a container.
    pub(super) fn push(&mut self, mark: u8, start: usize) -> Result<(), Refusal> {
        if self.open.len() >= self.options.max_depth {
            return Err(Refusal::TooDeep);
        }
        self.open.push(Open { mark, start });
        self.forget_text();
        self.expect = if mark == b'{' { Expect::FirstKey } else { Expect::First };
        Ok(())
    }

    fn value(&mut self) -> Result<(), Refusal> {
        let at = self.at;
        if self.reader.prefix(at) > 0 {
            self.remove(Rule::Literal, at, 1);
            return Ok(());
        }
        if let Some((quote, length)) = self.reader.quote(at) {
            self.string(self.role(), quote, length);
            return Ok(());
        }
        let (mark, length) = self.reader.mark(at);
        match mark {
            b'{' | b'[' => {
                if length > 1 {
                    let ascii = if mark == b'{' { "{" } else { "[" };
                    self.script.edit(Rule::WrongSeparator, true, at, at + length, ascii);
                }
                self.push(mark, at)?;
                self.at = at + length;
                Ok(())
            }
            b'(' => {
                self.groups.push(self.script.len());
                self.script.edit(Rule::Tuple, true, at, at + 1, "[");
                self.push(GROUP, at)?;
                self.at = at + 1;
                Ok(())
            }
            b'}' | b']' | b')' => {
                if self.expect == Expect::Value && self.role() == Role::Member {
                    self.missing_value();
                    return Ok(());
                }
                self.closer(mark, length)
            }
            b',' => {
                if self.expect == Expect::Value && self.role() == Role::Member {
                    self.missing_value();
                    return Ok(());
                }
                self.remove(Rule::ExtraComma, at, length);
                Ok(())
            }
            b':' if self.role() == Role::Member => {
                self.remove(Rule::WrongSeparator, at, length);
                Ok(())
            }
            b'=' | b'>' if self.role() == Role::Member => {
                self.remove(Rule::WrongSeparator, at, 1);
                Ok(())
            }
            _ => match self.reader.ellipsis(at) {
                0 => self.word(),
                length => {
                    if self.role() == Role::Member {
                        self.script.edit(Rule::Ellipsis, true, at, at + length, "null");
                        self.at = at + length;
                        self.expect = Expect::After;
                        return Ok(());
                    }
                    self.pass_ellipsis(at, length);
                    Ok(())
                }
            },
        }
    }

    fn key(&mut self) -> Result<(), Refusal> {
        let at = self.at;
        if self.reader.prefix(at) > 0 {
            self.remove(Rule::Literal, at, 1);
            return Ok(());
        }
        if self.expect == Expect::FirstKey && self.is_set(at) {
            self.becomes_set();
            return Ok(());
        }
        if let Some((quote, length)) = self.reader.quote(at) {
            self.string(Role::Key, quote, length);
            return Ok(());
        }
        let (mark, length) = self.reader.mark(at);
        match mark {
            b'}' | b']' | b')' => self.closer(mark, length),
            b',' => {
                self.remove(Rule::ExtraComma, at, length);
                Ok(())
            }
            b'{' | b'[' if self.expect == Expect::Key => self.close_before_value(at),
            b':' => {
                self.script.edit(Rule::MissingQuote, false, at, at, "\"\"");
                self.expect = Expect::Colon;
                Ok(())
            }
            _ => match self.reader.ellipsis(at) {
                0 => self.bare_key(),
                length => {
                    self.pass_ellipsis(at, length);
                    Ok(())
                }
            },
        }
    }

    /// Whether the braces just opened hold a set: a first value with a comma or the end behind it.
    fn is_set(&self, at: usize) -> bool {
        let end = match self.reader.quote(at) {
            Some((quote, length)) => match self.reader.next_quote(quote, at + length, self.reader.len()) {
                Some((close, length)) => close + length,
                None => return false,
            },
            None if matches!(self.reader.at(at), b'0'..=b'9' | b'-') => self.reader.run(at),
            None if matches!(self.reader.at(at), b'(' | b'{' | b'[') => return self.reader.at(at) == b'(',
            None => return false,
        };
        let next = self.reader.trivia(end);
        match self.reader.at(next) {
            b'}' => true,
            b',' => !self.reader.key_like(self.reader.trivia(next + 1), true),
            _ => false,
        }
    }

    fn becomes_set(&mut self) {
        if let Some(open) = self.open.last_mut() {
            open.mark = SET;
            self.script.edit(Rule::Tuple, true, open.start, open.start + 1, "[");
        }
        self.expect = Expect::First;
    }

    fn colon(&mut self) {
        let at = self.at;
        let (mark, length) = self.reader.mark(at);
        let (length, right) = match mark {
            b':' => match self.reader.at(at + length) {
                b'=' => (length + 1, false),
                _ => (length, length == 1),
            },
            b'=' => (if self.reader.at(at + 1) == b'>' { 2 } else { 1 }, false),
            b'-' if self.reader.at(at + 1) == b'>' => (2, false),
            b',' | b'}' | b']' => {
                let end = self.reader.back(at);
                self.script.edit(Rule::MissingValue, true, end, end, ": null");
                self.expect = Expect::After;
                return;
            }
            _ => {
                let end = self.reader.back(at);
                self.script.edit(Rule::MissingColon, true, end, end, ":");
                self.expect = Expect::Value;
                return;
            }
        };
        if !right {
            self.script.edit(Rule::WrongSeparator, true, at, at + length, ":");
        }
        self.at = at + length;
        self.expect = Expect::Value;
    }

    fn after(&mut self) -> Result<(), Refusal> {
        let at = self.at;
        let (mark, length) = self.reader.mark(at);
        match mark {
            b',' => {
                self.comma(at, length);
                Ok(())
            }
            b'}' | b']' | b')' => self.closer(mark, length),
            b':' => self.late_colon(at, length),
            b';' => {
                self.script.edit(Rule::WrongSeparator, true, at, at + 1, "");
                self.at = at + 1;
                let next = self.reader.trivia(at + 1);
                if next < self.reader.len() && !matches!(self.reader.mark(next).0, b'}' | b']' | b',') {
                    self.script.retract(at);
                    self.script.edit(Rule::WrongSeparator, true, at, at + 1, ",");
                    self.next_member();
                }
                Ok(())
            }
            b'+' if self.last_quote.is_some() && self.joins(at) => Ok(()),
            _ => match self.reader.ellipsis(at) {
                0 => self.missing_comma(at),
                length => {
                    self.remove(Rule::Ellipsis, at, length);
                    Ok(())
                }
            },
        }
    }

    /// A comma: the next member, unless nothing follows it.
    fn comma(&mut self, at: usize, length: usize) {
        if self.top() == Some(GROUP)
            && let Some(open) = self.open.last_mut()
        {
            open.mark = TUPLE;
        }
        self.at = at + length;
        let mut next = self.reader.trivia(self.at);
        let dots = self.reader.ellipsis(next);
        if dots > 0 {
            next = self.reader.trivia(next + dots);
        }
        let closes = matches!(self.reader.mark(next).0, b'}' | b']' | b')') || self.reader.is(next, b"```");
        if next >= self.reader.len() || closes {
            self.script.edit(Rule::TrailingComma, true, at, at + length, "");
            if dots > 0 {
                let start = self.pass_trivia(self.at);
                self.remove(Rule::Ellipsis, start, dots);
            }
            return;
        }
        if length > 1 {
            self.script.edit(Rule::WrongSeparator, true, at, at + length, ",");
        }
        self.next_member();
    }

    /// What comes behind a comma.
    pub(super) fn next_member(&mut self) {
        self.forget_text();
        self.expect = if self.top() == Some(b'{') { Expect::Key } else { Expect::Value };
    }

    /// Removes an ellipsis in the place of a value or key, and the comma behind it.
    fn pass_ellipsis(&mut self, at: usize, length: usize) {
        self.remove(Rule::Ellipsis, at, length);
        let next = self.pass_trivia(self.at);
        if self.reader.at(next) == b',' {
            self.remove(Rule::ExtraComma, next, 1);
        } else if self.expect == Expect::Value && self.role() != Role::Member {
            self.at = next;
        }
    }

    /// A value that goes on: `"a" + "b"` becomes one string.
    fn joins(&mut self, at: usize) -> bool {
        let next = self.reader.trivia(at + 1);
        // A plus with nothing behind it.
        if next >= self.reader.len() || matches!(self.reader.at(next), b',' | b'}' | b']') {
            self.remove(Rule::JoinedStrings, at, 1);
            return true;
        }
        self.join(next)
    }

    /// Makes the string at `next` a part of the one before it.
    fn join(&mut self, next: usize) -> bool {
        let (Some((close, _)), Some((quote, length))) = (self.last_quote, self.reader.quote(next)) else {
            return false;
        };
        let Some((end, width)) = self.reader.next_quote(quote, next + length, self.reader.len()) else {
            return false;
        };
        self.script.retract(close);
        self.script.edit(Rule::JoinedStrings, true, close, next + length, "");
        self.body(next + length, end, quote);
        self.close_quote(quote, end, width);
        true
    }

    /// Two values with no comma between them, or words that belong to neither.
    fn missing_comma(&mut self, at: usize) -> Result<(), Refusal> {
        let object = match self.top() {
            None | Some(CALL) => return Err(Refusal::Unrepairable),
            Some(mark) => mark == b'{',
        };
        let end = self.reader.back(at);
        // Python joins strings that stand one after the other; a list may as well lack a comma.
        if self.reader.quote(at).is_some() && self.reader.breaks(end, at) && self.reader.continues(at) {
            let part = if object { !self.reader.key_like(at, true) } else { self.ends_spaced() };
            if part && self.join(at) {
                return Ok(());
            }
        }
        if !object || self.reader.key_like(at, false) {
            let sure = object || self.reader.quote(at).is_some() || !self.reader.at(at).is_ascii_alphabetic();
            self.script.edit(Rule::MissingComma, sure, end, end, ",");
            self.next_member();
            return Ok(());
        }
        if matches!(self.reader.at(at), b'{' | b'[') {
            // `{"a": 1 {"b": 2}`: an element of the array around it.
            self.script.edit(Rule::MissingComma, false, end, end, ",");
            self.expect = Expect::Key;
            return Ok(());
        }
        // Words up to a closer, a comma or a key.
        let stop = self.reader.run(at);
        if stop == at {
            return Err(Refusal::Unrepairable);
        }
        self.remove(Rule::StrayText, at, stop - at);
        Ok(())
    }

    /// Whether the last string ends with white space, as the parts of a long string do.
    fn ends_spaced(&self) -> bool {
        self.last_quote.is_some_and(|(close, _)| {
            close > 0
                && (self.reader.at(close - 1) == b' ' || self.reader.is(close.saturating_sub(2), b"\\n"))
        })
    }

    /// `null` for a member that has none.
    fn missing_value(&mut self) {
        let end = self.reader.back(self.at);
        self.script.edit(Rule::MissingValue, true, end, end, if end == self.at { "null" } else { " null" });
        self.expect = Expect::After;
    }

    pub(super) fn remove(&mut self, rule: Rule, at: usize, length: usize) {
        self.script.edit(rule, true, at, at + length, "");
        self.at = at + length;
    }
}
