//! What the matches of a pattern begin with: the bytes that can stand in each of the first four places.

use regex_syntax::hir::{Class, Hir, HirKind, Look, Repetition};
use regex_syntax::utf8::Utf8Sequences;

/// How many places are told apart.
pub(super) const PLACES: usize = 4;

/// Bytes, as bits.
pub(super) type Bytes = [u64; 4];
const NONE: Bytes = [0; 4];
const ALL: Bytes = [u64::MAX; 4];

/// Bytes that texts consist of for the most part.
const COMMON: &[u8] = b" abcdefghijklmnopqrstuvwxyz";

/// A set of byte strings, by what stands in each of their first places and by how short they are.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Bytes in each place, of those strings that have it.
    places: [Bytes; PLACES],
    /// Whether there are strings of no bytes, of one, …; the last one stands for all longer ones.
    lengths: [bool; PLACES + 1],
}

impl Shape {
    /// The shape of the matches of `hir`. The depth of expressions is bounded by whoever wrote them as JSON.
    pub(super) fn of(hir: &Hir) -> Self {
        Self::part(hir, true)
    }

    /// As [`Shape::of`], for a part of an expression; `last`: nothing comes after it.
    fn part(hir: &Hir, last: bool) -> Self {
        match hir.kind() {
            // What follows, if anything does, is a newline.
            HirKind::Look(Look::End | Look::EndLF) if last => Self::byte(b'\n', b'\n'),
            HirKind::Empty | HirKind::Look(_) => Self::empty(),
            HirKind::Literal(literal) => {
                literal.0.iter().map(|&byte| Self::byte(byte, byte)).fold(Self::empty(), Self::then)
            }
            HirKind::Class(class) => Self::class(class),
            HirKind::Capture(group) => Self::part(&group.sub, last),
            HirKind::Concat(parts) => {
                let parts = parts.iter().enumerate().map(|(index, part)| (index + 1 == parts.len(), part));
                parts.map(|(end, part)| Self::part(part, last && end)).fold(Self::empty(), Self::then)
            }
            HirKind::Alternation(parts) => {
                parts.iter().map(|part| Self::part(part, last)).fold(Self::nothing(), Self::or)
            }
            HirKind::Repetition(repetition) => Self::repeated(repetition),
        }
    }

    /// Bytes in each place of a text where a match begins: any, where the match may have ended.
    pub(super) fn places(&self) -> [Bytes; PLACES] {
        let mut places = self.places;
        for (place, bytes) in places.iter_mut().enumerate() {
            if self.lengths.iter().take(place + 1).any(|&possible| possible) {
                *bytes = ALL;
            }
        }
        places
    }

    fn nothing() -> Self {
        Self { places: [NONE; PLACES], lengths: [false; PLACES + 1] }
    }

    fn empty() -> Self {
        let mut shape = Self::nothing();
        shape.lengths[0] = true;
        shape
    }

    fn byte(low: u8, high: u8) -> Self {
        let mut shape = Self::nothing();
        for byte in low..=high {
            set(&mut shape.places[0], byte);
        }
        shape.lengths[1] = true;
        shape
    }

    fn class(class: &Class) -> Self {
        match class {
            Class::Bytes(class) => class
                .iter()
                .map(|range| Self::byte(range.start(), range.end()))
                .fold(Self::nothing(), Self::or),
            Class::Unicode(class) => class
                .iter()
                .flat_map(|range| Utf8Sequences::new(range.start(), range.end()))
                .map(|bytes| {
                    let bytes = bytes.as_slice().iter().map(|range| Self::byte(range.start, range.end));
                    bytes.fold(Self::empty(), Self::then)
                })
                .fold(Self::nothing(), Self::or),
        }
    }

    fn repeated(repetition: &Repetition) -> Self {
        let one = Self::part(&repetition.sub, false);
        // Beyond the places that are told apart one more makes no difference.
        let least = (repetition.min as usize).min(PLACES);
        let most = repetition.max.map_or(PLACES, |max| (max as usize).min(PLACES));
        let mut shape = Self::nothing();
        let mut times = Self::empty();
        for count in 0..=most {
            if count >= least {
                shape = shape.or(times);
            }
            times = times.then(one);
        }
        shape
    }

    /// Strings of this shape followed by those of `next`.
    fn then(self, next: Self) -> Self {
        let mut both = Self { places: self.places, lengths: [false; PLACES + 1] };
        for (length, _) in self.lengths.iter().enumerate().filter(|(_, possible)| **possible) {
            let behind = both.places.iter_mut().skip(length);
            behind.zip(&next.places).for_each(|(bytes, more)| join(bytes, more));
            for (more, _) in next.lengths.iter().enumerate().filter(|(_, possible)| **possible) {
                if let Some(possible) = both.lengths.get_mut((length + more).min(PLACES)) {
                    *possible = true;
                }
            }
        }
        both
    }

    fn or(mut self, other: Self) -> Self {
        self.places.iter_mut().zip(&other.places).for_each(|(bytes, more)| join(bytes, more));
        self.lengths.iter_mut().zip(other.lengths).for_each(|(possible, more)| *possible |= more);
        self
    }
}

fn join(bytes: &mut Bytes, more: &Bytes) {
    bytes.iter_mut().zip(more).for_each(|(bytes, more)| *bytes |= more);
}

fn set(bytes: &mut Bytes, byte: u8) {
    if let Some(word) = bytes.get_mut(usize::from(byte) / 64) {
        *word |= 1 << (byte % 64);
    }
}

/// Whether `byte` is in the set.
pub(super) fn holds(bytes: &Bytes, byte: u8) -> bool {
    bytes.get(usize::from(byte) / 64).is_some_and(|word| word >> (byte % 64) & 1 == 1)
}

/// Of a thousand places in a text of common bytes, how many begin like these.
pub(super) fn passed(places: &[Bytes; PLACES]) -> usize {
    places.iter().fold(1000, |left, bytes| {
        let common = COMMON.iter().filter(|&&byte| holds(bytes, byte)).count();
        left * common / COMMON.len()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(pattern: &str) -> [String; PLACES] {
        let shape = Shape::of(&regex_syntax::parse(pattern).unwrap());
        shape.places().map(|bytes| {
            if bytes == ALL {
                "any".into()
            } else {
                (0..=255).filter(|&byte| holds(&bytes, byte)).map(char::from).collect()
            }
        })
    }

    #[test]
    fn places_hold_what_matches_begin_with() {
        assert_eq!(places("abcde"), ["a", "b", "c", "d"]);
        assert_eq!(places("a?b{2}c"), ["ab", "b", "bc", "any"]);
        assert_eq!(places("(?:x|yz)+w"), ["xy", "wxyz", "any", "any"]);
        assert_eq!(places(r"\bk*[lm]n*q"), ["klm", "klmnq", "any", "any"]);
        assert_eq!(places("é"), ["\u{c3}", "\u{a9}", "any", "any"]);
        assert_eq!(places("a*"), ["any"; PLACES]);
        assert_eq!(places("(?m)[ab]c?$"), ["ab", "\nc", "any", "any"]);
        assert_eq!(places("(?m)a$\n"), ["a", "\n", "any", "any"]);
    }
}
