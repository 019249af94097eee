//! Runs of base64 that hold text.

use std::sync::LazyLock;

use super::Scan;
use crate::finding::{Finding, by_rank};

/// Characters of a run, without its padding. Shorter ones hold no value, longer ones are files.
const SHORTEST: usize = 16;
const LONGEST: usize = 4096;

/// Percent of the decoded characters that can be printed.
const PRINTABLE: usize = 85;

/// Appends, for each run that decodes to text in which `scan` finds something, one finding of the whole run:
/// the first one inside lends its rule.
pub(super) fn find(text: &str, scan: &mut Scan<'_>, found: &mut Vec<Finding>) {
    let bytes = text.as_bytes();
    let mut inner = Vec::new();
    let mut at = 0;
    while let Some((start, end)) = next_run(bytes, at) {
        let padding = bytes.get(end..).unwrap_or_default().iter().take(2).take_while(|byte| **byte == b'=');
        let padded = end + padding.count();
        at = padded;
        if end - start > LONGEST {
            continue;
        }
        let run = bytes.get(start..end).unwrap_or_default();
        if let Some(decoded) = decode(run) {
            scan(&decoded, &mut inner);
            take_first(&mut inner, start, padded, found);
            continue;
        }
        // In a path, what stands between slashes may be meant.
        let mut from = start;
        for piece in run.split(|byte| *byte == b'/') {
            let to = from + piece.len();
            if piece.len() >= SHORTEST
                && piece.len() < run.len()
                && let Some(decoded) = decode(piece)
            {
                scan(&decoded, &mut inner);
                take_first(&mut inner, from, if to == end { padded } else { to }, found);
            }
            from = to + 1;
        }
    }
}

/// Appends the first of `inner` with the given extent; empties `inner`.
fn take_first(inner: &mut Vec<Finding>, start: usize, end: usize, found: &mut Vec<Finding>) {
    let first = inner.iter().copied().min_by(by_rank);
    found.extend(first.map(|first| Finding { start, end, ..first }));
    inner.clear();
}

/// What a character of the alphabet is, one bit each; no bits for others.
const UPPER: u8 = 1;
const LOWER: u8 = 2;
const DIGIT: u8 = 4;
const PLAIN_MARK: u8 = 8;
const URL_MARK: u8 = 16;

/// By byte.
static KINDS: LazyLock<[u8; 256]> = LazyLock::new(|| {
    let mut kinds = [0; 256];
    for (byte, kind) in (0..=u8::MAX).zip(&mut kinds) {
        *kind = match byte {
            b'A'..=b'Z' => UPPER,
            b'a'..=b'z' => LOWER,
            b'0'..=b'9' => DIGIT,
            b'+' | b'/' => PLAIN_MARK,
            b'-' | b'_' => URL_MARK,
            _ => 0,
        };
    }
    kinds
});

/// The next run of at least [`SHORTEST`] characters of the alphabet. Looks at the last of every sixteen bytes
/// first, because words end before that.
fn next_run(text: &[u8], from: usize) -> Option<(usize, usize)> {
    let kinds = &*KINDS;
    let in_alphabet = |byte: &u8| kinds.get(usize::from(*byte)).is_some_and(|kind| *kind != 0);
    let mut start = from;
    loop {
        let window = text.get(start..start + SHORTEST)?;
        if let Some(last) = window.iter().rposition(|byte| !in_alphabet(byte)) {
            start += last + 1;
            continue;
        }
        let rest = text.get(start + SHORTEST..).unwrap_or_default();
        let more = rest.iter().take_while(|byte| in_alphabet(byte)).count();
        return Some((start, start + SHORTEST + more));
    }
}

/// The text in `run`, if it is one: of one alphabet, with letters of both cases, valid UTF-8, nearly all
/// printable.
fn decode(run: &[u8]) -> Option<String> {
    let kind = |byte: &u8| KINDS.get(usize::from(*byte)).copied().unwrap_or(0);
    let kinds = run.iter().fold(0, |kinds, byte| kinds | kind(byte));
    let all = |wanted: u8| kinds & wanted == wanted;
    if run.len() % 4 == 1 || all(PLAIN_MARK | URL_MARK) || !all(UPPER | LOWER) {
        return None;
    }
    // What is not base64 of text shows it in its first few octets.
    let head = octets(run.get(..8)?);
    if std::str::from_utf8(&head).is_err_and(|error| error.error_len().is_some()) {
        return None;
    }
    let text = String::from_utf8(octets(run)).ok()?;
    let (all, printable) = text.chars().fold((0, 0), |(all, printable), character| {
        let control = character.is_control() && !matches!(character, '\t' | '\n' | '\r');
        (all + 1, printable + usize::from(!control))
    });
    (printable * 100 >= all * PRINTABLE).then_some(text)
}

/// The octets that a run stands for. Bits that make no whole octet are ignored.
fn octets(run: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(run.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0_u32, 0);
    for &byte in run {
        bits = bits << 6 | u32::from(value(byte));
        count += 6;
        if count >= 8 {
            count -= 8;
            let [octet, ..] = (bits >> count).to_le_bytes();
            out.push(octet);
        }
    }
    out
}

fn value(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        _ => 63,
    }
}
