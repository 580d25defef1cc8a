"""Turns the key of a row into a word that tells nobody anything, and back, where a library makes addresses of keys."""

from __future__ import annotations

import hashlib
from functools import cache

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

SIZE = 16


@cache
def _cipher(secret: str, salt: str) -> Cipher[modes.ECB]:
    """One block of AES is a permutation of all numbers of 128 bits; no two messages share a block, so ECB is right."""
    key = hashlib.sha256(f"wiki.accounts.opaque {salt} {secret}".encode()).digest()
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305


def hidden(number: int, salt: str) -> bytes:
    """Give the word for a key. Keys have 8 bytes; the other 8 are zero, by which forged words are told."""
    encryptor = _cipher(settings.SECRET_KEY, salt).encryptor()
    return encryptor.update(number.to_bytes(SIZE)) + encryptor.finalize()


def shown(word: bytes, salt: str) -> int | None:
    """Give the key of a word, None for one that we did not make."""
    if len(word) != SIZE:
        return None
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        decryptor = _cipher(secret, salt).decryptor()
        number = int.from_bytes(decryptor.update(word) + decryptor.finalize())
        if number < 1 << 63:
            return number
    return None


class KeyConverter:
    """A path converter for rows of the account's own: `<key:pk>`."""

    regex = f"[0-9a-f]{{{2 * SIZE}}}"
    salt = "path"

    def to_python(self, value: str) -> int:
        number = shown(bytes.fromhex(value), self.salt)
        if number is None:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        return hidden(int(value), self.salt).hex()
