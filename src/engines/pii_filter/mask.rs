//! What takes the place of a value.

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

/// What the masks of [`Strategy::Hash`] and [`Strategy::Tokenize`] look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    /// `[HASH:…]`.
    Tag,
    /// Like the value: as long, with digits and letters where it has them.
    Preserve,
}

/// The name of a type as pseudonyms show it: upper-case letters and underscores, 2 to 40 of them.
pub(super) fn tag_of(name: &str) -> String {
    let shown = |character: char| if character.is_ascii_alphabetic() { character } else { '_' };
    let tag: String = name.chars().take(40).map(|c| shown(c).to_ascii_uppercase()).collect();
    format!("{tag:_<2}")
}

type Digest = Hmac<Sha256>;

/// Applies strategies. Equal values give equal digests for as long as the key is the same.
pub(super) struct Masker {
    redaction_text: String,
    format: Format,
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
    pub(super) fn new(redaction_text: &str, key: Option<&str>, format: Format) -> Result<Self> {
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
        Ok(Self { redaction_text: redaction_text.to_owned(), format, keyed })
    }

    /// Appends the mask of `value`, which is of type `name`.
    pub(super) fn mask(&self, strategy: Strategy, name: &str, value: &str, out: &mut String) {
        match strategy {
            Strategy::Redact => out.push_str(&self.redaction_text),
            Strategy::Partial => self.partial(name, value, out),
            Strategy::Hash if self.format == Format::Preserve => self.preserve("hash-preserve:", value, out),
            Strategy::Hash => self.tagged("HASH", "hash:", 8, value, out),
            Strategy::Tokenize if self.format == Format::Preserve => {
                self.preserve("tokenize-preserve:", value, out);
            }
            Strategy::Tokenize => self.tagged("TOKEN", "token:", 4, value, out),
            Strategy::Remove => {}
        }
    }

    /// Appends the pseudonym of `value`, which is of type `name`, in `scope`.
    pub(super) fn pseudonym(&self, scope: &str, tag: &str, name: &str, value: &str, out: &mut String) {
        let digest = self.digest(&["vault:", scope, "\0", name, "\0", value].map(str::as_bytes));
        write_tagged(tag, digest.iter().take(6), out);
    }

    fn tagged(&self, tag: &str, purpose: &str, bytes: usize, value: &str, out: &mut String) {
        let digest = self.digest(&[purpose.as_bytes(), value.as_bytes()]);
        write_tagged(tag, digest.iter().take(bytes), out);
    }

    /// Appends a text like `value` that is not `value`, unless there is nothing in it to replace.
    fn preserve(&self, purpose: &str, value: &str, out: &mut String) {
        let first = out.len();
        let replaceable =
            value.chars().any(|character| !character.is_ascii() || character.is_ascii_alphanumeric());
        // Every further block that is skipped makes another text; more than a few are never needed.
        for skipped in 0..MAX_SKIPPED {
            let mut bytes = self.key_stream(purpose, value, skipped);
            let mut from = |lowest: u8, count: u8| char::from(lowest + bytes.next().unwrap_or(0) % count);
            out.extend(value.chars().map(|character| match character {
                '0'..='9' => from(b'0', 10),
                'A'..='Z' => from(b'A', 26),
                'a'..='z' => from(b'a', 26),
                _ if !character.is_ascii() => from(b'a', 26),
                _ => character,
            }));
            if !replaceable || out.get(first..) != Some(value) {
                return;
            }
            out.truncate(first);
        }
        out.push_str(&self.redaction_text);
    }

    /// Endless bytes that depend on the key, `purpose` and `value`.
    fn key_stream<'m>(
        &'m self,
        purpose: &'m str,
        value: &'m str,
        skipped: u32,
    ) -> impl Iterator<Item = u8> + 'm {
        (skipped..).flat_map(move |counter| match counter {
            0 => self.digest(&[purpose.as_bytes(), value.as_bytes()]),
            _ => self.digest(&[purpose.as_bytes(), value.as_bytes(), b"\0", &counter.to_be_bytes()]),
        })
    }

    fn digest(&self, parts: &[&[u8]]) -> [u8; 32] {
        let mut keyed = self.keyed.clone();
        for part in parts {
            keyed.update(part);
        }
        keyed.finalize().into_bytes().into()
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

/// Two of these in a row that give back the value itself are rare; as many as this do not happen.
const MAX_SKIPPED: u32 = 256;

/// Appends `[tag:bytes in hex]`.
fn write_tagged<'b>(tag: &str, bytes: impl Iterator<Item = &'b u8>, out: &mut String) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| DIGITS.get(usize::from(nibble)).map_or('0', |digit| char::from(*digit));
    out.push('[');
    out.push_str(tag);
    out.push(':');
    for byte in bytes {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
    out.push(']');
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

    fn masker(format: Format) -> Masker {
        Masker::new("[X]", Some("key"), format).unwrap()
    }

    fn mask(strategy: Strategy, name: &str, value: &str) -> String {
        let mut out = String::new();
        masker(Format::Tag).mask(strategy, name, value, &mut out);
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
        let shown = format!("{:?}", Masker::new("[X]", Some("hunter2"), Format::Tag).unwrap());
        assert!(!shown.contains("hunter2"), "{shown}");
    }

    #[test]
    fn preserved_masks_look_like_the_value_and_never_are_it() {
        for value in ["5", "A", "a", "Zz9-é", "DE89 3704 0044 0532 0130 00", &"7".repeat(100)] {
            for strategy in [Strategy::Hash, Strategy::Tokenize] {
                let mut out = String::new();
                masker(Format::Preserve).mask(strategy, "x", value, &mut out);
                assert_ne!(out, value);
                assert_eq!(out.chars().count(), value.chars().count());
                assert!(value.chars().zip(out.chars()).all(|(before, after)| match before {
                    '0'..='9' => after.is_ascii_digit(),
                    'A'..='Z' => after.is_ascii_uppercase(),
                    'a'..='z' | '\u{80}'.. => after.is_ascii_lowercase(),
                    _ => before == after,
                }));
            }
        }
        let mut out = String::new();
        masker(Format::Preserve).mask(Strategy::Hash, "x", "+-()", &mut out);
        assert_eq!(out, "+-()");
    }

    #[test]
    fn pseudonyms_depend_on_scope_type_and_value() {
        let pseudonym = |scope: &str, name: &str, value: &str| {
            let mut out = String::new();
            masker(Format::Tag).pseudonym(scope, &tag_of(name), name, value, &mut out);
            out
        };
        let one = pseudonym("s\0o", "ssn", "123-45-6789");
        assert_eq!((one.len(), &one[..5]), (18, "[SSN:"));
        assert_eq!(one, pseudonym("s\0o", "ssn", "123-45-6789"));
        for other in [
            pseudonym("s\0p", "ssn", "123-45-6789"),
            pseudonym("t\0o", "ssn", "123-45-6789"),
            pseudonym("s\0o", "bsn", "123-45-6789"),
            pseudonym("s\0o", "ssn", "123-45-6788"),
        ] {
            assert_ne!(one[5..], other[5..]);
        }
    }

    #[test]
    fn tags_are_letters_and_underscores() {
        for (name, tag) in
            [("credit_card", "CREDIT_CARD"), ("k 1", "K__"), ("é", "__"), ("", "__"), ("x", "X_")]
        {
            assert_eq!(tag_of(name), tag);
        }
        assert_eq!(tag_of(&"ab".repeat(50)).len(), 40);
    }
}
