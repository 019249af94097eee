//! The regex filter without Python: the twenty rules of the comparison, and deny lists of two lengths.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use mcpgateway_native::Result;
use mcpgateway_native::engines::regex_filter::RegexFilter;
use mcpgateway_native::plugin::{ChainPlugin, NativePlugin, NoHost, Plugin};
use mcpgateway_native::registry;
use serde_json::{Map, Value, json};

mod texts;

/// Lowered by `python -m benches.lower_regex_rules`.
const RULES: &str = include_str!("texts/regex_rules.json");

/// A text in which rules match.
const FULL: &str = "password: hunter2 about Bearer abc.def-1== bridge https://ann:secret@example.net/x carry 10.20.30.40 \
    deploy 4111 1111 1111 1111 early DE89370400440532013000 forest ann.smith@example.com green Colours house Teh \
    crap island crud /home/ann/notes trailing   \nTODO(ann) <script src=x> \nDEBUG value\n";

fn main() -> Result<()> {
    let mut criterion = Criterion::default().configure_from_args();
    let rules = registry::load(RegexFilter::NAME, RULES)?;
    if let Plugin::Chain(engine) = &rules.plugin {
        let clean =
            texts::all().into_iter().filter(|text| text.values == 0).map(|text| (text.name, text.body));
        run(&mut criterion, "regex_filter/20 rules", engine.as_ref(), clean);
        let full = FULL.repeat(texts::filler::SIZE / FULL.len());
        run(&mut criterion, "regex_filter/20 rules", engine.as_ref(), [("full of matches", full)]);
    }
    for count in [1_000, 100_000] {
        let list = registry::load(RegexFilter::NAME, &deny_list(count))?;
        if let Plugin::Chain(engine) = &list.plugin {
            let name = format!("regex_filter/{count} deny words");
            run(&mut criterion, &name, engine.as_ref(), [("prose", texts::filler::prose())]);
        }
    }
    build(&mut criterion);
    criterion.final_summary();
    Ok(())
}

fn run(
    criterion: &mut Criterion,
    group: &str,
    engine: &dyn ChainPlugin,
    bodies: impl IntoIterator<Item = (&'static str, String)>,
) {
    let mut group = criterion.benchmark_group(group);
    for (name, body) in bodies {
        group.throughput(Throughput::Bytes(body.len() as u64));
        group.bench_function(name, |bencher| {
            bencher.iter(|| engine.run(black_box(body.as_bytes()), &NoHost, None).is_ok());
        });
    }
    group.finish();
}

/// Made-up words, none of which is in the texts.
fn deny_list(count: usize) -> String {
    let letters = |mut number: usize| {
        let mut word = String::from("q");
        for _ in 0..5 {
            word.extend(('a'..='z').nth(number % 26));
            number /= 26;
        }
        word
    };
    let words: Vec<String> = (0..count).map(|number| letters(number * 7919)).collect();
    let what =
        json!({"words": {"words": words, "case_sensitive": true, "whole_word": false, "replacement": ""}});
    let rule = json!({"key": "words[0]", "name": "deny", "mode": "block", "limit": null, "what": what});
    json!({ "rules": [rule] }).to_string()
}

fn build(criterion: &mut Criterion) {
    let config: Map<String, Value> = serde_json::from_str(RULES).unwrap_or_default();
    criterion.bench_function("regex_filter/build 20 rules", |bencher| {
        bencher.iter(|| RegexFilter::build(black_box(&config)).is_ok());
    });
    criterion.bench_function("regex_filter/load again", |bencher| {
        bencher.iter(|| registry::load(RegexFilter::NAME, black_box(RULES)).is_ok());
    });
}
