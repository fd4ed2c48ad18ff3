"""The keys to sealed answers that this program may use, and what they seal and open.

Each partner has a key of their own for each session: an X25519 identity of age, which the session's file holds
encrypted with their passphrase (scrypt, a second of work, once at the opening). What is sealed is encrypted to the
public half of it, the recipient. pyrage is imported when something is sealed or opened: nobody else pays for it.
"""

from __future__ import annotations

import hashlib
import json
import os
import unicodedata
from base64 import b64decode, b64encode
from contextlib import suppress
from typing import Any

from alliance_tui.domain.alliance import Seal
from alliance_tui.domain.errors import NotAllowed, StoreError
from alliance_tui.domain.session import SealKey

SALT = 32
"""Random bytes at the beginning of what is encrypted, so that its hash tells nothing about it."""
SMALLEST = 1024
"""Bytes that are encrypted at least, then always a power of two: the length of the ciphertext tells little."""


class WrongPassphrase(NotAllowed):
    """A passphrase does not open a key."""

    def __init__(self) -> None:
        super().__init__("This passphrase does not open your sealed answers. Nothing was changed. Try again.")


class AlteredKey(StoreError):
    """What a file has as a public key is none."""

    def __init__(self) -> None:
        super().__init__(
            "A key in this session’s file is not one that this program made, so nothing can be sealed with it. "
            "What was saved before is whole, and what you typed stays on the screen: copy it before you leave."
        )


class NotSealedHere(NotAllowed):
    """What was opened is not what was sealed there."""


class Keyring:
    """Keys that were unlocked with a passphrase; they stay until the program ends."""

    def __init__(self) -> None:
        self._identities: dict[str, Any] = {}
        self._opened: dict[str, tuple[Seal, Any]] = {}
        """What was sealed or opened last in each place, so that nothing is opened twice."""

    def new_key(self, passphrase: str) -> SealKey:
        """Make a key, and unlock it; takes a second."""
        from pyrage import passphrase as scrypt
        from pyrage.x25519 import Identity

        identity = Identity.generate()
        locked = scrypt.encrypt(str(identity).encode(), _normal(passphrase))
        key = SealKey(str(identity.to_public()), b64encode(locked).decode())
        self._identities[key.recipient] = identity
        return key

    def unlock(self, key: SealKey, passphrase: str) -> None:
        """Unlock a key; takes a second. WrongPassphrase if that does not open it."""
        from pyrage import DecryptError, IdentityError
        from pyrage import passphrase as scrypt
        from pyrage.x25519 import Identity

        try:
            identity = Identity.from_str(scrypt.decrypt(b64decode(key.identity), _normal(passphrase)).decode())
        except (DecryptError, IdentityError, ValueError):
            identity = None
        if identity is None or str(identity.to_public()) != key.recipient:
            raise WrongPassphrase  # outside, so that no traceback leads to the key
        self._identities[key.recipient] = identity

    def holds(self, key: SealKey | None) -> bool:
        """Return True if a key is unlocked."""
        return key is not None and key.recipient in self._identities

    def seal(self, value: Any, place: str, recipient: str, shared: str = "") -> Seal:
        """Encrypt a value of JSON to a recipient, and to another one if it is `shared`.

        It is opened in no other place than this. AlteredKey if one of the two is no recipient.
        """
        from pyrage import RecipientError, encrypt
        from pyrage.x25519 import Recipient

        body = json.dumps([place, value], ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")
        size = max(SMALLEST, 1 << (SALT + len(body) - 1).bit_length())
        content = (os.urandom(SALT) + body).ljust(size)
        recipients = []
        with suppress(RecipientError, ValueError):
            recipients = [Recipient.from_str(each) for each in (recipient, shared) if each]
        if not recipients:
            raise AlteredKey
        ciphertext = encrypt(content, recipients)
        seal = Seal(b64encode(ciphertext).decode(), hashlib.sha256(content).hexdigest(), shared)
        self._opened[place] = seal, value
        return seal

    def open(self, seal: Seal, place: str) -> Any:
        """Return what was sealed in a place; None if no key here opens it, NotSealedHere if it is something else."""
        known = self._opened.get(place)
        if known and known[0] == seal:
            return known[1]
        if not self._identities:
            return None
        from pyrage import DecryptError, decrypt

        try:
            content = decrypt(b64decode(seal.ciphertext), [*self._identities.values()])
        except (DecryptError, ValueError):
            return None
        value = _value_of(content, place) if hashlib.sha256(content).hexdigest() == seal.hash else None
        if value is None:
            raise NotSealedHere  # outside, so that no traceback leads to the text
        self._opened[place] = seal, value
        return value


def _value_of(content: bytes, place: str) -> Any:
    """Return the value that was sealed in a place; None if the content is not of the form that `seal` makes."""
    try:
        named, value = json.loads(content[SALT:].decode(errors="surrogatepass"))
    except (ValueError, TypeError, RecursionError):
        return None
    return value if named == place else None


def _normal(passphrase: str) -> str:
    """Return a passphrase in the one form that any keyboard's characters are brought to."""
    return unicodedata.normalize("NFKC", passphrase)
