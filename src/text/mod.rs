//! Machinery that any text engine may use; nothing here knows an engine.
//!
//! Everything works on UTF-8 bytes and decides word boundaries by ASCII classes, so that one accented
//! letter in a text costs nothing.

mod automaton;
mod boundary;
mod bytes;
pub mod checks;
mod edits;
pub mod json;
pub mod json_check;
mod labels;
pub(crate) mod lanes;
pub mod normalize;
mod offsets;
mod pattern;
mod regex;
mod scanner;
mod stream;
mod words;

pub use boundary::Boundary;
pub use bytes::CharSet;
pub use edits::{Replacements, rewrite, splice};
pub use labels::{Gap, LabelSyntax, lead_pattern};
pub use offsets::{CodePoints, code_points};
pub use pattern::Pattern;
pub use regex::Regex;
pub use scanner::{Around, Label, Lead, OnlyEnd, Rule, Scanner, Shape, Trigger};
pub use stream::{Resume, Stream};
pub use words::{WordFilter, each_word};
