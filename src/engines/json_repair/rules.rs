//! The kinds of repair, their names and how sure each is: the rows of `rules/json_repair.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

/// A kind of repair; the discriminant is its row in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    ByteOrderMark,
    SurroundingText,
    CodeFence,
    Wrapper,
    TypedValue,
    Comment,
    SpecialSpace,
    TrailingComma,
    ExtraComma,
    MissingComma,
    MissingColon,
    WrongSeparator,
    SingleQuotes,
    SpecialQuotes,
    DoubledQuotes,
    UnquotedKey,
    UnquotedValue,
    Literal,
    NotANumber,
    Number,
    Tuple,
    ControlCharacter,
    InvalidEscape,
    InnerQuote,
    MissingQuote,
    MissingCloser,
    WrongCloser,
    ExtraCloser,
    Truncated,
    TruncatedValue,
    MissingValue,
    MissingOpener,
    Ellipsis,
    JoinedStrings,
    SeveralValues,
    EscapedDocument,
    StrayText,
    DuplicateKey,
}

/// A row of the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Row {
    pub(super) name: String,
    confidence: u8,
    doubtful: Option<u8>,
    #[expect(dead_code, reason = "for the documentation")]
    about: String,
}

impl Row {
    /// How sure a repair is, in percent: `sure` says whether its surroundings speak for it clearly.
    pub(super) fn confidence(&self, sure: bool) -> u8 {
        if sure { self.confidence } else { self.doubtful.unwrap_or(self.confidence) }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    rule: Vec<Row>,
}

/// The rows of the file. It is part of this crate: a test reads it whole.
pub(super) static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let file = include_str!("../../../python/mcpgateway_native/rules/json_repair.toml");
    toml::from_str::<File>(file).map(|file| file.rule).unwrap_or_default()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rows_are_in_the_order_of_the_rules() {
        let last = Rule::DuplicateKey as usize;
        assert_eq!(ROWS.len(), last + 1);
        for (row, rule) in [
            (0, Rule::ByteOrderMark),
            (12, Rule::SingleQuotes),
            (23, Rule::InnerQuote),
            (28, Rule::Truncated),
            (last, Rule::DuplicateKey),
        ] {
            let name: String = ROWS[row]
                .name
                .split('_')
                .flat_map(|word| {
                    let (first, rest) = word.split_at(1);
                    [first.to_uppercase(), rest.to_owned()]
                })
                .collect();
            assert_eq!((name, row), (format!("{rule:?}"), rule as usize));
        }
    }
}
