//! What the integration tests share: engines by name, and the vector files.
#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::expect_used,
    reason = "each test binary uses its part; some use all. A broken vector file must fail the test"
)]

use std::path::PathBuf;
use std::sync::Arc;

use mcpgateway_native::finding::Finding;
use mcpgateway_native::plugin::{Plugin, TextPlugin};
use mcpgateway_native::registry::{self, Built};
use mcpgateway_native::text;

/// A built engine of the text family.
pub(crate) struct Engine(Arc<Built>);

impl Engine {
    /// Builds or finds the engine.
    pub(crate) fn load(name: &str, config: &str) -> Self {
        let built = registry::load(name, config).unwrap_or_else(|error| panic!("{config}: {error}"));
        Self(built)
    }

    /// The engine's contract.
    pub(crate) fn text(&self) -> &dyn TextPlugin {
        match &self.0.plugin {
            Plugin::Text(engine) => engine.as_ref(),
            other => panic!("not a text engine: {other:?}"),
        }
    }

    /// Findings in `text`.
    pub(crate) fn scan(&self, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        self.text().scan(text, &mut found);
        found
    }

    /// `text` with everything found replaced.
    pub(crate) fn rewrite(&self, text: &str) -> String {
        let replace =
            |finding: &Finding, value: &str, out: &mut String| self.text().replace(finding.rule, value, out);
        text::rewrite(text, &self.scan(text), replace).into_owned()
    }
}

/// The parsed vector file of an engine.
pub(crate) fn vectors(engine: &str) -> toml::Table {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(format!("{engine}.toml"));
    let file = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    file.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The entries of one kind that this language runs: those without `python_only`.
pub(crate) fn entries(vectors: &toml::Table, kind: &str) -> Vec<toml::Table> {
    let all = vectors.get(kind).and_then(toml::Value::as_array).cloned().unwrap_or_default();
    let tables = all.into_iter().filter_map(|entry| match entry {
        toml::Value::Table(table) => Some(table),
        _ => None,
    });
    tables.filter(|table| table.get("python_only").and_then(toml::Value::as_bool) != Some(true)).collect()
}

/// A string of a table.
pub(crate) fn string<'t>(table: &'t toml::Table, key: &str) -> Option<&'t str> {
    table.get(key).and_then(toml::Value::as_str)
}

/// The configuration of an entry, as JSON.
pub(crate) fn config(table: &toml::Table) -> String {
    let empty = toml::Value::Table(toml::Table::new());
    serde_json::to_string(table.get("config").unwrap_or(&empty)).expect("TOML without dates is JSON")
}
