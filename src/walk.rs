//! Which values of a payload a text engine reads, and what bounds the work: settings that all text
//! engines share. The walk itself belongs to the language of the payload.

use crate::config::ConfigReader;
use crate::error::Result;

/// Bytes of text that one call looks at, at most; 64 MiB is far above what a gateway lets through.
pub const MAX_TOTAL_BYTES: usize = 64 << 20;
/// Values that one call visits, at most.
pub const MAX_TOTAL_NODES: usize = 5_000_000;
/// Segments that all field paths of one engine may have together.
const MAX_PATH_SEGMENTS: usize = 128;

/// What happens when a limit is exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum OnLimit {
    /// Nothing passes.
    #[default]
    Block,
    /// What was seen is masked and passes, marked as incomplete.
    ScanPartial,
}

/// The settings; see [`WALK_KEYS`] for their names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a setting of its own")]
pub struct WalkOptions {
    /// Mapping keys are texts too.
    pub keys: bool,
    /// Whole numbers are read in decimal.
    pub integers: bool,
    /// Byte strings are read as UTF-8, or as Latin-1 where they are not.
    pub bytes: bool,
    /// Texts that are JSON documents are read token by token as well.
    pub json_strings: bool,
    /// Only these paths and what is below them; empty means all.
    pub include: Vec<Vec<String>>,
    /// Never these paths nor what is below them.
    pub exclude: Vec<Vec<String>>,
    /// Longest single text, in bytes of UTF-8.
    pub max_text_bytes: Option<usize>,
    /// Deepest container that is entered; the root has depth 1.
    pub max_depth: Option<usize>,
    /// Most entries of one container.
    pub max_items: Option<usize>,
    /// What an exceeded limit leads to.
    pub on_limit: OnLimit,
}

/// Names of the settings, in documentation order.
pub const WALK_KEYS: [&str; 10] = [
    "scan_keys",
    "scan_integers",
    "scan_bytes",
    "scan_json_strings",
    "include_fields",
    "exclude_fields",
    "max_text_bytes",
    "max_nested_depth",
    "max_collection_items",
    "on_limit",
];

impl WalkOptions {
    /// Reads the shared settings out of an engine's configuration; `json_strings` holds unless the
    /// configuration says otherwise.
    ///
    /// # Errors
    /// [`crate::Error::Config`] naming the key.
    pub fn read(reader: &ConfigReader<'_>, json_strings: bool) -> Result<Self> {
        let options = Self {
            keys: reader.boolean("scan_keys", false)?,
            integers: reader.boolean("scan_integers", false)?,
            bytes: reader.boolean("scan_bytes", false)?,
            json_strings: reader.boolean("scan_json_strings", json_strings)?,
            include: paths(&reader.strings("include_fields")?),
            exclude: paths(&reader.strings("exclude_fields")?),
            max_text_bytes: reader.whole_number("max_text_bytes", 1, 100 << 20)?,
            max_depth: reader.whole_number("max_nested_depth", 1, 1000)?,
            max_items: reader.whole_number("max_collection_items", 1, 1_000_000)?,
            on_limit: reader
                .choice("on_limit", &[("block", OnLimit::Block), ("scan_partial", OnLimit::ScanPartial)])?
                .unwrap_or_default(),
        };
        let segments: usize = options.include.iter().chain(&options.exclude).map(Vec::len).sum();
        if segments > MAX_PATH_SEGMENTS {
            let message = format!(
                "and exclude_fields have {segments} segments together; at most {MAX_PATH_SEGMENTS} are possible"
            );
            return Err(reader.invalid("include_fields", &message));
        }
        Ok(options)
    }

    /// Whether paths decide what is read.
    #[must_use]
    pub fn filters_fields(&self) -> bool {
        !(self.include.is_empty() && self.exclude.is_empty())
    }
}

fn paths(dotted: &[&str]) -> Vec<Vec<String>> {
    dotted.iter().map(|path| path.split('.').map(str::to_owned).collect()).collect()
}

/// Where a value stands relative to the field paths: how far each path has been followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct FieldState {
    /// One bit per segment over all paths: the segment that would have to match next.
    waiting: u128,
    included: bool,
    excluded: bool,
}

impl FieldState {
    /// The state of the root.
    #[must_use]
    pub fn root(options: &WalkOptions) -> Self {
        let mut waiting = 0;
        let mut bit = 0;
        for path in options.include.iter().chain(&options.exclude) {
            waiting |= 1_u128 << bit;
            bit += path.len();
        }
        Self { waiting, included: options.include.is_empty(), excluded: false }
    }

    /// The state one step down, under the name `segment`.
    #[must_use]
    pub fn child(self, options: &WalkOptions, segment: &str) -> Self {
        let mut next = Self { waiting: 0, ..self };
        let mut bit = 0;
        for (index, path) in options.include.iter().chain(&options.exclude).enumerate() {
            for (position, wanted) in path.iter().enumerate() {
                let here = bit + position;
                if self.waiting >> here & 1 == 0 || (wanted != "*" && wanted != segment) {
                    continue;
                }
                if position + 1 < path.len() {
                    next.waiting |= 1 << (here + 1);
                } else if index < options.include.len() {
                    next.included = true;
                } else {
                    next.excluded = true;
                }
            }
            bit += path.len();
        }
        next
    }

    /// Whether a text here is read.
    #[must_use]
    pub fn reads(self) -> bool {
        self.included && !self.excluded
    }

    /// Whether anything at or below here may be read.
    #[must_use]
    pub fn enters(self) -> bool {
        !self.excluded && (self.included || self.waiting != 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(include: &[&str], exclude: &[&str]) -> WalkOptions {
        WalkOptions { include: paths(include), exclude: paths(exclude), ..WalkOptions::default() }
    }

    fn reads(options: &WalkOptions, path: &[&str]) -> bool {
        path.iter().fold(FieldState::root(options), |state, segment| state.child(options, segment)).reads()
    }

    #[test]
    fn without_paths_everything_is_read() {
        assert!(reads(&options(&[], &[]), &["a", "b"]));
    }

    #[test]
    fn included_paths_cover_their_descendants_only() {
        let options = options(&["a.b", "*.id"], &[]);
        assert!(reads(&options, &["a", "b"]));
        assert!(reads(&options, &["a", "b", "c"]));
        assert!(reads(&options, &["x", "id"]));
        assert!(!reads(&options, &["a"]));
        assert!(!reads(&options, &["a", "c"]));
    }

    #[test]
    fn exclusion_wins() {
        let options = options(&["a"], &["a.b"]);
        assert!(reads(&options, &["a", "c"]));
        assert!(!reads(&options, &["a", "b", "c"]));
    }
}
