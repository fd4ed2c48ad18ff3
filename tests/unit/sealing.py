"""Keys for tests, without the second of work that a passphrase takes."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

import pytest
from pyrage import DecryptError, passphrase
from pyrage.x25519 import Identity

from alliance_tui.domain.session import SealKey
from alliance_tui.storage.keyring import Keyring


@cache
def _identity(passphrase: str) -> Any:
    return Identity.generate()


def quick_key(passphrase: str) -> SealKey:
    """The key of a passphrase, the same each time; no passphrase opens it but by `unlocked`."""
    return SealKey(str(_identity(passphrase).to_public()), passphrase)


def unlocked(*keys: SealKey) -> Keyring:
    """A keyring that has these keys."""
    ring = Keyring()
    for key in keys:
        ring._identities[key.recipient] = _identity(key.identity)
    return ring


def without_scrypt(patch: pytest.MonkeyPatch) -> None:
    """Have a passphrase take no time; it opens what it closed, as ever."""

    def mark(word: str) -> bytes:
        return hashlib.sha256(word.encode()).digest()

    def encrypt(content: bytes, word: str) -> bytes:
        return mark(word) + content

    def decrypt(content: bytes, word: str) -> bytes:
        if content[:32] != mark(word):
            raise DecryptError
        return content[32:]

    patch.setattr(passphrase, "encrypt", encrypt)
    patch.setattr(passphrase, "decrypt", decrypt)
