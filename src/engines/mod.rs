//! The engines, and the table that says which there are.

pub mod json_repair;
pub mod pii_filter;
pub mod regex_filter;

use crate::registry::Entry;

/// Every engine of this build, in name order. A new engine is a module above and a row here.
pub(crate) const ENGINES: &[Entry] = &[
    Entry::of::<json_repair::JsonRepair>(),
    Entry::of::<pii_filter::PiiFilter>(),
    Entry::of::<regex_filter::RegexFilter>(),
];
