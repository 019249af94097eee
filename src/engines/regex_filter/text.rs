//! A text on its way through the rules, and what is known of it.

use std::borrow::Cow;
use std::cell::OnceCell;

use super::forms::{self, Form, Needs};
use super::sets::CharSet;

/// UTF-8 in which lone surrogates may stand as three bytes. What is found out about it is found out once.
pub(super) struct Text<'t> {
    bytes: Cow<'t, [u8]>,
    word: &'t CharSet,
    ascii: bool,
    surrogates: OnceCell<bool>,
    foreign_words: OnceCell<bool>,
    marked: [OnceCell<Vec<u8>>; 4],
}

impl<'t> Text<'t> {
    pub(super) fn new(bytes: impl Into<Cow<'t, [u8]>>, word: &'t CharSet) -> Self {
        let bytes = bytes.into();
        let ascii = bytes.is_ascii();
        Self {
            bytes,
            word,
            ascii,
            surrogates: OnceCell::new(),
            foreign_words: OnceCell::new(),
            marked: Default::default(),
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn is_ascii(&self) -> bool {
        self.ascii
    }

    pub(super) fn has_surrogates(&self) -> bool {
        !self.ascii && *self.surrogates.get_or_init(|| forms::has_surrogates(&self.bytes))
    }

    /// The form in which a pattern with these needs reads this text.
    pub(super) fn form(&self, needs: Needs) -> Form {
        let newline = needs.last_newline && self.bytes.last() == Some(&b'\n');
        if newline || (needs.words && self.has_foreign_words()) || self.has_surrogates() {
            Form::Marked(needs)
        } else if self.ascii {
            Form::Ascii
        } else {
            Form::Utf8
        }
    }

    /// What an automaton of this form reads.
    pub(super) fn in_form(&self, form: Form) -> &[u8] {
        let Form::Marked(needs) = form else { return &self.bytes };
        let slot = usize::from(needs.words) + 2 * usize::from(needs.last_newline);
        self.marked
            .get(slot)
            .map_or(&[], |slot| slot.get_or_init(|| forms::marked(&self.bytes, needs, self.word)).as_slice())
    }

    pub(super) fn into_bytes(self) -> Cow<'t, [u8]> {
        self.bytes
    }

    /// Whether there are word characters outside ASCII.
    fn has_foreign_words(&self) -> bool {
        !self.ascii
            && *self.foreign_words.get_or_init(|| {
                let mut rest: &[u8] = &self.bytes;
                while let Some(at) = rest.iter().position(|byte| !byte.is_ascii()) {
                    let from = rest.get(at..).unwrap_or_default();
                    let (code, length) = forms::decode(from);
                    if self.word.contains(code) {
                        return true;
                    }
                    rest = from.get(length..).unwrap_or_default();
                }
                false
            })
    }
}
