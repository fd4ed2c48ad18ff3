"""How long `alliance --help` takes beside `python -c 'import argparse'`: run `python -m tests.benchmarks.help`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from statistics import median
from time import perf_counter

ROUNDS = 60


def seconds(*command: str) -> float:
    """How long a command takes, in seconds of the wall clock."""
    start = perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return perf_counter() - start


def main() -> None:
    """Run both in turn, and print the medians and their ratio."""
    alliance = str(Path(sys.executable).with_name("alliance"))
    ours, bare = [], []
    for _ in range(ROUNDS):
        ours.append(seconds(alliance, "--help"))
        bare.append(seconds(sys.executable, "-c", "import argparse"))
    print(f"alliance --help           {median(ours) * 1000:6.1f} ms")
    print(f"python -c import argparse {median(bare) * 1000:6.1f} ms")
    print(f"ratio                     {median(ours) / median(bare):6.2f}   (accepted: 2)")


if __name__ == "__main__":
    main()
