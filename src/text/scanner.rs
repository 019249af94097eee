//! Finding all matches of a set of rules in one pass over a text.
//!
//! Most text holds nothing to find, so the pass only stops at bytes that can belong to a match (digits and
//! a few marks), learns there where rules may begin, and walks a small automaton from that place. The cost
//! is linear: a walk is bounded by the longest pattern, and bytes between two stops are looked at once.

use memchr::memmem;

use super::automaton::{Outlook, Table, first_bytes};
use super::boundary::Boundary;
use super::bytes::{ByteSet, Stops};
use super::regex::Regex;
use super::word::Word;
use crate::finding::Finding;

/// Where a rule's matches may begin.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// At an ASCII alphanumeric run that holds a digit, or at the `(` and `+` in front of it.
    Token,
    /// At every `byte`, extended to the left over `before` less what is in `trim`.
    Byte {
        /// The byte; ASCII.
        byte: u8,
        /// What belongs to the match on the left of `byte`.
        before: ByteSet,
        /// What a match must not begin with.
        trim: ByteSet,
        /// Whether something has to stand on the left.
        required: bool,
    },
    /// Right behind a label.
    Label,
    /// At every occurrence of this text.
    Literal(String),
}

/// A rule as the scanner needs it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// What findings carry.
    pub id: u16,
    /// Where matches begin.
    pub trigger: Trigger,
    /// The match, from the trigger on; explicit classes, no anchors, no flags.
    pub pattern: String,
    /// What must end right before the match, instead of `left`.
    pub label: Option<String>,
    /// Condition on what stands before the match.
    pub left: Boundary,
    /// Condition on what stands behind it.
    pub right: Boundary,
    /// Must accept the matched text.
    pub check: Option<fn(&str) -> bool>,
    /// Percent.
    pub confidence: u8,
}

/// Rules of one scanner; they are kept in one machine word.
const MAX_RULES: usize = 64;

/// A compiled set of rules.
#[derive(Debug)]
pub struct Scanner {
    stops: Option<Stops>,
    tokens: Tokens,
    marks: Vec<Mark>,
    labelled: Vec<Anchored>,
    literals: Vec<Anchored>,
}

/// The part of a rule that decides once a stretch of text is on the table.
#[derive(Debug)]
struct Verdict {
    id: u16,
    left: Boundary,
    right: Boundary,
    check: Option<fn(&str) -> bool>,
    confidence: u8,
}

impl Verdict {
    fn of(rule: &Rule) -> Self {
        Self {
            id: rule.id,
            left: rule.left,
            right: rule.right,
            check: rule.check,
            confidence: rule.confidence,
        }
    }

    #[inline]
    fn accepts(&self, text: &str, start: usize, end: usize) -> bool {
        match self.check {
            None => true,
            Some(check) => text.get(start..end).is_some_and(check),
        }
    }

    fn finding(&self, start: usize, end: usize) -> Finding {
        Finding { start, end, rule: self.id, confidence: self.confidence }
    }
}

/// Rules that begin at tokens.
#[derive(Debug)]
struct Tokens {
    plain: Option<Plain>,
    labelled: Option<(Labels, Group)>,
}

/// Rules whose patterns are in one automaton.
#[derive(Debug)]
struct Group {
    rules: Vec<Verdict>,
    values: Table,
    /// No rule's match ends in front of a letter or digit.
    ends_whole: bool,
}

/// Rules without labels, and what tells at a glance that none of them can begin at a token.
#[derive(Debug)]
struct Plain {
    group: Group,
    outlook: Outlook,
    /// Bit per rule, by the byte that a match begins with.
    starters: Vec<u64>,
    /// Bits of the rules that ask for each left boundary.
    lefts: Vec<(Boundary, u64)>,
}

/// The labels of a group, read backwards from a value. Most values have none, which shows after a byte
/// or two: it is the cheapest question to ask first.
#[derive(Debug)]
struct Labels(Table);

/// A rule that begins around one byte.
#[derive(Debug)]
struct Mark {
    byte: u8,
    before: ByteSet,
    trim: ByteSet,
    required: bool,
    values: Table,
    verdict: Verdict,
}

/// A rule that begins where another search ends.
#[derive(Debug)]
struct Anchored {
    search: Search,
    values: Table,
    verdict: Verdict,
}

#[derive(Debug)]
enum Search {
    Label(Regex),
    Literal(Box<memmem::Finder<'static>>),
}

/// Working memory of one pass.
#[derive(Debug, Default)]
struct Scratch {
    ends: Vec<(usize, usize)>,
}

impl Scanner {
    /// Compiles `rules`.
    ///
    /// # Errors
    /// A message when a pattern does not compile or there are too many rules.
    pub fn new(rules: &[Rule]) -> Result<Self, String> {
        if rules.len() > MAX_RULES {
            return Err(format!("{} rules; a scanner takes {MAX_RULES}", rules.len()));
        }
        let mut scanner = Self {
            stops: None,
            tokens: Tokens::compile(rules)?,
            marks: Vec::new(),
            labelled: Vec::new(),
            literals: Vec::new(),
        };
        for rule in rules {
            let values = || Table::forward(&[&rule.pattern]);
            let verdict = Verdict::of(rule);
            match &rule.trigger {
                Trigger::Token => {}
                Trigger::Byte { byte, before, trim, required } => scanner.marks.push(Mark {
                    byte: *byte,
                    before: before.clone(),
                    trim: trim.clone(),
                    required: *required,
                    values: values()?,
                    verdict,
                }),
                Trigger::Label => {
                    let label = rule.label.as_deref().ok_or("a rule that begins at a label has none")?;
                    // The pattern has explicit classes for both cases; only `(?u)` is needed for them.
                    let search = Search::Label(Regex::new(&format!("(?u-i:{label})"))?);
                    scanner.labelled.push(Anchored { search, values: values()?, verdict });
                }
                Trigger::Literal(literal) => {
                    let search = Search::Literal(Box::new(memmem::Finder::new(literal).into_owned()));
                    scanner.literals.push(Anchored { search, values: values()?, verdict });
                }
            }
        }
        let mut bytes: Vec<u8> = scanner.marks.iter().map(|mark| mark.byte).collect();
        bytes.sort_unstable();
        bytes.dedup();
        if bytes.len() > 2 {
            return Err("rules begin at more than two different bytes".into());
        }
        scanner.stops = Stops::new(!scanner.tokens.is_empty(), &bytes);
        Ok(scanner)
    }

    /// Appends every match of every rule. They may overlap and are in no particular order.
    pub fn find(&self, text: &str, found: &mut Vec<Finding>) {
        if let Some(stops) = &self.stops {
            self.find_at_stops(stops, text, found);
        }
        for rule in &self.labelled {
            rule.find(text, found);
        }
        for rule in &self.literals {
            rule.find(text, found);
        }
    }

    fn find_at_stops(&self, stops: &Stops, text: &str, found: &mut Vec<Finding>) {
        let bytes = text.as_bytes();
        let mut scratch = Scratch::default();
        let mut at = 0;
        // Where the stretch to the left of a stop may reach: tokens and marks behind are done with.
        let mut token_floor = 0;
        while let Some(stop) = stops.next(bytes, at) {
            let Some(&byte) = bytes.get(stop) else { break };
            if byte.is_ascii_digit() {
                let token = Token::around(bytes, stop, token_floor);
                self.tokens.find(text, token, &mut scratch, found);
                token_floor = token.end;
                at = token.end;
                continue;
            }
            for mark in &self.marks {
                if mark.byte == byte {
                    mark.find(text, stop, found);
                }
            }
            at = stop + 1;
        }
    }
}

/// An alphanumeric run that holds a digit.
#[derive(Debug, Clone, Copy)]
struct Token {
    start: usize,
    end: usize,
    letters: bool,
}

impl Token {
    /// The token around `digit`, its first digit, not reaching left of `floor`.
    #[inline]
    fn around(bytes: &[u8], digit: usize, floor: usize) -> Self {
        let left = bytes.get(floor..digit).unwrap_or_default();
        let start = digit - left.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let mut end = digit;
        let mut letters = start < digit;
        loop {
            let word = Word::at(bytes, end);
            let letter = word.letters();
            let run = letter.or(word.digits()).run();
            letters |= letter.any_of_first(run);
            end += run;
            if run < 8 {
                return Self { start, end, letters };
            }
        }
    }
}

impl Tokens {
    fn compile(rules: &[Rule]) -> Result<Self, String> {
        let rules = rules.iter().filter(|rule| matches!(rule.trigger, Trigger::Token));
        let (labelled, plain): (Vec<&Rule>, Vec<&Rule>) = rules.partition(|rule| rule.label.is_some());
        let labels: Vec<&str> = labelled.iter().filter_map(|rule| rule.label.as_deref()).collect();
        Ok(Self {
            plain: Plain::compile(&plain)?,
            labelled: match Group::compile(&labelled)? {
                Some(group) => Some((Labels(Table::backward(&labels)?), group)),
                None => None,
            },
        })
    }

    fn is_empty(&self) -> bool {
        self.plain.is_none() && self.labelled.is_none()
    }

    /// Looks at one token, at the marks in front of it, and at the digits inside it.
    #[inline]
    fn find(
        &self,
        text: &str,
        Token { start, end, letters }: Token,
        scratch: &mut Scratch,
        found: &mut Vec<Finding>,
    ) {
        let bytes = text.as_bytes();
        let mut front = start;
        for _ in 0..3 {
            if let Some(plain) = &self.plain
                && (front < start || plain.is_promising(bytes, start, end))
            {
                let allowed = plain.rules_at(bytes, front);
                if allowed != 0 {
                    plain.group.find(text, front, allowed, scratch, found);
                }
            }
            self.find_labelled(text, front, scratch, found);
            match front.checked_sub(1).and_then(|at| bytes.get(at)) {
                Some(b'(' | b'+') => front -= 1,
                _ => break,
            }
        }
        if !letters || self.labelled.is_none() {
            return;
        }
        let token = bytes.get(start..end).unwrap_or_default();
        for (offset, pair) in token.windows(2).enumerate() {
            if let [before, digit] = pair
                && digit.is_ascii_digit()
                && !before.is_ascii_digit()
            {
                self.find_labelled(text, start + offset + 1, scratch, found);
            }
        }
    }

    #[inline]
    fn find_labelled(&self, text: &str, start: usize, scratch: &mut Scratch, found: &mut Vec<Finding>) {
        if let Some((labels, group)) = &self.labelled {
            let labels = labels.before(text.as_bytes(), start);
            if labels != 0 {
                group.find(text, start, labels, scratch, found);
            }
        }
    }
}

impl Labels {
    /// Bits of the rules that have a label right before `to`.
    #[inline]
    fn before(&self, bytes: &[u8], to: usize) -> u64 {
        let mut rules = 0;
        self.0.starts(bytes, to, |rule, start| {
            if Boundary::Alnum.before(bytes, start) {
                rules |= 1 << rule;
            }
        });
        rules
    }
}

impl Group {
    fn compile(rules: &[&Rule]) -> Result<Option<Self>, String> {
        if rules.is_empty() {
            return Ok(None);
        }
        let patterns: Vec<&str> = rules.iter().map(|rule| rule.pattern.as_str()).collect();
        let values = Table::forward(&patterns)?;
        Ok(Some(Self {
            values,
            ends_whole: rules.iter().all(|rule| rule.right.excludes_alnum()),
            rules: rules.iter().map(|rule| Verdict::of(rule)).collect(),
        }))
    }

    /// Matches of the `allowed` rules that begin at `start`.
    #[inline]
    fn find(&self, text: &str, start: usize, allowed: u64, scratch: &mut Scratch, found: &mut Vec<Finding>) {
        let bytes = text.as_bytes();
        scratch.ends.clear();
        let may_end =
            |end: usize| !(self.ends_whole && bytes.get(end).is_some_and(u8::is_ascii_alphanumeric));
        self.values.ends(bytes, start, may_end, |rule, end| scratch.ends.push((rule, end)));
        let mut settled = !allowed;
        // Ends ascend, so the first acceptable one from the back is the longest.
        for &(index, end) in scratch.ends.iter().rev() {
            let bit = 1_u64 << index;
            let Some(rule) = self.rules.get(index) else { continue };
            if settled & bit == 0 && rule.right.after(bytes, end) && rule.accepts(text, start, end) {
                settled |= bit;
                found.push(rule.finding(start, end));
            }
        }
    }
}

impl Plain {
    fn compile(rules: &[&Rule]) -> Result<Option<Self>, String> {
        let Some(group) = Group::compile(rules)? else { return Ok(None) };
        let mut starters = vec![0; 256];
        for (index, rule) in rules.iter().enumerate() {
            let first = first_bytes(&rule.pattern)?;
            for (byte, rules) in (0..=u8::MAX).zip(&mut starters) {
                *rules |= u64::from(first.contains(byte)) << index;
            }
        }
        let bits = |boundary: Boundary| {
            let wanted = rules.iter().enumerate().filter(|(_, rule)| rule.left == boundary);
            wanted.fold(0_u64, |bits, (index, _)| bits | 1 << index)
        };
        let lefts = Boundary::ALL.map(|boundary| (boundary, bits(boundary)));
        Ok(Some(Self {
            outlook: group.values.outlook(),
            group,
            starters,
            lefts: lefts.into_iter().filter(|(_, rules)| *rules != 0).collect(),
        }))
    }

    /// Whether a match can begin with this token: it is long enough to be one, or can go on behind it.
    #[inline]
    fn is_promising(&self, bytes: &[u8], start: usize, end: usize) -> bool {
        !self.group.ends_whole
            || end - start >= self.outlook.shortest
            || bytes.get(end).is_some_and(|&next| self.outlook.followers.contains(next))
    }

    /// Rules that can begin at `start` by its first byte and by what stands before it.
    #[inline]
    fn rules_at(&self, bytes: &[u8], start: usize) -> u64 {
        let begin =
            bytes.get(start).and_then(|&byte| self.starters.get(usize::from(byte))).copied().unwrap_or(0);
        self.lefts.iter().fold(begin, |rules, (left, asking)| {
            if rules & asking == 0 || left.before(bytes, start) { rules } else { rules & !asking }
        })
    }
}

impl Mark {
    #[inline]
    fn find(&self, text: &str, at: usize, found: &mut Vec<Finding>) {
        let bytes = text.as_bytes();
        let left = bytes.get(..at).unwrap_or_default();
        let reach = left.iter().rev().take_while(|&&byte| self.before.contains(byte)).count();
        let stretch = left.get(at - reach..).unwrap_or_default();
        let start = at - reach + stretch.iter().take_while(|&&byte| self.trim.contains(byte)).count();
        if (self.required && start == at) || !self.verdict.left.before(bytes, start) {
            return;
        }
        longest_match(text, start, at, &self.values, &self.verdict, found);
    }
}

impl Anchored {
    fn find(&self, text: &str, found: &mut Vec<Finding>) {
        let bytes = text.as_bytes();
        match &self.search {
            Search::Label(label) => {
                for (start, end) in label.spans(text) {
                    if Boundary::Alnum.before(bytes, start) {
                        longest_match(text, end, end, &self.values, &self.verdict, found);
                    }
                }
            }
            Search::Literal(literal) => {
                for start in literal.find_iter(bytes) {
                    if self.verdict.left.before(bytes, start) {
                        longest_match(text, start, start, &self.values, &self.verdict, found);
                    }
                }
            }
        }
    }
}

/// The longest match of one rule from `anchor` on, whose value begins at `start`.
fn longest_match(
    text: &str,
    start: usize,
    anchor: usize,
    values: &Table,
    verdict: &Verdict,
    found: &mut Vec<Finding>,
) {
    let bytes = text.as_bytes();
    let may_end = |end| verdict.right.after(bytes, end);
    if verdict.check.is_none() {
        // Without a check the last good end is the answer: nothing needs to be remembered, however many
        // ends there are.
        let mut longest = None;
        values.ends(bytes, anchor, may_end, |_, end| longest = Some(end));
        found.extend(longest.map(|end| verdict.finding(start, end)));
        return;
    }
    let mut ends = Vec::new();
    values.ends(bytes, anchor, may_end, |_, end| ends.push(end));
    let longest = ends.into_iter().rev().find(|&end| verdict.accepts(text, start, end));
    found.extend(longest.map(|end| verdict.finding(start, end)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(trigger: Trigger, pattern: &str) -> Rule {
        Rule {
            id: 0,
            trigger,
            pattern: pattern.into(),
            label: None,
            left: Boundary::Word,
            right: Boundary::Word,
            check: None,
            confidence: 50,
        }
    }

    fn spans(rule: Rule, text: &str) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        Scanner::new(&[rule]).unwrap().find(text, &mut found);
        found.iter().map(|finding| (finding.start, finding.end)).collect()
    }

    #[test]
    fn tokens_begin_at_word_boundaries() {
        assert_eq!(
            spans(rule(Trigger::Token, "[0-9]{2}"), "12 a34 56_ é78é 90"),
            [(0, 2), (13, 15), (18, 20)]
        );
    }

    #[test]
    fn brackets_and_plus_in_front_of_a_token_can_begin_a_match() {
        let mut rule = rule(Trigger::Token, "[+][(][0-9]");
        rule.left = Boundary::None;
        assert_eq!(spans(rule, "a +(1 (+1"), [(2, 5)]);
    }

    #[test]
    fn the_longest_accepted_end_wins() {
        let mut rule = rule(Trigger::Token, "[0-9](?: ?[0-9]){1,5}");
        rule.check = Some(|value| value.ends_with('3'));
        assert_eq!(spans(rule, "1 2 3 4 5"), [(0, 5), (2, 5)]);
    }

    #[test]
    fn labels_may_touch_their_value() {
        let mut rule = rule(Trigger::Token, "[0-9]{3}");
        rule.label = Some("[Ii][Dd][: ]{0,2}".into());
        assert_eq!(spans(rule, "id123 xid: 456 Id: 789 012 éid:345"), [(2, 5), (19, 22), (32, 35)]);
    }

    #[test]
    fn marks_extend_to_both_sides() {
        let trigger = Trigger::Byte {
            byte: b'@',
            before: ByteSet::parse("[a-z.]").unwrap(),
            trim: ByteSet::parse("[.]").unwrap(),
            required: true,
        };
        assert_eq!(spans(rule(trigger, "@[a-z]{1,9}"), ".a.b@cd @x é..@y"), [(1, 7)]);
    }

    #[test]
    fn labels_and_literals_can_be_searched_for() {
        let mut labelled = rule(Trigger::Label, "[a-z]{2}");
        labelled.label = Some("[Kk]ey=".into());
        assert_eq!(spans(labelled, "key=ab xkey=cd Key=ef"), [(4, 6), (19, 21)]);
        assert_eq!(spans(rule(Trigger::Literal("AK".into()), "AK[0-9]"), "AK1 xAK2 AK34"), [(0, 3)]);
    }

    #[test]
    fn the_tables_stay_small() {
        let table =
            Table::forward(&["[0-9](?:[ -]?[0-9]){11,18}", "[0-9]{1,3}(?:[.][0-9]{1,3}){3}"]).unwrap();
        assert!(table.memory() < 64 << 10, "{}", table.memory());
    }
}
