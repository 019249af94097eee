//! From byte offsets to code points, for languages that count characters.

use crate::finding::Finding;

/// Converts byte offsets of one text, each by counting from the one before. ASCII text costs one look.
#[derive(Debug)]
pub struct CodePoints<'t> {
    text: &'t [u8],
    ascii: bool,
    byte: usize,
    count: usize,
}

impl<'t> CodePoints<'t> {
    /// A converter that stands at the beginning of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), ascii: text.is_ascii(), byte: 0, count: 0 }
    }

    /// Code points before byte `offset`.
    pub fn at(&mut self, offset: usize) -> usize {
        if self.ascii {
            return offset;
        }
        let (low, high) = (self.byte.min(offset), self.byte.max(offset));
        let between = self.text.get(low..high).unwrap_or_default();
        // Continuation bytes are 0b10xxxxxx; every other byte begins a code point.
        let count = between.iter().filter(|&&byte| byte & 0xC0 != 0x80).count();
        if offset < self.byte {
            self.count -= count;
        } else {
            self.count += count;
        }
        self.byte = offset;
        self.count
    }
}

/// The spans of `found` in code points.
#[must_use]
pub fn code_points(text: &str, found: &[Finding]) -> Vec<(usize, usize)> {
    if found.is_empty() {
        return Vec::new();
    }
    let mut points = CodePoints::new(text);
    found.iter().map(|finding| (points.at(finding.start), points.at(finding.end))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_code_points() {
        let mut points = CodePoints::new("aé𝕏b");
        assert_eq!([points.at(1), points.at(3), points.at(7), points.at(8), points.at(1)], [1, 2, 3, 4, 1]);
        assert_eq!(CodePoints::new("abc").at(2), 2);
    }
}
