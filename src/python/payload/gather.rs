//! The walk: every container once, every text in document order, no recursion.

use pyo3::prelude::*;
use pyo3::types::{
    PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyFrozenSet, PyInt, PyList, PySet, PyString, PyTuple,
};
use rustc_hash::FxHashMap;

use super::leaf::{Text, text_of};
use super::objects::{self, Opened};
use super::path;
use super::scan::Hits;
use super::{Reported, broken};
use crate::walk::{FieldState, MAX_TOTAL_BYTES, MAX_TOTAL_NODES, OnLimit, WalkOptions};

/// What a container is, which says how it is copied.
pub(super) enum Kind<'py> {
    Dict(Bound<'py, PyDict>),
    List(Bound<'py, PyList>),
    Tuple(Bound<'py, PyTuple>),
    Set(Bound<'py, PySet>),
    FrozenSet(Bound<'py, PyFrozenSet>),
    Object(Opened<'py>),
}

impl Kind<'_> {
    /// Whether it is a set that can be changed, built-in or not.
    pub(super) fn is_set(&self) -> bool {
        match self {
            Self::Set(_) => true,
            Self::Object(opened) => opened.mutable && opened.is_set,
            _ => false,
        }
    }
}

/// A container that was entered.
pub(super) struct Node<'py> {
    pub(super) object: Bound<'py, PyAny>,
    pub(super) kind: Kind<'py>,
    /// Where it was first met; `None` for the root.
    pub(super) place: Option<Place<'py>>,
}

/// Where a value stands in its container.
#[derive(Clone)]
pub(super) struct Place<'py> {
    /// Index of the container among the nodes.
    pub(super) node: usize,
    /// Position among its children.
    pub(super) position: usize,
    /// The key or attribute name; `None` in sequences and sets.
    pub(super) key: Option<Bound<'py, PyAny>>,
    /// Whether this is about the key itself and not the value under it.
    pub(super) is_key: bool,
}

/// A container that was met again, or for the first time, at `place`.
pub(super) struct Edge<'py> {
    pub(super) place: Place<'py>,
    pub(super) child: usize,
}

/// Everything that the walk found.
pub(super) struct Gathered<'py> {
    pub(super) nodes: Vec<Node<'py>>,
    pub(super) edges: Vec<Edge<'py>>,
    /// Texts in document order. Apart from their places because scanning must not touch Python.
    pub(super) leaves: Vec<Text>,
    /// Where each text stands; `None` for a payload that is a text itself.
    pub(super) places: Vec<Option<Place<'py>>>,
    /// Length of all texts in bytes.
    pub(super) bytes: usize,
    /// The first limit that was exceeded, if any.
    pub(super) stopped: Option<&'static str>,
}

/// Walks `payload` and borrows its texts.
pub(super) fn gather<'py>(payload: &Bound<'py, PyAny>, options: &WalkOptions) -> PyResult<Gathered<'py>> {
    let mut walk = Walk {
        options,
        filters: options.filters_fields(),
        seen: FxHashMap::default(),
        stack: Vec::new(),
        visited: 0,
        ended: false,
        found: Gathered {
            nodes: Vec::new(),
            edges: Vec::new(),
            leaves: Vec::new(),
            places: Vec::new(),
            bytes: 0,
            stopped: None,
        },
    };
    let state = FieldState::root(options);
    if let Ok(text) = payload.cast::<PyString>() {
        // A bare text has no path that could be left out.
        walk.visited += 1;
        walk.text(text_of(text)?, None);
    } else {
        walk.stack.push(Pending { object: payload.clone(), place: None, state, depth: 1 });
        walk.run()?;
    }
    Ok(walk.found)
}

/// A value that waits for its turn.
struct Pending<'py> {
    object: Bound<'py, PyAny>,
    place: Option<Place<'py>>,
    state: FieldState,
    depth: usize,
}

struct Walk<'py, 'o> {
    options: &'o WalkOptions,
    filters: bool,
    /// Containers by identity and by what the field paths say about them.
    seen: FxHashMap<(usize, FieldState), usize>,
    /// Values still to visit, the next one last.
    stack: Vec<Pending<'py>>,
    visited: usize,
    /// A limit ended the walk.
    ended: bool,
    found: Gathered<'py>,
}

impl<'py> Walk<'py, '_> {
    fn run(&mut self) -> PyResult<()> {
        while let Some(pending) = self.stack.pop() {
            if self.ended {
                break;
            }
            if let Some(container) = self.visit(pending)? {
                self.enter(container)?;
            }
        }
        Ok(())
    }

    /// Counts a value and takes it if it is a text. Gives it back if it may be a container.
    #[inline]
    fn visit(&mut self, pending: Pending<'py>) -> PyResult<Option<Pending<'py>>> {
        // Keys are no values of their own.
        self.visited += usize::from(!pending.place.as_ref().is_some_and(|place| place.is_key));
        if self.visited > MAX_TOTAL_NODES {
            self.limit("total_nodes", true);
            return Ok(None);
        }
        let object = &pending.object;
        if let Ok(string) = object.cast_exact::<PyString>() {
            if pending.state.reads() {
                self.text(text_of(string)?, pending.place);
            }
            return Ok(None);
        }
        if object.is_exact_instance_of::<PyDict>() || object.is_exact_instance_of::<PyList>() {
            return Ok(Some(pending));
        }
        if object.is_none()
            || object.is_exact_instance_of::<PyBool>()
            || object.is_exact_instance_of::<PyFloat>()
        {
            return Ok(None);
        }
        self.visit_rare(pending)
    }

    /// Numbers, bytes and strings of a subclass.
    #[inline(never)]
    fn visit_rare(&mut self, pending: Pending<'py>) -> PyResult<Option<Pending<'py>>> {
        let object = &pending.object;
        let reads = pending.state.reads();
        if let Ok(integer) = object.cast::<PyInt>() {
            if self.options.integers && reads {
                match Text::of_integer(integer)? {
                    Some(text) => self.text(text, pending.place),
                    None => self.limit("unreadable", false),
                }
            }
        } else if let Ok(bytes) = object.cast::<PyBytes>() {
            if self.options.bytes && reads {
                self.text(Text::of_bytes(bytes), pending.place);
            }
        } else if let Ok(array) = object.cast::<PyByteArray>() {
            if self.options.bytes && reads {
                self.text(Text::of_bytearray(array), pending.place);
            }
        } else if let Ok(string) = object.cast::<PyString>() {
            if reads {
                self.text(text_of(string)?, pending.place);
            }
        } else {
            return Ok(Some(pending));
        }
        Ok(None)
    }

    fn text(&mut self, text: Text, place: Option<Place<'py>>) {
        let length = text.as_str().len();
        if self.options.max_text_bytes.is_some_and(|max| length > max) {
            self.limit("max_text_bytes", false);
        } else if self.found.bytes + length > MAX_TOTAL_BYTES {
            self.limit("total_text_bytes", true);
        } else {
            self.found.bytes += length;
            self.found.leaves.push(text);
            self.found.places.push(place);
        }
    }

    /// Notes the first limit; ends the walk if nothing beyond it can be read or may pass.
    #[cold]
    fn limit(&mut self, reason: &'static str, ends: bool) {
        self.found.stopped.get_or_insert(reason);
        self.ended |= ends || self.options.on_limit == OnLimit::Block;
    }

    /// Goes into a container, unless it was entered before or a limit forbids it.
    fn enter(&mut self, pending: Pending<'py>) -> PyResult<()> {
        let identity = (pending.object.as_ptr() as usize, pending.state);
        if let Some(&child) = self.seen.get(&identity) {
            self.found.edges.extend(pending.place.map(|place| Edge { place, child }));
            return Ok(());
        }
        let Some((kind, size)) = self.open(&pending.object)? else { return Ok(()) };
        if self.options.max_depth.is_some_and(|max| pending.depth > max) {
            self.limit("max_nested_depth", false);
            return Ok(());
        }
        let take = match self.options.max_items {
            Some(max) if size > max => {
                self.limit("max_collection_items", false);
                if self.ended {
                    return Ok(());
                }
                max
            }
            _ => size,
        };
        let index = self.found.nodes.len();
        self.seen.insert(identity, index);
        self.found.edges.extend(pending.place.clone().map(|place| Edge { place, child: index }));
        self.children(&kind, index, take, pending.state, pending.depth + 1)?;
        self.found.nodes.push(Node { object: pending.object, kind, place: pending.place });
        Ok(())
    }

    /// What kind of container `object` is and how many children it has; `None` for what is not walked.
    fn open(&mut self, object: &Bound<'py, PyAny>) -> PyResult<Option<(Kind<'py>, usize)>> {
        Ok(Some(if let Ok(dict) = object.cast_exact::<PyDict>() {
            (Kind::Dict(dict.clone()), dict.len())
        } else if let Ok(list) = object.cast_exact::<PyList>() {
            (Kind::List(list.clone()), list.len())
        } else if let Ok(tuple) = object.cast_exact::<PyTuple>() {
            (Kind::Tuple(tuple.clone()), tuple.len())
        } else if let Ok(set) = object.cast_exact::<PySet>() {
            (Kind::Set(set.clone()), set.len())
        } else if let Ok(set) = object.cast_exact::<PyFrozenSet>() {
            (Kind::FrozenSet(set.clone()), set.len())
        } else {
            match objects::open(object) {
                Ok(None) => return Ok(None),
                Ok(Some(opened)) => {
                    let size = opened.children.len()?;
                    (Kind::Object(opened), size)
                }
                Err(error) if is_ordinary(object.py(), &error) => {
                    self.limit("unreadable", false);
                    return Ok(None);
                }
                Err(error) => return Err(error),
            }
        }))
    }

    /// Visits the first `take` children of a container or leaves them on the stack.
    fn children(
        &mut self,
        kind: &Kind<'py>,
        node: usize,
        take: usize,
        state: FieldState,
        depth: usize,
    ) -> PyResult<()> {
        let first = self.stack.len();
        match kind {
            Kind::Dict(dict) => {
                for (position, (key, value)) in dict.iter().take(take).enumerate() {
                    self.entry(first, (node, position), (&key, value), state, depth, true)?;
                }
            }
            Kind::List(list) => {
                for (position, value) in list.iter().take(take).enumerate() {
                    self.item(first, (node, position), value, state, depth)?;
                }
            }
            Kind::Tuple(tuple) => {
                for (position, value) in tuple.iter().take(take).enumerate() {
                    self.item(first, (node, position), value, state, depth)?;
                }
            }
            Kind::Set(set) => {
                for (position, value) in set.iter().take(take).enumerate() {
                    self.item(first, (node, position), value, state, depth)?;
                }
            }
            Kind::FrozenSet(set) => {
                for (position, value) in set.iter().take(take).enumerate() {
                    self.item(first, (node, position), value, state, depth)?;
                }
            }
            Kind::Object(opened) => {
                let kind: String = opened.kind.extract()?;
                let named = matches!(kind.as_str(), "mapping" | "model" | "object");
                for (position, child) in opened.children.cast::<PyList>()?.iter().take(take).enumerate() {
                    let (key, value): (Bound<'py, PyAny>, Bound<'py, PyAny>) = child.extract()?;
                    if named {
                        self.entry(first, (node, position), (&key, value), state, depth, kind == "mapping")?;
                    } else {
                        self.item(first, (node, position), value, state, depth)?;
                    }
                }
            }
        }
        // The stack gives back the last one first.
        if let Some(waiting) = self.stack.get_mut(first..) {
            waiting.reverse();
        }
        Ok(())
    }

    /// A value under a key or attribute name, and, if wanted, the key.
    #[inline]
    fn entry(
        &mut self,
        first: usize,
        (node, position): (usize, usize),
        (key, value): (&Bound<'py, PyAny>, Bound<'py, PyAny>),
        state: FieldState,
        depth: usize,
        key_is_data: bool,
    ) -> PyResult<()> {
        let state = if self.filters {
            let state = state.child(self.options, &path::segment(key)?);
            if !state.enters() {
                return Ok(());
            }
            state
        } else {
            state
        };
        let place = Place { node, position, key: Some(key.clone()), is_key: false };
        if self.options.keys && key_is_data && state.reads() && key.is_instance_of::<PyString>() {
            let place = Place { is_key: true, ..place.clone() };
            self.next(first, Pending { object: key.clone(), place: Some(place), state, depth })?;
        }
        self.next(first, Pending { object: value, place: Some(place), state, depth })
    }

    #[inline]
    fn item(
        &mut self,
        first: usize,
        (node, position): (usize, usize),
        value: Bound<'py, PyAny>,
        state: FieldState,
        depth: usize,
    ) -> PyResult<()> {
        let place = Place { node, position, key: None, is_key: false };
        self.next(first, Pending { object: value, place: Some(place), state, depth })
    }

    /// Takes a child at once as long as none of its elder siblings waits on the stack, which is where a
    /// container has to go; else it waits behind them. Either way values are seen in document order.
    #[inline]
    fn next(&mut self, first: usize, pending: Pending<'py>) -> PyResult<()> {
        if self.ended {
            return Ok(());
        }
        if self.stack.len() > first || Self::is_plain_container(&pending.object) {
            self.stack.push(pending);
        } else if let Some(container) = self.visit(pending)? {
            // Counted already; it will be counted again when its turn comes.
            self.visited -= 1;
            self.stack.push(container);
        }
        Ok(())
    }

    #[inline]
    fn is_plain_container(object: &Bound<'py, PyAny>) -> bool {
        object.is_exact_instance_of::<PyDict>() || object.is_exact_instance_of::<PyList>()
    }
}

/// Whether an exception is one that user code may raise, and not a request to stop.
pub(super) fn is_ordinary(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<pyo3::exceptions::PyException>(py)
}

impl<'py> Gathered<'py> {
    /// The findings as Python sees them.
    pub(super) fn report(&self, py: Python<'py>, hits: &Hits) -> PyResult<Vec<Reported>> {
        let mut reported = Vec::with_capacity(hits.findings.len());
        for hit in &hits.leaves {
            let place = self.places.get(hit.leaf).ok_or_else(broken)?;
            let path = path::of(py, self, place.as_ref())?;
            let findings = hits.findings.get(hit.findings.clone()).unwrap_or_default();
            let places = hits.places.get(hit.findings.clone()).unwrap_or_default();
            reported.extend(findings.iter().zip(places).map(|(finding, &(start, end))| Reported {
                rule: finding.rule,
                start,
                end,
                confidence: finding.confidence,
                path: path.clone_ref(py),
            }));
        }
        Ok(reported)
    }
}
