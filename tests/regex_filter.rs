//! What holds for the regex filter, whatever the rules and the text.

mod common;

use common::Engine;
use proptest::prelude::*;
use serde_json::{Value, json};

/// `\w` of a language with one accented letter.
const WORD: [(u32, u32); 5] = [(0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A), (0xE9, 0xE9)];

fn rule(mode: &str, what: &Value) -> Value {
    json!({"key": "words[0]", "name": mode, "mode": mode, "limit": null, "what": what})
}

fn pattern(node: &Value, template: &Value) -> Value {
    json!({"pattern": {"node": node, "template": template}})
}

fn engine(rules: &[Value]) -> Engine {
    let classes = json!([WORD, [[0x30, 0x39]], [[0x0A, 0x0A], [0x20, 0x20]]]);
    let config =
        json!({"rules": rules, "classes": classes, "word": WORD, "fold": [[0xC9, 0xE9], [0x212A, 0x6B]]});
    Engine::load("regex_filter", &config.to_string())
}

fn pieces() -> impl Strategy<Value = String> {
    let piece =
        prop::sample::select(vec!["a", "b", "_", "é", "É", "—", "\u{212A}", "k", "1", " ", "\n", "ab", "😀"]);
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

fn nodes() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        prop::sample::select(vec!["a", "b", "_", "é", "ab", "\n", "k"]).prop_map(|text| json!({"lit": text})),
        (0..3_usize).prop_map(|class| json!({"class": class})),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(|nodes| json!({"seq": nodes})),
            prop::collection::vec(inner.clone(), 1..3).prop_map(|nodes| json!({"alt": nodes})),
            (1..3_u32, any::<bool>(), inner)
                .prop_map(|(low, lazy, node)| json!({"repeat": [low, null, !lazy, node]})),
        ]
    })
}

fn looks() -> impl Strategy<Value = Value> {
    let names =
        ["start", "end", "end_or_newline", "line_start", "boundary", "not_boundary", "ascii_boundary"];
    prop::sample::select(names.to_vec()).prop_map(|name| json!({"look": name}))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn findings_are_characters_in_order(node in nodes(), look in looks(), texts in prop::collection::vec(pieces(), 4)) {
        let words = json!({"words": {
            "words": ["ab", "a", "é1", "k"], "case_sensitive": false, "whole_word": true, "replacement": "é"
        }});
        let rules = [
            rule("replace", &pattern(&json!({"seq": [look, node]}), &json!(["<", 0, ">é"]))),
            rule("report", &words),
        ];
        let engine = engine(&rules);
        for text in texts {
            let found = engine.scan(&text);
            prop_assert!(found.is_sorted_by_key(|finding| (finding.start, finding.end, finding.rule)));
            for finding in &found {
                prop_assert!(finding.start <= finding.end);
                prop_assert!(text.is_char_boundary(finding.start) && text.is_char_boundary(finding.end), "{text:?}");
            }
            let matches = found.iter().filter(|finding| finding.rule == 0).count();
            prop_assert_eq!(engine.rewrite(&text).matches(">é").count(), matches, "{:?}", text);
        }
    }

    #[test]
    fn words_are_found_as_by_trying_every_place(words in prop::collection::vec("[abk_é]{1,5}", 1..8), text in pieces()) {
        let list = json!({"words": {"words": words, "case_sensitive": true, "whole_word": false, "replacement": ""}});
        let found: Vec<_> = engine(&[rule("block", &list)]).scan(&text).iter().map(|f| (f.start, f.end)).collect();
        let mut wanted = Vec::new();
        let mut at = 0;
        while at < text.len() {
            let here = words.iter().filter(|word| text.as_bytes()[at..].starts_with(word.as_bytes())).map(String::len);
            match here.max() {
                Some(length) => {
                    wanted.push((at, at + length));
                    at += length;
                }
                None => at += 1,
            }
        }
        prop_assert_eq!(found, wanted);
    }
}

#[test]
fn a_rule_for_the_host_fails_where_there_is_none() {
    let foreign = json!({"foreign": {"rule": "{}", "reason": "a back-reference"}});
    let built = mcpgateway_native::registry::load(
        "regex_filter",
        &json!({"rules": [rule("replace", &foreign)]}).to_string(),
    );
    let built = built.unwrap();
    let mcpgateway_native::plugin::Plugin::Chain(chain) = &built.plugin else { unreachable!() };
    assert!(chain.run(b"text", &mcpgateway_native::plugin::NoHost, None).is_err());
}

#[test]
fn a_broken_configuration_is_refused() {
    let broken = r#"{"rules": [{"key": "words[0]"}]}"#;
    let error = mcpgateway_native::registry::load("regex_filter", broken).unwrap_err();
    assert!(error.to_string().starts_with("regex_filter: rules cannot be read:"), "{error}");
}
