"""Two programs on one alliance, one of them killed and started again: no acknowledged word is lost."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

from alliance_tui.domain.alliance import Side
from alliance_tui.services import sessions
from alliance_tui.services.alliances import Preparation, begin_alliance
from alliance_tui.storage.library import Library
from tests.unit.clock import NOON

ACTS = int(os.environ.get("ALLIANCE_ACTS", "60"))
"""Acts of each writer; the full run in .ci/run takes 300."""
KILLS = 10
FIELDS = ("tone", "hopes", "feedback")

WRITER = f"""
import random, sys, uuid
from pathlib import Path
from alliance_tui.domain.alliance import Side
from alliance_tui.services import sessions
from alliance_tui.services.sessions import Over
from alliance_tui.storage.library import Library
root, who, first, acts = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
library, chance = Library(Path(root)), random.Random(who + str(first))
for number in range(first, acts):
    question = chance.choice({FIELDS!r})
    given = sessions.refresh(library, "ada-and-grace").answers.get((question, Side.LEFT))
    seen = given.text if given else ""
    over = Over(seen, uuid.uuid4().hex)
    sessions.answer(library, "ada-and-grace", question, Side.LEFT, f"{{seen}} {{who}}{{number}}", over)
    print(number, flush=True)
"""


def start(root: Path, who: str, first: int) -> subprocess.Popen[str]:
    """A writer that goes on from its act number `first`."""
    argv = [sys.executable, "-c", WRITER, str(root), who, str(first), str(ACTS)]
    return subprocess.Popen(argv, stdout=subprocess.PIPE, text=True)


def killed_and_restarted(root: Path, who: str) -> None:
    """Run a writer to its end, killing it ten times on the way."""
    chance = random.Random(7)
    done = 0
    for stop in sorted(chance.sample(range(1, ACTS), KILLS)):
        writer = start(root, who, done)
        assert writer.stdout
        for line in writer.stdout:
            done = int(line) + 1
            if done >= stop:
                break
        writer.kill()
        for line in writer.stdout:
            done = int(line) + 1
        writer.wait()
    writer = start(root, who, done)
    assert writer.wait() == 0
    assert writer.stdout
    writer.stdout.close()


def test_every_acknowledged_word_is_there_or_kept_as_a_rival(tmp_path: Path) -> None:
    """Each act adds a word to a field both write to, over what was last read there."""
    library = Library(tmp_path / "store")
    name = begin_alliance(library, Preparation("Ada", "Grace"), NOON).name
    steady = start(library.root, "steady", 0)
    killed_and_restarted(library.root, "killed")
    out, _ = steady.communicate()
    assert len(out.split()) == ACTS
    words: set[str] = set()
    for (_, side), answer in sessions.refresh(library, name).answers.items():
        assert side is Side.LEFT
        words.update(" ".join([answer.text, *(rival.text for rival in answer.rivals)]).split())
    wanted = {f"{who}{number}" for who in ("steady", "killed") for number in range(ACTS)}
    assert wanted - words == set()
    assert list(library.check()) == []
