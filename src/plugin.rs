//! The contract of an engine: how it is named, how it is built, and what it does once built.

use std::fmt;

use serde_json::{Map, Value};

use crate::error::{Error, Result};
use crate::finding::Finding;
use crate::stats::Counters;
use crate::text::{Replacements, Resume};
use crate::walk::WalkOptions;

/// The compile-time half of an engine: a name, and how to get from settings to something that runs.
pub trait NativePlugin {
    /// Key in the registry, in configurations and in the documentation: `snake_case`.
    const NAME: &'static str;
    /// One line for `available()` and the documentation index.
    const SUMMARY: &'static str;
    /// Which of the three families [`NativePlugin::build`] returns.
    const FAMILY: Family;

    /// Turns settings into a running engine.
    ///
    /// # Errors
    /// [`crate::Error::Config`] naming the key for anything that is not exactly right: an engine that
    /// exists is valid. [`crate::Error::Unsupported`] when only the Python twin can honour it.
    fn build(config: &Map<String, Value>) -> Result<Plugin>;
}

/// The kinds of work that engines do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Reads text and may rewrite it.
    Text,
    /// Lets a request pass or holds it back.
    Gate,
    /// Bytes to bytes and back.
    Codec,
}

impl Family {
    /// The name used in `plugins()` and in the documentation.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Gate => "gate",
            Self::Codec => "codec",
        }
    }
}

/// A built engine, by family.
#[derive(Debug)]
pub enum Plugin {
    /// See [`TextPlugin`].
    Text(Box<dyn TextPlugin>),
    /// See [`ChainPlugin`].
    Chain(Box<dyn ChainPlugin>),
    /// See [`GatePlugin`].
    Gate(Box<dyn GatePlugin>),
    /// See [`CodecPlugin`].
    Codec(Box<dyn CodecPlugin>),
}

/// Reads texts, reports findings, and says what stands in their place.
pub trait TextPlugin: Send + Sync + fmt::Debug {
    /// Appends what is in `text`, in order and without overlaps.
    fn scan(&self, text: &str, found: &mut Vec<Finding>);

    /// As [`TextPlugin::scan`], for engines whose replacements depend on more than the rule and the value:
    /// adds one replacement for each finding. Where it adds none, [`TextPlugin::replace`] is asked.
    fn edits(&self, text: &str, found: &mut Vec<Finding>, replacements: &mut Replacements) {
        let _ = replacements;
        self.scan(text, found);
    }

    /// Why `text` is left as it is although something is wrong with it; `None` when there is no such reason.
    fn why(&self, text: &str) -> Option<&'static str> {
        let _ = text;
        None
    }

    /// How many characters decide, on either side of a place, what begins there: what a stream has to know
    /// before it lets a text go.
    ///
    /// # Errors
    /// [`crate::Error::Unsupported`] when there is no such bound.
    fn reach(&self) -> Result<usize> {
        Err(Error::Internal("this engine has no streams"))
    }

    /// Appends what begins in `text` before byte `frontier` or later, before overlaps are resolved, in no
    /// particular order. `resume` is where the searches stand that go on from one match to the next.
    fn candidates(&self, text: &str, frontier: usize, resume: &mut Resume, found: &mut Vec<Finding>) {
        let _ = (frontier, resume);
        self.scan(text, found);
    }

    /// How many rules there are; findings carry numbers below this.
    fn rules(&self) -> u16;

    /// Name of a rule as findings show it, for example `ssn`.
    fn rule_name(&self, rule: u16) -> &str;

    /// Appends to `out` what takes the place of `value`, which `rule` found.
    fn replace(&self, rule: u16, value: &str, out: &mut String);

    /// As [`TextPlugin::replace`], where masks may be put back later: appends a pseudonym of `value` in
    /// `scope`, or, without a scope, a mask that keeps values apart. Whether it is one to be put back.
    fn pseudonym(&self, rule: u16, value: &str, _scope: Option<&str>, out: &mut String) -> bool {
        self.replace(rule, value, out);
        false
    }

    /// Which values of a payload this engine reads, and its limits.
    fn walk_options(&self) -> &WalkOptions;

    /// Totals over all users of this engine.
    fn counters(&self) -> &Counters;
}

/// Reads texts and rewrites them rule after rule, each on what the ones before left. What it reports are places
/// in the text that came in; what it writes may be somewhere else.
pub trait ChainPlugin: Send + Sync + fmt::Debug {
    /// Runs the rules over `text`, which is UTF-8 but for lone surrogates; adds to `found`, where that is wanted,
    /// what they found, by place. Findings may overlap and be empty.
    ///
    /// # Errors
    /// When `host` is needed and fails.
    fn run(&self, text: &[u8], host: &dyn Host, found: Option<&mut Vec<Finding>>) -> Result<Ran>;

    /// The rules in their order, then those that are left out; findings carry numbers of the former.
    fn rules(&self) -> Vec<ChainRule<'_>>;

    /// Which values of a payload this engine reads, and its limits.
    fn walk_options(&self) -> &WalkOptions;

    /// Totals over all users of this engine.
    fn counters(&self) -> &Counters;
}

/// What a chain made of a text.
#[derive(Debug, Default)]
pub struct Ran {
    /// The new text, if it differs; UTF-8 but for lone surrogates.
    pub text: Option<Vec<u8>>,
    /// How many matches there were.
    pub matches: usize,
}

/// What a chain says of one of its rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainRule<'r> {
    /// Where it stands in the user's configuration.
    pub key: &'r str,
    /// What its findings are called.
    pub name: &'r str,
    /// What a match leads to.
    pub mode: &'r str,
    /// Who runs it.
    pub route: Route<'r>,
}

/// Who runs a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Route<'r> {
    /// This library, in time that grows with the text and no faster.
    Native,
    /// The host.
    Foreign {
        /// The rule, as the host understands it.
        rule: &'r str,
        /// Why.
        reason: &'r str,
    },
    /// Nobody: it is left out.
    Skipped {
        /// Why.
        reason: &'r str,
    },
}

/// Runs the rules that only the host can run.
pub trait Host: Sync {
    /// The first `limit` matches of rule number `rule` in `text`, which is UTF-8 but for lone surrogates.
    ///
    /// # Errors
    /// When the host fails, or there is none.
    fn matches(&self, rule: usize, text: &[u8], limit: Option<usize>) -> Result<Vec<ForeignMatch>>;
}

/// A match that a host found, in bytes of the text, and what takes its place.
#[derive(Debug)]
pub struct ForeignMatch {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The replacement; UTF-8 but for lone surrogates.
    pub new: Vec<u8>,
}

/// For chains without rules that need a host.
#[derive(Debug, Clone, Copy)]
pub struct NoHost;

impl Host for NoHost {
    fn matches(&self, _: usize, _: &[u8], _: Option<usize>) -> Result<Vec<ForeignMatch>> {
        Err(Error::Internal("there is no host to run this rule"))
    }
}

/// One request as a gate sees it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// Who asks.
    pub user: Option<&'a str>,
    /// On whose account.
    pub tenant: Option<&'a str>,
    /// Which tool or prompt.
    pub tool: Option<&'a str>,
    /// On which server.
    pub server: Option<&'a str>,
}

/// What a gate answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Whether the request may pass.
    pub allowed: bool,
    /// The limit that decided, in requests per window.
    pub limit: u64,
    /// What is left of it.
    pub remaining: u64,
    /// Nanoseconds until the limit is whole again.
    pub reset_after: u64,
    /// Nanoseconds after which trying again makes sense; only when not allowed.
    pub retry_after: Option<u64>,
    /// The dimension that decided, for example `by_user`.
    pub dimension: &'static str,
}

/// Lets requests pass or holds them back.
pub trait GatePlugin: Send + Sync + fmt::Debug {
    /// Decides on one request of weight `cost` at `now`, in nanoseconds of the caller's clock.
    fn check(&self, request: Request<'_>, cost: u64, now: u64) -> Decision;

    /// Totals over all users of this engine.
    fn counters(&self) -> &Counters;
}

/// Turns bytes into other bytes and back.
pub trait CodecPlugin: Send + Sync + fmt::Debug {
    /// Encodes `input`; `None` when that would not make it smaller.
    ///
    /// # Errors
    /// When the codec fails.
    fn compress(&self, input: &[u8]) -> Result<Option<Vec<u8>>>;

    /// Decodes `input` into at most `max_output` bytes.
    ///
    /// # Errors
    /// When `input` is damaged or would grow past `max_output`.
    fn decompress(&self, input: &[u8], max_output: usize) -> Result<Vec<u8>>;

    /// Totals over all users of this engine.
    fn counters(&self) -> &Counters;
}
