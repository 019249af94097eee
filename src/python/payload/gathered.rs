//! What the walk found: containers, how they hold each other, and texts with findings.

use pyo3::prelude::*;

use super::objects::{ChildrenAre, Opened};
use super::scan::Hits;

/// Everything that the walk found.
#[derive(Default)]
pub(super) struct Gathered<'py> {
    /// Containers, in the order in which they were met; the root is the first.
    pub(super) nodes: Vec<Node<'py>>,
    /// Places, other than the first one, where containers were met.
    pub(super) met_again: Vec<Edge<'py>>,
    /// What was found, in document order.
    pub(super) hits: Hits,
    /// Where each text with findings stands; `None` for a payload that is a text itself.
    pub(super) places: Vec<Option<Place<'py>>>,
    /// How many texts there are.
    pub(super) texts: usize,
    /// Length of all texts in bytes.
    pub(super) bytes: usize,
    /// The first limit that was exceeded, if any.
    pub(super) stopped: Option<&'static str>,
}

impl<'py> Gathered<'py> {
    /// The container at `index`, if there is one.
    pub(super) fn node(&self, index: u32) -> Option<&Node<'py>> {
        self.nodes.get(index as usize)
    }
}

/// A container.
pub(super) struct Node<'py> {
    pub(super) object: Bound<'py, PyAny>,
    pub(super) kind: Kind<'py>,
    /// Where it was first met; `None` for the root.
    pub(super) place: Option<Place<'py>>,
    /// What the field paths say about it; see [`super::fields::Fields`].
    pub(super) state: u32,
    /// 1 for the root.
    pub(super) depth: u32,
    /// How many of its children are visited.
    pub(super) take: u32,
}

/// What a container is, which says how it is copied.
pub(super) enum Kind<'py> {
    Dict,
    List,
    Tuple,
    Set,
    FrozenSet,
    Object(Box<Opened<'py>>),
    /// Not known yet, or nothing that has children.
    Unopened,
}

impl Kind<'_> {
    /// Whether it is a set that can be changed, built-in or not.
    pub(super) fn is_set(&self) -> bool {
        match self {
            Self::Set => true,
            Self::Object(opened) => opened.mutable && opened.children_are == ChildrenAre::Elements,
            _ => false,
        }
    }

    /// Whether its children are put into a copy of it, and not given to it when it is made.
    pub(super) fn is_mutable(&self) -> bool {
        match self {
            Self::Dict | Self::List | Self::Set => true,
            Self::Tuple | Self::FrozenSet | Self::Unopened => false,
            Self::Object(opened) => opened.mutable,
        }
    }
}

/// Where a value stands in its container. There is one for every value on the way, so it is kept small: the
/// limits of the walk fit 32 bits.
pub(super) struct Place<'py> {
    /// The key or attribute name; `None` in sequences and sets.
    pub(super) key: Option<Bound<'py, PyAny>>,
    /// Index of the container among the nodes.
    pub(super) node: u32,
    /// Position among its children.
    pub(super) position: u32,
    /// Whether this is about the key itself and not the value under it.
    pub(super) is_key: bool,
}

/// A container that was met again at `place`.
pub(super) struct Edge<'py> {
    pub(super) place: Place<'py>,
    pub(super) child: u32,
}
