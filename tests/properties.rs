//! What holds for every text engine that masks what it finds, and every text.

#![expect(clippy::expect_used, reason = "a broken vector file must fail the test")]

mod common;

use std::sync::LazyLock;

use common::{Engine, config, entries, string, vectors};
use mcpgateway_native::finding::Finding;
use mcpgateway_native::plugin::Family;
use mcpgateway_native::registry;
use mcpgateway_native::text::json::JsonText;
use proptest::prelude::*;

/// Every text engine with the settings that find most.
static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(|| {
    let text = registry::entries().iter().filter(|entry| entry.family == Family::Text);
    let all = text.map(|entry| Engine::load(entry.name, "{}"));
    let mut engines: Vec<_> = all.filter(|engine| !engine.is_chain()).collect();
    engines.push(Engine::load(
        "pii_filter",
        r#"{"detect_date_of_birth": "any", "detect_aws_keys": true, "detect_api_keys": true,
            "default_mask_strategy": "partial", "mask_key": "k",
            "custom_patterns": [{"pattern": "EMP-\\d+", "description": "staff"}]}"#,
    ));
    engines.push(Engine::load(
        "pii_filter",
        r#"{"min_confidence": 0, "locales": ["us", "gb", "de", "fr", "nl", "es", "it", "in"]}"#,
    ));
    engines
});

/// The PII filter as it comes.
static PII: LazyLock<Engine> = LazyLock::new(|| Engine::load("pii_filter", "{}"));

/// The PII filter with thresholds in rising order, each with its percentage.
static THRESHOLDS: LazyLock<Vec<(u8, Engine)>> = LazyLock::new(|| {
    let load = |percent: u8| {
        let least = f64::from(percent) / 100.0;
        let config = serde_json::json!({"min_confidence": least, "detect_date_of_birth": "any"});
        (percent, Engine::load("pii_filter", &config.to_string()))
    };
    [0, 20, 40, 50, 55, 71, 90, 100].map(load).into()
});

/// No rule reaches across it, and no word on one side of it is near enough to count for a value on the other.
const BARRIER: &str = "\nand then there were none of them left, and then there were none of them at all\n";

/// Pieces that texts of interest are made of.
static FRAGMENTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let list = vectors("pii_filter").remove("fragments").and_then(|list| list.try_into::<Vec<String>>().ok());
    list.expect("the vectors have fragments")
});

fn stitched() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FRAGMENTS.clone()), 0..24).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) {
    for engine in ENGINES.iter() {
        let found = engine.scan(text);
        let mut reached = 0;
        for Finding { start, end, rule, confidence } in &found {
            // Empty where something is added and nothing is taken away.
            assert!(start <= end && *start >= reached, "{text:?}: {found:?}");
            assert!(text.is_char_boundary(*start) && text.is_char_boundary(*end), "{text:?}: {found:?}");
            assert!(*rule < engine.text().rules() && *confidence <= 100);
            reached = *end;
        }
        let rewritten = engine.rewrite(text);
        assert_eq!(found.is_empty(), found.is_empty() && rewritten == text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_scanned_without_harm(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn stitched_texts_are_scanned_without_harm(text in stitched()) {
        check(&text);
    }

    #[test]
    fn a_text_between_others_changes_nothing_in_them(left in stitched(), right in stitched()) {
        let first = PII.rewrite(&format!("{left}{BARRIER}"));
        let second = PII.rewrite(&format!("{BARRIER}{right}"));
        let second = second.strip_prefix(BARRIER).expect("there is nothing to find in the barrier");
        prop_assert_eq!(PII.rewrite(&format!("{left}{BARRIER}{right}")), first + second);
    }

    #[test]
    fn a_higher_threshold_finds_nothing_new(text in stitched()) {
        // Not a subset: what is no longer found may have covered half of another value.
        let found: Vec<_> = THRESHOLDS.iter().map(|(percent, engine)| (percent, engine.scan(&text))).collect();
        for (percent, found) in &found {
            prop_assert!(found.iter().all(|f| f.confidence >= **percent), "{percent}: {found:?}");
        }
        for pair in found.windows(2) {
            let [(_, more), (_, fewer)] = pair else { unreachable!() };
            for f in fewer {
                prop_assert!(more.iter().any(|g| g.start < f.end && f.start < g.end), "{f:?} of {fewer:?}, {more:?}");
            }
        }
    }

    #[test]
    fn masked_json_stays_json(text in stitched(), number in any::<i64>()) {
        let value = serde_json::json!({"a": text, "b": [number, text.clone()], (text.clone()): null});
        let json = value.to_string();
        let document = JsonText::parse(&json).expect("serde writes JSON");
        let engine = &PII;
        for keys in [false, true] {
            let found = document.findings(keys, |text, found| engine.text().scan(text, found));
            let mask = |f: &Finding, value: &str, out: &mut String| engine.text().replace(f.rule, value, out);
            let masked = mcpgateway_native::text::rewrite(&json, &found, document.replacer(mask));
            let parsed: serde_json::Value = serde_json::from_str(&masked).expect("still JSON");
            prop_assert_eq!(parsed["b"].as_array().map(Vec::len), Some(2));
        }
    }

    #[test]
    // Without exponents: numbers beyond the range of doubles are valid JSON, but not for serde.
    fn the_json_reader_agrees_with_serde(text in r#"[\[\]{}:,"\\a0-9.+ \-tfn]{0,24}"#) {
        let wanted = serde_json::from_str::<serde_json::Value>(&text);
        let wanted = wanted.is_ok_and(|value| value.is_array() || value.is_object() || value.is_string());
        prop_assert_eq!(JsonText::parse(&text).is_some(), wanted, "{}", text);
    }
}

proptest! {
    // Every example builds an engine.
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn an_allowed_value_is_found_nowhere(text in stitched()) {
        if let Some(first) = PII.scan(&text).first() {
            let value = &text[first.start..first.end];
            let config = serde_json::json!({"whitelist_values": [value.to_ascii_uppercase()]});
            let left = Engine::load("pii_filter", &config.to_string()).scan(&text);
            prop_assert!(left.iter().all(|f| !text[f.start..f.end].eq_ignore_ascii_case(value)), "{value:?}: {left:?}");
        }
    }
}

/// Not true of every text: `version` in an address that is masked no longer speaks against the number behind it.
#[test]
fn what_was_masked_once_stays_as_it_is() {
    for case in entries(&vectors("pii_filter"), "case") {
        let once = string(&case, "rewritten").unwrap_or_default();
        if config(&case) == "{}" {
            assert_eq!(PII.rewrite(once), once);
        }
    }
}

/// The worst input of each rule, repeated: the count of findings grows with the text, and so does nothing
/// else. A quadratic rule would not finish here.
#[test]
fn long_hostile_texts_are_finished() {
    let units = [
        "1",
        "1-",
        "1.",
        "1 ",
        "a@",
        "a.",
        "@",
        ":",
        "::",
        "ab:1f:",
        "+(",
        "(1",
        "ssn ",
        "ssn 1",
        "a1",
        "A1 ",
        "4111 ",
        "1/1/",
        "DE89 ",
        "é1",
        "account",
        "\"",
        "x@y.",
        "0-0.0/",
        "+4",
        "0044 ",
        "(030) ",
        "a0:",
        "a0-",
        "a000.",
        "0x1",
        "bc1q",
        "1A",
        "é@",
        "@é.",
        "中@中.",
        "'a@",
        "née le ",
        "1 mai ",
        "March 1, ",
        "phone",
        "call 4155552671 ",
        "version 1.1.1.1 ",
        "DL 1-1-",
        "fe80::1%",
        "::/1",
        "12345 x",
    ];
    for unit in units {
        let text = unit.repeat(400_000 / unit.len());
        for engine in ENGINES.iter() {
            let _ = engine.scan(&text);
        }
    }
}
