"""Check what can be told of sealed answers without a passphrase: whether they have the form they were sealed in."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from alliance_tui.domain.alliance import Seal
from alliance_tui.domain.session import Session
from alliance_tui.storage.keyring import SMALLEST
from alliance_tui.text.characters import one_line

_HEADER = re.compile(rb"age-encryption\.org/v1\n((?:-> .+\n(?:.{64}\n)*.{0,63}\n)+)--- .{43}\n")
"""The header of age's format, version 1: stanzas, one of them for each recipient, and a MAC."""
_NONCE, _CHUNK, _TAG = 16, 1 << 16, 16
"""Bytes before the content, of a piece of it, and behind each piece."""


def problems_of_seals(session: Session) -> Iterator[str]:
    """Yield which sealed answers nobody can open."""
    for (question, side), answer in session.answers.items():
        if answer.seal and not (side in session.keys and _is_whole(answer.seal)):
            yield f"The sealed answer to {question} on the {side} can’t be opened. All else is whole; write it again."


def problems_of_kept_seals(texts: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    """Yield which sealed texts nobody can open, of those that are kept in no session."""
    for text in texts:
        if (seal := text.get("seal")) and not (text.get("key") and _is_whole(seal)):
            where = f"{one_line(text['question'])} on the {text['side']}"
            yield f"The sealed text kept for {where} can’t be opened. All else is whole; write it again."


def _is_whole(seal: Seal) -> bool:
    try:
        raw = b64decode(seal.ciphertext, validate=True)
    except ValueError:
        return False
    header = _HEADER.match(raw)
    if header is None or header[1].count(b"-> X25519 ") != (2 if seal.shared else 1):
        return False
    size = len(raw) - header.end() - _NONCE
    content = size - -(-size // (_CHUNK + _TAG)) * _TAG
    is_power_of_two = content >= SMALLEST and not content & (content - 1)  # as `Keyring.seal` makes it
    return is_power_of_two and re.fullmatch("[0-9a-f]{64}", seal.hash) is not None
