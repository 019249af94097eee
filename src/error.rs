//! The one error type of the crate.

/// What can go wrong when an engine is built or a single text is handed to it.
///
/// A finding is not an error, and no error ever carries text of a payload.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// No engine of this name is compiled in.
    #[error("unknown plugin \"{0}\"")]
    UnknownPlugin(String),
    /// The configuration is wrong; the message names the key and what is expected.
    #[error("{plugin}: {message}")]
    Config {
        /// Registry name of the engine.
        plugin: &'static str,
        /// What is wrong, beginning with the key.
        message: String,
    },
    /// The configuration is valid, but only the Python twin can honour it.
    #[error("{plugin}: {message}")]
    Unsupported {
        /// Registry name of the engine.
        plugin: &'static str,
        /// What the engine cannot do.
        message: String,
    },
    /// A configured limit was exceeded by a text given to `rewrite` or `scan`.
    #[error("{plugin}: the text is longer than {limit} ({allowed})")]
    Limit {
        /// Registry name of the engine.
        plugin: &'static str,
        /// The configuration key that sets the limit.
        limit: &'static str,
        /// The configured value.
        allowed: usize,
    },
    /// A defect in this crate. The message never holds payload text.
    #[error("{0}")]
    Internal(&'static str),
}

/// Shorthand for results of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
