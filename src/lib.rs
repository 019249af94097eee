//! Guardrail engines for gateways between AI agents and tools.
//!
//! Each layer may only look down:
//!
//! * `python` (feature `python`): the extension module; the only place that names PyO3
//! * [`registry`]: engines by name, shared process-wide; [`plugin`] is the contract they fulfil
//! * [`engines`]: plain Rust without I/O, threads or globals
//! * [`text`]: machinery that text engines share; [`config`], [`walk`], [`finding`], [`stats`], [`error`]
//!
//! ```
//! use mcpgateway_native::plugin::Plugin;
//!
//! let built = mcpgateway_native::registry::load("pii_filter", r#"{"default_mask_strategy": "partial"}"#)?;
//! let Plugin::Text(engine) = &built.plugin else { unreachable!("the PII filter reads text") };
//! let mut found = Vec::new();
//! let text = "mail jane.doe@example.com";
//! engine.scan(text, &mut found);
//! let masked = mcpgateway_native::text::rewrite(text, &found, |finding, value, out| {
//!     engine.replace(finding.rule, value, out);
//! });
//! assert_eq!(masked, "mail j***e@example.com");
//! # Ok::<(), mcpgateway_native::Error>(())
//! ```

pub mod config;
pub mod engines;
pub mod error;
pub mod finding;
pub mod plugin;
#[cfg(feature = "python")]
mod python;
pub mod registry;
pub mod stats;
pub mod text;
pub mod walk;

pub use error::{Error, Result};
