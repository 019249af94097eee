//! The words that stand before a labelled value.

use super::automaton::Table;
use super::boundary::{Boundary, is_hump};
use super::pattern::Pattern;

/// How rule files join the words of a label, and a label with its value.
#[derive(Debug, Clone)]
pub struct LabelSyntax {
    /// Between two words of a label; may be nothing.
    joiner: Pattern,
    /// Between a label and its value, where that may be nothing.
    separator_any: Pattern,
    /// The same, where it must be something.
    separator_some: Pattern,
    sources: [String; 3],
    links: Vec<String>,
}

/// What has to stand between a label and its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Something.
    Some,
    /// Anything the syntax allows, nothing too.
    Any,
}

impl LabelSyntax {
    /// Patterns of the shared syntax; `links` are the words that separators may hold.
    #[must_use]
    pub fn new(joiner: &str, separator_any: &str, separator_some: &str, links: &[String]) -> Self {
        Self {
            joiner: Pattern::backward(joiner),
            separator_any: Pattern::backward(separator_any),
            separator_some: Pattern::backward(separator_some),
            sources: [joiner, separator_any, separator_some].map(str::to_owned),
            links: links.to_vec(),
        }
    }

    /// A pattern for any of `phrases` and the separator behind it. Letters match in either case, by ASCII
    /// rules: each becomes a class of two, so no case folding of the regex engine is used.
    #[must_use]
    pub fn pattern(&self, phrases: &[String], gap: Gap) -> String {
        let [joiner, any, some] = &self.sources;
        let alternatives: Vec<String> = phrases.iter().map(|phrase| phrase_pattern(phrase, joiner)).collect();
        let separator = if gap == Gap::Any { any } else { some };
        format!("(?:{})(?:{separator})", alternatives.join("|"))
    }

    /// The words that separators may hold.
    pub(super) fn links(&self) -> &[String] {
        &self.links
    }

    /// Calls `visit(end)` for every place where a label may end whose value begins at `value`.
    #[inline]
    pub(super) fn label_ends(&self, bytes: &[u8], value: usize, visit: impl FnMut(usize)) {
        if let Some(table) = self.separator_any.table() {
            table.starts(bytes, value, visit);
        }
    }

    /// Whether what stands between `end` and `value`, which is a separator, is enough for `gap`.
    pub(super) fn is_enough(&self, bytes: &[u8], end: usize, value: usize, gap: Gap) -> bool {
        gap == Gap::Any
            || self.separator_some.table().is_some_and(|table| {
                let mut enough = false;
                table.starts(bytes, value, |start| enough |= start == end);
                enough
            })
    }

    /// Whether a joiner or a separator may have `byte` right before a word.
    #[cfg(test)]
    pub(super) fn joins(&self, byte: u8) -> bool {
        let mut joins = false;
        self.joiner().unwrap().starts(&[byte], 1, |start| joins |= start == 0);
        for link in &self.links {
            let text = [&[byte], link.as_bytes()].concat();
            self.label_ends(&text, text.len(), |end| joins |= end == 0);
        }
        joins
    }

    fn joiner(&self) -> Option<&Table> {
        self.joiner.table()
    }

    /// See [`Pattern::measure`].
    pub(super) fn measure(&self) -> Result<usize, String> {
        Ok(self.joiner.measure()? + self.separator_any.measure()? + self.separator_some.measure()?)
    }
}

/// `phrase` with each ASCII letter in either case, and with `joiner` for spaces.
fn phrase_pattern(phrase: &str, joiner: &str) -> String {
    let mut pattern = String::new();
    for character in phrase.chars() {
        if character == ' ' {
            pattern.push_str(joiner);
        } else if character.is_ascii_alphabetic() {
            pattern.extend(['[', character.to_ascii_uppercase(), character.to_ascii_lowercase(), ']']);
        } else {
            pattern.push_str(&regex_syntax::escape(character.encode_utf8(&mut [0; 4])));
        }
    }
    pattern
}

/// A pattern for any of `words`, in either case, and the mark and the space behind it.
#[must_use]
pub fn lead_pattern(words: &[String]) -> String {
    let alternatives: Vec<String> = words.iter().map(|word| phrase_pattern(word, "")).collect();
    format!("(?:{})[.]? ", alternatives.join("|"))
}

/// All phrases of a set of rules as one tree, read from their last byte.
#[derive(Debug)]
pub(super) struct Phrases {
    nodes: Vec<Node>,
    /// One bit for each last byte of a phrase and the one before: what stands before a separator is seldom a
    /// label, and this is the quickest way to see it.
    pairs: Box<[u64; 1024]>,
}

#[derive(Debug, Default)]
struct Node {
    children: Vec<(u8, usize)>,
    /// Where it goes on behind (that is, before) a joiner.
    joint: Option<usize>,
    /// Rules that have the phrase that is complete here.
    rules: Vec<(usize, Gap)>,
}

impl Node {
    /// Where it goes on before `place`: the next node, and its place.
    #[inline]
    fn step(&self, bytes: &[u8], place: usize) -> Option<(usize, usize)> {
        let place = place.checked_sub(1)?;
        let byte = bytes.get(place)?.to_ascii_lowercase();
        let (_, next) = self.children.iter().find(|(known, _)| *known == byte)?;
        Some((*next, place))
    }
}

impl Phrases {
    pub(super) fn new() -> Self {
        Self { nodes: vec![Node::default()], pairs: Box::new([0; 1024]) }
    }

    /// Adds a phrase of rule number `rule`.
    pub(super) fn insert(&mut self, phrase: &str, rule: usize, gap: Gap) {
        let mut last = phrase.bytes().rev();
        if let Some(end) = last.next() {
            self.add_pair(last.next().filter(|byte| *byte != b' '), end);
        }
        let mut at = 0;
        for byte in phrase.bytes().rev() {
            let new = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else { return };
            let byte = byte.to_ascii_lowercase();
            let next = if byte == b' ' {
                *node.joint.get_or_insert(new)
            } else if let Some((_, next)) = node.children.iter().find(|(known, _)| *known == byte) {
                *next
            } else {
                node.children.push((byte, new));
                new
            };
            if next == new {
                self.nodes.push(Node::default());
            }
            at = next;
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.rules.push((rule, gap));
        }
    }

    /// Notes an ending; a byte before that is not known can be anything.
    fn add_pair(&mut self, wanted: Option<u8>, last: u8) {
        let cases = |byte: u8| [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()];
        for last in cases(last) {
            for before in 0..=u8::MAX {
                if wanted.is_none_or(|wanted| cases(wanted).contains(&before))
                    && let Some(bits) = self.pairs.get_mut(usize::from(last) << 2 | usize::from(before >> 6))
                {
                    *bits |= 1 << (before & 63);
                }
            }
        }
    }

    /// Whether a phrase may end at `end`.
    #[inline]
    pub(super) fn may_end(&self, bytes: &[u8], end: usize) -> bool {
        match bytes.get(..end).unwrap_or_default() {
            [.., before, last] => self
                .pairs
                .get(usize::from(*last) << 2 | usize::from(before >> 6))
                .is_some_and(|bits| bits >> (before & 63) & 1 == 1),
            _ => false,
        }
    }

    /// Calls `hit(rule, gap)` for every phrase that ends at `end`.
    pub(super) fn ending_at(
        &self,
        syntax: &LabelSyntax,
        bytes: &[u8],
        end: usize,
        mut hit: impl FnMut(usize, Gap),
    ) {
        // Joiners may have several lengths, so there may be several places to go on from.
        let mut waiting = Vec::new();
        let mut next = Some((0, end));
        while let Some((at, place)) = next {
            let Some(node) = self.nodes.get(at) else { break };
            if !node.rules.is_empty() && may_begin(bytes, place) {
                node.rules.iter().for_each(|&(rule, gap)| hit(rule, gap));
            }
            if let Some(joint) = node.joint.and_then(|joint| self.nodes.get(joint))
                && let Some(joiner) = syntax.joiner()
            {
                joiner.starts(bytes, place, |start| waiting.extend(joint.step(bytes, start)));
            }
            next = node.step(bytes, place).or_else(|| waiting.pop());
        }
    }
}

/// Whether a label may begin at `start`: at the start of a word, or at a capital inside one (`homePhone`).
pub(super) fn may_begin(bytes: &[u8], start: usize) -> bool {
    Boundary::Alnum.before(bytes, start) || is_hump(bytes, start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn syntax() -> LabelSyntax {
        LabelSyntax::new("[ _]{0,2}", "[: ]{0,2}", "[: ]{1,2}", &["is".to_owned()])
    }

    #[test]
    fn phrases_become_patterns() {
        let syntax = LabelSyntax::new("[ _]", ":?", ":", &[]);
        let phrases = ["a b".to_owned(), "c's".to_owned()];
        assert_eq!(syntax.pattern(&phrases, Gap::Some), "(?:[Aa][ _][Bb]|[Cc]'[Ss])(?::)");
        assert_eq!(lead_pattern(&["may".to_owned()]), "(?:[Mm][Aa][Yy])[.]? ");
    }

    #[test]
    fn label_ends_know_what_is_between() {
        let mut seen = Vec::new();
        syntax().label_ends(b"id: 5", 4, |end| seen.push(end));
        assert_eq!(seen, [4, 3, 2]);
        assert!(syntax().is_enough(b"id: 5", 2, 4, Gap::Some) && syntax().is_enough(b"id5", 2, 2, Gap::Any));
        assert!(!syntax().is_enough(b"id5", 2, 2, Gap::Some));
    }

    #[test]
    fn phrases_are_found_backwards() {
        let mut phrases = Phrases::new();
        phrases.insert("phone number", 0, Gap::Some);
        phrases.insert("number", 1, Gap::Any);
        phrases.insert("né", 2, Gap::Any);
        assert!(phrases.may_end(b"Number", 6) && !phrases.may_end(b"Numbed", 6));
        let found = |text: &str| {
            let mut seen = Vec::new();
            phrases.ending_at(&syntax(), text.as_bytes(), text.len(), |rule, _| seen.push(rule));
            seen.sort_unstable();
            seen
        };
        assert_eq!(found("Phone  Number"), [0, 1]);
        assert_eq!(found("phoneNumber"), [0, 1]);
        assert_eq!(found("xphone number"), [1]);
        assert_eq!(found("telephonenumber"), [0; 0]);
        assert_eq!(found("phone   number"), [1]);
        assert_eq!(found("il est né"), [2]);
    }
}
