//! Rules whose values stand behind a label: the question is asked at the value, backwards.

use super::values::{Scan, Values};
use super::window::{Bits, Classes, Window, here};
use super::{Rule, shapes};
use crate::text::labels::{LabelSyntax, Phrases};
use crate::text::pattern::Pattern;

/// All labelled rules of a scanner.
#[derive(Debug)]
pub(super) struct Labels {
    syntax: LabelSyntax,
    rules: Vec<Values>,
    phrases: Phrases,
    /// What may stand between label and value as a part of the value, and the phrases before that.
    leads: Vec<(Pattern, Phrases)>,
    endings: Endings,
}

impl Labels {
    /// Prepares `rules`; `None` when there are none.
    pub(super) fn new(syntax: &LabelSyntax, rules: &[&Rule]) -> Option<Self> {
        if rules.is_empty() {
            return None;
        }
        let mut labels = Self {
            syntax: syntax.clone(),
            rules: rules.iter().map(|rule| Values::of(rule)).collect(),
            phrases: Phrases::new(),
            leads: Vec::new(),
            endings: Endings::default(),
        };
        syntax.links().iter().for_each(|link| labels.endings.insert(link));
        for (number, rule) in rules.iter().enumerate() {
            let Some(label) = &rule.label else { continue };
            let mut own = Phrases::new();
            let phrases = if rule.lead.is_some() { &mut own } else { &mut labels.phrases };
            for phrase in label.phrases.iter() {
                phrases.insert(phrase, number, label.gap);
                labels.endings.insert(phrase);
            }
            if let Some(lead) = &rule.lead {
                lead.words.iter().for_each(|word| labels.endings.insert(word));
                labels.leads.push((lead.pattern.clone(), own));
            }
        }
        Some(labels)
    }

    /// See [`Pattern::measure`].
    pub(super) fn measure(&self) -> Result<usize, String> {
        let leads = self.leads.iter().map(|(lead, _)| lead.measure());
        let values = self.rules.iter().map(Values::measure);
        Ok(self.syntax.measure()? + leads.chain(values).sum::<Result<usize, String>>()?)
    }

    /// Where a labelled value may begin: at a run of letters and digits with a digit in it, at brackets and
    /// plus signs in front of one, and at a digit behind a letter inside one; with a letter before it, or
    /// marks and a letter before those.
    #[inline]
    pub(super) fn places(window: &Window) -> u64 {
        let word = window.until_here(|classes| classes.letter | classes.non_ascii);
        if word == 0 {
            return 0;
        }
        let dot = window.until_here(|classes| classes.dot);
        let mark = window.until_here(|classes| classes.space | classes.close | classes.dot);
        // Right behind words of two letters, or of one behind a dot or with a mark behind it (`d.o.b`, `n.`,
        // `it's `, `account(s)`).
        let mut reached = (word << 1 & !word) & (word << 2 | dot << 2 | mark);
        // More than separators are made of; the automaton knows better.
        let other = |classes: &Classes| classes.digit | classes.letter | classes.comma | classes.underscore;
        let separator = !window.until_here(other);
        // Twice as far in each round: 1, 2, 4 and then 1 make the eight marks that a separator may have.
        let mut marks = separator;
        for step in [1, 2, 4] {
            reached |= (reached & marks) << step;
            marks &= marks >> step;
        }
        reached |= (reached & separator) << 1;
        let reached = here(reached >> u64::BITS);
        let inside = window.digit & window.behind(|classes| classes.letter);
        here(shapes::fronted(window, shapes::digit_tokens(window)) | inside) & reached
    }

    /// Looks for values at one of these places.
    #[inline]
    pub(super) fn find(&self, window: &Window, bit: u32, scan: &mut Scan<'_>) {
        let bytes = scan.text.as_bytes();
        let place = bit + u64::BITS;
        let words = window.until_here(|classes| classes.letter | classes.non_ascii) & ((1 << place) - 1);
        // One behind the last letter before the place.
        let gap = place + words.leading_zeros() - Bits::BITS;
        let behind = window.position(bit).saturating_sub(gap as usize);
        // Behind a bracket anything may stand: `(as in the passport):`.
        if bytes.get(behind) == Some(&b')') || self.endings.may_end(bytes, behind) {
            self.find_behind_labels(scan, window.position(bit));
        }
    }

    fn find_behind_labels(&self, scan: &mut Scan<'_>, place: usize) {
        self.find_behind(&self.phrases, scan, place, place);
        for (lead, phrases) in &self.leads {
            // Read backwards, the longest comes last.
            let mut start = None;
            if let Some(lead) = lead.table() {
                lead.starts(scan.text.as_bytes(), place, |_, at| start = Some(at));
            }
            if let Some(start) = start {
                self.find_behind(phrases, scan, start, place);
            }
        }
    }

    /// Values that begin at `start`, behind one of `phrases`, and whose pattern begins at `place`.
    fn find_behind(&self, phrases: &Phrases, scan: &mut Scan<'_>, start: usize, place: usize) {
        let bytes = scan.text.as_bytes();
        let mut rules = std::mem::take(&mut scan.rules);
        self.syntax.label_ends(bytes, start, |end| {
            if phrases.may_end(bytes, end) {
                phrases.ending_at(&self.syntax, bytes, end, |rule, gap| {
                    if self.syntax.is_enough(bytes, end, start, gap) {
                        rules.push(rule);
                    }
                });
            }
        });
        rules.sort_unstable();
        rules.dedup();
        for rule in rules.drain(..) {
            if let Some(values) = self.rules.get(rule) {
                values.find(scan, start, place);
            }
        }
        scan.rules = rules;
    }
}

/// The last three letters of labels and of what may stand between label and value, in either case. Nine of
/// ten places without a label show it there.
#[derive(Debug)]
struct Endings(Box<[u32; 1024]>);

impl Default for Endings {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl Endings {
    /// Adds a phrase.
    fn insert(&mut self, phrase: &str) {
        let mut letters = phrase.bytes().rev().skip_while(|byte| !is_letter(*byte));
        let Some(last) = letters.next() else { return };
        let mut more = letters.take_while(|byte| is_letter(*byte));
        self.set([more.next(), more.next()], last);
    }

    /// Adds an ending of which `before` is known, nearest first; a letter that is not known can be anything.
    fn set(&mut self, before: [Option<u8>; 2], last: u8) {
        let any = |letter: Option<u8>| letter.map_or(0..32, |letter| letter & 31..(letter & 31) + 1);
        for second in any(before[0]) {
            for third in any(before[0].and(before[1])) {
                if let Some(thirds) = self.0.get_mut(Self::index(second, last)) {
                    *thirds |= 1 << third;
                }
            }
        }
    }

    fn index(second: u8, last: u8) -> usize {
        usize::from(last & 31) << 5 | usize::from(second & 31)
    }

    /// Whether the word that ends at `end` may be the end of a label.
    #[inline]
    fn may_end(&self, bytes: &[u8], end: usize) -> bool {
        match bytes.get(..end).unwrap_or_default() {
            // Bytes outside ASCII stand for letters that are not in the table.
            &[.., third, second, last] if (third | second | last).is_ascii() => {
                self.0.get(Self::index(second, last)).is_some_and(|thirds| thirds >> (third & 31) & 1 == 1)
            }
            before => before.len() > 1,
        }
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}
