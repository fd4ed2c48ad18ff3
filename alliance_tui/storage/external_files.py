"""Files outside the store: what people export and import."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from alliance_tui.domain.errors import NotAllowed, NotFound, StoreError
from alliance_tui.storage.catalogue import EXPORTS
from alliance_tui.storage.disk import (
    NO_LINKS,
    file_errors,
    make_folder,
    new_file,
    remove_quietly,
    stamp,
    sync,
    write_new,
)

LARGEST = 64 << 20
"""The most bytes of an imported file: far more than two people write, and few enough for any machine."""
_KEPT = "Nothing was written."


class FileThere(NotAllowed):
    """There is a file already, and replacing it was not allowed."""

    def __init__(self, path: Path) -> None:
        """`path`: the file, which stays as it is."""
        super().__init__(
            f"There is a file {path} already. {_KEPT} Use another name, or replace it by saying so (--force)."
        )
        self.path = path


def write_file(path: Path, raw: bytes, replace: bool) -> Path:
    """Write a file that only its owner can read, whole or not at all; return its path.

    FileThere if it exists and may not be replaced; NotAllowed if it is no ordinary file; StoreError otherwise.
    """
    with file_errors(path, "could not be written", _KEPT):
        present = stamp(path)
        if present and not replace:
            raise FileThere(path)
        if present and (path.is_symlink() or not path.is_file()):
            raise NotAllowed(f"{path} is no ordinary file, so it is not replaced. {_KEPT} Use another name.")
        with new_file(path, raw) as (temp, _):
            if replace:
                os.replace(temp, path)  # noqa: PTH105 (one system call, as in storage.disk)
            else:
                _name(temp, path, raw)
                remove_quietly(temp)
        sync(path.parent)
    return path


def _name(temp: Path, path: Path, raw: bytes) -> None:
    """Give a new file its name unless that is in use by now; works without hard links, too."""
    try:
        os.link(temp, path, follow_symlinks=False)
    except FileExistsError:
        raise FileThere(path) from None
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        write_new(path, raw)


def exports_folder(root: Path, name: str) -> Path:
    """Make and return the folder in a store for what is exported of the alliance `name`."""
    folder = root / EXPORTS / name
    with file_errors(folder, "could not be made", _KEPT):
        make_folder(folder)
    return folder


def refuse_store_path(path: Path, root: Path) -> None:
    """Raise NotAllowed for a path inside a store."""
    there, store = (Path(os.path.realpath(folder)) for folder in (path.parent, root))  # resolve() fails on a loop
    if there.is_relative_to(store) and not there.is_relative_to(store / EXPORTS):
        raise NotAllowed(f"{path} would lie among the store's own files. {_KEPT} Choose another folder.")


def read_file(path: Path) -> bytes:
    """Return the bytes of a file, `-` being stdin; raise NotFound or StoreError if it can't be read."""
    if str(path) == "-":
        if sys.stdin is None:
            raise NotFound("There is nothing on stdin to read. Nothing was changed.")
        raw = sys.stdin.buffer.read(LARGEST + 1)
    else:
        with file_errors(path, "could not be read", "Nothing was changed."):
            if not path.exists():
                raise NotFound(f"There is no file {path}. Nothing was changed.")
            if not path.is_file():
                raise NotFound(f"{path} is not a file. Nothing was changed.")
            with path.open("rb") as file:
                raw = file.read(LARGEST + 1)
    if len(raw) > LARGEST:
        raise StoreError(f"{path} is larger than {LARGEST >> 20} MiB. Nothing was changed. No alliance is as long.")
    return raw
