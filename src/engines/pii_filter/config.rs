//! The settings of the PII filter.

use serde_json::{Map, Value};

use super::mask::Strategy;
use super::masking::{AllowedValues, Masking};
use super::rules;
use super::{NativePlugin, PiiFilter};
use crate::config::ConfigReader;
use crate::error::{Error, Result};
use crate::text::Regex;
use crate::walk::{WALK_KEYS, WalkOptions};

/// Type names with the key that switches each on, and whether it is on by default. Documentation order.
pub(super) const TYPE_KEYS: [(&str, &str, bool); 15] = [
    ("ssn", "detect_ssn", true),
    ("bsn", "detect_bsn", true),
    ("credit_card", "detect_credit_card", true),
    ("email", "detect_email", true),
    ("phone", "detect_phone", true),
    ("ip_address", "detect_ip_address", true),
    ("mac_address", "detect_mac_address", true),
    ("crypto_address", "detect_crypto_address", true),
    ("date_of_birth", DATE_OF_BIRTH_KEY, true),
    ("passport", "detect_passport", true),
    ("driver_license", "detect_driver_license", true),
    ("bank_account", "detect_bank_account", true),
    ("medical_record", "detect_medical_record", true),
    ("aws_key", "detect_aws_keys", false),
    ("api_key", "detect_api_keys", false),
];

/// The one type with a third state: `any` takes every date for a date of birth.
const DATE_OF_BIRTH_KEY: &str = "detect_date_of_birth";

const OWN_KEYS: [&str; 16] = [
    "locales",
    "min_confidence",
    "normalize",
    "default_mask_strategy",
    "redaction_text",
    "mask_key",
    "block_on_detection",
    "log_detections",
    "include_detection_details",
    "custom_patterns",
    "whitelist_patterns",
    "per_type",
    "format",
    "whitelist_values",
    "vault",
    "vault_max_entries",
];

pub(super) const STRATEGIES: [(&str, Strategy); 5] = [
    ("redact", Strategy::Redact),
    ("partial", Strategy::Partial),
    ("hash", Strategy::Hash),
    ("tokenize", Strategy::Tokenize),
    ("remove", Strategy::Remove),
];

/// Checked settings.
#[derive(Debug)]
pub(super) struct Config {
    types: Vec<&'static str>,
    any_date: bool,
    /// Packs of national rules.
    pub(super) locales: Vec<String>,
    /// By type, and for all others.
    pub(super) min_confidence: Thresholds,
    /// Whether texts are also read as somebody would who sees through their spelling.
    pub(super) normalize: bool,
    pub(super) strategy: Strategy,
    pub(super) redaction_text: String,
    pub(super) mask_key: Option<String>,
    pub(super) custom: Vec<Custom>,
    pub(super) masking: Masking,
    pub(super) whitelist: Vec<Regex>,
    pub(super) allowed: AllowedValues,
    pub(super) walk: WalkOptions,
}

/// A user's own pattern.
#[derive(Debug)]
pub(super) struct Custom {
    pub(super) name: String,
    pub(super) regex: Regex,
    pub(super) strategy: Option<Strategy>,
}

impl Config {
    pub(super) fn read(map: &Map<String, Value>) -> Result<Self> {
        let reader = ConfigReader::new(PiiFilter::NAME, map);
        let known: Vec<&str> =
            TYPE_KEYS.iter().map(|(_, key, _)| *key).chain(OWN_KEYS).chain(WALK_KEYS).collect();
        reader.refuse_unknown(&known)?;
        let (types, any_date) = types(&reader)?;
        let strategy = reader.choice("default_mask_strategy", &STRATEGIES)?.unwrap_or(Strategy::Redact);
        let redaction_text = reader.string("redaction_text")?.unwrap_or("[REDACTED]").to_owned();
        let mask_key = reader.filled_string("mask_key")?.map(str::to_owned);
        // What the gateway class acts on; a wrong value must not pass here unseen.
        for key in ["block_on_detection", "log_detections", "include_detection_details"] {
            reader.boolean(key, false)?;
        }
        let custom = custom(&reader)?;
        let locales = locales(&reader)?;
        let min_confidence = Thresholds::read(&reader, &custom)?;
        let normalize = reader.boolean("normalize", false)?;
        let masking = Masking::read(&reader, &type_names(&custom))?;
        Ok(Self {
            types,
            any_date,
            locales,
            min_confidence,
            normalize,
            strategy,
            redaction_text,
            mask_key,
            custom,
            masking,
            whitelist: whitelist(&reader)?,
            allowed: AllowedValues::read(&reader)?,
            walk: WalkOptions::read(&reader, true)?,
        })
    }

    /// Whether rules of type `name` run; `opt_in` is the value of the type's key that they ask for.
    pub(super) fn enables(&self, name: &str, opt_in: Option<&str>) -> bool {
        self.types.contains(&name) && opt_in.is_none_or(|value| value == "any" && self.any_date)
    }
}

/// The error for a rule file that does not compile: a defect of the build, not of the user's settings.
pub(super) fn broken_rules(message: &str) -> Error {
    Error::Config {
        plugin: PiiFilter::NAME,
        message: format!("the built-in rules do not compile: {message}"),
    }
}

fn types(reader: &ConfigReader<'_>) -> Result<(Vec<&'static str>, bool)> {
    let mut types = Vec::with_capacity(TYPE_KEYS.len());
    let mut any_date = false;
    for (name, key, default) in TYPE_KEYS {
        let enabled = match reader.raw(key) {
            Some(Value::String(value)) if key == DATE_OF_BIRTH_KEY && value == "any" => {
                any_date = true;
                true
            }
            Some(other) if key == DATE_OF_BIRTH_KEY && !other.is_boolean() => {
                return Err(reader.wrong_type(key, "true, false or \"any\"", other));
            }
            _ => reader.boolean(key, default)?,
        };
        if enabled {
            types.push(name);
        }
    }
    Ok((types, any_date))
}

fn locales(reader: &ConfigReader<'_>) -> Result<Vec<String>> {
    let known = rules::all().locales();
    let mut locales = Vec::new();
    for (index, locale) in reader.strings("locales")?.into_iter().enumerate() {
        if !known.contains(&locale) {
            return Err(reader.not_one_of(&format!("locales[{index}]"), locale, &known));
        }
        locales.push(locale.to_owned());
    }
    Ok(locales)
}

/// The least confidence, in percent, with which a finding counts.
#[derive(Debug)]
pub(super) struct Thresholds {
    by_type: Vec<(String, u8)>,
    default: u8,
}

impl Thresholds {
    const DEFAULT: u8 = 50;
    const KEY: &'static str = "min_confidence";

    fn read(reader: &ConfigReader<'_>, custom: &[Custom]) -> Result<Self> {
        let mut thresholds = Self { by_type: Vec::new(), default: Self::DEFAULT };
        match reader.raw(Self::KEY) {
            None => {}
            Some(Value::Object(map)) => {
                let nested = reader.nested(Self::KEY, map);
                let mut known = type_names(custom);
                known.push("default");
                nested.refuse_unknown(&known)?;
                for (name, value) in map {
                    let percent = Self::percent(&nested, name, value, "a number")?;
                    if name == "default" {
                        thresholds.default = percent;
                    } else {
                        thresholds.by_type.push((name.clone(), percent));
                    }
                }
            }
            Some(value) => {
                thresholds.default = Self::percent(reader, Self::KEY, value, "a number or a mapping")?;
            }
        }
        Ok(thresholds)
    }

    fn percent(reader: &ConfigReader<'_>, key: &str, value: &Value, wanted: &str) -> Result<u8> {
        let share = value.as_f64().ok_or_else(|| reader.wrong_type(key, wanted, value))?;
        if !(0.0..=1.0).contains(&share) {
            return Err(reader.invalid(key, "must be between 0 and 1"));
        }
        // A hundredth is the finest step; what is a hair above one is one.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 100")]
        let percent = (share * 100.0 - 1e-9).ceil().max(0.0) as u8;
        Ok(percent)
    }

    /// For findings of type `name`.
    pub(super) fn of(&self, name: &str) -> u8 {
        self.by_type.iter().find(|(known, _)| known == name).map_or(self.default, |(_, percent)| *percent)
    }
}

/// All types that findings can have under a configuration with these patterns.
fn type_names(custom: &[Custom]) -> Vec<&str> {
    let mut names: Vec<&str> = TYPE_KEYS.iter().map(|(name, _, _)| *name).collect();
    names.extend(rules::all().locale_types());
    names.extend(custom.iter().map(|pattern| pattern.name.as_str()));
    names
}

fn custom(reader: &ConfigReader<'_>) -> Result<Vec<Custom>> {
    let mut custom = Vec::new();
    for item in reader.mappings("custom_patterns")? {
        item.refuse_unknown(&["pattern", "description", "type", "mask_strategy", "enabled"])?;
        let pattern = item.required_string("pattern")?;
        item.string("description")?.ok_or_else(|| item.missing("description"))?;
        let name = item.filled_string("type")?.unwrap_or("custom").to_owned();
        let strategy = item.choice("mask_strategy", &STRATEGIES)?;
        let enabled = item.boolean("enabled", true)?;
        let regex = compile(&item, "pattern", pattern)?;
        if regex.matches_empty() {
            return Err(item.invalid("pattern", "can match the empty text"));
        }
        if enabled {
            custom.push(Custom { name, regex, strategy });
        }
    }
    Ok(custom)
}

fn whitelist(reader: &ConfigReader<'_>) -> Result<Vec<Regex>> {
    let mut whitelist = Vec::new();
    for (index, pattern) in reader.strings("whitelist_patterns")?.into_iter().enumerate() {
        let key = format!("whitelist_patterns[{index}]");
        let regex = compile(reader, &key, pattern)?;
        if regex.matches_empty() {
            return Err(reader.invalid(&key, "can match the empty text, so it would allow everything"));
        }
        whitelist.push(regex);
    }
    Ok(whitelist)
}

fn compile(reader: &ConfigReader<'_>, key: &str, pattern: &str) -> Result<Regex> {
    Regex::new(pattern).map_err(|message| reader.invalid(key, &format!("is not a valid pattern: {message}")))
}
