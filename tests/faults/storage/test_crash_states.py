"""Every state that a power cut may leave: the system calls of a run of saves, recorded, then cut short everywhere.

After each call the disk may hold, of what was not yet synced: any 512-byte sector of any version since the last
fsync, or zeros; a file as long as in any of those versions; any selection of the folder's changes, or the first few.
Only what an fsync of the file, or of the folder for its names, returned for is certain. A rename is atomic.
"""

import contextlib
import errno
import json
import os
import random
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

import pytest
from tinydb import TinyDB
from tinydb.storages import JSONStorage

from alliance_tui.domain.errors import StoreError
from alliance_tui.storage.cover import read_cover
from alliance_tui.storage.disk import make_folder, sync, write_new
from alliance_tui.storage.durable_storage import DurableStorage
from alliance_tui.storage.file_format import Cover, Tables, encode, with_header
from tests.needs import need
from tests.tables import database, write

ROOT = Path(__file__).parents[3]
SECTOR = 512  # bytes that a disk writes whole
SAVES = 60
LENGTHS = [random.Random(n).choice([0, 100, 1500, 4000, 9000]) for n in range(SAVES)]  # characters of each text
TORN, SELECTED = 10, 10  # random states at each boundary
CALLS = "openat,write,pwrite64,fsync,fdatasync,ftruncate,lseek,mkdir,rmdir,"
CALLS += "link,linkat,unlink,unlinkat,rename,renameat,renameat2"

State = dict[str, bytes | None]  # by path; None for a folder


# The run that is recorded


def run_saves(kind: str, path: Path, saves: int) -> None:
    """Save numbers from 1 on, acknowledging each on stdout; `kind` is a storage, or one spoilt on purpose."""
    make_folder(path.parent)
    act, _, links = kind.partition(" by ")
    if links:
        setattr(os, "link", no_link)  # noqa: B010 - a plain assignment has the wrong type
    if act in RUNS:
        RUNS[act](path, saves)
    else:
        run_acts(kind, path, saves)


def run_acts(kind: str, path: Path, saves: int) -> None:
    """Save through TinyDB."""
    real = os.fsync

    def partly(descriptor: int) -> None:
        folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
        if kind != ("without folder sync" if folder else "without file sync"):
            real(descriptor)

    if kind.startswith("without"):
        setattr(os, "fsync", partly)  # noqa: B010 - a plain assignment has the wrong type
    db = TinyDB(path) if kind == "json" else database(path, cover_of)
    for number in range(1, saves + 1):
        db.upsert({"number": number, "text": text(number)}, lambda _: True)
        acknowledge(number)


def acknowledge(number: int) -> None:
    """Say which save has to be found from now on; the one after it may be found too."""
    os.write(1, b"saved %d\n" % number)


def cover_of(tables: Tables) -> Cover:
    """The number, for the cover."""
    return {"number": number_of(tables.get("_default"))}


def save(path: Path, number: int) -> None:
    """Save a number as a program of its own would."""
    write(DurableStorage(path, cover=cover_of), {"_default": {"1": {"number": number, "text": text(number)}}})


def run_repairs(path: Path, saves: int) -> None:
    """Damage each third save, put the one before it back, and save it again."""
    for number in range(1, saves + 1):
        save(path, number)
        acknowledge(number)
        if number % 3 == 0:
            acknowledge(number - 1)  # with the damage the last save is gone; the one before it must not be
            descriptor = os.open(path, os.O_WRONLY)
            os.write(descriptor, b"broken")
            os.fsync(descriptor)
            os.close(descriptor)
            DurableStorage(path).restore()
            acknowledge(number - 1)
            save(path, number)
            acknowledge(number)


def run_upgrade(path: Path, saves: int) -> None:
    """Save over a file of format 1."""
    write_new(path.with_name("old"), old_file())
    path.with_name("old").replace(path)
    sync(path.parent)
    acknowledge(1)
    for number in range(2, saves + 1):
        save(path, number)
        acknowledge(number)


def old_file() -> bytes:
    """The first save, as format 1 has it."""
    return with_header(encode({"_default": {"1": {"number": 1, "text": text(1)}}}), 1, form=1)


def no_link(*_: object, **__: object) -> None:
    """Stand in for os.link where there are no hard links."""
    raise OSError(errno.EPERM, os.strerror(errno.EPERM))


RUNS = {"repair": run_repairs, "upgrade": run_upgrade}


def text(number: int) -> str:
    """The text of one save: no two have a sector in common."""
    return (f"{number:03d} " * 3000)[: LENGTHS[number - 1]]


def record(kind: str, folder: Path, saves: int) -> list[tuple[str, ...]]:
    """Run the saves in `folder` under strace; return the calls that touch it, and the acknowledgements."""
    need("strace", "strace")
    trace = folder.with_name(f"{folder.name}.trace")
    path = folder / "store.json" if kind == "json" else folder / "deep" / "store.json"
    folder.mkdir()
    code = f"from {__name__} import *; run_saves({kind!r}, Path({str(path)!r}), {saves})"
    command = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", str(trace)]
    done = subprocess.run([*command, sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(calls(trace.read_text().splitlines(), str(folder)))


def plain(hexadecimal: str) -> bytes:
    """Undo strace's -xx."""
    return bytes(int(pair, 16) for pair in re.findall(r"\\x([0-9a-f]{2})", hexadecimal))


def calls(lines: list[str], folder: str) -> Iterator[tuple[str, ...]]:
    """Read strace's lines; data come as Latin-1 text, numbers as digits."""
    offsets: dict[str, int] = {}
    for line in lines:
        match = re.match(r"\d+\s+(\w+)\((.*)\)\s+= (\d+)", line)
        if not match:
            continue
        name, arguments, result = match[1], match[2], int(match[3])
        strings = [plain(each) for each in re.findall(r'"((?:\\x[0-9a-f]{2})*)"', arguments)]
        first = re.match(r"(\d+)<([^>]*)>", arguments)
        fd, place = (first[1], plain(first[2]).decode()) if first else ("", "")
        if fd == "1" and name == "write":
            if strings[0].startswith(b"saved"):
                yield ("saved", strings[0].split()[1].decode())
        elif name in ("openat", "mkdir", "rmdir") or name.startswith(("rename", "link", "unlink")):
            paths = [each.decode(errors="replace") for each in strings]
            if not paths[0].startswith(folder + "/"):
                continue
            if name == "openat":
                offsets[str(result)] = 0
                if "O_CREAT" in arguments:
                    yield ("create", paths[0])
            else:
                yield (re.sub("at2?$", "", name), *paths)
        elif place.startswith(folder) and name == "lseek":
            offsets[fd] = result
        elif place.startswith(folder) and name == "write":
            yield ("write", place, str(offsets[fd]), strings[0][:result].decode("latin-1"))
            offsets[fd] += result
        elif place.startswith(folder) and name == "ftruncate":
            yield ("truncate", place, arguments.rsplit(",", 1)[1].strip())
        elif place.startswith(folder):
            assert name in ("fsync", "fdatasync"), f"{name} is not modelled"
            yield ("sync", place)


# The disk


@dataclass
class Inode:
    """A file or a folder: its contents since the last sync, the first of them certain; None in a folder."""

    versions: list[bytes] | None
    pending: list[tuple[str, str, "Inode | None"]] = field(default_factory=list)
    certain: dict[str, "Inode"] = field(default_factory=dict)


class Disk:
    """What the calls so far have made of a folder, and what may be left of it."""

    def __init__(self, folder: str) -> None:
        """Start with an empty folder that is certain."""
        self.folder = folder
        self.names = {folder: Inode(None)}
        self.saved = 0

    def apply(self, call: tuple[str, ...]) -> None:
        """Do one call."""
        match call:
            case ("saved", number):
                self.saved = int(number)
            case ("create" | "mkdir" as kind, path):
                if path not in self.names:
                    self.names[path] = Inode([b""] if kind == "create" else None)
                    self._change(path, "", self.names[path])
            case ("write", path, offset, data):
                versions, start, new = self._versions(path), int(offset), data.encode("latin-1")
                old = versions[-1].ljust(start, b"\0")
                versions.append(old[:start] + new + old[start + len(new) :])
            case ("truncate", path, size):
                self._versions(path).append(self._versions(path)[-1][: int(size)].ljust(int(size), b"\0"))
            case ("sync", path):
                inode = self.names[path]
                if inode.versions is not None:
                    del inode.versions[:-1]
                inode.certain = dict(self._entries(inode, inode.pending))
                inode.pending.clear()
            case ("rename", old_path, new_path):
                self.names[new_path] = self.names.pop(old_path)
                self._change(new_path, old_path, self.names[new_path])
            case ("link", old_path, new_path):
                self.names[new_path] = self.names[old_path]
                self._change(new_path, "", self.names[new_path])
            case ("unlink", path):
                del self.names[path]
                self._change("", path, None)
            case _:
                raise AssertionError(f"{call[0]} is not modelled")

    def _versions(self, path: str) -> list[bytes]:
        versions = self.names[path].versions
        assert versions is not None
        return versions

    def _change(self, new: str, old: str, inode: Inode | None) -> None:
        self.names[str(Path(new or old).parent)].pending.append((new, old, inode))

    @staticmethod
    def _entries(folder: Inode, changes: list[tuple[str, str, Inode | None]]) -> dict[str, Inode]:
        entries = dict(folder.certain)
        for new, old, inode in changes:
            if old and (inode is None or entries.get(old) is inode):
                entries.pop(old, None)
            if inode is not None:
                entries[new] = inode
        return entries

    def left(
        self,
        changes: Callable[[list[tuple[str, str, Inode | None]]], list[tuple[str, str, Inode | None]]],
        content: Callable[[list[bytes]], bytes],
    ) -> State:
        """Return what is left if `changes` picks which names got through and `content` what is in each file."""
        state: State = {}

        def walk(folder: Inode) -> None:
            for path, inode in self._entries(folder, changes(folder.pending)).items():
                state[path] = None if inode.versions is None else content(inode.versions)
                if inode.versions is None:
                    walk(inode)

        walk(self.names[self.folder])
        return state

    def states(self, seed: int) -> Iterator[State]:
        """Yield legal states after a cut now; some come more than once."""
        chance = random.Random(seed)
        for content in (lambda versions: versions[-1], lambda versions: versions[0], zeros):
            yield self.left(list, content)
            yield self.left(lambda changes: [], content)
        for _ in range(TORN):
            yield self.left(list, lambda versions: torn(versions, chance))
        for _ in range(SELECTED):
            yield self.left(
                lambda changes: [each for each in changes if chance.random() < 0.5],
                lambda versions: torn(versions, chance),
            )
            yield self.left(lambda changes: changes[: chance.randint(0, len(changes))], lambda versions: versions[0])


def zeros(versions: list[bytes]) -> bytes:
    """A file as long as it was to be, with nothing in what is new: the space was given, the data not written."""
    return versions[-1] if len(versions) == 1 else versions[0][: len(versions[-1])].ljust(len(versions[-1]), b"\0")


def torn(versions: list[bytes], chance: random.Random) -> bytes:
    """A file whose every sector is of one version or another."""
    if len(versions) == 1:
        return versions[0]
    length = len(chance.choice(versions))
    sectors = [chance.choice([*versions, b""])[at : at + SECTOR] for at in range(0, length, SECTOR)]
    return b"".join(sector.ljust(SECTOR, b"\0") for sector in sectors)[:length]


# The check


@dataclass
class Outcome:
    """How the states of one run came out."""

    states: int = 0
    unreadable: int = 0
    lost: int = 0


def check(kind: str, folder: Path, number_in: Callable[[Path, State], int], saves: int = SAVES) -> Outcome:
    """Record a run, go through its states, and count those that are unreadable or lack an acknowledged save."""
    recorded = record(kind, folder, saves)
    assert [call[1] for call in recorded if call[0] == "saved"][-1] == str(saves)
    disk, seen, outcome = Disk(str(folder)), set(), Outcome()
    for place, call in enumerate([("saved", "0"), *recorded]):
        disk.apply(call)
        for state in disk.states(place):
            key = hash((disk.saved, tuple(sorted(state.items(), key=itemgetter(0)))))
            if key in seen:
                continue
            seen.add(key)
            try:
                number = number_in(folder, state)
            except (StoreError, ValueError, KeyError, AttributeError):
                outcome.unreadable += 1
            else:
                outcome.lost += number not in (disk.saved, disk.saved + 1)
    outcome.states = len(seen)
    print(f"{kind}: {outcome}")
    return outcome


def number_of(documents: dict[str, dict[str, object]] | None) -> int:
    """The number of the save that was read, its text being that save's; ValueError for a mixture."""
    if not documents:
        return 0
    document = documents["1"]
    number = document["number"]
    if not isinstance(number, int) or document["text"] != text(number):
        raise ValueError("a mixture of saves")
    return number


def lay_out(folder: Path, state: State) -> None:
    """Make the folder what the power cut left."""
    shutil.rmtree(folder)
    folder.mkdir()
    for path, data in sorted(state.items()):
        if data is None:
            Path(path).mkdir()
        else:
            Path(path).write_bytes(data)


def read_durable(folder: Path, state: State) -> int:
    """Read the state, and see that its cover is of the same save, and that work can go on from there."""
    lay_out(folder, state)
    path = folder / "deep" / "store.json"
    storage = DurableStorage(path)
    number = number_of((storage.read() or {}).get("_default"))
    cover = read_cover(path)
    if cover and cover != {"number": number}:
        raise ValueError("a cover of another save")
    path.parent.mkdir(exist_ok=True)
    write(storage, {"_default": {"1": {"number": 1, "text": text(1)}}})
    assert number_of((storage.read() or {}).get("_default")) == 1
    return number


def read_repaired(folder: Path, state: State) -> int:
    """Read the state, once a damaged file in it was repaired."""
    lay_out(folder, state)
    path = folder / "deep" / "store.json"
    with contextlib.suppress(StoreError):
        DurableStorage(path).restore()
    repaired = {str(file): file.read_bytes() for file in path.parent.iterdir()} if path.parent.exists() else {}
    return read_durable(folder, {str(path.parent): None, **repaired})


def read_upgraded(folder: Path, state: State) -> int:
    """Read the state, in which the file of the older format has not been lost."""
    path = str(folder / "deep" / "store.json")
    if old_file() not in (state.get(path), state.get(f"{path}.format-1")) and path in state:
        raise ValueError("the old file is lost")
    return read_durable(folder, state)


def read_json(folder: Path, state: State) -> int:
    """Read the state as TinyDB's own storage does."""
    raw = state.get(str(folder / "store.json")) or b""
    return number_of((json.loads(raw) if raw else {}).get("_default"))


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Don't wait for the disk while states are read: only the recorded run is about syncs."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


def test_no_power_cut_loses_an_acknowledged_save(tmp_path: Path, quick_disk: None) -> None:
    outcome = check("durable", tmp_path / "disk", read_durable)
    assert outcome.states >= 1000
    assert (outcome.unreadable, outcome.lost) == (0, 0)


@pytest.mark.parametrize("kind", ["repair", "repair by copies"])
def test_no_power_cut_loses_an_acknowledged_repair(tmp_path: Path, quick_disk: None, kind: str) -> None:
    outcome = check(kind, tmp_path / "disk", read_repaired, saves=15)
    assert outcome.states >= 300
    assert (outcome.unreadable, outcome.lost) == (0, 0)


@pytest.mark.parametrize("kind", ["upgrade", "upgrade by copies"])
def test_no_power_cut_loses_a_file_of_an_older_format(tmp_path: Path, quick_disk: None, kind: str) -> None:
    outcome = check(kind, tmp_path / "disk", read_upgraded, saves=6)
    assert outcome.states >= 80
    assert (outcome.unreadable, outcome.lost) == (0, 0)


def test_the_check_finds_fault_with_tinydbs_own_storage(tmp_path: Path) -> None:
    assert JSONStorage is TinyDB.default_storage_class
    outcome = check("json", tmp_path / "disk", read_json)
    assert outcome.states >= 1000
    assert outcome.unreadable > 0


def test_the_check_finds_a_missing_file_sync(tmp_path: Path, quick_disk: None) -> None:
    assert check("without file sync", tmp_path / "disk", read_durable, saves=6).unreadable > 0


def test_the_check_finds_a_missing_folder_sync(tmp_path: Path, quick_disk: None) -> None:
    assert check("without folder sync", tmp_path / "disk", read_durable, saves=6).lost > 0
