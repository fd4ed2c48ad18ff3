"""Files whose digest fits and whose contents no program of ours wrote, and what the commands make of them.

`python -m tests.hostile_files [EVERY]` tries every EVERYth of them (1 unless told) and prints what failed. A command
may end with 0 or 1, or with an AllianceError; and the other alliance of the store must be as it was.
"""

from __future__ import annotations

import contextlib
import io
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from alliance_tui import cli, commands
from alliance_tui.domain.alliance import Side, Verdict
from alliance_tui.domain.errors import AllianceError
from alliance_tui.render.faults import fault
from alliance_tui.services.demo import make_demo
from alliance_tui.services.pulses import give_pulse
from alliance_tui.storage.file_format import with_header
from alliance_tui.storage.library import Library
from tests.unit.clock import FakeClock
from tests.unit.samples import save_form

ANCHOR = datetime(2026, 3, 12, 12, tzinfo=UTC)
NAME, OTHER = "ada-and-grace", "mei-and-noor"
FILES = (f"{NAME}/alliance.json", f"{NAME}/session.json", f"{NAME}/drafts.json")
LONG_NUMBER = "a number of 5,000 digits"
"""Stands for one in the lists below: `json` writes none so long."""
VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    10**30,
    -(10**30),
    1.5,
    LONG_NUMBER,
    "",
    "x",
    "\ud800",
    "\x1b]0;title\x07",
    "x" * 200_000,
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-03-12T12:00:00",
    "0002-01-01T00:00:00+14:00",
    "9998-12-31T23:59:59-14:00",
    "0001-01-01",
    "9999-12-31",
    [],
    {},
    [[]],
    [None],
    {"x": {}},
    {"1": {}},
)
WHOLES = (b"[]", b"7", b'"x"', b"null", b"{}", b'{"alliance":[]}', b'{"alliance":{"x":{}}}', b'{"session":{"1":{}}}')
COMMANDS = (
    "list",
    "list --json",
    "due",
    "due --json",
    f"show {NAME}",
    f"show {NAME} --json",
    f"show {NAME} --version 1",
    f"diff {NAME}",
    f"diff {NAME} --json",
    f"diff {NAME} 2 open",
    f"history {NAME}",
    f"history {NAME} --json",
    "search harbour Ada",
    "search what --json",
    "check",
    f"repair {NAME} --yes",
    "repair --yes",
    f"export {NAME} --format html --with-diff --output -",
    f"export {NAME} --format markdown --output -",
    f"export {NAME} --format text --output -",
    f"export {NAME} --format json --output -",
    f"export {NAME} --format ics --output -",
)


class Hostile(NamedTuple):
    """A file, what was done to it, and what makes its bytes."""

    file: str
    what: str
    made: Callable[[], bytes]


def framed(body: bytes) -> bytes:
    """A body with the header that fits it."""
    return with_header(body, 5)


def make_store(root: Path) -> Library:
    """Two alliances with something in every table, and an unfinished form."""
    library = make_demo(root, ANCHOR)
    library.delete("ines-and-tomás", ANCHOR, id=library.alliance("ines-and-tomás").id)
    save_form(library, {"place": "Rosa’s"}, NAME)
    library.record(NAME).record_reading(Side.LEFT, 2)
    [kept, *_] = library.alliance(NAME).versions[-1].agreements
    give_pulse(library, NAME, Side.LEFT, {kept.id: (Verdict.SLIPPED, "Late.")}, ANCHOR)
    return library


def hostile_files(library: Library) -> Iterator[Hostile]:
    """Each file of the store with one thing wrong in it."""
    for file in FILES:
        _, _, rest = (library.root / file).read_bytes().partition(b"\n")
        document = json.loads(rest)
        for body in WHOLES:
            yield Hostile(file, f"is {body.decode()}", partial(framed, body))
        for place in _places(document):
            for number, value in enumerate(VALUES):
                yield Hostile(file, f"{_named(place)} = value {number}", partial(_with, document, place, value))
            nested: Any = "x"
            for _ in range(300):
                nested = [nested]
            yield Hostile(file, f"{_named(place)} = nested", partial(_with, document, place, nested))
            yield Hostile(file, f"{_named(place)} is missing", partial(_without, document, place))
            yield Hostile(file, f"{_named(place)} is there twice", partial(_twice, document, place))


def _places(document: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where values stand: of lists and of tables the first and the last element."""
    if place:
        yield place
    keys: list[Any] = (
        [*document] if isinstance(document, dict) else [*range(len(document))] if isinstance(document, list) else []
    )
    if isinstance(document, list) or (keys and keys[0].isdecimal()):
        keys = [*dict.fromkeys((keys[0], keys[-1]))] if keys else []
    for key in keys:
        yield from _places(document[key], (*place, key))


def _named(place: tuple[str | int, ...]) -> str:
    return ".".join(map(str, place))


def _framed(document: Any) -> bytes:
    body = json.dumps(document).replace(f'"{LONG_NUMBER}"', "9" * 5000)
    return framed(body.encode())


def _parent(document: Any, place: tuple[str | int, ...]) -> tuple[Any, Any]:
    """A copy of the document, and in it what holds the place."""
    copy = holder = deepcopy(document)
    for key in place[:-1]:
        holder = holder[key]
    return copy, holder


def _with(document: Any, place: tuple[str | int, ...], value: Any) -> bytes:
    copy, holder = _parent(document, place)
    holder[place[-1]] = value
    return _framed(copy)


def _without(document: Any, place: tuple[str | int, ...]) -> bytes:
    copy, holder = _parent(document, place)
    del holder[place[-1]]
    return _framed(copy)


def _twice(document: Any, place: tuple[str | int, ...]) -> bytes:
    """The value once more: under another key of an object, behind the others in a list."""
    copy, holder = _parent(document, place)
    key: Any = place[-1]
    if isinstance(holder, list):
        holder.append(holder[key])
    else:
        holder["77" if key.isdecimal() else f"{key} again"] = holder[key]
    return _framed(copy)


def sample(files: list[Hostile], number: int, seed: int = 9) -> list[Hostile]:
    """Some of them, the same each time."""
    return random.Random(seed).sample(files, number)


class Trial:
    """A store into which hostile files are put, one after the other."""

    def __init__(self, root: Path) -> None:
        """Make it in `root`; what it looks like when nothing is wrong is remembered."""
        self.library = make_store(root)
        self.clock = FakeClock(ANCHOR)
        self._whole = {file: (root / file).read_bytes() for file in FILES}
        self._sound = self._others()

    def files(self) -> list[Hostile]:
        """All there are."""
        return [*hostile_files(self.library)]

    def put(self, hostile: Hostile) -> None:
        """Put it in the place of the sound one, with no older copies beside it."""
        for file, raw in self._whole.items():
            path = self.library.root / file
            for beside in path.parent.glob(f"{path.name}*"):
                beside.unlink()
            path.write_bytes(raw)
        (self.library.root / hostile.file).write_bytes(hostile.made())

    def faults(self, hostile: Hostile, commands: Sequence[str] = COMMANDS) -> Iterator[str]:
        """What goes wrong in these commands with a hostile file in the store."""
        self.put(hostile)
        for words in commands:
            if fault := self._run(words)[0]:
                yield f"{words}: {fault}"
            if words.startswith("repair"):
                self.put(hostile)
        try:
            if self._others() != self._sound:
                yield "the other alliance was harmed"
        except Exception as error:
            yield f"the other alliance was harmed: {_fault(error)}"

    def _others(self) -> Any:
        """What is shown of the other alliance: listed, found, checked."""
        entries = json.loads(self._run("list --json")[1])["alliances"]
        listed = [entry for entry in entries if entry["name"] == OTHER]
        return listed, self._run("show mei"), OTHER in self._run("check")[1]

    def _run(self, words: str) -> tuple[str, str]:
        """Run a command: its fault, "" for none, and what it printed."""
        args = cli._arguments([*words.split(), "--store", str(self.library.root)])
        out = io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True)
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
            try:
                code = commands.run(args, self.clock)
            except AllianceError as error:
                return ("a message without words", "") if not str(error) else ("", "")
            except Exception as error:
                return _fault(error), ""
        out.seek(0)
        return "" if code in (0, 1) else f"exit code {code}", out.read()


def _fault(error: Exception) -> str:
    """An exception and where it was raised."""
    return fault(error)


def main(every: int) -> None:
    """Try them, and print what failed, and how often."""
    with TemporaryDirectory() as folder:
        trial = Trial(Path(folder) / "store")
        files = trial.files()[::every]
        kinds: Counter[str] = Counter()
        bad = 0
        for hostile in files:
            faults = [*trial.faults(hostile)]
            bad += bool(faults)
            kinds.update(faults)
            for fault in faults[:1]:
                print(f"{hostile.file}: {hostile.what}: {fault}")
        for kind, times in kinds.most_common():
            print(f"{times:6} {kind}")
        print(f"{len(files)} hostile files, {bad} with faults, {sum(kinds.values())} commands ended")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)
