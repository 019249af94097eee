//! Rewriting a text that comes in pieces, with the result that the whole would have.
//!
//! What begins at a place is decided by the text near it (see [`TextPlugin::reach`]), so everything that far
//! from the end of what has come is final. It is replaced and let go; as much of it is kept as later decisions
//! have to see.

use crate::error::Result;
use crate::finding::{Finding, by_rank};
use crate::plugin::TextPlugin;

/// Where searches stand that go on from one match to the next, in bytes of the text at hand: one place per
/// search, from which on nothing has been reported.
#[derive(Debug, Default)]
pub struct Resume(Vec<usize>);

impl Resume {
    /// The place of search number `index`.
    #[must_use]
    pub fn place(&self, index: usize) -> usize {
        self.0.get(index).copied().unwrap_or(0)
    }

    /// Moves search number `index` to `place`.
    pub fn advance(&mut self, index: usize, place: usize) {
        if self.0.len() <= index {
            self.0.resize(index + 1, 0);
        }
        if let Some(slot) = self.0.get_mut(index) {
            *slot = place;
        }
    }
}

/// A text on its way through an engine.
#[derive(Debug)]
pub struct Stream {
    reach: usize,
    /// What is kept of the text: some that was let go already, and all that was not.
    text: String,
    /// The same with the bytes of lone surrogates, for which `text` has a replacement character of equal length.
    raw: Vec<u8>,
    /// Byte offsets in `text`: everything that begins before this one is decided.
    decided: usize,
    /// Everything before this one was let go.
    released: usize,
    resume: Resume,
    findings: usize,
}

impl Stream {
    /// A stream through `engine`.
    ///
    /// # Errors
    /// As [`TextPlugin::reach`].
    pub fn new(engine: &dyn TextPlugin) -> Result<Self> {
        Ok(Self {
            reach: engine.reach()?,
            text: String::new(),
            raw: Vec::new(),
            decided: 0,
            released: 0,
            resume: Resume::default(),
            findings: 0,
        })
    }

    /// Takes `chunk`, whose bytes are `raw`, and returns the bytes that can be let go. `last` says that no
    /// more will come.
    pub fn advance(&mut self, engine: &dyn TextPlugin, chunk: &str, raw: &[u8], last: bool) -> Vec<u8> {
        self.text.push_str(chunk);
        self.raw.extend_from_slice(raw);
        let frontier = if last { self.text.len() } else { self.places_back(self.text.len()) };
        if frontier <= self.decided && !last {
            return Vec::new();
        }
        let mut found = Vec::new();
        // At the end, what begins at the end is decided too.
        let beyond = frontier + usize::from(last);
        engine.candidates(&self.text, beyond, &mut self.resume, &mut found);
        found.retain(|finding| (self.decided..beyond).contains(&finding.start));
        found.sort_unstable_by(by_rank);
        let out = self.release(engine, &found, frontier);
        self.decided = frontier;
        self.forget();
        out
    }

    /// Characters that have come and were not let go.
    #[must_use]
    pub fn held_back(&self) -> usize {
        self.text.get(self.released..).unwrap_or_default().chars().count()
    }

    /// How many findings were replaced so far.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.findings
    }

    /// The characters that are held back at most, besides what came last.
    #[must_use]
    pub fn window(&self) -> usize {
        self.reach
    }

    /// The rewritten text up to `frontier`, or to the end of a finding across it.
    fn release(&mut self, engine: &dyn TextPlugin, found: &[Finding], frontier: usize) -> Vec<u8> {
        let mut out = Vec::new();
        let mut mask = String::new();
        for finding in found {
            if finding.start < self.released {
                continue;
            }
            out.extend_from_slice(self.raw.get(self.released..finding.start).unwrap_or_default());
            mask.clear();
            let value = self.text.get(finding.start..finding.end).unwrap_or_default();
            engine.replace(finding.rule, value, &mut mask);
            out.extend_from_slice(mask.as_bytes());
            self.released = finding.end;
            self.findings += 1;
        }
        if self.released < frontier {
            out.extend_from_slice(self.raw.get(self.released..frontier).unwrap_or_default());
            self.released = frontier;
        }
        out
    }

    /// Drops what no decision has to see any more.
    fn forget(&mut self) {
        let gone = self.places_back(self.decided);
        // Moving the rest costs as much as the rest is long, so it is not done for every character.
        if gone < self.text.len() / 2 {
            return;
        }
        self.text.drain(..gone);
        self.raw.drain(..gone);
        self.decided -= gone;
        self.released -= gone;
        for place in &mut self.resume.0 {
            *place = place.saturating_sub(gone);
        }
    }

    /// The place `reach` characters before byte `offset`.
    fn places_back(&self, offset: usize) -> usize {
        let before = self.text.get(..offset).unwrap_or_default();
        before.char_indices().rev().nth(self.reach.saturating_sub(1)).map_or(0, |(at, _)| at)
    }
}
