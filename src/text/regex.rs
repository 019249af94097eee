//! Users' own patterns: linear-time automata with ASCII classes, whose matches are whole characters.

use regex_automata::{Input, Match, meta};
use regex_syntax::ParserBuilder;

/// Largest automaton that one pattern may become, in bytes.
const SIZE_LIMIT: usize = 16 << 20;

/// A compiled pattern: case-insensitive, and `\d \w \s \b` mean their ASCII selves.
#[derive(Debug, Clone)]
pub struct Regex {
    program: meta::Regex,
    matches_empty: bool,
    longest: Option<usize>,
}

impl Regex {
    /// Compiles `pattern`.
    ///
    /// # Errors
    /// The engine's message when the syntax is not understood (look-around and back-references are not
    /// part of it) or the automaton would be too large.
    pub fn new(pattern: &str) -> Result<Self, String> {
        let tree = ParserBuilder::new()
            .unicode(false)
            .utf8(false)
            .case_insensitive(true)
            .build()
            .parse(pattern)
            .map_err(|error| error.to_string())?;
        let program = meta::Builder::new()
            .configure(meta::Config::new().utf8_empty(false).nfa_size_limit(Some(SIZE_LIMIT)))
            .build_from_hir(&tree)
            .map_err(|error| error.to_string())?;
        // No minimum means that nothing ever matches.
        let properties = tree.properties();
        let matches_empty = properties.minimum_len() == Some(0);
        Ok(Self { program, matches_empty, longest: properties.maximum_len() })
    }

    /// Bytes of the longest match, if there is a bound on them.
    #[must_use]
    pub fn longest(&self) -> Option<usize> {
        self.longest
    }

    /// Whether a match may have no characters.
    #[must_use]
    pub fn matches_empty(&self) -> bool {
        self.matches_empty
    }

    /// Whether it matches anywhere in `text`.
    #[must_use]
    pub fn is_match(&self, text: &str) -> bool {
        self.program.is_match(text)
    }

    /// Byte spans of the matches in `text`: leftmost first, not overlapping, never empty, and widened to
    /// whole characters.
    pub fn spans<'t>(&'t self, text: &'t str) -> impl Iterator<Item = (usize, usize)> + 't {
        self.program.find_iter(text).filter(|found| !found.is_empty()).map(|found| widened(text, &found))
    }

    /// The first of [`Regex::spans`] that begins at `from` or later, for texts of which `from` is the end of
    /// another one.
    #[must_use]
    pub fn next_span(&self, text: &str, from: usize) -> Option<(usize, usize)> {
        let mut at = from;
        while at <= text.len() {
            let found = self.program.search(&Input::new(text).range(at..))?;
            if !found.is_empty() {
                return Some(widened(text, &found));
            }
            at = found.end() + 1;
        }
        None
    }
}

/// The span of `found` in whole characters.
fn widened(text: &str, found: &Match) -> (usize, usize) {
    let start = (0..=found.start()).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0);
    let end = (found.end()..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
    (start, end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_case_are_ascii() {
        let regex = Regex::new(r"\bK\d").unwrap();
        assert_eq!(regex.spans("ék1 \u{212A}1 K٣").collect::<Vec<_>>(), [(2, 4)]);
    }

    #[test]
    fn matches_can_be_taken_one_by_one() {
        let regex = Regex::new(r"\ba{1,2}").unwrap();
        assert_eq!(regex.next_span("aaa a", 0), Some((0, 2)));
        assert_eq!(regex.next_span("aaa a", 2), Some((4, 5)));
        assert_eq!((regex.next_span("aaa a", 5), regex.longest()), (None, Some(2)));
        assert_eq!(Regex::new("a+").unwrap().longest(), None);
    }

    #[test]
    fn matches_are_whole_characters() {
        let regex = Regex::new("a.").unwrap();
        assert_eq!(regex.spans("aé!").collect::<Vec<_>>(), [(0, 3)]);
    }

    #[test]
    fn patterns_that_match_nothing_are_known() {
        assert!(Regex::new("x*").unwrap().matches_empty());
        assert!(Regex::new(r"\b").unwrap().matches_empty());
        assert!(!Regex::new("x*y").unwrap().matches_empty());
        assert!(Regex::new("(?=x)").is_err());
    }
}
