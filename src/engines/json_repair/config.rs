//! The settings of the engine.

use serde_json::{Map, Value};

use super::JsonRepair;
use crate::config::ConfigReader;
use crate::error::Result;
use crate::plugin::NativePlugin;
use crate::walk::{WALK_KEYS, WalkOptions};

/// What may be removed around a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extract {
    None,
    Fences,
    All,
}

/// What a document may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd)]
pub(super) enum TopLevel {
    Containers,
    Scalars,
    Any,
}

/// What becomes of several values one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Concatenated {
    Keep,
    List,
    First,
}

/// What becomes of `NaN` and the infinities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nan {
    Null,
    String,
    Keep,
}

/// What becomes of several members of one name in one object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DuplicateKeys {
    Keep,
    First,
    Last,
}

/// How a text is repaired.
#[derive(Debug, Clone)]
pub(super) struct Options {
    pub(super) min_confidence: u8,
    pub(super) extract: Extract,
    pub(super) top_level: TopLevel,
    pub(super) concatenated: Concatenated,
    pub(super) nan: Nan,
    pub(super) duplicate_keys: DuplicateKeys,
    pub(super) max_depth: usize,
    pub(super) max_bytes: usize,
}

const OWN_KEYS: [&str; 10] = [
    "min_confidence",
    "extract",
    "top_level",
    "concatenated",
    "nan",
    "duplicate_keys",
    "max_depth",
    "max_bytes",
    "fill_structured_content",
    "log_detections",
];

impl Options {
    /// Whether words without quotes may be the whole document.
    pub(super) fn accepts_words(&self) -> bool {
        self.top_level == TopLevel::Any
    }

    /// Reads the configuration.
    ///
    /// # Errors
    /// [`crate::Error::Config`] naming the key.
    pub(super) fn read(config: &Map<String, Value>) -> Result<(Self, WalkOptions)> {
        let reader = ConfigReader::new(JsonRepair::NAME, config);
        let known: Vec<&str> = OWN_KEYS.into_iter().chain(WALK_KEYS).collect();
        reader.refuse_unknown(&known)?;
        let options = Self {
            min_confidence: confidence(&reader)?,
            extract: reader
                .choice(
                    "extract",
                    &[("none", Extract::None), ("fences", Extract::Fences), ("all", Extract::All)],
                )?
                .unwrap_or(Extract::Fences),
            top_level: reader
                .choice(
                    "top_level",
                    &[
                        ("containers", TopLevel::Containers),
                        ("scalars", TopLevel::Scalars),
                        ("any", TopLevel::Any),
                    ],
                )?
                .unwrap_or(TopLevel::Containers),
            concatenated: reader
                .choice(
                    "concatenated",
                    &[
                        ("keep", Concatenated::Keep),
                        ("list", Concatenated::List),
                        ("first", Concatenated::First),
                    ],
                )?
                .unwrap_or(Concatenated::Keep),
            nan: reader
                .choice("nan", &[("null", Nan::Null), ("string", Nan::String), ("keep", Nan::Keep)])?
                .unwrap_or(Nan::Null),
            duplicate_keys: reader
                .choice(
                    "duplicate_keys",
                    &[
                        ("keep", DuplicateKeys::Keep),
                        ("first", DuplicateKeys::First),
                        ("last", DuplicateKeys::Last),
                    ],
                )?
                .unwrap_or(DuplicateKeys::Keep),
            max_depth: reader.whole_number("max_depth", 1, 1_000_000)?.unwrap_or(usize::MAX),
            max_bytes: reader.whole_number("max_bytes", 1, 100 << 20)?.unwrap_or(usize::MAX),
        };
        for key in ["fill_structured_content", "log_detections"] {
            reader.boolean(key, false)?;
        }
        if config.get("scan_json_strings") == Some(&Value::Bool(true)) {
            return Err(reader.invalid("scan_json_strings", "is not possible: this engine edits whole texts"));
        }
        Ok((options, WalkOptions::read(&reader, false)?))
    }
}

/// `min_confidence` in percent.
fn confidence(reader: &ConfigReader<'_>) -> Result<u8> {
    const KEY: &str = "min_confidence";
    let Some(value) = reader.raw(KEY) else { return Ok(50) };
    let Value::Number(number) = value else { return Err(reader.wrong_type(KEY, "a number", value)) };
    let share = number.as_f64().unwrap_or(f64::NAN);
    if !(0.0..=1.0).contains(&share) {
        return Err(reader.invalid(KEY, "must be between 0 and 1"));
    }
    // A hundredth is the finest step; what is a hair above one is one.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    let percent = (share * 100.0 - 1e-9).ceil().max(0.0) as u8;
    Ok(percent)
}
