//! Checksums of crypto addresses.

use sha2::{Digest, Sha256};

/// The check that the rule file calls `name`.
pub(super) fn by_name(name: &str) -> Option<fn(&str) -> bool> {
    Some(match name {
        "base58check" => base58check,
        "bech32" => bech32,
        "eth" => eth,
        _ => return None,
    })
}

/// The digit of a Base58 number: letters and digits without `0`, `O`, `I` and `l`.
fn base58(byte: u8) -> Option<u32> {
    let byte = u32::from(byte);
    match u8::try_from(byte).ok()? {
        b'1'..=b'9' => Some(byte - u32::from(b'1')),
        b'A'..=b'H' => Some(byte - u32::from(b'A') + 9),
        b'J'..=b'N' => Some(byte - u32::from(b'J') + 17),
        b'P'..=b'Z' => Some(byte - u32::from(b'P') + 22),
        b'a'..=b'k' => Some(byte - u32::from(b'a') + 33),
        b'm'..=b'z' => Some(byte - u32::from(b'm') + 44),
        _ => None,
    }
}

/// `Base58Check` (Bitcoin): 25 bytes of version, hash and the first four bytes of a double SHA-256.
/// Bitcoin (P2PKH, P2SH), Litecoin, Dogecoin, Dash and Tron.
fn base58check(value: &str) -> bool {
    // Cheaper than decoding, and most candidates fail here.
    if !(26..=35).contains(&value.len()) || value.bytes().any(|byte| base58(byte).is_none()) {
        return false;
    }
    let mut data = [0_u8; 25];
    for digit in value.bytes().filter_map(base58) {
        let mut carry = digit;
        for byte in data.iter_mut().rev() {
            carry += u32::from(*byte) * 58;
            let [low, ..] = carry.to_le_bytes();
            *byte = low;
            carry >>= 8;
        }
        if carry != 0 {
            return false;
        }
    }
    let [version, ..] = data;
    let [body @ .., a, b, c, d] = data;
    // Leading zero bytes are written as as many ones.
    let zeros = data.iter().take_while(|&&byte| byte == 0).count();
    let ones = value.bytes().take_while(|&byte| byte == b'1').count();
    zeros == ones && is_version(version) && Sha256::digest(Sha256::digest(body)).starts_with(&[a, b, c, d])
}

/// Bitcoin, Dash scripts, Dogecoin scripts, Dogecoin, Litecoin (two), Tron, Dash; 5 is a script of Bitcoin
/// and Litecoin.
fn is_version(version: u8) -> bool {
    matches!(version, 0x00 | 0x05 | 0x10 | 0x16 | 0x1e | 0x30 | 0x32 | 0x41 | 0x4c)
}

/// BIP-173 and BIP-350: `bc`, `tb`, `ltc` (Bech32 for witness version 0, else Bech32m); CIP-19: `addr`.
fn bech32(value: &str) -> bool {
    const ALPHABET: &[u8] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    const BECH32M: u32 = 0x2bc8_30a3;
    let upper = value.bytes().any(|byte| byte.is_ascii_uppercase());
    let lower = value.bytes().any(|byte| byte.is_ascii_lowercase());
    if (upper && lower) || !(14..=128).contains(&value.len()) {
        return false;
    }
    let text = value.to_ascii_lowercase();
    let Some((prefix, tail)) = text.rsplit_once('1') else { return false };
    if !["bc", "tb", "ltc", "addr"].contains(&prefix) || tail.len() < 7 {
        return false;
    }
    let mut state = 1;
    for byte in prefix.bytes() {
        state = polymod(state, u32::from(byte >> 5));
    }
    state = polymod(state, 0);
    for byte in prefix.bytes() {
        state = polymod(state, u32::from(byte & 31));
    }
    let mut version = None;
    for byte in tail.bytes() {
        let digit = ALPHABET.iter().position(|&known| known == byte);
        let Some(digit) = digit.and_then(|digit| u32::try_from(digit).ok()) else { return false };
        version.get_or_insert(digit);
        state = polymod(state, digit);
    }
    match version {
        _ if prefix == "addr" => state == 1,
        // 20 or 32 bytes of program.
        Some(0) => state == 1 && matches!(tail.len(), 39 | 59),
        Some(..=16) => state == BECH32M && tail.len() <= 71,
        _ => false,
    }
}

/// One step of the checksum of BIP-173.
fn polymod(state: u32, value: u32) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let top = state >> 25;
    let next = (state & 0x01ff_ffff) << 5 ^ value;
    let set = (0..).zip(GENERATOR).filter(|(bit, _)| top >> bit & 1 == 1);
    set.fold(next, |next, (_, generator)| next ^ generator)
}

/// Ethereum: forty hexadecimal digits that are not all one. Mixed case (EIP-55) is not verified: it needs
/// Keccak.
fn eth(value: &str) -> bool {
    let Some(tail) = value.strip_prefix("0x") else { return false };
    let first = tail.bytes().next().map(|byte| byte.to_ascii_lowercase());
    tail.len() == 40
        && tail.bytes().all(|byte| byte.is_ascii_hexdigit())
        && tail.bytes().any(|byte| Some(byte.to_ascii_lowercase()) != first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base58_addresses() {
        for address in [
            "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
            "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy",
            "1111111111111111111114oLvT2",
        ] {
            assert!(base58check(address), "{address}");
            let wrong = address.replacen(char::from(address.as_bytes()[address.len() - 2]), "x", 1);
            assert!(!base58check(&wrong), "{wrong}");
        }
        for wrong in ["", "é", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfN0", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"] {
            assert!(!base58check(wrong), "{wrong}");
        }
        let alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
        assert!(alphabet.bytes().filter_map(base58).eq(0..58));
    }

    #[test]
    fn bech32_addresses() {
        for address in [
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4",
            "tb1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3q0sl5k7",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        ] {
            assert!(bech32(address), "{address}");
        }
        for wrong in [
            "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5",
            "bc1Qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "xx1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
            "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqh2y7hd",
            "bc1é",
        ] {
            assert!(!bech32(wrong), "{wrong}");
        }
    }

    #[test]
    fn ethereum_addresses() {
        assert!(eth("0x52908400098527886E0F7030069857D2E4169EE7"));
        assert!(!eth("0x0000000000000000000000000000000000000000"));
        assert!(!eth("0xAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAaAa") && !eth("0x52908400098527886E0F"));
        assert!(by_name("eth").is_some() && by_name("btc").is_none());
    }
}
