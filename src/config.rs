//! Strict reading of an engine's settings, with the messages that users see.
//!
//! The Python twin's reader gives the same messages for the same mistakes; the vectors hold both to it.

use serde_json::{Map, Value};

use crate::error::{Error, Result};

/// Reads the keys of one mapping and remembers how to name them in messages.
#[derive(Debug)]
pub struct ConfigReader<'c> {
    plugin: &'static str,
    /// What stands before a key in messages: empty, or `custom_patterns[0].`.
    prefix: String,
    map: &'c Map<String, Value>,
}

impl<'c> ConfigReader<'c> {
    /// A reader of the settings of `plugin`.
    #[must_use]
    pub fn new(plugin: &'static str, map: &'c Map<String, Value>) -> Self {
        Self { plugin, prefix: String::new(), map }
    }

    /// Refuses keys that are not in `known`, which is in documentation order.
    ///
    /// # Errors
    /// [`Error::Config`] with the closest known key.
    pub fn refuse_unknown(&self, known: &[&str]) -> Result<()> {
        for key in self.map.keys() {
            if known.contains(&key.as_str()) {
                continue;
            }
            let hint =
                closest(key, known).map(|near| format!("; did you mean \"{near}\"?")).unwrap_or_default();
            return Err(self.error(format!("unknown key \"{}{key}\"{hint}", self.prefix)));
        }
        Ok(())
    }

    /// A boolean, or `default` when the key is absent.
    ///
    /// # Errors
    /// When it is anything but a boolean.
    pub fn boolean(&self, key: &str, default: bool) -> Result<bool> {
        match self.map.get(key) {
            None => Ok(default),
            Some(Value::Bool(value)) => Ok(*value),
            Some(other) => Err(self.wrong_type(key, "true or false", other)),
        }
    }

    /// A string, when the key is present.
    ///
    /// # Errors
    /// When it is anything but a string.
    pub fn string(&self, key: &str) -> Result<Option<&'c str>> {
        match self.map.get(key) {
            None => Ok(None),
            Some(Value::String(value)) => Ok(Some(value)),
            Some(other) => Err(self.wrong_type(key, "a string", other)),
        }
    }

    /// A string that has at least one character, when the key is present.
    ///
    /// # Errors
    /// When it is empty or not a string.
    pub fn filled_string(&self, key: &str) -> Result<Option<&'c str>> {
        match self.string(key)? {
            Some("") => Err(self.error(format!("{}{key} must not be empty", self.prefix))),
            value => Ok(value),
        }
    }

    /// A string that must be there and must not be empty.
    ///
    /// # Errors
    /// When it is missing, empty or not a string.
    pub fn required_string(&self, key: &str) -> Result<&'c str> {
        self.filled_string(key)?.ok_or_else(|| self.missing(key))
    }

    /// The error for an absent key.
    #[must_use]
    pub fn missing(&self, key: &str) -> Error {
        self.error(format!("{}{key} is missing", self.prefix))
    }

    /// One of `choices`, when the key is present.
    ///
    /// # Errors
    /// When it is not a string or not among them.
    pub fn choice<T: Copy>(&self, key: &str, choices: &[(&str, T)]) -> Result<Option<T>> {
        let Some(given) = self.string(key)? else { return Ok(None) };
        if let Some((_, value)) = choices.iter().find(|(name, _)| *name == given) {
            return Ok(Some(*value));
        }
        let names: Vec<_> = choices.iter().map(|(name, _)| *name).collect();
        Err(self.not_one_of(key, given, &names))
    }

    /// The error for a string that is not among `known`.
    #[must_use]
    pub fn not_one_of(&self, key: &str, given: &str, known: &[&str]) -> Error {
        self.error(format!("{}{key} must be one of {}, not \"{given}\"", self.prefix, known.join(", ")))
    }

    /// A reader for `map`, the value of `key`.
    #[must_use]
    pub fn nested(&self, key: &str, map: &'c Map<String, Value>) -> Self {
        ConfigReader { plugin: self.plugin, prefix: format!("{}{key}.", self.prefix), map }
    }

    /// A whole number within `low..=high`; absent and null both mean `None`.
    ///
    /// # Errors
    /// When it is not a whole number or out of range.
    pub fn whole_number(&self, key: &str, low: usize, high: usize) -> Result<Option<usize>> {
        let value = match self.map.get(key) {
            None | Some(Value::Null) => return Ok(None),
            Some(value) => value,
        };
        let Value::Number(number) = value else { return Err(self.wrong_type(key, "a whole number", value)) };
        if number.is_f64() {
            return Err(self.wrong_type(key, "a whole number", value));
        }
        match number.as_u64().and_then(|number| usize::try_from(number).ok()) {
            Some(number) if (low..=high).contains(&number) => Ok(Some(number)),
            _ => {
                Err(self
                    .error(format!("{}{key} must be between {low} and {high}, not {number}", self.prefix)))
            }
        }
    }

    /// A list of non-empty strings; empty when the key is absent.
    ///
    /// # Errors
    /// When it is not a list, or an item is not a string or is empty.
    pub fn strings(&self, key: &str) -> Result<Vec<&'c str>> {
        let items = match self.map.get(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(items)) => items,
            Some(other) => return Err(self.wrong_type(key, "a list of strings", other)),
        };
        let mut strings = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let Value::String(item) = item else {
                return Err(self.wrong_type(&format!("{key}[{index}]"), "a string", item));
            };
            if item.is_empty() {
                return Err(self.error(format!("{}{key}[{index}] must not be empty", self.prefix)));
            }
            strings.push(item.as_str());
        }
        Ok(strings)
    }

    /// A reader for each mapping of a list; empty when the key is absent.
    ///
    /// # Errors
    /// When it is not a list of mappings.
    pub fn mappings(&self, key: &str) -> Result<Vec<ConfigReader<'c>>> {
        let items = match self.map.get(key) {
            None => return Ok(Vec::new()),
            Some(Value::Array(items)) => items,
            Some(other) => return Err(self.wrong_type(key, "a list", other)),
        };
        let mut readers = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let Value::Object(map) = item else {
                return Err(self.wrong_type(&format!("{key}[{index}]"), "a mapping", item));
            };
            let prefix = format!("{}{key}[{index}].", self.prefix);
            readers.push(ConfigReader { plugin: self.plugin, prefix, map });
        }
        Ok(readers)
    }

    /// The value of `key` as it stands.
    #[must_use]
    pub fn raw(&self, key: &str) -> Option<&'c Value> {
        self.map.get(key)
    }

    /// The error for a value of the wrong kind.
    #[must_use]
    pub fn wrong_type(&self, key: &str, expected: &str, given: &Value) -> Error {
        let given = match given {
            Value::Null => "nothing",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "a mapping",
        };
        self.error(format!("{}{key} must be {expected}, not {given}", self.prefix))
    }

    /// An error about `key`, said as `message`.
    #[must_use]
    pub fn invalid(&self, key: &str, message: &str) -> Error {
        self.error(format!("{}{key} {message}", self.prefix))
    }

    fn error(&self, message: String) -> Error {
        Error::Config { plugin: self.plugin, message }
    }
}

/// The known key that a mistyped one was probably meant to be.
fn closest<'k>(key: &str, known: &[&'k str]) -> Option<&'k str> {
    let length = key.chars().count();
    let allowed = (length / 3).max(2);
    known
        .iter()
        .map(|candidate| (distance(key, candidate), *candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Levenshtein distance in characters, by the two-row dynamic programme of Wagner and Fischer (1974).
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.chars().enumerate() {
        let mut diagonal = i;
        let mut before = i + 1;
        for (cell, b) in row.iter_mut().skip(1).zip(&right) {
            let replaced = diagonal + usize::from(a != *b);
            diagonal = *cell;
            before = replaced.min(*cell + 1).min(before + 1);
            *cell = before;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reader(json: &serde_json::Value) -> ConfigReader<'_> {
        ConfigReader::new("demo", json.as_object().unwrap())
    }

    #[test]
    fn distance_counts_edits() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("", "abc"), 3);
        assert_eq!(distance("abc", ""), 3);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn a_mistyped_key_is_named_with_its_likely_meaning() {
        let json = serde_json::json!({"detect_sn": true});
        let error = reader(&json).refuse_unknown(&["detect_bsn", "detect_ssn"]).unwrap_err();
        assert_eq!(error.to_string(), "demo: unknown key \"detect_sn\"; did you mean \"detect_bsn\"?");
        let json = serde_json::json!({"quite_else": true});
        let error = reader(&json).refuse_unknown(&["detect_bsn"]).unwrap_err();
        assert_eq!(error.to_string(), "demo: unknown key \"quite_else\"");
    }

    #[test]
    fn numbers_are_whole_and_in_range() {
        let json = serde_json::json!({"a": 0, "b": 1.0, "c": null, "d": 7, "e": true});
        let reader = reader(&json);
        assert_eq!(
            reader.whole_number("a", 1, 9).unwrap_err().to_string(),
            "demo: a must be between 1 and 9, not 0"
        );
        assert!(reader.whole_number("b", 1, 9).is_err());
        assert_eq!(reader.whole_number("c", 1, 9), Ok(None));
        assert_eq!(reader.whole_number("d", 1, 9), Ok(Some(7)));
        assert!(reader.whole_number("e", 1, 9).is_err());
    }

    #[test]
    fn list_items_are_named_by_position() {
        let json = serde_json::json!({"patterns": ["a", 3]});
        let error = reader(&json).strings("patterns").unwrap_err();
        assert_eq!(error.to_string(), "demo: patterns[1] must be a string, not a number");
    }
}
