//! Members of one name in one object: all but the first or the last of them are removed.
//!
//! Names are compared where they are certain, in the repaired text, and what is removed there is then taken out
//! of the edits: `Removal` says where it lies in the original.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{HashSet, VecDeque};
use std::mem;
use std::ops::Range;

use super::config::DuplicateKeys;
use super::rules::{ROWS, Rule};
use super::script::{Edit, Script};

/// Adds to the edits of `text`, which make it valid, those that remove members; says whether there are any.
pub(super) fn remove(text: &str, script: &mut Script, keep: DuplicateKeys) -> bool {
    let repaired = script.apply(text);
    let removals = removals(&repaired, keep);
    if removals.is_empty() {
        return false;
    }
    script.edits = composed(mem::take(&mut script.edits).into(), &removals);
    true
}

/// A member of an object that is being read.
struct Member {
    /// Its name, with the quotes.
    name: Range<usize>,
    /// The comma before it.
    comma: usize,
    /// Where its value ends.
    end: usize,
}

/// What to remove from `text`, which is valid: members with the comma before or, at the beginning of an object,
/// behind them. In order and apart from each other.
fn removals(text: &str, keep: DuplicateKeys) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    // The members of all open objects, and for each open container where its own begin.
    let (mut members, mut open): (Vec<Member>, Vec<Option<usize>>) = (Vec::new(), Vec::new());
    let (mut at, mut last, mut comma, mut name_due) = (0, 0, 0, false);
    while let Some(byte) = text.as_bytes().get(at) {
        let mut end = at + 1;
        match byte {
            b' ' | b'\n' | b'\r' | b'\t' => {
                at = end;
                continue;
            }
            b'"' => {
                end = string_end(text.as_bytes(), at);
                if mem::take(&mut name_due) {
                    members.push(Member { name: at..end, comma, end });
                }
            }
            b'{' => {
                open.push(Some(members.len()));
                name_due = true;
            }
            b'[' => open.push(None),
            b',' if matches!(open.last(), Some(Some(_))) => {
                if let Some(member) = members.last_mut() {
                    member.end = last;
                }
                (comma, name_due) = (at, true);
            }
            b'}' | b']' => {
                name_due = false;
                if let Some(Some(first)) = open.pop() {
                    let mut own = members.split_off(first);
                    if let Some(member) = own.last_mut() {
                        member.end = last;
                    }
                    choose(text, &own, keep, &mut found);
                }
            }
            _ => {}
        }
        (at, last) = (end, end);
    }
    found.sort_unstable_by_key(|removal| (removal.start, Reverse(removal.end)));
    // What lies in a member that is removed goes with it.
    let mut removed = 0;
    found.retain(|removal| {
        let outside = removal.start >= removed;
        removed = removed.max(removal.end);
        outside
    });
    found
}

/// Appends what is to be removed of the members of one object.
fn choose(text: &str, members: &[Member], keep: DuplicateKeys, found: &mut Vec<Range<usize>>) {
    if members.len() < 2 {
        return;
    }
    let mut seen = HashSet::with_capacity(members.len());
    let mut is_new = |member: &Member| {
        let Range { start, end } = member.name;
        seen.insert(Name::of(text.get(start + 1..end - 1).unwrap_or_default()))
    };
    let mut stays: Vec<bool> = match keep {
        DuplicateKeys::Keep => return,
        DuplicateKeys::First => members.iter().map(&mut is_new).collect(),
        DuplicateKeys::Last => members.iter().rev().map(&mut is_new).collect(),
    };
    if keep == DuplicateKeys::Last {
        stays.reverse();
    }
    let nexts = members.iter().skip(1).map(|next| next.name.start);
    let mut leading = true;
    for ((member, stays), next) in members.iter().zip(stays).zip(nexts.chain([text.len()])) {
        if stays {
            leading = false;
        } else if leading {
            found.push(member.name.start..next);
        } else {
            found.push(member.comma..member.end);
        }
    }
}

/// Where the string that begins at `at` ends, behind its quote.
fn string_end(text: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(length) = memchr::memchr2(b'"', b'\\', text.get(end..).unwrap_or_default()) {
        end += length;
        if text.get(end) == Some(&b'"') {
            return end + 1;
        }
        end += 2;
    }
    text.len()
}

/// A name without its escapes.
#[derive(PartialEq, Eq, Hash)]
enum Name<'t> {
    Text(Cow<'t, str>),
    /// UTF-16, where there are halves of surrogate pairs.
    Halves(Vec<u16>),
}

impl<'t> Name<'t> {
    /// Reads what stands between the quotes of a valid string.
    fn of(raw: &'t str) -> Self {
        if !raw.contains('\\') {
            return Self::Text(Cow::Borrowed(raw));
        }
        let mut units = Vec::with_capacity(raw.len());
        let mut rest = raw.chars();
        while let Some(character) = rest.next() {
            let meant = match character {
                '\\' => match rest.next() {
                    Some('u') => {
                        let (digits, behind) = rest.as_str().split_at_checked(4).unwrap_or_default();
                        units.push(u16::from_str_radix(digits, 16).unwrap_or_default());
                        rest = behind.chars();
                        continue;
                    }
                    Some('b') => '\u{8}',
                    Some('f') => '\u{c}',
                    Some('n') => '\n',
                    Some('r') => '\r',
                    Some('t') => '\t',
                    Some(other) => other,
                    None => break,
                },
                other => other,
            };
            units.extend_from_slice(meant.encode_utf16(&mut [0; 2]));
        }
        String::from_utf16(&units).map_or(Self::Halves(units), |text| Self::Text(Cow::Owned(text)))
    }
}

/// The edits that do what `edits` do, and then `removals` to what they have written.
fn composed(mut edits: VecDeque<Edit>, removals: &[Range<usize>]) -> Vec<Edit> {
    let mut out = Vec::with_capacity(edits.len() + removals.len());
    // The same place in the original and in the repaired text, with no edit between it and the next one.
    let (mut original, mut repaired) = (0, 0);
    for removal in removals {
        while let Some(mut edit) = edits.pop_front() {
            let begins = repaired + (edit.start - original);
            let ends = begins + edit.text.len();
            if ends > removal.start {
                if begins < removal.start {
                    // The first part of what it writes stays.
                    let cut = edit.text.start + (removal.start - begins);
                    let rest = Edit { start: edit.end, text: cut..edit.text.end, ..edit };
                    (original, repaired) = (edit.end, removal.start);
                    edit.text.end = cut;
                    out.push(edit);
                    edit = rest;
                }
                edits.push_front(edit);
                break;
            }
            (original, repaired) = (edit.end, ends);
            out.push(edit);
        }
        let start = original + (removal.start - repaired);
        let mut confidence = ROWS.get(Rule::DuplicateKey as usize).map_or(0, |row| row.confidence(true));
        while let Some(edit) = edits.front_mut() {
            let begins = repaired + (edit.start - original);
            let ends = begins + edit.text.len();
            if begins >= removal.end {
                break;
            }
            // A removal is no surer than what it rests on.
            confidence = confidence.min(edit.confidence);
            if ends > removal.end {
                edit.text.start += removal.end - begins;
                (original, repaired) = (edit.start, removal.end);
                break;
            }
            (original, repaired) = (edit.end, ends);
            edits.pop_front();
        }
        let end = original + (removal.end - repaired);
        out.push(Edit { start, end, rule: Rule::DuplicateKey, confidence, text: 0..0 });
    }
    out.extend(edits);
    out
}
