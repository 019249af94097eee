//! What is written so that a plain scan does not see it: other digits and alphabets, invisible characters,
//! escapes, spelled-out marks, base64.
//!
//! A text is read a second time as it would be understood, and what is found there is mapped back. Only the
//! surroundings of places that read differently are read again, so ordinary text costs a look.
//!
//! Whether and how a place reads differently depends on less than 4,200 characters to either side of it,
//! because every run that counts is bounded.

mod base64;
mod escapes;
mod folded;
mod spoken;
mod tables;
mod view;

use crate::finding::Finding;
use view::Change;
pub use view::View;

/// Finds things in a text; may append overlapping findings in any order.
pub type Scan<'s> = dyn FnMut(&str, &mut Vec<Finding>) + 's;

/// A way of reading: reports what it reads differently, from left to right and without overlaps.
type Pass = fn(&str, &mut dyn FnMut(Change));

/// What is done to a text, one after the other; twice for escapes of escapes.
const PASSES: [Pass; 5] = [escapes::read, escapes::read, folded::fold, folded::unmask, spoken::read];

/// Characters around a change that are read with it: more than the longest value with its label and
/// context, and what one pass makes of the work of another.
const MARGIN: usize = 1536;

/// Characters at a cut of the text in which nothing counts: what is found there may have lost its neighbours.
const EDGE: usize = 256;

/// Appends what `scan` finds in other readings of `text`, mapped back; not what it finds in `text` itself.
pub fn find(text: &str, scan: &mut Scan<'_>, found: &mut Vec<Finding>) {
    folded_views(text, scan, found);
    let mut innermost = |decoded: &str, inner: &mut Vec<Finding>| {
        scan(decoded, inner);
        folded_views(decoded, scan, inner);
    };
    let mut within = |decoded: &str, inner: &mut Vec<Finding>| {
        innermost(decoded, inner);
        base64::find(decoded, &mut innermost, inner);
    };
    base64::find(text, &mut within, found);
}

/// Appends what `scan` finds around the places of `text` that read differently.
fn folded_views(text: &str, scan: &mut Scan<'_>, found: &mut Vec<Finding>) {
    let mut inner = Vec::new();
    for Window { start, end } in windows(text) {
        let slice = text.get(start..end).unwrap_or_default();
        let Some(view) = View::of(slice) else { continue };
        let first = if start == 0 { 0 } else { forward(text, start, EDGE) };
        let last = if end == text.len() { end } else { back(text, end, EDGE) };
        scan(&view.text, &mut inner);
        found.extend(inner.drain(..).filter_map(|finding| {
            let (from, to) = view.original(finding.start, finding.end);
            let (from, to) = (start + from, start + to);
            (from >= first && to <= last).then_some(Finding { start: from, end: to, ..finding })
        }));
    }
}

/// A stretch of a text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    start: usize,
    end: usize,
}

/// The surroundings of all places that read differently, from left to right and apart from each other.
fn windows(text: &str) -> Vec<Window> {
    let mut places: Vec<Window> = Vec::new();
    // The second round of escapes has nothing to do where the first one has not.
    for pass in PASSES.iter().skip(1) {
        let first = places.len();
        pass(text, &mut |Change { start, end, .. }| {
            match places.get_mut(first..).and_then(<[_]>::last_mut) {
                // So many bytes are at most so many characters.
                Some(last) if start - last.end <= 2 * MARGIN => last.end = end,
                _ => places.push(Window { start, end }),
            }
        });
    }
    places.sort_unstable_by_key(|place| place.start);
    places.dedup_by(|next, place| {
        let near = next.start <= place.end || forward(text, place.end, 2 * MARGIN) >= next.start;
        if near {
            place.end = place.end.max(next.end);
        }
        near
    });
    for place in &mut places {
        *place = Window { start: back(text, place.start, MARGIN), end: forward(text, place.end, MARGIN) };
    }
    places
}

/// The offset `count` characters behind `at`, or the end.
fn forward(text: &str, at: usize, count: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.char_indices().nth(count).map_or(text.len(), |(offset, _)| at + offset)
}

/// The offset `count` characters before `at`, or the beginning.
fn back(text: &str, at: usize, count: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let Some(index) = count.checked_sub(1) else { return at };
    before.char_indices().rev().nth(index).map_or(0, |(offset, _)| offset)
}

#[cfg(test)]
mod tests;
