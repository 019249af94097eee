"""Checksums of crypto addresses."""

import hashlib
from collections.abc import Callable

_BASE58 = {
    character: place for place, character in enumerate("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
}
# Bitcoin, Dash scripts, Dogecoin scripts, Dogecoin, Litecoin (two), Tron, Dash; 5 is a script of Bitcoin and Litecoin.
_VERSIONS = frozenset((0x00, 0x05, 0x10, 0x16, 0x1E, 0x30, 0x32, 0x41, 0x4C))


def _base58check(value: str) -> bool:
    """Base58Check (Bitcoin): 25 bytes of version, hash and the first four bytes of a double SHA-256.

    Bitcoin (P2PKH, P2SH), Litecoin, Dogecoin, Dash and Tron.
    """
    if not 26 <= len(value) <= 35:
        return False
    total = 0
    for character in value:
        place = _BASE58.get(character)
        if place is None:
            return False
        total = total * 58 + place
    if total >> 200:
        return False
    data = total.to_bytes(25, "big")
    # Leading zero bytes are written as as many ones.
    zeros = len(data) - len(data.lstrip(b"\0"))
    if len(value) - len(value.lstrip("1")) != zeros or data[0] not in _VERSIONS:
        return False
    return hashlib.sha256(hashlib.sha256(data[:21]).digest()).digest()[:4] == data[21:]


_BECH32 = {character: place for place, character in enumerate("qpzry9x8gf2tvdw0s3jn54khce6mua7l")}
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_BECH32M = 0x2BC830A3


def _bech32(value: str) -> bool:
    """BIP-173 and BIP-350: `bc`, `tb`, `ltc` (Bech32 for witness version 0, else Bech32m); CIP-19: `addr`."""
    text = value.lower()
    if not value.isascii() or value not in (text, value.upper()) or not 14 <= len(value) <= 128:
        return False
    prefix, one, tail = text.rpartition("1")
    if not one or prefix not in ("bc", "tb", "ltc", "addr"):
        return False
    data = [_BECH32.get(character, -1) for character in tail]
    if len(data) < 7 or min(data) < 0:
        return False
    expanded = [ord(character) >> 5 for character in prefix] + [0] + [ord(character) & 31 for character in prefix]
    constant = _polymod(expanded + data)
    if prefix == "addr":
        return constant == 1
    if data[0] == 0:
        # 20 or 32 bytes of program.
        return constant == 1 and len(data) in (39, 59)
    return constant == _BECH32M and data[0] <= 16 and len(data) <= 71


def _polymod(values: list[int]) -> int:
    state = 1
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate(_GENERATOR):
            if top >> bit & 1:
                state ^= generator
    return state


def _eth(value: str) -> bool:
    """Ethereum: forty hexadecimal digits that are not all one. Mixed case (EIP-55) is not verified: it needs Keccak."""
    tail = value[2:].lower()
    return value[:2] == "0x" and len(tail) == 40 and len(set(tail)) > 1 and set("0123456789abcdef").issuperset(tail)


CHECKS: dict[str, Callable[[str], bool]] = {"base58check": _base58check, "bech32": _bech32, "eth": _eth}
