"""What the first frame imports that the floor app does not, and what it costs, dearest first.

Run: python -m tests.benchmarks.imports [HOW_MANY]
Times are those of `-X importtime`, each the smallest of some runs, which count a third more than a start takes: compare
them with each other. `tests/faults/test_imports.py` lists what the first frame has to do without.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter

RUNS = 5
LOOK = """
async def look(pilot):
    await pilot.pause()
    pilot.app.exit()
"""
FLOOR = f"""{LOOK}
from tests.benchmarks.floor import Floor
Floor("", True).run(headless=True, auto_pilot=look)
"""
OURS = f"""{LOOK}
import sys
from pathlib import Path
from alliance_tui import cli
from alliance_tui.commands.interactive import import_app
from alliance_tui.services.clock import SystemClock
from alliance_tui.storage.library import Library
import_app()(Library(Path(sys.argv[1])), SystemClock()).run(headless=True, auto_pilot=look)
"""
LINE = re.compile(r"^import time:\s+(\d+) \|\s+\d+ \| +(\S+)$", re.MULTILINE)


def imported(code: str) -> dict[str, float]:
    """Each module that `code` imports, with its own milliseconds."""
    found: dict[str, float] = {}
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with tempfile.TemporaryDirectory() as store:
        for _ in range(RUNS):
            command = [sys.executable, "-X", "importtime", "-c", code, store]
            said = subprocess.run(command, capture_output=True, text=True, check=True, env=environ).stderr
            for taken, name in LINE.findall(said):
                found[name] = min(int(taken) / 1000, found.get(name, float("inf")))
    return found


def main() -> None:
    """Print the sums, by package too, then single modules."""
    ours, floor = imported(OURS), imported(FLOOR)
    more = Counter({name: taken for name, taken in ours.items() if name not in floor})
    packages: Counter[str] = Counter()
    for name, taken in more.items():
        packages[".".join(name.split(".")[:2]) if name.startswith("alliance_tui.") else name.split(".")[0]] += taken
    print(f"{sum(floor.values()):7.1f} ms  the floor app's {len(floor)} modules")
    print(f"{sum(ours.values()):7.1f} ms  our {len(ours)}, of which")
    print(f"{sum(more.values()):7.1f} ms  {len(more)} that the floor app does without:")
    for counted in (packages.most_common(12), more.most_common(int(sys.argv[1]) if len(sys.argv) > 1 else 25)):
        print()
        for name, taken in counted:
            print(f"{taken:7.1f} ms  {name}")


if __name__ == "__main__":
    main()
