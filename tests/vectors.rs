//! Every case of `tests/vectors/*.toml`, on the Rust engines.

#![expect(clippy::expect_used, reason = "a broken vector file must fail the test")]

mod common;

use common::{Engine, config, entries, string, vectors};
use mcpgateway_native::{registry, text};

#[test]
fn every_case_gives_its_findings_and_its_text() {
    let mut failures = Vec::new();
    let mut cases = 0;
    for entry in registry::entries() {
        for case in entries(&vectors(entry.name), "case") {
            cases += 1;
            let name = string(&case, "name").expect("a case has a name");
            let input = string(&case, "text").expect("a case has a text");
            let engine = Engine::load(entry.name, &config(&case));
            let mut points = text::CodePoints::new(input);
            let findings = engine.scan(input);
            let found: Vec<_> = findings
                .iter()
                .map(|f| format!("{} {} {}", engine.rule_name(f.rule), points.at(f.start), points.at(f.end)))
                .collect();
            let expected: Vec<_> = case.get("findings").map(expected_findings).unwrap_or(found.clone());
            let sure: Vec<_> = findings.iter().map(|f| i64::from(f.confidence)).collect();
            let expected_sure: Vec<_> = case.get("confidence").map(percents).unwrap_or(sure.clone());
            let rewritten = engine.rewrite(input);
            if found != expected
                || sure != expected_sure
                || rewritten != string(&case, "rewritten").unwrap_or(input)
            {
                failures.push(format!(
                    "{} {name}: found {found:?} {sure:?}, rewritten {rewritten:?}",
                    entry.name
                ));
            }
        }
    }
    assert!(failures.is_empty(), "{} of {cases} cases fail:\n{}", failures.len(), failures.join("\n"));
    assert!(cases > 100, "only {cases} cases were read");
}

fn expected_findings(findings: &toml::Value) -> Vec<String> {
    let rows = findings.as_array().expect("findings are a list");
    let row = |row: &toml::Value| match row.as_array().map(Vec::as_slice) {
        Some([toml::Value::String(rule), toml::Value::Integer(start), toml::Value::Integer(end)]) => {
            format!("{rule} {start} {end}")
        }
        _ => panic!("a finding is [rule, start, end], not {row:?}"),
    };
    rows.iter().map(row).collect()
}

fn percents(list: &toml::Value) -> Vec<i64> {
    let list = list.as_array().expect("confidence is a list");
    list.iter().map(|percent| percent.as_integer().expect("a confidence is a whole percentage")).collect()
}

#[test]
fn wrong_configurations_are_refused_with_their_message() {
    let mut failures = Vec::new();
    for entry in registry::entries() {
        for case in entries(&vectors(entry.name), "config_error") {
            let expected = string(&case, "message").expect("an error has a message");
            match registry::load(entry.name, &config(&case)) {
                Ok(_) => failures.push(format!("accepted, but expected: {expected}")),
                Err(error) if error.to_string() != expected => {
                    failures.push(format!("{error}\n    expected: {expected}"));
                }
                Err(_) => {}
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
