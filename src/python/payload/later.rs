//! Texts that are scanned when the walk is over, with the interpreter lock released.

use pyo3::prelude::*;

use super::gathered::{Gathered, Place};
use super::leaf::Leaf;
use super::scan::Hits;
use super::{Worker, broken};
use crate::error::Result;
use crate::python::guard::guarded;

/// Texts that wait to be scanned.
#[derive(Default)]
pub(super) struct Later<'py> {
    leaves: Vec<Leaf>,
    /// Where each stands; apart from the texts because scanning must not touch Python.
    places: Vec<Option<Place<'py>>>,
}

impl<'py> Later<'py> {
    pub(super) fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    pub(super) fn push(&mut self, leaf: Leaf, place: Option<Place<'py>>) {
        self.leaves.push(leaf);
        self.places.push(place);
    }

    /// Scans the texts, and adds to `gathered` what has findings.
    pub(super) fn scan(
        self,
        py: Python<'py>,
        worker: &dyn Worker,
        gathered: &mut Gathered<'py>,
    ) -> PyResult<()> {
        if self.is_empty() {
            return Ok(());
        }
        let hits = &mut gathered.hits;
        let found = py.detach(|| guarded(|| look(worker, &self.leaves, hits)))?;
        let mut places = self.places;
        for leaf in found {
            gathered.places.push(places.get_mut(leaf).ok_or_else(broken)?.take());
        }
        Ok(())
    }
}

/// Which of `leaves` have findings.
fn look(worker: &dyn Worker, leaves: &[Leaf], hits: &mut Hits) -> Result<Vec<usize>> {
    let mut found = Vec::new();
    for (index, leaf) in leaves.iter().enumerate() {
        if leaf.with(|text| hits.look(worker, text))? {
            found.push(index);
        }
    }
    Ok(found)
}
