//! Characters that stand for ASCII ones, characters that take no room, and look-alikes.

use super::tables::{self, Class};
use super::view::Change;

/// More invisible characters and marks in a row than this stay, and end what they stand in.
const LONGEST_RUN: usize = 16;

/// More look-alikes in a row than this stay.
const LONGEST_WORD: usize = 64;

/// Reads characters by the table, but for look-alikes.
pub(super) fn fold(text: &str, emit: &mut dyn FnMut(Change)) {
    let tables = tables::all();
    let mut at = 0;
    while let Some((start, character)) = next_beyond_ascii(text, at) {
        at = start + character.len_utf8();
        match tables.class(character) {
            Class::Fold(to) => emit(Change { start, end: at, to: Some(to) }),
            Class::Dropped | Class::Mark => at = invisible(text, start, emit),
            Class::Other | Class::Lookalike(_) => {}
        }
    }
}

/// Treats the run of dropped characters and marks at `start`; returns its end.
fn invisible(text: &str, start: usize, emit: &mut dyn FnMut(Change)) -> usize {
    let tables = tables::all();
    let class = |character| if char::is_ascii(&character) { Class::Other } else { tables.class(character) };
    let rest = text.get(start..).unwrap_or_default();
    let run = rest.char_indices().map(|(offset, character)| (start + offset, character, class(character)));
    let run = run.take_while(|(_, _, class)| matches!(class, Class::Dropped | Class::Mark));
    let mut kept = [(0, 0, false); LONGEST_RUN];
    let (mut end, mut count) = (start, 0);
    for (at, character, class) in run {
        end = at + character.len_utf8();
        if let Some(place) = kept.get_mut(count) {
            *place = (at, end, class == Class::Dropped);
        }
        count += 1;
    }
    let Some(kept) = kept.get(..count) else { return end };

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
    let tables = tables::all();
    let mut at = 0;
    while let Some((start, character)) = next_beyond_ascii(text, at) {
        at = start + character.len_utf8();
        if !matches!(tables.class(character), Class::Lookalike(_)) {
            continue;
        }
        let mut count = 1;
        while let Some(next) = text.get(at..).and_then(|rest| rest.chars().next())
            && !next.is_ascii()
            && matches!(tables.class(next), Class::Lookalike(_) | Class::Mark)
        {
            at += next.len_utf8();
            count += 1;
        }
        if count <= LONGEST_WORD && touches_latin(text.as_bytes(), start, at) {
            for (offset, character) in text.get(start..at).unwrap_or_default().char_indices() {
                let to = match tables.class(character) {
                    Class::Lookalike(letter) => Some(letter),
                    _ => None,
                };
                let start = start + offset;
                emit(Change { start, end: start + character.len_utf8(), to });
            }
        }
    }
}

fn touches_latin(text: &[u8], start: usize, end: usize) -> bool {
    let anchor = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'@');
    let joint = |byte: Option<&u8>| byte.is_some_and(|byte| b"._%+-".contains(byte));
    let before = |distance: usize| start.checked_sub(distance).and_then(|at| text.get(at));
    let after = |distance: usize| text.get(end + distance);
    anchor(before(1))
        || anchor(after(0))
        || (joint(before(1)) && anchor(before(2)))
        || (joint(after(0)) && anchor(after(1)))
}

/// The first character at or behind `at` that is not ASCII.
#[inline]
fn next_beyond_ascii(text: &str, at: usize) -> Option<(usize, char)> {
    let bytes = text.as_bytes().get(at..)?;
    // In text of another script the next one is near; otherwise whole blocks are ASCII.
    let near = bytes.iter().take(8).position(|byte| !byte.is_ascii());
    let offset = near.or_else(|| {
        let blocks = bytes.get(8..)?.chunks(64);
        let clean = 8 + 64 * blocks.take_while(|block| block.is_ascii()).count();
        bytes.get(clean..)?.iter().position(|byte| !byte.is_ascii()).map(|offset| clean + offset)
    })?;
    Some((at + offset, text.get(at + offset..)?.chars().next()?))
}
