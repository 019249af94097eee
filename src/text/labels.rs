//! Regular expressions for the words that stand before a labelled value.

/// How a rule file joins the words of a label, and a label with its value.
#[derive(Debug, Clone, Copy)]
pub struct LabelSyntax<'r> {
    /// Between two words of a label.
    pub joiner: &'r str,
    /// Between a label and its value.
    pub separator: &'r str,
    /// Words that `separator` may hold.
    pub links: &'r [String],
}

/// What stands before a labelled value.
#[derive(Debug, Clone)]
pub struct Label {
    /// Matches any of the phrases with the separator behind it.
    pub pattern: String,
    /// The phrases, and the words of the separator: what a letter before a value can be part of.
    pub words: Vec<String>,
}

impl LabelSyntax<'_> {
    /// Any of `phrases` as a label. Letters match in either case, by ASCII rules: each becomes a class of
    /// two, so no case folding of the regex engine is used.
    #[must_use]
    pub fn label(&self, phrases: &[String]) -> Label {
        let alternatives: Vec<String> = phrases.iter().map(|phrase| self.phrase(phrase)).collect();
        Label {
            pattern: format!("(?:{})(?:{})", alternatives.join("|"), self.separator),
            words: phrases.iter().chain(self.links).cloned().collect(),
        }
    }

    fn phrase(&self, phrase: &str) -> String {
        let mut pattern = String::new();
        for character in phrase.chars() {
            if character == ' ' {
                pattern.push_str(self.joiner);
            } else if character.is_ascii_alphabetic() {
                pattern.extend(['[', character.to_ascii_uppercase(), character.to_ascii_lowercase(), ']']);
            } else {
                pattern.push_str(&regex_syntax::escape(character.encode_utf8(&mut [0; 4])));
            }
        }
        pattern
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_become_patterns() {
        let links = ["is".to_owned()];
        let syntax = LabelSyntax { joiner: "[ _]", separator: ":", links: &links };
        let label = syntax.label(&["a b".into(), "c's".into()]);
        assert_eq!(label.pattern, "(?:[Aa][ _][Bb]|[Cc]'[Ss])(?::)");
        assert_eq!(label.words, ["a b", "c's", "is"]);
    }
}
