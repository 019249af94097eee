//! JSON repair: edits to a text that was meant to be JSON, and none to any other.
//!
//! A text that is valid is left alone ([`crate::text::json_check`]). Else `document` finds where in the text
//! the document is, and `machine` goes through it once, with a stack instead of recursion: `strings` decides
//! where a string with untrustworthy quotes ends, `words` reads what has no quotes, `closers` settles what
//! is open; `duplicates` then removes members of one name where that is asked. Each repair becomes an edit with a rule and a confidence (`script`, `rules`). The edits count
//! only if all of them are sure enough and the text is valid with them; else none does, and there is a
//! reason. The twin in `fallback/json_repair` has the same parts and works on the same bytes.

mod closers;
mod config;
mod document;
mod duplicates;
mod machine;
mod numbers;
mod reader;
mod rules;
mod script;
mod strings;
mod words;

use serde_json::{Map, Value};

use config::{Concatenated, DuplicateKeys, Nan, Options};
use machine::{Machine, Refusal};
use rules::{ROWS, Rule};
use script::Script;

use crate::error::Result;
use crate::finding::Finding;
use crate::plugin::{Family, NativePlugin, Plugin, TextPlugin};
use crate::stats::Counters;
use crate::text::Replacements;
use crate::text::json_check::{self, Expect, Open, Place};
use crate::walk::WalkOptions;

/// The engine.
#[derive(Debug)]
pub struct JsonRepair {
    options: Options,
    walk: WalkOptions,
    counters: Counters,
}

impl NativePlugin for JsonRepair {
    const NAME: &'static str = "json_repair";
    const SUMMARY: &'static str = "Repairs text that was meant to be JSON and leaves all other text alone";
    const FAMILY: Family = Family::Text;

    fn build(config: &Map<String, Value>) -> Result<Plugin> {
        let (options, walk) = Options::read(config)?;
        Ok(Plugin::Text(Box::new(Self { options, walk, counters: Counters::default() })))
    }
}

impl TextPlugin for JsonRepair {
    fn scan(&self, text: &str, found: &mut Vec<Finding>) {
        self.edits(text, found, &mut Replacements::default());
    }

    fn edits(&self, text: &str, found: &mut Vec<Finding>, replacements: &mut Replacements) {
        if let Ok(script) = repair_at(text, &self.options, RepairLevel::default()) {
            script.report(found, replacements);
        }
    }

    fn why(&self, text: &str) -> Option<&'static str> {
        if json_check::is_json(text) {
            return None;
        }
        match repair_at(text, &self.options, RepairLevel::default()) {
            Ok(_) => None,
            Err(Refusal::NotJson) => Some("not_json"),
            Err(Refusal::TooLong) => Some("too_long"),
            Err(Refusal::TooDeep) => Some("too_deep"),
            Err(Refusal::Ambiguous) => Some("ambiguous"),
            Err(Refusal::Unrepairable) => Some("unrepairable"),
        }
    }

    fn rules(&self) -> u16 {
        u16::try_from(ROWS.len()).unwrap_or(u16::MAX)
    }

    fn rule_name(&self, rule: u16) -> &str {
        ROWS.get(usize::from(rule)).map_or("", |row| row.name.as_str())
    }

    /// Only edits know what takes the place of a finding.
    fn replace(&self, _: u16, value: &str, out: &mut String) {
        out.push_str(value);
    }

    fn walk_options(&self) -> &WalkOptions {
        &self.walk
    }

    fn counters(&self) -> &Counters {
        &self.counters
    }
}

/// How many levels of escapes were taken off already.
#[derive(Debug, Clone, Copy, Default)]
struct RepairLevel(u8);

impl RepairLevel {
    fn is_outermost(self) -> bool {
        self.0 == 0
    }

    fn deeper(self) -> Option<Self> {
        (self.0 < 3).then_some(Self(self.0 + 1))
    }
}

/// The edits that make `text` valid; none when it is.
fn repair_at(text: &str, options: &Options, level: RepairLevel) -> std::result::Result<Script, Refusal> {
    if text.len() > options.max_bytes {
        return Err(Refusal::TooLong);
    }
    let start = Place { at: 0, expect: Expect::Value };
    let mut open = Vec::new();
    let stop = json_check::check(text.as_bytes(), start, &mut open, options.max_depth);
    if stop.complete {
        return Ok(Script::default());
    }
    let first = pass(text, options, level, Some((stop.from, open)));
    let unsettled = first.as_ref().map_or(true, Script::has_closers);
    // Indentation knows where a closer is missing; it is asked only when one is.
    let indented =
        if unsettled && text.contains('\n') { pass(text, options, level, None).ok() } else { None };
    let mut script = match indented {
        Some(script) => script,
        None => first?,
    };
    let kept = if options.nan == Nan::Keep { Rule::NotANumber } else { Rule::DuplicateKey };
    if level.is_outermost() && options.duplicate_keys != DuplicateKeys::Keep && script.has_others(kept) {
        let removed = duplicates::remove(text, &mut script, options.duplicate_keys);
        if removed && !is_valid(&script.apply(text), options) {
            return Err(Refusal::Unrepairable);
        }
    }
    if options.nan == Nan::Keep {
        script.drop_rule(Rule::NotANumber);
    }
    if script.confidence() < options.min_confidence {
        return Err(Refusal::Ambiguous);
    }
    Ok(script)
}

/// One pass over `text`, of which a valid beginning was passed over already; without one, a pass in which
/// indentation closes containers, if it does.
fn pass(
    text: &str,
    options: &Options,
    level: RepairLevel,
    beginning: Option<(Place, Vec<Open>)>,
) -> std::result::Result<Script, Refusal> {
    let indented = beginning.is_none();
    let mut machine = Machine::new(text.as_bytes(), options);
    machine.indented = indented;
    machine.beginning = beginning;
    machine.whole(level)?;
    let Machine { mut script, dedented, .. } = machine;
    script.sort();
    if dedented != indented || !script.is_consistent() || !is_valid(&script.apply(text), options) {
        return Err(Refusal::Unrepairable);
    }
    Ok(script)
}

/// Whether `text` is what a repair may return: a document, or several where those are kept.
fn is_valid(text: &str, options: &Options) -> bool {
    let bytes = text.as_bytes();
    let mut at = 0;
    loop {
        let mut open = Vec::new();
        let stop =
            json_check::check(bytes, Place { at, expect: Expect::Value }, &mut open, options.max_depth);
        if stop.complete {
            return true;
        }
        let closed = open.is_empty() && stop.from.expect == Expect::After && stop.from.at > at;
        if !closed || options.concatenated != Concatenated::Keep {
            return false;
        }
        at = stop.from.at;
    }
}
