//! Where the parts of a text that was rewritten came from.
//!
//! After some rules have rewritten a text, places in it are not those of the original any more. What a rule kept
//! has moved; what a rule wrote stands for all that it replaced. The twin's module of this name does the same.

/// A match, and how long what takes its place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) new: usize,
}

/// A part of the text that a rule wrote, and the part of the original that it stands for.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    end: usize,
    from_start: usize,
    from_end: usize,
}

/// The pieces of a text that are not the original's, in order; what is between them was kept.
#[derive(Debug, Default)]
pub(super) struct Positions {
    pieces: Vec<Piece>,
}

impl Positions {
    /// What the range from `start` to `end` of the text stands for in the original.
    pub(super) fn original(&self, start: usize, end: usize) -> (usize, usize) {
        if self.pieces.is_empty() {
            (start, end)
        } else if start == end {
            let place = self.end(start);
            (place, place)
        } else {
            (self.start(start), self.end(end))
        }
    }

    /// Follows a rewriting of the text by `edits`, which are in order and do not overlap.
    pub(super) fn rewrite(&mut self, edits: &[Edit]) {
        let mut pieces = Vec::with_capacity(self.pieces.len() + edits.len());
        // Text before the edits so far that is gone, and that is new.
        let (mut gone, mut new) = (0, 0);
        let mut waiting = self.pieces.iter().copied();
        let mut old = waiting.next();
        for edit in edits {
            let moved = |piece: Piece| Piece {
                start: piece.start + new - gone,
                end: piece.end + new - gone,
                ..piece
            };
            // What is inserted where something was deleted stands before that.
            while let Some(piece) = old
                && piece.end <= edit.start
                && !(piece.start == edit.start && edit.start == edit.end)
            {
                pieces.push(moved(piece));
                old = waiting.next();
            }
            if let Some(piece) = old.as_mut()
                && piece.start < edit.start
            {
                pieces.push(moved(Piece { end: edit.start, ..*piece }));
                piece.start = edit.start;
            }
            let (from_start, from_end) = self.original(edit.start, edit.end);
            let start = edit.start + new - gone;
            pieces.push(Piece { start, end: start + edit.new, from_start, from_end });
            while old.is_some_and(|piece| piece.start < edit.end && piece.end <= edit.end) {
                old = waiting.next();
            }
            if let Some(piece) = old.as_mut()
                && piece.start < edit.end
            {
                piece.start = edit.end;
            }
            new += edit.new;
            gone += edit.end - edit.start;
        }
        let rest = old.into_iter().chain(waiting);
        pieces.extend(rest.map(|piece| Piece {
            start: piece.start + new - gone,
            end: piece.end + new - gone,
            ..piece
        }));
        self.pieces = pieces;
    }

    /// Where the character at `place` comes from.
    fn start(&self, place: usize) -> usize {
        match self.last_from(place) {
            None => place,
            Some(piece) if place < piece.end => piece.from_start,
            Some(piece) => piece.from_end + place - piece.end,
        }
    }

    /// Where the character before `place` comes from, and ends.
    fn end(&self, place: usize) -> usize {
        let Some(before) = place.checked_sub(1) else { return 0 };
        match self.last_from(before) {
            None => place,
            Some(piece) if place <= piece.end => piece.from_end,
            Some(piece) => piece.from_end + place - piece.end,
        }
    }

    /// The last piece that begins at `place` or before.
    fn last_from(&self, place: usize) -> Option<&Piece> {
        let index = self.pieces.partition_point(|piece| piece.start <= place);
        self.pieces.get(index.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, new: usize) -> Edit {
        Edit { start, end, new }
    }

    #[test]
    fn what_was_kept_has_moved_and_what_was_written_stands_for_all_it_replaced() {
        let mut positions = Positions::default();
        positions.rewrite(&[edit(2, 4, 5)]);
        assert_eq!(positions.original(0, 2), (0, 2));
        assert_eq!(positions.original(3, 4), (2, 4));
        assert_eq!(positions.original(1, 9), (1, 6));
        positions.rewrite(&[edit(6, 8, 0), edit(9, 9, 1)]);
        assert_eq!(positions.original(2, 3), (2, 4));
        assert_eq!(positions.original(6, 7), (5, 6));
        assert_eq!(positions.original(7, 8), (6, 6));
        assert_eq!(positions.original(7, 7), (6, 6));
    }

    #[test]
    fn an_insertion_where_something_was_deleted_stands_before_it() {
        let mut positions = Positions::default();
        positions.rewrite(&[edit(1, 3, 0)]);
        positions.rewrite(&[edit(1, 1, 2)]);
        assert_eq!(positions.original(1, 2), (1, 1));
        assert_eq!(positions.original(3, 4), (3, 4));
    }
}
