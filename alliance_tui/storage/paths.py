"""Where a store is, and what an alliance's folder is called."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from alliance_tui.domain.terms import Partners

LONGEST = 120
"""Bytes of a folder's name: well below what file systems take (255), with room for a number."""


def default_store() -> Path:
    """The platform's folder for a user's data."""
    from platformdirs import user_data_path

    return user_data_path("alliance", appauthor=False)


def folder_name(partners: Partners) -> str:
    """A folder name two people will recognise: letters and digits of any script, joined by hyphens."""
    words = unicodedata.normalize("NFC", f"{partners.left} and {partners.right}").casefold()
    joined = "".join(char if char.isalnum() or _belongs(char) else " " for char in words)
    name = "-".join(joined.split())
    return name.encode()[:LONGEST].decode(errors="ignore").strip("-") or "alliance"


def _belongs(char: str) -> bool:
    """Whether it is an accent or a vowel sign, which a letter is not the same without; emoji selectors are not."""
    return unicodedata.category(char) in {"Mn", "Mc"} and not "\ufe00" <= char <= "\ufe0f"
