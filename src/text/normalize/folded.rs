//! Characters that stand for ASCII ones, characters that take no room, and look-alikes.

use super::tables::{self, Class};
use super::view::Change;

/// More invisible characters and marks in a row than this stay, and end what they stand in.
const LONGEST_RUN: usize = 16;

/// More look-alikes in a row than this stay.
const LONGEST_WORD: usize = 64;

/// Reads characters by the table, but for look-alikes.
pub(super) fn fold(text: &str, emit: &mut dyn FnMut(Change)) {
    let (tables, bytes) = (tables::all(), text.as_bytes());
    let mut at = 0;
    while let Some((start, code, end)) = next_beyond_ascii(bytes, at) {
        at = match tables.class(code) {
            Class::Other | Class::Lookalike(_) => end,
            Class::Dropped | Class::Mark => invisible(text, start, emit),
            Class::Fold(to) => {
                emit(Change { start, end, to: Some(to) });
                end
            }
        }
    }
}

/// Treats the run of dropped characters and marks at `start`; returns its end.
fn invisible(text: &str, start: usize, emit: &mut dyn FnMut(Change)) -> usize {
    let (tables, bytes) = (tables::all(), text.as_bytes());
    let mut kept = [(0, 0, false); LONGEST_RUN];
    let (mut end, mut count) = (start, 0);
    while let Some((code, next)) = beyond_ascii(bytes, end) {
        let dropped = match tables.class(code) {
            Class::Dropped => true,
            Class::Mark => false,
            _ => break,
        };
        if let Some(place) = kept.get_mut(count) {
            *place = (end, next, dropped);
        }
        end = next;
        count += 1;
    }
    let Some(kept) = kept.get(..count) else { return end };

    let class = |character: char| match character {
        '\0'..='\x7F' => Class::Other,
        _ => tables.class(character.into()),
    };
    // Whether a character is, or will be, a visible one of ASCII.
    let visible = |character: char| match class(character) {
        Class::Other => character.is_ascii_graphic(),
        Class::Fold(to) => to != ' ',
        _ => false,
    };
    let lookalike = |character: char| matches!(class(character), Class::Lookalike(_));
    let before = text.get(..start).and_then(|before| before.chars().next_back());
    let after = text.get(end..).and_then(|after| after.chars().next());
    if before.is_some_and(visible) {
        emit(Change { start, end, to: None });
    } else if before.is_some_and(lookalike) || after.is_some_and(|next| visible(next) || lookalike(next)) {
        for run in kept.chunk_by(|left, right| left.2 == right.2) {
            if let (Some(&(start, _, true)), Some(&(_, end, _))) = (run.first(), run.last()) {
                emit(Change { start, end, to: None });
            }
        }
    }
    end
}

/// Reads look-alikes as Latin letters where a run of them, with their marks, touches an ASCII letter, a digit
/// or an at sign, directly or across one of `._%+-`. Words of one script stay what they are.
pub(super) fn unmask(text: &str, emit: &mut dyn FnMut(Change)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    // Only the ends of a stretch without ASCII can touch Latin letters, so a text of another script costs a
    // look at the ends of its words.
    while let Some((start, _, _)) = next_beyond_ascii(bytes, at) {
        let rest = bytes.get(start..).unwrap_or_default();
        let end = start + rest.iter().position(u8::is_ascii).unwrap_or(rest.len());
        at = end;
        let mut done = start;
        if touches_before(bytes, start) {
            done = lookalikes(text, start, emit);
        }
        if done < end && touches_behind(bytes, end) {
            let last = text.get(done..end).unwrap_or_default().char_indices().rev();
            let classes =
                last.map(|(offset, character)| (done + offset, tables::all().class(character.into())));
            let run = classes.take_while(|(_, class)| matches!(class, Class::Lookalike(_) | Class::Mark));
            let first = run.filter(|(_, class)| matches!(class, Class::Lookalike(_))).last();
            if let Some((first, _)) = first {
                lookalikes(text, first, emit);
            }
        }
    }
}

/// Reads the run of look-alikes and marks that begins at `start`, if it begins with a look-alike and is short
/// enough; returns its end.
fn lookalikes(text: &str, start: usize, emit: &mut dyn FnMut(Change)) -> usize {
    let (tables, bytes) = (tables::all(), text.as_bytes());
    let (mut end, mut count) = (start, 0);
    while let Some((code, next)) = beyond_ascii(bytes, end) {
        match tables.class(code) {
            Class::Lookalike(_) => {}
            Class::Mark if count > 0 => {}
            _ => break,
        }
        end = next;
        count += 1;
    }
    if count > LONGEST_WORD {
        return end;
    }
    let mut at = start;
    while let Some((code, next)) = beyond_ascii(bytes, at).filter(|(_, next)| *next <= end) {
        let to = match tables.class(code) {
            Class::Lookalike(letter) => Some(letter),
            _ => None,
        };
        emit(Change { start: at, end: next, to });
        at = next;
    }
    end
}

/// Whether something that makes a word Latin stands right before `at`.
fn touches_before(text: &[u8], at: usize) -> bool {
    let byte = |distance: usize| at.checked_sub(distance).and_then(|at| text.get(at)).copied();
    touches(byte(1), byte(2))
}

/// Whether something that makes a word Latin stands right behind `at`.
fn touches_behind(text: &[u8], at: usize) -> bool {
    touches(text.get(at).copied(), text.get(at + 1).copied())
}

fn touches(near: Option<u8>, next: Option<u8>) -> bool {
    let anchor = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'@');
    anchor(near) || (near.is_some_and(|byte| b"._%+-".contains(&byte)) && anchor(next))
}

/// The first character at or behind `at` that is not ASCII: where it begins, its code point and its end.
#[inline]
fn next_beyond_ascii(text: &[u8], mut at: usize) -> Option<(usize, u32, usize)> {
    const HIGH: u64 = 0x8080_8080_8080_8080;
    while let Some(word) = text.get(at..)?.first_chunk() {
        let marks = u64::from_le_bytes(*word) & HIGH;
        if marks != 0 {
            at += (marks.trailing_zeros() / 8) as usize;
            return beyond_ascii(text, at).map(|(code, end)| (at, code, end));
        }
        at += 8;
    }
    at += text.get(at..)?.iter().position(|byte| !byte.is_ascii())?;
    beyond_ascii(text, at).map(|(code, end)| (at, code, end))
}

/// The character at `at` and its end; `None` for ASCII and behind the end of the text.
#[inline]
fn beyond_ascii(text: &[u8], at: usize) -> Option<(u32, usize)> {
    let rest = text.get(at..)?;
    let six = |byte: &u8| u32::from(byte & 0x3F);
    match rest {
        [first @ 0xC0..=0xDF, one, ..] => Some(((u32::from(*first) & 0x1F) << 6 | six(one), at + 2)),
        [first @ 0xE0..=0xEF, one, two, ..] => {
            Some(((u32::from(*first) & 0x0F) << 12 | six(one) << 6 | six(two), at + 3))
        }
        [first @ 0xF0..=0xFF, one, two, three, ..] => {
            Some(((u32::from(*first) & 0x07) << 18 | six(one) << 12 | six(two) << 6 | six(three), at + 4))
        }
        _ => None,
    }
}
