"""Where a store is, what an alliance's folder is called, and which path a person means."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

from alliance_tui.domain.errors import NotAllowed
from alliance_tui.domain.terms import Partners
from alliance_tui.text.characters import one_line

LONGEST = 120
"""Bytes of a folder's name: well below what file systems take (255), with room for a number."""


def default_store() -> Path:
    """Return the platform’s folder for a user’s data."""
    from platformdirs import user_data_path  # without it a start with --store takes 5 % less CPU time

    return user_data_path("alliance", appauthor=False)


def expanded(path: str) -> str:
    """Return a path with its `~` as a home; as it is if that is nobody's."""
    return os.path.expanduser(path)  # noqa: PTH111 (Path's raises for an unknown user)


def path_meant(text: str, kept: str) -> Path:
    """Return the whole path a person means, `~` being a home; NotAllowed if it is none, which says what was `kept`."""
    wrong, remedy = "", "Give another."
    path = expanded(text)
    if not text:
        wrong = "A file without a name can’t be had."
    elif "\0" in text or not _encodes(text):
        wrong = "No file’s name can hold a NUL or half of a character."
    elif path.startswith("~"):
        wrong = f"{one_line(path.partition('/')[0])[:40]} is nobody’s home here."
        remedy = "Give the whole path, or begin it with ./ if the folder is called that."
    else:
        try:
            return Path(path).absolute()
        except FileNotFoundError:
            wrong = "The folder that this was started in is not there any more."
            remedy = "Give the whole path, beginning with /."
    raise NotAllowed(f"{wrong} {kept} {remedy}")


def _encodes(text: str) -> bool:
    try:
        os.fsencode(text)
    except UnicodeEncodeError:
        return False
    return True


def folder_name(partners: Partners) -> str:
    """Return a folder name two people will recognise: letters and digits of any script, joined by hyphens."""
    words = unicodedata.normalize("NFC", f"{partners.left} and {partners.right}").casefold()
    joined = "".join(char if char.isalnum() or _belongs(char) else " " for char in words)
    name = "-".join(joined.split())
    return name.encode()[:LONGEST].decode(errors="ignore").strip("-") or "alliance"


def _belongs(char: str) -> bool:
    """Return True for an accent or a vowel sign, which changes its letter; emoji selectors are neither."""
    return unicodedata.category(char) in {"Mn", "Mc"} and not "\ufe00" <= char <= "\ufe0f"
