"""The index: listing through it equals listing by reading everything, whatever happened to the store or to it."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_tui.domain.alliance import Partners
from alliance_tui.domain.entry import Entry, entry_of
from alliance_tui.domain.errors import AllianceError, NewerFormat
from alliance_tui.domain.trash import Trashed
from alliance_tui.storage import catalogue, index
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.fileformat import encode, frame
from alliance_tui.storage.index import INDEX
from alliance_tui.storage.library import Library
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, alliance, discard_session, rich_session, session, version

Act = Callable[[Library, str], object]


@pytest.fixture(autouse=True)
def _always(monkeypatch: pytest.MonkeyPatch) -> None:
    """An index for any number of alliances, and lines of few."""
    monkeypatch.setattr(index, "FEWEST", 1)
    monkeypatch.setattr(index, "FIRST", 2)
    monkeypatch.setattr(index, "LINE", 2)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Five alliances, all in the index."""
    library = Library(tmp_path / "store")
    for left in ("Ada", "Ines", "Mei", "Zoë", "王芳"):
        add(library, left)
    assert len(library.entries()) == 5
    return library


def add(library: Library, left: str) -> str:
    """An alliance with a session that is open."""
    return library.add(alliance(left), replace(rich_session(), partners=Partners(left, "Grace"))).name


def read(root: Path) -> list[Entry]:
    """Every alliance, by reading all of them."""
    library = Library(root)
    return [_read(library, name) for name in library.names()]


def _read(library: Library, name: str) -> Entry:
    try:
        return entry_of(*library.load(name))
    except AllianceError as error:
        return Entry(name, newer=isinstance(error, NewerFormat), problem=str(error))


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The alliances that are read whole from now on."""
    found: list[str] = []
    load = Library._load

    def counted(self: Library, name: str) -> object:
        found.append(name)
        return load(self, name)

    monkeypatch.setattr(Library, "_load", counted)
    return found


# What is read again


def test_nothing_is_read_twice(library: Library, reads: list[str]) -> None:
    """Neither by this program nor by the next."""
    again = [*library.entries()]
    assert again == Library(library.root).entries()
    assert reads == []
    assert again == read(library.root)


def test_only_what_changed_is_read(library: Library, reads: list[str]) -> None:
    """A save, by another program or by this."""
    Library(library.root).change_session("mei-and-grace", lambda now: replace(now, number=7))
    assert [entry.session.number for entry in library.entries() if entry.session] == [1, 1, 7, 1, 1]
    assert reads == ["mei-and-grace"]


def test_the_first_step_is_a_screenful_of_the_newest(library: Library) -> None:
    """So that they can be shown while the others are looked at."""
    discard_session(library, "ada-and-grace")
    library.entries()
    steps = [*Library(library.root).look()]
    assert [len(step.entries) for step in steps] == [2, 2, 1]
    assert {step.of for step in steps} == {5}
    assert steps[-1].entries[0].name == "ada-and-grace"


def test_a_program_that_ends_amid_a_look_has_not_read_in_vain(
    library: Library, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next one goes on where it was, or a little before."""
    (library.root / INDEX).unlink()
    monkeypatch.setattr(catalogue, "AT_ONCE", 1)
    look = Library(library.root).look()
    for _ in range(4):
        next(look)
    assert len(reads) == 4
    assert Library(library.root).entries() == read(library.root)
    assert len(reads) < 4 + 5 + 5


def test_a_look_that_was_given_up_is_gone_on_with(library: Library, reads: list[str]) -> None:
    """What it has read is not read again."""
    (library.root / INDEX).unlink()
    fresh = Library(library.root)
    add(fresh, "Eve")
    del reads[:]
    for _ in fresh.look():
        break
    assert len(fresh.entries()) == 6
    assert len(reads) == 6


def test_what_is_saved_while_it_is_read_does_not_hold(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The row would be of one state and its stamps of another."""
    load = Library._load

    def slow(self: Library, name: str) -> object:
        found = load(self, name)
        discard_session(Library(self.root), name)
        return found

    add(library, "Eve")
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(Library, "_load", slow)
        library.entries()
    assert Library(library.root).entries() == library.entries() == read(library.root)


# The file


def test_it_is_for_its_owner_alone(library: Library) -> None:
    """Whatever the umask; and nothing half-written is left."""
    before = os.umask(0)
    try:
        add(library, "Eve")
        library.entries()
    finally:
        os.umask(before)
    assert stat.S_IMODE((library.root / INDEX).stat().st_mode) == 0o600
    assert {path.name for path in library.root.iterdir() if path.name.startswith(".")} == {INDEX, ".store.lock"}


def test_few_alliances_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their names need not stand in two places."""
    monkeypatch.setattr(index, "FEWEST", 100)
    library = Library(tmp_path / "store")
    add(library, "Ada")
    assert len(library.entries()) == 1
    assert not (library.root / INDEX).exists()


def test_it_holds_no_words_of_answers(library: Library) -> None:
    """Names and dates alone."""
    raw = (library.root / INDEX).read_text()
    assert "Ada" in raw
    assert "Frank" not in raw
    assert "Grace tells" not in raw


def test_what_is_deleted_is_gone_from_it_at_once(library: Library) -> None:
    """Also by a program that has not looked yet."""
    for deleting in (library, Library(library.root)):
        name = deleting.names()[0]
        delete(deleting, name)
        assert name not in (library.root / INDEX).read_text()
    assert Library(library.root).entries() == read(library.root)


HARM: dict[str, Callable[[bytes], bytes]] = {
    "emptied": lambda raw: b"",
    "cut": lambda raw: raw[: len(raw) // 2],
    "another line's end": lambda raw: raw.replace(b"Ada", b"Eve"),
    "no index": lambda raw: b'{"format": 1}\n',
    "binary": lambda raw: bytes(range(256)) * 9,
    "of another release": lambda raw: raw.replace(raw[:8], b"0" * 8),
    "lines in another order": lambda raw: b"".join(reversed(raw.splitlines(keepends=True))),
}


@pytest.mark.parametrize("harm", HARM.values(), ids=HARM.keys())
def test_a_damaged_index_is_passed_over_and_written_anew(library: Library, harm: Callable[[bytes], bytes]) -> None:
    """It is a cache: nothing is lost with it, and nobody is told."""
    path = library.root / INDEX
    path.write_bytes(harm(path.read_bytes()))
    assert Library(library.root).entries() == read(library.root)
    assert Library(library.root).entries() == read(library.root)


@pytest.mark.parametrize("kind", ["folder", "link", "fifo"])
def test_something_else_in_its_place(library: Library, kind: str) -> None:
    """Is left alone or replaced, but never followed and never waited for."""
    path, outside = library.root / INDEX, library.root.parent / "outside"
    path.unlink()
    outside.write_text("mine")
    if kind == "folder":
        path.mkdir()
    elif kind == "link":
        path.symlink_to(outside)
    else:
        os.mkfifo(path)
    assert Library(library.root).entries() == read(library.root)
    assert outside.read_text() == "mine"


def test_a_store_that_cannot_be_written(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Is listed all the same."""

    def refuse(*_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    (library.root / INDEX).unlink()
    monkeypatch.setattr(index, "write_new", refuse)
    assert Library(library.root).entries() == read(library.root)
    assert not (library.root / INDEX).exists()


# Any history


def delete(library: Library, name: str) -> Trashed:
    """Delete an alliance, whether it can be read or not."""
    return library.delete(name, NOON, id=library._owner(name)[0])


def _files(library: Library, name: str) -> Iterator[Path]:
    yield from sorted((library.root / name).glob("*.json"))


def _replaced(path: Path, raw: bytes) -> None:
    """Put other bytes in a file's place, its times as they were."""
    times = path.stat()
    beside = path.with_name("other")
    beside.write_bytes(raw)
    os.utime(beside, ns=(times.st_atime_ns, times.st_mtime_ns))
    beside.replace(path)


def _bite(library: Library, name: str) -> None:
    for path in _files(library, name):
        if raw := path.read_bytes():
            _replaced(path, raw[: len(raw) // 2] + bytes([raw[len(raw) // 2] ^ 1]) + raw[len(raw) // 2 + 1 :])


def _lose(library: Library, name: str) -> None:
    for path in _files(library, name):
        path.unlink()
        break


def _swap(library: Library, name: str) -> None:
    """Two folders change places."""
    other, aside = library.root / library.names()[0], library.root / ".aside"
    (library.root / name).rename(aside)
    if other.name != name:
        other.rename(library.root / name)
    aside.rename(other)


def _copy(library: Library, name: str) -> None:
    """One alliance's file lies in the place of another's, times and all."""
    shutil.copy2(library.root / name / ALLIANCE, library.root / library.names()[0] / "copied")
    (library.root / library.names()[0] / "copied").replace(library.root / library.names()[0] / ALLIANCE)


def _bare(library: Library, name: str) -> None:
    """A file without a header, as TinyDB itself writes it."""
    path = library.root / name / ALLIANCE
    path.write_bytes(path.read_bytes().partition(b"\n")[2])


def _newer(library: Library, name: str) -> None:
    path = library.root / name / SESSION
    path.write_bytes(frame(encode({}), 1).replace(b'"format":2', b'"format":9').replace(b'"sha256":"', b'"sha256":"0'))


def _restore_index(library: Library, _name: str) -> None:
    """The index of an earlier time comes back out of a backup."""
    path, kept = library.root / INDEX, library.root.parent / "kept"
    if kept.exists():
        shutil.copy2(kept, path)
    elif path.exists():
        shutil.copy2(path, kept)


ACTS: dict[str, Act] = {
    "add": lambda library, _: add(library, "Eve"),
    "change": lambda library, name: library.change_session(name, lambda now: now.choose(LEFT, "tone")),
    "rename": lambda library, name: library.rename(name, Partners("Augusta", "Grace"), "friends"),
    "version": lambda library, name: library.add_version(name, version(1)),
    "sign": lambda library, name: library.add_version(name, replace(version(1), session=rich_session().id)),
    "discard": discard_session,
    "open": lambda library, name: library.open_session(name, session(2)),
    "delete": delete,
    "undelete": lambda library, name: library.undelete(delete(library, name).id),
    "bite": _bite,
    "lose": _lose,
    "swap": _swap,
    "copy": _copy,
    "bare": _bare,
    "newer": _newer,
    "lose the folder": lambda library, name: shutil.rmtree(library.root / name),
    "lose the index": lambda library, _: (library.root / INDEX).unlink(missing_ok=True),
    "restore the index": _restore_index,
    "look": lambda library, _: next(library.look(), None),
}


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 9), st.booleans()), max_size=10))
def test_listing_is_reading_everything(history: list[tuple[str, int, bool]]) -> None:
    """After every act of any history, by this program and by others that come and go."""
    with tempfile.TemporaryDirectory() as folder:
        staying = Library(Path(folder) / "store")
        for left in ("Ada", "Ines", "Mei"):
            add(staying, left)
        for act, which, elsewhere in history:
            acting = Library(staying.root) if elsewhere else staying
            if names := acting.names():
                with contextlib.suppress(AllianceError, OSError):
                    ACTS[act](acting, names[which % len(names)])
            everything = read(staying.root)
            assert Library(staying.root).entries() == everything, act
            assert staying.entries() == everything, act
