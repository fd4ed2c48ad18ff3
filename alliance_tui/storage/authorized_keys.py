"""The file that tells sshd who may log in: read it, and add to it without losing a line."""

from __future__ import annotations

import os
from pathlib import Path

from alliance_tui.domain.errors import StoreError
from alliance_tui.storage.disk import file_errors, make_folder, read_regular_file, replace_file

KEPT = "Every line in it is as it was."
LONGEST = 1 << 14
"""Bytes: more than any public key takes."""


def authorized_keys() -> Path:
    """Return the path of the present user's file."""
    return Path.home() / ".ssh" / "authorized_keys"


def read_key(path: Path) -> str:
    """Return the text of a public key's file; StoreError when it can't be one."""
    with file_errors(path, "could not be read", "Nothing was changed."):
        raw = read_regular_file(Path(os.path.realpath(path)))
    if raw is None:
        raise StoreError(f"There is no file {path}. Nothing was changed. Name the .pub file of the key to invite.")
    if len(raw) > LONGEST:
        raise StoreError(f"{path} is too long for a public key. Nothing was changed. Name the key's .pub file.")
    return raw.decode("utf-8", "replace")


def read_lines(path: Path) -> list[str]:
    """Return the lines of the file, none without one; StoreError if it can't be read or is a link."""
    _refuse_link(path.parent)
    with file_errors(path, "could not be read", KEPT):
        raw = read_regular_file(path)
    return (raw or b"").decode("utf-8", "surrogateescape").split("\n")


def append_line(path: Path, line: str) -> None:
    """Add a line, keeping all others byte for byte; StoreError when it can't be done, the file being as it was."""
    _refuse_link(path.parent)
    with file_errors(path, "could not be written", KEPT):
        make_folder(path.parent)
        path.parent.chmod(0o700)
        before = read_regular_file(path) or b""
        gap = b"" if not before or before.endswith(b"\n") else b"\n"
        replace_file(path, before + gap + line.encode() + b"\n")


def _refuse_link(folder: Path) -> None:
    """Refuse a folder that is a link: what is written there may be read from elsewhere."""
    if folder.is_symlink():
        raise StoreError(
            f"{folder} is a symbolic link, and links are refused. {KEPT} Add the line that `alliance invite` prints."
        )
