"""Benchmarks: Criterion files for the Rust core, and `compare`, which measures through Python."""
