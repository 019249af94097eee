"""Compares an engine's Rust and Python implementations, and the libraries that do the same work, in one run."""
