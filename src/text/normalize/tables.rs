//! The table of characters and spellings, read once per process.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

/// The one source, which the Python twin reads as well.
const FILE: &str = include_str!("../../../python/mcpgateway_native/rules/normalize.toml");

/// The file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    digits: Vec<u32>,
    shifts: Vec<(u32, u32, char)>,
    dropped: Vec<(u32, u32)>,
    marks: Vec<(u32, u32)>,
    folds: FxHashMap<char, String>,
    lookalikes: FxHashMap<char, String>,
    entities: FxHashMap<String, char>,
    spoken: Spoken,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spoken {
    not_a_name: FxHashSet<String>,
}

/// What a character is to the passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Itself.
    Other,
    /// Takes no room.
    Dropped,
    /// Drawn over the character before it.
    Mark,
    /// Stands for an ASCII character.
    Fold(char),
    /// Looks like an ASCII letter.
    Lookalike(char),
}

/// The tables in the form that the passes ask.
pub(super) struct Tables {
    /// By the upper bits of a code point: its page.
    index: Vec<u8>,
    /// By page and lower bits: 0 other, 1 dropped, 2 a mark, an ASCII character that is stood for, and with
    /// the highest bit a letter that is looked like.
    pages: Vec<[u8; PAGE]>,
    pub(super) entities: FxHashMap<String, char>,
    pub(super) not_a_name: FxHashSet<String>,
}

const PAGE: usize = 128;
const DROPPED: u8 = 1;
const MARK: u8 = 2;
const LOOKALIKE: u8 = 0x80;

static TABLES: LazyLock<Tables> =
    LazyLock::new(|| toml::from_str(FILE).map_or_else(|_| Tables::empty(), |file| Tables::new(&file)));

/// The tables of this build.
pub(super) fn all() -> &'static Tables {
    &TABLES
}

impl Tables {
    /// Stands in for a file that cannot be read; a test sees to it that this never ships.
    fn empty() -> Self {
        Self {
            index: vec![0; 0x11_0000 / PAGE],
            pages: vec![[0; PAGE]],
            entities: FxHashMap::default(),
            not_a_name: FxHashSet::default(),
        }
    }

    fn new(file: &File) -> Self {
        let mut tables = Self {
            entities: file.entities.clone(),
            not_a_name: file.spoken.not_a_name.clone(),
            ..Self::empty()
        };
        for &zero in &file.digits {
            tables.set_run(zero, zero + 9, '0');
        }
        for &(first, last, to) in &file.shifts {
            tables.set_run(first, last, to);
        }
        for (ranges, class) in [(&file.dropped, DROPPED), (&file.marks, MARK)] {
            for code in ranges.iter().flat_map(|&(first, last)| first..=last) {
                tables.set(code, class);
            }
        }
        for (lists, flag) in [(&file.folds, 0), (&file.lookalikes, LOOKALIKE)] {
            for (to, sources) in lists {
                let class = u8::try_from(*to).unwrap_or(0) | flag;
                sources.chars().for_each(|source| tables.set(source.into(), class));
            }
        }
        tables
    }

    fn set_run(&mut self, first: u32, last: u32, to: char) {
        for (code, class) in (first..=last).zip(u8::try_from(to).unwrap_or(0)..) {
            self.set(code, class);
        }
    }

    fn set(&mut self, code: u32, class: u8) {
        let (page, offset) = place(code);
        let Some(number) = self.index.get_mut(page) else { return };
        if *number == 0 {
            // The first page, which stands for all without entries, stays empty.
            let Ok(next) = u8::try_from(self.pages.len()) else { return };
            *number = next;
            self.pages.push([0; PAGE]);
        }
        if let Some(entry) = self.pages.get_mut(usize::from(*number)).and_then(|page| page.get_mut(offset)) {
            *entry = class;
        }
    }

    /// What the character with the code point `code`, which is not ASCII, is.
    #[inline]
    pub(super) fn class(&self, code: u32) -> Class {
        let (page, offset) = place(code);
        let number = self.index.get(page).copied().unwrap_or(0);
        match self.pages.get(usize::from(number)).and_then(|page| page.get(offset)) {
            None | Some(0) => Class::Other,
            Some(&DROPPED) => Class::Dropped,
            Some(&MARK) => Class::Mark,
            Some(&fold) if fold < LOOKALIKE => Class::Fold(char::from(fold)),
            Some(&lookalike) => Class::Lookalike(char::from(lookalike ^ LOOKALIKE)),
        }
    }
}

fn place(code: u32) -> (usize, usize) {
    let code = code as usize;
    (code / PAGE, code % PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_of_the_file_reaches_the_tables() {
        let file: File = toml::from_str(FILE).unwrap();
        let tables = all();
        let class = |code: u32| tables.class(code);
        for zero in &file.digits {
            let read = ('0'..='9').map(Class::Fold).collect::<Vec<_>>();
            assert_eq!((0..10).map(|digit| class(zero + digit)).collect::<Vec<_>>(), read, "{zero:X}");
        }
        for (first, last, to) in &file.shifts {
            assert_eq!(class(*first), Class::Fold(*to));
            assert_eq!(class(*last), Class::Fold(char::from_u32(u32::from(*to) + last - first).unwrap()));
        }
        assert!(
            file.dropped.iter().all(|(first, last)| [class(*first), class(*last)] == [Class::Dropped; 2])
        );
        assert!(file.marks.iter().all(|(first, last)| [class(*first), class(*last)] == [Class::Mark; 2]));
        for (to, sources) in &file.folds {
            assert!(sources.chars().all(|source| tables.class(source.into()) == Class::Fold(*to)), "{to}");
        }
        for (to, sources) in &file.lookalikes {
            assert!(
                sources.chars().all(|source| tables.class(source.into()) == Class::Lookalike(*to)),
                "{to}"
            );
        }
        assert!(tables.entities.keys().all(|name| name.len() <= 14));
        assert!(tables.not_a_name.iter().all(|word| word.len() <= 16 && word.is_ascii()));
    }

    #[test]
    fn letters_of_real_names_are_themselves() {
        for letter in "éüßøñčŁж中あ한".chars() {
            assert_eq!(all().class(letter.into()), Class::Other, "{letter}");
        }
    }
}
