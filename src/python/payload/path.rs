//! Where in a payload something was found, as people write it: `content[0].text`.

use std::borrow::Cow;

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyString};

use super::gathered::{Gathered, Place};
use super::leaf::text_of;

/// Segments that a path shows; of a deeper one the last ones are shown.
const MAX_SEGMENTS: usize = 64;

/// Longest number that is shown in a path, in bits: what CPython writes in decimal without complaint.
const MAX_INTEGER_BITS: usize = 2048;

/// The text of a key: as field paths compare it and as paths show it.
pub(super) fn segment<'a>(key: &'a Bound<'_, PyAny>) -> PyResult<Cow<'a, str>> {
    if let Ok(string) = key.cast::<PyString>() {
        return Ok(match string.to_str() {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(text_of(string)?.as_str().to_owned()),
        });
    }
    let exact_number = key.is_exact_instance_of::<PyInt>()
        || key.is_exact_instance_of::<PyFloat>()
        || key.is_exact_instance_of::<PyBool>();
    let too_long = key.cast_exact::<PyInt>().is_ok_and(|number| {
        number.call_method0("bit_length").and_then(|bits| bits.extract()).unwrap_or(usize::MAX)
            > MAX_INTEGER_BITS
    });
    if (exact_number || key.is_none()) && !too_long {
        return Ok(Cow::Owned(key.repr()?.to_string_lossy().into_owned()));
    }
    // Calling `repr` on anything else would run code of its class.
    Ok(Cow::Owned(format!("<{}>", key.get_type().name()?.to_string_lossy())))
}

/// The path of `place`; empty for the payload itself.
pub(super) fn of(py: Python<'_>, gathered: &Gathered<'_>, place: Option<&Place<'_>>) -> PyResult<Py<PyAny>> {
    let mut places = Vec::new();
    let mut next = place;
    while let Some(place) = next.filter(|_| places.len() < MAX_SEGMENTS) {
        places.push(place);
        next = gathered.node(place.node).and_then(|node| node.place.as_ref());
    }
    let mut path = String::from(if next.is_some() { "…" } else { "" });
    for place in places.iter().rev() {
        match &place.key {
            Some(key) => {
                if !path.is_empty() {
                    path.push('.');
                }
                path.push_str(&segment(key)?);
            }
            None => path.extend(["[", &place.position.to_string(), "]"]),
        }
    }
    if place.is_some_and(|place| place.is_key) {
        path.push_str("(key)");
    }
    Ok(PyString::new(py, &path).into_any().unbind())
}
