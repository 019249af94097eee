//! The last line of defence: a panic in an engine becomes an ordinary exception.
//!
//! PyO3's own conversion derives from `BaseException` and would pass every `except Exception` of a host.
//! Panic messages can quote the text that was being scanned, so they are neither printed nor passed on.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

use crate::error::{Error, Result};

/// Source place of the latest panic; places hold no payload text.
static PLACE: Mutex<Option<String>> = Mutex::new(None);

/// Replaces the message that Rust prints on a panic by a note of where it happened. This concerns the
/// copy of the Rust runtime inside this module only.
pub(super) fn silence_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|place| format!("{}:{}", place.file(), place.line()));
        if let Ok(mut slot) = PLACE.lock() {
            *slot = place;
        }
    }));
}

/// Runs `work` on an engine. Engines keep nothing but counters between calls, so a panic in one call
/// leaves nothing broken behind.
pub(super) fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let place = PLACE.lock().ok().and_then(|mut slot| slot.take()).unwrap_or_default();
        tracing::error!(place, "an engine failed; this is a defect in mcpgateway-native");
        Err(Error::Internal("an engine failed; this is a defect in mcpgateway-native"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panics_become_errors_without_their_message() {
        silence_panics();
        let error = guarded::<()>(|| panic!("secret 123-45-6789")).unwrap_err();
        assert!(!error.to_string().contains("123"), "{error}");
        assert!(matches!(error, Error::Internal(_)));
        assert_eq!(guarded(|| Ok(1)), Ok(1));
    }
}
