//! Counters of one engine: cheap to bump from any thread, read as a snapshot.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

/// Running totals; updates are relaxed because only the sums matter.
#[derive(Debug, Default)]
pub struct Counters {
    texts: AtomicU64,
    bytes: AtomicU64,
    findings: AtomicU64,
    changed: AtomicU64,
}

/// A snapshot of [`Counters`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Stats {
    /// Texts looked at.
    pub texts: u64,
    /// Their length in bytes of UTF-8.
    pub bytes: u64,
    /// Findings reported.
    pub findings: u64,
    /// Calls that changed something.
    pub changed: u64,
}

impl Counters {
    /// Adds one call's work.
    pub fn add(&self, work: Stats) {
        self.texts.fetch_add(work.texts, Relaxed);
        self.bytes.fetch_add(work.bytes, Relaxed);
        if work.findings > 0 {
            self.findings.fetch_add(work.findings, Relaxed);
            self.changed.fetch_add(work.changed, Relaxed);
        }
    }

    /// The totals so far.
    #[must_use]
    pub fn snapshot(&self) -> Stats {
        Stats {
            texts: self.texts.load(Relaxed),
            bytes: self.bytes.load(Relaxed),
            findings: self.findings.load(Relaxed),
            changed: self.changed.load(Relaxed),
        }
    }
}
