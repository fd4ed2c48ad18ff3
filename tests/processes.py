"""What the kernel knows of a program: read from /proc."""

from __future__ import annotations

import os
import re
from itertools import chain
from pathlib import Path

CLOCK_TICKS = os.sysconf("SC_CLK_TCK")
AT_REST = {"S", "I", "T", "Z"}
"""States of a thread that neither computes nor waits for a core or a disk, as /proc/PID/stat has them."""


def tree(pid: int) -> list[int]:
    """The process and its living descendants."""
    found = [pid]
    for each in found:
        found += chain.from_iterable(map(int, _read(task / "children").split()) for task in _threads(each))
    return found


def cpu(pid: int) -> float:
    """Seconds of CPU of a process and its descendants: living threads to the nanosecond, ended children to 10 ms."""
    computed = 0.0
    for each in tree(pid):
        computed += sum(int((_read(task / "schedstat").split() or ["0"])[0]) for task in _threads(each)) / 1e9
        if stat := _fields(Path(f"/proc/{each}")):
            computed += (int(stat[13]) + int(stat[14])) / CLOCK_TICKS
    return computed


def at_rest(pid: int) -> bool:
    """Whether no thread of a process and its descendants computes, or would if it got a core."""
    states = [_fields(task)[:1] for each in tree(pid) for task in _threads(each)]
    return all(state[0] in AT_REST for state in states if state)


def memory(pid: int, kind: str = "Rss") -> float:
    """MiB resident, of a process and its descendants; Pss: what is shared counts as a part, by how many share it."""
    found = (re.search(rf"(?m)^{kind}:\s+(\d+)", _read(Path(f"/proc/{each}/smaps_rollup"))) for each in tree(pid))
    return sum(int(size[1]) for size in found if size) / 1024


def _threads(pid: int) -> list[Path]:
    return [*Path(f"/proc/{pid}/task").glob("*")]


def _fields(place: Path) -> list[str]:
    """The fields of `stat` from the third, the state, on; none when the process is gone."""
    return _read(place / "stat").rpartition(")")[2].split()


def _read(path: Path) -> str:
    """A file's text; "" when the process is gone."""
    try:
        return path.read_text()
    except OSError:
        return ""
