//! What holds for the table of engines and for the store of built ones.

mod common;

use std::sync::Arc;

use common::Engine;
use mcpgateway_native::{Error, registry};

#[test]
fn names_are_unique_ordered_and_snake_case() {
    let names: Vec<_> = registry::entries().iter().map(|entry| entry.name).collect();
    assert!(names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    assert!(names.iter().all(|name| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')));
}

#[test]
fn every_engine_builds_without_settings() {
    for entry in registry::entries() {
        registry::load(entry.name, "{}").unwrap();
        registry::load(entry.name, "null").unwrap();
    }
}

#[test]
fn unknown_names_are_an_error() {
    assert_eq!(registry::load("nothing", "{}").unwrap_err(), Error::UnknownPlugin("nothing".into()));
}

#[test]
fn equal_configurations_share_one_engine() {
    let one = registry::load("pii_filter", r#"{"detect_ssn": true, "redaction_text": "X"}"#).unwrap();
    let two = registry::load("pii_filter", r#"{"redaction_text":"X","detect_ssn":true}"#).unwrap();
    let other = registry::load("pii_filter", r#"{"redaction_text":"Y","detect_ssn":true}"#).unwrap();
    assert!(Arc::ptr_eq(&one, &two));
    assert!(!Arc::ptr_eq(&one, &other));
}

#[test]
fn engines_that_nobody_holds_do_not_pile_up() {
    let held = registry::load("pii_filter", r#"{"redaction_text": "held"}"#).unwrap();
    for number in 0..600 {
        registry::load("pii_filter", &format!(r#"{{"redaction_text": "{number}", "detect_email": false}}"#))
            .unwrap();
    }
    assert!(registry::cached() <= 300, "{}", registry::cached());
    let again = registry::load("pii_filter", r#"{"redaction_text": "held"}"#).unwrap();
    assert!(Arc::ptr_eq(&held, &again));
}

#[test]
fn a_configuration_is_a_mapping() {
    for wrong in ["[]", "1", "\"text\"", "{", ""] {
        let error = registry::load("pii_filter", wrong).unwrap_err();
        assert!(matches!(error, Error::Config { .. }), "{wrong}: {error}");
    }
}

#[test]
fn many_threads_get_one_engine() {
    let config = r#"{"redaction_text": "threads"}"#;
    let built: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            (0..8).map(|_| scope.spawn(|| registry::load("pii_filter", config).unwrap())).collect();
        workers.into_iter().map(|worker| worker.join().unwrap()).collect()
    });
    assert!(built.windows(2).all(|pair| Arc::ptr_eq(&pair[0], &pair[1])));
    assert_eq!(Engine::load("pii_filter", config).rewrite("a@example.com"), "threads");
}
