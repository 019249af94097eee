//! Whether a text is valid JSON, at memory speed: RFC 8259, any depth, nothing built.
//!
//! Sixty-four bytes at a time become one bit per byte: quotes that are not escaped, bytes inside strings,
//! white space, and where a token begins. A small machine then steps from token to token; the inside of
//! strings is never walked. The idea is that of G. Langdale and D. Lemire, *Parsing gigabytes of JSON per
//! second*, VLDB Journal 28 (2019). Duplicate keys, numbers of any size and halves of surrogate pairs
//! written as escapes are valid here, as in the grammar.
//!
//! The machine can begin in the middle of a document and says where it stopped, so that a more tolerant
//! reader can take over at a mistake and hand back behind it.

use super::lanes::{BLOCK, Block};

/// What may come next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expect {
    /// A value.
    Value,
    /// A value, or the end of the array that was just opened.
    First,
    /// A key.
    Key,
    /// A key, or the end of the object that was just opened.
    FirstKey,
    /// The colon behind a key.
    Colon,
    /// A comma, or the end of what is open.
    After,
}

/// A bracket or brace that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// The byte that opened it, or another mark of the reader that put it there.
    pub mark: u8,
    /// Where.
    pub start: usize,
}

/// A place in a document, and what may come there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Byte offset.
    pub at: usize,
    /// What may come.
    pub expect: Expect,
}

/// Where a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stop {
    /// The last place before the mistake from which to read again: the string that is broken, or that
    /// ends just before it. The end of the text counts as a mistake while something is open.
    pub from: Place,
    /// Whether the text ended here, and well.
    pub complete: bool,
}

/// Whether `text` is one valid JSON document.
#[must_use]
pub fn is_json(text: &str) -> bool {
    check(text.as_bytes(), Place { at: 0, expect: Expect::Value }, &mut Vec::new(), usize::MAX).complete
}

/// Reads `text` from `place` on, with `open` around it, as long as it is valid and nests at most
/// `max_depth` deep; `open` is left as it stands at the place where the check stopped.
pub fn check(text: &[u8], place: Place, open: &mut Vec<Open>, max_depth: usize) -> Stop {
    Checker { text, expect: place.expect, open, max_depth, resume: place }.run(place.at)
}

struct Checker<'t, 'o> {
    text: &'t [u8],
    expect: Expect,
    open: &'o mut Vec<Open>,
    max_depth: usize,
    resume: Place,
}

/// What the previous block says about the next one.
#[derive(Default)]
struct Carry {
    in_string: u64,
    escaped: u64,
    word: u64,
}

/// The questions asked about a block.
struct Bits {
    tokens: u64,
    escapes: u64,
    broken: u64,
}

impl Checker<'_, '_> {
    fn run(mut self, from: usize) -> Stop {
        let mut carry = Carry::default();
        let mut at = from;
        while at < self.text.len() {
            let block = Block::at(self.text, at.cast_signed());
            // A block that a string fills says nothing.
            let may_fill = carry.in_string != 0 && carry.escaped == 0;
            if !may_fill || block.has(0, 0x1F, *b"\"\\") {
                let bits = classify(&block, self.text.len() - at, &mut carry);
                if !self.block(&block, at, &bits) {
                    return self.stopped();
                }
            }
            at += BLOCK;
        }
        let complete = carry.in_string == 0 && self.expect == Expect::After && self.open.is_empty();
        if complete {
            let end = Place { at: self.text.len(), expect: Expect::After };
            return Stop { from: end, complete };
        }
        self.stopped()
    }

    fn stopped(&self) -> Stop {
        Stop { from: self.resume, complete: false }
    }

    /// Steps through the tokens of a block; false at a mistake.
    #[inline]
    fn block(&mut self, block: &Block, base: usize, bits: &Bits) -> bool {
        let mut tokens = bits.tokens;
        let mut wrong = bits.broken;
        if bits.escapes != 0 {
            wrong |= self.wrong_escapes(block, base, bits.escapes);
        }
        if wrong != 0 {
            // What stands before the mistake is read first: it says what the broken string is.
            tokens &= (1 << wrong.trailing_zeros()) - 1;
        }
        let mut digits = None;
        while tokens != 0 {
            let bit = tokens.trailing_zeros();
            tokens &= tokens - 1;
            if !self.token(base, bit, || *digits.get_or_insert_with(|| block.within(b'0', b'9'))) {
                return false;
            }
        }
        wrong == 0
    }

    #[inline]
    fn token(&mut self, base: usize, bit: u32, digits: impl FnOnce() -> u64) -> bool {
        let at = base + bit as usize;
        match self.text.get(at) {
            Some(b'"') => {
                let expect = match self.expect {
                    Expect::Value | Expect::First => Expect::After,
                    Expect::Key | Expect::FirstKey => Expect::Colon,
                    // The string before it stays the place to read again from.
                    Expect::Colon | Expect::After => return false,
                };
                self.resume = Place { at, expect: self.expect };
                self.expect = expect;
            }
            Some(b':') => {
                if self.expect != Expect::Colon {
                    return false;
                }
                self.expect = Expect::Value;
            }
            Some(b',') => {
                self.expect = match self.open.last() {
                    Some(open) if self.expect == Expect::After && open.mark == b'{' => Expect::Key,
                    Some(open) if self.expect == Expect::After && open.mark == b'[' => Expect::Value,
                    _ => return false,
                };
            }
            Some(&mark @ (b'{' | b'[')) => return self.opener(at, mark),
            Some(&mark @ (b'}' | b']')) => return self.closer(at, mark),
            _ => {
                if !matches!(self.expect, Expect::Value | Expect::First)
                    || !scalar(self.text, at, bit, digits)
                {
                    return false;
                }
                self.expect = Expect::After;
            }
        }
        true
    }

    #[inline]
    fn opener(&mut self, at: usize, mark: u8) -> bool {
        if !matches!(self.expect, Expect::Value | Expect::First) || self.open.len() >= self.max_depth {
            return false;
        }
        self.open.push(Open { mark, start: at });
        self.expect = if mark == b'{' { Expect::FirstKey } else { Expect::First };
        self.resume = Place { at: at + 1, expect: self.expect };
        true
    }

    #[inline]
    fn closer(&mut self, at: usize, mark: u8) -> bool {
        let may_close = matches!(self.expect, Expect::After | Expect::First | Expect::FirstKey);
        // ASCII: each closer is two above its opener.
        if !may_close || self.open.last().is_none_or(|open| open.mark + 2 != mark) {
            return false;
        }
        self.open.pop();
        self.expect = Expect::After;
        self.resume = Place { at: at + 1, expect: self.expect };
        true
    }

    /// The bits of escapes that RFC 8259 does not know; those of `escapes` are the bytes behind a backslash.
    #[inline]
    fn wrong_escapes(&self, block: &Block, base: usize, escapes: u64) -> u64 {
        let mut wrong = escapes & !block.eq_any(*b"\"\\/bfnrtu", []);
        let unicode = escapes & block.eq(b'u');
        if unicode != 0 {
            let hex = block.within(b'0', b'9') | block.within_folded(b'a', b'f');
            let mut rest = unicode & !(hex >> 1 & hex >> 2 & hex >> 3 & hex >> 4);
            while rest != 0 {
                // The digits may be in the next block.
                let bit = rest.trailing_zeros();
                let at = base + bit as usize;
                let digits = self.text.get(at + 1..at + 5).unwrap_or_default();
                if digits.len() != 4 || !digits.iter().all(u8::is_ascii_hexdigit) {
                    wrong |= 1 << bit;
                    break;
                }
                rest &= rest - 1;
            }
        }
        wrong
    }
}

/// Asks the questions about a block, of which `left` bytes belong to the text.
#[inline]
fn classify(block: &Block, left: usize, carry: &mut Carry) -> Bits {
    let inside = if left < BLOCK { (1 << left) - 1 } else { u64::MAX };
    let backslashes = block.eq(b'\\');
    let escaped = if backslashes | carry.escaped == 0 { 0 } else { escaped(backslashes, &mut carry.escaped) };
    let quotes = block.eq(b'"') & !escaped;
    // A bit for the opening quote and all behind it, up to the closing quote, which has none.
    let strings = prefix_xor(quotes) ^ carry.in_string;
    carry.in_string = (strings.cast_signed() >> 63).cast_unsigned();
    let controls = block.within(0, 0x1F) & inside;
    let breaks = if controls == 0 { 0 } else { controls & block.eq_any(*b"\n\r\t", []) };
    let space = block.eq(b' ') | breaks;
    let marks = block.eq_any(*b":,", *b"{}");
    let outside = !(strings | quotes);
    let word = !(space | marks) & outside & inside;
    // A closing quote ends a value as well: what touches it is a token of its own, and a mistake.
    let word_starts = word & !(word << 1 | carry.word);
    carry.word = word >> 63;
    Bits {
        tokens: (word_starts | (marks & outside) | (quotes & strings)) & inside,
        escapes: escaped & strings & inside,
        // Control characters are wrong in strings; outside they begin words, which no scalar does.
        broken: controls & strings,
    }
}

/// The bytes behind an odd number of backslashes; `carry` is whether the next block begins with one.
#[inline]
fn escaped(backslashes: u64, carry: &mut u64) -> u64 {
    const EVEN: u64 = 0x5555_5555_5555_5555;
    let backslashes = backslashes & !*carry;
    let follows = backslashes << 1 | *carry;
    let odd_starts = backslashes & !EVEN & !follows;
    let (even_starting, overflow) = odd_starts.overflowing_add(backslashes);
    *carry = u64::from(overflow);
    (EVEN ^ (even_starting << 1)) & follows
}

/// Each bit is the parity of the bits up to and including its place.
#[inline]
fn prefix_xor(mut bits: u64) -> u64 {
    for shift in [1, 2, 4, 8, 16, 32] {
        bits ^= bits << shift;
    }
    bits
}

/// Whether a literal or a number stands at `at`, and nothing that could go on with it behind it. `at` is
/// place `bit` of a block with these `digits`.
#[inline]
fn scalar(text: &[u8], at: usize, bit: u32, digits: impl FnOnce() -> u64) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let length = match rest {
        [b't', b'r', b'u', b'e', ..] | [b'n', b'u', b'l', b'l', ..] => 4,
        [b'f', b'a', b'l', b's', b'e', ..] => 5,
        [b'-' | b'0'..=b'9', ..] => {
            let digits = digits() >> bit;
            match decimal(rest, digits).or_else(|| number(rest)) {
                Some(length) => length,
                None => return false,
            }
        }
        _ => return false,
    };
    matches!(
        rest.get(length),
        None | Some(b',' | b'}' | b']' | b' ' | b'\n' | b'\r' | b'\t' | b':' | b'[' | b'{')
    )
}

/// The length of a number without exponent, where `digits` tells all about it; else it is to be read by
/// [`number`].
#[inline]
fn decimal(text: &[u8], digits: u64) -> Option<usize> {
    let sign = u32::from(text.first() == Some(&b'-'));
    let whole = (digits >> sign).trailing_ones();
    let mut at = sign + whole;
    if whole == 0 || whole > 1 && text.get(sign as usize) == Some(&b'0') {
        return None;
    }
    let mut next = text.get(at as usize);
    if next == Some(&b'.') {
        // Past the block there are no digits: a number that reaches beyond it is not read here.
        let count = digits.checked_shr(at + 1).unwrap_or(0).trailing_ones();
        if count == 0 {
            return None;
        }
        at += 1 + count;
        next = text.get(at as usize);
    }
    // A digit here is one of the next block.
    (!matches!(next, Some(b'e' | b'E' | b'0'..=b'9'))).then_some(at as usize)
}

/// The length of the number at the beginning of `text`.
#[inline]
#[must_use]
pub fn number(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let rest = text.get(from..).unwrap_or_default();
        rest.iter().take_while(|byte| byte.is_ascii_digit()).count()
    };
    let whole = usize::from(text.first() == Some(&b'-'));
    let mut at = whole + digits(whole);
    if at == whole || (text.get(whole) == Some(&b'0') && at > whole + 1) {
        return None;
    }
    if text.get(at) == Some(&b'.') {
        let count = digits(at + 1);
        if count == 0 {
            return None;
        }
        at += 1 + count;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(at + 1), Some(b'+' | b'-')));
        let count = digits(at + 1 + sign);
        if count == 0 {
            return None;
        }
        at += 1 + sign + count;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lets every text begin at every place of a block.
    fn everywhere(text: &str) -> bool {
        let verdict = is_json(text);
        for shift in 1..=BLOCK {
            let padded = format!("{}{text}", " ".repeat(shift));
            assert_eq!(is_json(&padded), verdict, "{shift} {text}");
        }
        let serde = serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
        assert_eq!(verdict, serde, "{text}");
        verdict
    }

    #[test]
    fn valid_documents_pass_wherever_they_begin() {
        for text in [
            r#"{"a":[1,-0,1.50,1e400,123456789012345678901234567890],"b":{"c":null,"d":[true,false,{}]},"a":[]}"#,
            r#""\u00e9\ud800\"\\""#,
            r#"["\\","\\\\\"",  "\\\\\\"]"#,
            "[\"é\u{1F600}\u{7f}\"]\r\n\t ",
            "0",
            "-1.5E+10",
            "[-0.25,10.5,7e2,0.125E-1,-3,0,1.0]",
            "null",
        ] {
            assert!(everywhere(text), "{text}");
        }
    }

    #[test]
    fn mistakes_are_found_wherever_they_are() {
        for text in [
            "",
            " ",
            "{",
            "[",
            "[1",
            "]",
            "[1,]",
            "[,1]",
            "[1 2]",
            "[1,,2]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "{1:1}",
            "[1}",
            "{\"a\":1]",
            "'a'",
            "\"a",
            "\"a\\",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\\u12g4\"",
            "\"a\nb\"",
            "\"\u{1}\"",
            "01",
            "-01",
            "1.5.2",
            "1.5-2",
            "1-2",
            "-",
            "+1",
            ".5",
            "1.",
            "1e",
            "1e+",
            "0x1",
            "1_0",
            "tru",
            "trues",
            "nul",
            "True",
            "[1]2",
            "[] []",
            "\"a\"b",
            "\"a\"\"b\"",
            "1\"a\"",
            "\u{feff}1",
            "\u{a0}1",
            "[1\u{b}]",
            "1\0",
            "[\"a\":1]",
            "{\"a\"::1}",
            "{\"a\",1}",
            "{:1}",
            "[1:2]",
            "//x",
            "[/**/1]",
            "\\",
            "[\"a\" \\]",
        ] {
            assert!(!everywhere(text), "{text}");
        }
    }

    #[test]
    fn mistakes_in_long_strings_are_found() {
        let long = "long ".repeat(60);
        assert!(everywhere(&format!("[\"{long}\\n{long}\"]")));
        for middle in ["\n", "\u{1f}", "\\x", "\"", "\\u00e"] {
            assert!(!everywhere(&format!("[\"{long}{middle}{long}\"]")), "{middle:?}");
        }
    }

    #[test]
    fn depth_is_no_matter_unless_it_is_bounded() {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(is_json(&deep));
        let start = Place { at: 0, expect: Expect::Value };
        assert!(!check(deep.as_bytes(), start, &mut Vec::new(), 99_999).complete);
        assert!(check(deep.as_bytes(), start, &mut Vec::new(), 100_000).complete);
    }

    #[test]
    fn the_check_stops_at_the_string_before_the_mistake() {
        let mut open = Vec::new();
        let text = br#"{"a": ["x", "say "hi""]}"#;
        let stop = check(text, Place { at: 0, expect: Expect::Value }, &mut open, usize::MAX);
        assert_eq!(stop.from, Place { at: 12, expect: Expect::Value });
        assert_eq!(open.iter().map(|open| open.mark).collect::<Vec<_>>(), b"{[");
    }
}
