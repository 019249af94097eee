//! Scans and rewrites texts for the growth test, which counts the instructions of `measured`.
//!
//! Arguments: an engine, its configuration as JSON, and files with one text each. Exit code 2: the engine
//! refuses the configuration. Prints the number of findings of each text.

use std::io::{self, Write};
use std::process::ExitCode;
use std::{env, fs};

use mcpgateway_native::finding::Finding;
use mcpgateway_native::plugin::{Plugin, TextPlugin};
use mcpgateway_native::text::Replacements;
use mcpgateway_native::{registry, text};

/// Characters of a text that are scanned before it is counted.
const WARM: usize = 3000;

fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let (name, config) = (arguments.next().unwrap_or_default(), arguments.next().unwrap_or_default());
    let Ok(built) = registry::load(&name, &config) else { return ExitCode::from(2) };
    let Plugin::Text(engine) = &built.plugin else { return ExitCode::from(2) };
    for path in arguments {
        let Ok(body) = fs::read_to_string(path) else { return ExitCode::FAILURE };
        // Tables that are made when they are first needed are not what a text costs.
        let head = body.chars().take(WARM).collect::<String>();
        engine.scan(&head, &mut Vec::new());
        let found = one(engine.as_ref(), &body);
        if writeln!(io::stdout(), "{found}").is_err() {
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}

/// One call per text: the profiler writes a file at its end.
#[inline(never)]
fn one(engine: &dyn TextPlugin, body: &str) -> usize {
    let found = measured(engine, body);
    // Keeps the call from becoming the last jump of this function, which would end it too early.
    std::hint::black_box(found)
}

/// The profiler counts what happens in here.
#[inline(never)]
fn measured(engine: &dyn TextPlugin, body: &str) -> usize {
    let mut found = Vec::new();
    let mut replacements = Replacements::default();
    engine.edits(body, &mut found, &mut replacements);
    let by_rule = |finding: &Finding, value: &str, out: &mut String| engine.replace(finding.rule, value, out);
    let masked = text::rewrite(body, &found, replacements.replacer(by_rule));
    std::hint::black_box(masked.len());
    found.len()
}
