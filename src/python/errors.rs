//! From the crate's error to the exceptions that both backends raise; they are defined in Python.

use pyo3::prelude::*;

use crate::error::Error;

mod exceptions {
    pyo3::import_exception!(mcpgateway_native.errors, ConfigError);
    pyo3::import_exception!(mcpgateway_native.errors, EngineFailure);
    pyo3::import_exception!(mcpgateway_native.errors, LimitError);
    pyo3::import_exception!(mcpgateway_native.errors, UnknownPluginError);
    pyo3::import_exception!(mcpgateway_native.errors, UnsupportedError);
}

impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        let message = error.to_string();
        match error {
            Error::UnknownPlugin(_) => exceptions::UnknownPluginError::new_err(message),
            Error::Config { .. } => exceptions::ConfigError::new_err(message),
            Error::Unsupported { .. } => exceptions::UnsupportedError::new_err(message),
            Error::Limit { .. } => exceptions::LimitError::new_err(message),
            Error::Internal(_) => exceptions::EngineFailure::new_err(message),
        }
    }
}
