//! Rules whose values stand behind a label: the question is asked at the value, backwards.

use super::values::{LazyTable, Scan, Values};
use super::window::{Bits, Window};
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
                lead.last_letters(|before, last| endings.set(before, last));
            }
            labelled.push(Labelled { values: Values::of(rule), lead });
        }
        Ok(Some(Self { rules: labelled, endings, table: LazyTable::backward(patterns) }))
    }

    /// Compiles every pattern, to see that it can be.
    pub(super) fn compile(&self) -> Result<(), String> {
        self.table.compile()?;
        for rule in &self.rules {
            rule.values.compile()?;
            if let Some(lead) = &rule.lead {
                lead.compile()?;
            }
        }
        Ok(())
    }

    /// Where a labelled value may begin: at a run of letters and digits with a digit in it, at brackets and
    /// plus signs in front of one, and at a digit behind a letter inside one; with a letter before it, or
    /// marks and a letter before those.
    #[inline]
    pub(super) fn places(window: &Window) -> Bits {
        let word = window.letter | window.non_ascii;
        // More than separators are made of; the automaton knows better.
        let separator = !(window.alnum() | window.comma | window.underscore);
        let mut reached = word << 1;
        // Twice as far in each round: 1, 2, 4 and then 1 make the eight marks that a separator may have.
        let mut marks = separator;
        for step in [1, 2, 4] {
            reached |= (reached & marks) << step;
            marks &= marks << step;
        }
        reached |= (reached & separator) << 1;
        let inside = window.digit & window.letter << 1;
        (shapes::fronted(window, shapes::digit_tokens(window)) | inside) & reached
    }

    /// Looks for values at one of these places.
    #[inline]
    pub(super) fn find(&self, window: &Window, bit: u32, scan: &mut Scan<'_>) {
        let bytes = scan.text.as_bytes();
        let words = (window.letter | window.non_ascii) & ((1 << bit) - 1);
        // One behind the last letter before the place.
        let behind = window.position(Bits::BITS - words.leading_zeros());
        if self.endings.may_end(bytes, behind) {
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

/// The last two letters of labels and of what may stand between label and value, in either case. Nine of
/// ten places without a label show it there.
#[derive(Debug, Default)]
struct Endings([u32; 32]);

impl Endings {
    fn insert(&mut self, word: &str) {
        let mut letters = word.bytes().rev().skip_while(|byte| !is_letter(*byte));
        let (Some(last), before) = (letters.next(), letters.next()) else { return };
        match before.filter(|&byte| is_letter(byte)) {
            Some(before) => self.set(before, last),
            // One letter alone: whatever is before it.
            None => (0..=u8::MAX).for_each(|before| self.set(before, last)),
        }
    }

    fn set(&mut self, before: u8, last: u8) {
        if let Some(befores) = self.0.get_mut(usize::from(last & 31)) {
            *befores |= 1 << (before & 31);
        }
    }

    /// Whether the word that ends at `end` may be the end of a label.
    #[inline]
    fn may_end(&self, bytes: &[u8], end: usize) -> bool {
        let letter = |back: usize| end.checked_sub(back).and_then(|at| bytes.get(at)).copied();
        match (letter(2), letter(1)) {
            (Some(before), Some(last)) => {
                // Bytes outside ASCII stand for letters that are not in the table.
                !last.is_ascii()
                    || !before.is_ascii()
                    || self
                        .0
                        .get(usize::from(last & 31))
                        .is_some_and(|befores| befores >> (before & 31) & 1 == 1)
            }
            _ => false,
        }
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || !byte.is_ascii()
}
