"""Every state that a power cut may leave of acts that move whole things: delete, undelete, abandon, reopen, import.

The disk is that of `test_crash_states`, with folders that move: a rename from one folder to another gets through as a
whole, or not, while neither folder was synced; once one was, the other's part may still be missing.
"""

from __future__ import annotations

import os
import random
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from alliance_tui.domain.errors import AllianceError, StoreError
from alliance_tui.domain.trash import Kind
from alliance_tui.services import sessions, trash
from alliance_tui.storage.check import check_trash
from alliance_tui.storage.library import Library
from alliance_tui.storage.transfer import add_records, records_of
from alliance_tui.storage.trash import TRASH
from tests.faults.storage.test_crash_states import CALLS, ROOT, State, calls, lay_out, torn, zeros
from tests.needs import need
from tests.unit.clock import NOON
from tests.unit.samples import LEFT, alliance, chosen, session, version

NAME = "ada-and-grace"
SELECTED = 30  # random states at each boundary


# The run that is recorded


def steps(library: Library, other: Library) -> Iterator[None]:
    """Act after act; `other` is a store from which an alliance is imported."""
    library.add(alliance(), session())
    yield
    library.change_session(NAME, lambda now: now.choose(LEFT, "tone"))
    yield
    library.delete(NAME, NOON, id="Ada+Grace")
    yield
    trash.undelete(library, library.trash()[0])
    yield
    sessions.abandon(library, NAME, NOON, "session-1")
    yield
    sessions.reopen(library, library.trash()[0].id)
    yield
    library.change_session(NAME, lambda now: now.choose(LEFT, "hopes"))
    yield
    sessions.abandon(library, NAME, NOON, "session-1")
    yield
    library.record(NAME).add_version(replace(version(), session="signed-meanwhile"))
    yield
    sessions.reopen(library, library.trash()[0].id)
    yield
    add_records(library, records_of(other, other.names()[0]))
    yield
    library.delete("ines-and-tomás", NOON, id="theirs")
    yield


def outside(folder: Path) -> Library:
    """A store with a signed alliance of others."""
    library = Library(folder)
    name = library.add(replace(alliance("Ines", "Tomás"), id="theirs"), chosen()).name
    library.record(name).add_version(version())
    return library


def run_steps(folder: Path, other: Path, spoilt: str) -> None:
    """Do it all, acknowledging each on stdout; `spoilt`: the sync that is left out."""
    library, theirs, real = Library(folder / "store"), outside(other), os.fsync

    def partly(descriptor: int) -> None:
        if spoilt != ("folders" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "files"):
            real(descriptor)

    setattr(os, "fsync", partly)  # noqa: B010 - a plain assignment has the wrong type
    for number, _ in enumerate(steps(library, theirs), 1):
        os.write(1, b"saved %d\n" % number)


def record(folder: Path, spoilt: str = "") -> list[tuple[str, ...]]:
    """Run the acts in `folder` under strace; return the calls that touch it, and the acknowledgements."""
    need("strace", "strace")
    trace, other = folder.with_name("trace"), folder.with_name("outside")
    folder.mkdir()
    code = f"from {__name__} import *; run_steps(Path({str(folder)!r}), Path({str(other)!r}), {spoilt!r})"
    command = ["strace", "-f", "-y", "-xx", "-s", "1000000", "-e", f"trace={CALLS}", "-o", str(trace)]
    done = subprocess.run([*command, sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return list(calls(trace.read_text().splitlines(), str(folder)))


# The disk


class Change(NamedTuple):
    """A part of the call `number`, in one folder: a name that leads to a node from now on, or no longer."""

    number: int
    name: str
    node: Node
    there: bool


@dataclass(eq=False)
class Node:
    """A file with its contents since the last sync, the first of them certain; or a folder."""

    versions: list[bytes] | None
    names: dict[str, Node] = field(default_factory=dict)
    certain: dict[str, Node] = field(default_factory=dict)
    pending: list[Change] = field(default_factory=list)

    def change(self, number: int, name: str, node: Node, there: bool) -> None:
        """Do it, without it being certain."""
        if there:
            self.names[name] = node
        else:
            del self.names[name]
        self.pending.append(Change(number, name, node, there))

    def entries(self, chosen: Callable[[int], bool]) -> dict[str, Node]:
        """What is in the folder if the calls that are chosen got through."""
        entries = dict(self.certain)
        for _, name, node, there in (change for change in self.pending if chosen(change.number)):
            if there:
                entries[name] = node
            elif entries.get(name) is node:
                del entries[name]
        return entries


class Disk:
    """What the calls so far have made of a folder, and what may be left of it."""

    def __init__(self, folder: Path) -> None:
        """An empty folder that is certain."""
        self.folder, self.top = folder, Node(None)
        self.saved = self.number = 0

    def node(self, path: str) -> Node:
        """What is at a path."""
        node = self.top
        for part in Path(path).relative_to(self.folder).parts:
            node = node.names[part]
        return node

    def apply(self, call: tuple[str, ...]) -> None:
        """Do one call."""
        self.number += 1
        kind, path, *rest = call
        if kind == "saved":
            self.saved = int(path)
        elif kind == "sync":
            node = self.node(path)
            if node.versions is not None:
                del node.versions[:-1]
            node.certain = dict(node.names)
            node.pending.clear()
        elif kind == "write":
            versions, start, new = self.node(path).versions, int(rest[0]), rest[1].encode("latin-1")
            assert versions is not None
            old = versions[-1].ljust(start, b"\0")
            versions.append(old[:start] + new + old[start + len(new) :])
        else:
            self._name(kind, Path(path), *rest)

    def _name(self, kind: str, path: Path, target: str = "") -> None:
        """Do a call that changes names."""
        folder = self.node(str(path.parent))
        if kind in ("create", "mkdir"):
            if path.name not in folder.names:
                folder.change(self.number, path.name, Node([b""] if kind == "create" else None), there=True)
            return
        assert kind in ("rename", "link", "unlink", "rmdir"), f"{kind} is not modelled"
        node = folder.names[path.name]
        if target:
            self.node(str(Path(target).parent)).change(self.number, Path(target).name, node, there=True)
        if kind != "link":
            folder.change(self.number, path.name, node, there=False)

    def left(self, chosen: Callable[[int], bool], content: Callable[[list[bytes]], bytes]) -> State:
        """What is left if the chosen calls got through, and `content` says what is in each file."""
        state: State = {}

        def walk(node: Node, path: Path) -> None:
            for name, each in node.entries(chosen).items():
                state[str(path / name)] = None if each.versions is None else content(each.versions)
                walk(each, path / name)

        walk(self.top, self.folder)
        return state

    def states(self, seed: int) -> Iterator[State]:
        """Legal states after a cut now; some come more than once."""
        chance = random.Random(seed)
        for content in (lambda versions: versions[-1], lambda versions: versions[0], zeros):
            yield self.left(lambda _: True, content)
            yield self.left(lambda _: False, content)
        for _ in range(SELECTED):
            lost = {number for number in range(self.number + 1) if chance.random() < 0.5}
            yield self.left(lambda number, lost=lost: number not in lost, lambda versions: torn(versions, chance))  # type: ignore[misc]
            last = self.number - chance.randrange(12)
            yield self.left(lambda number, last=last: number <= last, lambda versions: versions[0])  # type: ignore[misc]


# The check

Things = frozenset[tuple[str, ...]]


class World(NamedTuple):
    """What there is in the store, and what in its trash."""

    here: Things
    away: Things


def things(library: Library, name: str) -> Iterator[tuple[str, ...]]:
    """An alliance that was read whole, and its session; AllianceError."""
    found, opened = library.load(name)
    yield ("alliance", found.id, *(each.hash for each in found.versions))
    if opened:
        yield ("session", found.id, opened.id, *opened.choices[LEFT])


def world(library: Library) -> World:
    """Everything, read whole; AllianceError if something can't be."""
    here = [thing for name in library.names() for thing in things(library, name)]
    away: list[tuple[str, ...]] = []
    for item in library.trash():
        if item.kind is Kind.ALLIANCE:
            away += things(Library(library.root / TRASH / item.id), item.name)
        else:
            away.append(("session", item.alliance, item.session))
    for finding in check_trash(library.root, library.trash()):
        raise StoreError(finding.problem)
    assert len(here) == len(set(here))
    return World(frozenset(here), frozenset(away))


def known(thing: tuple[str, ...]) -> tuple[str, ...]:
    """Which thing it is, whatever it says: an abandoned session is known by its id alone."""
    return thing[:3] if thing[0] == "session" else thing[:2]


def is_whole(now: World, before: World, after: World) -> bool:
    """Whether a world is the one before an act or after it, or has in two places what was being moved."""
    if now in (before, after):
        return True
    if not (now.here <= before.here | after.here and now.away <= before.away | after.away):
        return False
    kept = {known(thing) for thing in before.here | before.away} & {known(thing) for thing in after.here | after.away}
    return kept <= {known(thing) for thing in now.here | now.away}


def goes_on(library: Library, found: World) -> None:
    """See that a purge takes nothing away, and that what is in the trash comes back."""
    library.purge(NOON + timedelta(days=1))
    assert world(library) == found
    for item in library.trash():
        try:
            name = trash.undelete(library, item)
        except AllianceError as error:
            assert "already" in str(error) or "is not here" in str(error)
        else:
            assert name in library.names()
    library.names()
    assert {known(thing) for thing in found.here} <= {known(thing) for thing in world(library).here}


@dataclass
class Outcome:
    """How the states of one run came out."""

    states: int = 0
    unreadable: int = 0
    lost: int = 0


def check(folder: Path, spoilt: str = "") -> Outcome:
    """Record a run, go through its states, and count those that can't be read or lack what was acknowledged."""
    expected = [World(frozenset(), frozenset())]
    replayed = Library(folder.with_name("replayed"))
    expected += [world(replayed) for _ in steps(replayed, outside(folder.with_name("for the replay")))]
    recorded = record(folder, spoilt)
    assert [int(call[1]) for call in recorded if call[0] == "saved"] == [*range(1, len(expected))]
    disk, seen, outcome = Disk(folder), set(), Outcome()
    for call in recorded:
        disk.apply(call)
        for state in disk.states(disk.number):
            key = hash((disk.saved, tuple(sorted(state.items(), key=lambda each: each[0]))))
            if key in seen:
                continue
            seen.add(key)
            lay_out(folder, state)
            library = Library(folder / "store")
            try:
                found = world(library)
            except AllianceError:
                outcome.unreadable += 1
                continue
            if is_whole(found, *(expected[min(at, len(expected) - 1)] for at in (disk.saved, disk.saved + 1))):
                goes_on(library, found)
            else:
                outcome.lost += 1
    outcome.states = len(seen)
    print(outcome)
    return outcome


@pytest.fixture
def quick_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Don't wait for the disk while states are read: only the recorded run is about syncs."""
    monkeypatch.setattr("os.fsync", lambda descriptor: None)


def test_no_power_cut_loses_what_was_moved(tmp_path: Path, quick_disk: None) -> None:
    outcome = check(tmp_path / "disk")
    assert outcome.states >= 300
    assert (outcome.unreadable, outcome.lost) == (0, 0)


def test_the_check_finds_a_missing_folder_sync(tmp_path: Path, quick_disk: None) -> None:
    assert check(tmp_path / "disk", "folders").lost > 0


def test_the_check_finds_a_missing_file_sync(tmp_path: Path, quick_disk: None) -> None:
    assert check(tmp_path / "disk", "files").unreadable > 0
