//! Where in a text the document is, what is around it, and what follows it.

use super::config::{Concatenated, Extract, TopLevel};
use super::machine::{Machine, Refusal};
use super::numbers::{self, Number};
use super::reader::Quote;
use super::rules::Rule;
use super::{RepairLevel, repair_at};

/// How the document that was found begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    Nothing,
    Fence,
    /// `callback(`
    Call,
    /// `data =`
    Assignment,
    /// A quote of this kind before it and one behind it.
    Quote(u8),
}

/// A place where a document may begin.
struct Found {
    at: usize,
    around: Around,
    /// Whether it is JSON clearly enough to remove what is around it.
    clear: bool,
}

impl Found {
    fn plain(at: usize, clear: bool) -> Self {
        Self { at, around: Around::Nothing, clear }
    }
}

/// Words before the bracket of a call or the sign of an assignment.
const LONGEST_PREFIX: usize = 96;
/// How much of a line around a document in prose is looked at.
const NEAR: usize = 256;
/// The ends of what models think aloud.
const THOUGHTS: [&[u8]; 6] =
    [b"</think>", b"</thinking>", b"</reasoning>", b"</thought>", b"</analysis>", b"</scratchpad>"];
/// Names of languages in whose fences JSON may stand.
const LANGUAGES: [&[u8]; 11] = [
    b"",
    b"json",
    b"JSON",
    b"json5",
    b"jsonc",
    b"jsonl",
    b"ndjson",
    b"javascript",
    b"js",
    b"python",
    b"text",
];

impl Machine<'_, '_> {
    /// Reads the whole text.
    pub(super) fn whole(&mut self, level: RepairLevel) -> Result<(), Refusal> {
        if self.reader.is(0, "\u{feff}".as_bytes()) {
            self.remove(Rule::ByteOrderMark, 0, 3);
        }
        self.at = self.pass_trivia(self.at);
        if self.is_escaped(self.at) {
            return self.escaped(level);
        }
        let found = self.locate()?;
        let first_edit = self.script.len();
        let first = found.at;
        let mut values = 1;
        let mut fenced = found.around == Around::Fence;
        loop {
            self.limit(fenced);
            self.document()?;
            self.reader.widen();
            let Some(next) = self.tail(&found)? else { break };
            match self.options.concatenated {
                Concatenated::First => {
                    let end = self.reader.len();
                    self.remove(Rule::SeveralValues, self.at, end - self.at);
                    break;
                }
                Concatenated::List => {
                    if values == 1 {
                        self.script.insert(first_edit, Rule::SeveralValues, first, "[");
                    }
                    let end = self.reader.back(self.at);
                    if self.reader.at(self.reader.trivia(end)) != b',' {
                        self.script.edit(Rule::SeveralValues, true, end, end, ",");
                    }
                }
                Concatenated::Keep => {}
            }
            values += 1;
            if next.1 {
                self.remove(Rule::SurroundingText, self.at, next.0 - self.at);
            }
            self.at = next.0;
            fenced = next.1;
        }
        if values > 1 && self.options.concatenated == Concatenated::List {
            let end = self.reader.back(self.at);
            self.script.edit(Rule::SeveralValues, true, end, end, "]");
        }
        Ok(())
    }

    /// Lets the document end before the mark that closes its code fence.
    fn limit(&mut self, fenced: bool) {
        let rest = self.reader.slice(self.at, self.reader.len());
        let close = if fenced { memchr::memmem::find(rest, b"\n```") } else { None };
        if let Some(end) = close {
            self.reader.narrow(self.at + end);
        } else {
            let end = self.reader.back(self.reader.len());
            if end > self.at + 3 && self.reader.is(end - 3, b"```") {
                self.reader.narrow(end - 3);
            }
        }
    }

    /// Finds the document and removes what is before it.
    fn locate(&mut self) -> Result<Found, Refusal> {
        let start = self.at;
        let prose = || (self.options.extract == Extract::All).then(|| self.in_prose(start)).flatten();
        let words = || self.options.accepts_words().then_some(Found::plain(start, false));
        let found = self.at_start(start).or_else(|| self.scalar_at(start)).or_else(prose).or_else(words);
        let found = found.filter(|found| found.at < self.reader.len()).ok_or(Refusal::NotJson)?;
        if found.at > start {
            let rule = match found.around {
                Around::Nothing => Rule::SurroundingText,
                Around::Fence => Rule::CodeFence,
                Around::Call | Around::Assignment | Around::Quote(_) => Rule::Wrapper,
            };
            self.script.edit(rule, true, start, found.at, "");
        }
        self.at = found.at;
        Ok(found)
    }

    /// A document at `at`, or in a fence, a call, an assignment or quotes that begin there.
    fn at_start(&self, at: usize) -> Option<Found> {
        if let Some(clear) = self.plausible(at) {
            return Some(Found::plain(at, clear));
        }
        if self.reader.quote(at).is_some() && self.reader.key_like(at, true) {
            return Some(Found::plain(at, true));
        }
        if self.options.extract == Extract::None {
            return None;
        }
        self.fenced(at).or_else(|| self.quoted(at)).or_else(|| self.wrapped(at))
    }

    /// A string, number or literal that is the whole text.
    fn scalar_at(&self, at: usize) -> Option<Found> {
        if self.options.top_level == TopLevel::Containers || at >= self.reader.len() {
            return None;
        }
        let end = self.reader.run(at);
        let token = self.reader.slice(at, end);
        let alone = self.reader.trivia(end) >= self.reader.len();
        let number = matches!(self.reader.at(at), b'0'..=b'9' | b'-' | b'+' | b'.');
        let listed = number && matches!(self.reader.at(self.reader.space(end)), b',');
        let literal = matches!(
            token,
            b"true" | b"false" | b"null" | b"True" | b"False" | b"None" | b"undefined" | b"NaN" | b"Infinity"
        );
        let call = self.reader.at(end) == b'(' && end > at;
        // `'Tis the season` is no string that was cut off.
        let whole = self.reader.slice(at, self.reader.back(self.reader.len()));
        let closed = whole.ends_with(b"'") || !whole.contains(&b' ');
        let words = self.options.accepts_words();
        let number = number && (words || numbers::read(token, alone) != Number::Text);
        let quoted = self.reader.quote(at).is_some_and(|(quote, _)| match quote {
            Quote::Back => words,
            Quote::Single => words || closed,
            _ => true,
        });
        let scalar = quoted || ((number || literal) && alone) || listed || call;
        scalar.then_some(Found::plain(at, false))
    }

    /// Whether a container with what JSON has inside begins at `at`: `Some(true)` when that is clear.
    fn plausible(&self, at: usize) -> Option<bool> {
        let mut at = at;
        // Brackets within brackets: the innermost one decides.
        for _ in 0..64 {
            let (mark, length) = self.reader.mark(at);
            let inside = self.reader.trivia(at + length);
            let end = inside >= self.reader.len();
            match mark {
                b'{' => {
                    let next = self.reader.at(inside);
                    let quote = self.reader.quote(inside).is_some() || self.reader.prefix(inside) > 0;
                    let other = matches!(next, b'}' | b',' | b'(')
                        || self.reader.ellipsis(inside) > 0
                        || self.reader.key_like(inside, true)
                        || (matches!(next, b'0'..=b'9' | b'-') && self.reader.item_like(inside));
                    return if quote { Some(true) } else { (end || other).then_some(false) };
                }
                b'[' | b'(' => {
                    let (next, _) = self.reader.mark(inside);
                    if matches!(next, b'{' | b'[') || (next == b'(' && mark == b'[') {
                        at = inside;
                        continue;
                    }
                    if self.reader.quote(inside).is_some() || self.reader.prefix(inside) > 0 {
                        return (mark == b'[' || self.closes_tuple(inside)).then_some(true);
                    }
                    let number = matches!(next, b'0'..=b'9' | b'-' | b'+' | b'.');
                    if number {
                        let after = self.reader.trivia(self.reader.run(inside));
                        let delimited = after >= self.reader.len()
                            || matches!(
                                self.reader.mark(after).0,
                                b',' | b']' | b')' | b';' | b'0'..=b'9' | b'-' | b'"'
                            );
                        let dots = self.reader.ellipsis(inside) > 0;
                        return (delimited || dots).then_some(delimited && self.reader.at(after) == b',');
                    }
                    if mark == b'(' {
                        return None;
                    }
                    let other = matches!(next, b']' | b',')
                        || self.reader.phrase(inside)
                        || self.reader.key_like(inside, true);
                    return (end || other).then_some(false);
                }
                _ => return None,
            }
        }
        Some(false)
    }

    /// Whether the string at `at` is the first of a tuple.
    fn closes_tuple(&self, at: usize) -> bool {
        let Some((quote, length)) = self.reader.quote(at) else { return false };
        let close = self.reader.next_quote(quote, at + length, self.reader.len());
        close.is_some_and(|(close, length)| self.reader.at(self.reader.trivia(close + length)) == b',')
    }

    /// Whether a container begins at `at` that would not stand in prose by chance.
    fn strong(&self, at: usize) -> bool {
        let inside = self.reader.trivia(at + 1);
        let quoted = self.reader.quote(inside).is_some();
        match self.reader.at(at) {
            b'{' => quoted && self.reader.key_like(inside, true),
            b'[' => match self.reader.at(inside) {
                b'{' | b'[' => self.plausible(at) == Some(true),
                b'0'..=b'9' | b'-' => self.reader.at(self.reader.trivia(self.reader.run(inside))) == b',',
                _ => quoted && self.reader.item_like(inside),
            },
            _ => false,
        }
    }

    /// Whether what stands before `at` makes it a part of a program: `f({…})`, `x = […]`, `vec![1, 2]`.
    fn is_code(&self, at: usize) -> bool {
        let mut end = self.reader.back(at);
        if end == at && end > 1 && matches!(self.reader.at(end - 1), b'"' | b'\'') {
            // `f('{…}')`
            end = self.reader.back(end - 1);
        }
        let before = if end > 0 { self.reader.at(end - 1) } else { b'\n' };
        let touches =
            end == at && (before.is_ascii_alphanumeric() || matches!(before, b'_' | b']' | b')' | b'!'));
        let line = self.reader.breaks(end, at) || end == 0;
        let word = self.reader.slice(end.saturating_sub(6), end);
        if touches || matches!(before, b'(' | b'=' | b',') || matches!(word, b"return") {
            return true;
        }
        if (before == b'`' && self.is_mentioned(at)) || (before == b'#' && !self.begins_line(end - 1)) {
            return true;
        }
        // A list of plain values has to stand on a line of its own.
        let inside = self.reader.trivia(at + 1);
        self.reader.at(at) == b'['
            && !matches!(self.reader.at(inside), b'{' | b'[')
            && !line
            && before != b'>'
    }

    /// Whether the code span around `at` is a word of a sentence: `{}` is an object.
    fn is_mentioned(&self, at: usize) -> bool {
        let rest = self.reader.slice(at, at + NEAR);
        let line = memchr::memchr(b'\n', rest).map_or(rest, |end| rest.get(..end).unwrap_or_default());
        let behind = memchr::memchr(b'`', line).and_then(|end| line.get(end + 1..)).unwrap_or_default();
        behind.trim_ascii_start().first().is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte >= 0x80)
    }

    /// Whether only white space stands before `at` on its line.
    fn begins_line(&self, at: usize) -> bool {
        let before = self.reader.slice(at.saturating_sub(NEAR), at);
        let line = memchr::memrchr(b'\n', before).map_or(before, |end| before.get(end..).unwrap_or_default());
        line.trim_ascii().is_empty()
    }

    /// A document in a code fence that begins at `at`.
    fn fenced(&self, at: usize) -> Option<Found> {
        if !self.reader.is(at, b"```") {
            return None;
        }
        let mut name = at + 3;
        while self.reader.at(name) == b'`' {
            name += 1;
        }
        let end = self.reader.run(name);
        if !LANGUAGES.contains(&self.reader.slice(name, end)) {
            return None;
        }
        let inside = self.reader.space(end);
        let clear = self.plausible(self.reader.trivia(inside))?;
        Some(Found { at: inside, around: Around::Fence, clear: clear || end > name })
    }

    /// A document between quotes: `'{"a": 1}'`.
    fn quoted(&self, at: usize) -> Option<Found> {
        let quote = self.reader.at(at);
        let end = self.reader.back(self.reader.len());
        let closed = end > at + 2 && self.reader.at(end - 1) == quote;
        let ends = closed && matches!(self.reader.at(self.reader.back(end - 1) - 1), b'}' | b']');
        if !ends || !matches!(quote, b'"' | b'\'' | b'`') {
            return None;
        }
        let inside = self.reader.space(at + 1);
        let clear = matches!(self.reader.at(inside), b'{' | b'[') && self.plausible(inside) == Some(true);
        clear.then_some(Found { at: inside, around: Around::Quote(quote), clear: true })
    }

    /// A document in a call or behind an assignment.
    fn wrapped(&self, at: usize) -> Option<Found> {
        let mut place = at;
        while place < at + LONGEST_PREFIX {
            match self.reader.at(place) {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b'$' | b'.' | b' ' => place += 1,
                _ => break,
            }
        }
        if place == at {
            return None;
        }
        let around = match self.reader.at(place) {
            b'(' if self.reader.space(self.reader.run(at)) == place => Around::Call,
            b'=' if self.reader.at(place + 1) != b'=' => Around::Assignment,
            b'{' | b'[' if self.is_export(at, place) => {
                return Some(Found { at: place, around: Around::Assignment, clear: true });
            }
            _ => return None,
        };
        let inside = self.reader.space(place + 1);
        let clear = matches!(self.reader.at(inside), b'{' | b'[') && self.plausible(inside).is_some();
        clear.then_some(Found { at: inside, around, clear: true })
    }

    /// Whether `start..end` is a word that a value follows in JavaScript or Python.
    fn is_export(&self, start: usize, end: usize) -> bool {
        let words = self.reader.slice(start, self.reader.back(end));
        matches!(words, b"export default" | b"return" | b"yield" | b"json" | b"JSON")
            && self.plausible(end) == Some(true)
    }

    /// The first document in prose.
    fn in_prose(&self, from: usize) -> Option<Found> {
        let text = self.reader.text;
        let mut at = from;
        // What a model thought before it answered is no answer.
        for tag in THOUGHTS {
            let rest = self.reader.slice(at, text.len());
            // Searching backwards is several times slower, and most texts have no such tag.
            let last = memchr::memmem::find(rest, tag).and_then(|_| memchr::memmem::rfind(rest, tag));
            let Some(end) = last else { continue };
            at = at + end + tag.len();
            if let Some(found) = self.at_start(self.reader.space(at)).filter(|found| found.clear) {
                return Some(found);
            }
        }
        while at < text.len() {
            at += memchr::memchr3(b'{', b'[', b'`', self.reader.slice(at, text.len()))?;
            if self.reader.at(at) == b'`' {
                if let Some(found) = self.fenced(at) {
                    return Some(found);
                }
                while self.reader.at(at) == b'`' {
                    at += 1;
                }
                continue;
            }
            if self.strong(at) && !self.is_code(at) {
                return Some(Found::plain(at, true));
            }
            at += 1;
        }
        None
    }

    /// Reads what is behind a document. Returns where the next value begins, and whether there is text
    /// before it to be removed.
    fn tail(&mut self, found: &Found) -> Result<Option<(usize, bool)>, Refusal> {
        // Nothing but closers follows: seen once, it holds to the end.
        let mut closes = false;
        loop {
            let next = self.reader.space(self.at);
            if next >= self.reader.len() {
                self.at = self.pass_trivia(self.at);
                return Ok(None);
            }
            match self.reader.at(next) {
                b'`' if self.reader.is(next, b"```") => self.remove(Rule::CodeFence, next, 3),
                b')' if found.around == Around::Call => self.remove(Rule::Wrapper, next, 1),
                b';' => self.remove(Rule::Wrapper, next, 1),
                mark if found.around == Around::Quote(mark) => self.remove(Rule::Wrapper, next, 1),
                b'}' | b']' if closes || self.only_closers(next) => {
                    closes = true;
                    self.remove(Rule::ExtraCloser, next, 1);
                }
                b'/' | b'#' if self.reader.comment(next) > next && self.comment_ends(next) => {
                    self.at = self.pass_trivia(self.at);
                }
                b',' => {
                    let place = self.reader.trivia(next + 1);
                    if place >= self.reader.len() {
                        self.remove(Rule::TrailingComma, next, 1);
                        continue;
                    }
                    if self.another(place) || (!found.clear && self.reader.item_like(place)) {
                        if self.options.concatenated != Concatenated::Keep {
                            self.at = next;
                        }
                        return Ok(Some((place, false)));
                    }
                    return self.prose(next, found);
                }
                _ => {
                    let lines =
                        self.options.top_level != TopLevel::Containers && self.reader.breaks(self.at, next);
                    if self.another(next) || (lines && !found.clear && self.reader.quote(next).is_some()) {
                        return Ok(Some((next, false)));
                    }
                    return self.prose(next, found);
                }
            }
        }
    }

    /// Whether another value begins at `at`.
    fn another(&self, at: usize) -> bool {
        self.plausible(at).is_some()
    }

    /// Whether nothing but closers follows.
    fn only_closers(&self, mut at: usize) -> bool {
        while matches!(self.reader.at(at), b'}' | b']' | b')' | b';' | b' ' | b'\n' | b'\r' | b'\t') {
            at += 1;
        }
        at >= self.reader.len() || self.reader.is(at, b"```")
    }

    /// Whether a comment at `at` has nothing or a value behind it.
    fn comment_ends(&self, at: usize) -> bool {
        let next = self.reader.trivia(at);
        next >= self.reader.len() || self.another(next)
    }

    /// Text behind the document.
    fn prose(&mut self, next: usize, found: &Found) -> Result<Option<(usize, bool)>, Refusal> {
        let program = matches!(found.around, Around::Call | Around::Assignment);
        if self.options.extract != Extract::All || !found.clear || program {
            return Err(Refusal::NotJson);
        }
        if self.options.concatenated == Concatenated::List
            && let Some(more) = self.in_prose(next)
        {
            return Ok(Some((more.at, true)));
        }
        let end = self.reader.len();
        self.remove(Rule::SurroundingText, self.at, end - self.at);
        Ok(None)
    }

    /// Whether what begins at `at` has its quotes escaped.
    fn is_escaped(&self, at: usize) -> bool {
        let inside = match self.reader.at(at) {
            b'{' | b'[' => {
                let mut place = self.reader.space(at + 1);
                loop {
                    let step = match self.reader.slice(place, place + 2) {
                        [b'{' | b'[', ..] => 1,
                        [b'\\', b'n' | b'r' | b't'] => 2,
                        _ => break place,
                    };
                    place = self.reader.space(place + step);
                }
            }
            b'"' if matches!(self.reader.at(at + 1), b'{' | b'[') => at + 2,
            b'\\' => at,
            _ => return false,
        };
        self.reader.is(inside, b"\\\"")
    }

    /// Takes one level of escapes off the rest of the text, and repairs what is then there.
    fn escaped(&mut self, level: RepairLevel) -> Result<(), Refusal> {
        let Some(level) = level.deeper() else { return Err(Refusal::Unrepairable) };
        let start = self.at;
        let end = self.reader.back(self.reader.len());
        let mut inside = self.reader.slice(start, end);
        if let [b'"', rest @ ..] = inside {
            inside = rest.strip_suffix(b"\"").unwrap_or(rest);
        }
        let plain = String::from_utf8(unescaped(inside)).map_err(|_| Refusal::Unrepairable)?;
        let script = repair_at(&plain, self.options, level)?;
        self.script.edit(Rule::EscapedDocument, true, start, end, &script.apply(&plain));
        self.at = self.reader.len();
        Ok(())
    }
}

/// `text` with one level of escapes taken off.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    loop {
        rest = match rest {
            [b'\\', mark @ (b'"' | b'\\' | b'/'), tail @ ..] => {
                out.push(*mark);
                tail
            }
            [b'\\', b'n', tail @ ..] => {
                out.push(b'\n');
                tail
            }
            [b'\\', b'r', tail @ ..] => {
                out.push(b'\r');
                tail
            }
            [b'\\', b't', tail @ ..] => {
                out.push(b'\t');
                tail
            }
            [byte, tail @ ..] => {
                out.push(*byte);
                tail
            }
            [] => return out,
        };
    }
}
