//! Rules whose values stand behind a label: the question is asked at the value, backwards.

use super::values::{LazyTable, Scan, Values};
use super::window::{Bits, Classes, Window, here};
use super::{Rule, shapes};
use crate::text::boundary::{Boundary, is_hump};

/// All labelled rules of a scanner.
#[derive(Debug)]
pub(super) struct Labels {
    rules: Vec<Labelled>,
    endings: Endings,
    /// Labels with their separators, by number of the rule.
    table: LazyTable,
}

#[derive(Debug)]
struct Labelled {
    values: Values,
    /// What the value holds before the place where its pattern begins.
    lead: Option<LazyTable>,
}

/// Rules of one scanner that may have labels; a set of them is kept in one number.
const MAX_RULES: usize = 128;

impl Labels {
    /// Prepares `rules`; `None` when there are none.
    ///
    /// # Errors
    /// A message when there are too many.
    pub(super) fn new(rules: &[&Rule]) -> Result<Option<Self>, String> {
        if rules.is_empty() {
            return Ok(None);
        }
        if rules.len() > MAX_RULES {
            return Err(format!("{} rules have labels; a scanner takes {MAX_RULES}", rules.len()));
        }
        let mut endings = Endings::default();
        let mut patterns = Vec::with_capacity(rules.len());
        for rule in rules {
            let label = rule.label.as_ref().ok_or("a labelled rule without labels")?;
            label.words.iter().for_each(|word| endings.insert(word));
            patterns.push(label.pattern.clone() + rule.lead.as_deref().unwrap_or_default());
        }
        let mut labelled = Vec::with_capacity(rules.len());
        for rule in rules {
            let lead = rule.lead.as_ref().map(|lead| LazyTable::backward(vec![lead.clone()]));
            if let Some(lead) = lead.as_ref().and_then(LazyTable::get) {
                lead.last_letters(|before, last| endings.set([Some(before), None], last));
            }
            labelled.push(Labelled { values: Values::of(rule), lead });
        }
        Ok(Some(Self { rules: labelled, endings, table: LazyTable::backward(patterns) }))
    }

    /// See [`LazyTable::compile`].
    pub(super) fn compile(&self) -> Result<usize, String> {
        let mut bytes = self.table.compile()?;
        for rule in &self.rules {
            bytes += rule.values.compile()?;
            bytes += rule.lead.as_ref().map_or(Ok(0), LazyTable::compile)?;
        }
        Ok(bytes)
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
        let digit = window.until_here(|classes| classes.digit);
        let dot = window.until_here(|classes| classes.dot);
        // Right behind words of two letters, or of one beside a dot (`d.o.b`, `n.`) ...
        let ends = (word << 1 & !word) & (word << 2 | dot << 2 | dot);
        // ... unless a digit stands before: adding carries through the word to its end.
        let numbered = (word & digit << 1).wrapping_add(word) & !word;
        let mut reached = ends & !numbered;
        // More than separators are made of; the automaton knows better.
        let other = |classes: &Classes| classes.digit | classes.letter | classes.comma | classes.underscore;
        let separator = !window.until_here(other);
        // Twice as far in each round: 1, 2, 4 and then 1 make the eight marks that a separator may have.
        let mut marks = separator;
        for step in [1, 2, 4] {
            reached |= (reached & marks) << step;
            marks &= marks << step;
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
        let Some(table) = self.table.get() else { return };
        let bytes = scan.text.as_bytes();
        let mut rules = 0_u128;
        table.starts(bytes, place, |rule, start| {
            if may_begin(bytes, start) {
                rules |= 1 << rule;
            }
        });
        while rules != 0 {
            let rule = self.rules.get(rules.trailing_zeros() as usize);
            rules &= rules - 1;
            let Some(rule) = rule else { continue };
            let start = rule.lead.as_ref().map_or(Some(place), |lead| {
                // Read backwards, the longest comes last.
                let mut first = None;
                lead.get()?.starts(bytes, place, |_, start| first = Some(start));
                first
            });
            if let Some(start) = start {
                rule.values.find(scan, start, place);
            }
        }
    }
}

/// Whether a label may begin at `start`: at the start of a word, or at a capital inside one (`homePhone`).
fn may_begin(bytes: &[u8], start: usize) -> bool {
    Boundary::Alnum.before(bytes, start) || is_hump(bytes, start)
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
