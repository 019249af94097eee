//! Regular expressions for the words that stand before a labelled value.

/// How a rule file joins the words of a label, and a label with its value.
#[derive(Debug, Clone, Copy)]
pub struct LabelSyntax<'r> {
    /// Between two words of a label.
    pub joiner: &'r str,
    /// Between a label and its value.
    pub separator: &'r str,
}

impl LabelSyntax<'_> {
    /// A pattern that matches any of `labels` with the separator behind it. Letters match in either
    /// case, by ASCII rules: each becomes a class of two, so no case folding of the regex engine is used.
    #[must_use]
    pub fn pattern(&self, labels: &[String]) -> String {
        let alternatives: Vec<String> = labels.iter().map(|label| self.phrase(label)).collect();
        format!("(?:{})(?:{})", alternatives.join("|"), self.separator)
    }

    fn phrase(&self, label: &str) -> String {
        let mut pattern = String::new();
        for character in label.chars() {
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
        let syntax = LabelSyntax { joiner: "[ _]", separator: ":" };
        assert_eq!(syntax.pattern(&["a b".into(), "c's".into()]), "(?:[Aa][ _][Bb]|[Cc]'[Ss])(?::)");
    }
}
