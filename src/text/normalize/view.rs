//! A text as it would be understood, and the way back to the text as it is written.

use super::PASSES;

/// A place that reads differently: as one character, or as nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) to: Option<char>,
}

/// Another reading of a text.
#[derive(Debug)]
pub struct View {
    /// What it reads.
    pub text: String,
    /// One for each pass that changed something, in their order.
    layers: Vec<Layer>,
}

impl View {
    /// Reads `text` by all passes; `None` when that changes nothing.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let mut view: Option<Self> = None;
        for pass in PASSES {
            let read = view.as_ref().map_or(text, |view| &view.text);
            let mut layer = Layer::default();
            let mut out = String::new();
            pass(read, &mut |change| layer.push(read, change, &mut out));
            if !layer.pieces.is_empty() {
                out.push_str(read.get(layer.reached..).unwrap_or_default());
                let view = view.get_or_insert_with(|| Self { text: String::new(), layers: Vec::new() });
                view.text = out;
                view.layers.push(layer);
            }
        }
        view
    }

    /// The bytes of the original that bytes `start..end` of the view, which are not empty, were read from.
    /// Invisible characters and marks right behind the last character belong to it.
    #[must_use]
    pub fn original(&self, start: usize, end: usize) -> (usize, usize) {
        self.layers
            .iter()
            .rev()
            .fold((start, end), |(start, end), layer| (layer.start(start), layer.end(end)))
    }
}

/// The changes of one pass. Between them, offsets run in parallel.
#[derive(Debug, Default)]
struct Layer {
    pieces: Vec<Piece>,
    /// End of the last change.
    reached: usize,
}

/// A change, and where its reading stands in the view.
#[derive(Debug, Clone, Copy)]
struct Piece {
    source: usize,
    view: usize,
    source_len: u32,
    view_len: u32,
}

impl Piece {
    fn source_end(&self) -> usize {
        self.source + self.source_len as usize
    }

    fn view_end(&self) -> usize {
        self.view + self.view_len as usize
    }
}

impl Layer {
    /// Appends to `out` what of `text` stands before `change`, and what the change reads.
    fn push(&mut self, text: &str, change: Change, out: &mut String) {
        out.push_str(text.get(self.reached..change.start).unwrap_or_default());
        self.reached = change.end;
        // Changes are a few dozen bytes long.
        let source_len = u32::try_from(change.end - change.start).unwrap_or(u32::MAX);
        let view = out.len();
        out.extend(change.to);
        let view_len = change.to.map_or(0, char::len_utf8).try_into().unwrap_or(u32::MAX);
        self.pieces.push(Piece { source: change.start, view, source_len, view_len });
    }

    /// Where the character that begins at `at`, or is there, was read from.
    fn start(&self, at: usize) -> usize {
        let behind = self.pieces.partition_point(|piece| piece.view <= at);
        match behind.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some(piece) if at < piece.view_end() => piece.source,
            Some(piece) => piece.source_end() + at - piece.view_end(),
            None => at,
        }
    }

    /// Where what ends at `at` was read from, up to its end; with what was dropped there.
    fn end(&self, at: usize) -> usize {
        let dropped_here = |piece: &Piece| piece.view == at && piece.view_len == 0;
        let behind = self.pieces.partition_point(|piece| piece.view < at || dropped_here(piece));
        match behind.checked_sub(1).and_then(|index| self.pieces.get(index)) {
            Some(piece) if at <= piece.view_end() => piece.source_end(),
            Some(piece) => piece.source_end() + at - piece.view_end(),
            None => at,
        }
    }
}
