//! The classes and functions that Python sees.

use std::sync::{Arc, Mutex, MutexGuard};

use pyo3::prelude::*;
use pyo3::sync::{MutexExt, PyOnceLock};
use pyo3::types::{PyDict, PyFloat, PyList, PyString};

use super::chain::ChainEngine;
use super::guard::guarded;
use super::payload::{self, DETACH_BYTES, Text, TextWorker, Worker, decode, text_of};
use super::pseudonyms::{Masks, Pseudonymizer, Written};
use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::plugin::{Plugin, TextPlugin};
use crate::registry::{self, Built};
use crate::stats::{Counters, Stats};
use crate::text::{Replacements, Stream, code_points};
use crate::walk::WalkOptions;

/// A built engine that reads text. Instances of equal configuration share one engine.
#[pyclass(frozen, module = "mcpgateway_native._native")]
pub(super) struct TextEngine {
    built: Arc<Built>,
    /// Names of the rules, made once.
    names: Vec<Py<PyString>>,
}

/// The engine `name` with a configuration in JSON.
#[pyfunction]
#[pyo3(signature = (name, config_json, /) -> "TextEngine | ChainEngine")]
pub(super) fn load<'py>(py: Python<'py>, name: &str, config_json: &str) -> PyResult<Bound<'py, PyAny>> {
    let built = guarded(|| registry::load(name, config_json))?;
    match &built.plugin {
        Plugin::Text(engine) => {
            let rules = 0..engine.rules();
            let names = rules.map(|rule| PyString::intern(py, engine.rule_name(rule)).unbind()).collect();
            Ok(Bound::new(py, TextEngine { built, names })?.into_any())
        }
        Plugin::Chain(_) => Ok(Bound::new(py, ChainEngine::new(py, built)?)?.into_any()),
        _ => Err(Error::Internal("this engine does not read text").into()),
    }
}

/// Engines of this build: `(name, family, summary)`.
#[pyfunction]
pub(super) fn entries() -> Vec<(&'static str, &'static str, &'static str)> {
    registry::entries().iter().map(|entry| (entry.name, entry.family.name(), entry.summary)).collect()
}

/// How many different engines this process holds.
#[pyfunction]
pub(super) fn cache_size() -> usize {
    registry::cached()
}

/// Version, profile, target and compiler of this build.
#[pyfunction]
#[pyo3(signature = () -> "dict[str, str]")]
pub(super) fn build_info(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let info = PyDict::new(py);
    info.set_item("version", env!("CARGO_PKG_VERSION"))?;
    info.set_item("profile", env!("BUILD_PROFILE"))?;
    info.set_item("target", env!("BUILD_TARGET"))?;
    info.set_item("rustc", env!("BUILD_RUSTC"))?;
    info.set_item("pyo3", env!("BUILD_PYO3"))?;
    info.set_item("abi3", if cfg!(feature = "abi3") { "true" } else { "false" })?;
    Ok(info)
}

#[pymethods]
impl TextEngine {
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
        // Counting characters of a long text takes its time as well, and needs nothing of Python.
        let (found, places) = self.find(py, &text, |engine, found| {
            engine.scan(text.as_str(), found);
            code_points(text.as_str(), found)
        })?;
        self.count(&text, &found, false)?;
        let rows = found.iter().zip(places).map(|(finding, (start, end))| {
            Ok((self.rule_name(py, finding.rule)?, start, end, share(py, finding.confidence)?))
        });
        PyList::new(py, rows.collect::<Result<Vec<_>>>()?)
    }

    /// `text` with every finding replaced; the same object when there is none.
    #[pyo3(signature = (text, /) -> "str")]
    fn rewrite<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        let py = text.py();
        let leaf = text_of(text)?;
        let (found, rewritten) = self.find(py, &leaf, |engine, found| {
            let mut replacements = Replacements::default();
            engine.edits(leaf.as_str(), found, &mut replacements);
            let by_rule =
                |finding: &Finding, value: &str, out: &mut String| engine.replace(finding.rule, value, out);
            leaf.changed(found, replacements.replacer(by_rule))
        })?;
        self.count(&leaf, &found, rewritten.is_some())?;
        // A text full of findings makes this list larger than itself, and the new string needs room as well.
        drop(found);
        match rewritten {
            Some(new) => new.to_object(py),
            None => Ok(text.clone().into_any()),
        }
    }

    /// Why `text` is left as it is although something is wrong with it; `None` without such a reason.
    #[pyo3(signature = (text, /) -> "str | None")]
    fn why(&self, text: &Bound<'_, PyString>) -> PyResult<Option<&'static str>> {
        let leaf = text_of(text)?;
        let engine = self.engine()?;
        Ok(run(text.py(), leaf.as_str().len(), || Ok(engine.why(leaf.as_str())))?)
    }

    /// Walks any value: `(payload, findings, changed, complete, reason)`.
    #[pyo3(signature = (payload, /) -> "tuple[Any, list[tuple[str, int, int, float, str]], bool, bool, str | None]")]
    fn process<'py>(&self, payload: &Bound<'py, PyAny>) -> PyResult<Processed<'py>> {
        Ok(self.process_as(self.engine()?, payload)?.0)
    }

    /// As `process`, for masks that can be put back: `(…, pairs, suspects)`.
    ///
    /// With a scope, pseudonyms are written and `pairs` says what each stands for (an empty text: two values);
    /// with the empty scope, tokens; with none, the usual masks. Pseudonyms in `known` are no findings; those in
    /// `suspects` were.
    #[pyo3(signature = (payload, scope, known, /) -> "tuple[Any, list[tuple[str, int, int, float, str]], bool, bool, str | None, dict[str, str], list[str]]")]
    fn pseudonymize<'py>(
        &self,
        payload: &Bound<'py, PyAny>,
        scope: Option<&str>,
        known: Vec<String>,
    ) -> PyResult<Pseudonymized<'py>> {
        let known = known.into_iter().collect();
        let masks = match scope {
            None => Masks::Usual,
            Some("") => Masks::Tokens,
            Some(scope) => Masks::Pseudonyms(scope),
        };
        let engine = Pseudonymizer::new(self.engine()?, masks, &known);
        let ((payload, findings, changed, complete, reason), scanned) = self.process_as(&engine, payload)?;
        let written = if scanned { engine.written() } else { Written::default() };
        let pairs = PyDict::new(payload.py());
        for (pseudonym, value) in written.pairs {
            pairs.set_item(pseudonym, value.unwrap_or_default())?;
        }
        let mut suspects: Vec<String> = written.suspects.into_iter().collect();
        suspects.sort_unstable();
        Ok((payload, findings, changed, complete, reason, pairs, suspects))
    }

    /// A stream through this engine.
    #[pyo3(signature = () -> "TextStream")]
    fn stream(&self) -> PyResult<TextStream> {
        let stream = guarded(|| Stream::new(self.engine()?))?;
        Ok(TextStream { built: Arc::clone(&self.built), stream: Mutex::new(stream) })
    }

    /// Totals over all users of this engine in the process.
    #[pyo3(signature = () -> "dict[str, int]")]
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        stats_of(py, self.engine()?.counters())
    }
}

/// A text on its way through an engine, piece by piece.
#[pyclass(frozen, module = "mcpgateway_native._native")]
pub(super) struct TextStream {
    built: Arc<Built>,
    stream: Mutex<Stream>,
}

#[pymethods]
impl TextStream {
    /// Takes a piece; returns what can be let go.
    #[pyo3(signature = (chunk, /) -> "str")]
    fn feed<'py>(&self, chunk: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyAny>> {
        self.advance(chunk, false)
    }

    /// Returns the rest.
    #[pyo3(signature = () -> "str")]
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.advance(&PyString::new(py, ""), true)
    }

    /// Characters that have come and were not let go.
    #[getter]
    fn held_back(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.locked(py)?.held_back())
    }

    /// How many findings were replaced so far.
    #[getter]
    fn findings(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.locked(py)?.findings())
    }

    /// The characters that are held back at most, besides the piece that came last.
    #[getter]
    fn window(&self, py: Python<'_>) -> PyResult<usize> {
        Ok(self.locked(py)?.window())
    }
}

impl TextStream {
    fn advance<'py>(&self, chunk: &Bound<'py, PyString>, last: bool) -> PyResult<Bound<'py, PyAny>> {
        let py = chunk.py();
        let leaf = text_of(chunk)?;
        let Plugin::Text(engine) = &self.built.plugin else {
            return Err(Error::Internal("this engine does not read text").into());
        };
        let mut guard = self.locked(py)?;
        let stream: &mut Stream = &mut guard;
        let before = stream.findings();
        let length = leaf.as_str().len();
        let released =
            run(py, length, || Ok(stream.advance(engine.as_ref(), leaf.as_str(), leaf.raw(), last)))?;
        engine.counters().add(Stats {
            texts: u64::from(last),
            bytes: length as u64,
            findings: (stream.findings() - before) as u64,
            changed: 0,
        });
        decode(py, &released)
    }

    /// Whoever waits for the stream must not keep the interpreter from whoever uses it.
    fn locked(&self, py: Python<'_>) -> PyResult<MutexGuard<'_, Stream>> {
        let guard = self.stream.lock_py_attached(py);
        Ok(guard.map_err(|_| Error::Internal("an engine failed in this stream before"))?)
    }
}

/// What `process` returns.
pub(super) type Processed<'py> = (Bound<'py, PyAny>, Bound<'py, PyList>, bool, bool, Option<&'static str>);

/// What [`TextEngine::pseudonymize`] returns.
type Pseudonymized<'py> = (
    Bound<'py, PyAny>,
    Bound<'py, PyList>,
    bool,
    bool,
    Option<&'static str>,
    Bound<'py, PyDict>,
    Vec<String>,
);

impl TextEngine {
    /// What `engine` makes of a payload, and whether all that was read of it was scanned.
    fn process_as<'py>(
        &self,
        engine: &dyn TextPlugin,
        payload: &Bound<'py, PyAny>,
    ) -> PyResult<(Processed<'py>, bool)> {
        processed(&TextWorker(engine), &self.names, payload)
    }

    fn engine(&self) -> Result<&dyn TextPlugin> {
        match &self.built.plugin {
            Plugin::Text(engine) => Ok(engine.as_ref()),
            _ => Err(Error::Internal("this engine does not read text")),
        }
    }

    fn rule_name<'py>(&self, py: Python<'py>, rule: u16) -> Result<&Bound<'py, PyString>> {
        named(py, &self.names, rule)
    }

    /// The findings that `search` appends for `text`, and what else it returns: both in one go without the
    /// interpreter lock, because every return to it may have to wait for another thread.
    fn find<T: Send>(
        &self,
        py: Python<'_>,
        text: &Text<'_>,
        search: impl FnOnce(&dyn TextPlugin, &mut Vec<Finding>) -> T + Send,
    ) -> PyResult<(Vec<Finding>, T)> {
        let engine = self.engine()?;
        let length = text.as_str().len();
        refuse_long(self.built.entry.name, engine.walk_options(), text)?;
        Ok(run(py, length, || {
            let mut found = Vec::new();
            let made = search(engine, &mut found);
            Ok((found, made))
        })?)
    }

    fn count(&self, text: &Text<'_>, found: &[Finding], changed: bool) -> Result<()> {
        self.engine()?.counters().add(Stats {
            texts: 1,
            bytes: text.as_str().len() as u64,
            findings: found.len() as u64,
            changed: u64::from(changed),
        });
        Ok(())
    }
}

/// Walks `payload` with `worker`; `names` are those of the rules. Also whether all that was read was scanned.
pub(super) fn processed<'py>(
    worker: &dyn Worker,
    names: &[Py<PyString>],
    payload: &Bound<'py, PyAny>,
) -> PyResult<(Processed<'py>, bool)> {
    let py = payload.py();
    let outcome = guarded(|| Ok(payload::process(worker, payload)))??;
    let rows = outcome.findings.into_iter().map(|found| {
        Ok((named(py, names, found.rule)?, found.start, found.end, share(py, found.confidence)?, found.path))
    });
    let findings = PyList::new(py, rows.collect::<Result<Vec<_>>>()?)?;
    let complete = outcome.reason.is_none();
    Ok(((outcome.payload, findings, outcome.changed, complete, outcome.reason), outcome.scanned))
}

/// The name of a rule.
pub(super) fn named<'py, 'n>(
    py: Python<'py>,
    names: &'n [Py<PyString>],
    rule: u16,
) -> Result<&'n Bound<'py, PyString>> {
    Ok(names.get(usize::from(rule)).ok_or(Error::Internal("a finding of no rule"))?.bind(py))
}

/// Refuses a text that is longer than `options` allow.
pub(super) fn refuse_long(plugin: &'static str, options: &WalkOptions, text: &Text) -> Result<()> {
    match options.max_text_bytes.filter(|&max| text.as_str().len() > max) {
        Some(allowed) => Err(Error::Limit { plugin, limit: "max_text_bytes", allowed }),
        None => Ok(()),
    }
}

/// Counters as Python sees them.
pub(super) fn stats_of<'py>(py: Python<'py>, counters: &Counters) -> PyResult<Bound<'py, PyDict>> {
    let Stats { texts, bytes, findings, changed } = counters.snapshot();
    let stats = PyDict::new(py);
    for (name, value) in [("texts", texts), ("bytes", bytes), ("findings", findings), ("changed", changed)] {
        stats.set_item(name, value)?;
    }
    Ok(stats)
}

/// Runs engine code; without the interpreter lock when there is enough of it.
pub(super) fn run<T: Send>(
    py: Python<'_>,
    bytes: usize,
    work: impl FnOnce() -> Result<T> + Send,
) -> Result<T> {
    if bytes >= DETACH_BYTES { py.detach(|| guarded(work)) } else { guarded(work) }
}

/// Confidence as Python sees it, 0 to 1. There are only 101 of them, and texts full of findings.
pub(super) fn share(py: Python<'_>, percent: u8) -> Result<&Bound<'_, PyFloat>> {
    static SHARES: PyOnceLock<Vec<Py<PyFloat>>> = PyOnceLock::new();
    let shares = SHARES.get_or_init(py, || {
        (0..=100_u8).map(|percent| PyFloat::new(py, f64::from(percent) / 100.0).unbind()).collect()
    });
    let share = shares.get(usize::from(percent)).ok_or(Error::Internal("a confidence above 100 %"))?;
    Ok(share.bind(py))
}
