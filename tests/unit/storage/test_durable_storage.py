"""DurableStorage by itself: modes, damage, locks, backups, transactions."""

import contextlib
import errno
import fcntl
import hashlib
import json
import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb import TinyDB

from alliance_tui.domain.errors import Damaged, NewerFormat, StoreAway, StoreBusy, StoreError
from alliance_tui.storage import disk, file_format, lock
from alliance_tui.storage.durable_storage import DurableStorage
from tests.full import EXAMPLES, bits
from tests.tables import Tables, database, write
from tests.unit.samples import discard


def tables(n: int) -> Tables:
    """A small store that differs by `n`."""
    return {"_default": {"1": {"n": n, "text": "ein Wort – a word " * 3}}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the store under test is."""
    return tmp_path / "store.json"


@pytest.fixture
def store(path: Path) -> DurableStorage:
    """A store saved four times: the file is generation 4, its backups 3, 2 and 1."""
    storage = DurableStorage(path)
    for n in range(1, 5):
        write(storage, tables(n))
    return storage


@pytest.fixture
def umask() -> Iterator[None]:
    """The most careless umask."""
    before = os.umask(0)
    yield
    os.umask(before)


def generation_of(path: Path) -> int:
    """The number of the save in a file."""
    return file_format.parse_file(path.read_bytes()).generation


def names(folder: Path) -> set[str]:
    """The files in a folder."""
    return {entry.name for entry in folder.iterdir()}


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Hold the store's lock as another program would: through a descriptor of its own."""
    with (path.parent / f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def counted(monkeypatch: pytest.MonkeyPatch, name: str) -> list[bool]:
    """Note each call of os.`name` with a descriptor: True for a folder's."""
    real, calls = getattr(os, name), list[bool]()

    def call(descriptor: int, *rest: Any) -> Any:
        calls.append(stat.S_ISDIR(os.fstat(descriptor).st_mode))
        return real(descriptor, *rest)

    monkeypatch.setattr(f"os.{name}", call)
    return calls


def without_links(monkeypatch: pytest.MonkeyPatch, code: int = errno.EPERM) -> None:
    """Make the file system one that has no hard links."""

    def link(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr("os.link", link)


# Places and modes


@pytest.mark.parametrize("mask", [0, 0o777])
@pytest.mark.parametrize("links", [True, False])
def test_files_are_private_whatever_the_umask(
    path: Path, mask: int, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        without_links(monkeypatch)
    before = os.umask(mask)
    try:
        storage = DurableStorage(path)
        for n in range(3):
            write(storage, tables(n))
    finally:
        os.umask(before)
    modes = {item.name: stat.S_IMODE(item.stat().st_mode) for item in path.parent.iterdir()}
    assert modes == dict.fromkeys(["store.json", "store.json.1", "store.json.2", "store.json.lock"], 0o600)


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path, umask: None) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    write(DurableStorage(tmp_path / "open" / "store.json"), {})
    assert stat.S_IMODE((tmp_path / "open").stat().st_mode) == 0o755


def test_reading_nothing_creates_nothing(tmp_path: Path) -> None:
    storage = DurableStorage(tmp_path / "none" / "store.json")
    assert storage.read() is None
    assert names(tmp_path) == set()


@pytest.mark.parametrize("name", ["store.json", "store.json.lock"])
@pytest.mark.parametrize("dangling", [True, False])
def test_a_symbolic_link_is_refused(path: Path, name: str, dangling: bool) -> None:
    target = path.parent / "elsewhere"
    if not dangling:
        target.write_text("{}")
    path.with_name(name).symlink_to(target)
    with pytest.raises(StoreError, match="symbolic link"):
        write(DurableStorage(path), tables(1))
    assert target.exists() is not dangling and path.with_name(name).is_symlink()
    assert dangling or target.read_text() == "{}"


def test_a_fifo_is_refused_and_not_waited_for(path: Path) -> None:
    os.mkfifo(path)
    with pytest.raises(StoreError, match="not a regular file"):
        DurableStorage(path).read()


@pytest.mark.parametrize("act", ["transaction", "restore"])
def test_a_folder_that_is_away_is_not_made_anew(tmp_path: Path, act: str) -> None:
    storage = DurableStorage(tmp_path / "away" / "store.json")
    assert storage.read() is None
    with pytest.raises(StoreAway, match=r"folder .*/away is not there now: .*Nothing was changed\. What you typed"):
        match act:
            case "restore":
                storage.restore()
            case _:
                with storage.transaction():
                    raise AssertionError("entered")
    assert names(tmp_path) == set()


def test_a_folder_that_goes_away_in_a_save_is_told_from_a_full_disk(
    path: Path, store: DurableStorage, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("trash") / "moved"
    with pytest.raises(StoreAway, match="this change is not in it"), store.transaction() as buffer:
        buffer.write(tables(5))
        path.parent.rename(elsewhere)
    assert not path.parent.exists()
    assert DurableStorage(elsewhere / path.name).read() == tables(4)


def test_a_folder_that_is_a_file_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="could not be locked"):
        write(DurableStorage(tmp_path / "file" / "store.json"), {})


# The file


def test_the_file_is_as_documented(path: Path, store: DurableStorage) -> None:
    head, body, rest = path.read_bytes().split(b"\n")
    header = json.loads(head)
    assert rest == b"" and json.loads(body) == tables(4)
    digest = hashlib.sha256(b"2 4\n" + body).hexdigest()
    proof = hashlib.sha256(head.partition(b',"proof"')[0] + b"}").hexdigest()
    assert header == {
        "format": 2, "generation": 4, "sha256": digest, "bytes": len(body), "cover": {}, "proof": proof
    }  # fmt: skip
    assert list(header) == ["format", "generation", "sha256", "bytes", "cover", "proof"]


def test_each_save_has_the_next_number_and_a_stamp_of_its_own(path: Path, store: DurableStorage) -> None:
    assert generation_of(path) == 4 and store.saved == disk.stamp(path)
    other = DurableStorage(path)
    assert other.saved is None
    write(other, tables(5))
    assert generation_of(path) == 5 and other.saved == disk.stamp(path) != store.saved
    assert other.saved is not None and other.saved[2] == path.stat().st_size


def test_a_lone_surrogate_is_refused_without_showing_the_text(path: Path, store: DurableStorage) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreError, match="surrogate") as caught:
        write(store, {"_default": {"1": {"text": "secret \ud800"}}})
    assert "secret" not in str(caught.value)
    assert caught.value.__cause__ is None and caught.value.__context__ is None
    assert path.read_bytes() == before


@pytest.mark.parametrize("value", [float("nan"), float("inf"), {1, 2}, b"bytes"])
def test_what_json_cannot_hold_is_refused(path: Path, store: DurableStorage, value: object) -> None:
    before = path.read_bytes()
    with pytest.raises(StoreError, match="JSON has no form"), store.transaction() as buffer:
        TinyDB(storage=lambda: buffer).insert({"value": value})
    assert path.read_bytes() == before


def test_a_newer_format_is_neither_read_nor_replaced(path: Path) -> None:
    newer = b'{"format":3,"generation":7,"sha256":"0","bytes":3}\nnew\n'
    path.write_bytes(newer)
    storage = DurableStorage(path)
    for act in (storage.read, lambda: write(storage, {}), storage.restore):
        with pytest.raises(NewerFormat, match=r"store\.json .* newer release"):
            act()
    assert path.read_bytes() == newer


# Damage


def damaged(path: Path, raw: bytes) -> Damaged:
    """Put `raw` in the file; return the error that every act then gives, seeing that nothing is changed."""
    path.write_bytes(raw)
    storage = DurableStorage(path)
    with pytest.raises(Damaged) as caught:
        storage.read()
    with pytest.raises(Damaged), storage.transaction():
        raise AssertionError("entered")
    assert path.read_bytes() == raw
    return caught.value


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\n",
        b"\0" * 300,
        b"nonsense",
        b"[]",
        b"null",
        b'{"_default": 1}',
        b"{}",
        b'{"_default": {"1": {"n": 4}}}',
        b'{"_default": {"1": NaN}}',
        b"[" * 9999,
    ],
)
def test_damage_is_said_with_the_way_back(path: Path, store: DurableStorage, raw: bytes) -> None:
    error = damaged(path, raw)
    assert error.path == path and error.good == path.with_name("store.json.1")
    assert f"store.json in {path.parent}" in str(error)
    assert "Nothing was changed" in str(error) and "Generation 3, in store.json.1" in str(error)


def test_a_lost_file_is_damage_where_a_backup_tells_of_it(path: Path, store: DurableStorage) -> None:
    path.unlink()
    with pytest.raises(Damaged, match="missing") as caught:
        store.read()
    assert caught.value.good == path.with_name("store.json.1")
    with pytest.raises(Damaged), store.transaction():
        raise AssertionError("entered")
    assert not path.exists()


def test_the_newest_good_backup_is_found(path: Path, store: DurableStorage) -> None:
    path.with_name("store.json.1").write_bytes(b"")
    assert damaged(path, b"x").good == path.with_name("store.json.2")
    path.with_name("store.json.2").unlink()
    path.with_name("store.json.3").write_bytes(b"{}x")
    error = damaged(path, b"x")
    assert error.good is None and "no older good copy" in str(error)


def saved(n: int) -> bytes:
    """The bytes of a saved file with text of two, three and four bytes a character in it."""
    cover = {"number": n, "name": "Tomás – 王芳 🏳️"}
    return file_format.with_header(json.dumps(tables(n), ensure_ascii=False).encode(), n, cover)


@pytest.fixture(scope="module")
def one_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that every example writes anew."""
    path = tmp_path_factory.mktemp("damage") / "store.json"
    path.with_name("store.json.1").write_bytes(saved(1))
    return path


def found(path: Path, raw: bytes) -> bool:
    """Tell whether reading `raw` is refused."""
    path.write_bytes(raw)
    with contextlib.suppress(Damaged):
        DurableStorage(path).read()
        return False
    return True


def test_every_flipped_bit_and_every_cut_of_a_file_is_found(one_file: Path) -> None:
    whole = saved(10)
    assert not found(one_file, whole)
    for place in range(len(whole)):
        assert found(one_file, whole[:place]), f"cut at {place}"
        for bit in bits(place):
            flipped = bytearray(whole)
            flipped[place] ^= 1 << bit
            assert found(one_file, bytes(flipped)), f"bit {bit} of byte {place}"


@settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(n=st.integers(1, 10**6), data=st.data())
def test_random_damage_is_found(one_file: Path, n: int, data: st.DataObject) -> None:
    whole = saved(n)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    raw = whole[:start] + data.draw(st.binary(max_size=40)) + whole[end:]
    assert found(one_file, raw) is (raw != whole)


# A second writer


def test_a_held_lock_is_given_up_after_the_patience(
    path: Path, store: DurableStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0.03)
    hasty = DurableStorage(path)
    before = path.read_bytes()
    with held(path):
        for act in (lambda: write(hasty, {}), hasty.restore):
            with pytest.raises(StoreBusy, match=r"store\.json .* 0\.03 s"):
                act()
        assert hasty.read() == tables(4)
    assert path.read_bytes() == before
    write(hasty, tables(5))


def test_two_instances_in_one_process_exclude_each_other(
    path: Path, store: DurableStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 0)
    hasty = DurableStorage(path)
    with store.transaction():
        with pytest.raises(StoreBusy):
            write(hasty, {})
        assert hasty.read() == tables(4)
    write(hasty, {})


def test_a_waiting_program_gets_the_lock(path: Path, store: DurableStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 60)
    waiting = threading.Event()

    def act() -> None:
        waiting.set()
        with DurableStorage(path).transaction() as buffer:
            TinyDB(storage=lambda: buffer).insert({"n": "waited"})

    with held(path):
        thread = threading.Thread(target=act)
        thread.start()
        waiting.wait(60)
        assert store.read() == tables(4)
    thread.join(60)
    assert database(path).get(doc_id=2) == {"n": "waited"}


def test_threads_exclude_each_other(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lock, "PATIENCE", 60)
    storage = DurableStorage(path)

    def act(name: str) -> None:
        for n in range(20):
            with storage.transaction() as buffer:
                TinyDB(storage=lambda: buffer).insert({name: n})

    threads = [threading.Thread(target=act, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    documents = database(path).all()
    assert len(documents) == 60 and generation_of(path) == 60
    for name in "abc":
        assert [document[name] for document in documents if name in document] == list(range(20))


# Transactions


def test_a_transaction_saves_once(path: Path, store: DurableStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = counted(monkeypatch, "fsync")
    with store.transaction() as buffer:
        db = TinyDB(storage=lambda: buffer)
        for n in range(10):
            db.insert({"n": n})
        db.table("other").insert({"n": 1})
        assert synced == []
    assert synced == [False, True]  # one file, then one folder
    assert generation_of(path) == 5
    assert len(database(path)) == 11


@pytest.mark.parametrize("write_the_same", [True, False])
def test_a_transaction_without_a_change_saves_nothing(path: Path, store: DurableStorage, write_the_same: bool) -> None:
    before = disk.stamp(path)
    with store.transaction() as buffer:
        data = buffer.read()
        if write_the_same and data:
            buffer.write(data)
    assert disk.stamp(path) == before


def test_an_empty_transaction_on_nothing_leaves_no_file(path: Path) -> None:
    with DurableStorage(path).transaction() as buffer:
        assert buffer.read() is None
    assert names(path.parent) == {"store.json.lock"}


def test_an_exception_in_a_transaction_saves_nothing(path: Path, store: DurableStorage) -> None:
    before = path.read_bytes(), names(path.parent)
    with pytest.raises(ZeroDivisionError), store.transaction() as buffer:
        buffer.write({})
        raise ZeroDivisionError
    assert (path.read_bytes(), names(path.parent)) == before
    write(store, tables(5))


def test_a_transaction_sees_what_another_program_saved(path: Path, store: DurableStorage) -> None:
    write(DurableStorage(path), tables(9))
    with store.transaction() as buffer:
        assert buffer.read() == tables(9)
        buffer.write(tables(10))
    assert DurableStorage(path).read() == tables(10)


def test_the_buffer_shares_nothing(store: DurableStorage) -> None:
    given_data = tables(5)
    with store.transaction() as buffer:
        buffer.write(given_data)
        given_data["_default"]["1"]["n"] = "changed after"
        read = buffer.read()
        assert read == tables(5)
        read["_default"].clear()
        assert buffer.read() == tables(5)
    assert store.read() == tables(5)


def test_a_transaction_may_end_with_the_files_removal(
    path: Path, store: DurableStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.transaction() as buffer:
        assert buffer.read() == tables(4)
        buffer.discard()
        assert buffer.read() is None
        monkeypatch.setattr(lock, "PATIENCE", 0)
        with pytest.raises(StoreBusy):
            write(DurableStorage(path), {})
        assert DurableStorage(path).read() == tables(4)
    assert names(path.parent) == {"store.json.lock"}
    assert store.read() is None


def test_what_is_written_after_a_discard_is_saved(path: Path, store: DurableStorage) -> None:
    with store.transaction() as buffer:
        buffer.discard()
        buffer.write(tables(9))
    assert numbers(path) == [5, 4, 3, 2, None]


def test_an_exception_after_a_discard_removes_nothing(path: Path, store: DurableStorage) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction() as buffer:
        buffer.discard()
        raise ZeroDivisionError
    assert numbers(path) == [4, 3, 2, 1, None]


def test_a_buffer_kept_too_long_is_refused(store: DurableStorage) -> None:
    with store.transaction() as kept:
        pass
    with pytest.raises(RuntimeError, match="over"):
        kept.write({})
    with pytest.raises(RuntimeError, match="over"):
        kept.discard()
    assert store.read() == tables(4)


# Backups


def numbers(path: Path) -> list[int | None]:
    """The generations of the file and its backups."""
    places = [path.with_name(path.name + ending) for ending in ("", ".1", ".2", ".3", ".4")]
    return [generation_of(each) if each.exists() else None for each in places]


def test_older_saves_move_up(path: Path) -> None:
    storage = DurableStorage(path)
    for n in range(9):
        write(storage, tables(n))
    assert numbers(path) == [9, 8, 7, 6, None]


def test_a_gap_is_filled_before_the_oldest_is_given_up(path: Path, store: DurableStorage) -> None:
    path.with_name("store.json.2").unlink()
    write(store, tables(5))
    assert numbers(path) == [5, 4, 3, 1, None]


def test_a_save_that_failed_late_does_not_keep_one_save_twice(
    path: Path, store: DurableStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.replace

    def fail(old: Path, new: Path) -> None:
        if new == path:
            raise OSError(5, "broken")
        real(old, new)

    with monkeypatch.context() as broken:
        broken.setattr("os.replace", fail)
        for _ in range(3):
            with pytest.raises(StoreError):
                write(store, tables(5))
    assert numbers(path) == [4, 4, 3, 2, None]
    write(store, tables(5))
    assert numbers(path) == [5, 4, 3, 2, None]


@pytest.mark.parametrize("code", [errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK])
def test_without_hard_links_older_saves_are_kept_as_copies(
    path: Path, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_links(monkeypatch, code)
    storage = DurableStorage(path)
    for n in range(9):
        write(storage, tables(n))
    assert numbers(path) == [9, 8, 7, 6, None]
    assert len({entry.stat().st_ino for entry in path.parent.glob("store.json*")}) == 5  # with the lock
    path.write_bytes(b"broken")
    assert storage.restore() == path.with_name("store.json.damaged-1")
    assert path.with_name("store.json.damaged-1").read_bytes() == b"broken"
    assert storage.read() == tables(7)
    assert not [*path.parent.glob(".*.tmp")]


def test_without_hard_links_a_file_that_is_unreadable_is_moved(
    path: Path, store: DurableStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = path.stat().st_ino
    without_links(monkeypatch)
    unreadable(monkeypatch, path)
    assert store.restore() == path.with_name("store.json.damaged-1")
    assert path.with_name("store.json.damaged-1").stat().st_ino == bad
    assert numbers(path) == [3, None, 2, 1, None]


@pytest.mark.parametrize("links", [True, False])
def test_a_restore_that_fails_late_leaves_the_damaged_file(
    path: Path, store: DurableStorage, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(b"broken")
    real = os.replace

    def fail(old: Path, new: Path) -> None:
        if new == path:
            raise OSError(errno.EIO, "broken")
        real(old, new)

    with monkeypatch.context() as broken:
        if not links:
            without_links(broken)
        broken.setattr("os.replace", fail)
        with pytest.raises(StoreError, match="could not be restored"):
            store.restore()
    assert path.read_bytes() == b"broken" and not [*path.parent.glob("*.damaged-*")]
    store.restore()
    assert store.read() == tables(3)


# A disk that can't read


def unreadable(monkeypatch: pytest.MonkeyPatch, *paths: Path, times: int = 10**6) -> None:
    """Refuse the first reads of these files, as a bad patch of a disk does."""
    real, left = disk._read_regular_file, {path.stat().st_ino: times for path in paths}

    def read(path: Path) -> bytes | None:
        number = path.stat().st_ino if path.exists() else 0
        if left.get(number, 0):
            left[number] -= 1
            raise OSError(errno.EIO, "broken")
        return real(path)

    monkeypatch.setattr(disk, "_read_regular_file", read)


@pytest.mark.parametrize("name", ["store.json", "store.json.1"])
def test_a_trouble_that_passes_lets_no_older_copy_win(
    path: Path, store: DurableStorage, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if name != "store.json":
        path.write_bytes(b"broken")
    unreadable(monkeypatch, path.with_name(name), times=2)
    if name == "store.json":
        assert store.read() == tables(4)
    else:
        store.restore()
        assert store.read() == tables(3)


@pytest.mark.parametrize("older", [True, False])
def test_an_older_copy_is_not_put_back_while_a_newer_one_may_be_good(
    path: Path, store: DurableStorage, older: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not older:
        path.with_name("store.json.2").unlink()
        path.with_name("store.json.3").unlink()
    with monkeypatch.context() as bad:
        unreadable(bad, path.with_name("store.json.1"))
        error = damaged(path, b"broken")
        before = {entry: entry.read_bytes() for entry in path.parent.iterdir()}
        with pytest.raises(Damaged, match=r"store\.json\.1, its newest copy, may be good, but the disk") as caught:
            store.restore()
        assert str(caught.value) == str(error) and "move store.json.1 out of the folder first" in str(error)
        assert {entry: entry.read_bytes() for entry in path.parent.iterdir()} == before
    if older:
        path.with_name("store.json.1").rename(path.with_name("elsewhere"))
        store.restore()
        assert store.read() == tables(2)


def test_an_older_copy_is_not_put_back_over_one_of_a_newer_release(path: Path, store: DurableStorage) -> None:
    path.with_name("store.json.1").write_bytes(b'{"format":3,"generation":7,"sha256":"0","bytes":3}\nnew\n')
    path.write_bytes(b"broken")
    with pytest.raises(Damaged, match="newer release: update, then run"):
        store.restore()
    assert path.read_bytes() == b"broken"


@pytest.mark.parametrize("broken", ["bytes", "link", "device"])
def test_a_copy_that_is_none_is_passed_over(path: Path, store: DurableStorage, broken: str) -> None:
    path.write_bytes(b"broken")
    copy = path.with_name("store.json.1")
    copy.unlink()
    match broken:
        case "bytes":
            copy.write_bytes(b"broken")
        case "link":
            copy.symlink_to(path.with_name("store.json.3"))
        case _:
            os.mkfifo(copy)
    store.restore()
    assert store.read() == tables(2)


def test_backups_that_are_spoilt_are_told(path: Path, store: DurableStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [*store.damaged_backups()] == []
    path.with_name("store.json.1").write_bytes(b"")
    path.with_name("store.json.2").unlink()
    unreadable(monkeypatch, path.with_name("store.json.3"))
    assert [*store.damaged_backups()] == [
        (path.with_name("store.json.1"), "it is not what was saved"),
        (path.with_name("store.json.3"), "it can't be read"),
    ]


# Older formats


def format_1(n: int) -> bytes:
    """A file as format 1 has it."""
    body = json.dumps(tables(n), ensure_ascii=False, separators=(",", ":")).encode()
    digest = hashlib.sha256(b"1 %d\n%b" % (n, body)).hexdigest()
    head = f'{{"format":1,"generation":{n},"sha256":"{digest}","bytes":{len(body)}}}\n'
    return head.encode() + body + b"\n"


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize(
    ("old", "ending", "generation"),
    [(format_1(7), ".format-1", 7), (json.dumps(tables(7)).encode(), ".format-0", 0)],
    ids=["format 1", "plain"],
)
def test_an_older_format_is_upgraded_by_the_next_save_and_kept(
    path: Path, old: bytes, ending: str, generation: int, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not links:
        without_links(monkeypatch)
    path.write_bytes(old)
    storage = DurableStorage(path)
    assert storage.read() == tables(7)
    with storage.transaction() as buffer:
        assert buffer.read() == tables(7)
    assert path.read_bytes() == old and names(path.parent) == {"store.json", "store.json.lock"}
    for n in range(8, 14):
        write(storage, tables(n))
        assert path.with_name(f"store.json{ending}").read_bytes() == old
    assert path.read_bytes().startswith(b'{"format":2,') and generation_of(path) == generation + 6
    assert len([*path.parent.glob("*.format-*")]) == 1
    discard(storage)
    assert names(path.parent) == {"store.json.lock"}


def test_an_older_file_put_back_by_hand_is_kept_too(path: Path) -> None:
    storage = DurableStorage(path)
    for n in (7, 8):
        path.write_bytes(format_1(n))
        write(DurableStorage(path), tables(n + 10))
    assert path.with_name("store.json.format-1").read_bytes() == format_1(7)
    assert path.with_name("store.json.format-1-2").read_bytes() == format_1(8)
    discard(storage)
    assert names(path.parent) == {"store.json.lock"}


@pytest.mark.parametrize("links", [True, False])
def test_an_upgrade_that_fails_late_keeps_the_old_file_once(
    path: Path, links: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_bytes(format_1(7))
    real = os.replace

    def fail(old: Path, new: Path) -> None:
        if new == path:
            raise OSError(errno.EIO, "broken")
        real(old, new)

    with monkeypatch.context() as broken:
        if not links:
            without_links(broken)
        broken.setattr("os.replace", fail)
        for _ in range(3):
            with pytest.raises(StoreError):
                write(DurableStorage(path), tables(8))
    assert path.read_bytes() == format_1(7)
    assert names(path.parent) == {"store.json", "store.json.1", "store.json.format-1", "store.json.lock"}
    write(DurableStorage(path), tables(8))
    assert numbers(path) == [8, 7, None, None, None]


def test_every_flipped_bit_and_every_cut_of_an_older_file_is_found(one_file: Path) -> None:
    whole = format_1(10)
    assert not found(one_file, whole)
    for place in range(len(whole)):
        assert found(one_file, whole[:place]), f"cut at {place}"
        for bit in bits(place):
            flipped = bytearray(whole)
            flipped[place] ^= 1 << bit
            assert found(one_file, bytes(flipped)), f"bit {bit} of byte {place}"


def test_restore_puts_back_the_newest_good_save(path: Path, store: DurableStorage) -> None:
    path.write_bytes(b"broken")
    path.with_name("store.json.1").write_bytes(b"broken too")
    (path.parent / f".store.json.{'0' * 16}.tmp").touch()
    kept = store.restore()
    assert kept == path.with_name("store.json.damaged-1") and kept.read_bytes() == b"broken"
    assert store.read() == tables(2) and generation_of(path) == 2
    path.write_bytes(b"again")
    assert store.restore() == path.with_name("store.json.damaged-2")
    assert store.read() == tables(1)
    write(store, tables(7))
    assert generation_of(path) == 2
    assert names(path.parent) == {
        "store.json", "store.json.1", "store.json.2", "store.json.damaged-1", "store.json.damaged-2",
        "store.json.lock",
    }  # fmt: skip


def test_restore_puts_back_a_lost_file(path: Path, store: DurableStorage) -> None:
    path.unlink()
    assert store.restore() is None
    assert store.read() == tables(3)


def test_restore_without_a_good_copy_changes_nothing(path: Path) -> None:
    storage = DurableStorage(path)
    with pytest.raises(Damaged, match="no older good copy"):
        storage.restore()
    path.write_bytes(b"broken")
    with pytest.raises(Damaged, match="no older good copy"):
        storage.restore()
    assert path.read_bytes() == b"broken" and names(path.parent) == {"store.json", "store.json.lock"}


def test_restore_leaves_a_whole_file_alone(path: Path, store: DurableStorage) -> None:
    with pytest.raises(StoreError, match="whole"):
        store.restore()
    assert numbers(path) == [4, 3, 2, 1, None]


def test_discard_leaves_the_lock_file_and_the_neighbours(path: Path, store: DurableStorage) -> None:
    gone = [f".store.json.{'a' * 16}.tmp", "store.json.damaged-1", "store.json.9"]
    neighbours = {"store.json.bak", "storeXjson", "store.json.1x", f".storeXjson.{'a' * 16}.tmp", "x.store.json.1"}
    for name in {*gone, *neighbours}:
        (path.parent / name).touch()
    discard(store)
    assert names(path.parent) == neighbours | {"store.json.lock"}
    assert store.read() is None
    write(store, tables(1))
    assert generation_of(path) == 1
