//! The walk: every container once, every text in document order, no recursion.

mod values;

use std::collections::hash_map::Entry;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFrozenSet, PyList, PySet, PyString, PyTuple};
use rustc_hash::FxHashMap;

use super::fields::Fields;
use super::gathered::{Edge, Gathered, Kind, Node, Place};
use super::later::Later;
use super::objects::{self, ChildrenAre};
use super::{Worker, broken, path};
use crate::walk::{OnLimit, WalkOptions};

/// Walks `payload` and has `worker` look at its first texts; the others are to be scanned later.
pub(super) fn gather<'py>(
    payload: &Bound<'py, PyAny>,
    worker: &dyn Worker,
) -> PyResult<(Gathered<'py>, Later<'py>)> {
    let options = worker.options();
    let mut walk = Walk {
        worker,
        options,
        fields: Fields::new(options),
        seen: FxHashMap::default(),
        steps: Vec::new(),
        waiting: Vec::new(),
        visited: 0,
        limits: Limits { first: None, ended: false, blocks: options.on_limit == OnLimit::Block },
        found: Gathered::default(),
        later: Later::default(),
    };
    if let Ok(text) = payload.cast::<PyString>() {
        // A bare text has no path that could be left out.
        walk.string(text, || None)?;
    } else if let Some(root) = walk.visit(payload, Fields::ROOT, || None)? {
        walk.steps.push(Step::Enter(root));
        walk.run()?;
    }
    Ok((Gathered { stopped: walk.limits.first, ..walk.found }, walk.later))
}

/// What there is still to do.
#[derive(Clone, Copy)]
enum Step {
    /// Go into a container.
    Enter(u32),
    /// Go on with a list.
    Items { node: u32, next: u32 },
    /// Visit the value that waits last.
    Visit,
    /// Read the key that waits last.
    ReadKey,
    /// Count values that hold no text.
    Count(u32),
}

/// A value or a key that waits for its turn.
struct Waiting<'py> {
    value: Bound<'py, PyAny>,
    place: Place<'py>,
    state: u32,
}

struct Walk<'py, 'o> {
    worker: &'o dyn Worker,
    options: &'o WalkOptions,
    fields: Fields<'o>,
    /// Containers by identity and by what the field paths say about them.
    seen: FxHashMap<(usize, u32), u32>,
    /// What to do next is last.
    steps: Vec<Step>,
    /// What the steps are about, in the same order.
    waiting: Vec<Waiting<'py>>,
    visited: usize,
    limits: Limits,
    found: Gathered<'py>,
    later: Later<'py>,
}

/// Which limits were exceeded, and what that leads to.
struct Limits {
    first: Option<&'static str>,
    /// The walk ends.
    ended: bool,
    blocks: bool,
}

impl Limits {
    /// Notes the first limit; ends the walk if nothing beyond it can be read or may pass.
    #[cold]
    fn exceed(&mut self, reason: &'static str, ends: bool) {
        self.first.get_or_insert(reason);
        self.ended |= ends || self.blocks;
    }
}

/// The container whose children are visited.
#[derive(Clone, Copy)]
struct Parent {
    node: u32,
    /// How many of its children are visited.
    take: u32,
    state: u32,
    /// How many steps there were before them.
    steps: usize,
    /// How many values waited before them.
    waiting: usize,
}

impl Parent {
    /// The place of the child at `position`.
    #[inline]
    fn place<'py>(&self, position: u32, key: Option<&Bound<'py, PyAny>>) -> Place<'py> {
        Place { key: key.cloned(), node: self.node, position, is_key: false }
    }
}

impl<'py> Walk<'py, '_> {
    fn run(&mut self) -> PyResult<()> {
        while let Some(step) = self.steps.pop() {
            if self.limits.ended {
                break;
            }
            match step {
                Step::Enter(node) => self.enter(node)?,
                Step::Items { node, next } => {
                    let list = self.found.node(node).ok_or_else(broken)?;
                    let parent = self.parent(node, list.take, list.state);
                    self.items(parent, next)?;
                }
                Step::Visit => {
                    let Waiting { value, place, state } = self.waiting.pop().ok_or_else(broken)?;
                    if let Some(node) = self.visit(&value, state, || Some(place))? {
                        self.steps.push(Step::Enter(node));
                    }
                }
                Step::ReadKey => {
                    let Waiting { value, place, .. } = self.waiting.pop().ok_or_else(broken)?;
                    self.string(value.cast()?, || Some(place))?;
                }
                Step::Count(values) => {
                    self.count(values as usize);
                }
            }
        }
        Ok(())
    }

    /// The container at `node`, whose children come now.
    fn parent(&self, node: u32, take: u32, state: u32) -> Parent {
        Parent { node, take, state, steps: self.steps.len(), waiting: self.waiting.len() }
    }

    /// Takes note of a container. Its index, if it was not met before.
    #[inline]
    fn meet(
        &mut self,
        object: &Bound<'py, PyAny>,
        kind: Kind<'py>,
        state: u32,
        place: Option<Place<'py>>,
    ) -> PyResult<Option<u32>> {
        // Nodes are values too, of which there are fewer than 2^32.
        let node = u32::try_from(self.found.nodes.len()).map_err(|_| broken())?;
        if self.seen.len() == self.seen.capacity() {
            // In large steps: to put all in other places takes longer than to have more room.
            self.seen.reserve(7 * self.seen.len());
        }
        match self.seen.entry((object.as_ptr() as usize, state)) {
            Entry::Occupied(known) => {
                let child = *known.get();
                self.found.met_again.extend(place.map(|place| Edge { place, child }));
                return Ok(None);
            }
            Entry::Vacant(vacant) => vacant.insert(node),
        };
        let holder = place.as_ref().and_then(|place| self.found.node(place.node));
        let depth = holder.map_or(1, |holder| holder.depth + 1);
        self.found.nodes.push(Node { object: object.clone(), kind, place, state, depth, take: 0 });
        Ok(Some(node))
    }

    /// Goes into a container, unless a limit forbids it.
    fn enter(&mut self, node: u32) -> PyResult<()> {
        let index = node as usize;
        let Node { object, kind, state, depth, .. } = self.found.nodes.get(index).ok_or_else(broken)?;
        let (object, state, depth) = (object.clone(), *state, *depth);
        let size = match kind {
            Kind::List => object.cast::<PyList>()?.len(),
            Kind::Dict => object.cast::<PyDict>()?.len(),
            _ => match open(&object) {
                Ok(Some((kind, size))) => {
                    self.found.nodes.get_mut(index).ok_or_else(broken)?.kind = kind;
                    size
                }
                Ok(None) => return Ok(()),
                Err(error) if is_ordinary(object.py(), &error) => {
                    self.limits.exceed("unreadable", false);
                    return Ok(());
                }
                Err(error) => return Err(error),
            },
        };
        if self.options.max_depth.is_some_and(|max| depth as usize > max) {
            // It may be met again nearer to the root.
            self.seen.remove(&(object.as_ptr() as usize, state));
            self.limits.exceed("max_nested_depth", false);
            return Ok(());
        }
        let mut take = size;
        if let Some(max) = self.options.max_items.filter(|&max| size > max) {
            self.limits.exceed("max_collection_items", false);
            take = max;
        }
        let take = u32::try_from(take).unwrap_or_else(|_| {
            self.limits.exceed("total_nodes", true);
            0
        });
        self.found.nodes.get_mut(index).ok_or_else(broken)?.take = take;
        if self.limits.ended { Ok(()) } else { self.children(&object, self.parent(node, take, state)) }
    }

    /// Visits the children of a container or has them wait.
    fn children(&mut self, object: &Bound<'py, PyAny>, parent: Parent) -> PyResult<()> {
        match &self.found.node(parent.node).ok_or_else(broken)?.kind {
            Kind::List => return self.items(parent, 0),
            Kind::Dict => self.entries(parent, object.cast()?)?,
            Kind::Tuple => self.elements(parent, object.cast::<PyTuple>()?.iter())?,
            Kind::Set => self.elements(parent, object.cast::<PySet>()?.iter())?,
            Kind::FrozenSet => self.elements(parent, object.cast::<PyFrozenSet>()?.iter())?,
            Kind::Unopened => return Err(broken()),
            Kind::Object(opened) => {
                let children_are = opened.children_are;
                let children = opened.children.cast::<PyList>()?.clone();
                for (position, child) in (0..parent.take).zip(children) {
                    let (key, value): (Bound<'py, PyAny>, Bound<'py, PyAny>) = child.extract()?;
                    match children_are {
                        ChildrenAre::Entries => self.entry(parent, position, &key, &value, true)?,
                        ChildrenAre::Attributes => self.entry(parent, position, &key, &value, false)?,
                        ChildrenAre::Elements | ChildrenAre::Items => {
                            self.next(parent, &value, || parent.place(position, None))?;
                        }
                    }
                }
            }
        }
        // The last ones are taken first.
        self.steps.get_mut(parent.steps..).ok_or_else(broken)?.reverse();
        self.waiting.get_mut(parent.waiting..).ok_or_else(broken)?.reverse();
        Ok(())
    }

    /// Visits the items of a list from `next` on, up to a container. What comes behind that waits until all
    /// that is in it was visited.
    fn items(&mut self, parent: Parent, next: u32) -> PyResult<()> {
        let list = self.found.node(parent.node).ok_or_else(broken)?.object.cast::<PyList>()?.clone();
        for (position, value) in (next..parent.take).zip(list.iter().skip(next as usize)) {
            if let Some(node) = self.visit(&value, parent.state, || Some(parent.place(position, None)))? {
                self.steps.push(Step::Items { node: parent.node, next: position + 1 });
                self.steps.push(Step::Enter(node));
                break;
            }
            if self.limits.ended {
                break;
            }
        }
        Ok(())
    }

    /// Visits what has no key.
    fn elements(
        &mut self,
        parent: Parent,
        elements: impl Iterator<Item = Bound<'py, PyAny>>,
    ) -> PyResult<()> {
        for (position, value) in (0..parent.take).zip(elements) {
            self.next(parent, &value, || parent.place(position, None))?;
        }
        Ok(())
    }

    /// Visits the values of a dict and, if wanted, its keys.
    fn entries(&mut self, parent: Parent, dict: &Bound<'py, PyDict>) -> PyResult<()> {
        let only_values = !self.fields.filter() && !self.options.keys;
        for (position, (key, value)) in (0..parent.take).zip(dict.iter()) {
            if only_values {
                self.next(parent, &value, || parent.place(position, Some(&key)))?;
            } else {
                self.entry(parent, position, &key, &value, true)?;
            }
        }
        Ok(())
    }

    /// Visits a value under a key or attribute name, and, if wanted, the key.
    fn entry(
        &mut self,
        mut parent: Parent,
        position: u32,
        key: &Bound<'py, PyAny>,
        value: &Bound<'py, PyAny>,
        key_is_data: bool,
    ) -> PyResult<()> {
        if self.fields.filter() {
            match self.fields.child(parent.state, &path::segment(key)?) {
                Some(state) => parent.state = state,
                None => return Ok(()),
            }
        }
        if self.options.keys
            && key_is_data
            && self.fields.reads(parent.state)
            && !self.limits.ended
            && let Ok(text) = key.cast::<PyString>()
        {
            let place = Place { is_key: true, ..parent.place(position, Some(key)) };
            if self.steps.len() > parent.steps {
                self.steps.push(Step::ReadKey);
                self.waiting.push(Waiting { value: key.clone(), place, state: parent.state });
            } else {
                self.string(text, || Some(place))?;
            }
        }
        self.next(parent, value, || parent.place(position, Some(key)))
    }

    /// Visits a child at once as long as none of its elder siblings has to wait, as a
    /// container does; else it waits behind them. Either way values are seen in document order.
    #[inline]
    fn next(
        &mut self,
        parent: Parent,
        value: &Bound<'py, PyAny>,
        place: impl Fn() -> Place<'py>,
    ) -> PyResult<()> {
        if self.limits.ended {
            return Ok(());
        }
        if self.steps.len() == parent.steps {
            if let Some(node) = self.visit(value, parent.state, || Some(place()))? {
                self.steps.push(Step::Enter(node));
            }
        } else if !self.only_counts(value) {
            self.steps.push(Step::Visit);
            self.waiting.push(Waiting { value: value.clone(), place: place(), state: parent.state });
        } else if let Some(Step::Count(values)) = self.steps.last_mut() {
            *values += 1;
        } else {
            self.steps.push(Step::Count(1));
        }
        Ok(())
    }
}

/// What kind of container `object` is and how many children it has; `None` for what is not walked.
fn open<'py>(object: &Bound<'py, PyAny>) -> PyResult<Option<(Kind<'py>, usize)>> {
    Ok(Some(if let Ok(tuple) = object.cast_exact::<PyTuple>() {
        (Kind::Tuple, tuple.len())
    } else if let Ok(set) = object.cast_exact::<PySet>() {
        (Kind::Set, set.len())
    } else if let Ok(set) = object.cast_exact::<PyFrozenSet>() {
        (Kind::FrozenSet, set.len())
    } else {
        let Some(opened) = objects::open(object)? else { return Ok(None) };
        let size = opened.children.len()?;
        (Kind::Object(Box::new(opened)), size)
    }))
}

/// Whether an exception is one that user code may raise, and not a request to stop.
pub(super) fn is_ordinary(py: Python<'_>, error: &PyErr) -> bool {
    error.is_instance_of::<pyo3::exceptions::PyException>(py)
}
