//! JSON repair without Python: valid texts by what they are full of, and broken ones by defect.

use std::borrow::Cow;
use std::hint::black_box;

use criterion::{Criterion, Throughput};
use mcpgateway_native::finding::Finding;
use mcpgateway_native::plugin::{Plugin, TextPlugin};
use mcpgateway_native::text::Replacements;
use mcpgateway_native::{Result, registry, text};

#[path = "texts/filler.rs"]
mod filler;

const ENGINE: &str = "json_repair";
/// The defaults of the Python functions.
const CONFIG: &str = r#"{"extract": "all", "top_level": "scalars", "concatenated": "list"}"#;

fn main() -> Result<()> {
    let mut criterion = Criterion::default().configure_from_args();
    let built = registry::load(ENGINE, CONFIG)?;
    if let Plugin::Text(engine) = &built.plugin {
        valid(&mut criterion, engine.as_ref());
        broken(&mut criterion, engine.as_ref());
    }
    criterion.final_summary();
    Ok(())
}

/// Checked, and nothing else.
fn valid(criterion: &mut Criterion, engine: &dyn TextPlugin) {
    let rows = filler::json();
    let texts = [
        ("long strings", format!("[\"{}\"]", filler::prose())),
        ("numbers", format!("[{}0]", "1, 22.5, -3e10, ".repeat(filler::SIZE / 16))),
        ("escapes", format!("[{}0]", r#""a\n\"b\" \u00e9", "#.repeat(filler::SIZE / 20))),
        ("other scripts", format!("[{}0]", "\"天空大地 быстро\", ".repeat(filler::SIZE / 29))),
        ("lists in lists", format!("[{}0]", "[[[]], {}], ".repeat(filler::SIZE / 12))),
        ("rows", rows),
    ];
    let mut group = criterion.benchmark_group("json_repair/valid");
    for (name, body) in texts {
        assert_eq!(repaired(engine, &body), body, "a wrong answer has no speed: {name}");
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| repaired(engine, black_box(&body)).len()));
    }
    group.finish();
}

fn broken(criterion: &mut Criterion, engine: &dyn TextPlugin) {
    let rows = filler::json();
    let members = rows.trim_end_matches(']');
    let texts = [
        ("one trailing comma", format!("{members},]"), rows.clone()),
        ("a comma too many in every row", rows.replace("\"}", "\",}"), rows.clone()),
        ("single quotes", rows.replace('"', "'"), rows.clone()),
        ("keys without quotes", rows.replace("\"id\"", "id").replace("\"price\"", "price"), rows.clone()),
        ("not closed", members.to_owned(), rows.clone()),
        ("code fence", format!("```json\n{rows}\n```"), rows.clone()),
        ("prose around", format!("Here you go:\n{rows}\nAnything else?"), rows.clone()),
        ("prose alone", filler::prose(), filler::prose()),
    ];
    let mut group = criterion.benchmark_group("json_repair/broken");
    for (name, body, wanted) in texts {
        assert_eq!(repaired(engine, &body).trim(), wanted.trim(), "a wrong answer has no speed: {name}");
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| repaired(engine, black_box(&body)).len()));
    }
    group.finish();
}

fn repaired<'t>(engine: &dyn TextPlugin, body: &'t str) -> Cow<'t, str> {
    let mut found = Vec::new();
    let mut replacements = Replacements::default();
    engine.edits(body, &mut found, &mut replacements);
    let by_rule = |finding: &Finding, value: &str, out: &mut String| engine.replace(finding.rule, value, out);
    text::rewrite(body, &found, replacements.replacer(by_rule))
}
