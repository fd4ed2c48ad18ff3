"""TinyDB's storage, made to survive power cuts, full disks, kills and a second writer.

A save, under `flock` on a lock file that is never deleted: check that the file is the one last read, write a
new file beside it, fsync it, keep the old one as `.1` (older ones as `.2`, `.3`), rename, fsync the folder.
So the name always leads to one whole save, and a save that returned is on the disk.

A file is a header line `{"format":1,"generation":N,"sha256":S,"bytes":n}` and a body line of n bytes,
TinyDB's JSON; S is over "1 N", a newline and the body. A plain TinyDB file is read as generation 0, unless it
has backups with headers. Needs a local file system with hard links; network file systems are not supported.
"""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import re
import secrets
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from tinydb.storages import Storage

from alliance_tui.domain.errors import Damaged, NewerFormat, StaleWrite, StoreBusy, StoreError

Tables = dict[str, dict[str, Any]]

FORMAT = 1
_POLL = 0.01  # seconds between two looks at a lock that another program holds
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK
_LOCK = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_TEMP = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

_OLD_KEPT = "What was saved before is whole; this change is not in it."
_NEW_KEPT = "The change is in the file, and the save before it is whole too."
_UNTOUCHED = "Nothing was changed."

_REASONS = {
    errno.ENOSPC: ("the disk is full", "Make room, then try again."),
    errno.EDQUOT: ("this account's share of the disk is full", "Make room, then try again."),
    errno.EACCES: ("this account is not allowed to", "See who owns the file and its folder, then try again."),
    errno.EPERM: ("this account is not allowed to", "See who owns the file and its folder, then try again."),
    errno.EROFS: ("the disk is read-only", "Make it writable, then try again."),
    errno.EIO: ("the disk reported an error", "Copy the folder to another disk, then try again."),
    errno.ELOOP: ("it is a symbolic link, and links are refused", "Put a real file there, then try again."),
}


class _Version(NamedTuple):
    """Which save a file holds; the digest tells apart two saves that bear one number after a restore."""

    generation: int
    digest: str


class _Content(NamedTuple):
    """What is on the disk: the save and its body, or no body where there is no file."""

    version: _Version
    body: bytes | None


_NOTHING = _Content(_Version(0, ""), None)


class _Buffer(Storage):
    """What one transaction reads and writes: JSON in memory, so that no two documents share a value."""

    def __init__(self, body: bytes | None) -> None:
        """Start from `body`, or from an empty store."""
        self.body = body
        self.ended = False

    def read(self) -> Tables | None:
        """Return a fresh copy of the tables."""
        return None if self.body is None else _decode(self.body)

    def write(self, data: Tables) -> None:
        """Take `data` in; StoreError if it can't be written down, RuntimeError after the transaction."""
        if self.ended:
            raise RuntimeError("this transaction is over: what is written now would be lost")
        self.body = _encode(data)


class DurableStorage(Storage):
    """A TinyDB storage whose saves are whole, on the disk, and never undo another program's.

    For several reads and writes as one act use `transaction`, with a TinyDB made inside it: a Table remembers
    its next id and its queries, and only a fresh one knows what another program has saved. Threads may share
    an instance through `transaction` only.
    """

    def __init__(self, path: str | os.PathLike[str], *, keep: int = 3, patience: float = 5.0) -> None:
        """Keep the tables in the file at `path`; nothing is created before the first write.

        `keep`: how many older saves stay as `.1`, `.2` ...; `patience`: seconds to wait for the lock.
        """
        self.path = Path(os.path.abspath(path))
        self._folder = self.path.parent
        self._backups = [self._beside(f".{number}") for number in range(1, keep + 1)]
        self._patience = patience
        self._seen: _Version | None = None
        self._mutex = threading.RLock()
        self._inside = False

    @property
    def generation(self) -> int:
        """The number of the save last read or written here; 0 before the first."""
        return self._seen.generation if self._seen else 0

    def stamp(self) -> tuple[int, int, int] | None:
        """Return (inode, mtime in ns, size in bytes), other after every save; None without a file."""
        with self._plainly("could not be looked at", _UNTOUCHED):
            return _stamp(self.path)

    def read(self) -> Tables | None:
        """Return the tables, None where nothing was ever saved; Damaged, NewerFormat or StoreError."""
        with self._alone(self._patience):
            content = self._load()
            self._seen = content.version
        return None if content.body is None else _decode(content.body)

    def write(self, data: Tables) -> None:
        """Save `data` as the next generation; on any error the old save is whole.

        Raises StaleWrite if the file isn't the one last read here, and StoreBusy, Damaged, NewerFormat or
        StoreError. An instance that has read nothing may write: TinyDB's `drop_tables` does.
        """
        body = _encode(data)
        with self._locked():
            content = self._load()
            if self._seen not in (None, content.version):
                raise StaleWrite(
                    f"{self._name} was saved by another program since it was read here. {_UNTOUCHED} "
                    "Read it again and repeat the change."
                )
            self._commit(body, content.version.generation + 1)

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Storage]:
        """Yield a Storage in memory of what is on the disk; if it is changed, save it once at the end.

        The lock is held for as long. An exception inside leaves everything as it was. Raises what `read` and
        `write` raise; RuntimeError if this thread is inside a transaction of this instance already.
        """
        with self._locked():
            content = self._load()
            self._seen = content.version
            buffer = _Buffer(content.body)
            try:
                yield buffer
            finally:
                buffer.ended = True
            if buffer.body is not None and buffer.body != content.body:
                self._commit(buffer.body, content.version.generation + 1)

    def discard(self) -> None:
        """Remove the file and every copy of it, damaged ones too, the file last; the lock file stays."""
        if not self._has_folder():
            return
        with self._locked(), self._plainly("could not be removed altogether", "What is left is whole."):
            self._remove_beside(r"\.\d+|\.damaged-\d+")
            _sync(self._folder)  # a file must not be outlived by its backups: that would look like damage
            with contextlib.suppress(FileNotFoundError):
                os.unlink(self.path)
            _sync(self._folder)
            self._seen = _NOTHING.version

    def restore(self) -> Path | None:
        """Put the newest good backup in place of a damaged file.

        Returns where the damaged file is kept, `<name>.damaged-<n>`, or None if there was no file. Raises
        Damaged without a good copy, StoreError if the file is whole.
        """
        with self._locked():
            found = self._damage()
            if found.good is None:
                raise found
            with self._plainly("could not be restored", "The damaged file and the good copy are both there."):
                kept = self._set_aside()
                try:
                    os.replace(found.good, self.path)
                except BaseException:
                    _remove_quietly(kept)
                    raise
                _sync(self._folder)
                self._remove_beside("")
            self._seen = self._load().version
            return kept

    def sweep(self) -> None:
        """Remove what killed saves left half-written; `discard` and `restore` do it by themselves."""
        if self._has_folder():
            with self._locked(), self._plainly("could not be tidied", "Every save is whole."):
                self._remove_beside("")

    @property
    def _name(self) -> str:
        """The file as messages name it."""
        return f"{self.path.name} in {self._folder}"

    def _has_folder(self) -> bool:
        """Tell whether there can be any file at all."""
        with self._plainly("could not be looked at", _UNTOUCHED):
            return _stamp(self._folder) is not None

    def _beside(self, ending: str) -> Path:
        """Name a file of this store."""
        return self.path.with_name(self.path.name + ending)

    @contextlib.contextmanager
    def _plainly(self, what: str, kept: str) -> Iterator[None]:
        """Turn an OSError into a StoreError: what happened, what was kept, what to do."""
        try:
            yield
        except OSError as error:
            reason, remedy = _REASONS.get(error.errno or 0, (error.strerror or "unknown error", "Try again."))
            raise StoreError(f"{self._name} {what}: {reason}. {kept} {remedy}") from error

    @contextlib.contextmanager
    def _alone(self, patience: float) -> Iterator[None]:
        """Keep this process's other threads out of this instance."""
        if not self._mutex.acquire(timeout=max(patience, 0)):
            raise self._busy()
        try:
            if self._inside:
                raise RuntimeError("this storage is inside a transaction: use the one it gave you")
            self._inside = True
            try:
                yield
            finally:
                self._inside = False
        finally:
            self._mutex.release()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Keep every other program out; StoreBusy when `patience` seconds have passed."""
        deadline = time.monotonic() + self._patience
        with self._alone(self._patience):
            with self._plainly("could not be locked", _OLD_KEPT):
                self._make_folder()
                lock = os.open(self._beside(".lock"), _LOCK, 0o600)
            try:
                with self._plainly("could not be locked", _OLD_KEPT):
                    os.fchmod(lock, 0o600)
                    self._wait(lock, deadline)
                yield
            finally:
                _close_quietly(lock)

    def _wait(self, lock: int, deadline: float) -> None:
        """Take the lock, looking again until `deadline`: a blocking flock could not be given up."""
        while True:
            try:
                return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= deadline:
                    raise self._busy() from None
                time.sleep(_POLL)

    def _busy(self) -> StoreBusy:
        """Say that the lock was not to be had."""
        return StoreBusy(
            f"{self._name} has been in use by another program for {self._patience:g} s. {_OLD_KEPT} "
            "Try again, or close the other program."
        )

    def _make_folder(self) -> None:
        """Create the folder and those above it, 0700 whatever the umask, each one on the disk."""
        if self._folder.is_dir():
            return
        for folder in reversed([self._folder, *self._folder.parents]):
            if not folder.is_dir():
                with contextlib.suppress(FileExistsError):  # another program may be as quick
                    os.mkdir(folder, 0o700)
                    os.chmod(folder, 0o700)
                    _sync(folder.parent)

    def _load(self) -> _Content:
        """Read and check the file; without the lock, a second look tells a first save from a lost file."""
        for _ in range(2):
            try:
                with self._plainly("could not be read", _UNTOUCHED):
                    raw = _slurp(self.path)
            except StoreError as error:
                if isinstance(error.__cause__, OSError) and error.__cause__.errno == errno.EIO:
                    raise self._damaged("the disk can't read it") from error
                raise
            if raw is not None:
                return self._check(raw)
            with self._plainly("could not be read", _UNTOUCHED):
                if not any(_stamp(backup) for backup in self._backups):
                    return _NOTHING
        raise self._damaged("it is missing, though older copies of it are there")

    def _check(self, raw: bytes) -> _Content:
        """Take the file's bytes apart, naming the file if they are not what was written."""
        try:
            content = _take_apart(raw)
        except NewerFormat:
            raise NewerFormat(
                f"{self._name} was written by a newer release. {_UNTOUCHED} Update, then open it again."
            ) from None
        except (ValueError, RecursionError):
            why = "it is not what was saved" if raw else "it is empty"
        else:
            if content.version.generation or not self._good_backup():
                return content
            why = "its header is gone, though older copies have theirs"
        raise self._damaged(why)  # outside, so that no traceback leads to the text

    def _damaged(self, why: str) -> Damaged:
        """Describe the damage and the newest good copy."""
        advice = "There is no older good copy here. Put one back from a backup of your own."
        good, number = self._good_backup(plain=True) or (None, 0)
        if good:
            advice = f"Generation {number}, in {good.name}, is good: 'alliance repair' restores it."
        return Damaged(f"{self._name} is damaged: {why}. {_UNTOUCHED} {advice}", self.path, good)

    def _good_backup(self, *, plain: bool = False) -> tuple[Path, int] | None:
        """Find the newest good backup and its generation; `plain`: one without a header will do."""
        for backup in self._backups:
            with contextlib.suppress(ValueError, RecursionError, NewerFormat):
                if raw := self._read_backup(backup):
                    number = _take_apart(raw).version.generation
                    if number or plain:
                        return backup, number
        return None

    def _read_backup(self, backup: Path) -> bytes | None:
        """Read a backup, passing over a broken one only: an older one must not win by a passing trouble."""
        with self._plainly("may be damaged, and its backups could not be read", _UNTOUCHED):
            try:
                return _slurp(backup)
            except OSError as error:
                if error.errno in (errno.EIO, errno.ELOOP, errno.EINVAL):
                    return None
                raise

    def _damage(self) -> Damaged:
        """Return what is wrong with the file; StoreError if nothing is."""
        try:
            content = self._load()
        except Damaged as found:
            return found
        if content.body is None:
            return self._damaged("it is missing")
        raise StoreError(f"{self._name} is whole. {_UNTOUCHED} There is nothing to restore.")

    def _commit(self, body: bytes, generation: int) -> None:
        """Put a new save in place, the lock held."""
        raw = _frame(body, generation)
        temp = self.path.with_name(f".{self.path.name}.{secrets.token_hex(8)}.tmp")
        with self._plainly("could not be saved", _OLD_KEPT):
            try:
                _write_new(temp, raw)
                self._keep_old()
                os.replace(temp, self.path)
            except BaseException:
                _remove_quietly(temp)
                raise
        self._seen = _Version(generation, _digest(body, generation))
        with self._plainly("was saved, but may not outlast a power cut", _NEW_KEPT):
            _sync(self._folder)

    def _keep_old(self) -> None:
        """Give the present file a second name, `.1`, moving older ones up as far as the first gap."""
        current = _stamp(self.path)
        if not self._backups or current is None or _stamp(self._backups[0]) == current:
            return  # the last: a save that failed after this step has kept it already
        gaps = [number for number, backup in enumerate(self._backups) if not _stamp(backup)]
        for number in range(gaps[0] if gaps else len(self._backups) - 1, 0, -1):
            os.replace(self._backups[number - 1], self._backups[number])
        with contextlib.suppress(FileNotFoundError):  # there only where a single backup is kept
            os.unlink(self._backups[0])
        os.link(self.path, self._backups[0], follow_symlinks=False)

    def _set_aside(self) -> Path | None:
        """Give a damaged file a lasting second name."""
        if not _stamp(self.path):
            return None
        number = 1
        while _stamp(kept := self._beside(f".damaged-{number}")):
            number += 1
        os.link(self.path, kept, follow_symlinks=False)
        return kept

    def _remove_beside(self, endings: str) -> None:
        """Remove half-written files, and those of this store whose ending matches; the lock is held."""
        name = re.escape(self.path.name)
        unwanted = re.compile(rf"\.{name}\.[0-9a-f]{{16}}\.tmp|{name}({endings or '(?!)'})")
        for entry in os.listdir(self._folder):
            if unwanted.fullmatch(entry):
                os.unlink(self._folder / entry)


def _encode(data: Tables) -> bytes:
    """Write tables as one line; StoreError without the text if JSON or UTF-8 has no way to."""
    try:
        return json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        what = "a character that is half of one (a lone surrogate)"
    except (TypeError, ValueError, RecursionError):
        what = "a value that JSON has no form for"
    raise StoreError(f"The change holds {what} and was not saved. {_OLD_KEPT} Take it out, then save again.")


def _decode(body: bytes) -> Tables:
    """Read tables; ValueError for anything but a JSON object of objects."""
    tables = json.loads(body, parse_constant=_refuse)
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise ValueError("not tables")
    return tables


def _refuse(constant: str) -> None:
    """Refuse NaN and Infinity, which could be read but never saved again."""
    raise ValueError(constant)


def _digest(body: bytes, generation: int) -> str:
    """Hash the body and its generation, so that neither changes unnoticed."""
    return hashlib.sha256(b"%d %d\n%b" % (FORMAT, generation, body)).hexdigest()


def _frame(body: bytes, generation: int) -> bytes:
    """Put the header before a body."""
    digest = _digest(body, generation)
    header = {"format": FORMAT, "generation": generation, "sha256": digest, "bytes": len(body)}
    return json.dumps(header, separators=(",", ":")).encode() + b"\n" + body + b"\n"


def _take_apart(raw: bytes) -> _Content:
    """Split a file into its version and body; ValueError if any byte is not as `_frame` would write it."""
    head, _, rest = raw.partition(b"\n")
    header = None
    with contextlib.suppress(ValueError, RecursionError):
        header = json.loads(head)
    if not isinstance(header, dict) or not isinstance(header.get("format"), int):
        _decode(raw)
        return _Content(_Version(0, hashlib.sha256(raw).hexdigest()), raw)
    generation, body = header.get("generation"), rest[:-1]
    number = generation if isinstance(generation, int) else 0
    if raw == _frame(body, number):
        _decode(body)
        return _Content(_Version(number, header["sha256"]), body)
    # A body that fits this release's hash is of this release: only its format's digit is damaged.
    if header["format"] > FORMAT and header.get("sha256") != _digest(body, number):
        raise NewerFormat
    raise ValueError("not as written")


def _slurp(path: Path) -> bytes | None:
    """Return a regular file's bytes, or None without a file; a link or a device is an OSError."""
    try:
        descriptor = os.open(path, _READ)
    except FileNotFoundError:
        return None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is not a regular file")
        chunks = []
        while chunk := os.read(descriptor, 1 << 20):
            chunks.append(chunk)
        return b"".join(chunks)
    finally:
        _close_quietly(descriptor)


def _write_new(path: Path, raw: bytes) -> None:
    """Write a file that must not exist yet, and wait for the disk."""
    descriptor = os.open(path, _TEMP, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
        rest = memoryview(raw)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        _close_quietly(descriptor)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """Return (inode, mtime in ns, size in bytes), or None without a file; a link is not followed."""
    try:
        found = os.stat(path, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def _close_quietly(descriptor: int) -> None:
    """Close what was only read or locked: nothing can be lost by it."""
    with contextlib.suppress(OSError):
        os.close(descriptor)


def _remove_quietly(path: Path | None) -> None:
    """Remove a file while another error is on its way."""
    if path:
        with contextlib.suppress(OSError):
            os.unlink(path)
