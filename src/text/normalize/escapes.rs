//! Percent escapes and HTML entities.

use super::tables;
use super::view::Change;

/// The longest name of an entity.
const LONGEST_NAME: usize = 14;

/// Reads `%40`, with sequences of UTF-8 as one character, and `&#64;`, `&#x40;`, `&commat;`. Numbers need no
/// semicolon.
pub(super) fn read(text: &str, emit: &mut dyn FnMut(Change)) {
    let mut at = 0;
    while let Some(offset) = text.as_bytes().get(at..).and_then(|rest| memchr::memchr2(b'%', b'&', rest)) {
        let start = at + offset;
        let rest = text.as_bytes().get(start..).unwrap_or_default();
        let read = if rest.first() == Some(&b'%') { percent(rest) } else { entity(rest) };
        at = start + read.map_or(1, |(_, length)| length);
        if let Some((to, _)) = read {
            emit(Change { start, end: at, to: Some(to) });
        }
    }
}

/// The character that percent escapes at the beginning of `text` stand for, and their length.
fn percent(text: &[u8]) -> Option<(char, usize)> {
    let octet = |index: usize| match text.get(3 * index..3 * index + 3) {
        Some([b'%', high, low]) => u8::try_from(hex(*high)? << 4 | hex(*low)?).ok(),
        _ => None,
    };
    let first = octet(0)?;
    let count = match first {
        0 | 0x80..=0xC1 | 0xF5.. => return None,
        0x01..=0x7F => 1,
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
    };
    let mut octets = [first; 4];
    for (index, place) in octets.iter_mut().enumerate().take(count) {
        *place = octet(index)?;
    }
    let character = std::str::from_utf8(octets.get(..count)?).ok()?.chars().next()?;
    Some((character, 3 * count))
}

/// The character that the entity at the beginning of `text` stands for, and its length.
fn entity(text: &[u8]) -> Option<(char, usize)> {
    let (radix, longest, prefix) = match text {
        [b'&', b'#', b'x' | b'X', ..] => (16, 7, 3),
        [b'&', b'#', ..] => (10, 8, 2),
        _ => return named(text),
    };
    let digits = text.get(prefix..)?.iter().map_while(|byte| char::from(*byte).to_digit(radix));
    let (code, count) = digits
        .take(longest + 1)
        .fold((0, 0), |(code, count), digit| (code * u64::from(radix) + u64::from(digit), count + 1));
    if !(1..=longest).contains(&count) || code == 0 {
        return None;
    }
    let character = char::from_u32(u32::try_from(code).ok()?)?;
    let end = prefix + count;
    Some((character, end + usize::from(text.get(end) == Some(&b';'))))
}

fn named(text: &[u8]) -> Option<(char, usize)> {
    let name = text.get(1..)?;
    let length = name.iter().take(LONGEST_NAME + 1).position(|byte| !byte.is_ascii_alphabetic())?;
    (name.get(length) == Some(&b';')).then_some(())?;
    let name = std::str::from_utf8(name.get(..length)?).ok()?;
    tables::all().entities.get(name).map(|character| (*character, length + 2))
}

fn hex(byte: u8) -> Option<u32> {
    char::from(byte).to_digit(16)
}
