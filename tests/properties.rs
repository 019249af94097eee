//! What holds for every text engine and every text.

#![expect(clippy::expect_used, reason = "a broken vector file must fail the test")]

mod common;

use std::sync::LazyLock;

use common::{Engine, vectors};
use mcpgateway_native::finding::Finding;
use mcpgateway_native::plugin::Family;
use mcpgateway_native::registry;
use mcpgateway_native::text::json::JsonText;
use proptest::prelude::*;

/// Every text engine with the settings that find most.
static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(|| {
    let text = registry::entries().iter().filter(|entry| entry.family == Family::Text);
    let mut engines: Vec<_> = text.map(|entry| Engine::load(entry.name, "{}")).collect();
    engines.push(Engine::load(
        "pii_filter",
        r#"{"detect_date_of_birth": "any", "detect_aws_keys": true, "detect_api_keys": true,
            "default_mask_strategy": "partial", "mask_key": "k",
            "custom_patterns": [{"pattern": "EMP-\\d+", "description": "staff"}]}"#,
    ));
    engines
});

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
            assert!(start < end && *start >= reached, "{text:?}: {found:?}");
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
        // A line of words is a barrier: no rule reaches across it.
        let barrier = "\nand then there were none of them left\n";
        let joined = format!("{left}{barrier}{right}");
        let apart = format!("{}{barrier}{}", ENGINES[0].rewrite(&left), ENGINES[0].rewrite(&right));
        prop_assert_eq!(ENGINES[0].rewrite(&joined), apart);
    }

    #[test]
    fn masked_json_stays_json(text in stitched(), number in any::<i64>()) {
        let value = serde_json::json!({"a": text, "b": [number, text.clone()], (text.clone()): null});
        let json = value.to_string();
        let document = JsonText::parse(&json).expect("serde writes JSON");
        let engine = &ENGINES[0];
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

/// The worst input of each rule, repeated: the count of findings grows with the text, and so does nothing
/// else. A quadratic rule would not finish here.
#[test]
fn long_hostile_texts_are_finished() {
    let units = [
        "1", "1-", "1.", "1 ", "a@", "a.", "@", ":", "::", "ab:1f:", "+(", "(1", "ssn ", "ssn 1", "a1",
        "A1 ", "4111 ", "1/1/", "DE89 ", "é1", "account", "\"", "x@y.", "0-0.0/",
    ];
    for unit in units {
        let text = unit.repeat(400_000 / unit.len());
        for engine in ENGINES.iter() {
            let _ = engine.scan(&text);
        }
    }
}
