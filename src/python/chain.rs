//! Engines that rewrite texts rule after rule, as Python sees them; some of their rules run in Python.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use super::engines::{Processed, named, processed, refuse_long, run, share, stats_of};
use super::payload::{Rewritten, Text, Worker, decode, text_of};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::plugin::{ChainPlugin, ForeignMatch, Host, Plugin, Route};
use crate::registry::Built;
use crate::stats::{Counters, Stats};
use crate::text::code_points;
use crate::walk::WalkOptions;

/// A built engine that rewrites text rule after rule. Instances of equal configuration share one engine.
#[pyclass(frozen, module = "mcpgateway_native._native")]
pub(super) struct ChainEngine {
    built: Arc<Built>,
    /// Names of the rules, made once.
    names: Vec<Py<PyString>>,
    finders: Finders,
}

#[pymethods]
impl ChainEngine {
    /// Registry name.
    #[getter]
    fn name(&self) -> &'static str {
        self.built.entry.name
    }

    /// Findings in `text`: `(rule, start, end, confidence)`, offsets in code points.
    #[pyo3(signature = (text, /) -> "list[tuple[str, int, int, float]]")]
    fn scan<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyList>> {
        let py = text.py();
        let text = text_of(text)?;
        let chain = self.checked(&text)?;
        let (found, places) = run(py, text.as_str().len(), || {
            let mut found = Vec::new();
            chain.run(text.raw(), &self.finders, Some(&mut found))?;
            let places = code_points(text.as_str(), &found);
            Ok((found, places))
        })?;
        count(chain, &text, found.len(), false);
        let rows = found.iter().zip(places).map(|(finding, (start, end))| {
            Ok((named(py, &self.names, finding.rule)?, start, end, share(py, finding.confidence)?))
        });
        PyList::new(py, rows.collect::<Result<Vec<_>>>()?)
    }

    /// What the rules make of `text`; the same object when nothing changes.
    #[pyo3(signature = (text, /) -> "str")]
    fn rewrite<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let leaf = text_of(text)?;
        let chain = self.checked(&leaf)?;
        let ran = run(py, leaf.as_str().len(), || chain.run(leaf.raw(), &self.finders, None))?;
        count(chain, &leaf, ran.matches, ran.text.is_some());
        match ran.text {
            Some(new) => decode(py, &new),
            None => Ok(text.clone().into_any()),
        }
    }

    /// Walks any value: `(payload, findings, changed, complete, reason)`.
    #[pyo3(signature = (payload, /) -> "tuple[Any, list[tuple[str, int, int, float, str]], bool, bool, str | None]")]
    fn process<'py>(&self, payload: &Bound<'py, PyAny>) -> PyResult<Processed<'py>> {
        Ok(processed(&ChainWorker { chain: self.chain()?, host: &self.finders }, &self.names, payload)?.0)
    }

    /// The rules: name, mode, who runs each and why.
    #[pyo3(signature = () -> "list[dict[str, str]]")]
    fn explain<'py>(&self, py: Python<'py>) -> PyResult<Vec<Bound<'py, PyDict>>> {
        let row = |rule: crate::plugin::ChainRule<'_>| {
            let (route, reason, worst_case) = match rule.route {
                Route::Native => ("native", "an automaton gives the answer of re", "linear"),
                Route::Foreign { reason, .. } => ("python", reason, "backtracking"),
                Route::Skipped { reason } => ("skipped", reason, "none"),
            };
            let row = PyDict::new(py);
            for (key, value) in [
                ("key", rule.key),
                ("name", rule.name),
                ("mode", rule.mode),
                ("route", route),
                ("reason", reason),
                ("worst_case", worst_case),
            ] {
                row.set_item(key, value)?;
            }
            Ok(row)
        };
        self.chain()?.rules().into_iter().map(row).collect()
    }

    /// Totals over all users of this engine in the process.
    #[pyo3(signature = () -> "dict[str, int]")]
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        stats_of(py, self.chain()?.counters())
    }
}

impl ChainEngine {
    /// The engine as Python's, with the patterns that Python has to run.
    pub(super) fn new(py: Python<'_>, built: Arc<Built>) -> PyResult<Self> {
        let Plugin::Chain(chain) = &built.plugin else {
            return Err(Error::Internal("this engine has no rules").into());
        };
        let rules = chain.rules();
        let names = rules.iter().map(|rule| PyString::intern(py, rule.name).unbind()).collect();
        let mut finders = Vec::with_capacity(rules.len());
        for rule in rules {
            finders.push(match rule.route {
                Route::Foreign { rule, .. } => {
                    let module = py.import("mcpgateway_native._regex.foreign")?;
                    Some(module.getattr("finder")?.call1((rule,))?.unbind())
                }
                Route::Native | Route::Skipped { .. } => None,
            });
        }
        Ok(Self { built, names, finders: Finders(finders) })
    }

    fn chain(&self) -> Result<&dyn ChainPlugin> {
        match &self.built.plugin {
            Plugin::Chain(chain) => Ok(chain.as_ref()),
            _ => Err(Error::Internal("this engine has no rules")),
        }
    }

    /// The chain, if `text` is not longer than it allows.
    fn checked(&self, text: &Text) -> Result<&dyn ChainPlugin> {
        let chain = self.chain()?;
        refuse_long(self.built.entry.name, chain.walk_options(), text)?;
        Ok(chain)
    }
}

fn count(chain: &dyn ChainPlugin, text: &Text, findings: usize, changed: bool) {
    chain.counters().add(Stats {
        texts: 1,
        bytes: text.as_str().len() as u64,
        findings: findings as u64,
        changed: u64::from(changed),
    });
}

/// Runs the rules over each text of a payload.
struct ChainWorker<'a> {
    chain: &'a dyn ChainPlugin,
    host: &'a Finders,
}

impl Worker for ChainWorker<'_> {
    fn options(&self) -> &WalkOptions {
        self.chain.walk_options()
    }

    fn counters(&self) -> &Counters {
        self.chain.counters()
    }

    fn work(&self, text: &Text<'_>, found: &mut Vec<Finding>) -> Result<Option<Rewritten>> {
        let ran = self.chain.run(text.raw(), self.host, Some(found))?;
        Ok(ran.text.map(|new| text.written(new)))
    }

    fn calls_python(&self) -> bool {
        self.host.0.iter().any(Option::is_some)
    }
}

/// What runs the rules that need Python, by number.
struct Finders(Vec<Option<Py<PyAny>>>);

impl Host for Finders {
    fn matches(&self, rule: usize, text: &[u8], limit: Option<usize>) -> Result<Vec<ForeignMatch>> {
        let finder = self.0.get(rule).and_then(Option::as_ref);
        let finder = finder.ok_or(Error::Internal("Python was not given this rule"))?;
        Python::attach(|py| {
            let rows = finder.bind(py).call1((decode(py, text)?, limit))?;
            let mut bytes = Bytes { text, byte: 0, characters: 0 };
            let matches = rows.cast::<PyList>()?.iter().map(|row| {
                let (start, end, new): (usize, usize, Bound<'_, PyString>) = row.extract()?;
                let (start, end) = (bytes.at(start), bytes.at(end));
                Ok(ForeignMatch { start, end, new: text_of(&new)?.raw().to_vec() })
            });
            matches.collect::<PyResult<Vec<_>>>()
        })
        .map_err(|_| Error::Internal("a pattern failed in Python"))
    }
}

/// Finds characters of a text by their number, forwards.
struct Bytes<'t> {
    text: &'t [u8],
    byte: usize,
    characters: usize,
}

impl Bytes<'_> {
    /// Where character number `character` begins; it is not before the one that was asked for last.
    fn at(&mut self, character: usize) -> usize {
        let rest = self.text.get(self.byte..).unwrap_or_default();
        let begins =
            rest.iter().enumerate().filter(|(_, byte)| **byte & 0xC0 != 0x80).map(|(place, _)| place);
        let passed = begins.chain([rest.len()]).nth(character - self.characters);
        self.byte += passed.unwrap_or(rest.len());
        self.characters = character;
        self.byte
    }
}
