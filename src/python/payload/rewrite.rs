//! Copy on write: new containers on the way to every edited text, the old ones everywhere else.
//!
//! Containers that can be edited are copied first and filled last, so that a container that holds itself
//! ends up holding its copy. Those that cannot (tuples, frozen sets) are made in between, children first.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFrozenSet, PyList, PySet, PyString, PyTuple};
use rustc_hash::{FxHashMap, FxHashSet};

use super::gather::is_ordinary;
use super::gathered::{Gathered, Kind, Node, Place};
use super::{broken, objects};

/// The payload to pass on.
pub(super) struct Rewritten<'py> {
    pub(super) payload: Bound<'py, PyAny>,
    /// Some object could not be copied or changed, and is in the payload as it was.
    pub(super) failed: bool,
}

/// Something new at a place in a container.
struct Change<'a, 'py> {
    place: &'a Place<'py>,
    new: New<'py>,
}

enum New<'py> {
    Text(Bound<'py, PyAny>),
    /// The copy of another container.
    Copy(u32),
}

/// Puts the new texts into a copy of `payload`.
pub(super) fn rewrite<'py>(
    payload: &Bound<'py, PyAny>,
    gathered: &Gathered<'py>,
) -> PyResult<Rewritten<'py>> {
    let py = payload.py();
    let mut changes: Vec<Change<'_, 'py>> = Vec::new();
    for (hit, place) in gathered.hits.texts.iter().zip(&gathered.places) {
        let Some(rewritten) = &hit.rewritten else { continue };
        let new = rewritten.to_object(py)?;
        match place {
            None => return Ok(Rewritten { payload: new, failed: false }),
            Some(place) => changes.push(Change { place, new: New::Text(new) }),
        }
    }
    if changes.is_empty() {
        return Ok(Rewritten { payload: payload.clone(), failed: false });
    }
    let dirty = dirty_nodes(gathered, &changes)?;
    for &(index, node) in &dirty {
        changes.extend(node.place.as_ref().map(|place| Change { place, new: New::Copy(index) }));
    }
    for edge in &gathered.met_again {
        if dirty.binary_search_by_key(&edge.child, |&(index, _)| index).is_ok() {
            changes.push(Change { place: &edge.place, new: New::Copy(edge.child) });
        }
    }
    changes.sort_by_key(|change| (change.place.node, change.place.position));
    let mut copies = Copies { py, gathered, changes, dirty, made: FxHashMap::default(), failed: false };
    copies.copy_mutable()?;
    if copies.holds_sets() {
        // What is put into a set must have its final hash: as much of its content as there is by now.
        copies.fill_mutable(Fill::AllButSets)?;
    }
    copies.build_immutable()?;
    copies.fill_mutable(Fill::AllButSets)?;
    copies.fill_mutable(Fill::Sets)?;
    let payload = copies.made.remove(&0).unwrap_or_else(|| payload.clone());
    Ok(Rewritten { payload, failed: copies.failed })
}

/// A container that has to change, and its index.
type Dirty<'a, 'py> = (u32, &'a Node<'py>);

/// Containers that have to change, in the order of their indices: those of the changed texts, and everything
/// that leads to them.
fn dirty_nodes<'a, 'py>(
    gathered: &'a Gathered<'py>,
    changes: &[Change<'_, 'py>],
) -> PyResult<Vec<Dirty<'a, 'py>>> {
    // Further holders of each container, as runs of one sorted list.
    let mut holders: Vec<(u32, u32)> =
        gathered.met_again.iter().map(|edge| (edge.child, edge.place.node)).collect();
    holders.sort_unstable();
    let mut seen = vec![false; gathered.nodes.len()];
    let mut dirty = Vec::new();
    let mut waiting: Vec<u32> = changes.iter().map(|change| change.place.node).collect();
    while let Some(index) = waiting.pop() {
        let node = gathered.node(index).ok_or_else(broken)?;
        match seen.get_mut(index as usize) {
            Some(seen @ false) => *seen = true,
            _ => continue,
        }
        dirty.push((index, node));
        waiting.extend(node.place.as_ref().map(|place| place.node));
        let first = holders.partition_point(|(child, _)| *child < index);
        let above = holders.get(first..).unwrap_or_default().iter();
        waiting.extend(above.take_while(|(child, _)| *child == index).map(|(_, holder)| *holder));
    }
    dirty.sort_unstable_by_key(|&(index, _)| index);
    Ok(dirty)
}

/// Which of the copies are filled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fill {
    AllButSets,
    Sets,
}

/// New values and new keys, by position.
#[derive(Default)]
struct Edits<'py> {
    values: Vec<(usize, Bound<'py, PyAny>)>,
    /// The masks of keys, before they are made different from other keys.
    keys: Vec<(usize, Bound<'py, PyAny>)>,
}

struct Copies<'a, 'py> {
    py: Python<'py>,
    gathered: &'a Gathered<'py>,
    /// Sorted by container.
    changes: Vec<Change<'a, 'py>>,
    /// Sorted as well.
    dirty: Vec<Dirty<'a, 'py>>,
    /// What takes the place of each container that changes.
    made: FxHashMap<u32, Bound<'py, PyAny>>,
    failed: bool,
}

impl<'a, 'py> Copies<'a, 'py> {
    /// Keeps `result`, or the object as it was when it could not be made.
    fn keep(&mut self, index: u32, node: &Node<'py>, result: PyResult<Bound<'py, PyAny>>) -> PyResult<()> {
        let new = match result {
            Ok(new) => new,
            Err(error) if is_ordinary(self.py, &error) => {
                self.failed = true;
                node.object.clone()
            }
            Err(error) => return Err(error),
        };
        self.made.insert(index, new);
        Ok(())
    }

    fn copy_mutable(&mut self) -> PyResult<()> {
        for at in 0..self.dirty.len() {
            let Some(&(index, node)) = self.dirty.get(at) else { break };
            if !node.kind.is_mutable() {
                continue;
            }
            let copy = self.copy(index, node);
            self.keep(index, node, copy)?;
        }
        Ok(())
    }

    fn copy(&self, index: u32, node: &Node<'py>) -> PyResult<Bound<'py, PyAny>> {
        Ok(match &node.kind {
            Kind::Dict if changes_keys(self.changes_of(index)) => PyDict::new(self.py).into_any(),
            Kind::Dict => node.object.cast::<PyDict>()?.copy()?.into_any(),
            Kind::List => {
                let list = node.object.cast::<PyList>()?;
                list.get_slice(0, list.len()).into_any()
            }
            Kind::Set => PySet::empty(self.py)?.into_any(),
            Kind::Object(opened) => objects::copy(&node.object, &opened.kind)?,
            Kind::Tuple | Kind::FrozenSet | Kind::Unopened => return Err(broken()),
        })
    }

    /// Makes the immutable containers, innermost first.
    fn build_immutable(&mut self) -> PyResult<()> {
        let roots: Vec<u32> =
            self.dirty.iter().filter(|(_, node)| !node.kind.is_mutable()).map(|&(index, _)| index).collect();
        let mut entered = FxHashSet::default();
        for root in roots {
            let mut path = vec![root];
            while let Some(&index) = path.last() {
                if self.made.contains_key(&index) {
                    path.pop();
                    continue;
                }
                let before = path.len();
                if entered.insert(index) {
                    let inner = self.changes_of(index).iter().filter_map(|change| match change.new {
                        New::Copy(child) => Some(child),
                        New::Text(_) => None,
                    });
                    // One that was entered and is not made yet holds itself through immutable values only,
                    // which Python cannot express; it would stay as it is.
                    path.extend(
                        inner.filter(|child| !self.made.contains_key(child) && !entered.contains(child)),
                    );
                }
                if path.len() == before {
                    path.pop();
                    let node = self.gathered.node(index).ok_or_else(broken)?;
                    let new = self.build(index, node);
                    self.keep(index, node, new)?;
                }
            }
        }
        Ok(())
    }

    fn build(&self, index: u32, node: &Node<'py>) -> PyResult<Bound<'py, PyAny>> {
        let edits = self.edits(index);
        match &node.kind {
            Kind::Tuple => {
                let mut values: Vec<_> = node.object.cast::<PyTuple>()?.iter().collect();
                put(&mut values, edits);
                Ok(PyTuple::new(self.py, values)?.into_any())
            }
            Kind::FrozenSet => {
                let mut values: Vec<_> = node.object.cast::<PyFrozenSet>()?.iter().collect();
                put(&mut values, edits);
                Ok(PyFrozenSet::new(self.py, values)?.into_any())
            }
            Kind::Object(opened) => {
                let keys = object_keys(&opened.children, &edits)?;
                objects::rebuild(&node.object, &opened.kind, &opened.children, (edits.values, keys))
            }
            Kind::Dict | Kind::List | Kind::Set | Kind::Unopened => Err(broken()),
        }
    }

    fn holds_sets(&self) -> bool {
        self.dirty.iter().any(|(_, node)| node.kind.is_set() || matches!(node.kind, Kind::FrozenSet))
    }

    /// May run twice: to fill is to set, not to add.
    fn fill_mutable(&mut self, fill: Fill) -> PyResult<()> {
        let mut failed = false;
        for &(index, node) in &self.dirty {
            if !node.kind.is_mutable() || node.kind.is_set() != (fill == Fill::Sets) {
                continue;
            }
            let Some(copy) = self.made.get(&index) else { continue };
            if copy.is(&node.object) {
                continue;
            }
            match self.fill(index, node, copy) {
                Ok(()) => {}
                Err(error) if is_ordinary(self.py, &error) => failed = true,
                Err(error) => return Err(error),
            }
        }
        self.failed |= failed;
        Ok(())
    }

    fn fill(&self, index: u32, node: &Node<'py>, copy: &Bound<'py, PyAny>) -> PyResult<()> {
        let changes = self.changes_of(index);
        match &node.kind {
            Kind::Dict if changes_keys(changes) => {
                fill_renamed(node.object.cast::<PyDict>()?, copy.cast::<PyDict>()?, self.edits(index))
            }
            Kind::Dict => {
                let dict = copy.cast::<PyDict>()?;
                changes.iter().try_for_each(|change| match self.new_of(change) {
                    Some(new) => dict.set_item(change.place.key.as_ref().ok_or_else(broken)?, new),
                    None => Ok(()),
                })
            }
            Kind::List => {
                let list = copy.cast::<PyList>()?;
                changes.iter().try_for_each(|change| match self.new_of(change) {
                    Some(new) => list.set_item(change.place.position as usize, new),
                    None => Ok(()),
                })
            }
            Kind::Set => {
                let mut values: Vec<_> = node.object.cast::<PySet>()?.iter().collect();
                put(&mut values, self.edits(index));
                let set = copy.cast::<PySet>()?;
                values.into_iter().try_for_each(|value| set.add(value))
            }
            Kind::Object(opened) => {
                let edits = self.edits(index);
                let keys = object_keys(&opened.children, &edits)?;
                objects::fill(copy, &opened.kind, &opened.children, (edits.values, keys))
            }
            Kind::Tuple | Kind::FrozenSet | Kind::Unopened => Err(broken()),
        }
    }

    fn changes_of(&self, index: u32) -> &[Change<'a, 'py>] {
        let first = self.changes.partition_point(|change| change.place.node < index);
        let rest = self.changes.get(first..).unwrap_or_default();
        let count = rest.partition_point(|change| change.place.node == index);
        rest.get(..count).unwrap_or_default()
    }

    /// What `change` puts in its place; `None` while it is not made.
    fn new_of<'s>(&'s self, change: &'s Change<'a, 'py>) -> Option<&'s Bound<'py, PyAny>> {
        match &change.new {
            New::Text(text) => Some(text),
            New::Copy(child) => self.made.get(child),
        }
    }

    fn edits(&self, index: u32) -> Edits<'py> {
        let mut edits = Edits::default();
        for change in self.changes_of(index) {
            let Some(new) = self.new_of(change) else { continue };
            let list = if change.place.is_key { &mut edits.keys } else { &mut edits.values };
            list.push((change.place.position as usize, new.clone()));
        }
        edits
    }
}

fn changes_keys(changes: &[Change<'_, '_>]) -> bool {
    changes.iter().any(|change| change.place.is_key)
}

fn put<'py>(values: &mut [Bound<'py, PyAny>], edits: Edits<'py>) {
    for (position, new) in edits.values {
        if let Some(slot) = values.get_mut(position) {
            *slot = new;
        }
    }
}

/// Fills an empty dict, because only a fresh start keeps the order of the keys.
fn fill_renamed<'py>(old: &Bound<'py, PyDict>, new: &Bound<'py, PyDict>, edits: Edits<'py>) -> PyResult<()> {
    // To set is to ask keys for their hash, which may be code of the payload: not while the dict is read.
    let entries: Vec<_> = old.iter().collect();
    let keys: Vec<_> = entries.iter().map(|(key, _)| key.clone()).collect();
    let mut keys: FxHashMap<_, _> = distinct_keys(&keys, &edits.keys)?.into_iter().collect();
    let mut values: FxHashMap<_, _> = edits.values.into_iter().collect();
    for (position, (key, value)) in entries.into_iter().enumerate() {
        let key = keys.remove(&position).unwrap_or(key);
        new.set_item(key, values.remove(&position).unwrap_or(value))?;
    }
    Ok(())
}

fn object_keys<'py>(
    children: &Bound<'py, PyAny>,
    edits: &Edits<'py>,
) -> PyResult<Vec<(usize, Bound<'py, PyAny>)>> {
    if edits.keys.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<_> =
        children.cast::<PyList>()?.iter().map(|child| child.get_item(0)).collect::<PyResult<_>>()?;
    distinct_keys(&keys, &edits.keys)
}

/// The masked keys, with `#2`, `#3` … behind those that another key of the mapping has already: entries
/// must not be lost because their keys look alike once masked.
fn distinct_keys<'py>(
    keys: &[Bound<'py, PyAny>],
    masked: &[(usize, Bound<'py, PyAny>)],
) -> PyResult<Vec<(usize, Bound<'py, PyAny>)>> {
    let Some((_, first)) = masked.first() else { return Ok(Vec::new()) };
    let py = first.py();
    let taken = PySet::empty(py)?;
    let mut replaced = masked.iter().map(|(position, _)| *position).peekable();
    for (position, key) in keys.iter().enumerate() {
        if replaced.next_if_eq(&position).is_none() {
            taken.add(key)?;
        }
    }
    // The next number to try for each mask: lower ones are taken.
    let mut numbers: FxHashMap<String, usize> = FxHashMap::default();
    let mut distinct = Vec::with_capacity(masked.len());
    for (position, mask) in masked {
        let mut key = mask.clone();
        if taken.contains(&key)? {
            let mask: String = mask.cast::<PyString>()?.to_string_lossy().into_owned();
            let number = numbers.entry(mask.clone()).or_insert(2);
            while taken.contains(&key)? {
                key = PyString::new(py, &format!("{mask}#{number}")).into_any();
                *number += 1;
            }
        }
        taken.add(&key)?;
        distinct.push((*position, key));
    }
    Ok(distinct)
}
