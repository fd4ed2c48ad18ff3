"""What a store with many alliances or versions costs: a save, what a save asks of the disk, a list, check and import.

Times of whole commands are wall time; all others are CPU time, which a busy machine changes less.

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
from time import perf_counter, process_time

from alliance_tui.services import exchange, sessions
from alliance_tui.storage.library import Library
from tests.benchmarks.many import DEEP_LOOP, LOOP, furnish
from tests.benchmarks.programs import ALLIANCE, OURS, ROOT, which
from tests.benchmarks.rows import Figures, Results, Row, Samples, interleaved, medians
from tests.benchmarks.stores import ANSWERED, FEW, MANY, SOME, many

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


def spent(act: Callable[[], object]) -> Samples:
    """Milliseconds of CPU time that an act takes."""
    began = process_time()
    act()
    return {"ms": [(process_time() - began) * 1000]}


def save_at(versions: int) -> Samples:
    """Milliseconds of CPU time of each of some saves of an answer in an alliance with so many versions."""
    library = Library(many(1, versions))
    [name] = library.names()
    question, side = ANSWERED
    samples: Samples = {"ms": []}
    for number in range(SAVES):
        text = f"What is typed in round {number} of {os.urandom(8).hex()}."
        samples["ms"] += spent(partial(sessions.answer, library, name, question, side, text))["ms"]
    return samples


def saves_at(runs: int) -> Figures:
    """Milliseconds of CPU time of a save with few and with many versions."""
    trials = {OURS: partial(save_at, 200), **{f"at {number}": partial(save_at, number) for number in (1, 10, 50)}}
    interleaved(1, trials)
    return medians(interleaved(runs, trials), "ms")


def listed(runs: int) -> Figures:
    """Milliseconds of CPU time of a list of the alliances, and of a look at every file."""
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
    return medians(interleaved(runs * 3, trials), "ms")


def read_parse_hash(root: Path) -> None:
    """Read every file once, parse it, and hash its body and each version: what no check can do without."""
    for path in root.glob("*/*.json"):
        header, _, body = path.read_bytes().partition(b"\n")
        generation = json.loads(header)["generation"]
        for version in json.loads(body).get("versions", {}).values():
            text = json.dumps(version, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            hashlib.sha256(text.encode()).hexdigest()
        hashlib.sha256(b"2 %d\n%b" % (generation, body[:-1])).hexdigest()


def checked(runs: int) -> Figures:
    """Milliseconds of CPU time of a check of 1,000 alliances, each of ten versions."""
    root = many(SOME, 10)
    trials = {
        OURS: partial(spent, lambda: [*Library(root).check()]),
        "read+parse+hash": partial(spent, lambda: read_parse_hash(root)),
    }
    interleaved(1, trials)
    return medians(interleaved(runs, trials), "ms")


def import_into(root: Path, file: Path) -> Samples:
    """Milliseconds of CPU time of an import; what was imported is removed again."""
    library = Library(root)
    before = {*library.names()}
    samples = spent(lambda: exchange.import_file(library, file))
    for name in {*library.names()} - before:
        shutil.rmtree(root / name)
    return samples


def imported(runs: int) -> Figures:
    """Milliseconds of CPU time of an import of one alliance into a large and into a small library."""
    with tempfile.TemporaryDirectory(prefix="alliance-import-") as folder:
        source = Library(Path(folder) / "store")
        furnish(source.root, 1, 3)
        [name] = source.names()
        alliance = source.alliance(name)
        records = json.loads(exchange.whole(source, alliance))
        records["alliance"]["id"] = "another"
        file = Path(folder) / "alliance.json"
        file.write_text(json.dumps(records))
        trials = {OURS: partial(import_into, many(MANY), file), "into 10": partial(import_into, many(FEW), file)}
        interleaved(1, trials)
        return medians(interleaved(runs, trials), "ms")


TABLE = (
    Row("autosave with 10,000 alliances over with 10", "ms", "with 10", autosave, most=1.5),
    Row("files flushed a save", "", "", partial(flushes, 0), most=1, ratio=False),
    Row("directories flushed a save", "", "", partial(flushes, 1), most=1, ratio=False),
    Row("alliance list, 10,000 alliances, warm", "ms", "scandir+stat", listing, most=6),
    Row("CPU of a list of 10,000 alliances", "ms", "scandir+stat", listed, most=6),
    Row("CPU of a save at 200 versions", "ms", "at 1", saves_at, most=1.2),
    Row("CPU of a check of 1,000 alliances", "ms", "read+parse+hash", checked, most=1.5),
    Row("CPU of an import into 10,000 alliances", "ms", "into 10", imported, most=1.2),
)

if __name__ == "__main__":
    save(Path(sys.argv[1]), int(sys.argv[2]))
