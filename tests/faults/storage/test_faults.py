"""A disk that is full, broken or forbidden at the Nth call, for every N: the old save or the new one is whole."""

import errno
import fcntl
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tinydb import TinyDB

from alliance_tui.domain.errors import StoreError
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.file_format import encode, with_header
from tests.tables import write
from tests.unit.samples import discard

CALLS = ["open", "close", "read", "write", "fsync", "fchmod", "fstat", "stat", "mkdir", "chmod", "link", "replace"]
CALLS += ["unlink", "listdir", "flock"]
ERRNOS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT, errno.EMFILE, errno.ENOMEM]
OLD, NEW = ({"_default": {"1": {"text": f"private {age} " * 50}}} for age in ("old", "new"))
MORE: dict[str, dict[str, Any]] = {"_default": {}}

Act = Callable[[DurableStorage], object]


class Faulty:
    """Stands in for `os` and `fcntl`: the calls that reach the system are counted, and one or more fail."""

    def __init__(self, first: int, code: int, forever: bool, links: bool = True) -> None:
        """Fail call number `first` with `code`, and all after it if `forever`; `links`: hard links can be made."""
        self.count = 0
        self.links = links
        self.first, self.code, self.forever = first, code, forever
        self.hit = ""

    def __getattr__(self, name: str) -> Any:
        real = getattr(os if hasattr(os, name) else fcntl, name)
        return self._counting(name, real) if name in CALLS else real

    def _counting(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.count += 1
            if self.count == self.first or (self.forever and self.count > self.first):
                self.hit = self.hit or name
                if name == "close":  # Linux closes even where it reports an error
                    real(*args, **kwargs)
                raise OSError(self.code, os.strerror(self.code))
            if name == "link" and not self.links:
                raise OSError(errno.ENOTSUP, os.strerror(errno.ENOTSUP))
            return real(*args, **kwargs)

        return call


def put_in(patched: pytest.MonkeyPatch, faulty: Faulty) -> None:
    """Let every module that a save passes through, and no other, make its calls on `faulty`."""
    for module in ("durable_storage", "disk", "lock"):
        patched.setattr(f"alliance_tui.storage.{module}.os", faulty)
    patched.setattr("alliance_tui.storage.lock.fcntl.flock", faulty.flock)


def transact(storage: DurableStorage) -> None:
    """Save NEW through TinyDB in a transaction."""
    with storage.transaction() as buffer:
        db = TinyDB(storage=lambda: buffer)
        db.truncate()
        db.insert(NEW["_default"]["1"])


def faults(
    monkeypatch: pytest.MonkeyPatch,
    path: Path,
    prepare: Callable[[], None],
    act: Act,
    code: int,
    forever: bool,
    links: bool = True,
) -> Iterator[StoreError | None]:
    """For every N: prepare, act with a fault from call N on, yield the error; ends where the act needs no N calls."""
    for first in itertools.count(1):
        prepare()
        faulty = Faulty(first, code, forever, links)
        error = None
        with monkeypatch.context() as patched:
            put_in(patched, faulty)
            try:
                act(DurableStorage(path))
            except StoreError as caught:
                error = caught
                assert "private" not in str(caught) and path.name in str(caught)
        if not faulty.hit:
            assert error is None and first > 3
            return
        # A close of what was only read loses nothing; what the disk did not read once is read again.
        again = code == errno.EIO and not forever and faulty.hit in ("open", "fstat", "read")
        silent = faulty.hit == "close" or again
        assert error is not None or silent, f"call {first}, {faulty.hit}, went by in silence"
        yield error


def put(path: Path, *saves: dict[str, dict[str, Any]]) -> None:
    """Start from nothing but these saves."""
    for file in path.parent.iterdir():
        file.unlink()
    storage = DurableStorage(path)
    for save in saves:
        write(storage, save)


@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
@pytest.mark.parametrize("code", ERRNOS, ids=errno.errorcode.get)
def test_a_save_is_whole_or_never_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, forever: bool
) -> None:
    path = tmp_path / "store.json"
    seen = set()
    for error in faults(monkeypatch, path, lambda: put(path, {}, MORE, {}, MORE, OLD), transact, code, forever):
        now = DurableStorage(path).read()
        seen.add(str(now))
        assert now in (OLD, NEW)
        assert now == NEW or error is not None, "an acknowledged save is gone"
        assert now == OLD or DurableStorage(path.with_name("store.json.1")).read() == OLD
        if error is not None:
            told = "whole; this change is not in it" if now == OLD else "The change is in the file"
            assert told in str(error) or "Nothing was changed" in str(error)
        assert forever or not list(tmp_path.glob(".*.tmp"))
        transact(DurableStorage(path))
        assert DurableStorage(path).read() == NEW
    assert seen == {str(OLD), str(NEW)}


@pytest.mark.parametrize("links", [True, False], ids=["links", "copies"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_an_upgrade_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, links: bool) -> None:
    path, kept = tmp_path / "store.json", tmp_path / "store.json.format-1"
    old = with_header(encode(OLD), 7, form=1)

    def put_old() -> None:
        put(path, MORE, {})
        path.write_bytes(old)

    seen = set()
    for error in faults(monkeypatch, path, put_old, transact, code, forever=False, links=links):
        now = DurableStorage(path).read()
        seen.add(str(now))
        if path.read_bytes() == old:
            assert error is not None
        else:
            assert now == NEW
            assert kept.read_bytes() == old
        assert not list(tmp_path.glob(".*.tmp"))
        transact(DurableStorage(path))
        assert kept.read_bytes() == old
        assert len([*tmp_path.glob("*.format-*")]) == 1
    assert seen == {str(OLD), str(NEW)}


@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_save_without_hard_links_is_whole_or_never_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, forever: bool
) -> None:
    path = tmp_path / "store.json"
    seen = set()
    for error in faults(monkeypatch, path, lambda: put(path, {}, MORE, {}, OLD), transact, code, forever, links=False):
        now = DurableStorage(path).read()
        seen.add(str(now))
        assert now in (OLD, NEW)
        assert now == NEW or error is not None
        assert now == OLD or DurableStorage(path.with_name("store.json.1")).read() == OLD
        assert forever or not list(tmp_path.glob(".*.tmp"))
    assert seen == {str(OLD), str(NEW)}


@pytest.mark.parametrize("code", ERRNOS, ids=errno.errorcode.get)
def test_a_first_save_is_whole_or_never_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    for first in range(1, 60):
        path = tmp_path / str(first) / "store.json"
        path.parent.mkdir()
        with monkeypatch.context() as patched:
            put_in(patched, faulty := Faulty(first, code, False))
            try:
                transact(DurableStorage(path))
                assert faulty.hit in ("", "close") or code == errno.EIO
            except StoreError:
                assert DurableStorage(path).read() in (None, NEW)
        assert not list(path.parent.glob(".*.tmp"))
        transact(DurableStorage(path))
        assert DurableStorage(path).read() == NEW
    assert not faulty.hit


@pytest.mark.parametrize("code", ERRNOS, ids=errno.errorcode.get)
def test_reading_never_passes_a_fault_for_an_empty_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    path = tmp_path / "store.json"
    read: list[object] = []
    put(path, OLD)
    for error in faults(
        monkeypatch, path, read.clear, lambda storage: read.append(storage.read()), code, forever=False
    ):
        assert read == ([OLD] if error is None else [])


@pytest.mark.parametrize("forever", [False, True], ids=["once", "forever"])
@pytest.mark.parametrize("code", ERRNOS, ids=errno.errorcode.get)
def test_restoring_loses_neither_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, forever: bool
) -> None:
    path = tmp_path / "store.json"

    def break_it() -> None:
        put(path, OLD, NEW)
        path.write_bytes(b"broken")

    for _ in faults(monkeypatch, path, break_it, DurableStorage.restore, code, forever):
        if path.read_bytes() == b"broken":
            DurableStorage(path).restore()
        assert DurableStorage(path).read() == OLD
        assert [kept.read_bytes() for kept in tmp_path.glob("*.damaged-*")][:1] == [b"broken"]


@pytest.mark.parametrize("code", ERRNOS, ids=errno.errorcode.get)
def test_a_store_is_discarded_or_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    path = tmp_path / "store.json"
    for _ in faults(monkeypatch, path, lambda: put(path, NEW, MORE, OLD), discard, code, forever=False):
        assert DurableStorage(path).read() in (None, OLD)
        discard(DurableStorage(path))
        assert [file.name for file in tmp_path.iterdir()] == ["store.json.lock"]


def test_a_retry_on_the_same_instance_goes_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store.json"
    storage = DurableStorage(path)
    write(storage, OLD)
    for first in range(1, 60):
        with monkeypatch.context() as patched:
            put_in(patched, faulty := Faulty(first, errno.ENOSPC, False))
            try:
                write(storage, NEW)
            except StoreError:
                assert faulty.hit
        write(storage, OLD)
        assert DurableStorage(path).read() == OLD
    assert not faulty.hit


def test_short_writes_are_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.write
    monkeypatch.setattr("os.write", lambda file, data: real(file, data[:7]))
    write(DurableStorage(tmp_path / "store.json"), NEW)
    assert DurableStorage(tmp_path / "store.json").read() == NEW


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EACCES, "not allowed"),
        (errno.EROFS, "read-only"),
        (errno.EIO, "disk reported an error"),
        (errno.EMFILE, "Too many open files"),
    ],
)
def test_the_message_says_what_happened_what_was_kept_and_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, words: str
) -> None:
    path = tmp_path / "store.json"
    put(path, OLD)

    def fail(file: int, data: bytes) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("os.write", fail)
    with pytest.raises(StoreError, match=words) as caught:
        write(DurableStorage(path), NEW)
    message = str(caught.value)
    assert message.startswith(f"store.json in {tmp_path} could not be saved: ")
    assert "What was saved before is whole" in message and message.lower().endswith("try again.")
