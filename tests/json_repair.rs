//! What holds for JSON repair and every text.

#![expect(clippy::expect_used, reason = "a broken vector file must fail the test")]

mod common;

use std::sync::LazyLock;

use common::{Engine, vectors};
use mcpgateway_native::text::json_check::is_json;
use proptest::prelude::*;

/// Configurations whose repaired texts are one JSON document each.
static ENGINES: LazyLock<Vec<Engine>> = LazyLock::new(|| {
    let configs = [
        r#"{"concatenated": "list"}"#,
        r#"{"extract": "all", "top_level": "scalars", "concatenated": "list"}"#,
        r#"{"extract": "all", "top_level": "any", "concatenated": "first", "nan": "string", "min_confidence": 0}"#,
        r#"{"extract": "none", "concatenated": "list", "max_depth": 4}"#,
        r#"{"extract": "all", "concatenated": "list", "duplicate_keys": "last", "min_confidence": 0}"#,
    ];
    configs.iter().map(|config| Engine::load("json_repair", config)).collect()
});

static KEEPING: LazyLock<Engine> = LazyLock::new(|| Engine::load("json_repair", "{}"));

static FRAGMENTS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let list =
        vectors("json_repair").remove("fragments").and_then(|list| list.try_into::<Vec<String>>().ok());
    list.expect("the vectors have fragments")
});

fn stitched() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(FRAGMENTS.clone()), 0..24).prop_map(|pieces| pieces.concat())
}

fn check(text: &str) {
    for engine in ENGINES.iter() {
        let repaired = engine.rewrite(text);
        if repaired != text {
            assert!(is_json(&repaired), "{text:?} became {repaired:?}");
            assert!(engine.scan(&repaired).is_empty(), "{text:?} became {repaired:?}");
        }
        if is_json(text) {
            assert_eq!(repaired, text);
        }
        assert_eq!(engine.text().why(text).is_some(), repaired == text && !is_json(text), "{text:?}");
    }
    let repaired = KEEPING.rewrite(text);
    assert_eq!(KEEPING.rewrite(&repaired), repaired, "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn any_text_becomes_json_once_or_stays(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn stitched_texts_become_json_once_or_stay(text in stitched()) {
        check(&text);
    }

    #[test]
    fn a_comma_too_many_is_all_that_goes(text in "[a-zA-Z0-9 ,:{}\\[\\]'é]{0,40}", number in any::<i64>()) {
        let json = serde_json::json!({"a": text, "b": [number, text.clone()]}).to_string();
        let broken = format!("{},}}", json.strip_suffix('}').expect("an object"));
        prop_assert_eq!(ENGINES[0].rewrite(&broken), json);
    }
}

/// Quadratic work would not finish here.
#[test]
fn long_hostile_texts_are_finished() {
    let units = [
        "{",
        "[",
        "(",
        "\"",
        "'",
        "`",
        "\\",
        "/*",
        "\"/*",
        "//",
        "#",
        ",",
        ":",
        "}",
        "]",
        "{\"a\":",
        "[1,",
        "\"a\" \"b\" ",
        "{\"a\": \"x \"y",
        ",\"",
        "```",
        "\n```",
        "{\"a\":1}",
        "{\"a\":1}\n",
        "{\"a\":1,",
        "[\"[",
        "\"{\"",
        "{'",
        "a ",
        "a:",
        "a(",
        "\"a\"+",
        "u'",
        "{1,",
        "...",
        "[a\", ",
        "\u{a0}",
        "，",
        "“",
        "\\\"",
        "{\\\"",
        "[1}",
        "{\"a\":1]",
        "]}",
        "\n  \"a\",",
        "\"\"\"",
        "''a",
        "{\"a\":1},",
        "\"a\":1,",
        "<think>",
        "x = {",
        "tr",
        "NaN,",
        "-",
        "\n\n{\"a\":[1}",
        "\"a\",\n\"b",
    ];
    for unit in units {
        for prefix in ["", "[", "{\"a\": ", "{\"a\": \"", "[\"", "{", "```json\n["] {
            let text = format!("{prefix}{}", unit.repeat(100_000 / unit.len()));
            for engine in &ENGINES[..3] {
                let _ = engine.scan(&text);
            }
        }
    }
}
