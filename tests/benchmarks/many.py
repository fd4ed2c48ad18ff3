"""Ten thousand alliances against ten: listing, the start of the library, saving.

`python -m tests.benchmarks.many` prints medians of runs in turn, their ratios, and what is accepted.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import redirect_stdout
from dataclasses import replace
from io import StringIO
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter

from alliance_tui import cli
from alliance_tui.domain.alliance import Partners
from alliance_tui.storage import schema
from alliance_tui.storage.catalogue import ALLIANCE, SESSION
from alliance_tui.storage.cover import alliance_cover, session_cover
from alliance_tui.storage.fileformat import FORMAT, decode, encode, frame
from alliance_tui.storage.library import Library
from tests.ui.driver import Desk, Room
from tests.unit.clock import FakeClock
from tests.unit.samples import alliance, rich_session, version

FEW, MANY = 10, 10_000
ROUNDS = 7
ALLIANCE_COMMAND = str(Path(sys.executable).with_name("alliance"))
LOOP = f"""
import os, sys
with os.scandir(sys.argv[1]) as folders:
    for folder in folders:
        if folder.is_dir():
            for file in ("/{ALLIANCE}", "/{SESSION}"):
                try:
                    os.stat(folder.path + file)
                except FileNotFoundError:
                    pass
"""
"""What a listing is measured by: the store is scanned, and both files of every alliance are asked for their stamps."""
DEEP_LOOP = """
import os, sys
with os.scandir(sys.argv[1]) as folders:
    for folder in folders:
        if folder.is_dir():
            with os.scandir(folder) as files:
                for file in files:
                    file.stat()
"""
"""The same without knowing the files' names: every alliance's folder is scanned, too."""


def furnish(root: Path, number: int, versions: int = 1, form: int = FORMAT) -> None:
    """Write so many alliances, one in fifty with an open session, as quickly as the disk takes them."""
    signed = _signed(versions)
    session = schema.session_to_tables(rich_session(versions + 1))
    for at in range(number):
        folder = root / f"ada-{at}-and-grace"
        folder.mkdir(mode=0o700, parents=True)
        whole = replace(alliance(f"Ada {at}"), id=f"{at:032x}", partners=Partners(f"Ada {at}", "Grace"))
        _write(folder / ALLIANCE, {"alliance": [schema.alliance_to_record(whole)], "versions": signed}, form)
        if at % 50 == 0:
            _write(folder / SESSION, session, form)


def _signed(versions: int) -> list[schema.Record]:
    """So many versions as records, each with the hash of the one before."""
    records: list[schema.Record] = []
    for number in range(1, versions + 1):
        previous = records[-1]["hash"] if records else ""
        records.append(schema.version_to_record(schema.seal(replace(version(number), previous=previous))))
    return records


def _write(path: Path, tables: schema.Tables, form: int) -> None:
    body = encode({name: {str(at): each for at, each in enumerate(records, 1)} for name, records in tables.items()})
    make = {ALLIANCE: alliance_cover, SESSION: session_cover}[path.name]
    path.write_bytes(frame(body, 1, make(decode(body)), form))
    path.chmod(0o600)


def busy() -> float:
    """Seconds of processor time that this process and those it waited for have taken: fair on a shared machine, too."""
    spent = [getrusage(whose) for whose in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def in_turn(rounds: int, *acts: Callable[[], object], now: Callable[[], float] = busy) -> list[float]:
    """The median seconds of each act; one round more is run first, and not counted."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds + 1):
        for each, act in zip(times, acts, strict=True):
            start = now()
            act()
            each.append(now() - start)
    return [median(each[1:]) for each in times]


def listing(root: Path) -> None:
    """The whole command against whole scripts, and what it does against what they do, in one process."""

    def run(*command: str) -> Callable[[], object]:
        return lambda: subprocess.run([*command, str(root)], check=True, stdout=subprocess.DEVNULL)

    def listed() -> None:
        with redirect_stdout(StringIO()):
            cli.main(["--store", str(root), "list"])

    bare, command, loop, deep = in_turn(
        ROUNDS,
        run(sys.executable, "-c", ""),
        lambda: subprocess.run([ALLIANCE_COMMAND, "--store", root, "list"], check=True, stdout=subprocess.DEVNULL),
        run(sys.executable, "-c", LOOP),
        run(sys.executable, "-c", DEEP_LOOP),
    )
    inside, loop_inside, deep_inside = in_turn(ROUNDS, listed, _inside(LOOP, root), _inside(DEEP_LOOP, root))
    print(f"listing {MANY:,}, warm                        alliance list   scandir+stat   scandir each+stat   accepted")
    _row("whole command and script, CPU ms", command, loop, deep)
    _row("  over an empty interpreter, CPU ms", command - bare, loop - bare, deep - bare)
    _row("in one process, CPU ms", inside, loop_inside, deep_inside)


def _row(what: str, ours: float, loop: float, deep: float) -> None:
    ratios = f"{ours / loop:13.2f} {ours / deep:19.2f}"
    print(f"  {what:40} {ours * 1000:12.0f} {loop * 1000:14.0f} {deep * 1000:19.0f}")
    print(f"  {'  ratio':40} {'':12} {ratios}          6")


def _inside(script: str, root: Path) -> Callable[[], object]:
    code = compile(script.replace("sys.argv[1]", repr(str(root))), "loop", "exec")
    return lambda: exec(code, {})


def saving(few: Path, many: Path) -> None:
    """An answer saved: one fsync of a file and one of a folder."""

    def save(root: Path) -> Callable[[], object]:
        library, number = Library(root), iter(range(1000))
        return lambda: library.change_session("ada-0-and-grace", lambda now: replace(now, place=f"{next(number)}"))

    ten, thousands = in_turn(200, save(few), save(many), now=perf_counter)
    print(f"a save with {FEW}, with {MANY:,}, ms        {ten * 1000:8.2f} {thousands * 1000:8.2f}", end=" ")
    print(f"  ratio {thousands / ten:5.2f}   accepted 1.5")


async def start(root: Path) -> tuple[float, float, float]:
    """Seconds to the first rows, to all of them, and the longest for which no key could be answered."""
    room = Room(root.parent, FakeClock())
    room.library = Library(root)
    pauses = [0.0]

    async def watch() -> None:
        while True:
            before = perf_counter()
            await asyncio.sleep(0.002)
            pauses.append(perf_counter() - before - 0.002)

    begun = perf_counter()
    desk = Desk(room, (120, 36))
    async with desk._run:
        while "v1  signed" not in desk.text():
            await asyncio.sleep(0.001)
        first = perf_counter() - begun
        watching = asyncio.create_task(watch())
        while "alliances" not in desk.lines()[0]:
            await asyncio.sleep(0.005)
        whole = perf_counter() - begun
        watching.cancel()
    return first, whole, max(pauses)


def starting(few: Path, many: Path) -> None:
    """The library in the app, without a terminal, and the start of the interpreter not counted."""
    runs = {root: [asyncio.run(start(root)) for _ in range(ROUNDS)][1:] for root in (few, many)}
    (ten, *_), (thousands, whole, pause) = (
        [median(figures) for figures in zip(*runs[root], strict=True)] for root in (few, many)
    )
    print(f"first rows with {FEW}, with {MANY:,}, ms      {ten * 1000:6.0f}   {thousands * 1000:6.0f}", end=" ")
    print(f"  ratio {thousands / ten:5.2f}   accepted 1.1")
    print(f"  all rows after {whole * 1000:.0f} ms; keys waited {pause * 1000:.0f} ms at most   accepted 50")


def main() -> None:
    """Make both stores and measure."""
    with tempfile.TemporaryDirectory(prefix="alliance-many-") as folder:
        few, many = (Path(folder) / name / "store" for name in ("few", "many"))
        furnish(few, FEW)
        furnish(many, MANY)
        begun = perf_counter()
        Library(many).summaries()
        print(f"read {MANY:,} for the first time, ms {(perf_counter() - begun) * 1000:.0f}")
        listing(many)
        starting(few, many)
        saving(few, many)


if __name__ == "__main__":
    main()
