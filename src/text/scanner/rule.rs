//! Rules as the scanner needs them.

use std::sync::Arc;

use super::{Around, Shape};
use crate::text::boundary::Boundary;
use crate::text::labels::Gap;
use crate::text::pattern::Pattern;

/// Where a rule's matches may begin.
#[derive(Debug, Clone)]
pub enum Trigger {
    /// Where the shape is, or, with a label, at an ASCII alphanumeric run that holds a digit.
    Shape(Shape),
    /// Around a byte.
    Byte(Around),
    /// Right behind a label, whatever stands there.
    Label,
    /// At every occurrence of this text.
    Literal(String),
}

/// A rule as the scanner needs it.
#[derive(Debug, Clone)]
pub struct Rule {
    /// What findings carry.
    pub id: u16,
    /// Where matches begin.
    pub trigger: Trigger,
    /// The match, from the trigger on.
    pub pattern: Pattern,
    /// The most characters that `pattern` may match, where it has no bound of its own.
    pub max_length: Option<usize>,
    /// What must end right before the match, instead of `left`.
    pub label: Option<Label>,
    /// What the match holds between the label and the place where `pattern` begins.
    pub lead: Option<Lead>,
    /// Condition on what stands before the match.
    pub left: Boundary,
    /// Condition on what stands behind it.
    pub right: Boundary,
    /// Must accept the matched text.
    pub check: Option<fn(&str) -> bool>,
    /// Where the only match ends that `check` may accept, for a text that begins with it: a quicker way to it
    /// than `pattern`, which has more ends.
    pub only_end: Option<OnlyEnd>,
    /// Percent.
    pub confidence: u8,
}

/// What must stand before a value.
#[derive(Debug, Clone)]
pub struct Label {
    /// Any of these, in small letters.
    pub phrases: Arc<[String]>,
    /// What is between it and the value.
    pub gap: Gap,
}

/// Words that a value begins with, before the place where its pattern begins.
#[derive(Debug, Clone)]
pub struct Lead {
    /// In small letters.
    pub words: Arc<[String]>,
    /// The same with what stands behind them, to be read backwards.
    pub pattern: Pattern,
}

/// Where the value ends that a text begins with, if it begins with one.
pub type OnlyEnd = fn(&[u8]) -> Option<usize>;
