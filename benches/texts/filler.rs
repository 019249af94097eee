//! Filler of a given size, the same on every run: what no bench would want to write by hand.

/// Bytes of every text, give or take a word.
pub(crate) const SIZE: usize = 100_000;

const WORDS: [&str; 32] = [
    "about", "bridge", "carry", "deploy", "early", "forest", "green", "house", "island", "journey", "know",
    "letter", "machine", "notice", "ocean", "pattern", "quiet", "result", "server", "travel", "under",
    "village", "winter", "yellow", "the", "of", "a", "in", "it", "was", "and", "on",
];

/// Lower-case words.
pub(crate) fn prose() -> String {
    repeated(|random| format!("{} ", random.word()))
}

/// A JSON document of rows.
pub(crate) fn json() -> String {
    let rows = repeated(|random| {
        format!(
            r#"{{"id": {}, "price": {}.25, "name": "{}"}}, "#,
            random.below(9999),
            random.below(99),
            random.word()
        )
    });
    format!("[{rows}null]")
}

/// What `piece` returns, as often as it takes to fill a text.
pub(crate) fn repeated(mut piece: impl FnMut(&mut Random) -> String) -> String {
    let mut random = Random(0x2026_1122);
    let mut text = String::with_capacity(SIZE + 128);
    while text.len() < SIZE {
        text.push_str(&piece(&mut random));
    }
    text
}

/// A linear congruential generator: enough for filler, and no dependency.
pub(crate) struct Random(u64);

impl Random {
    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// A lower-case word.
    pub(crate) fn word(&mut self) -> &'static str {
        let index = usize::try_from(self.below(WORDS.len() as u64)).unwrap_or_default();
        WORDS.get(index).copied().unwrap_or_default()
    }
}
