"""What the kernel knows of a program and of the machine: read from /proc."""

from __future__ import annotations

import os
import re
import time
from pathlib import Path

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
BUSY = 0.7
"""Cores in use from which the machine is too busy to measure on."""


def tree(pid: int) -> list[int]:
    """The process and its living descendants."""
    children: dict[int, list[int]] = {}
    for place in Path("/proc").glob("[0-9]*"):
        if stat := _slurp(place / "stat"):
            children.setdefault(int(stat.rpartition(")")[2].split()[1]), []).append(int(place.name))
    found = [pid]
    for each in found:
        found += children.get(each, [])
    return found


def cpu(pid: int) -> float:
    """Seconds the living threads of a process and its descendants have computed, to the nanosecond."""
    tasks = (task for each in tree(pid) for task in Path(f"/proc/{each}/task").glob("*"))
    return sum(int((_slurp(task / "schedstat").split() or ["0"])[0]) for task in tasks) / 1e9


def memory(pid: int) -> float:
    """MiB resident, of a process and its descendants."""
    found = (re.search(r"(?m)^Rss:\s+(\d+)", _slurp(Path(f"/proc/{each}/smaps_rollup"))) for each in tree(pid))
    return sum(int(rss[1]) for rss in found if rss) / 1024


def calm(patience: float) -> None:
    """Wait until the machine has next to nothing to do, at most so many seconds."""
    end = time.perf_counter() + patience
    while time.perf_counter() < end:
        used, since = _used(), time.perf_counter()
        time.sleep(0.1)
        if (_used() - used) / (time.perf_counter() - since) < BUSY:
            return


def _used() -> float:
    """Seconds all cores have worked since the machine started."""
    fields = [int(field) for field in _slurp(Path("/proc/stat")).partition("\n")[0].split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / CLOCK_TICKS


def _slurp(path: Path) -> str:
    """A file's text; "" when the process is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""
