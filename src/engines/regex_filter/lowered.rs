//! The configuration as this engine gets it: patterns as trees, characters as sets, rules in order.
//!
//! The Python side parses users' patterns with the running interpreter's own `re` and lowers what automata can
//! run; see `python/mcpgateway_native/_regex`.

use serde::Deserialize;

/// What a configuration holds besides the settings that all text engines share.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Lowered {
    /// In the order in which they run.
    #[serde(default)]
    pub(super) rules: Vec<Rule>,
    /// Rules that are left out.
    #[serde(default)]
    pub(super) skipped: Vec<Skipped>,
    /// Sets of characters, which trees refer to by number.
    #[serde(default)]
    pub(super) classes: Vec<Ranges>,
    /// The characters that `\w` matches; needed for word boundaries and whole words.
    #[serde(default)]
    pub(super) word: Ranges,
    /// Characters, and those that stand for all their cases; needed for words without regard to case.
    #[serde(default)]
    pub(super) fold: Vec<(u32, u32)>,
}

/// Code points from one to another, both included; in order and apart from each other.
pub(super) type Ranges = Vec<(u32, u32)>;

/// One rule.
#[derive(Debug, Deserialize)]
pub(super) struct Rule {
    /// Where it stands in the user's configuration.
    pub(super) key: String,
    /// What its findings are called.
    pub(super) name: String,
    pub(super) mode: Mode,
    /// How many matches in one text are looked at.
    pub(super) limit: Option<usize>,
    pub(super) what: What,
}

/// What a match leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Mode {
    /// Something else takes its place.
    Replace,
    /// The host is to block.
    Block,
    /// It is counted.
    Report,
}

impl Mode {
    /// The name in configurations.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Replace => "replace",
            Self::Block => "block",
            Self::Report => "report",
        }
    }
}

/// A rule that was left out because Python refuses it.
#[derive(Debug, Deserialize)]
pub(super) struct Skipped {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) reason: String,
}

/// What a rule looks for, and what it writes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    Pattern {
        node: Node,
        template: Vec<Piece>,
    },
    Words {
        words: Vec<String>,
        case_sensitive: bool,
        whole_word: bool,
        replacement: String,
    },
    /// A pattern that the host has to run, as the host understands it.
    Foreign {
        rule: String,
        reason: String,
    },
}

/// A part of a replacement.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub(super) enum Piece {
    Text(String),
    /// What a group matched; 0 is the whole match.
    Group(usize),
}

/// A part of a pattern.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Node {
    Lit(String),
    Class(usize),
    Seq(Vec<Node>),
    Alt(Vec<Node>),
    /// Least, most, whether it takes as much as it can, what is repeated.
    Repeat(u32, Option<u32>, bool, Box<Node>),
    Group(u32, Box<Node>),
    Look(Look),
}

/// A condition on a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Look {
    Start,
    End,
    EndOrNewline,
    LineStart,
    LineEnd,
    Boundary,
    NotBoundary,
    AsciiBoundary,
    AsciiNotBoundary,
}
