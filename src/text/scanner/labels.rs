//! Rules whose values stand behind a label: the question is asked at the value, backwards.

use std::ops::Range;

use super::values::{Scan, Values};
use super::window::{Classes, Window, here};
use super::{Rule, shapes};
use crate::text::labels::{LabelSyntax, Phrases};
use crate::text::pattern::Pattern;
use crate::text::words::WordFilter;

/// All labelled rules of a scanner.
#[derive(Debug)]
pub(super) struct Labels {
    syntax: LabelSyntax,
    rules: Vec<Values>,
    phrases: Phrases,
    /// What may stand between label and value as a part of the value, and the phrases before that.
    leads: Vec<(Pattern, Phrases)>,
    last_words: LastWords,
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
            last_words: LastWords::default(),
        };
        syntax.links().iter().for_each(|link| labels.last_words.insert_tail(link));
        for (number, rule) in rules.iter().enumerate() {
            let Some(label) = &rule.label else { continue };
            let mut own = Phrases::new();
            let phrases = if rule.lead.is_some() { &mut own } else { &mut labels.phrases };
            for phrase in label.phrases.iter() {
                phrases.insert(phrase, number, label.gap);
                labels.last_words.insert(phrase);
            }
            if let Some(lead) = &rule.lead {
                lead.words.iter().for_each(|word| labels.last_words.insert_tail(word));
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
        if self.may_follow_label(window, bit, scan.text) {
            self.find_behind_labels(scan, window.position(bit));
        }
    }

    /// Whether the last word before a place may belong to a label.
    #[inline]
    fn may_follow_label(&self, window: &Window, bit: u32, text: &str) -> bool {
        let letters = window.ending_at(bit, |classes| classes.letter);
        let non_ascii = window.ending_at(bit, |classes| classes.non_ascii);
        // Marks between the last letter and the place, and all there is from the start of the word.
        let marks = (letters | non_ascii).leading_zeros();
        let length = marks + (!(letters << marks)).leading_zeros();
        // Letters outside ASCII look like the marks of separators, and a word may begin before what is seen.
        if length >= u64::BITS || non_ascii << length >> (u64::BITS - 1) == 1 {
            return true;
        }
        let before = |distance: u32| window.position(bit).saturating_sub(distance as usize);
        let word = before(length)..before(marks);
        // Behind a bracket anything may stand: `(as in the passport):`.
        text.as_bytes().get(word.end) == Some(&b')') || self.last_words.may_hold(text, word)
    }

    fn find_behind_labels(&self, scan: &mut Scan<'_>, place: usize) {
        self.find_behind(&self.phrases, scan, place, place);
        for (lead, phrases) in &self.leads {
            // Read backwards, the longest comes last.
            let mut start = None;
            if let Some(lead) = lead.table() {
                lead.starts(scan.text.as_bytes(), place, |at| start = Some(at));
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

/// The last words of labels, and of what may stand between label and value. Nearly all places without a label
/// show it there.
#[derive(Debug)]
struct LastWords {
    whole: WordFilter<512>,
    /// By last letter, what may also be written as the end of a label's last word (`phonenumber`).
    tails: Vec<Tails>,
}

/// Words with the same last letter.
#[derive(Debug, Default, Clone)]
struct Tails {
    words: Vec<String>,
    /// One bit for each letter that may stand before the last.
    before: u32,
}

/// A number word and a month can follow each other.
const MOST_TAILS: usize = 2;

impl Default for LastWords {
    fn default() -> Self {
        Self { whole: WordFilter::from_iter([]), tails: vec![Tails::default(); 32] }
    }
}

impl LastWords {
    /// Adds a phrase; its words may be joined by nothing.
    fn insert(&mut self, phrase: &str) {
        let phrase = phrase.trim_end_matches(|last: char| !last.is_alphabetic());
        let mut word = String::new();
        for part in phrase.rsplit(' ') {
            let run = part.rsplit(|one: char| !one.is_alphabetic()).next().unwrap_or_default();
            word.insert_str(0, run);
            self.whole.insert(&word);
            if run.len() < part.len() {
                break;
            }
        }
    }

    /// Adds a word that may follow a label.
    fn insert_tail(&mut self, word: &str) {
        self.insert(word);
        let (last, before) = match word.as_bytes() {
            [.., before, last] => (*last, 1 << (before & 31)),
            // Any letter.
            [last] => (*last, u32::MAX),
            [] => return,
        };
        if let Some(tails) = self.tails.get_mut(usize::from(last & 31)) {
            tails.before |= before;
            tails.words.push(word.to_owned());
        }
    }

    /// Whether `word`, which is a run of ASCII letters, may be one of these.
    #[inline]
    fn may_hold(&self, text: &str, word: Range<usize>) -> bool {
        self.may_end(text, &word, MOST_TAILS) || {
            // A label may begin at a capital inside it.
            let letters = text.as_bytes().get(word).unwrap_or_default();
            letters.iter().skip(1).any(u8::is_ascii_uppercase)
        }
    }

    /// Whether `word` is a last word, perhaps with so many tails.
    fn may_end(&self, text: &str, word: &Range<usize>, tails: usize) -> bool {
        if self.whole.may_hold(text, word) {
            return true;
        }
        let letters = text.as_bytes().get(word.clone()).unwrap_or_default();
        let [.., before, last] = letters else { return false };
        let Some(known) = self.tails.get(usize::from(last & 31)) else { return false };
        tails > 0
            && known.before >> (before & 31) & 1 == 1
            && known.words.iter().any(|tail| {
                let label = letters.len().saturating_sub(tail.len());
                label > 0
                    && letters.get(label..).is_some_and(|end| end.eq_ignore_ascii_case(tail.as_bytes()))
                    && self.may_end(text, &(word.start..word.start + label), tails - 1)
            })
    }
}
