//! The regex filter: rules that replace, block or report what patterns and words find, one after the other.
//!
//! Patterns come in lowered form from the Python side, which parses them with the running interpreter's `re`
//! ([`lowered`]). Here they run in linear time and give the matches that `re` would give; what only `re` can run
//! is the business of a [`Host`].

mod cases;
mod chain;
mod forms;
mod heads;
mod lead;
mod lowered;
mod pattern;
mod positions;
mod samples;
mod sets;
mod shape;
mod sieve;
mod text;
mod words;

use serde_json::{Map, Value};

use self::chain::{Chain, Step};
use self::lowered::{Lowered, Skipped};
use crate::config::ConfigReader;
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::plugin::{ChainPlugin, ChainRule, Family, Host, NativePlugin, Plugin, Ran, Route};
use crate::stats::Counters;
use crate::walk::{WALK_KEYS, WalkOptions};

/// The engine.
#[derive(Debug)]
pub struct RegexFilter {
    chain: Chain,
    skipped: Vec<Skipped>,
    walk: WalkOptions,
    counters: Counters,
}

/// Keys of this engine's lowered configuration.
const OWN_KEYS: [&str; 5] = ["rules", "skipped", "classes", "word", "fold"];

impl NativePlugin for RegexFilter {
    const NAME: &'static str = "regex_filter";
    const SUMMARY: &'static str =
        "Replaces, blocks or reports what Python regular expressions and word lists find";
    const FAMILY: Family = Family::Text;

    fn build(config: &Map<String, Value>) -> Result<Plugin> {
        let reader = ConfigReader::new(Self::NAME, config);
        let known: Vec<&str> = OWN_KEYS.into_iter().chain(WALK_KEYS).collect();
        reader.refuse_unknown(&known)?;
        let walk = WalkOptions::read(&reader, false)?;
        let own = config.iter().filter(|(key, _)| OWN_KEYS.contains(&key.as_str()));
        let own: Map<String, Value> = own.map(|(key, value)| (key.clone(), value.clone())).collect();
        let mut lowered: Lowered = serde_json::from_value(Value::Object(own))
            .map_err(|error| reader.invalid("rules", &format!("cannot be read: {error}")))?;
        let skipped = std::mem::take(&mut lowered.skipped);
        let chain = Chain::new(lowered).map_err(|key| Error::Unsupported {
            plugin: Self::NAME,
            message: format!("{key} is too large, so Python runs the rules"),
        })?;
        Ok(Plugin::Chain(Box::new(Self { chain, skipped, walk, counters: Counters::default() })))
    }
}

impl ChainPlugin for RegexFilter {
    fn run(&self, text: &[u8], host: &dyn Host, found: Option<&mut Vec<Finding>>) -> Result<Ran> {
        self.chain.run(text, host, found)
    }

    fn rules(&self) -> Vec<ChainRule<'_>> {
        let rules = self.chain.rules.iter().map(|rule| ChainRule {
            key: &rule.key,
            name: &rule.name,
            mode: rule.mode.name(),
            route: match &rule.step {
                Step::Foreign { rule, reason } => Route::Foreign { rule, reason },
                Step::Pattern(_) | Step::Words { .. } => Route::Native,
            },
        });
        let skipped = self.skipped.iter().map(|rule| ChainRule {
            key: &rule.key,
            name: &rule.name,
            mode: "none",
            route: Route::Skipped { reason: &rule.reason },
        });
        rules.chain(skipped).collect()
    }

    fn walk_options(&self) -> &WalkOptions {
        &self.walk
    }

    fn counters(&self) -> &Counters {
        &self.counters
    }
}
