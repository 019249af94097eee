//! JSON documents inside texts: found values are replaced in place, and every byte around them stays.
//!
//! The document is read token by token without building anything, so that key order, number spelling and
//! white space cannot change. Grammar: RFC 8259, any depth.

use crate::finding::{Finding, resolve_overlaps};

/// What a token is to the reader of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Key,
    String,
    Number,
}

/// A string or number of the document. Strings exclude their quotes.
#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    kind: Kind,
    escaped: bool,
}

/// A text that is one valid JSON document.
#[derive(Debug)]
pub struct JsonText<'t> {
    text: &'t str,
    tokens: Vec<Token>,
}

impl<'t> JsonText<'t> {
    /// Reads `text`, or `None` when it is not an array, object or string in valid JSON.
    #[must_use]
    pub fn parse(text: &'t str) -> Option<Self> {
        let mut reader = Reader { text: text.as_bytes(), at: 0, tokens: Vec::new() };
        reader.document()?;
        Some(Self { text, tokens: reader.tokens })
    }

    /// What `scan` finds in the text as it stands and behind the escapes of its strings, cut to the tokens
    /// it lies in: parts of strings, or whole numbers. Keys count only if `keys` is set.
    pub fn findings(&self, keys: bool, mut scan: impl FnMut(&str, &mut Vec<Finding>)) -> Vec<Finding> {
        let mut found = Vec::new();
        scan(self.text, &mut found);
        let mut inner = Vec::new();
        for token in self.tokens.iter().filter(|token| token.escaped && (keys || token.kind != Kind::Key)) {
            let decoded = Decoded::of(self.text, token.start, token.end);
            inner.clear();
            scan(&decoded.text, &mut inner);
            found.extend(inner.iter().map(|finding| Finding {
                start: decoded.raw_start(finding.start),
                end: decoded.raw_end(finding.end),
                ..*finding
            }));
        }
        resolve_overlaps(&mut found);
        let mut cut = self.cut(keys, &found);
        resolve_overlaps(&mut cut);
        cut
    }

    /// Pieces of `found`, which is in order, that lie in tokens.
    fn cut(&self, keys: bool, found: &[Finding]) -> Vec<Finding> {
        let mut pieces = Vec::with_capacity(found.len());
        let mut first = 0;
        // The string that was decoded last: many findings may lie in one long string.
        let mut decoded: Option<(usize, Decoded)> = None;
        for finding in found {
            let passed = self.tokens.get(first..).unwrap_or_default();
            first += passed.iter().take_while(|token| token.end <= finding.start).count();
            let near = self.tokens.get(first..).unwrap_or_default();
            for token in near.iter().take_while(|token| token.start < finding.end) {
                let (start, end) = match token.kind {
                    Kind::Number => (token.start, token.end),
                    Kind::Key if !keys => continue,
                    Kind::Key | Kind::String => {
                        let (start, end) = (finding.start.max(token.start), finding.end.min(token.end));
                        if token.escaped {
                            if decoded.as_ref().is_none_or(|(place, _)| *place != token.start) {
                                decoded = Some((token.start, Decoded::of(self.text, token.start, token.end)));
                            }
                            decoded.as_ref().map_or((start, end), |(_, decoded)| decoded.widen(start, end))
                        } else {
                            (start, end)
                        }
                    }
                };
                if start < end {
                    pieces.push(Finding { start, end, ..*finding });
                }
            }
        }
        pieces
    }

    /// Turns `replace` into a function that keeps the document valid: what it appends is escaped inside
    /// strings, and becomes a string in place of a number. For findings in order.
    pub fn replacer<'d>(
        &'d self,
        mut replace: impl FnMut(&Finding, &str, &mut String) + 'd,
    ) -> impl FnMut(&Finding, &str, &mut String) + 'd {
        let mut tokens = self.tokens.iter().peekable();
        move |finding, raw, out| {
            while tokens.peek().is_some_and(|token| token.end <= finding.start) {
                tokens.next();
            }
            let token = tokens.peek();
            let mut mask = String::new();
            if token.is_some_and(|token| token.escaped) {
                replace(finding, &Decoded::of(raw, 0, raw.len()).text, &mut mask);
            } else {
                replace(finding, raw, &mut mask);
            }
            let quote = if token.is_some_and(|token| token.kind == Kind::Number) { "\"" } else { "" };
            out.push_str(quote);
            escape(&mask, out);
            out.push_str(quote);
        }
    }
}

/// Appends `text` as it stands between the quotes of a JSON string.
fn escape(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control if control < ' ' => {
                let code = u32::from(control);
                out.push_str("\\u00");
                out.extend([code >> 4, code & 15].map(|digit| char::from_digit(digit, 16).unwrap_or('0')));
            }
            other => out.push(other),
        }
    }
}

/// A string without its escapes, and where each of its characters came from.
struct Decoded {
    text: String,
    /// Byte offset in `text` and in the raw text, for each character and for the end.
    places: Vec<(usize, usize)>,
}

impl Decoded {
    /// Decodes a valid string body.
    fn of(raw: &str, start: usize, end: usize) -> Self {
        let body = raw.get(start..end).unwrap_or_default();
        let mut decoded = Self { text: String::with_capacity(body.len()), places: Vec::new() };
        let mut rest = body;
        while let Some(first) = rest.chars().next() {
            let at = start + body.len() - rest.len();
            let (character, length) = if first == '\\' { unescape(rest) } else { (first, first.len_utf8()) };
            decoded.places.push((decoded.text.len(), at));
            decoded.text.push(character);
            rest = rest.get(length..).unwrap_or_default();
        }
        decoded.places.push((decoded.text.len(), end));
        decoded
    }

    /// Raw offset of the character at or around decoded offset `at`.
    fn raw_start(&self, at: usize) -> usize {
        let index = self.places.partition_point(|(decoded, _)| *decoded <= at).saturating_sub(1);
        self.places.get(index).map_or(0, |place| place.1)
    }

    /// Raw offset behind the character that ends at or around decoded offset `at`.
    fn raw_end(&self, at: usize) -> usize {
        let index = self.places.partition_point(|(decoded, _)| *decoded < at);
        self.places.get(index).or(self.places.last()).map_or(0, |place| place.1)
    }

    /// The smallest range of whole characters around raw offsets `start..end`.
    fn widen(&self, start: usize, end: usize) -> (usize, usize) {
        let first = self.places.partition_point(|(_, raw)| *raw <= start).saturating_sub(1);
        let last = self.places.partition_point(|(_, raw)| *raw < end);
        let raw = |index: usize| self.places.get(index).or(self.places.last()).map_or(0, |place| place.1);
        (raw(first), raw(last))
    }
}

/// The character that the escape at the beginning of `text` stands for, and its length. A surrogate
/// without its partner is U+FFFD.
fn unescape(text: &str) -> (char, usize) {
    let simple = |character| (character, 2);
    match text.as_bytes().get(1) {
        Some(b'n') => simple('\n'),
        Some(b't') => simple('\t'),
        Some(b'r') => simple('\r'),
        Some(b'b') => simple('\u{8}'),
        Some(b'f') => simple('\u{c}'),
        Some(b'u') => {
            let unit = |from: usize| {
                text.get(from..from + 2).filter(|mark| *mark == "\\u")?;
                u32::from_str_radix(text.get(from + 2..from + 6)?, 16).ok()
            };
            let high = unit(0).unwrap_or(0xFFFD);
            if (0xD800..0xDC00).contains(&high)
                && let Some(low) = unit(6).filter(|low| (0xDC00..0xE000).contains(low))
            {
                let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                return (char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), 12);
            }
            (char::from_u32(high).unwrap_or(char::REPLACEMENT_CHARACTER), 6)
        }
        Some(&other) => simple(char::from(other)),
        None => (char::REPLACEMENT_CHARACTER, 1),
    }
}

/// Reads a document from front to back. Every method returns `None` at the first mistake.
struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    tokens: Vec<Token>,
}

impl Reader<'_> {
    fn document(&mut self) -> Option<()> {
        if !matches!(self.next_mark()?, b'{' | b'[' | b'"') {
            return None;
        }
        // Open containers, innermost last: whether each is an object.
        let mut open: Vec<bool> = Vec::new();
        loop {
            // One value, or the beginning of one.
            match self.next_mark()? {
                mark @ (b'{' | b'[') => {
                    self.at += 1;
                    open.push(mark == b'{');
                    if self.next_mark()? != mark + 2 {
                        self.key_if(mark == b'{')?;
                        continue;
                    }
                }
                b'"' => self.string(Kind::String)?,
                b't' => self.word(b"true")?,
                b'f' => self.word(b"false")?,
                b'n' => self.word(b"null")?,
                _ => self.number()?,
            }
            // Closers, until a comma asks for the next value.
            loop {
                let Some(&object) = open.last() else {
                    self.skip_space();
                    return (self.at == self.text.len()).then_some(());
                };
                match self.next_mark()? {
                    b',' => {
                        self.at += 1;
                        self.key_if(object)?;
                        break;
                    }
                    b'}' if object => {}
                    b']' if !object => {}
                    _ => return None,
                }
                self.at += usize::from(matches!(self.text.get(self.at), Some(b'}' | b']')));
                open.pop();
            }
        }
    }

    /// In an object, a key and its colon come before the value.
    fn key_if(&mut self, object: bool) -> Option<()> {
        if object {
            (self.next_mark()? == b'"').then_some(())?;
            self.string(Kind::Key)?;
            (self.next_mark()? == b':').then_some(())?;
            self.at += 1;
        }
        Some(())
    }

    fn skip_space(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
    }

    /// The next byte that is not white space.
    fn next_mark(&mut self) -> Option<u8> {
        self.skip_space();
        self.text.get(self.at).copied()
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        (self.text.get(self.at..self.at + word.len())? == word).then_some(())?;
        self.at += word.len();
        Some(())
    }

    fn string(&mut self, kind: Kind) -> Option<()> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            match self.text.get(self.at)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    self.at += self.escape_length()?;
                }
                0..=0x1F => return None,
                _ => self.at += 1,
            }
        }
        self.tokens.push(Token { start, end: self.at, kind, escaped });
        self.at += 1;
        Some(())
    }

    fn escape_length(&self) -> Option<usize> {
        match self.text.get(self.at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
            b'u' => {
                let digits = self.text.get(self.at + 2..self.at + 6)?;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(6)
            }
            _ => None,
        }
    }

    fn number(&mut self) -> Option<()> {
        let start = self.at;
        self.at += usize::from(self.text.get(self.at) == Some(&b'-'));
        let whole = self.at;
        self.digits()?;
        if self.text.get(whole) == Some(&b'0') && self.at > whole + 1 {
            return None;
        }
        if self.text.get(self.at) == Some(&b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.text.get(self.at), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.text.get(self.at), Some(b'+' | b'-')));
            self.digits()?;
        }
        self.tokens.push(Token { start, end: self.at, kind: Kind::Number, escaped: false });
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += count;
        (count > 0).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Finds every `42`.
    fn scan(text: &str, found: &mut Vec<Finding>) {
        found.extend(text.match_indices("42").map(|(start, part)| Finding {
            start,
            end: start + part.len(),
            rule: 0,
            confidence: 0,
        }));
    }

    fn masked(text: &str, keys: bool) -> String {
        let document = JsonText::parse(text).unwrap();
        let found = document.findings(keys, scan);
        let mask = |_: &Finding, value: &str, out: &mut String| {
            out.push_str(if value == "42" { "<\">" } else { "?" });
        };
        crate::text::rewrite(text, &found, document.replacer(mask)).into_owned()
    }

    #[test]
    fn strings_and_numbers_are_replaced_in_place() {
        assert_eq!(
            masked(r#"{ "42" : "a42b", "n":1.420,"m":[ 42 ]}"#, false),
            r#"{ "42" : "a<\">b", "n":"?","m":[ "<\">" ]}"#
        );
        assert_eq!(masked(r#"{"42":1}"#, true), r#"{"<\">":1}"#);
    }

    #[test]
    fn escapes_are_looked_behind() {
        assert_eq!(masked(r#"["x\u00342\n", "\u0034\u0032", "\/"]"#, false), r#"["x<\">\n", "<\">", "\/"]"#);
        // What stands in the raw text is found as well, and an escape is never cut in two.
        assert_eq!(masked(r#"["\u0042"]"#, false), r#"["?"]"#);
    }

    #[test]
    fn only_whole_documents_count() {
        for valid in
            ["{}", " [] ", r#""a""#, "[1,-0.5e+3,true,false,null]", r#"{"a":{"b":[{}]}}"#, r#"["\ud800"]"#]
        {
            assert!(JsonText::parse(valid).is_some(), "{valid}");
        }
        for wrong in [
            "",
            "1",
            "[1,]",
            "[01]",
            "{\"a\"}",
            "[1}",
            "[] []",
            "[\"\n\"]",
            "{'a':1}",
            "[.5]",
            "[\"\\x\"]",
            "[",
        ] {
            assert!(JsonText::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn depth_does_not_matter() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(JsonText::parse(&deep).is_some());
    }
}
