//! The extension module `mcpgateway_native._native`: the only part of the crate that names PyO3.

mod chain;
mod engines;
mod errors;
mod guard;
mod log;
mod payload;
mod pseudonyms;

/// Rust engines of the package; use `mcpgateway_native`, which falls back to Python where this is missing.
#[pyo3::pymodule]
mod _native {
    #[pymodule_export]
    use super::chain::ChainEngine;
    #[pymodule_export]
    use super::engines::{TextEngine, TextStream, build_info, cache_size, entries, load};

    #[pymodule_init]
    fn init() {
        super::guard::silence_panics();
        super::log::forward_events();
    }
}
