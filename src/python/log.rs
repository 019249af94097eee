//! Events of the Rust core, forwarded to Python's `logging` under `mcpgateway_native.<module>`.

use std::fmt::{self, Write};

use pyo3::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Sends events to Python; spans are not used by the core and are ignored.
struct ToPython;

/// Installs the bridge. A second module load in one process keeps the first one's.
pub(super) fn forward_events() {
    let _ = tracing::subscriber::set_global_default(ToPython);
}

impl Subscriber for ToPython {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.is_event() && metadata.target().starts_with("mcpgateway_native")
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut line = Line::default();
        event.record(&mut line);
        // Without an interpreter, at its end, there is nobody to tell.
        let _ = Python::try_attach(|py| {
            if let Err(error) = send(py, event.metadata(), &line) {
                error.write_unraisable(py, None);
            }
        });
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// The message of an event, followed by its fields.
#[derive(Default)]
struct Line {
    message: String,
    fields: String,
}

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        // Writing to a string cannot fail.
        let _ = if field.name() == "message" {
            write!(self.message, "{value:?}")
        } else {
            write!(self.fields, " {}={value:?}", field.name())
        };
    }
}

fn send(py: Python<'_>, metadata: &Metadata<'_>, line: &Line) -> PyResult<()> {
    let level = match *metadata.level() {
        Level::ERROR => 40,
        Level::WARN => 30,
        Level::INFO => 20,
        _ => 10,
    };
    let name = metadata.target().replace("::", ".");
    let logger = py.import("logging")?.call_method1("getLogger", (name,))?;
    if logger.call_method1("isEnabledFor", (level,))?.is_truthy()? {
        // As an argument, so that a per cent sign in it is not taken for a placeholder.
        logger.call_method1("log", (level, "%s", format!("{}{}", line.message, line.fields)))?;
    }
    Ok(())
}
