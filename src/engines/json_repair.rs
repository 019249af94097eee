//! Finds every occurrence of one word and puts another text in its place.

use serde_json::{Map, Value};

use crate::config::ConfigReader;
use crate::error::Result;
use crate::finding::Finding;
use crate::plugin::{Family, NativePlugin, Plugin, TextPlugin};
use crate::stats::Counters;
use crate::walk::{WALK_KEYS, WalkOptions};

/// The engine.
#[derive(Debug)]
pub struct JsonRepair {
    word: String,
    replacement: String,
    walk: WalkOptions,
    counters: Counters,
}

/// Keys of this engine, in documentation order; the gateway class acts on those that are booleans.
const OWN_KEYS: [&str; 5] =
    ["word", "replacement", "block_on_detection", "log_detections", "include_detection_details"];

impl NativePlugin for JsonRepair {
    const NAME: &'static str = "json_repair";
    const SUMMARY: &'static str = "Finds a word and replaces it";
    const FAMILY: Family = Family::Text;

    fn build(config: &Map<String, Value>) -> Result<Plugin> {
        let reader = ConfigReader::new(Self::NAME, config);
        let known: Vec<&str> = OWN_KEYS.into_iter().chain(WALK_KEYS).collect();
        reader.refuse_unknown(&known)?;
        let word = reader.filled_string("word")?.unwrap_or("example").to_owned();
        let replacement = reader.string("replacement")?.unwrap_or("[EXAMPLE]").to_owned();
        for key in ["block_on_detection", "log_detections", "include_detection_details"] {
            reader.boolean(key, false)?;
        }
        let walk = WalkOptions::read(&reader, false)?;
        Ok(Plugin::Text(Box::new(Self { word, replacement, walk, counters: Counters::default() })))
    }
}

impl TextPlugin for JsonRepair {
    fn scan(&self, text: &str, found: &mut Vec<Finding>) {
        found.extend(text.match_indices(&self.word).map(|(start, word)| Finding {
            start,
            end: start + word.len(),
            rule: 0,
            confidence: 100,
        }));
    }

    fn rules(&self) -> u16 {
        1
    }

    fn rule_name(&self, _: u16) -> &'static str {
        "word"
    }

    fn replace(&self, _: u16, _: &str, out: &mut String) {
        out.push_str(&self.replacement);
    }

    fn walk_options(&self) -> &WalkOptions {
        &self.walk
    }

    fn counters(&self) -> &Counters {
        &self.counters
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_occurrence_is_found() {
        let Plugin::Text(engine) = JsonRepair::build(&Map::new()).unwrap() else { unreachable!() };
        let mut found = Vec::new();
        engine.scan("an example, é example", &mut found);
        assert_eq!(found.iter().map(|finding| finding.start).collect::<Vec<_>>(), [3, 15]);
    }
}
