"""What a store with many alliances costs: a save, what a save asks of the disk, and a listing.

Run as a program of its own, `python -m tests.benchmarks.saving STORE TIMES`, it saves an answer so many times: that is
what strace watches.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from functools import cache, partial
from pathlib import Path
from time import perf_counter

from alliance_tui.services import sessions
from alliance_tui.storage.library import Library
from tests.benchmarks.many import DEEP_LOOP, LOOP
from tests.benchmarks.programs import ALLIANCE, OURS, ROOT, which
from tests.benchmarks.rows import Figures, Results, Row, Samples, interleaved, medians
from tests.benchmarks.stores import ANSWERED, FEW, MANY, many

SAVES = 30


def save(root: Path, times: int) -> Samples:
    """Milliseconds of each of so many saves of an answer."""
    library = Library(root)
    name = min(library.names())
    question, side = ANSWERED
    samples: Samples = {"ms": []}
    for number in range(times):
        began = perf_counter()
        sessions.answer(library, name, question, side, f"What is typed at {began} and in round {number}.")
        samples["ms"].append((perf_counter() - began) * 1000)
    return samples


@cache
def saves(runs: int) -> Results:
    """Saving in a large and a small store."""
    trials = {"10,000": partial(save, many(MANY), SAVES), "10": partial(save, many(FEW), SAVES)}
    interleaved(1, trials)
    return interleaved(runs, trials)


def autosave(runs: int) -> Figures:
    """Milliseconds of a save."""
    found = medians(saves(runs), "ms")
    return {OURS: found["10,000"], "with 10": found["10"]}


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
    return {OURS: synced(2)[kind] - synced(1)[kind] if which("strace") else None}


def run(*command: str) -> Samples:
    """Milliseconds of a whole command."""
    began = perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return {"ms": [(perf_counter() - began) * 1000]}


def listing(runs: int) -> Figures:
    """Milliseconds of `alliance list`, and of a Python that looks at every file; each a process of its own."""
    root = str(many(MANY))
    trials = {
        OURS: partial(run, ALLIANCE, "--store", root, "list"),
        "scandir+stat": partial(run, sys.executable, "-c", LOOP, root),
        "scandir of each+stat": partial(run, sys.executable, "-c", DEEP_LOOP, root),
        "python alone": partial(run, sys.executable, "-c", "pass"),
    }
    interleaved(1, trials)
    return medians(interleaved(runs * 3, trials), "ms")


TABLE = (
    Row("autosave with 10,000 alliances over with 10", "ms", "with 10", autosave, most=1.5),
    Row("files flushed a save", "", "", partial(flushes, 0), most=1, ratio=False),
    Row("directories flushed a save", "", "", partial(flushes, 1), most=1, ratio=False),
    Row("alliance list, 10,000 alliances, warm", "ms", "scandir+stat", listing, most=3),
)

if __name__ == "__main__":
    save(Path(sys.argv[1]), int(sys.argv[2]))
