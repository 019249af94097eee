//! Findings with the places of their texts in the payload.

use pyo3::prelude::*;

use super::gathered::Gathered;
use super::path;

/// A finding as Python sees it: `(rule, start, end, confidence, path)`, offsets in code points.
pub(in crate::python) struct Reported {
    pub(in crate::python) rule: u16,
    pub(in crate::python) start: usize,
    pub(in crate::python) end: usize,
    pub(in crate::python) confidence: u8,
    pub(in crate::python) path: Py<PyAny>,
}

/// The findings as Python sees them.
pub(super) fn report(py: Python<'_>, gathered: &Gathered<'_>) -> PyResult<Vec<Reported>> {
    let hits = &gathered.hits;
    let mut reported = Vec::with_capacity(hits.findings.len());
    for (hit, place) in hits.texts.iter().zip(&gathered.places) {
        let path = path::of(py, gathered, place.as_ref())?;
        let findings = hits.findings.get(hit.findings.clone()).unwrap_or_default();
        let spans = hits.spans.get(hit.findings.clone()).unwrap_or_default();
        reported.extend(findings.iter().zip(spans).map(|(finding, &(start, end))| Reported {
            rule: finding.rule,
            start,
            end,
            confidence: finding.confidence,
            path: path.clone_ref(py),
        }));
    }
    Ok(reported)
}
