//! Putting replacements into a text, once and from left to right.

use std::borrow::Cow;
use std::ops::Range;

use crate::finding::Finding;

/// `text` with every finding replaced by what `replace` appends. Borrowed when there are none.
///
/// Findings are in order and do not overlap, as engines report them.
pub fn rewrite<'t>(
    text: &'t str,
    found: &[Finding],
    mut replace: impl FnMut(&Finding, &str, &mut String),
) -> Cow<'t, str> {
    if found.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    each_piece(text, found, |piece| match piece {
        Piece::Kept(_, kept) => out.push_str(kept),
        Piece::Found(finding, value) => replace(finding, value, &mut out),
    });
    Cow::Owned(out)
}

/// What takes the place of findings, one text for each, in their order.
#[derive(Debug, Default)]
pub struct Replacements {
    texts: String,
    ends: Vec<usize>,
}

impl Replacements {
    /// Adds the replacement of the next finding: what `write` appends.
    pub fn push(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.texts);
        self.ends.push(self.texts.len());
    }

    /// The replacement of the finding at `index`.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.texts.get(start..end)
    }

    /// Forgets all of them and keeps the room.
    pub fn clear(&mut self) {
        self.texts.clear();
        self.ends.clear();
    }

    /// A function for [`rewrite`] and [`splice`] that gives one after the other, and asks `otherwise` where
    /// there are none.
    pub fn replacer<'r>(
        &'r self,
        mut otherwise: impl FnMut(&Finding, &str, &mut String) + 'r,
    ) -> impl FnMut(&Finding, &str, &mut String) + 'r {
        let mut next = 0;
        move |finding, value, out| {
            match self.get(next) {
                Some(text) => out.push_str(text),
                None => otherwise(finding, value, out),
            }
            next += 1;
        }
    }
}

/// As [`rewrite`], for texts whose bytes are not those of `text`: `keep` appends what is kept of a range.
pub fn splice(
    text: &str,
    found: &[Finding],
    mut replace: impl FnMut(&Finding, &str, &mut String),
    mut keep: impl FnMut(Range<usize>, &str, &mut Vec<u8>),
) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut mask = String::new();
    each_piece(text, found, |piece| match piece {
        Piece::Kept(range, kept) => keep(range, kept, &mut out),
        Piece::Found(finding, value) => {
            mask.clear();
            replace(finding, value, &mut mask);
            out.extend_from_slice(mask.as_bytes());
        }
    });
    out
}

/// A stretch of a text.
enum Piece<'t> {
    Kept(Range<usize>, &'t str),
    Found(&'t Finding, &'t str),
}

/// Visits `text` from left to right: what is between findings, and what was found.
#[inline]
fn each_piece<'t>(text: &'t str, found: &'t [Finding], mut visit: impl FnMut(Piece<'t>)) {
    let of = |range: Range<usize>| text.get(range).unwrap_or_default();
    let mut reached = 0;
    for finding in found {
        let kept = reached..finding.start;
        visit(Piece::Kept(kept.clone(), of(kept)));
        visit(Piece::Found(finding, of(finding.start..finding.end)));
        reached = finding.end;
    }
    visit(Piece::Kept(reached..text.len(), of(reached..text.len())));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replaces_in_place_and_borrows_when_clean() {
        let found = [(0, 1), (3, 5)].map(|(start, end)| Finding { start, end, rule: 0, confidence: 0 });
        let out = rewrite("abcdé", &found[..1], |_, value, out| out.push_str(&value.to_uppercase()));
        assert_eq!(out, "Abcdé");
        assert!(matches!(rewrite("abc", &[], |_, _, _| ()), Cow::Borrowed("abc")));
    }

    #[test]
    fn replacements_are_taken_in_order_before_others_are_asked_for() {
        let found =
            [(0, 1), (1, 2), (2, 3)].map(|(start, end)| Finding { start, end, rule: 0, confidence: 0 });
        let mut replacements = Replacements::default();
        replacements.push(|out| out.push('x'));
        replacements.push(|_| ());
        let out = rewrite("abcd", &found, replacements.replacer(|_, value, out| out.push_str(value)));
        assert_eq!(out, "xcd");
    }
}
