//! Texts as the walk finds them: borrowed from Python where that is possible.

use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use pyo3::types::{PyByteArray, PyBytes, PyInt, PyString};

use crate::finding::Finding;
use crate::text::{rewrite, splice};

/// A text to scan, and what it is in Python.
pub(in crate::python) enum Text<'a> {
    /// A string, borrowed.
    Borrowed(&'a str),
    /// A string with lone surrogates, which UTF-8 cannot hold.
    Surrogates(Surrogates),
    /// A whole number in decimal.
    Integer(String),
    /// Bytes that are UTF-8.
    Utf8 { text: String, array: bool },
    /// Other bytes, each taken for the Latin-1 character of its value.
    Latin1 { text: String, array: bool },
}

/// A text that is scanned later, when its container may have let go of it.
pub(super) enum Leaf {
    /// A string, which is kept alive.
    String(PyBackedStr),
    /// A text that was made for scanning.
    Made(Box<Text<'static>>),
}

impl Leaf {
    /// Has `look` see the text.
    pub(super) fn with<T>(&self, look: impl FnOnce(&Text<'_>) -> T) -> T {
        match self {
            Self::String(string) => look(&Text::Borrowed(string)),
            Self::Made(text) => look(text),
        }
    }
}

/// A string in which half a surrogate pair stands alone. It is scanned with U+FFFD in each such place,
/// which takes three bytes like the surrogate it stands for, so that offsets are those of `raw`.
pub(in crate::python) struct Surrogates {
    scanned: String,
    raw: Vec<u8>,
}

/// Longest decimal text that CPython makes of a number without complaint; the twin has the same bound.
const MAX_INTEGER_BITS: usize = 2048;

/// The text of a string of any kind.
#[inline]
pub(in crate::python) fn text_of<'a>(string: &'a Bound<'_, PyString>) -> PyResult<Text<'a>> {
    match string.to_str() {
        Ok(text) => Ok(Text::Borrowed(text)),
        Err(_) => Ok(Text::Surrogates(surrogates(string)?)),
    }
}

/// The text of a string that has no UTF-8.
#[cold]
pub(super) fn surrogates(string: &Bound<'_, PyString>) -> PyResult<Surrogates> {
    // Not `str.encode` of the object: a subclass could answer anything.
    let encode = string.py().get_type::<PyString>().getattr("encode")?;
    let encoded = encode.call1((string, "utf-8", "surrogatepass"))?;
    let raw = encoded.cast_into::<PyBytes>()?.as_bytes().to_vec();
    let mut scanned = raw.clone();
    let mut at = 0;
    while let Some(unit) = scanned.get_mut(at..) {
        match unit {
            // UTF-8 has no 0xED followed by 0xA0 or more: that is where surrogates would be.
            [first @ 0xED, second @ 0xA0..=0xBF, third, ..] => {
                [*first, *second, *third] = [0xEF, 0xBF, 0xBD];
                at += 3;
            }
            [_, ..] => at += 1,
            [] => break,
        }
    }
    let scanned = String::from_utf8_lossy(&scanned).into_owned();
    Ok(Surrogates { scanned, raw })
}

impl Text<'_> {
    /// The decimal text of a number; `None` when it is too long to be anything but a number.
    pub(super) fn of_integer(integer: &Bound<'_, PyInt>) -> PyResult<Option<Self>> {
        let int = integer.py().get_type::<PyInt>();
        let bits: usize = int.getattr("bit_length")?.call1((integer,))?.extract()?;
        if bits > MAX_INTEGER_BITS {
            return Ok(None);
        }
        // `repr` of the base type: a subclass such as an enumeration would give its name.
        Ok(Some(Self::Integer(int.getattr("__repr__")?.call1((integer,))?.extract()?)))
    }

    /// The text of `bytes`.
    pub(super) fn of_bytes(bytes: &Bound<'_, PyBytes>) -> Self {
        Self::of_byte_slice(bytes.as_bytes(), false)
    }

    /// The text of a `bytearray`, copied because it can change while it is scanned.
    pub(super) fn of_bytearray(array: &Bound<'_, PyByteArray>) -> Self {
        Self::of_byte_slice(&array.to_vec(), true)
    }

    fn of_byte_slice(bytes: &[u8], array: bool) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::Utf8 { text: text.to_owned(), array },
            Err(_) => Self::Latin1 { text: bytes.iter().map(|&byte| char::from(byte)).collect(), array },
        }
    }

    /// What engines see.
    pub(in crate::python) fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Surrogates(text) => &text.scanned,
            Self::Integer(text) | Self::Utf8 { text, .. } | Self::Latin1 { text, .. } => text,
        }
    }

    /// The bytes that [`Text::as_str`] stands for, with those of lone surrogates.
    pub(in crate::python) fn raw(&self) -> &[u8] {
        match self {
            Self::Surrogates(text) => &text.raw,
            other => other.as_str().as_bytes(),
        }
    }

    /// Whether it was a string, and not a number or bytes.
    pub(super) fn is_string(&self) -> bool {
        matches!(self, Self::Borrowed(_) | Self::Surrogates(_))
    }

    /// The text with `found` replaced, if there is anything in it that makes it another one.
    pub(in crate::python) fn changed(
        &self,
        found: &[Finding],
        replace: impl FnMut(&Finding, &str, &mut String),
    ) -> Option<Rewritten> {
        if found.is_empty() {
            return None;
        }
        let rewritten = self.rewritten(found, replace);
        self.differs(&rewritten).then_some(rewritten)
    }

    /// The text with `found` replaced, ready to become a Python object again.
    fn rewritten(&self, found: &[Finding], replace: impl FnMut(&Finding, &str, &mut String)) -> Rewritten {
        match self {
            Self::Surrogates(text) => {
                Rewritten::Raw(splice(&text.scanned, found, replace, |kept, _, out| {
                    out.extend_from_slice(text.raw.get(kept).unwrap_or_default());
                }))
            }
            Self::Latin1 { text, array } => Rewritten::Bytes {
                content: splice(text, found, replace, |_, kept, out| {
                    out.extend(kept.chars().filter_map(|character| u8::try_from(character).ok()));
                }),
                array: *array,
            },
            Self::Utf8 { text, array } => Rewritten::Bytes {
                content: rewrite(text, found, replace).into_owned().into_bytes(),
                array: *array,
            },
            Self::Borrowed(_) | Self::Integer(_) => {
                Rewritten::Text(rewrite(self.as_str(), found, replace).into_owned())
            }
        }
    }

    /// The text with the content `new`, which is UTF-8 but for lone surrogates. Bytes that were taken for Latin-1
    /// stay Latin-1 as long as that has all characters.
    pub(in crate::python) fn written(&self, new: Vec<u8>) -> Rewritten {
        match self {
            Self::Utf8 { array, .. } => Rewritten::Bytes { content: new, array: *array },
            Self::Latin1 { array, .. } => {
                let text = std::str::from_utf8(&new).ok();
                let latin = text.and_then(|text| text.chars().map(|one| u8::try_from(one).ok()).collect());
                Rewritten::Bytes { content: latin.unwrap_or(new), array: *array }
            }
            Self::Borrowed(_) | Self::Surrogates(_) | Self::Integer(_) => match String::from_utf8(new) {
                Ok(text) => Rewritten::Text(text),
                Err(error) => Rewritten::Raw(error.into_bytes()),
            },
        }
    }

    /// Whether new content is not what was there before.
    fn differs(&self, rewritten: &Rewritten) -> bool {
        match (self, rewritten) {
            (Self::Latin1 { text, .. }, Rewritten::Bytes { content, .. }) => {
                !text.chars().map(u32::from).eq(content.iter().copied().map(u32::from))
            }
            (_, Rewritten::Text(new)) => self.as_str() != new,
            (_, Rewritten::Raw(content) | Rewritten::Bytes { content, .. }) => self.raw() != content,
        }
    }
}

/// The new content of a text, of the kind that it was.
pub(in crate::python) enum Rewritten {
    Text(String),
    /// UTF-8 that may hold surrogates.
    Raw(Vec<u8>),
    /// A byte string, or an array of bytes.
    Bytes {
        content: Vec<u8>,
        array: bool,
    },
}

impl Rewritten {
    /// The Python object with this content.
    pub(in crate::python) fn to_object<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(match self {
            Self::Text(text) => PyString::new(py, text).into_any(),
            Self::Raw(raw) => decode(py, raw)?,
            Self::Bytes { content, array: true } => PyByteArray::new(py, content).into_any(),
            Self::Bytes { content, array: false } => PyBytes::new(py, content).into_any(),
        })
    }
}

/// The string of bytes that are UTF-8 but for lone surrogates.
pub(in crate::python) fn decode<'py>(py: Python<'py>, raw: &[u8]) -> PyResult<Bound<'py, PyAny>> {
    match std::str::from_utf8(raw) {
        Ok(text) => Ok(PyString::new(py, text).into_any()),
        Err(_) => PyBytes::new(py, raw).call_method1("decode", ("utf-8", "surrogatepass")),
    }
}
