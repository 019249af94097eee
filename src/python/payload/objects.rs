//! Values that are no plain built-in: how they are opened and put together again is decided in Python, by
//! the functions that the twin uses as well (`fallback/_objects.py`).

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

const MODULE: &str = "mcpgateway_native.fallback._objects";

/// What an object is made of.
pub(super) struct Opened<'py> {
    pub(super) kind: Bound<'py, PyAny>,
    /// Whether a copy can be edited in place.
    pub(super) mutable: bool,
    pub(super) children_are: ChildrenAre,
    /// A list of `(key, value)`.
    pub(super) children: Bound<'py, PyAny>,
}

/// What the children of an object are to it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum ChildrenAre {
    /// Values under keys, which are data of the payload.
    Entries,
    /// Attributes.
    Attributes,
    /// Elements of a set.
    Elements,
    /// Items in a row.
    Items,
}

/// Opens `object`; `None` when there is nothing in it to walk.
pub(super) fn open<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<Opened<'py>>> {
    static OPEN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let answer = OPEN.import(object.py(), MODULE, "open_object")?.call1((object,))?;
    if answer.is_none() {
        return Ok(None);
    }
    let (kind, mutable, children): (Bound<'py, PyAny>, _, _) = answer.extract()?;
    let children_are = match kind.extract()? {
        "mapping" => ChildrenAre::Entries,
        "model" | "object" => ChildrenAre::Attributes,
        "set" => ChildrenAre::Elements,
        _ => ChildrenAre::Items,
    };
    Ok(Some(Opened { kind: kind.clone(), mutable, children_are, children }))
}

/// New values and new keys of an object's children, by position.
pub(super) type Changes<'py> = (Vec<(usize, Bound<'py, PyAny>)>, Vec<(usize, Bound<'py, PyAny>)>);

/// A shallow copy of a mutable object.
pub(super) fn copy<'py>(object: &Bound<'py, PyAny>, kind: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    static COPY: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    COPY.import(object.py(), MODULE, "copy_object")?.call1((object, kind))
}

/// Puts new values into a copy.
pub(super) fn fill<'py>(
    copy: &Bound<'py, PyAny>,
    kind: &Bound<'py, PyAny>,
    children: &Bound<'py, PyAny>,
    (values, keys): Changes<'py>,
) -> PyResult<()> {
    static FILL: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    FILL.import(copy.py(), MODULE, "fill_object")?.call1((copy, kind, children, values, keys))?;
    Ok(())
}

/// An immutable object of the same kind with new values.
pub(super) fn rebuild<'py>(
    object: &Bound<'py, PyAny>,
    kind: &Bound<'py, PyAny>,
    children: &Bound<'py, PyAny>,
    (values, keys): Changes<'py>,
) -> PyResult<Bound<'py, PyAny>> {
    static REBUILD: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    REBUILD.import(object.py(), MODULE, "rebuild_object")?.call1((object, kind, children, values, keys))
}
