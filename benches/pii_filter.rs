//! The PII filter without Python: scanning texts, masking them, and building the engine.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use mcpgateway_native::Result;
use mcpgateway_native::engines::pii_filter::PiiFilter;
use mcpgateway_native::plugin::{NativePlugin, Plugin, TextPlugin};
use mcpgateway_native::{registry, text};
use serde_json::Map;

use texts::Text;

mod texts;

fn main() -> Result<()> {
    let mut criterion = Criterion::default().configure_from_args();
    let built = registry::load(PiiFilter::NAME, "{}")?;
    if let Plugin::Text(engine) = &built.plugin {
        scan(&mut criterion, engine.as_ref());
        mask(&mut criterion, engine.as_ref());
    }
    build(&mut criterion);
    criterion.final_summary();
    Ok(())
}

fn scan(criterion: &mut Criterion, engine: &dyn TextPlugin) {
    let mut group = criterion.benchmark_group("pii_filter/scan");
    for Text { name, body, values } in texts::all() {
        group.throughput(Throughput::Bytes(body.len() as u64));
        let mut found = Vec::new();
        engine.scan(&body, &mut found);
        assert_eq!(found.len(), values, "a wrong answer has no speed: {name}");
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                found.clear();
                engine.scan(black_box(&body), &mut found);
                found.len()
            });
        });
    }
    group.finish();
}

fn mask(criterion: &mut Criterion, engine: &dyn TextPlugin) {
    let mut group = criterion.benchmark_group("pii_filter/scan and mask");
    for Text { name, body, .. } in texts::all().into_iter().filter(|text| text.values > 0) {
        group.throughput(Throughput::Bytes(body.len() as u64));
        let mut found = Vec::new();
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                found.clear();
                engine.scan(black_box(&body), &mut found);
                text::rewrite(&body, &found, |finding, value, out| engine.replace(finding.rule, value, out))
                    .len()
            });
        });
    }
    group.finish();
}

fn build(criterion: &mut Criterion) {
    let config = r#"{"default_mask_strategy": "partial"}"#;
    criterion.bench_function("pii_filter/build", |bencher| {
        bencher.iter(|| PiiFilter::build(black_box(&Map::new())).is_ok());
    });
    criterion.bench_function("pii_filter/load again", |bencher| {
        bencher.iter(|| registry::load(PiiFilter::NAME, black_box(config)).is_ok());
    });
}
