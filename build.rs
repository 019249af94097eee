//! Records for `build_info()` what this build was made with.

use std::process::Command;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=Cargo.lock");
    println!("cargo:rustc-env=BUILD_RUSTC={}", compiler().unwrap_or_else(|| "unknown".into()));
    println!("cargo:rustc-env=BUILD_PYO3={}", locked("pyo3").unwrap_or_else(|| "unknown".into()));
    println!("cargo:rustc-env=BUILD_TARGET={}", std::env::var("TARGET").unwrap_or_default());
    println!("cargo:rustc-env=BUILD_PROFILE={}", std::env::var("PROFILE").unwrap_or_default());
}

fn compiler() -> Option<String> {
    let compiler = std::env::var("RUSTC").ok()?;
    let output = Command::new(compiler).arg("--version").output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}

/// The version of a dependency, from the lock file.
fn locked(package: &str) -> Option<String> {
    let lock = std::fs::read_to_string("Cargo.lock").ok()?;
    let entry = lock.split("[[package]]").find(|entry| entry.contains(&format!("name = \"{package}\"\n")))?;
    let version = entry.lines().find_map(|line| line.strip_prefix("version = "))?;
    Some(version.trim_matches('"').to_owned())
}
