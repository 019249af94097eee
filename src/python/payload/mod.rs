//! Any Python value through a text engine: gather its texts, scan them, rewrite what was found.
//!
//! * *gather* walks the value once, without recursion, and borrows its strings;
//! * *scan* sees nothing of Python; the first texts are scanned on the walk, the others when it is over and
//!   without the interpreter lock;
//! * *rewrite* copies the containers between the root and an edited text and shares everything else.

mod fields;
mod gather;
mod gathered;
mod later;
mod leaf;
mod objects;
mod path;
mod report;
mod rewrite;
mod scan;
mod worker;

use pyo3::prelude::*;

use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::stats::{Counters, Stats};
use crate::walk::{OnLimit, WalkOptions};

pub(super) use leaf::{Rewritten, Text, decode, text_of};
pub(super) use report::Reported;
pub(super) use worker::TextWorker;

/// Texts of a payload that come behind this many bytes, and single texts of this size, are scanned with the
/// interpreter lock released; below, to keep texts and to hand the lock over costs more than it gives.
pub(super) const DETACH_BYTES: usize = 16 << 10;

/// What is done to each text of a payload.
pub(super) trait Worker: Sync {
    /// Which values are read.
    fn options(&self) -> &WalkOptions;

    /// Where the work is counted.
    fn counters(&self) -> &Counters;

    /// Appends what is in `text`, in order and without overlaps, and returns the new text if it differs.
    /// Called on the walk for the first texts, and without the interpreter lock for the others. What it did counts for nothing when a limit withholds the payload.
    fn work(&self, text: &Text<'_>, found: &mut Vec<Finding>) -> Result<Option<Rewritten>>;

    /// Whether [`Worker::work`] may call Python. Then other threads can run in between and change what is being
    /// walked, so all texts are looked at when the walk is over.
    fn calls_python(&self) -> bool {
        false
    }
}

/// What became of a payload.
pub(super) struct Outcome<'py> {
    pub(super) payload: Bound<'py, PyAny>,
    pub(super) findings: Vec<Reported>,
    pub(super) changed: bool,
    pub(super) reason: Option<&'static str>,
    /// Whether it was scanned as far as it was read, and not withheld before: then nothing was done to it, even
    /// if `worker` has seen some of it.
    pub(super) scanned: bool,
}

/// Runs `worker` over `payload`, which stays as it is.
pub(super) fn process<'py>(worker: &dyn Worker, payload: &Bound<'py, PyAny>) -> PyResult<Outcome<'py>> {
    let py = payload.py();
    let options = worker.options();
    let (mut gathered, later) = gather::gather(payload, worker)?;
    if let Some(reason) = gathered.stopped
        && options.on_limit == OnLimit::Block
    {
        return Ok(Outcome { scanned: false, ..withheld(py, Vec::new(), reason, options) });
    }
    later.scan(py, worker, &mut gathered)?;
    let findings = report::report(py, &gathered)?;
    let rewritten = rewrite::rewrite(payload, &gathered)?;
    let changed = !rewritten.payload.is(payload);
    worker.counters().add(Stats {
        texts: gathered.texts as u64,
        bytes: gathered.bytes as u64,
        findings: findings.len() as u64,
        changed: u64::from(changed),
    });
    if rewritten.failed && options.on_limit == OnLimit::Block {
        return Ok(withheld(py, findings, "unwritable", options));
    }
    let reason = gathered.stopped.or(rewritten.failed.then_some("unwritable"));
    if let Some(reason) = reason {
        note(reason, options);
    }
    Ok(Outcome { payload: rewritten.payload, findings, changed, reason, scanned: true })
}

/// The outcome under `on_limit: block`: nothing passes.
fn withheld<'py>(
    py: Python<'py>,
    findings: Vec<Reported>,
    reason: &'static str,
    options: &WalkOptions,
) -> Outcome<'py> {
    note(reason, options);
    Outcome {
        payload: py.None().into_bound(py),
        findings,
        changed: true,
        reason: Some(reason),
        scanned: true,
    }
}

fn note(reason: &'static str, options: &WalkOptions) {
    let policy = match options.on_limit {
        OnLimit::Block => "block",
        OnLimit::ScanPartial => "scan_partial",
    };
    tracing::debug!(reason, policy, "a payload was not scanned completely");
}

/// A defect: the walk's own tables do not fit together.
fn broken() -> PyErr {
    Error::Internal("the walk lost track of a payload; this is a defect in mcpgateway-native").into()
}
