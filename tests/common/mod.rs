//! What the integration tests share: engines by name, and the vector files.
#![allow(
    dead_code,
    clippy::allow_attributes,
    clippy::expect_used,
    reason = "each test binary uses its part; some use all. A broken vector file must fail the test"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use mcpgateway_native::finding::Finding;
use mcpgateway_native::plugin::{NoHost, Plugin, TextPlugin};
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

    /// Whether it rewrites rule after rule.
    pub(crate) fn is_chain(&self) -> bool {
        matches!(self.0.plugin, Plugin::Chain(_))
    }

    /// What a rule is called in findings.
    pub(crate) fn rule_name(&self, rule: u16) -> String {
        match &self.0.plugin {
            Plugin::Chain(chain) => {
                chain.rules().get(usize::from(rule)).expect("findings are of a rule").name.to_owned()
            }
            _ => self.text().rule_name(rule).to_owned(),
        }
    }

    /// Findings in `text`.
    pub(crate) fn scan(&self, text: &str) -> Vec<Finding> {
        let mut found = Vec::new();
        match &self.0.plugin {
            Plugin::Chain(chain) => {
                chain.run(text.as_bytes(), &NoHost, Some(&mut found)).expect("no rule needs a host");
            }
            _ => self.text().scan(text, &mut found),
        }
        found
    }

    /// `text` with everything found replaced.
    pub(crate) fn rewrite(&self, text: &str) -> String {
        if let Plugin::Chain(chain) = &self.0.plugin {
            let ran = chain.run(text.as_bytes(), &NoHost, None).expect("no rule needs a host");
            let new = ran.text.map(|new| String::from_utf8(new).expect("text without surrogates stays so"));
            return new.unwrap_or_else(|| text.to_owned());
        }
        let mut found = Vec::new();
        let mut replacements = text::Replacements::default();
        self.text().edits(text, &mut found, &mut replacements);
        let by_rule =
            |finding: &Finding, value: &str, out: &mut String| self.text().replace(finding.rule, value, out);
        text::rewrite(text, &found, replacements.replacer(by_rule)).into_owned()
    }
}

/// The vectors of an engine: `<engine>.toml` and every `<engine>_*.toml`, their lists joined.
pub(crate) fn vectors(engine: &str) -> toml::Table {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.retain(|path| owner(path) == Some(engine));
    paths.sort();
    assert!(!paths.is_empty(), "{engine} has no vectors");
    let mut all = toml::Table::new();
    for path in paths {
        let file =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file: toml::Table = file.parse().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for (key, value) in file {
            match (all.entry(key).or_insert_with(|| toml::Value::Array(Vec::new())), value) {
                (toml::Value::Array(known), toml::Value::Array(more)) => known.extend(more),
                _ => panic!("{}: only lists can be joined", path.display()),
            }
        }
    }
    all
}

/// Which engine a vector file belongs to. Names of engines hold underscores too, so the longest one wins.
fn owner(path: &Path) -> Option<&'static str> {
    let stem = path.file_name()?.to_str()?.strip_suffix(".toml")?;
    let belongs =
        |name: &&str| stem.strip_prefix(*name).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
    registry::entries().iter().map(|entry| entry.name).filter(belongs).max_by_key(|name| name.len())
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

/// The configuration of an entry, as JSON: as the Python side lowers it, where that is written down.
pub(crate) fn config(table: &toml::Table) -> String {
    if let Some(lowered) = string(table, "lowered") {
        return lowered.to_owned();
    }
    let empty = toml::Value::Table(toml::Table::new());
    serde_json::to_string(table.get("config").unwrap_or(&empty)).expect("TOML without dates is JSON")
}
