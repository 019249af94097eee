//! Rules whose values stand behind a label: the question is asked at the value, backwards.

use super::last_words::LastWords;
use super::values::{Scan, Values};
use super::window::{Classes, Window, here};
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
        syntax.links().iter().for_each(|link| labels.last_words.insert_link(link));
        for (number, rule) in rules.iter().enumerate() {
            let Some(label) = &rule.label else { continue };
            let mut own = Phrases::new();
            let phrases = if rule.lead.is_some() { &mut own } else { &mut labels.phrases };
            for phrase in label.phrases.iter() {
                phrases.insert(phrase, number, label.gap);
                labels.last_words.insert(phrase);
            }
            if let Some(lead) = &rule.lead {
                lead.words.iter().for_each(|word| labels.last_words.insert_lead(word));
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
        // More than separators are made of; the automaton knows better.
        let other = |classes: &Classes| classes.digit | classes.letter | classes.comma | classes.underscore;
        let separator = !window.until_here(other);
        // What no word of one letter that ends a label has before it.
        let apart = |classes: &Classes| {
            classes.digit | classes.letter | classes.comma | classes.colon | classes.slash
        };
        let joined = !window.until_here(apart);
        // Right behind words of two letters, or of one that is joined to others or has a mark behind it (`d.o.b`,
        // `it's`, `n:`, `account(s)`).
        let mut reached = (word << 1 & !word) & ((word | joined) << 2 | separator);
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
        // A label may begin inside the word, at a capital behind two small letters.
        let capitals = window.ending_at(bit, |classes| classes.capital);
        let small = letters & !capitals;
        if (capitals & small << 1 & small << 2) >> (u64::BITS - length) != 0 {
            return true;
        }
        let before = |distance: u32| window.position(bit).saturating_sub(distance as usize);
        let word = before(length)..before(marks);
        // Behind a bracket anything may stand: `(as in the passport):`.
        text.as_bytes().get(word.end) == Some(&b')') || self.last_words.may_hold(text, &word)
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
