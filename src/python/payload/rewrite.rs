//! Copy on write: new containers on the way to every edited text, the old ones everywhere else.
//!
//! Containers that can be edited are copied first and filled last, so that a container that holds itself
//! ends up holding its copy. Those that cannot (tuples, frozen sets) are made in between, children first.

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyFrozenSet, PyList, PySet, PyString, PyTuple};
use rustc_hash::FxHashMap;

use super::gather::{Gathered, Kind, Node, Place, is_ordinary};
use super::scan::Hits;
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
    Copy(usize),
}

/// Puts what `hits` rewrote into a copy of `payload`.
pub(super) fn rewrite<'py>(
    payload: &Bound<'py, PyAny>,
    gathered: &Gathered<'py>,
    hits: &Hits,
) -> PyResult<Rewritten<'py>> {
    let py = payload.py();
    let mut changes: Vec<Change<'_, 'py>> = Vec::new();
    for hit in &hits.leaves {
        let Some(rewritten) = &hit.rewritten else { continue };
        let text = gathered.leaves.get(hit.leaf).ok_or_else(broken)?;
        let new = text.rebuild(py, rewritten)?;
        match gathered.places.get(hit.leaf).ok_or_else(broken)? {
            None => return Ok(Rewritten { payload: new, failed: false }),
            Some(place) => changes.push(Change { place, new: New::Text(new) }),
        }
    }
    if changes.is_empty() {
        return Ok(Rewritten { payload: payload.clone(), failed: false });
    }
    let dirty = dirty_nodes(gathered, &changes);
    for edge in &gathered.edges {
        if dirty.get(edge.child).copied().unwrap_or(false) {
            changes.push(Change { place: &edge.place, new: New::Copy(edge.child) });
        }
    }
    changes.sort_by_key(|change| (change.place.node, change.place.position));
    let mut copies = Copies { py, gathered, changes, made: FxHashMap::default(), failed: false };
    copies.copy_mutable(&dirty)?;
    if copies.holds_sets(&dirty) {
        // What is put into a set must have its final hash: as much of its content as there is by now.
        copies.fill_mutable(&dirty, Fill::AllButSets)?;
    }
    copies.build_immutable(&dirty)?;
    copies.fill_mutable(&dirty, Fill::AllButSets)?;
    copies.fill_mutable(&dirty, Fill::Sets)?;
    let payload = copies.made.remove(&0).unwrap_or_else(|| payload.clone());
    Ok(Rewritten { payload, failed: copies.failed })
}

/// Containers that have to change: those of the changed texts, and everything that leads to them.
fn dirty_nodes(gathered: &Gathered<'_>, changes: &[Change<'_, '_>]) -> Vec<bool> {
    // Holders of each container, as runs of one sorted list.
    let mut holders: Vec<(usize, usize)> =
        gathered.edges.iter().map(|edge| (edge.child, edge.place.node)).collect();
    holders.sort_unstable();
    let mut dirty = vec![false; gathered.nodes.len()];
    let mut waiting: Vec<usize> = changes.iter().map(|change| change.place.node).collect();
    while let Some(node) = waiting.pop() {
        match dirty.get_mut(node) {
            Some(seen @ false) => *seen = true,
            _ => continue,
        }
        let first = holders.partition_point(|(child, _)| *child < node);
        let above = holders.get(first..).unwrap_or_default().iter();
        waiting.extend(above.take_while(|(child, _)| *child == node).map(|(_, holder)| *holder));
    }
    dirty
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
    /// What takes the place of each container that changes.
    made: FxHashMap<usize, Bound<'py, PyAny>>,
    failed: bool,
}

impl<'a, 'py> Copies<'a, 'py> {
    fn nodes(&self, dirty: &[bool]) -> impl Iterator<Item = (usize, &'a Node<'py>)> + use<'a, 'py> {
        let dirty: Vec<usize> = (0..dirty.len()).filter(|&node| dirty.get(node) == Some(&true)).collect();
        let nodes = &self.gathered.nodes;
        dirty.into_iter().filter_map(|index| nodes.get(index).map(|node| (index, node)))
    }

    /// Keeps `result`, or the object as it was when it could not be made.
    fn keep(&mut self, index: usize, node: &Node<'py>, result: PyResult<Bound<'py, PyAny>>) -> PyResult<()> {
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

    fn copy_mutable(&mut self, dirty: &[bool]) -> PyResult<()> {
        for (index, node) in self.nodes(dirty) {
            let copy = match &node.kind {
                Kind::Dict(dict) if self.changes_keys(index) => {
                    debug_assert!(!dict.is_empty(), "only a mapping with keys has new ones");
                    Ok(PyDict::new(self.py).into_any())
                }
                Kind::Dict(dict) => dict.copy().map(Bound::into_any),
                Kind::List(list) => Ok(list.get_slice(0, list.len()).into_any()),
                Kind::Set(_) => PySet::empty(self.py).map(Bound::into_any),
                Kind::Object(opened) if opened.mutable => objects::copy(&node.object, &opened.kind),
                Kind::Tuple(_) | Kind::FrozenSet(_) | Kind::Object(_) => continue,
            };
            self.keep(index, node, copy)?;
        }
        Ok(())
    }

    /// Makes the immutable containers, innermost first.
    fn build_immutable(&mut self, dirty: &[bool]) -> PyResult<()> {
        let mut entered: Vec<bool> = vec![false; dirty.len()];
        for (root, _) in self.nodes(dirty) {
            let mut path = vec![root];
            while let Some(&index) = path.last() {
                if self.made.contains_key(&index) {
                    path.pop();
                    continue;
                }
                let first_time =
                    entered.get_mut(index).is_some_and(|entered| !std::mem::replace(entered, true));
                let before = path.len();
                if first_time {
                    let inner = self.changes_of(index).iter().filter_map(|change| match change.new {
                        New::Copy(child) => Some(child),
                        New::Text(_) => None,
                    });
                    // One that was entered and is not made yet holds itself through immutable values only,
                    // which Python cannot express; it would stay as it is.
                    path.extend(inner.filter(|child| {
                        !self.made.contains_key(child) && entered.get(*child) == Some(&false)
                    }));
                }
                if path.len() == before {
                    path.pop();
                    let node = self.gathered.nodes.get(index).ok_or_else(broken)?;
                    let new = self.build(index, node);
                    self.keep(index, node, new)?;
                }
            }
        }
        Ok(())
    }

    fn build(&self, index: usize, node: &Node<'py>) -> PyResult<Bound<'py, PyAny>> {
        let edits = self.edits(index);
        match &node.kind {
            Kind::Tuple(tuple) => {
                let mut values: Vec<_> = tuple.iter().collect();
                put(&mut values, edits);
                Ok(PyTuple::new(self.py, values)?.into_any())
            }
            Kind::FrozenSet(set) => {
                let mut values: Vec<_> = set.iter().collect();
                put(&mut values, edits);
                Ok(PyFrozenSet::new(self.py, values)?.into_any())
            }
            Kind::Object(opened) => {
                let keys = object_keys(&opened.children, &edits)?;
                objects::rebuild(&node.object, &opened.kind, &opened.children, (edits.values, keys))
            }
            Kind::Dict(_) | Kind::List(_) | Kind::Set(_) => Err(broken()),
        }
    }

    fn holds_sets(&self, dirty: &[bool]) -> bool {
        self.nodes(dirty).any(|(_, node)| node.kind.is_set() || matches!(node.kind, Kind::FrozenSet(_)))
    }

    /// May run twice: to fill is to set, not to add.
    fn fill_mutable(&mut self, dirty: &[bool], fill: Fill) -> PyResult<()> {
        for (index, node) in self.nodes(dirty) {
            if node.kind.is_set() != (fill == Fill::Sets) {
                continue;
            }
            let Some(copy) = self.made.get(&index) else { continue };
            if copy.is(&node.object) {
                continue;
            }
            match self.fill(index, node, copy) {
                Ok(()) => {}
                Err(error) if is_ordinary(self.py, &error) => self.failed = true,
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn fill(&self, index: usize, node: &Node<'py>, copy: &Bound<'py, PyAny>) -> PyResult<()> {
        let edits = self.edits(index);
        match &node.kind {
            Kind::Dict(dict) => fill_dict(dict, copy.cast::<PyDict>()?, edits),
            Kind::List(_) => {
                let list = copy.cast::<PyList>()?;
                edits.values.into_iter().try_for_each(|(position, new)| list.set_item(position, new))
            }
            Kind::Set(set) => {
                let mut values: Vec<_> = set.iter().collect();
                put(&mut values, edits);
                let set = copy.cast::<PySet>()?;
                values.into_iter().try_for_each(|value| set.add(value))
            }
            Kind::Object(opened) if opened.mutable => {
                let keys = object_keys(&opened.children, &edits)?;
                objects::fill(copy, &opened.kind, &opened.children, (edits.values, keys))
            }
            Kind::Tuple(_) | Kind::FrozenSet(_) | Kind::Object(_) => Ok(()),
        }
    }

    fn changes_of(&self, index: usize) -> &[Change<'a, 'py>] {
        let first = self.changes.partition_point(|change| change.place.node < index);
        let rest = self.changes.get(first..).unwrap_or_default();
        let count = rest.partition_point(|change| change.place.node == index);
        rest.get(..count).unwrap_or_default()
    }

    fn changes_keys(&self, index: usize) -> bool {
        self.changes_of(index).iter().any(|change| change.place.is_key)
    }

    fn edits(&self, index: usize) -> Edits<'py> {
        let mut edits = Edits::default();
        for change in self.changes_of(index) {
            let new = match &change.new {
                New::Text(text) => Some(text),
                New::Copy(child) => self.made.get(child),
            };
            let Some(new) = new else { continue };
            let list = if change.place.is_key { &mut edits.keys } else { &mut edits.values };
            list.push((change.place.position, new.clone()));
        }
        edits
    }
}

fn put<'py>(values: &mut [Bound<'py, PyAny>], edits: Edits<'py>) {
    for (position, new) in edits.values {
        if let Some(slot) = values.get_mut(position) {
            *slot = new;
        }
    }
}

fn fill_dict<'py>(old: &Bound<'py, PyDict>, new: &Bound<'py, PyDict>, edits: Edits<'py>) -> PyResult<()> {
    let entries: Vec<_> = old.iter().collect();
    if edits.keys.is_empty() {
        for (position, value) in edits.values {
            let (key, _) = entries.get(position).ok_or_else(broken)?;
            new.set_item(key, value)?;
        }
        return Ok(());
    }
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
