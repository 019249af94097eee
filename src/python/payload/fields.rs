//! What the field paths of the options say about each value, as small numbers.

use rustc_hash::FxHashMap;

use crate::walk::{FieldState, WalkOptions};

/// Field states by number. Most engines have no field paths, and then there is one state.
pub(super) struct Fields<'o> {
    options: &'o WalkOptions,
    filters: bool,
    states: Vec<FieldState>,
    numbers: FxHashMap<FieldState, u32>,
}

impl<'o> Fields<'o> {
    /// The number of the root's state.
    pub(super) const ROOT: u32 = 0;

    pub(super) fn new(options: &'o WalkOptions) -> Self {
        let filters = options.filters_fields();
        let mut fields = Self { options, filters, states: Vec::new(), numbers: FxHashMap::default() };
        if filters {
            fields.number(FieldState::root(options));
        }
        fields
    }

    /// Whether paths decide what is read.
    pub(super) fn filter(&self) -> bool {
        self.filters
    }

    /// Whether a text in this state is read.
    pub(super) fn reads(&self, state: u32) -> bool {
        !self.filters || self.states.get(state as usize).is_some_and(|state| state.reads())
    }

    /// The state one step down, under the name `segment`; `None` if nothing at or below it may be read.
    pub(super) fn child(&mut self, state: u32, segment: &str) -> Option<u32> {
        let child = self.states.get(state as usize)?.child(self.options, segment);
        if child.enters() { Some(self.number(child)) } else { None }
    }

    /// There are no more states than values on the walk, so 32 bits number them.
    fn number(&mut self, state: FieldState) -> u32 {
        *self.numbers.entry(state).or_insert_with(|| {
            self.states.push(state);
            u32::try_from(self.states.len() - 1).unwrap_or(u32::MAX)
        })
    }
}
