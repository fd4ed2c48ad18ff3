"""The operations on files and folders that a save uses, and plain messages for their errors."""

import contextlib
import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from alliance_tui.domain.errors import StoreAway, StoreError

_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
_TEMP = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}
"""What a file system without hard links answers to a request for one."""
_TRIES = 3  # of a read that the disk refuses
_MOST_LINES = 2048
"""Bytes that hold nearly every first line."""

Stamp = tuple[int, int, int] | None
"""A file's inode, the time of its last writing in ns, and its size in bytes; None without a file."""

_NOT_ALLOWED = ("this account is not allowed to", "See who owns the file and its folder, then try again.")
_REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room, then try again."),
    errno.EDQUOT: ("this account's share of the disk is full", "Make room, then try again."),
    errno.EACCES: _NOT_ALLOWED,
    errno.EPERM: _NOT_ALLOWED,
    errno.EROFS: ("the disk is read-only", "Make it writable, then try again."),
    errno.EIO: ("the disk reported an error", "Copy the folder to another disk, then try again."),
    errno.ELOOP: ("it is a symbolic link, and links are refused", "Put a real file there, then try again."),
}


def display_name(path: Path) -> str:
    """Return the name of a file in messages."""
    return f"{path.name} in {path.parent}"


def sibling(path: Path, ending: str) -> Path:
    """Return the path beside it whose name has this ending added."""
    return path.with_name(path.name + ending)


@contextlib.contextmanager
def file_errors(path: Path, what: str, kept: str) -> Iterator[None]:
    """Turn an OSError in the block into a StoreError: what happened, what was kept, what to do."""
    try:
        yield
    except OSError as error:
        reason, remedy = _REASONS.get(error.errno or 0, (error.strerror or "unknown error", "Try again."))
        raise StoreError(f"{display_name(path)} {what}: {reason}. {kept} {remedy}") from error


@contextlib.contextmanager
def store_errors(path: Path, what: str, kept: str) -> Iterator[None]:
    """Turn an OSError into a StoreError as `file_errors` does; into StoreAway if the file's folder is not there."""
    try:
        with file_errors(path, what, kept):
            yield
    except StoreError as error:
        if isinstance(error.__cause__, FileNotFoundError) and not path.parent.exists():
            raise StoreAway(
                f"The store's folder {path.parent} is not there now: {path.name} {what}. {kept} "
                "What you typed stays on the screen, and saving is tried again."
            ) from error.__cause__
        raise


def stamp(path: Path) -> Stamp:
    """Return the stamp of a file; a link is not followed. OSError."""
    try:
        return _stamp_of(os.stat(path, follow_symlinks=False))
    except FileNotFoundError:
        return None


def stamp_or_none(path: Path) -> Stamp:
    """Return the stamp of a file; None if it can't be read."""
    with contextlib.suppress(OSError):
        return stamp(path)
    return None


def _stamp_of(found: os.stat_result) -> Stamp:
    return found.st_ino, found.st_mtime_ns, found.st_size


def exists(path: str, folder: int) -> bool:
    """Return True if there is anything at `path` in an open folder, even a broken link."""
    return os.access(path, os.F_OK, dir_fd=folder, follow_symlinks=False)


def names_in(folder: Path) -> list[str]:
    """Return the names of all entries in a folder."""
    return os.listdir(folder)


@contextlib.contextmanager
def open_folder(folder: Path) -> Iterator[int]:
    """Hold a folder open; yields its descriptor, which paths can be relative to."""
    descriptor = os.open(folder, _FOLDER)
    try:
        yield descriptor
    finally:
        close_quietly(descriptor)


def read_regular_file(path: Path) -> bytes | None:
    """Return a regular file's bytes, or None without a file; a link or a device is an OSError.

    A read that fails with EIO is tried again: a passing error must not make a file look damaged.
    """
    for _ in range(_TRIES - 1):
        try:
            return _read_regular_file(path)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
    return _read_regular_file(path)


def _read_regular_file(path: Path) -> bytes | None:
    try:
        descriptor = os.open(path, _READ)
    except FileNotFoundError:
        return None
    try:
        require_regular(descriptor)
        chunks = []
        while chunk := os.read(descriptor, 1 << 20):
            chunks.append(chunk)
        return b"".join(chunks)
    finally:
        close_quietly(descriptor)


def first_line(path: str | Path, limit: int, folder: int | None = None) -> tuple[bytes, int]:
    """Return a regular file's first line, cut after `limit` bytes, and the file's size in bytes; OSError.

    `folder`: an open folder that `path` is relative to.
    """
    descriptor = os.open(path, _READ, dir_fd=folder)
    try:
        size = require_regular(descriptor)
        start = os.read(descriptor, _MOST_LINES)
        if b"\n" not in start:
            start += os.read(descriptor, limit - len(start))
        return start[: start.find(b"\n") + 1], size
    finally:
        os.close(descriptor)


def require_regular(descriptor: int) -> int:
    """Return the size in bytes of an open file; OSError if it is not a regular one."""
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")
    return found.st_size


def write_new(path: Path, raw: bytes) -> Stamp:
    """Write a file that must not exist yet, and wait for the disk; returns its stamp."""
    descriptor = os.open(path, _TEMP, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        rest = memoryview(raw)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
        return _stamp_of(os.fstat(descriptor))
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def new_file(path: Path, raw: bytes) -> Iterator[tuple[Path, Stamp]]:
    """Write a file beside `path`, synced, for what is done inside: yields its path and its stamp.

    It is removed if that fails; `remove_leftovers` finds what a killed program left.
    """
    temp = path.with_name(f".{path.name[:100]}.{os.urandom(8).hex()}.tmp")  # a long name leaves no room for the rest
    try:
        yield temp, write_new(temp, raw)
    except BaseException:
        remove_quietly(temp)
        raise


def replace_file(path: Path, raw: bytes) -> None:
    """Write a file atomically, replacing an existing one, and sync it; OSError."""
    with new_file(path, raw) as (temp, _):
        os.replace(temp, path)
    sync(path.parent)


def sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    with open_folder(folder) as descriptor:
        os.fsync(descriptor)


def close_quietly(descriptor: int) -> None:
    """Close a file that was only read or locked, ignoring errors: no data can be lost."""
    with contextlib.suppress(OSError):
        os.close(descriptor)


def remove_quietly(path: Path | None) -> None:
    """Remove a file while another error is on its way."""
    if path:
        with contextlib.suppress(OSError):
            os.unlink(path)


def make_folder(wanted: Path) -> None:
    """Create a folder and its parents with mode 0700, regardless of the umask, and sync each."""
    for folder in reversed([wanted, *wanted.parents]):
        if not folder.is_dir():
            with contextlib.suppress(FileExistsError):  # another program may be as quick
                os.mkdir(folder, 0o700)
                os.chmod(folder, 0o700)
                sync(folder.parent)


def rotate_backups(path: Path, backups: list[Path]) -> None:
    """Make the present file `.1`, too, after renaming older ones to the next number up to the first gap."""
    if not stamp(path) or _is_same(path, backups[0]):
        return  # the last: a save that failed after this step has kept it already
    gaps = [number for number, backup in enumerate(backups) if not stamp(backup)]
    for number in range(gaps[0] if gaps else len(backups) - 1, 0, -1):
        os.replace(backups[number - 1], backups[number])
    _link_or_copy(path, backups[0])


def keep_copy(path: Path, ending: str) -> None:
    """Give a file a second name that is never reused; do nothing if it has one."""
    kept, number = sibling(path, ending), 1
    while stamp(kept):
        if _is_same(path, kept):
            return
        number += 1
        kept = sibling(path, f"{ending}-{number}")
    _link_or_copy(path, kept)


def set_damaged_aside(path: Path) -> Path | None:
    """Give a damaged file a second name, or move it there if it can be neither linked nor copied."""
    if not stamp(path):
        return None
    number = 1
    while stamp(kept := sibling(path, f".damaged-{number}")):
        number += 1
    _link_or_copy(path, kept, or_move=True)
    return kept


def _is_same(path: Path, other: Path) -> bool:
    """Return True if two names lead to the same bytes: a hard link, or a copy where there are none."""
    one, two = stamp(path), stamp(other)
    if not one or not two or one[2] != two[2]:
        return False
    with contextlib.suppress(OSError):
        return one == two or read_regular_file(path) == read_regular_file(other)
    return False


def _link_or_copy(path: Path, other: Path, *, or_move: bool = False) -> None:
    """Give a file a second, free name: a hard link, or a synced copy where the file system has no links.

    `or_move`: a file that has to be copied and can't be read gets the other name instead of its own.
    """
    try:
        os.link(path, other, follow_symlinks=False)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        try:
            raw = read_regular_file(path) or b""
        except OSError:
            if not or_move:
                raise
            return os.replace(path, other)
        with new_file(path, raw) as (temp, _):
            os.replace(temp, other)


def remove_leftovers(path: Path, endings: str = "(?!)") -> None:
    """Remove half-written files, and those of this store whose ending matches; the lock is held."""
    name = re.escape(path.name)
    unwanted = re.compile(rf"\.{name}\.[0-9a-f]{{16}}\.tmp|{name}({endings})")
    for entry in os.listdir(path.parent):
        if unwanted.fullmatch(entry):
            os.unlink(path.parent / entry)
