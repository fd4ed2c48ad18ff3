"""What a store with many alliances or versions costs: a save, what a save asks of the disk, a list, check and import.

Run as a program of its own, `python -m tests.benchmarks.saving STORE TIMES`, it saves an answer so many times: that is
what strace watches.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from time import perf_counter, process_time

from alliance_tui.services import export_import, sessions
from alliance_tui.storage.catalogue import ALLIANCE as ALLIANCE_FILE
from alliance_tui.storage.catalogue import SESSION
from alliance_tui.storage.library import Library
from tests.benchmarks.programs import ALLIANCE, OURS, ROOT, which
from tests.benchmarks.rows import AtMost, Figures, Results, Row, Samples, interleaved, medians
from tests.benchmarks.stores import ANSWERED, FEW, MANY, SOME, furnish, many

SAVES = 30
LOOP = f"""
import os, sys
with os.scandir(sys.argv[1]) as folders:
    for folder in folders:
        if folder.is_dir():
            for file in ("/{ALLIANCE_FILE}", "/{SESSION}"):
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


def spent(act: Callable[[], object], cpu: Callable[[], float] = process_time) -> Samples:
    """Milliseconds of CPU, and of the clock on the wall, that an act takes."""
    began, computed = perf_counter(), cpu()
    act()
    return {"cpu": [(cpu() - computed) * 1000], "wall": [(perf_counter() - began) * 1000]}


def save(root: Path, times: int = SAVES) -> Samples:
    """What each of so many saves of an answer takes."""
    library = Library(root)
    name = min(library.names())
    question, side = ANSWERED
    samples: Samples = {"cpu": [], "wall": []}
    for number in range(times):
        text = f"What is typed in round {number} of {os.urandom(8).hex()}."
        for kind, figures in spent(partial(sessions.answer, library, name, question, side, text)).items():
            samples[kind] += figures
    return samples


@cache
def saves(runs: int) -> Results:
    """Saves in a large and in a small store."""
    trials = {OURS: partial(save, many(MANY)), "with 10": partial(save, many(FEW))}
    interleaved(1, trials)
    return interleaved(runs, trials)


@cache
def saves_at(runs: int) -> Results:
    """Saves with few and with many versions."""
    versions = {OURS: 200, "at 1": 1, "at 10": 10, "at 50": 50}
    trials = {name: partial(save, many(1, number)) for name, number in versions.items()}
    interleaved(1, trials)
    return interleaved(runs, trials)


def synced(times: int) -> tuple[int, int]:
    """How many files and how many directories so many saves flush to the disk."""
    with tempfile.NamedTemporaryFile() as trace:
        strace = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,sync,syncfs", "-o", trace.name]
        command = [*strace, sys.executable, "-m", "tests.benchmarks.saving", str(many(FEW)), str(times)]
        subprocess.run(command, cwd=ROOT, check=True)
        places = re.findall(r"sync\(\d+<([^>]+)>", Path(trace.name).read_text())
    directories = sum(Path(place).is_dir() for place in places)
    return len(places) - directories, directories


def flushes(kind: int, runs: int) -> Figures:
    """How many files (0) or directories (1) one more save flushes."""
    return {OURS: synced(2)[kind] - synced(1)[kind] if which("strace") else "not installed"}


def of_children() -> float:
    """Seconds of CPU of the processes that were waited for."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(*command: str) -> Samples:
    """What a whole command takes."""
    return spent(lambda: subprocess.run(command, stdout=subprocess.DEVNULL, check=True), of_children)


@cache
def listing(runs: int) -> Results:
    """`alliance list`, and a Python that looks at every file; each a process of its own."""
    root = str(many(MANY))
    trials = {
        OURS: partial(run, ALLIANCE, "--store", root, "list"),
        "scandir+stat": partial(run, sys.executable, "-c", LOOP, root),
        "scandir of each+stat": partial(run, sys.executable, "-c", DEEP_LOOP, root),
        "python alone": partial(run, sys.executable, "-c", "pass"),
    }
    interleaved(1, trials)
    return interleaved(runs * 3, trials)


@cache
def helping(runs: int) -> Results:
    """`alliance --help` and a Python that imports what parses arguments; each a process of its own."""
    trials = {
        OURS: partial(run, ALLIANCE, "--help"),
        "python importing argparse": partial(run, sys.executable, "-c", "import argparse"),
    }
    interleaved(1, trials)
    return interleaved(runs * 5, trials)


@cache
def listed(runs: int) -> Results:
    """A list of the alliances, and a look at every file, in one process."""
    root = many(MANY)
    loop = compile(LOOP.replace("sys.argv[1]", repr(str(root))), "loop", "exec")

    def ours() -> None:
        gc.disable()  # as the command does
        Library(root).summaries()
        gc.enable()

    trials = {
        OURS: partial(spent, ours),
        "scandir+stat": partial(spent, lambda: exec(loop, {})),
    }
    interleaved(1, trials)
    return interleaved(runs * 3, trials)


def read_parse_hash(root: Path) -> None:
    """Read every file once, parse it, and hash its body and each version: what no check can do without."""
    for path in root.glob("*/*.json"):
        header, _, body = path.read_bytes().partition(b"\n")
        generation = json.loads(header)["generation"]
        for version in json.loads(body).get("versions", {}).values():
            text = json.dumps(version, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            hashlib.sha256(text.encode()).hexdigest()
        hashlib.sha256(b"2 %d\n%b" % (generation, body[:-1])).hexdigest()


@cache
def checked(runs: int) -> Results:
    """A check of 1,000 alliances, each of ten versions."""
    root = many(SOME, 10)
    trials = {
        OURS: partial(spent, lambda: [*Library(root).check()]),
        "read+parse+hash": partial(spent, lambda: read_parse_hash(root)),
    }
    interleaved(1, trials)
    return interleaved(runs, trials)


def import_into(root: Path, file: Path) -> Samples:
    """What an import takes; what was imported is removed again."""
    library = Library(root)
    before = {*library.names()}
    samples = spent(lambda: export_import.import_file(library, file))
    for name in {*library.names()} - before:
        shutil.rmtree(root / name)
    return samples


@cache
def imported(runs: int) -> Results:
    """An import of one alliance into large and small libraries."""
    with tempfile.TemporaryDirectory(prefix="alliance-import-") as folder:
        source = Library(Path(folder) / "store")
        furnish(source.root, 1, 3)
        [name] = source.names()
        alliance = source.alliance(name)
        records = json.loads(export_import.export_json(source, alliance))
        records["alliance"]["id"] = "another"
        file = Path(folder) / "alliance.json"
        file.write_text(json.dumps(records))
        libraries = {OURS: MANY, "into 1,000": SOME, "into 10": FEW}
        trials = {name: partial(import_into, many(count), file) for name, count in libraries.items()}
        interleaved(1, trials)
        return interleaved(runs * 3, trials)


def rows(what: str, results: Callable[[int], Results], reference: str, most: float) -> tuple[Row, Row]:
    """Return the rows of an act without a terminal: CPU with its target, and time."""
    return (
        Row(f"{what}: CPU", "ms", reference, lambda runs: medians(results(runs), "cpu"), AtMost(most)),
        Row(f"{what}: wall time", "ms", reference, lambda runs: medians(results(runs), "wall")),
    )


TABLE = (
    *rows("a save with 10,000 alliances over with 10", saves, "with 10", 1.5),
    *rows("a save at 200 versions", saves_at, "at 1", 1.2),
    Row("files flushed a save", "", "", partial(flushes, 0), AtMost(1, ratio=False)),
    Row("directories flushed a save", "", "", partial(flushes, 1), AtMost(1, ratio=False)),
    *rows("alliance --help", helping, "python importing argparse", 2),
    *rows("alliance list, 10,000 alliances", listing, "scandir+stat", 6),
    *rows("the same in one process", listed, "scandir+stat", 6),
    *rows("check of 1,000 alliances of 10 versions", checked, "read+parse+hash", 1.5),
    *rows("import into 10,000 alliances", imported, "into 10", 1.2),
)

if __name__ == "__main__":
    save(Path(sys.argv[1]), int(sys.argv[2]))
