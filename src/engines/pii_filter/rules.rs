//! The rule files, read once per process.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

use super::config::Config;
use super::{checks, context};
use crate::text::{
    Around, Boundary, CharSet, Gap, Label, LabelSyntax, Lead, Pattern, Rule, Shape, Trigger, lead_pattern,
};

/// The one source of rules, which the Python twin reads as well.
const FILE: &str = include_str!("../../../python/mcpgateway_native/rules/pii_filter.toml");

/// The packs that `locales` switches on.
const LOCALES: &str = include_str!("../../../python/mcpgateway_native/rules/pii_filter_locales.toml");

/// Characters that a rule's `before` reaches back over unless it says otherwise.
const BEFORE_MAX: usize = 256;

/// The rule file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rules {
    joiner: String,
    links: Vec<String>,
    separator: String,
    separator_some: String,
    rule: Vec<Row>,
    #[serde(default)]
    context: FxHashMap<String, context::Words>,
    pub(super) iban_length: CountryLengths,
    pub(super) phone_lengths: FxHashMap<String, (usize, usize)>,
    pub(super) card_issuer: Issuers,
}

/// The file of the packs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Packs {
    #[serde(default)]
    rule: Vec<Row>,
    #[serde(default)]
    context: FxHashMap<String, context::Words>,
}

/// One `[[rule]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    #[cfg_attr(not(test), expect(dead_code, reason = "names the rule for people who read the file"))]
    id: String,
    r#type: String,
    locale: Option<String>,
    trigger: String,
    shape: Option<String>,
    pattern: String,
    max_length: Option<usize>,
    #[serde(default)]
    labels: Vec<String>,
    #[serde(default)]
    gap: GapName,
    #[serde(default)]
    lead: Vec<String>,
    byte: Option<String>,
    before: Option<String>,
    before_max: Option<usize>,
    trim: Option<String>,
    before_required: Option<bool>,
    literal: Option<String>,
    left: Option<String>,
    right: String,
    check: Option<String>,
    confidence: u8,
    context: Option<String>,
    opt_in: Option<String>,
}

/// How a row calls a [`Gap`].
#[derive(Debug, Deserialize, Default, Clone, Copy)]
#[serde(rename_all = "lowercase")]
enum GapName {
    #[default]
    Some,
    Any,
}

/// Who issues card numbers, by their first two digits.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "Vec<IssuerRow>")]
pub(super) struct Issuers(Vec<Vec<Issuer>>);

impl From<Vec<IssuerRow>> for Issuers {
    fn from(rows: Vec<IssuerRow>) -> Self {
        let issuers: Vec<Issuer> = rows.into_iter().map(Issuer::from).collect();
        let of =
            |two: u32| issuers.iter().filter(move |one| (one.first / 100..=one.last / 100).contains(&two));
        Self((0..100).map(|two| of(two).copied().collect()).collect())
    }
}

impl Issuers {
    /// Whether numbers that begin with the four digits `prefix` and have `length` in all are issued.
    pub(super) fn issue(&self, prefix: u32, length: usize) -> bool {
        let issuers = usize::try_from(prefix / 100).ok().and_then(|two| self.0.get(two));
        issuers.is_some_and(|issuers| issuers.iter().any(|issuer| issuer.issues(prefix, length)))
    }
}

/// A range of card numbers by their first four digits, and how many digits they have.
#[derive(Debug, Clone, Copy)]
struct Issuer {
    first: u32,
    last: u32,
    /// One bit per length.
    lengths: u32,
}

/// One `[[card_issuer]]`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct IssuerRow {
    from: String,
    to: String,
    lengths: Vec<u32>,
}

impl From<IssuerRow> for Issuer {
    fn from(row: IssuerRow) -> Self {
        Self {
            first: row.from.bytes().chain(*b"000").take(4).fold(0, append),
            last: row.to.bytes().chain(*b"999").take(4).fold(0, append),
            lengths: row.lengths.iter().fold(0, |lengths, length| lengths | 1 << length),
        }
    }
}

fn append(number: u32, digit: u8) -> u32 {
    number * 10 + u32::from(digit.saturating_sub(b'0'))
}

impl Issuer {
    fn issues(&self, prefix: u32, length: usize) -> bool {
        (self.first..=self.last).contains(&prefix) && length < 32 && self.lengths >> length & 1 == 1
    }
}

/// Lengths of account numbers by the two letters of their country.
#[derive(Debug, Default, Deserialize)]
#[serde(from = "FxHashMap<String, usize>")]
pub(super) struct CountryLengths(Vec<Option<usize>>);

impl From<FxHashMap<String, usize>> for CountryLengths {
    fn from(lengths: FxHashMap<String, usize>) -> Self {
        let mut table = vec![None; 1024];
        for (country, length) in lengths {
            if let &[first, second] = country.as_bytes()
                && let Some(slot) = table.get_mut(Self::index(first, second))
            {
                *slot = Some(length);
            }
        }
        Self(table)
    }
}

impl CountryLengths {
    /// The length for two letters, in either case.
    pub(super) fn of(&self, first: u8, second: u8) -> Option<usize> {
        self.0.get(Self::index(first, second)).copied().flatten()
    }

    fn index(first: u8, second: u8) -> usize {
        usize::from(first & 31) << 5 | usize::from(second & 31)
    }
}

static RULES: LazyLock<Result<Rules, String>> = LazyLock::new(|| {
    let mut rules: Rules = toml::from_str(FILE).map_err(|error| error.to_string())?;
    let packs: Packs = toml::from_str(LOCALES).map_err(|error| error.to_string())?;
    rules.rule.extend(packs.rule);
    rules.context.extend(packs.context);
    Ok(rules)
});

/// Stands in for rule files that cannot be read; the tests see to it that this never ships.
static NO_RULES: LazyLock<Rules> = LazyLock::new(|| Rules {
    joiner: String::new(),
    links: Vec::new(),
    separator: String::new(),
    separator_some: String::new(),
    rule: Vec::new(),
    context: FxHashMap::default(),
    iban_length: CountryLengths::default(),
    phone_lengths: FxHashMap::default(),
    card_issuer: Issuers::default(),
});

/// The rules of this build.
pub(super) fn all() -> &'static Rules {
    RULES.as_ref().unwrap_or(&NO_RULES)
}

impl Rules {
    /// Names of all rules by number, as findings show them.
    pub(super) fn names(&self) -> Vec<String> {
        self.rule.iter().map(|row| row.r#type.clone()).collect()
    }

    /// The packs of rules that `locales` can switch on, each once.
    pub(super) fn locales(&self) -> Vec<&str> {
        let mut locales: Vec<&str> = self.rule.iter().filter_map(|row| row.locale.as_deref()).collect();
        locales.sort_unstable();
        locales.dedup();
        locales
    }

    /// The types of those packs.
    pub(super) fn locale_types(&self) -> impl Iterator<Item = &str> {
        self.rule.iter().filter(|row| row.locale.is_some()).map(|row| row.r#type.as_str())
    }

    /// By rule number, the words near a value that speak for or against it.
    pub(super) fn contexts(&self) -> Vec<Option<&context::Words>> {
        let words = |row: &Row| row.context.as_ref().and_then(|name| self.context.get(name));
        self.rule.iter().map(words).collect()
    }

    /// How labels are written.
    pub(super) fn label_syntax(&self) -> LabelSyntax {
        LabelSyntax::new(&self.joiner, &self.separator, &self.separator_some, &self.links)
    }
}

/// The rows as the scanner needs them, and how their labels are written: made once, so that all engines of
/// the process share what is compiled.
static COMPILED: LazyLock<(LabelSyntax, Vec<Option<Rule>>)> = LazyLock::new(|| {
    let rules = all();
    (rules.label_syntax(), (0_u16..).zip(&rules.rule).map(|(id, row)| row.compile(id)).collect())
});

/// How the labels of [`enabled`] rules are written.
pub(super) fn label_syntax() -> &'static LabelSyntax {
    &COMPILED.0
}

/// The rules that `config` switches on, numbered by their place in the files.
pub(super) fn enabled(config: &Config) -> Vec<Rule> {
    let rows = all().rule.iter().zip(&COMPILED.1);
    let wanted = rows.filter(|(row, _)| match &row.locale {
        Some(locale) => config.locales.contains(locale),
        None => config.enables(&row.r#type, row.opt_in.as_deref()),
    });
    wanted.filter_map(|(_, rule)| rule.clone()).collect()
}

impl Row {
    /// `None` when the row uses a word that does not exist, which a test rules out.
    fn compile(&self, id: u16) -> Option<Rule> {
        Some(Rule {
            id,
            trigger: self.trigger()?,
            pattern: Pattern::forward(&self.pattern),
            max_length: self.max_length,
            label: (!self.labels.is_empty()).then(|| self.label()),
            lead: (!self.lead.is_empty()).then(|| self.lead()),
            left: self.left.as_deref().map_or(Some(Boundary::None), Boundary::from_name)?,
            right: Boundary::from_name(&self.right)?,
            check: match &self.check {
                Some(name) => Some(checks::by_name(name)?),
                None => None,
            },
            only_end: self.check.as_deref().and_then(checks::only_end),
            confidence: self.confidence,
        })
    }

    fn label(&self) -> Label {
        let gap = match self.gap {
            GapName::Some => Gap::Some,
            GapName::Any => Gap::Any,
        };
        Label { phrases: self.labels.clone().into(), gap }
    }

    fn lead(&self) -> Lead {
        Lead { words: self.lead.clone().into(), pattern: Pattern::backward(&lead_pattern(&self.lead)) }
    }

    fn trigger(&self) -> Option<Trigger> {
        Some(match self.trigger.as_str() {
            "token" | "shape" => {
                Trigger::Shape(self.shape.as_deref().map_or(Some(Shape::Token), Shape::from_name)?)
            }
            "label" => Trigger::Label,
            "literal" => Trigger::Literal(self.literal.clone()?),
            "byte" => {
                let &[byte] = self.byte.as_deref()?.as_bytes() else { return None };
                Trigger::Byte(Around {
                    byte,
                    before: CharSet::parse(self.before.as_deref()?)?,
                    before_max: self.before_max.unwrap_or(BEFORE_MAX),
                    trim: CharSet::of(self.trim.as_deref().unwrap_or_default()),
                    required: self.before_required.unwrap_or(false),
                })
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Scanner;

    #[test]
    fn every_row_of_the_rule_files_compiles() {
        let rules = RULES.as_ref().unwrap();
        assert!(rules.rule.len() >= 30);
        for (id, row) in (0..).zip(&rules.rule) {
            let rule = row.compile(id).unwrap_or_else(|| panic!("{}", row.id));
            let bytes = Scanner::new(&[rule], label_syntax()).and_then(|scanner| scanner.measure());
            let bytes = bytes.unwrap_or_else(|error| panic!("{}: {error}", row.id));
            assert!(bytes < 2 << 20, "{} takes {bytes} bytes", row.id);
            assert!(row.context.is_none() || rules.contexts()[usize::from(id)].is_some(), "{}", row.id);
        }
    }

    #[test]
    fn the_scanner_knows_what_joins_the_words_of_labels() {
        assert!(Scanner::reads(label_syntax()));
    }

    #[test]
    fn words_near_values_are_short() {
        assert!(RULES.as_ref().unwrap().context.values().all(context::Words::fit));
    }

    #[test]
    fn the_shape_of_every_row_is_that_of_its_pattern() {
        for row in &RULES.as_ref().unwrap().rule {
            if let Some(shape) = row.shape.as_deref() {
                assert!(Shape::from_name(shape).unwrap().covers(&row.pattern), "{}", row.id);
            }
        }
    }

    #[test]
    fn shapes_that_look_behind_a_value_have_rows_that_do() {
        let rows = RULES.as_ref().unwrap().rule.iter();
        let grouped: Vec<&Row> = rows.filter(|row| row.shape.as_deref() == Some("grouped")).collect();
        assert!(!grouped.is_empty() && grouped.iter().all(|row| row.right == "number"));
    }

    #[test]
    fn the_only_end_is_that_which_pattern_and_check_accept() {
        let rules: Vec<Rule> = enabled(&Config::read(&serde_json::Map::new()).unwrap());
        let quick: Vec<Rule> = rules.into_iter().filter(|rule| rule.only_end.is_some()).collect();
        assert!(!quick.is_empty());
        let walked = quick.iter().map(|rule| Rule { only_end: None, ..rule.clone() }).collect::<Vec<_>>();
        let [quick, walked] = [quick, walked].map(|rules| Scanner::new(&rules, label_syntax()).unwrap());
        let values = [
            "DE89370400440532013000",
            "de89 3704-0044 0532 0130 00",
            "GB82WEST12345698765432",
            "NO9386011117947",
            "MT84MALT011000012345MTLCAST001S",
            "D E89370400440532013000",
        ];
        let all = |scanner: &Scanner, text: &str| {
            let mut found = Vec::new();
            scanner.find(text, &mut found);
            found
        };
        for value in values {
            for length in 0..=value.len() {
                for insert in ["", " ", "-", "  ", "é", "1", "x"] {
                    for tail in ["", " 1", "-12", "_"] {
                        let (head, rest) = value.split_at(length);
                        let text = format!("{head}{insert}{rest}{tail}");
                        assert_eq!(all(&quick, &text), all(&walked, &text), "{text}");
                    }
                }
            }
        }
    }

    #[test]
    fn patterns_use_the_shared_syntax_only() {
        for row in &RULES.as_ref().unwrap().rule {
            let bracketed = row.pattern.replace("[+]", "").replace("[^", "");
            for forbidden in ["\\d", "\\w", "\\s", "\\b", "(?i", "(?=", "(?!", "(?<", "^", "$", "*", "+?"] {
                assert!(!bracketed.contains(forbidden), "{} in {}", forbidden, row.pattern);
            }
            let unbounded = bracketed.contains("]+") || bracketed.contains(")+");
            assert!(!unbounded || row.max_length.is_some(), "{} has no bound", row.id);
        }
    }

    #[test]
    fn linking_words_are_listed() {
        let rules = RULES.as_ref().unwrap();
        let letters = crate::text::Regex::new(r"(?:\[[a-z][a-z]\]|\\x27)+").unwrap();
        for separator in [&rules.separator, &rules.separator_some] {
            let mut words: Vec<String> = letters
                .spans(separator)
                .map(|(start, end)| separator[start..end].replace("\\x27", "['']"))
                .map(|word| word.split(']').filter_map(|class| class.chars().next_back()).collect())
                .filter(|word: &String| word != "'")
                .collect();
            let mut links = rules.links.clone();
            words.sort_unstable();
            links.sort_unstable();
            assert_eq!(words, links);
        }
    }
}
