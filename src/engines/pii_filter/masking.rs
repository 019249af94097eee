//! The settings of masks: a strategy per type, their format, values that are never masked, and the keys of the
//! vault, which the gateway class acts on.

use rustc_hash::FxHashSet;
use serde_json::Value;

use super::config::STRATEGIES;
use super::mask::{Format, Strategy};
use crate::config::ConfigReader;
use crate::error::Result;

/// What decides how a value is masked, apart from the default.
#[derive(Debug)]
pub(super) struct Masking {
    per_type: Vec<(String, Strategy)>,
    pub(super) format: Format,
}

impl Masking {
    /// Reads the settings; `types` are all that findings can have.
    pub(super) fn read(reader: &ConfigReader<'_>, types: &[&str]) -> Result<Self> {
        let per_type = per_type(reader, types)?;
        let format = reader.choice("format", &[("tag", Format::Tag), ("preserve", Format::Preserve)])?;
        vault(reader)?;
        Ok(Self { per_type, format: format.unwrap_or(Format::Tag) })
    }

    /// The strategy that is set for type `name`.
    pub(super) fn of(&self, name: &str) -> Option<Strategy> {
        self.per_type.iter().find(|(known, _)| known == name).map(|(_, strategy)| *strategy)
    }
}

fn per_type(reader: &ConfigReader<'_>, types: &[&str]) -> Result<Vec<(String, Strategy)>> {
    const KEY: &str = "per_type";
    let map = match reader.raw(KEY) {
        None => return Ok(Vec::new()),
        Some(Value::Object(map)) => map,
        Some(other) => return Err(reader.wrong_type(KEY, "a mapping", other)),
    };
    let nested = reader.nested(KEY, map);
    nested.refuse_unknown(types)?;
    let mut strategies = Vec::with_capacity(map.len());
    for name in map.keys() {
        strategies.extend(nested.choice(name, &STRATEGIES)?.map(|strategy| (name.clone(), strategy)));
    }
    Ok(strategies)
}

/// Checks the keys of the vault: a wrong value must not pass here unseen.
fn vault(reader: &ConfigReader<'_>) -> Result<()> {
    // A bare `off` is false to a reader of YAML.
    if reader.raw("vault") != Some(&Value::Bool(false)) {
        reader.choice("vault", &[("off", ()), ("session", ())])?;
    }
    reader.whole_number("vault_max_entries", 1, 1_000_000)?;
    Ok(())
}

/// Values that are never masked, whatever the case of their ASCII letters.
#[derive(Default)]
pub(super) struct AllowedValues {
    values: FxHashSet<String>,
    longest: usize,
}

impl std::fmt::Debug for AllowedValues {
    // The values are personal data.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("AllowedValues").field("count", &self.values.len()).finish_non_exhaustive()
    }
}

impl AllowedValues {
    pub(super) fn read(reader: &ConfigReader<'_>) -> Result<Self> {
        let values = reader.strings("whitelist_values")?;
        let longest = values.iter().map(|value| value.len()).max().unwrap_or(0);
        Ok(Self { values: values.into_iter().map(str::to_ascii_lowercase).collect(), longest })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn contains(&self, value: &str) -> bool {
        value.len() <= self.longest && self.values.contains(&value.to_ascii_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn allowed_values_are_compared_without_ascii_case_and_never_shown() {
        let json = serde_json::json!({"whitelist_values": ["Ann@Example.com", "Ä1"]});
        let allowed = AllowedValues::read(&ConfigReader::new("demo", json.as_object().unwrap())).unwrap();
        for (value, expected) in
            [("ann@EXAMPLE.com", true), ("Ä1", true), ("ä1", false), ("ann@example.com.", false), ("", false)]
        {
            assert_eq!(allowed.contains(value), expected, "{value}");
        }
        let shown = format!("{allowed:?}");
        assert!(!shown.to_lowercase().contains("ann"), "{shown}");
    }
}
