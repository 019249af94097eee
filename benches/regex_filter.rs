//! The regex filter without Python: the twenty rules of the comparison, beside the library alone, and deny lists of two
//! lengths.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use mcpgateway_native::Result;
use mcpgateway_native::engines::regex_filter::RegexFilter;
use mcpgateway_native::plugin::{ChainPlugin, NativePlugin, NoHost, Plugin};
use mcpgateway_native::registry;
use regex::bytes::Regex;
use serde_json::{Map, Value, json};

mod texts;

/// Lowered by `python -m benches.lower_regex_rules`.
const RULES: &str = include_str!("texts/regex_rules.json");

/// The same rules as Rust's `regex` reads them, to be run one after the other.
const PLAIN: [(&str, &str); 20] = [
    (r"\bpassword\s*[:=]\s*\S+", "password=[hidden]"),
    (r"\b(api|secret)[_-]?key\s*=\s*\w+", "${1}_key=[hidden]"),
    (r"Bearer [A-Za-z0-9._~+/-]+=*", "Bearer [hidden]"),
    (r"AKIA[0-9A-Z]{16}", "AKIA[hidden]"),
    (r"ghp_[A-Za-z0-9]{36}", "ghp_[hidden]"),
    (r"-----BEGIN ([A-Z ]+)-----", "[${1} removed]"),
    (r"(https?)://([^/\s:@]+):[^/\s@]+@", "${1}://${2}@"),
    (r"\b(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}\b", "${1}.${2}.x.x"),
    (r"\b(\d{4})[ -]\d{4}[ -]\d{4}[ -](\d{4})\b", "${1}-****-****-${2}"),
    (r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b", "[account]"),
    (r"(\w+)@example\.com", "${1}@example.org"),
    (r"(?i)\bcolour(s|ed)?\b", "color${1}"),
    (r"(?i)\bteh\b", "the"),
    (r"\bcrap\b", "crud"),
    (r"\bcrud\b", "yikes"),
    (r"/home/[a-z]+/", "~/"),
    (r"[ \t]+\n", "\n"),
    (r"\bTODO\((\w+)\)", "note for ${1}"),
    (r"<script[^>]*>", "<removed>"),
    (r"(?m)^DEBUG .*$", "DEBUG"),
];

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
        plain(&mut criterion, &full);
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

/// What the engine must not fall behind: every rule over the whole text, by the library alone.
fn plain(criterion: &mut Criterion, text: &str) {
    let rules: Vec<_> = PLAIN
        .iter()
        .filter_map(|(search, replace)| Some((Regex::new(search).ok()?, replace.as_bytes())))
        .collect();
    let mut group = criterion.benchmark_group("regex_filter/20 rules one by one");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("full of matches", |bencher| {
        bencher.iter(|| {
            rules.iter().fold(black_box(text.as_bytes()).to_vec(), |text, (rule, replace)| {
                rule.replace_all(&text, *replace).into_owned()
            })
        });
    });
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
