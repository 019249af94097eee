//! Finds personal data and puts masks in its place.

mod checks;
mod config;
mod context;
mod crypto;
mod iban;
mod mask;
mod masking;
mod national;
mod rules;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::finding::{Finding, resolve_overlaps};
use crate::plugin::{Family, NativePlugin, Plugin, TextPlugin};
use crate::stats::Counters;
use crate::text::{Regex, Resume, Scanner, normalize};
use crate::walk::WalkOptions;

use config::Config;
use context::Words;
use mask::{Masker, Strategy, tag_of};
use masking::AllowedValues;

/// The engine. Rules come first in rule numbers, in the order of the rule file, then custom patterns.
#[derive(Debug)]
pub struct PiiFilter {
    scanner: Scanner,
    /// By rule number: what depends on the surroundings of a value, and how sure a finding must be.
    contexts: Vec<Option<&'static Words>>,
    thresholds: Vec<u8>,
    custom: Vec<CustomPattern>,
    whitelist: Vec<Regex>,
    allowed: AllowedValues,
    /// By rule number: the name that findings show.
    names: Vec<String>,
    /// By rule number: what is set for its type or pattern.
    masks: Vec<RuleMask>,
    masker: Masker,
    default_strategy: Strategy,
    normalize: bool,
    walk: WalkOptions,
    counters: Counters,
}

/// A pattern from the configuration.
#[derive(Debug)]
struct CustomPattern {
    rule: u16,
    regex: Regex,
}

/// How the values of a rule are masked.
#[derive(Debug)]
struct RuleMask {
    /// `None` for the default.
    own: Option<Strategy>,
    /// What pseudonyms begin with.
    tag: String,
}

/// Custom patterns are taken at their word.
const CUSTOM_CONFIDENCE: u8 = 100;

impl CustomPattern {
    fn finding(&self, (start, end): (usize, usize)) -> Finding {
        Finding { start, end, rule: self.rule, confidence: CUSTOM_CONFIDENCE }
    }
}

/// Characters that decide on either side of a place: the longest value has 640, and labels and words near it
/// are closer than the rest. Reading through other spellings, each of them may have been written with many.
const REACH: usize = 1024;
const REACH_NORMALIZED: usize = 16 << 10;

/// Bytes of the longest match that a custom pattern may have in a stream: 512 characters.
const LONGEST_CUSTOM_MATCH: usize = 4 * 512;

impl NativePlugin for PiiFilter {
    const NAME: &'static str = "pii_filter";
    const SUMMARY: &'static str = "Finds personal data in texts and payloads and masks it";
    const FAMILY: Family = Family::Text;

    fn build(config: &Map<String, Value>) -> Result<Plugin> {
        let config = Config::read(config)?;
        let rules = rules::all();
        let scanner = Scanner::new(&rules::enabled(&config), rules::label_syntax())
            .map_err(|message| config::broken_rules(&message))?;
        let mut names = rules.names();
        let own = |name: &str, of_pattern: Option<Strategy>| RuleMask {
            own: of_pattern.or_else(|| config.masking.of(name)),
            tag: tag_of(name),
        };
        let mut masks: Vec<RuleMask> = names.iter().map(|name| own(name, None)).collect();
        let mut custom = Vec::with_capacity(config.custom.len());
        for pattern in config.custom {
            let rule =
                u16::try_from(names.len()).map_err(|_| config::broken_rules("too many custom patterns"))?;
            custom.push(CustomPattern { rule, regex: pattern.regex });
            masks.push(own(&pattern.name, pattern.strategy));
            names.push(pattern.name);
        }
        Ok(Plugin::Text(Box::new(Self {
            scanner,
            contexts: rules.contexts(),
            thresholds: names.iter().map(|name| config.min_confidence.of(name)).collect(),
            custom,
            whitelist: config.whitelist,
            allowed: config.allowed,
            names,
            masks,
            masker: Masker::new(&config.redaction_text, config.mask_key.as_deref(), config.masking.format)?,
            default_strategy: config.strategy,
            normalize: config.normalize,
            walk: config.walk,
            counters: Counters::default(),
        })))
    }
}

impl TextPlugin for PiiFilter {
    fn scan(&self, text: &str, found: &mut Vec<Finding>) {
        let mut mine = Vec::new();
        self.find(text, &mut mine);
        self.find_custom(text, &mut mine);
        resolve_overlaps(&mut mine);
        if found.is_empty() {
            *found = mine;
        } else {
            found.append(&mut mine);
        }
    }

    fn reach(&self) -> Result<usize> {
        let unbounded = |pattern: &CustomPattern| {
            pattern.regex.longest().is_none_or(|bytes| bytes > LONGEST_CUSTOM_MATCH)
        };
        match self.custom.iter().position(unbounded) {
            Some(index) => Err(Error::Config {
                plugin: Self::NAME,
                message: format!(
                    "custom_patterns[{index}].pattern has no upper bound on its length, which a stream needs"
                ),
            }),
            None => Ok(if self.normalize { REACH_NORMALIZED } else { REACH }),
        }
    }

    fn candidates(&self, text: &str, frontier: usize, resume: &mut Resume, found: &mut Vec<Finding>) {
        self.find(text, found);
        for (index, pattern) in self.custom.iter().enumerate() {
            let mut place = resume.place(index);
            while let Some(span) = pattern.regex.next_span(text, place).filter(|span| span.0 < frontier) {
                let finding = pattern.finding(span);
                found.extend((!self.is_allowed(text, &finding)).then_some(finding));
                place = span.1;
            }
            resume.advance(index, frontier.max(place));
        }
    }

    fn rules(&self) -> u16 {
        u16::try_from(self.names.len()).unwrap_or(u16::MAX)
    }

    fn rule_name(&self, rule: u16) -> &str {
        self.names.get(usize::from(rule)).map_or("", String::as_str)
    }

    fn replace(&self, rule: u16, value: &str, out: &mut String) {
        let strategy = self.masks.get(usize::from(rule)).and_then(|mask| mask.own);
        self.masker.mask(strategy.unwrap_or(self.default_strategy), self.rule_name(rule), value, out);
    }

    fn pseudonym(&self, rule: u16, value: &str, scope: Option<&str>, out: &mut String) -> bool {
        match (self.masks.get(usize::from(rule)), scope) {
            // What somebody asked for by name is not kept for the way back.
            (None | Some(RuleMask { own: Some(_), .. }), _) => self.replace(rule, value, out),
            (_, None) => self.masker.mask(Strategy::Tokenize, self.rule_name(rule), value, out),
            (Some(mask), Some(scope)) => {
                self.masker.pseudonym(scope, &mask.tag, self.rule_name(rule), value, out);
                return true;
            }
        }
        false
    }

    fn walk_options(&self) -> &WalkOptions {
        &self.walk
    }

    fn counters(&self) -> &Counters {
        &self.counters
    }
}

impl PiiFilter {
    /// Appends what the rules find and what is sure enough; may overlap, in no particular order.
    fn find(&self, text: &str, found: &mut Vec<Finding>) {
        self.find_plain(text, found);
        if self.normalize {
            let mut views = Vec::new();
            let mut scan = |view: &str, found: &mut Vec<Finding>| {
                let mut mine = Vec::new();
                self.find_plain(view, &mut mine);
                self.find_custom(view, &mut mine);
                found.append(&mut mine);
            };
            normalize::find(text, &mut scan, &mut views);
            // What a view shows was weighed there, and allowed or not; the original may be allowed too.
            found.extend(views.into_iter().filter(|finding| !self.is_allowed(text, finding)));
        }
    }

    /// The same for the text as it stands; `found` is empty.
    fn find_plain(&self, text: &str, found: &mut Vec<Finding>) {
        self.scanner.find(text, found);
        let mut last: Option<Finding> = None;
        found.retain_mut(|finding| {
            // Weighing takes its time, and of two findings in one place the surer one stays anyway.
            let hopeless = last.is_some_and(|last| {
                (last.start, last.end) == (finding.start, finding.end)
                    && last.confidence > finding.confidence.saturating_add(context::MOST)
            });
            let kept = !hopeless && self.is_sure(text, finding) && !self.is_allowed(text, finding);
            if kept {
                last = Some(*finding);
            }
            kept
        });
    }

    /// Appends the matches of custom patterns.
    fn find_custom(&self, text: &str, found: &mut Vec<Finding>) {
        for pattern in &self.custom {
            let matches = pattern.regex.spans(text).map(|span| pattern.finding(span));
            found.extend(matches.filter(|finding| !self.is_allowed(text, finding)));
        }
    }

    /// Weighs `finding` by its surroundings; whether it is sure enough then.
    fn is_sure(&self, text: &str, finding: &mut Finding) -> bool {
        let rule = usize::from(finding.rule);
        if let Some(words) = self.contexts.get(rule).copied().flatten() {
            finding.confidence = words.adjust(text, finding.start, finding.end, finding.confidence);
        }
        self.thresholds.get(rule).is_none_or(|least| finding.confidence >= *least)
    }

    /// Whether the configuration says to leave `finding` alone.
    fn is_allowed(&self, text: &str, finding: &Finding) -> bool {
        if self.whitelist.is_empty() && self.allowed.is_empty() {
            return false;
        }
        text.get(finding.start..finding.end).is_some_and(|value| {
            self.allowed.contains(value) || self.whitelist.iter().any(|allowed| allowed.is_match(value))
        })
    }
}
