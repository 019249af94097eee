"""Check digits and encodings of the planted values, written from their specifications, not taken from the engine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from itertools import cycle

_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_MASK = (1 << 64) - 1

# Verhoeff: multiplication table of the dihedral group D5 and the permutation by position.
_D5 = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_PERMUTED = (
    "0123456789", "1576283094", "5803796142", "8916043527", "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def luhn(digits: str) -> str:
    """The digit that completes a payment card number."""
    total = 0
    for index, char in enumerate(reversed(digits)):
        doubled = int(char) * (2 if index % 2 == 0 else 1)
        total += doubled - 9 if doubled > 9 else doubled
    return str(-total % 10)


def luhn_valid(digits: str) -> bool:
    """Whether the last digit is the one that `luhn` gives."""
    return luhn(digits[:-1]) == digits[-1]


def weighted(digits: str, weights: Iterable[int]) -> int:
    """Sum of digits by weights."""
    return sum(int(char) * weight for char, weight in zip(digits, weights, strict=False))


def mod97(text: str) -> int:
    """An IBAN-like text as a number (letters count 10 to 35), modulo 97."""
    return int("".join(str(int(char, 36)) for char in text)) % 97


def iban(country: str, account: str) -> str:
    """The account with its country and check digits in front."""
    return f"{country}{98 - mod97(account + country + '00'):02}{account}"


def iban_valid(value: str) -> bool:
    """Whether the check digits are right."""
    return mod97(value[4:] + value[:4]) == 1


def verhoeff(digits: str) -> str:
    """The digit that completes an Aadhaar number."""
    state = 0
    for index, char in enumerate(reversed(digits), 1):
        state = int(_D5[state][int(_PERMUTED[index % 8][int(char)])])
    return next(str(digit) for digit in range(10) if _D5[state][digit] == "0")


def iso7064_11_10(digits: str) -> str:
    """Check digit of the hybrid system MOD 11,10 (German tax numbers)."""
    product = 10
    for char in digits:
        total = (int(char) + product) % 10 or 10
        product = 2 * total % 11
    return str((11 - product) % 10)


def base58check(version: bytes, payload: bytes) -> str:
    """A legacy coin address."""
    body = version + payload
    body += hashlib.sha256(hashlib.sha256(body).digest()).digest()[:4]
    number, text = int.from_bytes(body, "big"), ""
    while number:
        number, digit = divmod(number, 58)
        text = _BASE58[digit] + text
    return "1" * (len(body) - len(body.lstrip(b"\0"))) + text


def segwit(prefix: str, version: int, program: bytes) -> str:
    """A bech32 address (version 0) or bech32m address (1 and up)."""
    data = [version, *_five_bits(program)]
    expanded = [ord(char) >> 5 for char in prefix] + [0] + [ord(char) & 31 for char in prefix]
    constant = 1 if version == 0 else 0x2BC830A3
    state = _polymod([*expanded, *data, 0, 0, 0, 0, 0, 0]) ^ constant
    data += [(state >> 5 * (5 - index)) & 31 for index in range(6)]
    return prefix + "1" + "".join(_BECH32[value] for value in data)


def ethereum(payload: bytes) -> str:
    """An address in the mixed case of EIP-55."""
    text = payload.hex()
    digest = keccak256(text.encode()).hex()
    return "0x" + "".join(
        char.upper() if int(nibble, 16) >= 8 else char for char, nibble in zip(text, digest, strict=False)
    )


def keccak256(message: bytes) -> bytes:
    """The hash of Ethereum: SHA-3 as it was before its padding changed."""
    rate = 136
    padded = bytearray(message) + b"\x01"
    padded += bytes(-len(padded) % rate)
    padded[-1] |= 0x80
    lanes = [[0] * 5 for _ in range(5)]
    for start in range(0, len(padded), rate):
        for index in range(rate // 8):
            word = int.from_bytes(padded[start + 8 * index : start + 8 * index + 8], "little")
            lanes[index % 5][index // 5] ^= word
        _keccak_f(lanes)
    return b"".join(lanes[index % 5][index // 5].to_bytes(8, "little") for index in range(4))


def _keccak_f(lanes: list[list[int]]) -> None:
    register = 1
    for _ in range(24):
        parity = [lanes[x][0] ^ lanes[x][1] ^ lanes[x][2] ^ lanes[x][3] ^ lanes[x][4] for x in range(5)]
        for x in range(5):
            change = parity[(x + 4) % 5] ^ _rotate(parity[(x + 1) % 5], 1)
            for y in range(5):
                lanes[x][y] ^= change
        x, y, current = 1, 0, lanes[1][0]
        for step in range(24):
            x, y = y, (2 * x + 3 * y) % 5
            current, lanes[x][y] = lanes[x][y], _rotate(current, (step + 1) * (step + 2) // 2)
        for y in range(5):
            row = [lanes[x][y] for x in range(5)]
            for x in range(5):
                lanes[x][y] = row[x] ^ (~row[(x + 1) % 5] & _MASK & row[(x + 2) % 5])
        for bit in range(7):
            register = ((register << 1) ^ ((register >> 7) * 0x71)) % 256
            if register & 2:
                lanes[0][0] ^= 1 << ((1 << bit) - 1)


def _rotate(value: int, count: int) -> int:
    count %= 64
    return ((value << count) | (value >> (64 - count))) & _MASK


def _five_bits(data: bytes) -> list[int]:
    bits = "".join(f"{byte:08b}" for byte in data)
    bits += "0" * (-len(bits) % 5)
    return [int(bits[at : at + 5], 2) for at in range(0, len(bits), 5)]


def _polymod(values: Sequence[int]) -> int:
    generators = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
    state = 1
    for value in values:
        top = state >> 25
        state = (state & 0x1FFFFFF) << 5 ^ value
        for index, generator in enumerate(generators):
            state ^= generator if (top >> index) & 1 else 0
    return state


def alternating(text: str, weights: Sequence[int]) -> list[int]:
    """Products of digits with weights that repeat."""
    return [int(char) * weight for char, weight in zip(text, cycle(weights), strict=False)]
