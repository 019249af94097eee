//! What takes the place of a value.

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::PiiFilter;
use crate::error::{Error, Result};
use crate::plugin::NativePlugin;

/// How a value is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strategy {
    /// A fixed text.
    Redact,
    /// Enough is left to recognise the value.
    Partial,
    /// A keyed digest.
    Hash,
    /// A keyed digest, shorter, to be used as a name.
    Tokenize,
    /// Nothing.
    Remove,
}

type Digest = Hmac<Sha256>;

/// Applies strategies. Equal values give equal digests for as long as the key is the same.
pub(super) struct Masker {
    redaction_text: String,
    keyed: Digest,
}

impl std::fmt::Debug for Masker {
    // The key must not be readable in a log.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Masker").field("redaction_text", &self.redaction_text).finish_non_exhaustive()
    }
}

impl Masker {
    /// With `key`, or with a random one of its own.
    pub(super) fn new(redaction_text: &str, key: Option<&str>) -> Result<Self> {
        let unusable = |_| Error::Internal("no key for digests");
        let mut random = [0; 32];
        let key = if let Some(key) = key {
            key.as_bytes()
        } else {
            getrandom::fill(&mut random).map_err(|_| Error::Config {
                plugin: PiiFilter::NAME,
                message: "mask_key is needed: the system has no random numbers".into(),
            })?;
            &random
        };
        let keyed = Digest::new_from_slice(key).map_err(unusable)?;
        Ok(Self { redaction_text: redaction_text.to_owned(), keyed })
    }

    /// Appends the mask of `value`, which is of type `name`.
    pub(super) fn mask(&self, strategy: Strategy, name: &str, value: &str, out: &mut String) {
        match strategy {
            Strategy::Redact => out.push_str(&self.redaction_text),
            Strategy::Partial => self.partial(name, value, out),
            Strategy::Hash => self.digest("HASH", "hash:", 8, value, out),
            Strategy::Tokenize => self.digest("TOKEN", "token:", 4, value, out),
            Strategy::Remove => {}
        }
    }

    fn digest(&self, tag: &str, purpose: &str, bytes: usize, value: &str, out: &mut String) {
        let mut keyed = self.keyed.clone();
        keyed.update(purpose.as_bytes());
        keyed.update(value.as_bytes());
        out.push('[');
        out.push_str(tag);
        out.push(':');
        for byte in keyed.finalize().into_bytes().iter().take(bytes) {
            // Writing to a string cannot fail.
            let _ = write!(out, "{byte:02x}");
        }
        out.push(']');
    }

    fn partial(&self, name: &str, value: &str, out: &mut String) {
        let length = value.chars().count();
        match name {
            "ssn" if length >= 4 => tail("***-**-", last(value, 4), out),
            "bsn" if length >= 4 => tail("*****", last(value, 4), out),
            "credit_card" if last_digits(value).len() == 4 => {
                tail("****-****-****-", &last_digits(value), out);
            }
            "phone" if last_digits(value).len() == 4 => tail("***-***-", &last_digits(value), out),
            "phone" => out.push_str("***-***-****"),
            "email" if value.contains('@') => email(value, out),
            // The country of an IBAN and its last digits; a plain account number has nothing to spare.
            "bank_account" if length >= 8 && value.bytes().any(|byte| byte.is_ascii_alphabetic()) => {
                out.extend(value.chars().take(2));
                stars(length - 6, out);
                out.push_str(last(value, 4));
            }
            "bank_account" => out.push_str(&self.redaction_text),
            _ => inner(value, length, out),
        }
    }
}

fn tail(mask: &str, rest: &str, out: &mut String) {
    out.push_str(mask);
    out.push_str(rest);
}

fn stars(count: usize, out: &mut String) {
    out.extend(std::iter::repeat_n('*', count));
}

/// First and last character, stars between.
fn inner(value: &str, length: usize, out: &mut String) {
    if length > 1 {
        out.extend(value.chars().next());
    }
    stars(length.saturating_sub(2).max(1), out);
    if length > 2 {
        out.extend(value.chars().next_back());
    }
}

fn email(value: &str, out: &mut String) {
    let (local, domain) = value.rsplit_once('@').unwrap_or((value, ""));
    if local.chars().count() > 2 {
        out.extend(local.chars().next());
        out.push_str("***");
        out.extend(local.chars().next_back());
    } else {
        out.push_str("***");
    }
    out.push('@');
    out.push_str(domain);
}

/// The last `count` characters.
fn last(value: &str, count: usize) -> &str {
    let start = value.char_indices().rev().nth(count.saturating_sub(1)).map_or(0, |(at, _)| at);
    value.get(start..).unwrap_or_default()
}

/// The last four ASCII digits, or all if there are fewer.
fn last_digits(value: &str) -> String {
    let digits: Vec<char> = value.chars().filter(char::is_ascii_digit).collect();
    digits.iter().skip(digits.len().saturating_sub(4)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mask(strategy: Strategy, name: &str, value: &str) -> String {
        let mut out = String::new();
        Masker::new("[X]", Some("key")).unwrap().mask(strategy, name, value, &mut out);
        out
    }

    #[test]
    fn partial_masks() {
        for (name, value, expected) in [
            ("ssn", "123-45-6789", "***-**-6789"),
            ("bsn", "111222333", "*****2333"),
            ("credit_card", "4111 1111 1111 1234", "****-****-****-1234"),
            ("phone", "(415) 555-2671", "***-***-2671"),
            ("phone", "12", "***-***-****"),
            ("email", "john.doe@example.com", "j***e@example.com"),
            ("email", "jo@example.com", "***@example.com"),
            ("bank_account", "DE89370400440532013000", "DE****************3000"),
            ("bank_account", "12345678", "[X]"),
            ("passport", "é1", "é*"),
            ("passport", "1", "*"),
            ("custom", "abc", "a*c"),
        ] {
            assert_eq!(mask(Strategy::Partial, name, value), expected, "{name} {value}");
        }
    }

    #[test]
    fn digests_depend_on_key_purpose_and_value() {
        let hash = mask(Strategy::Hash, "ssn", "123-45-6789");
        assert_eq!((hash.len(), &hash[..6]), (23, "[HASH:"));
        assert_eq!(hash, mask(Strategy::Hash, "email", "123-45-6789"));
        assert_ne!(hash, mask(Strategy::Hash, "ssn", "123-45-6780"));
        let token = mask(Strategy::Tokenize, "ssn", "123-45-6789");
        assert_eq!((token.len(), &token[..7]), (16, "[TOKEN:"));
        assert_ne!(token[7..15], hash[6..14]);
    }

    #[test]
    fn keys_are_not_in_debug_output() {
        let shown = format!("{:?}", Masker::new("[X]", Some("hunter2")).unwrap());
        assert!(!shown.contains("hunter2"), "{shown}");
    }
}
