"""The programs that are measured side by side, and what each of them opens."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle, islice
from pathlib import Path

from alliance_tui.storage.story import story
from tests.benchmarks.pty import Measured
from tests.benchmarks.stores import RUNNING, sample

OURS, FLOOR, VIM, BARE_VIM, NANO, DOOIT = "ours", "floor app", "vim", "vim -u NONE", "nano", "dooit"
ALLIANCE = str(Path(sys.executable).with_name("alliance"))
ROOT = Path(__file__).parents[2]
BENCH = Path("/work/bench")
END = "THE END"
"""The last words of every text."""
WORD_LEFT = b"\x1b[1;5D"
"""Ctrl+left."""


@dataclass(frozen=True)
class Program:
    """A program: how it is laid out in a fresh folder, what it shows when it is there, and the keys from then on.

    Each step is keys and the text that is on the screen after them.
    """

    lay_out: Callable[[Path], Sequence[str]]
    shows: str
    steps: Sequence[tuple[bytes, str]] = ()
    env: Mapping[str, str] = field(default_factory=dict)

    @contextmanager
    def started(self) -> Iterator[Measured]:
        """Start it."""
        with tempfile.TemporaryDirectory() as folder:
            command = self.lay_out(Path(folder))
            with Measured(command, {"HOME": folder, **self.env}) as terminal:
                yield terminal

    def lead(self, terminal: Measured) -> None:
        """Press its keys."""
        for keys, text in self.steps:
            terminal.press(keys)
            terminal.shows(text)


def prose(length: int) -> str:
    """So many characters of the sample's answers, in one paragraph."""
    texts = (act["text"] for sitting in story() for act in sitting["acts"] if act["act"] == "answer")
    words = islice(cycle(" ".join(texts).split()), length)
    return f"{' '.join(words)[: length - len(END) - 1]} {END}"


def session(text: str, *keys: tuple[bytes, str]) -> Program:
    """The sample's session at a question with this answer."""

    def lay_out(folder: Path) -> Sequence[str]:
        sample(folder / "store", text)
        return [ALLIANCE, "--store", str(folder / "store"), "open", RUNNING]

    return Program(lay_out, "enter write", keys)


def library(*keys: tuple[bytes, str]) -> Program:
    """The library of the sample, or where these keys lead from it."""

    def lay_out(folder: Path) -> Sequence[str]:
        sample(folder / "store")
        return [ALLIANCE, "--store", str(folder / "store")]

    return Program(lay_out, "enter open", keys)


def store(make: Callable[[], Path], *keys: tuple[bytes, str]) -> Program:
    """The library of a store that is made when it is first opened, or where these keys lead from it."""
    return Program(lambda folder: [ALLIANCE, "--store", str(make())], "▌", keys)


def floor(text: str, *switches: str) -> Program:
    """The floor app, its caret not blinking."""
    command = [sys.executable, "-m", "tests.benchmarks.floor", "--still", *switches]
    return replace(_editor(command, text), shows=END.split()[-1], env={"PYTHONPATH": str(ROOT)})


def vim(*texts: str, bare: bool = False) -> Program | None:
    """Vim at a text, or comparing two; as it comes, or `bare`, with -u NONE; None where it is not installed."""
    found = which("vim")
    unasked = "set t_RV="  # it asks a terminal of this name for 50 things, and takes late answers for keys
    switches = ["-i", "NONE", "-n", "--cmd", unasked, *["-u", "NONE", "-N"] * bare, *["-d"] * (len(texts) > 1)]
    return _editor([found, *switches], *texts) if found else None


def nano(text: str) -> Program | None:
    """Nano with soft wrap; None where it is not installed."""
    found = which("nano")
    return _editor([found, "-I", "-$"], text) if found else None


def dooit() -> Program | None:
    """Dooit, a list of things to do, which is empty; None where it is not installed."""
    found = which("dooit", BENCH / "dooit" / "bin")
    return Program(lambda folder: [found], "Welcome to Dooit!") if found else None


def which(name: str, *places: Path) -> str | None:
    """Where a program is."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, places)]))


def _editor(command: Sequence[str], *texts: str) -> Program:
    """A program that takes files."""

    def lay_out(folder: Path) -> Sequence[str]:
        files = [folder / f"{number}.txt" for number, _ in enumerate(texts)]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")
        return [*command, *map(str, files)]

    return Program(lay_out, texts[0][:20])
