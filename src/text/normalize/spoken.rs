//! `ann (at) example dot com`: marks that are written as words.

use super::tables;
use super::view::Change;

/// The most spaces to either side of a word or its brackets.
const SPACES: usize = 3;

/// The longest label of a host name.
const LONGEST_LABEL: usize = 63;

/// A word that may stand for a mark, with its brackets and the spaces around.
#[derive(Debug, Clone, Copy)]
struct Form {
    start: usize,
    end: usize,
    mark: char,
    bracketed: bool,
}

/// Reads `at` and `dot` between letters or digits as `@` and `.`. A bare `at` must not follow a word that
/// usually stands before one, and something like the beginning of a host name must follow.
pub(super) fn read(text: &str, emit: &mut dyn FnMut(Change)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(opener) = next_candidate(bytes, at) {
        at = opener + 1;
        let Some(form) = form(bytes, at) else { continue };
        if form.mark == '.' || form.bracketed || addresses(text, form) {
            at = form.end;
            emit(Change { start: form.start, end: form.end, to: Some(form.mark) });
        }
    }
}

/// The form whose word begins at `word`.
fn form(text: &[u8], word: usize) -> Option<Form> {
    let (mark, length) = mark(text, word)?;
    let before = |at: usize| at.checked_sub(1).and_then(|at| text.get(at)).copied();
    let behind = |at: usize| text.get(at).copied();
    let space = |byte: Option<u8>| usize::from(byte == Some(b' '));
    let end = word + length;

    let (left, right) = (word - space(before(word)), end + space(behind(end)));
    let bracketed = match (before(left), behind(right)) {
        (Some(b'('), Some(b')')) | (Some(b'['), Some(b']')) | (Some(b'{'), Some(b'}')) => true,
        _ if left < word && right > end => false,
        _ => return None,
    };
    let (mut start, mut end) = if bracketed { (left - 1, right + 1) } else { (word, end) };
    let (first, last) = (start, end);
    while before(start) == Some(b' ') && first - start < SPACES {
        start -= 1;
    }
    while behind(end) == Some(b' ') && end - last < SPACES {
        end += 1;
    }
    let alone = |byte: Option<u8>| byte.is_some_and(|byte| byte.is_ascii_alphanumeric());
    // Next to each other, two such words stand for nothing: which of them would take the space between?
    let neighbours = alone(before(start)) && alone(behind(end)) && !ends_in_mark(text, start);
    (neighbours && mark_word(text, end).is_none()).then_some(Form { start, end, mark, bracketed })
}

/// The mark that the letters at `at` spell, and their number.
fn mark(text: &[u8], at: usize) -> Option<(char, usize)> {
    let letter = |offset: usize| text.get(at + offset).map(u8::to_ascii_lowercase);
    match (letter(0)?, letter(1)?) {
        (b'a', b't') => Some(('@', 2)),
        (b'd', b'o') if letter(2) == Some(b't') => Some(('.', 3)),
        _ => None,
    }
}

/// As [`mark`], if the letters are a whole word; its beginning is known.
fn mark_word(text: &[u8], at: usize) -> Option<(char, usize)> {
    mark(text, at).filter(|(_, length)| !text.get(at + length).is_some_and(u8::is_ascii_alphanumeric))
}

/// Whether a word that stands for a mark ends at `end`.
fn ends_in_mark(text: &[u8], end: usize) -> bool {
    let word = last_word(text, end, 4);
    mark_word(text, end - word).is_some_and(|(_, length)| length == word)
}

/// Length of the letters and digits that end at `end`, counted up to `most`.
fn last_word(text: &[u8], end: usize, most: usize) -> usize {
    let before = text.get(..end).unwrap_or_default();
    before.iter().rev().take(most).take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// Whether the bare `at` of `form` stands between a name and a host.
fn addresses(text: &str, form: Form) -> bool {
    let bytes = text.as_bytes();
    let rest = bytes.get(form.end..).unwrap_or_default();
    let host = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'-';
    let label = rest.iter().take(LONGEST_LABEL + 1).take_while(host).count();
    if label > LONGEST_LABEL || !dotted(bytes, form.end + label) {
        return false;
    }
    let length = last_word(bytes, form.start, 17);
    let whole = form.start - length;
    if whole > 0 && bytes.get(whole - 1).is_some_and(|byte| b"._%+-".contains(byte)) {
        return true;
    }
    let word = text.get(whole..form.start).unwrap_or_default();
    !tables::all().not_a_name.contains(&word.to_ascii_lowercase())
}

/// Whether a dot, or what stands for one, is at `at`, and a letter or digit behind it.
fn dotted(text: &[u8], at: usize) -> bool {
    let byte = |at: usize| text.get(at).copied();
    if byte(at) == Some(b'.') {
        return byte(at + 1).is_some_and(|next| next.is_ascii_alphanumeric());
    }
    let mut word = at;
    while byte(word) == Some(b' ') && word - at < SPACES {
        word += 1;
    }
    if matches!(byte(word), Some(b'(' | b'[' | b'{')) {
        word += 1;
        word += usize::from(byte(word) == Some(b' '));
    }
    form(text, word).is_some_and(|form| form.start == at && form.mark == '.')
}

/// Width of the blocks that are rejected at once.
const BLOCK: usize = 32;

/// The first space or opening bracket at or behind `from` with letters behind it that spell a mark.
fn next_candidate(text: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let block = text.get(at..at + BLOCK + 3).unwrap_or_else(|| text.get(at..).unwrap_or_default());
        if block.len() < 4 {
            return None;
        }
        if has_candidate(block) {
            let found = (0..block.len() - 3).find(|&offset| opens(text, at + offset));
            if let Some(offset) = found {
                return Some(at + offset);
            }
        }
        at += block.len() - 3;
    }
}

fn opens(text: &[u8], at: usize) -> bool {
    matches!(text.get(at), Some(b' ' | b'(' | b'[' | b'{')) && mark_word(text, at + 1).is_some()
}

/// Whether some byte of `block` but the last three may be what is sought.
#[inline]
#[expect(clippy::needless_bitwise_bool, reason = "without branches this becomes vector instructions")]
fn has_candidate(block: &[u8]) -> bool {
    let shifted = |by: usize| block.get(by..).unwrap_or_default();
    let letters = shifted(1).iter().zip(shifted(2)).zip(shifted(3));
    block.iter().zip(letters).fold(false, |found, (&opener, ((&one, &two), &three))| {
        let opens = (opener == b' ') | (opener == b'(') | (opener | 0x20 == b'{');
        let (one, two, three) = (one | 0x20, two | 0x20, three | 0x20);
        let at = (one == b'a') & (two == b't') & (three.wrapping_sub(b'a') > b'z' - b'a');
        found | (opens & (at | ((one == b'd') & (two == b'o') & (three == b't'))))
    })
}
