//! The rule file, read once per process.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::checks;
use super::config::Config;
use crate::text::{Boundary, ByteSet, LabelSyntax, Rule, Trigger};

/// The one source of rules, which the Python twin reads as well.
const FILE: &str = include_str!("../../../python/mcpgateway_native/rules/pii_filter.toml");

/// The rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    joiner: String,
    separator: String,
    separator_some: String,
    rule: Vec<Row>,
    pub(super) iban_length: FxHashMap<String, usize>,
    pub(super) card_issuer: Vec<Issuer>,
}

/// One `[[rule]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[expect(dead_code, reason = "names the rule for people who read the file")]
    id: String,
    r#type: String,
    trigger: String,
    pattern: String,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    gap: Gap,
    byte: Option<String>,
    before: Option<String>,
    trim: Option<String>,
    before_required: Option<bool>,
    literal: Option<String>,
    left: Option<String>,
    right: String,
    check: Option<String>,
    confidence: u8,
    opt_in: Option<String>,
}

/// Whether something must stand between a label and its value.
#[derive(Debug, Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum Gap {
    #[default]
    Some,
    Any,
}

/// One `[[card_issuer]]`: a range of number prefixes, and the lengths of their numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Issuer {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) lengths: Vec<usize>,
}

impl Issuer {
    /// Whether numbers like `number`, which has `length` digits, are this issuer's.
    pub(super) fn issues(&self, number: &str, length: usize) -> bool {
        self.lengths.contains(&length) && {
            // Digits compare like the numbers they write, because both ends have the same length.
            let prefix = || number.bytes().filter(u8::is_ascii_digit).take(self.from.len());
            prefix().ge(self.from.bytes()) && prefix().le(self.to.bytes())
        }
    }
}

static RULES: LazyLock<Result<Rules, String>> =
    LazyLock::new(|| toml::from_str(FILE).map_err(|error| error.to_string()));

/// Stands in for a rule file that cannot be read; the tests see to it that this never ships.
static NO_RULES: Rules = Rules {
    joiner: String::new(),
    separator: String::new(),
    separator_some: String::new(),
    rule: Vec::new(),
    iban_length: FxHashMap::with_hasher(rustc_hash::FxBuildHasher),
    card_issuer: Vec::new(),
};

/// The rules of this build.
pub(super) fn all() -> &'static Rules {
    RULES.as_ref().unwrap_or(&NO_RULES)
}

impl Rules {
    /// Names of all rules by number, as findings show them.
    pub(super) fn names(&self) -> Vec<String> {
        self.rule.iter().map(|row| row.r#type.clone()).collect()
    }

    /// The rules that `config` switches on, numbered by their place in the file.
    pub(super) fn enabled(&self, config: &Config) -> Vec<Rule> {
        let numbered = (0_u16..).zip(&self.rule);
        let wanted = numbered.filter(|(_, row)| config.enables(&row.r#type, row.opt_in.as_deref()));
        wanted.filter_map(|(id, row)| self.compile(id, row)).collect()
    }

    /// `None` when the row uses a word that does not exist, which a test rules out.
    fn compile(&self, id: u16, row: &Row) -> Option<Rule> {
        let syntax = LabelSyntax {
            joiner: &self.joiner,
            separator: match row.gap {
                Gap::Any => &self.separator,
                Gap::Some => &self.separator_some,
            },
        };
        Some(Rule {
            id,
            trigger: row.trigger()?,
            pattern: row.pattern.clone(),
            label: (!row.labels.is_empty()).then(|| syntax.pattern(&row.labels)),
            left: row.left.as_deref().map_or(Some(Boundary::None), Boundary::from_name)?,
            right: Boundary::from_name(&row.right)?,
            check: match &row.check {
                Some(name) => Some(checks::by_name(name)?),
                None => None,
            },
            confidence: row.confidence,
        })
    }
}

impl Row {
    fn trigger(&self) -> Option<Trigger> {
        Some(match self.trigger.as_str() {
            "token" => Trigger::Token,
            "label" => Trigger::Label,
            "literal" => Trigger::Literal(self.literal.clone()?),
            "byte" => {
                let &[byte] = self.byte.as_deref()?.as_bytes() else { return None };
                let trim = self.trim.clone().unwrap_or_default();
                Trigger::Byte {
                    byte,
                    before: ByteSet::parse(self.before.as_deref()?)?,
                    trim: ByteSet::of(|candidate| trim.as_bytes().contains(&candidate)),
                    required: self.before_required.unwrap_or(false),
                }
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_rule_file_compiles() {
        let rules = RULES.as_ref().unwrap();
        assert!(rules.rule.len() >= 20);
        for (id, row) in (0..).zip(&rules.rule) {
            assert!(rules.compile(id, row).is_some(), "{}", row.id_for_tests());
        }
    }

    #[test]
    fn patterns_use_the_shared_syntax_only() {
        for row in &RULES.as_ref().unwrap().rule {
            for forbidden in ["\\d", "\\w", "\\s", "\\b", "(?i", "(?=", "(?!", "(?<", "^", "$", "*", "+?"] {
                let bracketed = row.pattern.replace("[+]", "").replace("[^", "");
                assert!(!bracketed.contains(forbidden), "{} in {}", forbidden, row.pattern);
            }
        }
    }

    impl Row {
        fn id_for_tests(&self) -> String {
            format!("{self:?}")
        }
    }
}
