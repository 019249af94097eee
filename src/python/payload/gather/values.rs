//! What each value on the walk is, and what is done with texts.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString};

use super::Walk;
use crate::python::payload::DETACH_BYTES;
use crate::python::payload::gathered::{Kind, Place};
use crate::python::payload::leaf::{Leaf, Text, surrogates};
use crate::walk::{MAX_TOTAL_BYTES, MAX_TOTAL_NODES};

/// What a value is that payloads are not full of.
enum Rare<'a, 'py> {
    /// Of a subclass.
    String(&'a Bound<'py, PyString>),
    Text(Text<'static>),
    /// A number that is too long.
    Unreadable,
    Nothing,
    Container,
}

impl<'py> Walk<'py, '_> {
    /// Counts values. Whether they are within the limit.
    #[inline]
    pub(super) fn count(&mut self, values: usize) -> bool {
        self.visited += values;
        let within = self.visited <= MAX_TOTAL_NODES;
        if !within {
            self.limits.exceed("total_nodes", true);
        }
        within
    }

    /// Visits a value, which stands at `place`. The index of its node if it is a container that was not met
    /// before and that is now to be entered.
    #[inline]
    pub(super) fn visit(
        &mut self,
        value: &Bound<'py, PyAny>,
        state: u32,
        place: impl FnOnce() -> Option<Place<'py>>,
    ) -> PyResult<Option<u32>> {
        if !self.count(1) {
            return Ok(None);
        }
        if let Ok(string) = value.cast_exact::<PyString>() {
            if self.fields.reads(state) {
                self.string(string, place)?;
            }
            return Ok(None);
        }
        let kind = if value.is_exact_instance_of::<PyDict>() {
            Kind::Dict
        } else if value.is_exact_instance_of::<PyList>() {
            Kind::List
        } else if self.only_counts(value) {
            return Ok(None);
        } else {
            match self.rare(value)? {
                Rare::Container => Kind::Unopened,
                Rare::Nothing => return Ok(None),
                _ if !self.fields.reads(state) => return Ok(None),
                Rare::String(string) => {
                    self.string(string, place)?;
                    return Ok(None);
                }
                Rare::Text(text) => {
                    self.made(text, place)?;
                    return Ok(None);
                }
                Rare::Unreadable => {
                    self.limits.exceed("unreadable", false);
                    return Ok(None);
                }
            }
        };
        self.meet(value, kind, state, place())
    }

    /// Whether there is no text in a value: those that payloads are full of.
    #[inline]
    pub(super) fn only_counts(&self, value: &Bound<'py, PyAny>) -> bool {
        value.is_none()
            || value.is_exact_instance_of::<PyBool>()
            || value.is_exact_instance_of::<PyFloat>()
            || (value.is_exact_instance_of::<PyInt>() && !self.options.integers)
    }

    /// What a value is that payloads are not full of.
    #[cold]
    fn rare<'a>(&self, value: &'a Bound<'py, PyAny>) -> PyResult<Rare<'a, 'py>> {
        Ok(if let Ok(integer) = value.cast::<PyInt>() {
            if !self.options.integers {
                return Ok(Rare::Nothing);
            }
            Text::of_integer(integer)?.map_or(Rare::Unreadable, Rare::Text)
        } else if let Ok(bytes) = value.cast::<PyBytes>() {
            if self.options.bytes { Rare::Text(Text::of_bytes(bytes)) } else { Rare::Nothing }
        } else if let Ok(array) = value.cast::<PyByteArray>() {
            if self.options.bytes { Rare::Text(Text::of_bytearray(array)) } else { Rare::Nothing }
        } else if let Ok(string) = value.cast::<PyString>() {
            Rare::String(string)
        } else {
            Rare::Container
        })
    }

    /// Takes a string of any kind.
    #[inline]
    pub(super) fn string(
        &mut self,
        string: &Bound<'py, PyString>,
        place: impl FnOnce() -> Option<Place<'py>>,
    ) -> PyResult<()> {
        let Ok(text) = string.to_str() else {
            return self.made(Text::Surrogates(surrogates(string)?), place);
        };
        if !self.admits(text.len()) {
            return Ok(());
        }
        if self.looks_at_once() {
            if self.found.hits.look(self.worker, &Text::Borrowed(text))? {
                self.found.places.push(place());
            }
        } else {
            self.later.push(Leaf::String(PyBackedStr::try_from(string.clone())?), place());
        }
        Ok(())
    }

    /// Takes a text that was made for scanning.
    fn made(&mut self, text: Text<'static>, place: impl FnOnce() -> Option<Place<'py>>) -> PyResult<()> {
        if !self.admits(text.as_str().len()) {
            return Ok(());
        }
        if self.looks_at_once() {
            if self.found.hits.look(self.worker, &text)? {
                self.found.places.push(place());
            }
        } else {
            self.later.push(Leaf::Made(Box::new(text)), place());
        }
        Ok(())
    }

    /// Counts a text of `length` bytes, if it is within the limits.
    #[inline]
    fn admits(&mut self, length: usize) -> bool {
        if self.options.max_text_bytes.is_some_and(|max| length > max) {
            self.limits.exceed("max_text_bytes", false);
            return false;
        }
        if self.found.bytes + length > MAX_TOTAL_BYTES {
            self.limits.exceed("total_text_bytes", true);
            return false;
        }
        self.found.bytes += length;
        self.found.texts += 1;
        true
    }

    /// Whether the text that was just counted is scanned on the way. Small payloads are: to keep their texts
    /// takes longer than to scan them.
    #[inline]
    fn looks_at_once(&self) -> bool {
        self.found.bytes < DETACH_BYTES && self.later.is_empty() && !self.worker.calls_python()
    }
}
