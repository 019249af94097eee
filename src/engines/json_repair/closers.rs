//! Closers: those that fit, those that do not, and what is open when the text ends.

use super::machine::{CALL, GROUP, Machine, Refusal, SET, TUPLE};
use super::rules::Rule;
use super::strings::closer_of;
use crate::text::json_check::{Expect, Open};

/// How far up a closer looks for what it closes, and how many closers are followed.
const LOOK: usize = 64;

impl Machine<'_, '_> {
    /// Reads the closer `mark` at `at`.
    pub(super) fn closer(&mut self, mark: u8, length: usize) -> Result<(), Refusal> {
        let at = self.at;
        let Some(top) = self.top() else { return Err(Refusal::Unrepairable) };
        let depth = self.open.len();
        if closer_of(top) == mark {
            self.close(at, length);
            return Ok(());
        }
        let below = self.open.iter().rev().skip(1).take(LOOK).position(|open| closer_of(open.mark) == mark);
        let inserted = below.is_some_and(|below| self.fits_from(at + length, depth - below - 2));
        let replaced = mark != b')' && self.fits_from(at + length, depth - 1);
        let dropped = self.fits_from(at + length, depth);
        let mut sure = if inserted { !replaced } else { replaced != dropped };
        let mut inserted = inserted;
        if let Some(below) = below.filter(|_| inserted && replaced) {
            // Either fits what follows at once; the closers in the rest of the text have the last word.
            let rest = self.reader.balance(at + length);
            let (insert, replace) = (depth.wrapping_sub(below + 2).cast_signed(), (depth - 1).cast_signed());
            inserted = rest != replace;
            sure = rest == insert || rest == replace;
        }
        if inserted || (below.is_some() && !replaced && !dropped) {
            let end = self.reader.back(at);
            while self.top().is_some_and(|top| closer_of(top) != mark) {
                self.insert_closer(Rule::MissingCloser, sure, end);
            }
            self.close(at, length);
        } else if replaced || !dropped {
            let closer = written(top);
            self.script.edit(Rule::WrongCloser, sure, at, at + length, closer);
            self.pop();
            self.at = at + length;
        } else {
            let rule = Rule::ExtraCloser;
            self.script.edit(rule, sure, at, at + length, "");
            self.at = at + length;
        }
        self.expect = Expect::After;
        Ok(())
    }

    /// Closes the innermost container with the closer at `at`, which fits.
    fn close(&mut self, at: usize, length: usize) {
        let Some(open) = self.open.last().copied() else { return };
        match open.mark {
            GROUP if self.expect == Expect::After => {
                // One value in parentheses is that value.
                if let Some(&index) = self.groups.last() {
                    self.script.blank(index);
                }
                self.script.edit(Rule::Tuple, true, at, at + length, "");
            }
            GROUP | TUPLE | SET => self.script.edit(Rule::Tuple, true, at, at + length, "]"),
            CALL => self.script.edit(Rule::TypedValue, true, at, at + length, ""),
            mark if length > 1 => {
                self.script.edit(Rule::WrongSeparator, true, at, at + length, written(mark));
            }
            _ => {}
        }
        self.pop();
        self.at = at + length;
        self.expect = Expect::After;
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop()
            && matches!(open.mark, GROUP | TUPLE)
        {
            self.groups.pop();
        }
        self.forget_text();
    }

    /// Closes the innermost container at `at`, where the text has no closer.
    fn insert_closer(&mut self, rule: Rule, sure: bool, at: usize) {
        let Some(top) = self.top() else { return };
        if top == GROUP
            && self.expect == Expect::After
            && let Some(&index) = self.groups.last()
        {
            self.script.blank(index);
            self.script.edit(rule, sure, at, at, "");
        } else {
            self.script.edit(rule, sure, at, at, written(top));
        }
        self.pop();
        self.expect = Expect::After;
    }

    /// `{"a": 1}, "b": 2}`: the outermost object goes on behind its closer, which is removed.
    pub(super) fn reopens(&mut self, start: usize) -> bool {
        let next = self.reader.trivia(self.at);
        let mark = self.reader.at(start);
        if self.reader.at(next) != b','
            || !matches!(mark, b'{' | b'[')
            || self.reader.at(self.at - 1) != mark + 2
        {
            return false;
        }
        let inside = self.reader.trivia(next + 1);
        let goes_on = if mark == b'{' {
            self.reader.quote(inside).is_some() && self.reader.key_like(inside, true)
        } else {
            !matches!(self.reader.at(inside), b'{' | b'[') && self.reader.item_like(inside)
        };
        if !goes_on || self.reader.balance(inside) != 1 {
            return false;
        }
        self.script.edit(Rule::ExtraCloser, true, self.at - 1, self.at, "");
        self.open.push(Open { mark, start });
        true
    }

    /// Whether the closers from `at` on, and what follows them, fit the outer `depth` containers.
    pub(super) fn fits_from(&self, mut at: usize, mut depth: usize) -> bool {
        for _ in 0..LOOK {
            at = self.reader.trivia(at);
            if at >= self.reader.len() {
                return depth == 0;
            }
            let (mark, length) = self.reader.mark(at);
            let around = depth.checked_sub(1).and_then(|index| self.open.get(index)).map(|open| open.mark);
            let Some(around) = around else {
                return !matches!(mark, b'}' | b']' | b',' | b':' | b'"');
            };
            match mark {
                b'}' | b']' | b')' => {
                    if closer_of(around) != mark {
                        return false;
                    }
                    depth -= 1;
                    at += length;
                }
                b',' => {
                    let next = self.reader.trivia(at + length);
                    if next >= self.reader.len() {
                        return true;
                    }
                    let (after, _) = self.reader.mark(next);
                    if matches!(after, b'}' | b']' | b')') {
                        at = next;
                        continue;
                    }
                    let key = self.reader.key_like(next, true);
                    return if around == b'{' { key } else { !key && self.starts_item(next) };
                }
                _ => return around == b'{' && self.reader.key_like(at, true),
            }
        }
        true
    }

    /// Whether a value may begin at `at`.
    fn starts_item(&self, at: usize) -> bool {
        self.reader.quote(at).is_some()
            || matches!(self.reader.mark(at).0, b'{' | b'[' | b'(' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n')
            || self.reader.phrase(at)
    }

    /// A brace or bracket where a key was due: an element of the array around this object.
    pub(super) fn close_before_value(&mut self, at: usize) -> Result<(), Refusal> {
        let around = self.open.len().checked_sub(2).and_then(|index| self.open.get(index));
        if around.is_none_or(|open| open.mark == b'{') {
            return Err(Refusal::Unrepairable);
        }
        let end = self.reader.comma_before(at).unwrap_or(at);
        self.insert_closer(Rule::MissingCloser, true, self.reader.back(end));
        self.expect = Expect::Value;
        Ok(())
    }

    /// A colon behind a value: the value was a key.
    pub(super) fn late_colon(&mut self, at: usize, length: usize) -> Result<(), Refusal> {
        let Some(start) = self.last_text else { return Err(Refusal::Unrepairable) };
        match self.top() {
            Some(b'[') => {
                let around = self.open.len().checked_sub(2).and_then(|index| self.open.get(index));
                if around.is_some_and(|open| open.mark == b'{')
                    && let Some(comma) = self.reader.comma_before(start)
                {
                    // `{"a": [1, 2, "b": 3}`
                    self.insert_closer(Rule::MissingCloser, true, self.reader.back(comma));
                } else {
                    self.script.edit(Rule::MissingOpener, true, start, start, "{");
                    self.open.push(Open { mark: b'{', start });
                }
            }
            None => {
                self.script.edit(Rule::MissingOpener, true, start, start, "{");
                self.open.push(Open { mark: b'{', start });
                self.bare = true;
            }
            Some(_) => return Err(Refusal::Unrepairable),
        }
        if length > 1 {
            self.script.edit(Rule::WrongSeparator, true, at, at + length, ":");
        }
        self.at = at + length;
        self.expect = Expect::Value;
        self.forget_text();
        Ok(())
    }

    /// Closes what the indentation of the line says is closed.
    pub(super) fn dedent(&mut self) {
        let at = self.at;
        let Some(indent) = self.reader.indent(at).filter(|_| at > 0) else { return };
        let closer = matches!(self.reader.at(at), b'}' | b']');
        let comma = match self.expect {
            Expect::After => None,
            Expect::Key | Expect::Value if self.reader.comma_before(at).is_some() => {
                self.reader.comma_before(at)
            }
            _ => return,
        };
        while let Some(open) = self.open.last().copied() {
            let Some(around) = self.reader.line_indent(open.start) else { return };
            if indent > around || (closer && indent == around) || self.open.len() < 2 {
                return;
            }
            let expect = self.expect;
            self.expect = Expect::After;
            self.insert_closer(Rule::MissingCloser, true, self.reader.back(comma.unwrap_or(at)));
            self.dedented = true;
            if expect != Expect::After {
                self.next_member();
            }
        }
    }

    /// Whether the text may have lost a closer before its end rather than the one at its end: on one line,
    /// `{"a": {"b": 1, "c": 2}` says nothing about which.
    fn may_have_lost_a_closer(&self, end: usize) -> bool {
        let Some(open) = self.open.last() else { return false };
        if !matches!(open.mark, b'{' | b'[') || self.last_text.is_some() {
            return false;
        }
        let text = self.reader.slice(open.start + 1, end);
        // Only behind a comma in a container of the same kind could another closer stand.
        let inner = text.iter().position(|&byte| byte == open.mark).and_then(|at| text.get(at..));
        text.last() == Some(&closer_of(open.mark))
            && inner.is_some_and(|inner| inner.contains(&b','))
            && !text.contains(&b'\n')
    }

    /// The text has ended: what is unfinished is finished, what is open is closed.
    pub(super) fn end(&mut self) -> Result<(), Refusal> {
        let end = self.reader.back(self.reader.len()).max(self.floor);
        match self.expect {
            Expect::Value if self.open.is_empty() => return Err(Refusal::NotJson),
            Expect::Colon => self.script.edit(Rule::TruncatedValue, true, end, end, ": null"),
            Expect::Value if self.top() == Some(b'{') => {
                self.script.edit(Rule::TruncatedValue, true, end, end, " null");
            }
            _ => {}
        }
        self.expect = if self.expect == Expect::First { Expect::First } else { Expect::After };
        let lost = self.may_have_lost_a_closer(end);
        while !self.open.is_empty() {
            let rule = if self.bare && self.open.len() == 1 { Rule::MissingOpener } else { Rule::Truncated };
            self.insert_closer(rule, !lost, end);
        }
        self.expect = Expect::After;
        self.at = self.reader.len();
        Ok(())
    }
}

/// How a container of this mark is closed in JSON.
fn written(mark: u8) -> &'static str {
    match mark {
        b'{' => "}",
        CALL => "",
        _ => "]",
    }
}
