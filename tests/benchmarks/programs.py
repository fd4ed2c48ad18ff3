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

OURS, FLOOR, VIM, NANO, POSTING = "ours", "floor app", "vim", "nano", "posting"
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

    @contextmanager
    def opened(self) -> Iterator[Measured]:
        """Start it and press its keys."""
        with self.started() as terminal:
            terminal.shows(self.shows)
            terminal.rest()
            for keys, text in self.steps:
                terminal.press(keys)
                terminal.shows(text)
            yield terminal


def prose(length: int) -> str:
    """So many characters of the sample's answers, in one paragraph."""
    texts = (act["text"] for sitting in story() for act in sitting["acts"] if act["act"] == "answer")
    words = islice(cycle(" ".join(texts).split()), length)
    return f"{' '.join(words)[: length - len(END) - 1]} {END}"


def session(text: str, *keys: tuple[bytes, str], plain: bool = False) -> Program:
    """The sample's session at a question with this answer."""

    def lay_out(folder: Path) -> Sequence[str]:
        sample(folder / "store", text)
        switch = ["--plain-output"] if plain else []
        return [ALLIANCE, *switch, "--store", str(folder / "store"), "open", RUNNING]

    return Program(lay_out, "enter write", keys)


def writing(text: str, back: int = 0, plain: bool = False) -> Program:
    """The same with the caret in the answer: at its end, or so many words before it."""
    return session(text, (b"\r", "writing"), *_leftwards(back, "writing"), plain=plain)


def library(*keys: tuple[bytes, str]) -> Program:
    """The library of the sample, or where these keys lead from it."""

    def lay_out(folder: Path) -> Sequence[str]:
        sample(folder / "store")
        return [ALLIANCE, "--store", str(folder / "store")]

    return Program(lay_out, "enter open", keys)


def floor(text: str, back: int = 0, still: bool = False) -> Program:
    """The floor app."""
    switch = ["--still"] if still else []
    module = [sys.executable, "-m", "tests.benchmarks.floor", *switch]
    return replace(_editor(module, text, back), shows=END.split()[-1], env={"PYTHONPATH": str(ROOT)})


def vim(text: str, back: int = 0, inserting: bool = True) -> Program | None:
    """Vim as it comes, at the text's end and in insert mode; None where it is not installed."""
    found = which("vim")
    unasked = "set t_RV="  # it asks a terminal of this name for 50 things, and takes late answers for keys
    keys = (b"GA", "INSERT") if inserting else (b"G", END)
    return _editor([found, "-i", "NONE", "-n", "--cmd", unasked], text, back, keys) if found else None


def nano(text: str, back: int = 0) -> Program | None:
    """Nano with soft wrap, at the text's end; None where it is not installed."""
    found = which("nano")
    return _editor([found, "-I", "-$"], text, back, (b"\x1b/", END)) if found else None


def posting() -> Program | None:
    """Posting with an empty collection; None where it is not installed."""
    found = which("posting", BENCH / "posting" / "bin")
    if not found:
        return None

    def lay_out(folder: Path) -> Sequence[str]:
        (folder / "requests").mkdir()
        return [found, "--collection", str(folder / "requests")]

    return Program(lay_out, "Collection is empty")


def which(name: str, *places: Path) -> str | None:
    """Where a program is."""
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", os.defpath), *map(str, places)]))


def _editor(command: Sequence[str], text: str, back: int, *keys: tuple[bytes, str]) -> Program:
    """A program that takes a file."""

    def lay_out(folder: Path) -> Sequence[str]:
        file = folder / "text.txt"
        file.write_text(text, encoding="utf-8")
        return [*command, str(file)]

    return Program(lay_out, text[:20], [*keys, *_leftwards(back, "")])


def _leftwards(words: int, shown: str) -> list[tuple[bytes, str]]:
    """The keys that go back so many words, few enough at a time for every program."""
    return [(WORD_LEFT * min(20, words - at), shown) for at in range(0, words, 20)]
