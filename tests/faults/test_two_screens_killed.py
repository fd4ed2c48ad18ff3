"""Two programs on one session, one of them killed and started again: no acknowledged word is lost."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from alliance_tui.services import alliances
from alliance_tui.services.alliances import Preparation
from alliance_tui.storage.library import Library
from tests.laws.screen import START, stored_words

ACTS = int(os.environ.get("ALLIANCE_ACTS", "60"))
"""Acts of each program; the long run takes 300."""
KILLS = 10
PROGRAM = """
import json, random, sys
from pathlib import Path
from alliance_tui.storage.library import Library
from tests.laws.screen import START, Screen, later
root, who, first, acts = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
chance = random.Random(f"{who}{first}")
screen = Screen(Library(Path(root)), "ada-and-grace", f"{who}{first}w", chance)
screen.remove = lambda words: print(json.dumps([-1, [], sorted(words)]), flush=True)
now = START
for number in range(first, acts):
    now = later(now, chance)
    done = screen.act(now)
    signed = done.signed is None or done.signed <= done.shown
    print(json.dumps([number, sorted(done.typed), sorted(done.removed)] + [signed]), flush=True)
"""


class Log:
    """What one program said that was typed and removed; a removal is said before it is done."""

    def __init__(self) -> None:
        """Nothing yet."""
        self.done = 0
        self.typed: set[str] = set()
        self.removed: set[str] = set()

    def read(self, lines: Iterator[str]) -> Iterator[int]:
        """Take in what it says; yields the number of acts done."""
        for line in lines:
            number, typed, removed, *signed = json.loads(line)
            self.typed |= {*typed}
            self.removed |= {*removed}
            assert all(signed)
            if number >= 0:
                self.done = number + 1
                yield self.done


def start(root: Path, who: str, first: int) -> subprocess.Popen[str]:
    """A program that goes on from its act number `first`."""
    argv = [sys.executable, "-c", PROGRAM, str(root), who, str(first), str(ACTS)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])


def run(root: Path, who: str, log: Log, stop: int = ACTS) -> None:
    """Run a program to its act number `stop`, and kill it there."""
    program = start(root, who, log.done)
    assert program.stdout
    lines = (line for line in program.stdout if line.endswith("\n"))
    if any(done >= stop for done in log.read(lines)):
        program.kill()
        for _ in log.read(lines):
            pass
    program.wait()
    program.stdout.close()


def test_no_acknowledged_word_is_lost_by_a_kill(tmp_path: Path) -> None:
    """Every act of a session from both, undo and cancel among them; one is killed ten times."""
    library = Library(tmp_path / "store")
    alliances.begin_alliance(library, Preparation("Ada", "Grace"), START)
    steady, killed = Log(), Log()
    other = start(library.root, "steady", 0)
    for stop in sorted(random.Random(7).sample(range(1, ACTS), KILLS)):
        run(library.root, "killed", killed, stop)
    run(library.root, "killed", killed, ACTS + 1)
    out, _ = other.communicate()
    for _ in steady.read(iter(out.splitlines())):
        pass
    assert (steady.done, other.returncode) == (ACTS, 0)
    typed, removed = steady.typed | killed.typed, steady.removed | killed.removed
    assert len(typed) > ACTS / 10
    assert typed - removed - stored_words(library.root) == set()
    assert [finding for finding in library.check() if not finding.backup] == []
