//! Repairs one JSON string per line of standard input with the crate jsonrepair-rs; answers a string or null per line.

use std::io::{self, BufRead, Write};
use std::panic;

fn main() -> io::Result<()> {
    panic::set_hook(Box::new(|_| {}));
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let text: String = serde_json::from_str(&line?)?;
        let answer = panic::catch_unwind(|| jsonrepair_rs::jsonrepair(&text).ok()).unwrap_or(None);
        serde_json::to_writer(&mut out, &answer)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(())
}
