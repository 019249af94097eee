//! The shared machinery: offsets, edits, overlaps, JSON reading, checksums.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use mcpgateway_native::finding::{Finding, resolve_overlaps};
use mcpgateway_native::text::json::JsonText;
use mcpgateway_native::text::{self, CodePoints, checks};

use texts::Text;

mod texts;

/// Distance between the findings of the benches, in bytes.
const STEP: usize = 100;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    offsets(&mut criterion);
    edits(&mut criterion);
    overlaps(&mut criterion);
    json(&mut criterion);
    checksums(&mut criterion);
    criterion.final_summary();
}

fn findings(length: usize) -> Vec<Finding> {
    (0..length / STEP)
        .map(|index| Finding { start: index * STEP, end: index * STEP + 11, rule: 0, confidence: 80 })
        .collect()
}

fn offsets(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("text/code points");
    for Text { name, body, .. } in texts::all().into_iter().filter(|text| text.values == 0) {
        let found = findings(body.len());
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut points = CodePoints::new(black_box(&body));
                found.iter().map(|finding| points.at(finding.start) + points.at(finding.end)).sum::<usize>()
            });
        });
    }
    group.finish();
}

fn edits(criterion: &mut Criterion) {
    let prose = texts::filler::prose();
    let found = findings(prose.len());
    let mut group = criterion.benchmark_group("text/edits");
    group.throughput(Throughput::Bytes(prose.len() as u64));
    group.bench_function("one per 100 bytes", |bencher| {
        bencher
            .iter(|| text::rewrite(black_box(&prose), &found, |_, _, out| out.push_str("[REDACTED]")).len());
    });
    group.finish();
}

fn overlaps(criterion: &mut Criterion) {
    // Pairs that overlap, the later and shorter one first.
    let found: Vec<Finding> = findings(texts::filler::SIZE)
        .into_iter()
        .flat_map(|finding| [Finding { start: finding.start + 3, rule: 1, ..finding }, finding])
        .collect();
    criterion.bench_function("text/overlaps of 2,000 findings", |bencher| {
        bencher.iter(|| {
            let mut copy = found.clone();
            resolve_overlaps(black_box(&mut copy));
            copy.len()
        });
    });
}

fn json(criterion: &mut Criterion) {
    let document = texts::filler::json();
    assert!(JsonText::parse(&document).is_some(), "a wrong answer has no speed");
    let mut group = criterion.benchmark_group("text/json");
    group.throughput(Throughput::Bytes(document.len() as u64));
    group.bench_function("parse rows", |bencher| {
        bencher.iter(|| JsonText::parse(black_box(&document)).is_some());
    });
    group.finish();
}

fn checksums(criterion: &mut Criterion) {
    criterion.bench_function("text/luhn of a card", |bencher| {
        bencher.iter(|| checks::luhn(black_box("4111 1111 1111 1111")));
    });
    criterion.bench_function("text/mod-97 of an account", |bencher| {
        bencher.iter(|| checks::mod97(black_box("GB82WEST12345698765432"), 22));
    });
}
