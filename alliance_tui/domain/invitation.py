"""An invitation: a public key that opens one alliance, for one partner or for both."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from alliance_tui.domain.terms import Partners, Side


@dataclass(frozen=True)
class PublicKey:
    """A public key, as its file has it."""

    kind: str
    data: str
    comment: str = ""

    def __str__(self) -> str:
        return " ".join(filter(None, (self.kind, self.data, self.comment)))

    @property
    def fingerprint(self) -> str:
        """The key's fingerprint as ssh-keygen writes it."""
        digest = hashlib.sha256(base64.b64decode(self.data)).digest()
        return f"SHA256:{base64.b64encode(digest).decode().rstrip('=')}"


@dataclass(frozen=True)
class Invitation:
    """A line of the file that lets a key into the alliance in the folder `name`, `who` being its --as."""

    line: int
    name: str
    who: str | None
    """None: the key serves both partners."""
    key: PublicKey
    is_here: bool = False
    """False if the store has no alliance in that folder any more."""
    partners: Partners | None = None
    """None if the alliance is gone or can't be read."""
    side: Side | None = None
    """Whose program the key opens; None for both, and where `who` fits neither partner."""
