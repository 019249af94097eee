//! Where in a text a match of one pattern may begin, for patterns whose own search has no way to skip.

use regex_syntax::hir::Hir;

use super::shape::{PLACES, Shape, holds, passed};

/// Longest match, in bytes, that is tried for at every place where one may begin.
const LONGEST: usize = 256;
/// Of a thousand places in an ordinary text, how many may look like a match for skipping to pay.
const MOST_PASSED: usize = 60;

/// What matches of a pattern begin with.
#[derive(Debug)]
pub(super) struct Lead {
    /// For each byte, as bits, the places of a match in which it can stand.
    places: Box<[u8; 256]>,
    /// Whether a try is short, so that to try at each place keeps the time linear.
    pub(super) short: bool,
}

impl Lead {
    /// The lead of a pattern; `None` where ordinary texts begin like its matches all the time.
    pub(super) fn of(hir: &Hir) -> Option<Self> {
        let bytes = Shape::of(hir).places();
        if passed(&bytes) > MOST_PASSED {
            return None;
        }
        let mut places = Box::new([0; 256]);
        for (bits, byte) in places.iter_mut().zip(0..=255) {
            for (place, bytes) in bytes.iter().enumerate() {
                *bits |= u8::from(holds(bytes, byte)) << place;
            }
        }
        let short = hir.properties().maximum_len().is_some_and(|longest| longest <= LONGEST);
        Some(Self { places, short })
    }

    /// The first place at `from` or later where a match may begin.
    pub(super) fn next(&self, text: &[u8], from: usize) -> Option<usize> {
        let rest = text.get(from..)?;
        let place = rest.windows(PLACES).position(|bytes| self.may_begin(bytes)).or_else(|| {
            // In the last places a match may end with the text.
            let tail = rest.len().saturating_sub(PLACES - 1);
            (tail..rest.len()).find(|&place| rest.get(place..).is_some_and(|bytes| self.may_begin(bytes)))
        });
        place.map(|place| from + place)
    }

    #[inline]
    fn may_begin(&self, bytes: &[u8]) -> bool {
        bytes.iter().enumerate().all(|(place, &byte)| {
            self.places.get(usize::from(byte)).is_some_and(|bits| bits >> place & 1 == 1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_where_no_match_begins_are_skipped() {
        let lead = Lead::of(&regex_syntax::parse("[0-9]{2}x?").unwrap()).unwrap();
        assert!(lead.short);
        let text = b"a 1 b 22 c3 44";
        let places: Vec<_> =
            std::iter::successors(lead.next(text, 0), |&place| lead.next(text, place + 1)).collect();
        assert_eq!(places, [6, 12, 13]);
    }

    #[test]
    fn what_begins_like_any_word_has_no_lead() {
        assert!(Lead::of(&regex_syntax::parse("[a-z]+@").unwrap()).is_none());
        assert!(!Lead::of(&regex_syntax::parse("[0-9]+").unwrap()).unwrap().short);
    }
}
